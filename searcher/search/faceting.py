"""Faceting: how the articles that a query finds are spread over the values of a field, or over time.

In: a tree. Out: exact counts, the largest first. An article counts once for each value that it has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from searcher.article import PartialDate, Precision
from searcher.errors import IndexDamaged
from searcher.index import Segment, Snapshot
from searcher.kernels import sets
from searcher.kernels.buffers import zeros
from searcher.query import Node
from searcher.search.filtering import find_field
from searcher.search.lists import bitmap
from searcher.search.matching import Matcher, Matches

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


def count_by_value(snapshot: Snapshot, tree: Node, name: str) -> Facets:
    """Count by the values of a field.

    Args:
        name: as in `Metadata`.
    """
    counts: Counter[str] = Counter()
    total = known = 0
    for segment, matches in _found(snapshot, tree):
        total += len(matches)
        within = bitmap(segment.size)
        sets.mark(matches.articles, within)
        field = find_field(segment, name)
        if field:
            numbers = zeros("I", len(field.values) + 1)
            with segment.blaming_columns():
                known += field.read(segment).tally(within, numbers)
            counts.update({value: n for value, n in zip(field.values, numbers[1:], strict=True) if n})
    return _facets(counts, total - known, total)


def count_by_date(snapshot: Snapshot, tree: Node, precision: Precision) -> Facets:
    """Count by year, month or day: `2024`, `2024-07`, `2024-07-04`. Of which that is not known is unknown."""
    counts: Counter[str] = Counter()
    total = 0
    for segment, matches in _found(snapshot, tree):
        total += len(matches)
        for published, number in _dates(segment, matches):
            if precision in _KNOWN[published.precision]:
                counts[str(published)[: _LENGTHS[precision]]] += number
    return _facets(counts, total - counts.total(), total)


def _found(snapshot: Snapshot, tree: Node) -> Iterator[tuple[Segment, Matches]]:
    return zip(snapshot.segments, Matcher(snapshot).match(tree), strict=True)


def _facets(counts: Counter[str], unknown: int, total: int) -> Facets:
    return Facets(tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))), unknown, total)


def _dates(segment: Segment, matches: Matches) -> Iterator[tuple[PartialDate, int]]:
    """The dates of articles, as far as they are known, and how many have each."""
    first = segment.column("first_day")
    found = zeros("I", 2)
    sets.bounds(matches.articles, first, found)
    low, high = found
    if high > date.max.toordinal():  # before anyone makes room for that many
        raise IndexDamaged(segment.path("columns"), f"has an article of day {high:,}, which is none")
    counts = zeros("I", 3 * (high - low + 1))
    with segment.blaming_columns():
        sets.tally_days(matches.articles, first, segment.column("last_day"), low, counts)
    for at, number in enumerate(counts):
        if number:
            day = date.fromordinal(low + at // 3)
            yield PartialDate(*(day.year, day.month, day.day)[: 3 - at % 3]), number
