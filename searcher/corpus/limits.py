"""Limits: how much of a file is held in memory at once, and unpacked, whatever the file.

In: sizes in bytes. Out: the usual limits, and the words that say one was passed.
"""

from __future__ import annotations

from typing import NamedTuple

# A long novel takes 2 MB: what is longer than this is a dump, not an article.
LARGEST_ARTICLE = 10_000_000
# Lines are read one by one, so a file may be long; all dispatches of an agency take some 30 GB: what is longer than
# this is the image of a disk, or a file of holes that would be read for days.
LARGEST_FILE = 100_000_000_000
# What can only be read whole (a JSON array, an XML file of many articles, a PDF) takes up to ten times its size in
# memory.
LARGEST_DOCUMENT = 200_000_000
# French text shrinks to a quarter or a tenth, a list of the same records to a hundredth; zeros to a thousandth and
# less.
HIGHEST_RATIO = 300
# Below this size any ratio will do: unpacking it takes a tenth of a second.
FREE_OF_RATIO = 50_000_000
MOST_MEMBERS = 1_000_000
# `archive.tar.gz` is two layers; a compressed file in it, or an archive in an archive, is one more.
MOST_LAYERS = 3


class Limits(NamedTuple):
    """How large what is read may be, in bytes; None for any size.

    And under which names its fields stand: whatever, when it changes, makes every file read again.
    """

    article: int | None = LARGEST_ARTICLE  # as it stands in its file
    file: int | None = LARGEST_FILE  # as it is, and unpacked
    document: int | None = LARGEST_DOCUMENT  # what is read whole
    ratio: int | None = HIGHEST_RATIO  # how many times what is unpacked may be longer than what was packed
    members: int | None = MOST_MEMBERS  # of one archive, with those of the archives in it
    layers: int = MOST_LAYERS  # of compression and archives, one in the other
    names: tuple[tuple[str, str], ...] = ()  # fields of Article, each with the name that stands for it here


class Refused(ValueError):
    """Something is not read, for the reason given."""


def too_large(what: str, size: int, limit: int) -> str:
    """Say that something is passed over for its size.

    >>> too_large("article", 12_345_678, LARGEST_ARTICLE)
    'more than 10 MB for one article: 12,345,678 bytes'
    """
    return f"more than {limit / 1_000_000:g} MB for one {what}: {size:,} bytes"
