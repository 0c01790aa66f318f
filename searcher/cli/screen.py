"""The screen: is someone at a terminal, and is there what draws on all of it?

How wide is it?

In: this process. Out: yes or no, or a width, without loading anything.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from contextlib import suppress
from typing import TextIO


def can_browse() -> bool:
    """Whether `searcher` alone can open a search as one types."""
    return is_terminal() and is_installed()


def is_terminal() -> bool:
    """Whether keys come from a terminal, and results go to one."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def columns(stream: TextIO) -> int:
    """How wide the terminal is that a stream goes to; 0 if it goes to none, or to one that does not say."""
    if not stream.isatty():
        return 0
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdigit() and int(said):
        return int(said)
    with suppress(OSError, ValueError):
        return os.get_terminal_size(stream.fileno()).columns
    return 0


def is_installed() -> bool:
    """Whether the extra `interactive` is."""
    return importlib.util.find_spec("textual") is not None
