"""Narrowing: what articles must be besides what a query asks, said apart from it.

In: days, and values of fields. Out: nodes to join to the tree of a query, so that all that is said of the tree
(how it was understood, why it finds nothing, what it would find without one of its parts) is said of them as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from unicodedata import normalize

from searcher.analysis.characters import plain
from searcher.errors import QueryError
from searcher.query import Field, Metadata, Node, Not, Or, Published
from searcher.query.naming import AROUND, DATE, names_of
from searcher.search.filtering import NAMES

Values = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which articles are looked at. Nothing said is nothing narrowed.

    A field has a name of the query language (`source`, `lieu` or `place`, `agence`, `auteur`, `langue`, `chemin` …)
    or one that the corpus has. A value means what it means behind such a name: words in a row, whatever their case,
    an accent that is typed required; the shape of all of it with `*` or `?`; to the letter behind `=`; `*` is any.

    Raises:
        ValueError: the first day comes after the last.
    """

    # The first day: an article of which the month alone is known may be of any day of it.
    since: date | None = None
    until: date | None = None  # the last day, included
    only: Mapping[str, Values] = field(default_factory=dict)  # by field: one of these values for each field
    without: Mapping[str, Values] = field(default_factory=dict)  # by field: none of these values

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"no day is since {self.since} and until {self.until}")


EVERYTHING = Narrowing()


def narrow(narrowing: Narrowing, fields: Sequence[str]) -> Iterator[Node]:
    """The nodes that an article must satisfy, each.

    Args:
        fields: the names of metadata that the corpus has beside those of every corpus.
    Raises:
        QueryError: there is no such field, or it is one of the text, or it has no value.
    """
    for name, values in narrowing.only.items():
        yield _any_of(list(_conditions(name, values, fields)))
    for name, values in narrowing.without.items():
        yield from map(Not, _conditions(name, values, fields))
    if narrowing.since or narrowing.until:
        yield Published(narrowing.since, narrowing.until)


def _any_of(conditions: Sequence[Node]) -> Node:
    return Or(tuple(conditions)) if len(conditions) > 1 else conditions[0]


def _conditions(name: str, values: Values, fields: Sequence[str]) -> Iterator[Metadata]:
    found = find_field_name(name, fields)
    several = [values] if isinstance(values, str) else dict.fromkeys(values)
    if not several:
        raise QueryError(f"{name}: no value is given", hint=f"Give one, or * for any: {name}:*")
    for value in several:
        whole = value.startswith("=")
        text = " ".join(plain(normalize("NFC", value[whole:]))[0].split())
        if not text:
            raise QueryError(f"{name}: {value!r} is no value", hint=f"Give one, or * for any: {name}:*")
        yield Metadata(found, text, whole)


def find_field_name(name: str, fields: Sequence[str], *, others: Sequence[str] = ()) -> str:
    """What the tree of a query calls a field of metadata, whatever the case and accents of its name.

    Args:
        others: names of stretches of time, where they are known as well.
    Raises:
        QueryError: there is none, or it is one of the text.

    >>> find_field_name("place", ()), find_field_name("RUBRIQUE", ("rubrique",))
    ('lieu', 'rubrique')
    """
    if name in fields:  # as it is written, even where it cannot be typed in a query
        return name
    names = names_of(frozenset(fields))
    found = names.find(name)
    if isinstance(found, Field) or found in (DATE, AROUND):
        raise QueryError(
            f"{name} is not known of articles as a value is",
            hint=f"Of days it has: {', '.join(others)}."
            if others and not isinstance(found, Field)
            else "Days are narrowed by since and until; words of the title or the text belong in the query.",
        )
    if found is None:
        meant = names.resembling(name)
        hint = f"Did you mean {meant}?" if meant else f"It has: {', '.join((*NAMES, *fields, *others))}."
        raise QueryError(f"no article of this index has a field {name!r}", hint=hint)
    return found
