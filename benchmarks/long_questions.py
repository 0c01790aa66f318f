"""Long questions: how well they are answered by how many of their words suffice.

    python -m benchmarks.long_questions FOLDER [FOLDER…] --queries 3000

In: judged sets, as `relevance.py` reads them, and a seed. Out: for questions of each number of words, nDCG@10,
recall@100, how many articles are found, and for how many of 100 questions none is, if any one of the words suffices,
two of them or a quarter (what searcher does with a long question), a third, half, or all.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from statistics import mean

from benchmarks.judgements import read_judgements
from benchmarks.metrics import ndcg, recall
from searcher import Article, build_index
from searcher.index import Snapshot, open_snapshot
from searcher.query import Among, And, Node, Not, Or, parse
from searcher.query.questions import FEWEST_FOUND, PART_FOUND
from searcher.search.joining import join_neighbours
from searcher.search.matching import Matcher
from searcher.search.ordering import order

# A question that says `hier` must mean the same day in each run.
TODAY = date(2025, 9, 1)

SUFFICE: Mapping[str, Callable[[int], int]] = {
    "any one": lambda words: 1,
    "two, or a quarter": lambda words: max(FEWEST_FOUND, math.ceil(words / PART_FOUND)),
    "two, or a third": lambda words: max(2, math.ceil(words / 3)),
    "half": lambda words: math.ceil(words / 2),
    "all": lambda words: words,
}
MOST_WORDS = 9  # questions of more are taken together


class Searcher:
    """Ranks texts through an index on disk. A text is a body: paragraphs of a book have no title."""

    name = "searcher"

    def __init__(self, texts: Mapping[str, str], folder: Path) -> None:
        """Index texts by key, in a folder that must outlive this."""
        build_index(folder, (Article(key=key, body=text) for key, text in texts.items()))
        self.snapshot = open_snapshot(folder)

    def rank(self, question: str, limit: int) -> list[str]:
        """The keys of the best texts, best first: any word of the question is enough."""
        return rank(self.snapshot, any_of_its_words(parse(question, today=TODAY).tree), limit)


def any_of_its_words(tree: Node) -> Node:
    """Ask for any of what a query asks for, and for nothing that it excludes."""
    if not isinstance(tree, And):
        return tree
    wanted = tuple(child for child in dict.fromkeys(tree.children) if not isinstance(child, Not))
    excluded = tuple(child for child in tree.children if isinstance(child, Not))
    if not wanted:
        return tree
    return And((Or(wanted), *excluded)) if excluded else Or(wanted)


def rank(snapshot: Snapshot, tree: Node, limit: int) -> list[str]:
    """The keys of the best articles in the order of `searcher.search`; no stored text is read."""
    return _find(snapshot, tree, limit)[1]


def _find(snapshot: Snapshot, tree: Node, limit: int) -> tuple[int, list[str]]:
    tree = join_neighbours(tree, snapshot.has_key)
    total, best = order(Matcher(snapshot), tree, limit=limit)
    return total, [snapshot.segments[each.segment].key(each.article) for each in best]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.long_questions", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--queries", type=int, default=3000, help="how many of all sets together")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    judgements = read_judgements(options.folders)
    questions = [question for judged in judgements.sets for question in judged.questions]
    Random(options.seed).shuffle(questions)
    # For each number of words and policy: nDCG, recall, and how many were found, of each question.
    measured: defaultdict[tuple[int, str], list[tuple[float, float, int]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        snapshot = Searcher(judgements.paragraphs, Path(folder)).snapshot
        for question in questions[: options.queries]:
            tree = parse(question.text, today=TODAY).tree
            if not isinstance(tree, And):
                continue
            words = tuple(child for child in dict.fromkeys(tree.children) if not isinstance(child, Not))
            for name, suffice in SUFFICE.items():
                total, ranked = _find(snapshot, Among(min(len(words), suffice(len(words))), words), 100)
                measured[min(len(words), MOST_WORDS), name].append(
                    (ndcg(ranked, question.gains, 10), recall(ranked, question.gains, 100), total)
                )
    print(
        "| words | questions | suffice | nDCG@10 | recall@100 | found | none of 100 |\n|---|---|---|---|---|---|---|"
    )
    for (words_count, name), rows in sorted(measured.items(), key=lambda row: row[0][0]):
        gains, recalls, totals = zip(*rows, strict=True)
        nothing = 100 * totals.count(0) / len(rows)
        print(
            f"| {words_count} | {len(rows):,} | {name} | {mean(gains):.4f} | {mean(recalls):.4f} | "
            f"{mean(totals):,.1f} | {nothing:.0f} |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
