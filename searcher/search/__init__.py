"""Here is what they meant: which articles, in which order?"""

from searcher.search.counting import FormCount, count_family
from searcher.search.explaining import Counted, Explanation, Reason, explain
from searcher.search.faceting import Facets, count_by_date, count_by_value
from searcher.search.listing import MOST_LISTED
from searcher.search.nearness import Occurrences, Text, Units, taking_part, unite
from searcher.search.results import Family, Hit, Pattern, Results, StoodFor, Together
from searcher.search.searching import search
from searcher.search.verbatim import find_verbatim

__all__ = [
    "MOST_LISTED",
    "Counted",
    "Explanation",
    "Facets",
    "Family",
    "FormCount",
    "Hit",
    "Occurrences",
    "Pattern",
    "Reason",
    "Results",
    "StoodFor",
    "Text",
    "Together",
    "Units",
    "count_by_date",
    "count_by_value",
    "count_family",
    "explain",
    "find_verbatim",
    "search",
    "taking_part",
    "unite",
]
