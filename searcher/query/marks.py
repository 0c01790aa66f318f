"""Marks: the pieces of a query as they were written, before anything is said of what they mean.

They stand in reading order; only parentheses nest. They are named tuples, which are made at import in an eighth of the
time that frozen dataclasses take: there are many, and each search starts with them.
"""

from __future__ import annotations

from typing import NamedTuple

from searcher.query.naming import Where
from searcher.query.operators import Kind
from searcher.query.shapes import Shape
from searcher.query.tree import Unit


class Text(NamedTuple):
    """Words in a row with nothing but spaces and punctuation between them, whole: `1 200 000 habitants`."""

    text: str


class Question(NamedTuple):
    """How a question begins: `pourquoi`, `articles sur`."""

    text: str


class Quoted(NamedTuple):
    """What stands between quotes; or a word alone, after `=`."""

    text: str
    sign: str = ""  # what stands before the quotes: `~`, `=` or nothing
    within: int | None = None  # how many other words may stand among them, after `~`


class Wild(NamedTuple):
    """A word with `*` or `?` for letters."""

    text: str  # as typed
    shape: Shape


class Loose(NamedTuple):
    """A word before `~`."""

    text: str
    distance: int
    ending: str  # `~2/3`, as typed


class Range(NamedTuple):
    """`[avril TO juin]`, or `>=avril` after a field. An empty end is open."""

    text: str  # as typed
    first: str
    last: str
    first_included: bool
    last_included: bool


class Group(NamedTuple):
    """What stands between parentheses."""

    pieces: tuple[Piece, ...]


class InField(NamedTuple):
    """`titre:`, before what it applies to."""

    where: Where


class Metadatum(NamedTuple):
    """`source:AFP`."""

    name: str
    value: str
    whole: bool


class Sign(NamedTuple):
    """`+` or `-`, before the word it applies to."""

    sign: str


class Operator(NamedTuple):
    """`ET`, `OU`, `SAUF`…"""

    kind: Kind
    text: str  # as typed


class Nearness(NamedTuple):
    """`PROCHE/5`, `SUIVI/phrase`."""

    text: str  # as typed
    within: int | Unit
    ordered: bool


class Count(NamedTuple):
    """`AUMOINS/3` before what it counts, `PARMI/2` before parentheses."""

    text: str  # as typed
    number: int
    among: bool  # whether of several things, and not of one


class Weight(NamedTuple):
    """`^2`, after what it weighs."""

    text: str  # as typed
    factor: float


class Dated(NamedTuple):
    """What reads like an interval of days: `depuis juin 2024`."""

    text: str


class DateField(NamedTuple):
    """`date:`, or `vers:`, and what follows it, without its quotes."""

    name: str
    value: str


class Star(NamedTuple):
    """`*` alone."""


class Unread(NamedTuple):
    """A mark that is not understood where it stands."""

    warning: str  # in French
    text: str = ""  # what of it is read as words


Piece = (
    Text
    | Question
    | Quoted
    | Wild
    | Loose
    | Range
    | Group
    | InField
    | Metadatum
    | Sign
    | Operator
    | Nearness
    | Count
    | Weight
    | Dated
    | DateField
    | Star
    | Unread
)
