"""Timeline: how what a query finds is spread over time, raw and in proportion to what was published.

In: queries. Out: for each the articles of each period. Whatever the period, their sum is what the query finds: of what
has no date, or one that does not tell the period, there are bars of their own.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from searcher.index import Snapshot
from searcher.kernels import columns, sets
from searcher.kernels.buffers import zeros
from searcher.search.faceting import count_days, list_filled
from searcher.search.matching import Matcher
from searcher.search.narrowing import EVERYTHING, Narrowing
from searcher.search.periods import Period
from searcher.search.reading import read

# How much must be known of a date: a day, its month or its year, as `count_days` numbers them.
_KNOWN = {Period.DAY: 0, Period.WEEK: 0, Period.MONTH: 1, Period.YEAR: 2}
UNDATED = "sans date"
VAGUE = {Period.DAY: "jour inconnu", Period.WEEK: "semaine inconnue", Period.MONTH: "mois inconnu"}


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
        return 1000 * self.articles / self.published if self.published else None

    @property
    def per_million_words(self) -> float | None:
        """Articles that the query finds for a million words published; None where none was."""
        return 1_000_000 * self.articles / self.words if self.words else None


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


@dataclass(slots=True)
class _Spread:
    """Something counted by period."""

    by_period: Counter[int]
    vague: int  # of a date that does not tell the period
    undated: int

    @property
    def total(self) -> int:
        return self.by_period.total() + self.vague + self.undated


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
    asked = [(query, read(snapshot, query, today, narrowing)) for query in queries]
    found = []
    for query, understood in asked:
        matcher = Matcher(snapshot)
        spread = _spread_articles(
            snapshot, period, [each.articles for each in matcher.match(understood.tree)]
        )
        found.append((query, understood.understood, (*understood.warnings, *matcher.warnings), spread))
    ends = _ends(period, [spread for *_, spread in found], narrowing)
    unknown = [any(spread.vague for *_, spread in found), any(spread.undated for *_, spread in found)]
    published, words = _spread_all(snapshot, period)
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
    numbers = [number for spread in found for number in spread.by_period]
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
    for number in sorted(number for number in published.by_period if number in ends):
        yield _bar(by, number, found.by_period[number], published.by_period[number], words.by_period[number])
    vague, undated = unknown
    if vague:
        yield Bar(VAGUE[by], None, None, found.vague, published.vague, words.vague)
    if undated:
        yield Bar(UNDATED, None, None, found.undated, published.undated, words.undated)


def _bar(by: Period, number: int, articles: int, published: int, words: int) -> Bar:
    return Bar(by.called(number), by.first(number), by.last(number), articles, published, words)


def _spread_articles(snapshot: Snapshot, by: Period, articles: Sequence[array[int]]) -> _Spread:
    """Count articles of each segment by period."""
    spread = _Spread(Counter(), 0, sum(map(len, articles)))
    for segment, these in zip(snapshot.segments, articles, strict=True):
        low, counts = count_days(segment, these)
        _add(spread, by, low, list_filled(counts), counts)
    return spread


def _spread_all(snapshot: Snapshot, by: Period) -> tuple[_Spread, _Spread]:
    """Count all articles by period, and their words."""
    entries = snapshot.commit.segments
    published = _Spread(Counter(), 0, snapshot.articles)
    words = _Spread(Counter(), 0, sum(entry.body_words + entry.title_words for entry in entries))
    for segment in snapshot.segments:
        live = zeros("I", segment.size)
        del live[sets.collect(segment.live(), segment.deleted, live) :]
        low, counts = count_days(segment, live)
        totals = zeros("Q", len(counts))
        days = segment.column("first_day"), segment.column("last_day")
        with segment.blaming_columns():
            for field in ("body_length", "title_length"):
                columns.total_by_day(live, *days, low, segment.column(field), totals)
        for spread, numbers in ((published, counts), (words, totals)):
            _add(spread, by, low, list_filled(counts), numbers)
    return published, words


def _add(spread: _Spread, by: Period, low: int, places: array[int], numbers: array[int]) -> None:
    """Move what is known of days to the periods that they are of.

    Args:
        low: the day that `numbers` begin with, which has three, as `count_days` gives them.
        places: of the numbers that there are.
    """
    for at in places:
        number = numbers[at]
        spread.undated -= number
        if at % 3 > _KNOWN[by]:
            spread.vague += number
        else:
            spread.by_period[by.number(date.fromordinal(low + at // 3))] += number
