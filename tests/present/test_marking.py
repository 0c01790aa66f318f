"""What is marked is what matched: whole words, where they stand in the text as it was written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from present.hits import make_hit, pattern
from strategies import any_text, french_text

from searcher.analysis import cut
from searcher.present import title_marks
from searcher.present.marking import find_matches, merge_marks, split_at_marks
from searcher.query import Field
from searcher.search import Pattern


def marked(text: str, *patterns: Pattern) -> list[str]:
    """The stretches of a text that are marked."""
    marks = merge_marks(find_matches(text, cut(text), patterns, Field.BODY))
    return [text[start:end] for start, end in marks]


@pytest.mark.parametrize(
    ("text", "patterns", "expected"),
    [
        ("le sommet d’Astana", [pattern("astana")], ["Astana"]),
        ("L'ONU et l'O.N.U.", [pattern("ONU")], ["ONU", "O.N.U."]),
        ("des e\u0301lections", [pattern("élections élection")], ["e\u0301lections"]),
        ("l’élec\u00adtion", [pattern("élection")], ["élec\u00adtion"]),
        ("l'œuvre, les œuvres", [pattern("œuvre œuvres")], ["œuvre", "œuvres"]),
        ("le porte-parole parle", [pattern("porteparole")], ["porte-parole"]),
        ("le porte-parole parle", [pattern("porteparole"), pattern("porte", "parole")], ["porte-parole"]),
        ("le porte-parole parle", [pattern("parole")], ["parole"]),
        ("un code. Du travail", [pattern("code", "du", "travail")], ["code. Du travail"]),
        ("code du code du travail", [pattern("code", "du", "travail")], ["code du travail"]),
        ("le code du port", [pattern("code", "du", "travail")], []),
        ("le code du travail", [pattern("code", "du"), pattern("du", "travail")], ["code du travail"]),
        ("sale, salé", [pattern("sale"), pattern("salé")], ["sale", "salé"]),
        ("1 200 000 euros", [pattern("1200000")], ["1 200 000"]),
        ("rien ici", [pattern("astana")], []),
        ("", [pattern("astana")], []),
    ],
)
def test_whole_words_are_marked_as_they_are_written(
    text: str, patterns: list[Pattern], expected: list[str]
) -> None:
    """A mark that is shifted, or takes an elided article with it, makes a reader doubt everything else."""
    assert marked(text, *patterns) == expected


def test_what_is_written_so_is_marked_and_nothing_else() -> None:
    """Whoever asks for the newspaper does not want every team: its article is part of the name."""
    paper = Pattern((frozenset({"équipe"}),), verbatim="L'Équipe")
    assert marked("L’équipe lit L’E\u0301quipe.", paper) == ["L’E\u0301quipe"]


def test_a_word_looked_for_in_the_title_is_not_marked_in_the_body() -> None:
    """What is marked is what matched: `titre:astana` says nothing about the body."""
    in_title, in_body = pattern("astana", field=Field.TITLE), pattern("sommet", field=Field.BODY)
    assert marked("Astana, le sommet", in_title, in_body) == ["sommet"]
    assert title_marks(make_hit("", in_title, in_body, title="Astana, le sommet")) == ((0, 6),)


@given(text=any_text(), data=st.data())
def test_marks_are_the_words_whose_forms_were_looked_for(text: str, data: st.DataObject) -> None:
    """The oracle: with patterns of one word, the characters marked are those that such words cover."""
    tokens = cut(text)
    forms = sorted({token.form for token in tokens})
    chosen = frozenset(data.draw(st.sets(st.sampled_from(forms)))) if forms else frozenset[str]()
    marks = merge_marks(find_matches(text, tokens, (Pattern((chosen,)),), Field.BODY))
    covered = {place for token in tokens if token.form in chosen for place in range(token.start, token.end)}
    assert {place for start, end in marks for place in range(start, end)} == covered
    assert all(end <= start for (_, end), (start, _) in pairwise(marks))


@given(text=any_text(), data=st.data())
def test_rows_of_words_are_found_where_a_naive_look_finds_them(text: str, data: st.DataObject) -> None:
    """The oracle of phrases: for each position, is there a form of each slot at the positions that follow?"""
    tokens = cut(text)
    forms: dict[int, set[str]] = {}
    for token in tokens:
        forms.setdefault(token.position, set()).add(token.form)
    vocabulary = sorted({token.form for token in tokens}) or ["x"]
    slots = data.draw(
        st.lists(st.frozensets(st.sampled_from(vocabulary), min_size=1), min_size=2, max_size=3)
    )
    found = {match.position for match in find_matches(text, tokens, (Pattern(tuple(slots)),), Field.BODY)}
    assert found == {
        position
        for position in forms
        if all(forms.get(position + shift, set()) & slot for shift, slot in enumerate(slots))
    }


@given(text=french_text(), data=st.data())
def test_what_is_marked_is_the_word_when_it_stands_alone(text: str, data: st.DataObject) -> None:
    """Whoever copies what is highlighted, and searches for it, finds the article again."""
    # `M` is a million before €, and an initial alone: only words that are written as their form are taken.
    words = [token for token in cut(text) if text[token.start : token.end].lower() == token.form.lower()]
    words = [token for token in words if token.form.isalpha()]
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    for stretch in marked(text, pattern(word.form)):
        if stretch.isalpha():
            assert word.form in {token.form for token in cut(stretch)}


@given(text=st.text(max_size=40), data=st.data())
def test_a_text_split_at_its_marks_loses_nothing(text: str, data: st.DataObject) -> None:
    """Each piece is shown with a style of its own; together they must be the text."""
    start = data.draw(st.integers(0, 5))
    places = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    marks = [(a + start, b + start) for a, b in zip(places[::2], places[1::2], strict=False)]
    pieces = list(split_at_marks(text, marks, start=start))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_mark in pieces if is_mark] == [text[a - start : b - start] for a, b in marks]
