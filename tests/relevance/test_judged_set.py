"""The judged set is what its README says: enough of each kind, nothing twice, nothing left unjudged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from relevance.measuring import ARTICLES, HERE, JUDGEMENTS, Query, read_queries, read_rows

import searcher

KINDS = (
    "accents",
    "inflections",
    "conjugations",
    "capitals",
    "compounds",
    "homographs",
    "typos",
    "derivation",
    "acronyms and numbers",
    "phrases",
    "topical",
    "notices",
)


@pytest.fixture(scope="module")
def articles() -> Sequence[searcher.Article]:
    """All of them: none may be skipped."""
    skipped: list[searcher.Skipped] = []
    found = list(searcher.read_corpus(ARTICLES, on_skip=skipped.append))
    assert skipped == []
    return found


@pytest.fixture(scope="module")
def queries() -> Sequence[Query]:
    return read_queries()


def test_there_are_a_hundred_articles_as_long_as_dispatches_are(articles: Sequence[searcher.Article]) -> None:
    """Among fewer, whatever holds the word comes first."""
    assert len(articles) >= 100
    lengths = {article.key: len(article.body.split()) for article in articles}
    assert {key: words for key, words in lengths.items() if not 60 <= words <= 200} == {}
    assert all(article.published and article.source and article.place for article in articles)


def test_no_article_is_there_twice(articles: Sequence[searcher.Article]) -> None:
    """Near-copies are part of the set; copies would share a place that only one can have."""
    for field in ("key", "body"):
        values = Counter(getattr(article, field) for article in articles)
        assert [value for value, count in values.items() if count > 1] == []


def test_each_kind_has_queries_enough_for_a_mean(queries: Sequence[Query]) -> None:
    """In a kind of three, one query is a third of the mean."""
    kinds = Counter(query.kind for query in queries)
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 16
    assert len(queries) >= 250


def test_no_query_is_there_twice(queries: Sequence[Query]) -> None:
    """It would weigh twice."""
    for values in ([query.id for query in queries], [query.text for query in queries]):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_every_query_is_judged_once_for_an_article_that_exists(
    articles: Sequence[searcher.Article], queries: Sequence[Query]
) -> None:
    """A judgement with a typing mistake in it would be a wish that nothing can fulfil."""
    rows = read_rows(JUDGEMENTS)
    keys = {article.key for article in articles}
    assert [row for row in rows if row[1] not in keys or row[2] not in ("1", "2")] == []
    assert [pair for pair, count in Counter((row[0], row[1]) for row in rows).items() if count > 1] == []
    assert {row[0] for row in rows} == {query.id for query in queries}


def test_every_article_is_wanted_by_a_query(
    articles: Sequence[searcher.Article], queries: Sequence[Query]
) -> None:
    """What nobody asks for only makes the set longer."""
    wanted = {article for query in queries for article in query.grades}
    assert {article.key for article in articles} - wanted == set()


def test_the_readme_counts_right_and_describes_every_kind(
    articles: Sequence[searcher.Article], queries: Sequence[Query]
) -> None:
    """It is what a reader trusts; its examples are queries of the set."""
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    judgements = len(read_rows(JUDGEMENTS))
    assert f"{len(articles)} articles, {len(queries)} queries, {judgements} judgements" in readme
    rows = [line.split(" | ") for line in readme.splitlines() if line.endswith("` |")]
    examples = {row[0].removeprefix("| "): row[2].removesuffix(" |").strip("`") for row in rows}
    assert set(examples) == set(KINDS)
    assert {(query.kind, query.text) for query in queries} >= set(examples.items())
