"""Matches: articles that were found, with their scores; how lists of them are combined, and the best of all."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Sequence

from searcher.index import Segment
from searcher.kernels import sets
from searcher.kernels.buffers import zeros
from searcher.records import dataclass
from searcher.search.ranking import Ranked


@dataclass(frozen=True, slots=True)
class Matches:
    """Articles of one segment, in increasing order, with their scores."""

    articles: array[int]
    scores: array[float]

    def __len__(self) -> int:
        return len(self.articles)

    @classmethod
    def none(cls) -> Matches:
        return cls(array("I"), array("d"))


def fill(size: int, kernel: Callable[..., int], *lists: object) -> Matches:
    """Let a kernel fill lists of at most this size."""
    articles, scores = zeros("I", size), zeros("d", size)
    count = kernel(*lists, articles, scores)
    del articles[count:]
    del scores[count:]
    return Matches(articles, scores)


def unscored(segment: Segment, seen: array[int]) -> Matches:
    """The live articles of a bitmap, whose scores are 0."""
    articles = zeros("I", segment.size)
    del articles[sets.collect(seen, segment.deleted, articles) :]
    return Matches(articles, zeros("d", len(articles)))


def everything(segment: Segment) -> Matches:
    """All live articles."""
    return unscored(segment, segment.live())


def intersect(a: Sequence[Matches], b: Sequence[Matches]) -> list[Matches]:
    """What is in both; scores are added up."""
    return [
        fill(min(len(x), len(y)), sets.intersect, x.articles, x.scores, y.articles, y.scores)
        for x, y in zip(a, b, strict=True)
    ]


def unite_highest(a: Sequence[Matches], b: Sequence[Matches]) -> list[Matches]:
    """What is in either, with the higher score of two."""
    return [
        fill(len(x) + len(y), sets.unite, x.articles, x.scores, y.articles, y.scores, True)
        for x, y in zip(a, b, strict=True)
    ]


def subtract(a: Sequence[Matches], b: Sequence[Matches]) -> list[Matches]:
    """What is in the first and not in the second."""
    return [fill(len(x), sets.subtract, x.articles, x.scores, y.articles) for x, y in zip(a, b, strict=True)]


class Best:
    """The best articles of some segments so far."""

    def __init__(self, limit: int, segments: Sequence[Segment]) -> None:
        self.floor = -math.inf  # lower scores are not wanted
        size = min(limit, max((segment.size for segment in segments), default=0))
        self.articles, self.scores = zeros("I", size), zeros("d", size)  # room for those of a segment
        self._limit = limit
        self._found: list[tuple[int, Sequence[int], Sequence[float]]] = []
        self._highest: list[float] = []  # scores, as many as are wanted

    def add(self, segment: int, filled: int) -> None:
        """Keep the first ones, so many, of what a segment has put into the room for them."""
        articles, scores = self.articles[:filled], self.scores[:filled]
        self._found.append((segment, articles, scores))
        self._highest = sorted((*self._highest, *scores), reverse=True)[: self._limit]
        if 0 < self._limit == len(self._highest):
            self.floor = self._highest[-1]

    def found(self) -> list[Ranked]:
        """Those that may be among the best, in no order."""
        return [
            Ranked(segment, article, score)
            for segment, articles, scores in self._found
            for article, score in zip(articles, scores, strict=True)
            if score >= self.floor
        ]
