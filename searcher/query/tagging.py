"""Tagging: which marks stand in a query. The door to Whoosh.

In: a query, cleaned, and the names of its fields. Out: its pieces in reading order, parentheses nested. Whoosh's
parser runs our plugin at each place; its own plugins drop spaces and nest parentheses. No node of Whoosh's
leaves here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from searcher.query.deferring import deferred
from searcher.query.leftovers import find_left
from searcher.query.marks import Group, Piece, Text, Unread
from searcher.query.naming import Names, names_of
from searcher.query.reading import Reader

with deferred("urllib.request.urlretrieve", "whoosh.lang.morph_en.variations"):
    from whoosh.qparser import GroupPlugin, QueryParser
    from whoosh.qparser.syntax import GroupNode, MarkerNode

# Whoosh nests by recursion, and so does whoever walks the tree; no one types that many.
MOST_LEVELS = 50

# An address may hold them; kept there, they would mean something elsewhere: `http://exemple.fr/a^2)b`.
_LEFT_SUFFIX = re.compile(r"\^|~(?![^\W\d_])")


def _mark(piece: Piece) -> Any:
    """Wrap a piece in a node for Whoosh to carry."""
    node = MarkerNode()
    node.piece = piece
    return node


class _Tagger:
    """A tagger of Whoosh's for all our marks: one at each place costs less than one for each mark."""

    def __init__(self, names: Names) -> None:
        self._reader = Reader(names)

    def match(self, parser: Any, text: str, pos: int) -> Any:
        piece, stop = self._reader.read(text, pos)
        return _mark(piece).set_range(pos, stop)


class _Balance:
    """A filter of Whoosh's: parentheses without a partner, or nested too deep, become marks not understood."""

    def __init__(self, levels: int) -> None:
        self._levels = levels

    def __call__(self, parser: Any, nodes: Any) -> Any:
        opened: list[tuple[int, bool]] = []

        def refuse(place: int, warning: str) -> None:
            old = nodes[place]
            nodes[place] = _mark(Unread(warning)).set_range(old.startchar, old.endchar)

        for place, node in enumerate(nodes):
            if isinstance(node, GroupPlugin.OpenBracket):
                opened.append((place, len(opened) < self._levels))
            elif isinstance(node, GroupPlugin.CloseBracket):
                if not opened:
                    refuse(place, "parenthèse sans début : ignorée")
                    continue
                start, kept = opened.pop()
                if not kept:
                    for side in (start, place):
                        refuse(side, f"parenthèses imbriquées au-delà de {self._levels} niveaux : ignorées")
        for start, _ in opened:
            refuse(start, "parenthèse sans fin : ignorée")
        return nodes


class _OurMarks:
    """Our plugin of Whoosh's parser."""

    def __init__(self, names: Names, levels: int) -> None:
        self._tagger = _Tagger(names)
        self._balance = _Balance(levels)

    def taggers(self, parser: Any) -> tuple[tuple[Any, int], ...]:
        # After Whoosh's own taggers of spaces, at 100, and parentheses, at 0.
        return ((self._tagger, 200),)

    def filters(self, parser: Any) -> tuple[tuple[Any, int], ...]:
        # Before Whoosh nests what parentheses hold, at 0.
        return ((self._balance, -10),)


@lru_cache(maxsize=16)
def _parser(fields: frozenset[str], levels: int) -> Any:
    return QueryParser(None, None, plugins=[_OurMarks(names_of(fields), levels), GroupPlugin()])


def tag(query: str, fields: frozenset[str] = frozenset(), levels: int = MOST_LEVELS) -> tuple[Piece, ...]:
    """Find the marks of a query.

    Args:
        fields: the names of metadata that the corpus has beside those of every corpus.
        levels: how deep parentheses may nest, MOST_LEVELS at the most.

    >>> tag("sommet OU accord")
    (Text(text='sommet'), Operator(kind=<Kind.ANY: 2>, text='OU'), Text(text='accord'))
    """
    return tuple(_pieces(_parser(fields, levels).process(query), query, names_of(fields)))


def _pieces(nodes: Any, query: str, names: Names) -> Iterator[Piece]:
    run: list[Any] = []  # words in a row
    for node in nodes:
        if not isinstance(node, GroupNode) and isinstance(node.piece, Text):
            run.append(node)
            continue
        yield from _join(run, query, names)
        run = []
        yield Group(tuple(_pieces(node, query, names))) if isinstance(node, GroupNode) else node.piece
    yield from _join(run, query, names)


def _join(run: list[Any], query: str, names: Names) -> Iterator[Piece]:
    """Give words in a row as the one text they are, after what they hold that is not understood."""
    if not run:
        return
    start, end = run[0].startchar, run[-1].endchar
    text = query[start:end]
    yield from map(Unread, find_left(text, query[end : end + 1], names))
    yield Text(_LEFT_SUFFIX.sub(" ", text))
