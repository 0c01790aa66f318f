"""No text from a corpus can command a terminal."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.present.cleaning import clean, clean_line

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mALERTE\x1b[0m", "␛[31mALERTE␛[0m"),
        ("bip\x07", "bip␇"),
        ("\x9b2K", "�2K"),
        ("a\x7f", "a␡"),
        ("un\tdeux\rtrois", "un deux trois"),
        ("abc\u202ecba", "abccba"),
        ("élec\u00adtion\u200b", "élection"),
        ("un\n\ndeux", "un\n\ndeux"),
        ("[bold]gras[/bold]", "[bold]gras[/bold]"),
        ("20\u202fh\u00a030 %", "20\u202fh\u00a030 %"),
        ("\ud800\ufdd0", "��"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_instead(text: str, shown: str) -> None:
    """A dispatch may quote an escape sequence: readers must see it, and nothing else may happen."""
    assert clean(text) == shown


def test_no_control_character_of_unicode_survives() -> None:
    """The list is checked against Unicode's own: one that was forgotten is enough."""
    for point in range(sys.maxunicode + 1):
        character = chr(point)
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in TURNING:
            left = clean_line(f"a{character}b")
            assert character not in left or character == " "
            assert left.isprintable()


@given(text=st.text())
def test_one_line_stays_one_line(text: str) -> None:
    """A title with an end of line would break the page, and be taken for another hit."""
    assert len(clean_line(text).splitlines()) <= 1


@given(text=st.text(), place=st.integers(0, 30))
def test_pieces_may_be_cleaned_one_by_one(text: str, place: int) -> None:
    """Marked pieces are: what is marked stays what is marked, whatever is left out before it."""
    assert clean(text[:place]) + clean(text[place:]) == clean(text)
