"""Mistakes are made and counted as the benchmark says."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks.suggestions import MISTAKES, main, vocabulary
from searcher import Article, build_index
from searcher.index import open_snapshot

WORDS = "baleine tramway avalanche pharmacie bateau question vaccination inondation gouvernement boulangerie"


@pytest.mark.parametrize("kind", MISTAKES)
def test_each_kind_of_mistake_changes_what_it_says(kind: str) -> None:
    """The right kinds of mistakes are what the weights are chosen for."""
    random = Random(1)
    grows = {"doubled": 1, "inserted": 1, "neighbour key": 0, "transposed": 0, "left out": -1}
    for word in WORDS.split():
        wrong = MISTAKES[kind](word, random)
        if kind in grows:
            assert len(wrong) - len(word) == grows[kind]
        if kind == "transposed":
            assert sorted(wrong) == sorted(word)


def test_the_table_counts_what_is_suggested_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With ten words that are nothing like each other every mistake is seen through."""
    build_index(tmp_path, [Article(key=f"{number}", body=WORDS) for number in range(3)])
    assert vocabulary(open_snapshot(tmp_path)) == dict.fromkeys(sorted(WORDS.split()), 3)
    assert main([str(tmp_path), "--words", "60", "--missed"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("10 words, 60 mistakes\n")
    assert "| all | 100.0 % | 100.0 % |" in out
