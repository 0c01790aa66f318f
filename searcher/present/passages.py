"""Passages: the few stretches of an article that show best why it was found.

In: a hit. Out: passages in reading order, each with what to mark in it, in characters of the article's own
body.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from searcher.analysis import cut
from searcher.present.marking import Mark, Match, find_matches, split_at_marks
from searcher.present.running_words import LONGEST_GAP, RunningWords
from searcher.present.zones import news_end
from searcher.query import Field
from searcher.search import Hit


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article."""

    text: str
    start: int  # in characters of the article's body: text == body[start:end]
    end: int
    marks: tuple[Mark, ...]  # what matched, in characters of the body as well; in order, without overlaps
    field: Field = Field.BODY

    def marked(self, before: str, after: str) -> str:
        """The text, with something before and after each stretch that matched.

        >>> Passage("le sommet", 100, 109, ((103, 109),)).marked("«", "»")
        'le «sommet»'
        """
        pieces = split_at_marks(self.text, self.marks, start=self.start)
        return "".join(f"{before}{piece}{after}" if marked else piece for piece, marked in pieces)


def passages(hit: Hit, *, words: int = 30, limit: int = 3) -> tuple[Passage, ...]:
    """Choose the passages of an article that hold the most of what was looked for.

    First those with the most different patterns, then with the most marks, then the earliest. Notices that close an
    article give one only of what the news before them do not hold. They begin and end between words, where a
    sentence does if that is near. Where the body holds nothing to mark, its
    beginning is the only passage.

    Args:
        words: how long each should be, about; at least 1.
        limit: how many at most, at least 0.
    Returns:
        Passages in reading order, without overlaps; none if the body is empty.
    """
    if words < 1 or limit < 0:
        raise ValueError("a passage has at least one word, and their number cannot be negative")
    body = hit.article.body
    if not limit or not body.strip():
        return ()
    tokens = cut(body)
    running = RunningWords(body, tokens)
    clusters = _clusters(find_matches(body, tokens, hit.patterns, Field.BODY), running)
    if not clusters:
        return (_lead(body, running, words, news_end(hit.article)),)
    chosen = _choose_by_zone(clusters, running, words, limit, news_end(hit.article))
    return tuple(_passage(body, running, *stretch, clusters) for stretch in sorted(chosen))


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Matches that overlap, and are one mark."""

    start: int  # in characters
    end: int
    first: int  # in words
    last: int
    patterns: frozenset[int]


def _clusters(matches: Sequence[Match], running: RunningWords) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    begin = 0
    while begin < len(matches):
        stop, end = begin + 1, matches[begin].end
        while stop < len(matches) and matches[stop].start < end:
            end = max(end, matches[stop].end)
            stop += 1
        clusters.append(_cluster(matches[begin:stop], end, running))
        begin = stop
    return clusters


def _cluster(matches: Sequence[Match], end: int, running: RunningWords) -> _Cluster:
    first = min(match.position for match in matches)
    # What two patterns find in the very same place, as `porte-parole` joined and as two words, is one thing.
    patterns = {(match.start, match.end): match.pattern for match in reversed(matches)}
    return _Cluster(
        matches[0].start, end, first, running.last_before(first, end), frozenset(patterns.values())
    )


# ------------------------------------------------------------------ choosing


class _Window(NamedTuple):
    """The best neighbours among some clusters; the smaller, the better."""

    missing: int  # minus the number of different patterns
    unmarked: int  # minus the number of clusters
    begin: int  # clusters[begin:end]
    end: int
    among: tuple[int, int]  # the clusters it was chosen from
    within: tuple[int, int]  # the words left for it, both included


def _choose_by_zone(
    clusters: Sequence[_Cluster], running: RunningWords, size: int, limit: int, news_end: int
) -> list[tuple[int, int]]:
    """The best stretches of the news, and one of the notices below if they hold what the news do not.

    Args:
        news_end: in characters.
    """
    everywhere = 0, len(running) - 1
    news = [cluster for cluster in clusters if cluster.end <= news_end]
    notices = [cluster for cluster in clusters if cluster.start >= news_end]
    if not news or not notices or len(news) + len(notices) < len(clusters):
        return _choose(clusters, running, size, limit, everywhere)
    border = bisect_left(running.starts, news_end)
    held = frozenset[int]().union(*(cluster.patterns for cluster in news))
    lacking = [cluster for cluster in notices if cluster.patterns - held]
    chosen = _choose(news, running, size, max(1, limit - bool(lacking)), (0, border - 1))
    if lacking and len(chosen) < limit:
        chosen += _choose(notices, running, size, 1, (border, everywhere[1]))
    return chosen


def _choose(
    clusters: Sequence[_Cluster], running: RunningWords, size: int, limit: int, within: tuple[int, int]
) -> list[tuple[int, int]]:
    """The best stretches, as first and last words. Each one parts what is left in two.

    Args:
        within: the first and the last word that they may hold.
    """
    reach = max(1, size - size // 4)  # the rest is for the words around
    waiting = [_best(clusters, (0, len(clusters)), within, reach)]
    chosen: list[tuple[int, int]] = []
    while waiting and len(chosen) < limit:
        window = heapq.heappop(waiting)
        low, high = window.within
        first, last = clusters[window.begin].first, clusters[window.end - 1].last
        first, last = running.stretch(first, last, low=low, high=high, size=size)
        # No mark is cut in two: one that does not fit is left for another passage.
        begin, end = window.begin, window.end
        while begin > window.among[0] and clusters[begin - 1].last >= first:
            begin -= 1
            first = max(first, clusters[begin].last + 1) if clusters[begin].first < first else first
        while end < window.among[1] and clusters[end].first <= last:
            last = min(last, clusters[end].first - 1) if clusters[end].last > last else last
            end += 1
        chosen.append((first, last))
        left = bisect_left(clusters, first, *window.among, key=lambda cluster: cluster.last)
        right = bisect_left(clusters, last + 1, *window.among, key=lambda cluster: cluster.first)
        for among, within in (
            ((window.among[0], left), (low, first - 1)),
            ((right, window.among[1]), (last + 1, high)),
        ):
            if among[0] < among[1]:
                heapq.heappush(waiting, _best(clusters, among, within, reach))
    return chosen


def _best(
    clusters: Sequence[_Cluster], among: tuple[int, int], within: tuple[int, int], reach: int
) -> _Window:
    """The clusters within `reach` words that hold the most."""
    best = (0, 0, among[0], among[0])
    held: Counter[int] = Counter()
    end = among[0]
    for begin in range(*among):
        while end < among[1] and (end == begin or clusters[end].last - clusters[begin].first < reach):
            held.update(clusters[end].patterns)
            end += 1
        best = min(best, (-len(held), begin - end, begin, end))
        for pattern in clusters[begin].patterns:
            held[pattern] -= 1
            if not held[pattern]:
                del held[pattern]
    return _Window(*best, among, within)


# ------------------------------------------------------------------ cutting out


def _passage(
    body: str, running: RunningWords, first: int, last: int, clusters: Sequence[_Cluster]
) -> Passage:
    begin = bisect_left(clusters, first, key=lambda cluster: cluster.first)
    end = bisect_left(clusters, last + 1, key=lambda cluster: cluster.first)
    marks = tuple((cluster.start, cluster.end) for cluster in clusters[begin:end])
    start = min(running.left_edge(first), *(mark[0] for mark in marks[:1]), running.starts[first])
    stop = max(running.right_edge(last), *(mark[1] for mark in marks[-1:]), running.ends[last])
    return Passage(body[start:stop], start, stop, marks)


def _lead(body: str, running: RunningWords, size: int, news_end: int) -> Passage:
    """The beginning of a body, without marks, and without its notices if anything stands before them."""
    if len(running):
        high = (bisect_left(running.starts, news_end) or len(running)) - 1
        first, last = running.stretch(0, 0, low=0, high=high, size=size)
        return _passage(body, running, first, last, ())
    start = len(body) - len(body.lstrip())
    text = body[start : start + LONGEST_GAP].rstrip()
    return Passage(text, start, start + len(text), ())
