"""Searcher, asked long questions: any of their words is enough, and the best article has most of the rarest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from searcher import Article, build_index
from searcher.index import Snapshot, open_snapshot
from searcher.query import And, Node, Not, Or, parse
from searcher.search.joining import join_neighbours
from searcher.search.matching import Matcher
from searcher.search.ordering import order

# A question that says `hier` must mean the same day in each run.
TODAY = date(2025, 9, 1)


class Searcher:
    """Ranks texts through an index on disk. A text is a body: paragraphs of a book have no title."""

    name = "searcher"

    def __init__(self, texts: Mapping[str, str], folder: Path) -> None:
        """Index texts by key, in a folder that must outlive this."""
        build_index(folder, (Article(key=key, body=text) for key, text in texts.items()))
        self._snapshot = open_snapshot(folder)

    def rank(self, question: str, limit: int) -> list[str]:
        """The keys of the best texts, best first."""
        return rank(self._snapshot, any_of_its_words(parse(question, today=TODAY).tree), limit)


def any_of_its_words(tree: Node) -> Node:
    """Ask for any of what a query asks for, and for nothing that it excludes."""
    if not isinstance(tree, And):
        return tree
    wanted = tuple(child for child in dict.fromkeys(tree.children) if not isinstance(child, Not))
    excluded = tuple(child for child in tree.children if isinstance(child, Not))
    if not wanted:
        return tree
    return And((Or(wanted), *excluded)) if excluded else Or(wanted)


def rank(snapshot: Snapshot, tree: Node, limit: int) -> list[str]:
    """The keys of the best articles in the order of `searcher.search`; no stored text is read."""
    tree = join_neighbours(tree, snapshot.has_key)
    _, best = order(Matcher(snapshot), tree, limit=limit)
    return [snapshot.segments[each.segment].key(each.article) for each in best]
