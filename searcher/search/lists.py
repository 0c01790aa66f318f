"""Lists: what the postings of one segment say of some forms.

In: forms of the segment, each with its weight. Out: the articles that hold them, how often and where. A place is
article × 2³² + position.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from searcher.errors import IndexDamaged
from searcher.index import FormEntry, PostingList, Segment
from searcher.kernels import postings, sets
from searcher.kernels.buffers import zeros
from searcher.query import Field
from searcher.search.families import Member
from searcher.search.ranking import BODY, TITLE, FieldWeight

FIELDS = {Field.ANY: (BODY, TITLE), Field.BODY: (BODY,), Field.TITLE: (TITLE,)}

Slots = Sequence[Sequence[Member]]  # for each word of a row the forms that it stands for


class Lists:
    """Reads the lists of one segment. One thread at a time."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._reader = postings.Reader(zeros("I", postings.BLOCK), zeros("I", postings.BLOCK))

    def gather(
        self,
        members: Iterable[Member],
        where: Field,
        averages: dict[str, float],
        totals: array[float],
        best: array[float],
        seen: array[int],
    ) -> None:
        """Add the weighted frequencies of some forms to the sums of their articles: see `postings.Reader.gather`."""
        found = [
            (kind, entries, member.weight)
            for member in members
            for kind, entries in lists_of(member.entry, where)
        ]
        for kind in FIELDS[where]:
            here = [(entries, weight) for each, entries, weight in found if each is kind]
            if here:
                weights = array("d", [weight for _, weight in here])
                self._gather(
                    kind, [entries for entries, _ in here], weights, averages[kind.name], totals, best, seen
                )

    def _gather(
        self,
        kind: FieldWeight,
        lists: Sequence[PostingList],
        weights: array[float],
        average: float,
        totals: array[float],
        best: array[float],
        seen: array[int],
        *,
        normed: bool = True,
    ) -> None:
        segment = self.segment
        data, spans = segment.lists_of_field(kind.name, lists)
        lengths = segment.column(f"{kind.name}_length")
        norm = (kind.weight, kind.slope, lengths, average) if normed else (1.0, 0.0, lengths, 1.0)
        try:
            self._reader.gather(data, segment.size, spans, weights, *norm, totals, best, seen)
        except ValueError as error:
            raise IndexDamaged(segment.path("postings"), str(error)) from error

    def count(self, entry: FormEntry, kinds: Collection[FieldWeight]) -> dict[int, int]:
        """How often each live article that holds a form does so, in some fields together."""
        size = self.segment.size
        counts, best, seen = zeros("d", size), zeros("f", size), bitmap(size)
        for kind, entries in lists_of(entry):
            if kind in kinds:
                self._gather(kind, [entries], array("d", [1.0]), 1.0, counts, best, seen, normed=False)
        articles = zeros("I", size)
        del articles[sets.collect(seen, self.segment.deleted, articles) :]
        return {article: int(counts[article]) for article in articles}

    def row_places(self, slots: Slots, kind: FieldWeight) -> array[int]:
        """Where the forms of all slots stand in a row, in one field: the places of the first."""
        lists = [_in_field(members, kind) for members in slots]
        if not all(lists):
            return array("Q")
        wanted = self._articles(lists[0], kind)
        for entries in lists[1:]:
            sets.keep_common(wanted, self._articles(entries, kind))
        if not any(wanted):
            return array("Q")
        common: array[int] | None = None
        for shift, entries in sorted(enumerate(lists), key=lambda slot: sum(e.occurrences for e in slot[1])):
            places = self._places(entries, kind, wanted, shift)
            if common is not None:
                shared = zeros("Q", min(len(common), len(places)))
                del shared[sets.shared_places(common, places, shared) :]
                places = shared
            common = places
            sets.hold_places(common, wanted)  # the next words, more frequent ones, are read there alone
        return common or array("Q")

    def places(self, members: Sequence[Member], kind: FieldWeight, articles: Iterable[int]) -> array[int]:
        """Where some forms stand in some articles, in one field."""
        wanted = bitmap(self.segment.size)
        for article in articles:
            wanted[article >> 6] |= 1 << (article & 63)
        return self._places(_in_field(members, kind), kind, wanted, 0)

    def _places(
        self, lists: Sequence[PostingList], kind: FieldWeight, wanted: array[int], shift: int
    ) -> array[int]:
        """Where some forms stand in the articles of a bitmap, each place once; less `shift` words."""
        segment = self.segment
        listed, placed, spans = segment.places_of_field(kind.name, lists)
        counts, ends = zeros("Q", len(lists)), zeros("Q", len(lists))
        try:
            self._reader.count_places(listed, placed, segment.size, spans, wanted, counts)
            places = zeros("Q", sum(counts))
            self._reader.read_places(listed, placed, segment.size, spans, wanted, counts, shift, places, ends)
        except ValueError as error:
            raise IndexDamaged(segment.path("positions"), str(error)) from error
        runs = [places[start:end] for start, end in pairwise((0, *ends)) if start < end]
        runs.sort(key=len)
        common = runs[0] if runs else array("Q")
        for run in runs[1:]:
            merged = zeros("Q", len(common) + len(run))
            del merged[sets.merge_places(common, run, merged) :]
            common = merged
        return common

    def _articles(self, lists: Iterable[PostingList], kind: FieldWeight) -> array[int]:
        seen = bitmap(self.segment.size)
        for entries in lists:
            try:
                self.segment.open_list(self._reader, kind.name, entries)
                self._reader.mark(seen)
            except ValueError as error:
                raise IndexDamaged(self.segment.path("postings"), str(error)) from error
        return seen


def lists_of(entry: FormEntry, where: Field = Field.ANY) -> Iterator[tuple[FieldWeight, PostingList]]:
    """The lists of a form in the fields asked for, those that are not empty."""
    for kind in FIELDS[where]:
        entries = entry.body if kind is BODY else entry.title
        if entries.articles:
            yield kind, entries


def _in_field(members: Iterable[Member], kind: FieldWeight) -> list[PostingList]:
    """The lists of some forms in one field."""
    return [entries for member in members for each, entries in lists_of(member.entry) if each is kind]


def bitmap(size: int) -> array[int]:
    """A bit for each article of a segment, all 0."""
    return zeros("Q", -(-size // 64))
