"""Passages show why an article was found, in its own words, and quickly."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from present.hits import make_hit, pattern
from strategies import any_text, french_text
from work import lines_run

from searcher.analysis import cut
from searcher.article import Article, Zone, ZoneKind
from searcher.present import Passage, passages
from searcher.search import Hit, Pattern

FILLER = "Le vent se lève sur la plaine et personne ne dit mot. "


def texts(found: tuple[Passage, ...]) -> list[str]:
    return [passage.marked("[", "]") for passage in found]


def test_the_passage_with_the_most_different_words_comes_before_one_with_more_marks() -> None:
    """Who asks for two words wants to see them together, not one of them ten times."""
    body = "Astana, Astana et Astana. " + FILLER * 4 + "Le sommet d’Astana commence. " + FILLER * 4
    found = passages(make_hit(body, pattern("sommet"), pattern("astana")), words=8, limit=1)
    (shown,) = texts(found)
    assert shown.startswith("Le [sommet] d’[Astana] commence.")


def test_passages_come_in_reading_order() -> None:
    """However good they are, a reader reads from the top."""
    body = "Un sommet ici. " + FILLER * 4 + "Le sommet d’Astana. " + FILLER * 4 + "Astana là."
    found = passages(make_hit(body, pattern("sommet"), pattern("astana")), words=10)
    assert len(found) == 3
    assert [passage.start for passage in found] == sorted(passage.start for passage in found)


def with_notice(body: str, notice: str, *patterns: Pattern) -> Hit:
    zone = Zone(ZoneKind.ABOUT, len(body), len(body) + len(notice))
    return Hit(1, 1.0, Article(key="clé", body=body + notice, zones=(zone,)), patterns)


def test_notices_give_a_passage_only_where_the_news_do_not() -> None:
    """The same lines under a hundred releases say nothing of why one was found."""
    news, notice = "Astana signe. " + FILLER * 6, "À propos d’Astana : le sommet d’Astana, Astana et Astana."
    (found,) = texts(passages(with_notice(news, notice, pattern("astana")), words=8, limit=3))
    assert found.startswith("[Astana] signe.")
    both = passages(with_notice(news, notice, pattern("astana"), pattern("sommet")), words=8, limit=2)
    assert [("[sommet]" in text, text.startswith("[Astana] signe")) for text in texts(both)] == [
        (False, True),
        (True, False),
    ]
    (only,) = passages(with_notice(FILLER, notice, pattern("sommet")), words=8)
    assert "[sommet]" in only.marked("[", "]")
    (lead,) = passages(with_notice("Le port rouvre. ", notice, pattern("absent")))
    assert lead.text == "Le port rouvre."
    across = with_notice("Le sommet ", "d’Astana finit.", pattern("sommet", "astana"))
    assert [passage.marks for passage in passages(across)] == [((3, 18),)]


def test_a_passage_begins_and_ends_with_a_sentence_if_one_is_near() -> None:
    """Half a sentence makes a reader open the article to know who speaks."""
    body = FILLER * 3 + "M. Bey, venu d’Astana, a signé l’art. 3 du texte. " + FILLER * 3
    found = passages(make_hit(body, pattern("astana")), words=12)
    assert texts(found) == ["M. Bey, venu d’[Astana], a signé l’art. 3 du texte."]


def test_a_long_sentence_is_cut_between_words() -> None:
    """The press writes sentences of eighty words: what is around the match matters more than their ends."""
    body = "mot " * 60 + "Astana" + " mot" * 60
    (passage,) = passages(make_hit(body, pattern("astana")), words=20)
    words = passage.text.split()
    assert 18 <= len(words) <= 20
    assert set(words) == {"mot", "Astana"}
    assert 4 <= words.index("Astana") <= 15


@pytest.mark.parametrize(
    "whole", ["1 200 000", "3 juillet 2024", "porte-parole", "« mot »", "vraiment ?", "20 h 30"]
)
def test_what_belongs_together_is_never_cut_in_two(whole: str) -> None:
    """`… 200 000 euros` instead of `1 200 000 euros` would be a false figure under the newspaper's name."""
    for size in range(1, 14):
        body = f"{whole} et " * 12 + "Astana" + f" et {whole}" * 12
        (passage,) = passages(make_hit(body, pattern("astana")), words=size)
        parts = re.split(r"\bet\b|Astana", passage.text)
        assert {part.strip() for part in parts} <= {"", whole}, passage.text


def test_where_only_the_title_matches_the_body_is_shown_from_its_beginning() -> None:
    """An article found by its title still needs a line that says what it is about."""
    body = "\n" + FILLER * 5
    (passage,) = passages(make_hit(body, pattern("astana"), title="Astana"), words=12)
    assert passage == Passage(FILLER.strip(), 1, len(FILLER), ())


@pytest.mark.parametrize(("body", "count"), [("", 0), (" \n ", 0), ("* * *", 1), ("—" * 5000, 1)])
def test_a_body_without_words_is_no_error(body: str, count: int) -> None:
    """Tables, rules and empty bodies exist in every archive."""
    found = passages(make_hit(body, pattern("astana")))
    assert len(found) == count
    assert all(len(passage.text) <= 200 for passage in found)


def test_no_passage_runs_over_a_long_stretch_without_words() -> None:
    """The rule of a table is not a text, and would fill the screen."""
    body = "Le sommet " + "-" * 5000 + " commence à Astana " + "=" * 5000 + " demain"
    assert texts(passages(make_hit(body, pattern("astana")))) == ["commence à [Astana]"]


@pytest.mark.parametrize(("words", "limit"), [(0, 3), (-1, 3), (30, -1)])
def test_sizes_that_mean_nothing_are_the_callers_mistake(words: int, limit: int) -> None:
    """A mistake in a program must not become a strange page."""
    with pytest.raises(ValueError, match="at least one word"):
        passages(make_hit("Astana", pattern("astana")), words=words, limit=limit)


def test_no_passages_are_given_where_none_are_asked_for() -> None:
    """`--passages 0` is a list of titles."""
    assert passages(make_hit("Astana", pattern("astana")), limit=0) == ()


@given(
    text=french_text(60) | any_text(),
    data=st.data(),
    words=st.integers(1, 20),
    limit=st.integers(1, 5),
)
def test_passages_are_of_the_body_and_their_marks_are_of_what_was_looked_for(
    text: str, data: st.DataObject, words: int, limit: int
) -> None:
    """Offsets are what programs rely on: a shift of one character is a wrong quotation."""
    tokens = cut(text)
    forms = sorted({token.form for token in tokens}) or ["x"]
    slot = st.frozensets(st.sampled_from(forms), min_size=1, max_size=3)
    slots = st.lists(slot, min_size=1, max_size=2).map(tuple)
    patterns = data.draw(st.lists(slots.map(Pattern), max_size=3))
    found = passages(make_hit(text, *patterns), words=words, limit=limit)
    assert len(found) <= limit
    starts, ends = {token.start for token in tokens}, {token.end for token in tokens}
    before = 0
    for passage in found:
        assert passage.text == text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""
        assert before <= passage.start
        before = passage.end
        assert passage.marked("", "") == passage.text
        at = passage.start
        for start, end in passage.marks:
            assert at <= start < end <= passage.end
            at = end
            assert start in starts
            assert end in ends
            inside = {token.form for token in tokens if start <= token.start and token.end <= end}
            assert any(inside & slot for pattern in patterns for slot in pattern.slots)


def test_the_work_grows_no_faster_than_the_text() -> None:
    """One article of a megabyte among the hits must not hold the page back."""

    def choose(body: str) -> None:
        passages(make_hit(body, pattern("sommet"), pattern("astana"), pattern("le"), pattern("sur", "la")))

    story = FILLER * 5 + "Le sommet d’Astana. "
    choose(story)  # what is made once is made now
    small, large = lines_run(choose, story * 20), lines_run(choose, story * 200)
    assert large < 12 * small


def test_the_sample_has_passages_that_read_well() -> None:
    """The first search of the README, over an article in its own press form."""
    corpus = Path(__file__).parents[2] / "corpus"
    text = (corpus / "utf-8" / "2024-07-04-astana.txt").read_text(encoding="utf-8")
    found = passages(make_hit(text, pattern("sommet"), pattern("astana")), words=30, limit=1)
    assert texts(found) == [
        "Le vice-ministre kazakh des Transports, Daniyar Seitkhan, s’est dit convaincu que le [sommet] "
        "d’[Astana] serait un succès, selon le porte-parole de son ministère."
    ]


def test_whole_sentences_are_given_with_those_around_them() -> None:
    """What was said before and after is what a quotation is checked against; M. and art. 3 end no sentence."""
    body = "Un. Deux. M. Bey, venu d’Astana, a lu l’art. 3. Quatre. Cinq. Six. Sept d’Astana. Huit."
    hit = make_hit(body, pattern("astana"))
    assert texts(passages(hit, context=0)) == ["M. Bey, venu d’[Astana], a lu l’art. 3.", "Sept d’[Astana]."]
    assert texts(passages(hit, context=1)) == [
        "Deux. M. Bey, venu d’[Astana], a lu l’art. 3. Quatre.",
        "Six. Sept d’[Astana]. Huit.",
    ]
    # Passages that touch are one.
    assert texts(passages(hit, context=2)) == [body.replace("Astana", "[Astana]")]
    assert texts(passages(hit, context=0, limit=1)) == ["M. Bey, venu d’[Astana], a lu l’art. 3."]


def test_a_phrase_over_two_sentences_is_shown_with_both() -> None:
    """A mark is never cut in two."""
    hit = make_hit("Un. Il dit : Paris. Londres suit. Trois.", pattern("paris", "londres"))
    assert texts(passages(hit, context=0)) == ["Il dit : [Paris. Londres] suit."]


def test_without_a_mark_the_first_sentences_are_shown() -> None:
    """An article found by its title alone is shown by its beginning, as long as the others."""
    assert texts(passages(make_hit(" Un. Deux. Trois."), context=1)) == ["Un. Deux."]


@given(body=french_text(), words=st.integers(1, 20), context=st.none() | st.integers(0, 2))
def test_all_passages_hold_every_mark_and_do_not_overlap(body: str, words: int, context: int | None) -> None:
    """Who asks for all of them would not know that one is missing."""
    found = passages(
        make_hit(body, pattern("le la les"), pattern("de", "la")), words=words, limit=None, context=context
    )
    assert all(passage.text == body[passage.start : passage.end] for passage in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for passage in found:
        assert all(passage.start <= start < end <= passage.end for start, end in passage.marks)


def test_all_passages_of_a_long_article_take_a_time_that_grows_with_it() -> None:
    """An inventory may have twenty thousand matches, and choosing the best among them would take minutes."""

    def sweep(body: str) -> object:
        return passages(make_hit(body, pattern("astana")), words=8, limit=None)

    story = FILLER + "Astana. "
    small, large = lines_run(sweep, story * 20), lines_run(sweep, story * 200)
    assert large < 11 * small
