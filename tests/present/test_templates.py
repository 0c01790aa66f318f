"""A template is read once, with its mistakes named, and filled in with harmless lines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from present.hits import is_harmless, make_results
from present.pages import ASTANA, HOSTILE, SUMMIT
from strategies import articles

from searcher.article import Article
from searcher.present.fields import FIELDS, OTHER_NAMES, Found
from searcher.present.templates import TemplateError, read_template


def filled(template: str, article: Article = ASTANA) -> str:
    (hit,) = make_results(article, patterns=SUMMIT)
    return read_template(template)(Found("sommet", hit))


def test_names_stand_for_what_they_say_and_the_rest_for_itself() -> None:
    """The example of the help."""
    assert filled(r"{date} {title} {path}\n") == f"2024-07-04 {ASTANA.title} {ASTANA.path}\n"
    assert filled(r"{{{rank:>3}}}\t{title:<9.5}|{score:.2f}\0\\n") == "{  1}\tPékin    |9.00\0\\n"
    assert filled("{author}") == ""


def test_what_the_corpus_alone_has_is_named_as_there() -> None:
    """A desk sorts by its own sections."""
    article = replace(ASTANA, extra={"rubrique": ["Monde", "Éco\n\x1b"], "pages": 3})
    (hit,) = make_results(article, patterns=SUMMIT)
    fill = read_template("{rubrique} {pages} {vide}", ["rubrique", "pages", "vide"])
    assert fill(Found("sommet", hit)) == "Monde, Éco ␛ 3 "
    with pytest.raises(TemplateError, match=r"there are query, .*, date, rubrique$"):
        read_template("{rubriques}", ["rubrique"])


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{nom}", "there is no field 'nom': there are query, rank, key, title,"),
        ("{}", "there is no field ''"),
        ("{title.__class__}", "there is no field 'title.__class__'"),
        ("{title[0]}", "there is no field 'title[0]'"),
        ("{title", "braces that stand for themselves are written twice, {{ and }}"),
        ("}", "braces that stand for themselves are written twice, {{ and }}"),
        ("{title!r}", "a field has no conversion"),
        ("{title:.2f}", "{title:.2f}: Unknown format code 'f'"),
        ("{rank:>99999}", "no field is wider than 1000"),
        (r"\q", r"'\\q' stands for nothing: there are \n, \t, \0 and \\"),
        ("\\", r"stands for nothing"),
    ],
)
def test_a_mistake_in_a_template_is_named(template: str, said: str) -> None:
    """A field that is misspelled would give an empty column, and nobody would know why."""
    with pytest.raises(TemplateError) as raised:
        read_template(template)
    assert said in str(raised.value)


def test_the_message_lists_every_field() -> None:
    """Nobody should have to look for a page to correct one word."""
    with pytest.raises(TemplateError) as raised:
        read_template("{x}")
    assert all(name in str(raised.value) for name in (*FIELDS, *OTHER_NAMES))


@given(article=articles(), name=st.sampled_from([name for name in (*FIELDS, "date") if name != "body"]))
def test_a_value_is_one_harmless_line(article: Article, name: str) -> None:
    """A title with an end of line in it would make two hits of one."""
    shown = filled(f"{{{name}}}", article)
    assert is_harmless(shown)
    assert "\n" not in shown


def test_the_body_keeps_its_paragraphs_and_commands_no_terminal() -> None:
    """It is the one field that is read as a text."""
    assert filled("{body}", HOSTILE).startswith("Un ␛[31msommet␛[0m d’Astana")
    assert filled("{body}").count("\n") == ASTANA.body.count("\n")
