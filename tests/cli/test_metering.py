"""Who waits on a terminal sees how far it has come; nobody else is told."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest
from cli.conftest import command_line, environment, read_terminal

from searcher import edit_index, open_index
from searcher.article import Article
from searcher.cli.metering import describe_bytes


def errors_on_terminal(*arguments: object) -> str:
    """What a command shows where its errors go, which is a terminal here."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        command_line(*arguments), stdout=subprocess.DEVNULL, stderr=its, env=environment(COLUMNS="100")
    )
    os.close(its)
    shown = read_terminal(ours)
    assert process.wait() == 0
    return shown


@pytest.fixture
def grown(shared_index: Path, tmp_path: Path) -> Path:
    """An index of two segments."""
    folder = tmp_path / "grown"
    shutil.copytree(shared_index, folder)
    with edit_index(folder) as writer:
        writer.put(Article(key="b", body="Un autre."))
    return folder


def test_checking_and_merging_show_a_bar_on_a_terminal_alone(grown: Path) -> None:
    """It goes when the work is done, and leaves what the command says."""
    assert "checking · " in errors_on_terminal("verify", "--index", grown)
    assert "merging · " in errors_on_terminal("compact", "--index", grown)
    with open_index(grown) as index:
        assert index.status().segments == 1
    for command in ("verify", "compact"):
        told = subprocess.run(
            command_line(command, "--index", grown),
            capture_output=True,
            text=True,
            check=True,
            env=environment(),
        )
        assert told.stderr == ""


def test_what_is_checked_adds_up_to_the_index(grown: Path) -> None:
    """The bar ends where the work does."""
    checked: list[int] = []
    with open_index(grown) as index:
        index.verify(checked.append)
        sizes = [path.stat().st_size for path in (grown / "segments").iterdir()]
        # But for the few bytes at the end of each file that its checksums are checked by.
        assert sum(sizes) - 8 * len(sizes) <= sum(checked) <= sum(sizes)


@pytest.mark.parametrize(
    ("done", "seconds", "said"),
    [
        (0, 5.0, "0.0 of 2,000.0 MB"),
        (500_000_000, 10.0, "500.0 of 2,000.0 MB · 50.0 MB/s · 0:30 left"),
        (500_000, 60.0, "0.5 of 2,000.0 MB · 0.0 MB/s · 3999:00 left"),
        (2_000_000_000, 10.0, "2,000.0 of 2,000.0 MB · 200.0 MB/s · 0:00 left"),
    ],
)
def test_remaining_time_follows_from_the_speed_so_far(done: int, seconds: float, said: str) -> None:
    """In minutes and seconds; nothing is foretold before anything is done."""
    assert describe_bytes(done, 2_000_000_000, seconds) == said
