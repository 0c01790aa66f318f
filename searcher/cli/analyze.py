"""`searcher analyze`: the words of a text as the index sees them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import click

from searcher.analysis import class_of, cut, is_function_word, key, lemma
from searcher.cli.options import give, give_json, json_option
from searcher.present import clean_line, to_json

_NAMES = ("position", "start", "end", "form", "key", "lemma", "class", "function_word")


@click.command(
    "analyze",
    epilog="""\b
Examples:
  searcher analyze "L'Élysée a démenti aujourd'hui"
  searcher analyze "les porte-parole de l'O.N.U." --json

A form is a word as it stands, a key the form without accents and case; forms of one lemma are inflections
of one word, those of one class are derived from one another. Starts and ends are in characters. Where the
output is no terminal, columns are parted by tabulators.""",
)
@click.argument("text", nargs=-1, required=True)
@json_option
def command(text: tuple[str, ...], as_json: bool) -> int:
    """Show the words of a text as the index sees them."""
    words = _analyze(" ".join(text))
    if as_json:
        give_json(to_json({"words": words}))
    else:
        _give_table([[_cell(word[name]) for name in _NAMES] for word in words])
    return 0 if words else 1


def _analyze(text: str) -> list[dict[str, object]]:
    return [
        {
            "position": token.position,
            "start": token.start,
            "end": token.end,
            "form": token.form,
            "key": key(token.form),
            "lemma": lemma(token.form),
            "class": class_of(token.form),
            "function_word": is_function_word(token.form),
        }
        for token in cut(text)
    ]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "function word" if value else ""
    return clean_line(str(value))


def _give_table(rows: Iterable[Sequence[str]]) -> None:
    names = [*_NAMES[:-1], ""]
    if not sys.stdout.isatty():
        give("\t".join(row) for row in (names, *rows))
        return
    # Only here, as in `search`: what is piped has no use for rich.
    from searcher.present.terminal import open_console, print_table

    print_table(names, rows, open_console())
