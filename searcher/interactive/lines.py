"""Lines: text as it stands on a screen, before it is known on which.

In: text that was cleaned, and a width in cells. Out: lines of pieces, each with the part it plays; the widgets know
what a part looks like.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from rich.cells import cell_len

from searcher.present.cleaning import clean, clean_line
from searcher.present.folding import fitting, fold
from searcher.present.marking import Mark, split_at_marks


class Part(StrEnum):
    """What a piece of text is there for."""

    TEXT = "text"
    TITLE = "title"
    QUIET = "quiet"  # what else is known, counts, keys
    MARK = "mark"  # what matched
    TITLE_MARK = "title-mark"
    HERE = "here"  # the occurrence that `n` went to
    CHOSEN = "chosen"
    REFUSED = "refused"
    WARNING = "warning"
    KEY = "key"  # of the keyboard
    HEADING = "heading"
    BAR = "bar"


class Piece(NamedTuple):
    text: str
    part: Part = Part.TEXT


Line = tuple[Piece, ...]

_ELLIPSIS = "…"


def width_of(line: Line) -> int:
    """In cells."""
    return sum(cell_len(piece.text) for piece in line)


def cropped(line: Line, width: int) -> Line:
    """A line, its end left out where it does not fit.

    >>> cropped((Piece("Il neige à Valbrec"),), 9)
    (Piece(text='Il neige…', part=<Part.TEXT: 'text'>),)
    """
    if width_of(line) <= width:
        return line
    if width < 1:
        return ()
    kept: list[Piece] = []
    room = width - 1
    for piece in line:
        size = cell_len(piece.text)
        if size > room:
            text = piece.text[: fitting(piece.text, room)]
            kept.append(Piece(text + _ELLIPSIS, piece.part))
            break
        kept.append(piece)
        room -= size
    return tuple(kept)


def apart(left: Line, right: Line, width: int, *, least: int = 2) -> Line:
    """One text at each end of a line; the left one is cropped."""
    room = width - width_of(right) - least
    if room < width // 3:
        return cropped(left, width)
    left = cropped(left, room)
    return (*left, Piece(" " * (width - width_of(left) - width_of(right))), *right)


def marked_line(text: str, marks: Sequence[Mark], start: int, plain: Part, mark: Part) -> Line:
    """A text on one line, cleaned piece by piece, since that moves what follows."""
    return tuple(
        Piece(clean_line(piece), mark if is_mark else plain)
        for piece, is_mark in split_at_marks(text, marks, start=start)
    )


class Page:
    """A text of several lines, whatever the width: what it says, and where it is marked."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        """
        Args:
            pieces: cleaned; ends of lines are part of them.
        """
        texts: list[str] = []
        self._ends: list[int] = []
        self._parts: list[Part] = []
        self.marks: list[Mark] = []  # of what matched, in characters of this page
        end = 0
        for text, part in pieces:
            if not text:
                continue
            texts.append(text)
            if part in (Part.MARK, Part.TITLE_MARK):
                self.marks.append((end, end + len(text)))
            end += len(text)
            self._ends.append(end)
            self._parts.append(part)
        self.text = "".join(texts)

    def lines(self, width: int) -> list[tuple[int, int]]:
        """Where each line starts and ends at a width."""
        found: list[tuple[int, int]] = []
        start = 0
        for paragraph in self.text.split("\n"):
            found += [(start + first, start + last) for first, last in fold(paragraph, width)]
            start += len(paragraph) + 1
        return found

    def line(self, start: int, end: int, here: Mark | None = None) -> Line:
        """The pieces of one of its lines; the mark that is looked at stands out."""
        pieces: list[Piece] = []
        at = bisect_left(self._ends, start + 1)
        while start < end and at < len(self._ends):
            stop = min(end, self._ends[at])
            part = self._parts[at]
            if here and here[0] <= start < here[1] and part in (Part.MARK, Part.TITLE_MARK):
                part = Part.HERE
            pieces.append(Piece(self.text[start:stop], part))
            start, at = stop, at + 1
        return tuple(pieces)


def marked_text(text: str, marks: Sequence[Mark], plain: Part, mark: Part) -> Iterator[Piece]:
    """A text of several lines, cleaned piece by piece."""
    for piece, is_mark in split_at_marks(text, marks):
        yield Piece(clean(piece), mark if is_mark else plain)
