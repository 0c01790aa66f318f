"""Ordering: what matched, best first.

The order is total, so that pages never repeat an article: by score, then newest first, then by key.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from operator import attrgetter

from searcher.index import Snapshot
from searcher.kernels import sets
from searcher.query import And, Favoured, Node
from searcher.search.filtering import mark_days
from searcher.search.matches import Matches
from searcher.search.matching import Matcher
from searcher.search.proximity import Pair, distances, pairs
from searcher.search.ranking import (
    FAVOUR,
    RECENT_HALF_LIFE,
    Ranked,
    freshness,
    proximity_score,
)
from searcher.search.room import bitmap

# Of a query of three words or more the best articles by the words alone are looked at again for how near the words
# stand. On 12,000 judged questions 15, 30, 50 and 100 give the same nDCG@10 to 0.0001; each costs what it reads.
LOOKED_AT_AGAIN = 30


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
    near = pairs(tree) if limit else ()
    wanted = max(limit, LOOKED_AT_AGAIN if near else 0)
    favoured = favoured_days(tree)
    if limit and (recent or favoured):
        total, best = matcher.best_of(weigh(matcher, tree, recent), wanted)
    else:
        total, best = matcher.best(tree, wanted)
    best = in_order(snapshot, best)[:wanted]
    if near and best:
        again = best[:LOOKED_AT_AGAIN]
        if len(best) > limit:
            # Whoever cannot gain enough to be among those wanted need not be looked at.
            least = best[limit - 1].score - _most_gain(matcher, near, favoured)
            again = [each for each in again if each.score >= least]
        best[: len(again)] = _ordered_again(matcher, near, again, recent, favoured)
    return total, best[:limit]


def look_again(matcher: Matcher, tree: Node, best: list[Ranked], recent: date | None = None) -> list[Ranked]:
    """The best articles by the words alone, at most `LOOKED_AT_AGAIN`, in the order that nearness gives them."""
    near = pairs(tree)
    return _ordered_again(matcher, near, best, recent, favoured_days(tree)) if near and best else best


def weigh(matcher: Matcher, tree: Node, recent: date | None = None) -> list[Matches]:
    """What a tree finds in each segment, with the scores that its words, newness and favoured days give."""
    found, favoured = matcher.match(tree), favoured_days(tree)
    for segment, matches in zip(matcher.snapshot.segments, found, strict=True):
        if recent:
            days = segment.column("last_day")
            sets.fade(matches.articles, matches.scores, days, recent.toordinal(), RECENT_HALF_LIFE)
        if favoured:
            seen = bitmap(segment.size)
            for node in favoured:
                mark_days(segment, node.first, node.last, seen)
            sets.favour(matches.articles, matches.scores, seen, FAVOUR)
    return found


def _most_gain(matcher: Matcher, near: Sequence[Pair], favoured: Sequence[Favoured]) -> float:
    """More than an article can gain by words that are near each other."""
    most = sum(proximity_score(1, *_rarity(matcher, pair)) for pair in near)
    return 1.000001 * most * (FAVOUR if favoured else 1.0)


def _rarity(matcher: Matcher, pair: Pair) -> list[float]:
    return [factor * matcher.sought[word].idf for word, factor in pair]


def _ordered_again(
    matcher: Matcher,
    near: Sequence[Pair],
    best: Sequence[Ranked],
    recent: date | None,
    favoured: Sequence[Favoured],
) -> list[Ranked]:
    """Some articles with what they gain by words that are near each other, best first."""
    gains = [0.0] * len(best)
    for pair, apart in zip(near, distances(matcher, near, best), strict=True):
        rarity = _rarity(matcher, pair)
        for at, distance in enumerate(apart):
            if distance:
                gains[at] += proximity_score(distance, *rarity)
    if recent or favoured:
        gains = [
            gain * math.prod(factors(matcher.snapshot, each, recent, favoured))
            for each, gain in zip(best, gains, strict=True)
        ]
    again = [
        Ranked(each.segment, each.article, each.score + gain) for each, gain in zip(best, gains, strict=True)
    ]
    return in_order(matcher.snapshot, again)


def in_order(snapshot: Snapshot, found: Iterable[Ranked]) -> list[Ranked]:
    """Some articles, best first. Days and keys are looked up only for those whose scores are equal."""
    ordered = sorted(found, key=attrgetter("score"), reverse=True)
    if len({each.score for each in ordered}) == len(ordered):
        return ordered
    again: list[Ranked] = []
    for _, equal in groupby(ordered, attrgetter("score")):
        alike = list(equal)
        if len(alike) > 1:
            alike.sort(key=partial(_day_and_key, snapshot))
        again += alike
    return again


def _day_and_key(snapshot: Snapshot, each: Ranked) -> tuple[int, int | str]:
    segment = snapshot.segments[each.segment]
    day = -segment.column("first_day")[each.article]
    # A segment knows the order of its own keys.
    if len(snapshot.segments) == 1:
        return day, segment.column("key_rank")[each.article]
    return day, segment.key(each.article)


def favoured_days(tree: Node) -> tuple[Favoured, ...]:
    """The days that a query favours: only what stands at its top says so of all of it.

    An article that may be of several gains once: one of which the year alone is known must not gain more than others.
    """
    children = tree.children if isinstance(tree, And) else (tree,)
    return tuple(child for child in children if isinstance(child, Favoured))


def factors(
    snapshot: Snapshot, each: Ranked, recent: date | None, favoured: Sequence[Favoured]
) -> tuple[float, float]:
    """What the score of an article is multiplied by: for its freshness, and for days that are favoured."""
    segment = snapshot.segments[each.segment]
    first, last = (segment.column(name)[each.article] for name in ("first_day", "last_day"))
    fresh = freshness(last, recent) if recent else 1.0
    meets = any(
        first and first <= days.last.toordinal() and last >= days.first.toordinal() for days in favoured
    )
    return fresh, FAVOUR if meets else 1.0
