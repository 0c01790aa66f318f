"""What can go wrong outside the program, and what to do about it.

    SearcherError
    ├── CorpusError            the articles cannot be read at all
    ├── NothingToIndex         a build found no article
    ├── NothingLeft            an update found nothing of what there was
    ├── ProcessEnded           a process that took part in a build ended before its time
    ├── QueryError             a query cannot be answered within its limits
    ├── LibraryMissing         a library that only some need is not installed
    └── IndexUnusable          there is no index to work with, because it is
        ├── IndexMissing       … not there
        ├── IndexOutdated      … of another format or of other rules
        ├── IndexDamaged       … not what was written
        ├── IndexUnwritable    … on a disk that is full, read-only or failing: it stays as it was
        └── IndexLocked        … being written by someone else

A mistake of the caller is a ValueError or a TypeError instead. Each error says what is wrong with which thing;
its `hint` says what to do.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Self


class SearcherError(Exception):
    """Something outside the program is not as it should be."""

    hint: str = ""

    def __reduce__(self) -> tuple[object, ...]:
        # Processes hand errors to each other; Python would make them anew from their message.
        return _remake, (type(self), self.args, self.__dict__)


def _remake(
    kind: type[SearcherError], arguments: tuple[object, ...], state: dict[str, object]
) -> SearcherError:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(state)
    return error


class CorpusError(SearcherError):
    """The articles cannot be read."""

    def __init__(self, path: Path, reason: str, *, hint: str = "") -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.hint = (
            hint or "Give a folder, or a file of one of the formats in corpus/README.md, that you may read."
        )


class NothingToIndex(SearcherError):
    """A build found no article, and left the index as it was."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no article was found, so {folder} is left as it was")
        self.hint = "Give a folder that holds articles; corpus/README.md lists the formats that are read."


class NothingLeft(SearcherError):
    """An update found nothing of what a source held, and left the index as it was."""

    def __init__(self, source: Path, folder: Path) -> None:
        super().__init__(f"{source}: no article was found in it, so {folder} is left as it was")
        self.hint = "Give a folder that holds articles, or mount it; if it is to be empty: searcher index --allow-empty"


class ProcessEnded(SearcherError):
    """A process that took part in a build ended before its time; the index is as it was."""

    def __init__(self, code: int | None) -> None:
        how = f"was ended by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"
        super().__init__(f"one of the processes that build the index {how}")
        self.hint = "If memory ran out, use fewer processes or smaller segments: --jobs 1 --segment 16"


class QueryError(SearcherError):
    """The query cannot be answered within its limits."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class LibraryMissing(SearcherError):
    """A library that only some need is not installed."""

    def __init__(self, doing: str, library: str, *, extra: str) -> None:
        super().__init__(f"{doing} needs {library}, which is not installed")
        self.hint = f"Install it with: pip install 'searcher[{extra}]'"


class IndexUnusable(SearcherError):
    """There is no index to work with."""

    def __init__(self, folder: Path, reason: str, *, hint: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.folder = folder
        self.hint = hint


class IndexMissing(IndexUnusable):
    """The folder holds no index."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder, "no index here", hint=f"Build one with: searcher index SOURCE --index {folder}"
        )


class IndexOutdated(IndexUnusable):
    """The index was built by other rules than those now in force."""

    def __init__(self, folder: Path, *, built_by: str, needs: str) -> None:
        super().__init__(
            folder,
            f"built by {built_by}, while this program needs {needs}",
            hint=f"Rebuild it with: searcher index --rebuild --index {folder}",
        )

    @classmethod
    def by_analysis(cls, folder: Path, built_by: str, needs: str) -> Self:
        """Other rules of French: what it holds can be read, and need not be taken from its sources again."""
        error = cls(folder, built_by=f"analysis {built_by}", needs=f"analysis {needs}")
        error.hint = f"Bring it up to date with: searcher index SOURCE --index {folder}"
        return error


class IndexDamaged(IndexUnusable):
    """A file of the index is not what was written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            path,
            reason,
            hint="Check the disk, then rebuild the index with: searcher index --rebuild",
        )


_ROOM = "Make room on that disk, then run it again."
_RIGHTS = "Name a folder that you may write to with --index, or have this one made writable."
_OTHER_FOLDER = "Name another folder with --index."
_WRITE_HINTS = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EFBIG: _ROOM,
    errno.EROFS: _RIGHTS,
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.ENOTDIR: _OTHER_FOLDER,
    errno.EEXIST: _OTHER_FOLDER,
    errno.ENOLCK: "Keep the index on a file system that has locks.",
}


class IndexUnwritable(IndexUnusable):
    """A file of the index could not be written: the transaction did not happen, and the index is as it was."""

    def __init__(self, path: Path, error: OSError) -> None:
        """
        Args:
            path: what was being written.
            error: what the system said.
        """
        super().__init__(
            path,
            f"cannot be written: {error.strerror or error}; the index is as it was",
            hint=_WRITE_HINTS.get(error.errno or 0, "Check the disk, then run it again."),
        )
        self.errno = error.errno


class IndexLocked(IndexUnusable):
    """Someone else is writing to the index."""

    def __init__(self, folder: Path, holder: str, *, elsewhere: str = "") -> None:
        """
        Args:
            holder: who that is.
            elsewhere: the machine it runs on, if that is not this one.
        """
        where = f" on {elsewhere}, which is not this machine" if elsewhere else ""
        super().__init__(
            folder,
            f"being written by {holder}",
            hint=f"Wait until that is done (--wait SECONDS), or end that process{where}.",
        )
