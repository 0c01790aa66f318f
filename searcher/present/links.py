"""Links: what a terminal opens at a click, as it is written between the signs of OSC 8.

In: the address of an article, or its path in a corpus. Out: a URL of harmless letters, or nothing where there is none
to trust. A corpus names what it likes: only pages are linked to, and files within its own folders.

Source: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda; the machine is named in `file://`, so that a
terminal knows when a file is not on its own.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import quote

_PAGE = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_LONGEST = 2000  # characters: terminals ignore longer ones
_KEPT = "%/:=&?~#+!$,;'@()*[]"  # besides letters and digits: what a URL may have, or was escaped already


def link_page(url: str) -> str:
    """Link to an address.

    >>> link_page("https://exemple.fr/été"), link_page("javascript:alert(1)")
    ('https://exemple.fr/%C3%A9t%C3%A9', '')
    """
    link = quote(url, safe=_KEPT, errors="replace") if _PAGE.match(url) else ""
    return link if len(link) <= _LONGEST else ""


def link_file(path: str, sources: Sequence[Path]) -> str:
    """Link to a file of a corpus, or to the archive that it is in, where that still is.

    Args:
        path: relative to one of the sources.
        sources: folders and files, absolute.
    """
    within = PurePosixPath(path)
    if not path or "\0" in path or within.is_absolute() or ".." in within.parts:
        return ""
    for source in sources:
        for part in (within, *within.parents[:-1]):
            file = source if source.name == part.name and source.is_file() else source / part
            if file.is_file():
                link = f"file://{quote(platform.node())}{quote(file.as_posix())}"
                return link if len(link) <= _LONGEST else ""
    return ""
