"""Text as it was written: what no key can tell apart, the stored text can."""

from __future__ import annotations

from pathlib import Path

import pytest

from searcher import Article, build_index, open_index, passages
from searcher.search import find_verbatim

ARTICLES = [
    Article(key="paper", title="La une de L’Équipe", body="L’Équipe titre sur Le Monde et Le\u00a0Monde."),
    Article(key="team", title="L'équipe de France", body="l’équipe joue, le monde regarde"),
    Article(key="shout", title="", body="LE MONDE ENTIER REGARDE L'ÉQUIPE"),
    Article(key="firm", title="", body="Chez Orange, une orange. Orange-Bank, Oranges."),
]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ('="L\'Équipe"', {"paper"}),
        ('="Équipe"', {"paper"}),
        ('="l’équipe"', {"team"}),
        ('="Le Monde"', {"paper"}),
        ('="le monde"', {"team"}),
        ('="LE MONDE"', {"shout"}),
        ('titre:="Le Monde"', set()),
        ("=Orange", {"firm"}),
        ("=orange", {"firm"}),
        ("=ORANGE", set()),
        ('équipe SAUF ="L\'Équipe"', {"team", "shout"}),
    ],
)
def test_letters_count_as_they_were_written(query: str, keys: set[str], tmp_path: Path) -> None:
    """The only way to find a newspaper, and not everybody's team."""
    build_index(tmp_path, ARTICLES)
    with open_index(tmp_path) as index:
        results = index.search(query)
        assert {hit.article.key for hit in results} == keys
        assert results.total == len(keys)


def test_only_what_is_written_so_is_marked(tmp_path: Path) -> None:
    """`=Orange` is the firm, in its compounds too; the fruit beside it stays unmarked."""
    build_index(tmp_path, ARTICLES)
    with open_index(tmp_path) as index:
        (hit,) = index.search("=Orange")
        (passage,) = passages(hit)
        assert passage.marked("[", "]") == "Chez [Orange], une orange. [Orange]-Bank, Oranges."


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("L’E\u0301quipe, l’équipe, L'Équipe", "L'Équipe", ["L’E\u0301quipe", "L'Équipe"]),
        ("Le\u202f\n Monde", "Le Monde", ["Le\u202f\n Monde"]),
        ("Or\u00adange", "Orange", ["Or\u00adange"]),
        ("a.b a+b", "a+b", ["a+b"]),
        ("Oranges Lorange", "Orange", []),
        ("aaa aa", "aa", ["aa"]),
        ("(oui) non(oui)", "(oui)", ["(oui)", "(oui)"]),
    ],
)
def test_spaces_and_signs_have_no_shape(text: str, wanted: str, expected: list[str]) -> None:
    """Nobody sees which apostrophe a press agency typed, nor whether an accent is one character or two."""
    assert [text[start:end] for start, end in find_verbatim(text, wanted)] == expected
