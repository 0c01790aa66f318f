"""Shapes: the words of a query in which `*` or `?` stands for letters, and those in which they are punctuation.

`?` stands for a letter where a letter follows it, or where the word has a `*` as well: `mot ?` and `mot?` ask.
Addresses may hold both. In: a word as typed, with the punctuation around it. Out: the shape that it asks for.
"""

from __future__ import annotations

import re
import unicodedata

from searcher.analysis.words import SCANNED_CLITICS
from searcher.kernels.cut import LONGEST_FORM
from searcher.query.patterns import compiled

# One of them has the capital of iota: where case is ignored, it is that.
_MARKS_OF_LETTERS = "(?-i:[\u0300-\u036f])"
_WILD_WORD = "[#@]?(?:[^\\W_]|[*?'\u0300-\u036f-])+"
_BETWEEN_LETTERS = r"(?<![^\W_])\?(?=[^\W_])|(?<=[^\W_])\?+(?=[^\W_])"
_DAY_SHAPE = r"\d{4}-[\d*?-]+"
_CLITICS = frozenset(SCANNED_CLITICS) | {"ç", "presqu", "quelqu"}


def read_shape(text: str) -> str | None:
    """Read a word with `*` or `?` in it: lower case, without its clitic; None if they are punctuation.

    >>> read_shape("l'électr*,"), read_shape("cl?mat"), read_shape("mot?"), read_shape("**")
    ('électr*', 'cl?mat', None, '*')
    """
    if "/" in text or text[:4].lower() == "www.":
        return None
    word = text.strip(".,;:!…'&%<>[]{}-+=|")
    if "*" not in word:
        word = word.rstrip("?.,;:!…")
        if not compiled(_BETWEEN_LETTERS).search(word):
            return None
    elif not word.strip("*"):
        return "*"
    if not compiled(_WILD_WORD).fullmatch(word):
        return None
    head, apostrophe, tail = word.partition("'")
    if apostrophe:
        word = tail if head.lower() in _CLITICS else word
        word = word.replace("'", "")
    if not compiled(_DAY_SHAPE).fullmatch(word):
        word = word.replace("-", "")  # a compound is also in the index without its hyphen
    pattern = unicodedata.normalize("NFC", re.sub(r"\*+", "*", word).lower())
    pattern = compiled(_MARKS_OF_LETTERS).sub("", pattern)  # what no letter has room for
    if not set(pattern) & set("*?") or not any(map(str.isalnum, pattern)):
        return None
    if "*" not in pattern and not compiled(_BETWEEN_LETTERS).search(pattern):
        return None
    return pattern if len(pattern.encode()) <= LONGEST_FORM else None


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
