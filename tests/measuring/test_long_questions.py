"""A long question asks for any of its words, in the order of the search itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from measuring.judged_folders import MAISON, OEIL, PHARE, write_folder

from benchmarks.long_questions import SUFFICE, Searcher, any_of_its_words, main, rank
from searcher import Article, build_index
from searcher.index import open_snapshot
from searcher.query import Among, And, Nothing, parse
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


@pytest.mark.parametrize(
    "words", ["mer vent sel eau port", "mer vent sel port quai phare digue barque voile"]
)
def test_what_is_measured_is_what_a_long_question_asks_for(words: str) -> None:
    """The figures of another rule would justify nothing."""
    relaxed = parse(words, today=TODAY).relaxed
    assert relaxed
    assert isinstance(relaxed.tree, Among)
    assert relaxed.tree.least == SUFFICE["two, or a quarter"](len(words.split()))


def test_each_number_of_words_has_a_row_for_each_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of `phare bâti pierre désert` the first text has three words, the second two: none has all, both have half."""
    folder = write_folder(
        tmp_path / "phares",
        {"1": PHARE, "2": MAISON, "3": OEIL},
        {"q": "phare bâti pierre désert", "r": "phare"},
        {("q", "1"): 1, ("r", "1"): 1},
    )
    assert main([str(folder)]) == 0
    assert capsys.readouterr().out.splitlines()[2:] == [
        "| 4 | 1 | any one | 1.0000 | 1.0000 | 2.0 | 0 |",
        "| 4 | 1 | two, or a quarter | 1.0000 | 1.0000 | 2.0 | 0 |",
        "| 4 | 1 | two, or a third | 1.0000 | 1.0000 | 2.0 | 0 |",
        "| 4 | 1 | half | 1.0000 | 1.0000 | 2.0 | 0 |",
        "| 4 | 1 | all | 0.0000 | 0.0000 | 0.0 | 100 |",
    ]
