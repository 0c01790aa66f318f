"""Garbage: how often Python looks for objects that only hold each other.

Each new object brings that search nearer, and a million of them are made of which hardly any form a circle. For
processes that do nothing else than what we do in them; a program that uses the library decides for itself.
"""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Look for it seldom: that saves one twentieth of a build, and of starting."""
    gc.set_threshold(200_000, 20, 100)


def collect_no_more() -> None:
    """Never again look through what there is: at the end of a process that takes a tenth of the time of a search."""
    gc.freeze()
