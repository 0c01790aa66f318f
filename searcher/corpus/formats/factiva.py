"""Factiva: the HTML that Dow Jones' press database exports, many articles a file. Needs `searcher[html]`.

In: an open file. Out: its articles, each a `<div class="article frArticle">`: a table of two-letter codes (`HD`
title, `BY` author, `PD` date, `SN` source, `LP` first paragraphs, `TD` the others, `AN` number), or the same in the
order of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from searcher.article import Article
from searcher.corpus.dates import read_date
from searcher.corpus.formats.declared import Encoding
from searcher.corpus.formats.found import make_article
from searcher.corpus.formats.html import read_page, require_html
from searcher.corpus.formats.protocol import Records, read_whole
from searcher.corpus.limits import Limits, Refused
from searcher.corpus.markup import text_of

_MOST_ELEMENTS = 2_000_000  # in an export of a thousand articles there are some 100,000
_ARTICLE = re.compile(r"\barticle [a-z]{2}Article\b")
_CODE = re.compile(r"[A-Z]{2,3}")
_DOCUMENT = re.compile(r"\bDocument ([A-Za-z0-9]{10,40})\b")
_LANGUAGES = {
    "français": "fr",
    "french": "fr",
    "anglais": "en",
    "english": "en",
    "allemand": "de",
    "german": "de",
}
_LONGEST_LINE = 200  # characters of what stands above the text: a date, a source


def read_factiva(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the articles of an open file.

    Yields:
        The place of each article in the file, from 1, and the article or the reason why there is none.
    Raises:
        MissingExtra: lxml is not installed.
        Refused: it is too large, or has no articles.
        NotText: it is no text.
    """
    require_html("an export of Factiva")
    tree, encoding = read_page(read_whole(stream, limits), most_elements=_MOST_ELEMENTS)
    articles = [one for one in tree.iter("div") if _ARTICLE.search(one.get("class") or "")]
    if not articles:
        raise Refused("an export of Factiva without any article")
    for number, one in enumerate(articles, 1):
        codes = dict(_codes(one))
        fields, date, body = _of_codes(codes) if codes else _of_page(one)
        yield number, _make(fields, date, body, codes, number, path, encoding, limits)


def _make(
    fields: dict[str, str],
    date: str,
    body: str,
    codes: dict[str, str],
    number: int,
    path: str,
    encoding: Encoding,
    limits: Limits,
) -> Article | str:
    extra = {
        code: words
        for code, words in codes.items()
        if code not in ("HD", "BY", "PD", "SN", "LA", "LP", "TD", "AN")
    }
    return make_article(
        body, fields, date=date, number=number, path=path, encoding=encoding, limits=limits, extra=extra
    )


def _codes(article: Any) -> Iterator[tuple[str, str]]:
    for row in article.iter("tr"):
        cells = list(row.iter("td"))
        if len(cells) != 2:
            continue
        code = cells[0].text_content().replace("\xa0", " ").strip()
        if _CODE.fullmatch(code):
            yield code, _text(cells[1])


def _of_codes(codes: dict[str, str]) -> tuple[dict[str, str], str, str]:
    number = codes.get("AN", "")
    found = _DOCUMENT.search(number)
    fields = {
        "key": found[1] if found else number,
        "title": codes.get("HD", ""),
        "author": codes.get("BY", ""),
        "source": codes.get("SN", ""),
        "language": _LANGUAGES.get(codes.get("LA", "").casefold(), codes.get("LA", "")),
    }
    body = "\n".join(filter(None, (codes.get("LP", ""), codes.get("TD", ""))))
    return fields, codes.get("PD", ""), body


def _of_page(article: Any) -> tuple[dict[str, str], str, str]:
    """Above the paragraphs stand a headline and short lines: author, number of words, date, hour, source, code,
    language."""
    headline = next((one for one in article.iter() if "Headline" in (one.get("class") or "")), None)
    title = " ".join(headline.text_content().split()) if headline is not None else ""
    lines: list[str] = []
    paragraphs: list[str] = []
    for one in article.iter("div", "p"):
        if one.tag == "p":
            paragraphs.append(_text(one))
        elif next(one.iter("p"), None) is None and one.getparent() is not None and not paragraphs:
            words = " ".join(one.text_content().split())
            if words and words != title and len(words) <= _LONGEST_LINE:
                lines.append(words)
    date, source, author, language = "", "", "", ""
    for line in lines:
        if not date and read_date(line):
            date = line
        elif line.casefold() in _LANGUAGES:
            language = _LANGUAGES[line.casefold()]
        elif re.fullmatch(
            r"[\d\s.,]+ (?:mots|words)|\d\d?:\d\d(?: .*)?|[A-Z0-9]{2,12}", line
        ) or line.startswith(("Copyright", "©", "(c)")):
            continue
        elif date and not source:
            source = line
        elif not date and not author and line.casefold().startswith(("par ", "by ")):
            author = line.split(" ", 1)[1]
    found = _DOCUMENT.search(article.text_content())
    fields = {
        "key": found[1] if found else "",
        "title": title,
        "author": author,
        "source": source,
        "language": language,
    }
    body = "\n".join(one for one in paragraphs if one and not _DOCUMENT.fullmatch(one))
    return fields, date, body


def _text(element: Any) -> str:
    from lxml import html

    return text_of(html.tostring(element, encoding="unicode", with_tail=False))
