"""Limits: how much of a file is held in memory at once, whatever the file.

In: sizes in bytes. Out: the usual limits, and the words that say one was passed.
"""

from __future__ import annotations

from typing import NamedTuple

# A long novel takes 2 MB: what is longer than this is a dump, not an article.
LARGEST_ARTICLE = 10_000_000
# Lines are read one by one, so a file may be long; all dispatches of an agency take some 30 GB: what is longer than
# this is the image of a disk, or a file of holes that would be read for days.
LARGEST_FILE = 100_000_000_000


class Limits(NamedTuple):
    """How large what is read may be, in bytes; None for any size."""

    article: int | None = LARGEST_ARTICLE  # as it stands in its file
    file: int | None = LARGEST_FILE


def too_large(what: str, size: int, limit: int) -> str:
    """Say that something is passed over for its size.

    >>> too_large("article", 12_345_678, LARGEST_ARTICLE)
    'more than 10 MB for one article: 12,345,678 bytes'
    """
    return f"more than {limit / 1_000_000:g} MB for one {what}: {size:,} bytes"
