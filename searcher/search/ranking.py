"""Ranking: BM25F over graded forms.

A word of the query stands for many forms, each with a weight; their frequencies in a field are weighed, divided by
the field's length norm, and summed over fields before the curve of BM25 is applied once (Robertson & Zaragoza 2009,
§3.6: adding scores of fields instead ranks worse). The values were chosen on judged French sets.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

K1 = 0.9


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """What a field counts for."""

    name: str  # in the index
    weight: float
    slope: float  # `b`: how much its length counts, from 0 to 1


BODY = FieldWeight("body", weight=1.0, slope=0.75)
TITLE = FieldWeight("title", weight=3.0, slope=0.3)


def idf(articles: int, containing: float) -> float:
    """Weigh a word by how rare it is.

    Args:
        articles: articles in the index.
        containing: those that contain the word, each counted by its best form's weight: from 0 to `articles`.
    Returns:
        Nats: near 0 for a word found everywhere, larger as it gets rarer.
    Raises:
        ValueError: `containing` is out of its range.
    Source: Robertson & Zaragoza 2009; `1 +` keeps very common words positive (Lucene's form).

    >>> round(idf(articles=1000, containing=1), 2)
    6.5
    """
    if not 0 <= containing <= articles:
        raise ValueError(f"{containing} of {articles} articles cannot contain a word")
    return math.log(1 + (articles - containing + 0.5) / (containing + 0.5))
