"""Here is what they meant: which articles, in which order?

What every search needs is here; what few do, to explain, to diagnose or to count, is imported from its own module.
"""

from searcher.search.narrowing import EVERYTHING, Narrowing
from searcher.search.nearness import Occurrences, Text, Units, taking_part, unite
from searcher.search.results import Family, Hit, Hits, Pattern, Results, Share, StoodFor, Together
from searcher.search.searching import count, each, search
from searcher.search.verbatim import find_verbatim

__all__ = [
    "EVERYTHING",
    "Family",
    "Hit",
    "Hits",
    "Narrowing",
    "Occurrences",
    "Pattern",
    "Results",
    "Share",
    "StoodFor",
    "Text",
    "Together",
    "Units",
    "count",
    "each",
    "find_verbatim",
    "search",
    "taking_part",
    "unite",
]
