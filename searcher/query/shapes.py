"""Shapes: the words of a query in which `*` or `?` stands for letters, and those in which they are punctuation.

`?` stands for a letter where a letter follows it, or where the word has a `*` as well: `mot ?` and `mot?` ask.
Addresses may hold both. In: a word as typed, with the punctuation around it. Out: the shape that it asks for.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from searcher.analysis.words import SCANNED_CLITICS
from searcher.kernels.cut import LONGEST_FORM
from searcher.query.patterns import compiled

# One of them has the capital of iota: where case is ignored, it is that.
_MARKS_OF_LETTERS = "(?-i:[\u0300-\u036f])"
_WILD_WORD = "[#@]?(?:[^\\W_]|[*?'\u0300-\u036f-])+"
_BETWEEN_LETTERS = r"(?<![^\W_])\?(?=[^\W_])|(?<=[^\W_])\?+(?=[^\W_])"
_DAY_SHAPE = r"\d{4}-[\d*?-]+"
_CLITICS = frozenset(SCANNED_CLITICS) | {"ç", "presqu", "quelqu"}


class Shape(NamedTuple):
    """A word in which signs stand for letters, in lower case, without its clitic."""

    pattern: str  # all of it as one word, as which the index also has two that a hyphen joins
    parts: tuple[str, ...]  # what hyphens join, each without its clitic


def read_shape(text: str) -> Shape | None:
    """Read a word with `*` or `?` in it; None if they are punctuation.

    >>> read_shape("d'Aix-en-Prov*,")
    Shape(pattern='aixenprov*', parts=('aix', 'en', 'prov*'))
    >>> read_shape("cl?mat").pattern, read_shape("mot?"), read_shape("**").pattern
    ('cl?mat', None, '*')
    """
    if "/" in text or text[:4].lower() == "www.":
        return None
    word = text.strip(".,;:!…'&%<>[]{}-+=|")
    if "*" not in word:
        word = word.rstrip("?.,;:!…")
        if not compiled(_BETWEEN_LETTERS).search(word):
            return None
    elif not word.strip("*"):
        return Shape("*", ("*",))
    if not compiled(_WILD_WORD).fullmatch(word):
        return None
    word = _without_clitic(word)
    if compiled(_DAY_SHAPE).fullmatch(word):
        pattern, parts = _plain(word), [_plain(word)]
    else:
        pattern = _plain(word.replace("-", ""))
        parts = [part for each in word.split("-") if (part := _plain(_without_clitic(each)))]
    if not set(pattern) & set("*?") or not any(map(str.isalnum, pattern)):
        return None
    if "*" not in pattern and not compiled(_BETWEEN_LETTERS).search(pattern):
        return None
    return Shape(pattern, tuple(parts)) if len(pattern.encode()) <= LONGEST_FORM else None


def _without_clitic(word: str) -> str:
    head, apostrophe, tail = word.partition("'")
    return tail if apostrophe and head.lower() in _CLITICS else word


def _plain(word: str) -> str:
    plain = unicodedata.normalize("NFC", re.sub(r"\*+", "*", word.replace("'", "")).lower())
    return compiled(_MARKS_OF_LETTERS).sub("", plain)  # what no letter has room for


# In a text that is no query.
_ADDRESS = r"(?:\S*?(?://|\.[^\W\d_]{2,}/)|www\.)"
_LEFT_QUESTION = r"\w\?\w|\?\w"


def looks_wild(text: str) -> bool:
    """Whether some `*` or `?` of a text that is no query seem to stand for letters."""
    if "*" not in text and "?" not in text:
        return False
    return any(
        compiled(_LEFT_QUESTION).search(run) if "*" not in run else any(map(str.isalnum, run))
        for run in text.split()
        if ("*" in run or "?" in run) and not compiled(_ADDRESS).match(run)
    )
