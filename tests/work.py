"""How much work something is: counted in lines of code that run, for time depends on machines.

What runs in C (regular expressions, copies of strings, compiled kernels) is not seen here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import whoosh

import searcher

OURS = tuple(str(Path(package.__file__).parent) for package in (searcher, whoosh))


def lines_run(work: Callable[[str], object], text: str) -> int:
    """How many lines of this project, and of the parser under it, run for a text."""
    count = 0

    def line(frame: FrameType, event: str, argument: object) -> Callable[..., object]:
        nonlocal count
        count += 1
        return line

    def call(frame: FrameType, event: str, argument: object) -> Callable[..., object] | None:
        return line if frame.f_code.co_filename.startswith(OURS) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        work(text)
    finally:
        sys.settrace(before)
    return count
