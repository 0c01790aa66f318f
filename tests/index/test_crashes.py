"""Crashes: whatever stops a build, and whenever, the index is the old one or the new one, whole."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from asking import ask, files
from conftest import ROOT

from searcher import Article, IndexDamaged, build_index, edit_index
from searcher.index import open_snapshot
from searcher.index.commits import KINDS, commit_numbers, read_commit
from searcher.index.files import SectionWriter

# Ten copies of an index's articles in small segments: about a second, most of it spent writing.
LONG_BUILD = """
import dataclasses, pathlib, sys
from searcher.index import build_index, open_snapshot, writing
writing.SEGMENT_BYTES = 30_000
(segment,) = open_snapshot(pathlib.Path(sys.argv[2])).segments
articles = [segment.article(number) for number in range(segment.size)]
print("ready", flush=True)
build_index(
    sys.argv[1],
    (dataclasses.replace(article, key=f"{copy}-{article.key}") for copy in range(10) for article in articles),
)
"""
KILLS = 12


def run_build(folder: Path, source: Path) -> subprocess.Popen[str]:
    """Start a long build of the articles of an index, and wait until it begins."""
    command = [sys.executable, "-c", LONG_BUILD, str(folder), str(source)]
    build = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    )
    assert build.stdout is not None
    assert build.stdout.readline() == "ready\n"
    return build


def test_a_build_killed_at_any_moment_leaves_the_old_index_or_the_new(
    sample: Sequence[Article], tmp_path: Path
) -> None:
    """SIGKILL gives no time to clean up: what is on disk must be right at each moment."""
    source, folder, whole = tmp_path / "source", tmp_path / "index", tmp_path / "whole"
    build_index(source, sample)
    with run_build(whole, source) as build:
        start = time.perf_counter()
        assert build.wait(timeout=60) == 0
        seconds = time.perf_counter() - start
    new = ask(whole)
    build_index(folder, sample)
    before, random, outcomes = ask(folder), Random(9), []
    for _ in range(KILLS):
        with run_build(folder, source) as build:
            time.sleep(random.uniform(0, 1.1 * seconds))
            build.kill()
            build.wait(timeout=20)
        outcomes.append(ask(folder))
        assert outcomes[-1] in (before, new)
        assert outcomes[-1] == new or new not in outcomes, "a commit was lost"
    build_index(folder, sample[:3])
    build_index(folder, sample[:2])
    named = {name for number in commit_numbers(folder) for name in read_commit(folder, number).file_names()}
    assert {path.name for path in (folder / "segments").iterdir()} == named
    assert not list(folder.glob("*.tmp"))


@pytest.mark.parametrize("operation", ["os.fsync", "os.rename", "builtins.open", "os.open"])
def test_an_operation_that_fails_at_any_time_leaves_the_old_index(
    sample: Sequence[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    """A full disk fails a flush, a lost share a rename: each call in turn, until none is left to fail."""
    build_index(tmp_path, sample[:10])
    before, expected = files(tmp_path), ask(tmp_path)
    failing = 0
    while True:
        with monkeypatch.context() as patch:
            calls = fail_at(patch, operation, failing, tmp_path)
            try:
                with edit_index(tmp_path) as writer:
                    writer.put(sample[20])
                    writer.remove(sample[2].key)
            except OSError as error:
                assert error.errno == errno.ENOSPC
            else:
                assert calls[0] == failing, "fewer calls than before"
                break
        after = files(tmp_path)
        if calls[0] > 0 and after != before:  # what failed came after the rename: the new index is there
            assert ask(tmp_path) != expected
            break
        assert ask(tmp_path) == expected
        failing += 1
        assert failing < 100
    assert failing > (0 if operation == "os.rename" else 1)
    assert open_snapshot(tmp_path).articles == 10
    with edit_index(tmp_path) as writer:
        writer.put(sample[30])
    assert open_snapshot(tmp_path).articles == 11


def fail_at(patch: pytest.MonkeyPatch, operation: str, number: int, folder: Path) -> list[int]:
    """Let call `number` of an operation fail, of those that write to the folder. Returns how often it was called."""
    module, name = operation.split(".")
    real = getattr(sys.modules[module], name)
    calls = [0]

    def failing(*arguments, **options):  # type: ignore[no-untyped-def]
        writes = name not in ("open",) or (
            str(folder) in str(arguments[0]) and (module == "os" or set("wxa+") & set(str(arguments[1:2])))
        )
        if writes:
            calls[0] += 1
            if calls[0] == number + 1:
                raise OSError(errno.ENOSPC, "No space left on device")
        return real(*arguments, **options)

    patch.setattr(operation, failing)
    return calls


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
                raise OSError(errno.ENOSPC, "No space left on device")
            write(self, data)

        with monkeypatch.context() as patch:
            patch.setattr(SectionWriter, "_write", failing)
            if number:
                with pytest.raises(OSError, match="No space"):
                    build_index(tmp_path, sample)
                assert files(tmp_path) == before
    build_index(tmp_path, sample)


@pytest.mark.parametrize("operation", ["os.fsync", "os.rename", "builtins.open", "os.open"])
def test_an_operation_that_fails_during_a_merge_leaves_the_old_index(
    sample: Sequence[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    """A merge reads what is there and writes beside it: until the commit, nothing is taken away."""
    monkeypatch.setattr("searcher.index.merge_policy.FANOUT", 3)
    for start in range(0, 8, 4):
        with edit_index(tmp_path) as writer:
            for article in sample[start : start + 4]:
                writer.put(article)
    before, expected = files(tmp_path), ask(tmp_path)
    assert len(open_snapshot(tmp_path).segments) == 2
    failing = 0
    while True:
        with monkeypatch.context() as patch:
            calls = fail_at(patch, operation, failing, tmp_path)
            try:
                with edit_index(tmp_path) as writer:
                    writer.put(sample[20])
            except OSError as error:
                assert error.errno == errno.ENOSPC
            else:
                assert calls[0] == failing, "fewer calls than before"
                break
        if files(tmp_path) != before:  # what failed came after the rename: the new index is there
            break
        assert ask(tmp_path) == expected
        failing += 1
        assert failing < 100
    assert failing > (0 if operation == "os.rename" else 1)
    snapshot = open_snapshot(tmp_path)
    assert (snapshot.articles, len(snapshot.segments)) == (9, 1)
    snapshot.verify()


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
