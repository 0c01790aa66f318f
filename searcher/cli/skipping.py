"""Skipping: what a build left out, and why, for who must know.

In: the reports of the corpus. Out: the first of them, the rest counted by reason, and all of them in a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from searcher.corpus import NEEDS, Skipped

_SHOWN = 20
# Reasons may name a key or a line, and be as many as the records: beyond these they are counted together.
_MOST_REASONS = 1000
_REASONS_SHOWN = 5
_ALL_FORMATS = "pip install 'searcher[formats]'"


class Skips:
    """Counts what was skipped. Its callback is for `read_corpus`."""

    def __init__(self, file: TextIO | None) -> None:
        self._file = file
        self.first: list[Skipped] = []
        self.count = 0
        self._reasons: Counter[str] = Counter()  # of those that are not among the first
        self._needing: Counter[str] = Counter()  # formats whose library is not installed
        self._commands: set[str] = set()  # that install them

    def on_skip(self, skipped: Skipped) -> None:
        self.count += 1
        if self._file is not None:
            print(skipped, file=self._file)
        what, needs, command = skipped.reason.partition(NEEDS)
        if needs:
            self._needing[what.rpartition(": ")[2]] += 1  # before the colon stands a member of an archive
            self._commands.add(command)
        if len(self.first) < _SHOWN:
            self.first.append(skipped)
        elif needs:
            pass
        elif skipped.reason in self._reasons or len(self._reasons) < _MOST_REASONS:
            self._reasons[skipped.reason] += 1
        else:
            self._reasons["other reasons"] += 1

    def describe(self) -> Iterator[str]:
        """Say what was skipped, in lines."""
        if self._needing:
            [command] = self._commands if len(self._commands) == 1 else [_ALL_FORMATS]
            formats = ", ".join(f"{count:,} × {name}" for name, count in self._needing.most_common())
            yield f"{self._needing.total():,} skipped for want of a library ({formats}): {command}"
        others = self.count - self._needing.total()
        if not others:
            return
        yield f"{others:,} skipped:"
        yield from (f"  {skipped}" for skipped in self.first if NEEDS not in skipped.reason)
        if self._reasons:
            yield f"  and {self._reasons.total():,} more:"
            common = self._reasons.most_common(_REASONS_SHOWN)
            yield from (f"  {count:>7,} × {reason}" for reason, count in common)
            rest = self._reasons.total() - sum(count for _, count in common)
            if rest:
                yield f"  {rest:>7,} × other reasons"
