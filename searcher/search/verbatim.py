"""Verbatim: where a text stands in another letter for letter.

The index keeps neither the capitals of a word nor the clitic before it; the stored text does. Only what no reader
sees as different is the same here: shapes of apostrophes and hyphens, accents apart or composed, any space.
"""

from __future__ import annotations

import re
from functools import lru_cache

from searcher.analysis.characters import APOSTROPHES, HYPHENS, MIDDLE_DOTS, moves, plain

# What a sign of a plain text may look like in another: giving texts their plain shape first takes ten times longer.
_SHAPES = {"'": APOSTROPHES, "-": HYPHENS, "·": MIDDLE_DOTS}

_IN_WORD = re.compile(r"\w")


def find_verbatim(text: str, wanted: str) -> list[tuple[int, int]]:
    """Find a text in another, beginning and ending where words do.

    Args:
        wanted: with plain signs and single spaces, as a query's tree has it.
    Returns:
        Spans in characters of `text`, in reading order.

    >>> find_verbatim("Lu dans l’Équipe, à L’Équipe.", "L'Équipe")
    [(20, 28)]
    """
    offsets = None
    if moves(text):
        text, offsets = plain(text)
    spans = []
    pattern, begins_word = _pattern(wanted)
    found = pattern.search(text)
    while found:
        start, end = found.span()
        # Looked at here: a pattern that begins with a look behind is searched for ten times slower.
        if begins_word and start and _IN_WORD.match(text, start - 1):
            end = start + 1
        else:
            spans.append((start, end))
        found = pattern.search(text, end)
    return [(offsets[start], offsets[end]) for start, end in spans] if offsets else spans


# All hits of a search look for the same few texts.
@lru_cache(maxsize=64)
def _pattern(wanted: str) -> tuple[re.Pattern[str], bool]:
    """The pattern of a text, and whether it must begin where a word does."""
    ends = r"(?!\w)" if _IN_WORD.match(wanted[-1]) else ""
    shaped = r"\s+".join("".join(map(_shaped, word)) for word in wanted.split())
    return re.compile(shaped + ends), _IN_WORD.match(wanted) is not None


def _shaped(character: str) -> str:
    shapes = _SHAPES.get(character)
    return f"[{re.escape(shapes)}]" if shapes else re.escape(character)
