"""Narrowing, sorting, timelines and facets on the command line: the same numbers as the library's, everywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from cli.conftest import Run, run_on_terminal

import searcher
from searcher.article import Article

QUERIES = ["*", "réforme", "« code du travail »", "Astana OU Sorvenne", "titre:grève", "hippopotame"]
NARROWED = [
    (),
    ("--since", "2024-06"),
    ("--since", "juin 2024", "--until", "2025"),
    ("--until", "4 juillet 2024", "--source", "AFP"),
    ("--source", "AFP", "--source", "Reuters", "--not", "lieu=Paris"),
    ("--not", "source=AFP", "--lang", "fr"),
    ("--only", "auteur:*"),
    ("--only", "source==AFP", "--place", "paris"),
]


@pytest.fixture(scope="module")
def corpus_index(tmp_path_factory: pytest.TempPathFactory, sample: Sequence[Article]) -> Path:
    folder = tmp_path_factory.mktemp("narrowed") / "index"
    searcher.build_index(folder, sample)
    return folder


@pytest.mark.parametrize("narrowed", NARROWED, ids=" ".join)
def test_the_count_the_list_the_bars_and_the_facets_agree(
    run: Run, corpus_index: Path, narrowed: tuple[str, ...]
) -> None:
    """A journalist who counts in one way and lists in another must read one number."""
    common = ("--index", corpus_index, "--today", "2025-09-01", "--json", *narrowed)
    for query in QUERIES:
        answers = [
            json.loads(run("search", query, "-n", 1000, "--sort", sort, *common).out)
            for sort in ("relevance", "date", "-date", "source", "-length")
        ]
        total = answers[0]["total"]
        keys = {hit["key"] for hit in answers[0]["hits"]}
        for answer in answers:
            assert (answer["total"], len(answer["hits"])) == (total, total)
            assert {hit["key"] for hit in answer["hits"]} == keys
        dates = [hit["published"] for hit in answers[1]["hits"] if hit["published"]]
        assert dates == sorted(dates)
        outcome = run("timeline", query, "--by", "week", *common)
        (timeline,) = json.loads(outcome.out)["timelines"]
        assert sum(bar["articles"] for bar in timeline["bars"]) == timeline["total"] == total
        assert outcome.code == (0 if total else 1)
        facets = json.loads(run("facets", query, *common).out)
        assert facets["total"] == total
        for facet in facets["facets"].values():
            assert sum(count for _, count in facet["values"]) + facet["unknown"] == facet["total"] == total


def test_what_was_narrowed_and_how_it_is_sorted_is_said(run: Run, corpus_index: Path) -> None:
    """A list that was narrowed by a forgotten option would be believed."""
    outcome = run(
        "search",
        "grève",
        *("--since", "2024", "--until", "juin 2025", "--source", "AFP", "--source", "Le Monde"),
        *("--not", "lieu=Lyon", "--sort", "-date", "--index", corpus_index),
    )
    first = outcome.out.splitlines()[0]
    assert first.startswith(
        "grève · source : AFP ou Le Monde · lieu : sauf Lyon · du 1er janvier 2024 au 30 juin 2025"
        " · du plus récent au plus ancien · "
    )


def test_without_a_query_what_the_options_leave_is_listed_newest_first(run: Run, corpus_index: Path) -> None:
    """All of a source, of a week: whoever narrows has said what is to be found."""
    common = ("--index", corpus_index, "--today", "2025-09-01")
    for narrowed in filter(None, NARROWED):
        outcome = run("search", *narrowed, "--json", "-n", 1000, *common)
        answer = json.loads(outcome.out)
        same = json.loads(run("search", "*", *narrowed, "--sort", "-date", "--json", "-n", 1000, *common).out)
        assert (outcome.code, outcome.err) == (0, "")
        assert answer["hits"] == same["hits"]
        assert answer["hits"]
        assert answer["understood"] == same["understood"]
        keys = [hit["key"] for hit in answer["hits"]]
        assert (
            run("search", *narrowed, "--template", "{key}\n", *common).out.split() == " ".join(keys).split()
        )
        assert run("search", "", *narrowed, "--count", *common).out == f"{len(keys)}\n"
        (timeline,) = json.loads(run("timeline", *narrowed, "--json", *common).out)["timelines"]
        facets = json.loads(run("facets", *narrowed, "--json", *common).out)
        assert timeline["total"] == facets["total"] == len(keys)
    shown = run("show", "-n", 2, "--index", corpus_index)  # of the last of these queries
    assert (shown.code, shown.err) == (0, "")
    asked = ("--source", "AFP", "--index", corpus_index)
    first = run("search", *asked, "-n", 1).out.splitlines()[0]
    assert first.startswith("tous les articles · source : AFP · du plus récent au plus ancien · 36 articles")


def test_days_are_read_in_french_from_today(run: Run, corpus_index: Path) -> None:
    """Who types `hier` in a query types it here."""
    said = {
        ("--since", "hier"): "depuis le 31 août 2025",
        ("--since", "la semaine dernière"): "depuis le 25 août 2025",
        ("--until", "la semaine dernière"): "avant le 1er septembre 2025",
        ("--until", "03/07/2024"): "avant le 4 juillet 2024",
        ("--since", "fin juin 2024"): "depuis le 21 juin 2024",
    }
    for options, expected in said.items():
        outcome = run("search", "*", *options, "--today", "2025-09-01", "--index", corpus_index)
        assert outcome.out.splitlines()[0].split(" · ")[1] == expected


WRONG = [
    (("search", "x", "--sort", "newest"), "'newest' is not one of relevance, date, source, length"),
    (("search", "x", "--since", "demain peut-être"), "'demain peut-être' is no day, month or year"),
    (("search", "x", "--since", "depuis juin"), "'depuis juin' is no day, month or year"),
    (("search", "x", "--since", ""), "'' is no day, month or year"),
    (("timeline", "x", "--until", "2024-13"), "Invalid value for --until: '2024-13' is no day"),
    (("search", "x", "--since", "2024-07", "--until", "2024-06"), "it is before --since, 2024-07-01"),
    (("facets", "x", "--only", "source"), "'source' is not NAME=VALUE, such as source=AFP"),
    (("facets", "x", "--not", "=AFP"), "'=AFP' is not NAME=VALUE"),
    (("facets", "x", "--by", " , "), "it names no field"),
    (
        ("facets", "x", "--by", "sorce"),
        "no article of this index has a field 'sorce'\nhint: Did you mean source?",
    ),
    (("timeline", "x", "--only", "titre=x"), "titre is not known of articles as a value is"),
    (("search", "x", "--source", " "), "source: ' ' is no value"),
    (("timeline", "x", "--plot", "x.pdf"), "x.pdf ends neither in .png nor in .svg"),
    (("timeline", "x", "--csv", "--json"), "--csv does not go with --json"),
    (("timeline", "x", "--by", "decade"), "'decade' is not one of"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG, ids=[" ".join(each) for each, _ in WRONG])
def test_what_cannot_be_narrowed_by_is_an_error(
    run: Run, index: Path, arguments: tuple[str, ...], said: str
) -> None:
    """Nothing is looked for by half of what was asked."""
    outcome = run(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert said in outcome.err
    assert "\nhint: " in outcome.err


def test_a_timeline_is_plain_text_in_a_pipe_and_a_table_where_it_is_asked_for(run: Run, index: Path) -> None:
    """The small index of these tests, whole."""
    outcome = run("timeline", "--by", "year", "sommet", "muguet")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "sommet                                                                2 articles",
        "·····█  au plus 2 (2024)",
        "muguet                                                                 1 article",
        "█·····  au plus 1 (2019)",
        "",
        "articles, par année",
        "      sommet                                muguet",
        "2019  0                                     1 █████████████████",
        "   ⋮  – sur 4 années",
        "2024  2 ██████████████████████████████████  0",
        "",
        "– : aucun article dans l'index",
    ]
    table = run("timeline", "--by", "year", "sommet", "--csv").out.splitlines()
    assert (
        table[0] == "query,period,first,last,articles,published,words,per_thousand_articles,per_million_words"
    )
    assert table[-1].startswith("sommet,2024,2024-01-01,2024-12-31,2,2,")
    assert run("timeline", "hippopotame").code == 1
    every = json.loads(run("timeline", "--json").out)["timelines"]
    assert [(each["query"], each["total"]) for each in every] == [("*", 3)]


def test_warnings_say_which_of_several_queries_they_are_about(run: Run, index: Path) -> None:
    """They are on standard error, where all queries' come together."""
    assert run("timeline", "sommet", "(muguet").err.startswith("warning: (muguet: ")
    assert run("timeline", "(muguet").err == "warning: parenthèse sans fin : ignorée\n"


def test_facets_are_listed_with_their_counts(run: Run, index: Path) -> None:
    """Whoever asks who wrote of it sees values and how many of all they are."""
    lines = run("facets", "sommet", "--by", "source,year").out.splitlines()
    assert lines[0].startswith("sommet ")
    assert lines[1:] == [
        "",
        "source · 1 valeur",
        "  PRNewswire  1  50,0 % ██████████████████████████████",
        "  (aucune)    1  50,0 %",
        "",
        "année · 1 valeur",
        "  2024      2 100,0 % ██████████████████████████████",
    ]
    assert run("facets", "sommet", "--by", "source", "--by", "year").out.splitlines()[1:] == lines[1:]


def test_a_terminal_gets_colours_and_no_color_none(index: Path) -> None:
    """And neither gets a line that is too long for it."""
    for command in ("timeline", "facets"):
        arguments = (command, "sommet") if command == "facets" else (command, "sommet", "muguet")
        shown = run_on_terminal(*arguments).out
        bare = run_on_terminal(*arguments, NO_COLOR="1").out
        assert "\x1b[94m" in shown
        assert not any(f"\x1b[{number}m" in bare for number in (*range(30, 38), *range(90, 98)))
        assert "█" in bare


def test_a_picture_is_drawn_beside_the_chart(run: Run, index: Path, tmp_path: Path) -> None:
    """The chart for the eye, the file for the page."""
    pytest.importorskip("matplotlib")
    outcome = run("timeline", "sommet", "--plot", tmp_path / "sommet.svg")
    assert outcome.code == 0
    assert outcome.err == f"drawn in {tmp_path / 'sommet.svg'}\n"
    assert "sommet" in outcome.out
    assert "<svg" in (tmp_path / "sommet.svg").read_text(encoding="utf-8")
    outcome = run("timeline", "sommet", "--plot", tmp_path / "none" / "sommet.svg")
    assert outcome.code == 2
    assert "none/sommet.svg" in outcome.err


def test_the_score_that_is_explained_is_that_of_the_hit_shown(run: Run, index: Path) -> None:
    """--why N counts in the list that the same options give."""
    hit = json.loads(run("search", "*", "--sort", "date", "--json").out)["hits"][0]
    explained = json.loads(run("search", "*", "--sort", "date", "--why", 1, "--json").out)
    assert explained["article"]["key"] == hit["key"] == "2019-erratum"
