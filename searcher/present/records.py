"""Records: answers for programs, as JSON whose names and meanings stay.

`search --json` is one object:

    query        as it was asked
    understood   as it was read, in French
    total        how many articles match, exactly
    seconds      how long the search took
    offset       hits passed over before the first one here
    warnings     what of the query was not understood, in French
    explanation  with --explain, what each word and shape of the query stood for, else empty; each with
        said         it, in words of the query language
        total        how many forms in all; more than there are in
        forms        those of the most articles, each with its form, its weight in ranking, and the articles and
                     occurrences of it in the fields asked for
    hits         best first, each with
        rank         from 1, hits passed over included
        key          names the article: `searcher show KEY`
        title published source agency place author language url path encoding
                     null where they are not known; `published` is 2024, 2024-07 or 2024-07-04
        score        higher is better; comparable within one search only
        has          {"words", "of"}: how many of the words of a long question it has; null for other queries
        title_marks  [start, end] pairs: what matched, in characters of the title
        passages     in reading order, each with
            text         of the body, as it is stored
            start, end   in characters of the body: text is body[start:end]
            marks        [start, end] pairs: what matched, in characters of the body as well

    diagnosis    why nothing was found; null where something was, with
        articles     in the index
        words        of the query, each with `said`, and how many articles have it `as_typed`, the `same_letters` with
                     whatever accents, its `family`; if none has, the `nearest` words, each with its form and articles
        clauses      of a query that asks for several things: `said`, `alone`: articles that it has by itself, or takes
                     away if it `excludes`; those that the query finds `without` it, and the `query` without it
        alternatives queries that find something: `change`, what is changed as `said`, `query`, `total`
        days         the nearest on which there is something: `day`, `query`, `total`
        contradicts_itself
                     no day is in all the intervals asked for
        left_out     words and clauses that were not looked at
    suggestions  what may have been meant: `query`, `total`, and `corrections`, each a word as `typed` and as `meant`

`search --why N --json` is one object, or null where there are fewer hits:

    understood   as above
    rank score   of the hit
    freshness    what newness left of the score: 1 unless --recent was given
    favour       what days that the query names made of it: 1, or 1.5
    reasons      whose scores add up to score / freshness / favour, each with
        said         the part of the query
        score        what it gave
        idf containing
                     of words: how rare, and how many articles, each counted by its best form
        counted      forms, each with its relation, field, count, weight, and presence: what it adds to the frequency
        distance     in words, where two words stand near each other; else 0
        highest      whether the score is the highest of the parts; else it is their sum …
        factor       … times this
        parts        reasons in their turn
    article      as below

`analyze --family WORD --json` is {"families": [{"word", "forms": [{"form", "relation", "weight", "articles",
"occurrences"}]}]}.

`show --json` is an article: the names above from `key` to `encoding`, and

    body
    extra        metadata of other names
    zones        of the body, in order: `kind`, which is dateline, lead, about, contact, legal or origin, `start`, `end`
    dates        where they contradict each other, all that are said, the one that counts first: `date`, `origin`,
                 which is metadata, dateline, path, schema.org, meta or time

Characters (code points) are counted from 0, and ends are not included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from searcher.article import Article
from searcher.present.page import USUAL, View, show_hits
from searcher.search import Results

if TYPE_CHECKING:
    from searcher.search.explaining import Explanation

Record = Mapping[str, object]

# JSON escapes what is below a space. These too must not reach a terminal, and escaped they mean the same.
_HARMFUL = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def results_record(results: Results, view: View = USUAL) -> Record:
    """An answer, with its passages chosen."""
    return {
        "query": results.query,
        "understood": results.understood,
        "total": results.total,
        "seconds": round(results.seconds, 6),
        "offset": results.offset,
        "warnings": list(results.warnings),
        "explanation": [asdict(family) for family in results.explanation],
        "hits": [
            {
                "rank": shown.hit.rank,
                **_metadata(shown.hit.article),
                "score": shown.hit.score,
                "has": asdict(shown.hit.has) if shown.hit.has else None,
                "title_marks": [list(mark) for mark in shown.title_marks],
                "passages": [
                    {
                        "text": passage.text,
                        "start": passage.start,
                        "end": passage.end,
                        "marks": [list(mark) for mark in passage.marks],
                    }
                    for passage in shown.passages
                ],
            }
            for shown in show_hits(results, view)
        ],
        "diagnosis": asdict(results.diagnosis) if results.diagnosis else None,
        "suggestions": [asdict(suggestion) for suggestion in results.suggestions],
    }


def explanation_record(explanation: Explanation) -> Record:
    """An explanation, whole."""
    return {
        "understood": explanation.understood,
        "rank": explanation.rank,
        "score": explanation.score,
        "freshness": explanation.freshness,
        "favour": explanation.favour,
        "reasons": [asdict(reason) for reason in explanation.reasons],
        "article": article_record(explanation.article),
    }


def article_record(article: Article) -> Record:
    """An article, whole."""
    return {
        **_metadata(article),
        "body": article.body,
        "extra": dict(article.extra),
        "zones": [zone._asdict() for zone in article.all_zones],
        "dates": [{"date": str(said.date), "origin": said.origin} for said in article.dates],
    }


def _metadata(article: Article) -> Record:
    return {
        "key": article.key,
        "title": article.title or None,
        "published": str(article.published) if article.published else None,
        "source": article.source or None,
        "agency": article.agency or None,
        "place": article.place or None,
        "author": article.author or None,
        "language": article.language or None,
        "url": article.url or None,
        "path": article.path or None,
        "encoding": article.encoding or None,
    }


def to_json(record: Record) -> str:
    """Write a record as one line of JSON, readable as it stands, and harmless on a terminal.

    >>> to_json({"title": "Élection\\x9b31m"})
    '{"title": "Élection\\\\u009b31m"}'
    """
    text = json.dumps(record, ensure_ascii=False, default=str)
    return _HARMFUL.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
