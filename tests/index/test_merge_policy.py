"""The policy: few segments, cheap commits, whatever is written and deleted."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.index.merge_policy import (
    BUDGET_BYTES,
    BUDGET_PER_BYTE,
    FANOUT,
    LARGEST_BYTES,
    MOST_DEAD,
    SMALLEST_TIER,
    Size,
    plan_compaction,
    plan_merges,
    tier,
)

BYTES = st.sampled_from(
    [0, 1, 4000, SMALLEST_TIER - 1, SMALLEST_TIER, BUDGET_BYTES, LARGEST_BYTES]
) | st.integers(0, 2 * LARGEST_BYTES)
SIZES = st.lists(
    st.builds(Size, BYTES, st.sampled_from([1.0, 1.0, 0.9, 0.67, 0.66, 0.01]) | st.floats(0.001, 1)),
    max_size=40,
)


def merged(sizes: list[Size], groups: list[list[int]]) -> list[Size]:
    """What a commit leaves."""
    inside = {number for group in groups for number in group}
    kept = [size for number, size in enumerate(sizes) if number not in inside]
    return kept + [Size(sum(sizes[number].live_bytes for number in group), 1.0) for group in groups]


def check_groups(sizes: list[Size], groups: list[list[int]]) -> None:
    """Each segment is merged once at the most; none is larger than it may be, or rewritten for nothing."""
    numbers = [number for group in groups for number in group]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) <= set(range(len(sizes)))
    assert groups == sorted(map(sorted, groups))
    for group in groups:
        assert len(group) > 1 or sizes[group[0]].live < 1
        assert len(group) == 1 or sum(sizes[number].live_bytes for number in group) <= LARGEST_BYTES


@given(sizes=SIZES, written=st.integers(0, LARGEST_BYTES))
def test_a_commit_merges_no_more_than_it_may_and_leaves_no_tier_full_that_it_could_empty(
    sizes: list[Size], written: int
) -> None:
    """Both promises at once: a small commit never takes long, and no more segments than that forces stay."""
    groups = plan_merges(sizes, written)
    check_groups(sizes, groups)
    budget = BUDGET_PER_BYTE * written + BUDGET_BYTES - sum(sizes[n].bytes for group in groups for n in group)
    assert budget >= 0
    left = [size for number, size in enumerate(sizes) if not any(number in group for group in groups)]
    assert not any(1 - size.live >= MOST_DEAD and size.bytes <= budget for size in left)
    # What is merged costs nothing more; what is not, as much as it has.
    after = [(size.live_bytes, size.bytes) for size in left]
    after += [(sum(sizes[n].live_bytes for n in group), 0) for group in groups]
    for level in {tier(live) for live, _ in after}:
        here = sorted(pair for pair in after if tier(pair[0]) == level)
        if len(here) >= FANOUT:
            (one, cost), (two, more) = here[:2]
            assert one + two > LARGEST_BYTES or cost + more > budget


@given(seed=st.integers(0, 1 << 32), kind=st.sampled_from(["small", "daily", "any"]))
def test_thousands_of_commits_leave_few_segments_and_merge_each_byte_seldom(seed: int, kind: str) -> None:
    """An index that is added to for years must be searched and written as one that was built at once."""
    random = Random(seed)
    draw = {
        "small": lambda: random.randrange(1000, 50_000),
        "daily": lambda: random.randrange(1_000_000, 3_000_000),
        "any": lambda: int(2 ** random.uniform(10, 24)),
    }[kind]
    sizes: list[Size] = []
    written = moved = 0
    for _ in range({"small": 2000, "daily": 60, "any": 300}[kind]):
        size = draw()
        sizes.append(Size(size, 1.0))
        groups = plan_merges(sizes, size)
        moved += sum(sizes[number].bytes for group in groups for number in group)
        assert sum(sizes[n].bytes for group in groups for n in group) <= BUDGET_PER_BYTE * size + BUDGET_BYTES
        sizes = merged(sizes, groups)
        written += size
        small = [size for size in sizes if size.bytes <= BUDGET_BYTES // FANOUT]
        assert len(small) < FANOUT * (1 + tier(written))
    assert sum(size.bytes for size in sizes) == written
    assert moved <= (2 + tier(written)) * written + 2000 * SMALLEST_TIER


@given(seed=st.integers(0, 1 << 32))
def test_what_is_deleted_is_reclaimed(seed: int) -> None:
    """A feed that corrects its articles all the time must not fill the disk."""
    random, sizes = Random(seed), [Size(20_000_000, 1.0)]
    for _ in range(100):
        sizes = [Size(size.bytes, size.live * random.uniform(0.8, 1)) for size in sizes]
        live = sum(size.live_bytes for size in sizes)
        sizes.append(Size(random.randrange(100_000, 2_000_000), 1.0))
        sizes = merged(sizes, plan_merges(sizes, sizes[-1].bytes))
        assert all(1 - size.live < MOST_DEAD for size in sizes)
        assert sum(size.bytes for size in sizes) <= (live + 2_000_000) / (1 - MOST_DEAD) + len(sizes)


@given(sizes=SIZES)
def test_compacting_leaves_nothing_dead_and_as_few_segments_as_fit(sizes: list[Size]) -> None:
    """Two segments that fit together are not left apart."""
    groups = plan_compaction(sizes)
    check_groups(sizes, groups)
    after = merged(sizes, groups)
    assert all(size.live == 1 for size in after)
    smallest = sorted(size.live_bytes for size in after)[:2]
    assert len(smallest) < 2 or sum(smallest) > LARGEST_BYTES
    assert plan_compaction(after) == []


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([Size(1000, 1.0)], []),
        ([Size(1000, 1.0)] * (FANOUT - 1), []),
        ([Size(1000, 1.0)] * FANOUT, [list(range(FANOUT))]),
        ([Size(1 << 20, 1.0)] + [Size(1000, 1.0)] * FANOUT, [list(range(1, FANOUT + 1))]),
        ([Size(1000, 0.5), Size(1000, 1.0)], [[0]]),
        ([Size(2 * BUDGET_BYTES, 0.1), Size(1000, 1.0)], []),
        ([Size(SMALLEST_TIER, 1.0)] * 7 + [Size(SMALLEST_TIER // 8, 1.0)] * 8, [list(range(15))]),
    ],
)
def test_examples(sizes: list[Size], expected: list[list[int]]) -> None:
    """How it is meant, in numbers: a tier that is full, and one that becomes so."""
    assert plan_merges(sizes, 1000) == expected


def test_tiers_grow_by_the_number_that_makes_one_full() -> None:
    """So that what becomes one of a tier is of the next one."""
    assert [tier(SMALLEST_TIER * FANOUT**level - 1) for level in range(4)] == [0, 1, 2, 3]
    assert [tier(SMALLEST_TIER * FANOUT**level) for level in range(4)] == [1, 2, 3, 4]
