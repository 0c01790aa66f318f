"""Markdown: one article a file, with metadata between two lines of `---` or `+++` (`.md`, `.markdown`).

In: an open file. Out: its article. Metadata are `name: value`, as YAML writes plain ones, or TOML: strings, dates
and lists of them. Of the text, signs for headings, emphasis, links and pictures are taken out, and the words left.
"""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from searcher.corpus.decoding import decode
from searcher.corpus.formats.protocol import Records, check_article, read_whole
from searcher.corpus.formats.records import read_record
from searcher.corpus.limits import Limits, Refused
from searcher.corpus.markup import text_of

_LARGEST_FRONT = 20_000  # characters of metadata
_FRONT = re.compile(r"\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<lines>.*?)\n(?P=fence)[ \t]*(?:\n|$)", re.DOTALL)
_PAIR = re.compile(r"(?P<name>[^\W\d_][\w -]{0,40}?)\s*[:=]\s*(?P<value>.*)")
_ITEM = re.compile(r"\s+-\s+(?P<value>.*)|-\s+(?P<bare>.*)")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(?P<words>.*?)\s*#*\s*")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_RULE = re.compile(r" {0,3}(?:[-*_]\s*){3,}|=+|-{2,}")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:\s+\S+.*")
_LIST = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+(?=\S)")
_QUOTE = re.compile(r"^(?: {0,3}>[ ]?)+")
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_LINK = re.compile(r"\[([^\[\]\n]+)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_ADDRESS = re.compile(r"<(https?://[^<>\s]+)>")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]+?)(?<=\S)\1(?![\w*_])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>-])")
_TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")


def read_markdown(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the article of an open file.

    Yields:
        Once: 0, and the article or the reason why there is none.
    """
    data = read_whole(stream, limits)
    check_article(len(data), limits)
    text, encoding = decode(data)
    if not text.strip():
        raise Refused("no article text, only blanks")
    record: dict[str, Any] = {}
    front = _FRONT.match(text, 0, _LARGEST_FRONT)
    if front:
        record = _read_front(front["lines"])
        text = text[front.end() :]
    title, body = _read_text(text)
    known = {name.casefold() for name in record}
    if title and not known & {"title", "titre", "headline"}:
        record["title"] = title
    if not body:
        raise Refused("no article text, only metadata")
    record = {
        name: value
        for name, value in record.items()
        if name.casefold() not in ("text", "texte", "body", "corps")
    }
    yield 0, read_record({**record, "text": body}, 0, path, encoding, limits.names)


def _read_front(lines: str) -> dict[str, Any]:
    record: dict[str, Any] = {}
    name = ""
    for line in lines.split("\n"):
        item = _ITEM.fullmatch(line)
        pair = None if item else _PAIR.fullmatch(line)
        if pair:
            name = pair["name"]
            record.setdefault(name, _value(pair["value"]))
        elif (item and name and record[name] in ("", None)) or (
            item and name and isinstance(record[name], list)
        ):
            values = record[name] or []
            record[name] = [*values, _value(item["value"] or item["bare"])]
        elif line[:1].isspace() and name and isinstance(record[name], str):
            record[name] = f"{record[name]} {line.strip()}".lstrip("|> ")
    return {name: value for name, value in record.items() if value != ""}


def _value(written: str) -> Any:
    written = written.strip()
    if written[:1] == "[" and written[-1:] == "]":
        return [_value(one) for one in written[1:-1].split(",") if one.strip()]
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        inner = written[1:-1]
        return inner.replace("''", "'") if written[0] == "'" else inner.replace('\\"', '"')
    return written.partition(" #")[0].strip()


def _read_text(text: str) -> tuple[str, str]:
    """The heading of the first level above the text, if there is one, and the text."""
    title = ""
    lines: list[str] = []
    in_code = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            in_code = not in_code
            continue
        if in_code:
            lines.append(line)
            continue
        heading = _HEADING.fullmatch(line) if "#" in line else None
        if heading:
            words = _plain(heading["words"])
            if not title and not any(lines) and len(heading[1]) == 1:
                title = words
            else:
                lines.append(words)
        elif line[:1] in " -*_=[" and (_RULE.fullmatch(line) or _DEFINITION.fullmatch(line)):
            continue
        else:
            lines.append(_plain(_LIST.sub("", _QUOTE.sub("", line, count=1), count=1)))
    body = "\n".join(lines).strip("\n")
    return title, text_of(body) if body.lstrip().startswith("<") else re.sub(r"\n{3,}", "\n\n", body)


def _plain(line: str) -> str:
    if "[" in line:
        line = _LINK.sub(r"\1", _IMAGE.sub(r"\1", line))
    if "<" in line:
        line = _TAG.sub("", _ADDRESS.sub(r"\1", line))
    if "*" in line or "_" in line:
        line = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", line))
    return _ESCAPE.sub(r"\1", line).replace("`", "") if "\\" in line or "`" in line else line
