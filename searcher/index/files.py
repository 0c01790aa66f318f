"""Files of an index: sections of bytes, written once, each page with a checksum that is checked when first read.

A file is its magic number (8 bytes), sections (each at a multiple of 8), a directory of them in JSON, the directory's
offset (8 bytes), then the checksum (CRC-32) of each 64 KB page of all that, 4 bytes each. The size and the checksum of
those checksums are told by the commit that names the file.
"""

from __future__ import annotations

import errno
import json
import mmap
import os
import stat
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from searcher.errors import IndexDamaged, IndexUnwritable
from searcher.records import dataclass

PAGE = 1 << 16
_STEP = 1 << 24  # bytes that are checked between two reports
MAGIC = b"SEARCHR\x01"
_PAGES_AT_ONCE = 256  # of a file that is checked in one go, in memory
# Articles are compressed in blocks of some 512 KB, or alone if they are longer: a block that claims to be larger was
# not written here, and would only fill the memory.
LARGEST_BLOCK = 1 << 28
_SHORTAGES = frozenset((errno.EMFILE, errno.ENFILE, errno.ENOMEM))
LINK = "is a link, and an index does not lead outside its folder"


@contextmanager
def blaming(path: Path) -> Iterator[None]:
    """Say which file could not be written: the system often does not.

    Raises:
        IndexUnwritable: instead of any OSError.
    """
    try:
        yield
    except OSError as error:
        raise IndexUnwritable(path, error) from error


def unreadable(path: Path, error: OSError) -> IndexDamaged:
    """Say that a file cannot be read.

    Raises:
        OSError: the same again if the file is not at fault but what this process may use: an older commit must not
            serve for that.
    """
    if error.errno in _SHORTAGES:
        raise error
    return IndexDamaged(path, f"cannot be read: {error.strerror or error}")


def open_plain(path: Path) -> BinaryIO:
    """Open a file of an index to read it.

    A stranger may have put anything there: a link would lead out of the folder, a pipe would be waited for without end.

    Raises:
        OSError: it cannot be opened.
        IndexDamaged: it is no plain file.
    """
    if path.is_symlink():
        raise IndexDamaged(path, LINK)
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise IndexDamaged(path, "is no regular file")
    return open(descriptor, "rb")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a commit tells of a file, so that nothing else can pass for it."""

    size: int  # in bytes, without the checksums of the pages
    checksum: int  # CRC-32 of the checksums of the pages

    @property
    def size_on_disk(self) -> int:
        """In bytes, with the checksums of the pages."""
        return self.size + 4 * -(-self.size // PAGE)


class SectionWriter:
    """Writes a new file. Used as a context manager it removes what it wrote if anything fails.

    Raises (each method): IndexUnwritable where the system does not do what it should.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with blaming(path):
            self._file = open(path, "xb")  # noqa: SIM115 (closed by `finish` or `discard`)
        self._broken = False  # a write failed, and how much of it is in the file nobody knows
        self._size = 0
        self._page = 0  # checksum of the page being filled
        self._pages = array("I")
        self._sections: dict[str, tuple[int, int]] = {}
        try:
            self._write(MAGIC)
        except BaseException:
            self.discard()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.discard()

    def begin(self, section: str) -> None:
        """Begin a section: what is added from now on belongs to it."""
        self._write(bytes(-self._size % 8))
        self._sections[section] = (self._size, self._size)

    def add(self, section: str, data: bytes | bytearray | memoryview | array[int]) -> None:
        """Add bytes to the section begun last."""
        start, end = self._sections[section]
        if end != self._size:
            raise ValueError(f"section {section} is not the last one")
        self._write(data)
        self._sections[section] = (start, self._size)

    def put(self, section: str, data: bytes | bytearray | memoryview | array[int]) -> None:
        """Write a whole section."""
        self.begin(section)
        self.add(section, data)

    def _write(self, data: bytes | bytearray | memoryview | array[int]) -> None:
        view = memoryview(data).cast("B")
        with self._whole():
            self._file.write(view)
        at = 0
        while at < len(view):
            part = view[at : at + PAGE - self._size % PAGE]
            self._page = zlib.crc32(part, self._page)
            self._size += len(part)
            at += len(part)
            if self._size % PAGE == 0:
                self._pages.append(self._page)
                self._page = 0

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Write once more, unless that failed before: whoever caught the error must not get half a file."""
        with blaming(self.path):
            if self._broken:
                raise OSError(errno.EIO, "a part of it could not be written before")
            self._broken = True
            yield
            self._broken = False

    def finish(self) -> Stamp:
        """Write the directory and the checksums, and wait until the disk has it all."""
        directory = json.dumps(self._sections, separators=(",", ":")).encode()
        offset = self._size
        self._write(directory)
        self._write(offset.to_bytes(8, "little"))
        if self._size % PAGE:
            self._pages.append(self._page)
        checksums = self._pages.tobytes()
        with self._whole():
            self._file.write(checksums)
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        return Stamp(self._size, zlib.crc32(checksums))

    def discard(self) -> None:
        """Remove what was written; what a failing disk keeps, the next writer removes."""
        with suppress(OSError):
            self._file.close()  # writes what is left, which fails again on a full disk
        with suppress(OSError):
            self.path.unlink()


class SectionFile:
    """Reads a file. Its bytes are mapped, not loaded, and each page is checked when it is first asked for."""

    def __init__(self, path: Path, stamp: Stamp) -> None:
        """
        Raises:
            IndexDamaged: the file is not there, or not the one that the commit names.
        """
        self.path = path
        pages = -(-stamp.size // PAGE)
        try:
            with open_plain(path) as file:
                size = os.fstat(file.fileno()).st_size
                if size != stamp.size_on_disk:
                    raise IndexDamaged(path, f"has {size:,} bytes instead of {stamp.size_on_disk:,}")
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise unreadable(path, error) from error
        except ValueError as error:  # nothing cannot be mapped
            raise IndexDamaged(path, "is empty") from error
        self.data = memoryview(self._map)
        checksums = bytes(self.data[stamp.size :])
        if zlib.crc32(checksums) != stamp.checksum:
            raise IndexDamaged(path, "its checksums are not those that were written")
        self._checksums = array("I", checksums)
        self._size = stamp.size
        self.verified = bytearray(pages)
        self._sections = self._directory()

    def _directory(self) -> Mapping[str, tuple[int, int]]:
        if bytes(self.view(0, len(MAGIC))) != MAGIC:
            raise IndexDamaged(self.path, "is not a file of this format")
        try:
            offset = int.from_bytes(self.view(self._size - 8, self._size), "little")
            if self._size - offset > PAGE:
                raise ValueError("no file has so many sections")
            sections = json.loads(bytes(self.view(offset, self._size - 8)))
            return {name: (int(start), int(end)) for name, (start, end) in sections.items()}
        except (ValueError, AttributeError, TypeError, OverflowError, RecursionError) as error:
            raise IndexDamaged(self.path, "its directory cannot be read") from error

    @property
    def sections(self) -> tuple[str, ...]:
        """Their names, in the order in which they were written."""
        return tuple(self._sections)

    def span(self, section: str) -> tuple[int, int]:
        """Where a section begins and ends in the file; nothing of it is checked yet."""
        span = self._sections.get(section)
        if span is None or not 0 <= span[0] <= span[1] <= self._size:
            raise IndexDamaged(self.path, f"has no section {section!r}")
        return span

    def view(self, start: int, end: int) -> memoryview:
        """Some bytes of the file, checked."""
        if not 0 <= start <= end <= self._size:
            raise IndexDamaged(self.path, f"does not hold the bytes {start:,} to {end:,}")
        self.verify(start, end)
        return self.data[start:end]

    def section(self, name: str) -> memoryview:
        """All bytes of a section, checked."""
        return self.view(*self.span(name))

    def numbers(self, name: str) -> memoryview[int]:
        """A section as 32-bit numbers, checked."""
        view = self.section(name)
        if len(view) % 4:
            raise IndexDamaged(self.path, f"section {name!r} is cut short")
        return view.cast("I")

    def verify_all(self, on_checked: Callable[[int], object] | None = None) -> None:
        """Check every page, also those that were checked before.

        Args:
            on_checked: called with how many bytes more are checked, now and then.
        """
        self.verified[:] = bytes(len(self.verified))
        for start in range(0, self._size, _STEP):
            end = min(start + _STEP, self._size)
            self.verify(start, end)
            if on_checked:
                on_checked(end - start)

    def let_go(self) -> None:
        """Give back the memory of what was read: the system reads it again when it is asked for.

        What was mapped counts as memory of this process for as long as it lives.
        """
        if hasattr(mmap, "MADV_DONTNEED"):  # not on every system
            self._map.madvise(mmap.MADV_DONTNEED)

    def verify(self, start: int, end: int) -> None:
        """Check the pages that hold these bytes, unless they were checked before."""
        for number, page in enumerate(range(start // PAGE, -(-end // PAGE)), start=1):
            if number % _PAGES_AT_ONCE == 0:
                self.let_go()
            if not self.verified[page]:
                if (
                    zlib.crc32(self.data[page * PAGE : min((page + 1) * PAGE, self._size)])
                    != self._checksums[page]
                ):
                    raise IndexDamaged(self.path, f"the 64 KB from byte {page * PAGE:,} on were altered")
                self.verified[page] = 1
