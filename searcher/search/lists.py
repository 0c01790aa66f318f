"""Lists: what the postings of one segment say of some forms.

In: forms of the segment, each with its weight. Out: the articles that hold them, how often and where. A place is
article × 2³² + position.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeVar
from weakref import WeakKeyDictionary

from searcher.article import Article
from searcher.errors import IndexDamaged
from searcher.index import Segment, Texts
from searcher.index.sections import BOUNDS
from searcher.kernels import nearness, postings, sets
from searcher.kernels.buffers import zeros
from searcher.query import Field
from searcher.search.forms import Forms
from searcher.search.ranking import BODY, TITLE, FieldWeight
from searcher.search.room import Norms, Room, bitmap, open_reader

FIELDS = {Field.ANY: (BODY, TITLE), Field.BODY: (BODY,), Field.TITLE: (TITLE,)}

Slots = Sequence[Forms]  # for each word of a row those that it stands for
# How the kernels number the fields.
_NUMBERS = {BODY: 0, TITLE: 1}
_NOTICES, _BOUNDS = 2, 3
_SECTIONS = {0: "body", 1: "title", _BOUNDS: BOUNDS}


_Given = TypeVar("_Given")


class _Desk:
    """Where places are read to: see `postings.Reader.read_row`."""

    __slots__ = ("articles", "bits", "more", "places", "spare")

    def __init__(self, segment: Segment, size: int) -> None:
        """Args: how many places it takes."""
        self.places, self.more, self.spare = (zeros("Q", size) for _ in range(3))
        self.articles = zeros("I", segment.size)
        self.bits = zeros("Q", 2 * -(-segment.size // 64))


@dataclass(slots=True)
class _Spare:
    """What is at hand to read the lists of a segment, and used by nobody just now."""

    readers: list[postings.Reader] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    desks: list[_Desk] = field(default_factory=list)


# To make room takes as long as to add up a word. What an error interrupted is not put back.
_spare: WeakKeyDictionary[Segment, _Spare] = WeakKeyDictionary()
_MOST_ROOMS = 8  # for a segment: each takes 26 bytes an article


class Lists:
    """Reads the lists of one segment. One thread at a time."""

    def __init__(self, segment: Segment, number: int = 0) -> None:
        """
        Args:
            number: of the segment in the snapshot that is asked.
        """
        self.segment = segment
        self._number = number
        self._spare = _spare.get(segment) or _spare.setdefault(segment, _Spare())

    def take_room(self, norms: Norms) -> Room:
        """Room that is empty, to be given back so."""
        room = self._take(self._spare.rooms, lambda: Room(self.segment))
        room.begin(self._number, norms)
        return room

    def give_back(self, room: Room) -> None:
        if len(self._spare.rooms) < _MOST_ROOMS:
            self._spare.rooms.append(room)

    def count_articles(self, forms: Forms, where: Field) -> int:
        """How many live articles hold any of some forms in the fields asked for."""
        seen = bitmap(self.segment.size)
        for kind in FIELDS[where]:
            self._read(postings.Reader.mark, forms.lists.of(kind.name), _NUMBERS[kind], seen)
        return int(sets.count_live(seen, self.segment.deleted))

    def count(self, forms: Forms, where: Field) -> tuple[array[int], array[int]]:
        """For each of some forms, how many live articles hold it in the fields asked for, and how often they do."""
        articles, occurrences = zeros("I", len(forms)), zeros("Q", len(forms))
        met = zeros("I", self.segment.size)
        self._read(
            postings.Reader.count,
            *self._asked(forms, where),
            self.segment.deleted,
            met,
            articles,
            occurrences,
        )
        return articles, occurrences

    def count_in(self, forms: Forms, kind: FieldWeight, article: int) -> array[int]:
        """How often each of some forms stands in one field of one article."""
        return self._count_in(forms, forms.lists.of(kind.name), _NUMBERS[kind], article)

    def count_in_notices(self, forms: Forms, article: int) -> array[int]:
        """How often each of some forms stands in the notices of one article."""
        return self._count_in(forms, self.segment.notice_lists(forms.lists.numbers), _NOTICES, article)

    def _count_in(self, forms: Forms, lists: array[int], number: int, article: int) -> array[int]:
        counts, wanted = zeros("Q", len(forms)), bitmap_of(self.segment.size, (article,))
        self._read(postings.Reader.count_places, lists, number, wanted, counts)
        return counts

    def notice_bounds(self, places: array[int]) -> array[int]:
        """Where notices begin and end, in turn, in the articles of some places in bodies; both in increasing order."""
        if not (places and self.segment.bounds):
            return _NONE
        articles = zeros("I", len(places))
        del articles[sets.articles_of(places, articles) :]
        return self._places(self.segment.bounds, _BOUNDS, articles)

    def row_places(self, slots: Slots, kind: FieldWeight, among: array[int] | None = None) -> array[int]:
        """Where the forms of all slots stand in a row, in one field: the places of the first.

        Args:
            among: articles to look at, in increasing order; all if there are none.
        """
        lists = [forms.lists.of(kind.name) for forms in slots]
        counts = [sum(each[::6]) for each in lists]
        if not all(counts):  # as of most titles
            return array("Q")
        order = sorted(range(len(slots)), key=counts.__getitem__)
        row = (*_joined([lists[slot] for slot in order]), array("I", order), _NUMBERS[kind])
        desk = self._take(self._spare.desks, self._new_desk)
        found = self._row(row, among, desk)
        self._give_desk_back(desk)
        return found

    def _row(
        self, row: tuple[array[int], array[int], array[int], int], among: array[int] | None, desk: _Desk
    ) -> array[int]:
        """As `row_places`, where places are read to; of what does not fit there, half the articles at a time."""
        count = -1
        if among is not None:
            count = len(among)
            desk.articles[:count] = among
        read: Callable[..., int] = postings.Reader.read_row
        filled = self._read(
            read, *row, desk.articles, count, _MANY_MORE, desk.bits, desk.places, desk.more, desk.spare
        )
        if filled >= 0:
            return desk.places[:filled]
        left = desk.articles[: -1 - filled]
        half = len(left) // 2
        if half:
            return self._row(row, left[:half], desk) + self._row(row, left[half:], desk)
        size = 4 * len(desk.places)
        self._check_places(size // 4, row[-1])
        return self._row(row, left, _Desk(self.segment, size))

    def places(self, forms: Forms, kind: FieldWeight, wanted: array[int]) -> array[int]:
        """Where some forms stand in some articles, in increasing order, in one field."""
        return self._places(forms.lists.of(kind.name), _NUMBERS[kind], wanted)

    def apart(
        self,
        words: Sequence[Forms | None],
        kind: FieldWeight,
        pairs: array[int],
        reach: int,
        wanted: array[int],
        distances: array[int],
    ) -> None:
        """Note how far apart words stand in one field of some articles: see `nearness.apart`.

        Args:
            words: what each stands for; None for one that is not looked for in that field.
        """
        lists = [forms.lists.of(kind.name) if forms else _NONE for forms in words]
        desk, ends = self._words(*_joined(lists), _NUMBERS[kind], wanted)
        nearness.apart(desk.places, ends, pairs, reach, wanted, distances)
        self._give_desk_back(desk)

    def _places(self, lists: array[int], number: int, wanted: array[int]) -> array[int]:
        if not any(lists[::6]):
            return array("Q")
        desk, ends = self._words(*_joined([lists]), number, wanted)
        found = desk.places[: ends[0]]
        self._give_desk_back(desk)
        return found

    def _words(
        self, lists: array[int], words: array[int], number: int, wanted: array[int]
    ) -> tuple[_Desk, array[int]]:
        """Where words stand in some articles, one after the other; and where each ends."""
        ends = zeros("I", len(words))
        desk = self._take(self._spare.desks, self._new_desk)
        read: Callable[..., int] = postings.Reader.read_places
        if self._read(read, lists, words, number, wanted, desk.places, desk.spare, ends) < 0:
            self._give_desk_back(desk)
            bits, counts = bitmap(self.segment.size), zeros("Q", len(lists) // 6)
            sets.mark(wanted, bits)
            self._read(postings.Reader.count_places, lists, number, bits, counts)
            self._check_places(sum(counts), number)
            desk = _Desk(self.segment, sum(counts))
            self._read(read, lists, words, number, wanted, desk.places, desk.spare, ends)
        return desk, ends

    def _check_places(self, count: int, number: int) -> None:
        """Refuse more places than the file of a field has."""
        if count > self.segment.most_places(_SECTIONS[number]):
            raise IndexDamaged(self.segment.path("lexicon"), "words have more positions than are written")

    def _new_desk(self) -> _Desk:
        return _Desk(self.segment, _PLACES)

    def _give_desk_back(self, desk: _Desk) -> None:
        if len(desk.places) == _PLACES:
            self._spare.desks.append(desk)

    @staticmethod
    def _asked(forms: Forms, where: Field) -> tuple[array[int], array[int]]:
        """Where the lists of some forms are, in bodies and in titles; none of a field that is not asked for."""
        kinds = FIELDS[where]
        return forms.lists.body if BODY in kinds else _NONE, forms.lists.title if TITLE in kinds else _NONE

    def _read(self, operation: Callable[..., _Given], *arguments: object) -> _Given:
        """Do something with the lists of some forms."""
        reader = self._take(self._spare.readers, lambda: open_reader(self.segment))
        try:
            return operation(reader, *arguments)
        except ValueError as error:
            raise IndexDamaged(self.segment.path("postings"), str(error)) from error
        finally:
            self._spare.readers.append(reader)

    @staticmethod
    def _take(spare: list[_Given], make: Callable[[], _Given]) -> _Given:
        try:
            return spare.pop()
        except IndexError:
            return make()


_NONE = array("Q")
# Of a word in so many times as many articles as another few lack it.
_MANY_MORE = 8
_PLACES = 1 << 14  # are mostly enough


def _joined(words: Sequence[array[int]]) -> tuple[array[int], array[int]]:
    """The lists of all words, and how many there are when each ends."""
    return array("Q", b"".join(words)), array("I", accumulate(len(lists) // 6 for lists in words))


def field_text(article: Article | Texts, kind: FieldWeight) -> str:
    """The title or the body of an article."""
    return article.title if kind is TITLE else article.body


def bitmap_of(size: int, articles: Iterable[int]) -> array[int]:
    """A bit for each article of a segment, 1 for some."""
    bits = bitmap(size)
    for article in articles:
        bits[article >> 6] |= 1 << (article & 63)
    return bits
