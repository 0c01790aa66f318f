"""Snapshots: a reader sees the index as it was when it was opened, for as long as it likes."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from asking import ask, contents

from searcher import Article, IndexMissing, build_index, edit_index
from searcher.index import open_snapshot


def change(folder: Path, sample: Sequence[Article], times: int = 4) -> None:
    """Replace and remove articles in so many commits that no file of before is left."""
    for number in range(times):
        build_index(folder, sample[number : number + 3])


def test_a_snapshot_outlives_commits_and_clean_ups(sample: Sequence[Article], tmp_path: Path) -> None:
    """A long report must not mix two states of an index."""
    build_index(tmp_path, sample)
    snapshot = open_snapshot(tmp_path)
    before = ask(snapshot), contents(snapshot)
    change(tmp_path, sample)
    assert (ask(snapshot), contents(snapshot)) == before
    snapshot.verify()
    assert ask(tmp_path) != before[0]


def test_a_snapshot_that_was_never_read_outlives_them_too(sample: Sequence[Article], tmp_path: Path) -> None:
    """Whatever it will need, deletions included, is its own from the moment it is opened."""
    build_index(tmp_path, sample)
    with edit_index(tmp_path) as writer:
        for article in sample[::2]:
            writer.remove(article.key)
    expected = ask(tmp_path)
    snapshot = open_snapshot(tmp_path)
    change(tmp_path, sample)
    assert ask(snapshot) == expected
    snapshot.verify()


def test_the_size_of_an_index_is_that_of_its_files(sample: Sequence[Article], tmp_path: Path) -> None:
    """`status` tells it; of an old snapshot too, when the files have no name any more."""
    build_index(tmp_path, sample)
    with edit_index(tmp_path) as writer:
        writer.remove(sample[0].key)
    snapshot = open_snapshot(tmp_path)
    names = snapshot.commit.file_names()
    assert snapshot.size() == sum((tmp_path / "segments" / name).stat().st_size for name in names)
    size = snapshot.size()
    change(tmp_path, sample)
    assert snapshot.size() == size


def test_readers_and_a_writer_at_once_see_whole_commits_only(
    sample: Sequence[Article], tmp_path: Path
) -> None:
    """Each state has as many articles as its number says: a mixture of two would show."""
    build_index(tmp_path, sample[:1])
    wrong: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            snapshot = open_snapshot(tmp_path)
            if snapshot.articles != snapshot.commit.number or len(contents(snapshot)) != snapshot.articles:
                wrong.append(f"commit {snapshot.commit.number} with {snapshot.articles} articles")

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for count in range(2, 25):
        build_index(tmp_path, sample[:count])
    done.set()
    for reader in readers:
        reader.join(timeout=30)
        assert not reader.is_alive()
    assert not wrong


def test_a_folder_without_an_index_is_missing_one(tmp_path: Path) -> None:
    """The message names the folder, the hint the command."""
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexMissing, match="no index here") as raised:
            open_snapshot(folder)
        assert str(folder) in str(raised.value)
        assert "searcher index" in raised.value.hint
