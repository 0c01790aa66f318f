"""Joining: neighbours in a query that the corpus also writes as one word.

`week end` finds `weekend`, `porte parole` finds `porte-parole` as the one word it is. Whether two words are also one
is decided by the corpus: its own hyphens say so.
In: a tree, and what the corpus knows. Out: the tree, where such neighbours are found in either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from searcher.analysis import key
from searcher.analysis.words import LONGEST_COMPOUND
from searcher.query import Among, And, Boosted, Either, Node, Not, Or, Word


def join_neighbours(tree: Node, is_known: Callable[[str], bool]) -> Node:
    """Let neighbours that also make one word be found as that, too.

    Args:
        is_known: whether some form of the corpus has a key.
    """
    match tree:
        case And() | Or():
            children = tuple(_joined(tree, is_known))
            return children[0] if len(children) == 1 else type(tree)(children)
        case Not(child):
            return Not(join_neighbours(child, is_known))
        case Boosted(child, factor):
            return Boosted(join_neighbours(child, is_known), factor)
        case Among(least, children):
            return Among(least, tuple(join_neighbours(child, is_known) for child in children))
        case _:
            return tree


def _joined(tree: And | Or, is_known: Callable[[str], bool]) -> Iterator[Node]:
    children = list(dict.fromkeys(tree.children))  # what is asked twice counts once
    while children:
        match children:
            case [Word() as one, Word() as two, *rest] if whole := _whole(one, two, is_known):
                yield Either((type(tree)((one, two)), whole))
                children = rest
            case _:
                yield join_neighbours(children.pop(0), is_known)


def _whole(one: Word, two: Word, is_known: Callable[[str], bool]) -> Word | None:
    """The word that two of them make in this corpus."""
    form = one.form.lower() + two.form.lower()
    joins = one.form.isalpha() and two.form.isalnum() and len(form) < LONGEST_COMPOUND
    if one.field != two.field or not joins:
        return None
    return replace(one, form=form, typed=form) if is_known(key(form)) else None
