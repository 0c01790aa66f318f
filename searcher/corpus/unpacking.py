"""Unpacking: what is in a compressed file or in an archive, without writing any of it to a disk.

In: an open file. Out: an open stream, or one a member, that may be read forwards, and back a little. What is
unpacked is counted as it comes: an archive that is small on the disk and endless inside is refused where it passes
the limits. The one door of the corpus to zstandard.
"""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, BinaryIO, NamedTuple

from searcher.corpus.budget import Budget
from searcher.corpus.limits import Refused
from searcher.corpus.packing import TAR, ZIP

_WINDOW_BYTES = 1 << 20  # how far one may go back: readers look ahead 256 KB
_BUFFER_BYTES = 262_144
_LARGEST_ZSTD_WINDOW = 1 << 27  # bytes of memory that a frame may ask for: what `zstd -d` accepts unasked
# What a place before the beginning of a file gives, and decompressors without a number; others are the disk's.
_OF_DAMAGE = (None, errno.EINVAL)
_DOS_ENCRYPTED = 0x1
_SYMBOLIC_LINK = 0o120000
_KIND_OF_FILE = 0o170000


class Forward(io.RawIOBase):
    """A stream that can only be read forwards, with the last megabyte kept so that one may look again.

    Raises:
        Refused: while reading: it is damaged, or longer than it may be.
    """

    def __init__(self, source: IO[bytes], budget: Budget, what: str) -> None:
        self._source = source
        self._budget = budget
        self._what = what
        self._kept = b""  # the bytes before `_end`
        self._end = 0
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_CUR:
            offset += self._at
        elif whence != io.SEEK_SET:
            raise io.UnsupportedOperation("the end is not known before it is read")
        if not self._end - len(self._kept) <= offset <= self._end:
            raise io.UnsupportedOperation("only what was just read can be read again")
        self._at = offset
        return offset

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = len(buffer)
        if self._at < self._end:
            start = len(self._kept) - (self._end - self._at)
            data = self._kept[start : start + size]
        else:
            data = self._next(size)
            self._end += len(data)
            self._kept = data if len(data) >= _WINDOW_BYTES else (self._kept + data)[-_WINDOW_BYTES:]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _next(self, size: int) -> bytes:
        try:
            data = self._source.read(size)
        except OSError as error:
            if error.errno not in _OF_DAMAGE:
                raise
            raise self._damaged(error) from error
        except Refused:
            raise
        except (EOFError, ValueError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
            raise self._damaged(error) from error
        except (tarfile.TarError, RuntimeError, NotImplementedError) as error:
            raise self._damaged(error) from error
        except Exception as error:
            if type(error).__module__.partition(".")[0] not in ("zstandard", "zstd"):
                raise
            raise self._damaged(error) from error
        self._budget.unpack(len(data))
        return data

    def _damaged(self, error: Exception) -> Refused:
        return Refused(f"damaged {self._what}: {error}")


def _buffered(source: IO[bytes], budget: Budget, what: str) -> BinaryIO:
    return io.BufferedReader(Forward(source, budget, what), _BUFFER_BYTES)


def _open_zstd(stream: BinaryIO) -> IO[bytes]:
    import zstandard

    decompressor = zstandard.ZstdDecompressor(max_window_size=_LARGEST_ZSTD_WINDOW)
    return decompressor.stream_reader(stream, read_across_frames=True)


def _open_gzip(stream: BinaryIO) -> IO[bytes]:
    return io.BufferedReader(gzip.GzipFile(fileobj=stream))


_OPENERS: dict[str, Callable[[BinaryIO], IO[bytes]]] = {
    "gzip": _open_gzip,
    "bzip2": bz2.open,
    "xz": lzma.open,
    "zstd": _open_zstd,
}


def decompress(stream: BinaryIO, compression: str, budget: Budget) -> BinaryIO:
    """Open what is in a compressed file."""
    return _buffered(_OPENERS[compression](stream), budget, f"{compression} file")


class Member(NamedTuple):
    """A file in an archive, or the reason why it is not read."""

    name: str
    stream: BinaryIO | None
    reason: str = ""


def members(stream: BinaryIO, archive: str, budget: Budget) -> Iterator[Member]:
    """Open the members of an archive, one after the other; each is closed when the next one is asked for.

    Raises:
        Refused: it is damaged, or beyond the limits.
    """
    return _MEMBERS[archive](stream, budget)


def _zip_members(stream: BinaryIO, budget: Budget) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(stream)
    except OSError as error:
        if error.errno not in _OF_DAMAGE:
            raise
        raise Refused(f"damaged ZIP archive: {error}") from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError, LookupError, struct.error) as error:
        raise Refused(f"damaged ZIP archive: {error}") from error
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        budget.member()
        name = entry.filename.replace("\\", "/")
        if entry.flag_bits & _DOS_ENCRYPTED:
            yield Member(name, None, "encrypted")
            continue
        if entry.external_attr >> 16 & _KIND_OF_FILE == _SYMBOLIC_LINK:
            yield Member(name, None, "a link, not followed")
            continue
        try:
            opened = archive.open(entry)
        except OSError as error:
            if error.errno not in _OF_DAMAGE:
                raise
            yield Member(name, None, f"damaged member: {error}")
            continue
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
            ValueError,
            EOFError,
            LookupError,
            struct.error,
            zlib.error,
            lzma.LZMAError,
        ) as error:
            yield Member(name, None, f"damaged member: {error}")
            continue
        with opened:
            yield Member(name, _buffered(opened, budget, "member"))


def _tar_members(stream: BinaryIO, budget: Budget) -> Iterator[Member]:
    try:
        # Forwards only: nothing of it has to be kept.
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for entry in archive:
                archive.members = []  # type: ignore[attr-defined] # else all of them are kept in memory
                if entry.isdir():
                    continue
                budget.member()
                if entry.issym() or entry.islnk():
                    yield Member(entry.name, None, "a link, not followed")
                    continue
                opened = archive.extractfile(entry) if entry.isreg() else None
                if opened is None:
                    yield Member(entry.name, None, "not a regular file")
                    continue
                yield Member(entry.name, _buffered(opened, budget, "member"))
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"damaged tar archive: {error}") from error


_MEMBERS = {ZIP: _zip_members, TAR: _tar_members}
