"""`searcher index`: build the index of some articles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from searcher.cli.metering import MEGABYTE, Meter, show_progress
from searcher.cli.options import give_json, index_option, json_option
from searcher.cli.skipping import Skips
from searcher.cli.speed import tell_if_slow
from searcher.cli.telling import tell
from searcher.corpus import LARGEST_ARTICLE, LARGEST_FILE, read_corpus
from searcher.index import LARGEST_STORED, Commit, build_index

_CORPUS = Path("corpus")


@click.command(
    "index",
    epilog="""\b
Examples:
  searcher index
  searcher index depeches/ archives.jsonl --index archives/
  searcher index --skipped ignores.txt

SOURCE is a folder, read with all that is in it, or a file; `corpus` if none is given. Articles are .txt
files in the press form and .jsonl files, in any encoding. A file that cannot be read is skipped and told.

Exit code: 0 something was indexed, 2 nothing was, misuse or an error; the old index then stays as it was.""",
)
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Build from scratch, which is what is always done as yet.")
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
@click.option(
    "--largest-article",
    type=click.FloatRange(0, LARGEST_STORED / MEGABYTE, min_open=True),
    default=LARGEST_ARTICLE / MEGABYTE,
    show_default=True,
    metavar="MB",
    help="Skip articles that take more.",
)
@click.option(
    "--largest-file",
    type=click.FloatRange(0, min_open=True),
    default=LARGEST_FILE / MEGABYTE,
    show_default=True,
    metavar="MB",
    help="Skip files that take more.",
)
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
@index_option
@json_option
def command(
    sources: tuple[Path, ...],
    rebuild: bool,
    skipped: TextIO | None,
    wait: float,
    largest_article: float,
    largest_file: float,
    quiet: bool,
    folder: Path,
    as_json: bool,
) -> None:
    """Build the index of these articles; the old one serves until the new one is whole."""
    if not quiet:
        tell_if_slow()
    sources = sources or (_CORPUS,)
    meter = Meter()
    with _telling_what_was_skipped(skipped, quiet=quiet) as skips:
        articles = read_corpus(
            *sources,
            on_skip=skips.on_skip,
            on_file=meter.on_file,
            largest_article=round(largest_article * MEGABYTE),
            largest_file=round(largest_file * MEGABYTE),
        )
        with show_progress(meter, sources, quiet=quiet):
            commit = build_index(folder, articles, on_article=meter.on_article, wait=wait)
        if not quiet:
            tell(_summarize(folder, commit, meter))
    if as_json:
        # Only here: presentation takes 100 ms to load, and a build has no other use for it.
        from searcher.present import to_json

        give_json(to_json(_record(folder, commit, meter, skips)))


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


def _summarize(folder: Path, commit: Commit, meter: Meter) -> str:
    articles = f"{commit.articles:,} article{'s' if commit.articles > 1 else ''}"
    figures = f"{meter.bytes / MEGABYTE:,.1f} MB in {meter.seconds:,.1f} s ({meter.speed:.1f} MB/s)"
    return f"{folder}: {articles} indexed, {figures}"


def _record(folder: Path, commit: Commit, meter: Meter, skips: Skips) -> dict[str, object]:
    """What `--json` gives. Names are only ever added."""
    return {
        "folder": str(folder),
        "commit": commit.number,
        "articles": commit.articles,
        "segments": len(commit.segments),
        "bytes": meter.bytes,
        "seconds": round(meter.seconds, 3),
        "skipped": skips.count,
        "first_skipped": [{"path": one.path, "reason": one.reason} for one in skips.first],
    }
