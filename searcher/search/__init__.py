"""Here is what they meant: which articles, in which order?"""

from searcher.search.counting import FormCount, count_family
from searcher.search.diagnosis import (
    Alternative,
    Change,
    Clause,
    Correction,
    Diagnosis,
    NearDay,
    NearWord,
    Suggestion,
    WordCount,
)
from searcher.search.explaining import Counted, Explanation, Reason, explain
from searcher.search.faceting import Facets, count_by_date, count_by_value
from searcher.search.listing import MOST_LISTED
from searcher.search.nearness import Occurrences, Text, Units, taking_part, unite
from searcher.search.results import Family, Hit, Pattern, Results, Share, StoodFor, Together
from searcher.search.searching import search
from searcher.search.verbatim import find_verbatim

__all__ = [
    "MOST_LISTED",
    "Alternative",
    "Change",
    "Clause",
    "Correction",
    "Counted",
    "Diagnosis",
    "Explanation",
    "Facets",
    "Family",
    "FormCount",
    "Hit",
    "NearDay",
    "NearWord",
    "Occurrences",
    "Pattern",
    "Reason",
    "Results",
    "Share",
    "StoodFor",
    "Suggestion",
    "Text",
    "Together",
    "Units",
    "WordCount",
    "count_by_date",
    "count_by_value",
    "count_family",
    "explain",
    "find_verbatim",
    "search",
    "taking_part",
    "unite",
]
