"""Placing: where in the articles of a segment what was looked for stands.

In: what leaves of a query's tree stood for, and articles. Out: the places where spans of things near each other begin,
or how often a thing stands in each article. What the index does not know, capitals, sentences and paragraphs, is read
from the stored texts, each of them once.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from searcher.kernels import sets
from searcher.kernels.buffers import zeros
from searcher.query import Compound, Near, Node, Or, Phrase, Spot, Unit, Verbatim
from searcher.search.lists import FIELDS, Lists, Slots, field_text
from searcher.search.nearness import Occurrences, Text, Units, beginnings, unite
from searcher.search.ranking import BODY, TITLE, FieldWeight

Spans = Mapping[FieldWeight, "array[int]"]  # the places where they begin


@dataclass(slots=True)
class _Stretch:
    """One field of some articles, and what was read of it."""

    kind: FieldWeight
    articles: array[int]  # in increasing order
    verbatim: dict[str, Occurrences] = field(default_factory=dict)
    units: Units | None = None


class Placer:
    """Knows where the leaves of one query stand in one segment."""

    def __init__(self, lists: Lists, rows: Mapping[Node, Slots]) -> None:
        """
        Args:
            rows: what each leaf stood for in this segment.
        """
        self._lists = lists
        self._rows = rows

    def spans(self, node: Near, articles: Sequence[int]) -> Spans:
        """Where things stand near each other in some articles, in increasing order."""
        unit = node.within if isinstance(node.within, Unit) else None
        stretches = list(self._stretches(node.children, articles))
        texts = [text for child in node.children for text in _texts(child)]
        if unit or texts:
            for stretch in stretches:
                self._narrow(stretch, node.children)
            self._read(stretches, texts, unit)
        spans = {}
        for stretch in stretches:
            things = [self._occurrences(child, stretch) for child in node.children]
            if stretch.units:
                things = [stretch.units.divide(found) for found in things]
            begun = beginnings(things, node.within, ordered=node.ordered)
            spans[stretch.kind] = stretch.units.restore(begun) if stretch.units else begun
        return spans

    def count(self, node: Spot, articles: Sequence[int]) -> array[int]:
        """How many words of each article, in the title and the body together, something begins with."""
        counts = zeros("I", len(articles))
        stretches = list(self._stretches([node], articles))
        if texts := list(_texts(node)):
            self._read(stretches, texts, None)
        for stretch in stretches:
            # What stands in one place in two sizes is there once.
            places = array("Q", dict.fromkeys(self._occurrences(node, stretch).places))
            sets.count_places(places, array("I", articles), counts)
        return counts

    def _stretches(self, things: Sequence[Spot], articles: Sequence[int]) -> Iterator[_Stretch]:
        """The fields in which all things may stand."""
        for kind in (BODY, TITLE):
            if all(_may_stand(thing, kind) for thing in things):
                yield _Stretch(kind, array("I", articles))

    def _narrow(self, stretch: _Stretch, things: Sequence[Spot]) -> None:
        """Leave out the articles of which the index knows that not all things stand there."""
        left = set(stretch.articles)
        for thing in things:
            if not any(_texts(thing)):
                left &= {place >> 32 for place in self._occurrences(thing, stretch).places}
        stretch.articles = array("I", sorted(left))

    def _occurrences(self, node: Spot, stretch: _Stretch) -> Occurrences:
        match node:
            case _ if not _may_stand(node, stretch.kind):
                return Occurrences.of_words(array("Q"))
            case Or(children):
                return unite([self._occurrences(child, stretch) for child in children])  # type: ignore[arg-type]
            case Compound():
                return unite([self._occurrences(way, stretch) for way in node.ways.children])  # type: ignore[arg-type]
            case Verbatim(text):
                return stretch.verbatim[text]
            case Phrase(forms):
                places = self._lists.row_places(self._rows[node], stretch.kind, stretch.articles)
                return Occurrences.of_words(places, len(forms))
            case _:
                (members,) = self._rows[node]
                return Occurrences.of_words(self._lists.places(members, stretch.kind, stretch.articles))

    # ---------------------------------------------------------------- reading

    def _read(self, stretches: Sequence[_Stretch], texts: Iterable[str], unit: Unit | None) -> None:
        """Read the articles: where texts stand to the letter, and where sentences or paragraphs begin."""
        found = [{text: Occurrences.of_words(array("Q")) for text in texts} for _ in stretches]
        starts = [array("Q") for _ in stretches]
        holding = [frozenset(stretch.articles) for stretch in stretches]
        numbers = sorted(frozenset().union(*holding))
        for number, article in zip(numbers, self._lists.segment.texts(numbers), strict=True):
            for at, stretch in enumerate(stretches):
                if number in holding[at]:
                    text = Text.of(field_text(article, stretch.kind))
                    for wanted, occurrences in found[at].items():
                        for _, _, position, size in text.verbatim(wanted):
                            occurrences.places.append(number << 32 | position)
                            occurrences.sizes.append(size)
                    if unit:
                        starts[at].extend(number << 32 | position for position in text.unit_starts(unit))
        for stretch, verbatim, begun in zip(stretches, found, starts, strict=True):
            stretch.verbatim = verbatim
            stretch.units = Units(begun) if unit else None


def _texts(node: Spot) -> Iterator[str]:
    """The texts to the letter that are a way to find something."""
    match node:
        case Verbatim(text):
            yield text
        case Or(children):
            for child in children:
                yield from _texts(child)  # type: ignore[arg-type]


def _may_stand(node: Spot, kind: FieldWeight) -> bool:
    """Whether a thing is looked for in a field."""
    if isinstance(node, Or):
        return any(_may_stand(child, kind) for child in node.children)  # type: ignore[arg-type]
    return kind in FIELDS[node.field]
