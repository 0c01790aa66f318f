"""Walking: which files of a corpus hold articles, and in which order.

In: a folder or a file. Out: files, always in the same order, and what was left out with its reason. No file is read
here: which format a file is, its content says, unless its suffix is that of something that never holds news.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from searcher.corpus.report import Skipped
from searcher.errors import CorpusError

# They accompany a corpus and are no news, whatever their suffix.
_COMPANIONS = frozenset(("readme", "license", "licence"))
# Suffixes of what holds no articles that could be read: pictures, sound, films, parts of web pages, programs, office
# files.
_SUFFIXES = (
    "png jpg jpeg jpe gif bmp tif tiff webp avif heic ico svg svgz psd eps ai raw cr2 nef "
    "mp3 wav ogg oga m4a flac aac wma mp4 m4v mov avi mkv webm wmv mpg mpeg flv 3gp srt vtt "
    "css js mjs ts map woff woff2 ttf otf eot swf wasm "
    "py pyc pyo pyd so dll exe o a class jar war c h cpp java rb php sh bat ps1 "
    "doc docx docm odt rtf xls xlsx xlsm ods ppt pptx odp epub mobi azw azw3 pages numbers key msg pst "
    "db sqlite sqlite3 mdb accdb parquet arrow feather pkl pickle npy npz h5 hdf5 bin dat iso img dmg deb rpm apk "
    "7z rar cab arj lzh zpaq lz4 br torrent lock tmp temp part crdownload bak swp log ini cfg conf toml yaml yml"
)
NOT_NEWS = frozenset(f".{suffix}" for suffix in _SUFFIXES.split())
_NOT_A_FORMAT = "not a format that is read"


class File(NamedTuple):  # a corpus has many: a frozen dataclass takes three times as long to make
    """A file that may hold articles."""

    path: str  # where it is
    name: str  # relative to the corpus, with `/`; the file's own name where it is the corpus
    suffix: str  # in lower case, with its dot
    bytes: int
    time: int  # of its last change, in nanoseconds since 1970


def check_source(source: Path) -> None:
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
        if source.suffix.lower() in NOT_NEWS:
            raise CorpusError(source, _NOT_A_FORMAT)
        source.open("rb").close()
    except OSError as error:
        raise CorpusError(source, f"cannot be read: {_reason(error)}") from error


def walk(source: Path) -> Iterator[File | Skipped]:
    """List the files of a source: folders from the top, names in order of their characters.

    Hidden files and folders are ignored, and so are README and LICENSE. Links to folders are not followed,
    nor links to files outside the source.
    """
    if not source.is_dir():
        yield _make_file(str(source), _as_text(source.name), source.stat())
        return
    top = os.path.realpath(source)
    listings = [_list(source, "", top)]
    while listings:
        for found in listings[-1]:
            if isinstance(found, os.DirEntry):
                name = found.path[len(os.fspath(source)) :].lstrip("/")
                listings.append(_list(Path(found.path), _as_text(name), top))
                break
            yield found
        else:
            listings.pop()


def _list(folder: Path, name: str, top: str) -> Iterator[File | Skipped | os.DirEntry[str]]:
    """List a folder in order: its files, what was left out, and folders as they are."""
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=attrgetter("name"))
    except OSError as error:
        yield Skipped(name or ".", f"this folder cannot be read: {_reason(error)}")
        return
    prefix = f"{name}/" if name else ""
    for entry in ordered:
        if not is_ignored(entry.name):
            yield (entry if _is_folder(entry) else _examine(entry, prefix + _as_text(entry.name), top))


def is_ignored(name: str) -> bool:
    """Whether a file or a folder of this name is passed over without a word."""
    return name[0] == "." or (name[0] in "rRlL" and name.partition(".")[0].casefold() in _COMPANIONS)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _examine(entry: os.DirEntry[str], name: str, top: str) -> File | Skipped:
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
    file = _make_file(entry.path, name, status)
    return Skipped(name, _NOT_A_FORMAT) if file.suffix in NOT_NEWS else file


def _make_file(path: str, name: str, status: os.stat_result) -> File:
    return File(path, name, suffix_of(name), status.st_size, status.st_mtime_ns)


def suffix_of(name: str) -> str:
    """The suffix of a file's name in lower case, with its dot; "" if it has none.

    >>> suffix_of("2024.07/port"), suffix_of("2024.07/port.TXT")
    ('', '.txt')
    """
    _, dot, suffix = name.rpartition(".")
    return "" if not dot or "/" in suffix else dot + suffix.lower()


def _reason(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "a link that leads back to itself"
    return error.strerror or str(error)


def _as_text(name: str) -> str:
    """Write the bytes of a file name that are not UTF-8 as escapes: keys must be storable."""
    if name.isascii():
        return name
    return os.fsencode(name).decode(errors="backslashreplace")
