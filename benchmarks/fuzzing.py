"""Fuzzing: each reader of files, given samples that chance has damaged, many thousand times.

In: how many for each sample, and where to begin. Out: for each sample, how many gave articles, how many a reason, and
what no reader foresaw: those are mistakes of ours, and the seed makes them again. `python benchmarks/fuzzing.py 2000`
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from corpus.mutating import mutate
from corpus.samples import SAMPLES

from searcher.corpus import File, FileReader, Limits

SLOW = 5.0  # seconds for one file of a few kilobytes


def main(count: int, first: int = 0) -> int:
    """Returns how many mistakes there were."""
    mistakes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        for sample in SAMPLES:
            counts: Counter[str] = Counter()
            path = Path(name) / sample.name
            for seed in range(first, first + count):
                data = mutate(sample.data, seed)
                path.write_bytes(data)
                file = File(str(path), sample.name, path.suffix, len(data), 0)
                start = time.perf_counter()
                outcomes = [one for _, one in FileReader(file, limits=Limits(article=1_000_000)).records()]
                seconds = time.perf_counter() - start
                reasons = [one for one in outcomes if isinstance(one, str)]
                counts["articles" if len(reasons) < len(outcomes) else "reasons"] += 1
                unforeseen = [one for one in reasons if "cannot be read" in one]
                if seconds > SLOW:
                    unforeseen.append(f"{seconds:.0f} s")
                for one in unforeseen:
                    mistakes[sample.name] += 1
                    print(f"{sample.name}, seed {seed}: {one}", file=sys.stderr)
            given, refused = counts["articles"], counts["reasons"]
            print(f"{sample.name:16} {count:7,} files: {given:7,} with articles, {refused:7,} without")
    print(f"{count * len(SAMPLES):,} files, {mistakes.total():,} mistakes")
    return mistakes.total()


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
