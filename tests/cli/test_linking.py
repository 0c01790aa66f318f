"""Links are written where they are understood, or at least not shown as letters."""

from __future__ import annotations

import pytest

from searcher.cli.linking import shows_links


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "6003"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4600"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "dumb"}, False),
        ({}, False),
        ({"TERM": "xterm", "INSIDE_EMACS": "29.1,comint"}, False),
        ({"TERM": "linux", "FORCE_HYPERLINK": "1"}, True),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
    ],
)
def test_links_are_for_terminals_that_understand_them(environment: dict[str, str], shown: bool) -> None:
    """Whoever knows better says so with FORCE_HYPERLINK."""
    assert shows_links(environment) is shown
