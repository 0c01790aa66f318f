"""What was measured, for people: Markdown tables.

In: figures by engine. Out: lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import Literal

from benchmarks.peers.measuring import Cost, Timing

MEGABYTE = 1_000_000
NONE = "n/a"


@dataclass(slots=True)
class Built:
    """What building took, run by run."""

    engine: str
    jobs: int
    text_bytes: int  # of titles and bodies
    part: int  # one in so many articles of the corpus
    costs: list[Cost] = field(default_factory=list)
    size: int = 0  # bytes on disk


Answers = Mapping[tuple[str, str], Sequence[Timing]]  # by kind of question and engine


def build_table(built: Iterable[Built]) -> Iterator[str]:
    """A row for each engine and number of processes."""
    yield (
        "| engine | processes or threads | runs | wall s: median (min–max) | MB/s | CPU s | MB per CPU-s "
        "| peak memory MB | on disk MB | of the text |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for each in built:
        walls = [cost.wall for cost in each.costs]
        cpu = median(cost.cpu for cost in each.costs)
        size = each.text_bytes / MEGABYTE
        name = each.engine if each.part == 1 else f"{each.engine} (1 article in {each.part})"
        yield (
            f"| {name} | {each.jobs} | {len(walls)} | {median(walls):.1f} ({min(walls):.1f}–{max(walls):.1f}) "
            f"| {size / median(walls):.1f} | {cpu:.1f} | {size / cpu:.1f} "
            f"| {max(cost.memory for cost in each.costs) / MEGABYTE:,.0f} | {each.size / MEGABYTE:,.1f} "
            f"| {each.size / each.text_bytes:.2f} |"
        )


def answer_table(answers: Answers, kinds: Sequence[str], engines: Sequence[str]) -> Iterator[str]:
    """A row for each kind of question, in milliseconds; then the sums of the medians."""
    yield f"| {' | '.join(('kind', *engines))} |"
    yield f"|---|{'---|' * len(engines)}"
    for kind in kinds:
        yield f"| {' | '.join((kind, *(_times(answers.get((kind, engine), ())) for engine in engines)))} |"
    everyone = [
        kind for kind in kinds if all(_answered(answers.get((kind, engine), ())) for engine in engines)
    ]
    yield f"| sum of p50, all it answers | {' | '.join(_sum(answers, kinds, engine) for engine in engines)} |"
    yield (
        f"| sum of p50, the {len(everyone)} that all answer "
        f"| {' | '.join(_sum(answers, everyone, engine) for engine in engines)} |"
    )


def count_table(answers: Answers, kinds: Sequence[str], engines: Sequence[str]) -> Iterator[str]:
    """A row for each kind of question: articles found by one, on average, of those that all had the time to answer."""
    yield f"| {' | '.join(('articles found', *engines))} |"
    yield f"|---|{'---|' * len(engines)}"
    for kind in kinds:
        found = [_found(answers.get((kind, engine), ())) for engine in engines]
        everyone = set.intersection(*(set(each) for each in found if each)) if any(found) else set()
        cells = (
            f"{fmean(each[number] for number in everyone):,.1f}" if each and everyone else NONE
            for each in found
        )
        yield f"| {' | '.join((kind, *cells))} |"


def start_table(starts: Mapping[str, Sequence[Cost]]) -> Iterator[str]:
    """A row for each command, in milliseconds."""
    yield "| command | wall ms: median (min–max) | CPU ms |"
    yield "|---|---|---|"
    for name, costs in starts.items():
        walls = [1000 * cost.wall for cost in costs]
        yield (
            f"| {name} | {median(walls):.0f} ({min(walls):.0f}–{max(walls):.0f}) "
            f"| {1000 * median(cost.cpu for cost in costs):.0f} |"
        )


def median_seconds(timings: Sequence[Timing], clock: Literal["wall", "cpu"]) -> float | None:
    """The median by one of the clocks; None where the engine cannot be asked such questions."""
    answered = _answered(timings)
    return median(getattr(each, clock) for each in answered) if answered else None


def percentile(values: Sequence[float], share: float) -> float:
    """The least of the values that `share` of them do not exceed; `values` is not empty."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _answered(timings: Sequence[Timing]) -> Sequence[Timing]:
    """Those that are answers, if they are most of them: an engine that knows no such questions is not fast."""
    answered = [each for each in timings if each.found is not None]
    return answered if 2 * len(answered) > len(timings) else ()


def _times(timings: Sequence[Timing]) -> str:
    timings = _answered(timings)
    if not timings:
        return NONE
    walls = [each.wall for each in timings]
    figures = (median(walls), percentile(walls, 0.95), median(each.cpu for each in timings))
    middle, high, cpu = (_milliseconds(figure) for figure in figures)
    return f"{middle} / {high} [{cpu}]"


def _milliseconds(seconds: float) -> str:
    value = 1000 * seconds
    return f"{value:.3f}" if value < 1 else f"{value:.1f}"


def _sum(answers: Answers, kinds: Sequence[str], engine: str) -> str:
    answered = [timings for kind in kinds if (timings := _answered(answers.get((kind, engine), ())))]
    if not answered:
        return NONE
    wall, cpu = (
        sum(median_seconds(timings, clock) or 0 for timings in answered) for clock in ("wall", "cpu")
    )
    return f"{_milliseconds(wall)} [{_milliseconds(cpu)}] ({len(answered)} of {len(kinds)})"


def _found(timings: Sequence[Timing]) -> dict[int, int]:
    """How many articles, by number of the question."""
    return {each.number: each.found for each in _answered(timings) if each.found is not None}
