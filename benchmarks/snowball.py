"""BM25 over Snowball stems: what most engines do with French, as a system to be measured against.

Letters are lower-cased, elisions cut as Lucene's FrenchAnalyzer does, function words dropped, words stemmed; accents
stay, and a stem either is the same or is not.
"""

from __future__ import annotations

import heapq
import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import Stemmer

from searcher.analysis import is_function_word

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# FrenchAnalyzer.DEFAULT_ARTICLES of Lucene 8.
_ELIDED = re.compile(r"\A(?:[lmtnsjdc]|qu|jusqu|quoiqu|lorsqu|puisqu)['’]")
_STEMMER = Stemmer.Stemmer("french")


def stems(text: str) -> list[str]:
    """Cut a text into the stems of its words.

    >>> stems("L'Île n’est plus une presqu'île : les chevaux l'habitent")
    ['île', "presqu'îl", 'cheval', 'habitent']
    """
    words = (_ELIDED.sub("", word) for word in _WORD.findall(text.lower()))
    return list(_STEMMER.stemWords([word for word in words if not is_function_word(word)]))


@dataclass(frozen=True, slots=True)
class StemIndex:
    """Which texts hold which stem, how often, and how long they are."""

    keys: list[str]
    lengths: array[int]  # in stems
    postings: Mapping[
        str, tuple[array[int], array[int]]
    ]  # numbers of texts, and how often each holds the stem

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> StemIndex:
        """Index texts by key."""
        lengths = array("I")
        postings: defaultdict[str, tuple[array[int], array[int]]] = defaultdict(
            lambda: (array("I"), array("I"))
        )
        for number, text in enumerate(texts.values()):
            found = stems(text)
            lengths.append(len(found))
            for stem, count in Counter(found).items():
                numbers, counts = postings[stem]
                numbers.append(number)
                counts.append(count)
        return cls(list(texts), lengths, dict(postings))


class SnowballBm25:
    """Ranks texts by BM25, the sum over the distinct stems of a question.

    Source: Robertson & Zaragoza 2009; Lucene's idf.
    """

    def __init__(self, index: StemIndex, k1: float, b: float = 0.75) -> None:
        self.name = f"BM25, Snowball, k1 = {k1}"
        self._index = index
        self._k1 = k1
        average = sum(index.lengths) / max(1, len(index.lengths))
        self._norms = [k1 * (1 - b + b * length / average) for length in index.lengths] if average else []

    def scores(self, question: str) -> dict[int, float]:
        """The scores of the texts, by number, that hold any stem of the question."""
        scores: defaultdict[int, float] = defaultdict(float)
        for stem in dict.fromkeys(stems(question)):
            numbers, counts = self._index.postings.get(stem, ((), ()))
            containing = len(numbers)
            weight = math.log(1 + (len(self._index.keys) - containing + 0.5) / (containing + 0.5))
            for number, count in zip(numbers, counts, strict=True):
                scores[number] += weight * count * (self._k1 + 1) / (count + self._norms[number])
        return scores

    def rank(self, question: str, limit: int) -> list[str]:
        """The keys of the best texts, best first; of equals the one indexed first."""
        scores = self.scores(question)
        best = heapq.nsmallest(limit, scores, key=lambda number: (-scores[number], number))
        return [self._index.keys[number] for number in best]
