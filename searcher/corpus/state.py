"""The state of a corpus: what its files were when they were last read, so that only what changed is read again.

In: files, as walking finds them. Out: for each whether it is still what it was. Most are not opened for that: the size
and the time of the last change tell. Where they may not, the bytes do, by their digest.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from searcher.corpus.limits import Limits
from searcher.corpus.walking import File

DIGEST_BYTES = 16
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


@dataclass(frozen=True, slots=True)
class CorpusState:
    """What a whole corpus was when it was read.

    A file is named by the number of its source, a colon and its name in it: `0:utf-8/2024-07-04-astana.txt`.
    """

    sources: tuple[str, ...]  # with all links followed
    files: Mapping[str, FileState] = field(default_factory=dict)  # in the order of reading
    limits: Limits = field(default_factory=Limits)


def real_paths(sources: list[Path]) -> tuple[str, ...]:
    """Where sources are, however they were named and from whichever folder."""
    return tuple(
        os.fsencode(os.path.realpath(source)).decode(errors="backslashreplace") for source in sources
    )


def digest_of(stream: BinaryIO) -> bytes:
    """The digest of what is left in a stream."""
    return hashlib.file_digest(stream, _new_digest).digest()  # type: ignore[arg-type]


def digest_of_bytes(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=DIGEST_BYTES).digest()


def _new_digest() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=DIGEST_BYTES)


def sure_time(time: int, started: int) -> int:
    """The time of a file's last change, UNSURE if it was too young when the reading started."""
    return time if time < started - GRANULARITY else UNSURE


def is_as_it_was(file: File, before: FileState, *, times_tell: bool) -> bool:
    """Whether a file still holds what it held; it is only opened if its size agrees and its time does not tell.

    Args:
        before: what it was when it was read last.
        times_tell: whether it was the file of this name in the same sources.
    """
    if file.bytes != before.size:
        return False
    if times_tell and file.time == before.time != UNSURE:
        return True
    try:
        with open(file.path, "rb", buffering=0) as stream:
            return digest_of(stream) == before.digest
    except OSError:
        return False
