"""The page says exactly what programs are given."""

from __future__ import annotations

import re

import pytest
from documented import BY_NAME, check_json
from hypothesis import given
from present.hits import make_results
from present.pages import ASTANA, DIAGNOSIS, HOSTILE, NAMELESS, SUGGESTIONS, SUMMIT
from strategies import articles

from searcher.article import Article
from searcher.present.fields import Found
from searcher.present.opening import open_article
from searcher.present.records import Record, hit_record, opened_record, results_record, to_json
from searcher.present.schema_page import page
from searcher.present.schemas import SCHEMAS
from searcher.search import Share


@pytest.mark.parametrize(
    "record",
    [
        results_record(make_results(ASTANA, HOSTILE, NAMELESS, patterns=SUMMIT, has=Share(1, 2))),
        results_record(make_results(diagnosis=DIAGNOSIS, suggestions=SUGGESTIONS)),
        opened_record(open_article(ASTANA, SUMMIT)),
    ],
    ids=["hits", "nothing", "article"],
)
def test_what_is_given_is_what_is_documented(record: Record) -> None:
    """A program is written from the page."""
    check_json(to_json(record))


@given(article=articles())
def test_every_hit_is_given_as_is_documented(article: Article) -> None:
    """Whatever is known of it, or not."""
    (hit,) = make_results(article, patterns=SUMMIT)
    check_json(to_json(hit_record(Found("sommet", hit))))


def test_the_page_fits_a_wide_terminal_and_names_everything() -> None:
    """It is read, and searched, as one text."""
    lines = list(page())
    assert max(map(len, lines)) <= 110
    text = "\n".join(lines)
    assert all(f"\n{schema.schema}  {schema.given_by}\n" in text for schema in SCHEMAS)
    assert all(
        re.search(rf"^ +{name.name} +{re.escape(name.kind)}( |$)", text, re.MULTILINE)
        for names in BY_NAME.values()
        for name in names
    )
