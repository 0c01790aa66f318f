"""Names: a list of strings in JSON, and what is no such list."""

from __future__ import annotations

import json
from collections.abc import Iterable


def written_names(names: Iterable[str]) -> bytes:
    """A list of strings, which hold no lone surrogates."""
    return json.dumps(list(names), ensure_ascii=False, separators=(",", ":")).encode()


def read_names(section: memoryview) -> list[str]:
    """The strings of a list.

    Raises:
        ValueError: it is none.
    """
    try:
        names = json.loads(bytes(section))
    except RecursionError as error:
        raise ValueError("names are nested too deep") from error
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("names are not strings")
    return names
