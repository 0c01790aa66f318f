"""Storing the articles of a segment: frequent words coded, then compressed in blocks.

In: articles, or blocks that were stored before. Out: the sections of the file.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, chain
from operator import attrgetter
from pathlib import Path

import zstandard

from searcher.article import Article, PartialDate
from searcher.index.codebooks import SAMPLE_BYTES, Codebook, learn
from searcher.index.digits import by_digit
from searcher.index.files import LARGEST_BLOCK, SectionWriter, Stamp
from searcher.kernels import codes

# Articles are compressed together up to this size: smaller compresses worse, of larger ones more is read for each hit
# shown. Coded, 512 KB, 1 and 2 MB take 0.307, 0.305 and 0.304 of 47 MB of real news; not coded, 256 KB, 512 KB and 1 MB
# take 0.366, 0.352 and 0.341.
BLOCK_BYTES = 1 << 19
# Of one article, in bytes: what a reader will take, less the block that it may come to stand in.
LARGEST_STORED = LARGEST_BLOCK - 2 * BLOCK_BYTES
# Below, a codebook takes as much room as it saves.
LEAST_CODED = 3 << 18
# What is coded has few letters to a word: four that are repeated are worth it, and level 1 finds them in a quarter of
# the time that level 3 takes for what is not. Real news takes 0.307 of what was written so, 0.294 with level 3, which
# takes as long again.
_HOW_CODED = zstandard.ZstdCompressionParameters.from_level(1, source_size=BLOCK_BYTES // 2, min_match=5)
# Level 3 for blocks of this size, which finds more of what is repeated, in less time, if it looks at six letters.
_HOW_PLAIN = zstandard.ZstdCompressionParameters.from_level(
    3, source_size=2 * BLOCK_BYTES, chain_log=17, hash_log=17, min_match=6
)
_Bytes = bytes | memoryview


@dataclass(slots=True)
class _Block:
    """Articles that will be compressed together."""

    metadata: list[_Bytes] = field(default_factory=list)
    texts: list[_Bytes] = field(default_factory=list)  # a title, a body, a title …
    size: int = 0  # in bytes, as they were written


class ArticleStore:
    """Writes the articles of one segment. Who gives up before `finish` calls `discard`."""

    def __init__(self, path: Path, codebooks: Sequence[Codebook] = ()) -> None:
        """
        Args:
            codebooks: those of blocks that will be added as they are; by the first one articles are coded. If there is
                none, one is made of the first articles, which wait for it.
        """
        self._file = SectionWriter(path)
        self._file.begin("blocks")
        self._compress_coded = zstandard.ZstdCompressor(compression_params=_HOW_CODED).compress
        self._compress_plain = zstandard.ZstdCompressor(compression_params=_HOW_PLAIN).compress
        self._codebooks = list(codebooks)
        self._coder = self._codebooks[0].coder() if codebooks else None
        self._coded = bytearray()  # is written to, and used again
        self._block = _Block()
        self._waiting: list[_Block] = []
        self._waiting_bytes = 0
        self._stored = 0
        # Of each block: its first article, its size once decompressed, where it ends, its codebook, counted from 1.
        self._firsts = array("I")
        self._sizes = array("I")
        self._ends = array("Q")
        self._books = array("I")
        self._end = 0
        self.finished = False

    def add(self, article: Article, title: bytes, body: bytes) -> None:
        """An article is its metadata in JSON, its title and its body.

        Raises:
            ValueError: it is longer than an index can hold.
        """
        metadata = _metadata(article)
        if len(metadata) + len(title) + len(body) > LARGEST_STORED:
            raise ValueError(f"the article {article.key!r} is longer than {LARGEST_STORED:,} bytes")
        self.add_stored(metadata, title, body)

    def add_stored(self, metadata: _Bytes, title: _Bytes, body: _Bytes) -> None:
        """Add an article as it was stored before."""
        block = self._block
        block.metadata.append(metadata)
        block.texts.append(title)
        block.texts.append(body)
        block.size += 12 + len(metadata) + len(title) + len(body)
        if block.size >= BLOCK_BYTES:
            self._close()

    def add_block(self, compressed: memoryview, size: int, articles: int, book: int) -> None:
        """Add a whole block as it was stored before.

        Args:
            size: of it once it is decompressed, in bytes.
            book: its codebook: its place in those that the store was made with.
        """
        if self._block.metadata:
            self._close()
        self._put(compressed, size, articles, book + 1)

    def _close(self) -> None:
        """Write the block that articles were added to, or let it wait until there is a codebook."""
        block, self._block = self._block, _Block()
        if self._coder:
            self._write(block)
        else:
            self._waiting.append(block)
            self._waiting_bytes += block.size
            if self._waiting_bytes >= SAMPLE_BYTES:
                # Of every second article: so the sample is of twice as many days and sources.
                self._learn([block.texts[at::4] for block in self._waiting for at in (0, 1)], sampled=True)

    def _learn(self, texts: Iterable[list[_Bytes]], *, sampled: bool) -> None:
        """Make a codebook, and write the articles that waited for it."""
        codebook = learn(chain.from_iterable(texts), sampled=sampled)
        self._codebooks.append(codebook)
        self._coder = codebook.coder()
        self._write_waiting()

    def _write_waiting(self) -> None:
        for block in self._waiting:
            self._write(block)
        self._waiting.clear()

    def _write(self, block: _Block) -> None:
        lengths = array("I", map(len, block.texts))
        if self._coder:
            text = b"".join([*block.texts, bytes(codes.BEYOND)])
            size = len(text) - codes.BEYOND
            room = codes.room(size)
            if len(self._coded) < room:
                self._coded = bytearray(room)
            written = self._coder.code(text, coded_lengths := lengths[:], self._coded)
            if written < size:
                data = self._joined(block.metadata, coded_lengths, [memoryview(self._coded)[:written]])
                self._put(self._compress_coded(data), len(data), len(block.metadata), 1)
                return
        data = self._joined(block.metadata, lengths, block.texts)
        self._put(self._compress_plain(data), len(data), len(block.metadata), 0)

    def _joined(self, metadata: Sequence[_Bytes], lengths: array[int], texts: Sequence[_Bytes]) -> bytes:
        """The bytes of a block, whose titles and bodies have these lengths."""
        parts = array("I", map(len, metadata)), lengths[::2], lengths[1::2]
        return b"".join(chain((by_digit(part, 4) for part in parts), metadata, texts))

    def _put(self, compressed: bytes | memoryview, size: int, articles: int, book: int) -> None:
        self._file.add("blocks", compressed)
        self._end += len(compressed)
        self._firsts.append(self._stored)
        self._sizes.append(size)
        self._ends.append(self._end)
        self._books.append(book)
        self._stored += articles

    def finish(self) -> Stamp:
        if self._block.metadata:
            self._close()
        if self._waiting_bytes >= LEAST_CODED and not self._coder:
            self._learn([block.texts for block in self._waiting], sampled=False)
        self._write_waiting()
        self._file.put("firsts", self._firsts)
        self._file.put("sizes", self._sizes)
        self._file.put("ends", self._ends)
        self._file.put("books", by_digit(self._books))
        packed = [codebook.packed() for codebook in self._codebooks]
        self._file.put("codebooks", b"".join(packed))
        self._file.put("codebook_ends", array("I", accumulate(map(len, packed))))
        self.finished = True
        return self._file.finish()

    def discard(self) -> None:
        self._file.discard()


# Made once: json.dumps would make one for each article.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# Quoted one by one they take a third of the time. Those that many articles share are written once for all of these.
_quote = json.encoder.encode_basestring
_SHARED = ("source", "agency", "place", "language", "encoding")
_shared_of = attrgetter(*_SHARED)


@lru_cache(maxsize=4096)
def _written_shared(*values: str) -> str:
    return "".join(f',"{name}":{_quote(value)}' for name, value in zip(_SHARED, values, strict=True) if value)


def _metadata(article: Article) -> bytes:
    """All but the title and the body, without what is empty, in JSON."""
    text = f'{{"key":{_quote(article.key)}{_written_shared(*_shared_of(article))}'
    if article.author:
        text += f',"author":{_quote(article.author)}'
    if article.url:
        text += f',"url":{_quote(article.url)}'
    if article.path:
        text += f',"path":{_quote(article.path)}'
    if article.published:
        text += f',"published":"{written_date(article.published)[0]}"'
    if article.extra:
        text += f',"extra":{_extra(article.extra)}'
    if article.zones:
        zones = ",".join([f'["{kind}",{start},{end}]' for kind, start, end in article.zones])
        text += f',"zones":[{zones}]'
    if article.dates:
        text += f',"dates":{_encode([(str(date), origin) for date, origin in article.dates])}'
    return f"{text}}}".encode("utf-8", "replace")


def _extra(extra: Mapping[str, object]) -> str:
    """Metadata of other names, in JSON."""
    if len(extra) == 1:  # the name of a collection, most often
        ((name, value),) = extra.items()
        if type(value) is str:
            return f"{{{_quote(name)}:{_quote(value)}}}"
    return _encode(dict(extra))


def written_date(published: PartialDate) -> tuple[str, int, int]:
    """A date in letters, and the numbers of the first and the last day that it may be."""
    # By one number, a date is found in a third of the time that it takes by itself.
    return _written_date(published.year << 9 | published.month << 5 | published.day)


@lru_cache(maxsize=4096)  # a corpus has many articles a day
def _written_date(number: int) -> tuple[str, int, int]:
    published = PartialDate(number >> 9, number >> 5 & 15, number & 31)
    return str(published), published.first.toordinal(), published.last.toordinal()
