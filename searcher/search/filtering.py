"""Filtering: which articles of a segment are known to be of a source, a place, a day, a file …

In: a condition on metadata or dates. Out: a bitmap of articles. A condition on metadata is held against the different
values of a field, once a segment; a kernel then marks the articles that have one of those that meet it.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Sequence
from datetime import date
from weakref import WeakKeyDictionary

from searcher.analysis import key
from searcher.index import OWN_NAMES, Field, FieldEntry, Kind, Segment, named_file, pack
from searcher.kernels import entries, sets
from searcher.kernels.buffers import zeros
from searcher.query import Metadata, Published, Undated
from searcher.records import dataclass
from searcher.search.room import bitmap
from searcher.search.values import Paths, Values

PATH = "chemin"
NAMES = (*OWN_NAMES, PATH)


@dataclass(frozen=True, slots=True)
class FieldValues:
    """The different values of one field of a segment, numbered from 1, and which articles have them."""

    values: Values
    read: Callable[[Segment], entries.Reader]  # begins to read the entries of the segment


def mark(segment: Segment, condition: Metadata | Published | Undated) -> array[int]:
    """A bitmap of the articles of a segment that meet a condition, deleted ones included."""
    seen = bitmap(segment.size)
    match condition:
        case Metadata():
            _mark_metadata(segment, condition, seen)
        case Published():
            mark_days(segment, condition.first, condition.last, seen)
        case Undated():
            sets.equal(segment.column("first_day"), 0, seen)
    return seen


def mark_days(segment: Segment, first: date | None, last: date | None, seen: array[int]) -> None:
    """Mark the articles that may have been published between two days, both included; None leaves a side open."""
    sets.overlapping(
        segment.column("first_day"),
        segment.column("last_day"),
        *bounds(first, last),
        seen,
    )


def bounds(first: date | None, last: date | None) -> tuple[int, int]:
    """Two days as ordinals; None leaves a side open."""
    return first.toordinal() if first else 1, last.toordinal() if last else 0xFFFFFFFF


def _mark_metadata(segment: Segment, condition: Metadata, seen: array[int]) -> None:
    field = find_field(segment, condition.name)
    if field is None:
        return
    wanted = bytearray(len(field.values) + 1)
    for number in field.values.meeting(condition):
        wanted[number] = 1
    if any(wanted):
        with segment.blaming("columns"):
            field.read(segment).mark(wanted, seen)


# ---------------------------------------------------------------- fields

# What was read of open segments, by the names of fields in queries: forgotten with them.
_read: WeakKeyDictionary[Segment, dict[str, FieldValues | None]] = WeakKeyDictionary()
_reading = threading.Lock()


def find_field(segment: Segment, name: str) -> FieldValues | None:
    """What a segment has of a field, by its name in a query; None if no article has a value.

    That of an extra one may be written in other capitals and without accents: all fields of that key are one. Those
    that have a name of `NAMES` cannot be asked for.
    """
    folded = key(name)
    with _reading:
        known = _read.setdefault(segment, {})
    if folded not in known:  # two threads may read the same, which does no harm
        known[folded] = _read_field(segment, folded)
    return known[folded]


def _read_field(segment: Segment, name: str) -> FieldValues | None:
    if name == PATH:
        return _paths(segment)
    if name in OWN_NAMES:
        named = [(Kind.OWN, OWN_NAMES[name])]
    else:
        named = [(kind, each) for kind, each in segment.fields if kind is Kind.EXTRA and key(each) == name]
    found = [segment.fields[each] for each in named if each in segment.fields]
    if len(found) > 1:
        return _joined(segment, found)
    return _single(segment, found[0]) if found else None


def _single(segment: Segment, field: FieldEntry) -> FieldValues:
    return FieldValues(Values(segment.field_values(field)), lambda owner: owner.field_reader(field))


def _joined(segment: Segment, several: Sequence[FieldEntry]) -> FieldValues | None:
    """Several fields as one, of which an article has each value once."""
    values: dict[str, int] = {}
    pairs: set[tuple[int, int]] = set()
    same = array("I", range(segment.size))
    for field in several:
        articles, numbers = zeros("I", field.count), zeros("I", field.count)
        with segment.blaming("columns"):
            filled = segment.field_reader(field).unfold(same, articles, numbers)
        new = [0] + [values.setdefault(value, len(values) + 1) for value in segment.field_values(field)]
        pairs.update(zip(articles[:filled], map(new.__getitem__, numbers[:filled]), strict=True))
    articles, numbers = (array("I", column) for column in zip(*sorted(pairs), strict=True))
    return _made(Field(Kind.EXTRA, "", list(values), articles, numbers), segment.size)


def _paths(segment: Segment) -> FieldValues | None:
    """The paths of files, made of the columns that name them: see `named_file`."""
    numbers: dict[str, int] = {"": 0}
    named: dict[str, str | None] = {}  # None of a file whose path is the key of its article
    column = array("I")
    files, articles = segment.files(), segment.keys()
    with segment.blaming("columns"):
        together = list(zip(files, articles, strict=True))
    for name, article in together:
        if name not in named:
            named[name] = None if named_file(name, "/") != name else name.partition(":")[2].rstrip("/")
        path = named[name]
        column.append(numbers.setdefault(article.rstrip("/") if path is None else path, len(numbers)))
    made = Field(
        Kind.EXTRA,
        "",
        list(numbers)[1:],
        zeros("I", len(column)),
        zeros("I", len(column)),
    )
    filled = entries.gather(column, made.articles, made.numbers)
    del made.articles[filled:]
    del made.numbers[filled:]
    return _made(made, segment.size, Paths)


def _made(field: Field, size: int, kind: type[Values] = Values) -> FieldValues | None:
    if not field.values:
        return None
    packed, count, listed = pack(field, size)
    return FieldValues(
        kind(field.values),
        lambda owner: entries.Reader(packed, count, len(field.values), listed, size),
    )
