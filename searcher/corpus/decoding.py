"""Decoding: from the bytes of a file to its text, and to the name of the encoding that was used.

In: bytes. Out: text whose lines end in `\\n`, and an encoding as Python names it: `utf-8`, `windows-1252` …
The order: byte order mark, UTF-8, UTF-16 and UTF-32 without mark, UTF-8 with stray bytes, legacy encodings.
Never fails on text: what an encoding does not define becomes U+FFFD. Accents are not composed: offsets count
the characters of the text as it was written.
"""

from __future__ import annotations

import codecs
import re

from searcher.corpus.detection import detect_legacy

MIXED = "utf-8+windows-1252"  # the one name that is not Python's: two encodings in one file

# UTF-32's mark begins with that of UTF-16, so it comes first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BEGIN_MARKS = (b"\xef", b"\xff", b"\xfe", b"\x00")
_HEAD_BYTES = 65_536  # what is looked at to tell text from something else
# In UTF-16 the high byte of nearly every French character is 0 and its low byte never; œ, curly quotes and
# dashes are the exceptions.
_HIGH_BYTES_ZERO = 0.7
_LOW_BYTES_ZERO = 0.05
_SHORTEST_WIDE = 4  # bytes: two characters of UTF-16, of which a shorter stretch proves nothing
# Controls that text does not have (tab, ends of line and of page, escape and DOS's end of file it may have).
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_MOST_CONTROLS = 0.05
_A_FEW = 2  # a bell in a short text makes no binary of it
# The share of sequences beyond ASCII that must be UTF-8 for the file to be UTF-8 with stray bytes. French in
# windows-1252 holds such sequences by accident only (`É»`): at most 0.04 of them in 300 articles, capitals
# included; Chinese in GB 18030 reaches 0.26.
_MOSTLY_UTF8 = 1 / 3
_STRAY_BYTE = re.compile("[\udc80-\udcff]")
_ASCII = bytes(range(128))


class NotText(ValueError):
    """These bytes are no text in any encoding."""

    def __init__(self) -> None:
        super().__init__("binary data, not text")


def decode(data: bytes, *, legacy: str = "") -> tuple[str, str]:
    """Decode a whole text.

    Args:
        data: all of it.
        legacy: the encoding to use if it is not Unicode; found by `detect_legacy` if not given.
    Raises:
        NotText: these bytes are no text.

    >>> decode("où ?\\r\\n".encode("utf-16"))
    ('où ?\\n', 'utf-16-le')
    """
    text, encoding = _decode(data, legacy)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, encoding


def _decode(data: bytes, legacy: str) -> tuple[str, str]:
    encoding, start = sniff(data[:_HEAD_BYTES])
    if encoding.startswith(("utf-16", "utf-32")):
        return data[start:].decode(encoding, "replace"), encoding
    if b"\0" in data:
        raise NotText
    data = data[start:]
    try:
        return data.decode(), encoding
    except UnicodeDecodeError as error:
        text, mixed = _decode_damaged_utf8(data, error)
    if mixed:
        return text, mixed
    encoding = legacy or detect_legacy(data)
    return data.decode(encoding, "replace"), encoding


def sniff(head: bytes) -> tuple[str, int]:
    """Tell which Unicode encoding some first bytes are in, if any.

    Args:
        head: the beginning of a file.
    Returns:
        The encoding (`utf-8` if nothing says another), and the length of the byte order mark.
    Raises:
        NotText: these bytes are no text.
    """
    for mark, encoding in _MARKS if head[:1] in _BEGIN_MARKS else ():
        if head.startswith(mark) and _is_text(head[len(mark) :], encoding):
            return encoding, len(mark)
    if b"\0" in head:
        return _sniff_without_mark(head), 0
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > max(len(head) * _MOST_CONTROLS, _A_FEW):
        raise NotText
    return "utf-8", 0


def _sniff_without_mark(head: bytes) -> str:
    if len(head) < _SHORTEST_WIDE:
        raise NotText
    even, odd = (head[start::2].count(0) * 2 / len(head) for start in (0, 1))
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high >= _HIGH_BYTES_ZERO and low <= _LOW_BYTES_ZERO and _is_text(head, encoding):
            return encoding
    for encoding in ("utf-32-le", "utf-32-be"):
        if _is_text(head, encoding):
            return encoding
    raise NotText


def _is_text(head: bytes, encoding: str) -> bool:
    """Check that bytes make sense in an encoding: picture formats begin with such marks too."""
    if encoding == "utf-8-sig":
        return b"\0" not in head
    width = 4 if encoding.startswith("utf-32") else 2
    text = head[: len(head) // width * width].decode(encoding, "replace")
    return "\0" not in text and text.count("\ufffd") <= len(text) * _MOST_CONTROLS


def _decode_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """Decode what is UTF-8 but for a cut last character, or for stray bytes of windows-1252.

    A file cut in the middle of a character is common (quotas, broken downloads); read as windows-1252, all
    its accents would be lost for the sake of one. So are files put together from two sources. There each
    character that is UTF-8 is read as such: by chance, windows-1252 hardly ever forms one.

    Returns:
        The text and the encoding, both "" if most of it is not UTF-8.
    """
    before = data[: error.start]
    # The last letter of windows-1252's `café` looks like the first byte of three: alone, it proves nothing.
    proved = len(data) - error.start > 1 or not before.isascii()
    if "end of data" in error.reason and proved:
        return before.decode() + "\ufffd", "utf-8"
    text = data.decode(errors="surrogateescape")
    stray = len(data) - len(text.encode(errors="ignore"))
    ascii_bytes = len(data) - len(data.translate(None, _ASCII))
    if len(text) - ascii_bytes - stray < (len(text) - ascii_bytes) * _MOSTLY_UTF8:
        return "", ""
    return _STRAY_BYTE.sub(_of_windows_1252, text), MIXED


def _of_windows_1252(stray: re.Match[str]) -> str:
    return bytes((ord(stray[0]) - 0xDC00,)).decode("windows-1252", "replace")
