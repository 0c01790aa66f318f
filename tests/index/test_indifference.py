"""What must not change the answers: the size of segments and commits, deletions, the way the index came about."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from asking import TODAY, ask, contents, files
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import french_text

from benchmarks.oracle import difference
from benchmarks.scan import Scan
from searcher import Article, IndexMissing, build_index, compact_index, edit_index
from searcher.index import open_snapshot
from searcher.query import parse

KEYS = st.sampled_from("abcdef")

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
    for name, variables in (
        ("a", {"PYTHONHASHSEED": "1"}),
        ("b", {"PYTHONHASHSEED": "2", "SEARCHER_PURE": "1"}),
    ):
        environment = {**os.environ, **variables, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", BUILD, str(tmp_path / name), str(ROOT / "corpus")]
        subprocess.run(command, check=True, env=environment, timeout=100)
    assert files(tmp_path / "a") == files(tmp_path / "b")


STEPS = st.lists(
    st.tuples(st.just("put"), KEYS, french_text(max_words=8))
    | st.tuples(st.just("remove"), KEYS, st.just(""))
    | st.tuples(st.sampled_from(["commit", "commit", "compact"]), st.just(""), st.just("")),
    max_size=25,
)


@given(steps=STEPS)
@settings(max_examples=40)
def test_puts_removals_commits_and_merges_in_any_order_answer_like_a_fresh_build(
    steps: list[tuple[str, str, str]],
) -> None:
    """The history of an index is nobody's business: counts, hits and scores are those of its live articles."""
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        # Merges at every other commit, that small indexes have them in all shapes.
        patch.setattr("searcher.index.merge_policy.FANOUT", 2)
        patch.setattr("searcher.index.merge_policy.SMALLEST_TIER", 4000)
        folder, fresh, model = Path(name) / "index", Path(name) / "fresh", dict[str, Article]()
        transactions, compacting = [[]], []
        for step, key, text in steps:
            if step in ("put", "remove"):
                transactions[-1].append((step, key, text))
            else:
                compacting.append(step == "compact")
                transactions.append([])
        for number, transaction in enumerate(transactions):
            with edit_index(folder) as writer:
                for step, key, text in transaction:
                    if step == "put":
                        model[key] = Article(key=key, title=text[:12], body=text)
                        writer.put(model[key])
                    else:
                        assert writer.remove(key) == (model.pop(key, None) is not None)
            if compacting[number : number + 1] == [True]:
                compact_index(folder)
                assert len(open_snapshot(folder).segments) == min(1, len(model))
            assert contents(folder) == model
        if model:
            build_index(fresh, model.values())
            assert ask(folder) == ask(fresh)
            scan = Scan(model.values())
            for query in ("élection", "marché OU vendu", '"le train"', "titre:loi SAUF été"):
                assert not difference(scan, open_snapshot(folder), parse(query, today=TODAY).tree)


def test_a_compacted_index_is_the_one_that_was_built_at_once(
    sample: Sequence[Article], tmp_path: Path
) -> None:
    """Byte for byte, but for names and blocks; whatever was deleted on the way is gone."""
    gone = {article.key for article in sample[::4]}
    build_index(tmp_path / "one", [article for article in sample if article.key not in gone])
    for start in range(0, len(sample), 9):
        with edit_index(tmp_path / "grown") as writer:
            for article in sample[start : start + 9]:
                writer.put(article)
    with edit_index(tmp_path / "grown") as writer:
        assert all(writer.remove(key) for key in gone)
    compaction = compact_index(tmp_path / "grown")
    (one,), (grown,) = (open_snapshot(tmp_path / name).commit.segments for name in ("one", "grown"))
    assert {kind: one.files[kind] == grown.files[kind] for kind in one.files} == dict.fromkeys(
        one.files, True
    ) | {"articles": one.files["articles"] == grown.files["articles"]}
    assert ask(tmp_path / "grown") == ask(tmp_path / "one")
    assert (compaction.changed, compaction.segments) == (True, 1)
    assert 0 < compaction.dropped <= len(gone)  # some were dropped before, with a third of their segment
    again = compact_index(tmp_path / "grown")
    assert (again.changed, again.commit, again.size) == (False, compaction.commit, compaction.size)


def test_small_commits_leave_few_segments(tmp_path: Path) -> None:
    """A feed that is indexed article by article must not slow every search down."""
    for number in range(40):
        with edit_index(tmp_path) as writer:
            writer.put(Article(key=f"{number}", body=f"dépêche numéro {number}"))
        assert len(open_snapshot(tmp_path).segments) < 8
    assert ask(tmp_path, ["dépêche"])[0][0] == 40


def test_compacting_a_folder_without_an_index_is_an_error(tmp_path: Path) -> None:
    """An empty index made by mistake would hide the one that was meant."""
    with pytest.raises(IndexMissing):
        compact_index(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
