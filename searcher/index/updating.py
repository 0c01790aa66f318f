"""Updating: making an index hold what a corpus holds, by reading only what changed since the last commit.

In: folders and files, and the index that was made of them. Out: the same articles as a new build would give, in one
transaction, and what changed. Which files changed is for the state of the corpus to say (`corpus/state.py`); which
articles came from a file is in a column of each segment.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from searcher.analysis import fingerprint
from searcher.article import Article
from searcher.corpus import (
    LARGEST_ARTICLE,
    LARGEST_FILE,
    UNSURE,
    CorpusState,
    File,
    FileReader,
    FileState,
    FileStates,
    LeftOut,
    Limits,
    Listing,
    Progress,
    Skipped,
    already_used,
    check_sources,
    digest_of,
    is_as_it_was,
    one_line,
    place,
    real_paths,
    sure_times,
)
from searcher.errors import (
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    NothingLeft,
    NothingToIndex,
)
from searcher.index.building import SEGMENT_BYTES
from searcher.index.columns import named_file
from searcher.index.commits import Commit
from searcher.index.recording import read_state, write_state
from searcher.index.relating import bring_up_to_date
from searcher.index.segment import Segment
from searcher.index.snapshot import Snapshot, open_snapshot
from searcher.index.writing import IndexWriter, alone

LISTED = 1000  # names kept of each kind of change: a first build of millions must not hold them all
# Articles are compared with those stored in batches, so that a block of the index is read once for many of them.
_BATCH_ARTICLES = 256
_BATCH_CHARACTERS = 4_000_000
# To search for an article of this key among many takes as long as to make a place for so many of them in a dictionary.
_SEARCH_COST = 16


@dataclass(frozen=True, slots=True)
class Listed:
    """Articles to which the same happened."""

    count: int
    first: tuple[str, ...]  # their keys, up to LISTED; of those renamed, `old → new`


@dataclass(frozen=True, slots=True)
class Changes:
    """What an update did, or would do."""

    added: Listed
    changed: Listed
    removed: Listed
    renamed: Listed  # their file has another name, and they what follows from it
    unchanged: int
    skipped: int  # files and records of the corpus that give no article
    bytes: int  # read, in all files that were not known to be unchanged
    all_read: str  # why all files were read; "" if only those that changed
    commit: Commit | None  # the newest one now; None if there is none

    @property
    def any(self) -> bool:
        """Whether an article was touched."""
        return any(kind.count for kind in (self.added, self.changed, self.removed, self.renamed))


def update_index(
    folder: str | os.PathLike[str],
    *sources: str | os.PathLike[str],
    dry_run: bool = False,
    rebuild: bool = False,
    allow_empty: bool = False,
    on_skip: Callable[[Skipped], object] | None = None,
    on_file: Callable[[Progress], object] | None = None,
    largest_article: int | None = LARGEST_ARTICLE,
    largest_file: int | None = LARGEST_FILE,
    limits: Limits | None = None,
    jobs: int = 1,
    segment_bytes: int = SEGMENT_BYTES,
    wait: float = 0,
) -> Changes:
    """Make an index hold the articles of a corpus, as `build_index(folder, read_corpus(*sources))` would.

    Only files that changed since the last commit are read. If that commit does not say what it was made of, or was made
    of other sources or with other limits, all are. If nothing changed nothing is written. Articles that a program
    added, and that came from no file, stay. An index built by other rules of French is brought up to date first, as
    `update_analysis` does.

    Args:
        folder: made if it is not there, unless it is a dry run.
        sources, on_skip, on_file, largest_article, largest_file, limits: as for `read_corpus`; what was left out of
            unchanged files is told again.
        dry_run: only say what would be done.
        rebuild: read and write everything, whatever there was.
        allow_empty: whether a source of which nothing is left may take its articles with it.
        jobs: how many processes build what is built from nothing, and merge large segments. With several, a script
            must call this under `if __name__ == "__main__"`, as for all of `multiprocessing`.
        segment_bytes: of text in a segment. A process needs some 100 MB of memory, and 2.5 times as much as this.
        wait: how long to wait for another writer to finish, in seconds.
    Raises:
        TypeError, CorpusError: as for `read_corpus`.
        IndexLocked: someone else is writing.
        IndexUnwritable: a file could not be written; the index stays as it is.
        IndexDamaged: the index is not what was written; `rebuild` does not look at it.
        NothingToIndex: there was no article for a new index; an index that was there stays as it is.
        NothingLeft: nothing is left of a source; the index stays as it is.
        ProcessEnded: one of several processes was killed; the index stays as it is.
    """
    folder = Path(folder)
    paths = check_sources(sources)
    tell = _Telling(on_skip or _ignore, on_file or _ignore)
    means = _Means(jobs, segment_bytes, limits or Limits(largest_article, largest_file))
    if dry_run:
        base, reason = _base(folder, rebuild)
        return _Update(folder, paths, base, reason, None, tell, means).run(allow_empty)
    with alone(folder, wait):
        base, reason = _base(folder, rebuild)
        if base is not None and base.commit.analysis != fingerprint():
            bring_up_to_date(folder, base)
            base, reason = _base(folder, rebuild)
        writer = IndexWriter(folder, base, segment_bytes, jobs)
        try:
            return _Update(folder, paths, base, reason, writer, tell, means).run(allow_empty)
        except BaseException:
            writer.roll_back()
            raise


def _ignore(_: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class _Telling:
    """Who is told."""

    skip: Callable[[Skipped], object]
    file: Callable[[Progress], object]


class _Means(NamedTuple):
    """What may be used, and read."""

    jobs: int
    segment_bytes: int
    limits: Limits


def _base(folder: Path, rebuild: bool) -> tuple[Snapshot | None, str]:
    """What there is to be updated, or why all is to be built anew."""
    if rebuild:
        return None, ""
    try:
        return open_snapshot(folder), ""
    except IndexMissing:
        return None, ""
    except IndexOutdated as error:
        return None, str(error)


class _Update:
    """One comparison of a corpus with an index."""

    def __init__(
        self,
        folder: Path,
        sources: list[Path],
        base: Snapshot | None,
        all_read: str,
        writer: IndexWriter | None,
        tell: _Telling,
        means: _Means,
    ) -> None:
        self._folder = folder
        self._sources = sources
        self._base = base
        self._writer = writer
        self._tell = tell
        self._means = means
        self._started = time.time_ns()
        self._real_paths = real_paths(sources)
        state = read_state(base.corpus) if base and base.corpus else None
        if base and state is None:
            all_read = f"{folder} does not say of which files it was made"
        elif state and state.sources != self._real_paths:
            all_read = f"{folder} was made of {' and '.join(state.sources)}"
        # What was left out for its size must be looked at again, and so must what was not.
        self._limits_differ = state is not None and state.limits != means.limits
        if self._limits_differ:
            all_read = all_read or f"{folder} was made with other limits"
        self._all_read = all_read
        # Without a record each article is compared with the one stored.
        self._compare_all = base is not None and state is None
        self._before = state or CorpusState(())
        # The digests of other sources are as good as ours; their times are not.
        self._times_tell = not all_read
        self._listing = Listing(sources)
        # By row of the listing, that of the same name in the state before.
        self._were = list(map(self._before.files.rows.get, self._listing.names))
        self._vanished = self._names_not_listed()
        # Files whose articles in the index count for nothing until they are read again.
        self._gone = set(self._vanished)
        self._due: list[int] = []  # a heap: the rows of files that must be looked at
        self._stored = _Stored()
        self._claimed: set[int] = (
            set()
        )  # places in the index of articles that are still there, or have a successor
        self._taken: dict[str, int] = {}  # by key, the file and the record of each article that was read
        # With where an article of its key is stored, and the file that one came from.
        self._batch: list[tuple[_Read, int | None, str]] = []
        self._batch_characters = 0
        self._read_now: dict[int, FileState] = {}  # by row, the files that were read
        self._states: FileStates | None = None  # of a build: all of them
        self._added, self._changed, self._removed, self._renamed = _List(), _List(), _List(), _List()
        self._skipped = 0
        self._bytes = 0

    def run(self, allow_empty: bool) -> Changes:
        """Compare, and write unless it is a dry run."""
        if self._base is None and self._writer is not None:
            self._build(self._writer)
        else:
            self._compare()
        if not allow_empty:
            self._check_something_is_left()
        return self._finish()

    def _build(self, writer: IndexWriter) -> None:
        """Read all and write all."""
        # Only here: what several processes need takes 15 ms to load, and an update has no use for it.
        from searcher.index.sharing import build_shared

        shared = build_shared(
            self._folder,
            self._listing.files(),
            new_number=writer.new_number,
            limits=self._means.limits,
            segment_bytes=self._means.segment_bytes,
            jobs=self._means.jobs,
            on_file=self._tell.file,
        )
        writer.adopt(shared.segments)
        for at in shared.removed:
            writer.remove_at(*at)
        self._states = shared.files
        self._bytes = sum(self._listing.sizes)
        left_out = shared.files.left_out
        skipped = deque(self._listing.skipped)
        for row in (*left_out, len(self._listing)):
            while skipped and skipped[0][0] <= row:
                self._skip(skipped.popleft()[1])
            self._tell_left_out(row, left_out.get(row, ()))
        removed = set(shared.removed)
        for entry in shared.segments:
            self._added.count += entry.live
            if len(self._added.first) < LISTED:
                segment = Segment(self._folder, entry)
                there = (n for n in range(segment.size) if (entry.name, n) not in removed)
                self._added.first += map(segment.key, islice(there, LISTED - len(self._added.first)))
        self._added.count -= len(removed)

    def _compare(self) -> None:
        """Read what changed, and write what differs."""
        self._choose()
        if self._base and (self._gone or self._compare_all):
            self._stored = _Stored(self._base.segments)
            self._stored.foresee(self._gone)
        renames = _Renames(self._vanished, self._before)
        skipped = deque(self._listing.skipped)
        passed = 0  # the row up to which all files were looked at, or passed over
        while self._due or skipped:
            if skipped and (not self._due or skipped[0][0] <= self._due[0]):
                self._skip(skipped.popleft()[1])
                continue
            row = heappop(self._due)
            if row >= passed:  # only once
                self._pass_over(passed, row)
                self._look_at(row, renames)
                passed = row + 1
        self._pass_over(passed, len(self._listing))
        self._flush()
        self._remove_leftovers()

    # ---------------------------------------------------------------- files

    def _names_not_listed(self) -> list[str]:
        before = self._before.files.names
        if len(self._were) - self._were.count(None) == len(before):
            return []
        return [name for name in before if name not in self._listing.rows]

    def _choose(self) -> None:
        """Find the files that changed, and those of which something was left out."""
        listing, before = self._listing, self._before.files
        sizes, times = before.sizes, before.times
        rows: Iterable[int] = range(len(listing))
        if self._times_tell and not self._limits_differ:
            now = zip(self._were, listing.sizes, listing.times, strict=True)
            rows = [
                row
                for row, (old, size, changed) in enumerate(now)
                if old is None or times[old] != changed or sizes[old] != size or changed == UNSURE
            ]
        for row in rows:
            name = listing.names[row]
            if name not in before or self._limits_differ or not is_as_it_was(listing.file(row), before[name]):
                self._gone.add(name)
                self._due.append(row)
        left_out = (listing.rows.get(before.names[old]) for old in before.left_out)
        self._due += (row for row in left_out if row is not None)
        heapify(self._due)

    def _pass_over(self, first: int, end: int) -> None:
        """Tell of files that did not change."""
        if end > first:
            advanced = sum(self._listing.sizes[first:end])
            self._tell.file(Progress(self._listing.file(end - 1).name, advanced, finished=True))

    def _look_at(self, row: int, renames: _Renames) -> None:
        """Read a file if it is to be read; otherwise what was left out of it is told again."""
        name = self._listing.names[row]
        old = self._were[row]
        left_out = () if old is None else self._before.files.left_out.get(old, ())
        if name in self._gone:
            self._read(row, renames.find(self._listing.file(row)) if old is None else "")
        # What was left out for the sake of an article that may be there no more.
        elif any(one.behind in self._gone for one in left_out):
            self._gone.add(name)
            self._read(row, "")
        else:
            self._pass_over(row, row + 1)
            self._tell_left_out(row, left_out)

    def _tell_left_out(self, row: int, left_out: Iterable[LeftOut]) -> None:
        for one in left_out:
            self._skip(Skipped(place(self._listing.file(row).name, one.record), one.reason))

    def _skip(self, skipped: Skipped) -> None:
        self._skipped += 1
        self._tell.skip(skipped)

    def _read(self, row: int, renamed_from: str) -> None:
        name, file = self._listing.names[row], self._listing.file(row)
        self._bytes += file.bytes
        reader = FileReader(file, self._tell.file, self._means.limits, remember=True)
        left_out = []
        for record, outcome in reader.records():
            if isinstance(outcome, str):
                one = LeftOut(record, one_line(outcome), "")
            else:
                winner = self._take(_Read(outcome, name, row, record, renamed_from))
                if winner is None:
                    continue
                file_of_winner, number = winner
                where = place(self._name_of(file_of_winner), number)
                one = LeftOut(record, already_used(outcome.key, where), file_of_winner)
            left_out.append(one)
            self._skip(Skipped(place(file.name, record), one.reason))
        self._read_now[row] = FileState(reader.size, reader.time, reader.digest, tuple(left_out))

    def _name_of(self, name: str) -> str:
        return self._listing.file(self._listing.rows[name]).name

    # ---------------------------------------------------------------- articles

    def _take(self, read: _Read) -> tuple[str, int] | None:
        """Take an article in, unless an earlier one has its key: then that one's file and record are returned."""
        key = read.article.key
        first = self._taken.get(key)
        if first is not None:
            return self._listing.names[first >> 32], first & 0xFFFFFFFF
        at, owner = self._stored.find(key), ""
        if at is not None and at not in self._claimed:
            owner = self._stored.owner(at)
            row = self._listing.rows.get(owner)
            if row is not None and owner not in self._gone:
                if row < read.row:
                    return owner, self._stored.record(at)
                # Its own article of this key is the second one from now on.
                self._gone.add(owner)
                heappush(self._due, row)
        self._taken[key] = read.row << 32 | read.record
        self._batch.append((read, at, owner))
        self._batch_characters += len(read.article.body)
        if len(self._batch) >= _BATCH_ARTICLES or self._batch_characters >= _BATCH_CHARACTERS:
            self._flush()
        return None

    def _flush(self) -> None:
        """Compare a batch of articles with those stored, and write what differs."""
        compare_all = self._compare_all or self._limits_differ
        # What is the only article of a file that changed has changed: to look at what is stored costs more than to
        # write it again.
        compared = self._stored.articles(
            at
            for read, at, owner in self._batch
            if at is not None and (compare_all or read.record) and owner == read.file
        )
        for read, at, owner in self._batch:
            if at is None or at in self._claimed:
                self._add(read)
                continue
            self._claimed.add(at)
            if compared.get(at) == read.article:
                continue
            if read.renamed_from and owner == read.renamed_from:
                self._replace(at, read, self._renamed, f"{read.article.key} → {read.article.key}")
            else:
                self._replace(at, read, self._changed, read.article.key)
        self._batch.clear()
        self._batch_characters = 0

    def _add(self, read: _Read) -> None:
        """Take in an article whose key is new: under another one, it may be the article of a file that was renamed."""
        old, new = read.renamed_from.partition(":")[2], one_line(self._name_of(read.file))
        if old and read.article.key.startswith(new):
            old_key = one_line(old) + read.article.key[len(new) :]
            at = self._stored.find(old_key)
            if at is not None and at not in self._claimed and self._stored.owner(at) == read.renamed_from:
                self._claimed.add(at)
                self._replace(at, read, self._renamed, f"{old_key} → {read.article.key}")
                return
        self._added.add(read.article.key)
        self._write(read)

    def _replace(self, at: int, read: _Read, kind: _List, described: str) -> None:
        kind.add(described)
        self._delete(at)
        self._write(read)

    def _write(self, read: _Read) -> None:
        if self._writer is not None:
            self._writer.add(read.article, read.file, read.record)

    def _delete(self, at: int) -> None:
        if self._writer is not None:
            self._writer.remove_at(*self._stored.place(at))

    def _remove_leftovers(self) -> None:
        """Remove the articles of files that changed or vanished and that were not met again."""
        for at in self._stored.all() if self._compare_all else self._stored.of_files(self._gone):
            if at not in self._claimed:
                self._removed.add(self._stored.key(at))
                self._delete(at)

    # ---------------------------------------------------------------- the end

    def _check_something_is_left(self) -> None:
        if self._base is None:
            if not self._added.count:
                raise NothingToIndex(self._folder)
            return
        if self._removed.count and self._base.articles + self._added.count == self._removed.count:
            raise NothingLeft(self._sources[0], self._folder)
        if self._removed.count and self._before.sources == self._real_paths:
            there = {name.partition(":")[0] for name in self._listing.names}
            for number, source in enumerate(self._sources):
                if str(number) not in there and any(name.startswith(f"{number}:") for name in self._vanished):
                    raise NothingLeft(source, self._folder)

    def _finish(self) -> Changes:
        commit = self._base.commit if self._base else None
        if self._writer is not None:
            if self._is_different():
                state = CorpusState(self._real_paths, self._states_now(), self._means.limits)
                self._writer.corpus = write_state(self._folder, self._writer.new_number(), state)
                commit = self._writer.commit()
            else:
                self._writer.roll_back()
        added, changed, removed, renamed = (
            Listed(kind.count, tuple(kind.first))
            for kind in (self._added, self._changed, self._removed, self._renamed)
        )
        before = self._base.articles if self._base else 0
        return Changes(
            added=added,
            changed=changed,
            removed=removed,
            renamed=renamed,
            unchanged=before - changed.count - removed.count - renamed.count,
            skipped=self._skipped,
            bytes=self._bytes,
            all_read=self._all_read,
            commit=commit,
        )

    def _states_now(self) -> FileStates:
        """What the files are: those that were not read, what they were."""
        states = self._states or self._kept_and_read()
        states.times = sure_times(states.times, self._started)
        return states

    def _kept_and_read(self) -> FileStates:
        listing, before = self._listing, self._before.files
        sizes, times = listing.sizes.copy(), listing.times.copy()
        digests = before.digests_of(self._were)
        left_out = {
            row: before.left_out[old]
            for row, old in enumerate(self._were)
            if old is not None and old in before.left_out
        }
        for row, now in self._read_now.items():
            sizes[row], times[row], digests[row] = now.size, now.time, now.digest
            left_out[row] = now.left_out
        left_out = {row: ones for row, ones in left_out.items() if ones}
        return FileStates(listing.names, sizes, times, b"".join(digests), left_out)

    def _is_different(self) -> bool:
        """Whether there is anything to write. A file that was only touched is nothing: its digest is the same."""
        before = self._before.files
        if self._base is None or self._all_read or self._vanished or len(self._listing) != len(before):
            return True
        # The time is left aside.
        return any(
            (now.size, now.digest, now.left_out) != (was.size, was.digest, was.left_out)
            for row, now in self._read_now.items()
            for was in (before[self._listing.names[row]],)
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as it stands in the corpus."""

    article: Article
    file: str  # as the state names it
    row: int  # of the file in the listing
    record: int  # its number there
    renamed_from: str  # what its file was called before; "" if that is not known to have been otherwise


class _List:
    """Counts what happened, and keeps the first names."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[str] = []

    def add(self, name: str) -> None:
        self.count += 1
        if len(self.first) < LISTED:
            self.first.append(name)


class _Renames:
    """Finds the vanished file whose content is in a new one."""

    def __init__(self, vanished: Sequence[str], before: CorpusState) -> None:
        self._by_content: dict[tuple[int, bytes], deque[str]] = defaultdict(deque)
        for name in vanished:
            file = before.files[name]
            self._by_content[file.size, file.digest].append(name)
        self._sizes = {size for size, _ in self._by_content}

    def find(self, file: File) -> str:
        """The old name of a new file, or "". Each old one is found once."""
        if file.bytes not in self._sizes:
            return ""
        try:
            with open(file.path, "rb", buffering=0) as stream:
                names = self._by_content.get((file.bytes, digest_of(stream)))
        except OSError:
            return ""
        return names.popleft() if names else ""


class _Stored:
    """The live articles of some segments, by key and by file. A place is the number of a segment and one in it."""

    def __init__(self, segments: Sequence[Segment] = ()) -> None:
        self._segments = segments
        # Of each segment the files that its articles came from, and for each article the place of its own among them.
        self._owners = [(segment.file_names(), segment.column("file")) for segment in segments]
        self._size = sum(segment.size for segment in segments)
        self._known: dict[str, int | None] = {}  # by key, what was found
        self._searched = 0
        self._has_all = False  # once that many were looked for that it pays

    def foresee(self, names: set[str]) -> None:
        """Find the articles of some files at once: nearly all that will be looked for are of them."""
        for at in self._of_listed_files(names):
            self._known[self.key(at)] = at

    def find(self, key: str) -> int | None:
        if key in self._known or self._has_all:
            return self._known.get(key)
        self._searched += 1
        if self._searched * _SEARCH_COST >= self._size:
            self._known = {self.key(at): at for at in self.all()}
            self._has_all = True
            return self._known.get(key)
        return self._known.setdefault(key, self._search(key))

    def _search(self, key: str) -> int | None:
        for number, segment in enumerate(self._segments):
            article = segment.find(key)
            if article is not None:
                return number << 32 | article
        return None

    def key(self, at: int) -> str:
        return self._segments[at >> 32].key(at & 0xFFFFFFFF)

    def owner(self, at: int) -> str:
        """The file that an article came from; "" or one that never is if that is not known."""
        names, places = self._owners[at >> 32]
        place = places[at & 0xFFFFFFFF]
        if place >= len(names):
            raise IndexDamaged(self._segments[at >> 32].path("columns"), "a file has no name")
        name = names[place]
        # Nearly all names are whole, or of files that are one article; keys are only read for these.
        return named_file(name, self.key(at)) if name.endswith(":") else name

    def record(self, at: int) -> int:
        """Its number in that file, when it was written."""
        return int(self._segments[at >> 32].column("record")[at & 0xFFFFFFFF])

    def place(self, at: int) -> tuple[str, int]:
        """The name of the segment, and the number there."""
        return self._segments[at >> 32].entry.name, at & 0xFFFFFFFF

    def all(self) -> Iterator[int]:
        for number, segment in enumerate(self._segments):
            for article in range(segment.size):
                if not segment.is_deleted(article):
                    yield number << 32 | article

    def of_files(self, names: set[str]) -> Iterator[int]:
        """The articles that came from some files, in order of their places."""
        places = set(self._of_listed_files(names))
        for name in names:
            at = self.find(name.partition(":")[2])
            if at is not None and self.owner(at) == name:
                places.add(at)
        return iter(sorted(places))

    def _of_listed_files(self, names: set[str]) -> Iterator[int]:
        """The articles that came from some files, but for files that are one article and are not listed."""
        for number, (segment, (listed, places)) in enumerate(zip(self._segments, self._owners, strict=True)):
            wanted = {place for place, name in enumerate(listed) if name in names}
            if wanted:
                yield from (
                    number << 32 | article
                    for article, place in enumerate(places)
                    if place in wanted and not segment.is_deleted(article)
                )

    def articles(self, places: Iterator[int]) -> dict[int, Article]:
        """Read articles, each block of the index once."""
        ordered = sorted(places)
        found: dict[int, Article] = {}
        for number, segment in enumerate(self._segments):
            here = [at & 0xFFFFFFFF for at in ordered if at >> 32 == number]
            found.update(
                zip(((number << 32) | article for article in here), segment.articles(here), strict=True)
            )
        return found
