"""Marks: the pieces of a query as they were written, before anything is said of what they mean.

They stand in reading order; only parentheses nest.
"""

from __future__ import annotations

from dataclasses import dataclass

from searcher.query.naming import Where
from searcher.query.operators import Kind
from searcher.query.tree import Unit


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a row with nothing but spaces and punctuation between them, whole: `1 200 000 habitants`."""

    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """How a question begins: `pourquoi`, `articles sur`."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands between quotes; or a word alone, after `=`."""

    text: str
    sign: str = ""  # what stands before the quotes: `~`, `=` or nothing
    within: int | None = None  # how many other words may stand among them, after `~`


@dataclass(frozen=True, slots=True)
class Wild:
    """A word with `*` or `?` for letters."""

    text: str  # as typed
    pattern: str  # as it is to match


@dataclass(frozen=True, slots=True)
class Loose:
    """A word before `~`."""

    text: str
    distance: int
    ending: str  # `~2/3`, as typed


@dataclass(frozen=True, slots=True)
class Range:
    """`[avril TO juin]`, or `>=avril` after a field. An empty end is open."""

    text: str  # as typed
    first: str
    last: str
    first_included: bool
    last_included: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between parentheses."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class InField:
    """`titre:`, before what it applies to."""

    where: Where


@dataclass(frozen=True, slots=True)
class Metadatum:
    """`source:AFP`."""

    name: str
    value: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """`+` or `-`, before the word it applies to."""

    sign: str


@dataclass(frozen=True, slots=True)
class Operator:
    """`ET`, `OU`, `SAUF`…"""

    kind: Kind
    text: str  # as typed


@dataclass(frozen=True, slots=True)
class Nearness:
    """`PROCHE/5`, `SUIVI/phrase`."""

    text: str  # as typed
    within: int | Unit
    ordered: bool


@dataclass(frozen=True, slots=True)
class Count:
    """`AUMOINS/3` before what it counts, `PARMI/2` before parentheses."""

    text: str  # as typed
    number: int
    among: bool  # whether of several things, and not of one


@dataclass(frozen=True, slots=True)
class Weight:
    """`^2`, after what it weighs."""

    text: str  # as typed
    factor: float


@dataclass(frozen=True, slots=True)
class Dated:
    """What reads like an interval of days: `depuis juin 2024`."""

    text: str


@dataclass(frozen=True, slots=True)
class DateField:
    """`date:`, or `vers:`, and what follows it, without its quotes."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Star:
    """`*` alone."""


@dataclass(frozen=True, slots=True)
class Unread:
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
