"""Painting: what each part of a line looks like on this terminal.

In: lines of pieces. Out: strips of the toolkit. Colours are those of the terminal that are read on light and dark
grounds; where no colour is wanted, what matched is underlined instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from searcher.interactive.lines import Line, Part

_COLOURS = {
    Part.TEXT: "",
    Part.TITLE: "bold",
    Part.QUIET: "dim",
    Part.MARK: "bold bright_red",
    Part.TITLE_MARK: "bold bright_red",
    Part.HERE: "bold reverse bright_red",
    Part.CHOSEN: "bold bright_magenta",
    Part.REFUSED: "dim strike",
    Part.WARNING: "bright_red",
    Part.KEY: "bold bright_blue",
    Part.HEADING: "bold bright_blue",
    Part.BAR: "bright_blue",
}
_NO_COLOURS = {
    **_COLOURS,
    Part.MARK: "bold underline",
    Part.TITLE_MARK: "bold underline",
    Part.HERE: "bold reverse",
    Part.CHOSEN: "bold reverse",
    Part.WARNING: "bold",
    Part.KEY: "bold",
    Part.HEADING: "bold underline",
    Part.BAR: "",
}
SELECTED = "reverse"


@lru_cache
def _styles(*, coloured: bool, selected: bool) -> Mapping[Part, Style]:
    named = _COLOURS if coloured else _NO_COLOURS
    if not selected:
        return {part: Style.parse(name) for part, name in named.items()}
    # Of what is reversed no colour can be read on every terminal.
    kept = {
        part: "bold underline reverse" if part in (Part.MARK, Part.TITLE_MARK) else SELECTED for part in Part
    }
    return {part: Style.parse(name) for part, name in kept.items()}


def paint(line: Line, width: int, *, coloured: bool, selected: bool = False) -> Strip:
    """A line, as wide as its place."""
    styles = _styles(coloured=coloured, selected=selected)
    strip = Strip([Segment(piece.text, styles[piece.part]) for piece in line])
    return strip.adjust_cell_length(width, styles[Part.TEXT])
