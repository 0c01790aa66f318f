"""Derivation: the words of one class."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.derivation import class_of, classes, classes_of_query, lemma_and_class_lines
from searcher.analysis.folding import key, keys
from searcher.analysis.inflection import lemmas

FORMS = st.one_of(
    st.sampled_from(
        [
            "vaccins",
            "PECHES",
            "peches",
            "kazakhe",
            "chinoises",
            "20h30",
            "#metoo",
            "lemonde.fr/a",
            "zadistes",
            "paris",
            "là",
        ]
    ),
    st.text(st.characters(max_codepoint=0x17F, exclude_characters="\n"), max_size=9),
    st.text("abcdeéèilorstux", max_size=9),
)


@pytest.mark.parametrize(
    "family",
    [
        "vaccin vaccins vacciner vaccinée vaccination VACCINATION",
        "vendre vendu vendait",
        "kazakhstan kazakh kazakhe kazakhes",
        "france français françaises FRANCAIS",
        "économie économique économiste economistes",
        "manifester manifestation manifestants",
    ],
)
def test_words_made_from_one_another_share_a_class(family: str) -> None:
    """The widest level of every search, at a quarter of the weight."""
    assert len({class_of(form) for form in family.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("paris", "pari"), ("sous", "sou"), ("organe", "organisation"), ("univers", "université")],
)
def test_words_that_only_look_alike_have_classes_of_their_own(one: str, other: str) -> None:
    """What other stemmers merge is what their users complain about."""
    assert class_of(one) != class_of(other)


@given(FORMS)
def test_a_class_has_no_accents(form: str) -> None:
    """Classes are compared as keys, so that articles without accents belong to them."""
    assert key(class_of(form)) == class_of(form)


@given(st.lists(FORMS, max_size=12))
def test_many_classes_at_once_are_the_classes_one_by_one(forms: list[str]) -> None:
    """The index names classes in bulk and the query one by one."""
    assert classes(forms) == [class_of(form) for form in forms]


@given(FORMS)
def test_a_query_asks_for_the_class_of_the_form_itself(form: str) -> None:
    """The word typed, found in an article, must be in its own family."""
    assert class_of(form) in classes_of_query(form)


def test_words_of_the_lexicon_need_no_stemmer() -> None:
    """Importing it takes longer than a whole search of a cold command line."""
    code = (
        "import sys; from searcher.analysis.relations import weight;"
        "assert weight('vaccin', 'vaccination') == 0.25; assert 'Stemmer' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@given(
    st.lists(
        st.sampled_from(["élus", "ELUS", "vaccinée", "zzxqs", "Erdoğan", "2e", "日本", "peche"]), max_size=20
    )
)
def test_lemmas_and_classes_together_are_those_named_apart(forms: list[str]) -> None:
    """A build names both at once; a query names one at a time: they must meet."""
    named = lemma_and_class_lines(
        *("".join(f"{word}\n" for word in words).encode() for words in (forms, keys(forms)))
    )
    assert [lines.decode().split("\n")[:-1] for lines in named] == [lemmas(forms), classes(forms)]
