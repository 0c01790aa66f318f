"""What a search gives: plain data that outlives the index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from searcher.article import Article
from searcher.query import Field, Unit
from searcher.records import dataclass

if TYPE_CHECKING:
    from searcher.search.diagnosis import Diagnosis, Suggestion


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to mark in an article: a form of each slot, one after the other. A word has one slot."""

    slots: tuple[frozenset[str], ...]
    field: Field = Field.ANY
    verbatim: str = ""  # where it stands letter for letter, and there alone


@dataclass(frozen=True, slots=True)
class Together:
    """What to mark in an article where one of each thing stands near the others, and nowhere else."""

    things: tuple[tuple[Pattern, ...], ...]  # each in its ways
    within: int | Unit  # other words at most, or in which stretch of text
    ordered: bool  # whether they stand in this order


@dataclass(frozen=True, slots=True)
class StoodFor:
    """A form that something in a query stood for, and what the live articles have of it in the fields asked for."""

    form: str
    weight: float  # in ranking, above 0, at most 1
    articles: int  # that hold it, at least 1
    occurrences: int


@dataclass(frozen=True, slots=True)
class Family:
    """What a word, a shape or a range in a query stood for."""

    said: str  # it, in words of the query language
    total: int  # forms in all
    forms: tuple[StoodFor, ...]  # those of the most articles, most of them first

    @property
    def is_cut(self) -> bool:
        """Whether forms are left out."""
        return len(self.forms) < self.total


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the words of a long question an article has."""

    words: int
    of: int


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found."""

    rank: int  # from 1
    score: float
    article: Article
    patterns: tuple[Pattern | Together, ...]  # what the query's words stood for in this index
    has: Share | None = None  # of a long question


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query: how many articles in all, and those asked for, best first."""

    query: str
    understood: str  # how the query was read, for its author
    warnings: tuple[str, ...]  # what of the query was not understood
    total: int  # exact, however many hits are here
    offset: int  # hits passed over before the first one here
    seconds: float
    hits: tuple[Hit, ...]
    explanation: tuple[Family, ...] = ()  # what words and shapes stood for, where that was asked for
    diagnosis: Diagnosis | None = None  # why there are none, where a query finds no article
    suggestions: tuple[Suggestion, ...] = ()  # what may have been meant: never applied

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)


class Hits(Iterator[Hit]):
    """Every hit of a query, in order, put in order and read while they are asked for."""

    def __init__(self, understood: str, warnings: tuple[str, ...], total: int, hits: Iterator[Hit]) -> None:
        self.understood = understood  # as of `Results`
        self.warnings = warnings
        self.total = total  # exact, before the first one is asked for
        self._hits = hits

    def __next__(self) -> Hit:
        return next(self._hits)
