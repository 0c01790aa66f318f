"""Fields: what of a hit can be asked for by name, for tables and templates.

In: a hit. Out: its values as text, the corpus's own, to be cleaned or not by who writes them. A name means here what it
means in JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from searcher.present.marking import body_marks, title_marks
from searcher.present.page import USUAL, View, choose_passages
from searcher.records import dataclass
from searcher.search import Hit

BETWEEN_PASSAGES = " […] "


@dataclass(frozen=True, slots=True)
class Found:
    """A hit, with what it was found by."""

    query: str
    hit: Hit
    view: View = USUAL


Value = str | int | float


@dataclass(frozen=True, slots=True)
class NamedField:
    """Something of a hit that has a name."""

    meaning: str  # in English
    read: Callable[[Found], Value]


def _of_article(name: str, meaning: str) -> tuple[str, NamedField]:
    return name, NamedField(meaning, lambda found: str(getattr(found.hit.article, name) or ""))


FIELDS: Mapping[str, NamedField] = dict(
    (
        ("query", NamedField("as it was asked", lambda found: found.query)),
        ("rank", NamedField("from 1", lambda found: found.hit.rank)),
        _of_article("key", "names the article: searcher show KEY"),
        _of_article("title", "empty, as all that follow, where it is not known"),
        _of_article("published", "2024, 2024-07 or 2024-07-04"),
        _of_article("source", "who published it"),
        _of_article("agency", "who wrote it, from the dateline"),
        _of_article("place", "where it was written"),
        _of_article("author", "as it is signed"),
        _of_article("language", "as declared: fr"),
        _of_article("url", "its address"),
        _of_article("path", "of its file, relative to the corpus"),
        _of_article("encoding", "of its file"),
        ("score", NamedField("comparable within one search only", lambda found: found.hit.score)),
        (
            "matches",
            NamedField("how many stretches of title and body match", lambda found: _count(found.hit)),
        ),
        ("passages", NamedField("those that a page shows", lambda found: _passages(found))),
        _of_article("body", "the whole text"),
    )
)
# A template says `date`, as queries do.
OTHER_NAMES = {"date": "published"}


def read_field(name: str, found: Found) -> Value:
    """The value of a field of FIELDS, by its name or its other one."""
    return FIELDS[OTHER_NAMES.get(name, name)].read(found)


def _count(hit: Hit) -> int:
    return len(title_marks(hit)) + len(body_marks(hit))


def _passages(found: Found) -> str:
    return BETWEEN_PASSAGES.join(passage.text for passage in choose_passages(found.hit, found.view))
