"""Letters: replaced as Python replaces them, and no byte beside them."""

from __future__ import annotations

from array import array
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

LETTERS = 0x250


def table(replaced: list[str]) -> tuple[bytes, array[int]]:
    """A table, as the kernel takes it."""
    encoded = [letters.encode() for letters in replaced]
    return b"".join(encoded), array("I", accumulate(map(len, encoded)))


TITLES = [chr(point) if chr(point) == "ß" else chr(point).title() for point in range(LETTERS)]
LINES = st.lists(st.text(st.characters(max_codepoint=0x300, exclude_characters="\n"), max_size=6), max_size=8)


@given(words=LINES)
def test_lines_are_replaced_up_to_the_first_that_holds_another_letter(load_kernel, words: list[str]) -> None:
    """What the table has not is for Python to write: a line of it must not be lost, nor begun."""
    replacer = load_kernel("letters").Replacer(*table(TITLES))
    text = "".join(f"{word}\n" for word in words).encode()
    state, out = array("q", [0, 0]), bytearray(3 * len(text))
    known = 0
    while known < len(words) and all(ord(letter) < LETTERS for letter in words[known]):
        known += 1
    assert replacer.replace(text, out, state) == (known == len(words))
    expected = "".join("".join(TITLES[ord(letter)] for letter in word) + "\n" for word in words[:known])
    assert list(state) == [
        len("".join(f"{word}\n" for word in words[:known]).encode()),
        len(expected.encode()),
    ]
    assert out[: state[1]].decode() == expected


@pytest.mark.parametrize(
    ("letters", "ends"),
    [
        (b"a" * LETTERS, array("I", range(1, LETTERS))),
        (b"a" * LETTERS, array("I", range(LETTERS))),
        (b"a" * LETTERS, array("I", range(1, LETTERS + 1))),
        (bytes(range(128)) + b"a" * 400, array("I", range(1, LETTERS + 1))),
        (bytes(range(128)) * 5, array("I", [*range(1, 301), 299, *range(302, LETTERS), 640])),
    ],
)
def test_a_table_that_is_none_is_refused(load_kernel, letters: bytes, ends: array[int]) -> None:
    """Compiled, an end beyond the letters would read memory that is not ours."""
    with pytest.raises(ValueError, match="not one"):
        load_kernel("letters").Replacer(letters, ends)


@pytest.mark.parametrize(
    ("lines", "size", "start"),
    [(b"ab", 9, 0), (b"ab\n", 2, 0), ("é\n".encode(), 1, 0), (b"ab\n", 9, -1), ("aé".encode()[:2], 9, 0)],
)
def test_lines_that_do_not_end_and_buffers_without_room_are_refused(
    load_kernel, lines: bytes, size: int, start: int
) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    replacer = load_kernel("letters").Replacer(*table(TITLES))
    with pytest.raises(ValueError, match=r"too small|are none"):
        replacer.replace(lines, bytearray(size), array("q", [start, 0]))
