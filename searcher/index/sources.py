"""Sources: where the corpus of an index was, for whoever wants to open a file of it.

In: the file that records a corpus. Out: its folders and files. What else that file holds, and all that reads corpora,
is left alone: a search has no use for it.
"""

from __future__ import annotations

import json
from pathlib import Path

from searcher.errors import IndexDamaged
from searcher.index.files import SectionFile


def read_sources(file: SectionFile) -> tuple[Path, ...]:
    """
    Raises:
        IndexDamaged: the file is not what was written.
    """
    try:
        return tuple(map(Path, json.loads(bytes(file.section("sources")))))
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise IndexDamaged(file.path, f"cannot be understood: {error}") from error
