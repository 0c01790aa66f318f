"""Declared: what to make of the encoding that a file says it is in, in its XML declaration, a `<meta>` or a header.

In: a label and the bytes. Out: whether it is to be believed, and whether what was used contradicts it. UTF-8,
ISO-8859-1 and windows-1252 are declared by default, whatever the bytes are in: the bytes tell. What else is of 8 bits,
and can be, was declared by someone who knew.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

_BY_DEFAULT = frozenset(
    ("utf-8", "ascii", "iso8859-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
)
# What is read in one of these is as good as what the label says.
_SAME = {
    "ascii": ("utf-8", "windows-1252"),
    "iso8859-1": ("windows-1252",),
    "cp1252": ("windows-1252",),
    "utf-8": ("utf-8", "utf-8-sig"),
    "utf-16": ("utf-16-le", "utf-16-be"),
}


class Encoding(NamedTuple):
    """What a file was read in."""

    used: str  # as Python names it
    declared: str = ""  # as the file says, if it is another


def believable(label: str, data: bytes) -> str:
    """The declared encoding, if it is to be used; else ""."""
    name = _python_name(label)
    if not name or name in _BY_DEFAULT:
        return ""
    try:
        data.decode(name)
    except (LookupError, ValueError):
        return ""
    return label.strip().lower()


def compare(label: str, used: str, text: str) -> Encoding:
    """What a text was read in, and what was declared where that is something else.

    >>> compare("ISO-8859-1", "utf-8", "l’été"), compare("latin1", "windows-1252", "l’été")
    (Encoding(used='utf-8', declared='ISO-8859-1'), Encoding(used='windows-1252', declared=''))
    """
    label = label.strip()
    name = _python_name(label)
    same = used in _SAME.get(name, ()) or name == _python_name(used)
    # In plain ASCII every label is right.
    return Encoding(used, "" if not label or same or text.isascii() else label)


def _python_name(label: str) -> str:
    try:
        return codecs.lookup(label.strip()).name if label.strip() else ""
    except (LookupError, ValueError):
        return ""
