"""Dates in queries: what limits the days of publication, and what stays words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.query import And, Favoured, Node, Nothing, Published, parse
from searcher.query.combining import all_of
from searcher.query.marks import Operator
from searcher.query.moments import EXPRESSIONS, Row
from searcher.query.tagging import tag

HERE = Path(__file__).parent
TODAY = date(2024, 7, 10)
AFTERWARDS = timedelta(7)  # news of a point in time are published then

Days = list[tuple[date | None, date | None]]


def apart(tree: Node) -> tuple[Days, Days, Node]:
    """The intervals that a tree asks for, those that it favours, and the rest of it."""
    children = tree.children if isinstance(tree, And) else (tree,)
    asked: Days = [(child.first, child.last) for child in children if isinstance(child, Published)]
    favoured: Days = [(child.first, child.last) for child in children if isinstance(child, Favoured)]
    rest = [child for child in children if not isinstance(child, Published | Favoured)]
    return asked, favoured, all_of(rest) if rest else Nothing()


def intervals(text: str) -> Days:
    """`2024-01-01..*` as a list of one; nothing as none."""
    ends = [
        [None if day == "*" else date.fromisoformat(day) for day in days.split("..")] for days in text.split()
    ]
    return [(first, last) for first, last in ends]


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("query", "days", "words", "around"), rows("dates.tsv"))
def test_an_interval_is_a_filter_and_other_dates_are_words(
    query: str, days: str, words: str, around: str
) -> None:
    """A date taken for a word, or a word for a date, loses the articles that were asked for."""
    asked, favoured, rest = apart(parse(query, today=TODAY).tree)
    assert asked == intervals(days)
    assert favoured == intervals(around)
    assert str(rest) == words


@pytest.mark.parametrize(("query", "words", "days", "operators"), rows("reference.tsv"))
def test_the_reference_queries_are_read_as_the_reference_says(
    query: str, words: str, days: str, operators: str
) -> None:
    """They were judged by hand when the language was designed. A point in time keeps its words."""
    interval, _, mode = days.partition(" ")
    asked, favoured, rest = apart(parse(query, today=TODAY).tree)
    assert asked == (intervals(interval) if mode == "filter" else [])
    assert [(first, last - AFTERWARDS) for first, last in favoured if last] == (
        intervals(interval) if mode == "boost" else []
    )
    assert rest == apart(parse(words, today=TODAY).tree)[2]
    seen = [piece.text for piece in tag(query) if isinstance(piece, Operator)]
    assert seen == operators.split()


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
        ("électr* titre:cl?mat", "électr* titre:cl?mat"),
        ("emanuel~ macron~2", "emanuel (à 1 lettre près) macron (à 2 lettres près)"),
        ("[avril TO juin]", "de « avril » à « juin »"),
        ("titre:{avril TO ] loi", "titre:(à partir de « avril » exclu) loi"),
        ("[ TO juin]", "jusqu'à « juin »"),
        ("réforme PROCHE/5 retraites", "réforme et retraites à 5 mots près"),
        ("loi réforme PROCHE/1 retraites", "loi (réforme et retraites à 1 mot près)"),
        ("réforme SUIVI/phrase retraites", "réforme puis retraites dans la même phrase"),
        (
            "loi PROCHE/paragraphe décret PROCHE/paragraphe avis",
            "loi, décret et avis dans le même paragraphe",
        ),
        ('"loi pénale"~0', "« loi » et « pénale » côte à côte"),
        ("AUMOINS/3 grève", "au moins 3 fois grève"),
        ("AUMOINS/3 (grève OU blocage)", "au moins 3 fois (grève OU blocage)"),
        ("PARMI/2 (loi décret avis)", "au moins 2 de (loi décret avis)"),
        ("PARMI/1 (loi décret)", "l'un de (loi décret)"),
        ("loi^2 (décret avis)^0,5", "loi ×2 (décret avis) ×0,5"),
        ("loi ANDMAYBE décret", "loi (si possible décret)"),
        ("loi source:AFP", "loi · source : AFP"),
        ("source:AFP", "tous les articles · source : AFP"),
        ('loi source:="Le Phare" -lieu:Paris', "loi · source : exactement « Le Phare » · lieu : sauf Paris"),
        ("loi auteur:* -agence:*", "loi · auteur : non vide · agence : vide"),
        ("loi OU source:AFP", "loi OU (source : AFP)"),
        ("loi date:absente", "loi · sans date connue"),
        ("loi -date:absente", "loi · à une date connue"),
        ("loi -date:2023", "loi · sauf du 1er janvier au 31 décembre 2023"),
        ("loi vers:2024-07", "loi · plutôt du 1er juillet au 7 août 2024"),
        ("loi en juillet 2024", "loi juillet 2024 · plutôt du 1er juillet au 7 août 2024"),
    ],
)
def test_the_words_understood_are_said_in_one_line(query: str, understood: str) -> None:
    """Function words that are not looked for do not show; groups do."""
    assert parse(query, today=TODAY).understood == understood


@pytest.mark.parametrize("today", [date.min, date(2024, 2, 29), date.max])
def test_any_day_can_be_today(today: date) -> None:
    """The calendar ends, leap years too: relative dates then stay words, or end with it."""
    for query, *_ in rows("dates.tsv"):
        assert parse(query, today=today).tree


@pytest.mark.parametrize("row", EXPRESSIONS.rows, ids=lambda row: row.pattern[:20])
@given(data=st.data())
def test_an_expression_is_tried_wherever_it_may_begin(data: st.DataObject, row: Row) -> None:
    """Each says what it may begin with, and is looked for nowhere else."""
    text = data.draw(st.from_regex(re.compile(row.pattern, re.IGNORECASE), fullmatch=True))
    assert row in EXPRESSIONS.beginning(text, 0)
