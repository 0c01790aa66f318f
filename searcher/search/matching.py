"""Matching: which articles of a snapshot a query's tree wants, and with what score.

Each node gives, for each segment, a sorted list of articles with scores; nodes combine lists. Words gather the
postings of all their forms first, over all segments, since how rare a word is depends on the whole index.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial, reduce

from searcher.errors import IndexDamaged
from searcher.index import FormEntry, PostingList, Segment, Snapshot
from searcher.kernels import postings, sets
from searcher.kernels.buffers import zeros
from searcher.query import (
    And,
    Compound,
    Either,
    Everything,
    Field,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Published,
    Verbatim,
    Word,
)
from searcher.search.families import ALL, INFLECTED, SAME_KEY, Member, exact, family
from searcher.search.ranking import BODY, K1, TITLE, FieldWeight, idf
from searcher.search.results import Pattern
from searcher.search.verbatim import find_verbatim

_FIELDS = {Field.ANY: (BODY, TITLE), Field.BODY: (BODY,), Field.TITLE: (TITLE,)}


@dataclass(frozen=True, slots=True)
class Matches:
    """Articles of one segment, in increasing order, with their scores."""

    articles: array[int]
    scores: array[float]

    def __len__(self) -> int:
        return len(self.articles)

    @classmethod
    def none(cls) -> Matches:
        return cls(array("I"), array("d"))


@dataclass(slots=True)
class _Sums:
    """Work space for one segment: what the articles have gathered so far for one word."""

    totals: array[float]
    best: array[float]
    seen: array[int]

    @classmethod
    def of(cls, size: int) -> _Sums:
        return cls(zeros("d", size), zeros("f", size), _bitmap(size))


@dataclass(frozen=True, slots=True)
class _Sought:
    """A word that was matched."""

    families: list[list[Member]]  # of each segment
    containing: float  # articles, each counted by its best form


class Matcher:
    """Answers one query on one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._segments = snapshot.segments
        self._sums = [_Sums.of(segment.size) for segment in self._segments]
        self._reader = postings.Reader(_block(), _block())
        self._averages = {each.name: snapshot.average_length(each.name) for each in (BODY, TITLE)}
        self.patterns: dict[Pattern, None] = {}  # what was looked for and not excluded, in order
        self._words: dict[Word, _Sought] = {}

    def match(self, node: Node) -> list[Matches]:
        """Find the articles of each segment."""
        match node:
            case Word():
                return self._word(node)
            case Phrase():
                return self._phrase(node)
            case Verbatim():
                return self._verbatim(node)
            case Compound():
                return self.match(node.ways)
            case Published():
                return self._published(node)
            case Either():
                return reduce(partial(self._merge, highest=True), map(self.match, node.children))
            case And():
                return self._all(node)
            case Or():
                return reduce(self._merge, map(self.match, dict.fromkeys(node.children)))
            case Not():
                return self._without(self._everything(), node)
            case Everything():
                return self._everything()
            case Nothing():
                return [Matches.none() for _ in self._segments]

    # ---------------------------------------------------------------- words that were matched

    def idf(self, word: Word) -> float:
        """How rare a word is that was matched."""
        return idf(self.snapshot.articles, self._words[word].containing)

    def places(
        self, segment: int, pair: tuple[Word, Word], articles: array[int]
    ) -> Iterator[tuple[array[int], array[int]]]:
        """Where two words that were matched stand in some articles of a segment, field by field."""
        here = self._segments[segment]
        wanted = _bitmap(here.size)
        for article in articles:
            wanted[article >> 6] |= 1 << (article & 63)
        for kind in (BODY, TITLE):
            if all(kind in _FIELDS[word.field] for word in pair):
                one, two = (
                    self._read_places(
                        here, kind, _lists_in(self._words[word].families[segment], kind), wanted, 0
                    )
                    for word in pair
                )
                yield one, two

    # ---------------------------------------------------------------- combining

    def _all(self, node: And) -> list[Matches]:
        wanted = [child for child in dict.fromkeys(node.children) if not isinstance(child, Not)]
        excluded = [child for child in node.children if isinstance(child, Not)]
        found = [self.match(child) for child in wanted] or [self._everything()]
        # The shortest lists first: what they lack needs no look at the others.
        found.sort(key=lambda lists: sum(map(len, lists)))
        common = reduce(self._intersect, found)
        for child in excluded:
            common = self._without(common, child)
        return common

    @staticmethod
    def _intersect(a: list[Matches], b: list[Matches]) -> list[Matches]:
        return [
            _filled(min(len(x), len(y)), sets.intersect, x.articles, x.scores, y.articles, y.scores)
            for x, y in zip(a, b, strict=True)
        ]

    @staticmethod
    def _merge(a: list[Matches], b: list[Matches], highest: bool = False) -> list[Matches]:
        return [
            _filled(len(x) + len(y), sets.unite, x.articles, x.scores, y.articles, y.scores, highest)
            for x, y in zip(a, b, strict=True)
        ]

    def _without(self, found: list[Matches], node: Not) -> list[Matches]:
        kept = self.patterns.copy()
        excluded = self.match(node.child)
        self.patterns = kept  # what is excluded is not there to be marked
        return [
            _filled(len(x), sets.subtract, x.articles, x.scores, y.articles)
            for x, y in zip(found, excluded, strict=True)
        ]

    # ---------------------------------------------------------------- leaves

    def _word(self, node: Word) -> list[Matches]:
        families = [family(segment, node.form, ALL) for segment in self._segments]
        self._look_for((families,), node.field)
        for segment, sums, members in zip(self._segments, self._sums, families, strict=True):
            self._gather(segment, sums, members, node.field)
        containing, found = self._scored()
        self._words[node] = _Sought(families, containing)
        return found

    def _gather(self, segment: Segment, sums: _Sums, members: Iterable[Member], where: Field) -> None:
        for member in members:
            for kind, entries in _lists(member.entry, where):
                self._read(
                    segment,
                    kind,
                    entries,
                    self._reader.gather,
                    member.weight * kind.weight,
                    kind.slope,
                    segment.column(f"{kind.name}_length"),
                    self._averages[kind.name],
                    sums.totals,
                    sums.best,
                    member.weight,
                    sums.seen,
                )

    def _phrase(self, node: Phrase) -> list[Matches]:
        relations = INFLECTED if node.inflected else SAME_KEY
        slots = [[family(segment, form, relations) for segment in self._segments] for form in node.forms]
        self._look_for(slots, node.field)
        for number, (segment, sums) in enumerate(zip(self._segments, self._sums, strict=True)):
            here = [families[number] for families in slots]
            for kind in _FIELDS[node.field]:
                self._add_places(segment, sums, kind, self._places(segment, here, kind))
        return self._scored()[1]

    def _verbatim(self, node: Verbatim) -> list[Matches]:
        """A row of forms, then a look at the texts that have it."""
        slots = [[exact(segment, form) for segment in self._segments] for form in node.forms]
        self._look_for(slots, node.field, node.text)
        for number, (segment, sums) in enumerate(zip(self._segments, self._sums, strict=True)):
            here = [families[number] for families in slots]
            for kind in _FIELDS[node.field]:
                candidates = sorted({place >> 32 for place in self._places(segment, here, kind)})
                live = [article for article in candidates if not segment.is_deleted(article)]
                places = array("Q")
                for number_there, article in zip(live, segment.articles(live), strict=True):
                    text = article.title if kind is TITLE else article.body
                    places.extend(number_there << 32 | start for start, _ in find_verbatim(text, node.text))
                self._add_places(segment, sums, kind, places)
        return self._scored()[1]

    def _add_places(self, segment: Segment, sums: _Sums, kind: FieldWeight, places: array[int]) -> None:
        sets.add_places(
            places,
            kind.weight,
            kind.slope,
            segment.column(f"{kind.name}_length"),
            self._averages[kind.name],
            sums.totals,
            sums.best,
            sums.seen,
        )

    def _places(self, segment: Segment, slots: list[list[Member]], kind: FieldWeight) -> array[int]:
        """Where the forms of all slots stand in a row: the places of the first."""
        lists = [_lists_in(members, kind) for members in slots]
        if not all(lists):
            return array("Q")
        wanted = self._articles_of(segment, kind, lists[0])
        for entries in lists[1:]:
            sets.keep_common(wanted, self._articles_of(segment, kind, entries))
        if not any(wanted):
            return array("Q")
        common: array[int] | None = None
        for shift, entries in sorted(enumerate(lists), key=lambda slot: sum(e.occurrences for e in slot[1])):
            places = self._read_places(segment, kind, entries, wanted, shift)
            if common is not None:
                shared = zeros("Q", min(len(common), len(places)))
                del shared[sets.shared_places(common, places, shared) :]
                places = shared
            common = places
        return common or array("Q")

    def _articles_of(self, segment: Segment, kind: FieldWeight, lists: list[PostingList]) -> array[int]:
        seen = _bitmap(segment.size)
        for entries in lists:
            self._read(segment, kind, entries, self._reader.mark, seen)
        return seen

    def _read_places(
        self, segment: Segment, kind: FieldWeight, lists: list[PostingList], wanted: array[int], shift: int
    ) -> array[int]:
        common = array("Q")
        for entries in sorted(lists, key=lambda entries: entries.occurrences):
            places = zeros("Q", entries.occurrences)
            filled = self._read(
                segment, kind, entries, self._reader.places, wanted, shift, places, 0, positions=True
            )
            if filled < 0:
                raise IndexDamaged(segment.path("positions"), "has more positions than the lexicon says")
            del places[filled:]
            merged = zeros("Q", len(common) + len(places))
            sets.merge_places(common, places, merged)
            common = merged
        return common

    def _published(self, node: Published) -> list[Matches]:
        low = node.first.toordinal() if node.first else 1
        high = node.last.toordinal() if node.last else 0xFFFFFFFF
        found = []
        for segment in self._segments:
            seen = _bitmap(segment.size)
            sets.overlapping(segment.column("first_day"), segment.column("last_day"), low, high, seen)
            found.append(_unscored(segment, seen))
        return found

    def _everything(self) -> list[Matches]:
        return [
            _unscored(
                segment, array("Q", b"\xff" * (8 * (segment.size // 64))) + _low_bits(segment.size % 64)
            )
            for segment in self._segments
        ]

    # ---------------------------------------------------------------- scoring

    def _scored(self) -> tuple[float, list[Matches]]:
        """Turn what was gathered into scores, and empty the work space, but for the deleted: nobody looks there.

        Returns:
            The soft document frequency, and the articles.
        """
        found = []
        containing = 0.0
        for segment, sums in zip(self._segments, self._sums, strict=True):
            articles = _collected(segment, sums.seen)
            scores = zeros("d", len(articles))
            containing += sets.pick(articles, sums.totals, sums.best, scores)
            sums.seen = _bitmap(segment.size)
            found.append(Matches(articles, scores))
        if containing:
            weight = idf(self.snapshot.articles, containing)
            for matches in found:
                sets.saturate(matches.scores, weight, K1)
        return containing, found

    def _look_for(self, slots: Iterable[list[list[Member]]], where: Field, verbatim: str = "") -> None:
        """Remember the forms, to mark them in the articles found."""
        forms = tuple(
            frozenset(member.entry.form for members in families for member in members) for families in slots
        )
        if all(forms):
            self.patterns[Pattern(forms, where, verbatim)] = None

    def _read(
        self,
        segment: Segment,
        kind: FieldWeight,
        entries: PostingList,
        operation: Callable[..., int],
        *arguments: object,
        positions: bool = False,
    ) -> int:
        """Open a list and do something with it."""
        try:
            segment.open_list(self._reader, kind.name, entries, positions=positions)
            return operation(*arguments)
        except ValueError as error:
            raise IndexDamaged(segment.path("postings"), str(error)) from error


def _lists(entry: FormEntry, where: Field = Field.ANY) -> Iterator[tuple[FieldWeight, PostingList]]:
    """The lists of a form in the fields asked for, those that are not empty."""
    for kind in _FIELDS[where]:
        entries = entry.body if kind is BODY else entry.title
        if entries.articles:
            yield kind, entries


def _lists_in(members: Iterable[Member], kind: FieldWeight) -> list[PostingList]:
    """The lists of some forms in one field."""
    return [entries for member in members for each, entries in _lists(member.entry) if each is kind]


def _filled(size: int, combine: Callable[..., int], *lists: object) -> Matches:
    """Let a kernel fill lists of at most this size."""
    articles, scores = zeros("I", size), zeros("d", size)
    filled = combine(*lists, articles, scores)
    del articles[filled:]
    del scores[filled:]
    return Matches(articles, scores)


def _collected(segment: Segment, seen: array[int]) -> array[int]:
    articles = zeros("I", segment.size)
    del articles[sets.collect(seen, segment.deleted, articles) :]
    return articles


def _unscored(segment: Segment, seen: array[int]) -> Matches:
    articles = _collected(segment, seen)
    return Matches(articles, zeros("d", len(articles)))


def _bitmap(size: int) -> array[int]:
    return zeros("Q", -(-size // 64))


def _low_bits(count: int) -> array[int]:
    return array("Q", [(1 << count) - 1] if count else [])


def _block() -> array[int]:
    return zeros("I", postings.BLOCK)
