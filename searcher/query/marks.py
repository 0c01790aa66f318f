"""Marks: the pieces of a query as they were written, before anything is said of what they mean.

They stand in reading order; only parentheses nest.
"""

from __future__ import annotations

from dataclasses import dataclass

from searcher.query.operators import Kind
from searcher.query.tree import Field


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


@dataclass(frozen=True, slots=True)
class Group:
    """What stands between parentheses."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class InField:
    """`titre:`, before what it applies to."""

    field: Field


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
class Dated:
    """What reads like an interval of days: `depuis juin 2024`."""

    text: str


@dataclass(frozen=True, slots=True)
class DateField:
    """`date:` and what follows it, without its quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Star:
    """`*` alone."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A mark that is not understood where it stands."""

    warning: str  # in French


Piece = Text | Question | Quoted | Group | InField | Sign | Operator | Dated | DateField | Star | Unread
