"""Reading: what a query asks of one index.

In: a query, and a snapshot. Out: the tree to match, and what is to be said of it: a long question is relaxed, and what
the corpus writes as one word is joined.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from searcher.index import Snapshot
from searcher.query import Node, parse, word
from searcher.search.joining import join_neighbours


@dataclass(frozen=True, slots=True)
class Read:
    """A query, ready to be matched."""

    asked: Node  # what was asked, whatever the index
    tree: Node  # what is matched
    warnings: tuple[str, ...]  # in French

    @property
    def understood(self) -> str:
        """How it was read, in French, on one line."""
        return word(self.tree)


def read(snapshot: Snapshot, query: str, today: date) -> Read:
    """Read a query as this index answers it."""
    parsed = parse(query, today=today, fields=snapshot.metadata_names())
    asked, warnings = parsed.tree, parsed.warnings
    if parsed.relaxed:
        asked, warnings = parsed.relaxed.tree, (*parsed.warnings, *parsed.relaxed.warnings)
    return Read(asked, join_neighbours(asked, snapshot.has_key), warnings)
