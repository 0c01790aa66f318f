"""Endings: stripped as the rule says, word for word, and no byte beside them."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

WORD = st.text("abexrs", max_size=9) | st.sampled_from(["", "chevaux", "a1", "ça", "été", "日本"])
RULES = 126, 6, b"aux\nal\nx\n\n", b"sree"


def strip(word: str) -> str:
    """The same rule, as one would write it for one word."""
    if len(word) < 6:
        return word
    if word.endswith("aux"):
        return word[:-3] + "al"
    if word.endswith("x"):
        return word[:-1]
    for letter in "sree":
        word = word.removesuffix(letter)
    return word[:-1] if word[-1] == word[-2] else word


def lines(words: list[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode()


@given(rows=st.lists(st.tuples(WORD, WORD, WORD), max_size=8))
def test_empty_names_are_made_of_words(load_kernel, rows: list[tuple[str, str, str]]) -> None:
    """Half of the forms of a corpus are in no list: each must get the name that a query gives it."""
    names, words, spellings = (lines([row[column] for row in rows]) for column in range(3))
    expected = []
    for name, word, spelling in rows:
        if not name and not word.isascii():
            break
        expected.append(name or (f"~{strip(word)}" if word.isalpha() else spelling))
    out, state = bytearray(len(names) + len(words) + len(spellings)), array("q", [0] * 4)
    endings = load_kernel("endings").Endings(*RULES)
    assert endings.complete(names, words, spellings, out, state) == (len(expected) == len(rows))
    assert out[: state[3]] == lines(expected)
    assert list(state[:3]) == [
        len(lines([row[column] for row in rows[: len(expected)]])) for column in range(3)
    ]


@pytest.mark.parametrize(
    ("shortest", "replaced", "stripped"),
    [
        (5, b"aux\nal\n", b"sree"),
        (3, b"eaux\neau\n", b""),
        (6, b"al\naux\n", b""),
        (6, b"x\n", b""),
        (6, b"x\n\ny", b""),
    ],
)
def test_rules_that_could_leave_the_word_are_refused(
    load_kernel, shortest: int, replaced: bytes, stripped: bytes
) -> None:
    """Compiled, a word shorter than its ending would be read before its first letter."""
    with pytest.raises(ValueError, match=r"longer|must have"):
        load_kernel("endings").Endings(126, shortest, replaced, stripped)


@pytest.mark.parametrize(
    ("names", "words", "spellings", "room"),
    [
        (b"\n\n", b"a\n", b"a\na\n", 20),
        (b"\n\n", b"a\na\n", b"a\n", 20),
        (b"\n", b"a", b"a\n", 20),
        (b"a", b"a\n", b"a\n", 20),
        (b"\n", b"abcdef\n", b"a\n", 9),
    ],
)
def test_lines_that_are_not_as_many_and_buffers_without_room_are_refused(
    load_kernel, names: bytes, words: bytes, spellings: bytes, room: int
) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    endings = load_kernel("endings").Endings(*RULES)
    with pytest.raises(ValueError, match=r"as many|too small"):
        endings.complete(names, words, spellings, bytearray(room), array("q", [0] * 4))
    with pytest.raises(ValueError, match="nothing to go on"):
        endings.complete(names, words, spellings, bytearray(room), array("q", [0, -1, 0, 0]))
