"""`searcher search`: find articles, and show where they match."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from searcher.cli.asking import STANDARD_INPUT, Asked, asking_options, read_queries, read_query
from searcher.cli.narrowing import NARROWING_HELP, is_narrowed
from searcher.cli.options import complete_query, give, give_json, index_option
from searcher.cli.outputs import Request, chosen_form, output_options, was_typed
from searcher.cli.remembering import Remembered, remember, remember_option
from searcher.cli.speed import tell_if_slow
from searcher.cli.telling import tell
from searcher.library import open_index
from searcher.present.page import USUAL, View

if TYPE_CHECKING:
    from searcher.search.explaining import Explanation

_TYPED = "searcher.typed"  # in the context of click


class _Search(click.Command):
    """The command, which knows what was typed, so that it can be asked again."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_TYPED] = tuple(args)
        return super().parse_args(ctx, args)


@click.command(
    "search",
    cls=_Search,
    epilog=f"""\b
Examples:
  searcher search "sommet d'Astana depuis juin 2024"
  searcher search grève --since "juin 2024" --not lieu=Paris --sort -date
  searcher search '« code du travail » réforme SAUF sport' --context 1
  searcher search --source AFP --since hier
  searcher search 'titre:retraites OU titre:pensions' --offset 10
  searcher search crue Sorvenne --marks '<b>' '</b>' > crue.txt
  searcher search crue --spreadsheet > crue.csv
  searcher search crue --template '{{date}} {{title:.50}} {{path}}\\n'
  searcher search crue --files -0 | xargs -0 -n 1 basename
  searcher search --queries veille.txt --count
  searcher search - --jsonl < question.txt
  searcher search 'réforme du code du travail' --why 1

Quote the whole query: the shell keeps quotation marks, parentheses and * to itself. All words must be
there unless OU stands between them; SAUF excludes; "…" and « … » are exact phrases, ~"…" phrases in
any inflection, ="…" text to the letter. Of a long question (five words, or three and a question mark) some
words are enough, and the answer says how many; ET between the words requires all of them.

Without a query, what the options leave is listed, newest first: all of a source, a place, a week. So is what a
query finds that looks for nothing in texts.

Where nothing is found, the answer says what there is of each word and each part of the query, and which
queries like it find something. What may have been meant is only proposed, never searched instead.

On a terminal what matches is highlighted, and addresses and files are links (none if FORCE_HYPERLINK is 0).
Elsewhere the output is plain text, a passage a line, and nothing marks what matches unless --marks says how.
What programs read has names that stay: searcher help outputs.

The query - is read from standard input. Of a file of queries each line is one; empty lines and those that
begin with # are not.

{NARROWING_HELP}

Words in the notices that close an article (À propos de …, contacts, rights) are found like all others and count a
third of those in the news: --why says so.

Sorted otherwise than by relevance, articles that are equal come by relevance, and those without a date or a source
come last, both ways. How many there are of each source, place …: searcher facets; over time: searcher timeline.

The whole query language, with examples: searcher help query.

Exit code: 0 found, 1 nothing found, 2 misuse or an error.""",
)
@click.argument("query", nargs=-1, shell_complete=complete_query)
@click.option(
    "--queries",
    type=click.File("rb"),
    metavar="FILE",
    help="Ask each line of FILE instead, or of standard input if it is -.",
)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=0),
    help="How many hits to show.  [default: 10; --jsonl, --csv and the like give all]",
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
@click.option("--all-passages", is_flag=True, help="Show all that matches, however many passages it takes.")
@click.option(
    "--words",
    type=click.IntRange(min=1),
    default=USUAL.words,
    show_default=True,
    help="How long a passage is, about.",
)
@click.option(
    "--context",
    "sentences",
    type=click.IntRange(min=0),
    metavar="N",
    help="Passages of whole sentences instead: those that match, N before and N after.",
)
@click.option("--scores", is_flag=True, help="Show the score of each hit.")
@click.option("--marks", nargs=2, metavar="BEFORE AFTER", help="Plain text, with these around what matches.")
@asking_options
@click.option(
    "--why",
    type=click.IntRange(min=1),
    metavar="N",
    help="Show where the score of hit N comes from, instead of hits.",
)
@click.option("--explain", is_flag=True, help="List the forms that words and shapes of the query stand for.")
@output_options
@remember_option
@index_option
@click.pass_context
def command(
    context: click.Context,
    /,
    query: tuple[str, ...],
    queries: BinaryIO | None,
    folder: Path,
    limit: int | None,
    offset: int,
    marks: tuple[str, str] | None,
    why: int | None,
    explain: bool,
    remembered: bool,
    **options: Any,
) -> int:
    """Find articles, and show where they match."""
    form, value = chosen_form(context)
    view = _view(context)
    questions = _questions(context)
    tell_if_slow()
    with open_index(folder) as index:
        if why:
            asked = questions[0]
            return _give_explanation(asked.explain(index, why), why, as_json=form.option == "--json")
        request = Request(index, questions, queries is not None, limit, offset, view, explain, marks, value)
        try:
            found = form.give(request)
            sys.stdout.flush()
        finally:
            # Also where whoever reads the output has had enough of it.
            if remembered and not queries:
                _remember(folder, context.meta[_TYPED], query, questions[0])
    return 0 if found else 1


def _view(context: click.Context) -> View:
    given = context.params
    for (name, option), (other_name, other) in (
        (("passages", "--passages"), ("all_passages", "--all-passages")),
        (("words", "--words"), ("sentences", "--context")),
    ):
        if was_typed(context, name) and was_typed(context, other_name):
            raise click.UsageError(f"{option} does not go with {other}")
    return View(
        passages=None if given["all_passages"] else given["passages"],
        words=given["words"],
        context=given["sentences"],
        scores=given["scores"],
    )


def _questions(context: click.Context) -> list[Asked]:
    words, queries = context.params["query"], context.params["queries"]
    if words and queries:
        raise click.UsageError("the queries are those of --queries: type none besides")
    if queries and context.params["why"]:
        raise click.UsageError("--why does not go with --queries")
    texts = read_queries(queries) if queries else [read_query(words)]
    if not any(map(str.strip, texts)) and not is_narrowed(context.params):
        raise click.MissingParameter(
            "Type what to look for; or narrow (--source, --since …), and what meets that is listed, newest first.",
            ctx=context,
            param_type="argument",
            param_hint="'QUERY...'",
        )
    return [Asked.of(text, context.params) for text in texts]


def _remember(folder: Path, typed: tuple[str, ...], query: tuple[str, ...], asked: Asked) -> None:
    """Note what was asked, on the day that it was asked."""
    if query == STANDARD_INPUT:
        # What came from there is gone. A word does not begin with -, which would make it an option.
        typed = tuple(f" {asked.query}" if word == "-" else word for word in typed)
    remember(folder, Remembered((f"--today={asked.today}", *typed)))


# Only what is asked for is loaded: each way to show an answer takes as long to load as a search.


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
