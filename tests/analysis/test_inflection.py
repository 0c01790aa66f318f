"""Inflection: the forms of one word have one lemma, and only they."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.inflection import UNKNOWN, lemma, lemmas, lemmas_of_query

FORMS = st.one_of(
    st.sampled_from(
        [
            "élections",
            "ELYSEE",
            "etats",
            "peche",
            "pêche",
            "MARCHES",
            "yeux",
            "20h30",
            "#metoo",
            "lemonde.fr/a",
            "zzxq",
            "tiktokeuses",
            "paris",
            "OTAN",
            "là",
        ]
    ),
    st.text(st.characters(max_codepoint=0x17F, exclude_characters="\n"), max_size=9),
    st.text("abcdeéèilorstux", max_size=9),
    st.text("aeé", min_size=240, max_size=600),
)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("chevaux", "cheval"),
        ("yeux", "œil"),
        ("peuvent", "pouvoir"),
        ("clefs", "clé"),
        ("îles", "ile"),
        ("sûre", "sûr"),
        ("événements", "évènement"),
        ("ELYSEE", "élysée"),
        ("ETATS", "état"),
        ("SALE", "sale"),
        ("deces", "décès"),
        ("evenements", "évènement"),
        ("paris", "paris"),
        ("fils", "fils"),
        ("sous", "sous"),
    ],
)
def test_a_form_has_the_lemma_that_a_reader_would_look_up(form: str, expected: str) -> None:
    """The second level of every search: plurals, feminines and tenses of the word typed."""
    assert lemma(form) == expected


@pytest.mark.parametrize(
    "form", ["1234.56", "2e", "20h30", "2024-07-03", "lemonde.fr/a", "#metoo", "covid19"]
)
def test_what_is_no_word_is_its_own_lemma(form: str) -> None:
    """Stripping an ending from a number or an address would join things that have nothing in common."""
    assert lemma(form) == form


@pytest.mark.parametrize(
    ("one", "other"),
    [("tiktokeuses", "tiktokeuse"), ("macronesques", "MACRONESQUE"), ("uberisées", "uberisé")],
)
def test_unknown_words_lose_their_endings(one: str, other: str) -> None:
    """News is full of words that no dictionary has yet."""
    assert lemma(one) == lemma(other)
    assert lemma(one).startswith(UNKNOWN)


def test_short_unknown_words_keep_their_endings() -> None:
    """`Vals` is not `Val`: below six letters an ending is as often part of the name."""
    assert lemma("xarls") != lemma("xarl")


@given(st.lists(FORMS, max_size=12))
def test_many_lemmas_at_once_are_the_lemmas_one_by_one(forms: list[str]) -> None:
    """The index names lemmas in bulk and the query one by one: a difference loses a form."""
    assert lemmas(forms) == [lemma(form) for form in forms]


@given(FORMS)
def test_a_query_asks_for_the_lemma_of_the_form_itself(form: str) -> None:
    """The word typed, found in an article, must be in its own family."""
    assert lemma(form) in lemmas_of_query(form)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("pêche", {"pêche"}),
        ("etats", {"état"}),
        ("cote", {"cote"}),
        ("SALE", {"sale", "salé"}),
    ],
)
def test_accents_that_are_not_typed_leave_all_lemmas_open(form: str, expected: set[str]) -> None:
    """Half of all queries are typed without accents; a word that exists as typed is still itself."""
    assert lemmas_of_query(form) == expected


def test_a_word_that_exists_only_with_accents_stands_for_all_of_them() -> None:
    """`peche` is the fruit, the sport and the sin."""
    assert lemmas_of_query("peche") >= {"pêche", "péché"}


def test_a_newline_in_a_form_is_refused() -> None:
    """It would give every later form the lemma of its neighbour."""
    with pytest.raises(ValueError, match="newline"):
        lemmas(["un\ndeux", "trois"])
