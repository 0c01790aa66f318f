"""Reading a segment: its words, its lists, its articles, its columns.

Everything is mapped and checked page by page when it is first read; nothing is loaded as a whole. What Python
decodes here is only what a query or a hit needs. Threads may share a segment: what they share is never written to,
and each call has cursors of its own.
"""

from __future__ import annotations

import json
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path

import zstandard

from searcher.article import Article, PartialDate
from searcher.errors import IndexDamaged
from searcher.index.commits import SEGMENTS, SegmentEntry
from searcher.index.files import SectionFile
from searcher.kernels import postings, table

# A block of articles is some 256 KB, or one article if that is longer: what claims to be larger was not written here.
LARGEST_BLOCK = 1 << 30


@dataclass(frozen=True, slots=True)
class PostingList:
    """The articles that hold one form in one field: where that is written."""

    articles: int  # how many
    occurrences: int
    start: int  # of the postings, in bytes from the field's first
    size: int
    positions_start: int
    positions_size: int


@dataclass(frozen=True, slots=True)
class FormEntry:
    """A form of the segment's lexicon."""

    number: int  # by key, then by spelling
    form: str
    body: PostingList
    title: PostingList


class Segment:
    """One segment of one snapshot: its files, and which of its articles are deleted."""

    def __init__(self, folder: Path, entry: SegmentEntry) -> None:
        """
        Raises:
            IndexDamaged: a file is missing or not what was written.
        """
        self.entry = entry
        self.size = entry.articles
        folder = folder / SEGMENTS
        self._files = {
            kind: SectionFile(folder / f"{entry.name}.{kind}", stamp) for kind, stamp in entry.files.items()
        }
        # A bitmap of the deleted articles, in 64-bit words, empty if there are none. Read now: what is not open when
        # the next writer cleans up is lost.
        self.deleted = read_deletions(folder, entry)
        start, end = self._files["columns"].span("key_rank")
        if end - start != 4 * self.size:  # before anyone makes room for that many
            raise self._damaged("columns", f"does not have {self.size:,} articles")

    def is_deleted(self, article: int) -> bool:
        return bool(self.deleted) and bool(self.deleted[article >> 6] >> (article & 63) & 1)

    def bytes_on_disk(self) -> int:
        """What its files take, removed or not."""
        return sum(len(file.data) for file in self._files.values()) + 8 * len(self.deleted)

    def path(self, kind: str) -> Path:
        """One of its files, to name in an error."""
        return self._files[kind].path

    # ---------------------------------------------------------------- columns

    def column(self, name: str) -> memoryview[int]:
        """A number for each article: `body_length`, `title_length`, `first_day`, `file` …"""
        column = self._files["columns"].numbers(name)
        if len(column) != self.size:
            raise self._damaged("columns", f"column {name!r} does not have {self.size:,} numbers")
        return column

    def key(self, article: int) -> str:
        ends = self.column("key_ends")
        start, _ = self._files["columns"].span("keys")
        begin = ends[article - 1] if article else 0
        try:
            return str(self._files["columns"].view(start + begin, start + ends[article]), "utf-8")
        except UnicodeDecodeError as error:
            raise self._damaged("columns", f"the key of article {article} cannot be read") from error

    def keys(self) -> list[str]:
        """The keys of all articles, deleted ones included."""
        return self._strings("keys", "key_ends")

    def files(self) -> list[str] | None:
        """The names of the corpus files that `file` numbers from 1 on; None if nobody noted whence articles came."""
        return self._strings("files", "file_ends") if self._files["columns"].has("files") else None

    def _strings(self, name: str, ends_name: str) -> list[str]:
        columns = self._files["columns"]
        text, ends = bytes(columns.section(name)), columns.numbers(ends_name)
        try:
            return [text[start:end].decode() for start, end in pairwise(chain((0,), ends))]
        except UnicodeDecodeError as error:
            raise self._damaged("columns", f"section {name!r} cannot be read") from error

    def key_bytes(self) -> memoryview:
        """The keys of all articles, end to end, in UTF-8: `key_ends` says where each ends."""
        return self._files["columns"].section("keys")

    def find(self, key: str) -> int | None:
        """The number of the live article of this key."""
        by_key = self.column("by_key")
        at = bisect_left(by_key, key, key=self._key_of)
        # A key may be there several times: the later article replaced the earlier one, which is deleted.
        while at < len(by_key) and self._key_of(by_key[at]) == key:
            if not self.is_deleted(by_key[at]):
                return int(by_key[at])
            at += 1
        return None

    def _key_of(self, article: int) -> str:
        if article >= self.size:
            raise self._damaged("columns", "an article is sorted that is not there")
        return self.key(article)

    # ---------------------------------------------------------------- lexicon

    def _table(self, section: str, kind: int) -> table.Cursor:
        file = self._files["lexicon"]
        start, _ = file.span(section)
        count = file.numbers(f"{section}_count")
        if len(count) != 1:
            raise self._damaged("lexicon", "does not say how many words it has")
        try:
            return table.Cursor(
                file.data,
                file.verified,
                file.verify,
                start,
                file.numbers(f"{section}_offsets"),
                count[0],
                kind,
            )
        except ValueError as error:
            raise self._damaged("lexicon", str(error)) from error

    @property
    def forms_count(self) -> int:
        return int(self._files["lexicon"].numbers("forms_count")[0])

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

    def form_entries(self, numbers: list[int]) -> list[FormEntry]:
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

    def members(self, groups: str, name: str) -> list[int]:
        """The numbers of the forms of one of the `lemmas`, or of one of the `classes`."""
        cursor = self._table(groups, table.GROUPS)
        wanted = name.encode()
        try:
            if cursor.seek(wanted) and cursor.text() == wanted:
                return list(cursor.members())
        except ValueError as error:
            raise self._damaged("lexicon", str(error)) from error
        return []

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

    # ---------------------------------------------------------------- postings

    def open_list(
        self, reader: postings.Reader, field: str, entry: PostingList, *, positions: bool = False
    ) -> None:
        """Point a reader at a list of the `body` or the `title`."""
        lists = self._files["postings"]
        start, end = lists.span(field)
        data = self._part(lists, start + entry.start, entry.size, end)
        places, width = memoryview(b""), 0
        if positions:
            file = self._files["positions"]
            start, end = file.span(field)
            places = self._part(file, start + entry.positions_start, entry.positions_size, end)
            (words,) = file.numbers(f"{field}_words")
            width = postings.rice_width(words, entry.articles, entry.occurrences)
        reader.open(data, places, entry.articles, self.size, width)

    @staticmethod
    def _part(file: SectionFile, start: int, size: int, end: int) -> memoryview:
        if start + size > end:
            raise IndexDamaged(file.path, "a list ends beyond its section")
        return file.view(start, start + size)

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
        firsts, sizes, ends = self._blocks
        file = self._files["articles"]
        start, _ = file.span("blocks")
        open_block, data = -1, b""
        for number in numbers:
            if not 0 <= number < self.size:
                raise IndexError(f"segment {self.entry.name} has no article {number}")
            block = bisect_right(firsts, number) - 1
            if block < 0:
                raise self._damaged("articles", f"article {number} is in no block")
            try:
                if block != open_block:
                    compressed = file.view(start + (ends[block - 1] if block else 0), start + ends[block])
                    if (
                        sizes[block] > LARGEST_BLOCK
                        or zstandard.frame_content_size(compressed) != sizes[block]
                    ):
                        raise ValueError(f"block {block} does not have the size it should")
                    open_block, data = block, zstandard.ZstdDecompressor().decompress(compressed)
                yield _article(data, number - firsts[block])
            except (zstandard.ZstdError, ValueError, TypeError, AttributeError) as error:
                raise self._damaged("articles", f"article {number} cannot be read: {error}") from error

    def _damaged(self, kind: str, reason: str) -> IndexDamaged:
        return IndexDamaged(self.path(kind), reason)

    def verify(self) -> None:
        """Check every page of every file.

        Raises:
            IndexDamaged: one was altered.
        """
        for file in self._files.values():
            file.verify_all()


def read_deletions(segments: Path, entry: SegmentEntry) -> array[int]:
    """The bitmap of a segment's deleted articles, in 64-bit words; empty if there are none."""
    if entry.deletions is None:
        return array("Q")
    path = segments / entry.deletions.file
    try:
        data = path.read_bytes()
    except OSError as error:
        raise IndexDamaged(path, f"cannot be read: {error.strerror or error}") from error
    if len(data) != 8 * (-(-entry.articles // 64)) or zlib.crc32(data) != entry.deletions.checksum:
        raise IndexDamaged(path, "its checksum is not the one that was written")
    return array("Q", data)


def named_file(entry: str, key: str) -> str:
    """The name of the file that an article came from, as the state of the corpus has it.

    Args:
        entry: what `files` says: all of the name, or a source whose files are named as their articles, or "".

    >>> named_file("1:agence.jsonl", "2024-0147"), named_file("1:", "a.txt"), named_file("", "a.txt")
    ('1:agence.jsonl', '1:a.txt', '')
    """
    return entry + key if entry and entry.find(":") == len(entry) - 1 else entry


def _entry(cursor: table.Cursor) -> FormEntry:
    spelling, body, title = cursor.form()
    return FormEntry(
        cursor.number, str(spelling or cursor.text(), "utf-8"), PostingList(*body), PostingList(*title)
    )


def _article(block: bytes, skip: int) -> Article:
    """The article of a block after `skip` others."""
    view = memoryview(block)
    at = 0
    for _ in range(skip):
        at += 12 + sum(view[at : at + 12].cast("I"))
    metadata_size, title_size, body_size = view[at : at + 12].cast("I")
    at += 12
    if at + metadata_size + title_size + body_size > len(view):
        raise ValueError("its block is too short")
    metadata = json.loads(bytes(view[at : at + metadata_size]))
    at += metadata_size
    published = metadata.pop("published", "")
    return Article(
        title=str(view[at : at + title_size], "utf-8"),
        body=str(view[at + title_size : at + title_size + body_size], "utf-8"),
        published=PartialDate.parse(published) if published else None,
        **metadata,
    )
