"""Tasks: done one after the other, or by several processes.

In: tasks, and what is to be done with each. Out: the results, in the order of the tasks, whoever did which.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from itertools import chain, islice
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Report = TypeVar("Report")


def work(
    do: Callable[[Task, Callable[[Report], object]], Result],
    tasks: Iterator[Task],
    jobs: int,
    on_report: Callable[[Report], object],
) -> Generator[Result]:
    """Do tasks, several at a time.

    Args:
        do: given a task, and whom to report to. Copied to each process, and used there for one task after the other.
        jobs: how many processes; 1 is this one.
        on_report: given what is reported, in the order of each task but not of all.
    Yields:
        The results, in the order of the tasks.
    Raises:
        ProcessEnded: a process was killed.
    """
    first = list(islice(tasks, 2))
    if jobs == 1 or len(first) < 2:
        for task in chain(first, tasks):
            yield do(task, on_report)
        return
    from searcher.index.processes import Crew  # only here: it takes ten milliseconds to load

    with Crew(do, jobs) as crew:
        yield from crew.results(chain(first, tasks), on_report)
