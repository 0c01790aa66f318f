"""Nearness: where in a text several things stand near each other.

In: for each thing its occurrences in one field of some articles. Out: where spans begin that hold one of each, no two
on one position, in few enough words or in one sentence or paragraph; or which occurrences take part in such spans.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from searcher.analysis.cutting import cut_places
from searcher.analysis.sentences import paragraph_starts, sentence_starts
from searcher.kernels import nearness
from searcher.kernels.buffers import zeros
from searcher.query import Unit
from searcher.search.verbatim import find_verbatim

MOST_THINGS = nearness.MOST_KINDS  # that may stand in any order
_NO_LIMIT = 0xFFFFFFFF

_STARTS: dict[Unit, Callable[[str], list[int]]] = {
    Unit.SENTENCE: sentence_starts,
    Unit.PARAGRAPH: paragraph_starts,
}


class Occurrences(NamedTuple):
    """Where something stands, in increasing order."""

    places: array[int]  # article × 2³² + position of its first word
    sizes: array[int]  # in positions

    @classmethod
    def of_words(cls, places: array[int], size: int = 1) -> Occurrences:
        """What takes so many positions at each place."""
        return cls(places, array("I", [size]) * len(places))


def unite(parts: Sequence[Occurrences]) -> Occurrences:
    """All occurrences of several things; what stands in a place in the same size is there once."""
    if len(parts) == 1:
        return parts[0]
    pairs = sorted({pair for part in parts for pair in zip(*part, strict=True)})
    return Occurrences(array("Q", [place for place, _ in pairs]), array("I", [size for _, size in pairs]))


class Units(NamedTuple):
    """Where the sentences, or the paragraphs, of articles begin, as places; each article begins one."""

    starts: array[int]

    def divide(self, found: Occurrences) -> Occurrences:
        """The occurrences that stand in one unit, each with the number of its unit for that of its article."""
        places, sizes = zeros("Q", len(found.places)), zeros("I", len(found.places))
        filled = nearness.divide(*found, self.starts, places, sizes)
        return Occurrences(places[:filled], sizes[:filled])

    def restore(self, places: Iterable[int]) -> array[int]:
        """The places in articles of places in units."""
        return array(
            "Q",
            [self.starts[place >> 32] >> 32 << 32 | place & 0xFFFFFFFF for place in places],
        )


class Text(NamedTuple):
    """A field of an article, cut."""

    text: str
    positions: array[int]  # of each word
    spans: array[int]  # where each starts and ends, in characters

    @classmethod
    def of(cls, text: str) -> Text:
        return cls(text, *cut_places(text))

    def unit_starts(self, unit: Unit) -> list[int]:
        """The positions at which a sentence or a paragraph begins; the first is 0."""
        words = self.spans[::2]
        first = (bisect_left(words, start) for start in _STARTS[unit](self.text))
        return sorted({0, *(self.positions[word] for word in first if word < len(words))})

    def verbatim(self, wanted: str) -> Iterator[tuple[int, int, int, int]]:
        """Where a text stands to the letter.

        Yields where it starts and ends, in characters, the position of its first word, and how many it takes.
        """
        spans = find_verbatim(self.text, wanted)
        if not spans:
            return
        # A word stacked on the first part of a compound is longer than the word of its position.
        starts, ends, positions = array("I"), array("I"), array("I")
        for word, position in enumerate(self.positions):
            if not positions or position != positions[-1]:
                positions.append(position)
                starts.append(self.spans[2 * word])
                ends.append(self.spans[2 * word + 1])
        for start, end in spans:
            first = bisect_right(ends, start)
            last = bisect_right(starts, end - 1)
            if first < last:
                yield start, end, positions[first], positions[last - 1] - positions[first] + 1


def beginnings(things: Sequence[Occurrences], within: int | Unit, *, ordered: bool) -> array[int]:
    """The places where a span begins that holds one of each thing.

    Args:
        within: how many other words it may hold; a unit, if the occurrences were divided by it.
    """
    finder = _finder(things, within, ordered)
    places = zeros("Q", sum(len(each.places) for each in things))
    return places[: finder.beginnings(places)]


def taking_part(things: Sequence[Occurrences], within: int | Unit, *, ordered: bool) -> list[list[bool]]:
    """For each thing, which of its occurrences take part in a span: see `beginnings`."""
    flags = bytearray(sum(len(each.places) for each in things))
    _finder(things, within, ordered).taking_part(flags)
    rest = iter(flags)
    return [[bool(next(rest)) for _ in each.places] for each in things]


def _finder(things: Sequence[Occurrences], within: int | Unit, ordered: bool) -> nearness.Finder:
    places, sizes = array("Q"), array("I")
    for each in things:
        places += each.places
        sizes += each.sizes
    return nearness.Finder(
        places,
        sizes,
        array("I", accumulate(len(each.places) for each in things)),
        _NO_LIMIT if isinstance(within, Unit) else min(within, _NO_LIMIT),
        ordered,
    )
