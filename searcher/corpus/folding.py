"""Folding: the names of fields, months and days are recognised whatever their case and accents.

In: a few characters of a name. Out: the same in lower case, without accents. Text that is searched is not
folded here: that is analysis.
"""

from __future__ import annotations

import unicodedata


def fold(name: str) -> str:
    """Take case and accents away.

    >>> fold("Févr."), fold("1ᵉʳ AOÛT")
    ('fevr.', '1er aout')
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
