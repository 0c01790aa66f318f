"""What must not change the answers: the size of segments and commits, deletions, the way the index came about."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from asking import ask, files
from conftest import ROOT

from searcher import Article, build_index, edit_index
from searcher.index import open_snapshot

BUILD = """
import searcher, sys
searcher.build_index(sys.argv[1], sorted(searcher.read_corpus(sys.argv[2]), key=lambda article: article.key))
"""


@pytest.mark.parametrize("size", [1, 2000, 20_000])
def test_many_segments_answer_like_one(
    sample: Sequence[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """How much fits in a segment is a matter of memory, not of results: scores and order are the same."""
    build_index(tmp_path / "one", sample)
    monkeypatch.setattr("searcher.index.writing.SEGMENT_BYTES", size)
    monkeypatch.setattr("searcher.index.writing.plan_merges", lambda sizes, written: [])
    build_index(tmp_path / "many", sample)
    assert len(open_snapshot(tmp_path / "one").segments) == 1
    assert len(open_snapshot(tmp_path / "many").segments) > 3
    assert ask(tmp_path / "many") == ask(tmp_path / "one")


def test_many_commits_in_any_order_answer_like_one(sample: Sequence[Article], tmp_path: Path) -> None:
    """An index that grew day by day is the index of the whole."""
    build_index(tmp_path / "one", sample)
    shuffled = list(sample)
    Random(7).shuffle(shuffled)
    for start in range(0, len(shuffled), 17):
        with edit_index(tmp_path / "grown") as writer:
            for article in shuffled[start : start + 17]:
                writer.put(article)
    assert ask(tmp_path / "grown") == ask(tmp_path / "one")


def test_removed_articles_leave_no_trace_in_counts_or_scores(
    sample: Sequence[Article], tmp_path: Path
) -> None:
    """Totals, rarity and average lengths are those of an index that never held them."""
    kept, gone = sample[::3], [article for number, article in enumerate(sample) if number % 3]
    build_index(tmp_path / "kept", kept)
    build_index(tmp_path / "all", sample)
    with edit_index(tmp_path / "all") as writer:
        assert all(writer.remove(article.key) for article in gone[:20])
    with edit_index(tmp_path / "all") as writer:
        assert all(writer.remove(article.key) for article in gone[20:])
        assert not writer.remove(gone[0].key)
    snapshot = open_snapshot(tmp_path / "all")
    assert ask(snapshot) == ask(tmp_path / "kept")
    assert snapshot.articles == len(kept)
    assert snapshot.average_length("body") == open_snapshot(tmp_path / "kept").average_length("body")
    assert snapshot.find(gone[0].key) is None
    assert snapshot.find(gone[-1].key) is None


def test_replaced_articles_are_found_by_their_new_words_only(
    sample: Sequence[Article], tmp_path: Path
) -> None:
    """A correction replaces the error."""
    build_index(tmp_path, sample)
    with edit_index(tmp_path) as writer:
        writer.put(Article(key=sample[5].key, title="Erratum", body="kangourou"))
    assert ask(tmp_path, ["kangourou"])[0][1][0][0] == sample[5].key
    assert ask(tmp_path, ["*"])[0][0] == len(sample)
    assert open_snapshot(tmp_path).find(sample[5].key) == Article(
        key=sample[5].key, title="Erratum", body="kangourou"
    )


def test_the_same_articles_make_the_same_bytes(sample: Sequence[Article], tmp_path: Path) -> None:
    """Whoever builds an index can check somebody else's."""
    build_index(tmp_path / "one", sample)
    build_index(tmp_path / "two", iter(sample))
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_another_process_makes_the_same_bytes_compiled_or_not(tmp_path: Path) -> None:
    """Neither the order of sets, which Python shuffles, nor the kernels may show in a file."""
    for name, settings in (
        ("a", {"PYTHONHASHSEED": "1"}),
        ("b", {"PYTHONHASHSEED": "2", "SEARCHER_PURE": "1"}),
    ):
        environment = {**os.environ, **settings, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", BUILD, str(tmp_path / name), str(ROOT / "corpus")]
        subprocess.run(command, check=True, env=environment, timeout=100)
    assert files(tmp_path / "a") == files(tmp_path / "b")
