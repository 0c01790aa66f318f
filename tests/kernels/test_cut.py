"""The scanner: compiled and interpreted it finds the same chunks, and its tables keep what they are given."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from itertools import accumulate
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_text

from searcher.analysis.characters import HYPHENS
from searcher.analysis.cutting import TABLES
from searcher.analysis.words import cut_chunk, cut_joined, form_of, word

Piece = tuple[str, int, int, int]
Found = tuple[list[int], list[int], list[int], list[str], list[tuple[int, str]]]


def scan_into(scanner: object, texts: list[bytes]) -> tuple[array[int], array[int], array[int]]:
    """Scan texts; returns their chunks, where they start and end, and where each text ends among them."""
    size = sum(map(len, texts)) // 2 + len(texts)
    numbers, spans, ends = (array("I", bytes(4 * count)) for count in (size, 2 * size, len(texts)))
    scanner.scan(b"".join(texts), array("I", accumulate(map(len, texts))), numbers, spans, ends)
    filled = ends[-1] if texts else 0
    return numbers[:filled], spans[: 2 * filled], ends


def explain(scanner: object, meaning: Callable[[str], list[Piece]]) -> list[tuple[int, str]]:
    """Explain what waits for it; returns the kinds and texts that were asked."""
    asked: list[tuple[int, str]] = []

    def reader(kind: int) -> Callable[[str], list[Piece]]:
        return lambda text: asked.append((kind, text)) or meaning(text)

    scanner.explain(tuple(map(reader, range(3))))
    return asked


def expand(
    scanner: object, texts: list[bytes], meaning: Callable[[str], list[Piece]]
) -> list[list[tuple[str, int, int, int]]]:
    """The words of texts: form, position, start, end."""
    numbers, chunk_spans, ends = scan_into(scanner, texts)
    explain(scanner, meaning)
    count = scanner.count_words(numbers, len(numbers))
    forms, positions, spans, word_ends = (
        array("I", bytes(4 * size)) for size in (count, count, 2 * count, len(texts))
    )
    scanner.expand(numbers, chunk_spans, ends, forms, positions, spans, word_ends)
    assert list(word_ends[-1:]) == [count][: len(texts)]
    return [
        [
            (scanner.form(forms[at]).decode(), positions[at], spans[2 * at], spans[2 * at + 1])
            for at in range(begin, end)
        ]
        for begin, end in zip([0, *word_ends], word_ends, strict=False)
    ]


def scan(kernel: ModuleType, texts: list[bytes]) -> Found:
    """The chunks of texts, where they begin and end, the forms found on the way, and what has to be explained."""
    scanner = kernel.Scanner(*TABLES)
    numbers, spans, ends = scan_into(scanner, texts)
    forms = scanner.form_lines(0).decode().split("\n")[:-1]
    asked = explain(scanner, lambda text: [])
    assert explain(scanner, lambda text: []) == []
    return list(numbers), list(spans), list(ends), forms, asked


LETTERS = "aZéÀÿ×÷œ_\0-' ,.’«"


@given(text=st.text(LETTERS, min_size=1, max_size=17), after=st.sampled_from(["", "a", ".", "É"]))
@settings(max_examples=400)
def test_what_is_read_by_eight_bytes_is_what_is_read_one_by_one(load_kernel, text: str, after: str) -> None:
    """At the end of all texts there are not eight bytes to be read: there the scanner goes the slow way."""
    cut = load_kernel("cut")
    texts = [text.encode(), (after + "x" * 60).encode()]
    quick, _ = expand(cut.Scanner(*TABLES), texts, cut_chunk)
    (slow,) = expand(cut.Scanner(*TABLES), texts[:1], cut_chunk)
    assert quick == slow


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
    scanner = load_kernel("cut").Scanner(*TABLES)
    # Compounds and days are several forms, one over the other: no year begins with a 3.
    text = text.translate(dict.fromkeys(map(ord, HYPHENS), "·") | dict.fromkeys(map(ord, "12"), "3"))
    after = 0
    (found,) = expand(scanner, [text.encode()], lambda chunk: [(f"~{chunk}"[:60], 0, len(chunk), 1)])
    for at, (form, position, start, end) in enumerate(found):
        assert position == at
        assert after <= start < end <= len(text)
        if form.startswith("~"):
            assert f"~{text[start:end]}"[:60] == form
        else:
            assert [piece[0] for piece in cut_chunk(text[start:end])] == [form]
        after = end


@given(text=any_text())
@settings(max_examples=60)
def test_a_chunk_met_again_has_the_number_it_had(load_kernel, text: str) -> None:
    """What a chunk means is remembered by its number, and asked once."""
    numbers, _, _, forms, asked = scan(load_kernel("cut"), [text.encode()] * 2)
    half = len(numbers) // 2
    assert numbers[:half] == numbers[half:]
    assert len({chunk for _, chunk in asked}) == len(asked)
    assert len(set(forms)) == len(forms)


def test_a_scan_that_does_not_fit_is_refused(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    kernel = load_kernel("cut")
    for at in range(3):
        with pytest.raises(ValueError, match="wrong length"):
            kernel.Scanner(*(table[:-1] if at == number else table for number, table in enumerate(TABLES)))
    scanner = kernel.Scanner(*TABLES)
    for ends in ([5], [3, 2, 4], [0, 5, 4]):
        with pytest.raises(ValueError, match="does not lie in the data"):
            scanner.scan(b"abcd", array("I", ends), *(array("I", [0] * 12) for _ in range(3)))
    for sizes in ((2, 6, 1), (3, 5, 1), (3, 6, 0), (2, 0, 1)):
        with pytest.raises(ValueError, match="do not fit"):
            scanner.scan(b"abcd", array("I", [4]), *(array("I", [0] * size) for size in sizes))


def test_tables_without_the_letters_of_latin_1_are_refused(load_kernel) -> None:
    """The scanner looks for those itself, eight bytes at a time."""
    classes = bytearray(TABLES[0])
    classes[ord("é")] = classes[ord("-")]
    with pytest.raises(ValueError, match="that are none"):
        load_kernel("cut").Scanner(bytes(classes), *TABLES[1:])


def test_a_form_that_is_too_long_is_refused(load_kernel) -> None:
    """A form is copied into a buffer of a fixed size."""
    kernel = load_kernel("cut")
    scanner = kernel.Scanner(*TABLES)
    scan_into(scanner, [b"a_b"])
    with pytest.raises(ValueError, match="too long"):
        explain(scanner, lambda text: [("x" * (kernel.LONGEST_FORM + 3), 0, 3, 1)])


def test_what_a_reader_left_over_is_asked_again(load_kernel) -> None:
    """An interrupted reader must not leave chunks that mean nothing for ever."""
    scanner = load_kernel("cut").Scanner(*TABLES)
    scan_into(scanner, [b"a_b c_d e_f"])

    def interrupted(text: str) -> list[Piece]:
        if text == "c_d":
            raise KeyboardInterrupt
        return [(text, 0, 3, 1)]

    with pytest.raises(KeyboardInterrupt):
        explain(scanner, interrupted)
    (found,) = expand(scanner, [b"a_b c_d e_f"], lambda text: [(text, 0, 3, 1)])
    assert [form for form, *_ in found] == ["a_b", "c_d", "e_f"]


@pytest.mark.parametrize(
    "number",
    [
        "7",
        "2024",
        "007",
        "3,5",
        "3.5",
        "1.200",
        "0.200",
        "1234.567",
        "12.345",
        "1,200",
        "10.20",
        "9" * 300,
        "1 200",
        "12 200 000",
        "123\u202f456\u00a0789",
        "123\u202f456\u202f789",
        "999\u00a0000",
        "0 200",
        "A380",
        "G7",
        "x2Y",
        "ÉA2",
        "É2",
        "ab12cd3",
        "V6",
        "X2",
        "É" * 40 + "2",
        "É" * 70 + "2",
        "9" * 40 + ",5",
    ],
)
def test_numbers_and_names_with_digits_are_what_the_grammar_says(load_kernel, number: str) -> None:
    """They are half of the chunks with digits: the scanner finds their forms by itself."""
    scanner = load_kernel("cut").Scanner(*TABLES)
    asked: list[str] = []
    (found,) = expand(scanner, [number.encode()], lambda text: asked.append(text) or cut_chunk(text))
    assert [(form, start, end) for form, _, start, end in found] == [piece[:3] for piece in cut_chunk(number)]
    left_over = len(number) > 70 or number in ("0 200", "123\u202f456\u00a0789")
    assert (asked != []) == left_over


PIECES = st.sampled_from(
    "a A é É N e s ne il XV Vers OTAN 0 1 9 12 2e 2nd 2024 .000 1.234 ,5 .5 h30 h % . , ' ’ - -- -même -s - / \" )"
    " d' l’ c' M' .fr J. U.S. aujourd’hui est-à-dire € $ @ # · ( :".split()
) | st.sampled_from(
    [
        " juillet 2024",
        "1er",
        " Août 1999",
        "\u00a0FÉVRIER 2001",
        " mai 20245",
        " h 30",
        "h 45",
        " 300",
        "\u202f000",
    ]
)


@given(pieces=st.lists(PIECES, min_size=1, max_size=9))
@settings(max_examples=400)
def test_what_the_scanner_reads_by_itself_is_what_the_grammar_says(load_kernel, pieces: list[str]) -> None:
    """One place where numbers, days or compounds are cut in another way, and a word is not found."""
    scanner = load_kernel("cut").Scanner(*TABLES)
    text = "".join(pieces)
    _, spans, _ = scan_into(scanner, [text.encode()])
    found = expand(scanner, [text.encode()] * 2, cut_chunk)
    at, expected = -1, []
    for begin, end in zip(spans[::2], spans[1::2], strict=True):
        for form, start, stop, step in cut_chunk(text[begin:end]):
            at += step
            expected.append((form, at, begin + start, begin + stop))
    assert found == [expected, expected]


@pytest.mark.parametrize(
    "chunk",
    [
        "3 juillet 2024",
        "1er Août 1999",
        "08\u00a0FÉVRIER\u00a02001",
        "20h30",
        "9 h 05",
        "09h30.”Une",
        "12,5%",
        "4.943.050",
        "1.234.567,89",
        "3.4.5",
        "2.1.x3",
        "libc0.2",
        "Covid-19.L’acheteur",
        "2012-2017).Le",
        "F1.Des",
        "l’ex-ministre",
        "d’A380",
        "45km/h",
        "17/12",
        "XV",
        "Vista",
    ],
)
def test_what_is_frequent_in_news_is_asked_of_nobody(load_kernel, chunk: str) -> None:
    """To ask Python what a chunk means takes ten times as long."""
    scanner = load_kernel("cut").Scanner(*TABLES)
    scan_into(scanner, [chunk.encode()])
    assert explain(scanner, cut_chunk) == ([(2, chunk)] if chunk.endswith(".x3") else [])


def test_each_letter_is_made_small_wherever_it_stands(load_kernel) -> None:
    """Eight letters are made small at once: none may do what its neighbour should."""
    letters = [
        chr(point) for point in range(0x41, 0x180) if chr(point).isalpha() and len(chr(point).lower()) == 1
    ]
    around = (
        "|",
        "b|d",
        "B|D",
        "bcdefgh|x",
        "BCDEFGH|X",
        "bcdefg|xyz",
        "BCDEFG|XYZ",
        "|abcdefghijklm",
        "ÉÉÉ|À",
        "éééé|à",
    )
    words = [each.replace("|", letter) for letter in letters for each in around]
    (found,) = expand(load_kernel("cut").Scanner(*TABLES), ["\n".join(words).encode()], cut_chunk)
    assert [form for form, *_ in found] == list(map(form_of, words))


@pytest.mark.parametrize("texts", ["“l'avocat”", "(d’avocat)", "l'avocat l'avocat”", "qu'avocat)."])
def test_a_clitic_is_parted_whatever_stands_around(load_kernel, texts: str) -> None:
    """So that a word is one chunk, known already, and not as many as there are clitics."""
    assert set(scan(load_kernel("cut"), [texts.encode()])[3]) == {"avocat"}


@pytest.mark.parametrize(
    ("size", "texts"),
    [
        (8, ["abcdefgh", "bbcdefgh"]),
        (9, ["abcdefghi", "abcdefghj"]),
        (16, ["abcdefghijklmnop", "bbcdefghijklmnop", "abcdefgh", "ijklmnop"]),
        (17, ["abcdefghijklmnopq", "bbcdefghijklmnopq", "abcdefghijklmnopr"]),
        (3, ["\0a", "a", "\0\0a"]),
        (10, ["abcdefgh", "abcdefgh\0", "abcdefgh\0\0"]),
    ],
)
def test_strings_that_differ_in_one_byte_have_numbers_of_their_own(
    load_kernel, size: int, texts: list[str]
) -> None:
    """Strings of sixteen bytes at the most are compared as two numbers, longer ones by a hash first."""
    table = load_kernel("cut").Table()
    assert [table.number(text.encode()) for text in texts * 2] == list(range(len(texts))) * 2
    assert max(map(len, texts)) == size


PART = st.sampled_from("a s S é É il IL même MÊME Œ XV OTAN Franco".split()) | st.text(
    "abcéÀ", min_size=1, max_size=14
)


@given(
    parts=st.lists(PART, min_size=2, max_size=4),
    signs=st.lists(st.sampled_from("--------‑'’"), min_size=3, max_size=3),
    other=st.sampled_from(["", "-", "--", "-" + "a" * 130]),
)
@settings(max_examples=300)
def test_words_joined_by_hyphens_are_what_french_says(load_kernel, parts, signs, other: str) -> None:
    """They are a third of what is not letters alone: the scanner finds their forms by itself."""
    text = parts[0] + "".join(sign + part for sign, part in zip(signs, parts[1:], strict=False)) + other
    scanner = load_kernel("cut").Scanner(*TABLES)
    numbers, chunk_spans, ends = scan_into(scanner, [text.encode()])
    scanner.explain((word, cut_joined, cut_chunk))
    count = scanner.count_words(numbers, len(numbers))
    forms, positions, spans = (array("I", bytes(4 * size)) for size in (count, count, 2 * count))
    scanner.expand(numbers, chunk_spans, ends, forms, positions, spans, array("I", [0]))
    at, expected = -1, []
    for form, start, end, step in cut_chunk(text):
        at += step
        expected.append((form, at, start, end))
    assert expected == [
        (scanner.form(forms[place]).decode(), positions[place], spans[2 * place], spans[2 * place + 1])
        for place in range(count)
    ]


def test_many_compounds_of_one_text_find_room(load_kernel) -> None:
    """Three forms of four bytes are more than a text of plain words can have."""
    scanner = load_kernel("cut").Scanner(*TABLES)
    letters = "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûü"
    text = " ".join(
        f"{one}{three}-{two}{one}z" for one in letters for two in letters for three in "ab"
    ).encode()
    (found,) = expand(scanner, [text], lambda chunk: [])
    assert len(found) == 3 * 2 * len(letters) ** 2


def test_forgetting_chunks_keeps_the_forms(load_kernel) -> None:
    """Numbers of forms are what a segment being built is made of."""
    scanner = load_kernel("cut").Scanner(*TABLES)
    scan_into(scanner, [b"un deux l'b-a"])
    assert scanner.known() == (3, 2)
    assert explain(scanner, lambda text: []) == [(1, "l'b-a")]
    scanner.forget()
    assert scanner.known() == (0, 2)
    scan_into(scanner, [b"deux trois"])
    assert scanner.form_lines(0) == b"un\ndeux\ntrois\n"
    assert scanner.form_lines(2) == b"trois\n"


@given(
    meanings=st.lists(
        st.lists(
            st.tuples(st.text("abc", min_size=1), st.integers(0, 9), st.integers(0, 9), st.integers(0, 1)),
            max_size=3,
        ),
        max_size=12,
    )
)
def test_words_are_those_that_chunks_were_explained_by(load_kernel, meanings) -> None:
    """Positions make phrases, spans make highlights: both are set here, for every word of every text."""
    scanner = load_kernel("cut").Scanner(*TABLES)
    chunks = [f"x_{number}" for number in range(len(meanings))]
    (found,) = expand(scanner, [" ".join(chunks).encode()], lambda chunk: meanings[int(chunk[2:])])
    position, offset, expected = -1, 0, []
    for chunk, pieces in zip(chunks, meanings, strict=True):
        for form, start, end, step in pieces:
            position += step
            expected.append((form, position & 0xFFFFFFFF, offset + start, offset + end))
        offset += len(chunk) + 1
    assert found == expected


# ------------------------------------------------------------------ tables of strings

STRINGS = st.lists(
    st.binary(max_size=9)
    | st.tuples(
        st.binary(min_size=7, max_size=9), st.sampled_from([b"", b"a", b"b" * 7, b"b" * 8, b"c" * 9])
    ).map(b"".join)
    | st.sampled_from([b"", b"a", b"b", b"ab"]),
    max_size=40,
)


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
    assert [table.number(f"mot{number}".encode()) for number in range(0, count, 7)] == list(
        range(0, count, 7)
    )


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
        0xFFFFFFFF if folded == unless else known.setdefault(name, len(known))
        for name, folded, unless in rows
    ]
    if rows:
        with pytest.raises(ValueError, match="not enough lines"):
            load_kernel("cut").Table().number_lines(b"a\n", b"b\n", b"c\n", array("I", [0, 0, 0]))
