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

_SEPARATORS = ",;\t|"
# Python's own limit of 131,072 characters a cell is too short for a long article.
_ANY_SIZE = 2**31 - 1


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
    fields = fields_of(tuple(names), limits.names)
    if "body" not in fields:
        raise Refused(_no_text(names))
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
        yield number, read_record(record, number, path, encoding, limits.names)


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


def _no_text(names: list[str]) -> str:
    columns = ", ".join(names[:20])
    return f"no column is known to hold the text, of {columns}: say which with --map text=NAME"
