"""Ranking: BM25F over graded forms.

A word of the query stands for many forms, each with a weight; their frequencies in a field are weighed, divided by
the field's length norm, and summed over fields before the curve of BM25 is applied once (Robertson & Zaragoza 2009,
§3.6: adding scores of fields instead ranks worse). The values were chosen on judged French sets.
"""

from __future__ import annotations

import math
from array import array
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from searcher.index import SLOPES, Snapshot
from searcher.kernels import sums
from searcher.kernels.buffers import zeros
from searcher.records import dataclass

K1 = 0.9


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """What a field counts for."""

    name: str  # in the index
    weight: float
    slope: float  # `b`: how much its length counts, from 0 to 1


BODY = FieldWeight("body", weight=1.0, slope=SLOPES["body"] / 100)
TITLE = FieldWeight("title", weight=3.0, slope=SLOPES["title"] / 100)


# What counts an occurrence in a notice that closes an article (`À propos de …`, contacts, rights), of one in the news.
NOTICE_SHARE = 0.3

# Words near each other. Of five formulas this is the simplest and gained most (nDCG@10 +1.0 % and +0.3 % on 30,886
# questions in two sets, with 0.2 to 0.3 for the weight); how it falls with the distance hardly matters.
PROXIMITY_WEIGHT = 0.2
PROXIMITY_REACH = 8  # words: farther apart, two words are not near
# Newness, where it is asked for: an article of today keeps its score, an old one half of it (after Li & Croft 2003).
RECENT_HALF_LIFE = 30.0  # days
# What an article's score is multiplied by if it may be of the days that a query names in its text.
FAVOUR = 1.5


class Ranked(NamedTuple):  # a query makes hundreds: a frozen dataclass takes five times as long to make
    """An article that was found, in an order."""

    segment: int  # of the snapshot
    article: int  # of the segment
    score: float


def proximity_score(distance: int, first_idf: float, second_idf: float) -> float:
    """Score two words that stand side by side in a query and near each other in an article.

    Args:
        distance: in words, between the nearest of their forms; 0 if none are near.
        first_idf, second_idf: of the two words.
    """
    return PROXIMITY_WEIGHT * (first_idf + second_idf) / distance if distance else 0.0


def freshness(day: int, today: date) -> float:
    """What an article keeps of its score where newer ones are preferred: from 0.5 to 1.

    Args:
        day: that it is of at the latest, as an ordinal; 0 if unknown.

    >>> freshness(date(2024, 6, 1).toordinal(), today=date(2024, 7, 1))
    0.75
    """
    age = max(0, today.toordinal() - day)
    return 0.5 + 0.5 * 2 ** (-age / RECENT_HALF_LIFE) if day else 0.5


# Longer texts are rare: what one counts is worked out where it is met.
_LENGTHS = 4096


@lru_cache(maxsize=16)
def norms(kind: FieldWeight, average: float) -> array[float]:
    """What an occurrence counts in a text of each length, from 0 on.

    Args:
        average: of all texts of the field, in words.
    """
    found = zeros("d", _LENGTHS)
    sums.norms(kind.weight, kind.slope, average, found)
    return found


@lru_cache(maxsize=16)
def _both_norms(body: float, title: float) -> tuple[array[float], array[float]]:
    return norms(BODY, body), norms(TITLE, title)


def norms_of(snapshot: Snapshot) -> tuple[array[float], array[float]]:
    """The norms of the body and of the title in a snapshot; of the same averages always the same arrays."""
    return _both_norms(snapshot.average_length(BODY.name), snapshot.average_length(TITLE.name))


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
