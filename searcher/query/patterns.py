"""Patterns: regular expressions, compiled when a query first needs them.

Most queries need few of them, and to compile all takes as long as to load the rest of the query language.
"""

from __future__ import annotations

import re
from functools import cache


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern, once. Case is ignored, but for what stands in `(?-i:…)`."""
    return re.compile(pattern, re.IGNORECASE)
