"""`searcher search`: find articles, and show where they match."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searcher.cli.narrowing import NARROWING_HELP, narrowing_options, read_day, read_narrowing, sort_option
from searcher.cli.options import complete_query, give, give_json, index_option, json_option
from searcher.cli.speed import tell_if_slow
from searcher.cli.telling import tell
from searcher.library import open_index
from searcher.present.page import USUAL, View

if TYPE_CHECKING:
    from searcher.search import Results
    from searcher.search.explaining import Explanation


@click.command(
    "search",
    epilog=f"""\b
Examples:
  searcher search "sommet d'Astana depuis juin 2024"
  searcher search grève --since "juin 2024" --source AFP --not lieu=Paris --sort -date
  searcher search '« code du travail » réforme SAUF sport'
  searcher search 'titre:retraites OU titre:pensions' --offset 10
  searcher search crue Sorvenne --marks '<b>' '</b>' > crue.txt
  searcher search 'réforme du code du travail' --why 1

Quote the whole query: the shell keeps quotation marks, parentheses and * to itself. All words must be
there unless OU stands between them; SAUF excludes; "…" and « … » are exact phrases, ~"…" phrases in
any inflection, ="…" text to the letter. Of a long question (five words, or three and a question mark) some
words are enough, and the answer says how many; ET between the words requires all of them.

Where nothing is found, the answer says what there is of each word and each part of the query, and which
queries like it find something. What may have been meant is only proposed, never searched instead.

On a terminal what matches is highlighted. Elsewhere the output is plain text, a passage a line, and nothing
marks what matches unless --marks says how.

{NARROWING_HELP}

Sorted otherwise than by relevance, articles that are equal come by relevance, and those without a date or a source
come last, both ways. How many there are of each source, place …: searcher facets; over time: searcher timeline.

The whole query language, with examples: searcher help query.

Exit code: 0 found, 1 nothing found, 2 misuse or an error.""",
)
@click.argument("query", nargs=-1, required=True, shell_complete=complete_query)
@click.option(
    "-n", "--limit", type=click.IntRange(min=0), default=10, show_default=True, help="How many hits to show."
)
@click.option(
    "--offset", type=click.IntRange(min=0), default=0, show_default=True, help="How many to pass over first."
)
@click.option(
    "--passages",
    type=click.IntRange(min=0),
    default=USUAL.passages,
    show_default=True,
    help="How many passages of each article to show.",
)
@click.option(
    "--words",
    type=click.IntRange(min=1),
    default=USUAL.words,
    show_default=True,
    help="How long a passage is, about.",
)
@click.option("--marks", nargs=2, metavar="BEFORE AFTER", help="Plain text, with these around what matches.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day that `hier` is the day before.  [default: the real one]",
)
@click.option("--recent", is_flag=True, help="Prefer newer articles.")
@sort_option
@narrowing_options
@click.option(
    "--why",
    type=click.IntRange(min=1),
    metavar="N",
    help="Show where the score of hit N comes from, instead of hits.",
)
@click.option("--explain", is_flag=True, help="List the forms that words and shapes of the query stand for.")
@index_option
@json_option
def command(
    query: tuple[str, ...],
    limit: int,
    offset: int,
    passages: int,
    words: int,
    marks: tuple[str, str] | None,
    today: datetime | None,
    recent: bool,
    why: int | None,
    explain: bool,
    sort: str,
    folder: Path,
    as_json: bool,
    **narrowing: Any,
) -> int:
    """Find articles, and show where they match."""
    tell_if_slow()
    asked, day = " ".join(query), read_day(today)
    limits = read_narrowing(narrowing, day)
    with open_index(folder) as index:
        if why:
            return _give_explanation(
                index.explain(asked, rank=why, today=day, recent=recent, sort=sort, narrowing=limits),
                why,
                as_json=as_json,
            )
        results = index.search(
            asked,
            limit=limit,
            offset=offset,
            today=day,
            recent=recent,
            sort=sort,
            narrowing=limits,
            explained=explain,
            suggest=True,
        )
    for warning in results.warnings:
        tell(f"warning: {warning}")
    view = View(passages, words)
    _give_results(results, view, marks, as_json=as_json)
    return 0 if results.total else 1


# Only what is asked for is loaded: each way to show an answer takes as long to load as a search.


def _give_results(results: Results, view: View, marks: tuple[str, str] | None, *, as_json: bool) -> None:
    if as_json:
        from searcher.present.records import results_record, to_json

        give_json(to_json(results_record(results, view)))
    elif marks or not sys.stdout.isatty():
        from searcher.present.plain import plain_results

        give(plain_results(results, view, marks=marks or ("", "")))
    else:
        from searcher.present.terminal import open_console, print_results

        print_results(results, open_console(), view)


def _give_explanation(explanation: Explanation | None, rank: int, *, as_json: bool) -> int:
    if as_json:
        from searcher.present.records import explanation_record, to_json

        give_json(to_json(explanation_record(explanation)) if explanation else "null")
    elif explanation is None:
        tell(f"there is no hit {rank}")
    elif not sys.stdout.isatty():
        from searcher.present.plain import plain_explanation

        give(plain_explanation(explanation))
    else:
        from searcher.present.terminal import open_console, print_explanation

        print_explanation(explanation, open_console())
    return 0 if explanation else 1
