"""What was found: from the parts of an article, as XML, HTML and mail carry them, to the article.

In: a text and words for its fields. Out: the article, completed by its dateline as all others are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from searcher.article import Article, PartialDate, SaidDate
from searcher.corpus.completing import complete
from searcher.corpus.dates import read_date
from searcher.corpus.dating import METADATA
from searcher.corpus.formats.declared import Encoding
from searcher.corpus.formats.protocol import bounded
from searcher.corpus.limits import Limits
from searcher.corpus.report import place

_SIGNED = re.compile(r"^(?:Par|PAR|By|BY) ")


def make_article(
    body: str,
    fields: Mapping[str, str],
    *,
    date: str,
    number: int,
    path: str,
    encoding: Encoding,
    limits: Limits,
    extra: Mapping[str, object] | None = None,
    origin: str = METADATA,
    others: Sequence[SaidDate] = (),
) -> Article | str:
    """Make an article, or say why there is none.

    Args:
        body: its text, a paragraph a line.
        fields: those known, by their names in Article; blank ones count for nothing; `key` names it.
        encoding: where what the file declares is another one, that is kept in `extra` as `declared_encoding`.
        date, origin: as it was written, and where; what cannot be read is kept in `extra`.
        others: dates that the file says besides, surest first.
        number: of the record in its file, 0 where it is the file.
    """
    body = body.strip()
    if not body:
        return "no article text in it"
    known = {name: words for name, value in fields.items() if (words := " ".join(value.split()))}
    if "author" in known:
        known["author"] = _SIGNED.sub("", known["author"])
    kept = {name: value for name, value in (extra or {}).items() if value}
    declared: PartialDate | None = read_date(date) if date.strip() else None
    if date.strip() and not declared:
        kept["date"] = date.strip()
    if encoding.declared:
        kept["declared_encoding"] = encoding.declared
    article = complete(
        known,
        body,
        key=known.get("key") or place(path, number),
        path=path,
        encoding=encoding.used,
        declared=declared,
        origin=origin,
        others=others,
        extra=kept,
    )
    return bounded(article, limits)
