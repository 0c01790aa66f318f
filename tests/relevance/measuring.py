"""How good are the answers? The judged set, what is measured of it, and the floors below which it must not fall.

    python -m tests.relevance.measuring

In: `articles.jsonl`, `queries.tsv` and `judgements.tsv` of this folder. Out: the table of means, and `floors.json`,
written anew if no mean fell, or if the set is no longer the one that was measured; else exit 1.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import searcher

HERE = Path(__file__).parent
ARTICLES, QUERIES, JUDGEMENTS = (HERE / name for name in ("articles.jsonl", "queries.tsv", "judgements.tsv"))
FLOORS = HERE / "floors.json"
TODAY = date(2025, 9, 1)
DEPTH = 10  # ranks that count for nDCG: what a reader sees without paging
OVERALL = "overall"


class Quality(NamedTuple):
    """Of one answer, or the mean of several; both from 0 to 1."""

    ndcg: float
    mrr: float  # of one answer: 1 / the rank of the first article of any grade

    def rounded_down(self) -> Quality:
        """To thousandths, so that what was measured never fails its own floor."""
        return Quality(*(math.floor(value * 1000) / 1000 for value in self))

    def reaches(self, floor: Quality) -> bool:
        return self.ndcg >= floor.ndcg and self.mrr >= floor.mrr


@dataclass(frozen=True, slots=True)
class Query:
    """What someone typed, and which articles they would have liked to get."""

    id: str
    kind: str
    text: str
    grades: Mapping[str, int]  # by article: 2 about it, 1 touches it


@dataclass(frozen=True, slots=True)
class Floors:
    """What was measured, rounded down."""

    digest: str  # of the set that it was measured on
    means: Mapping[str, Quality]  # by kind, and overall
    queries: Mapping[str, Quality]  # by id: they may fall, but tell where a mean was lost


# ---------------------------------------------------------------- the set


def read_rows(path: Path) -> list[list[str]]:
    """The lines of a table, without its comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def read_queries() -> list[Query]:
    """All queries with their judgements, in the order of the table."""
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for query, article, grade in read_rows(JUDGEMENTS):
        grades[query][article] = int(grade)
    return [Query(number, kind, text, grades[number]) for number, kind, text in read_rows(QUERIES)]


def digest() -> str:
    """Name the set: SHA-256 of its three files, whatever ends their lines."""
    texts = (path.read_text(encoding="utf-8") for path in (ARTICLES, QUERIES, JUDGEMENTS))
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


# ---------------------------------------------------------------- what is measured


def gain(grades: Iterable[int]) -> float:
    """Discounted cumulative gain of a ranking: 2^grade - 1, divided by log2(1 + rank), down to `DEPTH`.

    Source: Burges et al. 2005, Learning to rank using gradient descent.
    """
    ranked = enumerate(list(grades)[:DEPTH], start=1)
    return sum((2**grade - 1) / math.log2(1 + rank) for rank, grade in ranked)


def judge(found: Sequence[str], grades: Mapping[str, int]) -> Quality:
    """Compare a ranking with the best there could be.

    Args:
        found: articles, best first.
        grades: of all articles that are of any use, at least one.
    """
    got = [grades.get(article, 0) for article in found]
    first = next((rank for rank, grade in enumerate(got, start=1) if grade), None)
    ideal = gain(sorted(grades.values(), reverse=True))
    return Quality(gain(got) / ideal, 1 / first if first else 0.0)


def measure(queries: Iterable[Query], folder: Path) -> dict[str, Quality]:
    """Index the articles in a folder and ask all queries; give how good each answer is, by the id of its query."""
    searcher.build_index(folder, searcher.read_corpus(ARTICLES))
    with searcher.open_index(folder) as index:
        return {
            query.id: judge(
                [hit.article.key for hit in index.search(query.text, limit=100, today=TODAY)], query.grades
            )
            for query in queries
        }


def average(queries: Iterable[Query], measured: Mapping[str, Quality]) -> dict[str, Quality]:
    """The means over all queries and over each kind; a query weighs as much as any other."""
    groups: defaultdict[str, list[Quality]] = defaultdict(list)
    for query in queries:
        groups[OVERALL].append(measured[query.id])
        groups[query.kind].append(measured[query.id])
    return {
        name: Quality(*(math.fsum(column) / len(group) for column in zip(*group, strict=True)))
        for name, group in groups.items()
    }


# ---------------------------------------------------------------- floors


def read_floors(path: Path = FLOORS) -> Floors:
    """Give what `write_floors` wrote."""
    written = json.loads(path.read_text(encoding="utf-8"))
    means, queries = (
        {name: Quality(*pair) for name, pair in written[key].items()} for key in ("means", "queries")
    )
    return Floors(written["digest"], means, queries)


def write_floors(floors: Floors, path: Path = FLOORS) -> None:
    """Write a line a mean and a query, so that a change is read as a difference of lines."""
    parts = [f'"digest": "{floors.digest}"']
    for name, qualities in (("means", floors.means), ("queries", floors.queries)):
        lines = (f"    {json.dumps(key)}: {json.dumps(quality)}" for key, quality in qualities.items())
        parts.append(f'"{name}": {{\n' + ",\n".join(lines) + "\n  }")
    path.write_text("{\n  " + ",\n  ".join(parts) + "\n}\n", encoding="utf-8", newline="\n")


def raise_floors(queries: Sequence[Query], measured: Mapping[str, Quality], path: Path = FLOORS) -> str:
    """Write what was measured, unless a mean of the same set fell: then nothing is written, and the report given."""
    means = average(queries, measured)
    if path.exists() and (floors := read_floors(path)).digest == digest():
        told = report(means, queries, measured, floors)
        if told:
            return told
    rounded = (
        {name: quality.rounded_down() for name, quality in qualities.items()}
        for qualities in (means, measured)
    )
    write_floors(Floors(digest(), *rounded), path)
    return ""


def fallen(means: Mapping[str, Quality], floors: Floors) -> list[str]:
    """The means that are below their floor, by name."""
    return [name for name, mean in means.items() if not mean.reaches(floors.means[name])]


# ---------------------------------------------------------------- what is shown


def table(means: Mapping[str, Quality], queries: Sequence[Query]) -> str:
    """The means, one a line, with the number of queries behind each."""
    lines = [f"{'kind':<22}{'queries':>8}{'nDCG@10':>10}{'MRR':>8}"]
    for name, mean in means.items():
        count = sum(name in (query.kind, OVERALL) for query in queries)
        lines.append(f"{name:<22}{count:>8}{mean.ndcg:>10.3f}{mean.mrr:>8.3f}")
    return "\n".join(lines)


def report(
    means: Mapping[str, Quality], queries: Iterable[Query], measured: Mapping[str, Quality], floors: Floors
) -> str:
    """Say which means fell, and the ten of their queries that lost most; empty if none fell."""
    names = fallen(means, floors)
    lost = sorted(
        (sum(measured[query.id]) - sum(floors.queries[query.id]), query.id, query.text)
        for query in queries
        if {OVERALL, query.kind} & set(names) and not measured[query.id].reaches(floors.queries[query.id])
    )
    lines = [f"below its floor: {name}, {_change(floors.means[name], means[name])}" for name in names]
    lines += [
        f"  {number}  {text}: {_change(floors.queries[number], measured[number])}"
        for _, number, text in lost[:10]
    ]
    return "\n".join(lines)


def _change(recorded: Quality, now: Quality) -> str:
    return f"nDCG@10 {recorded.ndcg:.3f} -> {now.ndcg:.4f}, MRR {recorded.mrr:.3f} -> {now.mrr:.4f}"


def main() -> int:
    """Measure, show, and raise the floors."""
    queries = read_queries()
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(queries, Path(folder))
    print(table(average(queries, measured), queries))
    told = raise_floors(queries, measured)
    if told:
        print(told, file=sys.stderr)
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
