"""Questions to put to any index, and what it answers: two indexes that answer alike hold the same.

In: a folder, or a snapshot. Out: for each question the exact count and the hits, best first.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from searcher import Article
from searcher.index import DamageWarning, Snapshot, open_snapshot
from searcher.search import search

QUESTIONS = (
    "*",
    "réforme",
    "la loi",
    "code travail",
    '"code du travail"',
    "titre:grève",
    "élection OU crue",
    "ministre SAUF grève",
    "depuis juin 2024 retraites",
    "porte-parole",
)
TODAY = date(2025, 9, 1)

Answers = list[tuple[int, list[tuple[str, float]]]]


def ask(index: Path | Snapshot, questions: Sequence[str] = QUESTIONS) -> Answers:
    """Put the questions: for each the count, and the keys and scores of all hits."""
    snapshot = index if isinstance(index, Snapshot) else open_snapshot(index)
    answers = []
    for question in questions:
        results = search(snapshot, question, limit=10_000, today=TODAY)
        answers.append((results.total, [(hit.article.key, round(hit.score, 9)) for hit in results]))
    return answers


def ask_quietly(folder: Path, questions: Sequence[str] = QUESTIONS) -> Answers:
    """As `ask`, of an index whose newest commit may be damaged."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DamageWarning)
        return ask(folder, questions)


def contents(folder: Path | Snapshot) -> dict[str, Article]:
    """All articles of an index, by key."""
    snapshot = folder if isinstance(folder, Snapshot) else open_snapshot(folder)
    return {
        article.key: article
        for segment in snapshot.segments
        for article in (
            segment.article(number) for number in range(segment.size) if not segment.is_deleted(number)
        )
    }


def files(folder: Path) -> dict[str, bytes]:
    """Every file of an index but the lock, and what is in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }
