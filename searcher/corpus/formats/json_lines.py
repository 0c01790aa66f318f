"""JSON Lines: one article a line, as crawlers and archives hand it out (`.jsonl`, `.ndjson`).

In: an open file. Out: its articles, one line in memory at a time. The names of the fields are those of
`fields.py`; what a record holds is read by `records.py`.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import AnyStr, BinaryIO

from searcher.article import Article
from searcher.corpus.decoding import NotText, decode, sniff
from searcher.corpus.detection import detect_legacy
from searcher.corpus.formats.records import read_record
from searcher.corpus.limits import Limits, too_large
from searcher.corpus.parsing import Record, parse_bytes, parse_text

STRETCH = 8 << 20  # bytes: what several processes may read apart begins at the first line of a stretch
_HEAD_BYTES = 65_536
_SAMPLE_BYTES = 262_144  # read ahead of the first line that is not UTF-8, to know what it is
_DISCARDED_BYTES = 1_048_576  # at a time, of a line that is too long
_UNLIMITED = sys.maxsize - 1
_NEWLINE = ord("\n")
_USUAL = Limits()
_NOT_LINES = "JSON, but not JSON Lines: each line must be one whole article"


def read_jsonl(
    stream: BinaryIO,
    path: str,
    limits: Limits = _USUAL,
    start: int = 0,
    first: int = 1,
    lines: int | None = None,
) -> Iterator[tuple[int, Article | str]]:
    """Read the articles of an open file, one by one.

    Args:
        stream: the file, at its beginning.
        path: its name in the corpus.
        limits: of these, how many bytes the line of an article may have, and the names of fields.
        start: the byte at which a line begins, to read from there, in a file that `can_be_split`.
        first: the number of that line, from 1.
        lines: how many to read; all that are left if None.
    Yields:
        The number of a line, from 1, and the article that it holds or the reason why there is none; 0 and a
        reason if there is nothing to read in the whole file.
    """
    empty, number, names = not start, 0, limits.names
    try:
        for number, line, encoding in islice(_read_lines(stream, limits.article, start, first), lines):
            record = line
            if isinstance(line, str):
                if not line or line.isspace():
                    continue
                if empty and line.strip() in ("[", "{"):
                    yield 0, _NOT_LINES
                    return
                record = parse_text(line) if encoding else line
            empty = False
            yield (
                number,
                record if isinstance(record, str) else read_record(record, number, path, encoding, names),
            )
    except NotText as error:
        yield 0, str(error)
        return
    if empty:
        yield 0, "no article in it, only blanks" if number else "the file is empty"


def can_be_split(head: bytes) -> bool:
    """Whether the lines of a file can be told by their bytes, and each read alone.

    Args:
        head: at least the first line of the file, or 64 KB of it.
    """
    try:
        encoding, mark = sniff(head)
    except NotText:
        encoding, mark = "utf-8", 0
    line = head[mark:].lstrip().partition(b"\n")[0].decode(errors="replace").strip()
    return encoding.startswith("utf-8") and line.startswith("{") and line != "{"


def _read_lines(
    stream: BinaryIO, largest: int | None, start: int, first: int
) -> Iterator[tuple[int, str | Record, str]]:
    """Read lines: number, text, encoding. Where the encoding is "", the text is why there is none.

    Lines of bytes that can be parsed as they stand, which is nearly all of them, are records already.

    Raises:
        NotText: these bytes are no text. Raised at once.
    """
    head = stream.read(_HEAD_BYTES)
    try:
        encoding, mark = sniff(head)
    except NotText:
        # A stray NUL spoils its own line, not the file.
        if not head.lstrip().startswith(b"{"):
            raise
        encoding, mark = "utf-8", 0
    stream.seek(start or mark)
    if encoding.startswith("utf-8"):
        return _lines_of_bytes(stream, encoding, largest, first)
    return _lines_of_wide_characters(stream, encoding, largest)


def _lines_of_bytes(
    stream: BinaryIO, encoding: str, largest: int | None, first: int
) -> Iterator[tuple[int, str | Record, str]]:
    legacy, found_in = "", -1
    most = _UNLIMITED if largest is None else largest
    for number, line in enumerate(iter(partial(stream.readline, most + 1), b""), first):
        if len(line) > most and line[-1] != _NEWLINE:
            size = len(line) + sum(map(len, _rest_of_line(stream.readline, b"\n")))
            yield number, too_large("article", size, most), ""
            continue
        record = parse_bytes(line)
        if record is not None:
            yield number, record, encoding
            continue
        try:
            text, used = line.decode(), encoding
        except UnicodeDecodeError:
            # In each stretch anew: who reads the file from there on must find the same.
            stretch = (stream.tell() - len(line)) // STRETCH
            if stretch != found_in:
                legacy, found_in = _detect_ahead(stream, line), stretch
            text, used = _decode_line(line, legacy)
        yield number, text, used


def _decode_line(line: bytes, legacy: str) -> tuple[str, str]:
    try:
        return decode(line, legacy=legacy)
    except NotText as error:
        return str(error), ""


def _detect_ahead(stream: BinaryIO, line: bytes) -> str:
    """Find the encoding of a line, with the help of the next ones that are not UTF-8 either."""
    position = stream.tell()
    following = stream.read(_SAMPLE_BYTES).split(b"\n")
    stream.seek(position)
    return detect_legacy(b"\n".join([line, *(other for other in following if not _is_utf8(other))]))


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _lines_of_wide_characters(
    stream: BinaryIO, encoding: str, largest: int | None
) -> Iterator[tuple[int, str, str]]:
    reader = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")
    width = 4 if encoding.startswith("utf-32") else 2  # bytes; UTF-16's rare pairs are let off one half

    most = _UNLIMITED if largest is None else largest // width
    try:
        for number, line in enumerate(iter(partial(reader.readline, most + 1), ""), 1):
            if len(line) > most and line[-1] != "\n":
                size = len(line) + sum(map(len, _rest_of_line(reader.readline, "\n")))
                yield number, too_large("article", size * width, largest or 0), ""
            else:
                yield number, line, encoding
    finally:
        # The file belongs to the caller, who may have closed it when reading ends early.
        if not stream.closed:
            reader.detach()


def _rest_of_line(readline: Callable[[int], AnyStr], end: AnyStr) -> Iterator[AnyStr]:
    """Read what is left of a line, which is never held whole."""
    while rest := readline(_DISCARDED_BYTES):
        yield rest
        if rest.endswith(end):
            return
