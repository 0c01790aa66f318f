"""The scanner: compiled and interpreted it finds the same chunks, and its tables keep what they are given."""

from __future__ import annotations

from array import array
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_text

from searcher.analysis.characters import CLASSES, ELIDING, LOWERS
from searcher.analysis.words import SCANNED_CLITICS, form_of

TABLES = CLASSES, LOWERS, ELIDING, b"".join(clitic.encode() + b"\0" for clitic in SCANNED_CLITICS)

Found = tuple[list[int], list[int], list[tuple[int, int, bytes]], list[str]]


def scan(kernel: ModuleType, texts: list[bytes]) -> Found:
    """The chunks of texts, where they begin, those that have to be explained, and the forms found on the way."""
    scanner = kernel.Scanner(*TABLES)
    data = b"".join(texts)
    size = len(data) // 2 + len(texts)
    numbers, offsets = array("I", bytes(4 * size)), array("I", bytes(4 * size))
    filled = start = 0
    for text in texts:
        filled = scanner.scan(data, start, start + len(text), numbers, offsets, filled)
        start += len(text)
    waiting = scanner.unexplained()
    assert scanner.unexplained() == []
    return list(numbers[:filled]), list(offsets[:filled]), waiting, scanner.form_lines(0).decode().split("\n")[:-1]


def words(kernel: ModuleType, text: str) -> list[tuple[str, int, int, int]]:
    """What a text expands to if each chunk that is asked is explained as itself: form, position, start, end."""
    scanner = kernel.Scanner(*TABLES)
    data = text.encode()
    size = len(data) // 2 + 1
    numbers, offsets = array("I", bytes(4 * size)), array("I", bytes(4 * size))
    filled = scanner.scan(data, 0, len(data), numbers, offsets, 0)
    for number, _, chunk in scanner.unexplained():
        scanner.explain(number, [(f"~{chunk.decode()}", 0, len(chunk.decode()), 1)])
    count = scanner.count_words(numbers, filled)
    forms, positions, spans = array("I", bytes(4 * count)), array("I", bytes(4 * count)), array("I", bytes(8 * count))
    assert scanner.expand(numbers, offsets, 0, filled, forms, positions, spans, 0) == count
    return [
        (scanner.form(forms[at]).decode(), positions[at], spans[2 * at], spans[2 * at + 1]) for at in range(count)
    ]


@given(texts=st.lists(any_text(), max_size=4))
@settings(max_examples=150)
def test_compiled_and_interpreted_scanners_agree(both_kernels, texts: list[str]) -> None:
    """An index built without a compiler must be the one built with it."""
    compiled, interpreted = both_kernels("cut")
    encoded = [text.encode() for text in texts]
    assert scan(compiled, encoded) == scan(interpreted, encoded)


@given(text=any_text())
@settings(max_examples=150)
def test_every_chunk_stands_where_its_offset_says(load_kernel, text: str) -> None:
    """Offsets are characters, the scanner counts bytes: one miscounted character shifts all marks after it."""
    after = 0
    for at, (form, position, start, end) in enumerate(words(load_kernel("cut"), text)):
        assert position == at
        assert after <= start < end <= len(text)
        if form.startswith("~"):
            assert text[start:end] == form[1:]
        else:
            assert form_of(text[start:end]) == form
        after = end


@given(text=any_text())
@settings(max_examples=60)
def test_a_chunk_met_again_has_the_number_it_had(load_kernel, text: str) -> None:
    """What a chunk means is remembered by its number, and asked once."""
    numbers, _, waiting, forms = scan(load_kernel("cut"), [text.encode()] * 2)
    half = len(numbers) // 2
    assert numbers[:half] == numbers[half:]
    assert len({chunk for _, _, chunk in waiting}) == len(waiting)
    assert len(set(forms)) == len(forms)


def test_a_scan_that_does_not_fit_is_refused(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    kernel = load_kernel("cut")
    for at in range(3):
        with pytest.raises(ValueError, match="wrong length"):
            kernel.Scanner(*(table[:-1] if at == number else table for number, table in enumerate(TABLES)))
    scanner = kernel.Scanner(*TABLES)
    for start, end, filled in ((0, 5, 0), (-1, 2, 0), (0, 4, 1), (3, 2, 0)):
        with pytest.raises(ValueError, match="does not fit"):
            scanner.scan(b"abcd", start, end, array("I", [0] * 3), array("I", [0] * 3), filled)
    with pytest.raises(ValueError, match="does not fit"):
        scanner.scan(b"abcd", 0, 4, array("I", [0] * 3), array("I", [0] * 2), 0)


def test_forgetting_chunks_keeps_the_forms(load_kernel) -> None:
    """Numbers of forms are what a segment being built is made of."""
    scanner = load_kernel("cut").Scanner(*TABLES)
    numbers, offsets = array("I", [0] * 9), array("I", [0] * 9)
    scanner.scan(b"un deux l'a-b", 0, 13, numbers, offsets, 0)
    assert len(scanner.unexplained()) == 1
    assert scanner.known() == (3, 2)
    scanner.forget()
    assert scanner.known() == (0, 2)
    scanner.scan(b"deux trois", 0, 10, numbers, offsets, 0)
    assert scanner.form_lines(0) == b"un\ndeux\ntrois\n"
    assert scanner.form_lines(2) == b"trois\n"


@given(
    meanings=st.lists(
        st.lists(st.tuples(st.text("abc", min_size=1), st.integers(0, 9), st.integers(0, 9), st.integers(0, 1)), max_size=3),
        max_size=12,
    )
)
def test_words_are_those_that_chunks_were_explained_by(load_kernel, meanings) -> None:
    """Positions make phrases, spans make highlights: both are set here, for every word of every text."""
    scanner = load_kernel("cut").Scanner(*TABLES)
    text = " ".join(f"{number}" for number in range(len(meanings))).encode()
    numbers, offsets = array("I", [0] * 99), array("I", [0] * 99)
    filled = scanner.scan(text, 0, len(text), numbers, offsets, 0)
    waiting = scanner.unexplained()
    for (number, _, _), pieces in zip(waiting, meanings, strict=True):
        scanner.explain(number, pieces)
    count = scanner.count_words(numbers, filled)
    forms, positions, spans = array("I", bytes(4 * count)), array("I", bytes(4 * count)), array("I", bytes(8 * count))
    scanner.expand(numbers, offsets, 0, filled, forms, positions, spans, 0)
    position, expected = -1, []
    for offset, pieces in zip(offsets, meanings, strict=False):
        for form, start, end, step in pieces:
            position += step
            expected.append((form, position & 0xFFFFFFFF, offset + start, offset + end))
    found = zip(forms, positions, spans[::2], spans[1::2], strict=True)
    assert [(scanner.form(form).decode(), *rest) for form, *rest in found] == expected


# ------------------------------------------------------------------ tables of strings

STRINGS = st.lists(st.binary(max_size=9) | st.sampled_from([b"", b"a", b"b", b"ab"]), max_size=40)


@given(strings=STRINGS)
def test_a_table_numbers_strings_in_the_order_of_their_coming(load_kernel, strings: list[bytes]) -> None:
    """The same string always has the same number, and the number gives the string back."""
    table = load_kernel("cut").Table()
    known: dict[bytes, int] = {}
    for string in strings:
        assert table.number(string) == known.setdefault(string, len(known))
        assert table.text(known[string]) == string
    assert len(table) == len(known)
    assert table.lines(0) == b"".join(string + b"\n" for string in known)
    for number in (-1, len(known)):
        with pytest.raises(IndexError):
            table.text(number)


def test_a_table_grows_far_beyond_its_first_size(load_kernel) -> None:
    """Distinct words of a corpus are hundreds of thousands."""
    table = load_kernel("cut").Table()
    count = 20_000
    assert [table.number(f"mot{number}".encode()) for number in range(count)] == list(range(count))
    assert [table.number(f"mot{number}".encode()) for number in range(0, count, 7)] == list(range(0, count, 7))


WORD = st.sampled_from(["", "a", "b", "ab", "abc"])


@given(rows=st.lists(st.tuples(WORD, WORD, WORD), max_size=20))
def test_numbering_lines_leaves_out_those_whose_other_two_are_the_same(load_kernel, rows) -> None:
    """Most forms are found by the key of their group's name: listing them would double the lexicon."""
    table = load_kernel("cut").Table()
    texts = ["".join(f"{row[column]}\n" for row in rows).encode() for column in range(3)]
    out = array("I", bytes(4 * len(rows)))
    table.number_lines(*texts, out)
    known: dict[str, int] = {}
    assert list(out) == [
        0xFFFFFFFF if folded == unless else known.setdefault(name, len(known)) for name, folded, unless in rows
    ]
    if rows:
        with pytest.raises(ValueError, match="not enough lines"):
            load_kernel("cut").Table().number_lines(b"a\n", b"b\n", b"c\n", array("I", [0, 0, 0]))
