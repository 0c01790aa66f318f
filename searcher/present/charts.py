"""Charts: numbers drawn with letters, for a terminal of any width, a pipe or a file.

In: numbers. Out: lines, each in pieces that say what they are for; `plain_lines` is what they say without colour, and
`terminal.py` colours them. What comes from a corpus or a query must be cleaned first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from rich.cells import cell_len

from searcher.present.folding import fitting

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = "▁▂▃▄▅▆▇█"
_NONE = "·"


class Tone(StrEnum):
    """What a piece of a line is for."""

    PLAIN = ""
    QUIET = "quiet"
    STRONG = "strong"
    FIRST = "first"  # of what is compared …
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"


_COMPARED = (Tone.FIRST, Tone.SECOND, Tone.THIRD, Tone.FOURTH)

Piece = tuple[str, Tone]
Line = Sequence[Piece]


def tone_of(number: int) -> Tone:
    """The tone of one of several that are compared."""
    return _COMPARED[number % len(_COMPARED)]


def draw_bar(amount: float, most: float, width: int) -> str:
    """A bar in eighths of letters; what is above 0 can be seen.

    Args:
        amount: from 0.
        most: what takes the whole width; what is above it goes on.

    >>> draw_bar(5, 10, 4), draw_bar(0, 10, 4), draw_bar(1, 1000, 4), draw_bar(11, 10, 4)
    ('██', '', '▏', '███▸')
    """
    if amount <= 0 or most <= 0 or width < 1:
        return ""
    if amount > most:
        return "█" * (width - 1) + "▸"
    eighths = max(1, round(8 * width * amount / most))
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


def draw_spark(amounts: Sequence[float], width: int) -> str:
    """A line of letters as high as some amounts; neighbours share one, the highest of them, where they are too many.

    Args:
        width: letters at most, at least 1.

    >>> draw_spark([0, 1, 2, 8], 4), draw_spark([0, 1, 2, 8], 2)
    ('·▁▂█', '▁█')
    """
    step = -(-len(amounts) // max(1, width)) or 1
    highest = [max(amounts[at : at + step]) for at in range(0, len(amounts), step)]
    top = max(highest, default=0)
    return "".join(
        _HEIGHTS[min(8, math.ceil(8 * amount / top)) - 1] if amount > 0 else _NONE for amount in highest
    )


def shorten(text: str, width: int) -> str:
    """As much of a text as there is room for.

    >>> shorten("sécheresse", 6), shorten("crue", 6), shorten("中国", 3)
    ('séche…', 'crue', '中…')
    """
    if cell_len(text) <= width:
        return text
    return text[: fitting(text, width - 1)].rstrip() + "…"


def pad(text: str, width: int) -> str:
    """A text, and spaces up to a width.

    >>> pad("crue", 6)
    'crue  '
    """
    return text + " " * (width - cell_len(text))


def spread(left: str, right: str, width: int, tone: Tone = Tone.PLAIN) -> Iterator[Line]:
    """One text at each end of a line; on two where they do not fit."""
    room = width - cell_len(left) - cell_len(right)
    if room >= 2:
        yield [(left, tone), (" " * room, Tone.PLAIN), (right, Tone.QUIET)]
    else:
        yield [(left, tone)]
        yield [(right, Tone.QUIET)]


def stripped(line: Line) -> Line:
    """A line without the spaces behind it.

    >>> stripped([("crue ", Tone.STRONG), ("  ", Tone.PLAIN)])
    [('crue', <Tone.STRONG: 'strong'>)]
    """
    pieces = list(line)
    while pieces:
        text, tone = pieces.pop()
        text = text.rstrip()
        if text:
            return [*pieces, (text, tone)]
    return pieces


def plain_lines(lines: Iterable[Line]) -> Iterator[str]:
    """What lines say, without colour."""
    for line in lines:
        yield "".join(text for text, _ in line).rstrip()
