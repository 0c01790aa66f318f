"""Long questions ask for some of their words; whatever was typed to say more than that is obeyed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.query import Among, Compound, Word, parse
from searcher.query.questions import FEWEST_WORDS

TODAY = date(2024, 7, 10)
LINES = (Path(__file__).parent / "questions.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if not line.startswith("#")]


@pytest.mark.parametrize(("query", "relaxed", "told"), ROWS)
def test_a_long_question_is_relaxed_as_the_table_says(query: str, relaxed: str, told: str) -> None:
    """All words of a long question stand in no article; all words of a short query are meant."""
    found = parse(query, today=TODAY).relaxed
    assert (str(found.tree) if found else "") == relaxed
    assert not told or (found and told in found.warnings[1])


@given(count=st.integers(FEWEST_WORDS, 60))
def test_a_relaxed_question_says_how_many_words_suffice(count: int) -> None:
    """Who gets articles that lack a word must know why, and how to require it."""
    words = [f"mot{'abcdefghij'[number // 10]}{'abcdefghij'[number % 10]}" for number in range(count)]
    found = parse(" ".join(words), today=TODAY).relaxed
    assert found
    assert found.tree == Among(max(2, (count + 3) // 4), tuple(map(Word, words)))
    (warning,) = found.warnings
    assert re.findall(r"\d+", warning) == [str(found.tree.least), str(count)]
    assert "ET" in warning


def test_what_was_asked_is_kept_beside_what_is_asked_instead() -> None:
    """The tree of a query is what it says; how it is searched is another matter."""
    parsed = parse("glacier valbrec recul hiver week-end", today=TODAY)
    assert str(parsed.tree) == "glacier valbrec recul hiver week-end"
    assert parsed.relaxed
    assert isinstance(parsed.relaxed.tree, Among)
    assert parsed.relaxed.tree.children[-1] == Compound("week-end", "weekend", ("week", "end"))
