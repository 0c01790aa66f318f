"""Hostile texts: the work they cause grows as they do, counted in lines of code that run, for time depends on machines.

What runs in C (regular expressions, copies of strings) is not seen here: `python -m benchmarks.cutting --hostile`
measures it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import date
from types import ModuleType

import pytest
from work import lines_run

from benchmarks.cutting import hostile_texts
from searcher.analysis.cutting import TABLES
from searcher.analysis.words import cut_chunk, cut_joined, word
from searcher.query import parse

SIZE = 400  # characters
TIMES = 4
# Half more than the growth of the text: a square would make it four times that growth.
LINEAR = 1.5 * TIMES
TEXTS = {name: make for name, make, _ in hostile_texts()}


def growth(work: Callable[[str], object], make: Callable[[int], str]) -> float:
    """How many times the lines grow when the text does so TIMES."""
    small, large = (lines_run(work, make(size)) for size in (SIZE, TIMES * SIZE))
    return large / small


def cutting(kernel: ModuleType) -> Callable[[str], list[str]]:
    """Cut a text with a kernel, from nothing. Gives the chunks that Python was asked for."""

    def cut(text: str) -> list[str]:
        data = text.encode()
        scanner = kernel.Scanner(*TABLES)
        chunks, chunk_spans = (array("I", bytes(4 * size * (len(data) // 2 + 1))) for size in (1, 2))
        ends = array("I", [0])
        scanner.scan(data, array("I", [len(data)]), chunks, chunk_spans, ends)
        asked: list[str] = []
        scanner.explain(
            tuple(
                lambda chunk, reader=reader: asked.append(chunk) or reader(chunk)
                for reader in (word, cut_joined, cut_chunk)
            )
        )
        count = scanner.count_words(chunks, ends[0])
        forms, positions, spans = (array("I", bytes(4 * size)) for size in (count, count, 2 * count))
        scanner.expand(chunks, chunk_spans, ends, forms, positions, spans, array("I", [0]))
        return asked

    return cut


@pytest.mark.parametrize("make", TEXTS.values(), ids=TEXTS.keys())
def test_the_work_of_cutting_grows_as_the_text_does(
    interpreted_kernel: Callable[[str], ModuleType], make: Callable[[int], str]
) -> None:
    """One hostile article must not stop a build."""
    assert growth(cutting(interpreted_kernel("cut")), make) < LINEAR


@pytest.mark.parametrize("make", TEXTS.values(), ids=TEXTS.keys())
def test_it_grows_no_faster_where_runs_are_cut_for_being_long(
    interpreted_kernel: Callable[[str], ModuleType],
    make: Callable[[int], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What reads on to the end of a run must not do so again from each place where the run is cut."""
    kernel = interpreted_kernel("cut")
    monkeypatch.setattr(kernel, "_LONGEST", 64)
    cut = cutting(kernel)
    assert growth(cut, make) < LINEAR
    asked = cut(make(TIMES * SIZE))
    assert sum(map(len, asked)) <= TIMES * SIZE
    assert max(map(len, asked), default=0) <= 64 + 16  # a number may go on a little


@pytest.mark.parametrize("make", TEXTS.values(), ids=TEXTS.keys())
def test_the_work_of_reading_a_query_grows_as_the_query_does(make: Callable[[int], str]) -> None:
    """Whoever pastes a page by mistake has not asked for a pause."""

    def read(text: str) -> None:
        parse(text, today=date(2024, 7, 10))

    read(make(TIMES * SIZE))  # what is remembered of words would count for the short one alone
    assert growth(read, make) < LINEAR
