"""Renumbering: the live articles of several segments get one row of numbers, and keep what is known of them."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

NONE = 0xFFFFFFFF
SEGMENTS = st.lists(
    st.lists(st.booleans(), max_size=150), max_size=4
)  # of each article whether it is deleted


def bitmap(deleted: list[bool]) -> array[int]:
    """A bit an article; nothing where none is deleted."""
    words = array("Q", bytes(8 * -(-len(deleted) // 64)))
    for article, gone in enumerate(deleted):
        words[article >> 6] |= gone << (article & 63)
    return words if any(deleted) else array("Q")


@given(segments=SEGMENTS)
def test_live_articles_are_numbered_in_order_and_keep_their_values(
    load_kernel, segments: list[list[bool]]
) -> None:
    """A wrong number would show one article's date with another one's text."""
    kernel = load_kernel("renumber")
    live = [(segment, at) for segment, gone in enumerate(segments) for at in range(len(gone)) if not gone[at]]
    column, first = array("I", bytes(4 * len(live))), 0
    for segment, gone in enumerate(segments):
        numbers = array("I", [7] * len(gone))
        first = kernel.renumber(bitmap(gone), first, numbers)
        assert [number == NONE for number in numbers] == gone
        values = array("I", [1000 * segment + at for at in range(len(gone))])
        kernel.carry(values, numbers, column)
    assert first == len(live)
    assert list(column) == [1000 * segment + at for segment, at in live]


@given(counts=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=40))
def test_forms_that_are_in_no_article_any_more_are_left_out(
    load_kernel, counts: list[tuple[int, int]]
) -> None:
    """A fresh build would not know them."""
    body = array("I", [number for form, (df, _) in enumerate(counts) for number in (df, form, form, form)])
    title = array("I", [number for form, (_, df) in enumerate(counts) for number in (df, 9, form, 9)])
    notices = array("I", [number for form in range(len(counts)) for number in (0, 7, form, 7)])
    kept = array("I", bytes(4 * len(counts)))
    count = load_kernel("renumber").keep_counted(body, title, notices, kept)
    expected = [form for form, pair in enumerate(counts) if any(pair)]
    assert list(kept[:count]) == expected
    assert list(body[: 4 * count]) == [n for form in expected for n in (counts[form][0], form, form, form)]
    assert list(title[: 4 * count]) == [n for form in expected for n in (counts[form][1], 9, form, 9)]
    assert list(notices[: 4 * count]) == [n for form in expected for n in (0, 7, form, 7)]


def test_buffers_that_do_not_fit_are_refused(load_kernel) -> None:
    """What comes from disk must not be written beside a buffer."""
    kernel = load_kernel("renumber")
    with pytest.raises(ValueError, match="bitmap is too short"):
        kernel.renumber(array("Q", [1]), 0, array("I", bytes(4 * 65)))
    with pytest.raises(ValueError, match="too many articles"):
        kernel.renumber(array("Q"), NONE - 1, array("I", [0]))
    with pytest.raises(ValueError, match="a value for each article"):
        kernel.carry(array("I", [1, 2]), array("I", [0]), array("I", [0]))
    with pytest.raises(ValueError, match="too small"):
        kernel.carry(array("I", [1]), array("I", [1]), array("I", [0]))
    with pytest.raises(ValueError, match="do not fit"):
        kernel.keep_counted(*(array("I", [1] * size) for size in (4, 8, 4)), array("I", [0, 0]))
    with pytest.raises(ValueError, match="do not fit"):
        kernel.keep_counted(*(array("I", [1] * size) for size in (8, 8, 4)), array("I", [0, 0]))
