"""What an engine must be able to do to be measured.

An engine runs in processes of its own, so that what it costs is what the system counts. Those in Python share
`working.py`; another one may be any program that takes the same lines and gives the same.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from benchmarks.drawing_queries import Question

# How many articles a question finds, its ten best found as well; None if the engine cannot be asked such a thing.
Ask = Callable[[Question], int | None]


class Engine(Protocol):
    """A program that can be built from a corpus and asked."""

    name: str
    of: str  # the engine whose index it asks: itself, or another one
    shares: bool  # whether its build can use several cores
    part: int  # it gets one in so many articles: 1, or more for one that would take all day

    def missing(self) -> str | None:
        """What to do to have it; None if it is there."""

    def version(self) -> str:
        """Of what is measured, once nothing is missing."""

    def build_command(self, corpus: Path, folder: Path, jobs: int) -> list[str]:
        """Build an index in a folder that is there and empty."""

    def answer_command(self, folder: Path) -> list[str]:
        """Answer as `working.answer` does."""


class Worked(Protocol):
    """What a module for an engine in Python gives to `working.py`.

    One that can be asked in several ways takes the `mode` of its `PythonEngine` as well, when it is opened.
    """

    def build(self, corpus: Path, folder: Path, jobs: int) -> None: ...

    def open_for_asking(self, folder: Path) -> Ask: ...


class PythonEngine:
    """An engine that is a module of this package."""

    def __init__(
        self,
        name: str,
        module: str,
        *,
        needs: str,
        of: str = "",
        mode: str = "",
        shares: bool = False,
        part: int = 1,
    ) -> None:
        """Name an engine.

        Args:
            module: of this package.
            needs: the package that it is for; what comes with Python has its version in `sqlite_version`.
            of: the engine whose index it asks, if it is not its own.
            mode: how it is asked, if its module knows several ways.
        """
        self.name = name
        self.of = of or name
        self.shares = shares
        self.part = part
        self._module = module
        self._needs = needs
        self._mode = mode

    def missing(self) -> str | None:
        try:
            importlib.import_module(self._needs)
        except ImportError:
            return "pip install -e '.[benchmarks]'"
        return None

    def version(self) -> str:
        package = importlib.import_module(self._needs)
        return getattr(package, "sqlite_version", None) or importlib.metadata.version(self._needs)

    def build_command(self, corpus: Path, folder: Path, jobs: int) -> list[str]:
        return self._command("build", str(corpus), str(folder), str(jobs))

    def answer_command(self, folder: Path) -> list[str]:
        return self._command("answer", str(folder), self._mode)

    def _command(self, task: str, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "benchmarks.peers.working", self._module, task, *arguments]
