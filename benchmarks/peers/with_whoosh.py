"""Whoosh: words of letters and digits, small, Snowball's French stemmer, no accents.

Positions are kept, the text is stored.
"""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path

from whoosh import analysis, fields, index, query
from whoosh.qparser import FuzzyTermPlugin, OrGroup, QueryParser
from whoosh.searching import Searcher
from whoosh.support.charset import accent_map

from benchmarks.drawing_queries import Question, Shape, read_records
from benchmarks.peers.engine import Ask

_MEMORY_MB = 512
_REMEMBERED_STEMS = 50_000
_LIMIT = 10


def build(corpus: Path, folder: Path, jobs: int) -> None:
    analyzer = (
        analysis.RegexTokenizer(r"\w+")
        | analysis.LowercaseFilter()
        | analysis.StemFilter(lang="fr", cachesize=_REMEMBERED_STEMS)
        | analysis.CharsetFilter(accent_map)
    )
    schema = fields.Schema(
        number=fields.NUMERIC(stored=True),
        date=fields.DATETIME(stored=True, sortable=True),
        text=fields.TEXT(analyzer=analyzer, stored=True, phrase=True),
    )
    writer = index.create_in(folder, schema).writer(limitmb=_MEMORY_MB)
    for number, (title, body, date) in enumerate(read_records(corpus)):
        day = datetime.datetime.fromisoformat(date) if len(date) == len("2024-07-04") else None
        writer.add_document(number=number, date=day, text=f"{title}\n{body}")
    writer.commit()


def open_for_asking(folder: Path) -> Ask:
    opened = index.open_dir(folder)
    parsers = {}
    for shape in Shape:
        parser = (
            QueryParser("text", opened.schema, group=OrGroup)
            if shape == Shape.ANY
            else QueryParser("text", opened.schema)
        )
        parser.add_plugin(FuzzyTermPlugin())
        parsers[shape] = parser
    return partial(_ask, opened.searcher(), parsers)


def _ask(searcher: Searcher, parsers: dict[Shape, QueryParser], question: Question) -> int:
    text = " ".join(question.words)
    if question.shape == Shape.PREFIX:
        text += "*"
    elif question.shape == Shape.FUZZY:
        text += "~"
    elif question.shape == Shape.ROW:
        text = f'"{text}"'
    asked = parsers[question.shape].parse(text)
    if question.year:
        first, last = datetime.datetime(question.year, 1, 1), datetime.datetime(question.year, 12, 31)
        asked = query.And([asked, query.DateRange("date", first, last)])
    results = searcher.search(asked, limit=_LIMIT)
    # Its length is found by another search, if need be.
    return len(results)
