"""Building a segment: articles go in, five files come out.

Words are cut in batches and kept as numbers; the rest happens when the segment is finished, form by form. Memory
grows with the words of one segment, not with the corpus: see `SEGMENT_BYTES`.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from operator import attrgetter
from pathlib import Path

import zstandard

from searcher.analysis import Cut, Cutter, fold_lines, lemma_and_class_lines
from searcher.article import Article
from searcher.index.commits import KINDS, SEGMENTS, SegmentEntry
from searcher.index.files import SectionWriter, Stamp
from searcher.kernels import invert, lines, postings, table
from searcher.kernels.buffers import zeros
from searcher.kernels.cut import Table

# A batch is cut at once: large enough for the cost of a call to vanish, small enough for its buffers to be reused.
BATCH_BYTES = 1 << 21
# Text of one segment: some 40 bytes of memory are needed for each word of it, so about 400 MB.
SEGMENT_BYTES = 64 << 20
# Articles are compressed together up to this size: smaller compresses worse, larger costs more for each hit shown.
# On 47 MB of real news, blocks of 64, 128 and 256 KB take 0.39, 0.385 and 0.36 of the text, and 0.08, 0.14 and 0.23 ms
# to read one; the first articles as a dictionary to 64 KB blocks 0.35, but twice the time to write.
BLOCK_BYTES = 1 << 18
COMPRESSION_LEVEL = 3
# Lists are written through a buffer of this size, or of what the longest one needs.
LIST_BUFFER = 1 << 22


@dataclass(slots=True)
class _Field:
    """The words of all titles, or of all bodies."""

    batches: list[tuple[int, Cut]] = field(default_factory=list)  # first article, words
    lengths: array[int] = field(default_factory=lambda: array("I"))


class SegmentBuilder:
    """Takes articles and writes one segment. Who gives up before `finish` calls `discard`."""

    def __init__(self, folder: Path, number: int, cutter: Cutter) -> None:
        """
        Args:
            folder: of the index.
            number: of the segment, never used before.
            cutter: may have been used for other segments; what it remembers is used again.
        """
        self.name = f"{number:08x}"
        self._folder = folder / SEGMENTS
        self._folder.mkdir(parents=True, exist_ok=True)
        self._cutter = cutter
        self._articles = _ArticleStore(self._path("articles"))
        self._titles = _Field()
        self._bodies = _Field()
        self._pending: list[tuple[bytes, bytes]] = []
        self._pending_bytes = 0
        self._columns = _Columns()
        self.text_bytes = 0

    def __len__(self) -> int:
        return len(self._columns.keys)

    def _path(self, kind: str) -> Path:
        return self._folder / f"{self.name}.{kind}"

    def add(self, article: Article, file: str | None = None, record: int = 0) -> int:
        """Take an article in; its number in the segment is returned.

        Args:
            file: of the corpus, as its state names it; that of the article's path in the first source if not given.
            record: its number in that file, 0 where it is the file.
        """
        title = article.title.encode("utf-8", "replace")
        body = article.body.encode("utf-8", "replace")
        number = len(self)
        self._articles.add(article, title, body)
        self._columns.add(article, file, record)
        self._pending.append((title, body))
        self._pending_bytes += len(title) + len(body)
        self.text_bytes += len(title) + len(body)
        if self._pending_bytes >= BATCH_BYTES:
            self._cut_pending()
        return number

    def _cut_pending(self) -> None:
        first = len(self) - len(self._pending)
        for texts, into in (
            ([title for title, _ in self._pending], self._titles),
            ([body for _, body in self._pending], self._bodies),
        ):
            words = self._cutter.cut(texts)
            lengths = zeros("I", len(texts))
            invert.lengths(words.forms, words.ends, self._cutter.function_words, lengths)
            into.batches.append((first, words))
            into.lengths.extend(lengths)
        self._pending.clear()
        self._pending_bytes = 0

    def finish(self) -> SegmentEntry:
        """Write the files, and tell the commit what they are."""
        if self._pending:
            self._cut_pending()
        stamps = {"articles": self._articles.finish()}
        words = self._sorted_words()
        counts = {}
        with (
            SectionWriter(self._path("postings")) as lists,
            SectionWriter(self._path("positions")) as places,
        ):
            for name, source in (("body", self._bodies), ("title", self._titles)):
                lists.begin(name)
                places.begin(name)
                counts[name] = self._write_lists(source, words.numbers, name, lists, places)
            stamps["postings"] = lists.finish()
            stamps["positions"] = places.finish()
        with SectionWriter(self._path("lexicon")) as lexicon:
            _write_lexicon(lexicon, words, counts["body"], counts["title"])
            stamps["lexicon"] = lexicon.finish()
        with SectionWriter(self._path("columns")) as columns:
            columns.put("body_length", self._bodies.lengths)
            columns.put("title_length", self._titles.lengths)
            self._columns.write(columns)
            stamps["columns"] = columns.finish()
        entry = SegmentEntry(
            name=self.name,
            articles=len(self),
            body_words=sum(self._bodies.lengths),
            title_words=sum(self._titles.lengths),
            files={kind: stamps[kind] for kind in KINDS},
        )
        self._columns = _Columns()
        return entry

    def discard(self) -> None:
        """Remove what was written, unless the segment is finished."""
        if self._columns.keys or not self._articles.finished:
            self._articles.discard()
            for kind in KINDS:
                self._path(kind).unlink(missing_ok=True)

    def _sorted_words(self) -> _Words:
        """The forms of this segment, by key, then spelling."""
        present = zeros("I", len(self._cutter))
        for source in (self._titles, self._bodies):
            for _, words in source.batches:
                invert.count(words.forms, present)
        numbers = array("I", [number for number, count in enumerate(present) if count])
        known = self._cutter.form_lines()
        forms = _picked(known, _ends(known, len(present)), numbers)
        folded = fold_lines(forms)
        form_ends, key_ends = _ends(forms, len(numbers)), _ends(folded, len(numbers))
        sorter = lines.Sorter(folded, key_ends, forms, form_ends, zeros("Q", len(numbers)))
        order = zeros("I", len(numbers))
        sorter.sort(order, zeros("I", len(numbers)))
        return _Words(
            array("I", map(numbers.__getitem__, order)),
            _picked(forms, form_ends, order),
            _picked(folded, key_ends, order),
        )

    def _write_lists(
        self, source: _Field, order: array[int], name: str, lists: SectionWriter, places: SectionWriter
    ) -> array[int]:
        """Write the postings of one field; give four numbers a form, as the lexicon needs them."""
        forms = len(self._cutter)
        counts = zeros("I", forms)
        for _, words in source.batches:
            invert.count(words.forms, counts)
        starts = zeros("I", forms + 1)
        invert.starts(counts, starts)
        articles = zeros("I", starts[forms])
        positions = zeros("I", starts[forms])
        cursors = starts[:forms]
        for first, words in source.batches:
            invert.place(words.forms, words.positions, words.ends, first, cursors, articles, positions)
        source.batches.clear()
        mean = len(positions) // max(1, len(self))
        longest = max(counts, default=0)
        writer = postings.Writer(
            list_buffer := bytearray(max(LIST_BUFFER, 11 * longest + 64)),
            place_buffer := bytearray(max(LIST_BUFFER, 8 * longest + 8)),
            zeros("I", postings.BLOCK),
            zeros("I", postings.BLOCK),
        )
        written = zeros("I", 4 * len(order))
        rank = 0
        while rank < len(order):
            rank = writer.write(order, rank, starts, articles, positions, source.lengths, mean, written)
            list_size, place_size = writer.sizes()
            lists.add(name, memoryview(list_buffer)[:list_size])
            places.add(name, memoryview(place_buffer)[:place_size])
            writer.rewind()
        places.put(f"{name}_words", array("I", [mean]))
        return written


@dataclass(frozen=True, slots=True)
class _Words:
    """The forms of a segment in the order of its lexicon."""

    numbers: array[int]  # in the cutter
    forms: bytes  # a newline after each
    keys: bytes


def _write_lexicon(lexicon: SectionWriter, words: _Words, body: array[int], title: array[int]) -> None:
    count = len(words.numbers)
    key_ends, form_ends = _ends(words.keys, count), _ends(words.forms, count)
    writer = table.Writer(buffer := bytearray(len(words.keys) + len(words.forms) + 56 * count + 64))
    offsets = zeros("I", -(-count // table.BLOCK) + 1)
    writer.forms(words.keys, key_ends, words.forms, form_ends, body, title, offsets)
    _put_table(lexicon, "forms", memoryview(buffer)[: len(writer)], offsets, count)
    # Numbers and tags, which sort before all letters, are related to nothing but their key.
    first = bisect_left(key_ends, b":", key=lambda end: words.keys[words.keys.rfind(b"\n", 0, end) + 1 : end])
    forms = words.forms[form_ends[first - 1] + 1 if first else 0 :]
    folded = words.keys[key_ends[first - 1] + 1 if first else 0 :]
    names, classes = lemma_and_class_lines(forms, folded)
    bare = (b"\n" + names).replace(b"\n~", b"\n")[1:]  # the names that are guesses, without their mark
    _write_groups(lexicon, "lemmas", names, fold_lines(bare), folded, first, count)
    _write_groups(lexicon, "classes", classes, classes, folded, first, count)


def _write_groups(
    lexicon: SectionWriter,
    section: str,
    names: bytes,
    name_keys: bytes,
    folded: bytes,
    first: int,
    count: int,
) -> None:
    """Write which forms share a name, but for those whose key is the name's key: they are found by it.

    Args:
        names: of the groups of the forms from number `first` to `count`, a newline after each.
        name_keys: their keys, likewise.
        folded: the keys of the forms, likewise.
    """
    distinct = Table()
    numbers = zeros("I", count - first)
    distinct.number_lines(names, name_keys, folded, numbers)
    named = distinct.lines(0)
    ends = _ends(named, len(distinct))
    by_name = zeros("I", len(ends))
    lines.Sorter(named, ends, named, ends, zeros("Q", len(ends))).sort(by_name, zeros("I", len(ends)))
    ranks = zeros("I", len(ends))
    for rank, number in enumerate(by_name):
        ranks[number] = rank
    member_ends = zeros("I", len(ends))
    members = zeros("I", len(numbers))
    del members[invert.gather(numbers, ranks, first, member_ends, members) :]
    sorted_names = _picked(named, ends, by_name)
    writer = table.Writer(buffer := bytearray(len(named) + 20 * len(ends) + 5 * len(members) + 64))
    offsets = zeros("I", -(-len(ends) // table.BLOCK) + 1)
    writer.groups(sorted_names, _ends(sorted_names, len(ends)), members, member_ends, offsets)
    _put_table(lexicon, section, memoryview(buffer)[: len(writer)], offsets, len(ends))


def _put_table(
    lexicon: SectionWriter, section: str, blocks: memoryview, offsets: array[int], count: int
) -> None:
    lexicon.put(section, blocks)
    lexicon.put(f"{section}_offsets", offsets)
    lexicon.put(f"{section}_count", array("I", [count]))


def _ends(text: bytes, count: int) -> array[int]:
    """Where each of so many lines ends."""
    ends = zeros("I", count)
    if lines.find_ends(text, ends) != count:
        raise ValueError("a form or a key holds a newline")
    return ends


def _picked(text: bytes, ends: array[int], numbers: array[int]) -> bytes:
    """The lines of these numbers, in this order."""
    out = bytearray(len(text))
    return bytes(memoryview(out)[: lines.pick(text, ends, numbers, out)])


class _ArticleStore:
    """Stores articles as they are, compressed in blocks."""

    def __init__(self, path: Path) -> None:
        self._file = SectionWriter(path)
        self._file.begin("blocks")
        self._compressor = zstandard.ZstdCompressor(level=COMPRESSION_LEVEL)
        self._block: list[bytes] = []
        self._block_size = 0
        self._stored = 0
        # Of each block: its first article, its size once decompressed, where it ends.
        self._firsts = array("I")
        self._sizes = array("I")
        self._ends = array("Q")
        self._end = 0
        self.finished = False

    def add(self, article: Article, title: bytes, body: bytes) -> None:
        """An article is three lengths of 4 bytes, then its metadata in JSON, its title and its body."""
        metadata = _metadata(article)
        lengths = array("I", [len(metadata), len(title), len(body)]).tobytes()
        if not self._block:
            self._firsts.append(self._stored)
        self._block += (lengths, metadata, title, body)
        self._block_size += len(lengths) + len(metadata) + len(title) + len(body)
        self._stored += 1
        if self._block_size >= BLOCK_BYTES:
            self._flush()

    def _flush(self) -> None:
        compressed = self._compressor.compress(b"".join(self._block))
        self._file.add("blocks", compressed)
        self._end += len(compressed)
        self._sizes.append(self._block_size)
        self._ends.append(self._end)
        self._block.clear()
        self._block_size = 0

    def finish(self) -> Stamp:
        if self._block:
            self._flush()
        self._file.put("firsts", self._firsts)
        self._file.put("sizes", self._sizes)
        self._file.put("ends", self._ends)
        self.finished = True
        return self._file.finish()

    def discard(self) -> None:
        self._file.discard()


# Made once: json.dumps would make one for each article.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# What is stored as a string, in this order: quoted one by one they take a third of the time.
_quote = json.encoder.encode_basestring
_STRINGS = ("source", "agency", "place", "author", "language", "url", "path", "encoding")
_strings_of = attrgetter(*_STRINGS)
_NAMES = tuple(f',"{name}":' for name in _STRINGS)


def _metadata(article: Article) -> bytes:
    """All but the title and the body, without what is empty, in JSON."""
    text = f'{{"key":{_quote(article.key)}'
    for name, value in zip(_NAMES, _strings_of(article), strict=True):
        if value:
            text += name + _quote(value)
    if article.published:
        text += f',"published":"{article.published}"'
    if article.extra:
        text += f',"extra":{_encode(dict(article.extra))}'
    return f"{text}}}".encode("utf-8", "replace")


class _Columns:
    """One value an article, in arrays."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self._first_day = array("I")
        self._last_day = array("I")
        self._file = array("I")
        self._record = array("I")
        self._files: dict[str, int] = {}

    def add(self, article: Article, file: str | None, record: int) -> None:
        published = article.published
        self._file.append(self._number_of(article, file))
        self._record.append(record)
        self.keys.append(article.key)
        self._first_day.append(published.first.toordinal() if published else 0)
        self._last_day.append(published.last.toordinal() if published else 0)

    def _number_of(self, article: Article, file: str | None) -> int:
        """The number by which the segment names a file, from 1; 0 is the file `0:` and the key of the article."""
        if file is None:
            file = f"0:{article.path}" if article.path else ""
        source, _, name = file.partition(":")
        if name == article.key:
            if source == "0":
                return 0
            file = f"{source}:"  # one entry for all files of a source that are articles
        return self._files.setdefault(file, len(self._files) + 1)

    def write(self, columns: SectionWriter) -> None:
        columns.put("first_day", self._first_day)
        columns.put("last_day", self._last_day)
        columns.put("file", self._file)
        columns.put("record", self._record)
        files = [file.encode() for file in self._files]
        columns.put("files", b"".join(files))
        columns.put("file_ends", array("I", accumulate(map(len, files))))
        encoded = [key.encode() for key in self.keys]
        columns.put("keys", b"".join(encoded))
        columns.put("key_ends", array("I", accumulate(map(len, encoded))))
        by_key = sorted(range(len(self.keys)), key=self.keys.__getitem__)
        ranks = zeros("I", len(by_key))
        for rank, article in enumerate(by_key):
            ranks[article] = rank
        columns.put("by_key", array("I", by_key))
        columns.put("key_rank", ranks)
