"""Schemas: what programs read, name by name, on one page; the tests hold what is given against it.

Out: for each kind of record its version, the names it has in their order, of which kind their values are, and what they
mean. A kind ends with `?` where a value may be null; `[…]` is a list of such values.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from searcher.present.fields import BETWEEN_PASSAGES, FIELDS, OTHER_NAMES
from searcher.present.tables import COLUMNS


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a record."""

    name: str
    kind: str  # of its value: text, integer, number, true or false, object, span, any
    meaning: str  # in English
    names: tuple[Name, ...] = ()  # of the objects that it holds


@dataclass(frozen=True, slots=True)
class Schema:
    """A kind of record."""

    schema: str  # its name and version, as the record itself says
    given_by: str  # the command
    meaning: str
    names: tuple[Name, ...]


def _names(*rows: tuple[str, str, str] | Name) -> tuple[Name, ...]:
    return tuple(row if isinstance(row, Name) else Name(*row) for row in rows)


_SCHEMA = Name("schema", "text", "this name and version")
_METADATA = _names(
    ("key", "text", "names the article: searcher show KEY"),
    ("title", "text?", ""),
    ("published", "text?", "2024, 2024-07 or 2024-07-04"),
    ("source", "text?", "who published it"),
    ("agency", "text?", "who wrote it, from the dateline"),
    ("place", "text?", "where it was written"),
    ("author", "text?", ""),
    ("language", "text?", "as declared: fr"),
    ("url", "text?", ""),
    ("path", "text?", "of its file, relative to the corpus"),
    ("encoding", "text?", "of its file, as Python names it"),
)
_ARTICLE = (
    *_METADATA,
    *_names(
        ("body", "text", "as it is stored"),
        ("extra", "object", "metadata of other names, as the corpus has it"),
        Name(
            "zones",
            "[object]",
            "of the body, in order",
            _names(
                ("kind", "text", "dateline, lead, about, contact, legal or origin"),
                ("start", "integer", "in characters of the body"),
                ("end", "integer", "likewise"),
            ),
        ),
        Name(
            "dates",
            "[object]",
            "where they contradict each other, all that are said, the one that counts first",
            _names(
                ("date", "text", "like `published`"),
                ("origin", "text", "metadata, dateline, path, schema.org, meta or time"),
            ),
        ),
    ),
)
_PASSAGES = Name(
    "passages",
    "[object]",
    "in reading order",
    _names(
        ("text", "text", "of the body, as it is stored: body[start:end]"),
        ("start", "integer", "in characters of the body"),
        ("end", "integer", ""),
        ("marks", "[span]", "what matched, in characters of the body as well"),
    ),
)
_HIT = (
    Name("rank", "integer", "from 1, hits passed over included"),
    *_METADATA,
    Name("score", "number", "higher is better; comparable within one search only"),
    Name(
        "has",
        "object?",
        "how many of the words of a long question it has; null for other queries",
        _names(("words", "integer", ""), ("of", "integer", "")),
    ),
    Name("title_marks", "[span]", "what matched, in characters of the title"),
    _PASSAGES,
)
_EXPLANATION = Name(
    "explanation",
    "[object]",
    "with --explain, what each word and shape of the query stood for, else empty",
    _names(
        ("said", "text", "it, in words of the query language"),
        ("total", "integer", "how many forms in all; maybe more than are listed"),
        Name(
            "forms",
            "[object]",
            "those of the most articles",
            _names(
                ("form", "text", ""),
                ("weight", "number", "in ranking"),
                ("articles", "integer", "that have it in the fields asked for"),
                ("occurrences", "integer", "in these"),
            ),
        ),
    ),
)
_DIAGNOSIS = Name(
    "diagnosis",
    "object?",
    "why nothing was found; null where something was",
    _names(
        ("articles", "integer", "in the index"),
        Name(
            "words",
            "[object]",
            "of the query",
            _names(
                ("said", "text", ""),
                ("as_typed", "integer", "articles that have it as typed"),
                ("same_letters", "integer", "articles that have its letters, whatever the accents"),
                ("family", "integer", "articles that have a form of its family"),
                Name(
                    "nearest",
                    "[object]",
                    "words spelled nearly so, if no article has it",
                    _names(("form", "text", ""), ("articles", "integer", "")),
                ),
            ),
        ),
        Name(
            "clauses",
            "[object]",
            "of a query that asks for several things",
            _names(
                ("said", "text", ""),
                ("excludes", "true or false", ""),
                ("alone", "integer", "articles that it has by itself, or takes away if it excludes"),
                ("without", "integer", "articles that the query finds without it"),
                ("query", "text", "without it"),
            ),
        ),
        Name(
            "alternatives",
            "[object]",
            "queries that find something",
            _names(
                ("change", "text", "what is changed"),
                ("said", "text", "in which part"),
                ("query", "text", ""),
                ("total", "integer", "articles that it finds"),
            ),
        ),
        Name(
            "days",
            "[object]",
            "the nearest on which there is something",
            _names(("day", "text", "2024-07-04"), ("query", "text", ""), ("total", "integer", "")),
        ),
        ("contradicts_itself", "true or false", "no day is in all the intervals asked for"),
        ("left_out", "integer", "words and clauses that were not looked at"),
    ),
)
_SUGGESTIONS = Name(
    "suggestions",
    "[object]",
    "what may have been meant; never searched instead",
    _names(
        ("query", "text", ""),
        ("total", "integer", "articles that it finds"),
        Name(
            "corrections",
            "[object]",
            "words of it that were others",
            _names(("typed", "text", ""), ("meant", "text", "")),
        ),
    ),
)
_MATCHES = Name(
    "matches",
    "[object]",
    "every stretch that matched, in the title, then in the body, in reading order",
    _names(
        ("field", "text", "title or body"),
        ("start", "integer", "in characters of that field"),
        ("end", "integer", ""),
        ("paragraph", "integer", "of the body, from 1, empty lines not counted; 0 in the title"),
        ("text", "text", "field[start:end]"),
    ),
)
_REASON_NAMES = _names(
    ("said", "text", "the part of the query"),
    ("score", "number", "what it gave"),
    ("idf", "number", "of words: how rare they are"),
    ("containing", "number", "of words: articles that have them, each counted by its best form"),
    Name(
        "counted",
        "[object]",
        "forms",
        _names(
            ("form", "text", ""),
            ("relation", "text", "to the word of the query; empty for a row of words"),
            ("field", "text", "title or body"),
            ("count", "integer", "how often it is there"),
            ("weight", "number", ""),
            ("presence", "number", "what it adds to the frequency"),
        ),
    ),
    ("distance", "integer", "in words, where two words stand near each other, else 0"),
    ("highest", "true or false", "whether the score is the highest of the parts; else it is their sum …"),
    ("parts", "[object]", "reasons in their turn"),
    ("factor", "number", "… times this"),
)

_ASKED = _names(
    ("query", "text", "as it was asked"),
    ("understood", "text", "as it was read, in French"),
    ("warnings", "[text]", "what of the query was not understood, in French"),
)
_BAR = _names(
    ("period", "text", "2024-07-04, 2024-W27, 2024-07, 2024; jour inconnu …, sans date"),
    ("first", "text?", "its first day; null where it is not known"),
    ("last", "text?", "its last day"),
    ("articles", "integer", "that match"),
    ("published", "integer", "all articles of the index of that period"),
    ("words", "integer", "of all of these, without function words"),
    ("per_thousand_articles", "number?", "articles in proportion; null where nothing was published"),
    ("per_million_words", "number?", ""),
)

SCHEMAS: Sequence[Schema] = (
    Schema(
        "search/1",
        "search QUERY --json",
        "An answer: one object on one line; with --queries one for each query.",
        (
            _SCHEMA,
            *_names(
                ("query", "text", "as it was asked"),
                ("understood", "text", "as it was read, in French"),
                ("total", "integer", "how many articles match, exactly"),
                ("seconds", "number", "how long the search took"),
                ("offset", "integer", "hits passed over before the first one here"),
                ("warnings", "[text]", "what of the query was not understood, in French"),
                _EXPLANATION,
                Name("hits", "[object]", "best first", _HIT),
                _DIAGNOSIS,
                _SUGGESTIONS,
            ),
        ),
    ),
    Schema(
        "hit/1",
        "search QUERY --jsonl",
        "A hit: one object a line, as many as articles match unless --limit says how many.",
        (_SCHEMA, Name("query", "text", "as it was asked"), *_HIT, _MATCHES),
    ),
    Schema(
        "explanation/1",
        "search QUERY --why N --json",
        "Where a score comes from: the sum of the reasons' scores × freshness × favour. null if there is no such hit.",
        (
            _SCHEMA,
            *_names(
                ("understood", "text", "as it was read, in French"),
                ("rank", "integer", "of the hit"),
                ("score", "number", ""),
                ("freshness", "number", "what newness left of the score: 1 unless --recent was given"),
                ("favour", "number", "what days that the query names made of it: 1, or 1.5"),
                Name("reasons", "[object]", "", _REASON_NAMES),
                Name("article", "object", "", _ARTICLE),
            ),
        ),
    ),
    Schema(
        "article/1",
        "show KEY… --json",
        "An article, whole, and what the query asks for in it: one object a line.",
        (
            _SCHEMA,
            *_ARTICLE,
            Name("title_marks", "[span]", "what the query asks for, in characters of the title"),
            Name("body_marks", "[span]", "the same, in characters of the body"),
        ),
    ),
    Schema(
        "timeline/1",
        "timeline QUERY… --json",
        "How what queries find is spread over time. --csv has a line for each query and period: query, then a bar.",
        (
            _SCHEMA,
            Name("by", "text", "day, week (of ISO 8601), month or year"),
            Name(
                "timelines",
                "[object]",
                "one for each query, all of the same periods",
                (
                    *_ASKED,
                    Name("total", "integer", "how many articles match: the sum of the bars"),
                    Name("bars", "[object]", "periods in order, then what is of none", _BAR),
                ),
            ),
        ),
    ),
    Schema(
        "facets/1",
        "facets QUERY --json",
        "How many articles of what a query finds have each value of some fields.",
        (
            _SCHEMA,
            *_ASKED,
            Name("total", "integer", "how many articles match, exactly"),
            Name(
                "facets",
                "object",
                "by the names that were asked for, each an object: values, [value, articles] pairs, the most frequent "
                "first; unknown, articles without a value; total, articles found (where an article may have several "
                "values, these add up to more)",
            ),
        ),
    ),
)

_WIDTH = 110
_KINDS = 26  # columns from the left
_MEANINGS = 41
_PREAMBLE = """\
JSON is UTF-8. Each record says its schema first: a name and a version, which is raised when a name goes or
changes its meaning; names may be added within a version, so a program passes over those it does not know. A
kind that ends with ? may be null, [kind] is a list, a span is a list of two integers: start and end.
Characters (code points) are counted from 0, and ends are not included."""
_TABLES = f"""\
The columns are {", ".join(COLUMNS)}: the names below, under a first line that has them. --csv is for
programs: commas, quotes doubled where they are needed, values to the letter, so that a title that begins
with = is a formula to a spreadsheet which opens it. --spreadsheet is for those, at a double click: UTF-8
that says so, semicolons and decimal commas as a French one expects, an apostrophe before whatever would be
taken for a formula (=, +, -, @), control characters as signs."""
_TEMPLATES = r"""
{name} stands for a field, {name:<40.40} gives it a width and cuts it, {{ and }} are braces, \n \t \0 \\
ends of lines, tabulators, NUL and the backslash; nothing is added between hits. Values are one line,
control characters are signs, ends of lines in body stay. Passages are joined by"""
_FILES = """\
--files gives the path of each file that holds a hit, once, relative to the corpus and to the letter; -0
ends each with NUL instead of an end of line, for xargs -0. --count gives the number of articles; with
--queries a line for each query: the number, a tabulator, the query."""


def page() -> Iterator[str]:
    """The page as lines of text.

    >>> next(page())
    'WHAT PROGRAMS READ'
    """
    yield "WHAT PROGRAMS READ"
    yield ""
    yield from _paragraph(_PREAMBLE)
    for schema in SCHEMAS:
        yield ""
        yield f"{schema.schema}  {schema.given_by}"
        yield from _paragraph(schema.meaning, "  ")
        yield ""
        yield from _lines(schema.names, "    ")
    yield ""
    yield "search QUERY --csv, --spreadsheet"
    yield from _paragraph(_TABLES, "  ")
    yield ""
    yield r"search QUERY --template '{date} {title} {path}\n'"
    yield from _paragraph(f"{_TEMPLATES} «{BETWEEN_PASSAGES}».", "  ")
    yield ""
    other = {name: f"{field}, as queries call it" for name, field in OTHER_NAMES.items()}
    for name, meaning in ({name: field.meaning for name, field in FIELDS.items()} | other).items():
        yield from _row(f"    {name}", meaning)
    yield ""
    yield "search QUERY --files, -0, --count"
    yield from _paragraph(_FILES, "  ")


def _paragraph(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text.strip(), _WIDTH, initial_indent=indent, subsequent_indent=indent)


def _lines(names: Sequence[Name], indent: str) -> Iterator[str]:
    for name in names:
        yield from _row(f"{indent + name.name:<{_KINDS - 1}} {name.kind}", name.meaning)
        yield from _lines(name.names, indent + "  ")


def _row(left: str, meaning: str) -> Iterator[str]:
    first, *others = textwrap.wrap(meaning, _WIDTH - _MEANINGS) or [""]
    yield f"{left:<{_MEANINGS - 1}} {first}".rstrip()
    yield from (" " * _MEANINGS + line for line in others)


def record() -> dict[str, object]:
    """The page for programs."""
    return {
        "schemas": [asdict(schema) for schema in SCHEMAS],
        "columns": list(COLUMNS),
        "fields": {name: field.meaning for name, field in FIELDS.items()},
    }
