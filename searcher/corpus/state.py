"""The state of a corpus: what its files were when they were last read, so that only what changed is read again.

In: files, as walking finds them. Out: for each whether it is still what it was. Most are not opened for that: the size
and the time of the last change tell. Where they may not, the bytes do, by their digest.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from searcher.corpus.limits import Limits
from searcher.corpus.walking import File

DIGEST_BYTES = 16
_BLOCK_BYTES = 262_144  # read at once, of what is only measured
UNREADABLE = (1 << 64) - 1  # in place of a size that no file has
UNSURE = -(1 << 63)  # in place of a time that tells nothing
# A file that changes twice within the granularity of its file system's clock keeps its time (FAT counts in 2 s, and the
# clock of a network file system may not be ours): of what was this young when it was read, the time tells nothing.
GRANULARITY = 2_000_000_000  # nanoseconds


class LeftOut(NamedTuple):
    """A record that gave no article."""

    record: int  # 0 for the whole file
    reason: str
    behind: str  # the file that has an article of the same key, by its name in the state; "" if that is not the reason


class FileState(NamedTuple):  # there may be a million: made quickly, and small
    """What a file was when it was read."""

    size: int  # in bytes
    time: int  # of its last change, in nanoseconds since 1970, or UNSURE
    digest: bytes
    left_out: tuple[LeftOut, ...] = ()


class FileStates(Mapping[str, FileState]):
    """What many files were, by name, as columns: an update compares all of them, and looks at few."""

    def __init__(
        self,
        names: Sequence[str],
        sizes: Sequence[int],
        times: Sequence[int],
        digests: bytes,
        left_out: Mapping[int, tuple[LeftOut, ...]],
    ) -> None:
        """
        Args:
            names: in the order of reading; like the others, one a file.
            digests: end to end.
            left_out: of the files that have any, by their numbers in that order.
        """
        self.names = names
        self.sizes = sizes
        self.times = times
        self.digests = digests
        self.left_out = left_out

    @cached_property
    def rows(self) -> dict[str, int]:
        """Where each name is."""
        return dict(zip(self.names, count()))

    @property
    def are_whole(self) -> bool:
        """Whether no name is there twice, and each column as long as the others."""
        rows = len(self.rows)
        return (
            rows == len(self.names) == len(self.sizes) == len(self.times) == len(self.digests) / DIGEST_BYTES
        )

    @classmethod
    def of(cls, files: Mapping[str, FileState]) -> FileStates:
        states = files.values()
        return cls(
            list(files),
            [file.size for file in states],
            [file.time for file in states],
            b"".join(file.digest for file in states),
            {row: file.left_out for row, file in enumerate(states) if file.left_out},
        )

    def __getitem__(self, name: str) -> FileState:
        row = self.rows[name]
        return FileState(self.sizes[row], self.times[row], self.digest(row), self.left_out.get(row, ()))

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def digest(self, row: int) -> bytes:
        return self.digests[row * DIGEST_BYTES : (row + 1) * DIGEST_BYTES]

    def digests_of(self, rows: Iterable[int | None]) -> list[bytes]:
        """Many of them; of None any bytes."""
        digests, size = self.digests, DIGEST_BYTES
        return [digests[(at := (row or 0) * size) : at + size] for row in rows]


@dataclass(frozen=True, slots=True)
class CorpusState:
    """What a whole corpus was when it was read.

    A file is named by the number of its source, a colon and its name in it: `0:utf-8/2024-07-04-astana.txt`.
    """

    sources: tuple[str, ...]  # with all links followed
    files: FileStates = field(default_factory=lambda: FileStates.of({}))
    limits: Limits = field(default_factory=Limits)


def real_paths(sources: list[Path]) -> tuple[str, ...]:
    """Where sources are, however they were named and from whichever folder."""
    return tuple(
        os.fsencode(os.path.realpath(source)).decode(errors="backslashreplace") for source in sources
    )


class Digest:
    """Finds the digest of bytes that are given one piece after the other.

    The beginning of SHA-256: nobody can make a changed file look unchanged, and where the processor knows it, as nearly
    all do by now, it takes half the time of BLAKE2: 27 instead of 53 ms for 47 MB.
    """

    def __init__(self, data: bytes = b"") -> None:
        self._sum = hashlib.sha256(data)
        self.update = self._sum.update

    def finish(self) -> bytes:
        return self._sum.digest()[:DIGEST_BYTES]


class MeasuredFile(io.FileIO):
    """A file of which size and digest are found while it is read, as far as that is from its beginning on."""

    def __init__(self, descriptor: int) -> None:
        """
        Args:
            descriptor: of an open file, which its owner will close.
        """
        super().__init__(descriptor, closefd=False)
        self._digest = Digest()
        self._measured = 0

    def readinto(self, buffer: Any) -> int:
        start = self.tell()
        read = super().readinto(buffer) or 0
        self._take(start, memoryview(buffer)[:read])
        return read

    def readall(self) -> bytes:
        start = self.tell()
        data = super().readall()
        self._take(start, memoryview(data))
        return data

    def _take(self, start: int, data: memoryview) -> None:
        end = start + len(data)
        if start <= self._measured < end:
            self._digest.update(data[self._measured - start :])
            self._measured = end

    def measure(self) -> tuple[int, bytes]:
        """Read what nobody read, and give the size and the digest of all."""
        self.seek(self._measured)
        buffer = bytearray(_BLOCK_BYTES)
        while self.readinto(buffer):
            pass
        return self._measured, self._digest.finish()


def digest_of(stream: io.FileIO) -> bytes:
    """The digest of a file."""
    return MeasuredFile(stream.fileno()).measure()[1]


def sure_times(times: Sequence[int], started: int) -> Sequence[int]:
    """Times of last changes, with UNSURE for files that were too young when the reading started."""
    surest = started - GRANULARITY
    if max(times, default=UNSURE) < surest:
        return times
    return [time if time < surest else UNSURE for time in times]


def is_as_it_was(file: File, before: FileState) -> bool:
    """Whether a file whose time does not tell still holds what it held; it is only opened if its size agrees."""
    if file.bytes != before.size:
        return False
    try:
        with open(file.path, "rb", buffering=0) as stream:
            return digest_of(stream) == before.digest
    except OSError:
        return False
