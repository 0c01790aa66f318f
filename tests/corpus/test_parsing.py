"""Parsing: the quick way gives what the exact way gives, or leaves the line to it."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searcher.corpus.parsing import parse_bytes, parse_text

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10
)
RECORDS = st.dictionaries(st.text(), VALUES)

NUMBERS = "0 -0 -0.0 1e5 1E+05 1e-400 5e-324 9.2e18 0.1 9007199254740993.0 -9223372036854775808"
# Beyond 64 bits orjson makes a rounded number of them, or refuses them.
LARGE_NUMBERS = "18446744073709551616 -9223372036854775809 99999999999999999999 1e400 NaN -Infinity"


def parse_both(line: bytes) -> tuple[str, str]:
    """In words, because 1, 1.0 and True are equal."""
    return repr(parse_bytes(line)), repr(parse_text(line.decode()))


@given(RECORDS, st.booleans())
@example({"id": 2**64 - 1}, True)
@example({"a": {"b": [1.5, 2**64]}}, True)
@example({"a": "\ud83d"}, True)
def test_bytes_are_parsed_as_text_is_or_not_at_all(record: dict[str, object], escaped: bool) -> None:
    """An id of one digit more must not become another id."""
    line = json.dumps(record, ensure_ascii=escaped).encode(errors="replace")
    quick, exact = parse_both(line)
    assert quick in (exact, "None")


@pytest.mark.parametrize("number", NUMBERS.split())
def test_numbers_are_read_quickly_and_alike(number: str) -> None:
    """Both must round to the nearest number that a machine has."""
    for line in (f'{{"a": {number}}}', f'{{"a": [[{number}]]}}'):
        quick, exact = parse_both(line.encode())
        assert quick == exact


@pytest.mark.parametrize("number", LARGE_NUMBERS.split())
@pytest.mark.parametrize("line", ['{{"a": {}}}', '{{"a": [1, {{"b": {}}}]}}'])
def test_numbers_that_would_be_rounded_are_left_to_the_exact_way(line: str, number: str) -> None:
    """A long id is a name: two that differ in their last digit are two articles."""
    assert parse_bytes(line.format(number).encode()) is None
    assert isinstance(parse_text(line.format(number)), dict)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b" ",
        b"[]",
        b"1",
        b'{"a": 1',
        b'{"a": 1} x',
        b"\xef\xbb\xbf{}",
        b'{"a": "\xe9"}',
        b'{"a": "\\ud83d"}',
    ],
)
def test_what_is_no_plain_record_is_left_to_the_exact_way(line: bytes) -> None:
    """There is one place for the wording of errors, and one for the guessing of encodings."""
    assert parse_bytes(line) is None


def test_the_last_of_values_of_one_name_counts_in_the_place_of_the_first() -> None:
    """The order of metadata is the order of the file, and part of what is stored."""
    assert parse_both(b'{"a": 1, "b": 2, "a": 3}') == ("{'a': 3, 'b': 2}",) * 2


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a": ', "}")])
def test_both_ways_draw_the_line_at_the_same_depth(opening: str, closing: str) -> None:
    """What is accepted must not depend on the way that was taken."""
    for levels in range(45, 55):
        line = f'{{"a": {opening * levels}1{closing * levels}}}'
        exact = parse_text(line)
        assert parse_bytes(line.encode()) == (exact if isinstance(exact, dict) else None)
        assert isinstance(exact, dict) == (levels < 50)
