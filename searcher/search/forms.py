"""Forms: those of a segment that something in a query stands for, each with its weight."""

from __future__ import annotations

from array import array

from searcher.analysis import Relation
from searcher.analysis.relations import RELATIONS
from searcher.index import FormLists, Segment
from searcher.records import dataclass


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
        return cls(segment, FormLists(array("I"), array("Q"), array("Q")), array("d"))

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
