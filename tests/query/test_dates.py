"""Dates in queries: what limits the days of publication, and what stays words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from searcher.query import And, Node, Nothing, Published, parse
from searcher.query.combining import all_of

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "reference" / "french_queries.tsv"
TODAY = date(2024, 7, 10)


def apart(tree: Node) -> tuple[list[Published], Node]:
    """The intervals of a tree, and the rest of it."""
    children = tree.children if isinstance(tree, And) else (tree,)
    rest = [child for child in children if not isinstance(child, Published)]
    return [child for child in children if isinstance(child, Published)], all_of(rest) if rest else Nothing()


def intervals(text: str) -> list[Published]:
    """`2024-01-01..*` as a list of one; nothing as none."""
    if not text:
        return []
    first, last = (None if day == "*" else date.fromisoformat(day) for day in text.split(".."))
    return [Published(first, last)]


def rows(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("query", "days", "words"), rows(HERE / "dates.tsv"))
def test_an_interval_is_a_filter_and_other_dates_are_words(query: str, days: str, words: str) -> None:
    """A date taken for a word, or a word for a date, loses the articles that were asked for."""
    found, rest = apart(parse(query, today=TODAY).tree)
    assert found == intervals(days)
    assert str(rest) == words


@pytest.mark.skipif(not SHARED.exists(), reason="the reference queries are not here")
@pytest.mark.parametrize(("query", "words", "days"), [row[:3] for row in rows(SHARED)])
def test_the_reference_queries_are_read_as_the_reference_says(query: str, words: str, days: str) -> None:
    """They were judged by hand when the language was designed. A point in time keeps its words."""
    limit = days.removesuffix(" filter") if days.endswith(" filter") else ""
    found, rest = apart(parse(query, today=TODAY).tree)
    assert found == intervals(limit)
    assert rest == parse(words, today=TODAY).tree


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("climat depuis juin 2024", "climat · depuis le 1er juin 2024"),
        ("climat entre mars et mai 2024", "climat · du 1er mars au 31 mai 2024"),
        ("climat du 3 au 8 juillet 2024", "climat · du 3 au 8 juillet 2024"),
        ("climat de 2019 à 2021", "climat · du 1er janvier 2019 au 31 décembre 2021"),
        ("climat avant 2016", "climat · avant le 1er janvier 2016"),
        ("climat hier", "climat · le 9 juillet 2024"),
        ("depuis 2023", "tous les articles · depuis le 1er janvier 2023"),
        ("climat OU hier", "climat OU (le 9 juillet 2024)"),
        ("climat date:[ TO 9999]", "climat · jusqu'au 31 décembre 9999"),
        ("climat date:[ TO ]", "climat · à une date connue"),
    ],
)
def test_the_interval_understood_is_said_in_french(query: str, understood: str) -> None:
    """Only who sees how a date was read can correct it."""
    assert parse(query, today=TODAY).understood == understood


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("sommet d'Astana SAUF sport", "sommet Astana SAUF sport"),
        ("NON sport", "tous les articles SAUF sport"),
        ("*", "tous les articles"),
        ("!", "rien"),
        ("climat (loi OU décret)", "climat (loi OU décret)"),
        ("loi climat OU décret", "(loi climat) OU décret"),
        ('titre:"code du travail" texte:week-end', "titre:« code du travail » texte:week-end"),
        ("SAUF (loi décret)", "tous les articles SAUF (loi décret)"),
    ],
)
def test_the_words_understood_are_said_in_one_line(query: str, understood: str) -> None:
    """Function words that are not looked for do not show; groups do."""
    assert parse(query, today=TODAY).understood == understood


@pytest.mark.parametrize("today", [date.min, date(2024, 2, 29), date.max])
def test_any_day_can_be_today(today: date) -> None:
    """The calendar ends, leap years too: relative dates then stay words, or end with it."""
    for query, _, _ in rows(HERE / "dates.tsv"):
        assert parse(query, today=today).tree
