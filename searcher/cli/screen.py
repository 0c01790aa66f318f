"""The screen: is someone at a terminal, and is there what draws on all of it?

In: this process. Out: yes or no, without loading anything.
"""

from __future__ import annotations

import importlib.util
import sys


def can_browse() -> bool:
    """Whether `searcher` alone can open a search as one types."""
    return is_terminal() and is_installed()


def is_terminal() -> bool:
    """Whether keys come from a terminal, and results go to one."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def is_installed() -> bool:
    """Whether the extra `interactive` is."""
    return importlib.util.find_spec("textual") is not None
