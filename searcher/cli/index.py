"""`searcher index`: make an index hold what a corpus holds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from searcher.cli.metering import MEGABYTE, Meter, show_progress, tell_formats
from searcher.cli.options import give, give_json, index_option, json_option
from searcher.cli.reading import reading_options
from searcher.cli.skipping import Skips
from searcher.cli.speed import tell_if_slow
from searcher.cli.telling import tell
from searcher.corpus import Limits
from searcher.index.building import SEGMENT_BYTES
from searcher.index.updating import Changes, Listed, update_index

_CORPUS = Path("corpus")
_SHOWN = 20


@click.command(
    "index",
    epilog="""\b
Examples:
  searcher index
  searcher index --dry-run
  searcher index depeches/ archives.jsonl --index archives/
  searcher index --skipped ignores.txt
  searcher index --map text=contenu_brut --map date=mise_en_ligne export.csv

SOURCE is a folder, read with all that is in it, or a file; `corpus` if none is given. Read are press text,
JSON, JSON Lines, CSV, HTML, RSS, Atom, Markdown, mail, NITF, NewsML-G2, TEI, WARC, PDF, exports of Europresse and
Factiva, compressed or in archives, in any encoding: what a file is, its content says. A file that cannot be
read is skipped and told.

What the sources hold, the index holds afterwards: articles that are no longer there are removed. Only files that
changed since the last time are read; if nothing changed, nothing is written.

Exit code: 0 the index is up to date, 2 misuse or an error; the old index then stays as it was.""",
)
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Read and build everything anew, aside.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--allow-empty", is_flag=True, help="Let a source that is empty now take its articles with it.")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Processes that share a build from nothing; as many as there are cores if not given.",
)
@click.option(
    "--segment",
    type=click.IntRange(1, 1024),
    default=SEGMENT_BYTES >> 20,
    show_default=True,
    metavar="MB",
    help="Text of one segment. Each process needs some 100 MB of memory, and 2.5 times as much as this.",
)
@click.option(
    "--skipped", type=click.File("w", encoding="utf-8", lazy=False), help="Write there all that was skipped."
)
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0,
    metavar="SECONDS",
    help="How long to wait for another build to finish; fail at once if not given.",
)
@reading_options
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
@index_option
@json_option
def command(
    sources: tuple[Path, ...],
    rebuild: bool,
    dry_run: bool,
    allow_empty: bool,
    jobs: int | None,
    segment: int,
    skipped: TextIO | None,
    wait: float,
    quiet: bool,
    folder: Path,
    as_json: bool,
    limits: Limits,
) -> None:
    """Index the articles that are new or changed; the old index serves until the new one is whole."""
    if not quiet:
        tell_if_slow()
    sources = sources or (_CORPUS,)
    meter = Meter()
    with _telling_what_was_skipped(skipped, quiet=quiet) as skips:
        with show_progress(meter, sources, quiet=quiet):
            changes = update_index(
                folder,
                *sources,
                dry_run=dry_run,
                rebuild=rebuild,
                allow_empty=allow_empty,
                on_skip=skips.on_skip,
                on_file=meter.on_file,
                limits=limits,
                jobs=jobs or _cores(),
                segment_bytes=segment << 20,
                wait=wait,
            )
        if not quiet:
            if changes.all_read:
                tell(f"note: {changes.all_read}: all files were read")
            if not dry_run:
                tell(_summarize(folder, changes, meter))
                tell_formats(meter)
    if dry_run and not as_json:
        give(_list(changes))
    if as_json:
        # Only here: presentation takes 100 ms to load, and a build has no other use for it.
        from searcher.present.records import to_json

        give_json(to_json(_record(folder, changes, meter, skips, dry_run=dry_run)))


def _cores() -> int:
    """Those that this process may use, where the system says which."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _telling_what_was_skipped(file: TextIO | None, *, quiet: bool) -> Iterator[Skips]:
    """Say what was skipped at the end, above all when it was everything."""
    skips = Skips(file)
    try:
        yield skips
    finally:
        if not quiet:
            for line in skips.describe():
                tell(line)


def _summarize(folder: Path, changes: Changes, meter: Meter) -> str:
    assert changes.commit
    articles = f"{changes.commit.articles:,} article{'s' if changes.commit.articles > 1 else ''}"
    done = ", ".join(f"{kind.count:,} {name}" for name, _, kind in _kinds(changes) if kind.count)
    read = f"{changes.bytes / MEGABYTE:,.1f} MB read in {meter.seconds:,.1f} s"
    return f"{folder}: {articles} ({done or 'nothing changed'}), {read}"


def _kinds(changes: Changes) -> tuple[tuple[str, str, Listed], ...]:
    return (
        ("new", "+", changes.added),
        ("changed", "~", changes.changed),
        ("renamed", "→", changes.renamed),
        ("removed", "-", changes.removed),
    )


def _list(changes: Changes) -> Iterator[str]:
    """Say what would be done, in lines."""
    for name, sign, kind in _kinds(changes):
        yield f"{sign} {kind.count:,} {name}"
        yield from (f"  {sign} {described}" for described in kind.first[:_SHOWN])
        if kind.count > _SHOWN:
            yield f"  {sign} … and {kind.count - _SHOWN:,} more"
    yield f"= {changes.unchanged:,} unchanged"


def _record(
    folder: Path, changes: Changes, meter: Meter, skips: Skips, *, dry_run: bool
) -> dict[str, object]:
    """What `--json` gives."""
    commit = changes.commit
    return {
        "schema": "index/1",
        "folder": str(folder),
        "dry_run": dry_run,
        "commit": commit.number if commit else 0,
        "articles": commit.articles if commit else 0,
        "segments": len(commit.segments) if commit else 0,
        **{name: kind.count for name, _, kind in _kinds(changes)},
        "unchanged": changes.unchanged,
        **{f"first_{name}": kind.first for name, _, kind in _kinds(changes)},
        "all_read": changes.all_read,
        "bytes": changes.bytes,
        "seconds": round(meter.seconds, 3),
        "formats": dict(meter.formats.most_common()),
        "conflicting_dates": meter.conflicting,
        "unread_lines": meter.unread,
        "skipped": skips.count,
        "first_skipped": [{"path": one.path, "reason": one.reason} for one in skips.first],
    }
