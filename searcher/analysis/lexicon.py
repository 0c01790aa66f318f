"""The lexicon: which words French has, the lemma each is a form of, and the stem of its derivations.

All of it is computed beforehand, by `tools/build_lexicon.py`, into one file that is mapped into memory and
searched where it lies: opening it reads one page, and finding a word a few more. `data/LEXICON.md` says what
it was made from.
In: forms, or keys. Out: entries; or, for many forms at once, lemmas or stems.
"""

from __future__ import annotations

import mmap
import os
import struct
from array import array
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from searcher.analysis.folding import key
from searcher.errors import SearcherError
from searcher.kernels import lookup
from searcher.kernels.buffers import zeros

PATH = os.path.join(os.path.dirname(__file__), "data", "lexicon.bin")

MAGIC = b"searcher French lexicon, format 1\n"
# The header: the magic line, then a notice that a reader of the file can read, then a digest and the layout.
NOTICE_SIZE = 448  # bytes, the magic line included
HEADER = struct.Struct(f"<{NOTICE_SIZE}s32s{len(lookup.LAYOUT)}I")

# Flags of an entry.
COMMON = 1  # an ordinary word
NAME = 2  # a proper name; many are ordinary words too
PROTECTED = 4  # … but this one is nearly always the name: `paris` is not the plural of `pari`

# A search looks at some thirty forms a word; the memory of a long session stays bounded (about 2 MB).
_REMEMBERED_KEYS = 4096


class Entry(NamedTuple):
    """What the lexicon says of one word: a tuple, since each query makes some thirty of them."""

    form: str  # in lower case
    lemma: str  # accents kept, spelled as since 1990
    stem: str  # of its derivations, accents kept
    flags: int

    @property
    def common(self) -> bool:
        return bool(self.flags & COMMON)

    @property
    def protected(self) -> bool:
        return bool(self.flags & PROTECTED)


class Lexicon:
    """An open lexicon. Several threads may share it.

    Raises:
        SearcherError: the file is not there, or is not a lexicon of this program.
    """

    def __init__(self, path: str = PATH) -> None:
        try:
            with open(path, "rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            notice, digest, *layout = HEADER.unpack_from(data)
            if not notice.startswith(MAGIC):
                raise ValueError("it does not begin as one")
            self._words = lookup.Words(data, layout)
        except (OSError, ValueError, struct.error) as reason:
            error = SearcherError(f"{path} is not a usable lexicon: {reason}")
            error.hint = "Install searcher again: this file is part of it."
            raise error from reason
        self.digest: str = digest.hex()  # of the lexicon and of the lists it was made from
        self._room = bytearray(5 * lookup.LINE)
        self._lock = Lock()

    def members(self, key: str) -> tuple[Entry, ...]:
        """List the words that have this key, the one without accents first."""
        with self._lock:
            found = self._words.members(key.encode(errors="replace"), self._room)
        return tuple(
            [Entry(form.decode(), lemma.decode(), stem.decode(), flags) for flags, form, lemma, stem in found]
        )

    def find(self, form: str) -> Entry | None:
        """Find a form, whatever its case, with exactly its accents."""
        lowered = form.lower()
        return next((entry for entry in self.members(key(form)) if entry.form == lowered), None)

    def lemmas_and_stems(self, spellings: bytes, folded: bytes) -> tuple[bytes, bytes]:
        """Look up many words, quickest if they are sorted by key.

        Args:
            spellings: in lower case and in UTF-8, a newline after each, and
            folded: their keys, likewise.
        Returns:
            For each spelling its lemma and its stem, likewise; for one that is not in the lexicon and has no accents,
            those of the words of its key if they agree (`deces` has those of `décès`); else empty lines.
        Raises:
            ValueError: there are not as many lines in both.
        """
        state = array("q", [0, 0, 0, 0])
        room = 2 * len(spellings) + 4 * lookup.LINE
        lemmas, stems = bytearray(room), bytearray(room)
        with self._lock:
            while not self._words.resolve(folded, spellings, state, lemmas, stems):
                lemmas += bytes(len(lemmas))
                stems += bytes(len(stems))
        if state[1] != len(spellings):
            raise ValueError("there must be as many spellings as keys, and no form has a newline")
        return bytes(memoryview(lemmas)[: state[2]]), bytes(memoryview(stems)[: state[3]])

    def weigh(
        self, weigher: lookup.Weigher, ways: bytes | bytearray, texts: bytes | bytearray, least: float
    ) -> tuple[array[float], int]:
        """Weigh forms for a word by what the lexicon says: see `lookup.Weigher.weigh`."""
        weights = zeros("d", len(ways))
        with self._lock:
            return weights, weigher.weigh(self._words, ways, texts, least, self._room, weights)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Open the lexicon of the package, once."""
    return Lexicon()


@lru_cache(maxsize=_REMEMBERED_KEYS)
def members(key: str) -> tuple[Entry, ...]:
    """List the words that have this key, the one without accents first, and remember them for a while."""
    return lexicon().members(key)


def find(form: str) -> Entry | None:
    """Find a form in the lexicon of the package, whatever its case, with exactly its accents."""
    lowered = form.lower()
    return next((entry for entry in members(key(form)) if entry.form == lowered), None)
