"""Faults: operations of the system that fail on demand, and a count of them.

In: a folder, and which operation is to fail. Out: within `failing`, every open, write, flush to the disk, rename,
removal and making of a folder in it is counted, and the one of that number fails, or all from it on.
"""

from __future__ import annotations

import builtins
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NEVER = 1 << 30
# Those that take a path, and those that take an open file.
BY_PATH = ("open", "rename", "replace", "unlink", "remove", "mkdir", "link", "symlink")
BY_DESCRIPTOR = ("fsync", "fdatasync", "pwrite", "truncate", "ftruncate", "write")


@dataclass(slots=True)
class Faults:
    """What was asked of the system, in order."""

    fail_at: int = NEVER  # the first operation is 0
    code: int = 0  # errno
    lasting: bool = False  # all that follow fail, too
    only: str = ""  # the one operation that is counted, if not all are
    done: list[str] = field(default_factory=list)

    def ask(self, operation: str) -> None:
        if self.only not in ("", operation):
            return
        number = len(self.done)
        self.done.append(operation)
        if number == self.fail_at or (self.lasting and number > self.fail_at):
            raise OSError(self.code, os.strerror(self.code))

    @property
    def happened(self) -> bool:
        return len(self.done) > self.fail_at


@contextmanager
def failing(folder: Path, faults: Faults) -> Iterator[Faults]:
    """Let operations in a folder fail as `faults` says."""
    with pytest.MonkeyPatch.context() as patch:
        for name in BY_PATH:
            patch.setattr(os, name, _by_path(name, getattr(os, name), folder, faults))
        for name in BY_DESCRIPTOR:
            patch.setattr(os, name, _by_descriptor(name, getattr(os, name), faults))
        patch.setattr(builtins, "open", _open(builtins.open, folder, faults))
        yield faults


def _by_path(name: str, real: Callable[..., Any], folder: Path, faults: Faults) -> Callable[..., Any]:
    def operation(path: Any, *arguments: Any, **options: Any) -> Any:
        if str(folder) in str(path):
            faults.ask(name)
        return real(path, *arguments, **options)

    return operation


def _by_descriptor(name: str, real: Callable[..., Any], faults: Faults) -> Callable[..., Any]:
    def operation(*arguments: Any) -> Any:
        faults.ask(name)
        return real(*arguments)

    return operation


def _open(real: Callable[..., Any], folder: Path, faults: Faults) -> Callable[..., Any]:
    class Raw(io.FileIO):
        """A file whose writes may fail where the system is asked, not where Python is."""

        def write(self, data: Any) -> int:
            faults.ask("write")
            return super().write(data)

    def operation(path: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        if not isinstance(path, (str, os.PathLike)) or str(folder) not in str(path) or "r" in mode:
            return real(path, mode, *arguments, **options)
        faults.ask("open")
        file = io.BufferedWriter(Raw(path, mode.replace("b", "")))
        return file if "b" in mode else io.TextIOWrapper(file, encoding=options["encoding"])

    return operation
