"""Processes: several at work on the tasks of one build.

In: tasks, and what is to be done with each: see `tasks.py`. Out: the results, in the order of the tasks. Each process
is a new Python (`spawn`): nothing of this one is copied but what a task says. They end when this one does.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, cast

from searcher.errors import ProcessEnded, SearcherError
from searcher.garbage import collect_seldom

_REPORT_SECONDS = 0.1  # reports are sent together: each costs this process a waking
_PATIENCE = 5  # seconds: for a process that was told to end

Do = Callable[[Any, Callable[[Any], object]], Any]


class Crew:
    """Processes that wait for tasks."""

    def __init__(self, do: Do, jobs: int) -> None:
        self._do = do
        self._jobs = jobs
        self._processes: dict[Connection, BaseProcess] = {}

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for connection, process in self._processes.items():
            connection.close()
            process.terminate()
        for process in self._processes.values():
            process.join(_PATIENCE)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()

    def results(self, tasks: Iterable[Any], on_report: Callable[[Any], object]) -> Iterator[Any]:
        numbered = enumerate(tasks)
        doing: dict[Connection, int] = {}  # the number of the task
        done: dict[int, Any] = {}
        due = 0
        while True:
            while len(doing) < self._jobs and (task := next(numbered, None)) is not None:
                connection = self._idle(doing)
                doing[connection], content = task
                connection.send(content)
            if not doing:
                return
            for connection in cast("list[Connection[Any, Any]]", wait(list(doing))):
                kind, content = self._receive(connection)
                if kind == "reports":
                    for report in content:
                        on_report(report)
                elif kind == "failed":
                    raise content
                else:
                    done[doing.pop(connection)] = content
            while due in done:
                yield done.pop(due)
                due += 1

    def _idle(self, doing: dict[Connection, int]) -> Connection:
        """A process with nothing to do, new if there is none."""
        for connection in self._processes:
            if connection not in doing:
                return connection
        context = multiprocessing.get_context("spawn")
        ours, its = context.Pipe()
        process = context.Process(target=_serve, args=(its, self._do), daemon=True)
        with _interrupts_held_back():
            process.start()
        its.close()
        self._processes[ours] = process
        return ours

    def _receive(self, connection: Connection) -> tuple[str, Any]:
        try:
            kind, content = connection.recv()
        except (EOFError, ConnectionError) as error:
            process = self._processes[connection]
            process.join(_PATIENCE)
            raise ProcessEnded(process.exitcode) from error
        return kind, content


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Ctrl-C is for all processes of a terminal. Those begun meanwhile never see it: this one ends them."""
    resource_tracker.ensure_running()  # begun with the first process, it would let them through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, do: Do) -> None:
    """Do tasks until there are no more: the life of a process."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_seldom()
    reports = _Reports(connection)
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        try:
            result = "done", do(task, reports.add)
        except Exception as error:
            error.add_note(traceback.format_exc())
            result = "failed", _sendable(error)
        reports.send()
        connection.send(result)


def _end_with_parent() -> None:
    """End at once when the process that gave the tasks has ended: its lock on the index ends with it."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _sendable(error: Exception) -> Exception:
    """The error, if it surely survives the way to another process, or what it says."""
    plain = all(isinstance(argument, str | bytes | int | None) for argument in error.args)
    if isinstance(error, SearcherError) or (plain and type(error).__module__ == "builtins"):
        return error
    return RuntimeError(f"{type(error).__name__}: {error}")


class _Reports:
    """Gathers reports, and sends them from time to time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[object] = []
        self._sent = time.monotonic()

    def add(self, report: object) -> None:
        self._waiting.append(report)
        if time.monotonic() - self._sent >= _REPORT_SECONDS:
            self.send()

    def send(self) -> None:
        if self._waiting:
            self._connection.send(("reports", self._waiting))
            self._waiting = []
        self._sent = time.monotonic()
