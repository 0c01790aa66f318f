"""A snapshot: the whole index at one moment, however it changes afterwards."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

from searcher.article import Article
from searcher.errors import IndexDamaged, IndexMissing
from searcher.index.commits import SEGMENTS, Commit, commit_numbers, commit_path, read_commit
from searcher.index.files import SectionFile
from searcher.index.segment import Segment


class Snapshot:
    """The segments of one commit, open for reading. Threads may share it."""

    def __init__(self, folder: Path, commit: Commit) -> None:
        self.folder = folder
        self.commit = commit
        self.segments: Sequence[Segment] = [Segment(folder, entry) for entry in commit.segments]
        # Opened now, like the segments: what is not open when the next writer cleans up is lost.
        self.corpus = (
            SectionFile(folder / SEGMENTS / commit.corpus.file, commit.corpus.stamp)
            if commit.corpus
            else None
        )

    @property
    def articles(self) -> int:
        """How many there are, deleted ones not counted."""
        return self.commit.articles

    def average_length(self, field: str) -> float:
        """Words of a `body` or a `title`, without function words."""
        words = sum(
            entry.body_words if field == "body" else entry.title_words for entry in self.commit.segments
        )
        return words / self.articles if self.articles else 0.0

    def find(self, key: str) -> Article | None:
        """The article of this key."""
        for segment in reversed(self.segments):
            number = segment.find(key)
            if number is not None:
                return segment.article(number)
        return None

    def has_key(self, key: str) -> bool:
        """Whether a form of this key is anywhere, be it in deleted articles that are not yet reclaimed."""
        return any(segment.forms_of_key(key) for segment in self.segments)

    def size(self) -> int:
        """Bytes on disk of the files that the commit names."""
        state = len(self.corpus.data) if self.corpus else 0
        return state + sum(segment.bytes_on_disk() for segment in self.segments)

    def count_forms(self) -> int:
        """How many different forms the segments hold."""
        if len(self.segments) == 1:
            return self.segments[0].forms_count
        return len({entry.form for segment in self.segments for entry in segment.forms()})

    def verify(self) -> None:
        """Check every byte.

        Raises:
            IndexDamaged: one was altered.
        """
        for segment in self.segments:
            segment.verify()
        if self.corpus:
            self.corpus.verify_all()


class DamageWarning(UserWarning):
    """The newest commit of an index is damaged; an older one serves."""


def open_snapshot(folder: Path) -> Snapshot:
    """Open the newest commit that is whole. A damaged one is named in a warning, and the one before serves.

    Raises:
        IndexMissing: there is no commit.
        IndexDamaged: none is whole.
        IndexOutdated: it is of another format.
    """
    damage: IndexDamaged | None = None
    numbers = commit_numbers(folder)
    while numbers:
        number = numbers.pop(0)
        try:
            snapshot = Snapshot(folder, read_commit(folder, number))
        except (IndexMissing, IndexDamaged) as error:
            there = commit_numbers(folder)
            if damage is None and there and (number not in there or there[0] > number):
                numbers = there  # a writer has replaced it, and removed its files
            elif isinstance(error, IndexDamaged):
                damage = damage or error
            elif number in there:
                damage = damage or IndexDamaged(commit_path(folder, number), "leads nowhere")
        else:
            if damage:
                warnings.warn(f"{damage} · commit {number} serves instead", DamageWarning, stacklevel=2)
            return snapshot
    if damage:
        raise damage
    raise IndexMissing(folder)
