"""Opening: an article as it is read, with what a query asks for marked in it.

In: an article, and the patterns of a query. Out: its marks, and its passages where it is not read whole. Its texts are
the corpus's own, and must be cleaned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from searcher.article import Article
from searcher.present.french import say_number
from searcher.present.marking import Mark, body_marks, title_marks
from searcher.present.passages import Passage, passages
from searcher.search import Hit, Pattern, Together


@dataclass(frozen=True, slots=True)
class Opened:
    """An article, ready to be read."""

    article: Article
    title_marks: tuple[Mark, ...] = ()
    body_marks: tuple[Mark, ...] = ()
    passages: tuple[Passage, ...] | None = None  # instead of the whole body

    def marked(self) -> Iterator[str]:
        """What is marked, in reading order."""
        yield from (self.article.title[start:end] for start, end in self.title_marks)
        yield from (self.article.body[start:end] for start, end in self.body_marks)


def open_article(
    article: Article, patterns: tuple[Pattern | Together, ...] = (), *, context: int | None = None
) -> Opened:
    """Mark what a query asks for.

    Args:
        patterns: of the query; none, and nothing is marked.
        context: if given, only whole sentences that hold a mark, and so many before and after.
    """
    hit = Hit(1, 0.0, article, patterns)  # of no search: neither its rank nor its score is looked at
    shown = None if context is None else passages(hit, limit=None, context=context)
    return Opened(article, title_marks(hit), body_marks(hit), shown)


def say_place(rank: int, total: int, understood: str) -> str:
    """Which hit of which query this is: `3 sur 382 · réforme retraites`."""
    return f"{say_number(rank)} sur {say_number(total)} · {understood}"
