"""Cutting: where the words of a text are, for French as it is printed and for whatever else there is."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from strategies import any_text, french_text

from benchmarks.cutting import without_sites
from searcher.analysis import Cutter, Token, cut
from searcher.analysis.cutting import MOST_CHUNKS, STACKED
from searcher.analysis.words import LONGEST_FORM, cut_chunk

TABLE = Path(__file__).with_name("cutting_cases.tsv")
EVIDENCE = Path(__file__).parents[3] / "shared" / "reference" / "french_cases.tsv"


def read_table(path: Path) -> list[list[str]]:
    """Cases, one a line, their escapes resolved."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        [re.sub(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})", _character, column) for column in line.split("\t")]
        for line in lines
        if line and not line.startswith("##")
    ]


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1] or escape[2], 16))


def written(tokens: list[Token]) -> tuple[str, str]:
    """Tokens as the tables write them."""
    before = [-1, *(token.position for token in tokens)]
    forms = ["+" * (token.position == last) + token.form for token, last in zip(tokens, before, strict=False)]
    return " ".join(forms), " ".join(f"{token.start}-{token.end}" for token in tokens)


@pytest.mark.parametrize(("text", "forms", "spans", "kind"), read_table(TABLE))
def test_a_text_has_the_words_that_the_table_says(text: str, forms: str, spans: str, kind: str) -> None:
    """The table is what the project promises about words, one case a line."""
    assert written(cut(text)) == (forms, spans), kind


@pytest.mark.parametrize(("text", "forms", "spans", "kind"), read_table(TABLE))
def test_a_case_of_the_table_stays_what_it_is_in_a_sentence(
    text: str, forms: str, spans: str, kind: str
) -> None:
    """Cases are met between other words: what stands around must not change them, nor they it."""
    tokens = cut(f"Voici\n{text}\nvoilà")
    inner = [Token(token.form, token.start - 6, token.end - 6, token.position - 1) for token in tokens[1:-1]]
    assert written(inner) == (forms, spans), kind
    assert (tokens[0].form, tokens[-1].form) == ("voici", "voilà")


def test_the_cases_of_the_evidence_are_cut_as_it_says() -> None:
    """The relevance of the design was measured with these words."""
    if not EVIDENCE.exists():
        pytest.skip("the evidence is not beside this repository")
    rows = read_table(EVIDENCE)
    wrong = [
        (text, forms, found)
        for text, forms, spans, _ in rows
        if (found := written(without_sites(cut(text)))) and (found[0].lower(), found[1]) != (forms, spans)
    ]
    assert len(rows) >= 201
    assert not wrong


# ------------------------------------------------------------------ for any text

INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"


@given(text=any_text())
@settings(max_examples=300)
@example("n°5 l'U.E. d’E.D.F.")
@example("1 234 3 mai 2024 20 h 30")
@example("famille.18 000 www.a.fr/b 1er mai 2024.Le")
@example("http://a.fr/x** www.a.fr/?q=* a.fr/b+/ a.fr/c(d)*")
@example("Sud--S.-O., mot")
@example("pro-U.E. l'ex-U.R.S.S.. avant-J.-C.")
@example("de Di Carlo....a@b.fr a ́ferroviaire")
def test_the_scanner_and_the_grammar_agree(text: str) -> None:
    """The scanner is only a faster way: it must cut where the grammar would, in any text whatsoever.

    But for one thing: invisible marks in a number or beside a dot or a space, which nobody types, hide it from
    the scanner.
    """
    assume(not re.search(rf"(?:\d\w*|[.\s])(?:{INVISIBLE}|[\u0300-\u036f])|{INVISIBLE}(?:\w*\d|[.\s])", text))
    position, expected = -1, []
    for form, start, end, step in cut_chunk(text):
        position += step
        expected.append(Token(form, start, end, position))
    assert cut(text) == expected


@given(text=any_text())
@settings(max_examples=200)
def test_words_lie_inside_the_text_in_reading_order(text: str) -> None:
    """Highlights are right only if no step of the analysis moves an offset."""
    tokens = cut(text)
    position = -1
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert token.position in (position, position + 1)
        position = token.position
    firsts = [
        token
        for token, before in zip(tokens, [None, *tokens], strict=False)
        if not before or before.position < token.position
    ]
    assert all(token.start < after.start for token, after in itertools.pairwise(firsts))


@given(texts=st.lists(any_text(), max_size=6), before=st.lists(any_text(), max_size=3))
@settings(max_examples=100)
def test_a_cutter_gives_each_text_what_it_would_give_alone(texts: list[str], before: list[str]) -> None:
    """Builds cut texts in batches, with a memory of chunks: neither may show."""
    cutter = Cutter()
    cutter.cut([text.encode() for text in before])
    found = cutter.cut([text.encode() for text in texts], with_places=True)
    begin = 0
    for text, end in zip(texts, found.ends, strict=True):
        here = [
            Token(
                cutter.form(found.forms[at]),
                found.spans[2 * at],
                found.spans[2 * at + 1],
                found.positions[at],
            )
            for at in range(begin, end)
        ]
        assert here == cut(text)
        begin = end


@given(texts=st.lists(any_text(), max_size=3))
def test_places_are_left_out_where_nobody_asked_for_them(texts: list[str]) -> None:
    """Builds need none, and they are most of the memory: a bit says which words stand one on the other."""
    cutter = Cutter()
    encoded = [text.encode() for text in texts]
    without, found = cutter.cut(encoded), cutter.cut(encoded, with_places=True)
    assert len(without.spans) == len(without.positions) == 0
    assert without.ends == found.ends
    begin = 0
    for end in found.ends:
        before = -1
        for at in range(begin, end):
            stacked = STACKED if found.positions[at] == before else 0
            assert without.forms[at] == found.forms[at] + stacked
            before = found.positions[at]
        begin = end


def test_a_cutter_that_forgot_its_chunks_keeps_its_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded, and a form that was given a number keeps it."""
    cutter = Cutter()
    first = cutter.cut([b"un deux trois"])
    monkeypatch.setattr("searcher.analysis.cutting.MOST_CHUNKS", 2)
    again = cutter.cut([b"quatre trois deux un"])
    assert list(again.forms) == [len(cutter) - 1, *reversed(first.forms)]
    assert MOST_CHUNKS > 2


@pytest.mark.parametrize("sizes", [[1, 5000, 10, 3000, 9000, 2], [9000, 1, 1, 1, 9000], [20_000] * 3])
def test_texts_of_any_sizes_follow_one_another(sizes: list[int]) -> None:
    """The buffers of the scanner grow with what they are asked for, in whatever order that comes."""
    cutter = Cutter()
    for number, size in enumerate(sizes):
        text = "".join(f"mot{number}x{at} " if at % 3 else "encore " for at in range(size))
        assert len(cutter.cut([text.encode()]).forms) == size


def test_lone_surrogates_are_cut_as_signs_of_one_character() -> None:
    """They cannot be stored, so they are replaced: offsets after them must still hold."""
    assert [(token.form, token.start, token.end) for token in cut("été \ud800 mot\udfff")] == [
        ("été", 0, 3),
        ("mot", 6, 9),
    ]


# ------------------------------------------------------------------ hostile texts


def test_a_word_of_five_megabytes_makes_forms_of_bounded_length() -> None:
    """Keys of the lexicon have a bound: a term must stay a term."""
    tokens = cut("é" * 2_500_000)
    assert all(len(token.form.encode()) <= LONGEST_FORM for token in tokens)
    assert tokens[-1].end == 2_500_000


@pytest.mark.parametrize(
    "text",
    [
        "a" * 3000,
        "#" + "a" * 3000,
        "1" * 3000,
        "1" * 3000 + ",5",
        "1" * 3000 + "e",
        "ﷺ" * 60,
        "İ" * 200,
        "www." + "a" * 3000,
    ],
)
def test_no_form_nor_its_key_is_longer_than_the_bound(text: str) -> None:
    """Whatever kind of word it is, and even where folding makes eighteen letters of one."""
    from searcher.analysis import key

    assert all(len(token.form.encode()) <= LONGEST_FORM for token in cut(text))
    assert all(len(key(token.form).encode()) <= 4 * LONGEST_FORM for token in cut(text))


@given(text=french_text(max_words=8), gap=st.sampled_from([" ", "\n"]))
@settings(max_examples=60)
def test_a_text_said_twice_has_twice_its_words(text: str, gap: str) -> None:
    """What stands in another sentence has no influence, but for numbers that go on."""
    once = cut(text)
    tokens = cut(f"{text}{gap}mot{gap}mot{gap}{text}")
    assert [token.form for token in tokens] == [
        *(token.form for token in once),
        "mot",
        "mot",
        *(token.form for token in once),
    ]
