"""Any string gives a query, in time that grows with its length only."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.query import Not, Nothing, Or, Word, parse
from searcher.query.parsing import LONGEST_QUERY, MOST_WARNINGS
from searcher.query.tagging import MOST_LEVELS

TODAY = date(2024, 7, 10)

MARKS = """
climat le l' d’ ET OU SAUF NON NOT AND OR ANDNOT PROCHE/3 + - ( ) " « » “ ” „ titre: texte: date: source: *
? ~2 ^2 [ ] { } TO = / : . , ' 2024 31 février 3 juillet depuis avant entre et hier la semaine dernière
il y a deux jours 1 200 000 20 h 30 porte-parole http://a.zz/b @afp étudiant(e)s 41 M€ 日本 İ ß 𝕏 articles sur
"""
PIECES = [*MARKS.split(), "\u00a0", "\u202f", "\n", "\u0301", "\u00ad", "\u200b", "\x00"]


JOINED = st.lists(st.sampled_from([*PIECES, " "]), max_size=30).map("".join)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join) | JOINED)
def test_any_row_of_marks_gives_a_query(text: str) -> None:
    """People type what they like, and Whoosh's own parser fails on some of it."""
    parsed = parse(text, today=TODAY)
    assert parsed.understood
    assert parsed.warnings or parsed.tree != Nothing()


@given(st.text(st.characters()))
def test_any_text_gives_a_query(text: str) -> None:
    """Lone surrogates come from file names and old terminals."""
    parsed = parse(text, today=TODAY)
    assert parsed.understood
    assert parsed.warnings or parsed.tree != Nothing()


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"mot{number}" for number in range(10_000)),
        " OU ".join(["climat énergie"] * 5_000),
        "(" * 1_000 + "climat" + ")" * 1_000,
        "(climat OU (énergie " * 1_000,
        "(climat OU (énergie " * 500 + "loi" + "))" * 500,
        "(" * 10_000,
        ")" * 10_000,
        '"' * 9_999,
        "«" * 10_000,
        "«“„" * 4_000,
        "NON " * 10_000 + "climat",
        "ET OU NON " * 3_000,
        "titre:" * 10_000 + "climat",
        "-a " * 10_000,
        "a* b* c* " * 3_000,
        "?" * 10_000,
        "~1" * 10_000,
        "[ TO " * 10_000,
        "date:[" * 10_000,
        "depuis le " * 10_000,
        "entre le 3 juillet et le " * 3_000,
        "depuis" + " " * 50_000 + "climat",
        "hier " * 10_000,
        "1 200 " * 10_000,
        "a(e)s" * 10_000,
        "x" * 90_000,
    ],
    ids=lambda text: f"{text[:20]}… × {len(text)}",
)
def test_long_and_deep_queries_are_answered(text: str) -> None:
    """Whoever pastes a page gets an answer; that the work grows as the text does is counted in `tests/analysis`."""
    parsed = parse(text, today=TODAY)
    assert str(parsed.tree) or parsed.warnings


def test_parentheses_that_nest_too_deep_are_said_to_be_ignored() -> None:
    """Beyond a depth that no one needs, what walks the tree would exhaust the stack."""
    parsed = parse("(" * 1_000 + "climat OU loi" + ")" * 1_000, today=TODAY)
    assert parsed.tree == Or((Word("climat"), Word("loi")))
    assert any(str(MOST_LEVELS) in warning for warning in parsed.warnings)


def test_the_deepest_tree_can_still_be_shown() -> None:
    """The limit on depth must hold for printing and for wording as well."""
    deep = "NON (climat OU (" * (MOST_LEVELS // 2) + "loi" + "))" * (MOST_LEVELS // 2)
    parsed = parse(deep, today=TODAY)
    assert isinstance(parsed.tree, Not)
    assert not parsed.warnings
    assert parse(str(parsed.tree), today=TODAY).tree == parsed.tree


def test_a_query_too_long_is_cut_and_that_is_said() -> None:
    """A megabyte pasted by mistake is no query."""
    parsed = parse("climat " * LONGEST_QUERY, today=TODAY)
    assert "trop longue" in parsed.warnings[0]


def test_warnings_are_few_enough_to_be_read() -> None:
    """Thousands of unknown fields need not be listed one by one."""
    parsed = parse(" ".join(f"champ{number}:x" for number in range(1_000)), today=TODAY)
    assert len(parsed.warnings) == MOST_WARNINGS
    assert "autres remarques" in parsed.warnings[-1]
