"""Lists: what the postings of one segment say of some forms.

In: forms of the segment, each with its weight. Out: the articles that hold them, how often and where. A place is
article × 2³² + position.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from searcher.article import Article
from searcher.errors import IndexDamaged
from searcher.index import FormEntry, PostingList, Segment, Texts
from searcher.kernels import postings, sets
from searcher.kernels.buffers import zeros
from searcher.query import Field
from searcher.search.alike import Alike
from searcher.search.families import Member
from searcher.search.ranking import BODY, TITLE, FieldWeight

FIELDS = {Field.ANY: (BODY, TITLE), Field.BODY: (BODY,), Field.TITLE: (TITLE,)}

# For each word of a row the forms that it stands for; as many as are alike stand alone, never in a row.
Slots = Sequence[Sequence[Member] | Alike]
# How the kernels number the fields of many forms.
_NUMBERS = {BODY: 0, TITLE: 1}


class Lists:
    """Reads the lists of one segment. One thread at a time."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._reader = postings.Reader(zeros("I", postings.BLOCK), zeros("I", postings.BLOCK))

    def gather(
        self,
        members: Iterable[Member] | Alike,
        where: Field,
        averages: dict[str, float],
        totals: array[float],
        best: array[float],
        seen: array[int],
    ) -> None:
        """Add the weighted frequencies of some forms to the sums of their articles: see `postings.Reader.gather`."""
        if isinstance(members, Alike):
            for kind in FIELDS[where]:
                self._read_any(
                    self._reader.gather_any,
                    members.lists.of(kind.name),
                    _NUMBERS[kind],
                    members.weights,
                    kind.weight,
                    kind.slope,
                    self.segment.column(f"{kind.name}_length"),
                    averages[kind.name],
                    totals,
                    best,
                    seen,
                )
            return
        for member in members:
            for kind, entries in lists_of(member.entry, where):
                self._read(
                    kind,
                    entries,
                    self._reader.gather,
                    member.weight * kind.weight,
                    kind.slope,
                    self.segment.column(f"{kind.name}_length"),
                    averages[kind.name],
                    totals,
                    best,
                    member.weight,
                    seen,
                )

    def count(self, entry: FormEntry, kinds: Collection[FieldWeight]) -> dict[int, int]:
        """How often each live article that holds a form does so, in some fields together."""
        size = self.segment.size
        counts, best, seen = zeros("d", size), zeros("f", size), bitmap(size)
        for kind, entries in lists_of(entry):
            if kind in kinds:
                lengths = self.segment.column(f"{kind.name}_length")
                self._read(
                    kind, entries, self._reader.gather, 1.0, 0.0, lengths, 1.0, counts, best, 1.0, seen
                )
        articles = zeros("I", size)
        del articles[sets.collect(seen, self.segment.deleted, articles) :]
        return {article: int(counts[article]) for article in articles}

    def count_alike(self, alike: Alike, where: Field) -> tuple[array[int], array[int]]:
        """For each of many forms, how many live articles hold it in the fields asked for, and how often they do."""
        articles, occurrences = zeros("I", len(alike.forms)), zeros("Q", len(alike.forms))
        body, title = (
            alike.lists.of(kind.name) if kind in FIELDS[where] else array("Q") for kind in (BODY, TITLE)
        )
        met = zeros("I", self.segment.size)
        self._read_any(self._reader.count_any, body, title, self.segment.deleted, met, articles, occurrences)
        return articles, occurrences

    def count_in(self, alike: Alike, kind: FieldWeight, article: int) -> array[int]:
        """How often each of many forms stands in one field of one article."""
        counts, wanted = zeros("Q", len(alike.forms)), bitmap_of(self.segment.size, (article,))
        self._read_any(
            self._reader.frequencies_any, alike.lists.of(kind.name), _NUMBERS[kind], wanted, counts
        )
        return counts

    def row_places(self, slots: Slots, kind: FieldWeight, among: array[int] | None = None) -> array[int]:
        """Where the forms of all slots stand in a row, in one field: the places of the first.

        Args:
            among: a bitmap of the articles to look at; all if there is none.
        """
        lists = [_in_field(members, kind) for members in slots if not isinstance(members, Alike)]
        if not all(lists):
            return array("Q")
        wanted = self._articles(lists[0], kind)
        for entries in lists[1:]:
            sets.keep_common(wanted, self._articles(entries, kind))
        if among is not None:
            sets.keep_common(wanted, among)
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
        return common or array("Q")

    def places(self, members: Sequence[Member] | Alike, kind: FieldWeight, wanted: array[int]) -> array[int]:
        """Where some forms stand in the articles of a bitmap, in one field."""
        if not isinstance(members, Alike):
            return self._places(_in_field(members, kind), kind, wanted, 0)
        lists, counts = members.lists.of(kind.name), zeros("Q", len(members.forms))
        self._read_any(self._reader.frequencies_any, lists, _NUMBERS[kind], wanted, counts)
        if sum(counts) > self.segment.most_places(kind.name):
            raise IndexDamaged(self.segment.path("lexicon"), "words have more positions than are written")
        places, ends = zeros("Q", sum(counts)), zeros("I", len(counts))
        self._read_any(self._reader.places_any, lists, _NUMBERS[kind], wanted, places, ends)
        return places[: sets.merge_runs(places, ends, zeros("Q", len(places)))]

    def _articles(self, lists: Iterable[PostingList], kind: FieldWeight) -> array[int]:
        seen = bitmap(self.segment.size)
        for entries in lists:
            self._read(kind, entries, self._reader.mark, seen)
        return seen

    def _places(
        self, lists: Iterable[PostingList], kind: FieldWeight, wanted: array[int], shift: int
    ) -> array[int]:
        common = array("Q")
        for entries in sorted(lists, key=lambda entries: entries.occurrences):
            if entries.occurrences > self.segment.most_places(kind.name):
                raise IndexDamaged(self.segment.path("lexicon"), "a word has more positions than are written")
            places = zeros("Q", entries.occurrences)
            filled = self._read(kind, entries, self._reader.places, wanted, shift, places, 0, positions=True)
            if filled < 0:
                raise IndexDamaged(self.segment.path("positions"), "has more positions than the lexicon says")
            del places[filled:]
            merged = zeros("Q", len(common) + len(places))
            del merged[sets.merge_places(common, places, merged) :]
            common = merged
        return common

    def _read(
        self,
        kind: FieldWeight,
        entries: PostingList,
        operation: Callable[..., int],
        *arguments: object,
        positions: bool = False,
    ) -> int:
        """Open a list and do something with it."""
        try:
            self.segment.open_list(self._reader, kind.name, entries, positions=positions)
            return operation(*arguments)
        except ValueError as error:
            raise IndexDamaged(self.segment.path("postings"), str(error)) from error

    def _read_any(self, operation: Callable[..., None], *arguments: object) -> None:
        """Do something with the lists of many forms."""
        try:
            self.segment.open_any(self._reader)
            operation(*arguments)
        except ValueError as error:
            raise IndexDamaged(self.segment.path("postings"), str(error)) from error


def lists_of(entry: FormEntry, where: Field = Field.ANY) -> Iterator[tuple[FieldWeight, PostingList]]:
    """The lists of a form in the fields asked for, those that are not empty."""
    for kind in FIELDS[where]:
        entries = entry.body if kind is BODY else entry.title
        if entries.articles:
            yield kind, entries


def _in_field(members: Iterable[Member], kind: FieldWeight) -> list[PostingList]:
    """The lists of some forms in one field."""
    return [entries for member in members for each, entries in lists_of(member.entry) if each is kind]


def field_text(article: Article | Texts, kind: FieldWeight) -> str:
    """The title or the body of an article."""
    return article.title if kind is TITLE else article.body


def bitmap(size: int) -> array[int]:
    """A bit for each article of a segment, all 0."""
    return zeros("Q", -(-size // 64))


def bitmap_of(size: int, articles: Iterable[int]) -> array[int]:
    """A bit for each article of a segment, 1 for some."""
    bits = bitmap(size)
    for article in articles:
        bits[article >> 6] |= 1 << (article & 63)
    return bits
