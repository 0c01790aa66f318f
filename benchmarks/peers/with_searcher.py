"""This engine: as `searcher index` builds and `Index.search` answers, parsing included.

Ways to ask it: `families`, each word standing for its family, as users get it, but for the texts of the ten hits, which
no other engine here reads either; `exact`, each word in quotes, for itself alone, as the others index; `whole`, the
search of the library with the texts of the hits read. Words of grammar among several that any may be found are left
out: the language ignores them there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.drawing_queries import Question, Shape
from benchmarks.peers.engine import Ask
from searcher import open_index, update_index
from searcher.analysis import is_function_word
from searcher.index import Snapshot, open_snapshot
from searcher.query import parse
from searcher.search.joining import join_neighbours
from searcher.search.matching import Matcher
from searcher.search.ordering import order

TODAY = date(2025, 9, 1)
_LIMIT = 10


def build(corpus: Path, folder: Path, jobs: int) -> None:
    update_index(folder / "index", corpus, jobs=jobs)


def open_for_asking(folder: Path, mode: str) -> Ask:
    if mode == "whole":
        index = open_index(folder / "index")

        def search(query: str) -> tuple[int, bool]:
            results = index.search(query, limit=_LIMIT, today=TODAY)
            return results.total, not results.warnings
    else:
        search = partial(_search_without_texts, open_snapshot(folder / "index"))
    return partial(_ask, search, mode == "exact")


def query_string(question: Question, *, exact: bool = False) -> str:
    """The question in the language of this engine."""
    words = question.words
    if question.shape == Shape.ROW:
        query = f'"{" ".join(words)}"'
    elif question.shape == Shape.PREFIX:
        query = f"{words[0]}*"
    elif question.shape == Shape.FUZZY:
        query = f"{words[0]}~"
    else:
        if question.shape == Shape.ANY:
            words = tuple(word for word in words if not is_function_word(word))
        query = (" OU " if question.shape == Shape.ANY else " ").join(
            f'"{word}"' if exact else word for word in words
        )
    return f"{query} date:{question.year}" if question.year else query


def _ask(search: Callable[[str], tuple[int, bool]], exact: bool, question: Question) -> int | None:
    total, is_understood = search(query_string(question, exact=exact))
    return total if is_understood else None


def _search_without_texts(snapshot: Snapshot, query: str) -> tuple[int, bool]:
    """As `searcher.search.searching.search` does: articles found, and whether all of the query was understood."""
    parsed = parse(query, today=TODAY)
    asked = parsed.relaxed.tree if parsed.relaxed else parsed.tree
    total, _ = order(Matcher(snapshot), join_neighbours(asked, snapshot.has_key), limit=_LIMIT)
    return total, not parsed.warnings
