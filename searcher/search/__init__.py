"""Here is what they meant: which articles, in which order?"""

from searcher.search.results import Hit, Pattern, Results
from searcher.search.searching import search

__all__ = ["Hit", "Pattern", "Results", "search"]
