"""Time the questions that stand for many forms, or ask where words stand.

    python -m benchmarks.terms INDEX

In: an index. Out: for each question how many articles match, and the median of the processor's time to find and
score all of them.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from searcher.index import open_snapshot
from searcher.query import And, AtLeast, Fuzzy, Near, Node, Unit, Wildcard, Word
from searcher.search.matching import Matcher

ROUNDS = 7

QUESTIONS: dict[str, Node] = {
    "gouvern*": Wildcard("gouvern*"),
    "*ation": Wildcard("*ation"),
    "a*": Wildcard("a*"),
    "*": Wildcard("?*"),
    "*é*": Wildcard("*é*"),
    "a* b* c*": And((Wildcard("a*"), Wildcard("b*"), Wildcard("c*"))),
    "emanuel~": Fuzzy("emanuel"),
    "emanuel~2": Fuzzy("emanuel", 2),
    '"reforme retraites"~5': Near((Word("reforme"), Word("retraites")), 5),
    "president PROCHE/phrase republique": Near((Word("president"), Word("republique")), Unit.SENTENCE),
    "president PROCHE/paragraphe republique": Near((Word("president"), Word("republique")), Unit.PARAGRAPH),
    "le PROCHE/3 de": Near((Word("le"), Word("de")), 3),
    "le PROCHE/phrase de": Near((Word("le"), Word("de")), Unit.SENTENCE),
    "AUMOINS/5 france": AtLeast(5, Word("france")),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask each question several times."""
    (folder,) = sys.argv[1:] if arguments is None else arguments
    snapshot = open_snapshot(Path(folder))
    for said, tree in QUESTIONS.items():
        times = []
        for _ in range(ROUNDS):
            start = time.process_time()
            found = Matcher(snapshot).match(tree)
            times.append(time.process_time() - start)
        print(f"{said:40} {sum(map(len, found)):7,} articles {1000 * statistics.median(times):9.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
