"""Levels: what one pair of parentheses has said so far, and how its parts hold together.

Nearness binds tightest, then what excludes, then `ET`, typed or not, then `OU`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from searcher.query import marks
from searcher.query.combining import all_of, any_of, without
from searcher.query.naming import Where
from searcher.query.operators import Kind
from searcher.query.spots import as_spot
from searcher.query.tree import Everything, Favoured, Field, Near, Node, Spot, Unit

Joint = marks.Operator | marks.Nearness


class Prefix(NamedTuple):
    """What was said before an operand, and waits for it."""

    written: str = ""  # the last of it, as typed
    negated: bool = False
    optional: bool = False
    where: Where = Field.ANY
    sign: str = ""
    at_least: marks.Count | None = None
    among: marks.Count | None = None

    @property
    def excludes(self) -> bool:
        return self.negated != (self.sign == "-")


NO_PREFIX = Prefix()


@dataclass(slots=True)
class _Chain:
    """Things near each other, as many as were said in a row."""

    spots: list[Spot]
    within: int | Unit
    ordered: bool


class Item:
    """One thing that is asked for, with how it is."""

    def __init__(self, node: Node, excluded: bool = False, optional: bool = False) -> None:
        self._node = node
        self._chains: list[_Chain] = []
        self.excluded = excluded
        self.optional = optional

    @property
    def node(self) -> Node:
        """What it is, but for how it is asked for."""
        if not self._chains:
            return self._node
        return all_of([Near(tuple(chain.spots), chain.within, chain.ordered) for chain in self._chains])

    @property
    def whole(self) -> Node:
        """What it asks for."""
        node = without(self.node) if self.excluded else self.node
        return any_of([node, Everything()]) if self.optional else node

    def extend(self, within: int | Unit, ordered: bool, right: Node) -> bool:
        """Bring something near this. False if one of both stands at no place of a text."""
        last = self._chains[-1] if self._chains else None
        left, spot = (last.spots[-1] if last else as_spot(self._node)), as_spot(right)
        if left is None or spot is None:
            return False
        if last and (last.within, last.ordered) == (within, ordered):
            last.spots.append(spot)
        else:
            self._chains.append(_Chain([left, spot], within, ordered))
        return True

    def replace(self, node: Node) -> None:
        """Be something else."""
        self._node, self._chains = node, []


@dataclass(slots=True)
class Level:
    """What one level of parentheses has said so far."""

    choices: list[list[Item]] = field(default_factory=lambda: [[]])  # all of one of them
    joint: Joint | None = None  # waits for what stands on its right
    prefix: Prefix = NO_PREFIX  # waits for what it applies to
    last: Item | None = None  # what a weight would apply to

    def add(self, items: Sequence[Item]) -> None:
        """Ask for some more."""
        if items and self.joint:
            if isinstance(self.joint, marks.Operator) and self.joint.kind is Kind.ANY:
                self.choices.append([])
            self.joint = None
        self.choices[-1] += items
        self.last = items[-1] if items else None

    def close(self) -> Iterator[str]:
        """Give up waiting. Yields what had waited in vain, as typed."""
        if self.joint:
            yield self.joint.text
        if self.prefix.written:
            yield self.prefix.written
        self.joint, self.prefix = None, NO_PREFIX

    def node(self) -> Node | None:
        """All that was asked for; None if it is nothing."""
        nodes = [all_of([item.whole for item in choice]) for choice in self.choices if choice]
        return any_of(nodes) if nodes else None

    def parts(self) -> tuple[list[Node], list[Favoured]]:
        """What was asked for, one by one, and apart from that what is only favoured."""
        kept = [choice for choice in self.choices if choice]
        nodes: list[Node] = [all_of([item.whole for item in choice]) for choice in kept]
        if len(kept) == 1:
            nodes = [item.whole for item in kept[0]]
        asked: list[Node] = [node for node in nodes if not isinstance(node, Favoured)]
        return asked, [node for node in nodes if isinstance(node, Favoured)]
