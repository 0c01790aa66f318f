"""Proximity: words that stand side by side in a query, and near each other in an article.

A query of three words or more is mostly a description, whose words belong together; of two articles that hold all of
them, the one that holds them near each other is more likely to be meant. Looked at for the best articles only: it
changes their order, never which articles are found.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise

from searcher.kernels import sets
from searcher.kernels.buffers import zeros
from searcher.query import Among, And, Compound, Either, Node, Or, Word
from searcher.search.lists import FIELDS
from searcher.search.matching import Matcher
from searcher.search.ranking import BODY, PROXIMITY_REACH, TITLE, Ranked

FEWEST_WORDS = 3

Pair = tuple[Word, Word]


def pairs(tree: Node) -> tuple[Pair, ...]:
    """The words that stand side by side in a query, where it has at least three; function words stand aside."""
    words = list(_words(tree))
    if len(set(words) - {None}) < FEWEST_WORDS:
        return ()
    near = [(one, two) for one, two in pairwise(words) if one and two and one != two]
    return tuple({frozenset(pair): pair for pair in near}.values())


def _words(tree: Node) -> Iterator[Word | None]:
    """The words of a query in their order, None where something else stands between them."""
    match tree:
        case And(children) | Or(children) | Among(_, children):
            for child in children:
                match child:
                    case Either((And() | Or() as neighbours, *_)):  # one word or two, they stand in the query
                        yield from _words(neighbours)
                    case Among():
                        yield from _words(child)
                    case Compound():
                        yield child.whole
                    case _:
                        yield child if isinstance(child, Word) else None


def distances(matcher: Matcher, pair: Pair, best: Sequence[Ranked]) -> list[int]:
    """How far apart two words are at the nearest in each of some articles, in words; 0 where they are not near."""
    apart = [0] * len(best)
    for segment in {each.segment for each in best}:
        places = sorted((each.article, at) for at, each in enumerate(best) if each.segment == segment)
        articles = array("I", [article for article, _ in places])
        here = zeros("I", len(articles))
        for kind in (BODY, TITLE):
            if all(kind in FIELDS[word.field] for word in pair):
                one, two = (
                    matcher.lists[segment].places(matcher.sought[word].rows[segment][0], kind, articles)
                    for word in pair
                )
                sets.nearest(one, two, PROXIMITY_REACH, articles, here)
        for distance, (_, at) in zip(here, places, strict=True):
            apart[at] = distance
    return apart
