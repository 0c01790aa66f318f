"""Parting: words that the press writes joined, with a hyphen, or in two words: `cyberattaque`, `CAC40`, `CAC 40`.

The index joins what a hyphen parts; what a space parts only a query can look for.
In: a form. Out: its two parts.
"""

from __future__ import annotations

import re

from searcher.analysis.folding import key
from searcher.analysis.lexicon import find

# Those that stand alone in print, and begin few words that are not made with them.
_FREE = tuple(
    "anti auto cyber giga hyper macro méga micro mini multi néo semi socio super télé ultra vice".split()
)
# Those that begin too many other words (`présent`, `contenu`): only what the lexicon has not is made with them.
_BOUND = tuple("co contre ex extra inter non post pré pro sous".split())
_SHORTEST_REST = 4  # letters: `coma` is not `co` and `ma`
# Each with its key; most words begin with none.
_PREFIXES = tuple((key(prefix), prefix) for prefix in _FREE + _BOUND)
_BEGINNINGS = tuple(folded for folded, _ in _PREFIXES)


_NAME_AND_NUMBER = re.compile(r"([^\W\d_]+)(\d{1,4})")


def parts_of(form: str) -> tuple[str, str] | None:
    """Part a prefix from its word, if that is one, or a name from its number.

    >>> parts_of("cyberattaques"), parts_of("exministre"), parts_of("présent"), parts_of("CAC40")
    (('cyber', 'attaques'), ('ex', 'ministre'), None, ('CAC', '40'))
    """
    numbered = _NAME_AND_NUMBER.fullmatch(form) if form[-1:].isdigit() else None
    if numbered:
        return numbered[1], numbered[2]
    folded = key(form)
    if not form.isalpha() or len(folded) != len(form):  # a ligature: nothing could be cut at the same place
        return None
    if not folded.startswith(_BEGINNINGS):
        return None
    for beginning, prefix in _PREFIXES:
        rest = form[len(prefix) :]
        if len(rest) >= _SHORTEST_REST and folded.startswith(beginning):
            word = find(rest)
            if word is not None and word.common and not (prefix in _BOUND and find(form)):
                return form[: len(prefix)], rest
    return None
