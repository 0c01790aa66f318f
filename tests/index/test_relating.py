"""Rules of French change: the index says so, and is brought up to date by no more work than the change needs."""

from __future__ import annotations

import os
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from asking import ask, contents, files

from searcher import Article, IndexDamaged, IndexMissing, IndexOutdated, build_index, edit_index, open_index
from searcher.analysis import Cutter, Relation
from searcher.analysis.lexicon import lexicon
from searcher.index import open_snapshot
from searcher.index.building import SegmentBuilder
from searcher.index.commits import KINDS
from searcher.index.files import SectionWriter
from searcher.index.frequent import _Counter
from searcher.index.relating import Work, update_analysis
from searcher.search.counting import count_family

FINGERPRINT = sys.modules["searcher.analysis.fingerprint"]  # the package has a function of this name


@pytest.fixture
def folder(sample: Sequence[Article], tmp_path: Path) -> Path:
    """An index of two segments, with deletions, by the rules of before."""
    folder = tmp_path / "index"
    build_index(folder, sample[:40])
    with edit_index(folder) as writer:
        for article in sample[40:60]:
            writer.put(article)
        writer.remove(sample[7].key)
    return folder


def live(sample: Sequence[Article]) -> list[Article]:
    return [article for article in sample[:60] if article.key != sample[7].key]


@pytest.fixture
def other_relations(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on another lexicon is in force: what begins with the same four letters is one lemma, and one class."""

    def by_four_letters(forms: bytes, folded: bytes) -> tuple[bytes, bytes]:
        names = b"".join(key[:4] + b"\n" for key in folded.split(b"\n")[:-1])
        return names, names

    monkeypatch.setattr(lexicon(), "digest", "f" * 64)
    monkeypatch.setattr("searcher.index.lexicon.lemma_and_class_lines", by_four_letters)


@pytest.fixture
def other_cutting(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on hyphens part words."""

    class Other(Cutter):
        def cut(self, texts: Sequence[bytes], *, with_places: bool = False):  # type: ignore[no-untyped-def]
            return super().cut([text.replace(b"-", b" ") for text in texts], with_places=with_places)

    monkeypatch.setattr(FINGERPRINT, "CUTTING_VERSION", FINGERPRINT.CUTTING_VERSION + 1)
    monkeypatch.setattr("searcher.index.writing.Cutter", Other)


def test_an_index_that_is_up_to_date_is_left_alone(folder: Path) -> None:
    """Whoever asks every night does not fill the disk."""
    before = files(folder)
    update = update_analysis(folder)
    assert (update.work, update.commit, update.articles, update.segments) == (Work.NOTHING, 2, 59, 2)
    assert str(update).startswith(f"{folder}: ")
    assert "nothing to do" in str(update)
    assert files(folder) == before


def test_words_are_related_anew_without_reading_a_text(
    folder: Path,
    sample: Sequence[Article],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    other_relations: None,
    every_word_frequent: None,
) -> None:
    """A better lexicon costs seconds: the lists are the same files, and the groups those of a fresh build."""
    with pytest.raises(IndexOutdated, match="analysis") as raised:
        open_index(folder)
    assert raised.value.hint == f"Bring it up to date with: searcher index SOURCE --index {folder}"
    before, old = contents(folder), open_snapshot(folder).commit
    with monkeypatch.context() as patch:
        for forbidden in (
            "segment.Segment.articles",
            "segment._Opened",
            "writing.SegmentBuilder",
        ):
            patch.setattr(f"searcher.index.{forbidden}", None)
        update = update_analysis(folder)
    assert (update.work, update.commit, update.segments, update.built_by) == (
        Work.RELATED,
        3,
        2,
        old.analysis,
    )
    assert "no text was read" in str(update)
    new = open_snapshot(folder)
    for one, other in zip(old.segments, new.commit.segments, strict=True):
        assert one.name != other.name
        for kind in KINDS:
            paths = [folder / "segments" / f"{entry.name}.{kind}" for entry in (one, other)]
            assert paths[0].samefile(paths[1]) == (kind != "lexicon")
    build_index(tmp_path / "fresh", sample[:40])
    fresh = open_snapshot(tmp_path / "fresh").commit
    assert fresh.segments[0].files == new.commit.segments[0].files
    assert fresh.analysis == new.commit.analysis == update.analysis
    build_index(tmp_path / "fresh", live(sample))
    assert ask(new) == ask(tmp_path / "fresh")
    assert contents(folder) == before
    new.verify()
    with edit_index(folder) as writer:  # and it goes on as any other
        assert writer.remove(sample[3].key)
        writer.put(sample[70])
    assert open_snapshot(folder).articles == 59
    for number in (4, 5):
        with edit_index(folder) as writer:
            writer.put(sample[number])
    assert len(contents(folder)) == 59
    open_snapshot(folder).verify()


def test_families_are_those_of_the_rules_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was built by a poor lexicon finds, related anew, what it should have found."""
    build = [Article(key="1", body="un cheval"), Article(key="2", body="des chevaux")]
    with monkeypatch.context() as patch:
        patch.setattr(lexicon(), "digest", "0" * 64)
        patch.setattr("searcher.index.lexicon.lemma_and_class_lines", lambda forms, folded: (folded, folded))
        build_index(tmp_path, build)
        assert [each.form for each in count_family(open_snapshot(tmp_path), "cheval")] == ["cheval"]
    assert update_analysis(tmp_path).work is Work.RELATED
    family = count_family(open_snapshot(tmp_path), "cheval")
    assert [(each.form, each.relation) for each in family] == [
        ("cheval", Relation.EXACT),
        ("chevaux", Relation.LEMMA),
    ]


def test_lists_whose_families_cannot_be_counted_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every_word_frequent: None
) -> None:
    """A stranger's lexicon may tell of more articles than there are: that is damage, not a fault of the program."""
    write = SegmentBuilder._write_lists

    def beyond(self: SegmentBuilder, *arguments: Any) -> array[int]:
        written = write(self, *arguments)
        # Articles, occurrences.
        written[0::4] = written[1::4] = array("I", [2 if articles else 0 for articles in written[0::4]])
        return written

    with monkeypatch.context() as patch:
        patch.setattr(lexicon(), "digest", "0" * 64)
        patch.setattr(SegmentBuilder, "_write_lists", beyond)
        patch.setattr(_Counter, "count", lambda *_: array("Q", bytes(40)))
        build_index(tmp_path, [Article(key="1", body="un cheval")])
    with pytest.raises(IndexDamaged, match="postings"):
        update_analysis(tmp_path)


def test_files_are_copied_where_they_cannot_have_two_names(
    folder: Path,
    sample: Sequence[Article],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    other_relations: None,
) -> None:
    """Not every file system has links."""

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    assert update_analysis(folder).work is Work.RELATED
    open_snapshot(folder).verify()
    build_index(tmp_path / "fresh", live(sample))
    assert ask(folder) == ask(tmp_path / "fresh")


def test_other_rules_of_cutting_have_the_articles_cut_anew(
    folder: Path, sample: Sequence[Article], tmp_path: Path, other_cutting: None
) -> None:
    """From what the index holds: its sources may be gone."""
    before = contents(folder)
    update = update_analysis(folder)
    assert (update.work, update.commit, update.articles, update.segments) == (Work.CUT, 3, 59, 1)
    assert "59 articles cut anew" in str(update)
    build_index(tmp_path / "fresh", live(sample))
    (one,), (other,) = (open_snapshot(path).commit.segments for path in (folder, tmp_path / "fresh"))
    assert one.files == other.files
    assert contents(folder) == before
    assert ask(folder) == ask(tmp_path / "fresh")


@pytest.mark.parametrize("rules", ["other_relations", "other_cutting"])
def test_an_update_that_fails_leaves_the_index_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, rules: str, request: pytest.FixtureRequest
) -> None:
    """A full disk, or a segment that is damaged: the old index goes on serving whoever has the old program."""
    request.getfixturevalue(rules)
    before, finish, calls = files(folder), SectionWriter.finish, []

    def failing(self: SectionWriter) -> object:
        calls.append(self.path)
        if self.path.suffix == ".lexicon" and (rules == "other_cutting" or len(calls) > 1):
            raise OSError("No space left on device")
        return finish(self)

    with monkeypatch.context() as patch:
        patch.setattr(SectionWriter, "finish", failing)
        with pytest.raises(OSError, match="No space"):
            update_analysis(folder)
    assert files(folder) == before
    kind = "lexicon" if rules == "other_relations" else "articles"
    path = folder / "segments" / f"00000000.{kind}"
    whole = path.read_bytes()
    at = len(whole) // 2
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    damaged = files(folder)
    with pytest.raises(IndexDamaged, match=f"00000000.{kind}"):
        update_analysis(folder)
    assert files(folder) == damaged
    path.write_bytes(whole)
    assert update_analysis(folder).work is not Work.NOTHING


def test_an_emptied_index_is_brought_up_to_date_too(tmp_path: Path, other_cutting: None, monkeypatch) -> None:
    """There is nothing to cut, yet the next article is cut by the rules in force."""
    with monkeypatch.context() as patch:
        patch.setattr(FINGERPRINT, "CUTTING_VERSION", 0)
        with edit_index(tmp_path):
            pass
    assert update_analysis(tmp_path).work is Work.RELATED
    with edit_index(tmp_path) as writer:
        writer.put(Article(key="1", body="un mot"))
    assert open_snapshot(tmp_path).articles == 1


def test_a_folder_without_an_index_has_nothing_to_bring_up_to_date(tmp_path: Path) -> None:
    """And no lock is left in it."""
    with pytest.raises(IndexMissing):
        update_analysis(tmp_path)
    assert not list(tmp_path.iterdir())
