"""Asking: the question of a command, from what was typed.

In: parameters of the command line. Out: what is asked of an index, the same for each form that an answer may have.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click

from searcher.cli.narrowing import narrowing_options, read_day, read_narrowing, sort_option, today_option
from searcher.library import Index, query_or_all
from searcher.records import dataclass

if TYPE_CHECKING:
    from searcher.search import Hits, Narrowing, Results
    from searcher.search.explaining import Explanation

STANDARD_INPUT = ("-",)  # what is typed where the query comes from there
_Command = TypeVar("_Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, and all that decides what it finds and in which order."""

    query: str
    today: date
    recent: bool
    sort: str
    narrowing: Narrowing

    @classmethod
    def of(cls, query: str, given: Mapping[str, Any]) -> Asked:
        """
        Args:
            query: that of every article if it is blank.
            given: what `asking_options` were given.
        """
        today = read_day(given["today"])
        return cls(query_or_all(query), today, given["recent"], given["sort"], read_narrowing(given, today))

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
            sort=self.sort,
            narrowing=self.narrowing,
            explained=explained,
            suggest=suggest,
        )

    def each(self, index: Index) -> Hits:
        """Every hit, in order."""
        return index.each(
            self.query, today=self.today, recent=self.recent, sort=self.sort, narrowing=self.narrowing
        )

    def explain(self, index: Index, rank: int) -> Explanation | None:
        """Where the score of a hit comes from."""
        return index.explain(
            self.query,
            rank=rank,
            today=self.today,
            recent=self.recent,
            sort=self.sort,
            narrowing=self.narrowing,
        )


def asking_options(command: _Command) -> _Command:
    """`--today --recent --sort`, and those that narrow"""
    recent = click.option("--recent", is_flag=True, help="Prefer newer articles.")
    return today_option(recent(sort_option(narrowing_options(command))))


def read_query(words: Sequence[str]) -> str:
    """The query that was typed, or is on standard input where `-` was typed."""
    if tuple(words) != STANDARD_INPUT:
        return " ".join(words)
    query = " ".join(_decoded(sys.stdin.buffer.read(), "standard input").splitlines()).strip()
    if not query:
        raise click.UsageError("standard input holds no query")
    return query


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
