"""Cutting: where the words of a text are.

In: texts. Out: for each of their words its form, its position, and the characters it covers.
A compiled kernel cuts bytes into chunks and remembers them; Python says once what each distinct chunk means.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from searcher.analysis.characters import CLASSES, ELIDING, LOWERS
from searcher.analysis.function_words import function_forms
from searcher.analysis.words import (
    ENCLITICS,
    LONGEST_COMPOUND,
    SCANNED_CLITICS,
    SCANNED_MONTHS,
    cut_chunk,
    cut_joined,
    word,
)
from searcher.kernels import cut as kernel
from searcher.kernels.buffers import room, zeros
from searcher.records import dataclass

# Chunks remembered before starting afresh: some 200 MB of a build's memory at the most.
MOST_CHUNKS = 1_000_000

STACKED = 1 << 31  # see `Cut`

# What the scanner has to know of French.
TABLES = (
    CLASSES,
    LOWERS,
    ELIDING,
    b"".join(clitic.encode() + b"\0" for clitic in SCANNED_CLITICS),
    b"".join(enclitic.encode() + b"\0" for enclitic in sorted(ENCLITICS)),
    b"".join(month.encode() + b"\0" for month in SCANNED_MONTHS),
    LONGEST_COMPOUND,
)

# How the chunks of each kind are read: PLAIN, JOINED, COMPLEX.
_READERS = (word, cut_joined, cut_chunk)


class Token(NamedTuple):
    """A word of a text. A page of hits has four thousand: named tuples are made in a third of the time of others."""

    form: str
    start: int  # in characters, as in text[start:end]
    end: int
    position: int  # from 0; forms stacked on one place share it


@dataclass(frozen=True, slots=True)
class Cut:
    """The words of several texts, end to end."""

    ends: array[int]  # text i has the words ends[i - 1] to ends[i]
    forms: array[int] | memoryview[int]  # numbers that `Cutter.form` knows
    # Empty if not asked for; then the forms have `STACKED` added where a word stands on the position of the one before.
    positions: array[int]  # from 0 in each text
    spans: array[int]  # start and end of each word, in characters


class Cutter:
    """Cuts texts, and numbers the forms it meets in order of appearance, but for those that are function words.

    One thread at a time.
    """

    def __init__(self) -> None:
        self._scanner = kernel.Scanner(*TABLES)
        for form in function_forms():
            self._scanner.add_form(form.encode())
        self.function_words = len(self)  # the numbers below are theirs, and only theirs
        self._chunks = room("I", 0)  # of the texts being cut: kept for the next ones

    def __len__(self) -> int:
        """How many forms are known."""
        return int(self._scanner.known()[1])

    def form(self, number: int) -> str:
        """A form by its number."""
        return str(self._scanner.form(number), "utf-8")

    def forms(self, numbers: Iterable[int]) -> list[str]:
        """Forms by their numbers."""
        form = self._scanner.form
        return [str(form(number), "utf-8") for number in numbers]

    def form_lines(self) -> bytes:
        """All forms in UTF-8, a newline after each."""
        return bytes(self._scanner.form_lines(0))

    def cut(self, texts: Sequence[bytes], *, with_places: bool = False) -> Cut:
        """Cut texts in UTF-8; say where the words stand only if asked to: builds save a half of their memory."""
        scanner = self._scanner
        if scanner.known()[0] > MOST_CHUNKS:
            scanner.forget()
        data = b"".join(texts)
        most = len(data) // 2 + len(texts)
        if len(self._chunks) < most:
            # A little more, for the next texts, or each batch that is the longest so far would have new ones.
            self._chunks = room("I", most + most // 8)
        spans = zeros("I", 2 * most if with_places else 0)
        chunk_ends = zeros("I", len(texts))
        scanner.scan(data, array("I", accumulate(map(len, texts))), self._chunks, spans, chunk_ends)
        scanner.explain(_READERS)
        size = scanner.count_words(self._chunks, chunk_ends[-1] if chunk_ends else 0)
        forms, ends = room("I", size), zeros("I", len(texts))
        positions = zeros("I", size if with_places else 0)
        word_spans = zeros("I", 2 * len(positions))
        scanner.expand(self._chunks, spans, chunk_ends, forms, positions, word_spans, ends)
        return Cut(ends, forms, positions, word_spans)


_shared = Cutter()
_shared_lock = threading.Lock()


def cut_places(text: str) -> tuple[array[int], array[int]]:
    """Cut one text, for the places of its words alone: the position of each, and where each starts and ends.

    >>> cut_places("l’avant-garde")
    (array('I', [0, 0, 1]), array('I', [2, 7, 2, 13, 8, 13]))
    """
    with _shared_lock:
        words = _cut_one(text)
    return words.positions, words.spans


def _cut_one(text: str) -> Cut:
    """Cut a text with what all share; the lock is held."""
    global _shared
    if len(_shared) > MOST_CHUNKS:
        _shared = Cutter()
    return _shared.cut([text.encode("utf-8", "replace")], with_places=True)


def cut(text: str) -> list[Token]:
    """Cut one text.

    >>> [(token.form, token.start, token.end, token.position) for token in cut("l’avant-garde")]
    [('avant', 2, 7, 0), ('avantgarde', 2, 13, 0), ('garde', 8, 13, 1)]
    """
    with _shared_lock:
        words = _cut_one(text)
        forms = _shared.forms(words.forms)
    return list(map(Token, forms, words.spans[::2], words.spans[1::2], words.positions))
