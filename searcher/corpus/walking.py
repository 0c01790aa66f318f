"""Walking: which files of a corpus hold articles, and in which order.

In: a folder or a file. Out: files, always in the same order, and what was left out with its reason. No file is read
here: which format a file is, its content says, unless its suffix is that of something that never holds news.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from searcher.corpus.report import Skipped
from searcher.errors import CorpusError

# They accompany a corpus and are no news, whatever their suffix.
_COMPANIONS = frozenset(("readme", "license", "licence"))
_IGNORED_STARTS = ".rRlL"  # looked at first: few names begin so
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
# What is in the folder of an index: see index/README.md.
_OF_INDEX = re.compile(r"lock|segments|commit-\d{8}\.(?:json|tmp)")
_NOT_A_FORMAT = "not a format that is read"


class File(NamedTuple):  # a corpus has many: a frozen dataclass takes three times as long to make
    """A file that may hold articles."""

    path: str  # where it is
    name: str  # relative to the corpus, with `/`; the file's own name where it is the corpus
    suffix: str  # in lower case, with its dot
    bytes: int
    time: int  # of its last change, in nanoseconds since 1970


class Run(NamedTuple):
    """Files of one folder that follow each other, as columns: of a million, most are only compared."""

    folder: str  # where it is
    prefix: str  # its name relative to the corpus and `/`, or "" for the corpus itself
    names: list[str]  # in order, as the system has them
    sizes: list[int]  # in bytes
    times: list[int]  # of the last change, in nanoseconds since 1970

    def are_text(self) -> bool:
        """Whether all names are UTF-8, as nearly all are."""
        try:
            "".join((self.folder, *self.names)).encode()
        except UnicodeEncodeError:
            return False
        return True

    def texts(self, start: str = "") -> Iterable[str]:
        """Their names relative to the corpus, after so many characters more."""
        names = self.names if self.are_text() else map(_as_text, self.names)
        return map((start + self.prefix).__add__, names)

    def file(self, number: int) -> File:
        """One of them."""
        name = self.names[number]
        text = self.prefix + _as_text(name)
        path = os.path.join(self.folder, name)
        return File(path, text, suffix_of(text), self.sizes[number], self.times[number])


class _Folder(NamedTuple):
    """A folder that is still to be listed."""

    path: str
    prefix: str  # as in Run


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

    Hidden files and folders are ignored, and so are README, LICENSE and indexes. Links to folders are not followed,
    nor links to files outside the source.
    """
    for found in walk_in_runs(source):
        if isinstance(found, Run):
            yield from map(found.file, range(len(found.names)))
        else:
            yield found


def walk_in_runs(source: Path) -> Iterator[Run | Skipped]:
    """As `walk`, with all files at once that no folder and nothing left out stands between."""
    if not source.is_dir():
        status = source.stat()
        yield Run(str(source.parent), "", [source.name], [status.st_size], [status.st_mtime_ns])
        return
    top = os.path.realpath(source)
    listings = [iter(_list(_Folder(str(source), ""), top))]
    while listings:
        for found in listings[-1]:
            if isinstance(found, _Folder):
                listings.append(iter(_list(found, top)))
                break
            yield found
        else:
            listings.pop()


def _list(folder: _Folder, top: str) -> list[Run | Skipped | _Folder]:
    """List a folder in order: its files, what was left out, and folders as they are."""
    try:
        # Names are looked up in the open folder: by their paths it takes half as long again.
        opened = os.open(folder.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            names = sorted(os.listdir(opened))
            return [] if _are_of_index(names) else list(_look_at(names, opened, folder, top))
        finally:
            os.close(opened)
    except OSError as error:
        return [Skipped(folder.prefix.rstrip("/") or ".", f"this folder cannot be read: {_reason(error)}")]


def _look_at(names: list[str], opened: int, folder: _Folder, top: str) -> Iterator[Run | Skipped | _Folder]:
    run = Run(*folder, [], [], [])
    for name in names:
        if name[0] in _IGNORED_STARTS and is_ignored(name):
            continue
        other = None
        try:
            status = os.stat(name, dir_fd=opened, follow_symlinks=False)
            if not stat.S_ISREG(status.st_mode) or name[name.rfind(".") :].lower() in NOT_NEWS:
                other, status = _look_closer(folder, name, status, top)
        except OSError as error:
            other = Skipped(folder.prefix + _as_text(name), f"cannot be read: {_reason(error)}")
        if other is None:
            run.names.append(name)
            run.sizes.append(status.st_size)
            run.times.append(status.st_mtime_ns)
        else:
            yield run
            yield other
            run = Run(*folder, [], [], [])
    yield run


def _look_closer(
    folder: _Folder, name: str, status: os.stat_result, top: str
) -> tuple[Skipped | _Folder | None, os.stat_result]:
    """Say what is no plain file: what it is instead, or None and what a link leads to."""
    path, text = os.path.join(folder.path, name), folder.prefix + _as_text(name)
    if stat.S_ISDIR(status.st_mode):
        return _Folder(path, f"{text}/"), status
    if stat.S_ISLNK(status.st_mode):
        target = os.path.realpath(path, strict=True)
        if os.path.isdir(target):
            return Skipped(text, "a link to a folder, not followed"), status
        if not Path(target).is_relative_to(top):
            return Skipped(text, "a link to a file outside the corpus"), status
        status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):
        return Skipped(text, "not a regular file"), status
    return (Skipped(text, _NOT_A_FORMAT) if suffix_of(name) in NOT_NEWS else None), status


def is_ignored(name: str) -> bool:
    """Whether a file or a folder of this name is passed over without a word."""
    return name[0] == "." or name.partition(".")[0].casefold() in _COMPANIONS


def _are_of_index(names: Sequence[str]) -> bool:
    """Whether a folder of these names is an index, or one that is being built: a corpus may hold its own."""
    if "lock" not in names and not any(name.startswith("commit-") for name in names):
        return False
    return all(_OF_INDEX.fullmatch(name) for name in names if not is_ignored(name))


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
