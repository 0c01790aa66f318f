"""What can go wrong outside the program, and what to do about it.

    SearcherError
    ├── CorpusError            the articles cannot be read at all
    ├── NothingToIndex         a build found no article
    ├── NothingLeft            an update found nothing of what there was
    ├── ProcessEnded           a process that took part in a build ended before its time
    ├── QueryError             a query cannot be answered within its limits
    └── IndexUnusable          there is no index to work with, because it is
        ├── IndexMissing       … not there
        ├── IndexOutdated      … of another format or of other rules
        ├── IndexDamaged       … not what was written
        └── IndexLocked        … being written by someone else

A mistake of the caller is a ValueError or a TypeError instead. Each error says what is wrong with which thing;
its `hint` says what to do.
"""

from __future__ import annotations

from pathlib import Path


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
        self.hint = hint or "Give a folder, a .txt or a .jsonl file that you may read."


class NothingToIndex(SearcherError):
    """A build found no article, and left the index as it was."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no article was found, so {folder} is left as it was")
        self.hint = "Give a folder that holds articles: .txt files in the press form, or .jsonl files."


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


class IndexDamaged(IndexUnusable):
    """A file of the index is not what was written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            path,
            reason,
            hint="Check the disk, then rebuild the index with: searcher index --rebuild",
        )


class IndexLocked(IndexUnusable):
    """Someone else is writing to the index."""

    def __init__(self, folder: Path, holder: str) -> None:
        super().__init__(
            folder, f"being written by {holder}", hint="Wait until that is done, or end that process."
        )
