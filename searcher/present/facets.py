"""Facets as a reader sees them: the values that most of what was found has, each with its count and a bar.

In: a count, and facets by the names of fields. Out: lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.cells import cell_len

from searcher.present.charts import Line, Tone, draw_bar, pad, shorten, spread
from searcher.present.cleaning import clean_line
from searcher.present.french import say_articles, say_decimal, say_field, say_number
from searcher.present.page import say_counts
from searcher.search import Results
from searcher.search.faceting import Facets

_MOST_COLUMNS = 100  # as all other output
_PERCENT = 8  # columns
_NO_VALUE = "(aucune)"
_LEAST_VALUE, _LEAST_BAR = 12, 6


def facet_lines(results: Results, facets: Mapping[str, Facets], width: int, top: int) -> Iterator[Line]:
    """Draw the facets of what a query finds.

    Args:
        width: columns there are.
        top: values of each field at most.
    """
    room = min(width, _MOST_COLUMNS)
    yield from spread(clean_line(results.understood), say_counts(results), room)
    for name, each in facets.items() if results.total else ():
        yield []
        different = f"{say_number(len(each.values))} valeur{'s' if len(each.values) > 1 else ''}"
        yield [(clean_line(say_field(name)), Tone.STRONG), (f" · {different}", Tone.QUIET)]
        yield from _value_lines(each, room, top)


def _value_lines(facets: Facets, room: int, top: int) -> Iterator[Line]:
    shown = [(clean_line(value), count) for value, count in facets.values[:top]]
    if not shown:
        yield [("  aucun article n'en a", Tone.QUIET)]
        return
    most = facets.values[0][1]
    numbers = len(say_number(max(most, facets.unknown)))
    free = room - 2 - 2 - numbers - _PERCENT
    longest = max(cell_len(value) for value in (*(value for value, _ in shown), _NO_VALUE))
    bar = min(30, free - max(_LEAST_VALUE, longest) - 1)
    if bar < _LEAST_BAR:
        bar = max(_LEAST_BAR, free // 3) if free - _LEAST_BAR > _LEAST_VALUE else 0
    column = max(1, min(longest, free - (bar + 1 if bar else 0)))
    for value, count in shown:
        part = f"{say_decimal(100 * count / facets.total, 1)} %"
        yield [
            (f"  {pad(shorten(value, column), column)}  ", Tone.PLAIN),
            (f"{say_number(count):>{numbers}}", Tone.PLAIN),
            (f"{part:>{_PERCENT}}", Tone.QUIET),
            (f" {draw_bar(count, most, bar)}", Tone.FIRST),
        ]
    others = facets.values[top:]
    if others:
        plural, at_most = ("s", " au plus") if len(others) > 1 else ("", "")
        said = f"  et {say_number(len(others))} autre{plural} ({say_articles(others[0][1])}{at_most})"
        yield [(said, Tone.QUIET)]
    if facets.unknown:
        part = f"{say_decimal(100 * facets.unknown / facets.total, 1)} %"
        value = pad(shorten(_NO_VALUE, column), column)
        yield [(f"  {value}  {say_number(facets.unknown):>{numbers}}{part:>{_PERCENT}}", Tone.QUIET)]
