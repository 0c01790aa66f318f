"""HTML: pages of news sites, as browsers and crawlers save them (`.html`, `.htm`). Needs `searcher[html]`; the one
door to trafilatura and to lxml.

In: an open file. Out: its article. The text is found by trafilatura, which knows menus and advertisements from
articles; what a page says of itself is read here: schema.org (JSON-LD), OpenGraph and its like, `<time>`, `<h1>`,
`<title>`, in this order. Dates that a page does not say are not guessed.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from searcher.article import Article, SaidDate
from searcher.corpus.dates import read_date
from searcher.corpus.decoding import decode
from searcher.corpus.formats.declared import Encoding, believable, compare
from searcher.corpus.formats.found import make_article
from searcher.corpus.formats.protocol import MissingExtra, Records, check_article, read_whole
from searcher.corpus.limits import Limits, Refused
from searcher.corpus.markup import looks_like_markup, text_of

_LARGEST_JSON = 500_000  # characters of one block of JSON-LD
_DEEPEST_JSON = 8  # levels that are looked at
# Pages of news have 1,000 to 10,000; trafilatura takes 220 s for 300,000, and time grows with the square.
_MOST_ELEMENTS = 30_000
_MOST_ATTRIBUTES = 1_000  # of one element: libxml2 compares each with all others
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{5000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_DEEPEST = 400  # elements in each other: pages have 60, and trafilatura goes down one by one
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z][\w.:-]{1,30})""", re.IGNORECASE)
_ARTICLE_TYPES = frozenset(
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle "
    "ReviewNewsArticle LiveBlogPosting BlogPosting SatiricalArticle Report TechArticle".split()
)
# By the field, the names of `<meta>` that say it, best first.
_META = {
    "title": "og:title twitter:title dc.title dcterms.title title",
    "published": (
        "article:published_time og:article:published_time og:published_time datepublished date.issued dc.date.issued "
        "dcterms.issued dc.date dcterms.date dcterms.created dc.date.created pubdate publishdate publish_date "
        "publication_date parsely-pub-date sailthru.date cxenseparse:recs:publishtime date"
    ),
    "author": "author article:author dc.creator dcterms.creator parsely-author sailthru.author byl",
    "source": "og:site_name application-name dc.publisher dcterms.publisher publisher twitter:app:name:iphone",
    "language": "dc.language dcterms.language language content-language og:locale",
    "url": "og:url twitter:url dc.identifier",
    "chapo": "og:description description twitter:description dc.description",
    "section": "article:section cxenseparse:recs:section",
    "keywords": "news_keywords keywords article:tag",
}
_SIGNATURE = re.compile(
    r"(?:(?:article )?(?:publié|mis à jour|mise à jour|posté|modifié)\b|"
    r"par [^\W\d_][^.!?]{3,60} (?:publié|le \d)).{0,120}(?<![.!?»])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+")


def require_html(what: str = "HTML") -> None:
    """
    Raises:
        MissingExtra: trafilatura is not installed.
    """
    if importlib.util.find_spec("trafilatura") is None or importlib.util.find_spec("lxml") is None:
        raise MissingExtra(what, "html")


def read_html(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the article of an open file.

    Yields:
        Once: 0, and the article or the reason why there is none.
    Raises:
        MissingExtra: trafilatura is not installed.
        Refused: it is too large, or no page.
        NotText: it is no text.
    """
    require_html()
    data = read_whole(stream, limits)
    check_article(len(data), limits)
    yield 0, page_article(data, 0, path, limits)


def read_page(data: bytes, charset: str = "", *, most_elements: int = _MOST_ELEMENTS) -> tuple[Any, Encoding]:
    """Parse a page.

    Args:
        charset: the encoding that its server declared.
        most_elements: how many it may have.
    Returns:
        The tree, as lxml has it, and the encoding.
    Raises:
        Refused: it is empty, nests too deep, or has more elements or attributes than a page of news.
        NotText: it is no text.
    """
    from lxml import etree, html

    found = _CHARSET.search(data[:4096])
    charset = charset or (found[1].decode() if found else "")
    text, used = decode(data, legacy=believable(charset, data))
    encoding = compare(charset, used, text)
    # A declaration of an encoding contradicts text that is decoded already; NUL ends it for the parser.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""))
    for tag in _LONG_TAG.finditer(text):
        if len(_QUOTED.sub("", tag[0]).split()) > _MOST_ATTRIBUTES:
            raise Refused(f"HTML with more than {_MOST_ATTRIBUTES:,} attributes of one element")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Refused(f"no page that can be parsed: {type(error).__name__}") from error
    _check_shape(tree, most_elements)
    return tree, encoding


def _check_shape(tree: Any, most_elements: int) -> None:
    from lxml import etree

    depth = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > _DEEPEST:
            raise Refused(f"HTML of more than {_DEEPEST} levels")
        if elements > most_elements:
            raise Refused(f"HTML of more than {most_elements:,} elements: no page of news has as many")


def page_article(
    data: bytes,
    number: int,
    path: str,
    limits: Limits,
    *,
    charset: str = "",
    url: str = "",
    extra: Mapping[str, object] | None = None,
) -> Article | str:
    """Make an article of a page.

    Args:
        number: of the record in its file, 0 where it is the file.
        charset: the encoding that its server declared.
        url: where it was fetched.
    Raises:
        Refused, NotText: as `read_page`.
    """
    tree, encoding = read_page(data, charset)
    sources = _sources(tree)
    described = describe(sources)
    dates = _dates(sources)
    described.pop("published", "")
    declared, origin = (str(dates[0].date), dates[0].origin) if dates else ("", "")
    written = described.pop("body", "")
    kept = {
        name: described.pop(name)
        for name in ("chapo", "section", "keywords", "modified")
        if described.get(name)
    }
    body = _main_text(tree) or (text_of(written) if looks_like_markup(written) else written)
    if not body.strip():
        return "a page without an article: no text was found between its menus"
    body, signed = _without_signature(_without_title(body, described.get("title", "")))
    if signed:
        kept["signature"] = signed
    fields = {**described, "url": described.get("url") or url}
    return make_article(
        body,
        fields,
        date=declared,
        origin=origin,
        others=dates[1:],
        number=number,
        path=path,
        encoding=encoding,
        limits=limits,
        extra={**kept, **(extra or {})},
    )


def _main_text(tree: Any) -> str:
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        text = trafilatura.extract(tree, include_comments=False, include_tables=True, with_metadata=False)
    except RecursionError:
        raise Refused("HTML that nests too deep") from None
    return text or ""


def _without_title(body: str, title: str) -> str:
    """The title is a field of its own, not the first line of the text as well."""
    first, _, rest = body.partition("\n")
    if title and rest.strip() and " ".join(first.split()) == " ".join(title.split()):
        return rest.lstrip("\n")
    return body


def _without_signature(body: str) -> tuple[str, str]:
    """Take off the first line if it only says when and by whom it was put online: the news begins below."""
    first, _, rest = body.partition("\n")
    return (rest.lstrip("\n"), first) if rest.strip() and _SIGNATURE.fullmatch(first) else (body, "")


def _sources(tree: Any) -> dict[str, dict[str, str]]:
    """What each part of a page says of it, surest first: by the origin, which dates keep."""
    return {"schema.org": _from_json_ld(tree), "meta": _from_meta(tree), "time": _from_elements(tree)}


def _dates(sources: Mapping[str, Mapping[str, str]]) -> list[SaidDate]:
    said = ((read_date(source.get("published", "")), origin) for origin, source in sources.items())
    return [SaidDate(date, origin) for date, origin in said if date]


def describe(sources: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What a page says of itself, by the names of Article; `chapo`, `section`, `keywords`, `modified`, `body` beside
    them."""
    found: dict[str, str] = {}
    for source in sources.values():
        for name, value in source.items():
            if value and (name != "published" or read_date(value)):
                found.setdefault(name, value)
    title = found.get("title", "")
    site = found.get("source", "")
    # `Titre - Le Journal`
    for dash in (" - ", " | ", " – ", " — "):
        head, _, tail = title.rpartition(dash)
        if head and site and tail.strip().casefold() == site.casefold():
            found["title"] = head.strip()
    found["language"] = found.get("language", "").replace("_", "-")
    return {name: value for name, value in found.items() if value}


def _from_json_ld(tree: Any) -> dict[str, str]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        written = script.text or ""
        if len(written) > _LARGEST_JSON:
            continue
        try:
            value = json.loads(written.strip().strip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for one in _objects(value, 0):
            kinds = one.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and kind.rpartition("/")[2] in _ARTICLE_TYPES for kind in kinds):
                return _of_schema(one)
    return {}


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST_JSON:
        return
    if isinstance(value, dict):
        yield value
        value = [
            value[name]
            for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
            if name in value
        ]
    if isinstance(value, list):
        for one in value:
            yield from _objects(one, depth + 1)


def _of_schema(one: dict[str, Any]) -> dict[str, str]:
    address = one.get("url") or one.get("mainEntityOfPage")
    if isinstance(address, dict):
        address = address.get("@id")
    body = one.get("articleBody")
    described = {
        "title": _name(one.get("headline") or one.get("name")),
        "published": _name(one.get("datePublished") or one.get("dateCreated")),
        "modified": _name(one.get("dateModified")),
        "author": _name(one.get("author") or one.get("creator")),
        "source": _name(one.get("publisher") or one.get("sourceOrganization")),
        "place": _name(one.get("dateline") or one.get("locationCreated")),
        "language": _name(one.get("inLanguage")),
        "url": address if isinstance(address, str) and _ADDRESS.fullmatch(address) else "",
        "chapo": _name(one.get("description")),
        "section": _name(one.get("articleSection")),
        "keywords": _name(one.get("keywords")),
    }
    described = {name: text_of(value).replace("\n", " ") for name, value in described.items()}
    return {**described, "body": body if isinstance(body, str) else ""}


def _name(value: Any) -> str:
    """A string, an object's name, or a list of those."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        name = value.get("name") or value.get("@value") or value.get("alternateName")
        return name.strip() if isinstance(name, str) else ""
    if isinstance(value, list):
        names = (_name(one) for one in value if isinstance(one, (str, dict)))
        return ", ".join(dict.fromkeys(filter(None, names)))
    return ""


def _from_meta(tree: Any) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = (
            meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        ).strip()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            said.setdefault(name.lower(), []).append(content)
    found = {}
    for field, names in _META.items():
        for name in names.split():
            values = said.get(name, [])
            if field == "author":
                values = [value for value in values if not _ADDRESS.fullmatch(value)]
            if values and (field != "published" or read_date(values[0])):
                found[field] = (
                    ", ".join(dict.fromkeys(values)) if field in ("author", "keywords") else values[0]
                )
                break
    return found


def _from_elements(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {
        "language": tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    }
    headings = [words for one in tree.iter("h1") if (words := " ".join(one.text_content().split()))]
    titles = [words for one in tree.iter("title") if (words := " ".join(one.text_content().split()))]
    found["title"] = headings[0] if len(headings) == 1 else next(iter(titles or headings), "")
    for one in tree.iter("link"):
        if (one.get("rel") or "").lower() == "canonical" and _ADDRESS.fullmatch(one.get("href") or ""):
            found["url"] = one.get("href")
            break
    times = [one for one in tree.iter("time") if one.get("datetime") or one.text_content().strip()]
    # One that is marked as the date of publication, or the first within the article, or the only one.
    marked = [
        one
        for one in times
        if one.get("pubdate") is not None or "datePublished" in (one.get("itemprop") or "")
    ]
    inside = [one for one in times if next(one.iterancestors("article", "header"), None) is not None]
    chosen = marked or inside or (times if len(times) == 1 else [])
    if chosen:
        found["published"] = chosen[0].get("datetime") or " ".join(chosen[0].text_content().split())
    for one in tree.iter("a", "span", "p", "div"):
        if "author" in ((one.get("rel") or "").lower(), (one.get("itemprop") or "").lower()):
            words = " ".join(one.text_content().split())
            if 0 < len(words) <= 100:
                found["author"] = re.sub(r"^(?:[Pp]ar|[Bb]y)\s+", "", words)
                break
    return found
