"""Dates: the intervals that a query asks for, and what in plain text is one.

`depuis juin 2024` or `la semaine dernière` says when articles were published, and is a filter. `juillet 2024`
may be what they speak of, and `mai 68` is: those stay words.
In: a stretch of a query, and today. Out: an interval of days, or None if it is none.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from searcher.article import PartialDate
from searcher.query.moments import MONTH, POINT, RELATIVE, SINCE, Days, loosen, read_moment
from searcher.query.tree import Published

_THE = r"(?:l[ae]s?\s+|l')?"
_MOMENT = f"(?:{POINT}|{RELATIVE})"
# Its beginning may leave to its end what both share: `du 3 au 8 juillet`, `de mars à mai 2024`.
_START = rf"(?:{_MOMENT}|\d{{1,2}}(?:er)?|{MONTH})"

# What may be counted in numbers that look like years: `de 1950 à 2000 euros`.
_COUNTED = (
    "euros? dollars? francs? mètres? kilomètres? km kilos? tonnes? pages? personnes? habitants? "
    "emplois? morts? places? logements?"
).replace(" ", "|")
_END = loosen(rf"(?![\w'-])(?![.,:/]\d)(?!\s*(?:[€$£%°]|(?:{_COUNTED})\b))")

# `avant hier` is the day before, not the time before: relative moments go first.
_INTERVAL = (
    f"(?:(?P<during>{RELATIVE})|"
    + loosen(r"entre ")
    + rf"{_THE}(?P<between>{_START})\s+et\s+{_THE}(?P<and>{_MOMENT})"
    + rf"|d[eu]\s+{_THE}(?P<from>{_START})\s+"
    + loosen(r"(?:jusqu'(?:en|au|à)|au?|à)")
    + rf"\s+{_THE}(?P<to>{_MOMENT})"
    + rf"|(?:depuis|dès|{loosen('à partir d[eu]')})\s+{_THE}(?P<since>{_MOMENT}|{SINCE})"
    + rf"|{loosen('après')}\s+{_THE}(?P<after>{_MOMENT})"
    + rf"|avant\s+{_THE}(?P<before>{_MOMENT})"
    + loosen(r"|jusqu'(?:en|au|à) ")
    + rf"{_THE}(?P<until>{_MOMENT}))"
)
INTERVAL = re.compile(_INTERVAL + _END, re.IGNORECASE)
"""An interval in plain text. Such days may yet not exist: `depuis le 31 février`."""

FIELD_VALUE = rf"(?:{_INTERVAL.replace('?P<', '?P<_')}|{_MOMENT}){_END}"
"""What `date:` takes without quotes, though it has spaces."""

_RANGE = re.compile(r"[\[{]\s*(.*?)\s*\bTO\b\s*(.*?)\s*[\]}]", re.DOTALL)


def read_interval(text: str, today: date) -> Published | None:
    """Say which days an interval in plain text covers.

    >>> read_interval("avant 2016", date(2024, 7, 10))
    Published(first=None, last=datetime.date(2015, 12, 31))
    """
    found = INTERVAL.fullmatch(text)
    if not found:
        return None
    name, value = next((name, value) for name, value in found.groupdict().items() if value)
    try:
        if name in ("between", "from"):
            return _read_both(value, found["and"] or found["to"], today)
        days = read_moment(value, today)
        return _open(name, days) if days else None
    except (ValueError, OverflowError):
        return None


def _open(name: str, days: Days) -> Published:
    first, last = days
    match name:
        case "since":
            return Published(first, None)
        case "after":
            return Published(last + timedelta(1), None)
        case "before":
            return Published(None, first - timedelta(1))
        case "until":
            return Published(None, last)
        case _:
            return Published(first, last)


def _read_both(start: str, end: str, today: date) -> Published | None:
    last = read_moment(end, today)
    if not last:
        return None
    first = _read_start(start, last, end, today)
    if not first:
        return None
    # `de 2021 à 2019` means the same years, said backwards.
    return Published(min(first[0], last[0]), max(first[1], last[1]))


def _read_start(start: str, last: Days, end: str, today: date) -> Days | None:
    """Read the beginning of an interval in the year of its end, or the year before if it would come after."""
    if re.fullmatch(r"\d{1,2}(?:er)?", start):
        return _read_start_day(int(start.removesuffix("er")), last) if re.search(MONTH, end, re.I) else None
    for year in (last[0].year, last[0].year - 1):
        first = read_moment(f"{start} {year}", today)
        if first and first[0] <= last[0]:
            return first
    return read_moment(start, today)


def _read_start_day(day: int, last: Days) -> Days:
    """`du 3 au 8 juillet` begins in July, `du 28 au 3 juillet` in June."""
    month = last[0] if day <= last[0].day else last[0].replace(day=1) - timedelta(1)
    first = month.replace(day=day)
    return first, first


def read_field(value: str, today: date) -> Published | None:
    """Say which days the value of `date:` covers: a moment, an interval, or `[… TO …]` with either side open.

    >>> read_field("[2024 TO ]", date(2024, 7, 10))
    Published(first=datetime.date(2024, 1, 1), last=None)
    """
    both = _RANGE.fullmatch(value)
    try:
        if not both:
            return Published(*_read_value(value, today))
        first, last = (None if side in ("", "*") else _read_value(side, today) for side in both.groups())
    except ValueError:
        return None if both else read_interval(value, today)
    if first and last:
        return Published(min(first[0], last[0]), max(first[1], last[1]))
    return Published(first[0] if first else None, last[1] if last else None)


def _read_value(text: str, today: date) -> Days:
    days = read_moment(text, today)
    if days:
        return days
    moment = PartialDate.parse(text)
    return moment.first, moment.last
