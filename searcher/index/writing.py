"""Writing to an index: one transaction, which becomes one commit, or nothing.

New articles go into new segments, removed ones into bitmaps; no file is ever written to again. What `merge_policy.py`
finds worth it is merged in the same transaction: the old segments stay until the commit names the new one. A merge that
fails, for whatever reason, fails the commit, and the index is as it was: damage should be known, not be put off.
"""

from __future__ import annotations

import os
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
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
    publish,
    remove_unnamed,
    segment_files,
    sync_folder,
)
from searcher.index.files import blaming
from searcher.index.locking import locked
from searcher.index.merge_policy import plan_compaction, plan_merges
from searcher.index.merging import Task, TaskMerger
from searcher.index.snapshot import Snapshot, open_snapshot
from searcher.index.tasks import work
from searcher.kernels.buffers import zeros

# A process takes a third of a second to start, in which so many bytes are merged.
WORTH_PROCESSES = 1 << 25


class IndexWriter:
    """Puts and removes articles in one transaction. Made by `edit_index`."""

    def __init__(
        self, folder: Path, base: Snapshot | None, segment_bytes: int | None = None, jobs: int = 1
    ) -> None:
        """
        Args:
            jobs: how many processes may merge segments.
        """
        self._folder = folder
        self._jobs = jobs
        self._segment_bytes = segment_bytes or SEGMENT_BYTES
        self._base = base
        self._cutter = Cutter()
        self._builder: SegmentBuilder | None = None
        self._finished: list[SegmentEntry] = []
        self._next_segment = next_segment_number(folder, base)
        # Who does not know of a corpus leaves what is known of it.
        self.corpus = base.commit.corpus if base else None
        # Where the articles put in this transaction are, and what is removed, by segment name.
        self._put: dict[str, tuple[str, int]] = {}
        self._removed: dict[str, set[int]] = {}
        self._compacting = False
        self.committed: Commit | None = None  # what it became, once it did

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

    def compact(self) -> None:
        """Have the commit merge all it can, and drop all that is deleted."""
        self._compacting = True

    def commit(self) -> Commit:
        """Make what was put and removed part of the index, at once.

        Raises:
            IndexDamaged: a segment that was to be merged is not what was written; nothing is changed.
        """
        self._finish_segment()
        number = max(commit_numbers(self._folder), default=0) + 1
        before = self._base.commit.segments if self._base else ()
        segments = [self._with_deletions(entry, number) for entry in (*before, *self._finished)]
        merged = tuple(self._merged([entry for entry in segments if entry.live]))
        commit = Commit(
            number=number,
            analysis=fingerprint(),
            segments=merged,
            next_segment=self._next_segment,
            corpus=self.corpus,
        )
        publish(self._folder, commit)
        self.committed = commit
        return commit

    def _merged(self, entries: Sequence[SegmentEntry]) -> Iterator[SegmentEntry]:
        """Merge what the policy says; a merged segment stands where the first of its parts stood."""
        sizes = [entry.size for entry in entries]
        if self._compacting:
            groups = plan_compaction(sizes)
        else:
            groups = plan_merges(sizes, sum(entry.size.bytes for entry in self._finished))
        tasks = [Task(self.new_number(), [entries[part] for part in group]) for group in groups]
        merged = iter(list(self._merge(tasks)))
        parts = {number: group for group in groups for number in group}
        for number, entry in enumerate(entries):
            group = parts.get(number, [])
            if not group:
                yield entry
            elif number == group[0]:
                yield next(merged)

    def _merge(self, tasks: Sequence[Task]) -> Iterator[SegmentEntry]:
        """Merge what tasks say, in as many processes as may be used: their order is that of the results."""
        merger = TaskMerger(self._folder)
        size = sum(entry.size.bytes for task in tasks for entry in task.entries)
        if self._jobs == 1 or size < WORTH_PROCESSES * len(tasks):
            return map(merger, tasks)
        return work(merger, iter(tasks), self._jobs, lambda _: None)

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
        path = self._folder / SEGMENTS / name
        with blaming(path):
            path.unlink(missing_ok=True)  # of a writer that was killed: no commit of this number names it
            with open(path, "xb") as file:
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
        """Forget everything since the transaction began. What a failing disk keeps, the next writer removes."""
        if self._builder is not None:
            with suppress(OSError):
                self._builder.discard()
            self._builder = None
        remove_unnamed(self._folder)


def next_segment_number(folder: Path, base: Snapshot | None) -> int:
    """A number above all that were used, also by builds that were never committed."""
    used = [base.commit.next_segment - 1] if base else []
    used += [int(name[:8], 16) for name in segment_files(folder)]
    return max(used, default=-1) + 1


@contextmanager
def alone(folder: Path, wait: float) -> Iterator[None]:
    """Be the one writer of an index, which is made if need be, and rid of what a writer before left behind."""
    with blaming(folder):
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            with suppress(PermissionError):  # one may have a folder in a place that one may not read
                sync_folder(folder.parent)
    with locked(folder, wait):
        remove_unnamed(folder)
        yield


@contextmanager
def edit_index(folder: str | os.PathLike[str], *, wait: float = 0) -> Iterator[IndexWriter]:
    """Open an index for one transaction: committed at the end, undone if the block raises. A new folder is a new index.

    No error comes once the new commit serves: if the disk does not confirm it, there is an UnflushedWarning.

    Args:
        wait: how long to wait for another writer to finish, in seconds.
    Raises:
        IndexLocked: someone else is writing.
        IndexOutdated: the index was built by other rules of analysis, and must be brought up to date first.
        IndexUnwritable: a file could not be written, and the index is as it was.
    """
    folder = Path(folder)
    with alone(folder, wait):
        try:
            base: Snapshot | None = open_snapshot(folder)
        except IndexMissing:
            base = None
        if base is not None and base.commit.analysis != fingerprint():
            raise IndexOutdated.by_analysis(folder, base.commit.analysis, fingerprint())
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
    wait: float = 0,
) -> Commit:
    """Build an index of these articles alone, aside; readers see the old one until all of it is there.

    Of articles with the same key the last one stays.

    Args:
        folder: made if it is not there; what it held is replaced.
        on_article: called after each one.
        wait: how long to wait for another writer to finish, in seconds.
    Raises:
        IndexLocked: someone else is writing.
        IndexUnwritable: a file could not be written; an index that was there stays as it is.
        NothingToIndex: there was no article; an index that was there stays as it is.
    """
    folder = Path(folder)
    with alone(folder, wait):
        return build_anew(folder, articles, on_article)


def build_anew(
    folder: Path, articles: Iterable[Article], on_article: Callable[[Article], object] | None = None
) -> Commit:
    """As `build_index`, for who has the lock already."""
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
