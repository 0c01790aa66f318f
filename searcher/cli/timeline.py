"""`searcher timeline`: how what queries find is spread over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searcher.cli.narrowing import NARROWING_HELP, narrowing_options, read_day, read_narrowing, today_option
from searcher.cli.options import give_data, give_drawn, give_json, index_option, json_option
from searcher.cli.speed import tell_if_slow
from searcher.cli.telling import tell
from searcher.library import open_index

if TYPE_CHECKING:
    from searcher.search.timeline import Timeline


@click.command(
    "timeline",
    epilog=f"""\b
Examples:
  searcher timeline canicule
  searcher timeline canicule sécheresse "inondation OU crue" --per articles
  searcher timeline '« code du travail »' --by week --since 2024-06
  searcher timeline réforme --by year --per words --plot reforme.svg
  searcher timeline --by month --not source=AFP --csv > publies.csv
  searcher timeline "sommet d'Astana" --by day --json

Each argument is a query, and several are drawn side by side on the same scale: quote each. Without a query all
articles are counted, or all that meet the options.

The bars of a query add up to what it finds: articles of which the day (or the month) is not known have a bar of
their own, and so have those without a date. --per articles gives how many of a thousand published articles those
are, --per words how many there are for a million published words (function words are not counted as words).

{NARROWING_HELP}

Exit code: 0 found, 1 nothing found, 2 misuse or an error.""",
)
@click.argument("queries", metavar="[QUERY]...", nargs=-1)
@click.option(
    "--by",
    type=click.Choice(["day", "week", "month", "year"]),
    default="month",
    show_default=True,
    help="How long a period is; weeks are those of ISO 8601.",
)
@click.option(
    "--per",
    type=click.Choice(["articles", "words"]),
    help="In proportion to a thousand articles published, or to a million words.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Give a table: a line for each query and period.")
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Draw it, as .png or .svg by the name of FILE (needs searcher[plot]).",
)
@narrowing_options
@today_option
@index_option
@json_option
def command(
    queries: tuple[str, ...],
    by: str,
    per: str | None,
    as_csv: bool,
    plot: Path | None,
    today: datetime | None,
    folder: Path,
    as_json: bool,
    **narrowing: Any,
) -> int:
    """Show how what queries find is spread over time."""
    if as_csv and as_json:
        raise click.UsageError("--csv does not go with --json")
    if plot and plot.suffix.lower() not in (".png", ".svg"):
        raise click.BadParameter(f"{plot.name} ends neither in .png nor in .svg", param_hint="--plot")
    tell_if_slow()
    day = read_day(today)
    with open_index(folder) as index:
        timelines = index.timelines(
            queries or (None,), by=by, today=day, narrowing=read_narrowing(narrowing, day)
        )
    for timeline in timelines:
        of_which = f"{timeline.query}: " if len(timelines) > 1 else ""
        for warning in timeline.warnings:
            tell(f"warning: {of_which}{warning}")
    if plot:
        from searcher.present.plotting import plot_timelines
        from searcher.present.timelines import Per

        plot_timelines(timelines, plot, Per(per or Per.NOTHING))
        tell(f"drawn in {plot}")
    _give_timelines(timelines, per, as_csv=as_csv, as_json=as_json)
    return 0 if any(timeline.total for timeline in timelines) else 1


# Only what is asked for is loaded: each way to show an answer takes as long to load as a search.


def _give_timelines(timelines: Sequence[Timeline], per: str | None, *, as_csv: bool, as_json: bool) -> None:
    if as_json:
        from searcher.present.records import to_json
        from searcher.present.series import timelines_record

        give_json(to_json(timelines_record(timelines)))
    elif as_csv:
        from searcher.present.series import timelines_csv

        give_data(timelines_csv(timelines))
    else:
        from searcher.present.timelines import Per, timeline_lines

        give_drawn(lambda width: timeline_lines(timelines, width, Per(per or Per.NOTHING)))
