"""Shells complete what is typed: the real ones, with the script that we print."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.conftest import Run, environment

from searcher.cli.completing import complete, read_line
from searcher.cli.starting import VARIABLE

SHELLS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
LOAD = {"bash": 'eval "$(searcher completion bash)"', "zsh": 'eval "$(searcher completion zsh)"'}
PATIENCE = 30  # seconds, for a busy machine


def ways(line: str) -> list[str]:
    return [value for value, _ in complete(read_line(line)).values]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("searcher se", ["search"]),
        ("searcher help se", ["search"]),
        ("searcher search --of", ["--offset"]),
        ("searcher completion z", ["zsh"]),
        # Words of a query, between quotes and without, behind a field, an apostrophe, a parenthesis.
        ("searcher search som", ["sommet"]),
        ('searcher search "Astana som', ["Astana sommet"]),
        ("searcher search 'titre:ech", ["titre:echanges"]),
        ("searcher search \"d'Ast", ["d'Astana"]),
        ('searcher search "(vend', ["(vendredi"]),
        ('searcher search "SAU', ["SAUF"]),
        ("searcher search --recent som", ["sommet"]),
        ("searcher search -n 3 som", ["sommet"]),
        # Fields, and their values.
        ("searcher search sour", ["source:"]),
        ("searcher search source:", ["source:PRNewswire"]),
        ('searcher search "muguet source:pr', ["muguet source:PRNewswire"]),
        ("searcher search 'lieu:\"pek", ['lieu:"Pékin"']),
        ("searcher search place:P", ["place:Pékin"]),
        ("searcher search --source ", ["PRNewswire"]),
        ("searcher search crue --place p", ["Pékin"]),
        ("searcher search --author ", []),
        ("searcher facets titre:ech", ["titre:echanges"]),
        ("searcher show 2", ["2019-erratum", "2024-0410"]),
        ("searcher search ", []),
        ("searcher search zzz", []),
    ],
)
def test_what_is_typed_goes_on(index: Path, line: str, expected: list[str]) -> None:
    """Everything that begins so, and nothing else."""
    assert ways(line) == expected


def test_an_index_is_the_one_that_the_line_names(shared_index: Path, run: Run) -> None:
    """Who has several indexes sees the words of the one that is searched."""
    assert ways(f"searcher search --index {shared_index} som") == ["sommet"]
    assert ways(f"searcher search --index={shared_index} som") == ["sommet"]


def test_completing_loads_no_command(index: Path) -> None:
    """A shell waits for it at each touch of the tabulator."""
    program = "from searcher.cli import main\nmain()\nimport sys\nprint('LOADED', *sys.modules)"
    listed = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=environment(
            **{VARIABLE: "fish"}, COMP_LINE='searcher search "titre:som', SEARCHER_INDEX=str(index)
        ),
    ).stdout
    assert listed.startswith("nospace\ntitre:sommet\t2 articles\nLOADED")
    assert not {"click", "rich", "whoosh", "searcher.search"} & set(listed.split())


@pytest.mark.parametrize("shell", SHELLS)
def test_a_completion_that_fails_says_nothing(shell: str, tmp_path: Path) -> None:
    """A shell would put an error into the line that is typed."""
    told = subprocess.run(
        [sys.executable, "-m", "searcher"],
        capture_output=True,
        text=True,
        check=True,
        env=environment(
            **{VARIABLE: shell}, COMP_LINE="searcher search som", SEARCHER_INDEX=str(tmp_path / "no")
        ),
    )
    assert (told.stdout, told.stderr) == ("", "")


class Terminal:
    """A shell on a terminal of its own, in which someone types."""

    def __init__(self, shell: str, folder: Path, index: Path) -> None:
        program = folder / "searcher"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m searcher "$@"\n')
        program.chmod(0o755)
        self._ours, self._its = pty.openpty()
        # Who leads a session and opens a terminal has it as its own, as shells need for what they read of keys.
        terminal = os.ttyname(self._its)
        self._process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" <{terminal} >{terminal} 2>&1', "sh", *SHELLS[shell]],
            start_new_session=True,
            cwd=folder,
            env=environment(
                PATH=f"{folder}:{os.environ['PATH']}",
                SEARCHER_INDEX=str(index),
                HOME=str(folder),
                LC_ALL="C.UTF-8",
                TERM="dumb" if shell != "fish" else "xterm",
                COLUMNS="150",
            ),
        )

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def read_until(self, wanted: str) -> str:
        """What is shown until it holds a text."""
        shown, end = "", time.monotonic() + PATIENCE
        while wanted not in shown and time.monotonic() < end:
            if select.select([self._ours], [], [], 0.2)[0]:
                shown += os.read(self._ours, 65536).decode(errors="replace")
        return shown

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)
        os.close(self._its)


@pytest.mark.parametrize("shell", SHELLS)
def test_real_shells_complete_a_word_between_quotes(shell: str, shared_index: Path, tmp_path: Path) -> None:
    """What is tried is what a reader of `searcher completion --help` types, and a touch of the tabulator."""
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    terminal = Terminal(shell, tmp_path, shared_index)
    try:
        terminal.type(LOAD.get(shell, "searcher completion fish | source") + "; echo rea''dy\n")
        assert "ready" in terminal.read_until("ready")
        terminal.type('echo searcher >/dev/null; searcher search "Astana titre:ech\t')
        assert "titre:echanges" in terminal.read_until("titre:echanges")
    finally:
        terminal.close()
