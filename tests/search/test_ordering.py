"""In which order articles come: what nearness and newness add to the words."""

from __future__ import annotations

from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from searcher import Article, PartialDate, build_index, open_index
from searcher.query import parse
from searcher.search.proximity import pairs

TODAY = date(2025, 9, 1)

NEAR = Article(
    key="near", body="la réforme du code du travail avance, la pluie et le vent aussi, en ville ou ailleurs"
)
FAR = Article(
    key="far", body="la réforme avance, la pluie et le vent aussi, du travail en ville ou ailleurs et du code"
)


def keys(folder: Path, query: str, **options: object) -> list[str]:
    with open_index(folder) as index:
        return [hit.article.key for hit in index.search(query, today=TODAY, **options)]


def test_words_near_each_other_come_first(tmp_path: Path) -> None:
    """Both articles hold the three words once and are of one length: only one is about them."""
    build_index(tmp_path, [FAR, NEAR])
    assert keys(tmp_path, "réforme code travail") == ["near", "far"]
    assert keys(tmp_path, "réforme OU code OU travail") == ["near", "far"]


def test_nearness_is_of_neighbours_in_the_query_and_of_any_form(tmp_path: Path) -> None:
    """`codes travaux` are near where `code du travail` stands; what an operator parts is not expected to be near."""
    build_index(tmp_path, [FAR, NEAR])
    with open_index(tmp_path) as index:
        apart, together = (
            {hit.article.key: hit.score for hit in index.search(query)}
            for query in ("réformes codes travaux", "réformes code SAUF travailleur")
        )
    assert apart["near"] > apart["far"]
    assert together["near"] == together["far"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("code travail", []),
        ("code code travail", []),
        ("réforme code travail", ["réforme code", "code travail"]),
        ("réforme du code du travail", ["réforme code", "code travail"]),
        ("code travail code réforme", ["code travail", "code réforme"]),
        ("réforme OU code OU travail", ["réforme code", "code travail"]),
        ('réforme "code" travail loi', ["travail loi"]),
        ("réforme code SAUF travail", []),
        ("réforme code depuis 2024 travail", ["réforme code", "code travail"]),
    ],
)
def test_pairs_are_words_side_by_side(query: str, expected: list[str]) -> None:
    """Two words are no description, and a phrase says itself how near its words must be."""
    found = {frozenset((one.form, two.form)) for (one, _), (two, _) in pairs(parse(query, today=TODAY).tree)}
    assert found == {frozenset(pair.split()) for pair in expected}


def test_only_the_best_by_their_words_are_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nearness never lifts an article over those that the words put in another league, nor loses one."""
    long = Article(key="long", body=NEAR.body + " demain")
    build_index(tmp_path, [FAR, long])
    assert keys(tmp_path, "réforme code travail") == ["long", "far"]
    monkeypatch.setattr("searcher.search.ordering.LOOKED_AT_AGAIN", 1)
    assert keys(tmp_path, "réforme code travail") == ["far", "long"]


def test_newer_articles_come_first_only_where_that_is_asked(tmp_path: Path) -> None:
    """A prior for the new hurts whoever looks for the old: it is off, and said when it is on."""
    old = Article(key="old", title="La grève", body="la grève des trains", published=PartialDate(2020, 1, 1))
    new = Article(
        key="new", body="les trains, la ville, la grève, la pluie", published=PartialDate(2025, 8, 30)
    )
    undated = Article(key="undated", title="La grève", body="la grève des trains, encore")
    build_index(tmp_path, [new, old, undated])
    assert keys(tmp_path, "grève trains") == ["old", "undated", "new"]
    with open_index(tmp_path) as index:
        plain = {hit.article.key: hit.score for hit in index.search("grève trains", today=TODAY)}
        results = index.search("grève trains", today=TODAY, recent=True)
        faded = {hit.article.key: hit.score for hit in results}
    assert results.understood == "grève trains · les plus récents de préférence"
    assert faded["new"] == pytest.approx(plain["new"] * (0.5 + 0.5 * 2 ** (-2 / 30)))
    assert faded["undated"] == pytest.approx(plain["undated"] / 2)
    assert faded["old"] == pytest.approx(plain["old"] / 2, rel=1e-9)


def test_newness_and_nearness_work_together_on_every_page(tmp_path: Path) -> None:
    """Whatever is asked, pages joined are the whole list."""
    build_index(
        tmp_path,
        [
            Article(
                key=f"{number}",
                body=(NEAR if number % 3 else FAR).body,
                published=PartialDate(2025, 1 + number % 8),
            )
            for number in range(12)
        ],
    )
    whole = keys(tmp_path, "réforme code travail", recent=True, limit=12)
    pages = [keys(tmp_path, "réforme code travail", recent=True, limit=5, offset=at) for at in (0, 5, 10)]
    assert list(chain.from_iterable(pages)) == whole
    assert sorted(whole) == sorted(map(str, range(12)))
