"""The metadata of the articles of a segment: for each field its different values, and which articles have them.

In: articles, or what segments know of theirs. Out: three sections of the columns. A field is one of `Article`, or one
that the corpus has besides; an article may have several values of it. What is beyond the limits is in the stored
article alone, and the field that it belongs to is noted as left out.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice
from operator import attrgetter

from searcher.article import Article
from searcher.index.files import SectionWriter
from searcher.index.names import read_names, written_names
from searcher.kernels import entries
from searcher.kernels.buffers import zeros

# Of each article, so that what is left out does not depend on the segment that it is in.
LONGEST_VALUE = 300  # characters: more is a paragraph
LONGEST_NAME = 100  # characters
MOST_VALUES = 100  # of one field
MOST_FIELDS = 100  # that `Article` does not have

VALUES, ENTRIES, DIRECTORY = SECTIONS = ("metadata_values", "metadata_entries", "metadata")


class Kind(IntEnum):
    """What a field is."""

    OWN = 0  # one of `Article`
    EXTRA = 1  # one that the corpus has besides
    LEFT_OUT = 2  # the names of those of which an article has more than is here


OWN_FIELDS = ("source", "agency", "place", "author", "language")
# What people call them, in queries and on the command line.
OWN_NAMES = {
    "source": "source",
    "lieu": "place",
    "agence": "agency",
    "auteur": "author",
    "langue": "language",
}


@dataclass(slots=True)
class Field:
    """A field, and the entries of some articles."""

    kind: Kind
    name: str  # "" of `LEFT_OUT`
    values: list[str] = field(default_factory=list)  # that differ, in the order of their first appearance
    articles: array[int] = field(default_factory=lambda: array("I"))  # of each entry, in order
    numbers: array[int] = field(default_factory=lambda: array("I"))  # of its value, from 1
    # The number of every value met: 0 of one that is too long, and shared by those that are written alike.
    known: dict[str, int] = field(default_factory=dict)
    last: int = -1  # article that a value was added of

    def number(self, value: str) -> int:
        """The number of a value; 0 if it is too long."""
        number = self.known.get(value)
        if number is None:
            number = self.known[value] = self._new(written(value))
        return number

    def _new(self, value: str) -> int:
        if len(value) > LONGEST_VALUE:
            return 0
        number = self.known.get(value)
        if number is None:
            self.values.append(value)
            number = self.known[value] = len(self.values)
        return number

    def add(self, article: int, value: str) -> bool:
        """Add a value of an article, the last one; False if that is too long, or there are too many."""
        number = self.known.get(value) or self.number(value)
        if self.last == article:
            first = len(self.articles)
            while first and self.articles[first - 1] == article:
                first -= 1
            if number in self.numbers[first:]:
                return True
            if len(self.articles) - first >= MOST_VALUES:
                return False
        if number:
            self.last = article
            self.articles.append(article)
            self.numbers.append(number)
        return number > 0


def _derived(article: Article) -> Mapping[str, object]:
    """What was found out about an article, and may be asked for like metadata of the corpus."""
    notices = [zone.kind.value for zone in article.zones if zone.kind.is_notice]
    found = {"zones": notices, "dates": [str(said.date) for said in article.dates]}
    return {name: values for name, values in found.items() if values}


class MetadataBuilder:
    """Gathers the metadata of articles, one after the other."""

    def __init__(self) -> None:
        self._articles = 0
        self._own: tuple[list[str], ...] = tuple([] for _ in OWN_FIELDS)
        self._extra: dict[str, Field] = {}  # by name
        self._left_out: list[tuple[int, str]] = []

    def add(self, article: Article) -> None:
        """Add what an article has beside its own fields: at once, since a program may change it for the next one."""
        if article.extra:
            self._add_extra(self._articles, article.extra)
        if article.dates or (article.zones and article.zones[-1].kind.is_notice):
            self._add_extra(self._articles, _derived(article))
        self._articles += 1

    def extend(self, articles: Sequence[Article]) -> None:
        """Add the own fields of articles that were added."""
        for column, name in zip(self._own, OWN_FIELDS, strict=True):
            column += map(attrgetter(name), articles)

    def _add_extra(self, article: int, extra: Mapping[str, object]) -> None:
        few = len(extra) <= MOST_FIELDS
        for name, value in extra.items() if few else islice(extra.items(), MOST_FIELDS):
            into = self._extra.get(name)
            # Most often a text that was met before: each build does this for all of its articles.
            if into and type(value) is str and (number := into.known.get(value)) and into.last != article:
                into.last = article
                into.articles.append(article)
                into.numbers.append(number)
            elif not self._add_values(article, into or self._new_field(name), value):
                self._left_out.append((article, name))
        if not few:
            self._left_out += ((article, name) for name in islice(extra, MOST_FIELDS, None))

    @staticmethod
    def _add_values(article: int, into: Field | None, value: object) -> bool:
        """Add what an article has of a field; False if that is not all of it."""
        texts = [_text(each) for each in (value if isinstance(value, list | tuple) else [value])]
        if into is None:
            return not any(text != "" for text in texts)
        kept = [into.add(article, text) for text in texts if text]
        return all(kept) and None not in texts

    def _new_field(self, name: str) -> Field | None:
        """The field of a name met for the first time; None if that is too long."""
        kept = written(name)
        if len(kept) > LONGEST_NAME:
            return None
        self._extra[name] = self._extra.setdefault(kept, Field(Kind.EXTRA, kept))
        return self._extra[name]

    def fields(self) -> Iterator[Field]:
        """All fields of which an article has a value, in order."""
        left_out = []
        for name, column in zip(OWN_FIELDS, self._own, strict=True):
            if any(column):
                own, too_long = _own_field(name, column)
                left_out += [(article, name) for article in too_long]
                yield own
        for extra in sorted({each.name: each for each in self._extra.values()}.items()):
            yield extra[1]
        noted = Field(Kind.LEFT_OUT, "")
        for article, name in sorted(left_out + self._left_out, key=lambda pair: pair[0]):
            noted.add(article, written(name)[:LONGEST_NAME])
        yield noted


def _own_field(name: str, column: Sequence[str]) -> tuple[Field, list[int]]:
    """A field of which each article has one value or none, and the articles whose value is too long."""
    found = Field(Kind.OWN, name)
    numbers = {value: found.number(value) if value else 0 for value in dict.fromkeys(column)}
    dense = array("I", map(numbers.__getitem__, column))
    found.articles, found.numbers = zeros("I", len(dense)), zeros("I", len(dense))
    filled = entries.gather(dense, found.articles, found.numbers)
    del found.articles[filled:]
    del found.numbers[filled:]
    long = {value for value, number in numbers.items() if value and not number}
    return found, [article for article, value in enumerate(column) if value in long] if long else []


def written(text: str) -> str:
    """A text as UTF-8 can keep it."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _text(value: object) -> str | None:
    """A value in letters: of what is no text, as JSON has it; "" of nothing; None of what holds others."""
    if isinstance(value, str):
        return str.__str__(value)
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, bool | int | float) else None


def write_fields(columns: SectionWriter, fields: Iterable[Field], size: int) -> None:
    """Write fields, those of no entries left out.

    Args:
        size: articles of the segment.
    """
    directory: list[tuple[int | str, ...]] = []
    values, packed = bytearray(), bytearray()
    for each in fields:
        if each.numbers:
            values += written_names(each.values)
            data, count, listed = pack(each, size)
            packed += data
            directory.append(
                (each.kind, each.name, len(each.values), count, int(listed), len(values), len(packed))
            )
    columns.put(VALUES, values)
    columns.put(ENTRIES, packed)
    columns.put(DIRECTORY, json.dumps(directory, ensure_ascii=False, separators=(",", ":")).encode())


def pack(each: Field, size: int) -> tuple[bytes, int, bool]:
    """The entries of a field, how many there are, and whether they are listed.

    They are if an article has several, or fewer than half have one.
    """
    width = -(-len(each.values).bit_length() // 8)
    dense = zeros("I", size if 2 * len(each.numbers) >= size else 0)
    if dense and entries.spread(each.articles, each.numbers, dense):
        out = bytearray(width * size)
        return bytes(out[: entries.pack(dense, width, out)]), size, False
    out = bytearray((width + 5) * len(each.numbers))
    filled = entries.pack_gaps(each.articles, out, entries.pack(each.numbers, width, out))
    return bytes(out[:filled]), len(each.numbers), True


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """A field of a segment, as its directory has it."""

    kind: Kind
    name: str
    values: int  # that differ
    count: int  # of entries
    listed: bool  # whether articles are told, or each has one entry
    values_span: tuple[int, int]  # in bytes of their sections
    entries_span: tuple[int, int]

    def read_values(self, section: memoryview) -> list[str]:
        """Its values, in the order of their numbers.

        Args:
            section: its own part of the section of values.
        Raises:
            ValueError: that is not what was written.
        """
        values = read_names(section)
        if len(values) != self.values:
            raise ValueError(f"the field {self.name!r} does not have {self.values:,} values")
        return values

    def reader(self, section: memoryview, size: int) -> entries.Reader:
        """What reads its entries.

        Args:
            section: its own part of the section of entries.
            size: articles of the segment.
        """
        return entries.Reader(section, self.count, self.values, self.listed, size)


def read_directory(directory: memoryview, values: int, packed: int) -> list[FieldEntry]:
    """The fields of a segment, in their order.

    Args:
        values, packed: bytes of the other two sections.
    Raises:
        ValueError: that is not what was written.
    """
    try:
        content = json.loads(bytes(directory))
    except RecursionError as error:
        raise ValueError("its metadata are nested too deep") from error
    found: list[FieldEntry] = []
    starts = (0, 0)
    if not isinstance(content, list):
        raise ValueError("its metadata are no list")
    for item in content:
        if not isinstance(item, list) or [type(part) for part in item] != [int, str, int, int, int, int, int]:
            raise ValueError("its metadata are not fields")
        kind, name, count, entries_count, listed, values_end, entries_end = item
        ends = (values_end, entries_end)
        if not (starts[0] <= ends[0] <= values and starts[1] <= ends[1] <= packed):
            raise ValueError(f"the field {name!r} is not where it should be")
        # Before anyone makes room for that many: a value takes two bytes at least, an entry one.
        if not (0 < count <= ends[0] - starts[0] and 0 < entries_count <= ends[1] - starts[1]):
            raise ValueError(
                f"the field {name!r} does not have {count:,} values and {entries_count:,} entries"
            )
        spans = (starts[0], ends[0]), (starts[1], ends[1])
        found.append(FieldEntry(Kind(kind), name, count, entries_count, listed != 0, *spans))
        starts = ends
    if starts != (values, packed):
        raise ValueError("its metadata have bytes that belong to no field")
    if [(each.kind, each.name) for each in found] != sorted(
        {(each.kind, each.name) for each in found}, key=_order
    ):
        raise ValueError("its fields are not in order")
    return found


def _order(named: tuple[Kind, str]) -> tuple[int, int, str]:
    """The order of fields: those of `Article` as it has them, then others by name."""
    kind, name = named
    return kind, OWN_FIELDS.index(name) if kind is Kind.OWN else 0, name


class FieldMerger:
    """Gathers the fields that the live articles of several segments have, segment after segment."""

    def __init__(self) -> None:
        self._fields: dict[tuple[Kind, str], Field] = {}

    def add(
        self, field: FieldEntry, values: Sequence[str], reader: entries.Reader, renumbered: array[int]
    ) -> None:
        """Add a field of a segment.

        Args:
            renumbered: the new numbers of all articles of the segment, 2³² − 1 of one that is deleted.
        Raises:
            ValueError: the segment is not what was written.
        """
        articles, numbers = zeros("I", field.count), zeros("I", field.count)
        filled = reader.unfold(renumbered, articles, numbers)
        into = self._fields.setdefault((field.kind, field.name), Field(field.kind, field.name))
        new = {number: into.number(values[number - 1]) for number in dict.fromkeys(numbers[:filled])}
        if 0 in new.values():
            raise ValueError(f"the field {field.name!r} has a value that is too long")
        into.articles += articles[:filled]
        into.numbers.extend(map(new.__getitem__, numbers[:filled]))

    def fields(self) -> list[Field]:
        """All of them, in order."""
        return [self._fields[named] for named in sorted(self._fields, key=_order)]
