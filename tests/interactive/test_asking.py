"""What a screen is told of a state is what the library says, the hits first."""

from __future__ import annotations

import threading

import pytest

from searcher import Index
from searcher.interactive.asking import Advice, Found, Newest, Passages, Spread, ask, find, read_article
from searcher.interactive.state import State, dated, toggled


def test_hits_come_before_everything_else(index: Index) -> None:
    """Who types waits for hits, and for nothing that can be told later."""
    answers = list(ask(index, State("crue")))
    assert [type(answer) for answer in answers] == [Found, Passages, Spread, Passages]
    found = answers[0]
    assert isinstance(found, Found)
    assert (found.results.total, found.results.offset) == (60, 0)
    passages = answers[1]
    assert isinstance(passages, Passages)
    assert passages.by_rank.keys() < {hit.rank for hit in found.results}


@pytest.mark.parametrize(
    "query", ['"code du', "titre:", "(", "« la", "crue ET", "~", "date:[2024", "source:"]
)
def test_a_query_that_is_half_typed_is_answered(index: Index, query: str) -> None:
    """At each touch of a key there is one."""
    found = next(ask(index, State(query)))
    assert isinstance(found, Found)
    assert found.results.query == query


def test_a_word_that_is_still_being_typed_finds_what_begins_with_it(index: Index) -> None:
    """The screen does not go blank between two letters; and where nothing begins so, it says that."""
    assert find(index, State("Valbr")).going_on == "Valbr*"
    assert find(index, State("Valbr")).results.total == index.count("Valbr*") == 61
    assert find(index, State("Valbrec")).going_on == ""
    assert find(index, State("Valbrx")).going_on == ""
    # A word that is whole has been typed to its end.
    assert find(index, State("Valbr ")).results.total == 0


def test_an_answer_of_nothing_is_explained(index: Index) -> None:
    """As a search on the command line explains it."""
    *_, advice = ask(index, State("Valbrik "))
    assert isinstance(advice, Advice)
    assert [each.query.strip() for each in advice.results.suggestions] == ["valbrec"]


def test_of_a_field_that_is_narrowed_the_other_values_are_told(index: Index) -> None:
    """A second source can be added to the first; the counts of other fields are of what is narrowed."""
    state = dated(toggled(State("crue"), "source", "AFP"), "2023")
    spread = next(answer for answer in ask(index, state) if isinstance(answer, Spread))
    assert dict(spread.facets["source"].values) == {"Le Phare": 20, "AFP": 10}
    assert dict(spread.facets["lieu"].values) == {"Valbrec": 10}
    # Of all years, of this source.
    assert spread.timeline.total == 20
    assert {bar.first.year for bar in spread.timeline.bars if bar.first} == {2023, 2024}


def test_an_article_is_read_whole_and_clean(index: Index) -> None:
    """Nothing in it is lost but what a terminal would obey."""
    (hit,) = find(index, State("barrage")).results
    read = read_article(hit)
    assert read.page.text.startswith("Le barrage [/bold] ␛[31m\n")
    assert "\x1b" not in read.page.text
    assert "https://exemple.fr/barrage" in read.page.text
    assert [read.page.text[slice(*mark)] for mark in read.page.marks] == ["barrage"] * 3
    assert read.page.text.endswith("Le barrage tient.")


def test_only_what_was_asked_last_is_done() -> None:
    """Jobs that wait are forgotten when another one comes: an answer to an old one would be late and useless."""
    started, go_on, done = threading.Event(), threading.Event(), threading.Event()
    made: list[str] = []

    def first() -> None:
        started.set()
        go_on.wait(10)
        made.append("first")

    newest = Newest("test")
    newest.ask(first)
    assert started.wait(10)
    newest.ask(lambda: made.append("second"))
    newest.ask(lambda: made.append("third") or done.set())
    go_on.set()
    assert done.wait(10)
    newest.end()
    assert made == ["first", "third"]
