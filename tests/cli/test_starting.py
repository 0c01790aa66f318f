"""Starting is quick, because nothing is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cli.conftest import environment

import searcher

HEAVY = {"rich", "whoosh", "chardet", "zstandard", "Stemmer", "searcher.query.parsing"}


def loaded_by(program: str) -> set[str]:
    """Which of the heavy modules a program loads."""
    listed = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nprint('LOADED', *sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    ).stdout
    return HEAVY & set(listed[listed.index("LOADED") :].split())


@pytest.mark.parametrize(
    "program",
    [
        "import searcher",
        "import searcher; searcher.SearcherError, searcher.Article, dir(searcher)",
        "import searcher.cli",
        "from searcher.cli import main; main(['--help'])",
        "from searcher.cli import main; main(['--version'])",
        "from searcher.cli import main; main(['serch'])",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(program: str) -> None:
    """Loading everything takes longer than a search; the shell completes words by calling us each time."""
    assert loaded_by(program) == set()


def test_a_piped_search_loads_neither_rich_nor_the_reading_of_files(index: Path) -> None:
    """A script that searches a thousand times pays for each module a thousand times."""
    for options in ("", ", '--json'", ", '--csv'"):
        program = f"from searcher.cli import main; main(['search', 'astana'{options}])"
        loaded = loaded_by(program)
        assert "zstandard" in loaded
        assert not loaded & {"rich", "chardet"}


def test_every_public_name_can_be_had() -> None:
    """Names are imported when they are asked for: a wrong one would be noticed by the first user of it."""
    for name in searcher.__all__:
        assert getattr(searcher, name) is not None
    assert set(searcher.__all__) <= set(dir(searcher))
    assert sorted(searcher.__all__) == list(searcher.__all__)


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    """`hasattr` and `from searcher import …` rely on that."""
    with pytest.raises(AttributeError, match="no attribute 'serach'"):
        searcher.serach  # noqa: B018
    with pytest.raises(ImportError):
        from searcher import serach  # noqa: F401
