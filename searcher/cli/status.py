"""`searcher status`: what an index is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from searcher.cli.options import give_hanging, give_json, index_option, json_option
from searcher.cli.speed import describe_kernels
from searcher.library import Status, open_index
from searcher.present.cleaning import clean_line
from searcher.present.records import to_json

_VALUES = 10  # columns before values
_LEFT_OUT = "too long, nested or too many, so they are shown but cannot be searched"


@click.command(
    "status",
    epilog="""\b
Examples:
  searcher status
  searcher status --index archives-2019/ --json

Exit code: 0 done, 2 there is no index, misuse or an error.""",
)
@index_option
@json_option
def command(folder: Path, as_json: bool) -> int:
    """Say what an index is made of."""
    with open_index(folder) as index:
        status = index.status()
    if as_json:
        give_json(to_json(_record(status)))
    else:
        give_hanging(_lines(status), by=_VALUES)
    return 0


def _record(status: Status) -> dict[str, object]:
    """What `--json` gives: the names of `Status`, and `bytes` for its size."""
    record = {"schema": "status/1", **asdict(status)}
    record["bytes"] = record.pop("size")
    return record


def _lines(status: Status) -> list[str]:
    days = f"{status.first_day} to {status.last_day}" if status.first_day else "none has a date"
    dead = f", of which {status.dead:,} belong to deleted articles" if status.dead else ""
    lines = [
        f"{name:<{_VALUES}}{value}"
        for name, value in {
            "index": clean_line(str(status.folder)),
            "commit": f"{status.commit}{_older(status.commits[1:])}",
            "articles": f"{status.articles:,}",
            "deleted": f"{status.deleted:,}",
            "dates": days,
            "encodings": _counts({name or "none, given as text": n for name, n in status.encodings.items()}),
            "metadata": _counts(status.metadata),
            "fields": _counts(status.fields),
            **({"left out": f"{_counts(status.left_out)}: {_LEFT_OUT}"} if status.left_out else {}),
            "segments": status.segments,
            "forms": f"{status.forms:,}",
            "words": f"{status.words:,}, function words not counted",
            "bytes": f"{status.size:,}{dead}",
            "analysis": status.analysis,
            "kernels": describe_kernels(),
        }.items()
    ]
    if len(status.segment_sizes) > 1:
        lines += ["", "segment   articles  deleted         bytes"]
        lines += [
            f"{segment.name:<10}{segment.articles:>8,} {segment.deleted:>8,} {segment.size:>13,}"
            for segment in status.segment_sizes
        ]
    return lines


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{clean_line(name)} ({count:,})" for name, count in counts.items()) or "none"


def _older(commits: Sequence[int]) -> str:
    return f", and to fall back on {', '.join(map(str, commits))}" if commits else ""
