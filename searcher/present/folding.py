"""Folding: where the lines of a text end, at a width of the terminal.

In: text of one paragraph, cleaned, and a width in cells. Out: half-open spans of characters. A line ends between words,
as a typographer would: it begins with no closing mark, and ends with no opening one, whatever space the text has there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rich.cells import cell_len

_NO_BREAK = "\u00a0\u202f\u2007"
_HELD = "(?<=[«‹—–]) (?=[^ ])| (?=[?!:;»›…])"
_LEAST = 10  # columns that are worth folding for
_SPACES = rf"(?:(?!{_HELD})[^\S{_NO_BREAK}])*+"
_WORD = re.compile(rf"({_SPACES}(?:\S++|[{_NO_BREAK}]|{_HELD})++){_SPACES}")


def fold(text: str, width: int) -> list[tuple[int, int]]:
    """Fold a text into lines, at least one. Returns where each starts and ends, without the spaces behind it.

    Args:
        width: in cells, at least 1. A word that is wider is cut.

    >>> fold("Il neige à Valbrec", 9)
    [(0, 8), (9, 18)]
    """
    if cell_len(text) <= width:
        return [(0, len(text.rstrip()))]
    return [
        (start, start + len(text[start:end].rstrip()))
        for start, end in pairwise([*_starts(text, width), len(text)])
    ]


def hang(line: str, width: int, *, by: int = 2, whole: str = "") -> Iterator[str]:
    """Fold a line of a page as a dictionary does: what follows the first one stands to its right.

    Args:
        width: in cells. Where fewer than ten would be left, the line is not folded.
        by: how many columns to the right.
        whole: how it ends where that is not to be folded, since it is there to be copied; it begins a line then.

    >>> list(hang("hint: Rebuild it", 12)), list(hang("hint: Run: ls -l", 12, whole="ls -l"))
    (['hint:', '  Rebuild it'], ['hint: Run:', '  ls -l'])
    """
    indent = " " * (len(line) - len(line.lstrip(" ")) + by)
    if cell_len(line) <= width or width - len(indent) < _LEAST:
        yield line
        return
    line = line.removesuffix(whole)
    end = fold(line, width)[0][1]
    yield line[:end]
    rest = line[end:].strip()
    if rest:
        yield from (indent + rest[start:end] for start, end in fold(rest, width - len(indent)))
    if whole:
        yield indent + whole


def _starts(text: str, width: int) -> Iterator[int]:
    used = 0  # cells of the line
    yield 0
    for found in _WORD.finditer(text):
        start, size = found.start(), cell_len(found[1])
        if used + size > width:
            if start:
                yield start
            used, word = 0, found[1]
            while size > width:
                cut = max(1, fitting(word, width))
                start, word = start + cut, word[cut:]
                size = cell_len(word)
                yield start
        used += size + cell_len(text[found.end(1) : found.end()])


def fitting(text: str, width: int) -> int:
    """How many characters of a text fit, with the marks on the last one.

    >>> fitting("été", 2), fitting("中国", 3)
    (2, 1)
    """
    used = 0
    for at, letter in enumerate(text):
        used += cell_len(letter)
        if used > width:
            return at
    return len(text)
