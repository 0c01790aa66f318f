"""Dates are read as the French press writes them, and never made more precise than they are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus import read_date

YEAR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
MONTHS = YEAR.split()

READABLE = {
    "2024": "2024",
    "2024-07": "2024-07",
    "2024-07-04": "2024-07-04",
    "2024-07-04T10:00:00+02:00": "2024-07-04",
    "2024/07/04": "2024-07-04",
    "20240704": "2024-07-04",
    "04/07/2024": "2024-07-04",
    "4.7.2024": "2024-07-04",
    "04/07/2024 10:30": "2024-07-04",
    "07/2024": "2024-07",
    "4 juillet 2024": "2024-07-04",
    "le 4 juillet 2024": "2024-07-04",
    "Jeudi 4 juillet 2024 à 10h30": "2024-07-04",
    "1er août 2024": "2024-08-01",
    "1ᵉʳ AOUT 2024": "2024-08-01",
    "5 déc. 2024": "2024-12-05",
    "12 fevr 2023": "2023-02-12",
    "12 fe\u0301vrier 2023": "2023-02-12",
    "juil. 2024": "2024-07",
    "Août\u00a02024": "2024-08",
    "July 4, 2024": "2024-07-04",
    "4 July 2024": "2024-07-04",
    "Thu, 04 Jul 2024 10:00:00 GMT": "2024-07-04",
    "1720051200": "2024-07-04",
    "1720051200000": "2024-07-04",
}


@pytest.mark.parametrize(("written", "read"), READABLE.items())
def test_dates_of_the_press_are_read(written: str, read: str) -> None:
    """Each shape is found in files of newsrooms or crawlers."""
    assert str(read_date(written)) == read


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "hier",
            "31 février 2024",
            "13/13/2024",
            "07/25/2024",
            "4 juillet",
            "juillet",
            "limite pour 2024",
        ),
        *(
            "12 brumaire 2024",
            "2024-13",
            "du 4 au 5 juillet 2024",
            "4 juillet 2024, jour de fête",
            "0",
            "99999",
        ),
    ],
)
def test_what_is_no_date_is_not_guessed(written: str) -> None:
    """A wrong date is worse than none: it puts the article where nobody looks for it."""
    assert read_date(written) is None


@given(day=st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_in_words_and_in_figures(day: date) -> None:
    """No month, no end of month and no leap day may be forgotten."""
    ordinal = "1er" if day.day == 1 else str(day.day)
    for written in (
        f"{ordinal} {MONTHS[day.month - 1]} {day.year}",
        f"{day.day:02d}/{day.month:02d}/{day.year}",
        day.isoformat(),
    ):
        assert str(read_date(written)) == day.isoformat()


@given(written=st.text())
def test_any_text_is_a_date_or_none(written: str) -> None:
    """Metadata hold anything."""
    found = read_date(written)
    assert found is None or str(found)
