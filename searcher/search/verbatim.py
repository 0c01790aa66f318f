"""Verbatim: where a text stands in another letter for letter.

The index keeps neither the capitals of a word nor the clitic before it; the stored text does. Only what no reader
sees as different is the same here: shapes of apostrophes and hyphens, accents apart or composed, any space.
"""

from __future__ import annotations

import re
from functools import lru_cache

from searcher.analysis.characters import plain


def find_verbatim(text: str, wanted: str) -> list[tuple[int, int]]:
    """Find a text in another, beginning and ending where words do.

    Args:
        wanted: with plain signs and single spaces, as a query's tree has it.
    Returns:
        Spans in characters of `text`, in reading order.

    >>> find_verbatim("Lu dans l’Équipe, à L’Équipe.", "L'Équipe")
    [(20, 28)]
    """
    plain_text, offsets = plain(text)
    spans = [found.span() for found in _pattern(wanted).finditer(plain_text)]
    return [(offsets[start], offsets[end]) for start, end in spans] if offsets else spans


# All hits of a search look for the same few texts.
@lru_cache(maxsize=64)
def _pattern(wanted: str) -> re.Pattern[str]:
    begins = r"(?<!\w)" if re.match(r"\w", wanted) else ""
    ends = r"(?!\w)" if re.search(r"\w\Z", wanted) else ""
    return re.compile(begins + r"\s+".join(map(re.escape, wanted.split())) + ends)
