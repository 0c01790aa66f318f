"""The fingerprint of the analysis: two indexes with the same one were made by the same rules.

In: nothing but the package. Out: a few letters that change with the rules, the lexicon or the lists.
"""

from __future__ import annotations

from searcher.analysis.lexicon import lexicon

# Raise it when code changes what the form, key, lemma or class of a word is. Changes of data show by
# themselves: the lexicon's header holds a digest of it and of every list, so that nothing large is read to
# know it.
RULES_VERSION = 3

_LETTERS = 12  # of the digest: 48 bits, far beyond the number of lexicons there will ever be


def fingerprint() -> str:
    """Name the rules and data now in force, as `1-3fa94b0c11d2`."""
    return f"{RULES_VERSION}-{lexicon().digest[:_LETTERS]}"
