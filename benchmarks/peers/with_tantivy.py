"""tantivy-py: words split at every sign, small letters, Snowball's French stemmer, no accents.

Positions are kept, the text is stored.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import tantivy

from benchmarks.drawing_queries import Question, Shape, read_records
from benchmarks.peers.engine import Ask

_HEAP = 512_000_000  # bytes, of all threads
_LONGEST_WORD = 60
_LIMIT = 10


def build(corpus: Path, folder: Path, jobs: int) -> None:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=True, indexed=True, fast=True)
    builder.add_integer_field("date", stored=True, indexed=True, fast=True)
    builder.add_text_field("text", stored=True, tokenizer_name="french", index_option="position")
    index = tantivy.Index(builder.build(), path=str(folder))
    index.register_tokenizer("french", _analyzer())
    writer = index.writer(heap_size=_HEAP, num_threads=jobs)
    for number, (title, body, date) in enumerate(read_records(corpus)):
        writer.add_document(tantivy.Document(number=number, date=_day(date), text=f"{title}\n{body}"))
    writer.commit()
    writer.wait_merging_threads()


def open_for_asking(folder: Path) -> Ask:
    index = tantivy.Index.open(str(folder))
    index.register_tokenizer("french", _analyzer())
    return partial(_ask, index, index.searcher(), _analyzer())


def _ask(
    index: tantivy.Index, searcher: tantivy.Searcher, analyzer: tantivy.TextAnalyzer, question: Question
) -> int:
    query = _query(index, analyzer, question)
    if question.year:
        days = tantivy.Query.range_query(
            index.schema,
            "date",
            tantivy.FieldType.Integer,
            question.year * 10_000,
            question.year * 10_000 + 1231,
        )
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, days)])
    return searcher.search(query, _LIMIT, count=True).count


def _query(index: tantivy.Index, analyzer: tantivy.TextAnalyzer, question: Question) -> tantivy.Query:
    words = question.words
    if question.shape == Shape.PREFIX:
        return tantivy.Query.regex_query(index.schema, "text", f"{_without_accents(words[0])}.*")
    if question.shape == Shape.FUZZY:
        return tantivy.Query.fuzzy_term_query(index.schema, "text", analyzer.analyze(words[0])[0], distance=1)
    if question.shape == Shape.ROW:
        return index.parse_query(f'"{" ".join(words)}"', ["text"])
    return index.parse_query((" AND " if question.shape == Shape.ALL else " ").join(words), ["text"])


def _analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer("french"))
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )


def _without_accents(word: str) -> str:
    """As the index has it, but not stemmed: the beginning of a word has no ending."""
    folding = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.ascii_fold()).build()
    return folding.analyze(word)[0]


def _day(date: str) -> int:
    """A number that sorts as the date does; 0 if there is none."""
    return int(date.replace("-", "").ljust(8, "0")) if date else 0
