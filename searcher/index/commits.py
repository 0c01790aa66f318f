"""Commits: which files make up the index at one moment.

A commit is a small JSON file with a number of its own. Writing one is the moment at which an index changes: it is
written aside, flushed to the disk, and renamed; until then, and whatever fails, readers see the one before.
"""

from __future__ import annotations

import json
import os
import re
import sys
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from searcher.errors import IndexDamaged, IndexMissing, IndexOutdated
from searcher.index.files import Stamp

FORMAT = 1
SEGMENTS = "segments"
KINDS = ("lexicon", "postings", "positions", "articles", "columns")
KEPT = 2  # commits: the newest, and the one before to fall back on
_NAME = re.compile(r"commit-(\d{8})\.json")
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

    def file_names(self) -> set[str]:
        """The files it needs, in the folder of segments."""
        names = {f"{entry.name}.{kind}" for entry in self.segments for kind in entry.files}
        names |= {entry.deletions.file for entry in self.segments if entry.deletions}
        return names | ({self.corpus.file} if self.corpus else set())


def commit_path(folder: Path, number: int) -> Path:
    return folder / f"commit-{number:08d}.json"


def commit_numbers(folder: Path) -> list[int]:
    """The numbers of the commits in a folder, newest first."""
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted((int(found[1]) for name in names if (found := _NAME.fullmatch(name))), reverse=True)


def segment_files(folder: Path) -> list[str]:
    """The names of the files of segments in an index, whether a commit names them or not; nothing else is ours."""
    try:
        names = os.listdir(folder / SEGMENTS)
    except FileNotFoundError:
        return []
    return [name for name in names if _SEGMENT_FILE.fullmatch(name)]


def write_commit(folder: Path, commit: Commit) -> None:
    """Make a commit the newest one, wholly or not at all."""
    content = {"format": FORMAT, "byteorder": sys.byteorder, **asdict(commit)}
    text = json.dumps(content, separators=(",", ":"))
    path = commit_path(folder, commit.number)
    aside = path.with_suffix(".tmp")
    with open(aside, "w", encoding="ascii") as file:
        file.write(f'{{"checksum":{zlib.crc32(text.encode())},"commit":{text}}}\n')
        file.flush()
        os.fsync(file.fileno())
    os.rename(aside, path)
    sync_folder(folder)


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
        text = path.read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise IndexMissing(folder) from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(path, f"cannot be read: {error}") from error
    found = re.fullmatch(r'\{"checksum":(\d{1,10}),"commit":(\{.*\})\}\n', text, re.DOTALL)
    if not found or zlib.crc32(found[2].encode()) != int(found[1]):
        raise IndexDamaged(path, "its checksum is not the one that was written")
    try:
        content = json.loads(found[2])
        if content["format"] != FORMAT or content["byteorder"] != sys.byteorder:
            raise IndexOutdated(
                folder,
                built_by=f"format {content['format']} ({content['byteorder']}-endian)",
                needs=f"format {FORMAT} ({sys.byteorder}-endian)",
            )
        return Commit(
            number=_whole(content["number"]),
            analysis=content["analysis"],
            segments=tuple(_entry(segment) for segment in content["segments"]),
            next_segment=_whole(content["next_segment"]),
            corpus=_corpus(content.get("corpus")),
        )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise IndexDamaged(path, f"cannot be understood: {error!r}") from error


def _entry(content: dict[str, Any]) -> SegmentEntry:
    deletions = Deletions(**content["deletions"]) if content["deletions"] else None
    if deletions and _whole(deletions.count) > _whole(content["articles"]):
        raise ValueError("more articles are deleted than there are")
    # Names come from a file that may be a stranger's: they must not lead out of the folder.
    if not _SEGMENT.fullmatch(content["name"]) or set(content["files"]) != set(KINDS):
        raise ValueError(f"no segment has the name {content['name']!r} and these files")
    if deletions and not re.fullmatch(r"[0-9a-f]{8}\.deleted-[0-9a-f]{8}", deletions.file):
        raise ValueError(f"no deletions are called {deletions.file!r}")
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


def _corpus(content: dict[str, Any] | None) -> CorpusEntry | None:
    if content is None:
        return None
    if not _SEGMENT.fullmatch(content["name"]):
        raise ValueError(f"no state of a corpus has the name {content['name']!r}")
    return CorpusEntry(
        content["name"], Stamp(_whole(content["stamp"]["size"]), _whole(content["stamp"]["checksum"]))
    )


def _whole(value: object) -> int:
    """A number that counts something."""
    if not isinstance(value, int) or value < 0:
        raise ValueError(f"{value!r} counts nothing")
    return value


def remove_unnamed(folder: Path) -> None:
    """Remove old commits, and files that no commit left needs. Readers keep what they have mapped."""
    numbers = commit_numbers(folder)
    for number in numbers[KEPT:]:
        commit_path(folder, number).unlink(missing_ok=True)
    needed: set[str] = set()
    for number in numbers[:KEPT]:
        try:
            needed |= read_commit(folder, number).file_names()
        except (IndexDamaged, IndexOutdated):
            # It may serve no more, but what it names cannot be told from what is needed: next time.
            return
    for name in segment_files(folder):
        if name not in needed:
            (folder / SEGMENTS / name).unlink(missing_ok=True)
    for path in folder.glob("commit-*.tmp"):
        path.unlink(missing_ok=True)
