"""Here is French: where are the words, and which belong together?"""

from searcher.analysis.cutting import Cut, Cutter, Token, cut
from searcher.analysis.derivation import class_of, classes, lemma_and_class_lines
from searcher.analysis.fingerprint import cuts_alike, fingerprint
from searcher.analysis.folding import fold_lines, key, keys
from searcher.analysis.function_words import is_function_word
from searcher.analysis.inflection import lemma, lemmas
from searcher.analysis.parting import parts_of
from searcher.analysis.relations import LEMMA_WEIGHT, Asked, Relation

__all__ = [
    "LEMMA_WEIGHT",
    "Asked",
    "Cut",
    "Cutter",
    "Relation",
    "Token",
    "class_of",
    "classes",
    "cut",
    "cuts_alike",
    "fingerprint",
    "fold_lines",
    "is_function_word",
    "key",
    "keys",
    "lemma",
    "lemma_and_class_lines",
    "lemmas",
    "parts_of",
]
