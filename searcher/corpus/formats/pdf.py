"""PDF: the text of a press review or of a page that was printed (`.pdf`). Needs `searcher[pdf]`; the one door to
pypdf.

In: an open file. Out: one article: its text in the order in which it was set, its title and date from the metadata
of the file. Text that is only a picture cannot be read.
"""

from __future__ import annotations

import io
import logging
import re
from typing import Any, BinaryIO

from searcher.corpus.formats.declared import Encoding
from searcher.corpus.formats.found import make_article
from searcher.corpus.formats.protocol import MissingExtra, Records, read_whole
from searcher.corpus.limits import Limits, Refused, too_large

_MOST_PAGES = 2_000
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_])")
_SOFT_HYPHEN = re.compile("\u00ad\n?")
_INSIDE = re.compile(r"(?<=[^\n.!?:»”])\n(?=[^\s•–—-])")
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
# What programs write as a title when nobody gave one.
_NO_TITLE = re.compile(
    r"untitled|sans titre.*|microsoft word - .*|.*\.(?:docx?|indd|qxd|pdf)|document\d*", re.IGNORECASE
)


def read_pdf(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the article of an open file.

    Yields:
        Once: 0, and the article or the reason why there is none.
    Raises:
        MissingExtra: pypdf is not installed.
        Refused: it is too large, encrypted, broken, or has no text.
    """
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError:
        raise MissingExtra("PDF", "pdf") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every flaw that it repairs
    data = read_whole(stream, limits)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("an encrypted PDF")
        text = _text(reader, limits)
        metadata: Any = reader.metadata or {}
        title, author, created = (_entry(metadata, name) for name in ("/Title", "/Author", "/CreationDate"))
    except Refused:
        raise
    except RecursionError:
        raise Refused("a broken PDF: it nests too deep") from None
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        OSError,
        ArithmeticError,
        NotImplementedError,
        AssertionError,
    ) as error:
        raise Refused(f"a broken PDF: {type(error).__name__}") from error
    if not text.strip():
        raise Refused("a PDF without text: its pages are pictures, or empty")
    found = _DATE.match(created)
    title = "" if _NO_TITLE.fullmatch(title) else title
    yield (
        0,
        make_article(
            unwrap(_without_title(text, title)),
            {"title": title},
            # When the file was made: often not the day of the article, so that it is kept apart.
            date="",
            number=0,
            path=path,
            encoding=Encoding("pdf"),
            limits=limits,
            extra={"author": author, "created": "-".join(filter(None, found.groups())) if found else ""},
        ),
    )


def _entry(metadata: Any, name: str) -> str:
    value = metadata.get(name)
    return "".join(c if c.isprintable() else " " for c in value).strip() if isinstance(value, str) else ""


def _text(reader: Any, limits: Limits) -> str:
    pages: list[str] = []
    size = 0
    for number, page in enumerate(reader.pages):
        if number >= _MOST_PAGES:
            raise Refused(f"a PDF of more than {_MOST_PAGES:,} pages")
        text = page.extract_text()
        size += len(text)
        if limits.article is not None and size > limits.article:
            raise Refused(too_large("article", size, limits.article))
        pages.append(text.encode("utf-8", "replace").decode())
    return "\n".join(filter(None, map(str.strip, pages)))


def _without_title(text: str, title: str) -> str:
    """The title is a field of its own: it may stand on several lines above the text."""
    words = title.split()
    for at, found in enumerate(re.finditer(r"\S+", text) if words else ()):
        if at == len(words):
            return text[found.start() :]
        if found[0] != words[at]:
            break
    return text


def unwrap(text: str) -> str:
    """Join the lines of set text: words parted at the end of a line, sentences that go on in the next.

    >>> unwrap("Le conseil muni-\\ncipal a voté\\nle budget.\\nLe maire s’en réjouit.")
    'Le conseil municipal a voté le budget.\\nLe maire s’en réjouit.'
    """
    text = _SOFT_HYPHEN.sub("", text.replace("\r", "\n"))
    return _INSIDE.sub(" ", _HYPHEN.sub("", text)).strip()
