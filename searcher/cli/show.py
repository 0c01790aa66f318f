"""`searcher show`: an article, whole."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from searcher.article import Article
from searcher.cli.options import give, give_json, index_option, json_option
from searcher.errors import SearcherError
from searcher.library import open_index
from searcher.present.plain import plain_article
from searcher.present.records import article_record, to_json


class _UnknownKey(SearcherError):
    """The index has no article of this key."""

    hint = "Copy the key from the last line of a hit of: searcher search QUERY"

    def __init__(self, key: str) -> None:
        super().__init__(f"no article has the key {key!r}")


@click.command(
    "show",
    epilog="""\b
Examples:
  searcher show utf-8/2024-07-04-astana.txt
  searcher show 2019-02-11-erratum --json

On a terminal control characters are shown as signs; elsewhere the body is given to the letter, as it is
stored.

Exit code: 0 shown, 2 there is no such article, misuse or an error.""",
)
@click.argument("key")
@index_option
@json_option
def command(key: str, folder: Path, as_json: bool) -> int:
    """Show an article, whole: title, what is known about it, body."""
    with open_index(folder) as index:
        article = index.get(key)
    if article is None:
        raise _UnknownKey(key)
    if as_json:
        give_json(to_json(article_record(article)))
    elif sys.stdout.isatty():
        _print_article(article)
    else:
        give(plain_article(article))
    return 0


def _print_article(article: Article) -> None:
    # Only here, as in `search`: what is piped has no use for rich.
    from searcher.present.terminal import open_console, print_article

    print_article(article, open_console())
