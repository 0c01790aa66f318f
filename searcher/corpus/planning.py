"""Planning: how a corpus is shared out, so that several processes can read it and nothing depends on how many.

In: the files of a corpus in order. Out: tasks of about the same size, in the same order. Large files of JSON Lines are
parted at ends of lines; of these, what each file is (`state.py`) is found here, since nobody else sees all of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from searcher.corpus.formats.json_lines import STRETCH, can_be_split
from searcher.corpus.formats.recognizing import HEAD_BYTES, JSON_LINES, recognize
from searcher.corpus.limits import HIGHEST_RATIO
from searcher.corpus.packing import PACKED_SUFFIXES, packing_of
from searcher.corpus.reading import Part
from searcher.corpus.state import UNREADABLE, Digest, FileState
from searcher.corpus.walking import File

_BLOCK_BYTES = 1 << 20


class Piece(NamedTuple):
    """What one process reads of one file."""

    name: str  # of the file, in the state of the corpus
    file: File
    part: Part | None  # None for all of it

    @property
    def bytes(self) -> int:
        return self.part.end - self.part.start if self.part else self.file.bytes

    @property
    def unpacked_bytes(self) -> int:
        """At most, if the suffix says whether it is packed and it is no bomb."""
        return self.bytes * (HIGHEST_RATIO if self.file.suffix in PACKED_SUFFIXES else 1)


class Plan:
    """Shares out the files of a corpus. The tasks are made as they are asked for."""

    def __init__(
        self, files: Iterable[tuple[str, File]], task_bytes: int, largest: int | None = None
    ) -> None:
        """
        Args:
            files: with their names in the state, in order.
            task_bytes: the size of a task, at most, unless one piece is larger.
            largest: the bytes of a file that will be read; what is larger is not looked at. Any number if None.
        """
        self._files = list(files)
        self._task_bytes = task_bytes
        self._largest = largest
        self.parted: dict[str, FileState] = {}  # the files that were parted, once all tasks were asked for

    def tasks(self) -> Iterator[list[Piece]]:
        """The pieces, in order, in lists of about the same size."""
        total = sum(file.bytes for _, file in self._files)
        tasks = -(-total // self._task_bytes)
        if tasks > 1:
            tasks += tasks % 2  # so that two processes end together
        task: list[Piece] = []
        done = made = 0
        for piece in self._pieces():
            # In whole numbers: where a piece belongs must not depend on rounding.
            share = (done + piece.bytes // 2) * tasks // max(total, 1)
            if task and share > made:
                yield task
                task = []
                made = share
            task.append(piece)
            done += piece.bytes
        if task:
            yield task

    def _pieces(self) -> Iterator[Piece]:
        for name, file in self._files:
            skipped = self._largest is not None and file.bytes > self._largest
            large = file.bytes > max(self._task_bytes, STRETCH)
            if large and not skipped:
                yield from self._part(name, file)
            else:
                yield Piece(name, file, None)

    def _part(self, name: str, file: File) -> Iterator[Piece]:
        """Part a file of JSON Lines at the first line of each stretch; no other can be."""
        try:
            with open(file.path, "rb") as stream:
                head = stream.read(HEAD_BYTES)
            lines = not packing_of(head) and recognize(head, file.suffix).name == JSON_LINES
            whole = not (lines and can_be_split(head))
        except (OSError, ValueError):  # whoever reads it will say why
            whole = True
        if whole:
            yield Piece(name, file, None)
            return
        with open(file.path, "rb", buffering=0) as stream:
            status = os.fstat(stream.fileno())
            digest = Digest()
            at, start, first, line = 0, 0, 1, 1
            while block := _read_block(stream):
                digest.update(block)
                # The first line that begins after the end of the stretch in which the piece began.
                border = (start // STRETCH + 1) * STRETCH
                cut = block.find(b"\n", max(border - 1 - at, 0)) + 1 if at + len(block) >= border else 0
                if cut and at + cut < status.st_size:
                    following = line + block.count(b"\n", 0, cut)
                    yield Piece(name, file, Part(start, at + cut, first, following - first))
                    start, first = at + cut, following
                line += block.count(b"\n")
                at += len(block)
            yield Piece(name, file, Part(start, at, first, None))
            whole = at >= status.st_size
            self.parted[name] = FileState(at if whole else UNREADABLE, status.st_mtime_ns, digest.finish())


def _read_block(stream: BinaryIO) -> bytes:
    try:
        return stream.read(_BLOCK_BYTES)
    except OSError:
        return b""  # whoever reads the articles will say why
