"""Here are the hits: what does a reader see?

`searcher.present.terminal` is the door to rich, and not imported here: what is piped has no use for it.
"""

from searcher.present.cleaning import clean, clean_line
from searcher.present.marking import Mark, title_marks
from searcher.present.page import USUAL, View
from searcher.present.passages import Passage, passages
from searcher.present.plain import plain_article, plain_explanation, plain_results
from searcher.present.records import (
    article_record,
    explanation_record,
    results_record,
    to_json,
)

__all__ = [
    "USUAL",
    "Mark",
    "Passage",
    "View",
    "article_record",
    "clean",
    "clean_line",
    "explanation_record",
    "passages",
    "plain_article",
    "plain_explanation",
    "plain_results",
    "results_record",
    "title_marks",
    "to_json",
]
