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
from searcher.search.results import Hit, Pattern, Results, Share
from searcher.search.searching import search
from searcher.search.verbatim import find_verbatim

__all__ = [
    "Alternative",
    "Change",
    "Clause",
    "Correction",
    "Counted",
    "Diagnosis",
    "Explanation",
    "FormCount",
    "Hit",
    "NearDay",
    "NearWord",
    "Pattern",
    "Reason",
    "Results",
    "Share",
    "Suggestion",
    "WordCount",
    "count_family",
    "explain",
    "find_verbatim",
    "search",
]
