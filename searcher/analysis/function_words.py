"""Function words: the words that every article has and that say nothing of its subject.

They are indexed with their positions, so that phrases are exact, and count neither in ranking nor in lengths.
In: forms. Out: whether they are function words.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from searcher.analysis.folding import keys

PATH = os.path.join(os.path.dirname(__file__), "data", "function_words.txt")


def is_function_word(form: str) -> bool:
    """Tell whether a form is a function word. In capitals its accents may be missing: `MEME`, `MÊME`.

    >>> is_function_word("même"), is_function_word("MEME"), is_function_word("meme")
    (True, True, False)
    """
    words, folded = _words()
    if not form.isupper():
        return form in words
    lowered = form.lower()
    return lowered in words or lowered in folded


@lru_cache(maxsize=1)
def function_forms() -> tuple[str, ...]:
    """List all forms that are function words: the words, and in capitals they and their keys."""
    words, folded = _words()
    return (*sorted(words), *sorted({word.upper() for word in words | folded}))


@lru_cache(maxsize=1)
def function_lines() -> tuple[bytes, array[int], bytes, array[int]]:
    """The function words, sorted, a newline after each, and where each ends; then those in capitals, in lower case."""
    words, folded = _words()
    return *_lines(words), *_lines(words | folded)


def _lines(words: Iterable[str]) -> tuple[bytes, array[int]]:
    lines = [word.encode() for word in words]
    lines.sort()
    ends = array("I", accumulate(len(line) + 1 for line in lines))
    return b"".join(line + b"\n" for line in lines), array("I", [end - 1 for end in ends])


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Read the list, once; returns its words and their keys."""
    with open(PATH, encoding="utf-8") as file:
        words = [word for line in file for word in line.partition("#")[0].split()]
    return frozenset(words), frozenset(keys(words))
