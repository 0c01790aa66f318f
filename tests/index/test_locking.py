"""The lock: one writer, known by name, and never a lock that outlives its holder."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from asking import contents
from conftest import ROOT

from searcher import (
    Article,
    IndexLocked,
    IndexUnusable,
    build_index,
    compact_index,
    edit_index,
    update_analysis,
)

HOLD = """
import sys, time, searcher
with searcher.edit_index(sys.argv[1]) as writer:
    writer.put(searcher.Article(key="a"))
    print("holding", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_is_told_who_the_first_is(sample: Sequence[Article], tmp_path: Path) -> None:
    """Two writers at once would undo each other; who waits wants to know for whom."""
    build_index(tmp_path, sample[:3])
    with edit_index(tmp_path) as writer:
        for second in (lambda: edit_index(tmp_path).__enter__(), lambda: build_index(tmp_path, sample)):
            with pytest.raises(IndexLocked) as raised:
                second()
            assert f"process {os.getpid()} on {socket.gethostname()}" in str(raised.value)
            assert str(tmp_path) in str(raised.value)
            assert raised.value.hint
        writer.put(sample[4])
    assert len(contents(tmp_path)) == 4


def test_readers_do_not_wait_for_a_writer(sample: Sequence[Article], tmp_path: Path) -> None:
    """A build of hours must not stop a search of milliseconds."""
    build_index(tmp_path, sample[:3])
    with edit_index(tmp_path) as writer:
        writer.put(sample[4])
        assert len(contents(tmp_path)) == 3


def test_a_lock_ends_with_its_process_however_that_ends(tmp_path: Path) -> None:
    """Nobody should have to delete a file by hand after a crash."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holding\n"
        with pytest.raises(IndexLocked, match=f"process {holder.pid} on "), edit_index(tmp_path):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait(timeout=20)
    with edit_index(tmp_path) as writer:
        writer.put(Article(key="b"))
    assert list(contents(tmp_path)) == ["b"]


def test_a_transaction_lets_go_of_the_lock_even_if_it_fails(tmp_path: Path) -> None:
    """An error is no reason to keep others out."""
    with pytest.raises(ZeroDivisionError), edit_index(tmp_path):
        raise ZeroDivisionError
    with edit_index(tmp_path) as writer:
        writer.put(Article(key="a"))
    assert list(contents(tmp_path)) == ["a"]


def test_a_writer_that_may_wait_writes_when_the_other_is_done(tmp_path: Path) -> None:
    """A build of each night and one by hand: the second is not lost."""
    holding, second_done = threading.Event(), threading.Event()

    def first() -> None:
        with edit_index(tmp_path) as writer:
            writer.put(Article(key="a"))
            holding.set()
            second_done.wait(timeout=0.3)  # which it cannot be before this ends

    thread = threading.Thread(target=first)
    thread.start()
    assert holding.wait(timeout=30)
    with edit_index(tmp_path, wait=30) as writer:
        assert list(contents(tmp_path)) == ["a"]
        writer.put(Article(key="b"))
    second_done.set()
    thread.join(timeout=30)
    assert list(contents(tmp_path)) == ["a", "b"]


@pytest.mark.parametrize("write", [compact_index, update_analysis])
def test_whoever_merges_or_relates_anew_waits_like_any_writer(
    tmp_path: Path, write: Callable[..., object]
) -> None:
    """They change no article, and yet write a commit."""
    holding, refused, done = threading.Event(), threading.Event(), threading.Event()
    for key in "ab":
        with edit_index(tmp_path) as writer:
            writer.put(Article(key=key))

    def first() -> None:
        with edit_index(tmp_path) as writer:
            writer.put(Article(key="c"))
            holding.set()
            refused.wait(timeout=30)
            done.wait(timeout=0.3)  # which it cannot be before this ends

    thread = threading.Thread(target=first)
    thread.start()
    assert holding.wait(timeout=30)
    with pytest.raises(IndexLocked):
        write(tmp_path)
    refused.set()
    write(tmp_path, wait=30)
    done.set()
    thread.join(timeout=30)
    assert list(contents(tmp_path)) == ["a", "b", "c"]


def test_waiting_ends_when_it_has_lasted_long_enough(tmp_path: Path) -> None:
    """A writer that hangs must not make all others hang."""
    with edit_index(tmp_path) as writer:
        writer.put(Article(key="a"))
        with pytest.raises(IndexLocked, match=f"process {os.getpid()} "):
            build_index(tmp_path, [Article(key="b")], wait=0.2)
    assert list(contents(tmp_path)) == ["a"]


def test_a_holder_on_another_machine_is_said_to_be_on_one(tmp_path: Path) -> None:
    """Nobody finds its process number here."""
    lock = tmp_path / "lock"
    lock.write_text("process 7 on ailleurs (searcher index\x1b[2J) since 2025-01-01T00:00:00+01:00\n")
    with lock.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(IndexLocked) as raised, edit_index(tmp_path):
            pass
    assert "process 7 on ailleurs (searcher index?[2J) since" in str(raised.value)
    assert "on ailleurs, which is not this machine" in raised.value.hint
    # It let go: whatever the file still says, the next writer is the one.
    with edit_index(tmp_path) as writer:
        writer.put(Article(key="a"))
    assert lock.read_text() == ""


def test_a_lock_whose_file_was_removed_meanwhile_is_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who opened the file before that would hold one that nobody else will look at."""
    flock, calls = fcntl.flock, []

    def remove_first(descriptor: int, operation: int) -> None:
        calls.append(operation)
        if len(calls) == 1:
            (tmp_path / "lock").unlink()
        flock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", remove_first)
    with edit_index(tmp_path):
        assert (tmp_path / "lock").read_text().startswith(f"process {os.getpid()} on ")
    assert len(calls) == 2


@pytest.mark.parametrize("kind", ["link", "dangling link", "pipe", "folder"])
def test_what_is_no_lock_is_not_written_to(tmp_path: Path, kind: str) -> None:
    """A stranger's index may hold a link in its place, to a file that would be emptied."""
    mine, index = tmp_path / "mine.txt", tmp_path / "index"
    build_index(index, [Article(key="a")])
    (index / "lock").unlink()
    if kind == "link":
        mine.write_text("precious")
    make = {
        "link": lambda: (index / "lock").symlink_to(mine),
        "dangling link": lambda: (index / "lock").symlink_to(mine),
        "pipe": lambda: os.mkfifo(index / "lock"),
        "folder": lambda: (index / "lock").mkdir(),
    }
    make[kind]()
    with pytest.raises(IndexUnusable, match=r"/lock"), edit_index(index):
        pass
    assert not mine.exists() or mine.read_text() == "precious"
    assert list(contents(index)) == ["a"]
