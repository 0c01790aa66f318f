"""`searcher status`: what an index is made of."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from searcher.cli.options import give, give_json, index_option, json_option
from searcher.cli.speed import describe_kernels
from searcher.library import Status, open_index
from searcher.present import clean_line, to_json


@click.command(
    "status",
    epilog="""\b
Examples:
  searcher status
  searcher status --index archives-2019/ --json""",
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
        give(_lines(status))
    return 0


def _record(status: Status) -> dict[str, object]:
    """What `--json` gives: the names of `Status`, and `bytes` for its size. Names are only ever added."""
    record = asdict(status)
    record["bytes"] = record.pop("size")
    return record


def _lines(status: Status) -> list[str]:
    days = f"{status.first_day} to {status.last_day}" if status.first_day else "none has a date"
    return [
        f"{name:<10}{value}"
        for name, value in {
            "index": clean_line(str(status.folder)),
            "commit": status.commit,
            "articles": f"{status.articles:,}",
            "deleted": f"{status.deleted:,}",
            "dates": days,
            "segments": status.segments,
            "forms": f"{status.forms:,}",
            "words": f"{status.words:,}, function words not counted",
            "bytes": f"{status.size:,}",
            "analysis": status.analysis,
            "kernels": describe_kernels(),
        }.items()
    ]
