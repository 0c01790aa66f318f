"""Dates: the intervals that a query asks for, and what in plain text is one.

`depuis juin 2024` or `la semaine dernière` says when articles were published, and is a filter. `juillet 2024`
may be what they speak of, and `mai 68` is: those stay words.
In: a stretch of a query, and today. Out: an interval of days, or None if it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from searcher.article import PartialDate
from searcher.query.moments import (
    MONTH,
    Days,
    beginnings,
    find_moment,
    find_relative,
    find_since,
    is_plain,
    loosen,
    may_begin_relative,
    points,
    read_moment,
)
from searcher.query.patterns import compiled
from searcher.query.tree import Published
from searcher.records import dataclass

_INTRODUCER = loosen(
    r"(?:(?P<between>entre)|(?P<from>d[eu])|(?P<before>avant)|(?P<after>après)|(?P<until>jusqu'(?:en|au|à))"
    r"|(?P<since>depuis|DES|à partir d[eu])) "
).replace("DES", "dès")  # its accent tells it from `des`
_INTRODUCED = beginnings(["entre", "de", "du", "avant", "après", "jusqu'en", "dès"])
_THE = r"(?:l[ae]s?\s+|l')?"
_JOINTS = {"between": loosen(" et "), "from": loosen(" (?:jusqu'(?:en|au|à)|au|à) ")}
# Its beginning may leave to its end what both share: `du 3 au 8 juillet`, `de mars à mai 2024`.
_SHARED_START = rf"(?:\d{{1,2}}(?:er)?(?=\s)|{loosen(MONTH)})"

# What may be counted in numbers that look like years: `de 1950 à 2000 euros`.
_COUNTED = (
    "euros? dollars? francs? mètres? kilomètres? km kilos? tonnes? pages? personnes? habitants? "
    "emplois? morts? places? logements?"
).replace(" ", "|")
_GOES_ON = loosen(rf"[\w'*~-]|\?\w|[.,:/]\d|\s*(?:[€$£%°]|(?:{_COUNTED})\b)")


def _goes_on(text: str, at: int) -> bool:
    """Whether what ends at a place is but the beginning of something else."""
    return compiled(_GOES_ON).match(text, at) is not None


def _may_introduce(text: str, at: int) -> bool:
    first = text[at : at + 2]
    if first in _INTRODUCED:
        return True
    if first[1:].isspace() and first[0] in "aAàÀ":  # `a partir de`
        return True
    return not is_plain(first)


def may_begin_interval(text: str, at: int) -> bool:
    """Whether an interval may begin at a place, by its first letters: at few words one may."""
    return _may_introduce(text, at) or may_begin_relative(text, at)


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval in plain text. Such days may yet not exist: `depuis le 31 février`."""

    kind: str  # what introduced it: `since`, `between`…; `during` where nothing did
    start: str  # a moment, in French
    end: str  # another, where two were said
    stop: int  # where it ends, in characters of the text


def find_interval(text: str, at: int) -> Interval | None:
    """Find the interval that begins at `at`, if there is one."""
    # `avant hier` is the day before, not the time before: relative moments go first.
    stop = find_relative(text, at)
    if stop > at:
        return None if _goes_on(text, stop) else Interval("during", text[at:stop], "", stop)
    introducer = compiled(_INTRODUCER).match(text, at) if _may_introduce(text, at) else None
    if not introducer:
        return None
    kind, start = introducer.lastgroup or "", introducer.end()
    for begin in _without_article(text, start):
        found = _find_both(text, begin, kind) if kind in _JOINTS else _find_one(text, begin, kind)
        if found and not _goes_on(text, found.stop):
            return found
    return None


def _without_article(text: str, at: int) -> tuple[int, ...]:
    """Where a moment may begin: `le 3 juillet` after its article, `le mois dernier` before."""
    after = compiled(_THE).match(text, at)
    return (at, after.end()) if after and after.end() > at else (at,)


def _find_one(text: str, at: int, kind: str) -> Interval | None:
    stop = find_moment(text, at)
    if stop == at and kind == "since":
        stop = find_since(text, at)
    return Interval(kind, text[at:stop], "", stop) if stop > at else None


def _find_both(text: str, at: int, kind: str) -> Interval | None:
    shared = compiled(_SHARED_START).match(text, at)
    for stop in (find_moment(text, at), shared.end() if shared else at):
        joint = compiled(_JOINTS[kind]).match(text, stop) if stop > at else None
        for begin in _without_article(text, joint.end()) if joint else ():
            end = find_moment(text, begin)
            if end > begin:
                return Interval(kind, text[at:stop], text[begin:end], end)
    return None


def find_value(text: str, at: int) -> int:
    """Where the moment or interval ends that begins at `at`; `at` itself if none does."""
    interval = find_interval(text, at)
    if interval:
        return interval.stop
    stop = max(find_moment(text, begin) for begin in _without_article(text, at))
    return at if stop in _without_article(text, at) or _goes_on(text, stop) else stop


def find_points(text: str, today: date) -> Iterator[tuple[int, int, Days]]:
    """Find the points of the calendar in plain text. Yields where each begins and ends, and its days.

    >>> list(find_points("chômage fin 2023", date(2024, 7, 10)))
    [(8, 16, (datetime.date(2023, 10, 1), datetime.date(2023, 12, 31)))]
    """
    for start, stop in points(text):
        days = None if _goes_on(text, stop) else read_moment(text[start:stop], today)
        if days:
            yield start, stop, days


def read_interval(text: str, today: date) -> Published | None:
    """Say which days an interval in plain text covers; None if it is none, or no such days exist.

    >>> read_interval("avant 2016", date(2024, 7, 10))
    Published(first=None, last=datetime.date(2015, 12, 31))
    """
    interval = find_interval(text, 0)
    if not interval or interval.stop < len(text):
        return None
    try:
        if interval.end:
            return _read_both(interval.start, interval.end, today)
        days = read_moment(interval.start, today)
        return _open(interval.kind, days) if days else None
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
        return (
            _read_start_day(int(start.removesuffix("er")), last)
            if compiled(loosen(MONTH)).search(end)
            else None
        )
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
    """Say which days the value of `date:` covers: a moment, an interval, `>=` a moment, or `[… TO …]`.

    >>> read_field("[2024 TO ]", date(2024, 7, 10))
    Published(first=datetime.date(2024, 1, 1), last=None)
    """
    if value == "*":
        return Published(None, None)
    compared = compiled(_COMPARED).match(value)
    both = read_sides(value) if value[:1] in ("[", "{") else None
    try:
        if compared:
            return _open(_SIGNS[compared[0]], _read_value(value[compared.end() :], today))
        if not both:
            return Published(*_read_value(value, today))
        first, last = (None if side in ("", "*") else _read_value(side, today) for side in both)
    except (ValueError, OverflowError):
        return None if both or compared else read_interval(value, today)
    if first and last:
        return Published(min(first[0], last[0]), max(first[1], last[1]))
    return Published(first[0] if first else None, last[1] if last else None)


_COMPARED = "[<>]=?|=[<>]"
_SIGNS = (
    {">": "after", "<": "before"}
    | dict.fromkeys((">=", "=>"), "since")
    | dict.fromkeys(("<=", "=<"), "until")
)


def read_sides(text: str) -> tuple[str, str] | None:
    """Part `[… TO …]`, with `TO` or `À`, in what stands on either side; None if it is no such thing.

    >>> read_sides("[avril TO ]"), read_sides("[photo]")
    (('avril', ''), None)
    """
    words = text[1:-1].split()
    joint = next((place for place, word in enumerate(words) if word in ("TO", "À")), None)
    return None if joint is None else (" ".join(words[:joint]), " ".join(words[joint + 1 :]))


def _read_value(text: str, today: date) -> Days:
    text = text.strip()
    for begin in _without_article(text, 0):
        days = read_moment(text[begin:], today)
        if days:
            return days
    moment = PartialDate.parse(text)
    return moment.first, moment.last
