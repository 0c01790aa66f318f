"""Completing: what the metadata do not say, the text often does, in its dateline and its first sentence.

In: the fields that a reader found in a file. Out: the article.
"""

from __future__ import annotations

from collections.abc import Mapping

from searcher.article import Article, PartialDate
from searcher.corpus.dateline import read_dateline, reconcile
from searcher.corpus.report import one_line
from searcher.corpus.titles import first_sentence

_NO_FIELDS: Mapping[str, object] = {}


def complete(
    fields: Mapping[str, str],
    body: str,
    *,
    key: str,
    path: str,
    encoding: str,
    declared: PartialDate | None = None,
    extra: Mapping[str, object] = _NO_FIELDS,
) -> Article:
    """Make an article of what was found, and of what its text says.

    Args:
        fields: those that are known, by their names in Article: title, source, agency, place, author,
            language, url.
        body: its text, not blank.
        key: names the article; characters that cannot be printed are written as escapes.
        path: the file, relative to the corpus.
        encoding: how the file was decoded.
        declared: the date in the metadata.
        extra: metadata of other names. A dateline of another date than the declared one is added to it.
    """
    dateline = read_dateline(body)
    place, agency = fields.get("place", ""), fields.get("agency", "")
    published = declared
    if dateline:
        place, agency = place or dateline.place, agency or dateline.agency
        published, other_date = reconcile(declared, dateline)
        if other_date:
            extra = {**extra, "dateline_date": other_date}
    return Article(
        key=one_line(key),
        title=fields.get("title") or first_sentence(body[dateline.end if dateline else 0 :]),
        body=body,
        published=published,
        source=fields.get("source") or agency,
        agency=agency,
        place=place,
        author=fields.get("author", ""),
        language=fields.get("language", ""),
        url=fields.get("url", ""),
        path=path,
        encoding=encoding,
        extra=extra,
    )
