"""A snapshot: the whole index at one moment, however it changes afterwards."""

from __future__ import annotations

import warnings
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from searcher.analysis import Relation
from searcher.article import Article
from searcher.errors import IndexDamaged, IndexMissing
from searcher.index.commits import (
    SEGMENTS,
    Commit,
    SegmentEntry,
    check_segments,
    commit_numbers,
    commit_path,
    read_commit,
)
from searcher.index.families import ALL, WEIGHTS, FormLists, find_family
from searcher.index.files import SectionFile
from searcher.index.metadata import Kind
from searcher.index.segment import Segment
from searcher.kernels import notices, table
from searcher.kernels.buffers import zeros

_NONE = array("Q")
_Read = TypeVar("_Read")


class _Desk(NamedTuple):
    """What finds words in all segments, and is used by one thread at a time."""

    finders: list[table.Finder]
    families: list[table.Cursor]
    notices: list[notices.Table | None]


class Snapshot:
    """The segments of one commit, open for reading. Threads may share it."""

    def __init__(self, folder: Path, commit: Commit, known: Snapshot | None = None) -> None:
        """Open every file of the commit, so that no clean-up can take one away.

        Args:
            known: an older one, whose open files are used again where the commit still names them.
        Raises:
            IndexDamaged: a file is missing or not what was written.
        """
        self.folder = folder
        self.commit = commit
        check_segments(folder)
        open_segments = {segment.entry.name: segment for segment in known.segments} if known else {}
        self.segments: Sequence[Segment] = [
            _segment(folder, entry, open_segments.get(entry.name)) for entry in commit.segments
        ]
        self._desks: list[_Desk] = []  # that no thread is using just now
        # Opened now, like the segments: what is not open when the next writer cleans up is lost.
        self.corpus = _corpus(folder, commit, known)

    @cached_property
    def articles(self) -> int:
        """How many there are, deleted ones not counted."""
        return self.commit.articles

    def average_length(self, field: str) -> float:
        """Words of a `body` or a `title`, without function words."""
        return self._average_lengths[field == "title"]

    @cached_property
    def _average_lengths(self) -> tuple[float, float]:
        words = (
            sum(entry.body_words for entry in self.commit.segments),
            sum(entry.title_words for entry in self.commit.segments),
        )
        return words[0] / max(1, self.articles), words[1] / max(1, self.articles)

    def find(self, key: str) -> Article | None:
        """The article of this key."""
        for segment in reversed(self.segments):
            number = segment.find(key)
            if number is not None:
                return segment.article(number)
        return None

    def has_key(self, key: str) -> bool:
        """Whether a form of this key is anywhere, be it in deleted articles that are not yet reclaimed."""
        return self._ask(
            lambda desk: bool(table.held(desk.finders, key.encode())), lambda segment, _: segment.has_key(key)
        )

    def find_forms(
        self, keys: bytes, lemmas: bytes, classes: bytes
    ) -> tuple[FormLists, bytearray, bytearray]:
        """As `Segment.find_forms`, in all segments, one after the other."""

        def find(desk: _Desk) -> tuple[FormLists, bytearray, bytearray]:
            numbers, ways, body, title, texts, ends = table.find_everywhere(
                desk.finders, keys, lemmas, classes
            )
            texts.decode()  # or one of them is damaged
            return FormLists(numbers, body, title, ends), ways, texts

        return self._ask(find, lambda segment, _: segment.find_forms(keys, lemmas, classes))

    def family(self, form: str, relations: frozenset[Relation] = ALL) -> tuple[FormLists, array[float]]:
        """Find the forms that a word typed as `form` stands for, and the weight of each: see `find_family`."""
        return find_family(self.find_forms, form, relations)

    def counted_family(self, form: str, lists: FormLists) -> list[array[int] | None]:
        """How many articles, deleted or not, have each weight as that of their best form of a word, by segment.

        Args:
            lists: those of the forms that it stands for.
        Returns:
            Eight numbers, of which that of `families.WEIGHTS[0]` is the second; None where it is not known: see
            `Segment.counted_family`.
        """
        found = self._ask(
            lambda desk: table.families_everywhere(
                desk.families, form.encode(errors="replace"), len(WEIGHTS)
            ),
            lambda segment, _: segment.counted_family(form),
        )
        counted: list[array[int] | None] = []
        for number, segment in enumerate(self.segments):
            if found[8 * number]:
                counts = found[8 * number : 8 * number + 8]
                counts[0] = 0
                segment.check_family(counts)
                counted.append(counts)
            else:
                counted.append(None if lists.has(number) else zeros("Q", 8))
        return counted

    def notice_lists(self, lists: FormLists) -> array[int]:
        """As `Segment.notice_lists`, of forms of all segments."""

        def find(desk: _Desk) -> array[int]:
            if not any(desk.notices):
                return _NONE
            found, met = zeros("Q", 6 * len(lists)), 0
            for finder, begin, end in zip(desk.notices, (0, *lists.ends), lists.ends, strict=False):
                if finder and end - begin == len(lists):  # as of an index of one segment
                    met += finder.find(lists.numbers, found)
                elif finder and begin < end:
                    met += finder.find(
                        memoryview(lists.numbers)[begin:end], memoryview(found)[6 * begin : 6 * end]
                    )
            return found if met else _NONE

        return self._ask(find, lambda segment, number: segment.notice_lists(lists.of_segment(number).numbers))

    def _ask(self, operation: Callable[[_Desk], _Read], alone: Callable[[Segment, int], object]) -> _Read:
        """Do something with what finds words in all segments; what an error interrupted is not put back.

        Args:
            alone: does the same in one segment, of that number: which of them is damaged, it says itself.
        """
        desk = self._take_desk()
        try:
            read = operation(desk)
        except ValueError:
            for number, segment in enumerate(self.segments):
                alone(segment, number)
            raise
        self._desks.append(desk)
        return read

    def _take_desk(self) -> _Desk:
        """What finds words, and no thread uses just now."""
        try:
            return self._desks.pop()
        except IndexError:
            return _Desk(
                [segment.new_finder() for segment in self.segments],
                [segment.families_table() for segment in self.segments],
                [segment.notices_table() for segment in self.segments],
            )

    def metadata_names(self) -> tuple[str, ...]:
        """The names of the fields that the corpus has besides those of `Article`, as it writes them.

        Those that only deleted articles have are told until their segments are merged.
        """
        return tuple(
            sorted({name for segment in self.segments for kind, name in segment.fields if kind is Kind.EXTRA})
        )

    def count_metadata(self) -> dict[Kind, Counter[str]]:
        """How many articles have a value of each field; of those left out, how many have one that is not here."""
        counts = {kind: Counter[str]() for kind in Kind}
        for segment in self.segments:
            live = segment.live()
            for (kind, name), field in segment.fields.items():
                by_value, known = segment.count_values(field, live)
                if kind is Kind.LEFT_OUT:
                    counts[kind].update(dict(zip(segment.field_values(field), by_value[1:], strict=True)))
                else:
                    counts[kind][name] += known
        return {kind: +counted for kind, counted in counts.items()}

    def size(self) -> int:
        """Bytes on disk of the files that the commit names."""
        return self.commit.bytes_on_disk

    def count_forms(self) -> int:
        """How many different forms the segments hold."""
        if len(self.segments) == 1:
            return self.segments[0].forms_count
        return len({entry.form for segment in self.segments for entry in segment.forms()})

    def verify(self, on_checked: Callable[[int], object] | None = None) -> None:
        """Check every byte.

        Args:
            on_checked: called with how many bytes more are checked, now and then.
        Raises:
            IndexDamaged: one was altered.
        """
        for segment in self.segments:
            segment.verify(on_checked)
        if self.corpus:
            self.corpus.verify_all(on_checked)


def _segment(folder: Path, entry: SegmentEntry, known: Segment | None) -> Segment:
    return known if known and known.entry == entry else Segment(folder, entry, known)


def _corpus(folder: Path, commit: Commit, known: Snapshot | None) -> SectionFile | None:
    if commit.corpus is None:
        return None
    if known and known.commit.corpus == commit.corpus:
        return known.corpus
    return SectionFile(folder / SEGMENTS / commit.corpus.file, commit.corpus.stamp)


class DamageWarning(UserWarning):
    """The newest commit of an index is damaged; an older one serves."""


def open_snapshot(folder: Path, known: Snapshot | None = None) -> Snapshot:
    """Open the newest commit that is whole. A damaged one is named in a warning, and the one before serves.

    Args:
        known: what is open already. It is given back if it is the newest one, or newer than what is whole; otherwise
            its open files are used again, with what was verified of them.
    Raises:
        IndexMissing: there is no commit.
        IndexDamaged: none is whole.
        IndexOutdated: it is of another format.
    """
    damage: IndexDamaged | None = None
    numbers = commit_numbers(folder)
    while numbers:
        number = numbers.pop(0)
        if damage and known and known.commit.number > number:
            break
        try:
            commit = read_commit(folder, number)
            snapshot = known if known and known.commit == commit else Snapshot(folder, commit, known)
        except (IndexMissing, IndexDamaged) as error:
            there = commit_numbers(folder)
            if damage is None and there and (number not in there or there[0] > number):
                numbers = there  # a writer has replaced it, and removed its files
            elif isinstance(error, IndexDamaged):
                damage = damage or error
            elif number in there:
                damage = damage or IndexDamaged(commit_path(folder, number), "comes and goes")
        else:
            _warn_of(damage, snapshot)
            return snapshot
    if damage and known:
        _warn_of(damage, known)
        return known
    if damage:
        raise damage
    raise IndexMissing(folder)


def _warn_of(damage: IndexDamaged | None, serving: Snapshot) -> None:
    if damage:
        warnings.warn(
            f"{damage} · commit {serving.commit.number} serves instead", DamageWarning, stacklevel=3
        )
