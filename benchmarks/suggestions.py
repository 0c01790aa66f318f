"""Measure how often the word that was meant is suggested for one that was mistyped.

    python -m benchmarks.suggestions INDEX --words 1200

In: an index, and a seed. Out: for each kind of mistake, made at random places of words drawn from the lexicon of the
index, how often the word meant is the first suggestion and among the first three; and the time that one takes.

A mistake that makes another word of the index is none that anyone could see, and is drawn again. A suggestion counts
as right if it has the letters of the word meant, whatever its accents.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from searcher.analysis import key
from searcher.index import Snapshot, open_snapshot
from searcher.search.suggesting import neighbours, suggest

FEWEST_LETTERS = 4
# What fewer articles have is mostly mistyped itself.
FEWEST_ARTICLES = 3

_HEARD = (
    ("ph", "f"),
    ("f", "ph"),
    ("eau", "o"),
    ("au", "o"),
    ("o", "au"),
    ("qu", "k"),
    ("c", "k"),
    ("en", "an"),
    ("an", "en"),
    ("em", "an"),
    ("s", "z"),
    ("z", "s"),
    ("ss", "s"),
    ("h", ""),
)


def double(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def neighbour(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    return word[:at] + random.choice(sorted(neighbours(word[at])) or [word[at]]) + word[at + 1 :]


def insert(word: str, random: Random) -> str:
    at = random.randrange(len(word) + 1)
    return word[:at] + random.choice("abcdefghijklmnopqrstuvwxyz") + word[at:]


def transpose(word: str, random: Random) -> str:
    at = random.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def mishear(word: str, random: Random) -> str:
    heard = [(a, b) for a, b in _HEARD if a in word]
    a, b = random.choice(heard) if heard else ("", "")
    return word.replace(a, b, 1) if a else word


def leave_out(word: str, random: Random) -> str:
    at = random.randrange(len(word))
    return word[:at] + word[at + 1 :]


MISTAKES: dict[str, Callable[[str, Random], str]] = {
    "doubled": double,
    "neighbour key": neighbour,
    "inserted": insert,
    "transposed": transpose,
    "heard": mishear,
    "left out": leave_out,
}


def vocabulary(snapshot: Snapshot) -> dict[str, int]:
    """How many articles, about, have each key of letters alone."""
    counts: Counter[str] = Counter()
    for segment in snapshot.segments:
        for entry in segment.forms():
            counts[key(entry.form)] += max(entry.body.articles, entry.title.articles)
    return {word: count for word, count in counts.items() if word.isascii() and word.isalpha()}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.suggestions", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("index", type=Path)
    parser.add_argument("--words", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", action="store_true", help="list what was not suggested first")
    options = parser.parse_args(arguments)
    snapshot, random = open_snapshot(options.index), Random(options.seed)
    known = vocabulary(snapshot)
    words = sorted(
        word for word, count in known.items() if len(word) >= FEWEST_LETTERS and count >= FEWEST_ARTICLES
    )
    ranks: defaultdict[str, list[int]] = defaultdict(list)
    seconds = []
    while len(seconds) < options.words:
        kind = list(MISTAKES)[len(seconds) % len(MISTAKES)]
        meant = random.choice(words)
        typed = MISTAKES[kind](meant, random)
        if typed in known or typed == meant:
            continue
        start = time.process_time()
        found = [key(each.form) for each in suggest(snapshot, typed)]
        seconds.append(time.process_time() - start)
        ranks[kind].append(found.index(meant) if meant in found else len(known))
        if options.missed and ranks[kind][-1]:
            print(f"{kind}: {typed} for {meant} ({known[meant]}): {', '.join(found[:3])}")
    print(f"{len(words):,} words, {len(seconds):,} mistakes\n")
    print("| mistake | first | among three |\n|---|---|---|")
    ranks["all"] = [rank for each in ranks.values() for rank in each]
    for kind, each in ranks.items():
        first, three = (100 * sum(rank < most for rank in each) / len(each) for most in (1, 3))
        print(f"| {kind} | {first:.1f} % | {three:.1f} % |")
    seconds.sort()
    print(
        f"\n{1e3 * sum(seconds) / len(seconds):.1f} ms each, the median {1e3 * seconds[len(seconds) // 2]:.1f} ms"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
