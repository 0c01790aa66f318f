"""Diagnosis: what is said of a query that finds nothing, or less than was meant; plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class NearWord:
    """A word of the index that is spelled nearly as another."""

    form: str  # as people wrote it most; two words where a space was missing
    articles: int  # that have any form it stands for in a query


@dataclass(frozen=True, slots=True)
class WordCount:
    """How many articles have a word of the query, in the field it is looked for in."""

    said: str  # as typed
    as_typed: int  # this very form, in whatever case
    same_letters: int  # whatever the accents
    family: int  # any form that the word stands for in a query; an accent that is typed is required
    nearest: tuple[NearWord, ...]  # of a word that none has: the likeliest to have been meant first


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the things that a query asks for all at once."""

    said: str  # in French
    excludes: bool
    alone: int  # articles that it has by itself; that it takes away, if it excludes
    without: int  # articles that the query finds without it
    query: str  # the query without it; empty if it cannot be written


class Change(StrEnum):
    """How another query differs from the one that was asked."""

    VALUE = "value"  # of a field: another one, spelled nearly so, which is what `said` says
    ACCENTS = "accents"  # those that were typed are not required
    INFLECTED = "inflected"  # the words of a phrase in any inflection
    NEAR = "near"  # the words of a phrase near each other, in any order
    ANY_ORDER = "any order"  # the words of a phrase anywhere
    ANY_CAPITALS = "any capitals"  # the words in a row, not to the letter
    ANY_FIELD = "any field"
    ONCE = "once"  # fewer times
    WITHOUT = "without"  # without all clauses that have no article
    SOME = "some"  # some of the words


@dataclass(frozen=True, slots=True)
class Alternative:
    """A query that finds something."""

    change: Change
    said: str  # what of the query is changed, in French
    query: str
    total: int  # articles that it finds


@dataclass(frozen=True, slots=True)
class NearDay:
    """A day on which there is something."""

    day: date
    query: str
    total: int  # articles that may be of that day


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a query finds nothing."""

    articles: int  # in the index
    words: tuple[WordCount, ...]
    clauses: tuple[Clause, ...]  # if there are several, those first without which most is found
    alternatives: tuple[Alternative, ...]
    days: tuple[NearDay, ...]  # the nearest before the days asked for, then after
    contradicts_itself: bool  # no day is in all the intervals that must hold
    left_out: int  # words and clauses that were not looked at


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that may have been mistyped."""

    typed: str
    meant: str  # as people wrote it most; two words where a space was missing


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that may have been meant. It is never asked instead of the one that was typed."""

    query: str  # the whole of it
    total: int  # articles that it finds
    corrections: tuple[Correction, ...]
