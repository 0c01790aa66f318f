"""Combining: nodes put together in the one way that says each thing.

In: nodes. Out: a node without an `And` in an `And`, an `Or` in an `Or`, a group of one, a `Not` of a `Not`.
Days that must all hold are one interval, and stand last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from searcher.query.tree import (
    Among,
    And,
    AtLeast,
    Between,
    Boosted,
    Compound,
    Either,
    Everything,
    Favoured,
    Fuzzy,
    Metadata,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Published,
    Undated,
    Verbatim,
    Wildcard,
    Word,
)

# What a weight may be: six figures of it can be written without an exponent.
LEAST_FACTOR, LARGEST_FACTOR = 0.001, 1000.0


APART = (Published, Undated, Favoured, Everything)  # what stands last, or nowhere


def all_of(nodes: Sequence[Node]) -> Node:
    """Ask for all of some nodes, at least one.

    >>> str(all_of([Word("sommet"), all_of([Published(date(2024, 7, 1), None), Word("astana")])]))
    'sommet astana date:[2024-07-01 TO ]'
    """
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.children if isinstance(node, And) else (node,))
    if not any(isinstance(node, APART) for node in flat):
        return And(tuple(flat)) if len(flat) > 1 else flat[0]
    intervals = _overlap([node for node in flat if isinstance(node, Published)])
    favoured = dict.fromkeys(node for node in flat if isinstance(node, Favoured))
    undated = dict.fromkeys(node for node in flat if isinstance(node, Undated))
    # Everything adds nothing to what else is asked.
    rest = [node for node in flat if not isinstance(node, APART)]
    children = (*rest, *favoured, *undated, *intervals)
    if not children:
        return Everything()
    return And(children) if len(children) > 1 else children[0]


def any_of(nodes: Sequence[Node]) -> Node:
    """Ask for any of some nodes, at least one."""
    flat = [child for node in nodes for child in (node.children if isinstance(node, Or) else (node,))]
    return Or(tuple(flat)) if len(flat) > 1 else flat[0]


def without(node: Node) -> Node:
    """Ask for what is not a node's."""
    # What is excluded has no score to weigh.
    node = node.child if isinstance(node, Boosted) else node
    return node.child if isinstance(node, Not) else Not(node)


def may_be_boosted(node: Node) -> bool:
    """Whether a node has a score."""
    return not isinstance(node, Not | Metadata | Published | Undated | Favoured | Everything | Nothing)


def boosted(node: Node, factor: float) -> Node:
    """Weigh a node that has a score. Weights of weights are multiplied.

    >>> str(boosted(boosted(Word("climat"), 2), 1.5))
    'climat^3'
    """
    if isinstance(node, Boosted):
        factor *= node.factor
        node = node.child
    factor = float(f"{min(max(factor, LEAST_FACTOR), LARGEST_FACTOR):g}")
    return node if factor == 1 else Boosted(node, factor)


def nesting(node: Node) -> int:
    """How deep parentheses nest in the canonical query: deeper than where it was typed, where `OU` holds an `ET`.

    >>> nesting(Or((Word("climat"), And((Word("loi"), Not(Or((Word("gaz"), Word("pétrole")))))))))
    2
    """
    match node:
        case And(children) | Or(children) | Near(children) | Among(_, children):
            return max(map(_nesting_inside, children)) + isinstance(node, Among)
        case Not(child) | Boosted(child) | AtLeast(_, child):
            return _nesting_inside(child)
        case _:
            return 0


def _nesting_inside(child: Node) -> int:
    return nesting(child) + isinstance(child, And | Or | Near)


def seeks_words(node: Node | None) -> bool:
    """Whether a tree asks for a word, and does not only exclude some."""
    match node:
        case (
            Word()
            | Phrase()
            | Verbatim()
            | Compound()
            | Wildcard()
            | Fuzzy()
            | Between()
            | Near()
            | AtLeast()
        ):
            return True
        case And(children) | Or(children) | Either(children) | Among(_, children):
            return any(seeks_words(child) for child in children)
        case Boosted(child):
            return seeks_words(child)
        case _:
            return False


def contradicts_itself(node: Node) -> bool:
    """Whether some days that must all hold have none in common."""
    match node:
        case And(children):
            days = children[-2:]
            if isinstance(days[0], Published | Undated) and isinstance(days[1], Published):
                return True
            return any(map(contradicts_itself, children))
        case Or(children) | Among(_, children):
            return any(map(contradicts_itself, children))
        case Not(child) | Boosted(child):
            return contradicts_itself(child)
        case _:
            return False


def _overlap(intervals: Sequence[Published]) -> Iterable[Published]:
    """The days that intervals share; the intervals themselves if they share none."""
    if len(intervals) < 2:
        return intervals
    first = max(interval.first or date.min for interval in intervals)
    last = min(interval.last or date.max for interval in intervals)
    if first > last:
        return dict.fromkeys(intervals)
    return [Published(None if first == date.min else first, None if last == date.max else last)]
