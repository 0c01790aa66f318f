"""Faceting: how the articles that a query finds are spread over the values of a field, or over time.

In: a query. Out: exact counts, the largest first. An article counts once for each value that it has.
"""

from __future__ import annotations

import time
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from searcher.analysis import key
from searcher.article import PartialDate, Precision
from searcher.errors import IndexDamaged
from searcher.index import Snapshot
from searcher.kernels import columns, sets
from searcher.kernels.buffers import zeros
from searcher.search.filtering import find_field
from searcher.search.matches import Matches
from searcher.search.matching import Matcher
from searcher.search.narrowing import EVERYTHING, Narrowing, find_field_name
from searcher.search.reading import read
from searcher.search.results import Results
from searcher.search.room import bitmap

# What stretches of time are called, by the key of their name, where the corpus has no field of that name.
STRETCHES = {
    "annee": Precision.YEAR,
    "year": Precision.YEAR,
    "mois": Precision.MONTH,
    "month": Precision.MONTH,
    "jour": Precision.DAY,
    "day": Precision.DAY,
}
# What is known of a date of each precision, and how many characters tell it.
_KNOWN = {
    Precision.YEAR: (Precision.YEAR,),
    Precision.MONTH: (Precision.YEAR, Precision.MONTH),
    Precision.DAY: tuple(Precision),
}
_LENGTHS = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the articles found have which value."""

    values: tuple[tuple[str, int], ...]  # the most frequent first, then by value
    unknown: int  # articles of which no value is known
    total: int  # articles found


@dataclass(frozen=True, eq=False, slots=True)
class Faceted(Mapping[str, Facets]):
    """Facets of what a query finds, by the names that were asked for, in their order."""

    found: Results  # what was counted; it has no hits
    _facets: dict[str, Facets]

    def __getitem__(self, name: str) -> Facets:
        return self._facets[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facets)

    def __len__(self) -> int:
        return len(self._facets)


def facets(
    snapshot: Snapshot, query: str, names: Sequence[str], *, today: date, narrowing: Narrowing = EVERYTHING
) -> Faceted:
    """Count what a query finds by the values of several fields, each by the name that is given.

    Args:
        names: of fields, as `Narrowing` has them; or `year`, `month`, `day`, also in French.
    Raises:
        QueryError: there is no such field.
    """
    start, fields = time.perf_counter(), snapshot.metadata_names()
    by: dict[str, str | Precision] = {
        name: STRETCHES[key(name)]
        if key(name) in STRETCHES and name not in fields
        else find_field_name(name, fields, others=("année", "mois", "jour"))
        for name in names
    }
    asked, matcher = read(snapshot, query, today, narrowing), Matcher(snapshot)
    found = matcher.match(asked.tree)
    counted = {
        name: count_by_date(snapshot, found, each)
        if isinstance(each, Precision)
        else count_by_value(snapshot, found, each)
        for name, each in by.items()
    }
    return Faceted(
        Results(
            query=query,
            understood=asked.understood,
            warnings=(*asked.warnings, *matcher.warnings),
            total=sum(map(len, found)),
            offset=0,
            seconds=time.perf_counter() - start,
            hits=(),
        ),
        counted,
    )


def count_by_value(snapshot: Snapshot, found: Sequence[Matches], name: str) -> Facets:
    """Count articles of each segment by the values of a field.

    Args:
        name: as in `Metadata`.
    """
    counts: Counter[str] = Counter()
    known = 0
    for segment, matches in zip(snapshot.segments, found, strict=True):
        within = bitmap(segment.size)
        sets.mark(matches.articles, within)
        field = find_field(segment, name)
        if field:
            numbers = zeros("I", len(field.values) + 1)
            with segment.blaming("columns"):
                known += field.read(segment).tally(within, numbers)
            counts.update({value: n for value, n in zip(field.values, numbers[1:], strict=True) if n})
    total = sum(map(len, found))
    return _facets(counts, total - known, total)


def count_by_date(snapshot: Snapshot, found: Sequence[Matches], precision: Precision) -> Facets:
    """Count by year, month or day: `2024`, `2024-07`, `2024-07-04`. Of which that is not known is unknown."""
    counts: Counter[str] = Counter()
    for published, number in _dates(*count_days(snapshot, [matches.articles for matches in found])):
        if precision in _KNOWN[published.precision]:
            counts[str(published)[: _LENGTHS[precision]]] += number
    total = sum(map(len, found))
    return _facets(counts, total - counts.total(), total)


def _facets(counts: Counter[str], unknown: int, total: int) -> Facets:
    return Facets(tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))), unknown, total)


def count_days(snapshot: Snapshot, articles: Sequence[array[int]]) -> tuple[int, array[int]]:
    """Count articles of each segment by the day that is known of them, or the first of their month or year.

    Returns:
        The earliest day, as an ordinal; three numbers for each day from there to the latest: articles of that day, of a
        month that begins then, of a year that does. Articles without a date are not counted.
    """
    ends: list[int] = []
    for segment, these in zip(snapshot.segments, articles, strict=True):
        found = zeros("I", 2)
        sets.bounds(these, segment.column("first_day"), found)
        if found[1] > date.max.toordinal():  # before anyone makes room for that many
            raise IndexDamaged(segment.path("columns"), f"has an article of day {found[1]:,}, which is none")
        ends += filter(None, found)
    low = min(ends, default=0)
    counts = zeros("I", 3 * (max(ends) - low + 1) if ends else 0)
    for segment, these in zip(snapshot.segments, articles, strict=True):
        with segment.blaming("columns"):
            sets.tally_days(these, segment.column("first_day"), segment.column("last_day"), low, counts)
    return low, counts


def _dates(low: int, counts: array[int]) -> Iterator[tuple[PartialDate, int]]:
    """The dates of articles, as far as they are known, and how many have each."""
    places = zeros("I", len(counts))
    for at in places[: columns.list_filled(counts, places)]:
        day = date.fromordinal(low + at // 3)
        yield PartialDate(*(day.year, day.month, day.day)[: 3 - at % 3]), counts[at]
