"""Snapshots: a reader sees the index as it was when it was opened, for as long as it likes."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from asking import ask, contents

from searcher import Article, DamageWarning, IndexMissing, build_index, edit_index, open_index
from searcher.index import open_snapshot
from searcher.index.commits import commit_path
from searcher.index.files import SectionFile


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


def test_an_open_reader_answers_the_same_through_many_commits(
    sample: Sequence[Article], tmp_path: Path
) -> None:
    """Each commit removes files of the ones before: those that are open stay, for as long as they are."""
    build_index(tmp_path, sample[:20])
    with open_index(tmp_path) as index:
        expected = [hit.article for hit in index.search("loi OU crue", limit=100)]
        for number in range(40):
            with edit_index(tmp_path) as writer:
                writer.remove(sample[number % 20].key)
                writer.put(sample[20 + number % 60])
            assert [hit.article for hit in index.search("loi OU crue", limit=100)] == expected
        index.verify()
        assert index.refresh()
        assert [hit.article for hit in index.search("loi OU crue", limit=100)] != expected


def test_threads_that_search_and_refresh_while_a_writer_commits_see_whole_commits_only(
    sample: Sequence[Article], tmp_path: Path
) -> None:
    """A service that never stops: its answers change from commit to commit, never within one."""

    def commit(number: int) -> None:
        """All articles of a commit say which one it is, and there are as many as in any other."""
        with edit_index(tmp_path) as writer:
            for key in "abcde":
                writer.put(Article(key=key, body=f"version v{number}x du texte"))

    commit(0)
    wrong: list[object] = []
    seen: set[str] = set()
    done = threading.Event()
    with open_index(tmp_path) as index:

        def read() -> None:
            try:
                while not done.is_set():
                    index.refresh()
                    bodies = {hit.article.body for hit in index.search("version")}
                    if len(bodies) != 1 or index.search("version").total != 5:
                        wrong.append(bodies)
                    seen.update(bodies)
            except Exception as error:
                wrong.append(error)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for number in range(1, 25):
            commit(number)
        done.set()
        for reader in readers:
            reader.join(timeout=60)
            assert not reader.is_alive()
    assert not wrong
    assert len(seen) > 1


def test_a_refresh_opens_only_what_is_new(
    sample: Sequence[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refresh each second must cost what has changed, and what was verified stays so."""
    build_index(tmp_path, sample[:20])
    with edit_index(tmp_path) as writer:
        writer.put(sample[30])
    index = open_index(tmp_path)
    opened: list[Path] = []
    init = SectionFile.__init__

    def counted(self: SectionFile, path: Path, *arguments: object) -> None:
        opened.append(path)
        init(self, path, *arguments)

    monkeypatch.setattr(SectionFile, "__init__", counted)
    before = index._snapshot
    assert not index.refresh()
    assert (index._snapshot, opened) == (before, [])

    with edit_index(tmp_path) as writer:
        writer.put(sample[31])
    opened.clear()
    assert index.refresh()
    assert {path.stem for path in opened} == {"00000002"}
    assert [a is b for a, b in zip(before.segments, index._snapshot.segments, strict=False)] == [True, True]

    with edit_index(tmp_path) as writer:
        writer.remove(sample[3].key)
    opened.clear()
    before = index._snapshot
    assert index.refresh()
    assert opened == []
    assert [a is b for a, b in zip(before.segments, index._snapshot.segments, strict=True)] == [
        False,
        True,
        True,
    ]
    assert before.find(sample[3].key)  # the deletions of one snapshot are not those of the other
    assert index.get(sample[3].key) is None
    assert ask(index._snapshot) == ask(tmp_path)


def test_a_refresh_finds_an_index_that_was_made_anew(sample: Sequence[Article], tmp_path: Path) -> None:
    """Its commits and segments have the same numbers, and are others."""
    build_index(tmp_path, sample[:5])
    with open_index(tmp_path) as index:
        shutil.rmtree(tmp_path)
        build_index(tmp_path, sample[5:10])
        assert index.refresh()
        assert index.get(sample[6].key)
        assert index.get(sample[1].key) is None
        assert not index.refresh()


def test_a_refresh_never_goes_back(sample: Sequence[Article], tmp_path: Path) -> None:
    """If the newest commits are damaged, what is open is better than what was before it."""
    build_index(tmp_path, sample[:5])
    with edit_index(tmp_path) as writer:
        writer.put(sample[5])
    with open_index(tmp_path) as index:
        commit_path(tmp_path, 2).write_bytes(b"{}")
        with pytest.warns(DamageWarning, match=r"commit-00000002\.json.* commit 2 serves instead"):
            assert not index.refresh()
        assert len(index) == 6
        with pytest.warns(DamageWarning, match="commit 1 serves instead"):
            assert open_snapshot(tmp_path).articles == 5
        commit_path(tmp_path, 1).write_bytes(b"{}")
        with pytest.warns(DamageWarning, match="commit 2 serves instead"):
            assert not index.refresh()
