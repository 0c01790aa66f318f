"""Schemas: what programs read, name by name; the tests hold what is given against it.

Out: for each kind of record its version, the names it has in their order, of which kind their values are, and what they
mean. A kind ends with `?` where a value may be null; `[…]` is a list of such values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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
            ("in_notices", "integer", "… of which in the notices that close the body, where it counts 0.3"),
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
    ("query", "text", "as it was asked; * if nothing was"),
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
_STATUS = _names(
    ("folder", "text", ""),
    ("commit", "integer", "its number"),
    ("articles", "integer", "live ones"),
    ("deleted", "integer", "articles whose room is not reclaimed yet"),
    ("segments", "integer", ""),
    ("forms", "integer", "distinct ones"),
    ("words", "integer", "of the live articles, without function words"),
    ("dead", "integer", "bytes, about, of deleted articles"),
    Name(
        "segment_sizes",
        "[object]",
        "each segment",
        _names(
            ("name", "text", ""),
            ("articles", "integer", "live ones"),
            ("deleted", "integer", ""),
            ("size", "integer", "in bytes"),
            ("dead", "integer", "in bytes"),
        ),
    ),
    ("commits", "[integer]", "on disk, newest first"),
    ("encodings", "object", "how many articles came in each"),
    ("metadata", "object", "how many articles have each of the fields that all may have"),
    ("fields", "object", "how many articles have each of the corpus's own fields"),
    ("left_out", "object", "how many articles have a value of each field that cannot be searched"),
    ("first_day", "text?", "2024-07-04"),
    ("last_day", "text?", ""),
    ("analysis", "text", "the rules of French that it was built by"),
    ("kernels", "text", "compiled or interpreted"),
    ("bytes", "integer", "on disk"),
)
_CHANGED = ("new", "changed", "renamed", "removed")
_CHANGES = _names(
    ("folder", "text", "of the index"),
    ("dry_run", "true or false", "whether nothing was written"),
    ("commit", "integer", "the newest one; 0 if there is none"),
    ("articles", "integer", "in the index"),
    ("segments", "integer", "of the index"),
    *((name, "integer", "articles") for name in _CHANGED),
    ("unchanged", "integer", "articles"),
    *((f"first_{name}", "[text]", "some of them") for name in _CHANGED),
    ("all_read", "text", "why all files were read; empty if only new and changed ones were"),
    ("bytes", "integer", "read"),
    ("seconds", "number", ""),
    ("formats", "object", "how many files of each format were read"),
    ("conflicting_dates", "integer", "articles whose dates contradict each other"),
    ("unread_lines", "integer", "articles with lines that look like metadata, left in the text"),
    ("skipped", "integer", "files and articles that were left out"),
    Name("first_skipped", "[object]", "some of them", _names(("path", "text", ""), ("reason", "text", ""))),
)
_TROUBLE = _names(("count", "integer", ""), ("first", "[text]", "some of them"))
_CHECKED = _names(
    ("articles", "integer", ""),
    ("files", "integer", ""),
    ("bytes", "integer", ""),
    *(
        (name, "object", "how many there are of each, the most frequent first")
        for name in ("formats", "encodings", "years", "sources", "languages")
    ),
    ("kept_as_they_are", "object", "how many articles have each of the corpus's own fields"),
    ("zones", "object", "how many articles have each kind of notice"),
    ("reasons_to_refuse", "object", "how many files and articles were refused for each"),
    ("have", "object", "how many articles have a title, a date …"),
    Name("notes", "[object]", "on files", _names(("path", "text", ""), ("note", "text", ""))),
    *(
        Name(name, "object", said, _TROUBLE)
        for name, said in (
            ("undated", "articles without a date"),
            ("conflicting_dates", "articles whose dates contradict each other"),
            ("unread_dates", "articles with a date that cannot be read"),
            ("unread_lines", "lines that look like metadata, left in the text"),
            ("marked", "articles that are corrected, cancelled, held back or urgent"),
            ("declared_otherwise", "files in another encoding than they declare"),
            ("mended", "texts that were encoded twice"),
            ("duplicates", "articles whose text is there twice"),
            ("refused", "files and articles that are not read"),
        )
    ),
    Name("sample", "[object]", "with --sample, some articles", _ARTICLE),
)

SCHEMAS: Sequence[Schema] = (
    Schema(
        "search/1",
        "search QUERY --json",
        "An answer: one object on one line; with --queries one for each query.",
        (
            _SCHEMA,
            *_names(
                ("query", "text", "as it was asked; * if nothing was"),
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
        (_SCHEMA, Name("query", "text", "as it was asked; * if nothing was"), *_HIT, _MATCHES),
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
    Schema("status/1", "status --json", "What an index is made of.", (_SCHEMA, *_STATUS)),
    Schema(
        "index/1",
        "index [SOURCE…] --json",
        "What a build or an update did, or would do.",
        (_SCHEMA, *_CHANGES),
    ),
    Schema(
        "compact/1",
        "compact --json",
        "What compacting an index changed.",
        (
            _SCHEMA,
            *_names(
                ("folder", "text", "of the index"),
                ("commit", "integer", "the newest one now"),
                ("articles", "integer", ""),
                ("dropped", "integer", "deleted articles, which take no room any more"),
                ("segments_before", "integer", ""),
                ("segments", "integer", ""),
                ("size_before", "integer", "in bytes"),
                ("size", "integer", "in bytes"),
            ),
        ),
    ),
    Schema("corpus/1", "corpus check [SOURCE…] --json", "What a corpus holds.", (_SCHEMA, *_CHECKED)),
    Schema(
        "words/1",
        "analyze TEXT --json",
        "The words of a text as the index sees them.",
        (
            _SCHEMA,
            Name(
                "words",
                "[object]",
                "",
                _names(
                    ("position", "integer", "several words may have one"),
                    ("start", "integer", "in characters of the text"),
                    ("end", "integer", ""),
                    ("form", "text", ""),
                    ("key", "text", "without case, accents, ligatures"),
                    ("lemma", "text", "what its inflection shares"),
                    ("class", "text", "what its derivation shares"),
                    ("function_word", "true or false", ""),
                ),
            ),
        ),
    ),
    Schema(
        "families/1",
        "analyze --family WORD --json",
        "The forms of the index that a word of a query stands for.",
        (
            _SCHEMA,
            Name(
                "families",
                "[object]",
                "",
                _names(
                    ("word", "text", ""),
                    Name(
                        "forms",
                        "[object]",
                        "closest first",
                        _names(
                            ("form", "text", ""),
                            ("relation", "text", "to the word"),
                            ("weight", "number", "in ranking"),
                            ("articles", "integer", ""),
                            ("occurrences", "integer", ""),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
