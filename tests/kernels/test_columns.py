"""Columns put articles in order and are added up, compiled and interpreted, as Python's own sort and sum do."""

from __future__ import annotations

from array import array

import pytest
from conftest import LoadKernel
from hypothesis import given
from hypothesis import strategies as st

NUMBERS = st.lists(st.integers(0, 9) | st.integers(0, 0xFFFFFFFE), min_size=1, max_size=12)


@given(data=st.data(), column=NUMBERS, highest_first=st.booleans())
def test_places_are_in_the_order_of_the_column_and_the_unknown_last(
    load_kernel: LoadKernel, data: st.DataObject, column: list[int], highest_first: bool
) -> None:
    """Both ways: nobody looks for what has no date at the top."""
    articles = data.draw(st.lists(st.integers(0, len(column) - 1)))
    places = array("I", [0] * len(articles))
    unknown = load_kernel("columns").places(array("I", articles), array("I", column), highest_first, places)
    assert unknown == sum(column[article] == 0 for article in articles)
    sign = -1 if highest_first else 1
    expected = sorted(
        range(len(articles)), key=lambda at: (not column[articles[at]], sign * column[articles[at]])
    )
    assert sorted(range(len(articles)), key=places.__getitem__) == expected


@given(data=st.data(), numbers=NUMBERS)
def test_the_lowest_are_those_of_a_sort(
    load_kernel: LoadKernel, data: st.DataObject, numbers: list[int]
) -> None:
    """The first ones of a million are found without sorting it."""
    kernel = load_kernel("columns")
    wanted = data.draw(st.integers(1, len(numbers)))
    counts = array("I", [7]) * (1 << 16)
    last = kernel.lowest(array("I", numbers), wanted, counts)
    assert last == sorted(numbers)[wanted - 1]
    articles, scores = array("I", range(len(numbers))), array("d", map(float, numbers))
    out = array("I", articles), array("I", articles), array("d", scores)
    filled = kernel.take(array("I", numbers), 0, last, articles, scores, *out)
    taken = [at for at, number in enumerate(numbers) if number <= last]
    assert list(out[1][:filled]) == taken
    assert list(out[0][:filled]) == [numbers[at] for at in taken]
    assert list(out[2][:filled]) == [float(numbers[at]) for at in taken]


def test_columns_add_up_and_never_wrap(load_kernel: LoadKernel) -> None:
    """A length that overflows would put the longest article among the shortest."""
    out = array("I", [0, 0, 0])
    load_kernel("columns").add(array("I", [0, 5, 0xFFFFFFFF]), array("I", [0, 7, 1]), 1, out)
    assert list(out) == [1, 13, 0xFFFFFFFE]


def test_days_months_and_years_are_added_up_apart(load_kernel: LoadKernel) -> None:
    """As `sets.tally_days` counts them: what is of some day in a month is of none of its days."""
    kernel = load_kernel("columns")
    first, last = array("I", [0, 10, 10, 10, 12]), array("I", [0, 10, 40, 374, 12])
    totals = array("Q", [0] * 9)
    kernel.total_by_day(array("I", range(5)), first, last, 10, array("I", [1, 2, 3, 4, 5]), totals)
    assert list(totals) == [2, 3, 4, 0, 0, 0, 5, 0, 0]
    places = array("I", [0] * 9)
    filled = kernel.list_filled(array("I", totals), places)
    assert list(places[:filled]) == [0, 1, 2, 6]
    for kinds, expected in ((1, [2, 5]), (2, [5, 5]), (3, [9, 5])):
        by_period = array("Q", [0, 0, 0])
        kernel.total_by_period(totals, 10, kinds, array("I", [9, 12, 13]), by_period)
        assert list(by_period) == [*expected, 0]


def test_what_comes_from_a_disk_is_held_against_the_buffers(load_kernel: LoadKernel) -> None:
    """A damaged column must be an error, never a look beyond it."""
    kernel = load_kernel("columns")
    one, two = array("I", [1]), array("I", [1, 2])
    for call in (
        lambda: kernel.places(array("I", [5]), two, False, one),
        lambda: kernel.places(two, array("I", [1, 2, 3]), False, one),
        lambda: kernel.add(two, one, 0, two),
        lambda: kernel.lowest(two, 3, array("I", [0]) * (1 << 16)),
        lambda: kernel.lowest(two, 1, one),
        lambda: kernel.take(two, 0, 9, two, array("d", [1, 2]), one, one, array("d", [0])),
        lambda: kernel.total_by_day(array("I", [3]), two, two, 1, two, array("Q", [0] * 9)),
        lambda: kernel.total_by_day(
            array("I", [0]), array("I", [9]), array("I", [8]), 9, one, array("Q", [0] * 9)
        ),
        lambda: kernel.total_by_day(
            array("I", [0]), array("I", [9]), array("I", [9]), 1, one, array("Q", [0] * 9)
        ),
        lambda: kernel.list_filled(two, one),
        lambda: kernel.total_by_period(array("Q", [0] * 3), 1, 1, two, array("Q", [0])),
        lambda: kernel.total_by_period(array("Q", [0] * 3), 1, 4, one, array("Q", [0])),
        lambda: kernel.total_by_period(array("Q", [0] * 3), 1, 1, array("I"), array("Q", [0])),
    ):
        with pytest.raises(ValueError, match=r"buffer|number|many|day"):
            call()
