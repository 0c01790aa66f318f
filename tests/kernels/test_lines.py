"""Lines: sorted and picked as Python sorts and picks them."""

from __future__ import annotations

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
