"""The terminal: results and articles laid out for its width, with what matched highlighted.

In: results or an article, and a console. Out: lines on it. This is the door to rich, whose markup no text
ever meets: a line is pieces of cleaned text, each with its style, and reaches rich as segments. Its own folding of
texts takes as long as a search.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, ConsoleDimensions
from rich.segment import Segment, Segments
from rich.style import Style

from searcher.article import Article
from searcher.present import charts
from searcher.present.charts import Tone
from searcher.present.cleaning import clean, clean_line
from searcher.present.folding import fold
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
from searcher.present.passages import Passage
from searcher.present.plain import ADDRESS, FILE, KEY, describe
from searcher.present.zones import news_end
from searcher.search import Results

if TYPE_CHECKING:
    from searcher.present.answers import Group
    from searcher.present.opening import Opened
    from searcher.search.explaining import Explanation

# Longer lines are hard to follow from one to the next, and part a title from its date.
_MOST_COLUMNS = 100
_LEAST_COLUMNS = 10

_Line = Sequence[tuple[str, Style | None]]  # cleaned text, in pieces
_BLANK: _Line = ()
_DIM, _BOLD = Style(dim=True), Style(bold=True)


def open_console() -> Console:
    """The terminal on standard output. `NO_COLOR` is obeyed, and so is a terminal that says it is dumb."""
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if console.is_dumb_terminal:  # of which rich takes 80 columns for granted
        console.size = ConsoleDimensions(*shutil.get_terminal_size())
    return console


def print_results(
    results: Results, console: Console, view: View = USUAL, *, sources: Sequence[Path] | None = None
) -> None:
    """Lay out a page of results.

    Args:
        sources: of the corpus, absolute, so that addresses and paths are links to click on; no links if None.
    """
    width = min(console.width, _MOST_COLUMNS)
    meant, why = advice(results)
    _print(
        console,
        [
            *_spread(_said(results.understood), [(say_counts(results), _DIM)], width),
            *_group_lines(meant, width),
            *_family_lines(results, width),
        ],
    )
    indent = max(4, len(str(results.offset + len(results))) + 3)
    match = _match_style(console)
    for shown in show_hits(results, view):
        _print(console, _hit_lines(shown, match, width, indent, sources))
    here, more = say_rest(results)
    style = _DIM if results.total else None
    rest = _spread([(here, style)], [(more, style)], width) if here else ()
    _print(
        console,
        [
            *([_BLANK, *rest] if here else ()),
            *(line for group in why for line in _group_lines(group, width)),
        ],
    )


def _group_lines(group: Group, width: int) -> Iterator[_Line]:
    """Lines of an answer: a query to ask instead stands out, and is printed whole, to be copied."""
    if group:
        yield _BLANK
    for line in group:
        said, query = clean_line(line.said), clean_line(line.query)
        asked = [(query, _BOLD)] if query else []
        if cell_len(said) + cell_len(query) + 1 <= width:
            yield [(f"{said} " if query else said, None), *asked]
        else:
            yield from _wrap([(said, None)], width)
            if asked:
                yield from _indented([asked], 4)


def _family_lines(results: Results, width: int) -> Iterator[_Line]:
    if results.explanation:
        yield _BLANK
    for family in results.explanation:
        yield from _indented(_wrap(_said(say_family(family), _DIM), width - 4), 4)


def print_explanation(explanation: Explanation, console: Console) -> None:
    """Lay out where the score of a hit comes from."""
    from searcher.present.reasons import explain_lines  # only here: it is seldom asked for

    width = min(console.width, _MOST_COLUMNS)
    first, *others = _wrap(_said(explanation.article.title, _BOLD), width - 4)
    lines: list[_Line] = [
        *_wrap(_said(explanation.understood), width),
        _BLANK,
        [(f"{explanation.rank:>2}  ", _DIM), *first],
        *_indented(others, 4),
        *_indented([_said(say_origin(explanation.article), _DIM)], 4),
        _BLANK,
    ]
    for line in explain_lines(explanation):
        indent = 4 * line.depth + 10
        said = _said(line.said, None if line.amount else _DIM)
        how = _said(f" · {line.how}", _DIM) if line.how else _BLANK
        first, *others = _wrap([*said, *how], width - indent)
        lines += _indented([[(f"{line.amount:>8}  ", None), *first]], indent - 10)
        lines += _indented(others, indent)
    _print(console, lines)


def _hit_lines(
    shown: Shown, match: Style, width: int, indent: int, sources: Sequence[Path] | None
) -> Iterator[_Line]:
    yield _BLANK
    title = _marked(shown.title, shown.title_marks, 0, _BOLD + match, _BOLD)
    # When and where an article appeared is read as often as its title: half as bright, some terminals hide it.
    first, *others = _spread(title, _said(shown.about), width - indent)
    yield [(f"{shown.hit.rank:>{indent - 2}}  ", _DIM), *first]
    yield from _indented(others, indent)
    for passage in shown.passages:
        yield from _indented(_wrap(_edges(shown.hit.article, passage, match), width - indent), indent)
    yield from _indented(_origin_lines(shown.hit.article, sources), indent)


def _origin_lines(article: Article, sources: Sequence[Path] | None) -> Iterator[_Line]:
    """Where an article comes from. What may be copied is printed whole: where it is too long, the terminal folds it."""
    for name, said in ((ADDRESS, article.url), (FILE, say_origin(article))):
        if said:
            yield _said(said, _quiet_link(article, name, sources))


def _quiet_link(article: Article, name: str, sources: Sequence[Path] | None) -> Style:
    """The style of what is said of an article; a click on it opens what there is to open."""
    if sources is None or name not in (ADDRESS, FILE, KEY):
        return _DIM
    from searcher.present.links import link_file, link_page  # only here: what is piped has no links

    link = link_page(article.url) if name == ADDRESS else link_file(article.path, sources)
    return Style(dim=True, link=link) if link else _DIM


def _edges(article: Article, passage: Passage, match: Style) -> _Line:
    """A passage between the signs that say where it was cut."""
    before, after = is_cut(article, passage)
    text = _marked(passage.text, passage.marks, passage.start, match)
    return [("… " if before else "", None), *text, (" …" if after else "", None)]


def _match_style(console: Console) -> Style:
    """Red, as in other search tools: one that is read on light and dark; underlined where no colour is wanted."""
    if console.no_color or not console.color_system:
        return Style(bold=True, underline=True)
    return Style(bold=True, color="bright_red")


# ------------------------------------------------------------------ lines


def _said(text: str, style: Style | None = None) -> _Line:
    return [(clean_line(text), style)]


def _marked(
    text: str, marks: Sequence[Mark], start: int, match: Style, style: Style | None = None
) -> list[tuple[str, Style | None]]:
    return [
        (clean_line(piece), match if is_mark else style)
        for piece, is_mark in split_at_marks(text, marks, start=start)
    ]


def _plain(line: _Line) -> str:
    return "".join([text for text, _ in line])


def _spread(left: _Line, right: _Line, width: int) -> list[_Line]:
    """One text at each end of a line; the second one below where they do not fit, or the first one alone."""
    of_right = _plain(right)
    if not of_right:
        return _wrap(left, width)
    room = width - cell_len(_plain(left)) - cell_len(of_right)
    if room >= 2:
        return [[*left, (" " * room, None), *right]]
    return [*_wrap(left, width), *_wrap(right, width)]


def _wrap(line: _Line, width: int) -> list[_Line]:
    """Fold a line into lines."""
    spans = fold(_plain(line), max(_LEAST_COLUMNS, width))
    pieces, at = iter(line), 0
    text, style = next(pieces, ("", None))
    folded: list[_Line] = []
    for start, end in spans:
        parts = []
        while True:
            if start < at + len(text):
                parts.append((text[max(0, start - at) : end - at], style))
            if end < at + len(text):
                break
            at += len(text)
            found = next(pieces, None)
            if not found:
                text = ""
                break
            text, style = found
        folded.append(parts)
    return folded


def _indented(lines: Iterable[_Line], indent: int) -> Iterator[_Line]:
    for line in lines:
        yield [(" " * indent, None), *line]


def _print(console: Console, lines: Iterable[_Line]) -> None:
    """Print lines at once: to begin and end printing takes rich longer than to print a line."""
    segments = []
    for line in lines:
        segments += [Segment(text, style) for text, style in line if text]
        segments.append(Segment.line())
    if segments:
        console.print(Segments(segments), soft_wrap=True)


def print_article(
    opened: Opened,
    console: Console,
    *,
    heading: str = "",
    more: str = "",
    sources: Sequence[Path] | None = None,
) -> None:
    """Lay out an article: title, what is known about it, body.

    Args:
        heading: which hit it is of which query.
        more: how to see the next one.
        sources: as for `print_results`.
    """
    width = min(console.width, _MOST_COLUMNS)
    match = _match_style(console)
    lines: list[_Line] = []
    if heading:
        lines += [*_wrap(_said(heading, _DIM), width), _BLANK]
    lines += _wrap(_marked(opened.article.title, opened.title_marks, 0, _BOLD + match, _BOLD), width)
    for name, value in describe(opened.article):
        said = _said(f"{name} : {value}", _quiet_link(opened.article, name, sources))
        # What may be copied is printed whole.
        lines += [said] if name in (ADDRESS, FILE, KEY) else _wrap(said, width)
    for passage in opened.passages or ():
        lines += [_BLANK, *_wrap(_edges(opened.article, passage, match), width)]
    if opened.passages is None:
        lines.append(_BLANK)
        for paragraph in _paragraphs(opened, match):
            lines += _wrap(paragraph, width)
    if more:
        lines += [_BLANK, *_wrap(_said(more, _DIM), width)]
    _print(console, lines)


def _paragraphs(opened: Opened, match: Style) -> list[_Line]:
    """The body, with what matched marked; notices that close it are quiet."""
    lines: list[list[tuple[str, Style | None]]] = [[]]
    at, end = 0, news_end(opened.article)
    for piece, is_mark in split_at_marks(opened.article.body, opened.body_marks):
        border = max(0, end - at)
        for part, quiet in ((piece[:border], None), (piece[border:], _DIM)):
            first, *others = clean(part).split("\n")
            style = match if is_mark else quiet
            lines[-1].append((first, style))
            lines += [[(other, style)] for other in others]
        at += len(piece)
    return list(lines)


def print_table(names: Sequence[str], rows: Iterable[Sequence[str]], console: Console) -> None:
    """Align cells in columns under their names."""
    table = [[clean_line(cell) for cell in row] for row in (names, *rows)]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    lines: list[_Line] = []
    for row in table:
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        lines.append([("  ".join(cells).rstrip(), None if lines else _DIM)])
    _print(console, lines)


def print_lines(lines: Iterable[charts.Line], console: Console) -> None:
    """Print the lines of a chart, what is compared in colours that differ."""
    _print(console, ([(text, _TONES[tone]) for text, tone in charts.stripped(line)] for line in lines))


# They differ for most who do not see all colours. Of a terminal's own colours none but these three has a contrast of
# nearly 3 on the usual light and dark palettes: yellow and cyan vanish on white, plain blue and magenta on black.
_TONES = {
    Tone.PLAIN: None,
    Tone.QUIET: _DIM,
    Tone.STRONG: _BOLD,
    Tone.FIRST: Style(color="bright_blue"),
    Tone.SECOND: Style(color="bright_red"),
    Tone.THIRD: None,
    Tone.FOURTH: Style(color="bright_magenta"),
}
