"""Codes: texts come back to the byte, whatever they are, and what is no code is refused."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import french_text

ENDINGS = (b"", b" ", b"'", "’".encode())
# By the page on the index: what is no code, and then the codes.
CODES = [byte for byte in range(1, 256) if byte >= 128 or (byte < 32 and byte not in (9, 10))]

WORD = st.sampled_from(
    [
        word.encode() + end
        for word in ("la", "é", "à", "loi", "élection", "gouvernementales")
        for end in ENDINGS
    ]
    + [b", ", b". ", "«\xa0".encode(), "’".encode(), b"a", b"\n", b"\0", b"\x7f", "€ ".encode(), b"x" * 19]
)
TEXT = (
    french_text().map(str.encode)
    | st.binary(max_size=60)
    | st.lists(WORD | st.binary(max_size=3), max_size=30).map(b"".join)
)


@st.composite
def codebooks(draw: st.DrawFn) -> tuple[list[bytes], int]:
    """Words, and how many have codes of one byte."""
    words = draw(st.lists(WORD | st.binary(min_size=1, max_size=19), max_size=200))
    ones = draw(st.integers(0, min(len(words), len(CODES))))
    return words, min(
        len(words), max(ones, len(CODES) - 1) if len(words) - ones > 256 * (157 - ones) else ones
    )


def made(kernel, words: Sequence[bytes], ones: int):  # type: ignore[no-untyped-def]
    """What writes by a codebook, and what reads."""
    book = b"".join(words), bytes(map(len, words)), ones
    slots = 2 << (len(words) + 1).bit_length()
    return kernel.Coder(*book, array("Q", [0]) * slots, array("Q", [0]) * slots), kernel.Decoder(*book)


def coded(kernel, coder, texts: Sequence[bytes]) -> list[bytes]:  # type: ignore[no-untyped-def]
    lengths = array("I", map(len, texts))
    out = bytearray(kernel.room(sum(lengths)))
    written = coder.code(b"".join(texts) + bytes(kernel.BEYOND), lengths, out)
    assert written == sum(lengths)
    whole = bytes(out[:written])
    return [whole[sum(lengths[:n]) : sum(lengths[: n + 1])] for n in range(len(texts))]


def read(words: Sequence[bytes], ones: int, data: bytes) -> bytes | None:
    """What a coded text says, byte by byte; None if it is none."""
    text, at = b"", 0
    while at < len(data):
        byte = data[at]
        if byte == 0:
            if at + 1 >= len(data) or at + 2 + data[at + 1] > len(data):
                return None
            text += data[at + 2 : at + 2 + data[at + 1]]
            at += 2 + data[at + 1]
        elif byte not in CODES:
            text += data[at : at + 1]
            at += 1
        else:
            number = CODES.index(byte)
            if number >= ones:
                if at + 1 == len(data):
                    return None
                number = ones + 256 * (number - ones) + data[at + 1]
                at += 1
            if number >= len(words):
                return None
            text += words[number]
            at += 1
    return text


@given(texts=st.lists(TEXT, max_size=6), codebook=codebooks())
@example(
    texts=["L’été à l'est, à\xa0la loi.\n".encode(), b"\xc2", b"\xe2\x80", b"a\xffb\xff"], codebook=([], 0)
)
@example(texts=[b"\xff" * 600, b"abcdefgh", b"abcdefghijklmnopq r"], codebook=([b"abcdefgh", b"\xff\xff"], 1))
@example(texts=[b"a\1" * 50, b"\1a"], codebook=([b"%d" % n for n in range(299)] + [b"a"], 150))
@settings(max_examples=150)
def test_any_texts_come_back_to_the_byte_by_any_codebook(
    load_kernel, texts: list[bytes], codebook: tuple[list[bytes], int]
) -> None:
    """Articles are what they were, damaged ones and those in other alphabets, too."""
    kernel = load_kernel("codes")
    coder, decoder = made(kernel, *codebook)
    written = coded(kernel, coder, texts)
    assert [read(*codebook, each) for each in written] == texts
    for first, second in zip(texts, texts[1:] + texts[:1], strict=True):
        pair = written[texts.index(first)], written[texts.index(second)]
        both = first + second
        assert decoder.decode(b"".join(pair), len(pair[0]), len(both)) == (both, len(first))
        if both:
            with pytest.raises(ValueError, match="more than"):
                decoder.decode(b"".join(pair), len(pair[0]), len(both) - 1)


@given(texts=st.lists(TEXT, max_size=4), codebook=codebooks())
@settings(max_examples=100)
def test_the_same_bytes_are_written_compiled_or_not(
    both_kernels, texts: list[bytes], codebook: tuple[list[bytes], int]
) -> None:
    """One corpus makes one index, on any machine."""
    one, other = both_kernels("codes")
    assert coded(one, made(one, *codebook)[0], texts) == coded(other, made(other, *codebook)[0], texts)


@given(data=st.binary(max_size=40), codebook=codebooks(), most=st.integers(0, 200))
@settings(max_examples=200)
def test_what_is_no_coded_text_is_refused(
    load_kernel, data: bytes, codebook: tuple[list[bytes], int], most: int
) -> None:
    """A stranger may have written it; whatever it says, nothing beside the text is read or written."""
    _, decoder = made(load_kernel("codes"), *codebook)
    expected = read(*codebook, data)
    if expected is None or len(expected) > most:
        with pytest.raises(ValueError, match=r"more than|no word"):
            decoder.decode(data, len(data), most)
    else:
        assert decoder.decode(data, len(data), most) == (expected, len(expected))


def test_a_word_that_is_claimed_a_million_times_fills_no_memory(load_kernel) -> None:
    """Eighteen bytes for one, if one lets them."""
    _, decoder = made(load_kernel("codes"), [b"x" * 19], 1)
    assert decoder.decode(b"\1" * 50, 20, 950) == (b"x" * 950, 380)
    with pytest.raises(ValueError, match="more than 1,000 bytes"):
        decoder.decode(b"\1" * 1_000_000, 5, 1000)
    with pytest.raises(ValueError, match="longer than both"):
        decoder.decode(b"\1", 2, 1000)


@pytest.mark.parametrize(
    ("words", "sizes", "ones"),
    [
        (b"ab", b"\1", 1),
        (b"a", b"\1\1", 1),
        (b"a", b"\1", 2),
        (b"a", b"\1", -1),
        (b"", b"\0", 1),
        (b"x" * 20, b"\x14", 1),
        (b"a" * 158, b"\1" * 158, 157),
        (b"a" * 158, b"\1" * 158, 158),
    ],
)
def test_a_codebook_that_is_none_is_refused(load_kernel, words: bytes, sizes: bytes, ones: int) -> None:
    """Compiled, a word beyond the book would be memory that is not ours."""
    kernel = load_kernel("codes")
    with pytest.raises(ValueError, match="codebook"):
        kernel.Decoder(words, sizes, ones)
    with pytest.raises(ValueError, match="codebook"):
        kernel.Coder(words, sizes, ones, array("Q", bytes(8 * 1024)), array("Q", bytes(8 * 1024)))


def test_buffers_that_do_not_fit_are_refused(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    kernel = load_kernel("codes")
    for slots, more in ((2, 4), (6, 6), (4, 2), (0, 0)):
        with pytest.raises(ValueError, match="slots"):
            kernel.Coder(b"ab", b"\1\1", 2, array("Q", [0]) * slots, array("Q", [0]) * more)
    with pytest.raises(ValueError, match="slots"):  # a hash has no bits that choose among one
        kernel.Coder(b"", b"", 0, array("Q", [0]) * 2, array("Q", [0]) * 2)
    coder, _ = made(kernel, [b"a"], 1)
    for text, size, room in ((b"aaa" + bytes(15), 3, 99), (b"aaa" + bytes(16), 3, kernel.room(3) - 1)):
        with pytest.raises(ValueError, match="too small"):
            coder.code(text, array("I", [size]), bytearray(room))
    for slots in (0, 4, 6, 12):
        with pytest.raises(ValueError, match="power of two"):
            kernel.Tally(array("Q", [0]) * slots)
    tally = kernel.Tally(array("Q", [0]) * 64)
    for size in (-1, 4):
        with pytest.raises(ValueError, match="not one"):
            tally.count(b"aaa" + bytes(16), size)
    tally.count(b"la la , , " + bytes(16), 10)
    letters = array("I", [0]) * 0x800
    for counts, sizes, words, points in ((1, 2, 9, 0x800), (2, 1, 9, 0x800), (2, 2, 4, 0x800), (2, 2, 9, 9)):
        with pytest.raises(ValueError, match=r"room|too small"):
            tally.frequent(1, array("I", [0]) * counts, bytearray(sizes), bytearray(words), letters[:points])
    assert tally.frequent(1, array("I", [0]) * 2, bytearray(2), bytearray(9), letters) == 2


TOKEN = re.compile(
    rb"((?:\xc2.|\xe2..)+|[^\x00-\x3f\xc2\xe2]+)( |'|\xe2\x80\x99)?|[\x20-\x3f] ?|.", re.DOTALL
)


@given(texts=st.lists(french_text().map(str.encode), max_size=4), least=st.integers(1, 3))
@settings(max_examples=60)
def test_words_are_counted_as_an_expression_finds_them(load_kernel, texts: list[bytes], least: int) -> None:
    """Longer rows of signs are parted, and longer words have no code; all others are counted with their endings."""
    kernel = load_kernel("codes")
    tally, expected = kernel.Tally(array("Q", [0]) * (4 << 12)), Counter[bytes]()
    for text in texts:
        tally.count(text + b"a" * kernel.BEYOND, len(text))
        for token in TOKEN.finditer(text):
            if len(token[1] or b"") <= 16:
                expected[token[0]] += 1
    counts, sizes, words = array("I", [0]) * 4000, bytearray(4000), bytearray(40_000)
    found = tally.frequent(least, counts, sizes, words, array("I", [0]) * 0x800)
    ends = [sum(sizes[: n + 1]) for n in range(found)]
    read = {
        bytes(words[end - size : end]): count for end, size, count in zip(ends, sizes, counts, strict=False)
    }
    assert len(read) == found
    signs = re.compile(rb"[\xc2\xe2]")
    assert {word: count for word, count in read.items() if not signs.match(word)} == {
        word: count
        for word, count in expected.items()
        if count >= least
        and len(word) > 1
        and not signs.match(word)
        and not (len(word) == 2 and word[0] >= 0xC0)
    }


@given(text=TEXT)
@settings(max_examples=60)
def test_words_come_in_the_same_order_compiled_or_not(both_kernels, text: bytes) -> None:
    """Of two words that are as frequent the first one has the shorter code."""
    found = []
    for kernel in both_kernels("codes"):
        tally = kernel.Tally(array("Q", [0]) * 256)
        tally.count(text + bytes(kernel.BEYOND), len(text))
        counts, sizes, words, letters = (
            array("I", [0]) * 200,
            bytearray(200),
            bytearray(4000),
            array("I", [0]) * 0x800,
        )
        found.append((tally.frequent(1, counts, sizes, words, letters), counts, sizes, words, letters))
    assert found[0] == found[1]
