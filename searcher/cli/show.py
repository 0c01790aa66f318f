"""`searcher show`: an article, whole, with what a query asks for marked in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searcher.cli.asking import Asked
from searcher.cli.linking import shows_links
from searcher.cli.options import give, give_json, index_option, json_option
from searcher.cli.remembering import Remembered, recall, remember, remember_option
from searcher.cli.telling import tell
from searcher.errors import SearcherError
from searcher.library import Index, open_index

if TYPE_CHECKING:
    from rich.console import Console

    from searcher.present.opening import Opened

_MORE = "la suite : searcher show --next"
_RULE = "─" * 40


class _UnknownKey(SearcherError):
    """The index has no article of this key."""

    hint = "Copy the key from the last line of a hit of: searcher search QUERY"

    def __init__(self, key: str) -> None:
        super().__init__(f"no article has the key {key!r}")


class _NothingRemembered(SearcherError):
    """There is no last query to take a hit of."""

    hint = "Search first, or say of which query: searcher show --query QUERY -n 3"

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no query in {folder} is remembered")


@dataclass(frozen=True, slots=True)
class _Shown:
    """An article to show, and which hit it is, if it is one."""

    opened: Opened
    heading: str = ""
    is_last: bool = True  # of the hits


@click.command(
    "show",
    epilog="""\b
Examples:
  searcher show utf-8/2024-07-04-astana.txt
  searcher show -n 3
  searcher show --next
  searcher show -n 1 -n 2 --context 1
  searcher show 2019-02-11-erratum --query muguet --marks '<b>' '</b>'
  searcher show 2019-02-11-erratum --json

Hits are those of the last query in this index, unless --query says of which one, and what it asks for is marked.
The last query is noted for you alone, with its options, in the folder where your system keeps such things
(~/.local/state/searcher), unless SEARCHER_REMEMBER is 0.

On a terminal an article that is longer than the screen is shown in $PAGER or less, where n goes to what is
marked next and N back; control characters are shown as signs. Elsewhere the body is given to the letter, as it
is stored.

Exit code: 0 shown, 1 the query has no such hit, 2 there is no such article, misuse or an error.""",
)
@click.argument("keys", metavar="[KEY]...", nargs=-1)
@click.option(
    "-n",
    "--hit",
    "ranks",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="N",
    help="Hit N of the query; again for another one.",
)
@click.option("--next", "step", flag_value=1, type=int, help="The hit after the one that was shown last.")
@click.option("--previous", "step", flag_value=-1, type=int, help="The hit before it.")
@click.option(
    "--query", help="Of which query hits are, and marks; '' marks nothing.  [default: the last one]"
)
@click.option(
    "--context",
    "sentences",
    type=click.IntRange(min=0),
    metavar="N",
    help="Only the sentences that match, whole, N before and N after.",
)
@click.option("--marks", nargs=2, metavar="BEFORE AFTER", help="Plain text, with these around what matches.")
@click.option("--pager/--no-pager", default=True, help="Whether a long article is shown in a pager.")
@remember_option
@index_option
@json_option
@click.pass_context
def command(
    context: click.Context,
    keys: tuple[str, ...],
    ranks: tuple[int, ...],
    step: int | None,
    query: str | None,
    sentences: int | None,
    marks: tuple[str, str] | None,
    pager: bool,
    remembered: bool,
    folder: Path,
    as_json: bool,
) -> int:
    """Show articles, whole: title, what is known about them, body."""
    if step and (keys or ranks or query is not None):
        raise click.UsageError(
            "--next and --previous are steps through the last query, and go with nothing else"
        )
    if not (keys or ranks or step):
        raise click.MissingParameter(ctx=context, param_type="argument", param_hint="'KEY', or -n")
    last = recall(folder) if query is None and remembered else None
    asked = _asked(query, last)
    with open_index(folder) as index:
        if (ranks or step) and asked is None:
            raise _NothingRemembered(folder)
        if step:
            ranks = ((last.shown if last else 0) + step,)
        shown = [*_by_key(index, keys, asked, sentences)]
        for rank in ranks:
            assert asked
            hit = _by_rank(index, rank, asked, sentences)
            if hit is None:
                return 1
            shown.append(hit)
        # Where a step forward from what is shown leads to another hit.
        more = bool(ranks and last) and not shown[-1].is_last
        _give(shown, index, marks, pager=pager, as_json=as_json, more=_MORE if more else "")
    if ranks and last:
        remember(folder, replace(last, shown=ranks[-1]))
    return 0


def _asked(query: str | None, last: Remembered | None) -> Asked | None:
    """The query that was typed, or the last one."""
    from searcher.cli.search import command as search

    if query is not None:
        arguments: Sequence[str] = (f" {query}",)  # which a word that begins with - would not be
    elif last:
        arguments = last.arguments
    else:
        return None
    try:
        with search.make_context("search", list(arguments)) as typed:
            return Asked.of(" ".join(typed.params["query"]).strip(), typed.params)
    except (click.ClickException, click.exceptions.Exit):
        return None  # it was noted by another version, which had other options


def _by_key(
    index: Index, keys: Sequence[str], asked: Asked | None, sentences: int | None
) -> Iterator[_Shown]:
    from searcher.present.opening import open_article

    patterns = index.look_for(asked.query, today=asked.today) if keys and asked else ()
    for key in keys:
        article = index.get(key)
        if article is None:
            raise _UnknownKey(key)
        yield _Shown(open_article(article, patterns, context=sentences))


def _by_rank(index: Index, rank: int, asked: Asked, sentences: int | None) -> _Shown | None:
    """A hit; None if there is no such one, which is told."""
    from searcher.present.opening import open_article, say_place

    if rank < 1:
        tell("there is no hit before the first one")
        return None
    results = asked.search(index, limit=1, offset=rank - 1)
    if not results.hits:
        tell(f"there is no hit {rank}: the query finds {results.total:,}")
        return None
    hit = results.hits[0]
    return _Shown(
        open_article(hit.article, hit.patterns, context=sentences),
        say_place(rank, results.total, results.understood),
        rank == results.total,
    )


def _give(
    shown: Sequence[_Shown],
    index: Index,
    marks: tuple[str, str] | None,
    *,
    pager: bool,
    as_json: bool,
    more: str,
) -> None:
    if as_json:
        from searcher.present.records import opened_record, to_json

        for each in shown:
            give_json(to_json(opened_record(each.opened)))
    elif marks or not sys.stdout.isatty():
        from searcher.present.plain import plain_article

        for number, each in enumerate(shown):
            give(["", _RULE, ""] if number else [])
            give(plain_article(each.opened, marks=marks or ("", "")))
    else:
        _print(shown, index, pager=pager, more=more)


def _print(shown: Sequence[_Shown], index: Index, *, pager: bool, more: str) -> None:
    # Only here, as in `search`: what is piped has no use for rich.
    from searcher.cli.paging import is_longer, page
    from searcher.present.terminal import open_console

    console = open_console()
    text = _lay_out(shown, console, index.sources() if shows_links() else None, more)
    if pager and not console.is_dumb_terminal and is_longer(text, console.height):
        # Older pagers show links as the letters that they are made of.
        page(_lay_out(shown, console, None, more), (each for one in shown for each in one.opened.marked()))
    else:
        give([text.removesuffix("\n")])


def _lay_out(shown: Sequence[_Shown], console: Console, sources: Sequence[Path] | None, more: str) -> str:
    from searcher.present.terminal import print_article

    with console.capture() as captured:
        for number, each in enumerate(shown):
            if number:
                console.print(f"\n{_RULE}\n", style="dim")
            print_article(
                each.opened,
                console,
                heading=each.heading,
                more=more if each is shown[-1] else "",
                sources=sources,
            )
    return captured.get()
