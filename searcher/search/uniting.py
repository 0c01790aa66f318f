"""Uniting: the best articles of those that hold any of some words, or enough of them, and how many they are.

All are counted, by bits; few get a score. Words are added up from the rarest on. Once the others cannot lift an article
that has none of those so far among the best, they are looked for only in articles that may still be (Turtle & Flood
1995, `MaxScore`). Scores are sums that do not depend on the order of the words, to the last bit.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from searcher.kernels import postings
from searcher.kernels.buffers import zeros
from searcher.kernels.sums import Sums
from searcher.records import dataclass
from searcher.search.ranking import K1, idf
from searcher.search.room import Room

# Who wants more than this mostly wants all there is, and nothing can be left out.
MOST_WANTED = 1000

# Postings of a segment, on average: of fewer, what would be passed over is added up in less time.
LEAST_POSTINGS = 30_000
# Of all postings, those of words that are so frequent that they lift no article by themselves: of fewer likewise.
LEAST_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Weighed:
    """A word, or what else stands for forms, and what an article that holds it may gain at most."""

    forms: postings.Forms
    seen: Sequence[array[int]]  # the articles of each segment that hold one of them, as bits
    factor: float  # of its score: what it is boosted by × its idf

    @property
    def most(self) -> float:
        return self.factor * (K1 + 1)


def may_pass_over(postings: Sequence[int], articles: int, segments: int) -> bool:
    """Whether enough may be passed over to be worth it: roughly, as it is known before words are counted.

    Args:
        postings: of each word.
        articles, segments: of the index.
    """
    frequent_first = sorted(postings, reverse=True)
    lifts, passed = 0.8 * math.log(1 + articles / max(1, frequent_first[-1])), 0
    for each in frequent_first:
        lifts -= math.log(1 + articles / max(1, each))
        passed += each if lifts > 0 else 0
    return sum(postings) >= LEAST_POSTINGS * segments and passed >= LEAST_SHARE * sum(postings)


def anchor(factors: Iterable[float], articles: int) -> float:
    """What scores are rounded by, so that they add up exactly: see `sums.Sums.add`.

    Args:
        factors: that words are boosted by.
        articles: in the index.
    """
    return 2.0 ** (math.frexp(sum(factors) * (K1 + 1) * idf(articles, 0))[1] + 1)


def unite(
    words: Sequence[Weighed],
    room: Room,
    among: array[int] | None,
    rounding: float,
    limit: int,
    floor: float,
) -> Sums:
    """Add up what may be among the best articles of a segment.

    Args:
        among: a bitmap of the articles that count, if others have words as well.
        rounding: see `anchor`.
        limit: how many articles are wanted, at least 1.
        floor: what score is worth having.
    Returns:
        What was added up, in the room given.
    """
    rarest_first = sorted(words, key=lambda word: -word.most)
    rest = [*accumulate((word.most for word in reversed(rarest_first)), initial=0.0)][::-1]
    heap, sums, all_met = zeros("d", limit), room.sums, False
    for word, (more, after) in zip(rarest_first, pairwise(rest), strict=True):
        all_met = all_met or 1.000001 * more < floor
        if all_met:
            if left := sums.shorten(more, after, floor, word.seen[room.number], room.marks, room.found):
                room.collect(word.forms, left)
                sums.add_listed(word.factor, K1, rounding)
        else:
            sums.meet(room.collect(word.forms))
            if among is not None:
                sums.keep(among)
            sums.add(word.factor, K1, rounding)
        # A floor that is no higher than what the others add up to changes nothing yet.
        if all_met or after < rest[0] - after:
            floor = max(floor, sums.floor(limit, heap))
    return sums
