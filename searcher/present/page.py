"""The page: what of an answer a reader sees, before it is known on what.

In: results. Out: the texts of a page of results, in French, and each hit with its passages chosen; the
terminal and plain text lay them out, each in its way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from searcher.analysis.sentences import begins_sentence, ends_sentence
from searcher.article import Article
from searcher.present.french import say_articles, say_date, say_decimal, say_number, say_seconds
from searcher.present.marking import Mark, title_marks
from searcher.present.passages import Passage, passages
from searcher.records import dataclass
from searcher.search import Family, Hit, Results

if TYPE_CHECKING:
    from searcher.present.answers import Group

UNTITLED = "(sans titre)"


@dataclass(frozen=True, slots=True)
class View:
    """How much of each hit is shown."""

    passages: int | None = 2  # at most; None for all of them
    words: int = 30  # in each, about
    context: int | None = None  # instead, whole sentences: those that match, and so many on either side
    scores: bool = False  # whether they are told


USUAL = View()


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit, ready to be shown. Its texts are still the corpus's own, and must be cleaned."""

    hit: Hit
    title: str
    title_marks: tuple[Mark, ...]
    about: str  # date, place, agency, source
    passages: tuple[Passage, ...]
    origin: str  # its path, and its key where that is another


def choose_passages(hit: Hit, view: View) -> tuple[Passage, ...]:
    """The passages of a hit that a view shows."""
    return passages(hit, words=view.words, limit=view.passages, context=view.context)


def show_hits(results: Results, view: View) -> Iterator[Shown]:
    """Choose what to show of each hit."""
    for hit in results:
        yield Shown(
            hit=hit,
            title=hit.article.title or UNTITLED,
            title_marks=title_marks(hit),
            about=" · ".join(
                filter(None, (say_about(hit.article), say_share(hit), say_score(hit) if view.scores else ""))
            ),
            passages=choose_passages(hit, view),
            origin=say_origin(hit.article),
        )


def say_about(article: Article) -> str:
    """When, where and by whom: `4 juillet 2024 · Pékin · AFP · Le Courrier de Valbrec`."""
    published = say_date(article.published) if article.published else ""
    agency = article.agency if article.agency != article.source else ""
    return " · ".join(filter(None, (published, article.place, agency, article.source)))


def say_share(hit: Hit) -> str:
    """How many of the words of a long question the hit has: `3 mots sur 7`."""
    return f"{hit.has.words} mots sur {hit.has.of}" if hit.has else ""


def say_score(hit: Hit) -> str:
    """`score 12,345`, as `--why` has it."""
    return f"score {say_decimal(hit.score, 3)}"


def say_origin(article: Article) -> str:
    if not article.path or article.key == article.path:
        return article.key
    # The key of the third record of a file is its path and `#3`: to show both would say it twice.
    if article.key.startswith(f"{article.path}#"):
        return article.key
    return f"{article.path} · clé {article.key}"


def say_counts(results: Results) -> str:
    """`3 articles · 4 ms`"""
    return f"{say_articles(results.total)} · {say_seconds(results.seconds)}"


def say_family(family: Family) -> str:
    """What a word or a shape stood for: `gouvern* : 2 formes : gouvernement (41 articles), gouverner (2)`"""
    if not family.total:
        return f"{family.said} : aucune forme"
    counts = [f"{each.form} ({say_number(each.articles)})" for each in family.forms]
    counts[0] = f"{family.forms[0].form} ({say_articles(family.forms[0].articles)})"
    said = f"{family.said} : {say_number(family.total)} forme{'s' if family.total > 1 else ''} : {', '.join(counts)}"
    if not family.is_cut:
        return said
    others = family.total - len(family.forms)
    plural = "s" if others > 1 else ""
    return f"{said} et {say_number(others)} autre{plural}, moins fréquente{plural}"


def say_rest(results: Results) -> tuple[str, str]:
    """Which hits these are of all there are, and how to see more; empty where there is nothing to say."""
    first, last = results.offset + 1, results.offset + len(results)
    if not results.total:
        return "Aucun article.", ""
    if not results.hits:
        # Who asks for none wants the count, and has it.
        return (f"Il n'y a pas d'article {say_number(first)}." if first > results.total else ""), ""
    if len(results) == results.total:
        return "", ""
    said = f"article {say_number(first)}"
    if first < last:
        said = f"articles {say_number(first)} à {say_number(last)}"
    more = f"la suite : --offset {last}" if last < results.total else ""
    return f"{said} sur {say_number(results.total)}", more


def advice(results: Results) -> tuple[Group, Sequence[Group]]:
    """What to say before the hits of what may have been meant, and after them of why there are none."""
    if not (results.suggestions or results.diagnosis):
        return (), ()
    # Only here: most answers need none.
    from searcher.present.answers import diagnosis_groups, suggestion_lines

    return suggestion_lines(results) if results.total else (), tuple(diagnosis_groups(results))


def is_cut(article: Article, passage: Passage) -> tuple[bool, bool]:
    """Whether a passage leaves out the beginning, and the end, of the sentences it takes."""
    return (
        not begins_sentence(article.body, passage.start),
        not ends_sentence(article.body, passage.end),
    )
