"""Openings: lines are found as by looking at each of them."""

from __future__ import annotations

from array import array
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

SMALL = bytes(range(256)).decode("latin-1").lower().encode("latin-1", "replace")
PASSED = " —*"


def tables(words: list[str]) -> tuple[Any, ...]:
    """What the kernel is made of."""
    known = sorted(word.encode("latin-1") for word in words)
    firsts = array("I", (sum(word[0] < letter for word in known) for letter in range(257)))
    return b"".join(known), array("I", accumulate(map(len, known))), firsts, SMALL, PASSED


@given(
    words=st.lists(st.text("aàb©", min_size=1, max_size=3), unique=True, max_size=5),
    text=st.text("aAÀàbB©œ —*\n", max_size=30),
    start=st.integers(0, 32),
)
@example(words=[], text="\na", start=0)
@example(words=["a"], text="\n \n—", start=0)
def test_lines_are_found_that_begin_as_some_do(load_kernel, words: list[str], text: str, start: int) -> None:
    """A line that is not found is a notice that nobody sees; one that is none is looked at for nothing."""
    openings = load_kernel("openings").Openings(*tables(words))
    lines = [at + 1 for at, letter in enumerate(text) if letter == "\n" and at >= start]
    expected = [at for at in lines if text[at:].lstrip(PASSED).lower().startswith(tuple(words))]
    found = []
    at = openings.find(text, start)
    while at >= 0:
        found.append(at)
        at = openings.find(text, at)
    assert found == expected


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (0, b"abcd"),
        (1, array("I", [1, 1])),
        (1, array("I", [0, 3])),
        (1, array("I", [1])),
        (2, array("I", [0] * 256)),
        (2, array("I", [0] * 255 + [3, 2])),
        (2, array("I", [0] * 256 + [9])),
        (3, SMALL[1:]),
    ],
)
def test_tables_that_would_lead_out_of_the_words_are_refused(load_kernel, part: int, value: object) -> None:
    """The loop looks where they say, without asking again."""
    wrong = list(tables(["ab", "c"]))
    wrong[part] = value
    with pytest.raises(ValueError, match="tables"):
        load_kernel("openings").Openings(*wrong)


def test_a_search_before_the_text_is_refused(load_kernel) -> None:
    """Python would count such a place from the end."""
    with pytest.raises(ValueError, match="begins at 0"):
        load_kernel("openings").Openings(*tables(["a"])).find("a\na", -2)
