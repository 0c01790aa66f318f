"""Correcting: whole queries in which words that hardly anyone wrote are replaced by what may have been meant.

In: a query, and how it was read. Out: other queries, each with the exact number of articles that it finds when it is
asked. None is ever asked silently.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from searcher.analysis import is_function_word
from searcher.analysis.lexicon import find
from searcher.query import Node
from searcher.search.counts import Counts
from searcher.search.diagnosing import words_of
from searcher.search.diagnosis import Correction, Suggestion
from searcher.search.suggesting import SAME_SOUND, Candidate

# Each takes a walk through the lexicon, some milliseconds.
MOST_WORDS = 4
MOST_SUGGESTIONS = 3
# Candidates that are tried for a word, where those before find nothing with the rest of the query.
MOST_TRIED = 8
# Beside the likeliest, others are worth reading if they are not e³ times less likely.
LESS_LIKELY = 3.0


@dataclass(frozen=True, slots=True)
class _Doubted:
    """A word of the query, and what may have been meant, the likeliest first."""

    typed: str
    candidates: tuple[Candidate, ...]


def correct(counts: Counts, query: str, tree: Node, total: int, times: float) -> tuple[Suggestion, ...]:
    """Suggest queries that find more.

    Args:
        tree: as it was asked, neighbours not joined.
        total: articles that the query finds.
        times: a word that is in the index is doubted only beside one that is in so many times more articles.
    """
    doubted = list(_doubted(counts, query, tree, times))
    if not doubted:
        return ()
    found: dict[str, Suggestion] = {}
    # All words by the likeliest; then one of them by the next ones, the others by the likeliest.
    first = {word.typed: word.candidates[0] for word in doubted}
    choices = [first]
    choices += [
        {**first, word.typed: candidate} for word in doubted for candidate in word.candidates[1:MOST_TRIED]
    ]
    for choice in choices:
        if len(found) == MOST_SUGGESTIONS:
            break
        corrected = _replaced(query, choice)
        if corrected == query or corrected in found:
            continue
        there = counts.count_narrowed(corrected)
        if there > total:
            corrections = tuple(Correction(typed, each.form) for typed, each in choice.items())
            found[corrected] = Suggestion(corrected, there, corrections)
    return tuple(found.values())


def _doubted(counts: Counts, query: str, tree: Node, times: float) -> Iterator[_Doubted]:
    looked_at = 0
    for asked in dict.fromkeys(words_of(tree)):
        form, typed = asked.form, asked.typed or asked.form
        if looked_at == MOST_WORDS:
            return
        articles = counts.count_letters(form, asked.field)
        # Of French words, one that is rare is not wrong; and none can be in more articles than there are.
        known = find(form) and (articles or counts.count(asked))
        if (
            is_function_word(form)
            or known
            or typed.lower() not in query.lower()
            or articles * times > counts.snapshot.articles
        ):
            continue
        looked_at += 1
        candidates = list(counts.alike(form))
        if articles:
            # One as like it as this must be likelier than that it was typed as it was meant.
            likeness = math.log(articles) + SAME_SOUND
            candidates = [
                each for each in candidates if each.articles > times * articles and each.likeness > likeness
            ]
        likely = [each for each in candidates if each.likeness >= candidates[0].likeness - LESS_LIKELY]
        if likely:
            yield _Doubted(typed, tuple(likely))


def _replaced(query: str, choice: Mapping[str, Candidate]) -> str:
    """The query with words replaced, whatever their case; the rest as it was typed."""
    meant = {typed.lower(): candidate.form for typed, candidate in choice.items()}
    typed = "|".join(map(re.escape, sorted(meant, key=len, reverse=True)))
    return re.sub(
        rf"(?<!\w)(?:{typed})(?!\w)",
        # Some letters have several lower cases, or none.
        lambda found: meant.get(found[0].lower(), found[0]),
        query,
        flags=re.IGNORECASE,
    )
