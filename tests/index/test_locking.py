"""The lock: one writer, known by name, and never a lock that outlives its holder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from asking import contents
from conftest import ROOT

from searcher import Article, IndexLocked, build_index, edit_index

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
