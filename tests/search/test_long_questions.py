"""A long question finds articles that have most of its words, and says so of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import searcher
from searcher import Article

TODAY = date(2025, 9, 1)
QUESTION = "glacier valbrec recul hiver neige pluie"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> searcher.Index:
    folder: Path = tmp_path_factory.mktemp("questions")
    bodies = {
        "quatre": "Le glacier de Valbrec : recul et neige.",
        "deux": "La pluie est tombée sur Valbrec.",
        "un": "Un hiver en ville.",
        "six": "Hiver : sous la pluie et la neige, recul du glacier de Valbrec.",
    }
    searcher.build_index(folder, [Article(key=key, body=body) for key, body in bodies.items()])
    return searcher.open_index(folder)


def test_articles_with_most_words_come_first_and_those_with_too_few_not_at_all(
    index: searcher.Index,
) -> None:
    """Two of six words are enough, one is not: the count is exact for the question as it is understood."""
    results = index.search(QUESTION, today=TODAY)
    assert [hit.article.key for hit in results] == ["six", "quatre", "deux"]
    assert results.total == 3
    assert [(hit.has.words, hit.has.of) for hit in results if hit.has] == [(6, 6), (4, 6), (2, 6)]
    assert results.understood == f"au moins 2 de ({QUESTION})"
    assert "question longue : 2 de ses 6 mots suffisent" in results.warnings[0]


def test_operators_and_signs_require_all_words(index: searcher.Index) -> None:
    """What the answer says to write must do what it says."""
    for query in (" ET ".join(QUESTION.split()), " ".join(f"+{word}" for word in QUESTION.split())):
        results = index.search(query, today=TODAY)
        assert [hit.article.key for hit in results] == ["six"]
        assert results.warnings == ()
        assert results.hits[0].has is None


def test_the_score_of_a_long_question_can_be_explained(index: searcher.Index) -> None:
    """The explanation reads the question as the search does."""
    hit = index.search(QUESTION, today=TODAY).hits[1]
    explanation = index.explain(QUESTION, rank=2, today=TODAY)
    assert explanation
    assert explanation.article.key == hit.article.key
    assert sum(reason.score for reason in explanation.reasons) == pytest.approx(hit.score)
    assert [reason.said for reason in explanation.reasons[:4]] == ["glacier", "valbrec", "recul", "neige"]
