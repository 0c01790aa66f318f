"""Lines: sorted and picked as Python sorts and picks them."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

WORD = st.text(st.sampled_from("abcé中") | st.characters(codec="utf-8", exclude_characters="\n"), max_size=12)


def lines(words: Sequence[str]) -> tuple[bytes, array[int]]:
    """Words with a newline after each, and where each ends."""
    text = "".join(f"{word}\n" for word in words).encode()
    return text, array("I", [at for at, byte in enumerate(text) if byte == 10])


@given(words=st.lists(WORD, max_size=30))
def test_the_ends_of_lines_are_where_their_newlines_are(load_kernel, words: list[str]) -> None:
    """A word is found by where it ends: between two newlines, whatever its bytes."""
    text, ends = lines(words)
    found = array("I", bytes(4 * len(words)))
    assert load_kernel("lines").find_ends(text, found) == len(words)
    assert found == ends


@pytest.mark.parametrize(("text", "room"), [(b"a", 1), (b"a\nb", 2), (b"a\nb\n", 1), (b"\n\n", 1)])
def test_lines_that_are_too_many_or_do_not_end_are_refused(load_kernel, text: bytes, room: int) -> None:
    """A form that held a newline would shift all the forms after it."""
    with pytest.raises(ValueError, match="line"):
        load_kernel("lines").find_ends(text, array("I", bytes(4 * room)))


@given(words=st.lists(WORD, min_size=1, max_size=20), data=st.data())
def test_picked_lines_are_those_asked_for_in_that_order(
    load_kernel, words: list[str], data: st.DataObject
) -> None:
    """The lexicon's words are picked from the cutter's."""
    numbers = data.draw(st.lists(st.integers(0, len(words) - 1), max_size=30))
    text, ends = lines(words)
    expected, _ = lines([words[number] for number in numbers])
    out = bytearray(len(expected))
    kernel = load_kernel("lines")
    assert kernel.pick(text, ends, array("I", numbers), out) == len(expected)
    assert out == expected
    if out:
        with pytest.raises(ValueError, match="too small"):
            kernel.pick(text, ends, array("I", numbers), out[:-1])


@given(
    pairs=st.lists(st.tuples(WORD | st.sampled_from(["", "a", "abcdefgh", "abcdefghi"]), WORD), max_size=60)
)
@settings(max_examples=150)
def test_lines_are_sorted_as_pairs_of_words_are(load_kernel, pairs: list[tuple[str, str]]) -> None:
    """By key, then by form: the order of bytes in UTF-8 is that of characters."""
    first, second = lines([one for one, _ in pairs]), lines([two for _, two in pairs])
    count = len(pairs)
    order, work = array("I", bytes(4 * count)), array("I", bytes(4 * count))
    load_kernel("lines").Sorter(*first, *second, array("Q", bytes(8 * count))).sort(order, work)
    assert list(order) == sorted(range(count), key=pairs.__getitem__)


def test_buffers_that_do_not_fit_are_refused(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    kernel = load_kernel("lines")
    text, ends = lines(["a", "b"])
    with pytest.raises(ValueError, match="as many lines"):
        kernel.Sorter(text, ends, text, ends, array("Q", [0]))
    with pytest.raises(ValueError, match="a number for each"):
        kernel.Sorter(text, ends, text, ends, array("Q", [0, 0])).sort(array("I", [0]), array("I", [0, 0]))


@given(rows=st.lists(st.tuples(st.sampled_from(["", "a", "bc"]), WORD), max_size=12))
def test_empty_lines_are_filled_with_what_was_made_of_the_lines_beside_them(
    load_kernel, rows: list[tuple[str, str]]
) -> None:
    """What the lexicon has not is guessed elsewhere, and must come back to its own place."""
    kernel = load_kernel("lines")
    marks, text = (lines([row[column] for row in rows])[0] for column in range(2))
    out = bytearray(len(text))
    beside = bytes(out[: kernel.beside_empty(marks, text, out)])
    assert beside == lines([word for mark, word in rows if not mark])[0]
    out = bytearray(len(marks) + len(beside))
    assert out[: kernel.fill(marks, beside, out)] == lines([mark or word for mark, word in rows])[0]


@pytest.mark.parametrize(
    ("one", "other"), [(b"\n\n", b"a\n"), (b"\n", b"a\nb\n"), (b"\na\n", b"a"), (b"\n", b"a")]
)
def test_texts_that_do_not_have_as_many_lines_are_refused(load_kernel, one: bytes, other: bytes) -> None:
    """A line too many would give each later form the name of its neighbour."""
    kernel = load_kernel("lines")
    with pytest.raises(ValueError, match="as many"):
        kernel.beside_empty(one, other, bytearray(20))
    with pytest.raises(ValueError, match="as many"):
        kernel.fill(one, other, bytearray(20))
    for function in (kernel.beside_empty, kernel.fill):
        with pytest.raises(ValueError, match="too small"):
            function(one, other, bytearray())


RUNS = st.lists(st.sets(st.tuples(WORD, WORD), max_size=12), min_size=1, max_size=5)


@given(runs=RUNS)
@settings(max_examples=150)
def test_merging_gives_each_different_line_one_place_in_order(
    load_kernel, runs: list[set[tuple[str, str]]]
) -> None:
    """The lexicon of a merged segment is the sorted union of those of its parts."""
    kernel = load_kernel("lines")
    pairs = [pair for run in runs for pair in sorted(run)]
    (first, first_ends), (second, second_ends) = (lines([pair[at] for pair in pairs]) for at in (0, 1))
    sorter = kernel.Sorter(first, first_ends, second, second_ends, array("Q", bytes(8 * len(pairs))))
    ranks, picked = (array("I", bytes(4 * len(pairs))) for _ in range(2))
    run_ends = array("I", itertools.accumulate(map(len, runs)))
    count = sorter.merge(run_ends, array("I", bytes(4 * len(runs))), ranks, picked)
    union = sorted(set(pairs))
    assert [pairs[number] for number in picked[:count]] == union
    assert [union[rank] for rank in ranks] == pairs


def test_lines_that_are_not_sorted_or_not_in_a_run_are_refused(load_kernel) -> None:
    """A damaged lexicon must not give an index in which words are not found."""
    kernel = load_kernel("lines")
    for words, ends, message in (
        ("ba", [2], "not sorted"),
        ("aa", [2], "not sorted"),
        ("ab", [1], "all lines"),
        ("ab", [2, 1], "one after the other"),
        ("ab", [3], "one after the other"),
    ):
        text, line_ends = lines(words)
        sorter = kernel.Sorter(text, line_ends, text, line_ends, array("Q", bytes(16)))
        buffers = (array("I", bytes(4 * size)) for size in (len(ends), 2, 2))
        with pytest.raises(ValueError, match=message):
            sorter.merge(array("I", ends), *buffers)
    with pytest.raises(ValueError, match="each run or each line"):
        sorter.merge(array("I", [2]), array("I"), array("I", [0, 0]), array("I", [0, 0]))


def test_ends_are_appended_behind_others(load_kernel) -> None:
    """Texts are joined without looking for their newlines again."""
    kernel, out = load_kernel("lines"), array("I", [9] * 5)
    assert kernel.append_ends(array("I", [1, 4]), 10, out, 1) == 3
    assert list(out) == [9, 11, 14, 9, 9]
    with pytest.raises(ValueError, match="too small"):
        kernel.append_ends(array("I", [1, 4]), 10, out, 4)
    with pytest.raises(ValueError, match="too long"):
        kernel.append_ends(array("I", [1, 4]), 2**32 - 2, out, 0)
