"""The names of places, as datelines write them in capitals, put into the case of running text.

In: `BOULOGNE-SUR-MER`, `BAMAKO et DAKAR`. Out: `Boulogne-sur-Mer`, `Bamako et Dakar`.
"""

from __future__ import annotations

import re

_LINKS = "à and au aux d de des du en et l la le les lès of près sous sur the"
_SMALL_WORDS = frozenset(_LINKS.split())
_ACRONYMS = frozenset(("DC", "RCA", "RD", "RDC", "UE", "UK", "USA"))
# What may begin with a small word again, as in `PARIS et LA HAYE`.
_NEW_NAME = re.compile(r".*[,/&(].*", re.DOTALL)
_WORDS = re.compile(r"([^\s,/&()'’-]+)")


def in_title_case(place: str) -> str:
    """Put the words that are all in capitals into title case; others stay as they are.

    >>> in_title_case("LE HAVRE, FRANCE"), in_title_case("VILLENEUVE-D'ASCQ"), in_title_case("KINSHASA (RDC)")
    ('Le Havre, France', "Villeneuve-d'Ascq", 'Kinshasa (RDC)')
    """
    written = []
    starts = True
    for number, part in enumerate(_WORDS.split(place)):
        if number % 2 == 0:
            starts = starts or bool(_NEW_NAME.fullmatch(part))
            written.append(part)
            continue
        written.append(_word_in_title_case(part, starts=starts))
        starts = part.lower() in ("et", "and")
    return "".join(written)


def _word_in_title_case(word: str, *, starts: bool) -> str:
    if not word.isupper() or word in _ACRONYMS or "." in word[:-1]:
        return word
    if word.lower() in _SMALL_WORDS and not starts:
        return word.lower()
    return word.capitalize()
