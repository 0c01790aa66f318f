"""The page of what programs read: `searcher help outputs`.

Out: lines of text, or the same as a record.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from searcher.present.fields import BETWEEN_PASSAGES, FIELDS, OTHER_NAMES
from searcher.present.schemas import SCHEMAS, Name
from searcher.present.tables import COLUMNS

_KINDS = 26  # columns from the left
_MEANINGS = 41
_LEAST = 20  # columns that a meaning takes
_PREAMBLE = """\
JSON is UTF-8. Each record says its schema first: a name and a version, which is raised when a name goes or
changes its meaning; names may be added within a version, so a program passes over those it does not know. A
kind that ends with ? may be null, [kind] is a list, a span is a list of two integers: start and end.
Characters (code points) are counted from 0, and ends are not included."""
_TABLES = f"""\
The columns are {", ".join(COLUMNS)}: the names below, under a first line that has them. --csv is for
programs: commas, quotes doubled where they are needed, values to the letter, so that a title that begins
with = is a formula to a spreadsheet which opens it. --spreadsheet is for those, at a double click: UTF-8
that says so, semicolons and decimal commas as a French one expects, an apostrophe before whatever would be
taken for a formula (=, +, -, @), control characters as signs."""
_TEMPLATES = r"""
{name} stands for a field, {name:<40.40} gives it a width and cuts it, {{ and }} are braces, \n \t \0 \\
ends of lines, tabulators, NUL and the backslash; nothing is added between hits. Values are one line,
control characters are signs, ends of lines in body stay. Fields that the corpus alone has are named as
there: {rubrique}. Passages are joined by"""
_FILES = """\
--files gives the path of each file that holds a hit, once, relative to the corpus and to the letter; -0
ends each with NUL instead of an end of line, for xargs -0. --count gives the number of articles; with
--queries a line for each query: the number, a tabulator, the query."""


def page(width: int = 100) -> Iterator[str]:
    """The page as lines of text.

    Args:
        width: in columns; meanings stand below names where there is no room beside them.

    >>> next(page())
    'WHAT PROGRAMS READ'
    """
    yield "WHAT PROGRAMS READ"
    yield ""
    yield from _paragraph(_PREAMBLE, width)
    for schema in SCHEMAS:
        yield ""
        yield f"{schema.schema}  {schema.given_by}"
        yield from _paragraph(schema.meaning, width, "  ")
        yield ""
        yield from _lines(schema.names, width, "    ")
    yield ""
    yield "search QUERY --csv, --spreadsheet"
    yield from _paragraph(_TABLES, width, "  ")
    yield ""
    yield r"search QUERY --template '{date} {title} {path}\n'"
    yield from _paragraph(f"{_TEMPLATES} «{BETWEEN_PASSAGES}».", width, "  ")
    yield ""
    other = {name: f"{field}, as queries call it" for name, field in OTHER_NAMES.items()}
    for name, meaning in ({name: field.meaning for name, field in FIELDS.items()} | other).items():
        yield from _row(f"    {name}", meaning, width)
    yield ""
    yield "search QUERY --files, -0, --count"
    yield from _paragraph(_FILES, width, "  ")


def _paragraph(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text.strip(), width, initial_indent=indent, subsequent_indent=indent)


def _lines(names: Sequence[Name], width: int, indent: str) -> Iterator[str]:
    for name in names:
        yield from _row(f"{indent + name.name:<{_KINDS - 1}} {name.kind}", name.meaning, width)
        yield from _lines(name.names, width, indent + "  ")


def _row(left: str, meaning: str, width: int) -> Iterator[str]:
    if width - _MEANINGS < _LEAST:
        indent = " " * (len(left) - len(left.lstrip()) + 2)
        yield left.rstrip()
        yield from textwrap.wrap(meaning, width, initial_indent=indent, subsequent_indent=indent)
        return
    first, *others = textwrap.wrap(meaning, width - _MEANINGS) or [""]
    yield f"{left:<{_MEANINGS - 1}} {first}".rstrip()
    yield from (" " * _MEANINGS + line for line in others)


def record() -> dict[str, object]:
    """The page for programs."""
    return {
        "schemas": [asdict(schema) for schema in SCHEMAS],
        "columns": list(COLUMNS),
        "fields": {name: field.meaning for name, field in FIELDS.items()},
    }
