"""Here is what they meant: which articles, in which order?"""

from searcher.search.results import Hit, Pattern, Results
from searcher.search.searching import search
from searcher.search.verbatim import find_verbatim

__all__ = ["Hit", "Pattern", "Results", "find_verbatim", "search"]
