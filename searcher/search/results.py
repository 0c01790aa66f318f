"""What a search gives: plain data that outlives the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from searcher.article import Article
from searcher.query import Field
from searcher.search.diagnosis import Diagnosis, Suggestion


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to mark in an article: a form of each slot, one after the other. A word has one slot."""

    slots: tuple[frozenset[str], ...]
    field: Field = Field.ANY
    verbatim: str = ""  # where it stands letter for letter, and there alone


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
    patterns: tuple[Pattern, ...]  # what the query's words stood for in this index
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
    diagnosis: Diagnosis | None = None  # why there are none, where a query finds no article
    suggestions: tuple[Suggestion, ...] = ()  # what may have been meant: never applied

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)
