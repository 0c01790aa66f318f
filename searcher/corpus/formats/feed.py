"""Feeds: what a site publishes, as RSS 0.9 to 2.0, RDF or Atom (`.rss`, `.atom`, `.xml`).

In: an open file. Out: one article for each item: its whole text if the feed carries it (`content:encoded`,
`content`), else its summary. The source is the title of the feed where an item names no other.
"""

from __future__ import annotations

from typing import BinaryIO

from searcher.article import Article
from searcher.corpus.formats.declared import Encoding
from searcher.corpus.formats.found import make_article
from searcher.corpus.formats.protocol import Records, read_whole
from searcher.corpus.formats.xml_tree import Element, read_tree
from searcher.corpus.limits import Limits, Refused
from searcher.corpus.markup import text_of

_TEXTS = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "issued", "date", "created", "updated", "modified")


def read_feed(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the articles of an open file.

    Yields:
        The place of each item in the feed, from 1, and its article or the reason why there is none.
    Raises:
        Refused: it is too large or broken, or has no items.
        NotText: it is no text.
    """
    root, encoding = read_tree(read_whole(stream, limits))
    items = [root] if root.name == "entry" else list(root.all("item", "entry"))
    if not items:
        raise Refused("a feed without any item")
    channel = root.first("channel") if root.name != "feed" else root
    source = _child(channel, "title") if channel else ""
    language = _child(channel, "language") if channel else ""
    language = language or root.attributes.get("lang", "")
    for number, item in enumerate(items, 1):
        number = 0 if item is root else number
        yield number, _read_item(item, source, language, number, path, encoding, limits)


def _read_item(
    item: Element, source: str, language: str, number: int, path: str, encoding: Encoding, limits: Limits
) -> Article | str:
    texts = {name: _text(child) for name in _TEXTS for child in item.elements() if child.name == name}
    longest = max(texts.values(), key=len, default="")
    date = next((words for name in _DATES if (words := _child(item, name))), "")
    own_source = item.first("source", "title") or item.first("source")
    fields = {
        "title": text_of(_child(item, "title")),
        "author": _authors(item),
        "source": (own_source.text() if own_source else "") or source,
        "language": item.attributes.get("lang", "") or language,
        "url": _address(item),
    }
    topics = [
        child.attributes.get("term") or child.text() for child in item.elements() if child.name == "category"
    ]
    extra = {"guid": _child(item, "guid") or _child(item, "id"), "category": topics}
    return make_article(
        longest, fields, date=date, number=number, path=path, encoding=encoding, limits=limits, extra=extra
    )


def _child(element: Element, name: str) -> str:
    """The text of the first child of a name that is not blank."""
    return next((words for child in element.elements() if child.name == name and (words := child.text())), "")


def _text(element: Element) -> str:
    """What Atom calls xhtml is mark-up of its own, everything else is HTML in characters."""
    if any(element.elements()):
        return element.paragraphs()
    return text_of("".join(child for child in element.children if isinstance(child, str)))


def _authors(item: Element) -> str:
    names = [
        _child(child, "name") or child.text()
        for child in item.elements()
        if child.name in ("author", "creator")
    ]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _address(item: Element) -> str:
    for link in item.elements():
        if link.name == "link" and link.attributes.get("rel", "alternate") == "alternate":
            address = link.attributes.get("href", "") or link.text()
            if address:
                return address
    guid = next((child for child in item.elements() if child.name == "guid"), None)
    if guid and guid.attributes.get("isPermaLink") != "false" and guid.text().startswith("http"):
        return guid.text()
    return ""
