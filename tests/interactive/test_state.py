"""A state asks the library what its command line asks the command line."""

from __future__ import annotations

import json
import shlex
from datetime import date
from pathlib import Path

import pytest

from searcher import Index, Narrowing
from searcher.cli import main
from searcher.interactive import State, command_line, show_line
from searcher.interactive.state import SORTS, cleared, dated, sorted_next, toggled, typed

STATES = [
    State(),
    State("crue"),
    State("-crue", sort="date"),
    State("l'eau OU barrage", sort="-length"),
    toggled(State("crue"), "source", "AFP"),
    toggled(toggled(State("crue", sort="-date"), "source", "AFP"), "source", "Le Phare"),
    toggled(State(), "source", "AFP", refused=True),
    toggled(State("retard"), "rubrique", "jardin"),
    toggled(State("barrage"), "rubrique", "jardin", refused=True),
    dated(State("crue"), "2023"),
    dated(toggled(State("crue"), "lieu", "Valbrec"), "2024-02"),
]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_command_that_is_left_finds_the_same(
    state: State, index: Index, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is what a journalist keeps: what was seen can be found again, and shown to others."""
    program, command, *options = shlex.split(command_line(state, folder))
    assert (program, command) == ("searcher", "search")
    assert main(["search", "--json", "-n", "100", *options]) == 0
    answer = json.loads(capsys.readouterr().out)
    expected = index.search(state.asked, limit=100, sort=state.order, narrowing=state.narrowing)
    assert answer["total"] == expected.total > 0
    assert [hit["key"] for hit in answer["hits"]] == [hit.article.key for hit in expected]


def test_an_empty_query_is_of_everything_and_the_newest_come_first() -> None:
    """Who opens an index sees what is in it."""
    assert (State().asked, State().order) == ("*", "-date")
    assert (State("  ").asked, State(" crue").asked) == ("*", " crue")
    assert State(sort="length").order == "length"


def test_the_orders_go_round() -> None:
    """The same key leads back to where one was."""
    state, seen = State("crue"), []
    for _ in SORTS:
        state = sorted_next(state)
        seen.append(state.order)
    assert sorted(seen) == sorted(SORTS)
    assert state == State("crue")


def test_a_value_is_chosen_or_refused_but_not_both() -> None:
    """The second key takes the place of the first; a third one takes it away."""
    state = toggled(State(), "source", "AFP")
    assert state.narrowing == Narrowing(only={"source": ["=AFP"]})
    state = toggled(state, "source", "AFP", refused=True)
    assert state.narrowing == Narrowing(without={"source": ["=AFP"]})
    assert state.narrowed_but_for("source") == Narrowing()
    assert toggled(state, "source", "AFP", refused=True) == State()


def test_a_period_is_a_year_then_a_month_of_it() -> None:
    """What is chosen no more leaves the year of a month."""
    state = dated(State("crue"), "2024-02")
    assert (state.narrowing.since, state.narrowing.until) == (date(2024, 2, 1), date(2024, 2, 29))
    state = dated(state, "2024-02")
    assert (state.narrowing.since, state.narrowing.until) == (date(2024, 1, 1), date(2024, 12, 31))
    assert dated(state, "2024") == State("crue")
    assert cleared(toggled(state, "lieu", "Valbrec")) == State("crue")
    assert typed(state, "eau").days == state.days


def test_an_article_is_shown_by_its_key() -> None:
    """A key may look like anything."""
    assert show_line("a b") == "searcher show 'a b'"
    assert show_line("-a", folder=Path("archives")) == "searcher show --index archives -- -a"
    assert show_line("a", "https://exemple.fr/\x1b[31m") == "searcher show a  # https://exemple.fr/␛[31m"
