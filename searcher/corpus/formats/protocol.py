"""The protocol of formats: what a reader takes and gives, and what a line of the table says.

In: nothing. Out: the types, and the one function that all formats share which are read whole.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from functools import cache
from typing import BinaryIO, NamedTuple

from searcher.article import Article
from searcher.corpus.limits import Limits, Refused, too_large
from searcher.corpus.report import NEEDS

Records = Iterator[tuple[int, Article | str]]
# A reader takes an open file, its name in the corpus, and the limits. It yields, for each record, its number (0
# where the file is the record) and its article, or the reason why there is none. What stops it raises Refused, or
# NotText.
Reader = Callable[[BinaryIO, str, Limits], Records]


class Format(NamedTuple):
    """A line of the table."""

    name: str  # as reports say it
    suffixes: tuple[str, ...]  # in lower case, with their dots
    read: str | Reader  # the module here and the function in it: loaded when first needed
    # Whether the beginning of a file, in UTF-8 and without blanks before it, can hardly be anything else; None if it
    # is plain text, for which only a suffix can speak.
    looks: Callable[[bytes], bool] | None = None

    def reader(self) -> Reader:
        return _load(self.read) if isinstance(self.read, str) else self.read


@cache  # to ask for a module that is there takes 3 µs, for each of a million files
def _load(name: str) -> Reader:
    module, _, function = name.partition(".")
    found: Reader = getattr(importlib.import_module(f"{__package__}.{module}"), function)
    return found


class MissingExtra(Refused):
    """A format needs a library that is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what}{NEEDS}pip install 'searcher[{extra}]'")


def read_whole(stream: BinaryIO, limits: Limits) -> bytes:
    """Read a file that can only be read whole.

    Raises:
        Refused: it is empty, or too large.
    """
    largest = limits.document
    data = stream.read(-1 if largest is None else largest + 1)
    if largest is not None and len(data) > largest:
        try:
            size = stream.seek(0, os.SEEK_END)
        except (OSError, ValueError):  # what is unpacked is not unpacked further
            size = len(data)
        raise Refused(too_large("document", size, largest))
    if not data:
        raise Refused("the file is empty")
    return data


def bounded(article: Article | str, limits: Limits) -> Article | str:
    """An article of a file that holds several, or the reason why it is too large."""
    if isinstance(article, str) or limits.article is None or len(article.body) * 4 <= limits.article:
        return article
    size = len(article.body.encode())
    return too_large("article", size, limits.article) if size > limits.article else article


def check_article(size: int, limits: Limits) -> None:
    """
    Args:
        size: of an article as it stands in its file, in bytes.
    Raises:
        Refused: it is too large.
    """
    if limits.article is not None and size > limits.article:
        raise Refused(too_large("article", size, limits.article))
