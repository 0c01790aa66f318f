"""Any string gives a query, in time that grows with its length only."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from work import lines_run

from benchmarks.parsing import HOSTILE, PIECES, Make, draw_query
from searcher.query import Not, Nothing, Or, Word, parse, reading
from searcher.query.parsing import LONGEST_QUERY, MOST_WARNINGS
from searcher.query.tagging import MOST_LEVELS, tag

TODAY = date(2024, 7, 10)
# Half more than the growth of the text, which is four times.
LINEAR = 6
NAMES = [make(1)[:20].strip() or "spaces" for make, _ in HOSTILE]

WORDS = """
quand le glacier a-t-il reculé ? l'an dernier, la semaine dernière ; les dix derniers jours il y a du au jusqu'à hier !
ce mois-ci lundi dernier mi-juin (le) que dit-on de articles sur Après œuvre ſamedi crue… d'Astana ET, PROCHE ÉTÉ a(e)s
""".split()

FIELDS = ("rubrique", "Mots-clés", "", "a b", "date", "12", "\n")


JOINED = st.lists(st.sampled_from([*PIECES, " "]), max_size=30).map("".join)


def check(text: str) -> None:
    """Parse, and look at what no query may do."""
    parsed = parse(text, today=TODAY, fields=FIELDS)
    assert parsed.understood
    assert parsed.warnings or parsed.tree != Nothing()
    assert parse(str(parsed.tree), today=TODAY, fields=FIELDS).tree == parsed.tree


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join) | JOINED)
def test_any_row_of_marks_gives_a_query(text: str) -> None:
    """People type what they like, and Whoosh's own parser fails on some of it."""
    check(text)


@given(st.text(st.characters()))
def test_any_text_gives_a_query(text: str) -> None:
    """Lone surrogates come from file names and old terminals."""
    check(text)


@pytest.mark.parametrize("seed", range(20))
def test_random_queries_are_read_and_read_again(seed: int) -> None:
    """The benchmark draws a million; these are the same for everyone who runs the tests."""
    random = Random(seed)
    for _ in range(150):
        check(draw_query(random))


@pytest.mark.parametrize("seed", range(10))
def test_words_that_are_not_held_against_each_mark_are_no_marks(seed: int) -> None:
    """Most words are told from marks at a glance; looking closely must find the same."""
    random = Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        for _ in range(150):
            words = [random.choice((draw_query(random), random.choice(WORDS))) for _ in range(5)]
            text = " ".join(words).strip()
            at_a_glance = repr(tag(text))  # a weight that is no number is not the same as itself
            patch.setattr(reading, "_after_words", lambda query, at: at)
            assert repr(tag(text)) == at_a_glance
            patch.undo()


@pytest.mark.parametrize(("make", "size"), HOSTILE, ids=NAMES)
def test_long_and_deep_queries_are_answered(make: Make, size: int) -> None:
    """Whoever pastes a page gets an answer, that can be asked again or says what is wrong."""
    parsed = parse(make(size), today=TODAY)
    assert str(parsed.tree) or parsed.warnings


@pytest.mark.parametrize("make", [make for make, _ in HOSTILE], ids=NAMES)
def test_the_work_grows_as_the_query_does(make: Make) -> None:
    """A square would make of a page pasted by mistake a machine that hangs."""
    small, large = (lines_run(lambda text: parse(text, today=TODAY), make(size)) for size in (30, 120))
    assert large < LINEAR * small


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


@pytest.mark.parametrize(
    "opening", ["loi OU avis PROCHE/3 gaz (", "PARMI/2 (loi OU avis (", "a* ANDMAYBE (loi OU avis "]
)
@pytest.mark.parametrize("levels", [10, MOST_LEVELS // 2, MOST_LEVELS, 3 * MOST_LEVELS])
def test_what_is_understood_of_a_deep_query_can_be_asked_again(opening: str, levels: int) -> None:
    """The canonical query has more parentheses than what was typed."""
    check(opening * levels + "décret" + ")" * (levels * opening.count("(")))


def test_a_query_too_long_is_cut_and_that_is_said() -> None:
    """A megabyte pasted by mistake is no query."""
    parsed = parse("climat " * LONGEST_QUERY, today=TODAY)
    assert "trop longue" in parsed.warnings[0]


def test_warnings_are_few_enough_to_be_read() -> None:
    """Thousands of unknown fields need not be listed one by one."""
    parsed = parse(" ".join(f"champ{number}:x" for number in range(1_000)), today=TODAY)
    assert len(parsed.warnings) == MOST_WARNINGS
    assert "autres remarques" in parsed.warnings[-1]
