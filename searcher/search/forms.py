"""Forms: those of an index that something in a query stands for, each with its weight."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from searcher.analysis import Relation
from searcher.analysis.relations import RELATIONS
from searcher.index import FormLists, Segment, Snapshot
from searcher.index.families import WEIGHTS
from searcher.kernels import postings
from searcher.query import Field
from searcher.records import dataclass
from searcher.search.ranking import NOTICE_SHARE

_NONE = array("Q")
_SCALE = array("d", WEIGHTS)


@dataclass(frozen=True, slots=True)
class Forms:
    """What a word, a wildcard, a word spelled almost so or a range stands for in a segment.

    They are numbers until someone wants to read them: most searches add up their lists, and no more.
    """

    segment: Segment
    lists: FormLists
    weights: array[float]  # above 0, at most 1

    @classmethod
    def none(cls, segment: Segment) -> Forms:
        return cls(segment, FormLists.of_one(array("I"), array("Q"), array("Q")), array("d"))

    def __len__(self) -> int:
        return len(self.weights)

    def postings(self) -> int:
        """How many they have, in the bodies and in the titles."""
        return self.lists.postings()

    def spell(self) -> list[str]:
        """Them, as they were written."""
        return self.segment.spell(self.lists.numbers)

    def relations(self) -> list[Relation]:
        """The relation of each to the word that was typed; only forms of a word have one."""
        return [RELATIONS[weight] for weight in self.weights]


class Family:
    """What something stands for in each segment of a snapshot. Read as a whole by kernels, by segment by all others."""

    __slots__ = ("_asked", "_each", "_snapshot", "lists", "postings", "scale", "weights")

    def __init__(
        self, snapshot: Snapshot, lists: FormLists, weights: array[float], scale: array[float] = _SCALE
    ) -> None:
        """
        Args:
            scale: the weights that there may be, from the lowest on.
        """
        self._snapshot = snapshot
        self.lists = lists
        self.weights = weights
        self.scale = scale
        self.postings = lists.postings()  # in the bodies and in the titles of all segments
        self._asked: dict[Field, postings.Forms] = {}
        self._each: dict[int, Forms] = {}

    @classmethod
    def of(cls, snapshot: Snapshot, each: Sequence[Forms]) -> Family:
        """Of what was found in each segment, whatever it weighs."""
        weights = array("d")
        for forms in each:
            weights += forms.weights
        scale = array("d", sorted(set(weights)))
        return cls(snapshot, FormLists.joined([forms.lists for forms in each]), weights, scale)

    def __len__(self) -> int:
        """Of how many segments."""
        return len(self.lists.ends)

    def __iter__(self) -> Iterator[Forms]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, segment: int) -> Forms:
        if (known := self._each.get(segment)) is not None:
            return known
        ends = self.lists.ends
        weights = self.weights[ends[segment - 1] if segment else 0 : ends[segment]]
        forms = Forms(self._snapshot.segments[segment], self.lists.of_segment(segment), weights)
        self._each[segment] = forms
        return forms

    @property
    def most_forms(self) -> int:
        """In a segment."""
        ends = self.lists.ends
        return max(end - begin for begin, end in zip((0, *ends), ends, strict=False)) if ends else 0

    def asked(self, where: Field) -> postings.Forms:
        """What kernels read of it, in the fields asked for. What stands in a notice counts `NOTICE_SHARE`."""
        if known := self._asked.get(where):
            return known
        lists = self.lists
        body = _NONE if where is Field.TITLE else lists.body
        title = _NONE if where is Field.BODY else lists.title
        notices = self._snapshot.notice_lists(lists) if body else _NONE
        asked = postings.Forms(lists.ends, body, title, notices, 1 - NOTICE_SHARE, self.weights, self.scale)
        self._asked[where] = asked
        return asked
