"""Opening: from one file to its records, through whatever it is packed in.

In: an open file. Out: the records of all that is in it, and what each part was taken for. A compressed file is read
as the one in it, under its own name; the members of an archive are named after it: `archive.zip/member.txt`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from searcher.article import Article
from searcher.corpus.budget import Budget
from searcher.corpus.decoding import NotText
from searcher.corpus.formats.protocol import MissingExtra, read_whole
from searcher.corpus.formats.recognizing import HEAD_BYTES, recognize
from searcher.corpus.limits import Limits, Refused
from searcher.corpus.packing import ARCHIVES, PACKED_SUFFIXES, ZIP, packing_of
from searcher.corpus.report import Note, place
from searcher.corpus.walking import NOT_NEWS, File, is_ignored, suffix_of

if TYPE_CHECKING:
    from searcher.corpus.unpacking import Member


class Taken(NamedTuple):
    """What was opened, and what was found out about it."""

    formats: dict[str, int]  # what the file, or each of its members, was taken for
    missing: set[str]  # what is to be installed to read the rest

    def note(self, name: str) -> None:
        """Note what a file, or a member of it, was taken for."""
        self.formats[name] = self.formats.get(name, 0) + 1

    def describe(self) -> str:
        """What the file was taken for.

        >>> Taken({"ZIP archive": 1, "HTML": 3}, set()).describe()
        'ZIP archive'
        """
        return next(iter(self.formats), "")


def read_records(
    stream: BinaryIO, file: File, limits: Limits, taken: Taken
) -> Iterator[tuple[int, Article | str]]:
    """Read the records of a file, and of the files in it.

    Args:
        stream: at its beginning; it can be read again from there.
        taken: filled while it is read.
    Returns:
        What readers yield. In an archive records are numbered through.
    """
    return _read(stream, file.name, file.suffix, Budget(file.bytes, limits), taken, 0)


def _read(
    stream: BinaryIO, name: str, suffix: str, budget: Budget, taken: Taken, layers: int
) -> Iterator[tuple[int, Article | str]]:
    """Read what is in so many layers already."""
    try:
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        packing = packing_of(head)
        if packing:
            if layers >= budget.limits.layers:
                raise Refused(f"packed more than {budget.limits.layers} times")
            if packing in ARCHIVES:
                taken.note(packing)
                yield from _read_members(stream, name, packing, budget, taken, layers + 1)
            else:
                # Only here: a corpus of plain files has no use for five libraries.
                from searcher.corpus.unpacking import decompress

                inner = PACKED_SUFFIXES.get(suffix) or suffix_of(name.removesuffix(name[-len(suffix) :]))
                yield from _read(decompress(stream, packing, budget), name, inner, budget, taken, layers + 1)
            return
        if suffix in PACKED_SUFFIXES:
            raise Refused(f"named {suffix}, but nothing of the kind" if head else "the file is empty")
        found = recognize(head, suffix)
        taken.note(found.name)
        yield from found.reader()(stream, name, budget.limits)
    except MissingExtra as error:
        taken.missing.add(str(error))
        yield 0, str(error)
    except (Refused, NotText) as error:
        yield 0, str(error)


def _read_members(
    stream: BinaryIO, name: str, archive: str, budget: Budget, taken: Taken, layers: int
) -> Iterator[tuple[int, Article | str]]:
    from searcher.corpus.unpacking import members

    if archive == ZIP and layers > 1:
        # The list of its members is at its end, and the stream can only be read forwards.
        stream = io.BytesIO(read_whole(stream, budget.limits))
    numbers = count(1)
    for member in members(stream, archive, budget):
        parts = PurePosixPath(member.name).parts
        if any(part != ".." and (is_ignored(part) or part == "__MACOSX") for part in parts):
            continue
        reason = _refuse(member, parts)
        if reason or not member.stream:
            yield next(numbers), f"{member.name}: {reason}"
            continue
        inside = _read(
            member.stream, f"{name}/{'/'.join(parts)}", suffix_of(member.name), budget, taken, layers
        )
        for number, outcome in inside:
            if isinstance(outcome, Note):
                outcome = Note(f"{member.name}: {outcome}")
            elif isinstance(outcome, str):
                outcome = f"{place(member.name, number)}: {outcome}"
            yield next(numbers), outcome


def _refuse(member: Member, parts: tuple[str, ...]) -> str:
    if not parts or ".." in parts or parts[0] == "/" or ":" in parts[0]:
        return "its name leads out of the archive"
    if member.reason:
        return member.reason
    return "not a format that is read" if suffix_of(member.name) in NOT_NEWS else ""
