"""A long question asks for any of its words, in the order of the search itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from measuring.judged_folders import MAISON, OEIL, PHARE

from benchmarks.long_questions import Searcher, any_of_its_words, rank
from searcher import Article, build_index
from searcher.index import open_snapshot
from searcher.query import And, Nothing, parse
from searcher.search import search

TODAY = date(2025, 9, 1)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Qui a bâti le phare ?", "bâti OU phare"),
        ("Quel phare ?", "phare"),
        ("phare phare mer", "phare OU mer"),
        ("phare mer SAUF œil", "(phare OU mer) NON œil"),
        ("phare OU mer", "phare OU mer"),
        ("SAUF œil", "NON œil"),
        ("« la mer » bleue", '"la mer" OU bleue'),
    ],
)
def test_any_of_the_words_is_asked_for(question: str, asked: str) -> None:
    """All of them would find nothing: no paragraph has every word of a question."""
    assert str(any_of_its_words(parse(question, today=TODAY).tree)) == asked


def test_only_exclusions_stay_as_they_are() -> None:
    """There is no word to choose from."""
    tree = parse("SAUF mer SAUF phare", today=TODAY).tree
    assert isinstance(tree, And)
    assert any_of_its_words(tree) == tree


def test_the_order_is_that_of_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is measured must be what users get, ties included, over several segments too."""
    monkeypatch.setattr("searcher.index.writing.SEGMENT_BYTES", 150)
    texts = [PHARE, OEIL, MAISON, PHARE, MAISON]
    build_index(tmp_path, (Article(key=f"{9 - n}", body=text) for n, text in enumerate(texts)))
    snapshot = open_snapshot(tmp_path)
    assert len(snapshot.segments) > 1
    for query in ("phare OU mer", "pierre", "bâti OU maison", "rien"):
        hits = search(snapshot, query, limit=4, today=TODAY)
        assert rank(snapshot, parse(query, today=TODAY).tree, 4) == [hit.article.key for hit in hits]
    assert rank(snapshot, Nothing(), 4) == []


def test_a_first_sentence_is_no_title(tmp_path: Path) -> None:
    """Its words would weigh thrice what those of the others do: the paragraph that says `mer` twice comes first."""
    system = Searcher({"a": "La mer. Une barque grise.", "b": "Une barque. La mer, la mer."}, tmp_path)
    assert system.rank("Quelle mer ?", 10) == ["b", "a"]
