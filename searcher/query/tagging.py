"""Tagging: which marks stand in a query. The door to Whoosh.

In: a query, cleaned, and the names of its fields. Out: its pieces in reading order, parentheses nested. Whoosh's
parser runs our plugin at each place; its own nests parentheses. No node of Whoosh's leaves here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from searcher.query.deferring import deferred
from searcher.query.leftovers import find_left, may_be_left
from searcher.query.marks import Group, Piece, Text, Unread
from searcher.query.naming import Names, names_of
from searcher.query.reading import Reader, after_spaces

with deferred("urllib.request.urlretrieve", "whoosh.lang.morph_en.variations"):
    from whoosh.qparser import GroupPlugin, QueryParser, WhitespacePlugin
    from whoosh.qparser.syntax import MarkerNode

# Whoosh nests by recursion, and so does whoever walks the tree; no one types that many.
MOST_LEVELS = 50

# An address may hold them; kept there, they would mean something elsewhere: `http://exemple.fr/a^2)b`.
_LEFT_SUFFIX = re.compile(r"\^|~(?![^\W\d_])")


class _Mark(MarkerNode):  # type: ignore[misc]
    """A piece, for Whoosh to carry."""

    def __init__(self, piece: Piece, start: int, stop: int, after: int) -> None:
        self.piece = piece
        self.startchar = start
        self.stop = stop  # its end
        self.endchar = after  # where the next one begins, behind the spaces


class _Tagger:
    """A tagger of Whoosh's for all our marks: one at each place costs less than one for each mark."""

    def __init__(self, names: Names) -> None:
        self._reader = Reader(names)

    def match(self, parser: Any, text: str, pos: int) -> Any:
        bracket = _BRACKETS.get(text[pos])
        if bracket:
            return bracket().set_range(pos, after_spaces(text, pos + 1))
        piece, stop = self._reader.read(text, pos)
        return _Mark(piece, pos, stop, after_spaces(text, stop))


def _balance(nodes: Any, levels: int) -> None:
    """Parentheses without a partner, or nested too deep, become marks not understood."""
    opened: list[tuple[int, bool]] = []

    def refuse(place: int, warning: str) -> None:
        old = nodes[place]
        nodes[place] = _Mark(Unread(warning), old.startchar, old.startchar + 1, old.endchar)

    for place, node in enumerate(nodes):
        if isinstance(node, GroupPlugin.OpenBracket):
            opened.append((place, len(opened) < levels))
        elif isinstance(node, GroupPlugin.CloseBracket):
            if not opened:
                refuse(place, "parenthèse sans début : ignorée")
                continue
            start, kept = opened.pop()
            if not kept:
                for side in (start, place):
                    refuse(side, f"parenthèses imbriquées au-delà de {levels} niveaux : ignorées")
    for start, _ in opened:
        refuse(start, "parenthèse sans fin : ignorée")


class _OurMarks(GroupPlugin):  # type: ignore[misc]
    """Our plugin of Whoosh's parser: that of parentheses, with all our marks."""

    def __init__(self, names: Names, levels: int) -> None:
        super().__init__()
        self._tagger = _Tagger(names)
        self._levels = levels

    def taggers(self, parser: Any) -> tuple[tuple[Any, int], ...]:
        return ((self._tagger, 0),)

    def do_groups(self, parser: Any, group: Any) -> Any:
        for node in group:
            if not isinstance(node, _Mark):
                _balance(group, self._levels)
                return super().do_groups(parser, group)
        return group


_BRACKETS = {"(": GroupPlugin.OpenBracket, ")": GroupPlugin.CloseBracket}


@lru_cache(maxsize=16)
def _parser(fields: frozenset[str], levels: int) -> Any:
    parser = QueryParser(None, None, plugins=[_OurMarks(names_of(fields), levels)])
    parser.remove_plugin_class(WhitespacePlugin)  # our marks end where the next one begins
    return parser


def tag(query: str, fields: frozenset[str] = frozenset(), levels: int = MOST_LEVELS) -> tuple[Piece, ...]:
    """Find the marks of a query.

    Args:
        fields: the names of metadata that the corpus has beside those of every corpus.
        levels: how deep parentheses may nest, MOST_LEVELS at the most.

    >>> tag("sommet OU accord")
    (Text(text='sommet'), Operator(kind=<Kind.ANY: 2>, text='OU'), Text(text='accord'))
    """
    nodes = _parser(fields, levels).process(query, after_spaces(query, 0))
    return tuple(_pieces(nodes, query, names_of(fields)))


def _pieces(nodes: Any, query: str, names: Names) -> Iterator[Piece]:
    start = stop = -1  # of words in a row
    for node in nodes:
        is_mark = isinstance(node, _Mark)
        if is_mark and isinstance(node.piece, Text):
            start, stop = (node.startchar if start < 0 else start), node.stop
            continue
        if start >= 0:
            yield from _words(query, start, stop, names)
            start = -1
        yield node.piece if is_mark else Group(tuple(_pieces(node, query, names)))
    if start >= 0:
        yield from _words(query, start, stop, names)


def _words(query: str, start: int, stop: int, names: Names) -> Iterator[Piece]:
    """Give words in a row as the one text they are, after what they hold that is not understood."""
    text = query[start:stop]
    if may_be_left(text):
        yield from map(Unread, find_left(text, query[stop : stop + 1], names))
        text = _LEFT_SUFFIX.sub(" ", text)
    yield Text(text)
