"""Nearness, worked by hand: what counts as near, and what as a sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from search.asking import answer, explain_tree

from searcher import Article, build_index, passages
from searcher.index import Snapshot, open_snapshot
from searcher.present.marking import title_marks
from searcher.query import (
    Among,
    And,
    AtLeast,
    Boosted,
    Compound,
    Field,
    Fuzzy,
    Near,
    Node,
    Or,
    Phrase,
    Unit,
    Verbatim,
    Wildcard,
    Word,
    parse,
)
from searcher.search.matching import Matcher
from searcher.search.nearness import MOST_THINGS
from searcher.search.ordering import order

ARTICLES = [
    Article(
        key="a",
        title="La réforme des retraites",
        body="Une réforme de plus. Les retraites attendront. La réforme des retraites est votée.",
    ),
    Article(key="b", title="Retraites", body="Le président M. Dupont parle de la République.\nUn match."),
    Article(
        key="c", title="", body="Le président se tait. « La République attend », dit-il au porte-parole."
    ),
    Article(key="d", title="Chat", body="Un chat noir, un chat blanc, un chat gris dans le Monde."),
]
RIVALS = Word("réforme"), Word("retraites")
HEADS = Word("président"), Word("république")
CAT = Word("chat")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("near")
    build_index(folder, ARTICLES)
    return open_snapshot(folder)


@pytest.mark.parametrize(
    ("tree", "keys"),
    [
        (Near(RIVALS, 1), "a"),
        (Near(RIVALS, 0), ""),
        (Near(RIVALS[::-1], 1), "a"),
        (Near(RIVALS[::-1], 1, ordered=True), ""),  # `retraites attendront. La réforme`
        (Near(RIVALS[::-1], 2, ordered=True), "a"),
        (Near((Word("attendront"), Word("réforme")), 1, ordered=True), "a"),
        (Near((Word("réforme"), Word("attendront")), 1, ordered=True), ""),
        (Near(HEADS, Unit.SENTENCE), "b"),  # `M.` ends none
        (Near(HEADS, Unit.PARAGRAPH), "b c"),
        (Near((Word("dupont"), Word("match")), Unit.PARAGRAPH), ""),
        (Near((Word("république"), Word("porte-parole")), Unit.SENTENCE), ""),
        (
            Near(
                (Word("république"), Compound("porte-parole", "porteparole", ("porte", "parole"))),
                Unit.SENTENCE,
            ),
            "c",
        ),
        (Near((CAT, CAT, CAT), 4), "d"),
        (Near((CAT, CAT, CAT), 3), ""),
        (Near((CAT, CAT, CAT, CAT), 50), ""),
        (Near((Phrase(("un", "chat")), Word("noir")), 0), "d"),
        (Near((Phrase(("chat", "noir")), Word("noir")), 50), ""),  # one `noir` is not two
        (Near((Verbatim("le Monde", ("le", "monde")), Wildcard("gri?")), 1), "d"),
        (Near((Verbatim("le monde", ("le", "monde")), Wildcard("gri?")), 1), ""),
        (Near((Fuzzy("presidant"), Or((Word("match"), Word("dupont")))), 1), "b"),
        (Near((Word("réforme", Field.TITLE), Word("retraites", Field.BODY)), 50), ""),
        (Near((Word("réforme", Field.TITLE), Word("retraites")), 50), "a"),
        (AtLeast(3, CAT), "d"),
        (AtLeast(4, CAT), "d"),  # title and body together
        (AtLeast(5, CAT), ""),
        (AtLeast(3, Or((CAT, Phrase(("chat", "noir"))))), "d"),
        (AtLeast(5, Or((CAT, Phrase(("chat", "noir"))))), ""),  # begins in the same place
        (AtLeast(2, Compound("porte-parole", "porteparole", ("porte", "parole"))), ""),  # in two ways, once
        (AtLeast(3, Word("réforme")), "a"),
        (AtLeast(2, Verbatim("réforme", ("réforme",))), "a"),
        (Among(2, (*RIVALS, CAT)), "a"),
        (Among(1, (*RIVALS, CAT)), "a b d"),
    ],
)
def test_what_is_near_and_how_often(snapshot: Snapshot, tree: Node, keys: str) -> None:
    """Each rule with the text that shows it."""
    assert {hit.article.key for hit in answer(snapshot, tree)} == set(keys.split())


@pytest.mark.parametrize(
    "query", ['"vent du nord"', '"vent du nord" OU "du nord du vent"', "vent PROCHE nord", "vent nord pluie"]
)
def test_places_for_which_there_is_no_room_are_read_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """Where a word stands a hundred thousand times, what finds it must neither fail nor take memory for all."""
    bodies = [f"{'le vent du nord ' * (number % 5)}et du vent la pluie {number}" for number in range(40)]
    build_index(
        tmp_path, [Article(key=f"{number}", title="", body=body) for number, body in enumerate(bodies)]
    )
    found = []
    for room in (1 << 14, 1, 3, 20):
        monkeypatch.setattr("searcher.search.lists._PLACES", room)
        snapshot = open_snapshot(tmp_path)
        total, best = order(Matcher(snapshot), parse(query, today=date(2025, 9, 1)).tree, limit=50)
        found.append((total, [(each.article, each.score) for each in best]))
    assert found[0][0] > 0
    assert found == [found[0]] * 4


def test_only_what_takes_part_is_marked(snapshot: Snapshot) -> None:
    """A lone `réforme` in another sentence is not why the article was found."""
    (hit,) = answer(snapshot, Near(RIVALS, 1))
    (passage,) = passages(hit, words=60)
    assert passage.marked("[", "]") == (
        "Une réforme de plus. Les retraites attendront. La [réforme] des [retraites] est votée."
    )
    assert [hit.article.title[start:end] for start, end in title_marks(hit)] == ["réforme", "retraites"]
    (hit,) = answer(snapshot, And((Near(HEADS, Unit.SENTENCE), Wildcard("m*ch"))))
    (passage,) = passages(hit, words=60)
    assert passage.marked("[", "]") == "Le [président] M. Dupont parle de la [République].\nUn [match]."


def test_more_things_than_can_be_looked_for_are_said(snapshot: Snapshot) -> None:
    """Nothing is silently left out; in a given order there may be as many as one likes."""
    many = tuple(Word(f"mot{number}") for number in range(MOST_THINGS + 1))
    results = answer(snapshot, Near(many, 5))
    assert results.total == 0
    assert "10 termes" in results.warnings[0]
    assert answer(snapshot, Near(many, 5, ordered=True)).warnings == ()
    assert answer(snapshot, Near((CAT,) * 2000, 5, ordered=True)).total == 0


def test_a_boost_multiplies_and_is_explained(snapshot: Snapshot) -> None:
    """`réforme^2` counts twice, and says so."""
    (hit,) = answer(snapshot, Word("réforme"))
    (twice,) = answer(snapshot, Boosted(Word("réforme"), 2.0))
    assert twice.score == pytest.approx(2 * hit.score)
    explanation = explain_tree(snapshot, Boosted(Word("réforme"), 2.0), 1)
    assert explanation is not None
    (reason,) = explanation.reasons
    assert (reason.factor, [part.score for part in reason.parts]) == (2.0, [pytest.approx(hit.score)])


def test_the_forms_of_a_family_are_told_with_their_weights(snapshot: Snapshot) -> None:
    """Whoever mistyped sees which word was taken instead."""
    explanation = explain_tree(snapshot, Fuzzy("reformme"), 1)
    assert explanation is not None
    (reason,) = explanation.reasons
    assert [(each.form, each.relation, each.field, each.count) for each in reason.counted] == [
        ("réforme", "alike", "body", 2),
        ("réforme", "alike", "title", 1),
    ]
    assert {each.weight for each in reason.counted} == {0.5}
