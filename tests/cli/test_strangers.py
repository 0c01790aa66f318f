"""Strangers: whatever an index, a corpus or the name of a folder holds, it commands no terminal."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.conftest import Outcome, Run, run_on_terminal

from searcher.article import Article
from searcher.index.writing import build_index

# Clears the screen, sets the title, rings, turns the order of letters; then C1 controls, ends of lines, and the rest.
HOSTILE = "\x1b[2J\x1b]0;titre\x07\u202e\x9b31m\x90\x85\u2028\rmot\x00\x7f"
ARTICLE = Article(
    key="clé",
    title=f"Titre {HOSTILE}",
    body=f"Corps {HOSTILE} du texte {HOSTILE}",
    source=f"Source {HOSTILE}",
    agency=f"Agence {HOSTILE}",
    place=f"Lieu {HOSTILE}",
    author=f"Auteur {HOSTILE}",
    language=f"fr{HOSTILE}",
    url=f"https://{HOSTILE}",
    path=f"dossier/{HOSTILE}",
    encoding=f"utf-8{HOSTILE}",
    extra={f"nom {HOSTILE}": [f"valeur {HOSTILE}", {HOSTILE: HOSTILE}]},
)


def harmless(text: str) -> bool:
    """Nothing in it but what is seen, blanks and ends of lines."""
    return all(letter.isprintable() or letter in "\n\xa0\u202f" for letter in text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build_index(tmp_path / "index", [ARTICLE])
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "search corps",
        "search corps --why 1",
        "search corps --json",
        "show clé",
        "show clé --json",
        "status",
        "verify",
    ],
)
def test_what_is_shown_of_an_article_commands_no_terminal(folder: Path, command: str) -> None:
    """Titles and metadata come from anywhere; colours are switched off, so that each escape would be theirs."""
    outcome = run_on_terminal(*command.split(), "--index", folder / "index", NO_COLOR="1", TERM="dumb")
    assert (outcome.code, outcome.err) == (0, "")
    assert harmless(outcome.out)


@pytest.mark.parametrize("command", ["search corps", "search corps --why 1", "show clé --json", "status"])
def test_nor_does_what_goes_through_a_pipe(folder: Path, run: Run, command: str) -> None:
    """At the other end of a pipe there is often a terminal; only `show` gives a body as it is stored, and says so."""
    outcome = run(*command.split(), "--index", folder / "index")
    assert outcome.code == 0
    assert harmless(outcome.out)


def test_nor_do_names_of_files_and_reasons_for_skipping_them(tmp_path: Path, run: Run) -> None:
    """Whoever sends an archive chooses the names in it, and the keys."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    name = HOSTILE.replace("\0", "").replace("/", "")
    (corpus / f"a{name}.txt").write_bytes(b"")
    (corpus / "b.jsonl").write_text('{"id": "\\u001b[2J", "text": "Le texte."}\n' * 2)
    (corpus / "c.txt").write_text("Un texte.", encoding="utf-8")
    outcome = run("index", corpus, "--index", tmp_path / "index", "--skipped", tmp_path / "skipped.txt")
    assert outcome.code == 0
    assert "skipped:" in outcome.err
    assert harmless(outcome.err)
    assert harmless((tmp_path / "skipped.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("damage", ["missing", "commit", "segment", "lock"])
def test_nor_do_errors_and_their_hints(tmp_path: Path, run: Run, damage: str) -> None:
    """They name the folder, which may have been unpacked from anywhere."""
    folder = tmp_path / HOSTILE.replace("\0", "")
    ways: dict[str, Callable[[], object]] = {
        "missing": lambda: shutil.rmtree(folder),
        "commit": lambda: (folder / "commit-00000001.json").write_bytes(b"{}"),
        "segment": lambda: (folder / "segments" / "00000000.lexicon").unlink(),
        "lock": lambda: ((folder / "lock").unlink(), (folder / "lock").mkdir()),
    }
    build_index(folder, [ARTICLE])
    ways[damage]()
    (tmp_path / "a.txt").write_text("Un texte.", encoding="utf-8")
    arguments = ("index", tmp_path / "a.txt") if damage == "lock" else ("search", "corps")
    outcome: Outcome = run(*arguments, "--index", folder)
    assert outcome.code == 2
    assert "hint: " in outcome.err
    assert harmless(outcome.err)
