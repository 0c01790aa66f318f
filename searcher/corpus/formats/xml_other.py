"""XML of no format that is read: says which it is.

In: an open file. Out: the reason why there is no article.
"""

from __future__ import annotations

from typing import BinaryIO

from searcher.corpus.formats.protocol import Records
from searcher.corpus.formats.recognizing import HEAD_BYTES, root_of
from searcher.corpus.limits import Limits


def read_other(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Name the outermost element."""
    head = stream.read(HEAD_BYTES)
    root = root_of(head.lstrip(b"\xef\xbb\xbf \t\r\n"))
    if not head:
        yield 0, "the file is empty"
    elif root:
        yield 0, f"XML of no format that is read: its outermost element is <{root}>"
    else:
        yield 0, "named .xml, but no XML"
