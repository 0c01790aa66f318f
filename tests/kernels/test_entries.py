"""Entries: which article has which value comes back as it was written, and nothing else is believed."""

from __future__ import annotations

from array import array
from itertools import groupby
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

NONE = 0xFFFFFFFF
Pairs = list[tuple[int, int]]


@st.composite
def written(draw: st.DrawFn) -> tuple[int, int, Pairs]:
    """So many articles and values, and which article has which, each once, in order."""
    size, highest = draw(st.integers(1, 300)), draw(st.sampled_from([1, 3, 255, 256, 70_000, 1 << 24]))
    numbers = st.integers(1, highest) | st.integers(1, min(3, highest))
    pairs = draw(st.sets(st.tuples(st.integers(0, size - 1), numbers), max_size=40))
    return size, highest, sorted(pairs)


def width(highest: int) -> int:
    return -(-highest.bit_length() // 8)


def columns(pairs: Pairs) -> tuple[array[int], array[int]]:
    return array("I", [article for article, _ in pairs]), array("I", [number for _, number in pairs])


def packed(kernel, highest: int, numbers: array[int], articles: array[int]) -> bytes:
    out = bytearray((width(highest) + 5) * len(numbers))
    filled = kernel.pack(numbers, width(highest), out)
    return bytes(out[: kernel.pack_gaps(articles, out, filled)])


def bits(articles: set[int], size: int) -> array[int]:
    found = array("Q", bytes(8 * -(-size // 64)))
    for article in articles:
        found[article >> 6] |= 1 << (article & 63)
    return found


@given(written=written(), data=st.data())
def test_what_is_written_is_read(load_kernel, written: tuple[int, int, Pairs], data: st.DataObject) -> None:
    """Listed, or one an article: marked, counted and unfolded as sets of Python would be."""
    kernel, (size, highest, pairs) = load_kernel("entries"), written
    single = [next(group) for _, group in groupby(pairs, itemgetter(0))]
    articles, numbers = columns(single)
    dense = array("I", bytes(4 * size))
    assert kernel.spread(articles, numbers, dense)
    out = bytearray(width(highest) * size)
    assert kernel.pack(dense, width(highest), out) == len(out)
    forms = [(pairs, packed(kernel, highest, *columns(pairs)[::-1]), len(pairs), True)]
    forms += [(single, bytes(out), size, False)]
    wanted = data.draw(st.sets(st.integers(0, highest), max_size=4)) | {number for _, number in pairs[::3]}
    within = data.draw(st.sets(st.integers(0, size - 1), max_size=size))
    gone = data.draw(st.sets(st.integers(0, size - 1), max_size=5))
    for expected, entries, count, listed in forms:

        def read() -> object:
            return kernel.Reader(entries, count, highest, listed, size)  # noqa: B023 (used at once)

        flags = bytearray(highest + 1)
        for number in wanted:
            flags[number] = 1
        seen = bits(set(), size)
        read().mark(flags, seen)
        having = {article for article, number in expected if number in wanted}
        if not listed and 0 in wanted:
            having |= set(range(size)) - {article for article, _ in expected}
        assert seen == bits(having, size)

        counts = array("I", bytes(4 * (highest + 1)))
        inside = [(article, number) for article, number in expected if article in within]
        assert read().tally(bits(within, size), counts) == len({article for article, _ in inside})
        told = {number: count for number, count in enumerate(counts) if count and number}
        assert told == {n: sum(number == n for _, number in inside) for n in {number for _, number in inside}}

        renumbered = array("I", [NONE if article in gone else article + 7 for article in range(size)])
        into = array("I", bytes(4 * count)), array("I", bytes(4 * count))
        filled = read().unfold(renumbered, *into)
        left = [(article + 7, number) for article, number in expected if article not in gone]
        assert list(zip(into[0][:filled], into[1][:filled], strict=True)) == left

        placed = array("I", bytes(4 * size))
        read().place(array("I", [0, *range(101, 101 + highest)]), placed)
        firsts = {article: number + 100 for article, number in reversed(expected)}
        assert list(placed) == [firsts.get(article, 0) for article in range(size)]


@given(written=written())
def test_one_number_an_article_is_listed_and_spread(load_kernel, written: tuple[int, int, Pairs]) -> None:
    """The two forms are one another's inverse; several of one article have no place in the second."""
    kernel, (size, _, pairs) = load_kernel("entries"), written
    single = [next(group) for _, group in groupby(pairs, itemgetter(0))]
    dense = array("I", bytes(4 * size))
    assert kernel.spread(*columns(single), dense)
    articles, numbers = array("I", bytes(4 * size)), array("I", bytes(4 * size))
    filled = kernel.gather(dense, articles, numbers)
    assert list(zip(articles[:filled], numbers[:filled], strict=True)) == single
    assert kernel.spread(*columns(pairs), array("I", bytes(4 * size))) == (len(single) == len(pairs))


WRONG = {
    "fewer bytes than entries": (b"\1", 2, 1, True, 3),
    "more entries than bytes by far": (b"\1", 1 << 40, 1, True, 3),
    "a negative number of entries": (b"\1", -1, 1, True, 3),
    "fewer entries than articles": (b"\1\1", 2, 1, False, 3),
    "bytes too many": (b"\1\0\0", 1, 1, True, 3),
    "bytes too many of a column": (b"\1\0\0\0", 3, 1, False, 3),
    "a number that is too high": (b"\2\0", 1, 1, True, 3),
    "a number that is too high in a column": (b"\0\2\0", 3, 1, False, 3),
    "a number of no value": (b"\0\0", 1, 1, True, 3),
    "no gap": (b"\1", 1, 1, True, 3),
    "a gap that does not end": (b"\1\x80", 1, 1, True, 3),
    "a gap that is too long": (b"\1" + b"\x80" * 9 + b"\1", 1, 1, True, 3),
    "an article too far": (b"\1\3", 1, 1, True, 3),
    "articles too far together": (b"\1\1\2\1", 2, 1, True, 3),
}


@pytest.mark.parametrize(("data", "count", "highest", "listed", "size"), WRONG.values(), ids=WRONG.keys())
def test_bytes_that_nobody_wrote_are_refused(
    load_kernel, data: bytes, count: int, highest: int, listed: bool, size: int
) -> None:
    """They come from a disk, or from a stranger."""
    kernel = load_kernel("entries")
    with pytest.raises(ValueError, match=r"entr|bytes"):
        kernel.Reader(data, count, highest, listed, size).mark(bytes(highest + 1), bits(set(), size))
    with pytest.raises(ValueError, match=r"entr|bytes"):
        kernel.Reader(data, count, highest, listed, size).tally(
            bits({0, 1, 2}, size), array("I", bytes(4 * (highest + 1)))
        )
    with pytest.raises(ValueError, match=r"entr|bytes"):
        room = array("I", bytes(40))
        kernel.Reader(data, count, highest, listed, size).unfold(array("I", range(size)), room, room[:])
    with pytest.raises(ValueError, match=r"entr|bytes"):
        kernel.Reader(data, count, highest, listed, size).place(array("I", bytes(4 * (highest + 1))), room)


def test_buffers_that_are_too_small_are_refused(load_kernel) -> None:
    """No kernel writes beside one."""
    kernel, numbers = load_kernel("entries"), array("I", [1, 2])
    for fail in (
        lambda: kernel.spread(numbers, array("I", [1]), array("I", bytes(40))),
        lambda: kernel.spread(numbers, numbers, array("I", [0, 0])),
        lambda: kernel.gather(numbers, array("I", [0]), array("I", [0, 0])),
        lambda: kernel.pack(numbers, 2, bytearray(3)),
        lambda: kernel.pack_gaps(numbers, bytearray(9), 0),
        lambda: kernel.pack_gaps(array("I", [2, 1]), bytearray(10), 0),
        lambda: kernel.Reader(b"\1\1", 2, 1, False, 2).mark(b"\0", bits(set(), 2)),
        lambda: kernel.Reader(b"\1\1", 2, 1, False, 2).mark(b"\0\0", array("Q")),
        lambda: kernel.Reader(b"\1\1", 2, 1, False, 2).tally(bits({0}, 2), array("I", [0])),
        lambda: kernel.Reader(b"\1\1", 2, 1, False, 2).place(numbers[:1], array("I", [0, 0])),
        lambda: kernel.Reader(b"\1\1", 2, 1, False, 2).place(numbers, array("I", [0])),
        lambda: kernel.Reader(b"\1\1", 2, 1, False, 2).unfold(numbers, array("I", [0]), array("I", [0, 0])),
        lambda: kernel.Reader(b"\1\1", 2, 1, False, 2).unfold(numbers[:1], array("I", [0, 0]), numbers),
    ):
        with pytest.raises(ValueError, match=r"buffer|must"):
            fail()
