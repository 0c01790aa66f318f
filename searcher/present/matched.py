"""Matched: every stretch of an article that matched, and where it stands.

In: a hit. Out: stretches of its title, then of its body, in reading order: those that are marked, each once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from searcher.present.marking import Mark, body_marks, title_marks
from searcher.search import Hit


@dataclass(frozen=True, slots=True)
class Matched:
    """A stretch of an article that matched."""

    field: str  # of the article: `title` or `body`
    start: int  # in characters of that field: text == article.body[start:end]
    end: int
    paragraph: int  # of the body, from 1, empty lines not counted; 0 in the title
    text: str


def matches(hit: Hit) -> tuple[Matched, ...]:
    """List all that matched in an article."""
    title, body = hit.article.title, hit.article.body
    marks = body_marks(hit)
    return (
        *(Matched("title", start, end, 0, title[start:end]) for start, end in title_marks(hit)),
        *(
            Matched("body", start, end, paragraph, body[start:end])
            for (start, end), paragraph in zip(marks, _paragraphs(body, marks), strict=True)
        ),
    )


def _paragraphs(body: str, marks: Sequence[Mark]) -> Iterator[int]:
    """The paragraph of each of some marks, which are in order."""
    paragraph, at = 0, 0
    for start, _ in marks:
        line = body.rfind("\n", 0, start) + 1
        paragraph += sum(1 for text in body[at:line].split("\n") if text.strip())
        at = line
        yield paragraph + 1
