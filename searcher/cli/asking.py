"""Asking: the question of a command, from what was typed.

In: parameters of the command line. Out: what is asked of an index, the same for each form that an answer may have.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click

from searcher.library import Index

if TYPE_CHECKING:
    from searcher.search import Hit, Results

STANDARD_INPUT = ("-",)  # what is typed where the query comes from there
_Command = TypeVar("_Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, and all that decides what it finds and in which order."""

    query: str
    today: date
    recent: bool

    @classmethod
    def of(cls, query: str, given: Mapping[str, Any]) -> Asked:
        """
        Args:
            given: what `asking_options` were given.
        """
        today: datetime | None = given["today"]
        return cls(query, today.date() if today else date.today(), given["recent"])

    def search(
        self, index: Index, *, limit: int, offset: int = 0, explained: bool = False, suggest: bool = False
    ) -> Results:
        """A page of the answer."""
        return index.search(
            self.query,
            limit=limit,
            offset=offset,
            today=self.today,
            recent=self.recent,
            explained=explained,
            suggest=suggest,
        )

    def each(self, index: Index) -> Iterator[Hit]:
        """Every hit, in order."""
        return index.each(self.query, today=self.today, recent=self.recent)


def asking_options(command: _Command) -> _Command:
    """`--today` and `--recent`"""
    for option in reversed(
        (
            click.option(
                "--today",
                type=click.DateTime(["%Y-%m-%d"]),
                metavar="YYYY-MM-DD",
                help="The day that `hier` is the day before.  [default: the real one]",
            ),
            click.option("--recent", is_flag=True, help="Prefer newer articles."),
        )
    ):
        command = option(command)
    return command


def read_query(words: Sequence[str]) -> str:
    """The query that was typed, or is on standard input where `-` was typed."""
    if tuple(words) != STANDARD_INPUT:
        return " ".join(words)
    return " ".join(_decoded(sys.stdin.buffer.read(), "standard input").splitlines()).strip()


def read_queries(file: BinaryIO) -> list[str]:
    """The queries of a file, one a line; empty lines and those that begin with # are none."""
    lines = _decoded(file.read(), file.name).splitlines()
    queries = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not queries:
        raise click.UsageError(f"{file.name} holds no query")
    return queries


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise click.UsageError(f"{name} is not UTF-8: see its line {line}") from error
