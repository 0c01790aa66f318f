"""The press form: one article a file, as agencies and press sites hand it out (`.txt`).

    date 2024-07                              metadata lines, if any
    source Agence du Littoral

    Le port rouvre                            a title line, if any
                                              a blank line
    DAKAR, 4 juillet 2024 (AFP) - Le port …   the text, with its dateline
    https://example.org/le-port               its address, if any

In: the bytes of a file. Out: its article. `corpus/README.md` gives the rules with examples.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from searcher.article import Article, PartialDate
from searcher.corpus.completing import complete
from searcher.corpus.dateline import read_dateline
from searcher.corpus.dates import read_date
from searcher.corpus.decoding import NotText, decode
from searcher.corpus.limits import Limits, too_large
from searcher.corpus.metadata import Metadata, read_metadata

_USUAL = Limits()
_LONGEST_TITLE = 150  # characters: the longest headline of an agency, and shorter than a paragraph
_ENDS_LIKE_PROSE = re.compile(r"(?:(?<!\.)\.|[,;:])[»”\"’'\s]*$")
_ADDRESS = r"<?(?P<url>(?:https?://|www\.)[^\s<>]+?)>?[.,;]?"
_CLOSING_LINE = re.compile(
    rf"(?:(?:source|lien|url|link|adresse|voir|lire|en savoir plus)\s*:\s*)?{_ADDRESS}", re.IGNORECASE
)
_DATE_IN_NAME = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?!\d)")


def read_press(stream: BinaryIO, path: str, limits: Limits = _USUAL) -> Iterator[tuple[int, Article | str]]:
    """Read one article from an open file.

    Args:
        stream: the file, at its beginning.
        path: its name in the corpus.
        limits: of these, how many bytes an article may have.
    Yields:
        Once: 0, and the article or the reason why there is none.
    """
    largest = limits.article
    data = stream.read(-1 if largest is None else largest + 1)
    if largest is not None and len(data) > largest:
        yield 0, too_large("article", stream.seek(0, os.SEEK_END), largest)
        return
    if not data:
        yield 0, "the file is empty"
        return
    try:
        text, encoding = decode(data)
    except NotText as error:
        yield 0, str(error)
        return
    yield 0, _read_text(text, path, encoding)


def _read_text(text: str, path: str, encoding: str) -> Article | str:
    metadata, lines = read_metadata(text.split("\n"))
    fields = metadata.fields
    lines = _take_closing_address(lines, fields)
    lines = _take_title(lines, fields)
    body = "\n".join(lines).strip("\n")
    if not body.strip():
        return "no article text, only metadata" if text.strip() else "no article text, only blanks"
    return complete(
        fields,
        body,
        key=fields.get("key") or path,
        path=path,
        encoding=encoding,
        declared=_declared_date(metadata, path, body),
        extra=metadata.extra,
    )


def _declared_date(metadata: Metadata, path: str, body: str) -> PartialDate | None:
    if metadata.published:
        return metadata.published
    dateline = read_dateline(body)
    if dateline and dateline.year:
        return None
    in_name = _DATE_IN_NAME.match(PurePosixPath(path).name)
    return read_date(in_name[0]) if in_name else None


def _take_closing_address(lines: list[str], fields: dict[str, str]) -> list[str]:
    """Take the address off the end, unless the metadata give another: then it is part of the text."""
    last = len(lines) - 1
    while last >= 0 and not lines[last].strip():
        last -= 1
    found = _CLOSING_LINE.fullmatch(lines[last].strip()) if last >= 0 else None
    if not found or fields.setdefault("url", found["url"]) != found["url"]:
        return lines
    return lines[:last]


def _take_title(lines: list[str], fields: dict[str, str]) -> list[str]:
    first = 0
    while first < len(lines) and not lines[first].strip():
        first += 1
    if first == len(lines):
        return []
    line, rest = lines[first].strip(), lines[first + 1 :]
    if "title" in fields:
        # Sites repeat the title above the text; it is one title.
        return rest if line == fields["title"] and any(map(str.strip, rest)) else lines[first:]
    if not _is_title(line, rest):
        return lines[first:]
    fields["title"] = line
    return rest


def _is_title(line: str, rest: list[str]) -> bool:
    """Tell a title from a first paragraph: short, without a full stop, and set apart from a text."""
    if len(line) >= _LONGEST_TITLE or _ENDS_LIKE_PROSE.search(line) or not any(map(str.strip, rest)):
        return False
    if read_dateline(line) or _CLOSING_LINE.fullmatch(line):
        return False
    return not rest[0].strip() or read_dateline(rest[0]) is not None
