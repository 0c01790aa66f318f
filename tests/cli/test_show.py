"""`searcher show` opens the hits of the last query, which nobody else may know."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from pathlib import Path

import click
import pytest
from cli.conftest import ARTICLES, Run, run_on_terminal
from documented import check_json

from searcher import Article, build_index
from searcher.cli.paging import page

BY_KEY = {article.key: article for article in ARTICLES}


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of states of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "searcher"


def ranked(run: Run, *query: object) -> list[str]:
    return [hit["key"] for hit in json.loads(run("search", *query, "--json", "--no-remember").out)["hits"]]


def shown(run: Run, *arguments: object) -> str:
    outcome = run("show", *arguments, "--json")
    assert outcome.code == 0, outcome.err
    return str(json.loads(outcome.out)["key"])


def test_a_hit_of_the_last_query_is_opened_by_its_rank(run: Run, index: Path, state: Path) -> None:
    """Who reads a page of results wants the third one, not its key."""
    query = ("sommet", "d'Astana", "--recent", "--today", "2024-07-05")
    keys = ranked(run, *query)
    assert len(keys) == 2
    run("search", *query, "-n", 1)
    assert [shown(run, "-n", rank) for rank in (1, 2)] == keys
    outcome = run("show", "-n", 3)
    assert (outcome.code, outcome.err) == (1, "there is no hit 3: the query finds 2\n")
    both = run("show", "-n", 2, "-n", 1, "--json").out.splitlines()
    assert [json.loads(line)["key"] for line in both] == keys[::-1]


def test_next_and_previous_step_through_the_hits(run: Run, index: Path, state: Path) -> None:
    """As one turns pages; a new query begins anew."""
    keys = ranked(run, "sommet")
    run("search", "sommet")
    assert run("show", "--previous").code == 1
    assert [shown(run, step) for step in ("--next", "--next", "--previous")] == [*keys, keys[0]]
    outcome = run("show", "--previous")
    assert (outcome.code, outcome.err) == (1, "there is no hit before the first one\n")
    assert shown(run, "--next") == keys[1]
    run("search", "muguet")
    assert shown(run, "--next") == "2019-erratum"


def test_a_hit_on_a_terminal_says_where_it_stands_and_how_to_go_on(index: Path, state: Path) -> None:
    """Who turns pages knows how many there are."""
    run_on_terminal("search", "sommet", XDG_STATE_HOME=str(state.parent))
    first, last = (run_on_terminal("show", "--next", XDG_STATE_HOME=str(state.parent)).out for _ in range(2))
    assert "1 sur 2 · sommet" in first
    assert "la suite : searcher show --next" in first
    assert "2 sur 2 · sommet" in last
    assert "la suite" not in last


def test_the_hits_are_those_that_were_narrowed_and_sorted(run: Run, index: Path, state: Path) -> None:
    """The third hit is the third of what was on the screen."""
    run("search", "*", "--sort", "date", "--until", "2024-06")
    assert [shown(run, "-n", rank) for rank in (1, 2)] == ["2019-erratum", "2024-0410"]
    assert run("show", "-n", 3).code == 1


def test_what_the_last_query_asks_for_is_marked(run: Run, index: Path, state: Path) -> None:
    """Also in an article that is opened by its key; --query asks for something else, '' for nothing."""
    run("search", "astana")
    assert "Le sommet d’<Astana> a commencé" in run("show", "astana.txt", "--marks", "<", ">").out
    assert "Le <sommet> d’Astana a" in run("show", "astana.txt", "--query", "sommet", "--marks", "<", ">").out
    assert "<" not in run("show", "astana.txt", "--query", "", "--marks", "<", ">").out
    assert shown(run, "--query", "muguet", "-n", 1) == "2019-erratum"
    record = run("show", "astana.txt", "--json").out
    check_json(record)
    body = BY_KEY["astana.txt"].body
    assert [body[start:end] for start, end in json.loads(record)["body_marks"]] == ["Astana"]


def test_only_the_sentences_around_what_matches_are_shown_if_asked_for(
    run: Run, index: Path, state: Path
) -> None:
    """A quotation is checked in its context, not in the whole article."""
    outcome = run("show", "astana.txt", "--query", "sommet", "--context", 0)
    assert outcome.out.endswith("\n\nLe sommet d’Astana a commencé jeudi.\n")


def test_several_articles_are_shown_in_turn(run: Run, index: Path, state: Path) -> None:
    """Two versions of one story are read one after the other; if one is not there, none is shown."""
    outcome = run("show", "astana.txt", "2019-erratum")
    assert outcome.out.index("Le sommet d’Astana") < outcome.out.index("─" * 40) < outcome.out.index("muguet")
    assert run("show", "astana.txt", "nope").out == ""


def test_a_query_from_standard_input_is_remembered_as_it_was(
    run: Run, index: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is there once only."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"-hippopotame muguet")))
    assert run("search", "-").code == 0
    assert shown(run, "-n", 1) == "2019-erratum"


def test_the_day_of_a_query_stays_the_day_it_was_asked(run: Run, index: Path, state: Path) -> None:
    """`hier` is another day tomorrow, and the third hit another article."""
    run("search", "sommet")
    (note,) = state.iterdir()
    assert json.loads(note.read_text())["arguments"][0].startswith("--today=20")


def test_each_index_has_its_own_last_query(run: Run, index: Path, state: Path, tmp_path: Path) -> None:
    """Two desks of one newsroom have two archives, and one of them may be searched while the other is read."""
    build_index(tmp_path / "other", [Article(key="lilas", body="Le lilas fleurit.")])
    run("search", "muguet")
    run("search", "lilas", "--index", tmp_path / "other")
    assert shown(run, "-n", 1) == "2019-erratum"
    assert shown(run, "-n", 1, "--index", tmp_path / "other") == "lilas"


def test_a_query_is_noted_for_its_author_alone(run: Run, index: Path, state: Path) -> None:
    """What a journalist looks for is nobody's business, and the index may be everybody's."""
    before = sorted(path.name for path in index.rglob("*"))
    run("search", "sommet")
    (note,) = state.iterdir()
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert sorted(path.name for path in index.rglob("*")) == before


def test_nothing_is_noted_if_that_is_not_wanted(
    run: Run, index: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By an option for once, by a variable for ever; a batch is nobody's last query."""
    run("search", "sommet", "--no-remember")
    Path("veille.txt").write_text("sommet\n", encoding="utf-8")
    run("search", "--queries", "veille.txt")
    monkeypatch.setenv("SEARCHER_REMEMBER", "0")
    run("search", "sommet")
    assert not state.exists()
    assert run("show", "-n", 1).code == 2


def test_a_search_goes_on_where_nothing_can_be_noted(run: Run, index: Path, state: Path) -> None:
    """A home that is full or read-only is no reason to find nothing."""
    state.parent.write_text("a file where the folder should be")
    outcome = run("search", "sommet")
    assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 1, "arguments": "x", "shown": 0}',
        '{"version": 9, "arguments": [], "shown": 0}',
        '{"version": 1, "arguments": ["--gone", "x"], "shown": 0}',
        '{"version": 1, "arguments": [1], "shown": 0}',
        '{"version": 1, "arguments": ["x"], "shown": "y"}',
    ],
)
def test_what_cannot_be_read_is_not_there(run: Run, index: Path, state: Path, content: str) -> None:
    """A note of another version, or of nobody, opens nothing and breaks nothing."""
    run("search", "sommet")
    (note,) = state.iterdir()
    note.write_text(content)
    outcome = run("show", "-n", 1)
    assert (outcome.code, outcome.out) == (2, "")
    assert "is remembered" in outcome.err
    assert run("show", "astana.txt").code == 0


def test_a_long_article_is_shown_in_a_pager_on_a_terminal_and_a_short_one_at_once(index: Path) -> None:
    """A pager waits for a key; what fits on the screen needs none."""
    pager = "sed 's/^/PAGER /'"
    long = run_on_terminal("show", "astana.txt", "--query", "sommet", PAGER=pager, LINES="4")
    assert "PAGER Pékin et Astana" in long.out
    short = run_on_terminal("show", "astana.txt", "--query", "sommet", PAGER=pager, LINES="40")
    assert "PAGER" not in short.out
    assert "Le \x1b[1;91msommet\x1b[0m d’Astana" in short.out
    unwanted = run_on_terminal("show", "astana.txt", "--no-pager", PAGER=pager, LINES="4")
    assert "PAGER" not in unwanted.out


def test_less_is_told_what_to_look_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """n goes to what is marked next; what is broken over two lines is not looked for: less would complain."""
    monkeypatch.delenv("LESS", raising=False)
    given: list[str] = []
    monkeypatch.setattr(click, "echo_via_pager", lambda text: given.append(text))
    page("\x1b[1mcode\x1b[0m du\ntravail\nart. 3\n", ["code du\ntravail", "art. 3", "code", "code"])
    assert given == ["\x1b[1mcode\x1b[0m du\ntravail\nart. 3"]
    assert os.environ["LESS"] == "-RG+/art. 3|code$+g"
    monkeypatch.setenv("LESS", "-S")
    page("un\ndeux\n", ["un"])
    assert os.environ["LESS"] == "-S"
