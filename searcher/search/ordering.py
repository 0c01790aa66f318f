"""Ordering: what matched, best first.

The order is total, so that pages never repeat an article: by score, then newest first, then by key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

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
    if near and best:
        best[:LOOKED_AT_AGAIN] = _ordered_again(matcher, near, best[:LOOKED_AT_AGAIN], recent)
    return total, best[:limit]


def _ordered_again(
    matcher: Matcher, near: Sequence[Pair], best: Sequence[Ranked], recent: date | None
) -> list[Ranked]:
    """Some articles with what they gain by words that are near each other, best first."""
    gains = [0.0] * len(best)
    for pair in near:
        rarity = [factor * matcher.sought[word].idf for word, factor in pair]
        for at, distance in enumerate(distances(matcher, pair, best)):
            gains[at] += proximity_score(distance, *rarity)
    again = [
        replace(each, score=each.score + gain * _freshness(matcher.snapshot, each, recent))
        for each, gain in zip(best, gains, strict=True)
    ]
    again.sort(key=partial(_place, matcher.snapshot))
    return again


def _best(snapshot: Snapshot, found: Sequence[Matches], limit: int) -> list[Ranked]:
    best: list[Ranked] = []
    for number, (segment, matches) in enumerate(zip(snapshot.segments, found, strict=True)):
        heap = zeros("I", min(limit, len(matches)))
        filled = sets.best_first(
            matches.articles, matches.scores, segment.column("first_day"), segment.column("key_rank"), heap
        )
        best += [Ranked(number, matches.articles[entry], matches.scores[entry]) for entry in heap[:filled]]
    best.sort(key=partial(_place, snapshot))
    return best[:limit]


def _place(snapshot: Snapshot, each: Ranked) -> tuple[float, int, str]:
    segment = snapshot.segments[each.segment]
    return -each.score, -segment.column("first_day")[each.article], segment.key(each.article)


def _freshness(snapshot: Snapshot, each: Ranked, recent: date | None) -> float:
    if recent is None:
        return 1.0
    return freshness(snapshot.segments[each.segment].column("last_day")[each.article], recent)
