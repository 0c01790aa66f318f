"""`searcher help` shows the query language, and what each command says of itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli.conftest import Run, run_on_terminal

from searcher.cli import help as help_module
from searcher.cli.help import WRITTEN
from searcher.cli.running import COMMANDS
from searcher.query.grammar import VERSION, page


def test_the_page_of_the_query_language_is_printed_whole(run: Run) -> None:
    """It is the reference: the tests hold each of its examples against the parser."""
    outcome = run("help", "query")
    assert outcome.code == 0
    assert outcome.err == ""
    assert outcome.out.splitlines() == list(page())
    assert max(map(len, page())) <= 110


def test_programs_get_the_page_with_its_number(run: Run) -> None:
    """A program that writes queries checks the number before it relies on the rest."""
    record = json.loads(run("help", "query", "--json").out)
    assert record["grammar"] == VERSION
    examples = [example for section in record["sections"] for example in section["examples"]]
    assert {
        "typed": "auteur:*",
        "canonical": 'auteur:"*"',
        "meaning": "any author",
        "warning": "",
    } in examples


def written(topic: str) -> str:
    """A page as it is in the repository."""
    return (Path(help_module.__file__).parent / "pages" / f"{topic}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("topic", WRITTEN)
def test_pages_that_are_written_out_are_printed_as_they_are(run: Run, topic: str) -> None:
    """Whoever has installed a wheel has no repository to read them in."""
    assert run("help", topic) == (0, written(topic), "")
    assert run("help", topic, "--json").code == 2


def test_on_a_terminal_such_pages_are_folded_between_words() -> None:
    """Their tables are wider than most terminals."""
    shown = {topic: run_on_terminal("help", topic, COLUMNS="60").out for topic in WRITTEN}
    for topic, printed in shown.items():
        assert max(map(len, printed.splitlines())) <= 60
        letters, kept = (re.sub(r"[\s|;-]", "", text) for text in (written(topic), printed))
        assert kept == letters
    assert "\n  `peche`\n      pêche, péché; an accent that is not typed is free …\n" in shown["examples"]
    assert not [line for line in shown["examples"].splitlines() if line.startswith("|")]


def test_help_on_a_command_is_what_the_command_says(run: Run) -> None:
    """Both ways to ask are usual."""
    assert run("help").out == run("--help").out
    for name in COMMANDS:
        assert run("help", name).out == run(name, "--help").out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_examples_and_tells_its_exit_codes(run: Run, name: str) -> None:
    """Most who ask for help copy an example; scripts need the codes."""
    page = run(name, "--help").out
    assert re.search(rf"Examples?:\n +(eval \S+)?searcher {name}", page)
    assert "Exit code: " in page
