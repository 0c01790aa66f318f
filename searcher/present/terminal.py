"""The terminal: results and articles laid out for its width, with what matched highlighted.

In: results or an article, and a console. Out: lines on it. This is the door to rich, whose markup no text
ever meets: everything is a `Text` built from cleaned pieces.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from searcher.article import Article
from searcher.present.charts import Line, Tone
from searcher.present.cleaning import clean, clean_line
from searcher.present.marking import Mark, split_at_marks
from searcher.present.page import (
    USUAL,
    Shown,
    View,
    advice,
    is_cut,
    say_counts,
    say_family,
    say_origin,
    say_rest,
    show_hits,
)
from searcher.present.plain import describe
from searcher.search import Results

if TYPE_CHECKING:
    from searcher.present.answers import Group
    from searcher.search.explaining import Explanation

# Longer lines are hard to follow from one to the next, and part a title from its date.
_MOST_COLUMNS = 100
# Rich breaks lines at no-break spaces as well. These stand in for them meanwhile: clean text has none.
_STAND_INS = {"\u00a0": "\ufdd0", "\u202f": "\ufdd1", "\u2007": "\ufdd2", " ": "\ufdd3"}
_HELD = str.maketrans({space: stand_in for space, stand_in in _STAND_INS.items() if space != " "})
_RELEASED = str.maketrans({stand_in: space for space, stand_in in _STAND_INS.items()})
# A line begins with no closing mark, and ends with no opening one, whatever space the text has there.
_HOLDS = re.compile("(?<=[«‹—–]) (?=[^ ])| (?=[?!:;»›…])")


def open_console() -> Console:
    """The terminal on standard output. `NO_COLOR` is obeyed, and so is a terminal that says it is dumb."""
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)


def print_results(results: Results, console: Console, view: View = USUAL) -> None:
    """Lay out a page of results."""
    width = min(console.width, _MOST_COLUMNS)
    counts = Text(say_counts(results), style="dim")
    _print(console, _spread(Text(clean_line(results.understood)), counts, console, width))
    meant, why = advice(results)
    _print_group(meant, console, width)
    if results.explanation:
        console.print()
    for family in results.explanation:
        _print(console, _wrap(Text(clean_line(say_family(family)), style="dim"), console, width - 4), 4)
    indent = len(str(results.offset + len(results))) + 3
    for shown in show_hits(results, view):
        console.print()
        _print_hit(shown, console, width, max(4, indent))
    here, more = (Text(said, style="dim" if results.total else "") for said in say_rest(results))
    if here:
        console.print()
        _print(console, _spread(here, more, console, width))
    for group in why:
        _print_group(group, console, width)


def _print_group(group: Group, console: Console, width: int) -> None:
    """Print lines of an answer: a query to ask instead stands out, and is printed whole, to be copied."""
    if group:
        console.print()
    for line in group:
        said, query = Text(clean_line(line.said)), Text(clean_line(line.query), style="bold")
        if cell_len(said.plain) + cell_len(query.plain) + 1 <= width:
            _print(console, [Text.assemble(said, " ", query) if query else said])
        else:
            _print(console, _wrap(said, console, width))
            _print(console, [query] if query else [], 4)


def print_explanation(explanation: Explanation, console: Console) -> None:
    """Lay out where the score of a hit comes from."""
    from searcher.present.reasons import explain_lines  # only here: it is seldom asked for

    width = min(console.width, _MOST_COLUMNS)
    _print(console, _wrap(Text(clean_line(explanation.understood)), console, width))
    console.print()
    rank = Text(f"{explanation.rank:>2}  ", style="dim")
    first, *others = _wrap(Text(clean_line(explanation.article.title), style="bold"), console, width - 4)
    _print(console, [Text.assemble(rank, first)])
    _print(console, others, 4)
    _print(console, [Text(clean_line(say_origin(explanation.article)), style="dim")], 4)
    console.print()
    for line in explain_lines(explanation):
        indent = 4 * line.depth + 10
        said = Text(clean_line(line.said), style="" if line.amount else "dim")
        how = Text(f" · {clean_line(line.how)}" if line.how else "", style="dim")
        first, *others = _wrap(Text.assemble(said, how), console, width - indent)
        _print(console, [Text.assemble(f"{line.amount:>8}  ", first)], indent - 10)
        _print(console, others, indent)


def _print_hit(shown: Shown, console: Console, width: int, indent: int) -> None:
    rank = Text(f"{shown.hit.rank:>{indent - 2}}  ", style="dim")
    match = _match_style(console)
    title = _marked(shown.title, shown.title_marks, 0, match)
    title.stylize_before("bold")
    about = Text(clean_line(shown.about), style="dim")
    first, *others = _spread(title, about, console, width - indent)
    _print(console, [Text.assemble(rank, first)])
    _print(console, others, indent)
    for passage in shown.passages:
        before, after = is_cut(shown.hit.article, passage)
        text = _marked(passage.text, passage.marks, passage.start, match)
        text = Text.assemble("… " if before else "", text, " …" if after else "")
        _print(console, _wrap(text, console, width - indent), indent)
    # A path is printed whole, to be copied: where it is too long, the terminal folds it.
    _print(console, [Text(clean_line(shown.origin), style="dim")], indent)


def _match_style(console: Console) -> str:
    """Red, as in other search tools, on light and dark alike; underlined where no colour is wanted."""
    return "bold underline" if console.no_color or not console.color_system else "bold red"


def _marked(text: str, marks: Sequence[Mark], start: int, style: str) -> Text:
    marked = Text()
    for piece, is_mark in split_at_marks(text, marks, start=start):
        marked.append(clean_line(piece), style if is_mark else "")
    return marked


def _spread(left: Text, right: Text, console: Console, width: int) -> list[Text]:
    """One text at each end of a line; the second one below where they do not fit, or the first one alone."""
    if not right:
        return _wrap(left, console, width)
    room = width - cell_len(left.plain) - cell_len(right.plain)
    if room >= 2:
        return [Text.assemble(left, " " * room, right)]
    return [*_wrap(left, console, width), *_wrap(right, console, width)]


def _wrap(text: Text, console: Console, width: int) -> list[Text]:
    """Fold a text into lines, between words, as a typographer would."""
    text = text.copy()
    text.plain = _HOLDS.sub(_STAND_INS[" "], text.plain).translate(_HELD)
    lines = list(text.wrap(console, max(10, width)))
    for line in lines:
        line.plain = line.plain.translate(_RELEASED)
        line.rstrip()
    return lines


def _print(console: Console, lines: Iterable[Text], indent: int = 0) -> None:
    for line in lines:
        console.print(Text.assemble(" " * indent, line) if indent else line, soft_wrap=True)


def print_article(article: Article, console: Console) -> None:
    """Lay out an article: title, what is known about it, body."""
    width = min(console.width, _MOST_COLUMNS)
    _print(console, _wrap(Text(clean_line(article.title), style="bold"), console, width))
    for name, value in describe(article):
        console.print(Text(clean_line(f"{name} : {value}"), style="dim"), soft_wrap=True)
    console.print()
    for paragraph in clean(article.body).split("\n"):
        _print(console, _wrap(Text(paragraph), console, width))


def print_table(names: Sequence[str], rows: Iterable[Sequence[str]], console: Console) -> None:
    """Align cells in columns under their names."""
    table = [[clean_line(cell) for cell in row] for row in (names, *rows)]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    for number, row in enumerate(table):
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        console.print(Text("  ".join(cells).rstrip(), style="" if number else "dim"), soft_wrap=True)


def print_lines(lines: Iterable[Line], console: Console) -> None:
    """Print the lines of a chart, what is compared in colours that differ."""
    for line in lines:
        pieces = Text.assemble(*((text, _TONES[tone]) for text, tone in line))
        pieces.rstrip()
        console.print(pieces, soft_wrap=True)


# They differ on light and dark, and for most who do not see all colours.
_TONES = {
    Tone.PLAIN: "",
    Tone.QUIET: "dim",
    Tone.STRONG: "bold",
    Tone.FIRST: "blue",
    Tone.SECOND: "yellow",
    Tone.THIRD: "magenta",
    Tone.FOURTH: "cyan",
}
