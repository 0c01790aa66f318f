"""Moments: the days that a French expression of time names.

In: `2024`, `juillet 2024`, `4 juillet 2024`, `fin juin`, `été 2024`, `la semaine dernière`; and today.
Out: the first and the last of those days. To teach it an expression, add a row to a table.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from itertools import product
from typing import NamedTuple

from searcher.article import PartialDate
from searcher.query.patterns import compiled

Days = tuple[date, date]  # the first and the last, both included
_Reader = Callable[["re.Match[str]", date], Days]

_MONTHS = (
    "janvier janv",
    "février févr fév",
    "mars",
    "avril avr",
    "mai",
    "juin",
    "juillet juil",
    "août",
    "septembre sept",
    "octobre oct",
    "novembre nov",
    "décembre déc",
)
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_NUMERALS = (
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
)
_UNIT_DAYS = {"j": 1, "s": 7, "m": 30, "a": 365}  # by the first letter of jour, semaine, mois, an, année
_ORDINALS = ("premier", "deuxième", "troisième", "quatrième")
_SEASONS = {"printemps": 3, "ete": 6, "automne": 9, "hiver": 12}  # the month on whose 21st each begins

_LOOSE = str.maketrans({"é": "[ée]", "è": "[èe]", "û": "[ûu]", "à": "[àa]", " ": r"\s+"})
_FOLD = str.maketrans("éèûàÉÈÛÀ", "eeuaEEUA")


def loosen(pattern: str) -> str:
    """Let a pattern match whether accents are typed or not, and however wide its spaces are."""
    return pattern.translate(_LOOSE)


def _fold(text: str) -> str:
    return text.translate(_FOLD).lower()


_MONTH_NUMBERS = {_fold(name): number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NUMERAL_VALUES = {name: value for value, name in enumerate(_NUMERALS, 1)} | {
    "une": 1,
    "quinze": 15,
    "vingt": 20,
    "trente": 30,
}

MONTH = (
    "(?:"
    + "|".join(sorted((n for names in _MONTHS for n in names.split()), key=len, reverse=True))
    + r")\b\.?"
)
WEEKDAY = f"(?:{'|'.join(_WEEKDAYS)})"
NUMBER = rf"(?:\d{{1,3}}|(?:{'|'.join(_NUMERAL_VALUES)})\b)"
UNIT = "(?:jours?|semaines?|mois|ans?|années?)"
# A letter of French, and no other: what may begin a moment is known by them.
LETTERS = "[A-Za-zÀ-ÖØ-öø-ÿœŒ]"
# Press archives begin there; other numbers of four digits are amounts more often than years.
_YEAR = r"(?:19|20)\d\d"
# A year that may be missing; but a number of another sort may not follow: `mai 68`.
_MAYBE_YEAR = rf"(?: ({_YEAR})\b|(?! \d))"


def _iso(found: re.Match[str], _: date) -> Days:
    moment = PartialDate.parse(found[0])
    return moment.first, moment.last


def _numeric(found: re.Match[str], _: date) -> Days:
    moment = PartialDate(int(found[3]), int(found[2]), int(found[1]))
    return moment.first, moment.last


def _month_number(name: str) -> int:
    return _MONTH_NUMBERS[_fold(name).rstrip(".")]


def _recent_year(year: str | None, month: int, day: int, today: date) -> int:
    """The year said, or else the last one in which that day was not to come: news are past."""
    if year:
        return int(year)
    return today.year if (month, day) <= (today.month, today.day) else today.year - 1


def _day(found: re.Match[str], today: date) -> Days:
    day, month = int(found[1]), _month_number(found[2])
    moment = PartialDate(_recent_year(found[3], month, day, today), month, day)
    return moment.first, moment.last


def _month(found: re.Match[str], today: date) -> Days:
    part, month = _fold(found[1] or ""), _month_number(found[2])
    year = _recent_year(found[3], month, 1, today)
    first, last = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    if part == "debut":
        return first, first.replace(day=10)
    if part == "mi":
        return first.replace(day=11), first.replace(day=20)
    return (first.replace(day=21), last) if part == "fin" else (first, last)


def _year(found: re.Match[str], _: date) -> Days:
    year = int(found[2])
    (first_month, first_day), (last_month, last_day) = {
        "debut": ((1, 1), (3, 31)),
        "mi": ((5, 1), (8, 31)),
        "fin": ((10, 1), (12, 31)),
    }.get(_fold(found[1] or ""), ((1, 1), (12, 31)))
    return date(year, first_month, first_day), date(year, last_month, last_day)


def _season(found: re.Match[str], _: date) -> Days:
    month, year = _SEASONS[_fold(found[1])], int(found[2])
    return date(year, month, 21), date(year + month // 12, (month + 3) % 12 or 12, 20)


def _part_of_year(found: re.Match[str], _: date) -> Days:
    name, year = _fold(found[1]), int(found[3])
    rank = int(name[0]) if name[0].isdigit() else [_fold(word) for word in _ORDINALS].index(name) + 1
    length = 3 if found[2].lower() == "trimestre" else 6  # months
    last_month = rank * length
    if last_month > 12:
        raise ValueError("a year has four quarters and two halves")
    return date(year, last_month - length + 1, 1), date(
        year, last_month, calendar.monthrange(year, last_month)[1]
    )


def _days_ago(days: int) -> _Reader:
    return lambda _, today: (today - timedelta(days),) * 2


def _this(found: re.Match[str], today: date) -> Days:
    unit = found[1][0].lower()
    if unit == "s":
        return today - timedelta(today.weekday()), today
    return (today.replace(day=1) if unit == "m" else date(today.year, 1, 1)), today


def _previous(found: re.Match[str], today: date) -> Days:
    unit = found[1][0].lower()
    if unit == "a":
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if unit == "s":
        monday = today - timedelta(today.weekday())
        return monday - timedelta(7), monday - timedelta(1)
    last = today.replace(day=1) - timedelta(1)
    return last.replace(day=1), last


def _length(number: str, unit: str) -> timedelta:
    count = int(number) if number.isdigit() else _NUMERAL_VALUES[number.lower()]
    return timedelta(count * _UNIT_DAYS[unit[0].lower()])


def _last_ones(found: re.Match[str], today: date) -> Days:
    return today - _length(found[1] or found[2], found[3]), today


def _ago(found: re.Match[str], today: date) -> Days:
    """Around that day: who says `il y a deux mois` does not mean sixty days."""
    middle = today - _length(found[1], found[2])
    around = timedelta(_UNIT_DAYS[found[2][0].lower()] // 2)
    return middle - around, middle + around


def _last_weekday(found: re.Match[str], today: date) -> Days:
    back = (today.weekday() - _WEEKDAYS.index(found[1].lower())) % 7 or 7
    return (today - timedelta(back),) * 2


def _since_length(found: re.Match[str], today: date) -> Days:
    day = today - _length(found[1], found[2])
    return day, day


class Row(NamedTuple):
    """An expression, and what reads it."""

    # What it may begin with: words, of which the first two letters count, and `0` for any digit.
    begins: Iterable[str]
    pattern: str
    read: _Reader


def _row(begins: Iterable[str], pattern: str, read: _Reader) -> Row:
    """An expression of whole words, however they are typed."""
    return Row(begins, rf"(?:{loosen(pattern)})(?!\w)", read)


class _Table:
    """Expressions of which the first that matches counts. Each is tried only where it may begin: hardly anywhere."""

    def __init__(self, *rows: Row) -> None:
        self.rows = rows

    @cached_property
    def _by_beginning(self) -> dict[str, tuple[Row, ...]]:
        begun: dict[str, list[Row]] = {}
        for row in self.rows:
            for beginning in beginnings(row.begins):
                begun.setdefault(beginning, []).append(row)
        return {beginning: tuple(rows) for beginning, rows in begun.items()}

    def beginning(self, text: str, at: int) -> tuple[Row, ...]:
        """The rows that may begin at a place."""
        first = text[at : at + 2]
        rows = self._by_beginning.get(first) or self._by_beginning.get(first[:1], ())
        return rows if rows or first.isascii() or is_plain(first) else self.rows

    def end(self, text: str, at: int) -> int:
        """Where the expression ends that begins at a place; the place itself if none does."""
        for row in self.beginning(text, at):
            found = compiled(row.pattern).match(text, at)
            if found:
                return found.end()
        return at


def is_plain(letters: str) -> bool:
    """Whether letters have no second small or capital letter, as `s` has in `ſ`: others may begin anything."""
    return max(letters, default="") <= "ÿ"


def beginnings(words: Iterable[str]) -> frozenset[str]:
    """The first two letters of words, in any case, with their accents or without; of `0` each digit.

    >>> sorted(beginnings(["été"]))
    ['ET', 'Et', 'eT', 'et', 'ÉT', 'Ét', 'éT', 'ét']
    """
    found: set[str] = set()
    for word in words:
        if word == "0":
            found.update("0123456789")
        for first in {word[:2], _fold(word[:2])} - {"0"}:
            found |= {"".join(letters) for letters in product(*((each, each.upper()) for each in first))}
    return frozenset(found)


_MONTH_NAMES = tuple(name for names in _MONTHS for name in names.split())
_PARTS = ("début", "mi", "fin")
_NUMBERS = ("0", *_NUMERAL_VALUES)

# Points of the calendar. In plain text they need an introducer to be a filter: `en juillet 2024` is words.
_POINTS = _Table(
    _row("0", r"\d{4}-\d\d(?:-\d\d)?", _iso),
    _row("0", r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", _numeric),
    _row(("0", *_WEEKDAYS), rf"(?:{WEEKDAY} )?(\d{{1,2}})(?:er)? ({MONTH}){_MAYBE_YEAR}", _day),
    _row(_PARTS, rf"(début|mi|fin)(?:-| (?:de )?)({MONTH}){_MAYBE_YEAR}", _month),
    _row(_MONTH_NAMES, rf"(\b)({MONTH}) ({_YEAR})", _month),
    _row(
        ("printemps", "été", "automne", "hiver"),
        rf"(printemps|été|automne|hiver)(?: de l'année)? ({_YEAR})",
        _season,
    ),
    _row(
        ("0", *_ORDINALS),
        rf"(1er|[2-4]e|{'|'.join(_ORDINALS)}) (trimestre|semestre)(?: de)? ({_YEAR})",
        _part_of_year,
    ),
    _row(("0", *_PARTS), rf"(?:(début|mi|fin)(?:-| (?:de )?))?({_YEAR})", _year),
)
# Days counted from today: a filter wherever they stand.
_RELATIVES = _Table(
    _row(("aujourd'hui",), r"aujourd'hui", _days_ago(0)),
    _row(("avant",), r"avant-hier|avant hier", _days_ago(2)),
    _row(("hier",), r"hier", _days_ago(1)),
    _row(("ce",), r"ce(?:tte)? (semaine|mois|année)(?:-ci)?", _this),
    _row(("la", "le", "l'"), r"l(?:a |e |')(semaine|mois|an|année) (?:derni(?:er|ère)|passée?)", _previous),
    _row(
        ("ces", "les", "derniers", *_NUMBERS),
        rf"(?:[cl]es )?(?:({NUMBER}) derni(?:er|ère)s?|derni(?:er|ère)s ({NUMBER})) ({UNIT})",
        _last_ones,
    ),
    _row(("il",), rf"il y a ({NUMBER}) ({UNIT})", _ago),
    _row(_WEEKDAYS, rf"({WEEKDAY}) dernier", _last_weekday),
)
# What only `depuis` turns into a moment. The planet is written Mars.
_SINCE = _Table(
    _row(_NUMBERS, rf"({NUMBER}) ({UNIT})", _since_length),
    _row(_PARTS, r"début (?:de l'|du |de la )(année|mois|semaine)", _this),
    _row(_WEEKDAYS, rf"({WEEKDAY})", _last_weekday),
    _row(_MONTH_NAMES, rf"(\b)((?!(?-i:Mars)){MONTH})()(?! \d)", _month),
)
EXPRESSIONS = _Table(*_POINTS.rows, *_RELATIVES.rows, *_SINCE.rows)


def may_begin_relative(text: str, at: int) -> bool:
    """Whether a moment counted from today may begin at a place, by its first letters."""
    return bool(_RELATIVES.beginning(text, at))


def find_relative(text: str, at: int) -> int:
    """Where the moment counted from today ends that begins at `at`; `at` itself if none does."""
    return _RELATIVES.end(text, at)


def find_moment(text: str, at: int) -> int:
    """Where the moment ends that begins at `at`; `at` itself if none does."""
    end = _POINTS.end(text, at)
    return end if end > at else _RELATIVES.end(text, at)


def find_since(text: str, at: int) -> int:
    """Where what only `depuis` turns into a moment ends; `at` itself if it does not begin there."""
    return _SINCE.end(text, at)


_BEGINS_POINT = r"(?<![\w./*~-])\w"
_TELLS_WHICH = rf"(?s:{WEEKDAY}|.*[12]\d\d\d)"


def points(text: str) -> Iterator[tuple[int, int]]:
    """Where points of the calendar begin and end in plain text: days, months and seasons of which the year is
    said, or the day of the week. A year alone may be an amount, and `14 juillet` a feast."""
    if not any(map(str.isdigit, text)):
        return
    end = 0
    for begin in compiled(_BEGINS_POINT).finditer(text):
        start = begin.start()
        if start < end:
            continue
        end = _POINTS.end(text, start)
        said = text[start:end]
        if said and not said.isdigit() and compiled(_TELLS_WHICH).match(said):
            yield start, end


def read_moment(text: str, today: date) -> Days | None:
    """Say which days a moment names; None if it is none, or no such day exists.

    >>> read_moment("fin juin 2024", date(2024, 7, 10))
    (datetime.date(2024, 6, 21), datetime.date(2024, 6, 30))
    """
    for row in EXPRESSIONS.beginning(text, 0):
        found = compiled(row.pattern).fullmatch(text)
        if found:
            try:
                return row.read(found, today)
            except (ValueError, OverflowError):
                return None
    return None


def may_begin_moment(form: str) -> bool:
    """Whether a word that is not a function word can be the first of a moment that needs no introducer.

    >>> may_begin_moment("mercredi"), may_begin_moment("sommet")
    (True, False)
    """
    return bool(compiled(_BEGINS).fullmatch(form))


_BEGINS = loosen(rf"aujourd'hui|avant-hier|hier|derni(?:er|ère)s|{NUMBER}|{WEEKDAY}")
