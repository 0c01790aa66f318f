"""The page of the grammar says how the parser reads, example by example."""

from __future__ import annotations

import re

import pytest

from searcher.query import parse
from searcher.query.grammar import FIELDS, SECTIONS, TODAY, Example, page
from searcher.query.naming import KNOWN
from searcher.query.operators import AMONG, AT_LEAST, KINDS, NEAR, THEN

PAGE = "\n".join(page())
EXAMPLES = [example for section in SECTIONS for example in section.examples]
ROWS = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.typed)


@ROWS
def test_an_example_is_read_as_the_page_says(example: Example) -> None:
    """A page that drifts from the parser teaches another language."""
    assert str(parse(example.typed, today=TODAY, fields=FIELDS).tree) == example.canonical


@ROWS
def test_an_example_has_the_warning_that_the_page_says_and_no_other(example: Example) -> None:
    """What the page presents as part of the language is understood whole."""
    warnings = parse(example.typed, today=TODAY, fields=FIELDS).warnings
    if example.warning:
        assert any(example.warning in line for line in warnings)
    else:
        assert not warnings


@pytest.mark.parametrize("name", [*KINDS, *NEAR, *THEN, *AT_LEAST, *AMONG])
def test_the_page_names_every_operator(name: str) -> None:
    """An operator that no page names is found by accident, and then in someone's title."""
    assert name in re.findall(r"\w+", PAGE)


@pytest.mark.parametrize("name", list(KNOWN))
def test_the_page_names_every_field(name: str) -> None:
    """So is a field."""
    assert f"{name}:" in PAGE
