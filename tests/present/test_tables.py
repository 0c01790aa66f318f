"""A table holds what the corpus says, to the letter for programs, and harmless for spreadsheets."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from present.hits import make_hit, make_results, pattern
from present.pages import ASTANA, HOSTILE, ONLINE, SUMMIT
from strategies import articles

from searcher.article import Article
from searcher.present.fields import FIELDS, Found
from searcher.present.tables import COLUMNS, PROGRAMS, SPREADSHEETS, Dialect, table


def written(*given: Article, dialect: Dialect = PROGRAMS) -> str:
    results = make_results(*given, patterns=SUMMIT)
    return "".join(table((Found("sommet d'Astana", hit) for hit in results), dialect))


def test_a_row_has_what_is_known_of_a_hit_under_the_names_of_json() -> None:
    """A column that moves breaks every script and every sheet made of it."""
    head, row = csv.reader(io.StringIO(written(ONLINE)))
    assert head == list(COLUMNS)
    assert dict(zip(head, row, strict=True)) == {
        "query": "sommet d'Astana",
        "rank": "1",
        "key": "utf-8/2024-07-04-astana.txt",
        "title": "Pékin et Astana veulent doubler leurs échanges",
        "published": "2024-07-04",
        "source": "Le Courrier des Steppes",
        "agency": "AFP",
        "place": "Pékin",
        "author": "",
        "language": "",
        "url": ONLINE.url,
        "path": "utf-8/2024-07-04-astana.txt",
        "score": "9.0",
        "matches": "4",
        "passages": "-- La Chine et le Kazakhstan se sont donné six ans pour doubler leurs échanges, ont annoncé "
        "jeudi les deux délégations réunies à Astana. Le commerce a atteint 41 milliards d’euros. […] Le "
        "vice-ministre, M. Daniyar Seitkhan, s’est dit convaincu que le sommet d’Astana serait un succès, selon le "
        "porte-parole.",
    }
    assert set(COLUMNS) <= set(FIELDS)


@given(article=articles())
def test_programs_read_back_what_the_article_says_to_the_letter(article: Article) -> None:
    """A guard that nobody asked for is a mistake in the data."""
    _, row = csv.reader(io.StringIO(written(article), newline=""))
    read = dict(zip(COLUMNS, row, strict=True))
    assert (read["key"], read["title"], read["source"]) == (article.key, article.title, article.source)


@pytest.mark.parametrize("title", ["=1+1", "+33 1", "-3 %", "@moi", "\t=1", " =HYPERLINK(1)"])
def test_no_text_of_the_corpus_is_a_formula_to_a_spreadsheet(title: str) -> None:
    """A title from the web must not fetch a page when a journalist opens a table."""
    sheet = written(replace(ASTANA, title=title), dialect=SPREADSHEETS)
    _, row = csv.reader(io.StringIO(sheet), delimiter=";")
    assert row[COLUMNS.index("title")].startswith("'")
    assert row[COLUMNS.index("title")].endswith(title.strip())
    assert row[COLUMNS.index("rank")] == "1"


def test_a_spreadsheet_is_told_what_it_reads_and_gets_no_control_character() -> None:
    """Without its mark Excel takes UTF-8 for windows-1252; a French one parts cells at semicolons."""
    sheet = written(HOSTILE, dialect=SPREADSHEETS)
    assert sheet.startswith("\ufeffquery;rank;key;")
    assert ";9,000;" in sheet
    assert "\x1b" not in sheet
    assert sheet.endswith("\r\n")


def test_rows_are_written_as_hits_come() -> None:
    """A table of a million rows must not wait for the last one, nor be held in memory."""
    taken = []

    def hits() -> object:
        for rank in range(3):
            taken.append(rank)
            yield Found("q", make_hit("Astana.", pattern("astana"), rank=rank))

    lines = table(hits())  # type: ignore[arg-type]
    next(lines)
    assert taken == []
    next(lines)
    assert taken == [0]
