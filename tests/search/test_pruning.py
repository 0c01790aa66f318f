"""Pruning: what is passed over could not have been among the best, to the last bit of a score."""

from __future__ import annotations

from array import array
from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.oracle import difference
from benchmarks.scan import Scan
from searcher import Article, IndexDamaged, PartialDate, build_index, edit_index
from searcher.article import Zone, ZoneKind
from searcher.index import Snapshot, open_snapshot
from searcher.index.files import SectionFile
from searcher.query import Among, Boosted, Field, Node, Or, Wildcard, Word, parse
from searcher.search.matching import Matcher
from searcher.search.ordering import order
from searcher.search.ranking import Ranked
from searcher.search.room import Room
from searcher.search.uniting import may_pass_over

# Families of several forms, words of one, and words of grammar: from everywhere to nearly nowhere.
WORDS = (
    *"maire maires vote votes voter votait crue crues été ete train trains".split(),
    *"ville villes loi lois le de port ports usine pompier zèbre".split(),
)
ASKED = tuple("maire vote crue été ete train ville loi le port usine zèbre rien".split())


def make_articles(seed: int, count: int) -> list[Article]:
    """Short articles of few words, so that many have equal scores, and a few long ones, so that some stand out."""
    random = Random(seed)
    weights = [1 / (1 + place) for place in range(len(WORDS))]
    articles = []
    for number in range(count):
        size = random.choice((1, 2, 2, 3, 5, 8, 40))
        titled = random.random() < 0.2
        body = " ".join(random.choices(WORDS, weights, k=size)) + ".\n\n"
        notice = " ".join(random.choices(WORDS, weights, k=3)) if random.random() < 0.3 else ""
        zones = (Zone(ZoneKind.ABOUT, len(body), len(body) + len(notice)),) if notice else ()
        articles.append(
            Article(
                key=f"{number:05}",
                title=" ".join(random.choices(WORDS, weights, k=2)) if titled else "",
                body=body + notice,
                published=PartialDate(2024, 1 + number % 2),
                zones=zones,
            )
        )
    return articles


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return make_articles(1, 1500)


@pytest.fixture(scope="module")
def snapshots(articles: list[Article], tmp_path_factory: pytest.TempPathFactory) -> list[Snapshot]:
    """The same articles in one segment, and in several with more that are deleted."""
    whole, parts = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("parts")
    build_index(whole, articles)
    more = [
        Article(key=f"gone {number}", title="maire vote crue", body="maire vote crue été " * 9)
        for number in range(90)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.index.writing.SEGMENT_BYTES", 25_000)
        build_index(parts, [*more[:50], *articles[:700], *more[50:], *articles[700:]])
    with edit_index(parts) as writer:
        for each in more:
            writer.remove(each.key)
    opened = [open_snapshot(folder) for folder in (whole, parts)]
    assert [len(snapshot.segments) > 2 for snapshot in opened] == [False, True]
    return opened


@pytest.fixture(autouse=True)
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all lists were long."""
    monkeypatch.setattr("searcher.search.matching.LEAST_OF_ONE", 0)
    monkeypatch.setattr("searcher.search.uniting.LEAST_POSTINGS", 0)
    monkeypatch.setattr("searcher.search.uniting.LEAST_SHARE", 0.0)
    monkeypatch.setattr("searcher.search.room.PRUNED", (0, 64))


def ask(snapshot: Snapshot, tree: Node, limit: int, prunes: bool) -> tuple[int, list[Ranked]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Matcher, "prunes", prunes)
        return order(Matcher(snapshot), tree, limit=limit)


FAMILIES = st.one_of(
    st.builds(Word, st.sampled_from(ASKED), st.sampled_from([Field.ANY, Field.ANY, Field.BODY, Field.TITLE])),
    st.builds(Wildcard, st.sampled_from(["vo*", "?oi", "*s", "cru*"])),
)
LEAVES = FAMILIES | st.builds(Boosted, FAMILIES, st.sampled_from([0.001, 0.5, 1.0, 7.0, 1000.0]))
LISTS = st.lists(LEAVES, min_size=1, max_size=9).map(tuple)
TREES = (
    FAMILIES
    | LISTS.map(Or)
    | LISTS.flatmap(lambda some: st.integers(0, len(some)).map(lambda least: Among(least, some)))
)


@given(tree=TREES, limit=st.sampled_from([0, 1, 2, 10, 100, 1000]))
@settings(max_examples=150)
def test_the_same_articles_are_found_in_the_same_order_with_the_same_scores(
    snapshots: list[Snapshot], tree: Node, limit: int
) -> None:
    """Ties are many here: one article too few, or a score that differs in its last bit, changes a page."""
    for snapshot in snapshots:
        assert ask(snapshot, tree, limit, True) == ask(snapshot, tree, limit, False)


def test_what_is_passed_over_depends_on_no_segment(snapshots: list[Snapshot]) -> None:
    """The best of one segment raise the floor for the next; deleted articles raise none."""
    whole, parts = snapshots
    for query in ("maire", "le", "vote OU zèbre OU port", "maire vote crue été train ?"):
        tree = (parsed := parse(query, today=date(2025, 9, 1))).tree
        tree = parsed.relaxed.tree if parsed.relaxed else tree
        found = [
            (total, [(snapshot.segments[each.segment].key(each.article), each.score) for each in best])
            for snapshot in (whole, parts)
            for total, best in [ask(snapshot, tree, 20, True)]
        ]
        assert found[0] == found[1]


def test_it_finds_what_the_scan_finds(articles: list[Article], snapshots: list[Snapshot]) -> None:
    """Two ways that agree may both be wrong."""
    scan = Scan(articles, by_definition=False)
    for tree in (Word("vote"), Or((Word("maire"), Word("zèbre"))), Among(2, tuple(map(Word, ASKED[:5])))):
        for snapshot in snapshots:
            assert difference(scan, snapshot, tree) == "", tree


def test_few_articles_are_added_up(snapshots: list[Snapshot], monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be of no use else: of a word in most articles few get a sum."""
    met: list[int] = []
    add_up = Room.best

    def watch(*given: Any) -> int:
        met.append(add_up(*given))
        return met[-1]

    monkeypatch.setattr(Room, "best", watch)
    total, _ = ask(snapshots[0], Word("maire"), 5, True)
    assert total > 700
    assert 5 <= met[0] < 100


@pytest.mark.parametrize(("least", "field"), list(product((1, 3), Field)))
def test_a_count_alone_adds_nothing_up(
    snapshots: list[Snapshot], monkeypatch: pytest.MonkeyPatch, least: int, field: Field
) -> None:
    """Who wants none of them wants no scores."""
    tree = Among(least, tuple(Word(form, field) for form in ASKED))
    expected = [ask(snapshot, tree, 10, False)[0] for snapshot in snapshots]
    monkeypatch.delattr("searcher.search.matching.unite")
    assert [ask(snapshot, tree, 0, True)[0] for snapshot in snapshots] == expected


def test_words_are_passed_over_where_the_frequent_ones_lift_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rare word beside frequent ones, not words that are all about as rare."""
    monkeypatch.undo()
    assert may_pass_over([300, 900, 120_000, 60_000], 150_000, 4)
    assert not may_pass_over([30_000, 40_000, 35_000, 38_000], 150_000, 4)
    assert not may_pass_over([3, 9, 1_200, 600], 1_500, 4)
    assert not may_pass_over([0, 0], 0, 1)


@pytest.mark.parametrize("told", [(), (0,), (1, 2)])
def test_bounds_by_an_unknown_length_are_damage(
    snapshots: list[Snapshot], monkeypatch: pytest.MonkeyPatch, told: tuple[int, ...]
) -> None:
    """They would bound nothing, and articles would be missed in silence."""
    monkeypatch.setattr(SectionFile, "numbers", lambda _file, _name: array("I", told))
    with pytest.raises(IndexDamaged, match="bounds scores"):
        snapshots[0].segments[0].typical_length("body")
