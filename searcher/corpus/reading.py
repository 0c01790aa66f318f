"""Reading: from folders and files to articles, whatever is wrong with some of them.

In: the sources that someone named. Out: articles, one at a time; what was left out goes to a callback with
its reason. Which format is read by whom is the table in `formats/`; what is packed is for `opening.py`.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from searcher.article import Article
from searcher.corpus.formats.json_lines import read_jsonl
from searcher.corpus.formats.recognizing import JSON_LINES
from searcher.corpus.limits import LARGEST_ARTICLE, LARGEST_FILE, Limits, too_large
from searcher.corpus.opening import Taken, read_records
from searcher.corpus.report import UNREAD, Note, Progress, Skipped, one_line, place
from searcher.corpus.state import DIGEST_BYTES, UNREADABLE, Digest, MeasuredFile
from searcher.corpus.walking import File, check_source, walk

# Python's own 8 kB make reading 47 MB line by line cost 28 ms; these, 12 ms.
_BUFFER_BYTES = 262_144
_SMALL_BYTES = 65_536
_REPORT_BYTES = 1_000_000  # of one file, between two reports of progress
_ASKED_EVERY = 16  # records: where in the file it stands
_USUAL = Limits()


def read_corpus(
    *sources: str | os.PathLike[str],
    on_skip: Callable[[Skipped], object] | None = None,
    on_file: Callable[[Progress], object] | None = None,
    largest_article: int | None = LARGEST_ARTICLE,
    largest_file: int | None = LARGEST_FILE,
    limits: Limits | None = None,
) -> Iterator[Article]:
    """Read the articles of folders and files, in a stable order and in constant memory but for their keys.

    Args:
        sources: folders, read with all that is in them, or single files. Keys and paths are relative to each.
        on_skip: told of each file or record that gives no article. Bad ones never stop the reading.
        on_file: told when a file is finished, and at times within a large one.
        largest_article: in bytes, as it stands in its file; what takes more is skipped, never cut. None for no limit
            but that of an index, of 268 MB.
        largest_file: in bytes, as it is and unpacked; None for no limit.
        limits: all of them, in place of those two: what may be unpacked, what is read whole, names of fields.
    Returns:
        Articles, read as they are asked for. No two have the same key: of those that do, the first is kept.
    Raises:
        TypeError: no source is given.
        CorpusError: a source does not exist, may not be read, or is no format of ours. Raised at once.
    """
    limits = limits or Limits(largest_article, largest_file)
    return _read(check_sources(sources), on_skip or _ignore, on_file or _ignore, limits)


def corpus_bytes(*sources: str | os.PathLike[str]) -> int:
    """Sum up the sizes of the files that `read_corpus` would open, without opening them.

    Raises:
        TypeError, CorpusError: as `read_corpus` does.
    """
    checked = check_sources(sources)
    return sum(found.bytes for source in checked for found in walk(source) if isinstance(found, File))


def check_sources(sources: tuple[str | os.PathLike[str], ...]) -> list[Path]:
    """Check that all of them can be read.

    Raises:
        TypeError, CorpusError: as `read_corpus` does.
    """
    if not sources:
        raise TypeError("give at least one folder or file to read")
    paths = [Path(source) for source in sources]
    for path in paths:
        check_source(path)
    return paths


def _ignore(_: object) -> None:
    pass


def _read(
    sources: list[Path],
    on_skip: Callable[[Skipped], object],
    on_file: Callable[[Progress], object],
    limits: Limits,
) -> Iterator[Article]:
    paths_by_key: dict[str, str] = {}
    for source in sources:
        for found in walk(source):
            if isinstance(found, Skipped):
                on_skip(found)
                continue
            for number, outcome in FileReader(found, on_file, limits).records():
                where = place(found.name, number)
                if isinstance(outcome, str):
                    on_skip(Skipped(where, one_line(outcome)))
                elif first := paths_by_key.get(outcome.key):
                    on_skip(Skipped(where, already_used(outcome.key, first)))
                else:
                    paths_by_key[outcome.key] = where
                    yield outcome


def _in_memory(stream: BinaryIO) -> BinaryIO:
    """A small file is read once, though its beginning is looked at twice."""
    data = stream.read(_SMALL_BYTES)
    if len(data) < _SMALL_BYTES:
        return io.BytesIO(data)
    stream.seek(0)
    return stream


def _count(lines: object) -> int:
    return len(lines) if isinstance(lines, list) else 0


def already_used(key: str, where: str) -> str:
    """The reason why the second article of a key is left out."""
    return one_line(f"key {key!r} is already used by {where}")


class Part(NamedTuple):
    """Some lines of a file of JSON Lines."""

    start: int  # in bytes
    end: int
    first: int  # the number of the first line, from 1
    lines: int | None  # how many; None up to the end of the file


class FileReader:
    """Reads one file; once its records are read, says what the file was."""

    def __init__(
        self,
        file: File,
        on_file: Callable[[Progress], object] | None = None,
        limits: Limits = _USUAL,
        *,
        remember: bool = False,
        part: Part | None = None,
    ) -> None:
        """
        Args:
            on_file: told when the file is finished, and at times within a large one.
            limits: what is larger is skipped; a part of a file counts as all of it.
            remember: whether `size`, `time` and `digest` are wanted: the digest costs a look at every byte.
            part: the lines to read; all of the file if None.
        """
        self.file = file
        self.size = part.end - part.start if part else UNREADABLE
        self.time, self.digest = 0, bytes(DIGEST_BYTES)
        self._on_file = on_file or _ignore
        self._limits = limits
        self._remember = remember
        self._part = part
        self._stream: BinaryIO | None = None
        self._measuring: MeasuredFile | None = None
        self.taken = Taken({}, set())

    def records(self) -> Iterator[tuple[int, Article | str]]:
        """Read the records: the number of each, and its article or the reason why there is none."""
        reported, end = (self._part.start, self._part.end) if self._part else (0, self.file.bytes)
        due, articles, unread, conflicting = reported + _REPORT_BYTES, 0, 0, 0
        for count, found in enumerate(self._outcomes()):
            outcome = found[1]
            if not isinstance(outcome, str):
                yield found
                articles += 1
                if outcome.dates:
                    conflicting += 1
                if UNREAD in outcome.extra:
                    unread += _count(outcome.extra[UNREAD])
            elif isinstance(outcome, Note):
                self._on_file(Progress(self.file.name, 0, False, note=outcome))
                continue
            else:
                yield found
            # To ask a file where it stands costs as much as a tenth of a record.
            if count % _ASKED_EVERY == 0 and due <= self._position() and due <= end:
                position = min(self._position(), end)  # it may have grown since it was measured
                self._on_file(
                    Progress(
                        self.file.name, position - reported, False, articles, "", "", unread, conflicting
                    )
                )
                reported, due = position, position + _REPORT_BYTES
                articles = unread = conflicting = 0
        finished = end == self.file.bytes
        format = self.taken.describe() if finished else ""
        self._on_file(
            Progress(self.file.name, end - reported, finished, articles, format, "", unread, conflicting)
        )

    def _position(self) -> int:
        return self._stream.tell() if self._stream and not self._stream.closed else 0

    def _outcomes(self) -> Iterator[tuple[int, Article | str]]:
        limits = self._limits
        if limits.file is not None and self.file.bytes > limits.file:
            yield 0, too_large("file", self.file.bytes, limits.file)
            return
        try:
            with open(self.file.path, "rb", buffering=_BUFFER_BYTES) as opened:
                self._stream = self._measured(opened) if self._remember else _in_memory(opened)
                yield from self._read(self._stream)
                if self._measuring:
                    self.size, self.digest = self._measuring.measure()
                    if os.fstat(opened.fileno()).st_mtime_ns != self.time:
                        # What was read may not be what was measured: next time it is read again.
                        self.size = UNREADABLE
        except OSError as error:
            self.size = UNREADABLE  # whatever was read of it: next time it is tried again
            yield 0, f"cannot be read: {error.strerror or error}"
        if self.taken.missing:
            self.size = UNREADABLE  # next time the library may be there

    def _read(self, stream: BinaryIO) -> Iterator[tuple[int, Article | str]]:
        try:
            if self._part:
                part = self._part
                self.taken.note(JSON_LINES)
                yield from read_jsonl(
                    stream, self.file.name, self._limits, part.start, part.first, part.lines
                )
            else:
                yield from read_records(stream, self.file, self._limits, self.taken)
        except (OSError, MemoryError):
            raise
        except Exception as error:
            # No file may stop a run of a million others: what a reader did not foresee is reported like the rest.
            yield 0, f"cannot be read: {type(error).__name__}: {error}"

    def _measured(self, stream: BinaryIO) -> BinaryIO:
        """Note what a file is before it is read: what changes meanwhile is then found to differ."""
        status = os.fstat(stream.fileno())
        self.time = status.st_mtime_ns
        if status.st_size <= _BUFFER_BYTES:
            data = stream.read()
            self.size, self.digest = len(data), Digest(data).finish()
            return io.BytesIO(data)
        self._measuring = MeasuredFile(stream.fileno())
        return io.BufferedReader(self._measuring, _BUFFER_BYTES)
