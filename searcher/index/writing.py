"""Writing to an index: one transaction, which becomes one commit, or nothing.

New articles go into new segments, removed ones into bitmaps; no file is ever written to again.
"""

from __future__ import annotations

import os
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from searcher.analysis import Cutter, fingerprint
from searcher.article import Article
from searcher.errors import IndexMissing, IndexOutdated, NothingToIndex
from searcher.index.building import SEGMENT_BYTES, SegmentBuilder
from searcher.index.commits import (
    SEGMENTS,
    Commit,
    Deletions,
    SegmentEntry,
    commit_numbers,
    remove_unnamed,
    segment_files,
    sync_folder,
    write_commit,
)
from searcher.index.locking import locked
from searcher.index.snapshot import Snapshot, open_snapshot
from searcher.kernels.buffers import zeros


class IndexWriter:
    """Puts and removes articles in one transaction. Made by `edit_index`."""

    def __init__(self, folder: Path, base: Snapshot | None, segment_bytes: int | None = None) -> None:
        self._folder = folder
        self._segment_bytes = segment_bytes or SEGMENT_BYTES
        self._base = base
        self._cutter = Cutter()
        self._builder: SegmentBuilder | None = None
        self._finished: list[SegmentEntry] = []
        self._next_segment = _next_segment(folder, base)
        # Who does not know of a corpus leaves what is known of it.
        self.corpus = base.commit.corpus if base else None
        # Where the articles put in this transaction are, and what is removed, by segment name.
        self._put: dict[str, tuple[str, int]] = {}
        self._removed: dict[str, set[int]] = {}

    @property
    def articles_put(self) -> int:
        """How many articles this transaction adds or replaces."""
        return len(self._put)

    def put(self, article: Article) -> None:
        """Add an article, in place of the one that has its key if there is one."""
        # Added first: what cannot be stored must not remove what it would replace.
        place = self.add(article)
        self.remove(article.key)
        self._put[article.key] = place

    def add(self, article: Article, file: str | None = None, record: int = 0) -> tuple[str, int]:
        """Add an article whose key is nowhere, or will be removed by its place.

        Args:
            file, record: as for `SegmentBuilder.add`.
        Returns:
            The name of its segment, and its number there.
        """
        if self._builder is not None and self._builder.text_bytes >= self._segment_bytes:
            self._finish_segment()
        if self._builder is None:
            self._builder = SegmentBuilder(self._folder, self.new_number(), self._cutter)
        return self._builder.name, self._builder.add(article, file, record)

    def new_number(self, numbers: int = 1) -> int:
        """A number for a file that was never used, or the first one of so many."""
        self._next_segment += numbers
        return self._next_segment - numbers

    def adopt(self, segments: Iterable[SegmentEntry]) -> None:
        """Take in segments that someone else wrote, under new numbers. No two live articles may have the same key."""
        self._finished += segments

    def remove_at(self, segment: str, number: int) -> None:
        """Remove an article by its place."""
        self._removed.setdefault(segment, set()).add(number)

    def remove(self, key: str) -> bool:
        """Remove the article of this key; False if there is none."""
        place = self._put.pop(key, None)
        if place is None and self._base is not None:
            for segment in self._base.segments:
                number = segment.find(key)
                if number is not None and number not in self._removed.get(segment.entry.name, ()):
                    place = segment.entry.name, number
        if place is None:
            return False
        self.remove_at(*place)
        return True

    def _finish_segment(self) -> None:
        if self._builder is not None:
            self._finished.append(self._builder.finish())
            self._builder = None

    def commit(self) -> Commit:
        """Make what was put and removed part of the index, at once."""
        self._finish_segment()
        number = max(commit_numbers(self._folder), default=0) + 1
        before = self._base.commit.segments if self._base else ()
        segments = tuple(self._with_deletions(entry, number) for entry in (*before, *self._finished))
        commit = Commit(
            number=number,
            analysis=fingerprint(),
            segments=tuple(entry for entry in segments if entry.live),
            next_segment=self._next_segment,
            corpus=self.corpus,
        )
        (self._folder / SEGMENTS).mkdir(exist_ok=True)
        sync_folder(self._folder / SEGMENTS)
        write_commit(self._folder, commit)
        remove_unnamed(self._folder)
        return commit

    def _with_deletions(self, entry: SegmentEntry, commit: int) -> SegmentEntry:
        """The entry of a segment from which this transaction removed articles."""
        removed = self._removed.get(entry.name)
        if not removed:
            return entry
        segment = Snapshot(
            self._folder, Commit(number=commit, analysis="", segments=(entry,), next_segment=0)
        ).segments[0]
        bitmap = array("Q", segment.deleted) or zeros("Q", -(-entry.articles // 64))
        body, title = segment.column("body_length"), segment.column("title_length")
        for article in removed:
            bitmap[article >> 6] |= 1 << (article & 63)
        name = f"{entry.name}.deleted-{commit:08x}"
        with open(self._folder / SEGMENTS / name, "xb") as file:
            file.write(bitmap.tobytes())
            file.flush()
            os.fsync(file.fileno())
        return replace(
            entry,
            body_words=entry.body_words - sum(body[article] for article in removed),
            title_words=entry.title_words - sum(title[article] for article in removed),
            deletions=Deletions(
                name, entry.articles - entry.live + len(removed), zlib.crc32(bitmap.tobytes())
            ),
        )

    def roll_back(self) -> None:
        """Forget everything since the transaction began."""
        if self._builder is not None:
            self._builder.discard()
            self._builder = None
        remove_unnamed(self._folder)


def _next_segment(folder: Path, base: Snapshot | None) -> int:
    """A number above all that were used, also by builds that were never committed."""
    used = [base.commit.next_segment - 1] if base else []
    used += [int(name[:8], 16) for name in segment_files(folder)]
    return max(used, default=-1) + 1


@contextmanager
def edit_index(folder: str | os.PathLike[str]) -> Iterator[IndexWriter]:
    """Open an index for one transaction: committed at the end, undone if the block raises. A new folder is a new index.

    Raises:
        IndexLocked: someone else is writing.
        IndexOutdated: the index was built by other rules of analysis, and must be rebuilt first.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        try:
            base: Snapshot | None = open_snapshot(folder)
        except IndexMissing:
            base = None
        if base is not None and base.commit.analysis != fingerprint():
            raise IndexOutdated(
                folder, built_by=f"analysis {base.commit.analysis}", needs=f"analysis {fingerprint()}"
            )
        writer = IndexWriter(folder, base)
        try:
            yield writer
            writer.commit()
        except BaseException:
            writer.roll_back()
            raise


def build_index(
    folder: str | os.PathLike[str],
    articles: Iterable[Article],
    *,
    on_article: Callable[[Article], object] | None = None,
) -> Commit:
    """Build an index of these articles alone, aside; readers see the old one until all of it is there.

    Of articles with the same key the last one stays.

    Args:
        folder: made if it is not there; what it held is replaced.
        on_article: called after each one.
    Raises:
        IndexLocked: someone else is writing.
        NothingToIndex: there was no article; an index that was there stays as it is.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        writer = IndexWriter(folder, base=None)
        try:
            for article in articles:
                writer.put(article)
                if on_article is not None:
                    on_article(article)
            if not writer.articles_put:
                raise NothingToIndex(folder)
            return writer.commit()
        except BaseException:
            writer.roll_back()
            raise
