"""Patterns: regular expressions, compiled when a query first needs them.

Most queries need few of them, and to compile all takes as long as to load the rest of the query language.
"""

from __future__ import annotations

import re
from functools import cache


@cache
def compiled(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Compile a pattern, once. Case is ignored unless other flags are given."""
    return re.compile(pattern, flags)
