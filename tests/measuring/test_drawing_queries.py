"""Questions are drawn from a corpus, always the same, and each is of its kind."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.drawing_queries import Question, Sample, Shape, draw, look_at
from searcher.analysis import is_function_word

SENTENCES = (
    "Le maire de la commune inaugure une nouvelle école primaire devant les habitants.",
    "La commission régionale examine un rapport annuel sur la pêche côtière.",
    "Les habitants de la commune attendent une réponse du conseil régional.",
    "Un incendie ravage la forêt voisine, les secours évacuent des habitants.",
    "Le conseil régional adopte une réforme du transport scolaire.",
    "L'équipe locale gagne le championnat régional devant un public nombreux.",
)


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """Six hundred invented articles of three sentences, from three years."""
    corpus = tmp_path / "corpus.jsonl"
    lines = [
        json.dumps(
            {
                "title": f"Numéro {number}",
                "text": " ".join(SENTENCES[(number * step) % 6] for step in (1, 5, 7)) + _rare(number),
                "date": f"{2021 + number % 3}-05-02",
            }
        )
        for number in range(600)
    ]
    corpus.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return look_at(corpus)


def _rare(number: int) -> str:
    """A word that two articles have, or six or seven."""
    if number < 100:
        return f" Mot{'abcdefghij'[number // 2 % 10]}{'klmno'[number // 20]}ien."
    return f" Terme{'abcdefghij'[number % 10]}{'abcdefgh'[number // 10 % 8]}ien."


def test_the_same_seed_draws_the_same(sample: Sample) -> None:
    """Figures of different days are comparable only if the questions are the same."""
    assert draw(sample, 10) == draw(sample, 10)
    assert draw(sample, 10) != draw(sample, 10, seed=1)


def test_there_are_fourteen_kinds_and_no_question_twice(sample: Sample) -> None:
    """The target is a sum over all kinds."""
    drawn = draw(sample, 5)
    assert len(drawn) == 14
    for kind, questions in drawn.items():
        assert len(set(questions)) == len(questions) <= 5
        assert all(question.kind == kind for question in questions)


def test_words_are_as_frequent_as_their_kind_says(sample: Sample) -> None:
    """Of the articles looked at: 2 or 3; one in two hundred to one in fifty; one in ten or more."""
    drawn = draw(sample, 10)
    for kind, least, most in (("rare", 2, 3), ("mid", 3, 12), ("common", 60, 600)):
        assert drawn[kind]
        for question in drawn[kind]:
            assert least <= sample.containing[question.words[0]] <= most
            assert not is_function_word(question.words[0])
    assert all(is_function_word(question.words[0]) for question in drawn["function word"])


def test_what_is_asked_stands_in_the_corpus(sample: Sample) -> None:
    """A phrase that is nowhere would be answered at once."""
    texts = [text.lower() for text in sample.texts]
    drawn = draw(sample, 10)
    for kind in ("phrase-2", "phrase-3"):
        assert drawn[kind]
        for question in drawn[kind]:
            assert any(re.search(rf"\b{' '.join(question.words)}\b", text) for text in texts)
    for question in drawn["AND-2"] + drawn["AND-3"]:
        assert any(all(word in text for word in question.words) for text in texts)
    for question in drawn["prefix"]:
        assert any(word.startswith(question.words[0]) for word in sample.containing)
    for question in drawn["date filter"]:
        assert question.year in (2021, 2022, 2023)


def test_words_of_grammar_are_where_they_belong(sample: Sample) -> None:
    """Natural language has some, the middle of a phrase of three is one, other questions have none."""
    for kind, questions in draw(sample, 10).items():
        for question in questions:
            grammar = [is_function_word(word) for word in question.words]
            if kind == "natural language":
                assert sum(grammar) >= 2
            elif kind == "phrase-3":
                assert grammar == [False, True, False]
            elif kind != "function word" and question.shape not in (Shape.PREFIX, Shape.FUZZY):
                assert not any(grammar)


def test_of_a_large_corpus_every_nth_article_is_looked_at(tmp_path: Path) -> None:
    """Memory must not grow with the corpus; what is said of its size must be true all the same."""
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"title": "Un", "text": "été"}\n' * 100, encoding="utf-8")
    found = look_at(corpus, most=corpus.stat().st_size // 10)
    assert (found.articles, found.text_bytes, len(found.texts)) == (100, 100 * len("Unété".encode()), 10)


def test_a_corpus_without_dates_or_phrases_gives_no_such_questions(tmp_path: Path) -> None:
    """Some corpora have few words; drawing must end."""
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"text": "hiver"}\n', encoding="utf-8")
    assert not any(draw(look_at(corpus), 2).values())


def test_a_line_says_all_of_a_question() -> None:
    """Other processes know of it only what the line says."""
    question = Question("", Shape.ANY, ("pêche", "côtière"), 2021)
    assert question.line() == "any\tpêche côtière\t2021"
    assert Question.from_line(question.line()) == question
    assert Question.from_line("row\tmaire de\t").year is None
