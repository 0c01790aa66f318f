"""Telling: what is not a result, on standard error.

In: text of any origin. Out: harmless lines.
"""

from __future__ import annotations

import sys

_KEPT = frozenset("\n\xa0\u202f")


def tell(message: str) -> None:
    """Print something on standard error, what cannot be printed as escapes.

    It does not use the cleaning of results: that would have each command load all of French first.
    """
    line = "".join(
        letter if letter.isprintable() or letter in _KEPT else letter.encode("unicode_escape").decode()
        for letter in message
    )
    print(line, file=sys.stderr)
