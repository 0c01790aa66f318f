"""`searcher help`: the help of a command, or a page: of the query language, of what programs read, of examples."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from searcher.cli.options import give, give_hanging, give_json, json_option
from searcher.cli.screen import columns

QUERY = "query"
OUTPUTS = "outputs"
# Pages that are written out: examples of searches with what they print, and the library.
WRITTEN = ("examples", "library")
TOPICS = (QUERY, OUTPUTS, *WRITTEN)
_WIDEST = 100  # columns
_PAGES = Path(__file__).parent / "pages"


def _topics(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    group = context.find_root().command
    assert isinstance(group, click.Group)
    return [name for name in (*TOPICS, *group.list_commands(context)) if name.startswith(incomplete)]


@click.command(
    "help",
    epilog="""\b
Examples:
  searcher help query
  searcher help outputs
  searcher help examples
  searcher help library
  searcher help search
  searcher help --man > searcher.1

The page of the query language has a number, which is raised whenever a query that was understood comes to
mean something else. With --json it is one object: {"grammar", "today", "fields", "syntax", "sections":
[{"title", "rule", "examples": [{"typed", "canonical", "meaning", "warning"}]}]}.

The page of outputs says what programs read: JSON, tables, templates. With --json it is one object: {"schemas":
[{"schema", "given_by", "meaning", "names": [{"name", "kind", "meaning", "names"}]}], "columns", "fields"}.

Exit code: 0 done, 2 misuse or an error.""",
)
@click.argument("topic", default="", shell_complete=_topics)
@click.option("--man", is_flag=True, help="Give all of it as a manual page, for `man`.")
@json_option
@click.pass_context
def command(context: click.Context, topic: str, man: bool, as_json: bool) -> int:
    """Show the query language (`help query`), what programs read (`help outputs`), examples of searches and of the
    library (`help examples`, `help library`), or the help of a command."""
    if man:
        if topic or as_json:
            raise click.UsageError("--man is of everything: searcher help --man")
        from searcher.cli.manual import manual  # only here: other topics need one command

        group = context.find_root().command
        assert isinstance(group, click.Group)
        give(manual(group))
        return 0
    if topic == QUERY:
        from searcher.query.grammar import page, record  # only here: other topics need no parser

        if as_json:
            from searcher.present.records import to_json

            give_json(to_json(record()))
        else:
            _give_page(page)
        return 0
    if topic == OUTPUTS:
        from searcher.present import schema_page  # only here, likewise

        if as_json:
            from searcher.present.records import to_json

            give_json(to_json(schema_page.record()))
        else:
            _give_page(schema_page.page)
        return 0
    if as_json:
        raise click.UsageError(
            "--json is for two pages: searcher help query --json, searcher help outputs --json"
        )
    if topic in WRITTEN:
        written = (_PAGES / f"{topic}.md").read_text(encoding="utf-8").splitlines()
        if columns(sys.stdout):
            written = [line for row in written for line in _for_terminal(row)]
        _give_page(lambda _: written)
        return 0
    above = context.find_root()
    if topic:
        group = above.command
        assert isinstance(group, click.Group)
        found = group.get_command(above, topic)
        if not found:
            raise click.UsageError(
                f"there is no help on {topic!r}: there is on {', '.join((*TOPICS, *group.list_commands(above)))}"
            )
        with click.Context(found, info_name=topic, parent=above) as of_command:
            give([found.get_help(of_command)])
    else:
        give([above.get_help()])
    return 0


def _for_terminal(line: str) -> list[str]:
    """A line of a page; of a table, which is too wide for a terminal, what is typed, and under it what comes of it."""
    if not line.startswith("|"):
        return [line]
    typed, *others = (cell.strip() for cell in line.strip("|").split("|"))
    return [f"  {typed}", f"      {'; '.join(filter(None, others))}"] if typed.strip("-") else []


def _give_page(page: Callable[[int], Iterable[str]]) -> None:
    """Print a page as it is made for the width of the terminal; what of it is wider is folded between words."""
    give_hanging(page(min(columns(sys.stdout) or _WIDEST, _WIDEST)), by=2)
