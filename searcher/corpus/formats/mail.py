"""Mail: newsletters and dispatches as they came (`.eml`), or a whole mailbox of them (`.mbox`).

In: an open file. Out: one article a message: its subject, its date, its sender as the source, and its text, plain
where it has a plain part. Of a mailbox one message is in memory at a time. Attachments are not read.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import BinaryIO

from searcher.article import Article
from searcher.corpus.decoding import NotText, decode
from searcher.corpus.formats.declared import Encoding, believable, compare
from searcher.corpus.formats.found import make_article
from searcher.corpus.formats.protocol import Records, check_article, read_whole
from searcher.corpus.limits import Limits, too_large
from searcher.corpus.markup import text_of

_LONGEST_LINE = 1_000_000  # bytes: of base64 in one line
# The parser of the standard library takes 9 s for one of 100,000 bytes, and time grows with the square.
_LONGEST_HEADER = 10_000
_LONG_HEADER = re.compile(
    rb"^(?:content-[a-z-]{1,40}|from|subject|date|message-id|list-id|mime-version)[ \t]*:(?:[^\n]|\n[ \t]){%d}"
    % _LONGEST_HEADER,
    re.IGNORECASE | re.MULTILINE,
)
_MOST_PARTS = 200
_DEEPEST = 20  # parts in parts


def read_mail(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the message of an open file.

    Yields:
        Once: 0, and the article or the reason why there is none.
    """
    data = read_whole(stream, limits)
    check_article(len(data), limits)
    yield 0, _read_message(data, 0, path, limits)


def read_mbox(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the messages of an open mailbox.

    Yields:
        The number of each message, from 1, and the article or the reason why there is none.
    """
    number = 0
    for number, message in enumerate(_messages(stream, limits.article), 1):
        yield number, message if isinstance(message, str) else _read_message(message, number, path, limits)
    if not number:
        yield 0, "a mailbox without any message"


def _messages(stream: BinaryIO, largest: int | None) -> Iterator[bytes | str]:
    """Cut a mailbox where a line begins with `From ` after an empty one."""
    lines: list[bytes] = []
    size = 0
    started, after_blank = False, True
    while line := stream.readline(_LONGEST_LINE):
        if after_blank and line.startswith(b"From "):
            if started:
                yield _whole(lines, size, largest)
            lines, size, started, after_blank = [], 0, True, False
            continue
        after_blank = not line.strip()
        size += len(line)
        if started and (largest is None or size <= largest):
            lines.append(line[1:] if line.startswith(b">From ") else line)
    if started:
        yield _whole(lines, size, largest)


def _whole(lines: list[bytes], size: int, largest: int | None) -> bytes | str:
    return b"".join(lines) if largest is None or size <= largest else too_large("article", size, largest)


def _read_message(data: bytes, number: int, path: str, limits: Limits) -> Article | str:
    if _LONG_HEADER.search(data):
        return f"a header of more than {_LONGEST_HEADER:,} bytes"
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        return f"a message that cannot be understood: {type(error).__name__}"
    if not message.keys():
        return "no message: there are no headers"
    body, encoding = _text(message)
    if not body.strip():
        return "a message without text"
    source, address = _sender(message)
    fields = {
        "title": _header(message, "Subject"),
        "source": source or address,
        "language": _header(message, "Content-Language"),
    }
    extra = {
        "message_id": _header(message, "Message-ID"),
        "list": _header(message, "List-Id"),
        "from": address,
    }
    return make_article(
        body,
        fields,
        date=_date(message),
        number=number,
        path=path,
        encoding=encoding,
        limits=limits,
        extra=extra,
    )


def _header(message: Message, name: str) -> str:
    try:
        words = str(message.get(name, ""))
    except Exception:  # the parser of the standard library raises what it likes on headers that are broken
        return ""
    words = (
        words.encode("ascii", "surrogateescape").decode("utf-8", "replace")
        if not words.isprintable() and words.isascii()
        else words
    )
    return words.encode("utf-8", "replace").decode()


def _sender(message: Message) -> tuple[str, str]:
    names = getaddresses([_header(message, "From")])
    return names[0] if names else ("", "")


def _date(message: Message) -> str:
    written = _header(message, "Date")
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return written


def _text(message: Message) -> tuple[str, Encoding]:
    """The text of a message and its encoding: the plain part, or else the one in HTML."""
    plain: list[str] = []
    markup: list[str] = []
    encoding = Encoding("")
    for part in _parts(message, 0):
        kind = part.get_content_type()
        if kind not in ("text/plain", "text/html") or part.get_content_disposition() == "attachment":
            continue
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes):
            continue
        try:
            text, used = _decode(data, part.get_content_charset() or "")
        except NotText:
            continue
        encoding = encoding if encoding.used else used
        (plain if kind == "text/plain" else markup).append(text)
    written = "\n\n".join(one for one in plain if one.strip())
    if written.strip():
        return _unflow(written), encoding
    return "\n".join(text_of(one) for one in markup), encoding


def _parts(message: Message, depth: int) -> Iterator[Message]:
    if not message.is_multipart() or depth > _DEEPEST:
        yield message
        return
    payload = message.get_payload()
    if isinstance(payload, list):
        for part in payload[:_MOST_PARTS]:
            if isinstance(part, Message):
                yield from _parts(part, depth + 1)


def _decode(data: bytes, charset: str) -> tuple[str, Encoding]:
    """As it says if that can be, else as what it is."""
    trusted = believable(charset, data)
    if trusted and data.isascii():  # ISO-2022-JP and its like
        return data.decode(trusted).replace("\r\n", "\n"), Encoding(trusted)
    text, used = decode(data, legacy=trusted)
    return text, compare(charset, used, text)


def _unflow(text: str) -> str:
    """Join the lines of a paragraph that were broken to fit 78 signs; an empty line parts paragraphs."""
    lines = text.split("\n")
    if max(map(len, lines)) > 100:
        return text.strip()
    paragraphs: list[str] = []
    current: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            current.append(line.strip())
            # A short line that ends like a sentence ends a paragraph.
            if len(line) >= 55 or line.endswith(" "):
                continue
        if current:
            paragraphs.append(" ".join(current))
            current = []
        elif not line.strip() and paragraphs and paragraphs[-1]:
            paragraphs.append("")
    return "\n".join(paragraphs).strip()
