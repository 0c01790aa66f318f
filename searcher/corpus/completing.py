"""Completing: what the metadata do not say, the text often does, in its dateline and its first sentence.

In: the fields that a reader found in a file. Out: the article, with its zones. What was encoded twice is mended, and
its encoding says so; dispatches that correct, cancel or hold back another one are marked in `extra`: `mark`, and
`embargo` with its end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from searcher.article import Article, PartialDate, SaidDate
from searcher.corpus.byline import BYLINE_STARTS, Byline, read_byline, read_closing_byline
from searcher.corpus.dateline import Dateline, begins_as_prose, read_dateline
from searcher.corpus.dating import METADATA, settle
from searcher.corpus.marks import MARK_STARTS, Mark, is_mark_alone, read_mark, with_mark
from searcher.corpus.report import one_line
from searcher.corpus.titles import first_sentence
from searcher.corpus.zones import find_zones

_NO_FIELDS: Mapping[str, object] = {}
# With which letters something may begin that stands above the news; that of a dateline is for `begins_as_prose` to say.
_STARTS = MARK_STARTS | BYLINE_STARTS


def complete(
    fields: Mapping[str, str],
    body: str,
    *,
    key: str,
    path: str,
    encoding: str,
    declared: PartialDate | None = None,
    origin: str = METADATA,
    others: Sequence[SaidDate] = (),
    named: PartialDate | None = None,
    above: int = 0,
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
        declared, origin: the date that the file says first of all, and where.
        others: dates that it says besides, surest first.
        named: the date in its name.
        above: how many characters of the text stand above its beginning: lines that nobody understood.
        extra: metadata of other names. Added are a mark and until when an embargo holds, and the words of a dateline
            whose year is not known (`dateline_date`).
    """
    # A cheap look first: twice encoded, é or ’ is in every article.
    if "Ã" in body or ("€" in body and "â€" in body):
        body, fields, encoding = _mend(body, fields, encoding)
        above = 0  # what stood above is not to be told any more
    if above or body[:2] in _STARTS or not begins_as_prose(body):
        marked, signed, dateline, begin, start = _read_opening(body, above)
    else:
        marked = signed = dateline = None
        begin = start = 0
    known = fields.get
    title, place, agency = known("title", ""), known("place", ""), known("agency", "")
    if mark := read_mark(title) or marked:
        extra = with_mark(extra, mark)
    published = declared
    dates: tuple[SaidDate, ...] = ()
    if dateline:
        place, agency = place or dateline.place, agency or dateline.agency
    if dateline or others or named:
        published, dates, unread = settle(declared, dateline, origin=origin, others=others, named=named)
        if unread:
            extra = {**extra, "dateline_date": unread}
    author = known("author") or (signed.author if signed else read_closing_byline(body))
    # In the order of the fields: by their names, making an article would take half as long again.
    return Article(
        one_line(key),
        title or first_sentence(body[start:]),
        body,
        published,
        known("source") or agency,
        agency,
        place,
        author,
        known("language", ""),
        known("url", ""),
        path,
        encoding,
        extra,
        find_zones(body, start, begin if dateline else -1),
        dates,
    )


class _Opening(NamedTuple):
    """What stands above the news."""

    mark: Mark | None
    byline: Byline | None
    dateline: Dateline | None
    begin: int  # of the dateline, or of the news if there is none, in characters of the text
    start: int  # of the news


def _read_opening(body: str, above: int) -> _Opening:
    rest = body[above:]
    marked = read_mark(rest)
    if marked and is_mark_alone(rest.partition("\n")[0]):
        rest = rest[_end_of_line(rest) :]
    begin = len(body) - len(rest)
    signed = read_byline(rest)
    dateline = read_dateline(rest[signed.end :] if signed else rest)
    if signed and not dateline and not signed.is_sure:
        signed = None  # without a dateline below, it may be a sentence
    begin += signed.end if signed else 0
    return _Opening(marked, signed, dateline, begin, begin + (dateline.end if dateline else 0))


def _end_of_line(text: str) -> int:
    """Where the next line that is not blank begins; 0 if there is none."""
    end = text.find("\n") + 1
    while end < len(text) and text[end].isspace():
        end += 1
    return end if end < len(text) else 0


def _mend(body: str, fields: Mapping[str, str], encoding: str) -> tuple[str, Mapping[str, str], str]:
    # Only here: its tables take a millisecond, which a corpus without such texts does not have to wait for.
    from searcher.corpus.mending import MENDED, mend

    mended = mend(body)
    if mended is body:
        return body, fields, encoding
    # A title is too short to tell alone: it came with the text.
    return mended, {name: mend(words) for name, words in fields.items()}, MENDED
