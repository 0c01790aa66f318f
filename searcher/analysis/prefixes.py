"""Prefixes: words that the press writes joined, with a hyphen, or in two words: `cyberattaque`, `cyber attaque`.

The index joins what a hyphen parts; what a space parts only a query can look for.
In: a form. Out: the prefix and the word after it.
"""

from __future__ import annotations

from searcher.analysis.folding import key
from searcher.analysis.lexicon import find

# Those that stand alone in print, and begin few words that are not made with them.
_FREE = tuple(
    "anti auto cyber giga hyper macro méga micro mini multi néo semi socio super télé ultra vice".split()
)
# Those that begin too many other words (`présent`, `contenu`): only what the lexicon has not is made with them.
_BOUND = tuple("co contre ex extra inter non post pré pro sous".split())
_SHORTEST_REST = 4  # letters: `coma` is not `co` and `ma`


def split_prefix(form: str) -> tuple[str, str] | None:
    """Part a word from its prefix, if what is left is a word.

    >>> split_prefix("cyberattaques"), split_prefix("exministre"), split_prefix("présent")
    (('cyber', 'attaques'), ('ex', 'ministre'), None)
    """
    folded = key(form)
    if not form.isalpha() or len(folded) != len(form):  # a ligature: nothing could be cut at the same place
        return None
    for prefix in _FREE + _BOUND:
        rest = form[len(prefix) :]
        if len(rest) >= _SHORTEST_REST and folded.startswith(key(prefix)):
            word = find(rest)
            if word is not None and word.common and not (prefix in _BOUND and find(form)):
                return form[: len(prefix)], rest
    return None
