"""Listing: the forms that the words and shapes of a query stood for, most frequent first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from searcher.query import (
    Among,
    And,
    AtLeast,
    Between,
    Boosted,
    Compound,
    Either,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Wildcard,
    Word,
    word,
)
from searcher.search.matching import Matcher
from searcher.search.results import Family, StoodFor

# Forms of a family that are listed: more are not read, and `a*` stands for ten thousand.
MOST_LISTED = 20

_Listed = Word | Wildcard | Fuzzy | Between


def list_families(matcher: Matcher, tree: Node) -> tuple[Family, ...]:
    """List what each word, wildcard, word spelled almost so, and range of a tree that was matched stood for.

    Of each at most `MOST_LISTED` forms, in the order of the query, what it excludes included.
    """
    nodes = dict.fromkeys(_listed(tree))
    for node in nodes:
        if node not in matcher.sought:  # what stood beside it was nowhere, so nobody looked
            matcher.match(node)
    return tuple(_family(matcher, node) for node in nodes)


def _listed(tree: Node) -> Iterator[_Listed]:
    match tree:
        case Word() | Wildcard() | Fuzzy() | Between():
            yield tree
        case Compound():
            yield tree.whole
        case Not(child) | Boosted(child) | AtLeast(_, child):
            yield from _listed(child)
        case Near(children) | Among(_, children) | Either(children) | And(children) | Or(children):
            for child in children:
                yield from _listed(child)


def _family(matcher: Matcher, node: _Listed) -> Family:
    totals: dict[str, StoodFor] = {}
    for lists, (forms,) in zip(matcher.lists, matcher.sought[node].rows, strict=True):
        counts = zip(*lists.count(forms, node.field), strict=True)
        for form, weight, (articles, occurrences) in zip(forms.spell(), forms.weights, counts, strict=True):
            before = totals.get(form)
            if before:
                articles, occurrences = articles + before.articles, occurrences + before.occurrences
            if articles:
                totals[form] = StoodFor(form, weight, articles, occurrences)
    first = heapq.nsmallest(MOST_LISTED, totals.values(), key=lambda each: (-each.articles, each.form))
    return Family(word(node), len(totals), tuple(first))
