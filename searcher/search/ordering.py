"""Ordering: what matched, best first.

The order is total, so that pages never repeat an article: by score, then newest first, then by key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from operator import attrgetter

from searcher.index import Snapshot
from searcher.kernels import sets
from searcher.kernels.buffers import zeros
from searcher.query import Node
from searcher.search.matching import Matcher, Matches
from searcher.search.proximity import Pair, distances, pairs
from searcher.search.ranking import RECENT_HALF_LIFE, Ranked, freshness, proximity_score

# Of a query of three words or more the best articles by the words alone are looked at again for how near the words
# stand: the hundred that the gain was measured on.
LOOKED_AT_AGAIN = 100


def order(
    matcher: Matcher, tree: Node, *, limit: int, recent: date | None = None
) -> tuple[int, list[Ranked]]:
    """Find what a tree asks for, best first.

    Args:
        limit: how many are wanted, at least 0.
        recent: today, if newer articles are to be preferred.
    Returns:
        How many articles there are in all, and the best ones.
    """
    snapshot = matcher.snapshot
    found = matcher.match(tree)
    if recent:
        for segment, matches in zip(snapshot.segments, found, strict=True):
            days = segment.column("last_day")
            sets.fade(matches.articles, matches.scores, days, recent.toordinal(), RECENT_HALF_LIFE)
    total = sum(map(len, found))
    near = pairs(tree) if limit else ()
    best = _best(snapshot, found, max(limit, LOOKED_AT_AGAIN if near else 0))
    if near:
        best[:LOOKED_AT_AGAIN] = _ordered_again(matcher, near, best[:LOOKED_AT_AGAIN], recent)
    return total, best[:limit]


def _ordered_again(
    matcher: Matcher, near: Sequence[Pair], best: Sequence[Ranked], recent: date | None
) -> list[Ranked]:
    """Some articles with what they gain by words that are near each other, best first."""
    gains = [0.0] * len(best)
    for pair, apart in zip(near, distances(matcher, near, best), strict=True):
        rarity = [matcher.sought[word].idf for word in pair]
        for at, distance in enumerate(apart):
            gains[at] += proximity_score(distance, *rarity)
    again = [
        Ranked(each.segment, each.article, each.score + gain * _freshness(matcher.snapshot, each, recent))
        for each, gain in zip(best, gains, strict=True)
    ]
    return _in_order(matcher.snapshot, again)


def _best(snapshot: Snapshot, found: Sequence[Matches], limit: int) -> list[Ranked]:
    best: list[Ranked] = []
    for number, (segment, matches) in enumerate(zip(snapshot.segments, found, strict=True)):
        heap = zeros("I", min(limit, len(matches)))
        filled = sets.best_first(
            matches.articles, matches.scores, segment.column("first_day"), segment.column("key_rank"), heap
        )
        best += [Ranked(number, matches.articles[entry], matches.scores[entry]) for entry in heap[:filled]]
    return _in_order(snapshot, best)[:limit]


def _in_order(snapshot: Snapshot, found: Iterable[Ranked]) -> list[Ranked]:
    """Some articles, best first. Days and keys are looked up only for those whose scores are equal."""
    ordered: list[Ranked] = []
    for _, equal in groupby(sorted(found, key=attrgetter("score"), reverse=True), attrgetter("score")):
        alike = list(equal)
        if len(alike) > 1:
            alike.sort(key=partial(_day_and_key, snapshot))
        ordered += alike
    return ordered


def _day_and_key(snapshot: Snapshot, each: Ranked) -> tuple[int, str]:
    segment = snapshot.segments[each.segment]
    return -segment.column("first_day")[each.article], segment.key(each.article)


def _freshness(snapshot: Snapshot, each: Ranked, recent: date | None) -> float:
    if recent is None:
        return 1.0
    return freshness(snapshot.segments[each.segment].column("last_day")[each.article], recent)
