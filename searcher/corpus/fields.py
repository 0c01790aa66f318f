"""The names under which the press writes the fields of an article, in French and in English.

In: the name of a metadata line or of a JSON field. Out: the field of Article that it stands for.
`corpus/README.md` documents the same names.
"""

from __future__ import annotations

from functools import lru_cache

from searcher.corpus.folding import fold

# Folded, words joined by `_`.
NAMES = {
    "key": "id identifiant key cle",
    "title": "title titre headline",
    "body": "text texte body corps content contenu",
    "published": (
        "date published publie parution published_at date_published datepublished publication_date "
        "date_publication date_de_publication date_parution date_de_parution pubdate"
    ),
    "source": "source journal publisher editeur",
    "agency": "agency agence",
    "place": "place lieu",
    "author": "author auteur auteure autrice authors auteurs byline signature",
    "language": "language langue lang",
    "url": "url lien link",
}
_FIELDS = {name: field for field, names in NAMES.items() for name in names.split()}
# Accents and blanks come on top of the folded form. Longer names would only fill the cache.
_LONGEST = max(map(len, _FIELDS)) + 8


def field_of(name: str) -> str:
    """Find which field of Article a name stands for; "" if none.

    >>> field_of("Titre"), field_of("date-publication"), field_of("Éditeur"), field_of("rubrique")
    ('title', 'published', 'source', '')
    """
    return _field_of_short(name) if len(name) <= _LONGEST else ""


@lru_cache(maxsize=1024)  # the same few names come back in every record
def _field_of_short(name: str) -> str:
    return _FIELDS.get("_".join(fold(name).replace("-", " ").replace("_", " ").split()), "")
