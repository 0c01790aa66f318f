"""WARC: what a crawler fetched, page by page (`.warc`, `.warc.gz`). Needs `searcher[warc]` and, for pages in HTML,
`searcher[html]`; the one door to warcio.

In: an open file. Out: one article for each answer that holds HTML or plain text. ISO 28500; also the older ARC. What
else was fetched (pictures, styles, redirections, errors) is passed over without a word: it is most of a crawl.
"""

from __future__ import annotations

import contextlib
import io
import logging
from typing import Any, BinaryIO

from searcher.article import Article
from searcher.corpus.decoding import NotText, decode
from searcher.corpus.formats.declared import believable, compare
from searcher.corpus.formats.found import make_article
from searcher.corpus.formats.html import page_article, require_html
from searcher.corpus.formats.protocol import MissingExtra, Records
from searcher.corpus.limits import Limits, Refused, too_large

_PAGES = ("text/html", "application/xhtml+xml")
_READ = (*_PAGES, "text/plain")


def read_warc(stream: BinaryIO, path: str, limits: Limits) -> Records:
    """Read the articles of an open file.

    Yields:
        The number of each record of the crawl that may be an article, from 1, and the article or the reason.
    Raises:
        MissingExtra: warcio or trafilatura is not installed.
        Refused: it is damaged.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise MissingExtra("WARC", "warc") from None
    require_html("a crawl")
    logging.getLogger("warcio").setLevel(logging.CRITICAL)  # what it tells holds bytes of the crawl
    found = 0
    iterator = ArchiveIterator(stream, check_digests=False)
    iterator.INC_RECORD = ""  # likewise, on standard error
    records = iter(iterator)
    for number in range(1, 1 << 32):
        try:
            record = next(records, None)
            if record is None:
                break
            outcome = _read_record(record, number, path, limits)
        except (Refused, OSError, MemoryError):
            raise
        except (ArchiveLoadFailed, EOFError) as error:
            raise Refused(f"damaged WARC after record {number - 1}: {_first_line(error)}") from error
        except Exception as error:  # warcio lets through whatever a broken header makes it stumble over
            raise Refused(f"damaged WARC after record {number - 1}: {type(error).__name__}") from error
        if outcome is not None:
            found += 1
            yield number, outcome
    if not found:
        yield 0, "a crawl without any page that was fetched"


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _read_record(record: Any, number: int, path: str, limits: Limits) -> Article | str | None:
    if record.rec_type not in ("response", "resource") or record.length == 0:
        return None
    headers = record.http_headers
    if headers and not str(headers.get_statuscode()).startswith("2"):
        return None
    kind = (
        headers.get_header("Content-Type") if headers else record.rec_headers.get_header("Content-Type")
    ) or ""
    kind, _, rest = kind.partition(";")
    kind = kind.strip().lower()
    if kind not in _READ:
        return None
    largest = limits.article
    with contextlib.redirect_stderr(io.StringIO()):  # it prints what it could not decompress
        data = record.content_stream().read(-1 if largest is None else largest + 1)
    if largest is not None and len(data) > largest:
        return too_large("article", len(data), largest)
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    fetched = (record.rec_headers.get_header("WARC-Date") or "")[:10]
    charset = rest.partition("charset=")[2].strip(" \"'").split(";")[0]
    try:
        if kind in _PAGES:
            return page_article(
                data,
                number,
                path,
                limits,
                charset=charset,
                url=address.strip("<>"),
                extra={"fetched": fetched},
            )
        text, used = decode(data, legacy=believable(charset, data))
    except (NotText, Refused) as error:
        return str(error)
    return make_article(
        text,
        {"url": address.strip("<>")},
        date="",
        number=number,
        path=path,
        encoding=compare(charset, used, text),
        limits=limits,
        extra={"fetched": fetched},
    )
