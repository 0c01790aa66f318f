"""Naming: the fields that a query may name, in French, in English, or as the corpus calls them.

In: the name before a colon. Out: the field it means, or the known name that it resembles.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from searcher.analysis import key
from searcher.query.patterns import compiled
from searcher.query.tree import Field

# A field of text, or the name of what else is known of articles.
Where = Field | str

DATE = "date"
AROUND = "vers"
KNOWN: Mapping[str, Where] = {
    "titre": Field.TITLE,
    "title": Field.TITLE,
    "texte": Field.BODY,
    "text": Field.BODY,
    "body": Field.BODY,
    "source": "source",
    "lieu": "lieu",
    "place": "lieu",
    "agence": "agence",
    "agency": "agence",
    "auteur": "auteur",
    "author": "auteur",
    "langue": "langue",
    "lang": "langue",
    "language": "langue",
    "chemin": "chemin",
    "path": "chemin",
    "date": DATE,
    "vers": AROUND,
    "around": AROUND,
}
# French ones are suggested.
_SUGGESTED = ("titre", "texte", "source", "lieu", "agence", "auteur", "langue", "chemin", "date", "vers")
NAME = r"[^\W\d][\w-]*+"
LONGEST_NAME = 30  # characters; comparing names takes the square of their length
# From 0 to 1: `sorce` and `source` are 0.91, `tittle` and `titre` 0.73, but `site` and `titre` 0.67.
_ALIKE = 0.7


class Names:
    """The names of fields."""

    def __init__(self, extra: Collection[str]) -> None:
        """Know the names of every corpus, and those of one. A name that cannot be typed is left out."""
        own = [name for name in sorted(extra) if compiled(NAME).fullmatch(name) and key(name) not in KNOWN]
        self._exact = frozenset(own)
        self._by_key: dict[str, Where] = {key(name): name for name in reversed(own)} | dict(KNOWN)
        self._suggested = {key(name): name for name in (*own, *_SUGGESTED)}

    def find(self, name: str) -> Where | None:
        """The field of a name, whatever its case and accents; None if there is none."""
        return name if name in self._exact else self._by_key.get(key(name))

    def resembling(self, name: str) -> str | None:
        """The name that someone who typed another may have meant.

        >>> Names(["rubrique"]).resembling("sorce"), Names(["rubrique"]).resembling("rubriques")
        ('source', 'rubrique')
        """
        from difflib import get_close_matches  # few queries need it

        if len(name) > LONGEST_NAME:
            return None
        # English twins are recognised, and French ones proposed.
        near = get_close_matches(key(name), [*self._suggested, *self._by_key], n=1, cutoff=_ALIKE)
        if not near:
            return None
        return self._suggested.get(near[0]) or str(self._by_key[near[0]])


@lru_cache(maxsize=16)
def names_of(extra: frozenset[str]) -> Names:
    """The names of every corpus, and those of one."""
    return Names(extra)
