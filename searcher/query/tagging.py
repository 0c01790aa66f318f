"""Tagging: which marks stand in a query. The door to Whoosh.

In: a query, cleaned. Out: its pieces in reading order, parentheses nested. Whoosh's parser runs our plugin,
trying the tagger of each mark at each place; its own plugins drop spaces and nest parentheses. No node of
Whoosh's leaves here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from whoosh.qparser import GroupPlugin, QueryParser
from whoosh.qparser.syntax import GroupNode, MarkerNode
from whoosh.qparser.taggers import FnTagger

from searcher.query.dates import find_interval, find_value
from searcher.query.marks import (
    Dated,
    DateField,
    Group,
    InField,
    Operator,
    Piece,
    Question,
    Quoted,
    Sign,
    Star,
    Text,
    Unread,
)
from searcher.query.operators import KINDS, UNKNOWN
from searcher.query.tree import Field

# Whoosh nests by recursion, and so does whoever walks the tree; no one types that many.
MOST_LEVELS = 50

_FIELDS = {
    "titre": Field.TITLE,
    "title": Field.TITLE,
    "texte": Field.BODY,
    "text": Field.BODY,
    "body": Field.BODY,
}
_BEGINS_WORD = r"(?<![^\s(])"
_ENDS_WORD = r"(?=[\s()\"«“„]|\Z)"
_BEFORE_OPERAND = r"(?<![^\s(:+-])"
_AFTER_WORD = ".,;:!?…"
# A number after one of these would weigh a word or widen it; it is no word of the query.
_WIDENING = r"[~^]\d*(?:\.\d+)?(?=[\s()]|\Z)"
# `étudiant(e)s` is one word.
_INCLUSIVE = r"(?<=\w)\((?:e|ne|le|te|se|ve|es|trice|rice|euse|ère|s)\)s?(?!\w)"

# What other query languages understand.
_FOREIGN = (
    (
        re.compile(r"(?<!\S)(?!\S*/|www\.)\S*?(?:\w\*|\*\w|\w\?\w|(?<!\S)\?\w)"),
        "« * » et « ? » ne remplacent pas de lettres : lus comme de la ponctuation",
    ),
    (
        re.compile(r"(?<!\S)/\S+/(?!\S)"),
        "les expressions rationnelles ne sont pas comprises : lues comme du texte",
    ),
    (
        re.compile(r"(?<!\S)[\[{][^\[\]{}]*\sTO\s"),
        "« [… TO …] » n'est compris qu'après « date: » : lu comme du texte",
    ),
)
_UNKNOWN_FIELD = re.compile(r"(?<![^\s+-])([^\W\d]\w*):(?![\s/]|\Z)")


def _read_quoted(text: str) -> Piece:
    sign = text[0] if text[0] in "~=" else ""
    return Quoted(text[len(sign) + 1 : -1], sign)


def _read_written(text: str) -> Piece:
    return Quoted(text[1:].rstrip(_AFTER_WORD), "=")


def _read_field(text: str) -> Piece:
    return InField(_FIELDS[text.partition(":")[0].lower()])


def _read_operator(text: str) -> Piece:
    kind = KINDS.get(text)
    return Operator(kind, text) if kind else Unread(f"« {text} » n'est pas compris : lu comme « ET »")


def _read_star(_: str) -> Piece:
    return Star()


def _read_widening(text: str) -> Piece:
    return Unread(f"« {text[0]} » n'est pas compris : ignoré, avec le nombre qui le suit")


def _read_minus(_: str) -> Piece:
    return Unread("« - » devant un nombre n'exclut rien (-18 °C) : pour l'exclure, écrire SAUF")


def _read_stray_quote(text: str) -> Piece:
    return Unread(f"guillemet sans fin ou sans début ({text}) : ignoré")


# How each mark looks, and which piece it makes of its text. The first that matches wins.
_MARKS: tuple[tuple[str, Callable[[str], Piece | None]], ...] = (
    (rf"(?:{_BEFORE_OPERAND}[~=])?(?:\"[^\"]*\"|«[^«»]*»|“[^“”]*”|„[^„“”]*[“”])", _read_quoted),
    (rf"{_BEFORE_OPERAND}=(?=\w)[^\s()\"«»“”„~^]+", _read_written),
    (
        r"\A(?:que\s+dit(?:-on)?\s+d[eu]s?|(?:articles?|infos?|actualités?)\s+sur)(?=\s+\S)",
        Question,
    ),
    (rf"(?<!\w)(?:{'|'.join(_FIELDS)}):(?!//)\s*", _read_field),
    (rf"{_BEGINS_WORD}-(?=\d)", _read_minus),
    (rf"{_BEGINS_WORD}[+-](?![\s+-]|\Z)", Sign),
    (
        rf"(?<![^\s()\"»”“])(?-i:{'|'.join(KINDS)}|(?:{'|'.join(UNKNOWN)})(?:/\d+)?){_ENDS_WORD}",
        _read_operator,
    ),
    (rf"{_BEFORE_OPERAND}\*(?::\*)?(?=[\s()]|\Z)", _read_star),
    (_WIDENING, _read_widening),
    (r"[\"«»“”„]", _read_stray_quote),
    (rf"(?:[^\s()\"«»“”„~^]+|(?!{_WIDENING})[~^]|{_INCLUSIVE})+", Text),
)


def _mark(piece: Piece) -> Any:
    """Wrap a piece in a node for Whoosh to carry."""
    node = MarkerNode()
    node.piece = piece
    return node


def _tagger(pattern: str, read: Callable[[str], Piece | None]) -> Any:
    def make(text: str, **_: str) -> Any:
        piece = read(text)
        return _mark(piece) if piece else None

    return FnTagger(re.compile(f"(?P<text>{pattern})", re.IGNORECASE), make, read.__name__)


# `date:` and its value; a value without quotes may have spaces, as in `date:juillet 2024`.
_DATE_FIELD = re.compile(
    r"(?<!\w)date:\s*(?:(?P<range>[\[{][^\[\]{}]*[\]}])"
    r"|(?P<quoted>\"[^\"]*\"|«[^«»]*»|“[^“”]*”|\([^()]*\)))?",
    re.IGNORECASE,
)
_BARE_VALUE = re.compile(r"[^\s()\"«“„]*")


def _find_dated(query: str, at: int) -> tuple[Piece, int] | None:
    if at and not query[at - 1].isspace() and query[at - 1] != "(":
        return None
    interval = find_interval(query, at)
    return (Dated(query[at : interval.stop]), interval.stop) if interval else None


def _find_date_field(query: str, at: int) -> tuple[Piece, int] | None:
    found = _DATE_FIELD.match(query, at)
    if not found:
        return None
    start = stop = found.end()
    if found["range"]:
        value = found["range"]
    elif found["quoted"]:
        value = found["quoted"][1:-1]
    else:
        stop = find_value(query, start)
        if stop == start:
            bare = _BARE_VALUE.match(query, start)
            stop = bare.end() if bare else start
        value = query[start:stop]
    return DateField(value.strip()), stop


class _Tagger:
    """A tagger of Whoosh's for what no regular expression should describe."""

    def __init__(self, find: Callable[[str, int], tuple[Piece, int] | None]) -> None:
        self._find = find

    def match(self, parser: Any, text: str, pos: int) -> Any:
        found = self._find(text, pos)
        return _mark(found[0]).set_range(pos, found[1]) if found else None


def _balance(parser: Any, nodes: Any) -> Any:
    """Turn parentheses that have no partner, or nest too deep, into marks that are not understood."""
    opened: list[tuple[int, bool]] = []

    def refuse(place: int, warning: str) -> None:
        old = nodes[place]
        nodes[place] = _mark(Unread(warning)).set_range(old.startchar, old.endchar)

    for place, node in enumerate(nodes):
        if isinstance(node, GroupPlugin.OpenBracket):
            opened.append((place, len(opened) < MOST_LEVELS))
        elif isinstance(node, GroupPlugin.CloseBracket):
            if not opened:
                refuse(place, "parenthèse sans début : ignorée")
                continue
            start, kept = opened.pop()
            if not kept:
                for side in (start, place):
                    refuse(side, f"parenthèses imbriquées au-delà de {MOST_LEVELS} niveaux : ignorées")
    for start, _ in opened:
        refuse(start, "parenthèse sans fin : ignorée")
    return nodes


class _OurMarks:
    """Our plugin of Whoosh's parser."""

    _taggers = tuple(
        # After Whoosh's own taggers of spaces, at 100, and parentheses, at 0.
        (tagger, 200 + rank)
        for rank, tagger in enumerate(
            [_Tagger(_find_dated), _Tagger(_find_date_field), *(_tagger(*row) for row in _MARKS)]
        )
    )

    def taggers(self, parser: Any) -> tuple[tuple[Any, int], ...]:
        return self._taggers

    def filters(self, parser: Any) -> tuple[tuple[Any, int], ...]:
        # Before Whoosh nests what parentheses hold, at 0.
        return ((_balance, -10),)


_PARSER = QueryParser(None, None, plugins=[_OurMarks(), GroupPlugin()])


def tag(query: str) -> tuple[Piece, ...]:
    """Find the marks of a query.

    >>> tag("sommet OU accord")
    (Text(text='sommet'), Operator(kind=<Kind.ANY: 2>, text='OU'), Text(text='accord'))
    """
    return tuple(_pieces(_PARSER.process(query), query))


def _pieces(nodes: Any, query: str) -> Iterator[Piece]:
    run: list[Any] = []  # words in a row
    for node in nodes:
        if not isinstance(node, GroupNode) and isinstance(node.piece, Text):
            run.append(node)
            continue
        yield from _join(run, query)
        run = []
        yield Group(tuple(_pieces(node, query))) if isinstance(node, GroupNode) else node.piece
    yield from _join(run, query)


def _join(run: list[Any], query: str) -> Iterator[Piece]:
    """Give words in a row as the one text they are, after what they hold that is not understood."""
    if not run:
        return
    start, end = run[0].startchar, run[-1].endchar
    text = query[start:end]
    for pattern, warning in _FOREIGN:
        if pattern.search(text):
            yield Unread(warning)
    for name in _UNKNOWN_FIELD.findall(query[start : end + 1]):
        yield Unread(
            f"champ inconnu « {name}: », lu comme du texte ; les champs sont titre:, texte: et date:"
        )
    yield Text(text)
