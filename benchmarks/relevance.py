"""Measure how well searcher ranks long questions, beside other systems, on judged sets of French.

    python -m benchmarks.relevance FOLDER [FOLDER…] --queries 2000

In: folders of paragraphs, questions and judgements (`judgements.py`); the paragraphs of all of them are searched.
Out: for each set and system nDCG@10 and recall@100, with questions as typed and without any accent, as a table; whether
searcher differs from the best of the others by more than chance. Speeds are told, not measured with care.

Sets are often sorted by subject, and their first questions harder or easier than the rest: `--draw SEED` takes some
from everywhere. Figures can be compared within one run only.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Protocol

from benchmarks.judgements import JudgedSet, Question, read_judgements
from benchmarks.long_questions import Searcher
from benchmarks.metrics import ndcg, recall, reciprocal_rank
from benchmarks.relevance_table import DEEP, SHALLOW, Measured, Missing, comparisons, table
from benchmarks.snowball import SnowballBm25, StemIndex


class System(Protocol):
    """What ranks paragraphs."""

    name: str

    def rank(self, question: str, limit: int) -> list[str]:
        """The keys of the best paragraphs, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """What one system made of one set's questions, spelled one way."""

    system: str
    judged: JudgedSet
    spelling: str
    measured: Measured


def without_accents(text: str) -> str:
    """Spell a text as a keyboard without accents would; ligatures stay.

    >>> without_accents("Où l'Œuvre a-t-elle été vendue ?")
    "Ou l'Œuvre a-t-elle ete vendue ?"
    """
    apart = unicodedata.normalize("NFD", text)
    kept = "".join(character for character in apart if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", kept)


SPELLINGS: Mapping[str, Callable[[str], str]] = {"typed": str, "stripped": without_accents}


def measure(system: System, questions: Sequence[Question], spell: Callable[[str], str]) -> Measured:
    """Ask a system questions. Only its answers are timed."""
    measured = Measured([], [], [], 0.0)
    for question in questions:
        text = spell(question.text)
        start = time.perf_counter()
        ranked = system.rank(text, DEEP)
        measured.seconds += time.perf_counter() - start
        measured.ndcg.append(ndcg(ranked, question.gains, SHALLOW))
        measured.recall.append(recall(ranked, question.gains, DEEP))
        measured.reciprocal_rank.append(reciprocal_rank(ranked, question.gains, DEEP))
    return measured


def systems(paragraphs: Mapping[str, str], folder: Path) -> Iterator[System | Missing]:
    """Index the paragraphs with each system in turn; searcher, the first one, in this folder."""
    yield Searcher(paragraphs, folder)
    stemmed = StemIndex.of(paragraphs)
    yield SnowballBm25(stemmed, k1=0.9)
    yield SnowballBm25(stemmed, k1=1.2)
    try:
        from benchmarks.tantivy_french import TantivyFrench
    except ModuleNotFoundError:
        yield Missing("tantivy, French", "not installed: pip install -e '.[benchmarks]'")
    else:
        yield TantivyFrench(paragraphs)


def choose(judged: JudgedSet, count: int, seed: int | None) -> JudgedSet:
    """The first questions of a set; with a seed, as many from anywhere in it."""
    questions = list(judged.questions)
    if seed is not None:
        Random(seed).shuffle(questions)
    return replace(judged, questions=questions[:count])


def write_details(path: Path, runs: Sequence[Run]) -> None:
    """Write what each question got: a row for each question, spelling and system."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, dialect="excel-tab", lineterminator="\n")
        rows.writerow(
            [
                "set",
                "question",
                "spelling",
                "system",
                f"ndcg@{SHALLOW}",
                f"recall@{DEEP}",
                "reciprocal rank",
                "text",
            ]
        )
        for run in runs:
            values = zip(run.measured.ndcg, run.measured.recall, run.measured.reciprocal_rank, strict=True)
            for question, numbers in zip(run.judged.questions, values, strict=True):
                rounded = [f"{number:.4f}" for number in numbers]
                text = " ".join(question.text.split())
                rows.writerow([run.judged.name, question.key, run.spelling, run.system, *rounded, text])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.relevance", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--queries", type=int, default=2000, help="how many of each set; the first ones")
    parser.add_argument("--draw", type=int, metavar="SEED", help="draw them from all of the set instead")
    parser.add_argument("--typed", action="store_true", help="only with accents as typed")
    parser.add_argument("--stripped", action="store_true", help="only without accents")
    parser.add_argument("--details", type=Path, metavar="FILE", help="write what each question got, as TSV")
    options = parser.parse_args(arguments)
    try:
        judgements = read_judgements(options.folders)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    chosen = [choose(judged, options.queries, options.draw) for judged in judgements.sets]
    both = options.typed == options.stripped
    spellings = [name for name in SPELLINGS if both or getattr(options, name)]
    missing, runs = [], []
    with tempfile.TemporaryDirectory() as folder:
        for system in systems(judgements.paragraphs, Path(folder)):
            if isinstance(system, Missing):
                missing.append(system)
                continue
            for judged in chosen:
                for spelling in spellings:
                    measured = measure(system, judged.questions, SPELLINGS[spelling])
                    runs.append(Run(system.name, judged, spelling, measured))
    counts = (
        f"{judged.name} {len(judged.questions):,} of {len(whole.questions):,} questions"
        for judged, whole in zip(chosen, judgements.sets, strict=True)
    )
    print(f"{len(judgements.paragraphs):,} paragraphs; {'; '.join(counts)}\n")
    results = {(run.judged.name, run.system, run.spelling): run.measured for run in runs}
    print("\n".join(table(results, missing)))
    print()
    print("\n".join(comparisons(results, Searcher.name)))
    if options.details:
        write_details(options.details, runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
