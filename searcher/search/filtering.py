"""Filtering: which articles of a segment are known to be of a source, a place, a day, a file …

In: a condition on metadata or dates. Out: a bitmap of articles. A condition on metadata is held against the different
values of a field, once a segment; a kernel then marks the articles that have one of those that meet it.
"""

from __future__ import annotations

import re
import threading
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter
from unicodedata import normalize
from weakref import WeakKeyDictionary

from searcher.analysis import Asked, Cutter, cut, key, keys
from searcher.analysis.characters import plain
from searcher.index import Field, FieldEntry, Kind, Segment, named_file, pack
from searcher.kernels import entries, sets
from searcher.kernels.buffers import zeros
from searcher.query import Metadata, Published, Undated
from searcher.search.families import SAME_KEY
from searcher.search.lists import bitmap

LANGUAGE = "langue"
PATH = "chemin"
# What queries call the fields of an article, and what the index does.
OWN_NAMES = {
    "source": "source",
    "agence": "agency",
    "lieu": "place",
    "auteur": "author",
    LANGUAGE: "language",
}
NAMES = (*OWN_NAMES, PATH)

# Follows each letter of a word in capitals without accents, which may have lost them.
_LOST = "\ue000"
_CAPITALS = re.compile(r"[^\W\d_]+")
# Letters that are plain ones with something that Unicode does not take off; a ligature is two letters.
_OPENED = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o\u0338", "ł": "l\u0338", "đ": "d\u0335", "ð": "d\u0338", "ħ": "h\u0335"}
    | {"ı": "i\u0338", "þ": "th", "ß": "ss"}
)
_BETWEEN_NAMES = re.compile(r"[\W_]+")


class FieldValues:
    """The different values of one field of a segment, and which articles have them."""

    def __init__(
        self, values: Sequence[str], read: Callable[[Segment], entries.Reader], *, paths: bool = False
    ) -> None:
        """
        Args:
            values: numbered from 1.
            read: begins to read the entries of the segment.
            paths: whether they are paths of files, of which each run of letters and digits is a word.
        """
        self.values = values
        self.read = read
        self._paths = paths

    def meeting(self, condition: Metadata) -> Iterator[int]:
        """The numbers of the values that meet a condition."""
        if self._paths:
            condition = replace(condition, value=condition.value.rstrip("/"))
        if not condition.whole and condition.value != "*" and (row := self._row(condition)):
            return self._holding(row)
        meets = _test(condition)
        return (number for number, value in enumerate(self.values, 1) if meets(value))

    def _row(self, condition: Metadata) -> list[str]:
        """The words of a condition on words; nothing if it is one on the whole value."""
        if condition.name == LANGUAGE or set("*?") & set(condition.value):
            return []
        text = _split(condition.value) if self._paths else condition.value
        return [next(tokens).form for _, tokens in groupby(cut(text), attrgetter("position"))]

    def _holding(self, row: Sequence[str]) -> Iterator[int]:
        """The values that hold some words in a row."""
        slots = [self._numbers_of(form) for form in row]
        forms, _, ends = self._words
        last = -1
        for at in [at for at, form in enumerate(forms) if form in slots[0]] if all(slots) else []:
            value = bisect_right(ends, at)
            if value != last and self._goes_on(at, ends[value], slots):
                last = value
                yield value + 1

    def _goes_on(self, at: int, end: int, slots: Sequence[set[int]]) -> bool:
        """Whether the words of all slots stand in a row, the first at some place of a value that ends before `end`."""
        forms, positions, _ = self._words
        there = {(positions[n] - positions[at], forms[n]) for n in range(at, end)}
        return all(any((step, form) in there for form in slot) for step, slot in enumerate(slots))

    def _numbers_of(self, form: str) -> set[int]:
        """The numbers of the forms that a word stands for."""
        asked, found = Asked.of(form), set()
        for number in self._by_key.get(asked.key, ()):
            related = asked.relate(self._forms[number])
            if related and related[0] in SAME_KEY:
                found.add(number)
        return found

    @cached_property
    def _cutting(self) -> tuple[list[str], tuple[array[int], array[int], array[int]]]:
        """The forms of all values; then for each word of them its form and its position, and where each value ends."""
        cutter = Cutter()
        texts = map(_split, self.values) if self._paths else self.values
        words = cutter.cut([text.encode("utf-8", "replace") for text in texts], with_places=True)
        return list(map(cutter.form, range(len(cutter)))), (words.forms, words.positions, words.ends)

    @property
    def _forms(self) -> list[str]:
        return self._cutting[0]

    @property
    def _words(self) -> tuple[array[int], array[int], array[int]]:
        return self._cutting[1]

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, folded in enumerate(keys(self._forms)):
            found[folded].append(number)
        return found


def _split(path: str) -> str:
    """The names in a path apart, as words that nothing joins to the next ones."""
    return _BETWEEN_NAMES.sub("\n", path)


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
    low = first.toordinal() if first else 1
    high = last.toordinal() if last else 0xFFFFFFFF
    sets.overlapping(segment.column("first_day"), segment.column("last_day"), low, high, seen)


def _mark_metadata(segment: Segment, condition: Metadata, seen: array[int]) -> None:
    field = find_field(segment, condition.name)
    if field is None:
        return
    wanted = bytearray(len(field.values) + 1)
    for number in field.meeting(condition):
        wanted[number] = 1
    if any(wanted):
        with segment.blaming_columns():
            field.read(segment).mark(wanted, seen)


# ---------------------------------------------------------------- fields

# What was read of open segments, by the names of fields in queries: forgotten with them.
_read: WeakKeyDictionary[Segment, dict[str, FieldValues | None]] = WeakKeyDictionary()
_reading = threading.Lock()


def find_field(segment: Segment, name: str) -> FieldValues | None:
    """What a segment has of a field, by its name in a query; None if no article has a value.

    That of an extra one may be written in other capitals and without accents: all fields of that key are one.
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
    return FieldValues(segment.field_values(field), lambda owner: owner.field_reader(field))


def _joined(segment: Segment, several: Sequence[FieldEntry]) -> FieldValues | None:
    """Several fields as one, of which an article has each value once."""
    values: dict[str, int] = {}
    pairs: set[tuple[int, int]] = set()
    same = array("I", range(segment.size))
    for field in several:
        articles, numbers = zeros("I", field.count), zeros("I", field.count)
        with segment.blaming_columns():
            filled = segment.field_reader(field).unfold(same, articles, numbers)
        new = [0] + [values.setdefault(value, len(values) + 1) for value in segment.field_values(field)]
        pairs.update(zip(articles[:filled], map(new.__getitem__, numbers[:filled]), strict=True))
    articles, numbers = (array("I", column) for column in zip(*sorted(pairs), strict=True))
    return _made(Field(Kind.EXTRA, "", list(values), articles, numbers), segment.size)


def _paths(segment: Segment) -> FieldValues | None:
    """The paths of files, made of the columns that name them: see `named_file`."""
    numbers: dict[str, int] = {"": 0}
    names = map(named_file, segment.files(), segment.keys())
    column = array(
        "I", [numbers.setdefault(name.partition(":")[2].rstrip("/"), len(numbers)) for name in names]
    )
    made = Field(Kind.EXTRA, "", list(numbers)[1:], zeros("I", len(column)), zeros("I", len(column)))
    filled = entries.gather(column, made.articles, made.numbers)
    del made.articles[filled:]
    del made.numbers[filled:]
    return _made(made, segment.size, paths=True)


def _made(field: Field, size: int, *, paths: bool = False) -> FieldValues | None:
    if not field.values:
        return None
    packed, count, listed = pack(field, size)
    return FieldValues(
        field.values,
        lambda owner: entries.Reader(packed, count, len(field.values), listed, size),
        paths=paths,
    )


# ---------------------------------------------------------------- whole values


def _test(condition: Metadata) -> Callable[[str], bool]:
    """Whether a value meets a condition on all of it."""
    if condition.value == "*" and not condition.whole:
        return lambda value: True
    if condition.whole:
        asked = shape(condition.value)
        return lambda value: shape(value) == asked
    if condition.name == LANGUAGE and not set("*?") & set(condition.value):
        tag = _tag(condition.value)
        return lambda value: f"{_tag(value)}-".startswith(f"{tag}-")
    pattern = _pattern(condition.value)
    return lambda value: pattern.fullmatch(_letters(value)) is not None


def _tag(language: str) -> str:
    """A language as tags write it: `fr-CA`."""
    return language.lower().replace("_", "-")


def shape(value: str) -> str:
    """A value in which apostrophes, hyphens and blanks have one shape, as in text that is searched to the letter."""
    return " ".join(plain(value)[0].split())


@lru_cache(maxsize=64)
def _pattern(value: str) -> re.Pattern[str]:
    """What the letters of a whole value must be: `*` stands for any, `?` for one, an accent typed is required."""
    return re.compile("".join(_sign(sign) for sign in _clusters(_letters(value, typed=True))), re.DOTALL)


def _sign(cluster: str) -> str:
    """What a sign of a condition stands for: a letter, and the accents that it was typed with."""
    letter, accents = cluster[0], cluster[1:]
    if letter == "*" and not accents:
        return ".*"
    free = f"[\u0300-\u036f{_LOST}]*"
    if letter == "?" and not accents:
        return f"[^\u0300-\u036f{_LOST}]{free}"
    return re.escape(letter) + (f"(?:{re.escape(accents)}|{_LOST})" if accents else free)


def _clusters(letters: str) -> list[str]:
    return re.findall("[^\u0300-\u036f][\u0300-\u036f]*|^[\u0300-\u036f]+", letters, re.DOTALL)


def _letters(value: str, *, typed: bool = False) -> str:
    """A value in small letters, each followed by its accents, or by `_LOST` where it may have lost them."""
    value = shape(value)
    small = value.lower()
    if value != small and not typed:
        small = _CAPITALS.sub(_lose, value).lower()
    return small if small.isascii() else normalize("NFD", small.translate(_OPENED))


def _lose(word: re.Match[str]) -> str:
    letters = word.group()
    if letters.isupper() and letters.lower() == key(letters):
        return "".join(f"{letter}{_LOST}" for letter in letters)
    return letters
