"""`searcher facets`: which values of a field what a query finds has."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from searcher.cli.narrowing import NARROWING_HELP, narrowing_options, read_day, read_narrowing, today_option
from searcher.cli.options import give_drawn, give_json, index_option, json_option
from searcher.cli.speed import tell_if_slow
from searcher.cli.telling import tell
from searcher.library import open_index


@click.command(
    "facets",
    epilog=f"""\b
Examples:
  searcher facets canicule
  searcher facets réforme du code du travail --by source,place,year
  searcher facets 'grève SAUF titre:grève' --by auteur --top 50 --since 2024
  searcher facets --by rubrique --json

All arguments are one query, as for searcher search. Without one all articles are counted, or all that meet the
options. An article counts once for each value that it has.

{NARROWING_HELP}

Exit code: 0 found, 1 nothing found, 2 misuse or an error.""",
)
@click.argument("query", metavar="[QUERY]...", nargs=-1)
@click.option(
    "--by",
    default=("source,place,author,year",),
    multiple=True,
    show_default=True,
    metavar="NAME,NAME…",
    help="Fields of the articles, those of the corpus too, or day, month, year.",
)
@click.option(
    "--top",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="How many values of each to show; --json gives all.",
)
@narrowing_options
@today_option
@index_option
@json_option
def command(
    query: tuple[str, ...],
    by: tuple[str, ...],
    top: int,
    today: datetime | None,
    folder: Path,
    as_json: bool,
    **narrowing: Any,
) -> int:
    """Count the sources, places, authors … of what a query finds."""
    names = [name for several in by for part in several.split(",") if (name := part.strip())]
    if not names:
        raise click.BadParameter("it names no field", param_hint="--by")
    tell_if_slow()
    day = read_day(today)
    asked, limits = " ".join(query), read_narrowing(narrowing, day)
    with open_index(folder) as index:
        facets = index.facets(asked, names, today=day, narrowing=limits)
    results = facets.found
    for warning in results.warnings:
        tell(f"warning: {warning}")
    # Only what is asked for is loaded: each way to show an answer takes as long to load as a search.
    if as_json:
        from searcher.present.records import to_json
        from searcher.present.series import facets_record

        give_json(to_json(facets_record(results, facets)))
    else:
        from searcher.present.facets import facet_lines

        give_drawn(lambda width: facet_lines(results, facets, width, top))
    return 0 if results.total else 1
