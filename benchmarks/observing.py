"""Observing an index: all that can be seen of it from outside, to compare two states of it.

In: a folder. Out: how it answers some questions, what it holds, what it says of itself; at last every byte is checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from searcher import open_index, passages
from searcher.article import Precision
from searcher.index import open_snapshot
from searcher.query import Metadata
from searcher.search.faceting import count_by_date, count_by_value
from searcher.search.matching import Matcher

_TODAY = date(2025, 9, 1)
# Conditions that the query language can put, on fields of each kind.
CONDITIONS = (
    Metadata("source", "*"),
    Metadata("langue", "fr"),
    Metadata("chemin", "*"),
    Metadata("rubrique", "eau"),
    Metadata("page", "?"),
)
_MANY = 10_000  # hits: more than there are
# What a status tells that is another after each build of the same articles.
_INCIDENTAL = frozenset(("commit", "commits", "kernels", "size", "dead", "segment_sizes"))


def observe(folder: Path, questions: Sequence[str], *, verify: bool = True) -> list[object]:
    """Open, search, explain, read and verify.

    Args:
        verify: whether all bytes are checked at last, those that were not needed included.
    Raises:
        IndexUnusable: there is nothing to work with, or not what was written.
    """
    seen: list[object] = []
    with open_index(folder) as index:
        for question in questions:
            results = index.search(question, limit=_MANY, today=_TODAY)
            seen.append((results.total, results.understood))
            seen += ((hit.score, hit.article, passages(hit)) for hit in results)
            seen += (index.get(hit.article.key) for hit in results)
            explanation = index.explain(question, today=_TODAY, recent=True)
            seen += (explanation, index.family(question))
        snapshot = open_snapshot(folder)
        for condition in CONDITIONS:
            found = Matcher(snapshot).match(condition)
            seen.append(count_by_value(snapshot, found, condition.name))
            seen.append(count_by_date(snapshot, found, Precision.MONTH))
        status = asdict(index.status())
        seen.append({name: value for name, value in status.items() if name not in _INCIDENTAL})
        if verify:
            index.verify()
    return seen
