"""What was measured, for people: a Markdown table, and a sentence on chance for each comparison.

In: values of each question by set, system and spelling. Out: lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from benchmarks.metrics import paired_randomisation

SHALLOW = 10  # ranks that a reader looks at
DEEP = 100  # ranks that something better could still put in order

PERMUTATIONS = 10_000

_UNKNOWN = "–"


@dataclass(slots=True)
class Measured:
    """What one system made of questions, in their order."""

    ndcg: list[float]
    recall: list[float]
    reciprocal_rank: list[float]
    seconds: float  # to answer all of them


@dataclass(frozen=True, slots=True)
class Missing:
    """A system that could not be measured."""

    name: str
    reason: str


Results = Mapping[tuple[str, str, str], Measured]  # by set, system, spelling: `typed` or `stripped`


def table(results: Results, missing: Sequence[Missing]) -> Iterator[str]:
    """A row for each set and system."""
    yield (
        f"| set | system | nDCG@{SHALLOW} typed | stripped | loss % "
        f"| recall@{DEEP} typed | stripped | questions/s |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    rows = list(dict.fromkeys((judged, system) for judged, system, _ in results))
    for judged in dict.fromkeys(judged for judged, _ in rows):
        for system in (system for owner, system in rows if owner == judged):
            typed = results.get((judged, system, "typed"))
            stripped = results.get((judged, system, "stripped"))
            cells = [
                *(_mean(each.ndcg if each else []) for each in (typed, stripped)),
                _loss(typed, stripped),
                *(_mean(each.recall if each else []) for each in (typed, stripped)),
                _speed([each for each in (typed, stripped) if each]),
            ]
            yield f"| {judged} | {system} | {' | '.join(cells)} |"
        for each in missing:
            yield f"| {judged} | {each.name} | {each.reason} |{' |' * 5}"


def comparisons(results: Results, ours: str) -> Iterator[str]:
    """Say by how much `ours` and the best of the others differ, and how probable that were by chance."""
    for judged, spelling in dict.fromkeys((judged, spelling) for judged, _, spelling in results):
        others = {
            system: measured.ndcg
            for (owner, system, spelled), measured in results.items()
            if (owner, spelled) == (judged, spelling) and system != ours
        }
        mine = results[judged, ours, spelling].ndcg
        if not others or not mine:
            continue
        best = max(others, key=lambda system: fmean(others[system]))
        gain = fmean(mine) - fmean(others[best])
        p = paired_randomisation(mine, others[best], permutations=PERMUTATIONS)
        yield f"{judged}, {spelling}: {ours} − {best} = {gain:+.4f} nDCG@{SHALLOW}, p = {p:.4f}"


def _mean(values: Sequence[float]) -> str:
    return f"{fmean(values):.4f}" if values else _UNKNOWN


def _loss(typed: Measured | None, stripped: Measured | None) -> str:
    if not typed or not stripped or not any(typed.ndcg):
        return _UNKNOWN
    return f"{100 * (1 - fmean(stripped.ndcg) / fmean(typed.ndcg)):.1f}"


def _speed(runs: Sequence[Measured]) -> str:
    seconds = sum(run.seconds for run in runs)
    return f"{sum(len(run.ndcg) for run in runs) / seconds:,.0f}" if seconds else _UNKNOWN
