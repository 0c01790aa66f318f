"""JSON: a whole file that holds one article, or many in an array, as programming interfaces hand them out (`.json`).

In: an open file. Out: its articles. An array may be the file, or stand in an object under any name, as in
`{"total": 2, "articles": [{"title": …}, …]}`; of several arrays, the one with most articles counts.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from searcher.corpus.formats.protocol import Records, bounded, read_whole
from searcher.corpus.formats.records import Names, fields_of, read_record
from searcher.corpus.limits import Limits, Refused
from searcher.corpus.parsing import parse_document, type_of

_DEEPEST_ARRAY = 3  # levels: `response.docs`, `hits.hits`, `data.articles.items`
_LOOKED_AT = 20  # members of an array, to know whether it is one of articles


def read_json(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the articles of an open file.

    Yields:
        0 where the file is the article, else the place of each in its array, from 1; and the article or the reason.
    Raises:
        Refused: it is too large or broken, or holds no article.
        NotText: it is no text.
    """
    value, encoding = parse_document(read_whole(stream, limits))
    if isinstance(value, dict) and _is_article(value, limits.names):
        yield 0, bounded(read_record(_unwrap(value), 0, path, encoding, limits.names), limits)
        return
    array = value if isinstance(value, list) else _array_in(value, limits.names)
    if array is None:
        raise Refused(f"JSON without an article: {type_of(value)}, and no array of articles in it")
    if not array:
        raise Refused("no article in it, only an empty array")
    for number, one in enumerate(array, 1):
        if isinstance(one, dict):
            yield number, bounded(read_record(_unwrap(one), number, path, encoding, limits.names), limits)
        else:
            yield number, f"JSON, but {type_of(one)}, not an object"


def _unwrap(record: dict[str, Any]) -> dict[str, Any]:
    """Take a record out of what a search engine puts around it."""
    source = record.get("_source")
    if not isinstance(source, dict):
        return record
    return source if "id" in source or "_id" not in record else {"id": record["_id"], **source}


def _is_article(value: object, names: Names) -> bool:
    return isinstance(value, dict) and "body" in fields_of(tuple(_unwrap(value)), names)


def _array_in(value: object, names: Names) -> list[Any] | None:
    """The array with most articles, at most a few levels deep."""
    best: list[Any] | None = None
    level = [value]
    for _ in range(_DEEPEST_ARRAY):
        inner = [one for outer in level if isinstance(outer, dict) for one in outer.values()]
        for one in inner:
            if isinstance(one, list) and (best is None or len(one) > len(best)):
                looked_at = one[:_LOOKED_AT]
                if any(_is_article(member, names) for member in looked_at):
                    best = one
        level = inner
    return best
