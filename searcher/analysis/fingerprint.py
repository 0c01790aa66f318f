"""The fingerprint of the analysis: two indexes with the same one were made by the same rules.

It has two parts, since the two kinds of rules cost differently to change: how texts are cut decides what is in every
list of an index, how words are related only which forms of its lexicon are in a group.
In: nothing but the package. Out: a few letters that change with the rules, the lexicon or the lists.
"""

from __future__ import annotations

import zlib

from searcher.analysis.function_words import function_forms
from searcher.analysis.lexicon import lexicon

# Raise it when code changes where a text is cut, or what the form or the key of a word is.
CUTTING_VERSION = 4
# Raise it when code changes the lemma or the class of a form, or the stemmer that is required changes its French: its
# version is not looked up, since whoever searches would have to load it.
RELATIONS_VERSION = 3
# Changes of data show by themselves: the lexicon's header holds a digest of it and of every list, so that nothing large
# is read to know it; of the lists, that of function words decides how long texts are, too.

_LETTERS = 12  # of the digest: 48 bits, far beyond the number of lexicons there will ever be
_BETWEEN = "+"


def cutting_fingerprint() -> str:
    """Name what decides forms, their keys, positions and lengths, as `3-4b1f00c2`."""
    return f"{CUTTING_VERSION}-{zlib.crc32(' '.join(function_forms()).encode()):08x}"


def relations_fingerprint() -> str:
    """Name what decides lemmas and classes, as `3-3fa94b0c11d2`."""
    return f"{RELATIONS_VERSION}-{lexicon().digest[:_LETTERS]}"


def fingerprint() -> str:
    """Name the rules and data now in force: both parts, as `3-4b1f00c2+3-3fa94b0c11d2`."""
    return cutting_fingerprint() + _BETWEEN + relations_fingerprint()


def cuts_alike(other: str) -> bool:
    """Whether an index of another fingerprint was cut by the rules now in force."""
    return other.partition(_BETWEEN)[0] == cutting_fingerprint()
