"""Ask an index for a tree, as if a query had been read so."""

from __future__ import annotations

from datetime import date

import pytest

from searcher.index import Snapshot
from searcher.query import Node, Parsed
from searcher.search import Results, search
from searcher.search.explaining import Explanation, explain

TODAY = date(2025, 9, 1)


def answer(
    snapshot: Snapshot, tree: Node, *, limit: int = 1000, recent: bool = False, explained: bool = False
) -> Results:
    """What is found for a tree."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.search.reading.parse", lambda query, **_: Parsed(tree, (), ""))
        return search(snapshot, "", limit=limit, today=TODAY, recent=recent, explained=explained)


def explain_tree(snapshot: Snapshot, tree: Node, rank: int, *, recent: bool = False) -> Explanation | None:
    """Where the score of a hit comes from."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.search.reading.parse", lambda query, **_: Parsed(tree, (), ""))
        return explain(snapshot, "", rank=rank, today=TODAY, recent=recent)
