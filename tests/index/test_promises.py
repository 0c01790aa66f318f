"""Promises: `index/README.md` names for each of them the tests that hold it, and they are there."""

from __future__ import annotations

import ast
import re

import pytest
from conftest import ROOT

ROW = re.compile(r"^\| (?P<promise>[^|]+) \| (?P<tests>[^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def promises() -> dict[str, list[tuple[str, str]]]:
    """What is promised, and the path and the name of each test beside it."""
    text = (ROOT / "index" / "README.md").read_text(encoding="utf-8")
    _, found, section = text.partition("## Promises\n")
    assert found
    rows = [(row["promise"], TEST.findall(row["tests"])) for row in ROW.finditer(section)]
    return {promise: tests for promise, tests in rows if set(promise) - set("- ") and promise != "promise"}


@pytest.mark.parametrize(("promise", "tests"), promises().items(), ids=promises().keys())
def test_each_promise_is_held_by_tests_that_are_there(promise: str, tests: list[tuple[str, str]]) -> None:
    """A promise whose test was renamed away is only words."""
    assert tests
    for path, name in tests:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, (
            f"{path}::{name}"
        )


def test_there_are_promises() -> None:
    """A page that is not read as it was written would promise nothing, and hold it."""
    assert len(promises()) > 20
