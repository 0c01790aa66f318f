"""Numbers by digit: what is written is read again, and takes no more room than it needs."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.index.digits import by_digit, digits_of, from_digits


@given(st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 300), max_size=20))
def test_numbers_come_back_in_as_few_bytes_as_the_highest_needs(numbers: list[int]) -> None:
    """All columns, and the lengths in a block of articles, are written so."""
    section = by_digit(array("I", numbers))
    assert len(section) == len(numbers) * digits_of(max(numbers, default=0))
    assert from_digits(section, len(numbers)).tolist() == numbers
    assert from_digits(by_digit(array("I", numbers), 4), len(numbers)).tolist() == numbers


def test_the_lowest_digits_come_first() -> None:
    """On any machine."""
    assert by_digit(array("I", [0x0102, 3])) == b"\2\3\1\0"
    assert by_digit(array("I", [0, 0])) == b""


@pytest.mark.parametrize(("section", "count"), [(b"123", 2), (b"1", 2), (bytes(10), 2), (b"1", 0)])
def test_what_are_not_so_many_numbers_is_refused(section: bytes, count: int) -> None:
    """A column has one for each article, or it is damaged."""
    with pytest.raises(ValueError, match="does not have"):
        from_digits(section, count)
