"""Operators: the words in capitals that join others, count them or hold them together."""

from __future__ import annotations

from enum import Enum, auto


class Kind(Enum):
    """What an operator asks of its neighbours."""

    ALL = auto()
    ANY = auto()
    NOT = auto()
    OPTIONAL = auto()


KINDS = {
    **dict.fromkeys(("ET", "AND", "REQUIRE"), Kind.ALL),
    **dict.fromkeys(("OU", "OR"), Kind.ANY),
    **dict.fromkeys(("SAUF", "SANS", "NON", "NOT", "ANDNOT"), Kind.NOT),
    "ANDMAYBE": Kind.OPTIONAL,
}
# Whoosh scores the words on its left alone; no node says that.
HALF_UNDERSTOOD = ("REQUIRE",)
# Alone, they allow so many other words.
NEAR = ("PROCHE", "NEAR")
USUAL_DISTANCE = 10
# These are words unless a number follows: `LE SUIVI DES MALADES`.
THEN = ("SUIVI", "THEN")
AT_LEAST = ("AUMOINS", "ATLEAST")
AMONG = ("PARMI", "AMONG")

# Longer than any text worth it: beyond, a number of words or of times says nothing more.
LARGEST_NUMBER = 9999


def read_number(digits: str) -> int:
    """Read a number of any length; one that is too large is one more than the largest."""
    return min(int(digits), LARGEST_NUMBER + 1) if len(digits) <= 9 else LARGEST_NUMBER + 1
