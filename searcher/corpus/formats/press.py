"""The press form: an article a file, or several, as agencies and press sites hand them out (`.txt`).

    date 2024-07                              metadata lines, if any
    source Agence du Littoral

    Le port rouvre                            a title line, if any
                                              a blank line
    DAKAR, 4 juillet 2024 (AFP) - Le port …   the text, with its dateline
    https://example.org/le-port               its address, if any

Several articles in one file are parted by lines of five or more of `- = * # _ ~`, or by ends of page. Such a line
may also stand in a text: it parts articles only if each part begins as an article does, with metadata or a dateline.

In: the bytes of a file. Out: its articles. `corpus/README.md` gives the rules with examples.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import BinaryIO

from searcher.article import Article
from searcher.corpus.byline import read_byline
from searcher.corpus.completing import complete
from searcher.corpus.dateline import read_dateline
from searcher.corpus.dating import date_in_name
from searcher.corpus.decoding import decode
from searcher.corpus.formats.protocol import bounded, read_whole
from searcher.corpus.limits import Limits, Refused, too_large
from searcher.corpus.marks import is_mark_alone, may_be_marked, read_mark, with_mark
from searcher.corpus.metadata import read_as_text, read_metadata
from searcher.corpus.report import UNREAD, place

_USUAL = Limits()
_RULE = re.compile(r"^(?:-{5,}|={5,}|\*{5,}|\#{5,}|_{5,}|~{5,})[ \t]*$|\f", re.MULTILINE)
_RULE_IN_BYTES = re.compile(rb"^(?:-{5,}|={5,}|\*{5,}|\#{5,}|_{5,}|~{5,})[ \t]*\r?$|\f", re.MULTILINE)
_HEAD_LINES = 30
_LONGEST_TITLE = 150  # characters: the longest headline of an agency, and shorter than a paragraph
_ENDS_LIKE_PROSE = re.compile(r"(?:(?<!\.)\.|[,;:])[»”\"’'\s]*$")
_ADDRESS = r"<?(?P<url>(?:https?://|www\.)[^\s<>]+?)>?[.,;]?"
_CLOSING_LINE = re.compile(
    rf"(?:(?:source|lien|url|link|adresse|voir|lire|en savoir plus)\s*:\s*)?{_ADDRESS}", re.IGNORECASE
)


def read_press(stream: BinaryIO, path: str, limits: Limits = _USUAL) -> Iterator[tuple[int, Article | str]]:
    """Read the article of an open file, or its articles.

    Args:
        stream: the file, at its beginning.
        path: its name in the corpus.
        limits: of these, how many bytes an article may have.
    Yields:
        0, and the article or the reason why there is none; of several articles in one file, the number of each, from 1.
    Raises:
        Refused: it is too large.
        NotText: it is no text.
    """
    largest = limits.article
    data = stream.read(-1 if largest is None else largest + 1)
    too_long = largest is not None and len(data) > largest
    if too_long:
        # What is too long for an article may hold several.
        if not _RULE_IN_BYTES.search(data):
            raise Refused(too_large("article", _size(stream, data), largest or 0))
        data += read_whole(stream, limits)
    if not data:
        yield 0, "the file is empty"
        return
    text, encoding = decode(data)
    # A cheap look first: most texts have none of these lines.
    if "\n--" in text or "\n==" in text or "\n**" in text or "\f" in text or "\n__" in text:
        parts = _part(text)
    else:
        parts = _part(text) if "\n##" in text or "\n~~" in text else []
    if not parts:
        if too_long:
            raise Refused(too_large("article", len(data), largest or 0))
        yield 0, _read_text(text, path, path, encoding)
        return
    for number, part in enumerate(parts, 1):
        yield number, bounded(_read_text(part, path, place(path, number), encoding), limits)


def _size(stream: BinaryIO, data: bytes) -> int:
    try:
        return stream.seek(0, os.SEEK_END)
    except (OSError, ValueError):  # what is unpacked is not unpacked further
        return len(data)


def _part(text: str) -> list[str]:
    """The articles in a text, if there are several."""
    parts = [part for part in _RULE.split(text) if part.strip()]
    return parts if len(parts) > 1 and all(map(_begins_an_article, parts)) else []


def _begins_an_article(text: str) -> bool:
    """Whether metadata or a dateline stand at the top, the dateline maybe under a title."""
    metadata, lines = read_metadata(_take_mark(text.split("\n", _HEAD_LINES)[:_HEAD_LINES])[0])
    if metadata.published or metadata.fields:
        return True
    first = [line for line in lines if line.strip()][:3]
    return any(_has_sure_dateline(line) for line in first)


def _has_sure_dateline(line: str) -> bool:
    dateline = read_dateline(line)
    return dateline is not None and dateline.is_sure


def _read_text(text: str, path: str, name: str, encoding: str) -> Article | str:
    lines, mark = _take_mark(text.split("\n"))
    metadata, lines = read_metadata(lines)
    if not mark and (metadata.fields or metadata.published):
        lines, mark = _take_mark(lines)
    fields = metadata.fields
    lines = _take_closing_address(lines, fields)
    lines = _take_title(lines, fields)
    body = news = "\n".join(lines).strip("\n")
    unread: list[str] = []
    if lines and read_as_text(lines[0]):
        unread = [line.strip() for line in takewhile(read_as_text, lines)]
        # They stay where they are, and so does the title below them: what is cut out of a text is missed.
        news = "\n".join(_take_title(lines[len(unread) :], fields)).strip("\n") or body
    if not body.strip():
        return "no article text, only metadata" if text.strip() else "no article text, only blanks"
    extra = metadata.extra
    if mark and (read := read_mark(mark)):
        extra = with_mark({**extra, "mark_line": mark}, read)
    if unread:
        extra = {**extra, UNREAD: unread}
    return complete(
        fields,
        body,
        key=fields.get("key") or name,
        path=path,
        encoding=encoding,
        declared=metadata.published,
        others=metadata.others,
        named=date_in_name(path),
        above=len(body) - len(news),
        extra=extra,
    )


def _take_mark(lines: list[str]) -> tuple[list[str], str]:
    """Take off a line that is only a mark: what stands below it begins as any article does."""
    first = 0
    while first < len(lines) and (not lines[first] or lines[first].isspace()):
        first += 1
    if first == len(lines) or not may_be_marked(lines[first]):
        return lines, ""
    mark = lines[first].strip()
    if is_mark_alone(mark) and any(map(str.strip, lines[first + 1 :])):
        return lines[first + 1 :], mark
    return lines, ""


def _take_closing_address(lines: list[str], fields: dict[str, str]) -> list[str]:
    """Take the address off the end, unless the metadata give another: then it is part of the text."""
    last = len(lines) - 1
    while last >= 0 and not lines[last].strip():
        last -= 1
    line = lines[last] if last >= 0 else ""
    # A cheap look first: few articles end with an address.
    found = _CLOSING_LINE.fullmatch(line.strip()) if "://" in line or "www." in line else None
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
    ends_like_prose = not line[-1].isalnum() and _ENDS_LIKE_PROSE.search(line)
    if len(line) >= _LONGEST_TITLE or ends_like_prose or not any(map(str.strip, rest)):
        return False
    if _has_sure_dateline(line) or _CLOSING_LINE.fullmatch(line) or read_byline(f"{line}\n\n"):
        return False
    return not rest[0].strip() or read_dateline(rest[0]) is not None
