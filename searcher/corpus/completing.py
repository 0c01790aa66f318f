"""Completing: what the metadata do not say, the text often does, in its dateline and its first sentence.

In: the fields that a reader found in a file. Out: the article. What was encoded twice is mended, and its encoding
says so; dispatches that correct, cancel or hold back another one are marked in `extra` (`mark`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from searcher.article import Article, PartialDate
from searcher.corpus.byline import read_byline
from searcher.corpus.dateline import read_dateline, reconcile
from searcher.corpus.folding import fold
from searcher.corpus.report import one_line
from searcher.corpus.titles import first_sentence

_NO_FIELDS: Mapping[str, object] = {}
# What an agency writes above a dispatch that is not to be taken as it stands.
_MARK = (
    r"(?i)[\s/(\[«*-]{0,4}"
    r"(rectificatif|rectification|rectifié|erratum|correctif|correction|annule et remplace|annulation|embargo)\b"
)
_BYLINE_STARTS = "PpBb \n"
_MARK_STARTS = " \n/([«*-RrEeCcAa"
_MARKS_BY_WORD = {
    "rect": "rectification",
    "erra": "rectification",
    "corr": "rectification",
    "annu": "cancellation",
    "emba": "embargo",
}


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
    title = fields.get("title", "")
    # A cheap look first: twice encoded, é or ’ is in every article.
    if "Ã" in body or ("€" in body and "â€" in body):
        body, fields, encoding = _mend(body, fields, encoding)
        title = fields.get("title", "")
    signed = read_byline(body) if body[:1] in _BYLINE_STARTS else None
    dateline = read_dateline(body[signed.end :] if signed else body)
    if signed and not dateline:
        signed = None  # without a dateline below, it may be a sentence
    start = (signed.end if signed else 0) + (dateline.end if dateline else 0)
    mark = (title[:1] in _MARK_STARTS and re.match(_MARK, title)) or (
        body[:1] in _MARK_STARTS and re.match(_MARK, body)
    )
    if mark:
        extra = {**extra, "mark": _MARKS_BY_WORD[fold(mark[1])[:4]]}
    place, agency = fields.get("place", ""), fields.get("agency", "")
    published = declared
    if dateline:
        place, agency = place or dateline.place, agency or dateline.agency
        published, other_date = reconcile(declared, dateline)
        if other_date:
            extra = {**extra, "dateline_date": other_date}
    return Article(
        key=one_line(key),
        title=title or first_sentence(body[start:]),
        body=body,
        published=published,
        source=fields.get("source") or agency,
        agency=agency,
        place=place,
        author=fields.get("author") or (signed.author if signed else ""),
        language=fields.get("language", ""),
        url=fields.get("url", ""),
        path=path,
        encoding=encoding,
        extra=extra,
    )


def _mend(body: str, fields: Mapping[str, str], encoding: str) -> tuple[str, Mapping[str, str], str]:
    # Only here: its tables take a millisecond, which a corpus without such texts does not have to wait for.
    from searcher.corpus.mending import MENDED, mend

    mended = mend(body)
    if mended is body:
        return body, fields, encoding
    # A title is too short to tell alone: it came with the text.
    return mended, {name: mend(words) for name, words in fields.items()}, MENDED
