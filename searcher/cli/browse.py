"""`searcher browse`: search as you type, on the whole terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from searcher.cli.options import complete_query, give, index_option
from searcher.cli.screen import is_installed, is_terminal
from searcher.errors import SearcherError

if TYPE_CHECKING:
    from searcher.interactive.app import Session


class _CannotBrowse(SearcherError):
    """What it needs is not there."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.hint = hint


@click.command(
    "browse",
    epilog="""\b
Examples:
  searcher browse
  searcher browse "sommet d'Astana depuis juin 2024"
  searcher browse --index archives/

What is typed is searched at each touch of a key: hits, the article with what matched in it, how many there are by
source, place, year … Arrows move, Enter opens, F1 shows all keys. `searcher` alone on a terminal does the same.

On leaving, the command that finds the same is printed, and one for each article that was noted.

It needs the extra searcher[interactive].

Exit code: 0 done, 2 misuse or an error.""",
)
@click.argument("query", nargs=-1, shell_complete=complete_query)
@index_option
def command(query: tuple[str, ...], folder: Path) -> int:
    """Search as you type, on the whole terminal."""
    if not is_installed():
        raise _CannotBrowse(
            "Textual, which draws on the whole terminal, is not installed",
            "Install it with: pip install 'searcher[interactive]'",
        )
    if not is_terminal():
        raise _CannotBrowse("this is no terminal", "Use it on one; elsewhere: searcher search QUERY")
    from searcher.interactive import State
    from searcher.interactive.app import browse
    from searcher.library import open_index

    with open_index(folder) as index:
        session = browse(index, State(" ".join(query)))
    if session is None:
        return 2  # the mistake of ours that ended it was shown
    give(_trace(session, folder))
    return 0


def _trace(session: Session, folder: Path) -> list[str]:
    """What repeats a session: the last search, and the articles that were noted."""
    from searcher.interactive import command_line, show_line

    lines = [command_line(session.state, folder)] if session.state.was_used else []
    return [*lines, *(show_line(noted.key, noted.url, folder) for noted in session.noted)]
