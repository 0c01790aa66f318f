"""Hold the index against the naive scan, on a whole corpus.

    python -m benchmarks.oracle FILE.jsonl --queries 300

In: articles, and a seed. Out: of how many queries drawn from the texts (a word, two words, three words in a row with
quotes and without, any of three words) the index finds the same articles with the same scores as the scan; the others,
one a line. Exit 1 if any.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

from benchmarks.scan import Scan
from searcher.article import Article
from searcher.corpus import read_corpus
from searcher.index import Snapshot, open_snapshot
from searcher.index.writing import build_index
from searcher.query import Node, parse
from searcher.search.joining import join_neighbours
from searcher.search.matching import Matcher
from searcher.search.ordering import order

# Scores are sums in another order: they may differ by the last digits of a double.
TOLERANCE = 1e-9


def draw_queries(articles: Sequence[Article], count: int, seed: int) -> Iterator[str]:
    """Draw queries from texts: words that stand there, alone, with another, or in a row in quotes."""
    random = Random(seed)
    while count > 0:
        text = random.choice(articles).body.split()
        words = [word.strip(".,;:!?()[]«»“”\"'…*~=-–—") for word in text]
        words = [
            word for word in words if word and word.isprintable() and not set(word) & set('"*?~=:()[]«»“”')
        ]
        if len(words) < 4:
            continue
        at = random.randrange(len(words) - 3)
        row = words[at : at + 3]
        yield (
            words[at],
            f"{words[at]} {random.choice(words)}",
            f'"{" ".join(row)}"',
            " ".join(row),
            " OU ".join(row),
        )[count % 5]
        count -= 1


def find(snapshot: Snapshot, tree: Node) -> dict[str, float]:
    """What the index finds: keys and scores, best first."""
    tree = join_neighbours(tree, snapshot.has_key)
    _, best = order(Matcher(snapshot), tree, limit=snapshot.articles)
    return {snapshot.segments[each.segment].key(each.article): each.score for each in best}


def difference(scan: Scan, snapshot: Snapshot, tree: Node) -> str:
    """Say how the index differs from the scan; nothing if they agree."""
    expected = {scan.articles[number].key: score for number, score in scan.search(tree).items()}
    found = find(snapshot, tree)
    if missing := sorted(expected.keys() - found.keys()):
        return f"{len(missing)} of {len(expected)} articles are not found: {', '.join(missing[:3])}"
    if extra := sorted(found.keys() - expected.keys()):
        return f"{len(extra)} articles are found that do not match: {', '.join(extra[:3])}"
    for key, score in expected.items():
        if not math.isclose(score, found[key], rel_tol=TOLERANCE, abs_tol=TOLERANCE):
            return f"{key} has the score {found[key]} instead of {score}"
    return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Build an index of the corpus aside, and compare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.oracle", description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, help="a .jsonl file, or a folder of articles")
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    articles = list({article.key: article for article in read_corpus(options.corpus)}.values())
    with tempfile.TemporaryDirectory() as folder:
        build_index(folder, articles)
        snapshot = open_snapshot(Path(folder))
        start = time.perf_counter()
        scan = Scan(articles, by_definition=False)
        print(f"{len(articles):,} articles cut in {time.perf_counter() - start:.0f} s", file=sys.stderr)
        wrong = 0
        for query in draw_queries(articles, options.queries, options.seed):
            told = difference(scan, snapshot, parse(query, today=date.today()).tree)
            if told:
                wrong += 1
                print(f"{query}\t{told}")
    print(f"{options.queries - wrong} of {options.queries} queries agree on {len(articles):,} articles")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
