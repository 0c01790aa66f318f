"""Looking: what a query asks for in any article, found or not, so that it can be marked there."""

from __future__ import annotations

from datetime import date

from searcher.index import Snapshot
from searcher.search.matching import Matcher
from searcher.search.reading import read
from searcher.search.results import Pattern, Together


def look_for(snapshot: Snapshot, query: str, today: date) -> tuple[Pattern | Together, ...]:
    """The patterns of a query in this index: what it does not exclude, in its order."""
    matcher = Matcher(snapshot)
    matcher.match(read(snapshot, query, today).tree)
    return matcher.patterns()
