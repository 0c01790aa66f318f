"""An explanation, as it is read: every level adds up to the one above, digit by digit."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from present.hits import is_harmless
from rich.cells import cell_len
from rich.console import Console

from searcher.article import Article
from searcher.present.plain import plain_explanation
from searcher.present.reasons import Line, explain_lines
from searcher.present.terminal import print_explanation
from searcher.search.explaining import Counted, Explanation, Reason

SCORES = st.floats(0, 30, allow_nan=False)
LEAVES = st.builds(Reason, st.just("grève"), SCORES, st.just(1.5))


def _add(parts: list[Reason]) -> Reason:
    return Reason("somme", sum(part.score for part in parts), parts=tuple(parts))


def _choose(parts: list[Reason]) -> Reason:
    return Reason("choix", max(part.score for part in parts), highest=True, parts=tuple(parts))


def _multiply(parts: list[Reason]) -> Reason:
    return Reason("produit", 2.5 * sum(part.score for part in parts), parts=tuple(parts), factor=2.5)


def _nest(reasons: st.SearchStrategy[Reason]) -> st.SearchStrategy[Reason]:
    several = st.lists(reasons, min_size=1, max_size=4)
    return several.map(_add) | several.map(_choose) | several.map(_multiply)


def explanation(
    *reasons: Reason, freshness: float = 1.0, favour: float = 1.0, title: str = "Titre"
) -> Explanation:
    score = freshness * favour * sum(reason.score for reason in reasons)
    return Explanation("grève", 1, Article(key="clé", title=title), score, freshness, favour, reasons)


def amount(line: Line) -> Decimal:
    return Decimal(line.amount.replace(",", "."))


def parts_of(lines: list[Line], at: int) -> list[Line]:
    """The lines one level below a line."""
    depth = lines[at].depth
    below = []
    for line in lines[at + 1 :]:
        if line.depth <= depth:
            break
        if line.depth == depth + 1 and line.amount:
            below.append(line)
    return below


@given(st.lists(st.recursive(LEAVES, _nest, max_leaves=8), min_size=1, max_size=5))
def test_what_is_shown_adds_up_to_the_last_digit(reasons: list[Reason]) -> None:
    """A reader adds what stands there, not what was rounded away."""
    lines = list(explain_lines(explanation(*reasons)))
    for at, line in enumerate(lines):
        parts = list(map(amount, parts_of(lines, at))) if line.amount else []
        if line.said == "produit":
            assert line.how == f"{sum(parts):.3f} × 2,5".replace(".", ",")
        elif parts:
            assert amount(line) == (max(parts) if line.said == "choix" else sum(parts))


COUNTED = (
    Counted("réformes", "lemma", "body", 1200, 0, 0.5, 1.0),
    Counted("réforme", "exact", "body", 4, 1, 1.0, 3.3),
    Counted("réformé", "class", "body", 2, 2, 0.25, 0.15),
    Counted("« code du travail »", "", "title", 1, 0, 1.0, 3.0),
)
WHOLE = explanation(
    Reason("réforme", 2.5, idf=2.0, containing=7.5, counted=COUNTED),
    Reason("porte-parole", 1.25, highest=True, parts=(Reason("porteparole", 1.25),)),
    Reason("code travail", 0.25, distance=1),
    Reason("code loi", 0.125, distance=4),
    freshness=0.75,
    title="Un titre [bold]\x1b[31m",
)


def test_each_line_says_how_its_amount_was_made() -> None:
    """Rareness, presence, forms, places: each in words that need no manual."""
    assert list(plain_explanation(WHOLE)) == [
        "grève",
        "",
        " 1  Un titre [bold]␛[31m",
        "    clé",
        "",
        "   3,094  en tout · 4,125 × fraîcheur 0,750",
        "       2,500  réforme · rareté 2,00 (7,5 articles) × présence 1,25",
        "                  1\u202f200 fois réformes (poids 0,5) dans le texte",
        "                  4 fois réforme (poids 1) dans le texte, dont 1 dans les mentions de fin (× 0,3)",
        "                  2 fois réformé (poids 0,25) dans les mentions de fin (× 0,3)",
        "                  1 fois « code du travail » dans le titre",
        "       1,250  porte-parole · la meilleure de ses écritures",
        "           1,250  porteparole",
        "       0,250  code travail · côte à côte",
        "       0,125  code loi · à 4 mots de distance",
    ]


@pytest.mark.parametrize("width", [40, 80])
def test_the_terminal_shows_the_same_within_its_width(width: int) -> None:
    """What is on the screen is what is in the pipe, folded."""
    output = io.StringIO()
    print_explanation(WHOLE, Console(file=output, width=width, highlight=False, markup=False, emoji=False))
    lines = output.getvalue().splitlines()
    assert all(cell_len(line) <= width and is_harmless(line) for line in lines)
    assert " ".join(output.getvalue().split()) == " ".join(" ".join(plain_explanation(WHOLE)).split())


def test_what_multiplies_a_score_is_said_beside_it() -> None:
    """A reader who adds up must know what the sum was multiplied by."""
    for freshness, favour, how in (
        (1.0, 1.0, ""),
        (1.0, 1.5, "2,000 × date nommée 1,5"),
        (0.5, 1.5, "2,000 × fraîcheur 0,500 × date nommée 1,5"),
    ):
        whole, *_ = explain_lines(explanation(Reason("crue", 2.0), freshness=freshness, favour=favour))
        assert whole.how == how
