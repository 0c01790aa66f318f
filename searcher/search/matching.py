"""Matching: which articles of a snapshot a query's tree wants, and with what score.

Each node gives, for each segment, a sorted list of articles with scores; nodes combine lists. Words gather the
postings of all their forms first, over all segments, since how rare a word is depends on the whole index.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import chain

from searcher.index import Segment, Snapshot
from searcher.kernels import sets
from searcher.kernels.buffers import zeros
from searcher.query import (
    Among,
    And,
    AtLeast,
    Between,
    Boosted,
    Compound,
    Either,
    Everything,
    Favoured,
    Fuzzy,
    Metadata,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Published,
    Undated,
    Verbatim,
    Wildcard,
    Word,
)
from searcher.search.alike import find_alike
from searcher.search.families import ALL, INFLECTED, SAME_KEY, exact, family
from searcher.search.filtering import mark
from searcher.search.forms import Forms
from searcher.search.lists import FIELDS, Lists, Slots, bitmap, field_text
from searcher.search.nearness import MOST_THINGS
from searcher.search.placing import Placer, Spans
from searcher.search.ranking import BODY, K1, TITLE, FieldWeight, idf
from searcher.search.results import Pattern, Together
from searcher.search.verbatim import find_verbatim


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
        return cls(zeros("d", size), zeros("f", size), bitmap(size))


# Where a query has more children than this, and nothing has the first ones, the others are not looked for: ten thousand
# words take seconds. Of fewer, each is: what it stands for may be told.
_MANY = 64
# Each walks through a part of the lexicon, and may stand for a tenth of it.
MOST_SHAPES = 50
# Up to so many lists are merged one by one; more are added up in an array as long as the segment.
_FEW = 8

_Alone = Word | Phrase | Verbatim | Wildcard | Fuzzy | Between
Leaf = _Alone | Near


@dataclass(frozen=True, slots=True)
class Sought:
    """What a leaf of the tree stood for."""

    rows: Sequence[Slots]  # in each segment; a word is a row of one, what is near each other none
    containing: float  # articles, each counted by its best form
    idf: float


class Matcher:
    """Answers one query on one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.lists = [Lists(segment) for segment in snapshot.segments]
        self.sought: dict[Leaf, Sought] = {}
        self.spans: dict[Near, list[Spans]] = {}  # where they begin, in each segment
        self.warnings: dict[str, None] = {}  # in French, what could not be looked for
        self._wanted: dict[Leaf, None] = {}  # what is somewhere and not excluded, in order
        self._things: dict[
            Near, tuple[tuple[_Alone, ...], ...]
        ] = {}  # what marks each of those near each other
        self._shapes: dict[Wildcard | Fuzzy | Between, int] = {}  # in the order in which they were met
        self._sums = [_Sums.of(segment.size) for segment in snapshot.segments]
        self._averages = {each.name: snapshot.average_length(each.name) for each in (BODY, TITLE)}

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
            case Wildcard() | Fuzzy() | Between():
                return self._alike(node)
            case Near():
                return self._near(node)
            case AtLeast():
                return self._at_least(node)
            case Boosted(child, factor):
                return self._boosted(self.match(child), factor)
            case Among(least, children):
                return self._among(least, children)
            case Metadata() | Published() | Undated():
                return [_unscored(segment, mark(segment, node)) for segment in self.snapshot.segments]
            case Either():
                return reduce(partial(self._merge, highest=True), map(self.match, node.children))
            case And():
                return self._all(node)
            case Or():
                return self._any(tuple(dict.fromkeys(node.children)))
            case Not():
                return self._without(self._everything(), node)
            case Everything() | Favoured():  # what is favoured is for `ordering`
                return self._everything()
            case Nothing():
                return [Matches.none() for _ in self.lists]

    # ---------------------------------------------------------------- combining

    def _all(self, node: And) -> list[Matches]:
        wanted = [child for child in dict.fromkeys(node.children) if not isinstance(child, Not | Favoured)]
        excluded = [child for child in node.children if isinstance(child, Not)]
        if len(wanted) > _MANY:
            common = self._until_none(map(self.match, wanted))
        else:
            found = [self.match(child) for child in wanted] or [self._everything()]
            # The shortest lists first: what they lack needs no look at the others.
            found.sort(key=lambda lists: sum(map(len, lists)))
            common = reduce(self._intersect, found)
        for child in excluded:
            common = self._without(common, child)
        return common

    def _until_none(self, found: Iterable[list[Matches]]) -> list[Matches]:
        """What is in all of many, of which no more are looked for when nothing is."""
        many = iter(found)
        common = next(many)
        while any(map(len, common)) and (more := next(many, None)):
            common = self._intersect(common, more)
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
        excluded, _ = self._apart(node.child)  # what is excluded is not there to be marked
        return [
            _filled(len(x), sets.subtract, x.articles, x.scores, y.articles)
            for x, y in zip(found, excluded, strict=True)
        ]

    def _apart(self, node: Node) -> tuple[list[Matches], tuple[_Alone, ...]]:
        """Match a node without marking it; returns what would be marked as well, but for what must be together."""
        kept, self._wanted = self._wanted, {}
        found = self.match(node)
        wanted, self._wanted = self._wanted, kept
        return found, tuple(leaf for leaf in wanted if not isinstance(leaf, Near))

    @staticmethod
    def _boosted(found: list[Matches], factor: float) -> list[Matches]:
        for matches in found:
            sets.multiply(matches.scores, factor)
        return found

    def _any(self, children: Sequence[Node]) -> list[Matches]:
        if len(children) > _FEW:
            return self._among(1, children)
        return reduce(self._merge, map(self.match, children))

    def _among(self, least: int, children: Iterable[Node]) -> list[Matches]:
        """What enough of the children want; one that is there twice counts twice."""
        counts = [(zeros("I", segment.size), zeros("d", segment.size)) for segment in self.snapshot.segments]
        for child in children:
            for matches, (count, totals) in zip(self.match(child), counts, strict=True):
                sets.tally(matches.articles, matches.scores, count, totals)
        return [
            _filled(len(count), sets.often_enough, count, max(1, least), totals) for count, totals in counts
        ]

    # ---------------------------------------------------------------- leaves

    def _word(self, node: Word) -> list[Matches]:
        families = [family(lists.segment, node.form, ALL) for lists in self.lists]
        return self._gathered(node, families)

    def _phrase(self, node: Phrase) -> list[Matches]:
        relations = INFLECTED if node.inflected else SAME_KEY
        slots = [[family(lists.segment, form, relations) for lists in self.lists] for form in node.forms]
        self._look_for(node, slots)
        rows = list(zip(*slots, strict=True))
        for lists, sums, row in zip(self.lists, self._sums, rows, strict=True):
            for kind in FIELDS[node.field]:
                self._add_places(lists.segment, sums, kind, lists.row_places(row, kind))
        return self._scored(node, rows)

    def _verbatim(self, node: Verbatim) -> list[Matches]:
        """A row of forms, then a look at the texts that have it."""
        slots = [[exact(lists.segment, form) for lists in self.lists] for form in node.forms]
        self._look_for(node, slots)
        rows = list(zip(*slots, strict=True))
        for lists, sums, row in zip(self.lists, self._sums, rows, strict=True):
            segment = lists.segment
            candidates = {
                kind: {place >> 32 for place in lists.row_places(row, kind)} for kind in FIELDS[node.field]
            }
            live = sorted(n for n in set().union(*candidates.values()) if not segment.is_deleted(n))
            places = {kind: array("Q") for kind in candidates}
            for number, article in zip(live, segment.texts(live), strict=True):
                for kind, holding in candidates.items():
                    if number in holding:
                        spans = find_verbatim(field_text(article, kind), node.text)
                        places[kind].extend(number << 32 | start for start, _ in spans)
            for kind, found in places.items():
                self._add_places(segment, sums, kind, found)
        return self._scored(node, rows)

    def _alike(self, node: Wildcard | Fuzzy | Between) -> list[Matches]:
        self._shapes.setdefault(node, len(self._shapes))
        if self._shapes[node] >= MOST_SHAPES:
            self.warnings[
                f"plus de {MOST_SHAPES} mots à « * », « ? » ou « ~ » : les suivants ne sont pas cherchés"
            ] = None
            self.sought[node] = Sought([[Forms.none(lists.segment)] for lists in self.lists], 0.0, 0.0)
            return [Matches.none() for _ in self.lists]
        return self._gathered(node, [find_alike(lists.segment, node) for lists in self.lists])

    def _gathered(self, node: Word | Wildcard | Fuzzy | Between, found: Sequence[Forms]) -> list[Matches]:
        """The articles that hold any of the forms of each segment."""
        self._look_for(node, (found,))
        for lists, sums, forms in zip(self.lists, self._sums, found, strict=True):
            lists.gather(forms, node.field, self._averages, sums.totals, sums.best, sums.seen)
        return self._scored(node, [[forms] for forms in found])

    # ---------------------------------------------------------------- places

    def _near(self, node: Near) -> list[Matches]:
        """Articles that have all children, then a look at where they stand; a place is where a span begins."""
        if len(node.children) > MOST_THINGS and not node.ordered:
            self.warnings[
                f"plus de {MOST_THINGS} termes proches les uns des autres dans n'importe quel ordre : non cherché"
            ] = None
            return [Matches.none() for _ in self.lists]
        things: list[tuple[_Alone, ...]] = []
        candidates = self._until_none(self._candidates(node, things))
        if len(things) == len(node.children) and all(things):
            self._wanted[node] = None
            self._things[node] = tuple(things)
        self.spans[node] = []
        for number, (sums, matches) in enumerate(zip(self._sums, candidates, strict=True)):
            spans = self._placer(number).spans(node, matches.articles) if matches.articles else {}
            for kind, places in spans.items():
                self._add_places(self.lists[number].segment, sums, kind, places)
            self.spans[node].append(spans)
        return self._scored(node, [() for _ in self.lists])

    def _candidates(self, node: Near, things: list[tuple[_Alone, ...]]) -> Iterator[list[Matches]]:
        """The articles that have each child, as long as more are asked for; notes what marks it."""
        for child in node.children:
            found, leaves = self._apart(child)
            things.append(leaves)
            yield found

    def _at_least(self, node: AtLeast) -> list[Matches]:
        kept = []
        for number, matches in enumerate(self.match(node.child)):
            counts = self._placer(number).count(node.child, matches.articles)
            articles, scores = array("I"), array("d")
            for article, score, count in zip(matches.articles, matches.scores, counts, strict=True):
                if count >= node.times:
                    articles.append(article)
                    scores.append(score)
            kept.append(Matches(articles, scores))
        return kept

    def _placer(self, number: int) -> Placer:
        """What knows where the things looked for stand in a segment."""
        return Placer(self.lists[number], {node: sought.rows[number] for node, sought in self.sought.items()})

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

    def _everything(self) -> list[Matches]:
        return [
            _unscored(
                segment, array("Q", b"\xff" * (8 * (segment.size // 64))) + _low_bits(segment.size % 64)
            )
            for segment in self.snapshot.segments
        ]

    # ---------------------------------------------------------------- scoring

    def _scored(self, node: Leaf, rows: Sequence[Slots]) -> list[Matches]:
        """Turn what was gathered into scores, and empty the work space, but for the deleted: nobody looks there."""
        found = []
        containing = 0.0
        for segment, sums in zip(self.snapshot.segments, self._sums, strict=True):
            articles = _collected(segment, sums.seen)
            scores = zeros("d", len(articles))
            containing += sets.pick(articles, sums.totals, sums.best, scores)
            sums.seen = bitmap(segment.size)
            found.append(Matches(articles, scores))
        self.sought[node] = sought = Sought(rows, containing, idf(self.snapshot.articles, containing))
        for matches in found:
            sets.saturate(matches.scores, sought.idf, K1)
        return found

    # ---------------------------------------------------------------- marking

    def _look_for(self, node: Leaf, slots: Iterable[Sequence[Forms]]) -> None:
        """Remember what stands for something in each slot, to mark it in the articles found."""
        if all(any(map(len, families)) for families in slots):
            self._wanted[node] = None

    def patterns(self) -> tuple[Pattern | Together, ...]:
        """What to mark in the articles found: what was looked for and not excluded, in order."""
        return tuple(
            dict.fromkeys(
                self._together(leaf) if isinstance(leaf, Near) else self._pattern(leaf)
                for leaf in self._wanted
            )
        )

    def _together(self, node: Near) -> Together:
        things = (tuple(dict.fromkeys(map(self._pattern, leaves))) for leaves in self._things[node])
        return Together(tuple(things), node.within, node.ordered)

    def _pattern(self, node: _Alone) -> Pattern:
        slots = zip(*self.sought[node].rows, strict=True)  # each in all segments
        spelled = tuple(frozenset(chain.from_iterable(forms.spell() for forms in slot)) for slot in slots)
        return Pattern(spelled, node.field, node.text if isinstance(node, Verbatim) else "")


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


def _low_bits(count: int) -> array[int]:
    return array("Q", [(1 << count) - 1] if count else [])
