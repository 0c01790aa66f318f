"""Commits: which files make up the index at one moment.

A commit is a small JSON file with a number of its own. Writing one is the moment at which an index changes: it is
written aside, flushed to the disk, and renamed; until then, and whatever fails, readers see the one before.
"""

from __future__ import annotations

import json
import os
import re
import sys
import warnings
import zlib
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from searcher.errors import IndexDamaged, IndexMissing, IndexOutdated, IndexUnusable
from searcher.index.files import LINK, Stamp, blaming, open_plain, unreadable
from searcher.index.merge_policy import Size
from searcher.records import dataclass

FORMAT = 5
SEGMENTS = "segments"
KINDS = ("lexicon", "postings", "positions", "articles", "columns")
KEPT = 2  # commits: the newest, and the one before to fall back on
LARGEST_COMMIT = 1 << 26  # bytes: some 100,000 segments
_MOST = 1 << 32  # segments and articles are counted in 32 bits
_NAME = re.compile(r"commit-([0-9]{8}|[1-9][0-9]{8,14})\.json")
_SEGMENT = re.compile(r"[0-9a-f]{8}")
_SEGMENT_FILE = re.compile(rf"[0-9a-f]{{8}}\.(?:{'|'.join(KINDS)}|corpus|deleted-[0-9a-f]{{8}})")


@dataclass(frozen=True, slots=True)
class Deletions:
    """Articles of a segment that are no more."""

    file: str  # in the folder of segments
    count: int
    checksum: int  # CRC-32 of the file: a bitmap of the segment's articles


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment, as a commit names it."""

    name: str
    articles: int  # deleted ones included
    body_words: int  # lengths of the live articles, without function words
    title_words: int
    files: dict[str, Stamp]  # one of each of KINDS
    deletions: Deletions | None = None

    @property
    def live(self) -> int:
        return self.articles - (self.deletions.count if self.deletions else 0)

    @property
    def bytes_on_disk(self) -> int:
        """What its files take."""
        deletions = 8 * -(-self.articles // 64) if self.deletions else 0
        return sum(stamp.size_on_disk for stamp in self.files.values()) + deletions

    @property
    def size(self) -> Size:
        """How large it is, for who decides what to merge."""
        on_disk = sum(stamp.size for stamp in self.files.values())
        return Size(on_disk, self.live / self.articles if self.articles else 0.0)


@dataclass(frozen=True, slots=True)
class CorpusEntry:
    """The state of the corpus that an index was made of, as a commit names it."""

    name: str  # a number like those of segments, and of no segment
    stamp: Stamp

    @property
    def file(self) -> str:
        """In the folder of segments."""
        return f"{self.name}.corpus"


@dataclass(frozen=True, slots=True)
class Commit:
    """The whole index at one moment."""

    number: int
    analysis: str  # fingerprint of the rules by which words were cut and related
    segments: tuple[SegmentEntry, ...]
    next_segment: int  # names are never used again
    corpus: CorpusEntry | None = None  # None if it was not made of a corpus, or nobody noted of which

    @property
    def articles(self) -> int:
        return sum(entry.live for entry in self.segments)

    @property
    def bytes_on_disk(self) -> int:
        """What the files that it names take."""
        state = self.corpus.stamp.size_on_disk if self.corpus else 0
        return state + sum(entry.bytes_on_disk for entry in self.segments)

    def file_names(self) -> set[str]:
        """The files it needs, in the folder of segments."""
        names = {f"{entry.name}.{kind}" for entry in self.segments for kind in entry.files}
        names |= {entry.deletions.file for entry in self.segments if entry.deletions}
        return names | ({self.corpus.file} if self.corpus else set())


class UnflushedWarning(UserWarning):
    """A commit serves, but the disk did not confirm that it holds it: a loss of power may bring back the one before."""


def commit_path(folder: Path, number: int) -> Path:
    return folder / f"commit-{number:08d}.json"


def commit_numbers(folder: Path) -> list[int]:
    """The numbers of the commits in a folder, newest first."""
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise unreadable(folder, error) from error
    return sorted((int(found[1]) for name in names if (found := _NAME.fullmatch(name))), reverse=True)


def check_segments(folder: Path) -> None:
    """
    Raises:
        IndexDamaged: the folder of the segments is a link, which would lead writers and readers elsewhere.
    """
    if (folder / SEGMENTS).is_symlink():
        raise IndexDamaged(folder / SEGMENTS, LINK)


def segment_files(folder: Path) -> list[str]:
    """The names of the files of segments in an index, whether a commit names them or not; nothing else is ours.

    Raises:
        IndexDamaged: their folder cannot be read.
    """
    check_segments(folder)
    try:
        names = os.listdir(folder / SEGMENTS)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unreadable(folder / SEGMENTS, error) from error
    return [name for name in names if _SEGMENT_FILE.fullmatch(name)]


def write_commit(folder: Path, commit: Commit) -> None:
    """Make a commit the newest one, wholly or not at all.

    Once it serves nothing is an error any more: what the disk then fails to confirm is an UnflushedWarning.

    Raises:
        IndexUnwritable: the commit before still serves.
    """
    content = {"format": FORMAT, "byteorder": sys.byteorder, **asdict(commit)}
    text = json.dumps(content, separators=(",", ":"))
    path = commit_path(folder, commit.number)
    aside = path.with_suffix(".tmp")
    with blaming(aside):
        aside.unlink(missing_ok=True)  # of a writer that was killed, or a stranger's link to somewhere else
        with open(aside, "x", encoding="ascii") as file:
            file.write(f'{{"checksum":{zlib.crc32(text.encode())},"commit":{text}}}\n')
            file.flush()
            os.fsync(file.fileno())
    try:
        with blaming(path):
            os.rename(aside, path)
    except IndexUnusable:
        if not os.path.lexists(
            path
        ):  # on network file systems what is said to have failed may have been done
            raise
    try:
        sync_folder(folder)
    except OSError as error:
        warnings.warn(
            f"{path}: serves, but the disk did not confirm that it holds it: {error.strerror or error}"
            " · check the disk before the power goes",
            UnflushedWarning,
            stacklevel=2,
        )


def publish(folder: Path, commit: Commit) -> None:
    """Make a commit the newest one, now that its segments are written; remove what no commit needs any more.

    Raises:
        IndexUnwritable: the commit before still serves.
    """
    with blaming(folder / SEGMENTS):
        (folder / SEGMENTS).mkdir(exist_ok=True)
        sync_folder(folder / SEGMENTS)
    write_commit(folder, commit)
    remove_unnamed(folder)


def sync_folder(folder: Path) -> None:
    """Wait until the disk knows the names in a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_commit(folder: Path, number: int) -> Commit:
    """
    Raises:
        IndexMissing: there is no such commit (any more).
        IndexDamaged: it is not what was written.
        IndexOutdated: it is of another format.
    """
    path = commit_path(folder, number)
    try:
        with open_plain(path) as file:
            if os.fstat(file.fileno()).st_size > LARGEST_COMMIT:
                raise IndexDamaged(path, f"has more than {LARGEST_COMMIT:,} bytes")
            text = file.read().decode("ascii")
    except FileNotFoundError as error:
        raise IndexMissing(folder) from error
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise IndexDamaged(path, f"cannot be read: {error}") from error
    found = re.fullmatch(r'\{"checksum":(\d{1,10}),"commit":(\{.*\})\}\n', text, re.DOTALL)
    if not found or zlib.crc32(found[2].encode()) != int(found[1]):
        raise IndexDamaged(path, "its checksum is not the one that was written")
    try:
        content = json.loads(found[2])
        written, byteorder = _whole(content["format"]), _word(content["byteorder"])
        if written != FORMAT or byteorder != sys.byteorder:
            raise IndexOutdated(
                folder,
                built_by=f"format {written} ({byteorder}-endian)",
                needs=f"format {FORMAT} ({sys.byteorder}-endian)",
            )
        if _whole(content["number"]) != number:
            raise ValueError(f"it is commit {content['number']} under the name of another")
        return Commit(
            number=number,
            analysis=_word(content["analysis"]),
            segments=_entries(content["segments"], _whole(content["next_segment"])),
            next_segment=content["next_segment"],
            corpus=_corpus(content["corpus"], content["segments"], content["next_segment"]),
        )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise IndexDamaged(path, f"cannot be understood: {error!r}") from error


def _entries(content: list[dict[str, Any]], next_segment: int) -> tuple[SegmentEntry, ...]:
    entries = tuple(map(_entry, content))
    numbers = {int(entry.name, 16) for entry in entries}
    # The next ones must have names of their own, and of eight digits.
    if len(numbers) < len(entries) or not max(numbers, default=-1) < next_segment < _MOST:
        raise ValueError("segments share a name, or will")
    return entries


def _entry(content: dict[str, Any]) -> SegmentEntry:
    deletions = Deletions(**content["deletions"]) if content["deletions"] else None
    if deletions and _whole(deletions.count) > _whole(content["articles"]):
        raise ValueError("more articles are deleted than there are")
    # Names come from a file that may be a stranger's: they must not lead out of the folder.
    if not _SEGMENT.fullmatch(content["name"]) or set(content["files"]) != set(KINDS):
        raise ValueError(f"no segment has the name {content['name']!r} and these files")
    if deletions and not re.fullmatch(r"[0-9a-f]{8}\.deleted-[0-9a-f]{8}", deletions.file):
        raise ValueError(f"no deletions are called {deletions.file!r}")
    words = max(_whole(content["body_words"]), _whole(content["title_words"]))
    if content["articles"] >= _MOST or words > content["articles"] * _MOST:
        raise ValueError("more words are counted than articles can have")
    return SegmentEntry(
        name=content["name"],
        articles=_whole(content["articles"]),
        body_words=_whole(content["body_words"]),
        title_words=_whole(content["title_words"]),
        files={
            kind: Stamp(_whole(stamp["size"]), _whole(stamp["checksum"]))
            for kind, stamp in content["files"].items()
        },
        deletions=deletions,
    )


def _corpus(
    content: dict[str, Any] | None, segments: list[dict[str, Any]], next_segment: int
) -> CorpusEntry | None:
    if content is None:
        return None
    name = content["name"]
    if not _SEGMENT.fullmatch(name) or int(name, 16) >= next_segment or name in {s["name"] for s in segments}:
        raise ValueError(f"no state of a corpus has the name {name!r}")
    return CorpusEntry(name, Stamp(_whole(content["stamp"]["size"]), _whole(content["stamp"]["checksum"])))


def _whole(value: object) -> int:
    """A number that counts something."""
    if type(value) is not int or value < 0:
        raise ValueError(f"{value!r:.40} counts nothing")
    return value


def _word(value: object) -> str:
    """A name that may be shown as it is."""
    if not isinstance(value, str) or len(value) > 100 or not value.isprintable():
        raise ValueError(f"{value!r:.40} names nothing")
    return value


def remove_unnamed(folder: Path) -> None:
    """Remove old commits, and files that no commit left needs. Readers keep what they have mapped.

    What cannot be removed now is left for the next time: no transaction fails for the sake of it.
    """
    unneeded = list(folder.glob("commit-*.tmp"))
    try:
        numbers = commit_numbers(folder)
        unneeded += (commit_path(folder, number) for number in numbers[KEPT:])
        needed = {name for number in numbers[:KEPT] for name in read_commit(folder, number).file_names()}
        unneeded += (folder / SEGMENTS / name for name in segment_files(folder) if name not in needed)
    except IndexUnusable:
        pass  # a commit may serve no more, but what it names cannot be told from what is needed
    for path in unneeded:
        with suppress(OSError):
            path.unlink()
