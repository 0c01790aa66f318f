"""What a command costs that opens an index, asks once and ends: processes that start cold, again and again in turn."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.peers.measuring import Cost, run

_WHOOSH = """
import sys
from whoosh import index
from whoosh.qparser import QueryParser
opened = index.open_dir(sys.argv[1])
with opened.searcher() as searcher:
    results = searcher.search(QueryParser("text", opened.schema).parse(sys.argv[2]), limit=10)
    for hit in results:
        print(hit["number"], hit.highlights("text"))
    print(len(results))
"""


def commands(word: str, folders: Mapping[str, Path]) -> dict[str, list[str]]:
    """What to start, by name.

    Args:
        folders: where each engine has its index.
    """
    python = sys.executable
    found = {
        "python -c pass": [python, "-c", "pass"],
        'python -c "import click, rich.console, whoosh.qparser"': [
            python,
            "-c",
            "import click, rich.console, whoosh.qparser",
        ],
    }
    if "searcher" in folders:
        index = str(folders["searcher"] / "index")
        found["searcher search"] = [python, "-m", "searcher", "search", word, "--index", index]
    if "whoosh" in folders:
        found["whoosh: open, ask, 10 highlighted hits"] = [
            python,
            "-c",
            _WHOOSH,
            str(folders["whoosh"]),
            word,
        ]
    return found


def start(named: Mapping[str, Sequence[str]], runs: int) -> dict[str, list[Cost]]:
    """Start each so many times; once more before, for what the system then has in memory."""
    costs: dict[str, list[Cost]] = {name: [] for name in named}
    for number in range(runs + 1):
        for name, command in named.items():
            cost = run(command)
            if number:
                costs[name].append(cost)
    return costs
