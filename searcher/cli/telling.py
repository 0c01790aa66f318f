"""Telling: what is not a result, on standard error.

In: text of any origin. Out: harmless lines, folded for a terminal; one for each message where a program reads them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from itertools import chain

from searcher.cli.screen import columns

_COMMAND = re.compile(r"(?<=: )(?:searcher|pip) .*")
_KEPT = frozenset("\n\xa0\u202f")


def tell(message: str) -> None:
    """Print something on standard error, what cannot be printed as escapes.

    It does not use the cleaning of results: that would have each command load all of French first.
    """
    line = "".join(
        letter if letter.isprintable() or letter in _KEPT else letter.encode("unicode_escape").decode()
        for letter in message
    )
    print("\n".join(_folded(line)), file=sys.stderr)


def _folded(text: str) -> Iterable[str]:
    """Lines that end between words, where they are told to a terminal; a command to copy is left in one piece."""
    lines, width = text.split("\n"), columns(sys.stderr)
    # Letters from there on may take two columns.
    if not width or all(len(line) <= width and max(line, default="") < "\u1100" for line in lines):
        return lines
    from searcher.present.folding import hang  # only here: it takes as long to load as some commands take

    return chain.from_iterable(
        hang(line, width, whole=found[0] if (found := _COMMAND.search(line)) else "") for line in lines
    )
