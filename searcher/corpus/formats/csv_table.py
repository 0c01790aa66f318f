"""CSV: a table, one article a row, as spreadsheets and databases export it (`.csv`, `.tsv`).

In: an open file. Out: its articles. The first row names the columns, as `fields.py` knows them or the user says;
comma, semicolon, tab or bar separates them: whichever cuts the first row into most names that are known.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from searcher.corpus.decoding import decode
from searcher.corpus.formats.protocol import Records, read_whole
from searcher.corpus.formats.records import Names, fields_of, read_record
from searcher.corpus.limits import Limits, Refused, too_large
from searcher.corpus.report import Note

_SEPARATORS = ",;\t|"
# Python's own limit of 131,072 characters a cell is too short for a long article.
_ANY_SIZE = 2**31 - 1
_LOOKED_AT = 50  # rows, to guess which column holds the text
_SHORTEST_TEXT = 150  # characters, in the mean
_CLEARLY_LONGER = 3  # times as long as the next
_SHOWN = 20  # names
_FIELD_NAMES = {"body": "text", "published": "date", "key": "id"}  # as the user names them


def read_csv(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the articles of an open file.

    Yields:
        The number of each row that is not blank, from 2 since the first one holds the names; and the article or the
        reason.
    Raises:
        Refused: it is too large, or the columns are not known.
        NotText: it is no text.
    """
    text, encoding = decode(read_whole(stream, limits))
    lines = io.StringIO(text.replace("\0", "\ufffd"), newline="")
    first = lines.readline()
    while first and not first.strip():
        first = lines.readline()
    # A hint that Excel reads and writes.
    separator = first[4:5] if first[:4].lower() == "sep=" else ""
    if separator:
        first = lines.readline()
    separator = separator or _separator(first, limits.names)
    start = lines.tell() - len(first)
    lines.seek(start)
    csv.field_size_limit(_ANY_SIZE)
    rows = csv.reader(lines, delimiter=separator)
    names = [name.strip().lstrip("\ufeff") for name in _next(rows) or ()]
    given = limits.names
    fields = fields_of(tuple(names), given)
    if "body" not in fields:
        guessed = _guess_text(text[start:], separator, names, fields)
        if not guessed:
            raise Refused(_no_text(names))
        given = (*given, ("body", guessed))
        fields = fields_of(tuple(names), given)
    yield 0, Note(_describe(names, fields))
    number = 1
    while (row := _next(rows)) is not None:
        if not any(map(str.strip, row)):
            continue
        number += 1
        if isinstance(row, _Broken):
            yield number, f"broken row: {row.reason}"
            continue
        if len(row) > len(names) and any(map(str.strip, row[len(names) :])):
            yield number, f"{len(row)} cells, but {len(names)} columns"
            continue
        size = sum(map(len, row))
        if limits.article is not None and size > limits.article:
            yield number, too_large("article", size, limits.article)
            continue
        record = {name: cell.strip() for name, cell in zip(names, row, strict=False) if name and cell.strip()}
        yield number, read_record(record, number, path, encoding, given)


class _Broken(list[str]):
    """In place of a row that csv cannot read."""

    reason = ""


def _next(rows: Iterator[list[str]]) -> list[str] | None:
    try:
        return next(rows, None)
    except csv.Error as error:
        broken = _Broken(["?"])
        broken.reason = str(error)
        return broken


def _separator(first: str, names: Names) -> str:
    """The sign that cuts the first line into most known names, or into most names where none is known."""

    def score(separator: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([first], delimiter=separator), [])
        except csv.Error:
            return 0, 0
        cells = [cell.strip().lstrip("\ufeff") for cell in cells]
        return sum(map(bool, fields_of(tuple(cells), names))), len(cells)

    return max(_SEPARATORS, key=score)


def _guess_text(text: str, separator: str, names: list[str], fields: tuple[str, ...]) -> str:
    """The column that holds the text where no name says so: by far the longest of those that are no other field."""
    lengths = dict.fromkeys(
        (name for name, field in zip(names, fields, strict=True) if name and not field), 0
    )
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    _next(rows)
    count = 0
    while count < _LOOKED_AT and (row := _next(rows)) is not None:
        count += 1
        for name, cell in zip(names, row, strict=False):
            if name in lengths:
                lengths[name] += len(cell)
    ordered = sorted(lengths, key=lambda name: -lengths[name])
    if not ordered or lengths[ordered[0]] < max(count, 1) * _SHORTEST_TEXT:
        return ""
    clear = len(ordered) == 1 or lengths[ordered[0]] >= lengths[ordered[1]] * _CLEARLY_LONGER
    return ordered[0] if clear else ""


def _describe(names: list[str], fields: tuple[str, ...]) -> str:
    """Say which column was taken for what."""
    known = [
        f"{_FIELD_NAMES.get(field, field)} = {name}"
        for name, field in zip(names, fields, strict=True)
        if field
    ]
    others = [name for name, field in zip(names, fields, strict=True) if name and not field]
    kept = f"; kept as they are: {', '.join(others[:_SHOWN])}" if others else ""
    return ", ".join(known) + kept


def _no_text(names: list[str]) -> str:
    columns = ", ".join(names[:20])
    return f"no column is known to hold the text, of {columns}: say which with --map text=NAME"
