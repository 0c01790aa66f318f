"""The manual page says what `--help` says, in what `man` reads."""

from __future__ import annotations

import re
import shutil
import subprocess

import click
import pytest
from cli.conftest import ROOT, Run

from searcher.cli.running import COMMANDS, commands

PAGE = ROOT / "searcher" / "cli" / "searcher.1"


def test_the_page_that_is_installed_is_the_one_of_these_commands(run: Run) -> None:
    """Make it anew with: searcher help --man > searcher/cli/searcher.1"""
    assert run("help", "--man").out == PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_has_every_option_with_what_it_does(name: str) -> None:
    """One source: what a command takes is told where it is declared, and nowhere else."""
    page = " ".join(
        re.sub(r"\\f[BIR]|\\&", "", PAGE.read_text(encoding="utf-8"))
        .replace(r"\-", "-")
        .replace(r"\e", "\\")
        .split()
    )
    command = commands.get_command(click.Context(commands), name)
    assert command
    assert f'.SS "searcher {name} ' in page
    context = click.Context(command, info_name=name, parent=click.Context(commands, info_name="searcher"))
    for option in command.params:
        record = option.get_help_record(context)
        if isinstance(option, click.Option) and record:
            assert f".TP {record[0]} {' '.join(record[1].split())}" in page


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is not installed")
def test_the_page_is_without_a_fault_for_those_that_read_it() -> None:
    """A mistake in it shows as a hole in the text, and on other machines."""
    told = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "warning", PAGE], capture_output=True, text=True, check=False
    )
    # It has no date: it changes with the version.
    assert [line for line in told.stdout.splitlines() if "missing date" not in line] == []
    shown = subprocess.run(["mandoc", "-T", "utf8", PAGE], capture_output=True, text=True, check=True).stdout
    plain = re.sub(".\b", "", shown)
    assert "« code du travail » réforme SAUF sport" in plain
    assert "EXIT STATUS" in plain


def test_a_page_of_one_command_is_refused(run: Run) -> None:
    """There is one page, of everything."""
    outcome = run("help", "search", "--man")
    assert outcome.code == 2
    assert "searcher help --man" in outcome.err
