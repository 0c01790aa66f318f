"""`searcher corpus check`: what is in a corpus, before it is indexed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from searcher.cli.metering import Meter, show_progress
from searcher.cli.options import give_hanging, give_json, json_option
from searcher.cli.reading import reading_options
from searcher.corpus import Limits
from searcher.corpus.checking import Checked, check_corpus

_CORPUS = Path("corpus")
_SHOWN = 10  # of each kind of trouble
_MOST_SHOWN = 15  # lines of each table
_SAMPLE_CHARACTERS = 400


@click.group(
    "corpus",
    epilog="""\b
Examples:
  searcher corpus check archives/ --sample 5

Exit code: that of the command.""",
)
def command() -> None:
    """Look at a corpus without indexing it."""


@command.command(
    "check",
    epilog="""\b
Examples:
  searcher corpus check
  searcher corpus check archives/ --sample 5
  searcher corpus check export.csv --map text=contenu_brut --json

Reads everything in SOURCE (`corpus` if none is given) and writes nothing: what the files are, in which encodings,
what articles say of themselves, which have no date, which are there twice, what is refused and why.

Exit code: 0 there are articles, 1 there is none, 2 misuse or an error.""",
)
@click.argument("sources", metavar="[SOURCE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--sample",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Show N articles, spread over the corpus, as they would be indexed.",
)
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@reading_options
@json_option
@click.pass_context
def check(
    context: click.Context, sources: tuple[Path, ...], sample: int, quiet: bool, as_json: bool, limits: Limits
) -> None:
    """Read everything, write nothing, and tell what is there."""
    sources = sources or (_CORPUS,)
    meter = Meter()

    with show_progress(meter, sources, quiet=quiet):
        checked = check_corpus(*sources, limits=limits, sample=sample, on_file=meter.on_file)
    if as_json:
        # Only here: presentation takes 100 ms to load.
        from searcher.present.records import article_record, to_json

        sampled = [article_record(article) for article in checked.sample]
        give_json(to_json({"schema": "corpus/1", **checked.record(), "sample": sampled}))
    else:
        # Only here, likewise: text from a corpus may hold anything.
        from searcher.present.cleaning import clean

        give_hanging(map(clean, _describe(checked)), by=2)
    context.exit(0 if checked.articles else 1)


def _describe(checked: Checked) -> Iterator[str]:
    yield f"{checked.articles:,} articles in {checked.files:,} files, {checked.bytes / 1e6:,.1f} MB"
    for name, counts in checked.tables():
        if counts:
            yield ""
            yield name
            ordered = list(counts.items())
            yield from (f"  {count:>9,}  {value or '(none)'}" for value, count in ordered[:_MOST_SHOWN])
            rest = ordered[_MOST_SHOWN:]
            if rest:
                yield f"  {sum(count for _, count in rest):>9,}  in {len(rest):,} others"
    if checked.articles:
        yield ""
        yield "articles that have"
        yield from (f"  {count / checked.articles:>8.1%}   {name}" for name, count in checked.have.items())
    for note, path in checked.notes.items():
        yield ""
        yield f"{path}: {note}"
    for name, listed in checked.troubles():
        if listed.count:
            yield ""
            yield f"{listed.count:,} {name}"
            yield from (f"  {one}" for one in listed.first[:_SHOWN])
            if listed.count > _SHOWN:
                yield f"  … and {listed.count - _SHOWN:,} more"
    for article in checked.sample:
        yield ""
        yield f"── {article.key}"
        for name in (
            "title",
            "published",
            "source",
            "agency",
            "place",
            "author",
            "language",
            "url",
            "encoding",
        ):
            value = getattr(article, name)
            if value:
                yield f"{name}: {value}"
        if article.dates:
            yield f"dates: {', '.join(f'{said.date} ({said.origin})' for said in article.dates)}"
        if article.all_zones:
            yield f"zones: {', '.join(zone.kind for zone in article.all_zones)}"
        yield from (f"{name} (kept): {value}" for name, value in article.extra.items())
        cut = article.body[:_SAMPLE_CHARACTERS]
        yield ""
        yield cut + (" […]" if len(article.body) > len(cut) else "")
