"""`searcher completion`: the script that makes a shell complete commands, options, fields, values and words."""

from __future__ import annotations

import click

from searcher.cli.completing import SCRIPTS
from searcher.cli.options import give


@click.command(
    "completion",
    epilog="""\b
Examples:
  eval "$(searcher completion bash)"        in ~/.bashrc
  eval "$(searcher completion zsh)"         in ~/.zshrc
  searcher completion fish | source         in ~/.config/fish/config.fish

Then the tabulator completes commands and options, and, from the index that the line names (--index, or
SEARCHER_INDEX, or the folder `index`), fields and words of a query, most frequent first, also between
quotes: searcher search "titre:retr⇥ · values: source:⇥ · keys: searcher show 2024⇥

Exit code: 0 done, 2 misuse.""",
)
@click.argument("shell", type=click.Choice(list(SCRIPTS)))
def command(shell: str) -> None:
    """Print what makes a shell complete words; see the examples."""
    give(SCRIPTS[shell].splitlines())
