"""Transactions: an index is always what the last one that succeeded left, whatever their order and size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from asking import ask, contents, files
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import french_text

from searcher import Article, IndexOutdated, NothingToIndex, build_index, edit_index
from searcher.index import open_snapshot
from searcher.index.commits import KEPT, commit_numbers

KEYS = st.sampled_from("abcdefgh")
OPERATIONS = st.lists(
    st.tuples(st.just("put"), KEYS, french_text(max_words=6))
    | st.tuples(st.just("remove"), KEYS, st.just("")),
    max_size=6,
)


class Failure(Exception):
    """Raised in the middle of a transaction."""


@given(transactions=st.lists(st.tuples(OPERATIONS, st.booleans()), max_size=5), small=st.booleans())
@settings(max_examples=40)
def test_an_index_is_what_its_successful_transactions_made_it(
    transactions: list[tuple[list[tuple[str, str, str]], bool]], small: bool
) -> None:
    """Put, replaced, removed, put again, in one transaction or in several, undone or not."""
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        if small:
            patch.setattr("searcher.index.writing.SEGMENT_BYTES", 20)
        model: dict[str, Article] = {}
        for operations, fails in transactions:
            attempt = dict(model)
            try:
                with edit_index(folder) as writer:
                    for operation, key, text in operations:
                        if operation == "put":
                            writer.put(Article(key=key, title=text[:10], body=text))
                            attempt[key] = Article(key=key, title=text[:10], body=text)
                        else:
                            assert writer.remove(key) == (attempt.pop(key, None) is not None)
                    if fails:
                        raise Failure
                model = attempt
            except Failure:
                pass
            if commit_numbers(folder):
                assert contents(folder) == model
                snapshot = open_snapshot(folder)
                assert snapshot.articles == len(model)
                assert all(snapshot.find(key) == model.get(key) for key in "abcdefgh")
                assert all(entry.live for entry in snapshot.commit.segments)
        if model:
            with TemporaryDirectory() as other:
                build_index(other, model.values())
                assert ask(folder) == ask(Path(other))


def test_an_exception_leaves_every_file_as_it_was(sample: Sequence[Article], tmp_path: Path) -> None:
    """Undone means undone: no file is left, none is changed, and the next transaction works."""
    build_index(tmp_path, sample[:20])
    before = files(tmp_path)
    with pytest.raises(Failure), edit_index(tmp_path) as writer:
        for article in sample:
            writer.put(article)
        writer.remove(sample[0].key)
        raise Failure
    assert files(tmp_path) == before
    with edit_index(tmp_path) as writer:
        writer.put(sample[30])
    assert len(contents(tmp_path)) == 21


def test_a_build_that_fails_leaves_the_index_as_it_was(sample: Sequence[Article], tmp_path: Path) -> None:
    """Reading a corpus may fail at its last file."""

    def broken() -> Sequence[Article]:
        yield from sample
        raise Failure

    build_index(tmp_path, sample[:20])
    before = files(tmp_path)
    with pytest.raises(Failure):
        build_index(tmp_path, broken())
    assert files(tmp_path) == before
    with pytest.raises(Failure):
        build_index(tmp_path / "new", broken())
    assert files(tmp_path / "new") == {}


def test_a_build_of_nothing_is_an_error_and_keeps_the_index(
    sample: Sequence[Article], tmp_path: Path
) -> None:
    """A folder that was not mounted must not empty an index."""
    build_index(tmp_path, sample[:5])
    before = files(tmp_path)
    with pytest.raises(NothingToIndex, match="left as it was"):
        build_index(tmp_path, [])
    assert files(tmp_path) == before


def test_a_build_of_nothing_in_a_new_folder_is_the_same_error(tmp_path: Path) -> None:
    """Not one about folders that are not there yet."""
    with pytest.raises(NothingToIndex) as raised:
        build_index(tmp_path / "new", iter(()))
    assert raised.value.hint


def test_a_build_replaces_everything_that_was_there(sample: Sequence[Article], tmp_path: Path) -> None:
    """`--rebuild` is a new index under the old name."""
    build_index(tmp_path, sample[:20])
    build_index(tmp_path, sample[20:30])
    assert list(contents(tmp_path)) == [article.key for article in sample[20:30]]


def test_of_two_articles_with_one_key_the_later_stays(tmp_path: Path) -> None:
    """A feed that repeats an id has corrected the article."""
    build_index(tmp_path, [Article(key="a", body="faute"), Article(key="b"), Article(key="a", body="juste")])
    assert contents(tmp_path) == {"a": Article(key="a", body="juste"), "b": Article(key="b")}
    assert [total for total, _ in ask(tmp_path, ["faute", "juste", "*"])] == [0, 1, 2]


def test_an_article_that_cannot_be_stored_changes_nothing(tmp_path: Path) -> None:
    """A program may catch the error and go on: what the article would replace must still be there."""
    build_index(tmp_path, [Article(key="a", body="bon")])
    with edit_index(tmp_path) as writer:
        with pytest.raises(TypeError):
            writer.put(Article(key="a", body="mauvais", extra={"objet": object()}))
        writer.put(Article(key="b", body="autre"))
    assert {key: article.body for key, article in contents(tmp_path).items()} == {"a": "bon", "b": "autre"}


def test_only_two_commits_and_their_files_are_kept(sample: Sequence[Article], tmp_path: Path) -> None:
    """The newest, and one to fall back on; an index does not grow by being written to."""
    for number in range(6):
        with edit_index(tmp_path) as writer:
            writer.put(sample[number])
            writer.remove(sample[number - 1].key)
    assert commit_numbers(tmp_path) == [6, 5][:KEPT]
    names = {path.name for path in (tmp_path / "segments").iterdir()}
    assert names == {
        f"{number:08x}.{kind}"
        for number in (4, 5)
        for kind in open_snapshot(tmp_path).commit.segments[0].files
    }


def test_files_of_others_are_left_alone(sample: Sequence[Article], tmp_path: Path) -> None:
    """Somebody's notes beside the segments are not garbage, and no reason to fail."""
    build_index(tmp_path, sample[:3])
    notes = [tmp_path / "notes.txt", tmp_path / "segments" / "README.md", tmp_path / "segments" / "0000.old"]
    for path in notes:
        path.write_text("à garder")
    build_index(tmp_path, sample[3:6])
    build_index(tmp_path, sample[6:9])
    assert all(path.read_text() == "à garder" for path in notes)


def test_names_of_segments_are_never_used_again(sample: Sequence[Article], tmp_path: Path) -> None:
    """A reader that still holds a file by its name must never find another one there."""
    seen: set[str] = set()
    for number in range(4):
        with edit_index(tmp_path) as writer:
            writer.put(sample[number])
            for article in sample[:number]:
                writer.remove(article.key)
        (entry,) = open_snapshot(tmp_path).commit.segments
        assert entry.name not in seen
        seen.add(entry.name)


def test_an_index_of_other_rules_is_not_added_to(
    sample: Sequence[Article], tmp_path: Path, monkeypatch
) -> None:
    """Words cut by two sets of rules in one index would be found or not by chance; a rebuild is always allowed."""
    build_index(tmp_path, sample[:3])
    monkeypatch.setattr("searcher.index.writing.fingerprint", lambda: "9-other")
    with pytest.raises(IndexOutdated, match="9-other"), edit_index(tmp_path) as writer:
        writer.put(sample[4])
    build_index(tmp_path, sample[:2])
    assert open_snapshot(tmp_path).commit.analysis == "9-other"


def test_an_empty_transaction_and_an_emptied_index_answer(tmp_path: Path) -> None:
    """Nothing is found in nothing, without a division by it."""
    with edit_index(tmp_path):
        pass
    assert ask(tmp_path, ["*", "mot", '"un mot"']) == [(0, [])] * 3
    with edit_index(tmp_path) as writer:
        writer.put(Article(key="a", body="un mot"))
    with edit_index(tmp_path) as writer:
        assert writer.remove("a")
    assert ask(tmp_path, ["*", "mot", '"un mot"']) == [(0, [])] * 3
