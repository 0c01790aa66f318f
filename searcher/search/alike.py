"""Alike: the forms of an index that a wildcard, a word spelled almost so, or a range stands for.

In: a segment, and the node of a query. Out: forms of its lexicon, each with its weight: 1, and of a word that differs
by a letter or two 1 / (1 + letters). They are one family, however many they are.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from itertools import compress
from unicodedata import combining

from searcher.analysis import key
from searcher.analysis.folding import accents
from searcher.analysis.relations import lacks_accents
from searcher.index import Segment
from searcher.query import Between, Fuzzy, Wildcard
from searcher.search.forms import Forms

_SIGNS = re.compile(r"([*?])")

# Of a shape: a letter with the accents it must have, if any; one letter; none, one or several.
_Letter = tuple[str, str]
_Sign = _Letter | str
_ANY, _ONE = "*", "?"


def find_alike(segment: Segment, node: Wildcard | Fuzzy | Between) -> Forms:
    """Find the forms of a segment that a node stands for."""
    match node:
        case Fuzzy(form, distance):
            numbers, distances = segment.numbers_within(key(form), distance)
            weights = array("d", [1 / (1 + letters) for letters in distances])
            return Forms(segment, segment.form_lists(numbers), weights)
        case Between(first, last, first_included, last_included):
            numbers = segment.numbers_between(
                key(first), key(last), with_first=first_included, with_last=last_included
            )
        case Wildcard(pattern):
            numbers = _of_shape(segment, pattern)
    return Forms(segment, segment.form_lists(numbers), array("d", [1.0]) * len(numbers))


def _shape(pattern: str) -> list[_Sign]:
    shape: list[_Sign] = []
    for part in _SIGNS.split(pattern):
        shape += [part] if part in (_ANY, _ONE) else accents(part)
    return shape


def _of_shape(segment: Segment, pattern: str) -> array[int]:
    """The forms whose key has a shape, and the accents that it has."""
    shape = _shape(pattern)
    letters = {_ANY: None, _ONE: ""}
    numbers = segment.numbers_of_shape(
        [letters[sign] if isinstance(sign, str) else sign[0] for sign in shape]
    )
    if not any(marks for sign in shape if not isinstance(sign, str) for marks in sign[1:]):
        return numbers
    forms = segment.spell(numbers)
    return array("I", compress(numbers, [_may_have(form, pattern, shape) for form in forms]))


def _may_have(form: str, pattern: str, shape: Sequence[_Sign]) -> bool:
    """Whether a form, whose key has a shape, has its accents too, or may have lost them."""
    if form.isascii():
        return lacks_accents(form)
    # Most of what begins with the letters typed is spelled like them: to look at each letter takes ten times as long.
    if pattern.find("*") == len(pattern) - 1 and "?" not in pattern and form.startswith(pattern[:-1]):
        follows = form[len(pattern) - 1 : len(pattern)]
        if not (follows and combining(follows)):
            return True
    return lacks_accents(form) or _has_shape(shape, accents(form))


def _has_shape(shape: Sequence[_Sign], letters: Sequence[_Letter]) -> bool:
    """Whether letters have a shape: as the kernel looks at keys, with their accents."""
    at = sign = taken = 0
    after = -1  # the sign after the last `*`, which takes as few letters as it may, up to `taken`
    while at < len(letters):
        wanted = shape[sign] if sign < len(shape) else None
        if wanted == _ANY:
            after, taken = sign + 1, at
            sign += 1
        elif wanted == _ONE or (isinstance(wanted, tuple) and _is_letter(wanted, letters[at])):
            sign, at = sign + 1, at + 1
        elif after >= 0:
            taken += 1
            sign, at = after, taken
        else:
            return False
    return all(rest == _ANY for rest in shape[sign:])


def _is_letter(wanted: _Letter, letter: _Letter) -> bool:
    """An accent that is wanted is required, one that is not is free."""
    return wanted[0] == letter[0] and wanted[1] in ("", letter[1])
