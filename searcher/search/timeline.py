"""Timeline: how what a query finds is spread over time, raw and in proportion to what was published.

In: queries. Out: for each the articles of each period. Whatever the period, their sum is what the query finds: of what
has no date, or one that does not tell the period, there are bars of their own.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from searcher.index import Snapshot
from searcher.kernels import columns
from searcher.kernels.buffers import zeros
from searcher.search.faceting import count_days
from searcher.search.matches import everything
from searcher.search.matching import Matcher
from searcher.search.narrowing import EVERYTHING, Narrowing
from searcher.search.periods import Period
from searcher.search.reading import read

# Dates that tell of which period they are: days, also months, also years, in the order of `count_days`.
_KINDS = {Period.DAY: 1, Period.WEEK: 1, Period.MONTH: 2, Period.YEAR: 3}
UNDATED = "sans date"
VAGUE = {Period.DAY: "jour inconnu", Period.WEEK: "semaine inconnue", Period.MONTH: "mois inconnu"}


def in_proportion(articles: int, whole: int, unit: int) -> float | None:
    """So many articles for a unit of the whole; None where there is no whole."""
    return unit * articles / whole if whole else None


@dataclass(frozen=True, slots=True)
class Bar:
    """The articles of one period."""

    period: str  # `2024-07-04`, `2024-W27`, `2024-07`, `2024`; `jour inconnu` …, `sans date`
    first: date | None  # its days, both included; None where they are not known
    last: date | None
    articles: int  # that the query finds
    published: int  # all articles of the index of that period
    words: int  # of all of these, without function words

    @property
    def per_thousand_articles(self) -> float | None:
        """Of a thousand articles of the period, those that the query finds; None where none was published."""
        return in_proportion(self.articles, self.published, 1000)

    @property
    def per_million_words(self) -> float | None:
        """Articles that the query finds for a million words published; None where none was."""
        return in_proportion(self.articles, self.words, 1_000_000)


@dataclass(frozen=True, slots=True)
class Timeline:
    """How what a query finds is spread over time."""

    query: str
    understood: str  # how the query was read, for its author
    warnings: tuple[str, ...]  # what of it was not understood
    by: Period
    total: int  # articles that the query finds: the sum of the bars
    # The periods of which the index has articles, in order, from the first one that the query finds, or that was asked
    # for, to the last; then what is not known well enough to say, and what has no date, where anything is found of it.
    bars: tuple[Bar, ...]

    def __iter__(self) -> Iterator[Bar]:
        """Every period, those in between of which the index has no article, too."""
        before: date | None = None
        for bar in self.bars:
            if bar.first and before:
                for number in range(self.by.number(before) + 1, self.by.number(bar.first)):
                    yield _bar(self.by, number, 0, 0, 0)
            before = bar.first
            yield bar


@dataclass(frozen=True, slots=True)
class _Spread:
    """Something counted by period."""

    first: int  # the number of the first period
    totals: array[int]  # of each from there on
    vague: int  # of a date that does not tell the period
    undated: int

    @classmethod
    def over(cls, by: Period, low: int, by_day: array[int], total: int) -> _Spread:
        """
        Args:
            low, by_day: as `count_days` gives them.
            total: in all, with what has no date.
        """
        if not by_day:
            return cls(0, array("Q"), 0, total)
        dated = sum(by_day)
        first, last = (by.number(date.fromordinal(day)) for day in (low, low + len(by_day) // 3 - 1))
        starts = by.starts(first, last)
        totals = zeros("Q", len(starts))
        columns.total_by_period(by_day, low, _KINDS[by], starts, totals)
        return cls(first, totals, dated - sum(totals), total - dated)

    @property
    def total(self) -> int:
        return sum(self.totals) + self.vague + self.undated

    def at(self, number: int) -> int:
        """What one period has."""
        place = number - self.first
        return self.totals[place] if 0 <= place < len(self.totals) else 0

    def filled(self) -> list[int]:
        """The periods that have something."""
        return [number for number, total in enumerate(self.totals, self.first) if total]


def timelines(
    snapshot: Snapshot,
    queries: Sequence[str],
    *,
    by: str = Period.MONTH,
    today: date,
    narrowing: Narrowing = EVERYTHING,
) -> tuple[Timeline, ...]:
    """Spread what queries find over the same periods.

    Args:
        by: `day`, `week`, `month` or `year`.
        narrowing: its first and last day, if it has them, are shown even where nothing is found.
    Raises:
        ValueError: there is no such period.
    """
    if by not in tuple(Period):
        raise ValueError(f"there is no period {by!r}: it is one of {', '.join(Period)}")
    period = Period(by)
    found = []
    for query in queries:
        asked, matcher = read(snapshot, query, today, narrowing), Matcher(snapshot)
        articles = [matches.articles for matches in matcher.match(asked.tree)]
        warnings = (*asked.warnings, *matcher.warnings)
        found.append((query, asked.understood, warnings, _count(snapshot, period, articles)))
    ends = _ends(period, [spread for *_, spread in found], narrowing)
    unknown = [any(spread.vague for *_, spread in found), any(spread.undated for *_, spread in found)]
    published, words = _count_all(snapshot, period)
    return tuple(
        Timeline(
            query,
            understood,
            warnings,
            period,
            spread.total,
            tuple(_bars(period, ends, unknown, spread, published, words)),
        )
        for query, understood, warnings, spread in found
    )


def _ends(by: Period, found: Sequence[_Spread], narrowing: Narrowing) -> range:
    """The periods from the first to the last that is found, or asked for."""
    numbers = [number for spread in found for number in spread.filled()]
    first = by.number(narrowing.since) if narrowing.since else min(numbers, default=None)
    last = by.number(narrowing.until) if narrowing.until else max(numbers, default=None)
    return range(first, last + 1) if first is not None and last is not None else range(0)


def _bars(
    by: Period, ends: range, unknown: Sequence[bool], found: _Spread, published: _Spread, words: _Spread
) -> Iterator[Bar]:
    """
    Args:
        unknown: whether there are bars of what is vague, and of what has no date.
    """
    for number in published.filled():
        if number in ends:
            yield _bar(by, number, found.at(number), published.at(number), words.at(number))
    vague, undated = unknown
    if vague:
        yield Bar(VAGUE[by], None, None, found.vague, published.vague, words.vague)
    if undated:
        yield Bar(UNDATED, None, None, found.undated, published.undated, words.undated)


def _bar(by: Period, number: int, articles: int, published: int, words: int) -> Bar:
    return Bar(by.called(number), by.first(number), by.last(number), articles, published, words)


def _count(snapshot: Snapshot, by: Period, articles: Sequence[array[int]]) -> _Spread:
    """Count articles of each segment by period."""
    low, counts = count_days(snapshot, articles)
    return _Spread.over(by, low, array("Q", counts), sum(map(len, articles)))


def _count_all(snapshot: Snapshot, by: Period) -> tuple[_Spread, _Spread]:
    """Count all articles by period, and their words."""
    live = [everything(segment).articles for segment in snapshot.segments]
    low, counts = count_days(snapshot, live)
    words = zeros("Q", len(counts))
    for segment, articles in zip(snapshot.segments, live, strict=True):
        days = segment.column("first_day"), segment.column("last_day")
        with segment.blaming("columns"):
            for field in ("body_length", "title_length"):
                columns.total_by_day(articles, *days, low, segment.column(field), words)
    entries = snapshot.commit.segments
    return (
        _Spread.over(by, low, array("Q", counts), snapshot.articles),
        _Spread.over(by, low, words, sum(entry.body_words + entry.title_words for entry in entries)),
    )
