"""Skipping: what a build left out, and why, for who must know.

In: the reports of the corpus. Out: the first of them, the rest counted by reason, and all of them in a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from searcher.corpus import Skipped

_SHOWN = 20
# Reasons may name a key or a line, and be as many as the records: beyond these they are counted together.
_MOST_REASONS = 1000
_REASONS_SHOWN = 5


class Skips:
    """Counts what was skipped. Its callback is for `read_corpus`."""

    def __init__(self, file: TextIO | None) -> None:
        self._file = file
        self.first: list[Skipped] = []
        self.count = 0
        self._reasons: Counter[str] = Counter()  # of those that are not among the first

    def on_skip(self, skipped: Skipped) -> None:
        self.count += 1
        if self._file is not None:
            print(skipped, file=self._file)
        if len(self.first) < _SHOWN:
            self.first.append(skipped)
        elif skipped.reason in self._reasons or len(self._reasons) < _MOST_REASONS:
            self._reasons[skipped.reason] += 1
        else:
            self._reasons["other reasons"] += 1

    def describe(self) -> Iterator[str]:
        """Say what was skipped, in lines."""
        if not self.count:
            return
        yield f"{self.count:,} skipped:"
        yield from (f"  {skipped}" for skipped in self.first)
        if self._reasons:
            yield f"  and {self._reasons.total():,} more:"
            common = self._reasons.most_common(_REASONS_SHOWN)
            yield from (f"  {count:>7,} × {reason}" for reason, count in common)
            others = self._reasons.total() - sum(count for _, count in common)
            if others:
                yield f"  {others:>7,} × other reasons"
