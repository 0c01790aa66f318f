"""Explaining: where the score of an article comes from.

In: a query, and the rank of a hit. Out: what each part of the query gave, down to the forms that were counted. The
parts add up to the score.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from searcher.article import Article
from searcher.index import Snapshot
from searcher.query import (
    Among,
    And,
    AtLeast,
    Between,
    Boosted,
    Compound,
    Either,
    Fuzzy,
    Near,
    Node,
    Or,
    Phrase,
    Verbatim,
    Wildcard,
    Word,
    word,
)
from searcher.search.lists import FIELDS, field_text
from searcher.search.matching import Leaf, Matcher
from searcher.search.narrowing import EVERYTHING, Narrowing
from searcher.search.ordering import LOOKED_AT_AGAIN, factors, favoured_days
from searcher.search.proximity import distances, pairs
from searcher.search.ranking import BODY, NOTICE_SHARE, FieldWeight, Ranked, proximity_score
from searcher.search.reading import read
from searcher.search.sorting import RELEVANCE, Sort, arrange
from searcher.search.verbatim import find_verbatim

ALIKE = "alike"  # the relation of a form to a wildcard, a word spelled almost so, or a range


@dataclass(frozen=True, slots=True)
class Counted:
    """A form, or a row of words, in one field of an article."""

    form: str
    relation: str  # to the word of the query; empty for a row of words
    field: str  # `title` or `body`
    count: int  # how often it stands there
    in_notices: int  # … of which so often in notices, where it counts `NOTICE_SHARE`
    weight: float  # of the form, from 0 to 1
    presence: float  # weight × the field's weight × what count and in_notices come to / the norm of the field's length


@dataclass(frozen=True, slots=True)
class Reason:
    """What a part of a query gave to a score."""

    said: str  # the part, in words of the query language
    score: float
    idf: float = 0.0  # of a word or a row of words, with …
    containing: float = 0.0  # … the articles that contain it, each counted by its best form
    counted: tuple[Counted, ...] = ()
    distance: int = 0  # between two words near each other, in words
    highest: bool = False  # whether the score is the highest of the parts, not their sum
    parts: tuple[Reason, ...] = ()
    factor: float = 1.0  # by which the sum of the parts was multiplied


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score, taken apart: freshness × favour × the sum of the reasons' scores."""

    understood: str
    rank: int
    article: Article
    score: float
    freshness: float  # 1 unless newer articles were preferred
    favour: float  # 1 unless it may be of days that the query favours
    reasons: tuple[Reason, ...]


def explain(
    snapshot: Snapshot,
    query: str,
    *,
    rank: int,
    today: date,
    recent: bool = False,
    sort: str = RELEVANCE,
    narrowing: Narrowing = EVERYTHING,
) -> Explanation | None:
    """Take the score of a hit apart; None if the query finds fewer articles.

    Args:
        rank: of the hit, from 1.
    """
    if rank < 1:
        raise ValueError("the first rank is 1")
    order, tree = Sort.parse(sort), read(snapshot, query, today, narrowing).tree
    matcher = Matcher(snapshot)
    found = arrange(matcher, tree, order, limit=rank, recent=today if recent else None)
    hit = next(islice(found.first, rank - 1, None), None)
    if not hit:
        return None
    explainer = _Explainer(matcher, hit)
    reasons = [*explainer.explain(tree)]
    how = found.sort
    if how.by == RELEVANCE and (found.total - rank + 1 if how.turned else rank) <= LOOKED_AT_AGAIN:
        reasons += explainer.explain_nearness(tree)
    fresh, favour = factors(snapshot, hit, today if recent else None, favoured_days(tree))
    return Explanation(
        understood=word(tree),
        rank=rank,
        article=explainer.article,
        score=hit.score,
        freshness=fresh,
        favour=favour,
        reasons=tuple(reasons),
    )


class _Explainer:
    """Says what nodes gave to one article."""

    def __init__(self, matcher: Matcher, hit: Ranked) -> None:
        self._matcher = matcher
        self._hit = hit
        self._lists = matcher.lists[hit.segment]

    @cached_property
    def article(self) -> Article:
        return self._lists.segment.article(self._hit.article)

    def explain(self, tree: Node) -> Iterator[Reason]:
        """The parts of a tree that the article has; what gives nothing is left out."""
        return self._parts(dict.fromkeys(tree.children) if isinstance(tree, Among | And | Or) else [tree])

    def _parts(self, nodes: Iterable[Node]) -> Iterator[Reason]:
        for node in nodes:
            score = self._score(node)
            if score:
                yield self._part(node, score)

    def _part(self, node: Node, score: float) -> Reason:
        match node:
            case Word() | Phrase() | Verbatim() | Wildcard() | Fuzzy() | Between() | Near():
                sought = self._matcher.sought[node]
                counted = tuple(each for each in self._counted(node) if each.count)
                return Reason(word(node), score, sought.idf, sought.containing, counted)
            case Compound():
                return self._best(node, node.ways.children, score)
            case Either(children):
                return self._best(node, children, score)
            case Boosted(child, factor):
                return Reason(word(node), score, parts=tuple(self._parts([child])), factor=factor)
            case AtLeast(_, child):
                return Reason(word(node), score, parts=tuple(self._parts([child])))
            case Among(_, children):
                return Reason(word(node), score, parts=tuple(self._parts(children)))
            case _:
                return Reason(word(node), score, parts=tuple(self.explain(node)))

    def _best(self, node: Node, ways: Iterable[Node], score: float) -> Reason:
        return Reason(word(node), score, highest=True, parts=tuple(self._parts(ways)))

    def explain_nearness(self, tree: Node) -> Iterator[Reason]:
        """What the article gained by words near each other."""
        near = pairs(tree)
        for pair, (distance,) in zip(near, distances(self._matcher, near, [self._hit]), strict=True):
            if distance:
                rarity = (factor * self._matcher.sought[each].idf for each, factor in pair)
                score = proximity_score(distance, *rarity)
                yield Reason(" ".join(word(each) for each, _ in pair), score, distance=distance)

    def _score(self, node: Node) -> float:
        matches = self._matcher.match(node)[self._hit.segment]
        at = bisect_left(matches.articles, self._hit.article)
        there = at < len(matches) and matches.articles[at] == self._hit.article
        return matches.scores[at] if there else 0.0

    def _counted(self, node: Leaf) -> Iterator[Counted]:
        row = self._matcher.sought[node].row(self._hit.segment)
        match node:
            case Word() | Wildcard() | Fuzzy() | Between():
                (forms,) = row
                relations = forms.relations() if isinstance(node, Word) else [ALIKE] * len(forms)
                kinds = FIELDS[node.field]
                counts = zip(
                    *(self._lists.count_in(forms, kind, self._hit.article) for kind in kinds), strict=True
                )
                found = zip(forms.spell(), relations, forms.weights, counts, strict=True)
                noticed = self._lists.count_in_notices(forms, self._hit.article)
                for (form, relation, weight, counted), less in zip(found, noticed, strict=True):
                    for kind, count in zip(kinds, counted, strict=True):
                        yield self._count(form, relation, kind, count, weight, less if kind is BODY else 0)
            case Near():
                for kind, places in self._matcher.spans[node][self._hit.segment].items():
                    yield self._count_places(node, kind, places)
            case Verbatim(text):
                notices = [zone for zone in self.article.zones if zone.kind.is_notice]
                for kind in FIELDS[node.field]:
                    spans = find_verbatim(field_text(self.article, kind), text)
                    less = sum(zone.start <= start < zone.end for start, _ in spans for zone in notices)
                    yield self._count(word(node), "", kind, len(spans), 1.0, less if kind is BODY else 0)
            case Phrase():
                for kind in FIELDS[node.field]:
                    yield self._count_places(node, kind, self._lists.row_places(row, kind))

    def _count_places(self, node: Leaf, kind: FieldWeight, places: Iterable[int]) -> Counted:
        """Count what begins at some places of all articles."""
        here = array("Q", [place for place in places if place >> 32 == self._hit.article])
        bounds = self._lists.notice_bounds(here) if kind is BODY else array("Q")
        less = sum(bisect_right(bounds, place) % 2 for place in here)
        return self._count(word(node), "", kind, len(here), 1.0, less)

    def _count(
        self, form: str, relation: str, kind: FieldWeight, count: int, weight: float, in_notices: int
    ) -> Counted:
        length = self._lists.segment.column(f"{kind.name}_length")[self._hit.article]
        average = self._matcher.snapshot.average_length(kind.name)
        norm = 1 - kind.slope + kind.slope * (length / average if average else 0.0)
        presence = weight * kind.weight * (count - (1 - NOTICE_SHARE) * in_notices) / norm
        return Counted(form, relation, kind.name, count, in_notices, weight, presence)
