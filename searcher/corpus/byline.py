"""The byline: who wrote a dispatch, on a line of its own above the dateline, or before it on the same line.

In: the text of an article, which may begin `Par Awa Sow et Jean Roy` and go on with `DAKAR, 4 juillet (Reuters) - `.
Out: the names, and where the dateline would begin. Whether it is one, the dateline tells.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"
_NAMES = rf"{_NAME}(?:(?:\s|\s?,\s|\set\s|\sand\s|\sde\s|\sdu\s|\sd['’]){_NAME}){{0,9}}?"
_BYLINE = rf"\s*(?:[Pp]ar|PAR|[Bb]y|BY)\s(?P<names>{_NAMES})(?:\s*\n\s*|\s(?=[A-ZÀ-ÖØ-Þ'’-]{{3,}}[\s,/]))"
_LONGEST = 200  # characters


class Byline(NamedTuple):
    """Who wrote it."""

    author: str
    end: int  # in characters of the text


def read_byline(text: str) -> Byline | None:
    """Read the byline at the beginning of a text, if there may be one.

    >>> read_byline("par Awa Sow\\nDAKAR, 4 juillet (Reuters) - Le port rouvre.")
    Byline(author='Awa Sow', end=12)
    """
    if text[:1] not in "PpBb" and not text[:1].isspace():
        return None
    found = re.compile(_BYLINE).match(text, 0, _LONGEST)
    return Byline(" ".join(found["names"].split()), found.end()) if found else None
