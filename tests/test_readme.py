"""The documents of the root, and the pages of `searcher help`: all they show is run, every path they name is there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ("README.md", "searcher/cli/pages/examples.md", "searcher/cli/pages/library.md")
_BLOCK = r"^```{language}\n(.*?)^```$"


def blocks(language: str) -> list[str]:
    """The fenced blocks of the README and the pages in one language."""
    shown = "\n".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
    return re.findall(_BLOCK.format(language=language), shown, re.DOTALL | re.MULTILINE)


def run(arguments: list[str], folder: Path) -> str:
    """What a command prints, in a folder with the sample corpus. 1 is the exit code of a search that finds nothing."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a new user's, with the sample corpus and its index."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    run(["searcher", "index", "--quiet"], folder)
    return folder


def test_the_first_screen_says_what_it_is_what_it_finds_and_how_to_run_it() -> None:
    """Who opens a repository decides before scrolling; a terminal has 80 columns, and few have more than 40 lines."""
    lines = README.splitlines()
    assert max(map(len, lines)) <= 80
    screen = "\n".join(lines[:40])
    for part in ("```console\n$ searcher search", "searcher index", "-m pytest", "French news"):
        assert part in screen


def test_searches_print_what_the_readme_shows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who types what is shown must see what is shown, but for the time it takes."""
    monkeypatch.delenv("SEARCHER_INDEX", raising=False)
    sessions = [
        session for block in blocks("console") for session in re.split(r"^\$ ", block, flags=re.MULTILINE)
    ]
    shown = [session.split("\n", 1) for session in sessions if session]
    assert shown
    for command, output in shown:
        printed = run(shlex.split(command), folder)
        assert re.sub(r"\d+ ms", "0 ms", printed) == re.sub(r"\d+ ms", "0 ms", output), command


def test_the_library_example_of_the_readme_runs(folder: Path) -> None:
    """It is what people copy first."""
    (example,) = blocks("python")
    (folder / "example.py").write_text(example, encoding="utf-8")
    printed = subprocess.run(
        [sys.executable, "example.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    ).stdout
    # Above it what is skipped, where a library that a format needs is not installed.
    assert re.search(r"^[1-9]\d* articles in 0\.\d{3} s\n1\. ", printed, re.MULTILINE)
    assert "«code du travail»" in printed.lower()


def test_the_two_commands_are_the_first_two_blocks() -> None:
    """Continuous integration runs the first two blocks of shell as a new user would."""
    first, second = blocks("sh")
    for part in ("venv", "searcher index", "searcher search"):
        assert part in first
    assert "pytest" in second


@pytest.mark.parametrize(
    "document", [*PAGES, "ARCHITECTURE.md", "CHANGELOG.md", "corpus/README.md", "index/README.md"]
)
def test_documents_name_only_what_exists(document: str) -> None:
    """A map with dead paths is worse than none."""
    text = (ROOT / document).read_text(encoding="utf-8")
    here = (ROOT / document).parent
    links = [link for link in re.findall(r"\]\(([^)#:]+)\)", text) if not link.startswith("http")]
    assert all((here / link).exists() for link in links), links
    paths = re.findall(r"`((?:searcher|tests|benchmarks|tools)/[\w./-]*)`", text)
    assert all((ROOT / path).exists() for path in paths), [
        path for path in paths if not (ROOT / path).exists()
    ]


def test_modules_named_in_the_map_are_in_the_folder_of_their_heading() -> None:
    """Under each heading of a folder, `name.py` is a module of that folder."""
    architecture = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    sections = re.findall(r"^### `(searcher/\w+/)`.*?\n(.*?)(?=^##)", architecture, re.DOTALL | re.MULTILINE)
    assert sections
    for heading, section in sections:
        for module in re.findall(r"`(\w+\.py)`", section):
            assert (ROOT / heading / module).exists(), f"{heading}{module}"
