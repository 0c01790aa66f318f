"""What grows with the corpus, and how: python -m benchmarks.growing --sizes 100 1000 4000 [--scratch FOLDER]

In: sizes of synthetic corpora, in megabytes of JSON Lines. Out: a Markdown table, a column for each size: what it takes
to build, open, ask, commit a little, refresh and compact; each in a process of its own. Needs three times the largest
size on disk, in the scratch folder, which is left as it was. Corpora are kept where --corpora says, and found there by
the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.drawing_queries import draw, look_at
from benchmarks.peers.engines import ENGINES, OURS
from benchmarks.peers.measuring import Answering, Cost, run, size_of
from benchmarks.peers.tables import median_seconds
from searcher import Article, edit_index, open_index

MEGABYTE = 1_000_000
QUESTIONS = 30  # of each kind
STARTS = 5  # of the command line
ROUNDS = 3  # of questions
COMMITS = 5  # little ones
COMMITTED = 100  # articles in each


@dataclass(frozen=True, slots=True)
class Grown:
    """What was measured at one size."""

    articles: int
    text_bytes: int
    index_bytes: int
    build: Cost  # by one process
    shared_build: Cost  # by as many as there are cores
    probed: Mapping[str, float]  # as `probe` gives it
    command: Sequence[Cost]  # `searcher search`
    medians: Mapping[str, float | None]  # seconds of CPU, by kind of question
    answering_bytes: int  # of memory, while answering
    compaction: Cost


def measure(corpus: Path, scratch: Path) -> Grown:
    """Do with a corpus all that is done with one."""
    folder = scratch / "index"
    # An index of its own: what a rebuild replaces stays on disk until the next commit.
    shared_folder = scratch / "shared"
    index = [sys.executable, "-m", "searcher", "index", str(corpus), "--quiet"]
    shared = run([*index, "--index", str(shared_folder), "--jobs", str(os.cpu_count() or 1)])
    shutil.rmtree(shared_folder)
    alone = run([*index, "--index", str(folder), "--jobs", "1"])
    size = size_of(folder)

    asked = _in_its_own_process("--ask", str(corpus), str(scratch))
    search = [sys.executable, "-m", "searcher", "search", asked["word"], "--index", str(folder)]
    command = [run(search) for _ in range(STARTS + 1)][1:]
    probed = _in_its_own_process("--probe", str(folder))
    compaction = run([sys.executable, "-m", "searcher", "compact", "--index", str(folder)])
    return Grown(
        articles=asked["articles"],
        text_bytes=asked["text_bytes"],
        index_bytes=size,
        build=alone,
        shared_build=shared,
        probed=probed,
        command=command,
        medians=asked["medians"],
        answering_bytes=asked["answering_bytes"],
        compaction=compaction,
    )


def corpus_of(megabytes: float, seed: int, folder: Path) -> Path:
    """A synthetic corpus in a folder, made unless it is there."""
    corpus = folder / f"synthetic-{megabytes:g}-{seed}.jsonl"
    if not corpus.exists():
        part = corpus.with_suffix(".part")
        size = ["--megabytes", str(megabytes), "--seed", str(seed)]
        run([sys.executable, "-m", "benchmarks.synthetic", str(part), *size])
        part.rename(corpus)
    return corpus


def ask(corpus: Path, scratch: Path) -> dict[str, Any]:
    """Ask questions of each kind, drawn from the corpus: their medians in CPU-seconds, and what else is then known."""
    sample = look_at(corpus)
    questions = {kind: asked for kind, asked in draw(sample, QUESTIONS).items() if asked}
    ours = next(engine for engine in ENGINES if engine.name == OURS)
    medians: dict[str, float | None] = {}
    with Answering(ours.answer_command(scratch)) as process:
        for kind, asked in questions.items():
            timings = [timing for _ in range(ROUNDS) for timing in process.ask(asked)]
            medians[kind] = median_seconds(timings, "cpu")
        answering = process.memory()
    return {
        "articles": sample.articles,
        "text_bytes": sample.text_bytes,
        "medians": medians,
        "answering_bytes": answering,
        "word": questions["common"][0].words[0],
    }


def probe(folder: Path) -> dict[str, float]:
    """In a process of its own: seconds to open, to commit and to refresh; how many files it then has open or mapped."""
    with open_index(folder):
        pass  # modules are loaded when they are first needed
    start = time.perf_counter()
    index = open_index(folder)
    opened = time.perf_counter() - start
    files = _open_files(folder)
    segments = index.status().segments
    commits, refreshes = [], []
    for number in range(COMMITS):
        start = time.perf_counter()
        with edit_index(folder) as writer:
            for article in range(COMMITTED):
                writer.put(
                    Article(
                        key=f"nouveau-{number}-{article}",
                        title="Nouveau",
                        body="Un texte nouveau, de peu de mots.",
                    )
                )
        commits.append(time.perf_counter() - start)
        start = time.perf_counter()
        index.refresh()
        refreshes.append(time.perf_counter() - start)
    index.close()
    return {
        "open": opened,
        "files": files,
        "segments": segments,
        "commit": median(commits),
        "refresh": median(refreshes),
    }


def table(grown: Mapping[float, Grown]) -> Iterator[str]:
    """A column for each size, by its megabytes of JSON Lines."""
    columns = list(grown.values())
    yield f"| | {' | '.join(f'{megabytes:,g} MB' for megabytes in grown)} |"
    yield f"|---|{'---|' * len(columns)}"
    rows = [
        ("articles", [f"{each.articles:,}" for each in columns]),
        ("text, MB", [f"{each.text_bytes / MEGABYTE:,.0f}" for each in columns]),
        ("index, of the text", [f"{each.index_bytes / each.text_bytes:.2f}" for each in columns]),
        ("segments", [f"{each.probed['segments']:.0f}" for each in columns]),
        ("build by one: wall s", [f"{each.build.wall:,.1f}" for each in columns]),
        ("… CPU s", [f"{each.build.cpu:,.1f}" for each in columns]),
        ("… MB per CPU-s", [f"{each.text_bytes / MEGABYTE / each.build.cpu:.1f}" for each in columns]),
        ("… peak memory MB", [f"{each.build.memory / MEGABYTE:,.0f}" for each in columns]),
        ("build by all cores: wall s", [f"{each.shared_build.wall:,.1f}" for each in columns]),
        ("… CPU s", [f"{each.shared_build.cpu:,.1f}" for each in columns]),
        (
            "… peak memory of the largest process MB",
            [f"{each.shared_build.memory / MEGABYTE:,.0f}" for each in columns],
        ),
        ("open, ms", [f"{1000 * each.probed['open']:.1f}" for each in columns]),
        ("… files open or mapped", [f"{each.probed['files']:.0f}" for each in columns]),
        (
            "`searcher search`, cold: wall ms",
            [_milliseconds([cost.wall for cost in each.command]) for each in columns],
        ),
        ("… CPU ms", [_milliseconds([cost.cpu for cost in each.command]) for each in columns]),
        (
            "… peak memory MB",
            [f"{max(cost.memory for cost in each.command) / MEGABYTE:,.0f}" for each in columns],
        ),
        *(
            (f"{kind}: CPU ms, p50", [_median(each.medians.get(kind)) for each in columns])
            for kind in dict.fromkeys(kind for each in columns for kind in each.medians)
        ),
        ("memory while answering, MB", [f"{each.answering_bytes / MEGABYTE:,.0f}" for each in columns]),
        (f"commit {COMMITTED} articles, ms", [f"{1000 * each.probed['commit']:.0f}" for each in columns]),
        ("refresh, ms", [f"{1000 * each.probed['refresh']:.1f}" for each in columns]),
        ("`searcher compact`: wall s", [f"{each.compaction.wall:,.1f}" for each in columns]),
        ("… CPU s", [f"{each.compaction.cpu:,.1f}" for each in columns]),
        ("… peak memory MB", [f"{each.compaction.memory / MEGABYTE:,.0f}" for each in columns]),
    ]
    for name, cells in rows:
        yield f"| {name} | {' | '.join(cells)} |"


def _in_its_own_process(task: str, *arguments: str) -> dict[str, Any]:
    """What a task of this module gives. Memory that this process held would be counted to all that it starts."""
    command = [sys.executable, "-m", "benchmarks.growing", task, *arguments]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def _median(seconds: float | None) -> str:
    return "n/a" if seconds is None else f"{1000 * seconds:.3f}"


def _milliseconds(seconds: Sequence[float]) -> str:
    return f"{1000 * median(seconds):.0f}"


def _open_files(folder: Path) -> int:
    """How many files of a folder this process has open or mapped; 0 where the system does not say."""
    within = str(folder.resolve()) + os.sep
    try:
        maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
        mapped = {line[line.index(within) :] for line in maps if within in line}
        opened = {os.readlink(link) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
    except OSError:
        return 0
    return len(mapped | {path for path in opened if path.startswith(within)})


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure all sizes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growing", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=float, nargs="+", default=(100, 1000, 4000), metavar="MB")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scratch", type=Path, help="a folder with room for a corpus and its index, twice")
    parser.add_argument("--corpora", type=Path, help="where the corpora are kept  [default: nowhere]")
    parser.add_argument("--ask", type=Path, nargs=2, metavar=("CORPUS", "SCRATCH"), help=argparse.SUPPRESS)
    parser.add_argument("--probe", type=Path, metavar="INDEX", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.ask or options.probe:
        print(json.dumps(ask(*options.ask) if options.ask else probe(options.probe)))
        return 0
    grown: dict[float, Grown] = {}
    for megabytes in options.sizes:
        with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
            corpus = corpus_of(megabytes, options.seed, options.corpora or Path(scratch))
            grown[megabytes] = measure(corpus, Path(scratch))
        print(f"measured: {megabytes:,g} MB", file=sys.stderr, flush=True)
    print("\n".join(table(grown)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
