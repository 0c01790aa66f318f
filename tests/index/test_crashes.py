"""Crashes: whatever stops a build, and whenever, the index is the old one or the new one, whole."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from asking import Answers, ask, files
from conftest import ROOT
from index.faults import Faults, failing

from benchmarks.kills import kill
from searcher import (
    Article,
    IndexDamaged,
    IndexMissing,
    IndexUnusable,
    IndexUnwritable,
    UnflushedWarning,
    build_index,
    compact_index,
    edit_index,
    update_index,
)
from searcher.index import open_snapshot
from searcher.index.commits import KINDS, commit_numbers, commit_path, read_commit
from searcher.index.files import SectionWriter


def test_a_build_killed_at_any_moment_leaves_the_old_index_or_the_new(tmp_path: Path) -> None:
    """SIGKILL gives no time to clean up: what is on disk must be right at each moment."""
    outcome = kill(tmp_path, kills=12, seed=9, articles=60)
    assert outcome.neither == []
    assert outcome.leftovers == []
    assert outcome.old + outcome.new == 12
    assert outcome.old


# ------------------------------------------------------------------ operations that fail

FEW = ("*", "loi OU crue", '"code du travail"')
CODES = (errno.ENOSPC, errno.EIO, errno.EROFS)
Change = Callable[[Path, Sequence[Article]], object]


def build(folder: Path, sample: Sequence[Article]) -> None:
    build_index(folder, sample[20:24])


def edit(folder: Path, sample: Sequence[Article]) -> None:
    with edit_index(folder) as writer:
        writer.put(sample[20])
        writer.put(sample[1])
        writer.remove(sample[2].key)


def update(folder: Path, sample: Sequence[Article]) -> None:
    update_index(folder, ROOT / "corpus", allow_empty=True)


def compact(folder: Path, sample: Sequence[Article]) -> None:
    compact_index(folder)


def state(folder: Path) -> tuple[Answers, int] | None:
    """What an index answers, and how many segments it has; None if there is none."""
    try:
        return ask(folder, FEW), len(open_snapshot(folder).segments)
    except IndexMissing:
        return None


def no_leftovers(folder: Path) -> bool:
    named = {name for number in commit_numbers(folder) for name in read_commit(folder, number).file_names()}
    return {path.name for path in (folder / "segments").iterdir()} == named and not list(folder.glob("*.tmp"))


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("before", [0, 10], ids=["no index", "an index"])
@pytest.mark.parametrize("change", [build, edit, update])
def test_each_operation_that_fails_leaves_the_old_index_or_the_new(
    sample: Sequence[Article],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Change,
    before: int,
    lasting: bool,
) -> None:
    """A full disk, a dying one, one that turned read-only: at each open, write, flush, rename, removal in turn."""
    origin = tmp_path / "origin"
    origin.mkdir()
    if before:
        build_index(origin, sample[:before])
    done = fail_each_operation(origin, change, sample, monkeypatch, lasting=lasting)
    assert {"open", "write", "fsync", "rename", *([] if before else ["mkdir"])} <= {*done}


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("change", [edit, compact])
def test_each_operation_that_fails_during_a_merge_leaves_the_old_index_or_the_new(
    sample: Sequence[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Change, lasting: bool
) -> None:
    """A merge reads what is there and writes beside it: until the commit, nothing is taken away."""
    monkeypatch.setattr("searcher.index.merge_policy.FANOUT", 3)
    origin = tmp_path / "origin"
    for start in (0, 4):
        with edit_index(origin) as writer:
            for article in sample[start : start + 4]:
                writer.put(article)
    assert len(open_snapshot(origin).segments) == 2
    commit_path(origin, 1).unlink()  # what cannot be read is an error, where there is nothing to fall back on
    done = fail_each_operation(origin, change, sample, monkeypatch, lasting=lasting)
    # Five files of the merged segment, at the least.
    assert done.count("open") > 5
    assert len(open_snapshot(tmp_path / "counted").segments) == 1


def fail_each_operation(
    origin: Path,
    change: Change,
    sample: Sequence[Article],
    monkeypatch: pytest.MonkeyPatch,
    *,
    lasting: bool,
) -> list[str]:
    """Make a change to copies of an index, beside it, and have each operation of the system fail in turn; list them.

    With SEARCHER_THOROUGH=1 each operation fails in each of the ways of `CODES`; else the ways take turns.
    """
    thorough = os.environ.get("SEARCHER_THOROUGH") == "1"
    # Whether a flush reaches the disk is not seen here, only whether it is said to have failed; real ones take minutes.
    monkeypatch.setattr(os, "fsync", lambda _: None)
    tmp_path = origin.parent
    old = state(origin)
    shutil.copytree(origin, tmp_path / "counted")
    with failing(tmp_path / "counted", Faults()) as counted:
        change(tmp_path / "counted", sample)
    new = state(tmp_path / "counted")
    told = 0
    for number in range(len(counted.done)):
        for code in CODES if thorough else (CODES[number % len(CODES)],):
            folder = tmp_path / "index"
            shutil.copytree(origin, folder, copy_function=os.link, ignore=shutil.ignore_patterns("lock"))
            with (
                failing(folder, Faults(number, code, lasting)) as faults,
                warnings.catch_warnings(record=True) as said,
            ):
                warnings.simplefilter("always")
                try:
                    change(folder, sample)
                    refused = None
                except IndexUnusable as error:
                    refused = error
            assert faults.happened
            if refused:
                assert state(folder) == old
                assert str(folder) in str(refused)
                assert os.strerror(code) in str(refused)
                assert refused.hint
                told += 1
            else:
                assert state(folder) == new
            # After the rename a disk that does not confirm is no error, nor is a file that cannot be removed.
            assert {warning.category for warning in said} <= {UnflushedWarning}
            assert not (refused and said)
            build_index(folder, sample[30:33])
            assert no_leftovers(folder)
            shutil.rmtree(folder)
    assert told > 20
    print(
        f"{len(counted.done)} operations × {len(CODES) if thorough else 1}: {told} refused, the others served"
    )  # -rP shows it
    return counted.done


def test_a_commit_that_the_disk_does_not_confirm_serves_with_a_warning(
    sample: Sequence[Article], tmp_path: Path
) -> None:
    """After the rename readers see the new index: to say that nothing happened would be wrong."""
    build_index(tmp_path / "origin", sample[:10])
    shutil.copytree(tmp_path / "origin", tmp_path / "counted")
    with failing(tmp_path / "counted", Faults()) as counted:
        edit(tmp_path / "counted", sample)
    confirmation = counted.done.index("rename") + 1
    assert counted.done[confirmation : confirmation + 2] == ["open", "fsync"]
    for number in (confirmation, confirmation + 1):
        folder = tmp_path / str(number)
        shutil.copytree(tmp_path / "origin", folder)
        with (
            failing(folder, Faults(number, errno.EIO)),
            pytest.warns(UnflushedWarning, match="Input/output error") as caught,
        ):
            edit(folder, sample)
        assert str(folder) in str(caught[0].message)
        assert state(folder) == state(tmp_path / "counted")


def test_a_rename_that_was_done_and_reported_as_failed_is_a_commit(
    sample: Sequence[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On network file systems the answer may be lost, and the work done."""
    build_index(tmp_path, sample[:3])
    rename = os.rename

    def lose_the_answer(source: Path, target: Path) -> None:
        rename(source, target)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "rename", lose_the_answer)
    with edit_index(tmp_path) as writer:
        writer.put(sample[20])
    assert open_snapshot(tmp_path).articles == 4


def test_what_a_killed_writer_left_does_not_stop_the_next_one(
    sample: Sequence[Article], tmp_path: Path
) -> None:
    """Its deletions and its commit have the names that the next ones will have."""
    build_index(tmp_path, sample[:10])
    for name in ("segments/00000000.deleted-00000002", "segments/00000001.lexicon", "commit-00000002.tmp"):
        (tmp_path / name).write_bytes(b"half")
    with edit_index(tmp_path) as writer:
        writer.remove(sample[2].key)
        writer.put(sample[20])
    open_snapshot(tmp_path).verify()
    assert no_leftovers(tmp_path)


@pytest.mark.parametrize("number", range(3))
def test_a_failed_write_that_was_caught_is_not_forgotten(
    sample: Sequence[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """A program that skips what it cannot put must not commit a segment with a hole in it."""
    monkeypatch.setattr("searcher.index.articles.BLOCK_BYTES", 2000)
    monkeypatch.setattr("searcher.index.articles.SAMPLE_BYTES", 2000)  # from the first block on
    build_index(tmp_path, sample[:3])
    before = ask(tmp_path)
    caught = []
    with (
        failing(tmp_path, Faults(number, errno.ENOSPC, only="write")),
        pytest.raises(IndexUnwritable),
        edit_index(tmp_path) as writer,
    ):
        for article in sample:
            try:
                writer.put(article)
            except IndexUnwritable as error:
                caught.append(error)
    assert caught
    assert ask(tmp_path) == before
    assert no_leftovers(tmp_path)


@pytest.mark.skipif(
    not hasattr(resource, "RLIMIT_FSIZE"), reason="this system sets no limit on the size of a file"
)
def test_a_file_that_the_system_cuts_short_leaves_the_old_index(
    sample: Sequence[Article], tmp_path: Path
) -> None:
    """No double of the system: a limit on the size of files fails real writes, in the middle of a file."""
    build_index(tmp_path, sample[:3])
    before = files(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    for size in (0, 1, 4096, 20_000):
        # No more than the build: what the tests print may go to a file, too.
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
        try:
            build_index(tmp_path, sample)
            refused = None
        except IndexUnwritable as error:
            refused = error
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert refused is not None
        assert "File too large" in str(refused)
        assert "Make room" in refused.hint
        assert files(tmp_path) == before


def test_a_write_that_fails_in_the_middle_of_a_segment_leaves_nothing(
    sample: Sequence[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are many megabytes: the disk is full in the middle of one."""
    build_index(tmp_path, sample[:10])
    before = files(tmp_path)
    write = SectionWriter._write
    for number in range(0, 60, 3):
        calls = [0]

        def failing(self, data, calls=calls, number=number):  # type: ignore[no-untyped-def]
            calls[0] += 1
            if calls[0] == number:
                raise IndexUnwritable(self.path, OSError(errno.ENOSPC, "No space left on device"))
            write(self, data)

        with monkeypatch.context() as patch:
            patch.setattr(SectionWriter, "_write", failing)
            if number:
                with pytest.raises(IndexUnwritable, match="No space"):
                    build_index(tmp_path, sample)
                assert files(tmp_path) == before
    build_index(tmp_path, sample)


@pytest.mark.parametrize("kind", KINDS)
def test_damage_met_by_a_merge_fails_the_commit_and_leaves_the_index(
    sample: Sequence[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Copying what is wrong would give it checksums that say it is right."""
    monkeypatch.setattr("searcher.index.merge_policy.FANOUT", 2)
    build_index(tmp_path, sample[:30])
    path = tmp_path / "segments" / f"00000000.{kind}"
    whole = path.read_bytes()
    at = len(whole) // 2
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    before = files(tmp_path)
    for change in (lambda writer: writer.put(sample[40]), lambda writer: writer.compact()):
        with pytest.raises(IndexDamaged, match=f"00000000.{kind}"), edit_index(tmp_path) as writer:
            writer.put(sample[50])
            change(writer)
        assert files(tmp_path) == before
    path.write_bytes(whole)
    with edit_index(tmp_path) as writer:
        writer.put(sample[40])
    assert len(open_snapshot(tmp_path).segments) == 1
