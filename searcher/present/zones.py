"""Zones: what a reader sees of them: notices are quiet, and dates that contradict each other are named.

In: an article. Out: where its notices begin; its dates in words.
"""

from __future__ import annotations

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


def say_dates(article: Article) -> str:
    """Dates that contradict each other, the one that counts first; "" if none do."""
    said = (f"{say_date(one.date)} ({_ORIGINS.get(one.origin, one.origin)})" for one in article.dates)
    return " ; ".join(said)
