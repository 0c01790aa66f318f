"""Reading a segment: its words, its lists, its articles, its columns.

Everything is mapped and checked page by page when it is first read; nothing is loaded as a whole. What Python
decodes here is only what a query or a hit needs. Threads may share a segment: what they share is never written to,
and each call has cursors of its own.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from itertools import accumulate, chain, pairwise
from operator import add, gt, methodcaller
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import zstandard

from searcher.analysis import Relation
from searcher.article import Article, PartialDate, SaidDate, Zone, ZoneKind
from searcher.errors import IndexDamaged
from searcher.index.codebooks import Codebook
from searcher.index.commits import SEGMENTS, SegmentEntry
from searcher.index.digits import digits_of, from_digits
from searcher.index.families import ALL, FAMILIES, WEIGHTS, FormLists, find_family
from searcher.index.files import LARGEST_BLOCK, SectionFile, open_plain, unreadable
from searcher.index.lexicon import Words
from searcher.index.metadata import DIRECTORY, ENTRIES, VALUES, FieldEntry, Kind, read_directory
from searcher.index.names import read_names
from searcher.index.sections import BOUNDS, BOUNDS_COUNT, NOTICE_FORMS, NOTICES
from searcher.kernels import codes, columns, entries, invert, notices, postings, table
from searcher.kernels.buffers import zeros

_NONE = array("Q")
_ANY_LETTERS, _ONE_LETTER = bytes([table.ANY_LETTERS]), bytes([table.ONE_LETTER])

# Fields of an article that its metadata give as text; `extra` is an object.
_TEXTS = frozenset("key source agency place author language url path encoding".split())


class PostingList(NamedTuple):  # a query makes a hundred: a frozen dataclass takes five times as long to make
    """The articles that hold one form in one field: where that is written."""

    articles: int  # how many
    occurrences: int
    start: int  # of the postings, in bytes from the field's first
    size: int
    positions_start: int
    positions_size: int


class FormEntry(NamedTuple):
    """A form of the segment's lexicon."""

    number: int  # by key, then by spelling
    key: str
    form: str
    body: PostingList
    title: PostingList


class Texts(NamedTuple):
    """What an article says."""

    title: str
    body: str


class StoredBlock(NamedTuple):
    """Articles that are compressed together."""

    articles: range
    size: int  # in bytes, once decompressed
    start: int  # of what is compressed, in bytes of the file
    end: int
    book: int  # the number of its codebook, counted from 1; 0 if nothing in it is coded


class Noticed(NamedTuple):
    """What an article says, and which of it is a notice."""

    texts: Texts
    notices: Sequence[tuple[int, int]]  # half-open spans of characters of the body


_Read = TypeVar("_Read")
_USUAL_BLOCK = 1 << 22  # a longer one has a decompressor of its own, which takes as much memory


class Segment:
    """One segment of one snapshot: its files, and which of its articles are deleted."""

    def __init__(self, folder: Path, entry: SegmentEntry, known: Segment | None = None) -> None:
        """
        Args:
            known: the same segment with other deletions, whose open files are used again.
        Raises:
            IndexDamaged: a file is missing or not what was written.
        """
        self.entry = entry
        self.size = entry.articles
        # What no thread is using just now.
        self._finders: list[table.Finder] = []
        self._cursors: list[table.Cursor] = []
        self._decompressors: list[zstandard.ZstdDecompressor] = []
        folder = folder / SEGMENTS
        self._files: dict[str, SectionFile] = (
            known._files
            if known and known.entry.files == entry.files
            else {
                kind: SectionFile(folder / f"{entry.name}.{kind}", stamp)
                for kind, stamp in entry.files.items()
            }
        )
        # That read texts, by the numbers of their codebooks.
        self._decoders: dict[int, codes.Decoder] = (
            known._decoders if known and known._files is self._files else {}
        )
        # That were read, and checked.
        self._columns: dict[str, memoryview[int]] = (
            known._columns if known and known._files is self._files else {}
        )
        # A bitmap of the deleted articles, in 64-bit words, empty if there are none. Read now: what is not open when
        # the next writer cleans up is lost.
        self.deleted = read_deletions(folder, entry)
        start, end = self._files["columns"].span("key_rank")
        if end - start != digits_of(self.size - 1) * self.size:  # before anyone makes room for that many
            raise self._damaged("columns", f"does not have {self.size:,} articles")

    def is_deleted(self, article: int) -> bool:
        return bool(self.deleted) and bool(self.deleted[article >> 6] >> (article & 63) & 1)

    def path(self, kind: str) -> Path:
        """One of its files, to name in an error."""
        return self._files[kind].path

    def let_go(self) -> None:
        """Give back the memory of what was read of its files, for who reads them once from end to end."""
        for file in self._files.values():
            file.let_go()

    # ---------------------------------------------------------------- columns

    def column(self, name: str) -> memoryview[int]:
        """A number for each article: `body_length`, `title_length`, `first_day`, `encoding`, `file`, `record` …"""
        column = self._columns.get(name)
        if column is None:
            column = self._columns[name] = memoryview(self._read_column(name))
        return column

    def _read_column(self, name: str) -> array[int]:
        if name == "last_day":
            last = zeros("I", self.size)
            columns.add(self.column("first_day"), self.column("more_days"), 0, last)
            return last
        if name == "by_key":
            ranks = self.column("key_rank")
            if max(ranks, default=-1) >= self.size:
                raise self._damaged("columns", "an article is sorted that is not there")
            articles = zeros("I", self.size)
            invert.rank(ranks, articles)
            return articles
        try:
            return from_digits(self._files["columns"].section(name), self.size)
        except ValueError as error:
            raise self._damaged("columns", f"column {name!r}: {error}") from error

    @cached_property
    def key_starts(self) -> array[int]:
        """Where the key of each article begins in `key_bytes`; then where the last one ends."""
        starts, (start, end) = zeros("I", self.size + 1), self._files["columns"].span("keys")
        with self.blaming("columns"):
            invert.starts(self.column("key_lengths"), starts)
        if starts[self.size] != end - start:
            raise self._damaged("columns", "the keys are not as long as they should be")
        return starts

    def key(self, article: int) -> str:
        start, _ = self._files["columns"].span("keys")
        begin, end = self.key_starts[article : article + 2]
        try:
            return str(self._files["columns"].view(start + begin, start + end), "utf-8")
        except UnicodeDecodeError as error:
            raise self._damaged("columns", f"the key of article {article} cannot be read") from error

    def keys(self) -> list[str]:
        """The keys of all articles, deleted ones included."""
        text = bytes(self.key_bytes())
        try:
            return [text[start:end].decode() for start, end in pairwise(self.key_starts)]
        except UnicodeDecodeError as error:
            raise self._damaged("columns", "the keys cannot be read") from error

    def file_names(self) -> list[str]:
        """The different names in the column `file`: see `named_file`."""
        try:
            return read_names(self._files["columns"].section("file_names"))
        except ValueError as error:
            raise self._damaged("columns", f"a file has no name: {error}") from error

    def files(self) -> list[str]:
        """For each article, deleted or not, the name of its file in the column `file`."""
        names = self.file_names()
        try:
            return list(map(names.__getitem__, self.column("file")))
        except IndexError as error:
            raise self._damaged("columns", "a file has no name") from error

    def key_bytes(self) -> memoryview:
        """The keys of all articles, end to end, in UTF-8: see `key_starts`."""
        return self._files["columns"].section("keys")

    def find(self, key: str) -> int | None:
        """The number of the live article of this key."""
        by_key, key_of = self.column("by_key"), self._keys()
        wanted = key.encode(errors="surrogatepass")
        at = bisect_left(by_key, wanted, key=key_of)
        # A key may be there several times: the later article replaced the earlier one, which is deleted.
        while at < len(by_key) and key_of(by_key[at]) == wanted:
            if not self.is_deleted(by_key[at]):
                return int(by_key[at])
            at += 1
        return None

    def keys_beginning(self, prefix: str, limit: int) -> list[str]:
        """The keys of live articles that begin so, in their order, as many as are wanted."""
        by_key, key_of = self.column("by_key"), self._keys()
        wanted = prefix.encode(errors="surrogatepass")
        found: list[str] = []
        for at in range(bisect_left(by_key, wanted, key=key_of), len(by_key)):
            if len(found) == limit or not key_of(by_key[at]).startswith(wanted):
                break
            if not self.is_deleted(by_key[at]):
                found.append(self.key(by_key[at]))
        return found

    def _keys(self) -> Callable[[int], bytes]:
        """What gives the key of an article in UTF-8, whose order is that of keys; what all share is looked up once."""
        file, starts = self._files["columns"], self.key_starts
        (start, stop), data = file.span("keys"), file.data

        def key_of(article: int) -> bytes:
            begin, end = start + starts[article], start + starts[article + 1]
            if not begin <= end <= stop:
                raise self._damaged("columns", f"the key of article {article} cannot be read")
            file.verify(begin, end)
            return bytes(data[begin:end])

        return key_of

    def encodings(self) -> Counter[str]:
        """How many live articles came in each encoding; that of an article that came as text is empty."""
        column = self.column("encoding")
        live = (place for article, place in enumerate(column) if not self.is_deleted(article))
        counts = Counter(live if self.deleted else column)
        try:
            names = read_names(self._files["columns"].section("encoding_names"))
            return Counter({names[place]: count for place, count in counts.items()})
        except (ValueError, IndexError) as error:
            raise self._damaged("columns", f"an encoding has no name: {error}") from error

    def column_sections(self) -> Mapping[str, memoryview]:
        """All sections of the columns, in their order."""
        file = self._files["columns"]
        return {name: file.section(name) for name in file.sections}

    # ---------------------------------------------------------------- metadata

    @cached_property
    def fields(self) -> Mapping[tuple[Kind, str], FieldEntry]:
        """The fields of which an article has a value, deleted ones included, in their order."""
        file = self._files["columns"]
        sizes = (end - start for start, end in map(file.span, (VALUES, ENTRIES)))
        with self.blaming("columns"):
            found = read_directory(file.section(DIRECTORY), *sizes)
        return {(each.kind, each.name): each for each in found}

    def field_values(self, field: FieldEntry) -> list[str]:
        """The different values of a field, in the order of their numbers, which begin at 1."""
        with self.blaming("columns"):
            return field.read_values(self._field_part(VALUES, field.values_span))

    def field_reader(self, field: FieldEntry) -> entries.Reader:
        """What reads which articles have which values; see `blaming`."""
        with self.blaming("columns"):
            return field.reader(self._field_part(ENTRIES, field.entries_span), self.size)

    def count_values(self, field: FieldEntry, within: array[int]) -> tuple[array[int], int]:
        """How many articles have each value of a field, by its number, and how many have any.

        Args:
            within: a bitmap of the articles that count.
        """
        counts = zeros("I", field.values + 1)
        with self.blaming("columns"):
            return counts, self.field_reader(field).tally(within, counts)

    def live(self) -> array[int]:
        """A bitmap of the articles that are not deleted."""
        bits = int.from_bytes(self.deleted.tobytes(), sys.byteorder) ^ ((1 << self.size) - 1)
        return array("Q", bits.to_bytes(8 * -(-self.size // 64), sys.byteorder))

    def _field_part(self, section: str, span: tuple[int, int]) -> memoryview:
        start, _ = self._files["columns"].span(section)
        return self._files["columns"].view(start + span[0], start + span[1])

    @contextmanager
    def blaming(self, kind: str) -> Iterator[None]:
        """Say which of its files it is that cannot be as it was written."""
        try:
            yield
        except (ValueError, TypeError, IndexError) as error:
            raise self._damaged(kind, str(error)) from error

    # ---------------------------------------------------------------- lexicon

    def _table(self, section: str, kind: int) -> table.Cursor:
        file = self._files["lexicon"]
        start, _ = file.span(section)
        count = self._count(section)
        try:
            return table.Cursor(
                file.data,
                file.verified,
                file.verify,
                start,
                file.numbers(f"{section}_offsets"),
                count,
                kind,
            )
        except ValueError as error:
            raise self._damaged("lexicon", str(error)) from error

    def forms_table(self) -> table.Cursor:
        """What walks the forms."""
        return self._table("forms", table.FORMS)

    @property
    def forms_count(self) -> int:
        return self._count("forms")

    def _count(self, section: str) -> int:
        count = self._files["lexicon"].numbers(f"{section}_count")
        if len(count) != 1:
            raise self._damaged("lexicon", "does not say how many words it has")
        return int(count[0])

    def lexicon_section(self, name: str) -> memoryview:
        """A section of the lexicon, as it was written."""
        return self._files["lexicon"].section(name)

    def find_forms(
        self, keys: bytes, lemmas: bytes, classes: bytes
    ) -> tuple[FormLists, bytearray, bytearray]:
        """Find the forms that may stand for a word.

        Args:
            keys, lemmas, classes: those of the word, in UTF-8, a newline after each; its own key is the first.
        Returns:
            The forms; for each how it was found first, by one of the numbers of `table.Finder.find`; then, of those
            that were not found by a lemma, the form and its key, a newline after each.
        """
        try:
            finder = self._finders.pop()
        except IndexError:
            finder = self.new_finder()
        try:
            numbers, ways, body, title, texts = finder.find(keys, lemmas, classes)
            texts.decode()  # or it is damaged
        except ValueError as error:
            raise self._damaged("lexicon", str(error)) from error
        self._finders.append(finder)
        return FormLists.of_one(numbers, body, title), ways, texts

    def new_finder(self) -> table.Finder:
        """What finds forms by keys, lemmas and classes, for one thread at a time."""
        return table.Finder(
            self._table("forms", table.FORMS),
            self._table("lemmas", table.GROUPS),
            self._table("classes", table.GROUPS),
        )

    def family(self, form: str, relations: frozenset[Relation] = ALL) -> tuple[FormLists, array[float]]:
        """Find the forms that a word typed as `form` stands for, and the weight of each: see `find_family`."""
        return find_family(self.find_forms, form, relations)

    def families_table(self) -> table.Cursor:
        """What reads the families that were counted: see `counted_family`."""
        return self._table(FAMILIES, table.GROUPS)

    def counted_family(self, form: str) -> array[int] | None:
        """How many articles, deleted or not, have each of `families.WEIGHTS` as that of their best form of a word.

        Only those of frequent words are known: see `frequent.py`.
        """
        counts = zeros("Q", len(WEIGHTS))
        try:
            if not self.families_table().family(form.encode(errors="replace"), counts):
                return None
        except ValueError as error:
            raise self._damaged("lexicon", str(error)) from error
        self.check_family(counts)
        return counts

    def check_family(self, counts: Sequence[int]) -> None:
        """Refuse what cannot be the counts of a family."""
        if sum(counts) > self.size:
            raise self._damaged("lexicon", "has more articles of a family than there are")

    def _ask(self, operation: Callable[[table.Cursor], _Read]) -> _Read:
        """Do something with a cursor over the forms, which no other thread has."""
        try:
            cursor = self._cursors.pop()
        except IndexError:
            cursor = self._table("forms", table.FORMS)
        try:
            read = operation(cursor)
        except ValueError as error:
            raise self._damaged("lexicon", str(error)) from error
        self._cursors.append(cursor)
        return read

    def has_key(self, key: str) -> bool:
        """Whether a form has a key, be it in deleted articles alone."""
        return bool(self._ask(methodcaller("holds", key.encode())))

    def forms_of_key(self, key: str) -> list[FormEntry]:
        """The forms that a key stands for: those that differ by case, accents or ligatures."""
        cursor = self._table("forms", table.FORMS)
        wanted = key.encode()
        entries = []
        try:
            there = cursor.seek(wanted)
            while there and cursor.text() == wanted:
                entries.append(_entry(cursor))
                there = cursor.advance()
        except ValueError as error:
            raise self._damaged("lexicon", str(error)) from error
        return entries

    def keys_within(self, key: str, distance: int) -> list[tuple[FormEntry, int]]:
        """The forms whose key is within so many letters of another, in their order, each with the distance of its key.

        Args:
            distance: letters inserted, left out, replaced, or swapped with the next one: at most 1 or 2.
        """
        numbers, distances = self.numbers_within(key, distance)
        return list(zip(self.form_entries(numbers), distances, strict=True))

    def numbers_within(self, key: str, distance: int) -> tuple[array[int], array[int]]:
        """As `keys_within`: the numbers of the forms, and the distances of their keys."""
        if len(key) > table.LONGEST_KEY + distance:  # of any key
            return array("I"), array("I")
        found = self._ask(lambda cursor: array("I", cursor.within(array("I", map(ord, key)), distance)))
        return found[::2], found[1::2]

    def numbers_of_shape(self, shape: Sequence[str | None]) -> array[int]:
        """The forms whose key has a shape.

        Args:
            shape: letters of a key, "" for one letter, None for none, one or several.
        """
        pattern = b"".join(map(_shape_bytes, shape))
        prefix = pattern.partition(_ONE_LETTER)[0].partition(_ANY_LETTERS)[0]
        first, end = self._span(prefix, prefix + _ANY_LETTERS)
        if pattern == prefix + _ANY_LETTERS:
            return array("I", range(first, end))
        numbers = zeros("I", end - first)
        filled = self._ask(
            lambda cursor: cursor.matching(pattern, len(prefix), numbers) if cursor.seek(prefix) else 0
        )
        return numbers[:filled]

    def numbers_between(self, first: str, last: str, *, with_first: bool, with_last: bool) -> array[int]:
        """The forms whose keys are between two, in the order of bytes.

        Args:
            first, last: "" is open.
            with_first, with_last: whether they count themselves.
        """
        # No key holds this byte, so what follows a key comes next.
        begin = first.encode("utf-8", "replace") + (b"" if with_first or not first else b"\0")
        stop = last.encode("utf-8", "replace") + (b"\0" if with_last else b"") if last else _ANY_LETTERS
        begin_number, end = self._span(begin, stop)
        return array("I", range(begin_number, end))

    def _span(self, first: bytes, end: bytes) -> tuple[int, int]:
        """The numbers of the first form whose key is not below one, and of the first not below another."""
        return self._ask(lambda cursor: (cursor.place(first), cursor.place(end)))

    def form_lists(self, numbers: array[int]) -> FormLists:
        """Where the lists of many forms are written."""
        body, title = zeros("Q", 6 * len(numbers)), zeros("Q", 6 * len(numbers))
        self._ask(lambda cursor: cursor.lists(numbers, body, title))
        return FormLists.of_one(numbers, body, title)

    def spell(self, numbers: array[int]) -> list[str]:
        """Many forms by their numbers, best in increasing order."""
        return self._ask(partial(_spell, numbers))

    def form_entries(self, numbers: Iterable[int]) -> list[FormEntry]:
        """Forms by their numbers."""
        cursor = self._table("forms", table.FORMS)
        entries = []
        try:
            for number in numbers:
                cursor.go(number)
                entries.append(_entry(cursor))
        except ValueError as error:
            raise self._damaged("lexicon", str(error)) from error
        return entries

    def forms(self) -> Iterator[FormEntry]:
        """All forms, by key."""
        cursor = self._table("forms", table.FORMS)
        try:
            there = cursor.seek(b"")
            while there:
                yield _entry(cursor)
                there = cursor.advance()
        except ValueError as error:
            raise self._damaged("lexicon", str(error)) from error

    def groups(self, section: str) -> tuple[bytes, array[int], array[int], array[int]]:
        """The `lemmas` or the `classes`: names, a newline after each, and where each ends; members, and likewise."""
        cursor = self._table(section, table.GROUPS)
        (count,) = self._files["lexicon"].numbers(f"{section}_count")
        start, end = self._files["lexicon"].span(section)
        if count > end - start:  # before anyone makes room for that many
            raise self._damaged("lexicon", f"does not have {count:,} {section}")
        name_ends, member_ends = zeros("I", count), zeros("I", count)
        names, filled = bytearray(4 * (end - start) + table.LONGEST_KEY + 1), array("q", [0, 0])
        members = zeros("I", end - start)  # a byte each at the least
        try:
            cursor.seek(b"")
            while not cursor.unfold_groups(names, name_ends, members, member_ends, filled):
                names += bytes(len(names))
        except ValueError as error:
            raise self._damaged("lexicon", str(error)) from error
        return bytes(memoryview(names)[: filled[0]]), name_ends, members[: filled[1]], member_ends

    def words_and_counts(self) -> tuple[Words, array[int], array[int]]:
        """All forms as `write_forms` takes them; then for the `body` and the `title` what it tells of their lists."""
        cursor, count = self._table("forms", table.FORMS), self.forms_count
        start, end = self._files["lexicon"].span("forms")
        if count > end - start:  # before anyone makes room for that many
            raise self._damaged("lexicon", f"does not have {count:,} forms")
        key_ends, form_ends = zeros("I", count), zeros("I", count)
        counts = zeros("I", 4 * count), zeros("I", 4 * count)
        room = 4 * (end - start) + 4 * table.LONGEST_KEY
        keys, forms, filled = bytearray(room), bytearray(room), array("q", [0, 0])
        try:
            cursor.seek(b"")
            while not cursor.unfold(keys, key_ends, forms, form_ends, *counts, filled):
                keys += bytes(len(keys))
                forms += bytes(len(forms))
            texts = bytes(memoryview(forms)[: filled[1]]), bytes(memoryview(keys)[: filled[0]])
            for text in texts:
                text.decode()
        except ValueError as error:
            raise self._damaged("lexicon", str(error)) from error
        return Words(texts[0], form_ends, texts[1], key_ends), *counts

    # ---------------------------------------------------------------- postings

    def lists(self, field: str) -> tuple[memoryview, memoryview, memoryview[int]]:
        """All lists of a field: postings, positions; then the lengths of the texts that it is of."""
        lists = self._files["postings"].section(field)
        places = memoryview(b"") if field == NOTICES else self._files["positions"].section(field)
        return lists, places, self.column("title_length" if field == "title" else "body_length")

    def typical_length(self, field: str) -> int:
        """The length of a text that the bounds of scores are told by, at least 1."""
        lengths = self._files["postings"].numbers(f"{field}_length")
        if len(lengths) != 1 or lengths[0] < 1:
            raise self._damaged("postings", "does not say by which length it bounds scores")
        return lengths[0]

    def open_lists(self, reader: postings.Reader) -> None:
        """Let a reader read the lists of any forms."""
        lists, places = self._files["postings"], self._files["positions"]
        spans = [lists.span(field) for field in ("body", "title", NOTICES, BOUNDS)]
        spans += [
            (0, 0) if field == NOTICES else places.span(field) for field in ("body", "title", NOTICES, BOUNDS)
        ]
        reader.open(
            (lists.data, lists.verified, lists.verify),
            (places.data, places.verified, places.verify),
            array("Q", chain.from_iterable(spans)),
            self.size,
            (self.column("body_length"), self.column("title_length")),
        )

    @property
    def postings_file(self) -> SectionFile:
        """The file that the lists of forms are in, but for their positions."""
        return self._files["postings"]

    # ---------------------------------------------------------------- notices

    @cached_property
    def _notice_forms(self) -> tuple[memoryview, memoryview[int], int]:
        """What `notices.Table` takes."""
        file = self._files["postings"]
        count = file.numbers(f"{NOTICE_FORMS}_count")
        if len(count) != 1:
            raise self._damaged("postings", "does not say how many words stand in notices")
        return file.section(NOTICE_FORMS), file.numbers(f"{NOTICE_FORMS}_offsets"), count[0]

    def notices_table(self) -> notices.Table | None:
        """What finds the lists of notices, for one thread at a time; None if nothing stands in a notice."""
        forms = self._notice_forms
        if not forms[2]:
            return None
        with self.blaming("postings"):
            return notices.Table(*forms)

    def notice_lists(self, numbers: array[int]) -> array[int]:
        """Where the lists are that tell in which articles some forms stand in notices, and how often.

        Args:
            numbers: of the forms, in increasing order.
        Returns:
            Six numbers for each form, those of a `PostingList` without positions; nothing if none stands in a notice.
        """
        forms = self._notice_forms
        if not forms[2]:
            return _NONE
        lists = zeros("Q", 6 * len(numbers))
        try:  # for each word of a query: a context manager takes half as long as all of it
            return lists if notices.Table(*forms).find(numbers, lists) else _NONE
        except ValueError as error:
            raise self._damaged("postings", str(error)) from error

    def notice_counts(self, body: array[int]) -> array[int]:
        """What `write_lists` gave of the notices: four numbers a form.

        Args:
            body: what it gave of the body.
        """
        counts = zeros("I", len(body))
        with self.blaming("postings"):
            notices.Table(*self._notice_forms).unfold(counts)
            if any(map(gt, counts[1::4], body[1::4])):  # before anyone makes room for so many
                raise ValueError("more stands in notices than there is")
        return counts

    @cached_property
    def bounds(self) -> array[int]:
        """Where the list is that tells between which positions notices stand: see `notice_lists`."""
        postings_start, postings_end = self._files["postings"].span(BOUNDS)
        start, end = self._files["positions"].span(BOUNDS)
        count = self._files["postings"].numbers(BOUNDS_COUNT)
        if len(count) != 2 or not count[0] <= count[1] <= self.most_places(BOUNDS):
            raise self._damaged("postings", "does not say where notices stand")
        return array("Q", [*count, 0, postings_end - postings_start, 0, end - start]) if count[0] else _NONE

    def bounds_counts(self) -> array[int]:
        """What `write_lists` gave of `bounds`: four numbers."""
        articles, occurrences, _, size, _, places_size = self.bounds or zeros("Q", 6)
        try:
            return array("I", [articles, occurrences, size, places_size])
        except OverflowError as error:
            raise self._damaged("postings", "does not say where notices stand") from error

    def most_places(self, field: str) -> int:
        """How many positions a field can have at most: each takes a bit. Before anyone makes room for more."""
        start, end = self._files["positions"].span(field)
        return 8 * (end - start)

    # ---------------------------------------------------------------- articles

    @cached_property
    def _blocks(self) -> tuple[memoryview[int], memoryview[int], memoryview[int]]:
        file = self._files["articles"]
        firsts, sizes = file.numbers("firsts"), file.numbers("sizes")
        ends = file.section("ends")
        if not 8 * len(firsts) == 8 * len(sizes) == len(ends):
            raise self._damaged("articles", "its blocks are not all there")
        return firsts, sizes, ends.cast("Q")

    def article(self, number: int) -> Article:
        """An article, as it was handed in."""
        return next(self.articles((number,)))

    def articles(self, numbers: Iterable[int]) -> Iterator[Article]:
        """Some articles; in increasing order, what they share on the disk is read once."""
        return self._read(numbers, _article)

    def texts(self, numbers: Iterable[int]) -> Iterator[Texts]:
        """As `articles`, without what is known about them: that takes as long as the texts."""
        return self._read(numbers, _texts)

    def noticed_texts(self, numbers: Iterable[int]) -> Iterator[Noticed]:
        """As `texts`, with where notices stand."""
        return self._read(numbers, _noticed)

    def _read(self, numbers: Iterable[int], read: Callable[[_Opened, int], _Read]) -> Iterator[_Read]:
        """Read articles from their blocks, each by its place there."""
        firsts, *_ = self._blocks
        open_block, opened = -1, None
        try:
            decompressor = self._decompressors.pop()
        except IndexError:
            decompressor = zstandard.ZstdDecompressor()
        try:
            for number in numbers:
                if not 0 <= number < self.size:
                    raise IndexError(f"segment {self.entry.name} has no article {number}")
                block = bisect_right(firsts, number) - 1
                if block < 0:
                    raise self._damaged("articles", f"article {number} is in no block")
                with self._blaming_articles(number):
                    if opened is None or block != open_block:
                        opened, open_block = self._open(self._block(block), decompressor), block
                    yield read(opened, number - firsts[block])
        finally:
            self._decompressors.append(decompressor)

    @contextmanager
    def _blaming_articles(self, article: int) -> Iterator[None]:
        """Say which article it is that cannot be read."""
        try:
            yield
        except (
            zstandard.ZstdError,
            ValueError,
            TypeError,
            AttributeError,
            IndexError,
            RecursionError,
        ) as error:
            raise self._damaged("articles", f"article {article} cannot be read: {error}") from error

    def blocks(self) -> Iterator[StoredBlock]:
        """The blocks of stored articles."""
        firsts, *_ = self._blocks
        if not firsts and self.size:
            raise self._damaged("articles", "holds none")
        if firsts and firsts[0]:
            raise self._damaged("articles", "does not hold the first article")
        yield from map(self._block, range(len(firsts)))

    def _block(self, number: int) -> StoredBlock:
        firsts, sizes, ends = self._blocks
        start, end = self._files["articles"].span("blocks")
        articles = range(firsts[number], firsts[number + 1] if number + 1 < len(firsts) else self.size)
        begin, end_of_block = start + (ends[number - 1] if number else 0), start + ends[number]
        if not articles or articles.stop > self.size or not begin <= end_of_block <= end:
            raise self._damaged("articles", f"block {number} cannot be where it should")
        return StoredBlock(articles, sizes[number], begin, end_of_block, self._books[number])

    def compressed(self, block: StoredBlock) -> memoryview:
        """A block as it is stored."""
        return self._files["articles"].view(block.start, block.end)

    def stored_articles(self, block: StoredBlock) -> list[tuple[memoryview, memoryview, memoryview]]:
        """The articles of a block: metadata, title and body, in JSON and UTF-8."""
        articles, left = [], LARGEST_BLOCK
        with self._blaming_articles(block.articles[0]):
            opened = self._open(block, zstandard.ZstdDecompressor())
            for at in range(len(block.articles)):
                # All at once they are in memory: a stranger's codes might make ten times as much of them.
                title, body = opened.texts(at, left)
                left -= len(title) + len(body)
                articles.append((opened.metadata(at), title, body))
        return articles

    def _open(self, block: StoredBlock, decompressor: zstandard.ZstdDecompressor) -> _Opened:
        decoder = self._decoder(block.book) if block.book else None
        return _Opened(len(block.articles), block.size, self.compressed(block), decompressor, decoder)

    @cached_property
    def _books(self) -> array[int]:
        """The number of the codebook of each block."""
        try:
            return from_digits(self._files["articles"].section("books"), len(self._blocks[0]))
        except ValueError as error:
            raise self._damaged("articles", f"codebooks of blocks: {error}") from error

    def codebook(self, number: int) -> Codebook:
        """A codebook of stored articles, by its number in blocks."""
        file = self._files["articles"]
        ends, (start, end) = file.numbers("codebook_ends"), file.span("codebooks")
        if not 0 < number <= len(ends):
            raise self._damaged("articles", f"has no codebook {number}")
        begin, end_of_book = start + (ends[number - 2] if number > 1 else 0), start + ends[number - 1]
        if not begin <= end_of_book <= end:
            raise self._damaged("articles", f"codebook {number} cannot be where it should")
        try:
            return Codebook.unpacked(file.view(begin, end_of_book))
        except (zstandard.ZstdError, ValueError) as error:
            raise self._damaged("articles", f"codebook {number} cannot be read: {error}") from error

    def _decoder(self, number: int) -> codes.Decoder:
        """What reads texts by a codebook; it is made once."""
        decoder = self._decoders.get(number)
        if decoder is None:
            decoder = self._decoders[number] = self.codebook(number).decoder()
        return decoder

    def _damaged(self, kind: str, reason: str) -> IndexDamaged:
        return IndexDamaged(self.path(kind), reason)

    def verify(self, on_checked: Callable[[int], object] | None = None) -> None:
        """Check every page of every file.

        Args:
            on_checked: called with how many bytes more are checked, now and then.
        Raises:
            IndexDamaged: one was altered.
        """
        for file in self._files.values():
            file.verify_all(on_checked)


def read_deletions(segments: Path, entry: SegmentEntry) -> array[int]:
    """The bitmap of a segment's deleted articles, in 64-bit words; empty if there are none."""
    if entry.deletions is None:
        return array("Q")
    path = segments / entry.deletions.file
    size = 8 * (-(-entry.articles // 64))
    try:
        with open_plain(path) as file:
            if os.fstat(file.fileno()).st_size != size:
                raise IndexDamaged(path, f"does not have {size:,} bytes")
            data = file.read()
    except OSError as error:
        raise unreadable(path, error) from error
    if len(data) != size or zlib.crc32(data) != entry.deletions.checksum:
        raise IndexDamaged(path, "its checksum is not the one that was written")
    if int.from_bytes(data, "little").bit_count() != entry.deletions.count:
        raise IndexDamaged(path, f"does not delete {entry.deletions.count:,} articles")
    return array("Q", data)


def _entry(cursor: table.Cursor) -> FormEntry:
    spelling, body, title = cursor.form()
    key = cursor.text()
    return FormEntry(
        cursor.number,
        key.decode(),
        (spelling or key).decode(),
        PostingList._make(body),
        PostingList._make(title),
    )


def _spell(numbers: array[int], cursor: table.Cursor) -> list[str]:
    buffer, done = bytearray(1 << 16), 0
    forms: list[str] = []
    while done < len(numbers):
        done, filled = cursor.spell(numbers, done, buffer)
        forms += str(memoryview(buffer)[:filled], "utf-8").split("\n")[:-1]
        if not filled:
            buffer += bytes(len(buffer))
    return forms


def _shape_bytes(part: str | None) -> bytes:
    return _ANY_LETTERS if part is None else part.encode("utf-8", "replace") or _ONE_LETTER


class _Opened:
    """The articles of a block, which is decompressed as far as they are asked for.

    Raises (each method): ValueError, ZstdError where it is no block, or not as long as it should be.
    """

    def __init__(
        self,
        count: int,
        size: int,
        compressed: memoryview,
        decompressor: zstandard.ZstdDecompressor,
        decoder: codes.Decoder | None,
    ) -> None:
        """
        Args:
            count: of articles.
            size: of the block once it is decompressed, in bytes.
            decompressor: is used for no other block until this one is done with. To make what it has in memory takes
                a third of the time of a hit.
            decoder: reads titles and bodies, if they are coded.
        """
        self._decoder = decoder
        if size > LARGEST_BLOCK or zstandard.frame_content_size(compressed) != size:
            raise ValueError("its block does not have the size it should")
        # Room for all of it, which the system gives as it is filled.
        if size > _USUAL_BLOCK:
            decompressor = zstandard.ZstdDecompressor(max_window_size=LARGEST_BLOCK)
        self._stream = decompressor.stream_reader(compressed)
        self._text, self._known = memoryview(bytearray(size)), 0
        metadata, self._titles, bodies = (
            from_digits(self._bytes(at, at + 4 * count), count) for at in range(0, 12 * count, 4 * count)
        )
        self._metadata = list(accumulate(metadata, initial=12 * count))
        self._texts = list(accumulate(map(add, self._titles, bodies), initial=self._metadata[-1]))
        if self._texts[-1] != size:
            raise ValueError("its articles are not as long as their block")

    def _bytes(self, start: int, end: int) -> memoryview:
        if end > self._known:
            self._known += self._stream.readinto(self._text[self._known : end])
        if end > self._known:
            raise ValueError("its block is too short")
        return self._text[start:end]

    def metadata(self, at: int) -> memoryview:
        """What is known of an article, by its place in the block, in JSON."""
        return self._bytes(self._metadata[at], self._metadata[at + 1])

    def texts(self, at: int, most: int = LARGEST_BLOCK) -> tuple[memoryview, memoryview]:
        """Its title and its body, in UTF-8.

        Args:
            most: bytes that both may have, if they are coded.
        """
        text, title = self._bytes(self._texts[at], self._texts[at + 1]), self._titles[at]
        if self._decoder:
            decoded, title = self._decoder.decode(text, title, most)
            text = memoryview(decoded)
        return text[:title], text[title:]


def _texts(block: _Opened, at: int) -> Texts:
    """The title and the body of an article, by its place in a block."""
    title, body = block.texts(at)
    return Texts(str(title, "utf-8"), str(body, "utf-8"))


def _zones(metadata: dict[str, Any]) -> tuple[Zone, ...]:
    return tuple(
        [Zone(ZoneKind(kind), int(start), int(end)) for kind, start, end in metadata.get("zones", ())]
    )


def _noticed(block: _Opened, at: int) -> Noticed:
    """The texts and the notices of an article, by its place in a block."""
    metadata = bytes(block.metadata(at))
    zones = _zones(json.loads(metadata)) if b'"zones"' in metadata else ()
    return Noticed(_texts(block, at), [(zone.start, zone.end) for zone in zones if zone.kind.is_notice])


def _article(block: _Opened, at: int) -> Article:
    """An article, by its place in a block."""
    title, body = _texts(block, at)
    metadata = json.loads(bytes(block.metadata(at)))
    published = metadata.pop("published", "")
    extra = metadata.pop("extra", {})
    zones, dates = _zones(metadata), metadata.pop("dates", ())
    metadata.pop("zones", None)
    if not (isinstance(extra, dict) and _TEXTS.issuperset(metadata)):
        raise ValueError("its metadata are not those of an article")
    if not all(type(value) is str for value in metadata.values()):
        raise ValueError("its metadata are no text")
    return Article(
        title=title,
        body=body,
        published=PartialDate.parse(published) if published else None,
        extra=extra,
        zones=zones,
        dates=tuple([SaidDate(PartialDate.parse(date), str(origin)) for date, origin in dates]),
        **metadata,
    )
