"""Searching: from a query that was understood to the hits on one page."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice
from typing import TYPE_CHECKING

from searcher.analysis.lexicon import find
from searcher.article import Article
from searcher.index import Snapshot
from searcher.index.families import SAME_KEY
from searcher.query import Among, And, Node, Word
from searcher.search.matches import Matches
from searcher.search.matching import Matcher
from searcher.search.narrowing import EVERYTHING, Narrowing
from searcher.search.ranking import Ranked
from searcher.search.reading import Read, read
from searcher.search.results import Family, Hit, Hits, Results, Share
from searcher.search.sorting import RELEVANCE, Arranged, Sort, arrange, arrange_all

if TYPE_CHECKING:
    from searcher.search.diagnosis import Diagnosis, Suggestion

# A word is doubted only beside one that is in so many times more articles; fewer times where the query finds nothing,
# and something is amiss.
TIMES_AS_MANY = 200
TIMES_AS_MANY_OF_NOTHING = 20
# Hits whose texts are read at a time: few at first, since who lists may look at few, then so many that there are
# several of one block of the disk.
_FIRST_BLOCK, _BLOCK = 50, 4000


def search(
    snapshot: Snapshot,
    query: str,
    *,
    limit: int,
    offset: int = 0,
    today: date,
    recent: bool = False,
    sort: str = RELEVANCE,
    narrowing: Narrowing = EVERYTHING,
    explained: bool = False,
    suggest: bool | None = False,
) -> Results:
    """Answer a query.

    Args:
        limit: how many hits are wanted, at least 0; who wants none wants the count, and no more is said.
        offset: how many to pass over, at least 0.
        today: the day that `hier` is the day before.
        recent: whether newer articles are preferred.
        sort: one of `ORDERS`, or `-` before one.
        narrowing: which articles are looked at.
        explained: whether to list the forms that words and shapes stood for.
        suggest: whether to look for what may have been meant by words that few articles have, too, where something was
            found; it takes some milliseconds for each. None: not even where nothing was, and no more is said of it.
    """
    if limit < 0 or offset < 0:
        raise ValueError("limit and offset cannot be negative")
    start, order = time.perf_counter(), Sort.parse(sort)
    asked = read(snapshot, query, today, narrowing)
    matcher = Matcher(snapshot)
    found = arrange(
        matcher, asked.tree, order, limit=offset + limit if limit else 0, recent=today if recent else None
    )
    hits = tuple(_hits(matcher, asked.tree, islice(found.first, offset, None), offset + 1))
    diagnosis: Diagnosis | None = None
    suggestions: tuple[Suggestion, ...] = ()
    if limit and suggest is not None and (not found.total or (suggest and _has_rare_word(matcher))):
        diagnosis, suggestions = _advise(snapshot, query, asked, found.total, today, narrowing)
    return Results(
        query=query,
        understood=_understood(asked, recent, found),
        warnings=(*asked.warnings, *matcher.warnings),
        total=found.total,
        offset=offset,
        seconds=time.perf_counter() - start,
        hits=hits,
        explanation=_list_families(matcher, asked.tree) if explained else (),
        diagnosis=diagnosis,
        suggestions=suggestions,
    )


def each(
    snapshot: Snapshot,
    query: str,
    *,
    today: date,
    recent: bool = False,
    sort: str = RELEVANCE,
    narrowing: Narrowing = EVERYTHING,
) -> Hits:
    """Every hit of a query, in order; they are put in order and read while they are asked for, a block at a time."""
    order = Sort.parse(sort)
    asked = read(snapshot, query, today, narrowing)
    matcher = Matcher(snapshot)
    found = arrange_all(matcher, asked.tree, order, recent=today if recent else None)
    return Hits(
        _understood(asked, recent, found),
        (*asked.warnings, *matcher.warnings),
        found.total,
        _hits(matcher, asked.tree, found.first, 1),
    )


def count(snapshot: Snapshot, query: str, *, today: date, narrowing: Narrowing = EVERYTHING) -> int:
    """How many articles a query finds."""
    total, _ = Matcher(snapshot).best(read(snapshot, query, today, narrowing).tree, 0)
    return total


def _understood(asked: Read, recent: bool, found: Arranged) -> str:
    said = (asked.understood, "les plus récents de préférence" if recent else "", found.say())
    return " · ".join(filter(None, said))


def _hits(matcher: Matcher, tree: Node, ranked: Iterable[Ranked], rank: int) -> Iterator[Hit]:
    """Make hits of articles, the first one of them of some rank."""
    left, size = iter(ranked), _FIRST_BLOCK
    block = list(islice(left, size))
    patterns = matcher.patterns() if block else ()
    words = _words_of_question(tree)
    found = [matcher.match(word) for word in words] if block else []
    while block:
        for at, (one, article) in enumerate(zip(block, _read(matcher.snapshot, block), strict=True), rank):
            share = Share(sum(_has(lists, one) for lists in found), len(words)) if words else None
            yield Hit(at, one.score, article, patterns, share)
        rank, size = rank + len(block), min(2 * size, _BLOCK)
        block = list(islice(left, size))


def _read(snapshot: Snapshot, block: Sequence[Ranked]) -> list[Article]:
    """The articles of some hits, in their order; what several of them share on the disk is read once."""
    places = sorted(range(len(block)), key=lambda at: (block[at].segment, block[at].article))
    read_so_far: dict[int, Article] = {}
    for segment, group in groupby(places, lambda at: block[at].segment):
        together = list(group)
        numbers = [block[at].article for at in together]
        read_so_far.update(zip(together, snapshot.segments[segment].articles(numbers), strict=True))
    return [read_so_far[at] for at in range(len(block))]


def _has_rare_word(matcher: Matcher) -> bool:
    """Whether a word may be doubted: no word of French, and of so few articles that another one has many more."""
    most = matcher.snapshot.articles / TIMES_AS_MANY
    for word, sought in matcher.sought.items():
        if isinstance(word, Word) and not find(word.form):
            articles = (
                max(counts)
                for forms in sought.slots[0]
                for relation, *counts in zip(forms.relations(), *forms.lists.articles(), strict=True)
                if relation in SAME_KEY
            )
            if max(articles, default=0) <= most:
                return True
    return False


# What follows is imported where it is used: most searches have no use for it, and it takes as long to load as they do.


def _advise(
    snapshot: Snapshot, query: str, asked: Read, total: int, today: date, narrowing: Narrowing
) -> tuple[Diagnosis | None, tuple[Suggestion, ...]]:
    """Say why nothing was found, if nothing was; and what may have been meant."""
    from searcher.search.correcting import correct
    from searcher.search.counts import Counts
    from searcher.search.diagnosing import diagnose

    counts = Counts(snapshot, today, narrowing)
    diagnosis = None if total else diagnose(counts, asked.asked)
    return diagnosis, correct(
        counts, query, asked.asked, total, times=TIMES_AS_MANY if total else TIMES_AS_MANY_OF_NOTHING
    )


def _list_families(matcher: Matcher, tree: Node) -> tuple[Family, ...]:
    from searcher.search.listing import list_families

    return list_families(matcher, tree)


def _words_of_question(tree: Node) -> Sequence[Node]:
    """The words of a long question, of which an article may have some."""
    children = tree.children if isinstance(tree, And) else (tree,)
    return next((child.children for child in children if isinstance(child, Among)), ())


def _has(found: Sequence[Matches], hit: Ranked) -> bool:
    articles = found[hit.segment].articles
    at = bisect_left(articles, hit.article)
    return at < len(articles) and articles[at] == hit.article
