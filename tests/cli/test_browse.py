"""`searcher` alone on a terminal is a search as one types; elsewhere, or without Textual, it is the help."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from pathlib import Path

import pytest
from cli.conftest import Run, command_line, environment, run_on_terminal

from searcher.cli import screen

PATIENCE = 30  # seconds, for a busy machine


def test_elsewhere_than_on_a_terminal_it_is_refused_with_what_to_do(
    run: Run, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script that calls it must not wait for keys that nobody presses."""
    monkeypatch.setattr(screen, "is_installed", lambda: True)
    monkeypatch.setattr("searcher.cli.browse.is_installed", lambda: True)
    outcome = run("browse", "crue")
    assert outcome.code == 2
    assert outcome.err == (
        "error: this is no terminal\nhint: Use it on one; elsewhere: searcher search QUERY\n"
    )


def test_without_textual_it_says_what_to_install(
    run: Run, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an extra: who never browses need not have it."""
    monkeypatch.setattr("searcher.cli.browse.is_installed", lambda: False)
    outcome = run("browse")
    assert outcome.code == 2
    assert outcome.err.endswith("hint: Install it with: pip install 'searcher[interactive]'\n")


def test_alone_without_a_terminal_it_is_the_help(run: Run) -> None:
    """As it was before there was anything to browse."""
    outcome = run()
    assert (outcome.code, outcome.out) == (2, "")
    assert "Commands:" in outcome.err


def test_alone_on_half_a_terminal_it_is_the_help(index: Path) -> None:
    """Output alone is not someone who types."""
    outcome = run_on_terminal(typed=False, SEARCHER_INDEX=str(index))
    assert outcome.code == 2
    assert "Commands:" in outcome.err


@pytest.mark.skipif(not screen.is_installed(), reason="the extra `interactive` is not installed")
@pytest.mark.parametrize("arguments", [(), ("browse", "sommet")])
def test_on_a_terminal_one_types_and_leaves_with_a_command(index: Path, arguments: tuple[str, ...]) -> None:
    """The whole of it, in a terminal of its own: what is left there is what finds the same."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        command_line(*arguments),
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
        env=environment(TERM="xterm-256color", SEARCHER_INDEX=str(index), COLUMNS="80", LINES="24"),
    )
    try:
        shown = _read_until(ours, "sommet" if arguments else "Tous les articles")
        if not arguments:
            os.write(ours, b"sommet")
            shown += _read_until(ours, "2 articles")
        os.write(ours, b"\x11")  # Ctrl-Q
        shown += _read_until(ours, "searcher search")
        assert f"searcher search --index {index} sommet" in shown
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        os.close(its)
        os.close(ours)


def _read_until(terminal: int, wanted: str) -> str:
    shown, end = "", time.monotonic() + PATIENCE
    while wanted not in shown and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            shown += os.read(terminal, 65536).decode(errors="replace")
    # What comes with it.
    while select.select([terminal], [], [], 0.3)[0]:
        shown += os.read(terminal, 65536).decode(errors="replace")
    return shown
