"""Cutting: where the words of a text are.

In: texts. Out: for each of their words its form, its position, and the characters it covers.
A compiled kernel cuts bytes into chunks and remembers them; Python says once what each distinct chunk means.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from searcher.analysis.characters import CLASSES, ELIDING
from searcher.analysis.words import SCANNED_CLITICS, cut_chunk, cut_joined, form_of, word
from searcher.kernels import cut as kernel
from searcher.kernels.buffers import zeros

# Chunks remembered before starting afresh: some 200 MB of a build's memory at the most.
MOST_CHUNKS = 1_000_000

_CLITICS = b"".join(clitic.encode() + b"\0" for clitic in SCANNED_CLITICS)

# How the chunks of each kind are read.
_READERS = {kernel.PLAIN: word, kernel.JOINED: cut_joined, kernel.COMPLEX: cut_chunk}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text."""

    form: str
    start: int  # in characters, as in text[start:end]
    end: int
    position: int  # from 0; forms stacked on one place share it


@dataclass(frozen=True, slots=True)
class Cut:
    """The words of several texts, end to end."""

    ends: Sequence[int]  # text i has the words ends[i - 1] to ends[i]
    forms: array[int]  # numbers in `Cutter.forms`
    positions: array[int]  # from 0 in each text
    spans: array[int]  # start and end of each word, in characters; empty if not asked for


class Cutter:
    """Cuts texts, and numbers the forms it meets from 0 in order of appearance.

    One thread at a time.
    """

    def __init__(self) -> None:
        self.forms: list[str] = []
        self._numbers: dict[str, int] = {}
        # The chunks of the texts being cut, and where they begin: kept for the next ones.
        self._found = array("I")
        self._offsets = array("I")
        self._forget()

    def _forget(self) -> None:
        self._chunks = kernel.Chunks(CLASSES, ELIDING, _CLITICS)
        self._letters = bytearray()
        self._ends = array("I")
        self._kinds = bytearray()
        self._hashes = array("I")
        # What chunks mean: chunk c is the entries _first[c] to _first[c + 1] of the three others.
        self._first = array("I", [0])
        self._entry_forms = array("I")
        self._entry_spans = array("H")
        self._entry_steps = bytearray()

    def cut(self, texts: Sequence[bytes], *, with_spans: bool = False) -> Cut:
        """Cut texts in UTF-8."""
        if len(self._chunks) > MOST_CHUNKS:
            self._forget()
        data = b"".join(texts)
        if len(self._found) < len(data) // 2 + len(texts) + 1:
            self._found = zeros("I", len(data) // 2 + len(texts) + 1)
            self._offsets = zeros("I", len(self._found))
        chunks, offsets = self._found, self._offsets
        chunk_ends = []
        start = filled = 0
        for text in texts:
            if not self._chunks.room_for(len(text)):
                self._grow(len(text))
            filled = self._chunks.scan(data, start, start + len(text), chunks, offsets, filled)
            start += len(text)
            chunk_ends.append(filled)
        self._learn()
        return self._expand(chunks, offsets, chunk_ends, with_spans)

    def _expand(
        self, chunks: array[int], offsets: array[int], chunk_ends: Sequence[int], with_spans: bool
    ) -> Cut:
        size = kernel.count_words(chunks, chunk_ends[-1] if chunk_ends else 0, self._first)
        forms = zeros("I", size)
        positions = zeros("I", size)
        spans = zeros("I", 2 * size if with_spans else 0)
        ends = []
        begin = filled = 0
        for end in chunk_ends:
            filled = kernel.expand(
                chunks,
                offsets,
                begin,
                end,
                self._first,
                self._entry_forms,
                self._entry_spans,
                self._entry_steps,
                forms,
                positions,
                spans,
                filled,
            )
            begin = end
            ends.append(filled)
        return Cut(ends, forms, positions, spans)

    def _grow(self, size: int) -> None:
        """Make room for a text of `size` bytes, and as much again as there is."""
        known = len(self._chunks)
        # Never less than before: a long text may have made room for chunks that it did not have.
        count = max(len(self._ends), 2 * known + size // 2 + 2)
        slots = 1024
        while slots < 2 * count:
            slots *= 2
        self._letters = _longer(self._letters, 2 * len(self._letters) + size)
        self._kinds = _longer(self._kinds, count)
        # The kernel holds views of the arrays it was lent: they are replaced, never resized under it.
        self._ends = self._ends + zeros("I", count - len(self._ends))
        self._hashes = self._hashes + zeros("I", count - len(self._hashes))
        self._chunks.adopt(zeros("I", 4 * slots), self._hashes, self._letters, self._ends, self._kinds)

    def _learn(self) -> None:
        """Say what each new chunk means. Half of a build's time is spent here: hence the shape of the loop."""
        known = len(self._first) - 1
        begin = self._ends[known - 1] if known else 0
        ends = self._ends[known : len(self._chunks)].tolist()
        letters = bytes(self._letters[begin : ends[-1]]) if ends else b""
        numbers, forms = self._numbers, self.forms
        entry_forms: list[int] = []
        entry_spans: list[int] = []
        entry_steps: list[int] = []
        first: list[int] = []
        before = len(self._entry_forms)
        at = 0
        for kind, end in zip(self._kinds[known : len(self._chunks)], ends, strict=True):
            chunk = letters[at : end - begin].decode()
            at = end - begin
            if kind == kernel.PLAIN and chunk[0] not in "IVX":
                form = form_of(chunk)
                number = numbers.setdefault(form, len(forms))
                if number == len(forms):
                    forms.append(form)
                entry_forms.append(number)
                entry_spans += (0, len(chunk))
                entry_steps.append(1)
            else:
                for form, start, stop, step in _READERS[kind](chunk):
                    number = numbers.setdefault(form, len(forms))
                    if number == len(forms):
                        forms.append(form)
                    entry_forms.append(number)
                    entry_spans += (start, stop)
                    entry_steps.append(step)
            first.append(before + len(entry_forms))
        self._entry_forms.extend(entry_forms)
        self._entry_spans.extend(entry_spans)
        self._entry_steps.extend(entry_steps)
        self._first.extend(first)


def _longer(buffer: bytearray, size: int) -> bytearray:
    return buffer + bytes(max(0, size - len(buffer)))


_shared = Cutter()
_shared_lock = threading.Lock()


def cut(text: str) -> list[Token]:
    """Cut one text.

    >>> [(token.form, token.start, token.end, token.position) for token in cut("l’avant-garde")]
    [('avant', 2, 7, 0), ('avantgarde', 2, 13, 0), ('garde', 8, 13, 1)]
    """
    with _shared_lock:
        if len(_shared.forms) > MOST_CHUNKS:
            _shared.__init__()  # type: ignore[misc]
        words = _shared.cut([text.encode("utf-8", "replace")], with_spans=True)
        forms = [_shared.forms[number] for number in words.forms]
    spans = iter(words.spans)
    return [
        Token(form, start, end, position)
        for form, start, end, position in zip(forms, spans, spans, words.positions, strict=True)
    ]
