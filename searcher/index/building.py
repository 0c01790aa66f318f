"""Building a segment: articles go in, five files come out.

Words are cut in batches and kept as numbers; the rest happens when the segment is finished, form by form. Memory
grows with the words of one segment, not with the corpus: see `SEGMENT_BYTES`.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

import zstandard

from searcher.analysis import Cut, Cutter, classes, is_function_word, keys, lemmas
from searcher.article import Article
from searcher.index.commits import KINDS, SEGMENTS, SegmentEntry
from searcher.index.files import SectionWriter, Stamp
from searcher.kernels import invert, postings, table
from searcher.kernels.buffers import zeros
from searcher.kernels.cut import Table

# A batch is cut at once: large enough for the cost of a call to vanish, small enough for its buffers to be reused.
BATCH_BYTES = 1 << 21
# Text of one segment: some 40 bytes of memory are needed for each word of it, so about 400 MB.
SEGMENT_BYTES = 64 << 20
# Articles are compressed together up to this size: smaller compresses worse, larger costs more for each hit shown.
# The first articles of a segment serve as a dictionary to all blocks: 64 KB blocks then take 0.35 of the text instead
# of 0.39 (18,496 articles of real news), for a tenth of a second more in 47 MB.
BLOCK_BYTES = 1 << 16
DICTIONARY_BYTES = 1 << 18
COMPRESSION_LEVEL = 3
# Lists are written through a buffer of this size, or of what the longest one needs.
LIST_BUFFER = 1 << 22


@dataclass(slots=True)
class _Field:
    """The words of all titles, or of all bodies."""

    batches: list[tuple[int, Cut]] = field(default_factory=list)  # first article, words
    lengths: array[int] = field(default_factory=lambda: array("I"))


class SegmentBuilder:
    """Takes articles and writes one segment.

    Used as a context manager: what is not finished is removed.
    """

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
        self._counted = bytearray()  # by form: whether it counts towards a length
        self._columns = _Columns()
        self.text_bytes = 0

    def __len__(self) -> int:
        return len(self._columns.keys)

    def __enter__(self) -> SegmentBuilder:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def _path(self, kind: str) -> Path:
        return self._folder / f"{self.name}.{kind}"

    def add(self, article: Article) -> int:
        """Take an article in; its number in the segment is returned."""
        title = article.title.encode("utf-8", "replace")
        body = article.body.encode("utf-8", "replace")
        number = len(self)
        self._articles.add(article, title, body)
        self._columns.add(article)
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
            self._mark_function_words()
            lengths = zeros("I", len(texts))
            invert.lengths(words.forms, words.ends, self._counted, lengths)
            into.batches.append((first, words))
            into.lengths.extend(lengths)
        self._pending.clear()
        self._pending_bytes = 0

    def _mark_function_words(self) -> None:
        new = self._cutter.forms(len(self._counted))
        self._counted.extend(0 if is_function_word(form) else 1 for form in new)

    def finish(self) -> SegmentEntry:
        """Write the files, and tell the commit what they are."""
        if self._pending:
            self._cut_pending()
        stamps = {"articles": self._articles.finish()}
        order, words = self._sorted_forms()
        counts = {}
        with (
            SectionWriter(self._path("postings")) as lists,
            SectionWriter(self._path("positions")) as places,
        ):
            for name, source in (("body", self._bodies), ("title", self._titles)):
                lists.begin(name)
                places.begin(name)
                counts[name] = self._write_lists(source, order, name, lists, places)
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

    def _sorted_forms(self) -> tuple[array[int], list[tuple[str, str]]]:
        """The forms of this segment by key, then spelling: their numbers, and both."""
        present = zeros("I", len(self._cutter))
        for source in (self._titles, self._bodies):
            for _, words in source.batches:
                invert.count(words.forms, present)
        numbers = [number for number, count in enumerate(present) if count]
        known = self._cutter.forms()
        forms = [known[number] for number in numbers]
        pairs = list(zip(keys(forms), forms, strict=True))
        # Sorting strings is twice as fast as sorting pairs; nothing sorts before the character that parts them.
        joined = list(map("\0".join, pairs))
        by_word = sorted(range(len(pairs)), key=joined.__getitem__)
        return array("I", map(numbers.__getitem__, by_word)), list(map(pairs.__getitem__, by_word))

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
        longest = max(counts, default=0)
        writer = postings.Writer(
            list_buffer := bytearray(max(LIST_BUFFER, 11 * longest + 64)),
            place_buffer := bytearray(max(LIST_BUFFER, 5 * longest)),
            zeros("I", postings.BLOCK),
            zeros("I", postings.BLOCK),
        )
        written = zeros("I", 4 * len(order))
        rank = 0
        while rank < len(order):
            rank = writer.write(order, rank, starts, articles, positions, source.lengths, written)
            list_size, place_size = writer.sizes()
            lists.add(name, memoryview(list_buffer)[:list_size])
            places.add(name, memoryview(place_buffer)[:place_size])
            writer.rewind()
        return written


def _write_lexicon(
    lexicon: SectionWriter, words: Sequence[tuple[str, str]], body: array[int], title: array[int]
) -> None:
    forms = [form for _, form in words]
    folded = [key for key, _ in words]
    word_keys, key_ends = _joined(folded)
    spellings, spelling_ends = _joined([form if form != key else "" for key, form in words])
    writer = table.Writer(buffer := bytearray(len(word_keys) + len(spellings) + 56 * len(words) + 64))
    offsets = zeros("I", -(-len(words) // table.BLOCK) + 1)
    writer.forms(word_keys, key_ends, spellings, spelling_ends, body, title, offsets)
    lexicon.put("forms", memoryview(buffer)[: len(writer)])
    lexicon.put("forms_offsets", offsets)
    lexicon.put("forms_count", array("I", [len(words)]))
    _write_groups(lexicon, "lemmas", lemmas(forms, folded), folded)
    _write_groups(lexicon, "classes", classes(forms, folded), folded)


def _write_groups(lexicon: SectionWriter, section: str, names: Sequence[str], folded: Sequence[str]) -> None:
    """Write which forms share a name, but for those whose key is the name's key: they are found by it.

    Args:
        names: of the group of each form.
        folded: the key of each form.
    """
    table_of_names = Table()
    numbers = zeros("I", len(names))
    name_keys = keys([name.removeprefix("~") for name in names])
    table_of_names.number_lines(_lines(names), _lines(name_keys), _lines(folded), numbers)
    distinct = str(table_of_names.lines(0), "utf-8").split("\n")[:-1]
    by_name = sorted(range(len(distinct)), key=distinct.__getitem__)
    ranks = zeros("I", len(distinct))
    for rank, number in enumerate(by_name):
        ranks[number] = rank
    ends = zeros("I", len(distinct))
    members = zeros("I", len(names))
    del members[invert.gather(numbers, ranks, ends, members) :]
    group_keys, key_ends = _joined([distinct[number] for number in by_name])
    writer = table.Writer(buffer := bytearray(len(group_keys) + 20 * len(ends) + 5 * len(members) + 64))
    offsets = zeros("I", -(-len(ends) // table.BLOCK) + 1)
    writer.groups(group_keys, key_ends, members, ends, offsets)
    lexicon.put(section, memoryview(buffer)[: len(writer)])
    lexicon.put(f"{section}_offsets", offsets)
    lexicon.put(f"{section}_count", array("I", [len(ends)]))


def _lines(texts: Sequence[str]) -> bytes:
    """Texts in UTF-8, a newline after each."""
    return ("\n".join(texts) + "\n").encode() if texts else b""


def _joined(texts: Sequence[str]) -> tuple[bytes, array[int]]:
    """Texts in UTF-8, end to end, and where each ends."""
    encoded = [text.encode() for text in texts]
    return b"".join(encoded), array("I", accumulate(map(len, encoded)))


class _ArticleStore:
    """Stores articles as they are, compressed in blocks."""

    def __init__(self, path: Path) -> None:
        self._file = SectionWriter(path)
        self._file.begin("blocks")
        self._compressor: zstandard.ZstdCompressor | None = None  # once there is enough for a dictionary
        self._dictionary = b""
        self._waiting: list[bytes] = []  # articles, until then
        self._waiting_size = 0
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
        record = b"".join((lengths, metadata, title, body))
        if self._compressor is not None:
            self._store(record)
            return
        self._waiting.append(record)
        self._waiting_size += len(record)
        if self._waiting_size >= DICTIONARY_BYTES:
            self._dictionary = b"".join(self._waiting)[:DICTIONARY_BYTES]
            self._store_waiting()

    def _store_waiting(self) -> None:
        content = zstandard.ZstdCompressionDict(self._dictionary, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        self._compressor = zstandard.ZstdCompressor(level=COMPRESSION_LEVEL, dict_data=content)
        for record in self._waiting:
            self._store(record)
        self._waiting.clear()

    def _store(self, record: bytes) -> None:
        self._block.append(record)
        self._block_size += len(record)
        self._stored += 1
        if self._block_size >= BLOCK_BYTES:
            self._flush()

    def _flush(self) -> None:
        assert self._compressor is not None
        compressed = self._compressor.compress(b"".join(self._block))
        self._file.add("blocks", compressed)
        self._end += len(compressed)
        self._firsts.append(self._stored - len(self._block))
        self._sizes.append(self._block_size)
        self._ends.append(self._end)
        self._block.clear()
        self._block_size = 0

    def finish(self) -> Stamp:
        if self._compressor is None:
            self._store_waiting()
        if self._block:
            self._flush()
        self._file.put("firsts", self._firsts)
        self._file.put("sizes", self._sizes)
        self._file.put("ends", self._ends)
        self._file.put("dictionary", zstandard.ZstdCompressor().compress(self._dictionary))
        self.finished = True
        return self._file.finish()

    def discard(self) -> None:
        self._file.discard()


# Made once: json.dumps would make one for each article.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _metadata(article: Article) -> bytes:
    """All but the title and the body, without what is empty."""
    fields = {
        "key": article.key,
        "published": str(article.published) if article.published else "",
        "source": article.source,
        "agency": article.agency,
        "place": article.place,
        "author": article.author,
        "language": article.language,
        "url": article.url,
        "path": article.path,
        "encoding": article.encoding,
        "extra": dict(article.extra),
    }
    known = {name: value for name, value in fields.items() if value}
    return _encode(known).encode("utf-8", "replace")


class _Columns:
    """One value an article, in arrays."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self._first_day = array("I")
        self._last_day = array("I")

    def add(self, article: Article) -> None:
        published = article.published
        self.keys.append(article.key)
        self._first_day.append(published.first.toordinal() if published else 0)
        self._last_day.append(published.last.toordinal() if published else 0)

    def write(self, columns: SectionWriter) -> None:
        columns.put("first_day", self._first_day)
        columns.put("last_day", self._last_day)
        encoded, ends = _joined(self.keys)
        columns.put("keys", encoded)
        columns.put("key_ends", ends)
        by_key = sorted(range(len(self.keys)), key=self.keys.__getitem__)
        ranks = zeros("I", len(by_key))
        for rank, article in enumerate(by_key):
            ranks[article] = rank
        columns.put("by_key", array("I", by_key))
        columns.put("key_rank", ranks)
