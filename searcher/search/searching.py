"""Searching: from a query that was understood to the hits on one page."""

from __future__ import annotations

import time
from datetime import date

from searcher.index import Snapshot
from searcher.query import parse, word
from searcher.search.joining import join_neighbours
from searcher.search.listing import list_families
from searcher.search.matching import Matcher
from searcher.search.ordering import order
from searcher.search.results import Hit, Results


def search(
    snapshot: Snapshot,
    query: str,
    *,
    limit: int,
    offset: int = 0,
    today: date,
    recent: bool = False,
    explained: bool = False,
) -> Results:
    """Answer a query.

    Args:
        limit: how many hits are wanted, at least 0.
        offset: how many to pass over, at least 0.
        today: the day that `hier` is the day before.
        recent: whether newer articles are preferred.
        explained: whether to list the forms that words and shapes stood for.
    """
    if limit < 0 or offset < 0:
        raise ValueError("limit and offset cannot be negative")
    start = time.perf_counter()
    parsed = parse(query, today=today)
    tree = join_neighbours(parsed.tree, snapshot.has_key)
    matcher = Matcher(snapshot)
    total, best = order(matcher, tree, limit=offset + limit if limit else 0, recent=today if recent else None)
    patterns = tuple(matcher.patterns)
    hits = tuple(
        Hit(rank, each.score, snapshot.segments[each.segment].article(each.article), patterns)
        for rank, each in enumerate(best[offset:], start=offset + 1)
    )
    return Results(
        query=query,
        understood=word(tree) + (" · les plus récents de préférence" if recent else ""),
        warnings=(*parsed.warnings, *matcher.warnings),
        total=total,
        offset=offset,
        seconds=time.perf_counter() - start,
        hits=hits,
        explanation=list_families(matcher, tree) if explained else (),
    )
