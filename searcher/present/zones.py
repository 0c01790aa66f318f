"""Zones: what a reader sees of them: notices are quiet, and dates that contradict each other are named.

In: an article. Out: its paragraphs, each with whether it belongs to a notice; where its notices begin; its dates in
words.
"""

from __future__ import annotations

from collections.abc import Iterator

from searcher.article import Article
from searcher.present.french import say_date

# By the origin of a date.
_ORIGINS = {
    "metadata": "métadonnées",
    "dateline": "en tête du texte",
    "path": "nom du fichier",
    "meta": "balises meta",
    "time": "balise time",
}


def news_end(article: Article) -> int:
    """Where the notices that close an article begin, in characters of its body; its end if there are none."""
    return next((zone.start for zone in article.zones if zone.kind.is_notice), len(article.body))


def paragraphs(article: Article) -> Iterator[tuple[str, bool]]:
    """The paragraphs of a body, empty ones included, and whether each belongs to a notice.

    >>> from searcher.article import Zone, ZoneKind
    >>> body = "Le port rouvre.\\n© 2024"
    >>> list(paragraphs(Article("a", body=body, zones=(Zone(ZoneKind.LEGAL, 16, 22),))))
    [('Le port rouvre.', False), ('© 2024', True)]
    """
    at, end = 0, news_end(article)
    for paragraph in article.body.split("\n"):
        yield paragraph, at + len(paragraph) > end
        at += len(paragraph) + 1


def say_dates(article: Article) -> str:
    """Dates that contradict each other, the one that counts first; "" if none do."""
    said = (f"{say_date(one.date)} ({_ORIGINS.get(one.origin, one.origin)})" for one in article.dates)
    return " ; ".join(said)
