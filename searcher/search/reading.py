"""Reading: what a query asks of one index.

In: a query, a narrowing, and a snapshot. Out: the tree to match, and what is to be said of it: a long question is
relaxed, what narrows it stands beside it, and what the corpus writes as one word is joined.
"""

from __future__ import annotations

from datetime import date

from searcher.index import Snapshot
from searcher.query import Node, Nothing, all_of, parse, word
from searcher.records import dataclass
from searcher.search.joining import join_neighbours
from searcher.search.narrowing import EVERYTHING, Narrowing, narrow


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


def read(snapshot: Snapshot, query: str, today: date, narrowing: Narrowing = EVERYTHING) -> Read:
    """Read a query as this index answers it.

    Raises:
        QueryError: it is narrowed by a field that there is none of.
    """
    fields = snapshot.metadata_names()
    parsed = parse(query, today=today, fields=fields)
    asked, warnings = parsed.tree, parsed.warnings
    if parsed.relaxed:
        asked, warnings = parsed.relaxed.tree, (*parsed.warnings, *parsed.relaxed.warnings)
    limits = list(narrow(narrowing, fields))
    if limits and not isinstance(asked, Nothing):
        asked = all_of([asked, *limits])
    return Read(asked, join_neighbours(asked, snapshot.has_key), warnings)
