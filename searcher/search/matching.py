"""Matching: which articles of a snapshot a query's tree wants, and with what score.

Each node gives, for each segment, a sorted list of articles with scores. Words gather the postings of all their forms
first, over all segments, since how rare a word is depends on the whole index; then their scores are added up, article
by article, with how many of the words each has. Who wants the best articles alone gets them from these sums.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial, reduce
from itertools import chain
from operator import attrgetter, mul
from typing import NamedTuple, cast

from searcher.index import Snapshot
from searcher.index.families import INFLECTED, SAME_KEY
from searcher.kernels import sets
from searcher.kernels.buffers import zeros
from searcher.kernels.postings import MOST_FORMS
from searcher.kernels.sums import MOST_WORDS
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
    Field,
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
from searcher.records import dataclass
from searcher.search.alike import find_alike
from searcher.search.families import exact, family_of
from searcher.search.filtering import bounds, mark
from searcher.search.forms import Family, Forms
from searcher.search.lists import FIELDS, Lists, Slots, field_text
from searcher.search.matches import (
    Best,
    Matches,
    everything,
    fill,
    intersect,
    subtract,
    unite_highest,
    unscored,
)
from searcher.search.nearness import MOST_THINGS
from searcher.search.placing import Placer, Spans
from searcher.search.ranking import BODY, K1, NOTICE_SHARE, TITLE, Ranked, idf, norms_of
from searcher.search.results import Pattern, Together
from searcher.search.room import Room, bitmap
from searcher.search.uniting import MOST_WANTED, Weighed, anchor, may_pass_over, unite
from searcher.search.verbatim import find_verbatim

# Where a query has more children than this, and nothing has the first ones, the others are not looked for: ten thousand
# words take seconds. Of fewer, each is: what it stands for may be told.
_MANY = 64
# Each walks through a part of the lexicon, and may stand for a tenth of it.
MOST_SHAPES = 50
# Of more children than a byte counts the lists are added up, once all are made.
_FEW = MOST_WORDS

_NONE = array("Q")

# Postings of a segment, on average: of a word of fewer all are added up in less time.
LEAST_OF_ONE = 8_000

_Shape = Word | Wildcard | Fuzzy | Between
_Alone = Word | Phrase | Verbatim | Wildcard | Fuzzy | Between
Leaf = _Alone | Near
_Condition = Metadata | Published | Undated


@dataclass(frozen=True, slots=True)
class Sought:
    """What a leaf of the tree stood for."""

    slots: Sequence[Family]  # for each word of a row; a word is a row of one, what is near each other none
    containing: float  # articles, each counted by its best form
    idf: float

    def row(self, segment: int) -> Slots:
        """In one of the segments."""
        return tuple([family[segment] for family in self.slots])


class _Ready(NamedTuple):
    """What a child of a node stands for, or what it finds."""

    size: int  # postings or articles
    node: Node
    factor: float  # of its score, if it stands for families
    family: Family | None  # None if it does not stand for any
    found: Sequence[Matches]


class Matcher:
    """Answers one query on one snapshot."""

    prunes = True  # whether articles that cannot be among the best are passed over
    # Whether what the index knows of words is used; tests hold that against a pass over postings.
    _asks_counts = True
    _remembers = False  # whether what a node finds is asked for again, so that it should be a list

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.lists = [Lists(segment, number) for number, segment in enumerate(snapshot.segments)]
        self.sought: dict[Leaf, Sought] = {}
        self.spans: dict[Near, list[Spans]] = {}  # where they begin, in each segment
        self.warnings: dict[str, None] = {}  # in French, what could not be looked for
        self._families: dict[_Shape, Family] = {}
        self._wanted: dict[Leaf, None] = {}  # what is somewhere and not excluded, in order
        # What marks each of those near each other.
        self._things: dict[Near, tuple[tuple[_Alone, ...], ...]] = {}
        self._shapes: dict[Wildcard | Fuzzy | Between, int] = {}  # in the order in which they were met
        self._norms = norms_of(snapshot)

    def match(self, node: Node) -> list[Matches]:
        """Find the articles of each segment."""
        match node:
            case Word() | Phrase() | Verbatim() | Wildcard() | Fuzzy() | Between() | Near():
                return self._leaf(node)
            case Compound():
                return self.match(node.ways)
            case AtLeast():
                return self._at_least(node)
            case Boosted(child, factor):
                return self._boosted(self.match(child), factor)
            case Metadata() | Published() | Undated():
                return [unscored(segment, mark(segment, node)) for segment in self.snapshot.segments]
            case Either():
                return reduce(unite_highest, map(self.match, node.children))
            case And() | Or() | Among():
                return self._many(node) if _has_many(node) else self._few(node)
            case Not():
                return self._without([*map(everything, self.snapshot.segments)], node)
            case Everything() | Favoured():  # what is favoured is for `ordering`
                return [*map(everything, self.snapshot.segments)]
            case Nothing():
                return [Matches.none() for _ in self.lists]

    def best(self, node: Node, limit: int) -> tuple[int, list[Ranked]]:
        """How many articles a node finds; and the best of each segment, in no order, as many as may be among the best.

        Args:
            limit: how many are wanted, at least 0.
        """
        if not limit:
            return self._count(node), []
        if isinstance(node, Leaf):
            return self._best_of_leaf(node, limit)
        can_prune = self.prunes and limit <= MOST_WANTED
        if can_prune and isinstance(node, Or | Among) and (words := _only_families(node)):
            families = [self.family(word) for word, _ in words]
            postings = [family.postings for family in families]
            if may_pass_over(postings, self.snapshot.articles, len(self.lists)):
                return self._best_of_words(words, families, _least(node), limit)
        if isinstance(node, And | Or | Among) and not _has_many(node):
            with self._rooms() as rooms:
                least = self._add_up(node, rooms)
                return self._best(rooms, least, limit)
        return self.best_of(self.match(node), limit)

    def best_of(self, found: list[Matches], limit: int) -> tuple[int, list[Ranked]]:
        """As `best`, of what was found."""
        with self._rooms() as rooms:
            for room, matches in zip(rooms, found, strict=True):
                room.sums.put(matches.articles, matches.scores)
                room.sums.add_scores()
            return self._best(rooms, 1, limit)

    def _best_of_leaf(self, node: Leaf, limit: int) -> tuple[int, list[Ranked]]:
        with self._rooms() as rooms:
            if isinstance(node, Word) and (counted := self._count_word(node, limit, rooms)):
                sought, total = counted
                return total, self._best_of_word(node, sought.idf, limit, rooms)
            sought, total = self._look_up(node, rooms)
            best = Best(limit, self.snapshot.segments)
            for number, room in enumerate(rooms):
                filled = room.sums.best_of_word(sought.idf, K1, best.floor, best.articles, best.scores)
                best.add(number, filled)
        return total, best.found()

    def _count_word(self, node: Word, limit: int, rooms: Sequence[Room]) -> tuple[Sought, int] | None:
        """How rare a word is, and how many articles hold it; None if that is told by adding up all of them."""
        family = self.family(node)
        if not (self.prunes and limit <= MOST_WANTED and family.most_forms <= MOST_FORMS):
            return None
        if known := self.known(node, family, rooms):
            return known
        if family.postings >= LEAST_OF_ONE * len(self.lists):
            return self._meet(node, family, rooms)[:2]
        return None

    def _best_of_word(self, node: Word, rarity: float, limit: int, rooms: Sequence[Room]) -> list[Ranked]:
        """The best of each segment, of which few need be added up, where it is known how rare a word is."""
        best, highest = Best(limit, self.snapshot.segments), array("d", [-1.0] * limit)
        average, asked = self.snapshot.average_length(BODY.name), self.family(node).asked(node.field)
        for number, (segment, room) in enumerate(zip(self.snapshot.segments, rooms, strict=True)):
            room.sums.meet(room.best(asked, average / segment.typical_length(BODY.name), highest))
            filled = room.sums.best_of_word(rarity, K1, best.floor, best.articles, best.scores)
            best.add(number, filled)
        return best.found()

    def _best_of_words(
        self,
        words: Sequence[tuple[_Shape, float]],
        families: Sequence[Family],
        least: int,
        limit: int,
    ) -> tuple[int, list[Ranked]]:
        """As `best`, of the articles that have enough of some words: see `uniting`."""
        best, weighed = Best(limit, self.snapshot.segments), []
        with self._rooms() as rooms:
            for (word, factor), family in zip(words, families, strict=True):
                if known := self.known(word, family, rooms):
                    sought, seen = known[0], self._mark(word, family, rooms)
                else:
                    sought, _, seen = self._meet(word, family, rooms)
                weighed.append(Weighed(family.asked(word.field), seen, factor * sought.idf))
            enough = self._in_enough((each.seen for each in weighed), least)
            total = sum(
                sets.count_live(bits, lists.segment.deleted)
                for bits, lists in zip(enough, self.lists, strict=True)
            )
            rounding = anchor((factor for _, factor in words), self.snapshot.articles)
            count = zeros("Q", 1)
            for number, (room, bits) in enumerate(zip(rooms, enough, strict=True)):
                sums = unite(weighed, room, bits if least > 1 else None, rounding, limit, best.floor)
                best.add(number, sums.best(1, best.floor, best.articles, best.scores, count))
        return total, best.found()

    def _best(self, rooms: Sequence[Room], least: int, limit: int) -> tuple[int, list[Ranked]]:
        best, count = Best(limit, self.snapshot.segments), zeros("Q", 1)
        for number, room in enumerate(rooms):
            best.add(number, room.sums.best(least, best.floor, best.articles, best.scores, count))
        return count[0], best.found()

    @contextmanager
    def _rooms(self) -> Iterator[list[Room]]:
        """Room for each segment; what an error interrupted is not used again."""
        rooms = [lists.take_room(self._norms) for lists in self.lists]
        yield rooms
        for lists, room in zip(self.lists, rooms, strict=True):
            lists.give_back(room)

    # ---------------------------------------------------------------- combining

    def _few(self, node: And | Or | Among) -> list[Matches]:
        with self._rooms() as rooms:
            least = self._add_up(node, rooms)
            return self._taken(rooms, least)

    def _taken(self, rooms: Sequence[Room], least: int) -> list[Matches]:
        """The articles that have enough of what was added up in some rooms."""
        return [fill(room.sums.enough(least), partial(room.sums.take, least)) for room in rooms]

    def _add_up(self, node: And | Or | Among, rooms: Sequence[Room]) -> int:
        """Add up what the children of a node find; returns how many of them an article must have."""
        match node:
            case And():
                return self._add_all(node, rooms)
            case Or() | Among():
                words = _only_families(node)
                rounding = anchor((factor for _, factor in words), self.snapshot.articles) if words else 0.0
                for child in _children(node):
                    self._add(self._made_ready(child), rooms, rounding)
                return _least(node)

    def _made_ready(self, child: Node) -> _Ready:
        """What a child of a node stands for, or what it finds."""
        node, factor = _unboosted(child)
        if isinstance(node, Word | Wildcard | Fuzzy | Between) and not self._remembers:
            family = self.family(node)
            return _Ready(family.postings, node, factor, family, ())
        found = self.match(child)
        return _Ready(sum(map(len, found)), child, 1.0, None, found)

    def _add(self, ready: _Ready, rooms: Sequence[Room], rounding: float = 0.0) -> None:
        """Add what was made ready to what an article may have some of, rounded as `uniting.anchor` says."""
        if ready.family is not None:
            node = cast("_Shape", ready.node)
            if known := self.known(node, ready.family, rooms):  # then nobody needs the level of each article
                sought, asked = known[0], ready.family.asked(node.field)
                for room in rooms:
                    room.sums.meet(room.collect(asked))
            else:
                sought, _ = self._gather(node, ready.family, rooms)
            for room in rooms:
                room.sums.add(ready.factor * sought.idf, K1, rounding)
        else:
            for room, matches in zip(rooms, ready.found, strict=True):
                room.sums.put(matches.articles, matches.scores)
                room.sums.add_scores()

    # ---------------------------------------------------------------- all of several

    def _add_all(self, node: And, rooms: Sequence[Room]) -> int:
        """Add up what has all children. Only articles that have all so far are looked at, the rarest child first.

        The rarest itself is scored at last, when few of its articles are left. Returns how many children they count as.
        """
        first, others, conditions = self._parted(node)
        wanted = self._begin_with(first, rooms)
        for condition in conditions:
            self._keep(condition, wanted)
        for room, bits in zip(rooms, wanted, strict=True):
            room.sums.require(bits)
        for child in others:
            if child.family is not None:
                self._gather(cast("_Shape", child.node), child.family, rooms, wanted)
            self._narrow(child, rooms, wanted)
        if first.family is not None:
            asked = first.family.asked(cast("_Shape", first.node).field)
            for room, bits in zip(rooms, wanted, strict=True):
                room.gather(asked, 0, bits)
        self._narrow(first, rooms, wanted)
        return 1

    def _parted(self, node: And) -> tuple[_Ready, list[_Ready], list[Node]]:
        """The rarest child of a node, the others, and what has no score: conditions, and what is excluded."""
        children = [child for child in dict.fromkeys(node.children) if not isinstance(child, Favoured)]
        wanted = [child for child in children if not isinstance(child, Not | _Condition)]
        ready = sorted(map(self._made_ready, wanted or [Everything()]), key=attrgetter("size"))
        return ready[0], ready[1:], [child for child in children if isinstance(child, Not | _Condition)]

    def _begin_with(self, first: _Ready, rooms: Sequence[Room]) -> list[array[int]]:
        """Mark the articles of each segment that have the rarest child of a node; find out how rare it is."""
        if first.family is None:
            return self._marked(first, rooms)
        node, wanted, counts = cast("_Shape", first.node), self._blank(), zeros("Q", 8)
        asked = first.family.asked(node.field)
        for room, known, bits in zip(
            rooms, self._known_counts(node, first.family, rooms), wanted, strict=True
        ):
            if known is None:  # nothing is required so far: all are counted, and no frequency is read
                live = room.sums.count(room.gather(asked, 1), counts)
                sets.mark(memoryview(room.found)[:live], bits)
            else:
                _add_counts(known, counts)
                room.mark(asked, bits)
        self._sought(node, (first.family,), first.family.scale, counts)
        return wanted

    def _marked(self, ready: _Ready, rooms: Sequence[Room]) -> list[array[int]]:
        """The articles of each segment that have a child of a node."""
        if ready.family is not None:
            return self._mark(cast("_Shape", ready.node), ready.family, rooms)
        marked = self._blank()
        for bits, matches in zip(marked, ready.found, strict=True):
            sets.mark(matches.articles, bits)
        return marked

    def _narrow(self, child: _Ready, rooms: Sequence[Room], wanted: Sequence[array[int]]) -> None:
        """Keep the articles that have gathered something of a child, or are among what it finds, with their scores."""
        if child.family is not None:
            weight = child.factor * self.sought[cast("Leaf", child.node)].idf
            for room, bits in zip(rooms, wanted, strict=True):
                room.sums.narrow(weight, K1, bits)
        else:
            for room, matches, bits in zip(rooms, child.found, wanted, strict=True):
                room.sums.narrow_to(matches.articles, matches.scores, bits)

    def _keep(self, condition: Node, wanted: Sequence[array[int]]) -> None:
        """Of the articles marked keep those that meet a condition."""
        match condition:
            case Published(first, last):
                low, high = bounds(first, last)
                for segment, bits in zip(self.snapshot.segments, wanted, strict=True):
                    days = segment.column("first_day"), segment.column("last_day")
                    sets.keep_days(bits, *days, low, high)
            case Metadata() | Undated():
                for segment, bits in zip(self.snapshot.segments, wanted, strict=True):
                    sets.keep_common(bits, mark(segment, condition))
            case Not(child):
                excluded, _ = self._apart(child)  # what is excluded is not there to be marked
                for segment, bits, matches in zip(self.snapshot.segments, wanted, excluded, strict=True):
                    others = bitmap(segment.size)
                    sets.mark(matches.articles, others)
                    sets.leave_out(bits, others)

    # ---------------------------------------------------------------- counting

    def _count(self, node: Node) -> int:
        """How many articles a node finds, by bits as far as it is made of words: none of these gets a score."""
        if isinstance(node, Phrase | Verbatim | Near):
            return self._best_of_leaf(node, 0)[0]
        with self._rooms() as rooms:
            if isinstance(node, Word):
                family = self.family(node)
                if known := self.known(node, family, rooms):
                    return known[1]
                marked = self._mark(node, family, rooms)
            else:
                marked = self._bitmaps(node, rooms)
            return sum(
                sets.collect(bits, lists.segment.deleted, room.found)
                for lists, bits, room in zip(self.lists, marked, rooms, strict=True)
            )

    def _bitmaps(self, node: Node, rooms: Sequence[Room]) -> list[array[int]]:
        """The articles of each segment that a node finds, deleted ones maybe among them."""
        match node:
            case And() if not _has_many(node):
                first, others, conditions = self._parted(node)
                marked = self._marked(first, rooms)
                for condition in conditions:
                    self._keep(condition, marked)
                for ready in others:
                    self._keep_marked(ready, rooms, marked)
                return marked
            case Or() | Among() if not _has_many(node):
                each = (self._bitmaps(child, rooms) for child in _children(node))
                return self._in_enough(each, _least(node))
            case _:
                return self._marked(self._made_ready(node), rooms)

    def _in_enough(self, found: Iterable[Sequence[array[int]]], least: int) -> list[array[int]]:
        """The articles of each segment that are in so many, at least, of what was found, all of it as bits."""
        reached = [zeros("Q", least * len(blank)) for blank in self._blank()]
        for each in found:
            for bits, so_far in zip(each, reached, strict=True):
                sets.one_more(bits, so_far, least)
        return [so_far[len(so_far) // least * (least - 1) :] for so_far in reached]

    def _keep_marked(self, child: _Ready, rooms: Sequence[Room], marked: Sequence[array[int]]) -> None:
        """Of the articles marked keep those that have a child: lists are passed over where none is marked."""
        if child.family is not None:
            more, asked = self._blank(), child.family.asked(cast("_Shape", child.node).field)
            for room, bits, there in zip(rooms, marked, more, strict=True):
                room.mark(asked, there, bits)
        else:
            more = self._marked(child, rooms)
        for bits, there in zip(marked, more, strict=True):
            sets.keep_common(bits, there)

    # ---------------------------------------------------------------- very many

    def _many(self, node: And | Or | Among) -> list[Matches]:
        """What very many children want."""
        match node:
            case And(children):
                wanted = [child for child in dict.fromkeys(children) if not isinstance(child, Not | Favoured)]
                common = self._until_none(map(self.match, wanted or [Everything()]))
                for child in children:
                    if isinstance(child, Not):
                        common = self._without(common, child)
                return common
            case Or(children):
                return self._among(1, dict.fromkeys(children))
            case Among(least, children):
                return self._among(least, children)

    def _until_none(self, found: Iterable[list[Matches]]) -> list[Matches]:
        """What is in all of many, of which no more are looked for when nothing is."""
        many = iter(found)
        common = next(many)
        while any(map(len, common)) and (more := next(many, None)):
            common = intersect(common, more)
        return common

    def _without(self, found: list[Matches], node: Not) -> list[Matches]:
        excluded, _ = self._apart(node.child)  # what is excluded is not there to be marked
        return subtract(found, excluded)

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

    def _among(self, least: int, children: Iterable[Node]) -> list[Matches]:
        """What enough of the children want; one that is there twice counts twice."""
        counts = [(zeros("I", segment.size), zeros("d", segment.size)) for segment in self.snapshot.segments]
        for child in children:
            for matches, (count, totals) in zip(self.match(child), counts, strict=True):
                sets.tally(matches.articles, matches.scores, count, totals)
        return [fill(len(count), sets.often_enough, count, max(1, least), totals) for count, totals in counts]

    # ---------------------------------------------------------------- leaves

    def _leaf(self, node: Leaf) -> list[Matches]:
        with self._rooms() as rooms:
            sought, _ = self._look_up(node, rooms)
            for room in rooms:
                room.sums.add(sought.idf, K1)
            return self._taken(rooms, 1)

    def _look_up(self, node: Leaf, rooms: Sequence[Room]) -> tuple[Sought, int]:
        """Gather what a leaf stands for; returns as well how many articles there are."""
        match node:
            case Phrase():
                return self._stand(node, *self._with_bounds(*self._phrase(node)), rooms)
            case Verbatim():
                return self._stand(node, *self._verbatim(node), rooms)
            case Near():
                return self._stand(node, *self._with_bounds(*self._near(node)), rooms)
            case _:
                return self._gather(node, self.family(node), rooms)

    def family(self, node: _Shape) -> Family:
        """The forms that something stands for."""
        if known := self._families.get(node):
            family = known
        elif isinstance(node, Word):
            family = family_of(self.snapshot, node.form)
        else:
            self._shapes.setdefault(node, len(self._shapes))
            if self._shapes[node] >= MOST_SHAPES:
                self.warnings[
                    f"plus de {MOST_SHAPES} mots à « * », « ? » ou « ~ » : les suivants ne sont pas cherchés"
                ] = None
                return Family.of(self.snapshot, [*map(Forms.none, self.snapshot.segments)])
            each = [find_alike(segment, node) for segment in self.snapshot.segments]
            family = Family.of(self.snapshot, each)
        self._families[node] = family
        self._look_for(node, (family,))
        return family

    def _gather(
        self,
        node: _Shape,
        family: Family,
        rooms: Sequence[Room],
        wanted: Sequence[array[int]] | None = None,
    ) -> tuple[Sought, int]:
        """Gather the postings of what a node stands for; returns as well how many articles there are.

        Args:
            wanted: the only articles that gather frequencies, as they are required by the rooms.
        """
        asked, counts = family.asked(node.field), zeros("Q", 8)
        if wanted is None:
            for room in rooms:
                room.sums.count(room.gather(asked), counts)
        else:
            for room, known, bits in zip(rooms, self._known_counts(node, family, rooms), wanted, strict=True):
                if known is None:
                    room.sums.count(room.gather(asked, 1), counts)
                else:
                    _add_counts(known, counts)
                    room.gather(asked, 0, bits)
        return self._sought(node, (family,), family.scale, counts)

    def _mark(self, node: _Shape, family: Family, rooms: Sequence[Room]) -> list[array[int]]:
        """The articles of each segment that hold what a node stands for, deleted ones included, as bits."""
        seen, asked = self._blank(), family.asked(node.field)
        for room, bits in zip(rooms, seen, strict=True):
            room.mark(asked, bits)
        return seen

    def _blank(self) -> list[array[int]]:
        """A bitmap for each segment, all 0."""
        return [bitmap(lists.segment.size) for lists in self.lists]

    def _meet(
        self, node: _Shape, family: Family, rooms: Sequence[Room]
    ) -> tuple[Sought, int, list[array[int]]]:
        """How rare a node is, how many live articles hold what it stands for, and which of each segment, as bits."""
        counts, seen, asked = zeros("Q", 8), self._blank(), family.asked(node.field)
        for room, bits in zip(rooms, seen, strict=True):
            room.meet(asked, bits, counts)
        return *self._sought(node, (family,), family.scale, counts), seen

    def known(self, node: Node, family: Family, rooms: Sequence[Room]) -> tuple[Sought, int] | None:
        """How rare a word is, and how many live articles have it, if that is known without a look at its postings.

        Args:
            family: what it stands for.
            rooms: left as they are.
        """
        counts = zeros("Q", 8)
        for known in self._known_counts(node, family, rooms):
            if known is None:
                return None
            _add_counts(known, counts)
        return self._sought(cast("Word", node), (family,), family.scale, counts)

    def _known_counts(
        self, node: Node, family: Family, rooms: Sequence[Room]
    ) -> Sequence[Sequence[int] | None]:
        """As `known`, of each segment: how many articles have each level, from 1 on, as that of their best form."""
        if not (isinstance(node, Word) and node.field is Field.ANY and self._asks_counts):
            return [None] * len(rooms)
        counted = self.snapshot.counted_family(node.form, family.lists)
        for room, counts in zip(rooms, counted, strict=True):
            if counts is not None:
                room.take_deleted(family.asked(node.field), counts)
        return counted

    def _sought(
        self, node: Leaf, slots: Sequence[Family], weights: Sequence[float], counts: Sequence[int]
    ) -> tuple[Sought, int]:
        """
        Args:
            weights: of forms, from the lowest on.
            counts: how many articles have each as that of their best form, from the second one on.
        """
        containing = sum(map(mul, weights, counts[1:]))
        self.sought[node] = sought = Sought(slots, containing, idf(self.snapshot.articles, containing))
        return sought, sum(counts)

    # ---------------------------------------------------------------- places

    def _phrase(self, node: Phrase) -> tuple[Sequence[Family], Sequence[Spans]]:
        relations = INFLECTED if node.inflected else SAME_KEY
        slots = [family_of(self.snapshot, form, relations) for form in node.forms]
        self._look_for(node, slots)
        rows = zip(*slots, strict=True)
        return slots, [
            {kind: lists.row_places(row, kind) for kind in FIELDS[node.field]}
            for lists, row in zip(self.lists, rows, strict=True)
        ]

    def _verbatim(self, node: Verbatim) -> tuple[Sequence[Family], Sequence[Spans], Sequence[array[int]]]:
        """A row of forms, then a look at the texts that have it; places and bounds of notices are in characters."""
        slots = [
            Family.of(self.snapshot, [exact(segment, form) for segment in self.snapshot.segments])
            for form in node.forms
        ]
        self._look_for(node, slots)
        rows = zip(*slots, strict=True)
        found: list[Spans] = []
        bounds = [array("Q") for _ in self.lists]
        for at, (lists, row) in enumerate(zip(self.lists, rows, strict=True)):
            segment = lists.segment
            candidates = {
                kind: {place >> 32 for place in lists.row_places(row, kind)} for kind in FIELDS[node.field]
            }
            live = sorted(n for n in set().union(*candidates.values()) if not segment.is_deleted(n))
            places = {kind: array("Q") for kind in candidates}
            for number, (texts, notices) in zip(live, segment.noticed_texts(live), strict=True):
                bounds[at].extend(number << 32 | bound for notice in notices for bound in notice)
                for kind, holding in candidates.items():
                    if number in holding:
                        spans = find_verbatim(field_text(texts, kind), node.text)
                        places[kind].extend(number << 32 | start for start, _ in spans)
            found.append(places)
        return slots, found, bounds

    def _near(self, node: Near) -> tuple[Sequence[Family], Sequence[Spans]]:
        """Articles that have all children, then a look at where they stand; a place is where a span begins."""
        self.spans[node] = []
        if len(node.children) > MOST_THINGS and not node.ordered:
            self.warnings[
                f"plus de {MOST_THINGS} termes proches les uns des autres dans n'importe quel ordre : non cherché"
            ] = None
            return (), [{} for _ in self.lists]
        things: list[tuple[_Alone, ...]] = []
        candidates = self._until_none(self._candidates(node, things))
        if len(things) == len(node.children) and all(things):
            self._wanted[node] = None
            self._things[node] = tuple(things)
        self.spans[node] = [
            self._placer(number).spans(node, matches.articles) if matches.articles else {}
            for number, matches in enumerate(candidates)
        ]
        return (), self.spans[node]

    def _candidates(self, node: Near, things: list[tuple[_Alone, ...]]) -> Iterator[list[Matches]]:
        """The articles that have each child, as long as more are asked for; notes what marks it."""
        for child in node.children:
            found, leaves = self._apart(child)
            things.append(leaves)
            yield found

    def _with_bounds(
        self, slots: Sequence[Family], found: Sequence[Spans]
    ) -> tuple[Sequence[Family], Sequence[Spans], Sequence[array[int]]]:
        """What stands at some positions, and where the notices of those articles begin and end."""
        bounds = [
            lists.notice_bounds(spans.get(BODY, _NONE))
            for lists, spans in zip(self.lists, found, strict=True)
        ]
        return slots, found, bounds

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
        return Placer(
            self.lists[number],
            {node: sought.row(number) for node, sought in self.sought.items()},
        )

    def _stand(
        self,
        node: Leaf,
        slots: Sequence[Family],
        places: Sequence[Spans],
        bounds: Sequence[array[int]],
        rooms: Sequence[Room],
    ) -> tuple[Sought, int]:
        """Gather the places where something stands in each segment; `bounds` are those of notices there."""
        counts = zeros("Q", 8)
        for spans, noticed, room in zip(places, bounds, rooms, strict=True):
            number = 0
            for kind, found in spans.items():
                number = sets.add_places(
                    found,
                    _NONE if kind is TITLE else noticed,
                    NOTICE_SHARE,
                    room.lengths[kind is TITLE],
                    self._norms[kind is TITLE],
                    room.totals,
                    room.tiers,
                    room.found,
                    number,
                )
            room.sums.count(number, counts)
        return self._sought(node, slots, [1.0], counts)

    # ---------------------------------------------------------------- marking

    def _look_for(self, node: Leaf, slots: Iterable[Family]) -> None:
        """Remember what stands for something in each slot, to mark it in the articles found."""
        if all(family.weights for family in slots):
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
        slots = self.sought[node].slots
        spelled = tuple(frozenset(chain.from_iterable(forms.spell() for forms in slot)) for slot in slots)
        return Pattern(spelled, node.field, node.text if isinstance(node, Verbatim) else "")


def _children(node: Or | Among) -> Sequence[Node]:
    """What is asked twice counts once, but where some of many are asked."""
    return tuple(dict.fromkeys(node.children)) if isinstance(node, Or) else node.children


def _least(node: Or | Among) -> int:
    """How many of its children an article must have."""
    return max(1, node.least) if isinstance(node, Among) else 1


def _unboosted(node: Node) -> tuple[Node, float]:
    """What is boosted, and by what."""
    factor = 1.0
    while isinstance(node, Boosted):
        factor *= node.factor
        node = node.child
    return node, factor


def _only_families(node: Or | Among) -> list[tuple[_Shape, float]]:
    """What stands for forms, with the factors of its scores; nothing if something else is asked, or very many."""
    if _has_many(node):
        return []
    families: list[tuple[_Shape, float]] = []
    for child, factor in map(_unboosted, _children(node)):
        if not isinstance(child, Word | Wildcard | Fuzzy | Between):
            return []
        families.append((child, factor))
    return families


def _add_counts(more: Sequence[int], counts: array[int]) -> None:
    for level, count in enumerate(more):
        counts[level] += count


def _has_many(node: And | Or | Among) -> bool:
    return len(node.children) > (_MANY if isinstance(node, And) else _FEW)
