"""Plain text: results and articles for a pipe, a file, or a terminal that shows no more than letters.

In: results or an article. Out: lines. A passage is one line, however long; nothing is aligned, coloured or
marked unless marks are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from searcher.article import Article
from searcher.present.cleaning import clean_line
from searcher.present.marking import Mark, split_at_marks
from searcher.present.page import (
    USUAL,
    View,
    advice,
    is_cut,
    say_about,
    say_counts,
    say_family,
    say_origin,
    say_rest,
    show_hits,
)
from searcher.present.passages import Passage
from searcher.present.zones import say_dates
from searcher.search import Results

if TYPE_CHECKING:
    from searcher.present.answers import Group
    from searcher.present.opening import Opened
    from searcher.search.explaining import Explanation

_INDENT = "    "
# What of an article may be opened by itself.
ADDRESS, FILE, KEY = "adresse", "fichier", "clé"


def plain_results(
    results: Results, view: View = USUAL, *, marks: tuple[str, str] = ("", "")
) -> Iterator[str]:
    """Lay out a page of results.

    Args:
        marks: what to put before and after each stretch that matched.
    """
    yield f"{clean_line(results.understood)} · {say_counts(results)}"
    meant, why = advice(results)
    yield from _plain_group(meant)
    if results.explanation:
        yield ""
    for family in results.explanation:
        yield _INDENT + clean_line(say_family(family))
    for shown in show_hits(results, view):
        yield ""
        yield f"{shown.hit.rank:>2}  {_marked(shown.title, shown.title_marks, 0, marks)}"
        if shown.about:
            yield _INDENT + clean_line(shown.about)
        for passage in shown.passages:
            yield _INDENT + _passage(shown.hit.article, passage, marks)
        if shown.hit.article.url:
            yield _INDENT + clean_line(shown.hit.article.url)
        yield _INDENT + clean_line(shown.origin)
    rest = " · ".join(filter(None, say_rest(results)))
    if rest:
        yield ""
        yield rest
    for group in why:
        yield from _plain_group(group)


def _plain_group(group: Group) -> Iterator[str]:
    if group:
        yield ""
    for line in group:
        yield clean_line(f"{line.said} {line.query}".rstrip())


def plain_explanation(explanation: Explanation) -> Iterator[str]:
    """Lay out where the score of a hit comes from."""
    from searcher.present.reasons import explain_lines  # only here: it is seldom asked for

    yield clean_line(explanation.understood)
    yield ""
    yield f"{explanation.rank:>2}  {clean_line(explanation.article.title)}"
    yield _INDENT + clean_line(say_origin(explanation.article))
    yield ""
    for line in explain_lines(explanation):
        how = f" · {line.how}" if line.how else ""
        yield clean_line(f"{_INDENT * line.depth}{line.amount:>8}  {line.said}{how}").rstrip()


def _passage(article: Article, passage: Passage, marks: tuple[str, str]) -> str:
    before, after = is_cut(article, passage)
    text = _marked(passage.text, passage.marks, passage.start, marks)
    return f"{'… ' if before else ''}{text}{' …' if after else ''}"


def _marked(text: str, spans: tuple[Mark, ...], start: int, marks: tuple[str, str]) -> str:
    return "".join(
        f"{marks[0]}{clean_line(piece)}{marks[1]}" if marked else clean_line(piece)
        for piece, marked in split_at_marks(text, spans, start=start)
    )


def plain_article(opened: Opened, *, marks: tuple[str, str] = ("", "")) -> Iterator[str]:
    """Lay out an article: title, what is known about it, and its body to the letter, as it is stored.

    Args:
        marks: what to put before and after each stretch that matched.
    """
    if opened.article.title:
        yield _marked(opened.article.title, opened.title_marks, 0, marks)
    yield from (clean_line(f"{name} : {value}") for name, value in describe(opened.article))
    for passage in opened.passages or ():
        yield ""
        yield _passage(opened.article, passage, marks)
    if opened.passages is None:
        yield ""
        pieces = split_at_marks(opened.article.body, opened.body_marks)
        yield "".join(f"{marks[0]}{piece}{marks[1]}" if marked else piece for piece, marked in pieces)


def describe(article: Article) -> Iterator[tuple[str, str]]:
    """What is known about an article besides its texts: names and values, neither of them cleaned."""
    about = say_about(article)
    if about:
        yield "publié", about
    for name, value in (
        ("dates", say_dates(article)),
        ("auteur", article.author),
        ("langue", article.language),
        (ADDRESS, article.url),
        (FILE, article.path if article.path != article.key else ""),
        ("encodage", article.encoding),
        (KEY, article.key),
    ):
        if value:
            yield name, value
    for name, other in article.extra.items():
        yield name, str(other)
