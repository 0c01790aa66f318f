"""TEI: articles of digitised newspapers and of research corpora (`.tei`, `.xml`). Text Encoding Initiative, P5 and P4.

In: an open file. Out: one article a text; where a text is parted into articles (`<div type="article">`), one for each.
"""

from __future__ import annotations

from typing import BinaryIO

from searcher.article import Article
from searcher.corpus.formats.declared import Encoding
from searcher.corpus.formats.found import make_article
from searcher.corpus.formats.protocol import Records, read_whole
from searcher.corpus.formats.xml_tree import Element, read_tree
from searcher.corpus.limits import Limits, Refused

_DOCUMENTS = ("TEI", "TEI.2")
_ARTICLES = frozenset(("article", "news", "dispatch", "depeche", "dépêche", "item"))
_NO_TEXT = ("note", "figure", "fw", "teiHeader", "head", "byline", "dateline", "docAuthor")


def read_tei(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the articles of an open file.

    Yields:
        0 where the file is one article, else the place of each, from 1; and the article or the reason.
    Raises:
        Refused: it is too large or broken, or has no text.
        NotText: it is no text.
    """
    root, encoding = read_tree(read_whole(stream, limits))
    documents = list(root.all(*_DOCUMENTS)) or [root]
    parts = [
        (document, header, part)
        for document in documents
        for header in [document.first("teiHeader") or Element("teiHeader", {})]
        for part in _parts(document)
    ]
    if not parts:
        raise Refused("TEI without any text")
    for number, (document, header, part) in enumerate(parts, 1):
        number = 0 if len(parts) == 1 else number
        yield number, _read_part(document, header, part, number, path, encoding, limits)


def _parts(document: Element) -> list[Element]:
    text = document.first("text", "body") or document.first("text")
    if text is None:
        return []
    articles = [one for one in text.all("div", "div1", "div2") if one.attributes.get("type", "") in _ARTICLES]
    return articles or [text]


def _read_part(
    document: Element,
    header: Element,
    part: Element,
    number: int,
    path: str,
    encoding: Encoding,
    limits: Limits,
) -> Article | str:
    description = header.first("sourceDesc") or header
    one_of_several = part.name != "body"
    title = _words(part, "head") or ("" if one_of_several else _words(header, "titleStmt", "title"))
    fields = {
        "title": title,
        "author": _words(part, "byline") or ("" if one_of_several else _words(header, "titleStmt", "author")),
        "source": _source(description) or _words(header, "publicationStmt", "publisher"),
        "place": _words(part, "dateline", "placeName") or _words(part, "dateline", "name"),
        "language": document.attributes.get("lang", "")
        or part.attributes.get("lang", "")
        or _language(header),
    }
    date = _date(part.first("dateline")) or _date(description) or _date(header.first("publicationStmt"))
    dateline = _words(part, "dateline")
    return make_article(
        part.paragraphs(without=_NO_TEXT),
        fields,
        date=date,
        number=number,
        path=path,
        encoding=encoding,
        limits=limits,
        extra={"dateline": dateline},
    )


def _words(element: Element, *names: str) -> str:
    found = element.first(*names)
    return found.text() if found else ""


def _source(description: Element) -> str:
    """The newspaper, which is the title of a journal, or the only title that is not the article's."""
    titles = list(description.all("title"))
    journal = [one for one in titles if one.attributes.get("level") == "j"]
    others = [one for one in titles if one.attributes.get("level") not in ("a", "j")]
    return next((one.text() for one in [*journal, *others]), "")


def _language(header: Element) -> str:
    found = header.first("language")
    return found.attributes.get("ident", "") if found else ""


def _date(element: Element | None) -> str:
    if element is None:
        return ""
    for one in element.all("date"):
        written = one.attributes.get("when") or one.attributes.get("value") or one.text()
        if written:
            return written
    return ""
