"""Inverting: from words in reading order to places form by form."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

STACKED = 1 << 31  # added to a form that stands on the position of the one before
TEXTS = st.lists(  # of each text, the forms in order
    st.lists(st.integers(0, 9) | st.integers(STACKED, STACKED + 9), max_size=12).map(
        lambda text: [form % STACKED for form in text[:1]] + text[1:]
    ),
    max_size=8,
)


def positions(text: list[int]) -> list[int]:
    return [at - sum(form >= STACKED for form in text[: at + 1]) for at in range(len(text))]


@given(texts=TEXTS, cuts=st.integers(1, 4))
def test_places_of_a_form_are_in_order_whatever_the_batches(
    load_kernel, texts: list[list[int]], cuts: int
) -> None:
    """Posting lists are delta-coded: an article or a position out of order would be another one."""
    kernel = load_kernel("invert")
    counts = array("I", bytes(40))
    batches = [(first, texts[first : first + cuts]) for first in range(0, len(texts), cuts)]
    for _, batch in batches:
        kernel.count(array("I", [form for text in batch for form in text]), counts)
    starts = array("I", bytes(44))
    assert kernel.starts(counts, starts) == max(counts)
    placed = array("Q", bytes(8 * starts[10]))
    cursors = starts[:10]
    for first, batch in batches:
        ends, total = array("I"), 0
        for text in batch:
            ends.append(total := total + len(text))
        forms = array("I", [form for text in batch for form in text])
        kernel.place(forms, ends, first, cursors, placed)
    assert cursors == starts[1:]
    for form in range(10):
        here = slice(starts[form], starts[form + 1])
        expected = [
            n << 32 | at
            for n, text in enumerate(texts)
            for at, word in zip(positions(text), text, strict=True)
            if word % STACKED == form
        ]
        assert list(placed[here]) == expected


@given(texts=TEXTS, first=st.integers(0, 10))
def test_lengths_leave_out_what_is_not_counted(load_kernel, texts: list[list[int]], first: int) -> None:
    """A text is not longer for its articles and prepositions."""
    ends, total = array("I"), 0
    for text in texts:
        ends.append(total := total + len(text))
    out = array("I", bytes(4 * len(texts)))
    forms = [form for text in texts for form in text]
    counts = array("I", range(12))
    load_kernel("invert").lengths(array("I", forms), ends, first, counts, out)
    assert list(out) == [sum(form % STACKED >= first for form in text) for text in texts]
    assert list(counts) == [form + [each % STACKED for each in forms].count(form) for form in range(12)]


@given(
    names=st.lists(st.none() | st.integers(0, 6), max_size=30),
    ranks=st.permutations(range(7)),
    first=st.integers(0, 99),
)
def test_gathering_lists_the_places_of_each_group_in_the_order_of_groups(
    load_kernel, names: list[int | None], ranks: list[int], first: int
) -> None:
    """Groups of forms are found by name: members of one must not slip into the next."""
    numbers = array("I", [0xFFFFFFFF if name is None else name for name in names])
    ends, out = array("I", [9] * 7), array("I", bytes(4 * len(names)))
    filled = load_kernel("invert").gather(numbers, array("I", ranks), first, ends, out)
    begin, found = 0, []
    for end in ends:
        found.append(list(out[begin:end]))
        begin = end
    assert filled == begin == sum(name is not None for name in names)
    assert [found[ranks[name]] for name in range(7)] == [
        [first + place for place, other in enumerate(names) if other == name] for name in range(7)
    ]


@given(counts=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), max_size=20))
def test_forms_that_are_there_are_listed(load_kernel, counts: list[tuple[int, int]]) -> None:
    """A segment holds no form that none of its articles has."""
    out = array("I", bytes(4 * len(counts)))
    bodies, titles = (array("I", [count[field] for count in counts]) for field in (0, 1))
    filled = load_kernel("invert").present(bodies, titles, out)
    assert list(out[:filled]) == [form for form, count in enumerate(counts) if any(count)]
    with pytest.raises(ValueError, match="as many"):
        load_kernel("invert").present(bodies, array("I", [*titles, 1]), out)


@given(order=st.permutations(range(9)))
def test_numbers_follow_an_order_and_have_a_rank_in_it(load_kernel, order: list[int]) -> None:
    """What is sorted by key still has to be found by number, and the other way round."""
    kernel = load_kernel("invert")
    ranks, numbers = array("I", bytes(36)), array("I", bytes(36))
    kernel.rank(array("I", order), ranks)
    assert [ranks[number] for number in order] == list(range(9))
    kernel.follow(ranks, array("I", order), numbers)
    assert list(numbers) == list(range(9))


@given(counts=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2**31)), max_size=12))
def test_adding_sums_by_rank_and_refuses_what_32_bits_do_not_hold(
    load_kernel, counts: list[tuple[int, int]]
) -> None:
    """A sum that wraps around would make room for fewer places than are written."""
    kernel = load_kernel("invert")
    sums = [sum(count for rank, count in counts if rank == place) for place in range(6)]
    ranks, amounts = array("I", [rank for rank, _ in counts]), array("I", [count for _, count in counts])
    totals = array("I", bytes(24))
    if max(sums) <= 0xFFFFFFFF:
        kernel.add(ranks, amounts, totals)
        assert list(totals) == sums
    else:
        with pytest.raises(ValueError, match="more places"):
            kernel.add(ranks, amounts, totals)
    with pytest.raises(ValueError, match="no such total"):
        kernel.add(array("I", [6]), array("I", [1]), array("I", bytes(24)))
    with pytest.raises(ValueError, match="a rank for each"):
        kernel.add(array("I", [1, 2]), array("I", [1]), totals)


@given(groups=st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=5), ranks=st.permutations(range(10)))
def test_spreading_tells_each_member_its_group(
    load_kernel, groups: list[list[int]], ranks: list[int]
) -> None:
    """Families are kept through a merge by this."""
    kernel, out = load_kernel("invert"), array("I", [99] * 10)
    ends, members = array("I"), array("I")
    for group in groups:
        members.extend(group)
        ends.append(len(members))
    values = array("I", range(10, 10 + len(groups)))
    kernel.spread(values, members, ends, array("I", ranks), out)
    expected = {ranks[member]: 10 + number for number, group in enumerate(groups) for member in group}
    assert list(out) == [expected.get(rank, 99) for rank in range(10)]


def test_members_that_are_not_there_are_refused(load_kernel) -> None:
    """A stranger's groups may hold any number."""
    kernel, one = load_kernel("invert"), array("I", [1])
    for members, ends, ranks in (([5], [1], [0]), ([0], [1], [9]), ([0], [2], [0])):
        with pytest.raises(ValueError, match="member"):
            kernel.spread(one, array("I", members), array("I", ends), array("I", ranks), array("I", [0]))
    with pytest.raises(ValueError, match="a value for each"):
        kernel.spread(one, array("I"), array("I"), array("I"), array("I"))


def test_more_places_than_can_be_counted_are_refused(load_kernel) -> None:
    """Room would be made for what is left of their number, and more be written to it."""
    kernel, starts = load_kernel("invert"), array("I", [0] * 4)
    assert kernel.starts(array("I", [1 << 31, (1 << 31) - 1, 0]), starts) == 1 << 31
    assert starts[3] == (1 << 32) - 1
    with pytest.raises(ValueError, match="more places than can be counted"):
        kernel.starts(array("I", [1 << 31, 1 << 31, 5]), starts)
