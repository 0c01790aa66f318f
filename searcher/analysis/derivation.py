"""Derivation: which words belong to one class, as `vaccin`, `vacciner` and `vaccination` do.

The class of a word is the key of its stem: what Snowball's French stemmer leaves of its lemma (the verb's
lemma first, so that `vendu` goes with `vendre`) or of its place (`kazakhe` goes with `kazakhstan`). The
lexicon holds the stems of its words; the stemmer itself, which takes a millisecond to import, is met only by
words that the lexicon has not.
In: forms. Out: names of classes. Numbers, dates, addresses and tags are classes of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, cast

from searcher.analysis.folding import fold_lines, key, lower_lines
from searcher.analysis.inflection import (
    complete_lemmas,
    readings_of,
    spellings_and_keys,
)
from searcher.analysis.lexicon import Entry, lexicon, members
from searcher.kernels import lines

_SHORTEST_STEM = 3  # letters, of a stem that is a guess

if TYPE_CHECKING:

    class _Stemmer(Protocol):
        """What is used of PyStemmer, which has no types of its own."""

        def stemWord(self, word: str) -> str: ...

        def stemWords(self, words: Sequence[str]) -> list[str]: ...


def class_of(form: str) -> str:
    """Name the class of a form. The case of the form does not matter.

    >>> class_of("vaccination") == class_of("vacciné"), class_of("kazakhe") == class_of("Kazakhstan".lower())
    (True, True)
    """
    return class_among(readings_of(form, key(form)), form)


def classes(forms: Sequence[str]) -> list[str]:
    """Name the classes of many forms, in their order: see `lemmas`."""
    spellings, folded = spellings_and_keys(forms)
    _, stems = lexicon().lemmas_and_stems(spellings, folded)
    return _complete_classes(stems, spellings).decode().split("\n")[:-1]


def lemma_and_class_lines(forms: bytes, folded: bytes) -> tuple[bytes, bytes]:
    """Name the lemmas and the classes of many forms, given their keys: all in UTF-8, a newline after each."""
    spellings = lower_lines(forms)
    names, stems = lexicon().lemmas_and_stems(spellings, folded)
    return complete_lemmas(names, spellings, folded), _complete_classes(stems, spellings)


def _complete_classes(found: bytes, spellings: bytes) -> bytes:
    """Guess the stems that the lexicon did not have, and give the keys of all: those are the classes."""
    out = bytearray(len(spellings))
    unknown = memoryview(out)[: lines.beside_empty(found, spellings, out)]
    words = str(unknown, "utf-8").split("\n")[:-1]
    guessed = b""
    if words:
        guessed = ("\n".join(map(_stem_or_word, words, _stemmer().stemWords(words))) + "\n").encode()
    out = bytearray(len(found) + len(guessed))
    return fold_lines(bytes(memoryview(out)[: lines.fill(found, guessed, out)]))


def classes_of_query(form: str) -> frozenset[str]:
    """Name every class that a word may have as it is typed in a query: see `lemmas_of_query`."""
    folded = key(form)
    readings = readings_of(form, folded)
    return classes_among(readings, stems_among(readings, members(folded), form, folded), form)


def classes_among(readings: Sequence[Entry], stems: Iterable[str], form: str) -> frozenset[str]:
    """As `classes_of_query`, of a form that may be some words, with these stems."""
    return frozenset((class_among(readings, form), *map(key, stems)))


def stems_among(
    readings: Sequence[Entry], same_key: Sequence[Entry], form: str, folded: str
) -> frozenset[str]:
    """List the stems, accents kept, of the words that a query's word may be; none if it is unknown.

    Args:
        readings: the words that it may be as it is spelled, of
        same_key: all those of its key.
    """
    bare_capitals = form.isupper() and form.lower() == folded
    return frozenset(entry.stem for entry in (same_key if bare_capitals else readings))


def class_among(readings: Sequence[Entry], form: str) -> str:
    """Name the class of a form that may be these words: theirs if it is one and the same, else a guess."""
    if readings:
        stem = readings[0].stem
        if len(readings) == 1 or all(entry.stem == stem for entry in readings):
            return key(stem)
    return key(_guess(form))


def _guess(form: str) -> str:
    """Name the stem of a form that the lexicon does not have."""
    word = form.lower()
    return _stem_or_word(word, _stemmer().stemWord(word))


def _stem_or_word(word: str, stem: str) -> str:
    """Keep a word that is no word of letters, or of which too little is left: `léa` would be the class of `le`."""
    return stem if word.isalpha() and len(stem) >= _SHORTEST_STEM else word


@lru_cache(maxsize=1)
def _stemmer() -> _Stemmer:
    import Stemmer  # a millisecond that most queries can save

    # Without its cache: the words of one call are all different.
    return cast("_Stemmer", Stemmer.Stemmer("french", 0))
