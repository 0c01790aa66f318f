"""Metering: how far the building of an index has come, for who waits for it.

In: what the corpus and the index report. Out: figures, and on a terminal a bar on standard error.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from searcher.cli.telling import tell
from searcher.corpus import Progress, corpus_bytes

if TYPE_CHECKING:
    from rich.progress import Task
    from rich.text import Text

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
        said = (
            f"{articles} · {self.bytes / MEGABYTE:,.1f} of {total / MEGABYTE:,.1f} MB · {self.speed:.1f} MB/s"
        )
        if not self.bytes:
            return said
        minutes, seconds = divmod(round((total - self.bytes) / MEGABYTE / self.speed), 60)
        return f"{said} · {minutes}:{seconds:02d} left"


@contextmanager
def show_progress(meter: Meter, sources: Sequence[Path], *, quiet: bool) -> Iterator[None]:
    """Show a bar while something runs, if standard error is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    # Only here: a build without a terminal has no use for rich.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn
    from rich.table import Column
    from rich.text import Text

    total = corpus_bytes(*sources)

    class Figures(ProgressColumn):
        """Read when the line is drawn: to report each article would slow the build down."""

        def render(self, task: Task) -> Text:
            task.completed = min(meter.bytes, total)
            return Text(meter.describe(total))

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
