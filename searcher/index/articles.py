"""Storing the articles of a segment: as they are, compressed in blocks.

In: articles, or blocks that were stored before. Out: the sections of the file.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from pathlib import Path

import zstandard

from searcher.article import Article, PartialDate
from searcher.index.digits import by_digit
from searcher.index.files import LARGEST_BLOCK, SectionWriter, Stamp

# Articles are compressed together up to this size: smaller compresses worse, of larger ones more is read for each hit
# shown. Blocks of 256, 384, 512 and 1,024 KB take 0.366, 0.357, 0.352 and 0.341 of 47 MB of real news, and 0.15, 0.20,
# 0.26 and 0.50 ms to read one as far as an article of it. With the first 512 KB as a dictionary, blocks of 256 KB take
# 0.343 and 0.22 ms, but a quarter more time to write, half if others use the cache.
BLOCK_BYTES = 1 << 19
# Of one article, in bytes: what a reader will take, less the block that it may come to stand in.
LARGEST_STORED = LARGEST_BLOCK - 2 * BLOCK_BYTES
# Level 3 for blocks of this size, which finds more of what is repeated, in less time, if it looks at six letters.
_HOW = zstandard.ZstdCompressionParameters.from_level(
    3, source_size=2 * BLOCK_BYTES, chain_log=17, hash_log=17, min_match=6
)


class ArticleStore:
    """Writes the articles of one segment. Who gives up before `finish` calls `discard`."""

    def __init__(self, path: Path) -> None:
        self._file = SectionWriter(path)
        self._file.begin("blocks")
        self._compressor = zstandard.ZstdCompressor(compression_params=_HOW)
        self._metadata: list[bytes | memoryview] = []
        self._titles: list[bytes | memoryview] = []
        self._bodies: list[bytes | memoryview] = []
        self._block_size = 0
        self._stored = 0
        # Of each block: its first article, its size once decompressed, where it ends.
        self._firsts = array("I")
        self._sizes = array("I")
        self._ends = array("Q")
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

    def add_stored(
        self, metadata: bytes | memoryview, title: bytes | memoryview, body: bytes | memoryview
    ) -> None:
        """Add an article as it was stored before."""
        self._metadata.append(metadata)
        self._titles.append(title)
        self._bodies.append(body)
        self._block_size += 12 + len(metadata) + len(title) + len(body)
        if self._block_size >= BLOCK_BYTES:
            self._flush()

    def add_block(self, compressed: memoryview, size: int, articles: int) -> None:
        """Add a whole block as it was stored before."""
        if self._metadata:
            self._flush()
        self._put(compressed, size, articles)

    def _flush(self) -> None:
        parts = self._metadata, self._titles, self._bodies
        lengths = [by_digit(array("I", map(len, part)), 4) for part in parts]
        texts = chain.from_iterable(zip(self._titles, self._bodies, strict=True))
        block = b"".join(chain(lengths, self._metadata, texts))
        self._put(self._compressor.compress(block), len(block), len(self._metadata))
        for part in parts:
            part.clear()
        self._block_size = 0

    def _put(self, compressed: bytes | memoryview, size: int, articles: int) -> None:
        self._file.add("blocks", compressed)
        self._end += len(compressed)
        self._firsts.append(self._stored)
        self._sizes.append(size)
        self._ends.append(self._end)
        self._stored += articles

    def finish(self) -> Stamp:
        if self._metadata:
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


@lru_cache(maxsize=4096)  # a corpus has many articles a day
def written_date(published: PartialDate) -> tuple[str, int, int]:
    """A date in letters, and the numbers of the first and the last day that it may be."""
    return str(published), published.first.toordinal(), published.last.toordinal()
