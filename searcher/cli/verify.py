"""`searcher verify`: is every byte of an index what was written?"""

from __future__ import annotations

import warnings
from pathlib import Path

import click

from searcher.cli.metering import show_work
from searcher.cli.options import give, index_option
from searcher.errors import IndexDamaged
from searcher.index import DamageWarning
from searcher.library import open_index


@click.command(
    "verify",
    epilog="""\b
Example:
  searcher verify --index archives-2019/

Exit code: 0 all is well, 2 something is damaged, or there is no index.""",
)
@index_option
def command(folder: Path) -> int:
    """Check every byte of an index."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", DamageWarning)
        with open_index(folder) as index:
            status = index.status()
            checked: list[int] = []  # bytes, a step at a time
            with show_work("checking", lambda: sum(checked), status.size):
                index.verify(checked.append)
    if told:
        # An older commit serves, and is whole; but the newest one is not.
        raise IndexDamaged(folder, str(told[0].message))
    segments = "1 segment" if status.segments == 1 else f"{status.segments} segments"
    give([f"OK: commit {status.commit}, {status.articles:,} articles in {segments}, {status.size:,} bytes"])
    return 0
