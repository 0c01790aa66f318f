"""Two words that the corpus also writes as one are found as one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from searcher import Article, build_index, open_index
from searcher.query import And, Either, Not, Or, Word, parse
from searcher.search.joining import join_neighbours

TODAY = date(2025, 9, 1)
WEEKEND = Either((And((Word("week"), Word("end"))), Word("weekend")))


@pytest.mark.parametrize(
    ("query", "joined"),
    [
        ("week end", WEEKEND),
        ("week end pluie", And((WEEKEND, Word("pluie")))),
        ("pluie week end", And((Word("pluie"), WEEKEND))),
        ("Week End", WEEKEND),
        ("week OU end", Either((Or((Word("week"), Word("end"))), Word("weekend")))),
        ("pluie OU (week end)", Or((Word("pluie"), WEEKEND))),
        ("pluie SAUF (week end)", And((Word("pluie"), Not(WEEKEND)))),
        ("week week end", WEEKEND),
        ("week pluie end", And((Word("week"), Word("pluie"), Word("end")))),
        ('week "end"', parse('week "end"', today=TODAY).tree),
        ("titre:week texte:end", parse("titre:week texte:end", today=TODAY).tree),
    ],
)
def test_neighbours_that_make_a_known_word_are_found_as_it(query: str, joined: object) -> None:
    """People who type a compound in two words are not to miss those who write it in one."""
    assert join_neighbours(parse(query, today=TODAY).tree, {"weekend"}.__contains__) == joined


def test_the_better_of_joined_and_parts_counts_never_the_sum(tmp_path: Path) -> None:
    """An article that writes a compound as one word holds it once, not three times."""
    build_index(
        tmp_path,
        [
            Article(key="joined", body="le weekend sera doux"),
            Article(key="hyphen", body="le week-end sera doux"),
            Article(key="parts", body="le week end sera doux"),
            Article(key="other", body="la semaine sera douce"),
        ],
    )
    with open_index(tmp_path) as index:
        results = index.search("week end")
        assert {hit.article.key for hit in results} == {"joined", "hyphen", "parts"}
        assert results.understood == "(week end) OU weekend"
        found = {hit.article.key: hit.score for hit in results}
        joined = {hit.article.key: hit.score for hit in index.search('"weekend"')}
        assert found["joined"] == pytest.approx(joined["joined"])
        parts = sum(
            hit.score
            for word in ("week", "end")
            for hit in index.search(f'"{word}"')
            if hit.article.key == "hyphen"
        )
        assert found["hyphen"] == pytest.approx(max(joined["hyphen"], parts))


def test_what_is_typed_joined_is_found_apart(tmp_path: Path) -> None:
    """Nobody knows how a journalist spelled it: `cyber attaque`, `CAC 40`, `G 7`."""
    bodies = {
        "joined": "cyberattaque CAC40 G7",
        "hyphen": "cyber-attaque CAC-40 G-7",
        "parts": "cyber attaques CAC 40 G 7",
        "other": "attaque cyber, 40 au CAC, 7 en G",
    }
    build_index(tmp_path, [Article(key=key, body=body) for key, body in bodies.items()])
    with open_index(tmp_path) as index:
        for query in ("cyberattaque", "cyber-attaque", "CAC40", "cac-40", "G7"):
            found = {hit.article.key for hit in index.search(query)}
            assert found == {"joined", "hyphen", "parts"}, query
        # In two words they are asked for one by one, wherever they stand; what is joined has both.
        assert index.search("CAC 40").total == 4
