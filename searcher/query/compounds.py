"""Compounds: which words that hyphens join are one word, though the index has them apart.

In: a text, and its words. Out: where its compounds are: all of `cessez-le-feu`, `rendez-vous`, nothing of `pense-t-il`.
The index itself joins two words with a hyphen between them, but not a verb and its pronoun: these are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from searcher.analysis import Token, is_function_word, key
from searcher.analysis.lexicon import members
from searcher.analysis.words import ENCLITICS, LONGEST_COMPOUND, form_of

_NOUN = ("rendez", "vous")  # a verb and its pronoun, but another word than both, with a hyphen or without
_POINTING = frozenset(("ci", "là", "même", "mêmes"))  # `celui-ci`, where all is grammar
_HYPHEN = re.compile(r"-(?:\w+')*")  # with what is elided after it: `Saint-Cyr-l'École`


def find_compounds(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Which tokens make a compound each, from one to before another, in reading order.

    Args:
        text: its signs in their plain shapes.
        tokens: as it is cut.

    >>> from searcher.analysis import cut
    >>> list(find_compounds("un cessez-le-feu", cut("un cessez-le-feu")))
    [(1, 4)]
    """
    if "-" not in text and _NOUN[0] not in text.lower():  # most queries
        return
    at = 0
    for row in _rows(text, tokens):
        size = _size(row)
        if size:
            yield at, at + sum(map(len, row[:size]))
        at += sum(map(len, row))


def joined(typed: str) -> str:
    """A compound as one word.

    >>> joined("Saint-Cyr-l'École")
    'saintcyrlécole'
    """
    return form_of(re.sub("[-' ]", "", typed))


_Row = list[list[Token]]  # by position: the first is the word, others are stacked on it


def _rows(text: str, tokens: Sequence[Token]) -> Iterator[_Row]:
    """Positions, those together that hyphens join, or that the index joins."""
    row: _Row = []
    reach = 0  # where what the index joins ends
    for _, stacked in groupby(tokens, key=attrgetter("position")):
        here = list(stacked)
        if row and here[0].start >= reach and not _are_joined(text, row[-1][0], here[0]):
            yield row
            row = []
        row.append(here)
        reach = max(reach, *(token.end for token in here))
    if row:
        yield row


def _are_joined(text: str, before: Token, token: Token) -> bool:
    between = text[before.end : token.start]
    if between.isspace():
        return (before.form.lower(), token.form.lower()) == _NOUN
    return _HYPHEN.fullmatch(between) is not None


def _size(row: _Row) -> int:
    """How many positions of a row are one compound, which the index has apart; 0 if it is none."""
    words = [here[0] for here in row]
    start, end = words[0].start, words[-1].end
    if len(row) < 2 or end - start > LONGEST_COMPOUND or any(_begins_whole(here) for here in row):
        return 0
    if any(word.end - word.start == 1 < len(word.form) for word in words):
        return 0  # what a sign or a letter stands for, as in `%-M€`, its neighbours tell
    if any(after.start < before.end for before, after in pairwise(words)):
        return 0  # `榰日本` has no spaces: each two of its letters are a word
    forms = [word.form for word in words]
    if len(forms) > 2 or members(key(forms[0])):  # `Jong-il` is a name
        while _ends_in_enclitic(forms):
            forms.pop()
    is_one = len(forms) > 1 and any(form.isalpha() and not is_function_word(form) for form in forms)
    return len(forms) if is_one else 0


def _begins_whole(here: Sequence[Token]) -> bool:
    """Whether what the index joins is stacked on a word."""
    return any(token.end > here[0].end for token in here)


def _ends_in_enclitic(forms: Sequence[str]) -> bool:
    """Whether the last of some words that hyphens join is one apart: `dit-il`, `ce jour-là`, but not `garde-à-vous`."""
    last, before = forms[-1].lower(), forms[-2].lower() if len(forms) > 1 else ""
    if not before or last not in ENCLITICS or (before, last) == _NOUN:
        return False
    return last in _POINTING or before in ENCLITICS or not is_function_word(before)
