"""Which segments to merge: few enough for searches to be quick, seldom enough for commits to be.

In: how large the segments are, in the order of their commits. Out: which of them become one. Nothing is read.

Segments are in tiers by what is live in them. Where a tier has `FANOUT` segments, the smallest of them become one, of
a higher tier sooner or later; so each byte is merged about once a tier, and the number of segments grows with the
logarithm of the index, up to the sizes that a commit may merge. A segment of which much is dead is rewritten by itself
or with others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from searcher.records import dataclass

# Each segment costs a search some 50 µs a word, each merge a quarter of what building cost. With 8, an index has at
# most 7 segments in each of its tiers, five up to 1 GB; a build of up to seven full segments (900 MB of text) merges
# nothing.
FANOUT = 8
# Up to here all sizes are alike: opening five files costs more than reading what is in them.
SMALLEST_TIER = 1 << 18
# A merged segment is no larger, in bytes on disk: some 1.6 GB of text, merged in some 20 seconds. Beyond, a segment
# less is nothing to a search beside what is in it, while each merge takes longer, and as much free room on the disk.
LARGEST_BYTES = 1 << 30
# What a commit may merge: so much for each byte that it wrote, since merging costs a quarter of building, so that no
# commit takes more than twice as long; and a constant, two seconds of work, so that small commits merge at all.
# Segments of more than half of the constant are merged only by larger commits, or when someone compacts the index.
BUDGET_PER_BYTE = 4
BUDGET_BYTES = 1 << 27
# A segment of which a third is dead takes a half more room and time than it must; rewriting it costs two bytes for each
# one that is gained, or fewer.
MOST_DEAD = 1 / 3


@dataclass(frozen=True, slots=True)
class Size:
    """How large a segment is."""

    bytes: int  # on disk
    live: float  # share of its articles that are not deleted, from 0 to 1

    @property
    def live_bytes(self) -> int:
        return int(self.bytes * self.live)


def plan_merges(sizes: Sequence[Size], written: int) -> list[list[int]]:
    """Decide what a commit merges.

    Args:
        sizes: of all segments, the new ones included, in order.
        written: bytes of the new ones.
    Returns:
        Which segments become one, by their numbers in order; a segment alone is rewritten. Together they have no more
        than `BUDGET_PER_BYTE` × written + `BUDGET_BYTES` bytes.
    """
    budget = BUDGET_PER_BYTE * written + BUDGET_BYTES
    groups = [_Group((number,), size.bytes, size.live_bytes) for number, size in enumerate(sizes)]
    for number, size in enumerate(sizes):
        if 1 - size.live >= MOST_DEAD and size.bytes <= budget:
            groups[number] = _Group((number,), size.bytes, size.live_bytes, merged=True)
            budget -= size.bytes
    while chosen := _choose(groups, budget):
        budget -= sum(group.bytes for group in chosen if not group.merged)
        groups = [group for group in groups if group not in chosen]
        groups.append(
            _Group(
                tuple(sorted(number for group in chosen for number in group.numbers)),
                sum(group.bytes for group in chosen),
                sum(group.live_bytes for group in chosen),
                merged=True,
            )
        )
    return sorted(list(group.numbers) for group in groups if group.merged)


def plan_compaction(sizes: Sequence[Size]) -> list[list[int]]:
    """Decide what compacting merges: all, into as few segments of `LARGEST_BYTES` as the largest-first rule finds.

    Segments that stay alone and have nothing to drop are left as they are.
    """
    bins: list[tuple[int, list[int]]] = []  # bytes, numbers
    for number in sorted(range(len(sizes)), key=lambda number: (-sizes[number].live_bytes, number)):
        size = sizes[number].live_bytes
        for at, (filled, numbers) in enumerate(bins):
            if filled + size <= LARGEST_BYTES:
                bins[at] = filled + size, [*numbers, number]
                break
        else:
            bins.append((size, [number]))
    return sorted(
        sorted(numbers) for _, numbers in bins if len(numbers) > 1 or any(sizes[n].live < 1 for n in numbers)
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """Segments that are, or will be, one."""

    numbers: tuple[int, ...]
    bytes: int
    live_bytes: int
    merged: bool = False  # it is paid for


def _choose(groups: Sequence[_Group], budget: int) -> list[_Group]:
    """The groups of the lowest full tier that can become one; none if no tier is full, or all are too large."""
    tiers = defaultdict(list)
    for group in groups:
        tiers[tier(group.live_bytes)].append(group)
    for level in sorted(tiers):
        chosen, cost, size = [], 0, 0
        if len(tiers[level]) < FANOUT:
            continue
        for group in sorted(tiers[level], key=lambda group: (group.live_bytes, group.numbers)):
            cost += 0 if group.merged else group.bytes
            size += group.live_bytes
            if cost > budget or size > LARGEST_BYTES:
                break
            chosen.append(group)
        if len(chosen) > 1:
            return chosen
    return []


def tier(live_bytes: int) -> int:
    """The tier of a size: each goes up to `FANOUT` times the one below."""
    level, limit = 0, SMALLEST_TIER
    while live_bytes >= limit:
        level += 1
        limit *= FANOUT
    return level
