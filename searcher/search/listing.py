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

    Of each at most `MOST_LISTED` forms, in the order of the query, what it excludes included; of a compound those of
    the one word that it makes, if it was typed so or stood for any.
    """
    found: dict[_Listed, Family] = {}
    for each in _listed(tree):
        node: _Listed = each.whole if isinstance(each, Compound) else each
        if node in found:
            continue
        if node not in matcher.sought:  # what stood beside it was nowhere, so nobody looked
            matcher.match(node)
        family = _family(matcher, node)
        if family.total or not isinstance(each, Compound) or each.whole.typed:
            found[node] = family
    return tuple(found.values())


def _listed(tree: Node) -> Iterator[_Listed | Compound]:
    match tree:
        case Word() | Compound() | Wildcard() | Fuzzy() | Between():
            yield tree
        case Not(child) | Boosted(child) | AtLeast(_, child):
            yield from _listed(child)
        case Near(children) | Among(_, children) | Either(children) | And(children) | Or(children):
            for child in children:
                yield from _listed(child)


def _family(matcher: Matcher, node: _Listed) -> Family:
    totals: dict[str, StoodFor] = {}
    for lists, forms in zip(matcher.lists, *matcher.sought[node].slots, strict=True):
        counts = zip(*lists.count(forms, node.field), strict=True)
        for form, weight, (articles, occurrences) in zip(forms.spell(), forms.weights, counts, strict=True):
            before = totals.get(form)
            if before:
                articles, occurrences = articles + before.articles, occurrences + before.occurrences
            if articles:
                totals[form] = StoodFor(form, weight, articles, occurrences)
    first = heapq.nsmallest(MOST_LISTED, totals.values(), key=lambda each: (-each.articles, each.form))
    return Family(word(node), len(totals), tuple(first))
