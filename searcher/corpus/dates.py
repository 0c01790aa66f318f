"""Dates as the press and its files write them.

In: `2024-07-04`, `04/07/2024`, `1er août 2024`, `juil. 2024`, `Thu, 04 Jul 2024 10:00:00 GMT`, `1720051200` …
Out: a PartialDate that says no more than what was written, or None.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

from searcher.article import PartialDate
from searcher.corpus.folding import fold

_MONTHS = (
    "janvier janv jan january",
    "fevrier fevr fevri fev february feb",
    "mars mar march",
    "avril avr april apr",
    "mai may",
    "juin june jun",
    "juillet juil juill jul july",
    "aout august aug",
    "septembre sept septe sep september",
    "octobre oct october",
    "novembre nov november",
    "decembre dec december",
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

_LONG_ENOUGH = 6  # letters: of shorter names, one mistake makes another word
_LONG_MONTHS = tuple(
    (number, names.split()[0]) for number, names in enumerate(_MONTHS, 1) if len(names.split()[0]) > 6
)

_WEEKDAYS = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
)
WEEKDAYS = frozenset(_WEEKDAYS.split())

# An hour after the day is allowed and dropped; other words are not: they would be prose.
_HOUR = r"(?:[ ,t-]+(?:a |at )?\d{1,2} ?[h:].*)?"
_PATTERNS = tuple(
    re.compile(pattern + _HOUR)
    for pattern in (
        r"(?P<year>\d{4})[/.](?P<month>\d{1,2})(?:[/.](?P<day>\d{1,2}))?",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        # The day comes first, as everywhere in the French-speaking press.
        r"(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-](?P<year>\d{4})",
        r"(?:(?P<day>\d{1,2})(?:er|st|nd|rd|th)?[ -])?(?P<name>[a-z]{3,9})\.?[ -](?P<year>\d{4})",
        r"(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
    )
)
_LEADING_WORDS = re.compile(r"(?:(?!le )([a-z]+)\.?,? )?(?:le )?")
_LONGEST = 60  # characters: more is prose, and would fill the cache
_SECONDS_DIGITS = 10  # a Unix time in seconds has ten digits from 2001 to 2286, in milliseconds thirteen
_MILLISECONDS_DIGITS = 13


def month_number(name: str) -> int:
    """Number a month, from 1 to 12, by its French or English name or abbreviation; 0 if it is none.

    >>> [month_number(name) for name in ("août", "Févr.", "DÉC.", "setpembre", "brumaire")]
    [8, 2, 12, 9, 0]
    """
    folded = fold(name).rstrip(".")
    return _MONTH_NUMBERS.get(folded) or (_misspelt_month(folded) if len(folded) >= _LONG_ENOUGH else 0)


@lru_cache(maxsize=1024)
def _misspelt_month(folded: str) -> int:
    """The month whose long French name has one mistake less: a letter too many, too few, another, or two exchanged."""
    found = [number for number, name in _LONG_MONTHS if _is_one_mistake(folded, name)]
    return found[0] if len(found) == 1 else 0


def _is_one_mistake(written: str, name: str) -> bool:
    start = next(
        (at for at, (one, other) in enumerate(zip(written, name, strict=False)) if one != other), len(name)
    )
    one, other = written[start:], name[start:]
    return (
        one[1:] == other
        or one == other[1:]
        or one[1:] == other[1:]
        or (len(one) > 1 and one[:2] == other[1::-1] and one[2:] == other[2:])
    )


def read_date(written: str) -> PartialDate | None:
    """Read a date that is the whole of the text, whatever its shape; None if it is not one.

    >>> str(read_date("jeudi 1er août 2024 à 10h30")), str(read_date("juil. 2024")), read_date("hier")
    ('2024-08-01', '2024-07', None)
    """
    return _read_short(written.strip()) if len(written) <= _LONGEST else None


@lru_cache(maxsize=4096)  # a corpus has many articles a day
def _read_short(written: str) -> PartialDate | None:
    try:
        return PartialDate.parse(written)
    except ValueError:
        pass
    if written.isascii() and written.isdigit() and len(written) in (_SECONDS_DIGITS, _MILLISECONDS_DIGITS):
        return _read_unix_time(int(written[:_SECONDS_DIGITS]))
    return _read_in_words(" ".join(fold(written).split()).rstrip(" .,"))


def _read_unix_time(seconds: int) -> PartialDate:
    moment = datetime.fromtimestamp(seconds, UTC)
    return PartialDate(moment.year, moment.month, moment.day)


def _read_in_words(folded: str) -> PartialDate | None:
    leading = _LEADING_WORDS.match(folded)
    if leading and (leading[1] is None or leading[1] in WEEKDAYS):
        folded = folded[leading.end() :]
    for pattern in _PATTERNS:
        if found := pattern.fullmatch(folded):
            parts = found.groupdict()
            month = month_number(parts["name"]) if "name" in parts else int(parts["month"])
            return make_date(int(parts["year"]), month, int(parts["day"] or 0))
    return None


def make_date(year: int, month: int, day: int) -> PartialDate | None:
    """Make a date of numbers that were read; None if there is no such date. A month of 0 is none."""
    if not month:
        return None
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None
