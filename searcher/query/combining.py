"""Combining: nodes put together in the one way that says each thing.

In: nodes. Out: a node without an `And` in an `And`, an `Or` in an `Or`, a group of one, a `Not` of a `Not`.
Days that must all hold are one interval, and stand last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from searcher.query.tree import (
    And,
    Compound,
    Everything,
    Node,
    Not,
    Or,
    Phrase,
    Published,
    Verbatim,
    Word,
)


def all_of(nodes: Sequence[Node]) -> Node:
    """Ask for all of some nodes, at least one.

    >>> str(all_of([Word("sommet"), all_of([Published(date(2024, 7, 1), None), Word("astana")])]))
    'sommet astana date:[2024-07-01 TO ]'
    """
    flat = [child for node in nodes for child in (node.children if isinstance(node, And) else (node,))]
    intervals = _overlap([node for node in flat if isinstance(node, Published)])
    # Everything adds nothing to what else is asked.
    rest = [node for node in flat if not isinstance(node, Published | Everything)]
    children = (*rest, *intervals)
    if not children:
        return Everything()
    return And(children) if len(children) > 1 else children[0]


def any_of(nodes: Sequence[Node]) -> Node:
    """Ask for any of some nodes, at least one."""
    flat = [child for node in nodes for child in (node.children if isinstance(node, Or) else (node,))]
    return Or(tuple(flat)) if len(flat) > 1 else flat[0]


def without(node: Node) -> Node:
    """Ask for what is not a node's."""
    return node.child if isinstance(node, Not) else Not(node)


def seeks_words(node: Node | None) -> bool:
    """Whether a tree asks for a word, and does not only exclude some."""
    match node:
        case Word() | Phrase() | Verbatim() | Compound():
            return True
        case And(children) | Or(children):
            return any(seeks_words(child) for child in children)
        case _:
            return False


def contradicts_itself(node: Node) -> bool:
    """Whether some intervals that must all hold have no day in common."""
    match node:
        case And(children):
            return isinstance(children[-2], Published) or any(map(contradicts_itself, children))
        case Or(children):
            return any(map(contradicts_itself, children))
        case Not(child):
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
