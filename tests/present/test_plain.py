"""Piped output is text that other programs cut by lines."""

from __future__ import annotations

import io
from dataclasses import replace

from hypothesis import given
from present.hits import is_harmless, make_results
from present.pages import ASTANA, HOSTILE, RECORD, SUMMIT
from rich.console import Console
from strategies import articles

from searcher.article import Article
from searcher.present.opening import Opened
from searcher.present.page import View
from searcher.present.plain import plain_article, plain_results
from searcher.present.terminal import print_results
from searcher.search import Family, StoodFor


def test_a_page_has_a_line_for_each_thing() -> None:
    """`grep` and `sed` work on lines, however long."""
    results = make_results(RECORD, patterns=SUMMIT, total=2)
    assert list(plain_results(results)) == [
        "sommet astana · depuis le 1er juin 2024 · 2 articles · 4 ms",
        "",
        f" 1  {RECORD.title}",
        "    mars 2025 · Le Courrier des Steppes et des Montagnes",
        "    Le sommet ? « Il aura lieu », dit-on à Astana.",
        "    jsonl/agence.jsonl · clé 2025-03-04-fr-0410",
        "",
        "article 1 sur 2 · la suite : --offset 1",
    ]


def test_marks_stand_around_what_matches_if_they_are_asked_for() -> None:
    """Nothing is added to the text of a newspaper by default."""
    results = make_results(ASTANA, patterns=SUMMIT)
    bare, marked = list(plain_results(results)), list(plain_results(results, marks=("<b>", "</b>")))
    assert [line.replace("<b>", "").replace("</b>", "") for line in marked] == bare
    assert "    … Seitkhan" not in bare
    assert any("le <b>sommet</b> d’<b>Astana</b> serait" in line for line in marked)


def test_the_number_and_the_length_of_passages_are_as_asked() -> None:
    """A view is one thing for the terminal, for plain text and for JSON."""
    results = make_results(ASTANA, patterns=SUMMIT)
    lengths = [len(list(plain_results(results, View(passages=count, words=10)))) for count in (0, 1, 2)]
    assert lengths == [5, 6, 7]


def test_control_characters_are_shown_in_plain_results_too() -> None:
    """What is piped into a pager ends on a terminal all the same."""
    lines = list(plain_results(make_results(HOSTILE, patterns=SUMMIT), marks=("", "")))
    assert all(map(is_harmless, lines))


@given(article=articles())
def test_the_body_of_an_article_is_given_to_the_letter(article: Article) -> None:
    """Whoever saves an article in a file wants what was stored."""
    *head, empty, body = plain_article(Opened(article))
    assert body == article.body
    assert empty == ""
    assert all(map(is_harmless, head))


FAMILIES = (
    Family(
        "électr*",
        1300,
        (StoodFor("électricité", 1.0, 1204, 2000), StoodFor("électrique\x1b[2K", 1.0, 41, 41)),
    ),
    Family("astanna~", 1, (StoodFor("astana", 0.5, 1, 3),)),
    Family("zwq*", 0, ()),
)


def test_what_shapes_stood_for_is_listed_before_the_hits_and_says_what_is_left_out() -> None:
    """Who reads the list knows whether it is whole; nothing in it commands the terminal."""
    lines = list(plain_results(replace(make_results(ASTANA, patterns=SUMMIT), explanation=FAMILIES)))
    assert lines[1:6] == [
        "",
        "    électr* : 1\u202f300 formes : électricité (1\u202f204 articles), électrique␛[2K (41)"
        " et 1\u202f298 autres, moins fréquentes",
        "    astanna~ : 1 forme : astana (1 article)",
        "    zwq* : aucune forme",
        "",
    ]
    output = io.StringIO()
    console = Console(file=output, width=60, highlight=False, markup=False, emoji=False)
    print_results(replace(make_results(ASTANA, patterns=SUMMIT), explanation=FAMILIES), console)
    assert all(is_harmless(line) for line in output.getvalue().splitlines())
    assert " ".join(" ".join(lines[2:5]).split()) in " ".join(output.getvalue().split()).replace("\n", " ")
