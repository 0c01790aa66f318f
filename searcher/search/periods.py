"""Periods: time cut in days, weeks, months or years.

The periods of one length follow each other, and are numbered so: the number of a day says which one it is of.
"""

from __future__ import annotations

from array import array
from datetime import date, timedelta
from enum import StrEnum


class Period(StrEnum):
    """A length of time."""

    DAY = "day"
    WEEK = "week"  # of ISO 8601: from Monday, the first one of a year has its first Thursday
    MONTH = "month"
    YEAR = "year"

    def number(self, day: date) -> int:
        """Which one a day is of.

        >>> Period.WEEK.number(date(2024, 7, 8)) - Period.WEEK.number(date(2024, 7, 7))
        1
        """
        match self:
            case Period.DAY:
                return day.toordinal()
            case Period.WEEK:
                return (day.toordinal() - 1) // 7
            case Period.MONTH:
                return 12 * day.year + day.month - 1
            case Period.YEAR:
                return day.year

    def first(self, number: int) -> date:
        """The first day of one.

        >>> Period.MONTH.first(Period.MONTH.number(date(2024, 7, 8)))
        datetime.date(2024, 7, 1)
        """
        match self:
            case Period.DAY:
                return date.fromordinal(number)
            case Period.WEEK:
                return date.fromordinal(7 * number + 1)
            case Period.MONTH:
                return date(number // 12, number % 12 + 1, 1)
            case Period.YEAR:
                return date(number, 1, 1)

    def starts(self, first: int, last: int) -> array[int]:
        """The ordinals of the first days of some that follow each other, both ends included.

        >>> [date.fromordinal(day).year for day in Period.YEAR.starts(2023, 2025)]
        [2023, 2024, 2025]
        """
        match self:
            case Period.DAY:
                return array("I", range(first, last + 1))
            case Period.WEEK:
                return array("I", range(7 * first + 1, 7 * last + 2, 7))
            case _:
                return array("I", (self.first(number).toordinal() for number in range(first, last + 1)))

    def last(self, number: int) -> date:
        """The last day of one; of the last one there is, the last day there is.

        >>> Period.YEAR.last(2024)
        datetime.date(2024, 12, 31)
        """
        try:
            return self.first(number + 1) - timedelta(1)
        except (ValueError, OverflowError):
            return date.max

    def called(self, number: int) -> str:
        """What one is called: `2024-07-04`, `2024-W27`, `2024-07`, `2024`.

        >>> Period.WEEK.called(Period.WEEK.number(date(2024, 12, 30)))
        '2025-W01'
        """
        day = self.first(number)
        match self:
            case Period.WEEK:
                year, week, _ = day.isocalendar()
                return f"{year:04d}-W{week:02d}"
            case Period.DAY:
                return str(day)
            case Period.MONTH:
                return str(day)[:7]
            case Period.YEAR:
                return str(day)[:4]
