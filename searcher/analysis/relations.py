"""Relations: which forms a word of a query stands for, and how much each counts.

The heart of the matter: the index holds forms as they were written, and all that French adds is the weight of
a form for the word that was typed. The first relation that holds decides:

    exact           1      the form itself, in whatever case
    same key        0.9    accents or ligatures differ: `etat` and `état`, `SALE` and `salé`
    other word      0.6    … but both are real words, and no accent was typed: `cote` and `côte`
    conflict        none   … an accent was typed, and the form is another real word: `pêche` and `péché`
    same lemma      0.5    `cheval` and `chevaux`
    same class      0.25   `vaccin` and `vaccination`

An accent that is typed is required, one that is not is free. That goes for inflections too: `salé` does not
stand for `sales`, nor `pêche` for `péchés` or `pécher`.

In: the word typed, and forms of the index, as the analysis makes them. Out: relations and weights. Whatever
has a weight has the key, the lemma or the class of the word typed, so these three tables of an index find all
of it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, normalize

from searcher.analysis.derivation import class_among, classes_among, stems_among
from searcher.analysis.folding import key, letters_of_keys
from searcher.analysis.function_words import function_lines, is_function_word
from searcher.analysis.inflection import UNKNOWN, lemma_among, lemmas_among, readings_of
from searcher.analysis.lexicon import Entry, find, lexicon, members
from searcher.kernels.lookup import Rules, Weigher
from searcher.kernels.table import CLASS, LEMMA
from searcher.records import dataclass

# Measured on eight judged French sets (nDCG@10): 0.9, 0.5, 0.25 lie on a flat optimum; 0.7 to 0.9, 0.3 to 0.6
# and 0.1 to 0.3 stay within 1 % of it. 0.6 keeps `marche` below `marché` when that is what was typed, and
# finds both.
EXACT_WEIGHT = 1.0
KEY_WEIGHT = 0.9
OTHER_WORD_WEIGHT = 0.6
LEMMA_WEIGHT = 0.5
CLASS_WEIGHT = 0.25

# Words of a query whose analysis is kept, for a query that is refined word by word.
_REMEMBERED_WORDS = 1024
# Sets of forms whose weights for a word are kept: those of the segments of an index.
_REMEMBERED_FORMS = 8


class Relation(StrEnum):
    """Why a form stands for the word typed."""

    EXACT = "exact"
    KEY = "key"
    OTHER_WORD = "other word"
    LEMMA = "lemma"
    CLASS = "class"


# No two weights are alike, so that the weight of a form tells its relation. In the order that the kernel knows.
RELATIONS = {
    EXACT_WEIGHT: Relation.EXACT,
    KEY_WEIGHT: Relation.KEY,
    OTHER_WORD_WEIGHT: Relation.OTHER_WORD,
    LEMMA_WEIGHT: Relation.LEMMA,
    CLASS_WEIGHT: Relation.CLASS,
}


class Tables(NamedTuple):
    """Where in an index the forms that stand for a word are found, as `_lines` writes them."""

    keys: bytes  # its own first
    lemmas: bytes
    classes: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of a query, analysed once, to weigh many forms. Made by `Asked.of`."""

    form: str
    key: str
    accented: bool  # an accent or a ligature was typed
    entry: Entry | None  # the real word that it is
    lemmas: frozenset[str]
    lemma_keys: frozenset[str]
    classes: frozenset[str]
    stems: frozenset[str]  # with their accents, è as é; empty if unknown
    # Where its forms are found: those of its key, those of its lemmas too, those of its classes too.
    tables: tuple[Tables, Tables, Tables]
    weigher: Weigher
    weighed: dict[tuple[bytes, bytes, float], array[float]]  # forms that were weighed, and how

    @classmethod
    def of(cls, form: str) -> Asked:
        """Analyse a form that someone typed."""
        return _analyse(form)

    def weigh(self, form: str) -> float:
        """Weigh a form of the index: from 0, no match, to 1."""
        found = self.relate(form)
        return found[1] if found else 0.0

    def relate(self, form: str, folded: str = "") -> tuple[Relation, float] | None:
        """Find the relation of a form of the index to this word, and its weight; None: no match.

        Args:
            folded: its key, for who has it already: to make it takes as long as the rest.
        """
        if form == self.form or form.lower() == self.form.lower():
            return Relation.EXACT, EXACT_WEIGHT
        folded = folded or key(form)
        if folded == self.key:
            return self._relate_same_key(form)
        readings = readings_of(form, folded)
        if lemma_among(readings, form, folded) in self.lemmas:
            return Relation.LEMMA, LEMMA_WEIGHT
        if class_among(readings, form) not in self.classes:
            return None
        return self.relate_in_class(form, folded)

    def weigh_all(self, ways: bytes | bytearray, texts: bytes | bytearray, least: float) -> array[float]:
        """Weigh many forms of an index at once.

        Args:
            ways: how each was found, as `kernels.table.Finder.find` tells it.
            texts: of those that were not found by a lemma, the form and its key, a newline after each.
            least: what weighs less weighs nothing.
        """
        # Segments mostly have the same forms.
        asked = bytes(ways), bytes(texts), least
        if known := self.weighed.get(asked):
            return known[:]
        weights, untold = lexicon().weigh(self.weigher, ways, texts, least)
        if untold:
            lines = iter(texts.decode().split("\n"))
            for at, way in enumerate(ways):
                if way == LEMMA:
                    continue
                form, folded = next(lines), next(lines)
                if weights[at] < 0:
                    found = self.relate_in_class(form, folded) if way == CLASS else self.relate(form, folded)
                    weights[at] = found[1] if found and found[1] >= least else 0.0
        if len(self.weighed) == _REMEMBERED_FORMS:
            self.weighed.clear()
        self.weighed[asked] = weights
        return weights[:]

    def relate_in_class(self, form: str, folded: str) -> tuple[Relation, float] | None:
        """As `relate`, for a form known to be of one of its classes, and neither of its lemmas nor of its key."""
        # `dans` and `danse` have one stem.
        if is_function_word(form) and not _is_function_verb(self.form, self.lemmas, self.classes):
            return None
        # A word that exists is meant as it is typed: `chat` is not the stem of `châtiment`.
        if (self.accented or self.entry is not None) and self._refuses(form, folded):
            return None
        return Relation.CLASS, CLASS_WEIGHT

    def _relate_same_key(self, form: str) -> tuple[Relation, float] | None:
        """As `relate`, for a form that differs by accents or ligatures."""
        other = find(form)
        differs = other is not None and other.lemma not in self.lemmas
        if not self.accented:
            if differs and self.entry is not None:
                return Relation.OTHER_WORD, OTHER_WORD_WEIGHT
        elif other is not None and differs and not lacks_accents(form) and self._conflicts(other):
            return None
        return Relation.KEY, KEY_WEIGHT

    def _conflicts(self, other: Entry) -> bool:
        """Whether another real word of the same key is excluded by the accents typed.

        A word that exists excludes all others. One that does not may be a name, which the press spells with
        and without accents (`Erdoğan`), or half spelled (`évenement`): it requires just the accents it has.
        """
        if self.entry is not None and self.entry.common:
            return True
        return other.common and not _has_accents_of(other.form, self.form)

    def _refuses(self, form: str, folded: str) -> bool:
        """Whether the accents typed exclude a form of the same class: its stem has others."""
        possible = members(folded) if lacks_accents(form) else readings_of(form, folded)
        return bool(possible and self.stems) and not any(map(self._admits, possible))

    def _admits(self, reading: Entry) -> bool:
        """Whether the accents typed leave a word in the class: not one that differs by nothing else."""
        if reading.lemma in self.lemmas:
            return True
        return _plain(reading.stem) in self.stems and _lemma_key(reading.lemma) not in self.lemma_keys


# The forms of a class share few lemmas.
_lemma_key = lru_cache(maxsize=_REMEMBERED_WORDS)(key)


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _analyse(form: str) -> Asked:
    folded, lowered = key(form), form.lower()
    readings, same_key = readings_of(form, folded), members(folded)
    entry = readings[0] if readings and readings[0].form == lowered else None
    lemmas = lemmas_among(readings, same_key, form, folded)
    stems = stems_among(readings, same_key, form, folded)
    classes = classes_among(readings, stems, form)
    lemma_keys = frozenset(map(key, lemmas))
    stems = frozenset(map(_plain, stems))
    accented, known = lowered != folded, entry is not None
    lemma_lines, lemma_key_lines, class_lines = _lines(lemmas), _lines(lemma_keys), _lines(classes)
    # Forms whose key is the name of a group are not listed in it.
    own = _lines((folded,))
    named = {name.removeprefix(UNKNOWN) for name in lemma_keys}
    named.discard(folded)
    inflected = own + _lines(named) if named else own
    more = classes - named - {folded}  # their names are keys
    return Asked(
        form=form,
        key=folded,
        accented=accented,
        entry=entry,
        lemmas=lemmas,
        lemma_keys=lemma_keys,
        classes=classes,
        stems=stems,
        tables=(
            Tables(own, b"", b""),
            Tables(inflected, lemma_lines, b""),
            Tables(inflected + _lines(more) if more else inflected, lemma_lines, class_lines),
        ),
        weigher=Weigher(
            lowered.encode(errors="replace"),
            (lemma_lines, lemma_key_lines, class_lines, _lines(stems)),
            (accented, known, entry is not None and entry.common, _is_function_verb(form, lemmas, classes)),
            _rules(),
        ),
        weighed={},
    )


@lru_cache(maxsize=1)
def _rules() -> Rules:
    return Rules(function_lines(), letters_of_keys(), array("d", [0.0, *RELATIONS]))


def _lines(texts: Iterable[str]) -> bytes:
    """Texts in UTF-8, a newline after each."""
    return "\n".join((*texts, "")).encode(errors="replace")


def _is_function_verb(form: str, lemmas: Iterable[str], classes: frozenset[str]) -> bool:
    """Whether a word is a verb of grammar as it would be in a dictionary: `être`, not the season `été`."""
    return is_function_word(form) and not classes.isdisjoint(map(key, lemmas))


def relate(asked: str, form: str) -> tuple[Relation, float] | None:
    """Find the relation of a form of the index to a word typed, and its weight; None if it does not match.

    >>> relate("vaccin", "vaccination"), relate("pêche", "péché")
    ((<Relation.CLASS: 'class'>, 0.25), None)
    """
    return _analyse(asked).relate(form)


def weight(asked: str, form: str) -> float:
    """Weigh a form of the index for a word typed: from 0, no match, to 1.

    >>> weight("état", "ETATS"), weight("cote", "côte"), weight("salé", "SALE"), weight("salé", "sale")
    (0.5, 0.6, 0.9, 0.0)
    """
    return _analyse(asked).weigh(form)


def _plain(stem: str) -> str:
    """Spell è as é: derivation does not keep the difference (`crème`, `crémerie`)."""
    return stem.replace("è", "é")


def lacks_accents(form: str) -> bool:
    """Whether a form in capitals may have lost its accents."""
    return form.isupper() and form.lower() == key(form)


def _has_accents_of(form: str, asked: str) -> bool:
    """Whether a form of the same key has every accent that was typed, where it was typed."""
    return all(
        not marks or marks == others for marks, others in zip(_marks(asked), _marks(form), strict=False)
    )


def _marks(form: str) -> list[str]:
    """List the accents of each letter."""
    letters: list[str] = []
    for char in normalize("NFD", form.lower().replace("œ", "oe").replace("æ", "ae")):
        if combining(char) and letters:
            letters[-1] += char
        else:
            letters.append("")
    return letters
