"""What the tests of the command line share: a small corpus, its index, and a way to run a command."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from searcher.article import Article, PartialDate
from searcher.cli import main
from searcher.index.writing import build_index

ROOT = Path(__file__).parents[2]

ARTICLES = [
    Article(
        key="astana.txt",
        title="Pékin et Astana doublent leurs échanges",
        body="Le sommet d’Astana a commencé jeudi. Il finit vendredi.",
        published=PartialDate(2024, 7, 4),
        source="PRNewswire",
        place="Pékin",
        path="astana.txt",
    ),
    Article(
        key="2024-0410",
        title="Une faille [/bold] \x1b[31m",
        body="Un \x1b[31m sommet\x1b[0m de ruse, [sic], à Astana aussi.",
        published=PartialDate(2024, 6),
        path="agence.jsonl",
    ),
    Article(key="2019-erratum", body="Le muguet est en retard.", published=PartialDate(2019)),
]


class Outcome(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture(scope="session")
def shared_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "index"
    build_index(folder, ARTICLES)
    return folder


@pytest.fixture
def index(shared_index: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """An index that is found without naming it, and must be left as it is."""
    if "run" in request.fixturenames:
        request.getfixturevalue("run")  # which forgets it: first things first
    monkeypatch.setenv("SEARCHER_INDEX", str(shared_index))
    return shared_index


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in this process, in a folder of its own, since some use what is around them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SEARCHER_INDEX", raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Outcome(code, out, without_note(err))

    return run


def without_note(err: str) -> str:
    """Standard error but for the note about slow kernels, which depends on how the tests are run."""
    return "".join(
        line for line in err.splitlines(keepends=True) if not line.startswith("note: kernels are interpreted")
    )


def environment(**changes: str) -> dict[str, str]:
    """The environment of a process of its own: this one's, without what changes the output."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "TERM")}
    return {**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "80", **changes}


def command_line(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "searcher", *map(str, arguments)]


def read_terminal(ours: int) -> str:
    """All that a terminal shows until those who write on it have closed it; closes it on this side, too."""
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the terminal is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    return shown.decode()


def run_on_terminal(*arguments: object, typed: bool = True, told: bool = False, **changes: str) -> Outcome:
    """Run a command in a process of its own, with a terminal as its output, as its input if someone may type, and for
    what it tells besides."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        command_line(*arguments),
        stdin=its if typed else subprocess.DEVNULL,
        stdout=its,
        stderr=its if told else subprocess.PIPE,
        env=environment(**changes),
    )
    os.close(its)
    shown = read_terminal(ours)
    err = (process.communicate()[1] or b"").decode()
    return Outcome(process.returncode, shown.replace("\r\n", "\n"), without_note(err))
