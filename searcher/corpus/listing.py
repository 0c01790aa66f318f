"""Listing: all files of a corpus, numbered in the order of reading.

In: sources. Out: names, sizes and times as columns, in which what a corpus was (`state.py`) is looked up, and each
file on demand: an update of a million files needs a few of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import count
from pathlib import Path

from searcher.corpus.report import Skipped
from searcher.corpus.walking import File, Run, walk_in_runs


class Listing:
    """The files of some sources, one row each, as they were when they were listed."""

    def __init__(self, sources: Iterable[Path]) -> None:
        self.names: list[str] = []  # as the state of a corpus has them
        self.sizes: list[int] = []  # in bytes
        self.times: list[int] = []  # of the last change, in nanoseconds since 1970
        self.skipped: list[tuple[int, Skipped]] = []  # each with the row of the file after it
        self._runs: list[Run] = []
        self._starts: list[int] = []  # the row of the first file of each run
        for number, source in enumerate(sources):
            start, are_text = len(self.names), True
            for found in walk_in_runs(source):
                if isinstance(found, Skipped):
                    self.skipped.append((len(self.names), found))
                elif found.names:
                    self._add(found, f"{number}:")
                    are_text = are_text and found.are_text()
            if not are_text:
                self._tell_apart(start)

    def _add(self, run: Run, source: str) -> None:
        self._starts.append(len(self.names))
        self._runs.append(run)
        self.names += run.texts(source)
        self.sizes += run.sizes
        self.times += run.times

    def _tell_apart(self, start: int) -> None:
        """Names that are not UTF-8 may look alike once they are written in it."""
        names: set[str] = set()
        for row in range(start, len(self.names)):
            while self.names[row] in names:
                self.names[row] += "/"
            names.add(self.names[row])

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def rows(self) -> dict[str, int]:
        """Where each name is."""
        return dict(zip(self.names, count()))

    def file(self, row: int) -> File:
        """A file by its number."""
        number = bisect_right(self._starts, row) - 1
        return self._runs[number].file(row - self._starts[number])

    def files(self) -> Iterator[tuple[str, File]]:
        """All of them, each with its name."""
        names = iter(self.names)
        for run in self._runs:
            for number in range(len(run.names)):
                yield next(names), run.file(number)
