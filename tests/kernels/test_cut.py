"""The scanner: compiled and interpreted it finds the same chunks, and the owner's mistakes are refused."""

from __future__ import annotations

from array import array
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_text

from searcher.analysis.characters import CLASSES, ELIDING
from searcher.analysis.words import SCANNED_CLITICS

TABLES = CLASSES, ELIDING, b"".join(clitic.encode() + b"\0" for clitic in SCANNED_CLITICS)


def scan(kernel: ModuleType, texts: list[bytes]) -> tuple[list[int], list[int], list[bytes], list[int]]:
    """The chunks of texts, where they begin, and the distinct ones with their kinds."""
    size = sum(map(len, texts))
    chunks = kernel.Chunks(*TABLES)
    slots = 8
    while slots < size + 4 * len(texts) + 8:
        slots *= 2
    count = size // 2 + 2 * len(texts) + 2
    ends, letters, kinds = array("I", bytes(4 * count)), bytearray(size), bytearray(count)
    chunks.adopt(array("I", bytes(16 * slots)), array("I", bytes(4 * count)), letters, ends, kinds)
    numbers, offsets = array("I", bytes(4 * count)), array("I", bytes(4 * count))
    filled = start = 0
    for text in texts:
        assert chunks.room_for(len(text))
        filled = chunks.scan(b"".join(texts), start, start + len(text), numbers, offsets, filled)
        start += len(text)
    begins = [0, *ends[: len(chunks)]]
    distinct = [bytes(letters[begin:end]) for begin, end in zip(begins, ends[: len(chunks)], strict=False)]
    return list(numbers[:filled]), list(offsets[:filled]), distinct, list(kinds[: len(chunks)])


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
    numbers, offsets, distinct, _ = scan(load_kernel("cut"), [text.encode()])
    at = 0
    for number, offset in zip(numbers, offsets, strict=True):
        chunk = distinct[number].decode()
        assert text[offset : offset + len(chunk)] == chunk
        assert offset >= at
        at = offset + len(chunk)


@given(text=any_text())
@settings(max_examples=60)
def test_a_chunk_met_again_has_the_number_it_had(load_kernel, text: str) -> None:
    """What a chunk means is remembered by its number."""
    numbers, _, distinct, _ = scan(load_kernel("cut"), [text.encode()] * 2)
    half = len(numbers) // 2
    assert numbers[:half] == numbers[half:]
    assert len(set(distinct)) == len(distinct)


def test_a_scan_that_does_not_fit_is_refused(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    kernel = load_kernel("cut")
    with pytest.raises(ValueError, match="wrong length"):
        kernel.Chunks(CLASSES[:-1], *TABLES[1:])
    with pytest.raises(ValueError, match="wrong length"):
        kernel.Chunks(CLASSES, ELIDING + b"\0", b"")
    chunks = kernel.Chunks(*TABLES)
    assert not chunks.room_for(4)
    with pytest.raises(ValueError, match="do not fit"):
        chunks.adopt(array("I", bytes(16 * 6)), array("I", [0] * 4), bytearray(4), array("I", [0] * 4), bytearray(4))
    chunks.adopt(array("I", bytes(16 * 16)), array("I", [0] * 4), bytearray(4), array("I", [0] * 4), bytearray(4))
    assert chunks.room_for(4)
    assert not chunks.room_for(5)
    for arguments in ((0, 5), (-1, 2), (0, 4)):
        with pytest.raises(ValueError, match="does not fit"):
            chunks.scan(b"abcd", *arguments, array("I", [0] * 2), array("I", [0] * 2), 0)


@given(
    pieces=st.lists(
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9), st.integers(0, 9), st.integers(0, 1)), max_size=3),
        min_size=1,
        max_size=5,
    ),
    data=st.data(),
)
def test_expanding_gives_the_words_of_each_chunk_in_order(load_kernel, pieces, data: st.DataObject) -> None:
    """Positions make phrases, spans make highlights: both are set here, for every word of every text."""
    kernel = load_kernel("cut")
    first = array("I", [0])
    for words in pieces:
        first.append(first[-1] + len(words))
    flat = [word for words in pieces for word in words]
    chunks = data.draw(st.lists(st.integers(0, len(pieces) - 1), max_size=8))
    offsets = [20 * number for number in range(len(chunks))]
    size = kernel.count_words(array("I", chunks), len(chunks), first)
    assert size == sum(len(pieces[chunk]) for chunk in chunks)
    out = [array("I", bytes(4 * size)), array("I", bytes(4 * size)), array("I", bytes(8 * size))]
    filled = kernel.expand(
        array("I", chunks),
        array("I", offsets),
        0,
        len(chunks),
        first,
        array("I", [form for form, _, _, _ in flat]),
        array("H", [bound for _, start, end, _ in flat for bound in (start, end)]),
        bytes(step for _, _, _, step in flat),
        *out,
        0,
    )
    position, expected = -1, []
    for chunk, offset in zip(chunks, offsets, strict=True):
        for form, start, end, step in pieces[chunk]:
            position += step
            expected.append((form, position & 0xFFFFFFFF, offset + start, offset + end))
    assert list(zip(out[0], out[1], out[2][::2], out[2][1::2], strict=True))[:filled] == expected
