"""Metering: how far long work has come, for who waits for it.

In: what the corpus and the index report. Out: figures, and on a terminal a bar on standard error.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from searcher.cli.telling import tell

if TYPE_CHECKING:
    from rich.progress import Task

    from searcher.corpus import Progress

MEGABYTE = 1_000_000
_NOTES_SHOWN = 10


class Meter:
    """Counts what is read."""

    def __init__(self) -> None:
        self.articles = 0
        self.bytes = 0
        self.notes: dict[str, str] = {}  # how files were understood, each with the first one that was
        self.formats: Counter[str] = Counter()  # what the files that were read were taken for
        self.unread = 0  # lines that look like metadata, and were left in the text
        self.conflicting = 0  # articles whose dates contradict each other
        self._start = time.perf_counter()

    def on_file(self, progress: Progress) -> None:
        """For who reads."""
        self.articles += progress.articles
        self.bytes += progress.advanced
        self.unread += progress.unread
        self.conflicting += progress.conflicting
        if progress.note:
            self.notes.setdefault(progress.note, progress.path)
        if progress.format:
            self.formats[progress.format] += 1

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._start

    @property
    def speed(self) -> float:
        """In megabytes a second."""
        return self.bytes / MEGABYTE / max(self.seconds, 1e-6)

    def describe(self, total: int) -> str:
        """How far it has come of so many bytes, at what speed, and how long it may still take.

        >>> meter = Meter()
        >>> meter.bytes = 2 * MEGABYTE
        >>> meter.describe(2 * MEGABYTE)
        '0 articles · 2.0 MB read, writing the index'
        """
        articles = f"{self.articles:,} articles"
        if self.bytes >= total:
            return f"{articles} · {self.bytes / MEGABYTE:,.1f} MB read, writing the index"
        return f"{articles} · {describe_bytes(self.bytes, total, self.seconds)}"


def describe_bytes(done: int, total: int, seconds: float) -> str:
    """How far work has come of so many bytes, at what speed, and how long it may still take.

    >>> describe_bytes(0, 90 * MEGABYTE, 0.1), describe_bytes(30 * MEGABYTE, 90 * MEGABYTE, 40.0)
    ('0.0 of 90.0 MB', '30.0 of 90.0 MB · 0.8 MB/s · 1:20 left')
    """
    said = f"{done / MEGABYTE:,.1f} of {total / MEGABYTE:,.1f} MB"
    if not done:
        return said
    speed = done / max(seconds, 1e-6)
    minutes, left = divmod(round(max(0, total - done) / speed), 60)
    return f"{said} · {speed / MEGABYTE:.1f} MB/s · {minutes}:{left:02d} left"


@contextmanager
def show_progress(meter: Meter, sources: Sequence[Path], *, quiet: bool) -> Iterator[None]:
    """Show a bar while a corpus is read, if standard error is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    from searcher.corpus import corpus_bytes  # only here: other work reads no corpus

    total = corpus_bytes(*sources)
    with _bar(lambda: meter.bytes, total, lambda: meter.describe(total)):
        yield


@contextmanager
def show_work(doing: str, done: Callable[[], int], total: int) -> Iterator[None]:
    """Show a bar while something is done to an index, if standard error is a terminal.

    Args:
        doing: what is done, as `checking`.
        done: says how many bytes are.
        total: bytes, about.
    """
    if not sys.stderr.isatty():
        yield
        return
    start = time.perf_counter()

    def describe() -> str:
        return f"{doing} · {describe_bytes(min(done(), total), total, time.perf_counter() - start)}"

    with _bar(done, total, describe):
        yield


@contextmanager
def _bar(done: Callable[[], int], total: int, describe: Callable[[], str]) -> Iterator[None]:
    # Only here: what has no terminal has no use for rich.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn
    from rich.table import Column
    from rich.text import Text

    class Figures(ProgressColumn):
        """Read when the line is drawn: to report each step would slow the work down."""

        def render(self, task: Task) -> Text:
            task.completed = min(done(), total)
            return Text(describe())

    columns = Figures(Column(no_wrap=True)), BarColumn(None, table_column=Column(ratio=1))
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    with Progress(*columns, console=console, transient=True, expand=True) as progress:
        progress.add_task("", total=total)
        yield


def tell_formats(meter: Meter) -> None:
    """Say what the files were taken for, and how they were understood."""
    if meter.formats:
        counts = ", ".join(f"{count:,} × {name}" for name, count in meter.formats.most_common())
        tell(f"files read: {counts}")
    for note, path in list(meter.notes.items())[:_NOTES_SHOWN]:
        tell(f"{path}: {note}")
    doubts = (
        (meter.conflicting, "article", "with dates that contradict each other"),
        (meter.unread, "line", "left in the text that may be metadata"),
    )
    said = ", ".join(f"{count:,} {what}{'s' * (count > 1)} {how}" for count, what, how in doubts if count)
    if said:
        tell(f"{said}: `searcher corpus check` lists them")
