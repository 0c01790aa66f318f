"""Reading: from folders and files to articles, whatever is wrong with some of them.

In: the sources that someone named. Out: articles, one at a time; what was left out goes to a callback with
its reason. Which format is read by whom is the table `READERS`: a format is a module and one line there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from searcher.article import Article
from searcher.corpus.jsonl import read_jsonl
from searcher.corpus.limits import LARGEST_ARTICLE, LARGEST_FILE, too_large
from searcher.corpus.press import read_press
from searcher.corpus.report import Progress, Skipped, one_line
from searcher.corpus.walking import File, check_source, walk

# A reader takes an open file, its name in the corpus, and how many bytes an article may have. It yields, for each
# record, its number (0 where the file is the record) and its article, or the reason why there is none.
Reader = Callable[[BinaryIO, str, int | None], Iterator[tuple[int, Article | str]]]

READERS: dict[str, Reader] = {
    ".txt": read_press,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
}

# Python's own 8 kB make reading 47 MB line by line cost 28 ms; these, 12 ms.
_BUFFER_BYTES = 262_144
_REPORT_BYTES = 1_000_000  # of one file, between two reports of progress


def read_corpus(
    *sources: str | os.PathLike[str],
    on_skip: Callable[[Skipped], object] | None = None,
    on_file: Callable[[Progress], object] | None = None,
    largest_article: int | None = LARGEST_ARTICLE,
    largest_file: int | None = LARGEST_FILE,
) -> Iterator[Article]:
    """Read the articles of folders and files, in a stable order and in constant memory but for their keys.

    Args:
        sources: folders, read with all that is in them, or single files. Keys and paths are relative to each.
        on_skip: told of each file or record that gives no article. Bad ones never stop the reading.
        on_file: told when a file is finished, and at times within a large one.
        largest_article: in bytes, as it stands in its file; what takes more is skipped, never cut. None for no limit
            but that of an index, of 268 MB.
        largest_file: in bytes; None for no limit.
    Returns:
        Articles, read as they are asked for. No two have the same key: of those that do, the first is kept.
    Raises:
        TypeError: no source is given.
        CorpusError: a source does not exist, may not be read, or is no format of ours. Raised at once.
    """
    limits = largest_article, largest_file
    return _read(_checked(sources), on_skip or _ignore, on_file or _ignore, limits)


def corpus_bytes(*sources: str | os.PathLike[str]) -> int:
    """Sum up the sizes of the files that `read_corpus` would open, without opening them.

    Raises:
        TypeError, CorpusError: as `read_corpus` does.
    """
    checked = _checked(sources)
    return sum(
        found.bytes for source in checked for found in walk(source, READERS) if isinstance(found, File)
    )


def _checked(sources: tuple[str | os.PathLike[str], ...]) -> list[Path]:
    if not sources:
        raise TypeError("give at least one folder or file to read")
    paths = [Path(source) for source in sources]
    for path in paths:
        check_source(path, READERS)
    return paths


def _ignore(_: object) -> None:
    pass


def _read(
    sources: list[Path],
    on_skip: Callable[[Skipped], object],
    on_file: Callable[[Progress], object],
    limits: tuple[int | None, int | None],
) -> Iterator[Article]:
    paths_by_key: dict[str, str] = {}
    for source in sources:
        for found in walk(source, READERS):
            if isinstance(found, Skipped):
                on_skip(found)
                continue
            for where, outcome in _read_file(found, on_file, *limits):
                if isinstance(outcome, str):
                    on_skip(Skipped(where, one_line(outcome)))
                elif first := paths_by_key.get(outcome.key):
                    on_skip(Skipped(where, one_line(f"key {outcome.key!r} is already used by {first}")))
                else:
                    paths_by_key[outcome.key] = where
                    yield outcome


def _read_file(
    file: File, on_file: Callable[[Progress], object], largest_article: int | None, largest_file: int | None
) -> Iterator[tuple[str, Article | str]]:
    """Read one file: where each record stands, and its article or the reason why there is none."""
    reported, due = 0, _REPORT_BYTES
    if largest_file is not None and file.bytes > largest_file:
        outcomes: Iterator[tuple[int, Article | str, int]] = iter(
            ((0, too_large("file", file.bytes, largest_file), 0),)
        )
    else:
        outcomes = _outcomes(file, largest_article)
    for number, outcome, position in outcomes:
        yield f"{file.name}#{number}" if number else file.name, outcome
        if due <= position and due <= file.bytes:
            position = min(position, file.bytes)  # it may have grown since it was measured
            on_file(Progress(file.name, position - reported, finished=False))
            reported, due = position, position + _REPORT_BYTES
    on_file(Progress(file.name, file.bytes - reported, finished=True))


def _outcomes(file: File, largest: int | None) -> Iterator[tuple[int, Article | str, int]]:
    """Read one file, with the position reached in it after each record."""
    try:
        with file.path.open("rb", buffering=_BUFFER_BYTES) as stream:
            for number, outcome in READERS[file.suffix](stream, file.name, largest):
                yield number, outcome, stream.tell()
    except OSError as error:
        yield 0, f"cannot be read: {error.strerror or error}", 0
    except MemoryError:
        raise
    except Exception as error:
        # No file may stop a run of a million others: what a reader did not foresee is reported like the rest.
        yield 0, f"cannot be read: {type(error).__name__}: {error}", 0
