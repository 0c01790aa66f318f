"""Records: answers for programs, as JSON whose names and meanings stay.

In: answers. Out: records, each with the name and the version of its schema first; what every name means is in
`schemas.py`, and on the page that `searcher help outputs` prints. A version is raised when a name goes or changes its
meaning; names may be added within one.

Characters (code points) are counted from 0, and ends are not included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from searcher.article import Article
from searcher.present.fields import Found
from searcher.present.marking import Mark, title_marks
from searcher.present.matched import matches
from searcher.present.page import USUAL, View, choose_passages, show_hits
from searcher.present.passages import Passage
from searcher.search import Hit, Results

if TYPE_CHECKING:
    from searcher.present.opening import Opened
    from searcher.search.explaining import Explanation

Record = Mapping[str, object]

# JSON escapes what is below a space. These too must not reach a terminal, and escaped they mean the same.
_HARMFUL = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def results_record(results: Results, view: View = USUAL) -> Record:
    """An answer, with its passages chosen: `search --json`."""
    return {
        "schema": "search/1",
        "query": results.query,
        "understood": results.understood,
        "total": results.total,
        "seconds": round(results.seconds, 6),
        "offset": results.offset,
        "warnings": list(results.warnings),
        "explanation": [asdict(family) for family in results.explanation],
        "hits": [_hit(shown.hit, shown.title_marks, shown.passages) for shown in show_hits(results, view)],
        "diagnosis": asdict(results.diagnosis) if results.diagnosis else None,
        "suggestions": [asdict(suggestion) for suggestion in results.suggestions],
    }


def hit_record(found: Found) -> Record:
    """A hit by itself, with every stretch that matched: a line of `search --jsonl`."""
    return {
        "schema": "hit/1",
        "query": found.query,
        **_hit(found.hit, title_marks(found.hit), choose_passages(found.hit, found.view)),
        "matches": [asdict(matched) for matched in matches(found.hit)],
    }


def _hit(hit: Hit, in_title: Sequence[Mark], chosen: Sequence[Passage]) -> Record:
    return {
        "rank": hit.rank,
        **_metadata(hit.article),
        "score": hit.score,
        "has": asdict(hit.has) if hit.has else None,
        "title_marks": [list(mark) for mark in in_title],
        "passages": [
            {
                "text": passage.text,
                "start": passage.start,
                "end": passage.end,
                "marks": [list(mark) for mark in passage.marks],
            }
            for passage in chosen
        ],
    }


def explanation_record(explanation: Explanation) -> Record:
    """An explanation, whole: `search --why N --json`."""
    return {
        "schema": "explanation/1",
        "understood": explanation.understood,
        "rank": explanation.rank,
        "score": explanation.score,
        "freshness": explanation.freshness,
        "favour": explanation.favour,
        "reasons": [asdict(reason) for reason in explanation.reasons],
        "article": article_record(explanation.article),
    }


def opened_record(opened: Opened) -> Record:
    """An article, whole, with what of it matches a query, if there is one: `show --json`."""
    return {
        "schema": "article/1",
        **article_record(opened.article),
        "title_marks": [list(mark) for mark in opened.title_marks],
        "body_marks": [list(mark) for mark in opened.body_marks],
    }


def article_record(article: Article) -> Record:
    """An article, whole, as other records hold it."""
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
