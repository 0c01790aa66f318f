"""Measure this engine beside others: python -m benchmarks.peers FILE.jsonl [--engines …] [--plot out.png]

In: JSON Lines. Out: Markdown: what building takes, how long questions take and how many articles they find, how long a
command takes that starts, asks once and ends; and a picture, if wanted. Engines that are not there are left out, with
what to do to have them. What is compared is of one run: builds take turns, and so do the engines with each kind of
question.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.drawing_queries import draw, look_at, read_records
from benchmarks.peers.engine import Engine
from benchmarks.peers.engines import ENGINES, OURS
from benchmarks.peers.measuring import Answering, Timing, run, size_of
from benchmarks.peers.plotting import plot
from benchmarks.peers.starting import commands, start
from benchmarks.peers.tables import MEGABYTE, Built, answer_table, build_table, count_table, start_table
from benchmarks.peers.with_searcher import TODAY, query_string
from searcher.query import parse

STARTS = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print what was found."""
    options = _options(arguments)
    wanted = [engine for engine in ENGINES if not options.engines or engine.name in options.engines]
    there = []
    for engine in wanted:
        what_to_do = engine.missing()
        if what_to_do:
            print(f"{engine.name} is left out: {what_to_do}", file=sys.stderr)
        else:
            there.append(engine)
    there = [engine for engine in there if engine.of in {each.name for each in there}]
    if not there:
        print("no engine to measure", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
        _measure(options, there, Path(scratch))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, help="a .jsonl file")
    parser.add_argument("--engines", nargs="+", choices=[engine.name for engine in ENGINES], metavar="ENGINE")
    parser.add_argument("--runs", type=int, default=3, help="how often all is done")
    parser.add_argument("--questions", "--queries", type=int, default=50, help="of each kind")
    parser.add_argument(
        "--jobs",
        type=int,
        default=os.cpu_count() or 1,
        help="processes or threads of the builds that share; 1 for none",
    )
    parser.add_argument("--scratch", type=Path, help="a folder for indexes, with room for all of them")
    parser.add_argument("--plot", type=Path, metavar="OUT.png")
    return parser.parse_args(arguments)


def _measure(options: argparse.Namespace, engines: Sequence[Engine], scratch: Path) -> None:
    corpora = {
        part: _part(options.corpus, part, scratch) for part in sorted({engine.part for engine in engines})
    }
    # The parts of the text are counted in a moment; what is held in memory here would be counted to who is started.
    sizes = {
        part: sum(len(title.encode()) + len(body.encode()) for title, body, _ in read_records(path))
        for part, path in corpora.items()
    }
    built = _build(engines, corpora, sizes, options.runs, options.jobs, scratch)
    _say(f"{date.today()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}; {options.corpus.name}")
    _say("; ".join(f"{engine.name} {engine.version()}" for engine in engines if engine.of == engine.name))
    print("\n".join(("", *build_table(built))), flush=True)

    sample = look_at(options.corpus)
    questions = {kind: drawn for kind, drawn in draw(sample, options.questions).items() if drawn}
    kinds, names = list(questions), [engine.name for engine in engines]
    folders = {engine.name: scratch / engine.of for engine in engines}
    answers, memory = _answer(engines, folders, questions, options.runs)
    megabytes = sample.text_bytes / MEGABYTE
    _say(f"{sample.articles:,} articles, {megabytes:.1f} MB of text; ms: wall p50 / wall p95 [CPU p50]")
    for table in (answer_table, count_table):
        print("\n".join(("", *table(answers, kinds, names))), flush=True)
    held = (f"{name} {size / MEGABYTE:,.0f}" for name, size in memory.items())
    _say(f"memory while answering, MB: {', '.join(held)}")
    if OURS in names:
        _say(
            "parsing apart, ms, p50: "
            + ", ".join(f"{kind} {time:.3f}" for kind, time in _parsing(questions).items())
        )

    word = questions["common"][0].words[0] if "common" in questions else "le"
    print("\n".join(("", *start_table(start(commands(word, folders), STARTS)))), flush=True)
    if options.plot:
        try:
            title = f"{options.corpus.name}, {megabytes:.0f} MB of text"
            plot(options.plot, title, built, answers, kinds, names)
        except ImportError:
            print("no picture: pip install -e '.[benchmarks]'", file=sys.stderr)


def _part(corpus: Path, part: int, scratch: Path) -> Path:
    """The corpus, or a copy of every so many-th of its articles."""
    if part == 1:
        return corpus
    path = scratch / f"one-in-{part}.jsonl"
    with open(corpus, "rb") as lines, open(path, "wb") as copy:
        copy.writelines(line for number, line in enumerate(lines) if number % part == 0)
    return path


def _build(
    engines: Iterable[Engine],
    corpora: Mapping[int, Path],
    sizes: Mapping[int, int],
    runs: int,
    jobs: int,
    scratch: Path,
) -> list[Built]:
    """Build in turn; what was built by one process last stays."""
    builders = [engine for engine in engines if engine.of == engine.name]
    built = {
        (engine.name, number): Built(engine.name, number, sizes[engine.part], engine.part)
        for engine in builders
        # By one at last: that is the index that is asked.
        for number in ((jobs, 1) if engine.shares and jobs > 1 else (1,))
    }
    for _ in range(runs):
        for engine in builders:
            for (name, number), record in built.items():
                if name != engine.name:
                    continue
                folder = scratch / name
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                record.costs.append(run(engine.build_command(corpora[engine.part], folder, number)))
                record.size = size_of(folder)
                print(
                    f"built: {name} × {number}, {record.costs[-1].cpu:.1f} s of CPU",
                    file=sys.stderr,
                    flush=True,
                )
    return sorted(
        built.values(), key=lambda each: (each.jobs, [engine.name for engine in builders].index(each.engine))
    )


def _answer(
    engines: Sequence[Engine], folders: Mapping[str, Path], questions: Mapping[str, Sequence], runs: int
) -> tuple[dict[tuple[str, str], list[Timing]], dict[str, int]]:
    """Ask in turn, kind by kind: timings by kind and engine; memory by engine."""
    answers: dict[tuple[str, str], list[Timing]] = defaultdict(list)
    with ExitStack() as stack:
        processes = {
            engine.name: stack.enter_context(Answering(engine.answer_command(folders[engine.name])))
            for engine in engines
        }
        # Once more before, for what the system then has in memory, and Java compiled.
        for number in range(runs + 1):
            for kind, asked in questions.items():
                for name, process in processes.items():
                    timings = process.ask(asked)
                    if number:
                        answers[kind, name] += timings
            print(f"asked: round {number} of {runs}", file=sys.stderr, flush=True)
        return answers, {name: process.memory() for name, process in processes.items()}


def _parsing(questions: Mapping[str, Sequence]) -> dict[str, float]:
    """Milliseconds that reading a query takes, the median of each kind."""
    found = {}
    for kind, asked in questions.items():
        times = []
        for query in map(query_string, asked):
            parse(query, today=TODAY)
            start = time.perf_counter()
            parse(query, today=TODAY)
            times.append(time.perf_counter() - start)
        found[kind] = 1000 * median(times)
    return found


def _say(sentence: str) -> None:
    print(f"\n{sentence}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
