"""Limits: how much of a file is held in memory at once, whatever the file.

In: nothing. Out: the limit and the words that say it was passed.
"""

from __future__ import annotations

# A long novel takes 2 MB: what is longer than this is a dump, not an article.
MAX_ARTICLE_BYTES = 10_000_000
TOO_LONG = f"more than {MAX_ARTICLE_BYTES // 1_000_000} MB for one article"
