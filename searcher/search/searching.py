"""Searching: from a query that was understood to the hits on one page."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date

from searcher.index import Segment, Snapshot
from searcher.kernels import sets
from searcher.kernels.buffers import zeros
from searcher.query import parse
from searcher.search.matching import Matcher, Matches
from searcher.search.results import Hit, Results


def search(snapshot: Snapshot, query: str, *, limit: int, offset: int = 0, today: date) -> Results:
    """Answer a query.

    The order is total, so that pages never repeat an article: by score, then newest first, then by key.

    Args:
        limit: how many hits are wanted, at least 0.
        offset: how many to pass over, at least 0.
        today: the day that `hier` is the day before.
    """
    if limit < 0 or offset < 0:
        raise ValueError("limit and offset cannot be negative")
    start = time.perf_counter()
    parsed = parse(query, today=today)
    matcher = Matcher(snapshot)
    found = matcher.match(parsed.tree)
    total = sum(map(len, found))
    best: list[_Candidate] = []
    for segment, matches in zip(snapshot.segments, found, strict=True):
        best += _best(segment, matches, min(offset + limit, total))
    best.sort(key=_Candidate.order)
    patterns = tuple(matcher.patterns)
    hits = tuple(
        Hit(rank, candidate.score, candidate.segment.article(candidate.article), patterns)
        for rank, candidate in enumerate(best[offset : offset + limit], start=offset + 1)
    )
    return Results(
        query=query,
        understood=parsed.understood,
        warnings=parsed.warnings,
        total=total,
        offset=offset,
        seconds=time.perf_counter() - start,
        hits=hits,
    )


@dataclass(frozen=True, slots=True)
class _Candidate:
    segment: Segment
    article: int
    score: float

    def order(self) -> tuple[float, int, str]:
        day = self.segment.column("first_day")[self.article]
        return -self.score, -day, self.segment.key(self.article)


def _best(segment: Segment, matches: Matches, limit: int) -> list[_Candidate]:
    """The best matches of a segment, in no order."""
    heap = zeros("I", min(limit, len(matches)))
    filled = sets.best_first(
        matches.articles, matches.scores, segment.column("first_day"), segment.column("key_rank"), heap
    )
    return [_Candidate(segment, matches.articles[entry], matches.scores[entry]) for entry in heap[:filled]]
