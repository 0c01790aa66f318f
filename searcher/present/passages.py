"""Passages: the few stretches of an article that show best why it was found.

In: a hit. Out: passages in reading order, each with what to mark in it, in characters of the article's own
body.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from searcher.analysis.sentences import sentence_starts
from searcher.present.marking import Mark, Match, body_matches, split_at_marks
from searcher.present.running_words import LONGEST_GAP, RunningWords
from searcher.present.zones import news_end
from searcher.query import Field
from searcher.records import dataclass
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


def passages(
    hit: Hit, *, words: int = 30, limit: int | None = 3, context: int | None = None
) -> tuple[Passage, ...]:
    """Choose the passages of an article that hold the most of what was looked for.

    First those with the most different patterns, then with the most marks, then the earliest. Notices that close an
    article give one only of what the news before them do not hold. They begin and end between words, where a sentence
    does if that is near. Where the body holds nothing to mark, its beginning is the only passage.

    Args:
        words: how long each should be, about; at least 1.
        limit: how many at most, at least 0; all that there are if None, and no mark is left out.
        context: if given, passages are whole sentences, however long: those that hold a mark, and so many before and
            after; at least 0.
    Returns:
        Passages in reading order, without overlaps; none if the body is empty.
    """
    if words < 1 or (limit or 0) < 0 or (context or 0) < 0:
        raise ValueError("a passage has at least one word; its sentences and their number cannot be negative")
    body = hit.article.body
    if limit == 0 or not body.strip():
        return ()
    tokens, matches = body_matches(body, hit.patterns)
    running = RunningWords(body, tokens)
    clusters = _clusters(matches, running)
    if context is not None:
        return tuple(_whole_sentences(body, clusters, context, limit))
    if not clusters:
        return (_lead(body, running, words, news_end(hit.article)),)
    if limit is None:
        chosen = _sweep(clusters, running, words)
    else:
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
    return _Cluster(matches[0].start, end, first, running.last_before(first, end), _patterns(matches))


def _patterns(matches: Sequence[Match]) -> frozenset[int]:
    # What two patterns find in the very same place, as `porte-parole` joined and as two words, is one thing.
    return frozenset({(match.start, match.end): match.pattern for match in reversed(matches)}.values())


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


def _sweep(clusters: Sequence[_Cluster], running: RunningWords, size: int) -> list[tuple[int, int]]:
    """Stretches that hold all clusters, from the first one on: choosing the best would order nothing."""
    reach = max(1, size - size // 4)  # as for the best ones
    chosen: list[tuple[int, int]] = []
    low, begin = 0, 0
    while begin < len(clusters):
        end = begin + 1
        while end < len(clusters) and clusters[end].last - clusters[begin].first < reach:
            end += 1
        high = clusters[end].first - 1 if end < len(clusters) else len(running) - 1
        first, last = clusters[begin].first, max(cluster.last for cluster in clusters[begin:end])
        # Two marks may share a word that is both, as a compound: then they share a passage.
        high = max(high, last)
        first, last = running.stretch(first, last, low=min(low, first), high=high, size=size)
        while end < len(clusters) and clusters[end].first <= last:
            last = max(last, clusters[end].last)
            end += 1
        chosen.append((first, last))
        low, begin = last + 1, end
    return chosen


# ------------------------------------------------------------------ sentences


def _whole_sentences(
    body: str, clusters: Sequence[_Cluster], around: int, limit: int | None
) -> Iterator[Passage]:
    """Passages of whole sentences. Those that touch are one."""
    starts = [len(body) - len(body.lstrip()), *sentence_starts(body), len(body)]
    if not clusters:
        yield _sentences(body, starts, 0, 1 + around, ())
        return
    stretches: list[tuple[int, int, list[_Cluster]]] = []  # the first sentence, and the one after the last
    for cluster in clusters:
        first = max(0, bisect_right(starts, cluster.start) - 1 - around)
        last = bisect_left(starts, cluster.end) + around
        if stretches and first <= stretches[-1][1]:
            first, before, held = stretches.pop()
            last = max(last, before)
            held.append(cluster)
        else:
            held = [cluster]
        stretches.append((first, last, held))
    best = sorted(stretches, key=_worth)[:limit]
    for first, last, held in sorted(best):
        yield _sentences(body, starts, first, last, held)


def _worth(stretch: tuple[int, int, Sequence[_Cluster]]) -> tuple[int, int, int]:
    """The smaller, the better, as for windows."""
    held = stretch[2]
    return -len(frozenset[int]().union(*(cluster.patterns for cluster in held))), -len(held), stretch[0]


def _sentences(
    body: str, starts: Sequence[int], first: int, last: int, clusters: Sequence[_Cluster]
) -> Passage:
    start = starts[first]
    stop = starts[min(last, len(starts) - 1)]
    text = body[start:stop].rstrip()
    return Passage(
        text, start, start + len(text), tuple((cluster.start, cluster.end) for cluster in clusters)
    )


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
