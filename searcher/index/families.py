"""Families: the forms of a lexicon that a word stands for, each with its weight."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import accumulate

from searcher.analysis import Asked, Relation
from searcher.analysis.relations import CLASS_WEIGHT, LEMMA_WEIGHT, OTHER_WORD_WEIGHT, RELATIONS
from searcher.kernels import table
from searcher.records import dataclass

# In quotes a word is its key alone: the same letters, whatever the accents that were not typed.
SAME_KEY = frozenset({Relation.EXACT, Relation.KEY, Relation.OTHER_WORD})
# The parts of a compound may be inflected, not derived: `porte-parole` is no `porteur de parole`.
INFLECTED = SAME_KEY | {Relation.LEMMA}
ALL = frozenset(Relation)
# Which of `Asked.tables` they need, and the least weight that they have.
_REACHES = {SAME_KEY: (0, OTHER_WORD_WEIGHT), INFLECTED: (1, LEMMA_WEIGHT), ALL: (2, CLASS_WEIGHT)}

# Families that were counted beforehand, see `frequent.py`: their section of the lexicon; the weights that forms have,
# from the lowest on; of each weight its level, from 1.
FAMILIES = "families"
WEIGHTS = tuple(sorted(RELATIONS))
LEVELS = {weight: level for level, weight in enumerate(WEIGHTS, 1)}


@dataclass(frozen=True, slots=True)
class FormLists:
    """Many forms of a segment, or of several, one after the other; and where their lists are written."""

    numbers: array[int]  # of the forms, in increasing order in each segment
    body: array[int]  # six numbers for each form, those of a `PostingList`
    title: array[int]
    ends: array[int]  # where those of each segment end

    @classmethod
    def of_one(cls, numbers: array[int], body: array[int], title: array[int]) -> FormLists:
        """Those of one segment."""
        return cls(numbers, body, title, array("I", [len(numbers)]))

    @classmethod
    def joined(cls, each: Sequence[FormLists]) -> FormLists:
        """Those of several segments."""
        if len(each) == 1:
            return each[0]
        numbers, body, title = array("I"), array("Q"), array("Q")
        for lists in each:
            numbers += lists.numbers
            body += lists.body
            title += lists.title
        return cls(numbers, body, title, array("I", accumulate(map(len, each))))

    def of_segment(self, segment: int) -> FormLists:
        """Those of one of the segments."""
        if len(self.ends) == 1:
            return self
        first, end = self.ends[segment - 1] if segment else 0, self.ends[segment]
        return FormLists.of_one(
            self.numbers[first:end], self.body[6 * first : 6 * end], self.title[6 * first : 6 * end]
        )

    def has(self, segment: int) -> bool:
        """Whether one of the segments has any."""
        return self.ends[segment] > (self.ends[segment - 1] if segment else 0)

    def __len__(self) -> int:
        return len(self.numbers)

    def of(self, field: str) -> array[int]:
        """Those of the `body`, or of the `title`."""
        return self.title if field == "title" else self.body

    def articles(self) -> tuple[array[int], array[int]]:
        """How many articles hold each form in the body, and in the title."""
        return self.body[::6], self.title[::6]

    def postings(self) -> int:
        """How many they have, in the bodies and in the titles."""
        return int(table.count_postings(self.body, self.title))


# Finds forms of one or of several lexicons by keys, lemmas and classes: see `Segment.find_forms`.
Find = Callable[[bytes, bytes, bytes], tuple[FormLists, bytearray, bytearray]]


def find_family(
    find: Find, form: str, relations: frozenset[Relation] = ALL
) -> tuple[FormLists, array[float]]:
    """Find the forms that a word typed as `form` stands for, and the weight of each, above 0.

    Args:
        relations: through which: `SAME_KEY`, `INFLECTED` or `ALL`.
    """
    asked = Asked.of(form)
    reach, least = _REACHES[relations]
    lists, ways, texts = find(*asked.tables[reach])
    return of_weight(lists, asked.weigh_all(ways, texts, least))


def of_weight(lists: FormLists, weights: array[float]) -> tuple[FormLists, array[float]]:
    """The forms that have a weight, and it."""
    if not all(weights):
        kept = table.keep(weights, lists.numbers, lists.body, lists.title, lists.ends)
        del weights[kept:], lists.numbers[kept:], lists.body[6 * kept :], lists.title[6 * kept :]
    return lists, weights
