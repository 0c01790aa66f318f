"""Sharing: a build from nothing, by as many processes as wanted; the same bytes whatever their number.

In: the files of a corpus. Out: finished segments, and what each file was. Each task of the plan becomes a segment, or a
few if its text is longer than its files; the numbers of segments are given with the tasks. Of articles with the same
key the first one stays: within a task the others are never written, across tasks they are deleted afterwards.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from searcher.analysis import Cutter
from searcher.corpus import (
    UNREADABLE,
    File,
    FileReader,
    FileState,
    FileStates,
    LeftOut,
    Limits,
    Piece,
    Plan,
    Progress,
    already_used,
    one_line,
    place,
)
from searcher.index.building import SegmentBuilder
from searcher.index.columns import named_file
from searcher.index.commits import SegmentEntry
from searcher.index.segment import Segment
from searcher.index.tasks import work

# Bytes of files for a segment, of the text it may hold: titles are taken from texts, and encodings of one byte a letter
# become UTF-8, so that text can be a little longer than its file; a second, small segment would be the price.
_SHARE = 4 / 5
# At most, a text is this many times as long as its file: three bytes for one, and all of it for title as well as body.
_LONGEST = 6


class Task(NamedTuple):
    """What one process does at a time."""

    first_number: int  # of the segments that it may write
    numbers: int
    pieces: list[Piece]


class _Second(NamedTuple):
    """An article whose key another one has, earlier in the same task."""

    record: int
    key: str
    file: str  # of the other one
    other_record: int


class Built(NamedTuple):
    """What became of a task."""

    segments: list[SegmentEntry]
    states: list[FileState]  # one for each piece, without what was left out of it
    left_out: list[list[LeftOut | _Second]]  # likewise


class TaskBuilder:
    """Does tasks; what it remembers of French is used for the next one."""

    def __init__(self, folder: Path, segment_bytes: int, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        self._segment_bytes = segment_bytes
        self._cutter: Cutter | None = None

    def __call__(self, task: Task, report: Callable[[Progress], object]) -> Built:
        """Read the pieces and write their articles; what is unfinished when it fails is removed."""
        self._cutter = self._cutter or Cutter()
        built = Built([], [], [])
        builder: SegmentBuilder | None = None
        taken: dict[str, int] = {}  # by key, the piece and the record
        try:
            for number, piece in enumerate(task.pieces):
                reader = FileReader(
                    piece.file, report, self._limits, remember=piece.part is None, part=piece.part
                )
                left_out: list[LeftOut | _Second] = []
                for record, outcome in reader.records():
                    if isinstance(outcome, str):
                        left_out.append(LeftOut(record, one_line(outcome), ""))
                    elif (
                        first := taken.setdefault(outcome.key, number << 32 | record)
                    ) != number << 32 | record:
                        file = task.pieces[first >> 32].name
                        left_out.append(_Second(record, outcome.key, file, first & 0xFFFFFFFF))
                    else:
                        full = builder and builder.text_bytes >= self._segment_bytes
                        # Without a number left, as where an archive hides under a name that tells of none, the last
                        # segment takes the rest.
                        if builder and full and len(built.segments) + 1 < task.numbers:
                            built.segments.append(builder.finish())
                            builder = None
                        if builder is None:
                            segment = task.first_number + len(built.segments)
                            builder = SegmentBuilder(self._folder, segment, self._cutter)
                        builder.add(outcome, piece.name, record)
                built.states.append(FileState(reader.size, reader.time, reader.digest))
                built.left_out.append(left_out)
            if builder:
                built.segments.append(builder.finish())
        except BaseException:
            if builder:
                with suppress(OSError):  # what a failing disk keeps, the next writer removes
                    builder.discard()
            raise
        return built


@dataclass(frozen=True, slots=True)
class Shared:
    """What a build from nothing made."""

    segments: list[SegmentEntry]
    removed: list[tuple[str, int]]  # whose key an earlier article has: name of the segment, number there
    files: FileStates


def build_shared(
    folder: Path,
    files: Iterable[tuple[str, File]],
    *,
    new_number: Callable[[int], int],
    limits: Limits,
    segment_bytes: int,
    jobs: int,
    on_file: Callable[[Progress], object],
) -> Shared:
    """Build segments of all articles of a corpus.

    Args:
        files: with their names in the state of the corpus, in order.
        new_number: given how many, the first number of so many segments.
        limits: what is larger is skipped.
        segment_bytes: of text in a segment.
    Raises:
        ProcessEnded: a process was killed.
    """
    plan = Plan(files, max(1, int(segment_bytes * _SHARE)), limits.file)
    pieces: list[Piece] = []

    def tasks() -> Iterator[Task]:
        for task in plan.tasks():
            pieces.extend(task)
            numbers = 2 + _LONGEST * sum(piece.unpacked_bytes for piece in task) // segment_bytes
            yield Task(new_number(numbers), numbers, task)

    with closing(work(TaskBuilder(folder, segment_bytes, limits), tasks(), jobs, on_file)) as results:
        built = list(results)
    segments = [entry for task in built for entry in task.segments]
    removed, late, winners = _resolve(
        [Segment(folder, entry) for entry in segments] if len(built) > 1 else []
    )
    read: dict[str, FileState] = {}
    states = (state for task in built for state in task.states)
    left_out = (one for task in built for one in task.left_out)
    for piece, state, records in zip(pieces, states, left_out, strict=True):
        before = read.get(piece.name)
        if piece.part:
            readable = state.size != UNREADABLE
            state = before or plan.parted[piece.name]
            state = state if readable else state._replace(size=UNREADABLE)
        known = before.left_out if before else ()
        read[piece.name] = state._replace(left_out=known + tuple(_reasons(records, winners)))
    for name, ones in late.items():
        state = read[name]
        read[name] = state._replace(left_out=tuple(sorted((*state.left_out, *ones), key=itemgetter(0))))
    return Shared(segments, removed, FileStates.of(read))


def _resolve(
    segments: list[Segment],
) -> tuple[list[tuple[str, int]], dict[str, list[LeftOut]], dict[str, tuple[str, int]]]:
    """Find the articles whose key an article of an earlier segment has.

    The keys of each segment are in order, so that they are read along together, and none is held.

    Returns:
        Where those articles are; what is to be told of each file for their sake; for their keys, the file and the
        record of the article that stays.
    """
    removed: list[tuple[str, int]] = []
    late: dict[str, list[LeftOut]] = {}
    winners: dict[str, tuple[str, int]] = {}
    files = [segment.files() for segment in segments]

    def whence(number: int, article: int) -> tuple[str, int]:
        segment = segments[number]
        name = named_file(files[number][article], segment.key(article))
        return name, segment.column("record")[article]

    streams = [_keys_in_order(number, segment) for number, segment in enumerate(segments)]
    for key, group in groupby(heapq.merge(*streams), key=itemgetter(0)):
        (_, number, article), *others = group
        for _, later, loser in others:
            winner = winners.setdefault(key.decode(), whence(number, article))
            name, record = whence(later, loser)
            late.setdefault(name, []).append(LeftOut(record, _reason(key.decode(), winner), winner[0]))
            removed.append((segments[later].entry.name, loser))
    return removed, late, winners


def _keys_in_order(number: int, segment: Segment) -> Iterator[tuple[bytes, int, int]]:
    keys, starts = segment.key_bytes(), segment.key_starts
    for article in segment.column("by_key"):
        yield bytes(keys[starts[article] : starts[article + 1]]), number, article


def _reason(key: str, winner: tuple[str, int]) -> str:
    file, record = winner
    return already_used(key, place(file.partition(":")[2].rstrip("/"), record))


def _reasons(records: list[LeftOut | _Second], winners: dict[str, tuple[str, int]]) -> Iterator[LeftOut]:
    """What was left out, with the article that stays in the whole corpus, not only in the task."""
    for one in records:
        if isinstance(one, LeftOut):
            yield one
        else:
            winner = winners.get(one.key, (one.file, one.other_record))
            yield LeftOut(one.record, _reason(one.key, winner), winner[0])
