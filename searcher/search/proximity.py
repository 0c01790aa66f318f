"""Proximity: words that stand side by side in a query, and near each other in an article.

A query of three words or more is mostly a description, whose words belong together; of two articles that hold all of
them, the one that holds them near each other is more likely to be meant. Looked at for the best articles only: it
changes their order, never which articles are found.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise

from searcher.kernels.buffers import zeros
from searcher.query import Among, And, Boosted, Compound, Either, Node, Or, Word
from searcher.query.combining import may_be_boosted
from searcher.search.lists import FIELDS
from searcher.search.matching import Matcher
from searcher.search.ranking import BODY, PROXIMITY_REACH, TITLE, Ranked

FEWEST_WORDS = 3

Weighed = tuple[Word, float]  # a word, and the factor that its score is multiplied by
Pair = tuple[Weighed, Weighed]


def pairs(tree: Node) -> tuple[Pair, ...]:
    """The words that stand side by side in a query, where it has at least three; function words stand aside."""
    words = list(_words(tree))
    if len({each[0] for each in words if each}) < FEWEST_WORDS:
        return ()
    near = [(one, two) for one, two in pairwise(words) if one and two and one[0] != two[0]]
    return tuple({frozenset((one[0], two[0])): (one, two) for one, two in near}.values())


def _words(tree: Node, factor: float = 1.0) -> Iterator[Weighed | None]:
    """The words of a query in their order, None where something else stands between them."""
    match tree:
        case Boosted(child, more):
            yield from _words(child, factor * more)
        case And(children) if len(asked := list(filter(_has_score, children))) == 1 and len(children) > 1:
            # What only filters or excludes takes articles away, and leaves the others in their order.
            yield from _words(asked[0], factor)
        case And(children) | Or(children) | Among(_, children):
            for child in children:
                yield from _word(child, factor)


def _has_score(node: Node) -> bool:
    match node:
        case And(children) | Or(children):
            return any(map(_has_score, children))
        case _:
            return may_be_boosted(node)


def _word(node: Node, factor: float) -> Iterator[Weighed | None]:
    match node:
        case Either((And() | Or() as neighbours, *_)):  # one word or two, they stand in the query
            yield from _words(neighbours, factor)
        case Compound():
            yield node.whole, factor
        case Word():
            yield node, factor
        case Boosted(child, more):
            yield from _word(child, factor * more)
        case _:
            yield None


def distances(matcher: Matcher, near: Sequence[Pair], best: Sequence[Ranked]) -> list[list[int]]:
    """How far apart the words of each pair are in each article: at the nearest, in words; 0 where they are not near."""
    words = {word: matcher.sought[word].slots[0] for pair in near for word, _ in pair}
    numbers = {word: number for number, word in enumerate(words)}
    numbered = array("I", [numbers[word] for pair in near for word, _ in pair])
    apart = [[0] * len(best) for _ in near]
    together: dict[int, list[tuple[int, int]]] = {}
    for at, each in enumerate(best):
        together.setdefault(each.segment, []).append((each.article, at))
    for segment, places in together.items():
        places.sort()
        articles = array("I", [article for article, _ in places])
        here = zeros("I", len(near) * len(places))
        for kind in (BODY, TITLE):
            forms = [
                family[segment] if kind in FIELDS[word.field] else None for word, family in words.items()
            ]
            matcher.lists[segment].apart(forms, kind, numbered, PROXIMITY_REACH, articles, here)
        found = iter(here)
        for distance in apart:
            for (_, at), least in zip(places, found, strict=False):  # the rest is of other pairs
                distance[at] = least
    return apart
