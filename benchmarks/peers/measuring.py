"""What a process costs: time, CPU and memory, as the system counts them, its children included.

In: commands. Out: figures. A process that fails stops everything, with what it said.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.drawing_queries import Question


class Failed(RuntimeError):
    """A process that was to be measured did not end well."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took."""

    wall: float  # seconds
    cpu: float  # seconds, of user and system
    memory: int  # bytes: the most that the process, or the largest of its children, held at once


@dataclass(frozen=True, slots=True)
class Timing:
    """What an answer took."""

    found: int | None  # articles; None if the engine cannot be asked such a thing
    wall: float  # seconds
    cpu: float  # seconds
    number: int = 0  # of the question, among those that were asked with it


def run(command: Sequence[str], folder: Path | None = None) -> Cost:
    """Run a command to its end.

    Args:
        folder: where to run it.
    Raises:
        Failed: it ended with an error.
    """
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=_environment(), cwd=folder
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise Failed(f"{' '.join(command)}\n{output.read().decode(errors='replace')[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


class Answering:
    """A process that answers questions, see `working.answer`."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=_environment(),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._questions, self._answers = self._process.stdin, self._process.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._questions.close()
        self._answers.close()
        self._process.wait()

    def ask(self, questions: Sequence[Question]) -> list[Timing]:
        """Ask some questions; there may be fewer answers, where time was up.

        Raises:
            Failed: the process ended.
        """
        self._questions.write("".join(f"{question.line()}\n" for question in questions) + "\n")
        self._questions.flush()
        timings = []
        while line := self._answers.readline().rstrip("\n"):
            found, wall, cpu = map(int, line.split("\t"))
            timings.append(Timing(None if found < 0 else found, wall / 1e9, cpu / 1e9, len(timings)))
        if self._process.poll() is not None:
            raise Failed(f"{self._process.args} ended with {self._process.returncode}")
        return timings

    def memory(self) -> int:
        """Bytes: the most that the process held at once; 0 where the system does not say."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        except OSError:
            return 0
        peaks = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
        return peaks[0] * 1024 if peaks else 0


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _environment() -> dict[str, str]:
    # As it is installed: a program that is compiled anew each time has a start-up of its own.
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
