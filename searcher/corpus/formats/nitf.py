"""NITF: the format of the news agencies, one article a file (`.nitf`, `.xml`). IPTC, News Industry Text Format 3.6.

In: an open file. Out: its article: headline, byline, dateline, text, dates and publication.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from searcher.article import Article
from searcher.corpus.formats.declared import Encoding
from searcher.corpus.formats.found import make_article
from searcher.corpus.formats.protocol import Records, read_whole
from searcher.corpus.formats.xml_tree import Element, read_tree
from searcher.corpus.limits import Limits

_NO_TEXT = ("media", "table", "note", "bibliography")


def read_nitf(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the article of an open file.

    Yields:
        Once: 0, and the article or the reason why there is none.
    Raises:
        Refused: it is too large or broken.
        NotText: it is no text.
    """
    root, encoding = read_tree(read_whole(stream, limits))
    yield 0, nitf_article(root, {}, "", 0, path, encoding, limits)


def nitf_article(
    root: Element,
    given: Mapping[str, str],
    date: str,
    number: int,
    path: str,
    encoding: Encoding,
    limits: Limits,
) -> Article | str:
    """Make an article of a `nitf` element.

    Args:
        given: fields that are known from what it stands in.
        date: likewise.
    """
    head = root.first("body.head") or root.first("head")
    content = root.first("body.content") or root.first("body")
    dateline = head.first("dateline") if head else None
    location = dateline.first("location") if dateline else None
    fields = {
        "title": _words(root, "hl1") or _words(root, "hedline") or _words(root, "title"),
        "author": _byline(head) if head else "",
        "source": _publication(root) or _words(root, "distributor"),
        "place": location.text() if location else "",
        "language": content.attributes.get("lang", "") if content else "",
    }
    fields = {**fields, **{name: value for name, value in given.items() if value and not (fields.get(name))}}
    body = content.paragraphs(without=_NO_TEXT) if content else ""
    if content and content.name == "body":
        body = content.paragraphs(without=(*_NO_TEXT, "body.head", "body.end"))
    subtitle = _words(root, "hl2")
    identifier = root.first("doc-id")
    extra = {
        "chapo": subtitle,
        "doc_id": identifier.attributes.get("id-string", "") if identifier else "",
        "dateline": dateline.text() if dateline else "",
    }
    return make_article(
        body,
        fields,
        date=date or _date(root),
        number=number,
        path=path,
        encoding=encoding,
        limits=limits,
        extra=extra,
    )


def _words(root: Element, name: str) -> str:
    found = root.first(name)
    return found.text() if found else ""


def _byline(head: Element) -> str:
    names = [(byline.first("person") or byline).text() for byline in head.all("byline")]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _publication(root: Element) -> str:
    found = root.first("pubdata")
    return found.attributes.get("name", "") if found else ""


def _date(root: Element) -> str:
    """When it was published, or issued; `norm` is `20240704T101500Z`."""
    for path, attribute in (
        (("pubdata",), "date.publication"),
        (("date.issue",), "norm"),
        (("date.release",), "norm"),
        (("story.date",), "norm"),
    ):
        found = root.first(*path)
        written = found.attributes.get(attribute, "") if found else ""
        if written:
            # `20240704T101500Z` and `2024-07-04T10:15:00Z` are dates with an hour.
            return written.partition("T")[0]
    return ""
