"""Inflection: which forms are one word, in singular and plural, masculine and feminine, all tenses.

In: forms. Out: the name of their lemma, the same for all forms of one word: the word as dictionaries list it,
in the spelling of 1990 (`île` is `ile`); for a word that no dictionary has, `~` and what its key keeps
without its ending. Numbers, dates, addresses and tags are lemmas of their own.

The rules for words unknown are those of Jacques Savoy's minimal French stemmer (UniNE, 2005), written anew;
they carry his licence, in `data/LEXICON.md`.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from searcher.analysis.folding import fold_lines, key, lower_lines
from searcher.analysis.lexicon import Entry, lexicon, members
from searcher.kernels import endings

# No word of the lexicon begins with it.
UNKNOWN = "~"
# Shorter words are too easily another word without their last letter (Savoy's own limit).
_SHORTEST_INFLECTED = 6  # letters
# What stands in the place of an ending …
_REPLACED = (("aux", "al"), ("x", ""))
# … or else the letters that a word loses, each once and in this order; the second e stands for é, which a key has not.
_STRIPPED = "sree"
_ENDINGS = endings.Endings(
    ord(UNKNOWN),
    _SHORTEST_INFLECTED,
    "".join(f"{ending}\n{instead}\n" for ending, instead in _REPLACED).encode(),
    _STRIPPED.encode(),
)


def lemma(form: str) -> str:
    """Name the lemma of a form. The case of the form does not matter.

    >>> lemma("chevaux"), lemma("ELYSEE"), lemma("2024-07-03"), lemma("macronesques")
    ('cheval', 'élysée', '2024-07-03', '~macronesqu')
    """
    folded = key(form)
    return lemma_among(readings_of(form, folded), form, folded)


def lemmas(forms: Sequence[str]) -> list[str]:
    """Name the lemmas of many forms, in their order; quickest if the forms are sorted by key."""
    spellings, folded = spellings_and_keys(forms)
    found, _ = lexicon().lemmas_and_stems(spellings, folded)
    return complete_lemmas(found, spellings, folded).decode().split("\n")[:-1]


def spellings_and_keys(forms: Sequence[str]) -> tuple[bytes, bytes]:
    """Write forms in lower case, and their keys, in UTF-8, a newline after each.

    Raises:
        ValueError: a form holds a newline.
    """
    lines = "".join(f"{form}\n" for form in forms).encode(errors="replace")
    if lines.count(b"\n") != len(forms):
        raise ValueError("a form has no newline")
    return lower_lines(lines), fold_lines(lines)


def complete_lemmas(found: bytes, spellings: bytes, folded: bytes) -> bytes:
    """Guess the lemmas that the lexicon did not have. All are lines: lemmas, forms in lower case, keys."""
    out = bytearray(len(found) + len(spellings) + len(folded))
    state = array("q", [0, 0, 0, 0])
    while not _ENDINGS.complete(found, folded, spellings, out, state):
        at = state[1], state[2]  # a word in another alphabet
        ends = folded.index(b"\n", at[0]), spellings.index(b"\n", at[1])
        guess = _guess(spellings[at[1] : ends[1]].decode(), folded[at[0] : ends[0]].decode()).encode() + b"\n"
        out[state[3] : state[3] + len(guess)] = guess
        state[0], state[1], state[2], state[3] = state[0] + 1, ends[0] + 1, ends[1] + 1, state[3] + len(guess)
    return bytes(memoryview(out)[: state[3]])


def lemmas_of_query(form: str) -> frozenset[str]:
    """Name every lemma that a word may have as it is typed in a query.

    With accents, or as a word that exists, it is itself. Without them it may stand for any word of its key
    (`peche` for `pêche` and `péché`), and in capitals too, since nobody types their accents.
    """
    folded = key(form)
    return lemmas_among(readings_of(form, folded), members(folded), form, folded)


def lemmas_among(
    readings: Sequence[Entry], same_key: Sequence[Entry], form: str, folded: str
) -> frozenset[str]:
    """As `lemmas_of_query`, of a form that may be some words, of all those of its key."""
    own, lowered = lemma_among(readings, form, folded), form.lower()
    exists = bool(readings) and readings[0].form == lowered
    if lowered != folded or (exists and not form.isupper()):
        return frozenset((own,))
    return frozenset((own, *(entry.lemma for entry in same_key)))


def readings_of(form: str, folded: str) -> Sequence[Entry]:
    """List the words that a form, whose key is `folded`, may be.

    The word spelled like it; else, if it has no accents, all words of its key; else none.
    """
    lowered = form.lower()
    same_key = members(folded)
    for entry in same_key:
        if entry.form == lowered:
            return (entry,)
    return same_key if lowered == folded else ()


def lemma_among(readings: Sequence[Entry], form: str, folded: str) -> str:
    """Name the lemma of a form that may be these words: theirs if it is one and the same, else a guess."""
    if readings:
        name = readings[0].lemma
        if len(readings) == 1 or all(entry.lemma == name for entry in readings):
            return name
    return _guess(form, folded)


def _guess(form: str, folded: str) -> str:
    """Name the lemma of a form that the lexicon does not have."""
    return UNKNOWN + _strip(folded) if folded.isalpha() else form.lower()


def _strip(word: str) -> str:
    """Strip from a key its ending of plural and feminine, or of a first-group verb."""
    if len(word) < _SHORTEST_INFLECTED:
        return word
    for ending, instead in _REPLACED:
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    for ending in _STRIPPED:
        word = word.removesuffix(ending)
    return word[:-1] if word[-1] == word[-2] else word
