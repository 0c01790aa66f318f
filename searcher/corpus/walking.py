"""Walking: which files of a corpus hold articles, and in which order.

In: a folder or a file, and the suffixes of the formats that are read. Out: files, always in the same order,
and what was left out with its reason. No file is read here.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from searcher.corpus.report import Skipped
from searcher.errors import CorpusError

# They accompany a corpus and are no news, whatever their suffix.
_COMPANIONS = frozenset(("readme", "license", "licence"))


@dataclass(frozen=True, slots=True)
class File:
    """A file that may hold articles."""

    path: Path  # where it is
    name: str  # relative to the corpus, with `/`; the file's own name where it is the corpus
    suffix: str  # in lower case, with its dot
    bytes: int


def check_source(source: Path, suffixes: Collection[str]) -> None:
    """Check that there is something to read.

    Raises:
        CorpusError: it does not exist, may not be read, or is a file of another format.
    """
    try:
        if source.is_dir():
            os.scandir(source).close()
            return
        mode = source.stat().st_mode
        if not stat.S_ISREG(mode):
            raise CorpusError(source, "neither a folder nor a file")
        if source.suffix.lower() not in suffixes:
            raise CorpusError(source, _not_a_format(suffixes))
        source.open("rb").close()
    except OSError as error:
        raise CorpusError(source, f"cannot be read: {_reason(error)}") from error


def walk(source: Path, suffixes: Collection[str]) -> Iterator[File | Skipped]:
    """List the files of a source: folders from the top, names in order of their characters.

    Hidden files and folders are ignored, and so are README and LICENSE. Links to folders are not followed,
    nor links to files outside the source.
    """
    if not source.is_dir():
        yield _make_file(source, _as_text(source.name), source.stat().st_size)
        return
    top = os.path.realpath(source)
    listings = [iter(_list(source, ""))]
    while listings:
        found = next(listings[-1], None)
        if found is None:
            listings.pop()
        elif isinstance(found, Skipped):
            yield found
        elif _is_folder(found[0]):
            listings.append(iter(_list(Path(found[0].path), found[1])))
        else:
            yield _examine(*found, top=top, suffixes=suffixes)


def _list(folder: Path, name: str) -> list[tuple[os.DirEntry[str], str] | Skipped]:
    """List a folder in order, each entry with its name in the corpus."""
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        return [Skipped(name or ".", f"this folder cannot be read: {_reason(error)}")]
    prefix = f"{name}/" if name else ""
    return [(entry, prefix + _as_text(entry.name)) for entry in ordered if not _is_ignored(entry.name)]


def _is_ignored(name: str) -> bool:
    return name.startswith(".") or name.partition(".")[0].casefold() in _COMPANIONS


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _examine(entry: os.DirEntry[str], name: str, *, top: str, suffixes: Collection[str]) -> File | Skipped:
    try:
        if entry.is_symlink():
            target = os.path.realpath(entry.path, strict=True)
            if os.path.isdir(target):
                return Skipped(name, "a link to a folder, not followed")
            if not Path(target).is_relative_to(top):
                return Skipped(name, "a link to a file outside the corpus")
        status = entry.stat()
    except OSError as error:
        return Skipped(name, f"cannot be read: {_reason(error)}")
    if not stat.S_ISREG(status.st_mode):
        return Skipped(name, "not a regular file")
    file = _make_file(Path(entry.path), name, status.st_size)
    return file if file.suffix in suffixes else Skipped(name, _not_a_format(suffixes))


def _make_file(path: Path, name: str, size: int) -> File:
    return File(path, name, path.suffix.lower(), size)


def _not_a_format(suffixes: Collection[str]) -> str:
    return f"not a format that is read ({', '.join(suffixes)})"


def _reason(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "a link that leads back to itself"
    return error.strerror or str(error)


def _as_text(name: str) -> str:
    """Write the bytes of a file name that are not UTF-8 as escapes: keys must be storable."""
    return os.fsencode(name).decode(errors="backslashreplace")
