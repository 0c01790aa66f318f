"""`searcher analyze`: the words of a text as the index sees them, or the forms that they stand for."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from searcher.analysis import class_of, cut, is_function_word, key, lemma
from searcher.cli.options import give, give_json, index_option, json_option
from searcher.present.cleaning import clean_line
from searcher.present.records import to_json

_WORDS = ("position", "start", "end", "form", "key", "lemma", "class", "function_word")
_FORMS = ("word", "form", "relation", "weight", "articles", "occurrences")


@click.command(
    "analyze",
    epilog="""\b
Examples:
  searcher analyze "L'Élysée a démenti aujourd'hui"
  searcher analyze "les porte-parole de l'O.N.U." --json
  searcher analyze --family vaccin

A form is a word as it stands, a key the form without accents and case; forms of one lemma are inflections
of one word, those of one class are derived from one another. Starts and ends are in characters. Where the
output is no terminal, columns are parted by tabulators.

With --family: for each word the forms of the index that a search for it finds, closest first, with their
weight in ranking and how many articles hold them.

Exit code: 0 there is something to show, 1 there is nothing, 2 misuse or an error.""",
)
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--family", "of_index", is_flag=True, help="Show which forms of the index each word stands for."
)
@index_option
@json_option
def command(text: tuple[str, ...], of_index: bool, folder: Path, as_json: bool) -> int:
    """Show the words of a text as the index sees them."""
    if of_index:
        return _give_families(" ".join(text), folder, as_json)
    words = _analyze(" ".join(text))
    if as_json:
        give_json(to_json({"schema": "words/1", "words": words}))
    else:
        _give_table([*_WORDS[:-1], ""], [[_cell(word[name]) for name in _WORDS] for word in words])
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


def _give_families(text: str, folder: Path, as_json: bool) -> int:
    from searcher.library import open_index  # only here: a text is analysed without an index

    forms = list(dict.fromkeys(token.form for token in cut(text)))
    with open_index(folder) as index:
        families = {form: [asdict(count) for count in index.family(form)] for form in forms}
    if as_json:
        record = [{"word": form, "forms": family} for form, family in families.items()]
        give_json(to_json({"schema": "families/1", "families": record}))
    else:
        rows = [
            [clean_line(word), *(_cell(count[name]) for name in _FORMS[1:])]
            for word, family in families.items()
            for count in family
        ]
        _give_table(_FORMS, rows)
    return 0 if any(families.values()) else 1


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "function word" if value else ""
    return clean_line(f"{value:g}" if isinstance(value, float) else str(value))


def _give_table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    if not sys.stdout.isatty():
        give("\t".join(row) for row in (names, *rows))
        return
    # Only here, as in `search`: what is piped has no use for rich.
    from searcher.present.terminal import open_console, print_table

    print_table(names, rows, open_console())
