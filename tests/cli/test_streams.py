"""Terminals, pipes and signals: the command line among other programs."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
from cli.conftest import command_line, environment, run_on_terminal, without_note

from searcher.article import Article
from searcher.cli import main, running
from searcher.index.writing import build_index
from searcher.library import open_index

ESCAPE = "\x1b"


def test_on_a_terminal_what_matches_is_coloured(index: Path) -> None:
    """Seeing at once why an article was found is half of searching."""
    outcome = run_on_terminal("search", "muguet")
    assert outcome.code == 0
    assert f"Le {ESCAPE}[1;91mmuguet{ESCAPE}[0m est en retard." in outcome.out


def test_no_color_is_obeyed(index: Path) -> None:
    """It forbids colours, and leaves bold and underlined letters."""
    shown = run_on_terminal("search", "muguet", NO_COLOR="1").out
    assert f"Le {ESCAPE}[1;4mmuguet{ESCAPE}[0m est en retard." in shown
    assert "91m" not in shown


def test_a_dumb_terminal_gets_letters_alone(index: Path) -> None:
    """Editors run commands in windows that show escape sequences as they are."""
    shown = run_on_terminal("search", "muguet", TERM="dumb", COLUMNS="30").out
    assert "Le muguet est en retard." in shown
    assert ESCAPE not in shown
    assert max(map(len, shown.splitlines())) <= 30


@pytest.mark.parametrize("arguments", [("search", "ruse"), ("show", "2024-0410"), ("analyze", "\x1b[2J x")])
def test_no_escape_sequence_of_an_article_reaches_a_terminal(index: Path, arguments: tuple[str, ...]) -> None:
    """Everything that begins with ESC on a terminal is ours: bold, dim, a colour, or their end."""
    shown = run_on_terminal(*arguments).out
    for ours in ("[0m", "[1m", "[2m", "[1;91m"):
        shown = shown.replace(ESCAPE + ours, "")
    assert ESCAPE not in shown


def test_what_is_told_to_a_terminal_ends_its_lines_between_words(index: Path, tmp_path: Path) -> None:
    """A terminal breaks lines anywhere; but a command that is to be copied must stay in one piece."""
    query = "climat PROCHE/5 source:AFP"
    said = (
        "warning: « PROCHE/5 » ne rapproche que des mots, des suites de mots ou des « OU » entre eux : "
        "lu comme « ET »"
    )
    folded = run_on_terminal("search", "--count", query, told=True, COLUMNS="40").out
    warning = folded.rpartition("\n0")[0]
    assert max(map(len, warning.splitlines())) <= 40
    assert all(line.startswith("  ") for line in warning.splitlines()[1:])
    assert " ".join(warning.split()) == said
    assert run_on_terminal("search", "--count", query, COLUMNS="40").err == f"{said}\n"
    missing = run_on_terminal("status", "--index", tmp_path, told=True, COLUMNS="40").out
    assert f"\n  searcher index SOURCE --index {tmp_path}\n" in missing


def test_marks_give_plain_text_on_a_terminal_too(index: Path) -> None:
    """Who asks for marks wants to see those."""
    shown = run_on_terminal("search", "muguet", "--marks", "<", ">").out
    assert "Le <muguet> est en retard." in shown
    assert ESCAPE not in shown


def test_a_reader_that_goes_away_ends_the_command_quietly(tmp_path: Path) -> None:
    """`searcher search x | head -1` is how people look at the first line."""
    build_index(
        tmp_path, [Article(key=str(number), body="Le muguet est en retard. " * 40) for number in range(300)]
    )
    process = subprocess.Popen(
        command_line("search", "muguet", "-n", 300, "--index", tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert without_note(process.stderr.read().decode()) == ""
    process.stderr.close()
    assert process.wait() == 0


def test_an_interrupted_build_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    """Ctrl-C is how one stops a build that takes too long, and no reason to be without an index."""
    build_index(tmp_path / "index", [Article(key="un", body="Le muguet.")])
    lines = (json.dumps({"id": str(number), "text": f"Mot{number} " * 50}) for number in range(100_000))
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines), encoding="utf-8")
    process = subprocess.Popen(
        command_line("index", tmp_path / "corpus.jsonl", "--index", tmp_path / "index"),
        stderr=subprocess.PIPE,
        env=environment(),
        # A shell lets what it runs in the background ignore this signal, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    lock = tmp_path / "index" / "lock"
    while not lock.read_bytes():  # nobody holds it yet
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    err = process.communicate()[1].decode()
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "Error" not in err
    with open_index(tmp_path / "index") as index:
        assert [hit.article.key for hit in index.search("muguet")] == ["un"]
    assert not [
        path for path in (tmp_path / "index" / "segments").iterdir() if not path.name.startswith("00000000")
    ]


def test_interpreted_kernels_work_and_are_told(index: Path) -> None:
    """Without a compiler all is slower and nothing is different, and nobody should wonder why."""
    runs = [
        subprocess.run(
            command_line("search", "muguet", "--json"),
            capture_output=True,
            text=True,
            check=True,
            env=environment(SEARCHER_PURE=pure),
        )
        for pure in ("0", "1")
    ]
    compiled, interpreted = (json.loads(one.stdout) for one in runs)
    del compiled["seconds"], interpreted["seconds"]
    assert compiled == interpreted
    assert runs[1].stderr == "note: kernels are interpreted (slow: SEARCHER_PURE is 1)\n"


def test_output_that_is_closed_is_no_error(index: Path) -> None:
    """Some programs that call others close what they do not read."""
    finished = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *command_line("search", "muguet")],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    assert finished.returncode == 0
    assert without_note(finished.stderr) == ""


def test_an_interruption_while_a_command_is_loaded_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C means that nobody wants to read more."""

    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "run", interrupt)
    assert main(["search", "muguet"]) == 130


def test_letters_that_an_output_lacks_do_not_keep_the_others_away(index: Path) -> None:
    """Not every terminal is of this century."""
    finished = subprocess.run(
        command_line("search", "2024-0410 OU échange", "-n", 1),
        capture_output=True,
        check=True,
        env=environment(PYTHONIOENCODING="latin-1"),
    )
    shown = finished.stdout.decode("latin-1")
    assert "Pékin et Astana doublent leurs échanges" in shown
    assert "sommet d?Astana" in shown
    assert without_note(finished.stderr.decode()) == ""
