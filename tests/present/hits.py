"""Hits made by hand, so that what is shown is tested without an index.

In: texts, and the forms to look for. Out: hits and results.
"""

from __future__ import annotations

import unicodedata

from searcher.article import Article
from searcher.query import Field
from searcher.search import Hit, Pattern, Results, Share
from searcher.search.diagnosis import Diagnosis, Suggestion


def pattern(*slots: str, field: Field = Field.ANY) -> Pattern:
    """A pattern of one slot an argument, each with its forms between spaces."""
    return Pattern(tuple(frozenset(slot.split()) for slot in slots), field)


def make_hit(body: str, *patterns: Pattern, title: str = "", rank: int = 1) -> Hit:
    """A hit of an article that has little more than a body."""
    return Hit(rank, 1.0, Article(key="clé", title=title, body=body), patterns)


def make_results(
    *articles: Article,
    patterns: tuple[Pattern, ...] = (),
    total: int | None = None,
    offset: int = 0,
    diagnosis: Diagnosis | None = None,
    suggestions: tuple[Suggestion, ...] = (),
    has: Share | None = None,
) -> Results:
    """The answer to a query that found these articles."""
    hits = tuple(
        Hit(offset + number, 10.0 - number, article, patterns, has)
        for number, article in enumerate(articles, 1)
    )
    return Results(
        query="sommet d'Astana depuis juin 2024",
        understood="sommet astana · depuis le 1er juin 2024",
        warnings=(),
        total=len(articles) if total is None else total,
        offset=offset,
        seconds=0.0042,
        hits=hits,
        diagnosis=diagnosis,
        suggestions=suggestions,
    )


def is_harmless(line: str) -> bool:
    """Whether a line holds nothing that a terminal obeys."""
    return not any(
        unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(letter)
        in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        for letter in line
    )
