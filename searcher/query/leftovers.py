"""Leftovers: what of a plain text looks like a mark of the query language, and is read as words.

In: a plain text of a query, and the names of its fields. Out: in French, what whoever typed it should know.
"""

from __future__ import annotations

import re

from searcher.query.naming import NAME, Names
from searcher.query.patterns import compiled
from searcher.query.shapes import looks_wild

_LEFT_REGEX = r"(?<!\S)/\S+/(?!\S)"
_LEFT_RANGE = r"(?<!\S)[\[{][^\[\]{}]*\s(?-i:TO|À)\s"
_LEFT_FIELD = rf"(?<!\S)[+-]?({NAME}):(?![\s/]|\Z)"
_SUSPECT = re.compile(r"[*?/\[{:^~]")


def may_be_left(text: str) -> bool:
    """Whether a plain text holds any sign of the query language: most hold none."""
    return _SUSPECT.search(text) is not None


def find_left(text: str, after: str, names: Names) -> list[str]:
    """Say what of a plain text looks like a mark and is read as words.

    Args:
        after: the character that follows the text, or nothing.
    """
    warnings = []
    if looks_wild(text):
        warnings.append(
            "« * » et « ? » ne remplacent de lettres qu'au sein d'un mot : lus comme de la ponctuation"
        )
    if compiled(_LEFT_REGEX).search(text):
        warnings.append("les expressions rationnelles ne sont pas comprises : lues comme du texte")
    if compiled(_LEFT_RANGE).search(text):
        warnings.append("« [… TO …] » n'a pas de fin : lu comme du texte")
    for name in dict.fromkeys(compiled(_LEFT_FIELD).findall(text + after)) if ":" in text else ():
        warnings.append(_unknown_field(name, names) if len(warnings) < _MOST_SUGGESTIONS else _UNKNOWN)
    return warnings


_MOST_SUGGESTIONS = 20
_UNKNOWN = "d'autres champs inconnus sont lus comme du texte"


def _unknown_field(name: str, names: Names) -> str:
    near = names.resembling(name)
    if near:
        return f"champ inconnu « {name}: », lu comme du texte. Vouliez-vous dire {near}: ?"
    return (
        f"champ inconnu « {name}: », lu comme du texte ; les champs sont titre:, texte:, date:, source:, lieu:, "
        "agence:, auteur:, langue:, chemin: et ceux du corpus"
    )
