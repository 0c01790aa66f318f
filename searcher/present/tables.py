"""Tables: hits as CSV, a row each, for programs or for a spreadsheet.

In: hits. Out: lines of text, the first with the names of the columns. What programs read is RFC 4180 but for its ends
of lines: commas, quotes doubled, values to the letter. What spreadsheets open at a double click is what a French one
expects: semicolons, decimal commas, a mark that says UTF-8; there a text that would be taken for a formula has an
apostrophe before it, since `=HYPERLINK(…)` in the title of an article must not become one, and control characters are
shown as signs.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from searcher.present.cleaning import clean
from searcher.present.fields import Found, read_field
from searcher.present.french import say_decimal

COLUMNS = (
    "query",
    "rank",
    "key",
    "title",
    "published",
    "source",
    "agency",
    "place",
    "author",
    "language",
    "url",
    "path",
    "score",
    "matches",
    "passages",
)

# As OWASP lists them, "CSV Injection"; spreadsheets pass over spaces before them.
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_BYTE_ORDER_MARK = "\ufeff"
_DIGITS = 3
_RETURN = "\r\n"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written."""

    delimiter: str
    ending: str
    opening: str  # before everything else
    cell: Callable[[object], str]


def _as_it_is(value: object) -> str:
    return str(round(value, 6) if isinstance(value, float) else value)


def _guarded(value: object) -> str:
    """
    >>> _guarded("=1+1"), _guarded(1.5), _guarded(12)
    ("'=1+1", '1,500', '12')
    """
    if isinstance(value, str):
        return f"'{clean(value)}" if _FORMULA.match(value) else clean(value)
    return say_decimal(value, _DIGITS) if isinstance(value, float) else str(value)


PROGRAMS = Dialect(",", "\n", "", _as_it_is)
SPREADSHEETS = Dialect(";", _RETURN, _BYTE_ORDER_MARK, _guarded)


class _Echo:
    """What csv writes to, so that it gives each line back."""

    def write(self, line: str) -> str:
        return line


def table(hits: Iterable[Found], dialect: Dialect = PROGRAMS) -> Iterator[str]:
    """Write hits as they come, a row each."""
    rows = ([read_field(name, found) for name in COLUMNS] for found in hits)
    yield from table_lines(chain([COLUMNS], rows), dialect)


def table_lines(rows: Iterable[Iterable[object]], dialect: Dialect = PROGRAMS) -> Iterator[str]:
    """Write rows as they come, each with the end of its line. None is nothing."""
    # A cell with either sign of an end of line is quoted only if the ends of lines have it as well.
    writer: Any = csv.writer(_Echo(), delimiter=dialect.delimiter, lineterminator=_RETURN)
    opening = dialect.opening
    for row in rows:
        cells = ("" if value is None else dialect.cell(value) for value in row)
        yield opening + str(writer.writerow(cells)).removesuffix(_RETURN) + dialect.ending
        opening = ""
