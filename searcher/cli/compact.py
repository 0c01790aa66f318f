"""`searcher compact`: fewer segments, and no deleted articles."""

from __future__ import annotations

import os
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from searcher.cli.metering import show_work
from searcher.cli.options import give_hanging, give_json, index_option, json_option
from searcher.index.commits import SEGMENTS
from searcher.index.compacting import Compaction, compact_index
from searcher.present.cleaning import clean_line
from searcher.present.records import to_json


@click.command(
    "compact",
    epilog="""\b
Examples:
  searcher compact
  searcher compact --index archives-2019/ --json

An index that is added to merges its segments by itself, as long as that is quick; this merges all of them,
and drops what is deleted. It takes a quarter of the time of a build, and as much room on the disk as the
index, until the next change: the files of the commit before are kept to fall back on.

Exit code: 0 done, or nothing was to be done, 2 there is no index, someone else is writing, or an error.""",
)
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0,
    metavar="SECONDS",
    help="How long to wait for someone else to finish writing; fail at once if not given.",
)
@index_option
@json_option
def command(wait: float, folder: Path, as_json: bool) -> int:
    """Merge the segments of an index, and drop what is deleted."""
    with show_work(
        "merging", partial(_written, folder, frozenset(_files(folder))), sum(_files(folder).values())
    ):
        compaction = compact_index(folder, wait=wait)
    if as_json:
        give_json(to_json({"schema": "compact/1", **asdict(compaction)}))
    else:
        give_hanging([_line(compaction)], by=2)
    return 0


def _files(folder: Path) -> dict[str, int]:
    """The files of segments that are there, with their sizes."""
    try:
        with os.scandir(folder / SEGMENTS) as there:
            return {entry.name: entry.stat().st_size for entry in there}
    except OSError:  # there is no index, or a file went while it was looked at
        return {}


def _written(folder: Path, before: frozenset[str]) -> int:
    """Bytes of the files that are new."""
    return sum(size for name, size in _files(folder).items() if name not in before)


def _line(compaction: Compaction) -> str:
    folder = clean_line(str(compaction.folder))
    if not compaction.changed:
        return f"{folder}: nothing to do, {_count(compaction.segments, 'segment')} without deleted articles"
    return (
        f"{folder}: {_count(compaction.segments_before, 'segment')} became {compaction.segments:,}, "
        f"{_count(compaction.dropped, 'deleted article')} dropped, "
        f"{compaction.size_before:,} bytes became {compaction.size:,}"
    )


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
