"""Dating: of all the dates that are said of an article, which one counts, and which others contradict it.

In: the dates that its file says, surest first, its dateline, and the name of its file. Out: one date, and where another
disagrees, all of them with their origins.

The file's own field counts, since it is about publication. The dateline may only make it more precise: a dispatch is
often put online another day. Where the file says nothing the dateline counts, and the name of the file comes last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from searcher.article import PartialDate, SaidDate
from searcher.corpus.dateline import Dateline
from searcher.corpus.dates import read_date

METADATA, DATELINE, PATH = "metadata", "dateline", "path"
_IN_NAME = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?!\d)")


class Settled(NamedTuple):
    """What is known of when an article appeared."""

    published: PartialDate | None
    dates: tuple[SaidDate, ...] = ()  # all that were said, the one that counts first, if any contradicts it
    unread: str = ""  # the words of a dateline that has no year, where no other date tells which


def settle(
    declared: PartialDate | None,
    dateline: Dateline | None = None,
    *,
    origin: str = METADATA,
    others: Sequence[SaidDate] = (),
    named: PartialDate | None = None,
) -> Settled:
    """Choose a date.

    Args:
        declared: what the file itself says first of all, from this origin.
        others: what it says besides, surest first.
        named: what its name says.
    """
    base = SaidDate(declared, origin) if declared else None
    if not base and named and not (dateline and dateline.year):
        base = SaidDate(named, PATH)
    near = dateline.date_near(base.date if base else None) if dateline else None
    chosen = base
    if near and (not base or (near != base.date and overlap(base.date, near))):
        chosen = SaidDate(near, DATELINE)
    unread = dateline.date if dateline and not near else ""
    if not chosen:
        return Settled(None, (), unread)
    said = [
        base,
        *others,
        SaidDate(near, DATELINE) if near else None,
        SaidDate(named, PATH) if named else None,
    ]
    against = [one for one in said if one and not overlap(one.date, chosen.date)]
    return Settled(chosen.date, (chosen, *dict.fromkeys(against)) if against else (), unread)


def overlap(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates may be the same day.

    >>> overlap(PartialDate(2024, 7), PartialDate(2024, 7, 4)), overlap(PartialDate(2024), PartialDate(2023, 12, 31))
    (True, False)
    """
    return one.first <= other.last and other.first <= one.last


def date_in_name(path: str) -> PartialDate | None:
    """The date that the name of a file begins with.

    >>> str(date_in_name("2024/2024-07-04-astana.txt"))
    '2024-07-04'
    """
    name = path[path.rfind("/") + 1 :]
    found = _IN_NAME.match(name) if name[:1].isdigit() else None
    return read_date(found[0]) if found else None
