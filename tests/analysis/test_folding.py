"""Folding: what two spellings of one word have in common."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis.folding import fold_lines, key, keys, lower_lines

LATIN = st.text(st.characters(max_codepoint=0x24F, exclude_characters="\n"), max_size=12)
ANYTHING = st.text(
    st.characters(codec="utf-8", exclude_characters="\n"), max_size=8
)  # an index holds no halves


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("élysée", "elysee"),
        ("ELYSEE", "elysee"),
        ("Œuvre", "oeuvre"),
        ("ex æquo", "ex aequo"),
        ("straße", "strasse"),
        ("Łódź", "lodz"),
        ("Øresund", "oresund"),
        ("đà", "da"),
        ("ça", "ca"),
        ("l’haÿ", "l’hay"),
        ("ﬁn", "fin"),
        ("İzmir", "izmir"),
        ("1234.56", "1234.56"),
        ("", ""),
    ],
)
def test_a_key_has_no_case_no_accent_and_no_ligature(form: str, expected: str) -> None:
    """Whatever way an author, an editor or a keyboard spelled the word, it must be found."""
    assert key(form) == expected


@given(st.lists(st.one_of(LATIN, ANYTHING)))
def test_many_keys_at_once_are_the_keys_one_by_one(forms: list[str]) -> None:
    """The index folds in bulk and the query one by one: any difference is an article that is never found."""
    assert keys(forms) == [key(form) for form in forms]


@given(st.lists(st.text(max_size=6), max_size=5))
def test_a_newline_inside_a_form_moves_no_other_key(forms: list[str]) -> None:
    """Bulk folding joins forms with newlines; a stray one must not shift the keys of all that follow."""
    assert keys(forms) == [key(form) for form in forms]


@given(LATIN)
def test_a_key_is_its_own_key(form: str) -> None:
    """Keys are looked up by their keys."""
    assert key(key(form)) == key(form)


@given(LATIN)
def test_case_and_composition_do_not_change_a_key(form: str) -> None:
    """Texts from old Macs are decomposed, titles are in capitals."""
    assert key(normalize("NFD", form)) == key(form)
    assert key(form.lower()) == key(form)


def _encodable(forms: list[str]) -> list[str]:
    """Forms as cutting makes them: what UTF-8 cannot say is replaced."""
    return [form.encode("utf-8", "replace").decode() for form in forms]


@given(st.lists(st.one_of(LATIN, ANYTHING)).map(_encodable))
def test_lines_are_folded_and_lowered_as_forms_are(forms: list[str]) -> None:
    """A build folds by a table what a query folds by the rule."""
    lines = "".join(f"{form}\n" for form in forms)
    assert fold_lines(lines.encode()).decode() == "".join(f"{key(form)}\n" for form in forms)
    assert lower_lines(lines.encode()).decode() == "".join(f"{form.lower()}\n" for form in forms)


def test_a_line_may_grow_by_more_than_any_latin_letter() -> None:
    """One Arabic ligature stands for eighteen letters."""
    forms = ["\ufdfa" * 20, "é"]
    assert fold_lines("\n".join([*forms, ""]).encode()).decode().split("\n") == [*keys(forms), ""]
