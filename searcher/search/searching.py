"""Searching: from a query that was understood to the hits on one page."""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from searcher.analysis.lexicon import find
from searcher.index import Snapshot
from searcher.query import Among, And, Node, Word
from searcher.search.families import SAME_KEY
from searcher.search.matching import Matcher
from searcher.search.ordering import order
from searcher.search.ranking import Ranked
from searcher.search.reading import Read, read
from searcher.search.results import Family, Hit, Results, Share

if TYPE_CHECKING:
    from searcher.search.diagnosis import Diagnosis, Suggestion

# A word is doubted only beside one that is in so many times more articles; fewer times where the query finds nothing,
# and something is amiss.
TIMES_AS_MANY = 200
TIMES_AS_MANY_OF_NOTHING = 20


def search(
    snapshot: Snapshot,
    query: str,
    *,
    limit: int,
    offset: int = 0,
    today: date,
    recent: bool = False,
    explained: bool = False,
    suggest: bool = False,
) -> Results:
    """Answer a query.

    Args:
        limit: how many hits are wanted, at least 0; who wants none wants the count, and no more is said.
        offset: how many to pass over, at least 0.
        today: the day that `hier` is the day before.
        recent: whether newer articles are preferred.
        explained: whether to list the forms that words and shapes stood for.
        suggest: whether to look for what may have been meant by words that few articles have, too, where something was
            found; it takes some milliseconds for each.
    """
    if limit < 0 or offset < 0:
        raise ValueError("limit and offset cannot be negative")
    start = time.perf_counter()
    asked = read(snapshot, query, today)
    matcher = Matcher(snapshot)
    total, best = order(
        matcher, asked.tree, limit=offset + limit if limit else 0, recent=today if recent else None
    )
    patterns = matcher.patterns() if len(best) > offset else ()
    shown = best[offset:]
    hits = tuple(
        Hit(rank, each.score, snapshot.segments[each.segment].article(each.article), patterns, share)
        for rank, (each, share) in enumerate(
            zip(shown, _shares(matcher, asked.tree, shown), strict=True), start=offset + 1
        )
    )
    diagnosis: Diagnosis | None = None
    suggestions: tuple[Suggestion, ...] = ()
    if limit and (not total or (suggest and _has_rare_word(matcher))):
        diagnosis, suggestions = _advise(snapshot, query, asked, total, today)
    return Results(
        query=query,
        understood=asked.understood + (" · les plus récents de préférence" if recent else ""),
        warnings=(*asked.warnings, *matcher.warnings),
        total=total,
        offset=offset,
        seconds=time.perf_counter() - start,
        hits=hits,
        explanation=_list_families(matcher, asked.tree) if explained else (),
        diagnosis=diagnosis,
        suggestions=suggestions,
    )


def _has_rare_word(matcher: Matcher) -> bool:
    """Whether a word may be doubted: no word of French, and of so few articles that another one has many more."""
    most = matcher.snapshot.articles / TIMES_AS_MANY
    for word, sought in matcher.sought.items():
        if isinstance(word, Word) and not find(word.form):
            articles = (
                max(counts)
                for (forms,) in sought.rows
                for relation, *counts in zip(forms.relations(), *forms.lists.articles(), strict=True)
                if relation in SAME_KEY
            )
            if max(articles, default=0) <= most:
                return True
    return False


# What follows is imported where it is used: most searches have no use for it, and it takes as long to load as they do.


def _advise(
    snapshot: Snapshot, query: str, asked: Read, total: int, today: date
) -> tuple[Diagnosis | None, tuple[Suggestion, ...]]:
    """Say why nothing was found, if nothing was; and what may have been meant."""
    from searcher.search.correcting import correct
    from searcher.search.counts import Counts
    from searcher.search.diagnosing import diagnose

    counts = Counts(snapshot, today)
    diagnosis = None if total else diagnose(counts, asked.asked)
    return diagnosis, correct(
        counts, query, asked.asked, total, times=TIMES_AS_MANY if total else TIMES_AS_MANY_OF_NOTHING
    )


def _list_families(matcher: Matcher, tree: Node) -> tuple[Family, ...]:
    from searcher.search.listing import list_families

    return list_families(matcher, tree)


def _shares(matcher: Matcher, tree: Node, shown: Sequence[Ranked]) -> Sequence[Share | None]:
    """How many of the words of a long question each of some articles has."""
    children = tree.children if isinstance(tree, And) else (tree,)
    among = next((child for child in children if isinstance(child, Among)), None)
    if among is None or not shown:
        return [None] * len(shown)
    counts = [0] * len(shown)
    for word in among.children:
        found = matcher.match(word)
        for at, each in enumerate(shown):
            articles = found[each.segment].articles
            place = bisect_left(articles, each.article)
            counts[at] += articles[place : place + 1] == array("I", [each.article])
    return [Share(count, len(among.children)) for count in counts]
