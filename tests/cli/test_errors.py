"""Every error of the command line: what it says, what it advises, and how it ends."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from cli.conftest import Run

from searcher.article import Article
from searcher.cli import search as search_module
from searcher.index import Segment
from searcher.index.commits import read_commit, write_commit
from searcher.index.locking import locked
from searcher.index.writing import build_index

Prepare = Callable[[Path, ExitStack], object]  # given the copy of the index, and what ends with the test


def _outdate(index: Path, _: ExitStack) -> None:
    write_commit(index, replace(read_commit(index, 1), number=2, analysis="0-old"))


def _damage(index: Path, _: ExitStack) -> None:
    for path in (index / "segments").glob("*.lexicon"):
        path.write_bytes(path.read_bytes()[:-1])


def _flip(index: Path, _: ExitStack) -> None:
    for path in (index / "segments").glob("*.articles"):
        data = bytearray(path.read_bytes())
        data[len(data) // 3] ^= 1
        path.write_bytes(data)


def _damage_newest(index: Path, _: ExitStack) -> None:
    write_commit(index, replace(read_commit(index, 1), number=2))
    (index / "commit-00000002.json").write_bytes(b"{}")


def _lock(index: Path, ends: ExitStack) -> None:
    ends.enter_context(locked(index))


def _fill(_: Path, ends: ExitStack) -> None:
    """The disk is full."""

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    ends.enter_context(pytest.MonkeyPatch.context()).setattr(os, "fsync", refuse)


def _link_lock(index: Path, _: ExitStack) -> None:
    (index / "lock").unlink()
    (index / "lock").symlink_to("../un.txt")


def _nothing(index: Path, _: ExitStack) -> None:
    pass


class Case(NamedTuple):
    """A command that fails. `{tmp}` stands for a folder with the copy of an index in `index`."""

    command: str
    error: str
    hint: str
    prepare: Prepare = _nothing


CASES = [
    # Indexes.
    Case("search x --index {tmp}/none", "{tmp}/none: no index here", "Build one with: searcher index SOURCE"),
    Case("status --index {tmp}/none", "{tmp}/none: no index here", "Build one with: searcher index SOURCE"),
    Case("verify --index {tmp}/none", "{tmp}/none: no index here", "Build one with: searcher index SOURCE"),
    Case("show x --index {tmp}/none", "{tmp}/none: no index here", "Build one with: searcher index SOURCE"),
    Case(
        "search x --index {tmp}/index",
        "built by analysis 0-old",
        "with: searcher index SOURCE --index",
        _outdate,
    ),
    Case("search x --index {tmp}/index", ".lexicon", "searcher index --rebuild", _damage),
    Case("verify --index {tmp}/index", ".articles", "searcher index --rebuild", _flip),
    Case("verify --index {tmp}/index", "commit-00000002.json", "searcher index --rebuild", _damage_newest),
    Case("index {tmp}/un.txt --index {tmp}/index", "being written by process", "Wait until", _lock),
    Case("index {tmp}/un.txt --index {tmp}/index --wait 0.1", "being written by process", "--wait", _lock),
    Case("search x --index {tmp}/un.txt", "is a file", "searcher search --help"),
    # Articles.
    Case(
        "index {tmp}/none",
        "{tmp}/none",
        "Give a folder, or a file of one of the formats in corpus/README.md, that you may read.",
    ),
    Case("index {tmp}/un.pdf", "{tmp}/un.pdf", "Give"),
    Case(
        "index {tmp}/empty --index {tmp}/index", "no article was found", "Give a folder that holds articles"
    ),
    Case("index {tmp}/empty --index {tmp}/none", "no article was found", "Give a folder that holds articles"),
    Case(
        "index {tmp}/empty --index {tmp}/index --rebuild", "no article was found", "Give a folder that holds"
    ),
    Case("index {tmp}/empty --index {tmp}/index --dry-run", "no article was found", "--allow-empty"),
    Case("index {tmp}/un.txt --index {tmp}/un.txt/sub", "Not a directory", "Name another folder"),
    Case(
        "index {tmp}/un.txt --index {tmp}/index",
        "No space left on device; the index is as it was",
        "Make room",
        _fill,
    ),
    Case("index {tmp}/un.txt --index {tmp}/index", "/lock: is a link", "Check the disk", _link_lock),
    Case("index {tmp}/un.txt --skipped {tmp}/none/x", "{tmp}/none/x", "searcher index --help"),
    Case("show nope --index {tmp}/index", "no article has the key 'nope'", "searcher search QUERY"),
    Case(
        "index {tmp}/un.txt --index {tmp}/x --largest-article 0.00001",
        "no article was found",
        "Give a folder",
    ),
    Case(
        "index {tmp}/un.txt --index {tmp}/x --largest-file 0.00001", "no article was found", "Give a folder"
    ),
    # Misuse.
    Case("index --wait -1", "-1.0 is not in the range", "searcher index --help"),
    Case("compact --wait -1", "-1.0 is not in the range", "searcher compact --help"),
    Case("index --largest-article 0", "0.0 is not in the range", "searcher index --help"),
    Case("index --largest-article 1000", "1000.0 is not in the range", "searcher index --help"),
    Case("index --largest-file 0", "0.0 is not in the range", "searcher index --help"),
    Case("serch x", "No such command 'serch'. Did you mean 'search'?", "searcher --help"),
    Case("zorgs x", "No such command 'zorgs'.", "searcher --help"),
    Case(
        "search", "Missing argument 'QUERY...'. Type what to look for; or narrow (--source", "search --help"
    ),
    Case("search --json --sort -date", "Missing argument 'QUERY...'", "searcher search --help"),
    Case("search  ", "Missing argument 'QUERY...'", "searcher search --help"),
    Case("search --source", "'--source' requires an argument", "searcher search --help"),
    Case("search x --limt 3", "No such option", "searcher search --help"),
    Case("search x --limit -1", "-1 is not in the range", "searcher search --help"),
    Case("search x --limit dix", "'dix' is not a valid integer", "searcher search --help"),
    Case("search x --words 0", "0 is not in the range", "searcher search --help"),
    Case("search x --today hier", "'hier' does not match the format", "searcher search --help"),
    Case("search x --marks «", "'--marks' requires 2 arguments", "searcher search --help"),
    Case("search x --json --csv", "--json and --csv are forms of one output", "searcher search --help"),
    Case("search x --jsonl -0", "--jsonl and -0 are forms of one output", "searcher search --help"),
    Case("search x --count -n 3", "--limit does not go with --count", "searcher search --help"),
    Case("search x --csv --marks < >", "--marks does not go with --csv", "searcher search --help"),
    Case("search x --files --words 3", "--words does not go with --files", "searcher search --help"),
    Case("search x --jsonl --why 1", "--why does not go with --jsonl", "searcher search --help"),
    Case("search x --words 3 --context 1", "--words does not go with --context", "searcher search --help"),
    Case(
        "search x --passages 3 --all-passages", "--passages does not go with --all", "searcher search --help"
    ),
    Case(
        "search x --template {{nom}} --index {tmp}/index",
        "there is no field 'nom': there are query, rank, key, title, published,",
        "searcher search --help",
    ),
    Case(
        "search x --template {{title --index {tmp}/index", "braces that stand for", "searcher search --help"
    ),
    Case("search x --queries {tmp}/un.txt", "type none besides", "searcher search --help"),
    Case("search --queries {tmp}/none", "{tmp}/none", "searcher search --help"),
    Case("search --queries {tmp}/remarks.txt", "remarks.txt holds no query", "searcher search --help"),
    Case(
        "search --queries {tmp}/latin.txt", "latin.txt is not UTF-8: see its line 2", "searcher search --help"
    ),
    Case(
        "search --queries {tmp}/un.txt --why 1", "--why does not go with --queries", "searcher search --help"
    ),
    Case("show", "Missing argument 'KEY', or -n", "searcher show --help"),
    Case("show -n 1 --index {tmp}/index", "no query in {tmp}/index is remembered", "--query QUERY -n 3"),
    Case("show --next --index {tmp}/index", "no query in {tmp}/index is remembered", "--query QUERY -n 3"),
    Case("show x --next", "go with nothing else", "searcher show --help"),
    Case("show x --query y --next", "go with nothing else", "searcher show --help"),
    Case("analyze", "Missing argument 'TEXT...'", "searcher analyze --help"),
    Case(
        "help recherche",
        "there is no help on 'recherche': there is on query, outputs, examples, library, index,",
        "searcher help --help",
    ),
    Case("help search --json", "--json is for two pages", "searcher help --help"),
]


@pytest.fixture
def folder(tmp_path: Path, shared_index: Path) -> Path:
    shutil.copytree(shared_index, tmp_path / "index")
    (tmp_path / "un.txt").write_text("Le muguet est en retard.", encoding="utf-8")
    (tmp_path / "remarks.txt").write_text("# veille\n\n  \n", encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes("un\npéché\n".encode("latin-1"))
    (tmp_path / "un.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.fixture
def ends() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.command} {case.prepare.__name__}")
def test_each_error_says_what_is_wrong_and_what_to_do(
    case: Case, run: Run, folder: Path, ends: ExitStack
) -> None:
    """A traceback tells the author something; whoever meets the error needs a sentence and a next step."""
    case.prepare(folder / "index", ends)
    outcome = run(*case.command.format(tmp=folder).split(" "))
    assert outcome.code == 2
    assert outcome.out == ""
    error, hint = outcome.err.splitlines()[-2:]
    assert error.startswith("error: ")
    assert case.error.format(tmp=folder) in error
    assert hint.startswith("hint: ")
    assert case.hint in hint
    assert "Traceback" not in outcome.err


def test_a_failed_build_leaves_the_index_as_it_was(run: Run, folder: Path) -> None:
    """The old index serves until the new one is whole, and if there is none."""
    before = sorted(path.name for path in (folder / "index" / "segments").iterdir())
    assert run("index", folder / "empty", "--index", folder / "index").code == 2
    assert sorted(path.name for path in (folder / "index" / "segments").iterdir()) == before
    assert run("search", "astana", "--index", folder / "index").code == 0


def test_a_damaged_commit_is_one_line_of_warning_where_an_older_one_serves(
    run: Run, folder: Path, ends: ExitStack
) -> None:
    """The answer is right, if old: it is given, and whoever reads it is told."""
    _damage_newest(folder / "index", ends)
    outcome = run("search", "astana", "--index", folder / "index")
    assert outcome.code == 0
    (line,) = outcome.err.splitlines()
    assert line.startswith("warning: ")
    assert "commit 1 serves instead" in line


@pytest.mark.parametrize("kind", ["articles", "positions", "lexicon"])
def test_damage_that_is_met_in_the_middle_of_a_search_is_named(run: Run, tmp_path: Path, kind: str) -> None:
    """Opening reads little of a large index: a page that was altered is met when it is needed, and never used."""
    random = Random(1)
    words = [f"mot{random.randrange(10**9)}" for _ in range(160_000)]
    build_index(tmp_path / "index", [Article(key=str(n), body=" ".join(words[n::4])) for n in range(4)])
    (path,) = (tmp_path / "index" / "segments").glob(f"*.{kind}")
    data = bytearray(path.read_bytes())
    for at in range(
        1 << 16, len(data) - (1 << 17), 1 << 16
    ):  # the first and the last pages are read at opening
        data[at] ^= 1
    assert data != path.read_bytes()
    path.write_bytes(data)
    assert run("search", "introuvable", "--index", tmp_path / "index").code in (
        (2,) if kind == "lexicon" else (1,)
    )
    outcome = run("search", f'"{words[30_000]} {words[30_004]}"', "--index", tmp_path / "index")
    assert (outcome.code, outcome.out) == (2, "")
    error, hint = outcome.err.splitlines()
    assert error.startswith(f"error: {path}: the 64 KB from byte ")
    assert hint == "hint: Check the disk, then rebuild the index with: searcher index --rebuild"


def test_errors_cannot_command_the_terminal(run: Run, folder: Path) -> None:
    """A key that someone was made to copy is printed back in the message."""
    outcome = run("show", "a\x1b[2Jb\u202e", "--index", folder / "index")
    assert outcome.code == 2
    assert "\x1b" not in outcome.err
    assert "\u202e" not in outcome.err


def test_a_mistake_of_ours_is_not_taken_for_an_empty_answer(
    run: Run, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python ends with 1 after an exception, which is our code for nothing found."""

    def fail(*_: object) -> Segment:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(search_module, "open_index", fail)
    outcome = run("search", "astana")
    assert outcome.code == 2
    assert "RuntimeError: a mistake" in outcome.err
    assert outcome.err.splitlines()[-1].startswith("hint: This is a mistake of searcher: report it")


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    """Whoever types the bare name wants to know what there is."""
    outcome = run()
    assert outcome.code == 2
    assert "Commands:" in outcome.err
