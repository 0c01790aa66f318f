"""Kill real builds at random moments, and look at what they leave.

    python -m benchmarks.kills --kills 200

In: a number of kills and a seed. Out: how many left the old index and how many the new one, each opened, verified,
searched and read whole after its kill. Exit 1 if one left neither, or if the last build leaves files over.

Two made-up corpora take turns: whenever a build was killed too late, what it built is the old index from then on.
Half of the kills come at any moment of the process, half while it writes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.observing import observe
from searcher.index.commits import SEGMENTS, commit_numbers, read_commit, segment_files

ARTICLES = 120
WORDS = 1000  # an article
QUESTIONS = ("*", "mot1 mot2", '"mot1 mot2" OU mot3', "corpus0", "corpus1", "titre:mot4 SAUF mot5")
_POLL = 0.001  # seconds


@dataclass(slots=True)
class Outcome:
    """What the kills left."""

    old: int = 0
    new: int = 0
    neither: list[str] = field(default_factory=list)  # what was wrong
    leftovers: list[str] = field(default_factory=list)  # files, after one last build


@dataclass(frozen=True, slots=True)
class _Times:
    """How long a build takes, in seconds from its start."""

    first_file: float
    end: float


def make_corpus(path: Path, number: int, articles: int, random: Random) -> None:
    """Write articles of words drawn by chance, frequent ones and rare ones."""
    with path.open("w", encoding="utf-8") as file:
        for article in range(articles):
            words = [f"mot{int(random.paretovariate(0.7)) % 20_000}" for _ in range(WORDS)]
            record = {"id": f"{number}-{article}", "title": " ".join(words[:5]), "text": " ".join(words)}
            file.write(json.dumps({**record, "text": f"corpus{number} {record['text']}"}) + "\n")


def start_build(corpus: Path, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "searcher", "index", "--quiet", str(corpus), "--index", str(folder)]
    root = Path(__file__).parents[1]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(root)})


def _wait_for_file(build: subprocess.Popen[bytes], folder: Path, before: set[str]) -> None:
    while build.poll() is None and before.issuperset(segment_files(folder)):
        time.sleep(_POLL)


def _build(corpus: Path, folder: Path) -> _Times:
    """Let a build end, and time it."""
    before, start = set(segment_files(folder)), time.perf_counter()
    with start_build(corpus, folder) as build:
        _wait_for_file(build, folder, before)
        first_file = time.perf_counter() - start
        if build.wait() != 0:
            raise RuntimeError("a build that nobody killed failed")
    return _Times(first_file, time.perf_counter() - start)


def kill(folder: Path, *, kills: int, seed: int, articles: int = ARTICLES) -> Outcome:
    """Build in a folder, killed that often."""
    random, outcome = Random(seed), Outcome()
    corpora = [folder / f"corpus{number}.jsonl" for number in range(2)]
    for number, corpus in enumerate(corpora):
        make_corpus(corpus, number, articles, random)
    index = folder / "index"
    states, times = [], _Times(0, 0)
    for corpus in corpora:
        times = _build(corpus, index)
        states.append(observe(index, QUESTIONS))
    serving = 1
    for turn in range(kills):
        other = 1 - serving
        before = set(segment_files(index))
        with start_build(corpora[other], index) as build:
            if turn % 2:
                _wait_for_file(build, index, before)
                time.sleep(random.uniform(0, 1.1 * (times.end - times.first_file)))
            else:
                time.sleep(random.uniform(0, 1.1 * times.end))
            build.kill()
        try:
            state: object = observe(index, QUESTIONS)
        except Exception as error:  # whatever it is, it is what we are looking for
            state = f"{type(error).__name__}: {error}"
        if state == states[other]:
            outcome.new += 1
            serving = other
        elif state == states[serving]:
            outcome.old += 1
        else:
            outcome.neither.append(f"kill {turn}: {state:.200}" if isinstance(state, str) else f"kill {turn}")
    for corpus in corpora:
        _build(corpus, index)
    named = {name for number in commit_numbers(index) for name in read_commit(index, number).file_names()}
    outcome.leftovers = sorted({path.name for path in (index / SEGMENTS).iterdir()} - named)
    outcome.leftovers += sorted(path.name for path in index.glob("*.tmp"))
    return outcome


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill, and tell."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        outcome = kill(Path(folder), kills=options.kills, seed=options.seed)
    for wrong in outcome.neither + outcome.leftovers:
        print(wrong)
    print(
        f"{options.kills} kills in {time.perf_counter() - start:.0f} s: {outcome.old} left the old index, "
        f"{outcome.new} the new one, {len(outcome.neither)} neither; {len(outcome.leftovers)} files left over"
    )
    return 1 if outcome.neither or outcome.leftovers else 0


if __name__ == "__main__":
    sys.exit(main())
