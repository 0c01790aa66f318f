"""`searcher help` shows the query language, and what each command says of itself."""

from __future__ import annotations

import json
import re

import pytest
from cli.conftest import Run

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
