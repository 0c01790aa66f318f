"""Notices: which words stand in them, and where the lists of those are."""

from __future__ import annotations

from array import array
from itertools import pairwise
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.kernels.buffers import zeros

# Of each word whether it stands on the position of the one before, the letters before it, and its own.
WORDS = st.lists(st.tuples(st.booleans(), st.integers(0, 2), st.integers(1, 4)), max_size=20)


@given(words=WORDS, edges=st.sets(st.integers(0, 60), max_size=8).map(sorted))
def test_words_are_of_the_notice_in_which_their_position_begins(
    load_kernel, words: list[tuple[bool, int, int]], edges: list[int]
) -> None:
    """A compound is of the news or of a notice as a whole, however zones were set by a program."""
    positions, spans, at, position = array("I"), array("I"), 0, -1
    for number, (stacked, gap, size) in enumerate(words):
        if number and stacked:
            spans.extend(spans[-2:])
        else:
            position += 1
            spans.extend((at + gap, at + gap + size))
            at += gap + size
        positions.append(position)
    notices = array("I", edges[: len(edges) // 2 * 2])
    inside = [
        any(start <= first < end for start, end in zip(notices[::2], notices[1::2], strict=True))
        for first in spans[::2]
    ]
    forms, bounds = zeros("I", len(words)), zeros("I", len(notices))
    numbers = array("I", range(100, 100 + len(words)))
    filled, bounded = load_kernel("notices").pick(numbers, positions, spans, notices, forms, bounds)
    assert list(forms[:filled]) == [number for number, there in zip(numbers, inside, strict=True) if there]
    pairs = list(zip(bounds[:bounded:2], bounds[1:bounded:2], strict=True))
    assert [any(start <= at < end for start, end in pairs) for at in positions] == inside
    assert all(start < end for start, end in pairs)
    assert all(end < start for (_, end), (start, _) in pairwise(pairs))


def table(kernel: ModuleType, counts: array[int]) -> tuple[bytes, array[int], int]:
    writer = kernel.Writer(buffer := bytearray(8 * len(counts) + 64))
    offsets = zeros("I", len(counts) // 128 + 2)
    count = writer.write(counts, offsets)
    return bytes(buffer[: len(writer)]), offsets[: -(-count // kernel.BLOCK) + 1], count


COUNTS = st.lists(
    st.none() | st.tuples(st.integers(1, 300), st.integers(0, 70_000), st.integers(1, 1 << 31)), max_size=150
)


def numbers_of(counts: list[tuple[int, int, int] | None]) -> array[int]:
    return array(
        "I", [n for each in counts for n in ((each[0], sum(each[:2]), each[2], 0) if each else [0] * 4)]
    )


@given(counts=COUNTS, every=st.sampled_from([1, 2, 40]), data=st.data())
@settings(max_examples=60)
def test_a_table_tells_where_the_lists_of_its_forms_are(
    load_kernel, counts: list[tuple[int, int, int] | None], every: int, data: st.DataObject
) -> None:
    """Of most forms there is nothing, of some a list, and each begins where the one before ends."""
    kernel, told = load_kernel("notices"), numbers_of(counts)
    told = array(
        "I", [n for form in range(len(counts)) for n in [*[0] * (4 * every - 4), *told[4 * form :][:4]]]
    )
    blocks, offsets, count = table(kernel, told)
    assert count == len(kernel.Table(blocks, offsets, count)) == sum(map(bool, counts))
    expected, start = {}, 0
    for form in range(len(told) // 4):
        df, occurrences, size, _ = told[4 * form : 4 * form + 4]
        expected[form] = [df, occurrences, start, size, 0, 0] if df else [0] * 6
        start += size
    asked = sorted(data.draw(st.sets(st.integers(0, len(told) // 4 + 3), max_size=40)))
    out = array("Q", [9] * (6 * len(asked)))
    found = kernel.Table(blocks, offsets, count).find(array("I", asked), out)
    assert list(out) == [number for form in asked for number in expected.get(form, [0] * 6)]
    assert found == sum(expected.get(form, [0])[0] > 0 for form in asked)
    unfolded = zeros("I", len(told))
    kernel.Table(blocks, offsets, count).unfold(unfolded)
    assert unfolded == told


def test_damage_in_a_table_gives_an_error_or_numbers_that_could_be(load_kernel) -> None:
    """Whatever the bytes are, the reader stays inside them."""
    kernel = load_kernel("notices")
    told = numbers_of([(1 + n % 300, n % 200, 1 + n * 77) if n % 3 else None for n in range(200)])
    blocks, offsets, count = table(kernel, told)
    asked = array("I", range(200))
    noticed = 0
    for at in range(0, len(blocks), 3):
        for mask in (0x01, 0x80, 0xFF):
            spoiled = bytearray(blocks)
            spoiled[at] ^= mask
            out, unfolded = zeros("Q", 1200), zeros("I", 800)
            for call in (
                lambda spoiled=spoiled, out=out: kernel.Table(spoiled, offsets, count).find(asked, out),
                lambda spoiled=spoiled, out=unfolded: kernel.Table(spoiled, offsets, count).unfold(out),
            ):
                try:
                    call()
                except ValueError as error:
                    assert "table of notices" in str(error)
                    noticed += 1
    assert noticed > len(blocks) // 3
    for end in range(0, len(blocks), 7):
        with pytest.raises(ValueError, match="damaged"):
            kernel.Table(blocks[:end], offsets, count).unfold(zeros("I", 800))
    for number, wrong in ((0, 5), (1, 0), (len(offsets) - 1, 1 << 31)):
        spoiled = offsets[:]
        spoiled[number] = wrong
        with pytest.raises(ValueError, match="damaged"):
            kernel.Table(blocks, spoiled, count).unfold(zeros("I", 800))


def test_buffers_that_do_not_fit_are_refused(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    kernel = load_kernel("notices")
    told = numbers_of([(1, 0, 5)])
    blocks, offsets, count = table(kernel, told)
    one, two, none = array("I", [0]), array("I", [0, 1]), array("I")
    for call in (
        lambda: kernel.Writer(bytearray(9)).write(told, zeros("I", 2)),
        lambda: kernel.Writer(bytearray(99)).write(told, one),
        lambda: kernel.Table(blocks, offsets, count).find(one, zeros("Q", 5)),
        lambda: kernel.Table(blocks, offsets, count).unfold(none),
        lambda: kernel.Table(blocks, offsets, 40),
        lambda: kernel.pick(one, none, two, two, one, two),
        lambda: kernel.pick(one, one, one, two, one, two),
        lambda: kernel.pick(one, one, two, two, none, two),
        lambda: kernel.pick(one, one, two, two, one, one),
        lambda: kernel.pick(one, one, two, one, one, two),
    ):
        with pytest.raises(ValueError, match=r"too small|damaged|wrong number"):
            call()
