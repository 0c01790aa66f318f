"""Options that several commands share, and how their results reach standard output.

In: what was typed. Out: values of the right type, or an error that click words.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from searcher.cli.screen import columns

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from searcher.present.charts import Line

INDEX = Path("index")
_PIPED = 80  # columns, where there is no terminal

_Command = TypeVar("_Command", bound=Callable[..., object])


def index_option(command: _Command) -> _Command:
    """`--index DIR`"""
    return click.option(
        "--index",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=INDEX,
        envvar="SEARCHER_INDEX",
        show_default=True,
        show_envvar=True,
        metavar="DIR",
        help="The folder of the index.",
    )(command)


def complete_query(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """How a query may go on, for the shell."""
    from searcher.cli import completing  # only here: who runs a command has typed it

    return completing.complete_query(context.params.get("folder"), incomplete)


def json_option(command: _Command) -> _Command:
    """`--json`"""
    return click.option("--json", "as_json", is_flag=True, help="Give one JSON object.")(command)


def give(lines: Iterable[str]) -> None:
    """Print results."""
    for line in lines:
        print(line)


def give_hanging(lines: Iterable[str], by: int) -> None:
    """Print results, each line folded for a terminal: what does not fit it begins so many columns from the left."""
    width = columns(sys.stdout)
    if not width:
        return give(lines)
    from searcher.present.folding import hang  # only here: what is piped needs no folding

    return give(chain.from_iterable(hang(line, width, by=by) for line in lines))


def give_drawn(draw: Callable[[int], Iterable[Line]]) -> None:
    """Print lines that are drawn for a width: in colour for the terminal, or plain for a page of the usual one."""
    if sys.stdout.isatty():
        # Only here: what is piped needs no rich.
        from searcher.present.terminal import open_console, print_lines

        console = open_console()
        print_lines(draw(console.width), console)
    else:
        from searcher.present.charts import plain_lines

        give(plain_lines(draw(_PIPED)))


def give_json(text: str) -> None:
    """Print JSON, which is UTF-8 whatever the language of the terminal."""
    _write_utf8()
    print(text)


def give_data(pieces: Iterable[str]) -> None:
    """Write what programs read: to the letter, as UTF-8; but on a terminal without what it would obey."""
    _write_utf8()
    if sys.stdout.isatty():
        from searcher.present.cleaning import clean  # only here: see `telling.py`

        pieces = (clean(piece.replace("\r\n", "\n")) for piece in pieces)
    sys.stdout.writelines(pieces)


def _write_utf8() -> None:
    sys.stdout.flush()
    # Half a character (a lone surrogate) of a text must not keep the rest from being written.
    getattr(sys.stdout, "reconfigure", lambda **_: None)(encoding="utf-8", errors="replace")
