"""Europresse: the HTML that the press database of libraries exports, many articles a file. Needs `searcher[html]`.

In: an open file. Out: its articles, each an `<article>` with the newspaper (`DocPublicationName`), the date and the
page (`DocHeader`), the title (`titreArticle`), authors (`docAuthors`, or what stands below the title) and text
(`docOcurrContainer`), in the classes of 2015 to 2024; before, each a `<table>` in which the text follows the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any, BinaryIO

from searcher.article import Article, SaidDate
from searcher.corpus.byline import is_names
from searcher.corpus.dates import read_date
from searcher.corpus.dating import METADATA
from searcher.corpus.formats.declared import Encoding
from searcher.corpus.formats.found import make_article
from searcher.corpus.formats.html import read_page, require_html
from searcher.corpus.formats.protocol import Records, read_whole
from searcher.corpus.limits import Limits, Refused
from searcher.corpus.markup import text_of

_MOST_ELEMENTS = 2_000_000  # in an export of a thousand articles there are some 100,000
_DATE = re.compile(
    r"(?:\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\w+day)\b,?\s+)?"
    r"(\d{1,2}(?:er)?\s+[^\W\d_]{3,12}\.?\s+\d{4}|[A-Z][a-z]{2,8}\s+\d{1,2},\s+\d{4}|\d{4}-\d\d-\d\d)"
)
# `Le Phare, no. 12345`, `Le Phare (site web)`, `Le Phare, 4 juillet 2024`
_AFTER_NAME = re.compile(r"\s*(?:[,(•]|\s-\s|\bno\.|\bn°).*", re.DOTALL)
_OLD_TITLE = "TitreArticleVisu"
_LONGEST_AUTHOR = 120  # characters
# What closes an article of the old form.
_CLOSING = re.compile(r"©|\(c\) |Numéro de document|Tous droits réservés", re.IGNORECASE)
_NUMBER = re.compile(r"news[·:.]\S+", re.IGNORECASE)


def read_europresse(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the articles of an open file.

    Yields:
        The place of each article in the file, from 1, and the article or the reason why there is none.
    Raises:
        MissingExtra: lxml is not installed.
        Refused: it is too large, or has no articles.
        NotText: it is no text.
    """
    require_html("an export of Europresse")
    tree, encoding = read_page(read_whole(stream, limits), most_elements=_MOST_ELEMENTS)
    articles = [one for one in tree.iter("article") if next(one.iterancestors("article"), None) is None]
    articles = articles or ([tree] if _of_class(tree, "docOcurrContainer") is not None else [])
    articles = articles or list(_old_articles(tree))
    if not articles:
        raise Refused("an export of Europresse without any article")
    for number, one in enumerate(articles, 1):
        yield number, _read_article(one, number, path, encoding, limits)


def _old_articles(tree: Any) -> Iterator[Any]:
    """The tables that each hold an article."""
    for one in tree.iter("span"):
        if "DocPublicationName" in (one.get("class") or "").split():
            table = next(one.iterancestors("table"), None)
            if table is not None and _of_class(table, _OLD_TITLE) is not None:
                yield table


def _read_article(one: Any, number: int, path: str, encoding: Encoding, limits: Limits) -> Article | str:
    publication, header = _words(one, "DocPublicationName"), _all_words(one, "DocHeader")
    old = _of_class(one, _OLD_TITLE)
    if old is not None:
        author, text = _old_text(old)
    else:
        body = next(
            (
                found
                for name in ("docOcurrContainer", "DocText")
                if (found := _of_class(one, name)) is not None
            ),
            next(one.iter("section"), None),
        )
        author, text = _words(one, "docAuthors") or _below_title(one), _text(body) if body is not None else ""
    if not text.strip():
        return "no article text in it"
    found = (_DATE.search(words) for words in (header, _words(one, "DocTitreSousSection"), publication))
    dates = [SaidDate(date, METADATA) for words in found if words and (date := read_date(words[1]))]
    footer = " ".join(small.text_content() for small in one.iter("footer", "small"))
    identifier = _NUMBER.search(" ".join(one.text_content().split()[-60:])) or _NUMBER.search(footer)
    fields = {
        # The same article may be in several exports: its number in the database names it.
        "key": identifier[0].rstrip(".,;") if identifier else "",
        "title": _words(one, "titreArticleVisu") or _words(one, "titreArticle") or _words(one, _OLD_TITLE),
        "source": _AFTER_NAME.sub("", publication, count=1),
        "author": author,
    }
    return make_article(
        text,
        fields,
        date=str(dates[0].date) if dates else "",
        others=dates[1:],
        number=number,
        path=path,
        encoding=encoding,
        limits=limits,
        extra={"publication": publication, "rubrique": header},
    )


def _below_title(article: Any) -> str:
    """What stands on a line of its own after the title: in the form of 2015 the author has no name of its own."""
    title = _of_class(article, "titreArticle")
    below = title.getnext() if title is not None else None
    words = " ".join(below.text_content().split()) if below is not None and below.tag in ("div", "p") else ""
    return words if len(words) <= _LONGEST_AUTHOR else ""


def _old_text(title: Any) -> tuple[str, str]:
    """The author and the text of an article of the old form: what follows the title, up to its rights."""
    from lxml import html

    following = "".join(html.tostring(one, encoding="unicode") for one in title.itersiblings())
    lines = text_of(escape(title.tail or "") + following).split("\n")
    lines = lines[: next((at for at, line in enumerate(lines) if _CLOSING.match(line)), len(lines))]
    signed = len(lines) > 1 and is_names(lines[0])
    return (lines[0] if signed else ""), "\n".join(lines[signed:])


def _all_words(tree: Any, name: str) -> str:
    """The words of all elements of a class, one after the other."""
    found = (one.text_content() for one in tree.iter() if name in (one.get("class") or "").split())
    return " ".join("".join(found).split())


def _of_class(tree: Any, name: str) -> Any:
    return next((one for one in tree.iter() if name in (one.get("class") or "").split()), None)


def _words(tree: Any, name: str) -> str:
    found = _of_class(tree, name)
    return " ".join(found.text_content().split()) if found is not None else ""


def _text(element: Any) -> str:
    from lxml import html

    return text_of(html.tostring(element, encoding="unicode", with_tail=False))
