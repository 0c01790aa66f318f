"""Counting: the family of a word in an index, each form with how many articles have it and how often."""

from __future__ import annotations

from dataclasses import dataclass

from searcher.analysis import Relation, cut
from searcher.index import Snapshot
from searcher.query import Field
from searcher.search.families import family
from searcher.search.lists import Lists


@dataclass(frozen=True, slots=True)
class FormCount:
    """A form that a word stands for, and what the live articles of an index have of it."""

    form: str
    relation: Relation  # to the word
    weight: float  # in ranking, above 0, at most 1
    articles: int  # that hold it, in the title or in the body
    occurrences: int


def count_family(snapshot: Snapshot, word: str) -> tuple[FormCount, ...]:
    """Count the forms that a word stands for: closest first, then those of the most articles.

    Args:
        word: one word; of several, the first counts.
    Returns:
        No form that only deleted articles have; nothing if the text holds no word.
    """
    tokens = cut(word)
    if not tokens:
        return ()
    counts: dict[str, FormCount] = {}
    for segment in snapshot.segments:
        forms = family(segment, tokens[0].form)
        found = zip(forms.spell(), forms.relations(), forms.weights, strict=True)
        held = zip(*Lists(segment).count(forms, Field.ANY), strict=True)
        for (form, relation, weight), (articles, occurrences) in zip(found, held, strict=True):
            before = counts.get(form)
            if before:
                articles, occurrences = articles + before.articles, occurrences + before.occurrences
            counts[form] = FormCount(form, relation, weight, articles, occurrences)
    there = [count for count in counts.values() if count.articles]
    return tuple(sorted(there, key=lambda count: (-count.weight, -count.articles, count.form)))
