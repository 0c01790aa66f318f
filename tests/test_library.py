"""The front door for programs: what DESIGN promises works word for word."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT

import searcher

EXAMPLE = """
import searcher

articles = searcher.read_corpus("corpus/", on_skip=print)
searcher.build_index("index/", articles)                      # aside, then switched: readers never see half an index

with searcher.open_index("index/") as index:
    results = index.search('« code du travail » réforme SAUF sport depuis juin 2024', limit=5)
    print(f"{results.total} articles in {results.seconds:.3f} s")
    for hit in results:
        print(f"{hit.rank}. {hit.article.title} ({hit.article.published})")
        for passage in searcher.passages(hit, words=30):
            print("   …" + passage.marked("«", "»") + "…")

with searcher.edit_index("index/") as writer:                 # one transaction: committed at the end, undone if it raises
    writer.put(searcher.Article(key="2024-05-01-muguet", title="Le muguet", body="…"))
    writer.remove("2019-02-11-erratum")
"""  # noqa: E501 (word for word)
TODAY = date(2025, 9, 1)


@pytest.fixture
def folder(sample: Sequence[searcher.Article], tmp_path: Path) -> Path:
    searcher.build_index(tmp_path, sample)
    return tmp_path


def test_the_example_of_the_design_works_on_the_sample_corpus(tmp_path: Path) -> None:
    """It is what a newcomer copies."""
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", EXAMPLE],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    # What is skipped, where a library that a format needs is not installed, is printed above.
    count = next(int(line.split()[0]) for line in lines if line[:1].isdigit())
    assert count > 0
    titles = re.findall(r"^(\d)\. .+ \(20\d\d[-\d]*\)$", done.stdout, re.MULTILINE)
    assert titles == [str(rank + 1) for rank in range(min(count, 5))]
    assert any("«Code du travail»" in line or "«code du travail»" in line for line in lines[1:])
    with searcher.open_index(tmp_path / "index") as index:
        assert index.get("2024-05-01-muguet") == searcher.Article(
            key="2024-05-01-muguet", title="Le muguet", body="…"
        )
        assert index.get("2019-02-11-erratum") is None


def test_every_public_name_is_there_and_listed_once() -> None:
    """`from searcher import *` and the documentation list the same names."""
    assert len(searcher.__all__) == len(set(searcher.__all__))
    assert all(hasattr(searcher, name) for name in searcher.__all__)


def test_results_outlive_the_index_and_its_files(folder: Path) -> None:
    """They are plain data: a program may close the index first and print afterwards."""
    with searcher.open_index(folder) as index:
        results = index.search("réforme", today=TODAY)
        article = index.get(results.hits[0].article.key)
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert article == results.hits[0].article
    assert all(hit.article.body for hit in results)
    assert [hit.rank for hit in results] == list(range(1, len(results) + 1))


def test_a_closed_index_says_so(folder: Path) -> None:
    """Rather than crash where its files were."""
    index = searcher.open_index(folder)
    index.close()
    for use in (
        lambda: index.search("loi"),
        lambda: index.get("x"),
        lambda: len(index),
        index.status,
        index.verify,
        index.refresh,
    ):
        with pytest.raises(ValueError, match="is closed"):
            use()


def test_refreshing_shows_the_newest_commit_and_only_then(folder: Path) -> None:
    """A server decides when its answers change."""
    with searcher.open_index(folder) as index:
        size = len(index)
        assert not index.refresh()
        with searcher.edit_index(folder) as writer:
            writer.put(searcher.Article(key="nouveau", body="kangourou"))
        assert (len(index), index.search("kangourou", today=TODAY).total) == (size, 0)
        assert index.refresh()
        assert (len(index), index.search("kangourou", today=TODAY).total) == (size + 1, 1)
        assert not index.refresh()


def test_a_refresh_that_fails_keeps_what_was_open(folder: Path) -> None:
    """Yesterday's answers are better than none."""
    with searcher.open_index(folder) as index:
        for path in folder.glob("commit-*"):
            path.unlink()
        with pytest.raises(searcher.IndexMissing):
            index.refresh()
        assert index.search("loi", today=TODAY).total > 0


def test_threads_share_an_index(folder: Path) -> None:
    """A server has one open index and many requests, while another thread refreshes and a writer writes."""
    questions = ["réforme", '"code du travail"', "loi OU crue", "porte-parole", "*", "ministre SAUF grève"]
    wrong: list[object] = []
    with searcher.open_index(folder) as index:
        expected = {question: index.search(question, limit=90, today=TODAY).hits for question in questions}

        def work(first: int) -> None:
            try:
                for turn in range(12):
                    question = questions[(first + turn) % len(questions)]
                    hits = index.search(question, limit=90, today=TODAY).hits
                    if hits != expected[question]:
                        wrong.append(question)
            except Exception as error:
                wrong.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for _ in range(3):
            with searcher.edit_index(folder):
                pass  # a commit of the same articles
            index.refresh()
        for thread in threads:
            thread.join(timeout=60)
    assert not wrong


def test_status_tells_what_the_index_is_made_of(folder: Path, sample: Sequence[searcher.Article]) -> None:
    """It is what a monitoring job reads."""
    with searcher.edit_index(folder) as writer:
        writer.remove(sample[0].key)
    status = searcher.open_index(folder).status()
    dated = [article.published for article in sample if article.published]
    assert (status.folder, status.commit, status.articles, status.deleted) == (folder, 2, len(sample) - 1, 1)
    assert (status.segments, status.size > 10_000, status.forms > 1000, status.words > 1000) == (
        1,
        True,
        True,
        True,
    )
    assert status.last_day == max(day.last for day in dated)
    assert status.kernels in ("compiled", "interpreted")


def test_an_index_of_other_rules_is_outdated(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its words were cut otherwise: what is asked today would be missed."""
    monkeypatch.setattr("searcher.library.fingerprint", lambda: "0-other")
    with pytest.raises(searcher.IndexOutdated, match="needs analysis 0-other") as raised:
        searcher.open_index(folder)
    assert f"searcher index SOURCE --index {folder}" in raised.value.hint


def test_limits_that_make_no_sense_are_the_callers_mistake(folder: Path) -> None:
    """A ValueError, not an empty page."""
    with searcher.open_index(folder) as index:
        for options in ({"limit": -1}, {"offset": -1}):
            with pytest.raises(ValueError, match="negative"):
                index.search("loi", **options)
        assert index.search("loi", limit=0, today=TODAY).total > 0
        assert index.search("loi", offset=1000, today=TODAY).hits == ()


def test_importing_the_library_leaves_the_world_alone(tmp_path: Path) -> None:
    """No folder is made, nothing printed, no environment read but for the kernels' own switch."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import searcher"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert list(tmp_path.iterdir()) == []
