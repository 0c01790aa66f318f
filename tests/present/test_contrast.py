"""What is coloured can be read on light and dark terminals alike: held against the palettes that most people have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.color import Color

from searcher.present import terminal

interactive = pytest.importorskip("searcher.interactive.painting")

PALETTES = [
    line.split("\t")
    for line in (Path(__file__).parent / "palettes.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
# WCAG 2.2 asks 3 of graphics and of large or bold letters. No colour of all these palettes has more than that on all
# grounds; what has less than this is not read.
LEAST = 2.75


def luminance(colour: str) -> float:
    """How bright a colour is, from 0 to 1. Source: WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1, no difference, to 21. Source: WCAG 2.2, contrast ratio.

    >>> contrast("000000", "ffffff")
    21.0
    """
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def colours_in_use() -> set[str]:
    """The names of all colours that the two screens have, as rich calls them."""
    styles = [
        *terminal._TONES.values(),
        terminal._match_style(terminal.Console(force_terminal=True, color_system="standard", no_color=False)),
        *interactive._styles(coloured=True, selected=False).values(),
    ]
    named = {style.color.name for style in styles if style and style.color}
    (sheet,) = Path(interactive.__file__).parent.glob("*.tcss")
    named |= {
        name for name in re.findall(r"ansi_(\w+)", sheet.read_text(encoding="utf-8")) if name != "default"
    }
    return named


@pytest.mark.parametrize("name", sorted(colours_in_use()))
def test_a_colour_is_read_on_every_usual_ground(name: str) -> None:
    """Yellow on white and dark blue on black are there, and nobody sees them."""
    number = Color.parse(name).number
    assert number is not None
    for palette, grounds, colours in PALETTES:
        for ground in grounds.split():
            assert contrast(colours.split()[number], ground) >= LEAST, f"{palette} on {ground}"
