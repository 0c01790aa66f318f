"""NewsML-G2: news items of the agencies, one or several a file (`.newsml`, `.xml`). IPTC, NewsML-G2 2.

In: an open file. Out: one article for each item with a text, as NITF, as HTML or as plain characters (`inlineData`).
Pictures and packages are told, and passed over.
"""

from __future__ import annotations

from typing import BinaryIO

from searcher.article import Article
from searcher.corpus.formats.declared import Encoding
from searcher.corpus.formats.found import make_article
from searcher.corpus.formats.nitf import nitf_article
from searcher.corpus.formats.protocol import Records, read_whole
from searcher.corpus.formats.xml_tree import Element, read_tree
from searcher.corpus.limits import Limits, Refused
from searcher.corpus.markup import looks_like_markup, text_of


def read_newsml(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the articles of an open file.

    Yields:
        0 where the file is one item, else the place of each in its message, from 1; and the article or the reason.
    Raises:
        Refused: it is too large or broken, or has no items.
        NotText: it is no text.
    """
    root, encoding = read_tree(read_whole(stream, limits))
    items = [root] if root.name == "newsItem" else list(root.all("newsItem"))
    if not items:
        raise Refused("NewsML without any news item")
    for number, item in enumerate(items, 1):
        number = 0 if item is root else number
        yield number, _read_item(item, number, path, encoding, limits)


def _read_item(item: Element, number: int, path: str, encoding: Encoding, limits: Limits) -> Article | str:
    content = item.first("contentSet")
    if content is None or not any(True for _ in content.all("inlineXML", "inlineData")):
        return "a news item without text"
    about = item.first("contentMeta") or item
    fields = {
        "title": _words(about, "headline"),
        "author": _names(about, "by") or _names(about, "creator"),
        "source": _provider(item),
        "place": _names(about, "dateline") or _names(about, "located"),
        "language": _attribute(about, "language", "tag") or item.attributes.get("lang", ""),
    }
    date = _words(about, "contentCreated") or _words(item, "versionCreated") or _words(item, "firstCreated")
    nitf = content.first("nitf")
    if nitf:
        return nitf_article(nitf, fields, date, number, path, encoding, limits)
    inline = next(content.all("inlineXML", "inlineData"))
    body = inline.first("body") or inline
    text = body.paragraphs(without=("h1", "head"))
    if inline.name == "inlineData":
        text = "".join(child for child in inline.children if isinstance(child, str))
        text = text_of(text) if looks_like_markup(text) else text
    extra = {
        "guid": item.attributes.get("guid", ""),
        "urgency": _words(about, "urgency"),
        "slugline": _words(about, "slugline"),
        "embargo": _words(item, "embargoed"),
    }
    return make_article(
        text, fields, date=date, number=number, path=path, encoding=encoding, limits=limits, extra=extra
    )


def _words(element: Element, name: str) -> str:
    found = element.first(name)
    return found.text() if found else ""


def _attribute(element: Element, name: str, attribute: str) -> str:
    found = element.first(name)
    return found.attributes.get(attribute, "") if found else ""


def _names(element: Element, name: str) -> str:
    """The names of all elements of a name, each its `name` or, if it has none, its text."""
    found = (_words(one, "name") or one.text() for one in element.all(name))
    return ", ".join(dict.fromkeys(filter(None, found)))


def _provider(item: Element) -> str:
    for name in ("provider", "copyrightHolder", "infoSource"):
        found = item.first(name)
        if found:
            said = _words(found, "name") or found.text() or found.attributes.get("literal", "")
            if said:
                return said
    return ""
