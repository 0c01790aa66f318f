"""The page of results, as a reader sees it on a terminal.

Golden files hold pages without colour. To renew them after a change that was meant, and read the difference:

    RENEW_GOLDEN=1 python -m pytest tests/present/test_terminal.py && git diff tests/present/golden
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from present.hits import is_harmless, make_results
from present.pages import ALL, ASTANA, HOSTILE, ONLINE, PAGES, RECORD, SUMMIT, VIEWS
from rich.cells import cell_len
from rich.console import Console
from strategies import articles

from searcher.article import Article, PartialDate, SaidDate, Zone, ZoneKind
from searcher.present.answers import diagnosis_groups
from searcher.present.opening import Opened, open_article
from searcher.present.page import USUAL, View
from searcher.present.terminal import print_article, print_results, print_table

GOLDEN = Path(__file__).parent / "golden"
ESCAPE = "\x1b"


def page(show: object, width: int = 80, *, no_color: bool = False, colors: bool = False) -> str:
    """What a function that prints on a console prints."""
    output = io.StringIO()
    console = Console(
        file=output,
        width=width,
        force_terminal=True,
        color_system="standard" if colors else None,
        no_color=no_color,
        highlight=False,
        markup=False,
        emoji=False,
    )
    assert callable(show)
    show(console)
    return output.getvalue()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_the_one_that_was_read_and_found_good(name: str) -> None:
    """Nobody looks at every width after every change: these files do."""
    results, width = PAGES[name]
    view = VIEWS.get(name, USUAL)
    shown = page(lambda console: print_results(results, console, view), width)
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("RENEW_GOLDEN"):
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_no_line_is_wider_than_the_terminal_but_for_what_is_to_be_copied(name: str) -> None:
    """A terminal folds such lines anywhere, and the page falls to pieces; a path or a query must stay whole."""
    results, width = PAGES[name]
    queries = {line.query for group in diagnosis_groups(results) for line in group if line.query}
    paths = {path for hit in results for path in (hit.article.path, hit.article.key, hit.article.url) if path}
    view = VIEWS.get(name, USUAL)
    for line in page(lambda console: print_results(results, console, view), width).splitlines():
        assert cell_len(line) <= width or any(whole in line for whole in paths | queries), line
        assert line == line.rstrip()


def test_what_matches_is_red_or_underlined_where_no_colour_is_wanted() -> None:
    """NO_COLOR forbids colours; it does not ask to leave the reader without a sign."""
    results = make_results(ASTANA, patterns=SUMMIT)
    coloured = page(lambda console: print_results(results, console), colors=True)
    bare = page(lambda console: print_results(results, console), colors=True, no_color=True)
    assert f"d’{ESCAPE}[1;91mAstana{ESCAPE}[0m serait" in coloured
    assert f"d’{ESCAPE}[1;4mAstana{ESCAPE}[0m serait" in bare
    assert "[91m" not in bare
    assert ";91m" not in bare


def test_an_article_is_shown_whole_and_harmless() -> None:
    """Opening an article is when a trap in it would snap."""
    shown = page(lambda console: print_article(Opened(HOSTILE), console))
    assert ESCAPE not in shown
    assert "\x9b" not in shown
    assert "[/bold] et [red]rouge[/red]␛[2K␇" in shown
    assert "[sic] :smile: [/]" in shown
    assert "2023" in shown


def test_notices_are_quiet_and_dates_that_differ_are_named() -> None:
    """The eye goes to the news; what is doubtful about them stands above."""
    body = "Le port rouvre.\n\nContact : Awa Sow\n© 2024"
    article = Article(
        key="k",
        body=body,
        published=PartialDate(2024, 7, 6),
        zones=(Zone(ZoneKind.CONTACT, 17, 34), Zone(ZoneKind.LEGAL, 35, 41)),
        dates=(SaidDate(PartialDate(2024, 7, 6), "metadata"), SaidDate(PartialDate(2024, 7, 4), "dateline")),
    )
    shown = page(lambda console: print_article(Opened(article), console), colors=True)
    assert "\nLe port rouvre.\n" in shown
    assert f"{ESCAPE}[2mContact : Awa Sow{ESCAPE}[0m\n{ESCAPE}[2m© 2024{ESCAPE}[0m" in shown
    assert "dates : 6 juillet 2024 (métadonnées) ; 4 juillet 2024 (en tête du texte)" in shown


def test_paragraphs_of_an_article_stay_apart() -> None:
    """A body in one block cannot be read."""
    article = Article(key="k", title="Titre", body="Un.\n\nDeux.")
    assert page(lambda console: print_article(Opened(article), console)) == "Titre\nclé : k\n\nUn.\n\nDeux.\n"


def test_columns_of_a_table_are_aligned_by_what_the_eye_sees() -> None:
    """Chinese characters are twice as wide, combining accents have no width."""
    rows = [("a", "x"), ("北京", "y"), ("e\u0301", "z")]
    shown = page(lambda console: print_table(("n", "m"), rows, console)).splitlines()
    assert {cell_len(line[:-1]) for line in shown} == {6}


@given(article=articles(), width=st.integers(20, 120))
def test_any_article_can_be_shown_at_any_width(article: Article, width: int) -> None:
    """One article in a million must not keep the others from being seen."""
    results = make_results(article, patterns=SUMMIT)
    whole, part = (open_article(article, SUMMIT, context=context) for context in (None, 0))
    view = View(passages=None, context=1, scores=True)
    shown = page(
        lambda console: (
            print_results(results, console),
            print_results(results, console, view),
            print_article(whole, console),
            print_article(part, console, heading=article.title, more=article.title),
        ),
        width,
    )
    assert all(map(is_harmless, shown.split("\n")))


def test_the_page_says_where_it_stands_among_all_results() -> None:
    """The count is of all articles, not of those shown; and the next page is one copied option away."""
    shown = page(lambda console: print_results(ALL, console))
    assert "1\u202f204 articles · 4 ms" in shown
    assert "articles 10 à 12 sur 1\u202f204" in shown
    assert "la suite : --offset 12" in shown


def test_addresses_and_files_are_links_where_the_terminal_makes_them(tmp_path: Path) -> None:
    """One click is quicker than to copy a path; a file that is gone, or that was never in the corpus, is no link."""
    (tmp_path / "utf-8").mkdir()
    (tmp_path / ONLINE.path).touch()
    stranger = Article(key="k", body="Astana", path="../../etc/passwd", url="javascript:alert(1)")
    results = make_results(ONLINE, RECORD, stranger, patterns=SUMMIT)
    shown = page(lambda console: print_results(results, console, sources=[tmp_path]), colors=True)
    links = re.findall(rf"{ESCAPE}]8;id=\d+;(.+?){ESCAPE}\\", shown)
    assert len(links) == 2
    assert links[0] == "https://courrier-des-steppes.example/2024/07/04/p%C3%A9kin-astana?page=1"
    assert links[1].startswith("file://")
    assert links[1].endswith(f"{tmp_path}/{ONLINE.path}")
    assert "]8;" not in page(lambda console: print_results(results, console), colors=True)
    assert "]8;" not in page(lambda console: print_results(results, console, sources=[tmp_path]))


def test_what_a_query_asks_for_is_marked_in_an_article() -> None:
    """A reader who opens a hit looks for what made it one."""
    opened = open_article(ASTANA, SUMMIT)
    shown = page(lambda console: print_article(opened, console, heading="3 sur 9"), colors=True)
    assert shown.startswith(
        f"{ESCAPE}[2m3 sur 9{ESCAPE}[0m\n\n{ESCAPE}[1mPékin et {ESCAPE}[0m{ESCAPE}[1;91mAstana"
    )
    assert f"le {ESCAPE}[1;91msommet{ESCAPE}[0m d’{ESCAPE}[1;91mAstana{ESCAPE}[0m\nserait" in shown
    assert list(opened.marked()) == ["Astana", "Astana", "sommet", "Astana"]


def test_only_the_sentences_that_match_are_shown_of_an_article_if_that_is_asked_for() -> None:
    """A passage is often all that is to be read, and then it is whole."""
    article = Article(key="k", body="Un. Le sommet d’Astana commence. Trois. Quatre.\nLe sommet finit.")
    shown = page(lambda console: print_article(open_article(article, SUMMIT, context=0), console))
    assert shown == "\nclé : k\n\nLe sommet d’Astana commence.\n\nLe sommet finit.\n"
