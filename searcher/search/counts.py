"""Counts: how many articles other queries than the one asked would find.

In: trees. Out: exact counts, and the text of a query for each. What queries share is looked up once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from searcher.analysis import key
from searcher.index import Snapshot
from searcher.query import Among, And, Field, Node, Phrase
from searcher.search.families import as_typed
from searcher.search.joining import join_neighbours
from searcher.search.matches import Matches
from searcher.search.matching import Matcher
from searcher.search.narrowing import EVERYTHING, Narrowing
from searcher.search.reading import read
from searcher.search.suggesting import Candidate, suggest


class _RememberingMatcher(Matcher):
    """Matches each node once."""

    _remembers = True

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot)
        self._found: dict[Node, list[Matches]] = {}

    def match(self, node: Node) -> list[Matches]:
        if node not in self._found:
            self._found[node] = super().match(node)
        return self._found[node]


class Counts:
    """Counts what trees find in a snapshot."""

    def __init__(self, snapshot: Snapshot, today: date, narrowing: Narrowing = EVERYTHING) -> None:
        self.snapshot = snapshot
        self.today = today
        self._narrowing = narrowing
        self._alike: dict[str, list[Candidate]] = {}
        self._matcher = _RememberingMatcher(snapshot)

    def match(self, tree: Node) -> list[Matches]:
        """What a tree finds in each segment."""
        return self._matcher.match(join_neighbours(tree, self.snapshot.has_key))

    def count(self, tree: Node) -> int:
        """How many articles a tree finds."""
        return sum(map(len, self.match(tree)))

    def count_query(self, query: str) -> int:
        """How many articles a query finds, as a search would read it."""
        return self.count(read(self.snapshot, query, self.today).asked)

    def count_narrowed(self, query: str) -> int:
        """How many articles a query finds where it is narrowed as the one that was asked."""
        return self.count(read(self.snapshot, query, self.today, self._narrowing).asked)

    def count_typed(self, form: str, field: Field) -> int:
        """How many articles hold this very form, in whatever case."""
        return sum(
            lists.count_articles(as_typed(lists.segment, form), field) for lists in self._matcher.lists
        )

    def count_letters(self, form: str, field: Field) -> int:
        """How many articles hold a word of these letters, whatever accents they have."""
        return self.count(Phrase((key(form),), field))

    def alike(self, form: str) -> list[Candidate]:
        """What may have been meant by a word: see `suggest`."""
        if form not in self._alike:
            self._alike[form] = suggest(self.snapshot, form)
        return self._alike[form]

    def write(self, tree: Node) -> str:
        """Write a query that means a tree; empty if none is known to.

        Many words put side by side are a long question, and mean other than words joined by `ET`.
        """
        return next((text for text in _writings(tree) if self._means(text, tree)), "")

    def _means(self, text: str, tree: Node) -> bool:
        return read(self.snapshot, text, self.today).asked == tree


def _writings(tree: Node) -> Iterator[str]:
    yield str(tree)
    match tree:
        case And(children):
            if any(isinstance(child, Among) for child in children):
                others = (child for child in children if not isinstance(child, Among))
                words = (word for child in children if isinstance(child, Among) for word in child.children)
                yield str(And((*words, *others)))
            yield " ET ".join(str(And((child,))) for child in children)
        case Among(_, children):
            yield str(And(children))
