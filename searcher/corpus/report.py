"""What reading tells about itself: what was left out and why, and how far it has come.

In: nothing. Out: the two records that `read_corpus` gives to its callbacks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, a link or a record that gives no article.

    >>> print(Skipped("2024/vide.txt", "the file is empty"))
    2024/vide.txt: the file is empty
    """

    path: str  # relative to the corpus, with `/`, and `#12` for the record on line 12
    reason: str  # English, one line

    def __str__(self) -> str:
        return f"{one_line(self.path)}: {one_line(self.reason)}"


UNREAD = "unread"  # in `extra`: lines above the text that look like metadata, and are in it since nothing knows them
NEEDS = " needs a library: "  # between what is skipped and the command that installs what reads it


class Note(str):
    """What a reader gives in place of an article to say how it understands the file."""


class Progress(NamedTuple):  # one for each of a million files: quickly made
    """How far the reading of one file has come. The bytes of all reports add up to `corpus_bytes`.

    Of files that an update passes over, in a row, there is one report, for the last of them with the bytes of all.
    """

    path: str  # the file, relative to the corpus
    advanced: int  # bytes since the report before
    finished: bool  # nothing more will come from this file
    articles: int = 0  # read since the report before
    # Once it is finished, what it was taken for; "" if it was not opened, or nothing was recognized.
    format: str = ""
    note: str = ""  # how something in it was understood that could be understood otherwise
    unread: int = 0  # lines since the report before that look like metadata, and were left in the text
    conflicting: int = 0  # articles since then whose dates contradict each other


def place(name: str, number: int) -> str:
    """Where a record stands: its file, and its number unless it is the file."""
    return f"{name}#{number}" if number else name


def one_line(text: str) -> str:
    """Write what cannot be printed as escapes: file names, ids and messages from a corpus may hold anything.

    >>> one_line("a\\x1b[2Jb\\nc")
    'a\\\\x1b[2Jb\\\\nc'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
