"""Here is what they meant: which articles, in which order?"""

from searcher.search.counting import FormCount, count_family
from searcher.search.explaining import Counted, Explanation, Reason, explain
from searcher.search.results import Hit, Pattern, Results, Share
from searcher.search.searching import search
from searcher.search.verbatim import find_verbatim

__all__ = [
    "Counted",
    "Explanation",
    "FormCount",
    "Hit",
    "Pattern",
    "Reason",
    "Results",
    "Share",
    "count_family",
    "explain",
    "find_verbatim",
    "search",
]
