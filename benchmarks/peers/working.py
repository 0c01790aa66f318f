"""One engine in a process of its own: builds, or answers questions from its input until that ends.

Questions come as lines (`Question.line`), in batches that end with an empty line. Each batch is asked once to warm up,
then once more for the clock. For each question that was asked twice a line is given: articles found (-1 if it cannot be
asked), nanoseconds, nanoseconds of CPU; then an empty line. Nothing is kept from one question for another.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.drawing_queries import Question
from benchmarks.peers.engine import Ask

PATIENCE = 1.0  # seconds for a batch, each time it is asked: what is not asked by then is not


def answer(ask: Ask, lines: Iterable[str]) -> Iterator[str]:
    """Ask what stands in lines."""
    batch: list[Question] = []
    for line in lines:
        line = line.rstrip("\n")
        if line:
            batch.append(Question.from_line(line))
            continue
        warm = sum(1 for _ in _asked(ask, batch))
        yield from (f"{found}\t{wall}\t{cpu}" for found, wall, cpu in _asked(ask, batch[:warm]))
        yield ""
        batch = []


def _asked(ask: Ask, questions: Sequence[Question]) -> Iterator[tuple[int, int, int]]:
    end = time.perf_counter() + PATIENCE
    for question in questions:
        wall, cpu = time.perf_counter_ns(), time.process_time_ns()
        found = ask(question)
        cpu, wall = time.process_time_ns() - cpu, time.perf_counter_ns() - wall
        yield -1 if found is None else found, wall, cpu
        if time.perf_counter() > end:
            return


def main(arguments: Sequence[str]) -> None:
    """Work: MODULE build CORPUS FOLDER JOBS, or MODULE answer FOLDER MODE."""
    name, task, *rest = arguments
    module = importlib.import_module(f"benchmarks.peers.{name}")
    if task == "build":
        module.build(Path(rest[0]), Path(rest[1]), int(rest[2]))
        return
    folder, mode = rest
    ask = module.open_for_asking(Path(folder), mode) if mode else module.open_for_asking(Path(folder))
    for line in answer(ask, sys.stdin):
        print(line, flush=not line)


if __name__ == "__main__":
    main(sys.argv[1:])
