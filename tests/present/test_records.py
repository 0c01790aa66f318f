"""JSON is a promise to programs: its names and what they mean stay."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from present.hits import make_results
from present.pages import ASTANA, DIAGNOSIS, HOSTILE, NAMELESS, SUGGESTIONS, SUMMIT
from strategies import articles

from searcher.article import Article
from searcher.present.records import article_record, results_record, to_json
from searcher.search import Share

ANSWERS = ["explanation", "hits", "diagnosis", "suggestions"]
NAMES = [
    "rank",
    "key",
    "title",
    "published",
    "source",
    "agency",
    "place",
    "author",
    "language",
    "url",
    "path",
    "encoding",
]


def test_the_names_of_an_answer_are_those_that_are_documented() -> None:
    """A script that reads `published` must not find `date` after an update."""
    answer = json.loads(to_json(results_record(make_results(ASTANA, patterns=SUMMIT))))
    assert list(answer) == [
        "schema",
        "query",
        "understood",
        "total",
        "seconds",
        "offset",
        "warnings",
        *ANSWERS,
    ]
    (hit,) = answer["hits"]
    assert list(hit) == [*NAMES, "score", "has", "title_marks", "passages"]
    assert hit["published"] == "2024-07-04"
    assert list(hit["passages"][0]) == ["text", "start", "end", "marks"]


def test_an_answer_of_nothing_says_why_by_the_names_that_are_documented() -> None:
    """A program that asks again needs whole queries, and the counts that a reader sees."""
    results = make_results(diagnosis=DIAGNOSIS, suggestions=SUGGESTIONS)
    answer = json.loads(to_json(results_record(results)))
    diagnosis = answer["diagnosis"]
    assert list(diagnosis) == [
        "articles",
        "words",
        "clauses",
        "alternatives",
        "days",
        "contradicts_itself",
        "left_out",
    ]
    assert diagnosis["words"][1] == {
        "said": "Astanna",
        "as_typed": 0,
        "same_letters": 0,
        "family": 0,
        "nearest": [{"form": "astana", "articles": 41}, {"form": "castana", "articles": 2}],
    }
    assert list(diagnosis["clauses"][0]) == ["said", "excludes", "alone", "without", "query"]
    assert list(diagnosis["alternatives"][0]) == ["change", "said", "query", "total"]
    assert diagnosis["alternatives"][0]["change"] == "inflected"
    assert diagnosis["days"][0]["day"] == "2024-05-01"
    assert answer["suggestions"][0] == {
        "query": "sommet d'astana depuis juin 2024",
        "total": 1204,
        "corrections": [{"typed": "Astanna", "meant": "astana"}],
    }


def test_a_hit_of_a_long_question_says_how_many_words_it_has() -> None:
    """The last hits of a question may have two of its nine words."""
    (hit,) = json.loads(to_json(results_record(make_results(ASTANA, has=Share(5, 7)))))["hits"]
    assert hit["has"] == {"words": 5, "of": 7}


def test_marks_count_characters_of_the_articles_own_texts() -> None:
    """Programs mark in their copy of the article, not in our passage."""
    (hit,) = json.loads(to_json(results_record(make_results(ASTANA, patterns=SUMMIT))))["hits"]
    assert [ASTANA.title[start:end] for start, end in hit["title_marks"]] == ["Astana"]
    marked = [ASTANA.body[start:end] for passage in hit["passages"] for start, end in passage["marks"]]
    assert marked == ["Astana", "sommet", "Astana"]
    assert all(ASTANA.body[one["start"] : one["end"]] == one["text"] for one in hit["passages"])


def test_what_is_not_known_is_null() -> None:
    """An empty string would say that the title is empty."""
    (hit,) = json.loads(to_json(results_record(make_results(NAMELESS, patterns=SUMMIT))))["hits"]
    unknown = [name for name, value in hit.items() if value is None]
    assert unknown == [name for name in (*NAMES, "has") if name not in ("rank", "key", "path")]


def test_json_is_readable_and_harmless_on_a_terminal() -> None:
    """Accents are not escaped, since people read it; what a terminal would obey is."""
    written = to_json(results_record(make_results(ASTANA, HOSTILE, patterns=SUMMIT)))
    assert "Pékin" in written
    assert written.isprintable()
    assert [hit["title"] for hit in json.loads(written)["hits"]] == [ASTANA.title, HOSTILE.title]


@given(text=st.text())
def test_any_text_comes_back_from_json(text: str) -> None:
    """What is escaped must mean the same."""
    written = to_json({"text": text})
    assert json.loads(written) == {"text": text}
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in written)


@given(article=articles())
def test_an_article_is_given_with_all_that_is_known_about_it(article: Article) -> None:
    """`show --json` is how an article leaves the index, and nothing may be lost."""
    record = json.loads(to_json(article_record(article)))
    assert record["body"] == article.body
    assert record["key"] == article.key
    assert record["extra"] == dict(article.extra)
    assert [(one["kind"], one["start"], one["end"]) for one in record["zones"]] == [
        (zone.kind.value, zone.start, zone.end) for zone in article.all_zones
    ]
    assert [f"{one['date']} {one['origin']}" for one in record["dates"]] == [
        f"{said.date} {said.origin}" for said in article.dates
    ]
    assert record["published"] == (str(article.published) if article.published else None)
