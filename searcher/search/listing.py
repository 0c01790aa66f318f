"""Listing: the forms that the words and shapes of a query stood for, most frequent first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

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
from searcher.search.alike import Alike
from searcher.search.families import Member
from searcher.search.lists import FIELDS, Lists
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
    forms: dict[str, StoodFor] = {}
    for lists, row in zip(matcher.lists, matcher.sought[node].rows, strict=True):
        for each in _count(lists, row[0], node):
            before = forms.get(each.form)
            forms[each.form] = (
                StoodFor(
                    each.form,
                    each.weight,
                    before.articles + each.articles,
                    before.occurrences + each.occurrences,
                )
                if before
                else each
            )
    first = heapq.nsmallest(MOST_LISTED, forms.values(), key=lambda each: (-each.articles, each.form))
    return Family(word(node), len(forms), tuple(first))


def _count(lists: Lists, members: Sequence[Member] | Alike, node: _Listed) -> Iterator[StoodFor]:
    """What the live articles of a segment have of the forms of a family."""
    if isinstance(members, Alike):
        counts = zip(*lists.count_alike(members, node.field), strict=True)
        for form, weight, (articles, occurrences) in zip(members.forms, members.weights, counts, strict=True):
            if articles:
                yield StoodFor(form, weight, articles, occurrences)
        return
    for member in members:
        held = lists.count(member.entry, FIELDS[node.field])
        if held:
            yield StoodFor(member.entry.form, member.weight, len(held), sum(held.values()))
