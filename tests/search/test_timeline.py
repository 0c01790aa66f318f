"""Timelines: what is counted for each period is what a look at each article counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conditions import corpora
from hypothesis import given, settings
from hypothesis import strategies as st
from narrowings import leaves, narrowings
from search.test_narrowing import length

from searcher import Article, Bar, Narrowing, PartialDate, Period, build_index, edit_index, open_index
from searcher.article import Precision

TODAY = date(2025, 9, 1)
VAGUE = {"day": "jour inconnu", "week": "semaine inconnue", "month": "mois inconnu"}
UNKNOWN = {*VAGUE.values(), "sans date"}
CALLED: dict[str, Callable[[PartialDate], str]] = {
    "day": lambda published: str(published) if published.precision is Precision.DAY else "",
    "week": lambda published: (
        "{:04d}-W{:02d}".format(*published.first.isocalendar())
        if published.precision is Precision.DAY
        else ""
    ),
    "month": lambda published: "" if published.precision is Precision.YEAR else str(published)[:7],
    "year": lambda published: str(published)[:4],
}


def period_of(article: Article, by: str) -> str:
    """What the bar of an article is called."""
    if article.published is None:
        return "sans date"
    return CALLED[by](article.published) or VAGUE[by]


def counts(articles: Sequence[Article], by: str) -> Counter[str]:
    return Counter(period_of(article, by) for article in articles)


@given(data=st.data(), articles=corpora(12), size=st.sampled_from([1, 90, 1 << 20]))
@settings(max_examples=20)
def test_bars_are_those_of_a_look_at_each_article(
    data: st.DataObject, articles: list[Article], size: int
) -> None:
    """Found, published and words, of what is not deleted, in any number of segments."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.index.writing.SEGMENT_BYTES", size)
        build_index(folder, articles)
        gone = data.draw(st.sets(st.sampled_from([each.key for each in articles[1:]] or ["none"])))
        with edit_index(folder) as writer:
            for key in gone - {"none"}:
                writer.remove(key)
        left = [article for article in articles if article.key not in gone]
        narrowing = data.draw(narrowings(left))
        with open_index(folder) as index:
            queries = ["*", "maison OU crue OU loi"]
            found = [
                [article for article in left if leaves(narrowing, article)],
                [hit.article for hit in index.search(queries[1], limit=99, narrowing=narrowing)],
            ]
            for by in Period:
                timelines = index.timelines(queries, by=by, today=TODAY, narrowing=narrowing)
                published, words = counts(left, by), Counter[str]()
                for article in left:
                    words[period_of(article, by)] += length(article)
                for timeline, these in zip(timelines, found, strict=True):
                    told = {bar.period: bar.articles for bar in timeline.bars if bar.articles}
                    assert told == counts(these, by)
                    for bar in timeline.bars:
                        assert (bar.published, bar.words) == (published[bar.period], words[bar.period])
                    unknown = [bar for bar in timeline.bars if not bar.first]
                    assert len(unknown) == len({period_of(each, by) for each in chain(*found)} & UNKNOWN)
                known = [[bar.period for bar in timeline.bars if bar.first] for timeline in timelines]
                assert known[0] == known[1]  # side by side
                assert all(
                    bar.first and by.number(bar.first) == by.number(bar.last) for bar in _known(timelines[0])
                )


def _known(bars: Sequence[Bar]) -> list[Bar]:
    return [bar for bar in bars if bar.period[0].isdigit()]


ARTICLES = [
    Article(key="a", body="la crue", published=PartialDate(2024, 12, 30)),
    Article(key="b", body="la crue et le sport", published=PartialDate(2025, 1, 5)),
    Article(key="c", body="sport", published=PartialDate(2025, 1, 6)),
    Article(key="d", body="crue sport", published=PartialDate(2025, 3)),
    Article(key="e", body="crue", published=PartialDate(2025)),
    Article(key="f", body="crue"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("timeline")
    build_index(folder, ARTICLES)
    return folder


def test_a_week_begins_on_monday_and_may_be_of_two_years(folder: Path) -> None:
    """The last days of December are of the first week of January, as calendars in France have it."""
    with open_index(folder) as index:
        timeline = index.timeline("crue", by="week", today=TODAY)
    assert [(bar.period, bar.articles) for bar in timeline.bars] == [
        ("2025-W01", 2),
        ("semaine inconnue", 2),
        ("sans date", 1),
    ]
    assert (timeline.bars[0].first, timeline.bars[0].last) == (date(2024, 12, 30), date(2025, 1, 5))


def test_rates_are_of_what_was_published_in_the_same_period(folder: Path) -> None:
    """A word that doubles while everything doubles has not become more frequent."""
    with open_index(folder) as index:
        december, january, march, vague, undated = index.timeline("crue", today=TODAY).bars
        assert (january.articles, january.published, january.words) == (1, 2, 3)
        assert january.per_thousand_articles == 500
        assert january.per_million_words == pytest.approx(1_000_000 / 3)
        assert [bar.period for bar in (december, march, vague, undated)] == [
            "2024-12",
            "2025-03",
            "mois inconnu",
            "sans date",
        ]
        every = list(index.timeline("crue", today=TODAY))
    assert [bar.period for bar in every][2:4] == ["2025-02", "2025-03"]
    assert (every[2].articles, every[2].per_thousand_articles, every[2].per_million_words) == (0, None, None)


def test_the_time_that_was_asked_for_is_shown_even_where_nothing_was_found(folder: Path) -> None:
    """That nobody wrote of it in those months is the answer."""
    with open_index(folder) as index:
        wide = Narrowing(date(2024, 12, 1), date(2025, 3, 31))
        bars = index.timeline("muguet", today=TODAY, narrowing=wide).bars
        assert [(bar.period, bar.articles, bar.published) for bar in bars] == [
            ("2024-12", 0, 1),
            ("2025-01", 0, 2),
            ("2025-03", 0, 1),
        ]
        assert index.timeline("muguet", today=TODAY).bars == ()
        assert index.timeline("()", today=TODAY).total == 0


def test_the_ends_of_the_calendar_are_no_error(tmp_path: Path) -> None:
    """A wrong year must not keep anyone from seeing the others."""
    ends = [PartialDate(1, 1, 1), PartialDate(9999, 12, 31), PartialDate(9999)]
    build_index(tmp_path, [Article(key=f"{at}", published=day) for at, day in enumerate(ends)])
    with open_index(tmp_path) as index:
        for by in (Period.DAY, Period.WEEK):  # the day is the longest row there is
            bars = index.timeline("*", by=by, today=TODAY).bars
            assert bars[0].first == date(1, 1, 1)
            assert max(bar.last for bar in bars if bar.last) == date(9999, 12, 31)
            assert sum(bar.articles for bar in bars) == 3
        assert sum(1 for _ in index.timeline("*", by="year", today=TODAY)) == 9999
