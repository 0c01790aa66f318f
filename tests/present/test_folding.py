"""Texts are folded as rich folds them, but for spaces that hold words together."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from searcher.present.folding import fold, hang

WORDS = st.sampled_from(
    [*"àé中 .", "l’été", "Valbrec", "neige", "a" * 25, "北京市" * 5, "e\u0301t", "\u2003", "  "]
)
TYPOGRAPHY = st.sampled_from([*"«»‹›—–?!:;…  \u00a0\u202f", "neige", "Il", "à", "Valbrec"])


def lines(text: str, width: int) -> list[str]:
    """A text, folded."""
    return [text[start:end] for start, end in fold(text, width)]


@given(words=st.lists(WORDS, max_size=30), width=st.integers(3, 40))
def test_lines_end_where_those_of_rich_do(words: list[str], width: int) -> None:
    """It is what readers are used to, and what every other tool that uses rich shows."""
    text = " ".join(words)
    folded = [line.plain.rstrip() for line in Text(text).wrap(Console(), width)]
    # After a word that was cut, rich takes the space behind it for the beginning of a line.
    assert [line.lstrip() for line in lines(text, width)] == [line.lstrip() for line in folded if line] or [
        ""
    ]


@given(words=st.lists(TYPOGRAPHY, max_size=40), width=st.integers(10, 40))
def test_spaces_that_hold_words_together_are_as_letters(words: list[str], width: int) -> None:
    """French sets spaces inside its quotation marks and before others; no line begins or ends with those."""
    # Of two spaces, the one before that which is held would be held, too.
    text = re.sub(" +", " ", "".join(words))
    held = re.sub("(?<=[«‹—–]) (?=[^ ])| (?=[?!:;»›…])|[\u00a0\u202f]", "x", text)
    assert [start for start, _ in fold(text, width)] == [start for start, _ in fold(held, width)]


@given(text=st.text(st.characters(exclude_characters="\n")), width=st.integers(2, 60))
def test_every_line_fits_and_nothing_is_lost(text: str, width: int) -> None:
    """A line that is too long breaks the page; only spaces at the ends of lines may go."""
    folded = lines(text, width)
    assert folded
    assert all(cell_len(line) <= width for line in folded)
    assert "".join("".join(folded).split()) == "".join(text.split())


@given(words=st.lists(WORDS, max_size=30), before=st.integers(0, 4), width=st.integers(3, 40))
def test_a_line_hangs_from_its_beginning_and_nothing_is_lost(
    words: list[str], before: int, width: int
) -> None:
    """What is told stays to be read, and where a message begins is seen."""
    line = " " * before + " ".join(words)
    folded = list(hang(line, width))
    assert "".join("".join(folded).split()) == "".join(line.split())
    if len(folded) > 1:
        assert all(cell_len(each) <= width for each in folded)
        assert all(each.startswith(" " * (before + 2)) for each in folded[1:])


@pytest.mark.parametrize(
    ("text", "width", "folded"),
    [
        ("", 10, [""]),
        ("   ", 2, [""]),
        ("Il neige à Valbrec", 9, ["Il neige", "à Valbrec"]),
        ("Pyrénées-Orientales du", 10, ["Pyrénées-O", "rientales", "du"]),
        ("Pyrénées-Orientale• du", 10, ["Pyrénées-O", "rientale•", "du"]),
        ("Pyrénées-Orientales• du", 10, ["Pyrénées-O", "rientales•", "du"]),
        ("Il a dit « oui »", 11, ["Il a dit", "« oui »"]),
        ("Qui vient ?", 9, ["Qui", "vient ?"]),
    ],
)
def test_some_texts_and_how_they_are_folded(text: str, width: int, folded: list[str]) -> None:
    """No space begins a line, even after a word that was cut and fills one."""
    assert lines(text, width) == folded
