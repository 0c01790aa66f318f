"""Here is what they meant: which articles, in which order?"""

from searcher.search.counting import FormCount, count_family
from searcher.search.explaining import Counted, Explanation, Reason, explain
from searcher.search.faceting import Facets, count_by_date, count_by_value
from searcher.search.results import Hit, Pattern, Results
from searcher.search.searching import search
from searcher.search.verbatim import find_verbatim

__all__ = [
    "Counted",
    "Explanation",
    "Facets",
    "FormCount",
    "Hit",
    "Pattern",
    "Reason",
    "Results",
    "count_by_date",
    "count_by_value",
    "count_family",
    "explain",
    "find_verbatim",
    "search",
]
