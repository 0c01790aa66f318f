"""Sorting: what matched, in the order that was asked for.

By relevance as `ordering.py` has it, or newest first where a query looks for nothing in texts; or by a column, those
that are equal there as by relevance, so that the order is total whatever it is by, and pages never repeat an article.
What has no date or no source comes last in both directions.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice, repeat
from operator import itemgetter

from searcher.analysis import key
from searcher.index import Snapshot
from searcher.kernels import columns
from searcher.kernels.buffers import zeros
from searcher.query import Node, seeks_words
from searcher.records import dataclass
from searcher.search.filtering import find_field
from searcher.search.matches import Matches
from searcher.search.matching import Matcher
from searcher.search.ordering import LOOKED_AT_AGAIN, in_order, look_again, order, weigh
from searcher.search.ranking import Ranked

RELEVANCE = "relevance"
# What each order is called, and how it is said in French, as it is and with `-`.
_SAID = {
    RELEVANCE: ("", "les moins pertinents d'abord"),
    "date": ("du plus ancien au plus récent", "du plus récent au plus ancien"),
    "source": ("par source", "par source, de Z à A"),
    "length": ("du plus long au plus court", "du plus court au plus long"),
}
ORDERS = tuple(_SAID)
_UNKNOWN = {"date": "sans date", "source": "sans source"}


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of articles."""

    by: str  # one of `ORDERS`
    turned: bool  # whether it is the other way round

    @classmethod
    def parse(cls, text: str) -> Sort:
        """Read `date`, `-date` …

        Raises:
            ValueError: there is no such order.
        """
        by = text.removeprefix("-")
        if by not in ORDERS:
            raise ValueError(f"there is no order {text!r}: it is one of {', '.join(ORDERS)}, or - before one")
        return cls(by, text.startswith("-"))


NEWEST_FIRST = Sort("date", True)
# Articles that are put in order at a time: few at first, since who lists may look at few; each turn is a look at the
# places of all, so that a million are looked at some twenty times.
_FIRST_TURN, _LARGEST_TURN = 256, 1 << 16


@dataclass(frozen=True, slots=True)
class Arranged:
    """What a tree finds, in an order."""

    sort: Sort
    total: int
    first: Iterable[Ranked]  # as many as were wanted
    unknown: int = 0  # articles that come last since what they are sorted by is not known

    def say(self) -> str:
        """In which order, in French; nothing of the usual one, nor where nothing is known to be in it.

        >>> Arranged(Sort.parse("-date"), 9, (), 2).say()
        'du plus récent au plus ancien, 2 sans date à la fin'
        """
        if self.unknown == self.total:
            return ""
        said = _SAID[self.sort.by][self.sort.turned]
        return f"{said}, {self.unknown} {_UNKNOWN[self.sort.by]} à la fin" if self.unknown else said


def arrange(matcher: Matcher, tree: Node, sort: Sort, *, limit: int, recent: date | None = None) -> Arranged:
    """Find what a tree asks for, the first ones of an order.

    Args:
        limit: how many are wanted, at least 0.
        recent: today, if newer articles are to be preferred among those of one place.
    """
    if limit:
        sort = _fitting(sort, tree)
    if sort.by == RELEVANCE:
        if not sort.turned:
            return Arranged(sort, *order(matcher, tree, limit=limit, recent=recent))
        total, best = order(matcher, tree, limit=matcher.snapshot.articles, recent=recent)
        return Arranged(sort, total, best[::-1][:limit])
    found = weigh(matcher, tree, recent)
    placed, unknown = _place(matcher.snapshot, found, sort)
    total = sum(map(len, found))
    return Arranged(sort, total, _first(matcher, found, placed, min(limit, total)), unknown)


def arrange_all(matcher: Matcher, tree: Node, sort: Sort, *, recent: date | None = None) -> Arranged:
    """Find all that a tree asks for: counted at once, and put in order while it is gone through.

    What is in memory is a number and a score for each article, and some ten thousand of them in their order; but what
    is equal in a column is ordered at once, and so is all of what comes least relevant first.
    """
    sort = _fitting(sort, tree)
    if sort == Sort(RELEVANCE, True):
        return arrange(matcher, tree, sort, limit=matcher.snapshot.articles, recent=recent)
    found = weigh(matcher, tree, recent)
    total = sum(map(len, found))
    if sort.by == RELEVANCE:
        best = _in_turn(matcher.snapshot, found, [_score_places(each) for each in found], by_score=True)
        return Arranged(sort, total, _nearest_first(matcher, tree, best, recent))
    placed, unknown = _place(matcher.snapshot, found, sort)
    return Arranged(sort, total, _in_turn(matcher.snapshot, found, placed), unknown)


def _fitting(sort: Sort, tree: Node) -> Sort:
    """The order that is meant: what no score tells apart comes as `order` has it, without a look at each article."""
    return NEWEST_FIRST if sort == Sort(RELEVANCE, False) and not seeks_words(tree) else sort


def _nearest_first(
    matcher: Matcher, tree: Node, best: Iterator[Ranked], recent: date | None
) -> Iterator[Ranked]:
    yield from look_again(matcher, tree, list(islice(best, LOOKED_AT_AGAIN)), recent)
    yield from best


def _score_places(matches: Matches) -> array[int]:
    """Where articles come by their scores, but for what tells two scores apart in the seventh figure."""
    halves = array("I")
    halves.frombytes(matches.scores.tobytes())
    # The upper half of a number grows with it, if it is not negative.
    upper = halves[sys.byteorder == "little" :: 2]
    places = zeros("I", len(matches))
    columns.places(array("I", range(len(matches))), upper, True, places)
    return places


def _place(snapshot: Snapshot, found: Sequence[Matches], sort: Sort) -> tuple[list[array[int]], int]:
    """Where articles come by a column, and of how many it does not know."""
    highest_first = sort.turned != (sort.by == "length")
    unknown, placed = 0, []
    for column, matches in zip(_columns(snapshot, sort.by), found, strict=True):
        places = zeros("I", len(matches))
        unknown += columns.places(matches.articles, column, highest_first, places)
        placed.append(places)
    return placed, unknown


def _in_turn(
    snapshot: Snapshot, found: Sequence[Matches], placed: Sequence[array[int]], *, by_score: bool = False
) -> Iterator[Ranked]:
    """All articles, the lowest places first, those of one place by relevance: a block is put in order at a time.

    Args:
        by_score: whether places go by the score alone, so that a block need not be parted by them.
    """
    joined = _joined(placed)
    counts = zeros("I", 1 << 16)
    given, low, size = 0, 0, _FIRST_TURN
    while given < len(joined):
        high = columns.lowest(joined, min(given + size, len(joined)), counts)
        block: list[tuple[int, Ranked]] = []
        for segment, (matches, places) in enumerate(zip(found, placed, strict=True)):
            numbers, taken = _take(places, matches, low, high)
            block += zip(numbers, map(Ranked, repeat(segment), taken.articles, taken.scores), strict=False)
        if not by_score:
            block.sort(key=itemgetter(0))
        for _, alike in [(0, block)] if by_score else groupby(block, itemgetter(0)):
            yield from in_order(snapshot, (each for _, each in alike))
        given, low, size = given + len(block), high + 1, min(4 * size, _LARGEST_TURN)


def _first(
    matcher: Matcher, found: Sequence[Matches], placed: Sequence[array[int]], wanted: int
) -> list[Ranked]:
    """The articles of the lowest places, those of one place by relevance."""
    if not wanted:
        return []
    last = columns.lowest(_joined(placed), wanted, zeros("I", 1 << 16))
    before: list[tuple[int, Ranked]] = []  # fewer than are wanted
    equal = []
    for segment, (matches, places) in enumerate(zip(found, placed, strict=True)):
        if last:
            numbers, lower = _take(places, matches, 0, last - 1)
            before += (
                (number, Ranked(segment, article, score))
                for number, article, score in zip(numbers, lower.articles, lower.scores, strict=True)
            )
        equal.append(_take(places, matches, last, last)[1])
    before.sort(key=itemgetter(0))
    ordered: list[Ranked] = []
    for _, alike in groupby(before, itemgetter(0)):
        ordered += in_order(matcher.snapshot, (each for _, each in alike))
    _, best = matcher.best_of(equal, wanted - len(ordered))
    return ordered + in_order(matcher.snapshot, best)[: wanted - len(ordered)]


def _joined(placed: Sequence[array[int]]) -> array[int]:
    if len(placed) == 1:
        return placed[0]
    joined = array("I")
    for places in placed:
        joined += places
    return joined


def _take(places: array[int], matches: Matches, low: int, high: int) -> tuple[array[int], Matches]:
    numbers, articles, scores = zeros("I", len(matches)), zeros("I", len(matches)), zeros("d", len(matches))
    filled = columns.take(places, low, high, matches.articles, matches.scores, numbers, articles, scores)
    return numbers[:filled], Matches(articles[:filled], scores[:filled])


def _columns(snapshot: Snapshot, by: str) -> Sequence[array[int] | memoryview[int]]:
    """A number for each article of each segment, 0 where it is not known."""
    match by:
        case "date":
            return [segment.column("first_day") for segment in snapshot.segments]
        case "length":
            return _lengths(snapshot)
        case _:
            return _sources(snapshot)


def _lengths(snapshot: Snapshot) -> list[array[int]]:
    """Words without function words, and one more: an article of none is known to be short."""
    lengths = []
    for segment in snapshot.segments:
        lengths.append(zeros("I", segment.size))
        columns.add(segment.column("title_length"), segment.column("body_length"), 1, lengths[-1])
    return lengths


def _sources(snapshot: Snapshot) -> list[array[int]]:
    """Where the source of each article stands in the order of the alphabet, over all segments, from 1."""
    fields = [find_field(segment, "source") for segment in snapshot.segments]
    values = {value for field in fields if field for value in field.values}
    ranks = {
        value: rank for rank, value in enumerate(sorted(values, key=lambda value: (key(value), value)), 1)
    }
    numbers = []
    for segment, field in zip(snapshot.segments, fields, strict=True):
        numbers.append(zeros("I", segment.size))
        if field:
            table = array("I", [0, *map(ranks.__getitem__, field.values)])
            with segment.blaming("columns"):
                field.read(segment).place(table, numbers[-1])
    return numbers
