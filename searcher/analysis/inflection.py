"""Inflection: which forms are one word, in singular and plural, masculine and feminine, all tenses.

In: forms. Out: the name of their lemma, the same for all forms of one word: the word as dictionaries list it,
in the spelling of 1990 (`île` is `ile`); for a word that no dictionary has, `~` and what its key keeps
without its ending. Numbers, dates, addresses and tags are lemmas of their own.

The rules for words unknown are those of Jacques Savoy's minimal French stemmer (UniNE, 2005), written anew;
they carry his licence, in `data/LEXICON.md`.
"""

from __future__ import annotations

from collections.abc import Sequence

from searcher.analysis.folding import key, keys
from searcher.analysis.lexicon import Entry, lexicon, members

# No word of the lexicon begins with it.
UNKNOWN = "~"
# Shorter words are too easily another word without their last letter (Savoy's own limit).
_SHORTEST_INFLECTED = 6  # letters


def lemma(form: str) -> str:
    """Name the lemma of a form. The case of the form does not matter.

    >>> lemma("chevaux"), lemma("ELYSEE"), lemma("2024-07-03"), lemma("macronesques")
    ('cheval', 'élysée', '2024-07-03', '~macronesqu')
    """
    folded = key(form)
    return lemma_among(readings_of(form, folded), form, folded)


def lemmas(forms: Sequence[str], folded: Sequence[str] | None = None) -> list[str]:
    """Name the lemmas of many forms, in their order; quickest if the forms are sorted by key.

    Args:
        forms: the forms.
        folded: their keys, where someone has them already.
    """
    folded = keys(forms) if folded is None else folded
    return complete_lemmas(lexicon().lemmas(forms, folded), forms, folded)


def complete_lemmas(found: list[str], forms: Sequence[str], folded: Sequence[str]) -> list[str]:
    """Guess the lemmas that the lexicon did not have, in place."""
    for place, name in enumerate(found):
        if not name:
            found[place] = _guess(forms[place], folded[place])
    return found


def lemmas_of_query(form: str) -> frozenset[str]:
    """Name every lemma that a word may have as it is typed in a query.

    With accents, or as a word that exists, it is itself. Without them it may stand for any word of its key
    (`peche` for `pêche` and `péché`), and in capitals too, since nobody types their accents.
    """
    own = lemma(form)
    lowered = form.lower()
    folded = key(form)
    same_key = members(folded)
    exists = any(entry.form == lowered for entry in same_key)
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
    if word[-1] == "x":
        return word[:-3] + "al" if word.endswith("aux") else word[:-1]
    # Each ending once and in this order; the second e stands for é, which a key has not.
    for ending in "sree":
        word = word.removesuffix(ending)
    return word[:-1] if word[-1] == word[-2] else word
