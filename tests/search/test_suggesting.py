"""What may have been meant: words that people wrote, weighed by the mistakes that fingers and ears make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.suggestions import MISTAKES, vocabulary
from searcher import Article, build_index
from searcher.analysis import key
from searcher.index import Snapshot, open_snapshot
from searcher.search import search
from searcher.search.suggesting import distance, neighbours, sounds_like, suggest

TODAY = date(2025, 9, 1)


def index(folder: Path, *bodies: str) -> Snapshot:
    build_index(folder, [Article(key=f"{number}", body=body) for number, body in enumerate(bodies)])
    return open_snapshot(folder)


def suggested(snapshot: Snapshot, word: str) -> list[str]:
    return [candidate.form for candidate in suggest(snapshot, word)]


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("tramway", "tramway", 0.0),
        ("controlleur", "controleur", 0.4),  # doubled
        ("inondation", "innondation", 0.4),  # once instead
        ("tranway", "tramway", 1.0),  # n and m are not side by side on a French keyboard
        ("teamway", "tramway", 0.55),  # e and r are
        ("tarmway", "tramway", 0.6),  # swapped
        ("kartoum", "khartoum", 0.6),  # h
        ("avalanch", "avalanche", 0.6),  # e at the end
        ("avalanches", "avalanche", 0.6),  # s at the end
        ("avalanhe", "avalanche", 0.9),  # left out
        ("avalxanche", "avalanche", 0.9),  # added
        ("avxlxnche", "avalanche", 2.0),
        ("", "a", 0.9),
    ],
)
def test_each_kind_of_mistake_has_its_cost(typed: str, meant: str, cost: float) -> None:
    """The likeliest slip is the cheapest."""
    assert distance(typed, meant) == pytest.approx(cost)


words = st.text(st.sampled_from("aabcehs"), max_size=8)


@given(words, words)
def test_words_are_as_far_from_each_other_both_ways(a: str, b: str) -> None:
    """What shortens the reckoning, what both share at either end, must not change it."""
    assert distance(a, b) == pytest.approx(distance(b, a))
    assert (distance(a, b) == 0) == (a == b)


def test_keys_side_by_side_are_those_of_a_french_keyboard() -> None:
    """On another one `a` is beside `s`."""
    assert neighbours("a") == frozenset("zq")
    assert neighbours("m") == frozenset("lp")
    assert neighbours("1") == frozenset()
    assert all(letter in neighbours(other) for letter in "azertyuiop" for other in neighbours(letter))


def test_words_that_sound_alike_have_one_key() -> None:
    """Who has only heard a name writes it so."""
    for heard, written in (
        ("bato", "bateau"),
        ("farmacie", "pharmacie"),
        ("kadre", "cadre"),
        ("rezo", "reseau"),
    ):
        assert sounds_like(heard) == sounds_like(written)
    assert sounds_like("bateau") != sounds_like("badaud")


def test_the_form_that_people_wrote_most_is_suggested_with_its_accents(tmp_path: Path) -> None:
    """A key is no word: `electoin` was meant as `élection`."""
    snapshot = index(tmp_path, "une élection", "cette élection, l'election", "des élections")
    assert suggested(snapshot, "electoin") == ["élection", "élections"]


def test_frequent_words_come_before_rare_ones_that_are_as_near(tmp_path: Path) -> None:
    """Most of what is typed is what is written often."""
    snapshot = index(tmp_path, *["la baleine"] * 9, "la baleide", "la baleime")
    assert suggested(snapshot, "baleize")[0] == "baleine"


def test_words_of_few_letters_are_within_one_and_others_within_two(tmp_path: Path) -> None:
    """Two letters of four are half of another word."""
    snapshot = index(tmp_path, "thon tramway")
    assert suggested(snapshot, "thin") == ["thon"]
    assert suggested(snapshot, "thix") == []
    assert suggested(snapshot, "trxmwxy") == ["tramway"]
    assert suggested(snapshot, "txxmwxy") == []


def test_a_missing_space_is_seen_between_two_french_words(tmp_path: Path) -> None:
    """Any name can be cut in two others; `deslois` is `des lois`."""
    snapshot = index(tmp_path, "des lois ker lat")
    assert suggested(snapshot, "deslois") == ["des lois"]
    assert suggested(snapshot, "kerlat") == []


def test_numbers_and_what_is_no_word_are_not_corrected(tmp_path: Path) -> None:
    """`2024` is not a slip for `2023`."""
    snapshot = index(tmp_path, "en 2023, le a320")
    for word in ("2024", "a321", "ab", "x" * 300, ""):
        assert suggested(snapshot, word) == []


def test_the_words_of_all_segments_count_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How an index was built is nothing to its readers."""
    bodies = ["un tramway"] * 3 + ["des tramways"] * 2
    one = index(tmp_path / "one", *bodies)
    monkeypatch.setattr("searcher.index.writing.SEGMENT_BYTES", 1)
    many = index(tmp_path / "many", *bodies)
    assert len(many.segments) > len(one.segments) == 1
    assert suggest(many, "tranway") == suggest(one, "tranway") != []


def test_most_mistakes_in_real_news_are_seen_through(news: Sequence[Article], tmp_path: Path) -> None:
    """The benchmark measures more; this holds what it measured on a small corpus."""
    build_index(tmp_path, news)
    snapshot, random = open_snapshot(tmp_path), Random(1)
    known = vocabulary(snapshot)
    words = sorted(word for word, count in known.items() if len(word) > 4 and count > 4)
    right = tried = 0
    while tried < 120:
        meant = random.choice(words)
        typed = list(MISTAKES.values())[tried % len(MISTAKES)](meant, random)
        if typed in known or typed == meant:
            continue
        tried += 1
        right += [key(each) for each in suggested(snapshot, typed)][:1] == [meant]
    assert right >= 0.8 * tried


# ---------------------------------------------------------------- whole queries


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    bodies = ["le sommet d'Astana"] * 250 + [
        "un sommet à Astanna",
        "Kerlann, sommet",
        "la poire",
        *["foire"] * 250,
    ]
    return index(tmp_path_factory.mktemp("correcting"), *bodies)


def queries(snapshot: Snapshot, query: str, *, suggest: bool = True) -> list[tuple[str, int]]:
    results = search(snapshot, query, limit=1, today=TODAY, suggest=suggest)
    return [(each.query, each.total) for each in results.suggestions]


def test_the_query_is_suggested_whole_and_as_it_was_typed(snapshot: Snapshot) -> None:
    """What is suggested can be copied: clitics, operators and dates stay."""
    assert queries(snapshot, "SOMMET d'Astaan SAUF poire") == [("SOMMET d'astana SAUF poire", 250)]
    assert queries(snapshot, '"sommet d\'Astaan"') == [('"sommet d\'astana"', 250)]
    assert queries(snapshot, "titre:astaan OU soomet") == [("titre:astana OU sommet", 252)]


def test_every_mistake_is_corrected_at_once(snapshot: Snapshot) -> None:
    """Corrected one by one, each query would find nothing again."""
    assert queries(snapshot, "soomet astaan") == [("sommet astana", 250)]


def test_nothing_is_applied_silently(snapshot: Snapshot) -> None:
    """The answer is to the query that was typed."""
    results = search(snapshot, "astaan", limit=1, today=TODAY)
    assert (results.total, results.hits, results.understood) == (0, (), "astaan")
    assert [(each.typed, each.meant) for each in results.suggestions[0].corrections] == [("astaan", "astana")]


def test_a_rare_word_is_doubted_only_beside_one_two_hundred_times_as_frequent(snapshot: Snapshot) -> None:
    """Names are rare; and a French word is not wrong for being rare."""
    assert queries(snapshot, "astanna") == [("astana", 250)]
    assert queries(snapshot, "poire") == []
    assert queries(snapshot, "kerlann") == []
    assert queries(snapshot, "astana") == []


def test_where_something_is_found_suggestions_must_be_asked_for(snapshot: Snapshot) -> None:
    """They cost some milliseconds, which who wants a count does not have."""
    assert queries(snapshot, "astanna", suggest=False) == []
    assert queries(snapshot, "astaan", suggest=False) == [("astana", 250)]


def test_what_finds_no_more_is_not_suggested(snapshot: Snapshot) -> None:
    """A correction that leads to nothing is no help."""
    assert queries(snapshot, "astaan poire") == []


def test_words_that_are_excluded_are_not_corrected(snapshot: Snapshot) -> None:
    """To exclude what nobody wrote does no harm."""
    assert queries(snapshot, "poire SAUF astaan") == []


@given(text=st.text(max_size=30) | st.text("aAsSſKKİıœŒ\u0301 -'\"", max_size=15))
def test_any_string_is_answered(snapshot: Snapshot, text: str) -> None:
    """What is typed wrongly comes in every shape."""
    for query in (text, f"astaan {text}", f"quand {text} ?"):
        results = search(snapshot, query, limit=1, today=TODAY, suggest=True)
        assert results.total or results.diagnosis or results.understood == "rien"
