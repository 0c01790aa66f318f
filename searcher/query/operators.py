"""Operators: the words in capitals that join others."""

from __future__ import annotations

from enum import Enum, auto


class Kind(Enum):
    """What an operator asks of its neighbours."""

    ALL = auto()
    ANY = auto()
    NOT = auto()


KINDS = {
    **dict.fromkeys(("ET", "AND"), Kind.ALL),
    **dict.fromkeys(("OU", "OR"), Kind.ANY),
    **dict.fromkeys(("SAUF", "SANS", "NON", "NOT", "ANDNOT"), Kind.NOT),
}
# Whoosh and others know nearness; here it is read as `ET`, and that is said.
UNKNOWN = ("PROCHE", "NEAR")
