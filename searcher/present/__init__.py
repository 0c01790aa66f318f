"""Here are the hits: what does a reader see?

What programs take of a hit is here. Each output is imported from its own module, since a search has one: `plain.py`,
`records.py`, and `terminal.py`, which is the door to rich.
"""

from searcher.present.marking import Mark, title_marks
from searcher.present.matched import Matched, matches
from searcher.present.passages import Passage, passages

__all__ = [
    "Mark",
    "Matched",
    "Passage",
    "matches",
    "passages",
    "title_marks",
]
