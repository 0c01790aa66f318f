"""Timelines and facets as a reader sees them.

Golden files hold charts without colour. To renew them after a change that was meant, and read the difference:

    RENEW_GOLDEN=1 python -m pytest tests/present/test_charts.py && git diff tests/present/golden
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from present.hits import is_harmless, make_results
from rich.cells import cell_len
from rich.console import Console

from searcher import Bar, Facets, Period, Timeline
from searcher.present.charts import Tone, draw_bar, plain_lines
from searcher.present.facets import facet_lines
from searcher.present.terminal import print_lines
from searcher.present.timelines import MOST_ROWS, Per, arrange, timeline_lines

GOLDEN = Path(__file__).parent / "golden"


def make_timeline(query: str, by: Period, counts: Mapping[str | date, tuple[int, int]]) -> Timeline:
    """A timeline of so many articles found and published in the periods of some days, or of none."""
    bars = []
    for when, (articles, published) in counts.items():
        if isinstance(when, str):
            bars.append(Bar(when, None, None, articles, published, 100 * published))
        else:
            number = by.number(when)
            days = by.first(number), by.last(number)
            bars.append(Bar(by.called(number), *days, articles, published, 100 * published))
    return Timeline(query, query, (), by, sum(bar.articles for bar in bars), tuple(bars))


def months(*counts: int, start: int = 0) -> dict[str | date, tuple[int, int]]:
    return {
        date(2023 + at // 12, at % 12 + 1, 1): (count, 40 * (1 + at % 3))
        for at, count in enumerate(counts, start)
    }


FLOOD = make_timeline(
    "crue · depuis le 1er janvier 2023",
    Period.MONTH,
    {
        **months(0, 3, 12, 1, 0, 0, 0, 41, 7),
        date(2023, 11, 1): (5, 40),
        date(2024, 6, 1): (1, 900),
        "mois inconnu": (2, 3),
        "sans date": (60, 80),
    },
)
FIRE = make_timeline(
    "incendie",
    Period.MONTH,
    {
        **months(0, 0, 1, 0, 0, 20, 19, 18, 0),
        date(2023, 11, 1): (0, 40),
        date(2024, 6, 1): (0, 900),
        "mois inconnu": (0, 3),
        "sans date": (1, 80),
    },
)
DAYS = make_timeline(
    "grève",
    Period.DAY,
    {date(2019, 12, 1) + timedelta(at): (at * at % 37, 50) for at in range(200)} | {"jour inconnu": (1, 1)},
)
AGES = make_timeline(
    "guerre", Period.YEAR, {date(year, 1, 1): (year % 11, 30) for year in range(1798, 2021, 3)}
)
NOTHING = make_timeline("muguet", Period.MONTH, {})

CHARTS: dict[str, tuple[Sequence[Timeline], int, Per]] = {
    "timeline-80": ([FLOOD], 80, Per.NOTHING),
    "timeline-40": ([FLOOD], 40, Per.NOTHING),
    "timeline-200": ([FLOOD], 200, Per.ARTICLES),
    "timeline-words-80": ([FLOOD], 80, Per.WORDS),
    "timelines-80": ([FLOOD, FIRE], 80, Per.NOTHING),
    "timelines-200": ([FLOOD, FIRE, FLOOD], 200, Per.ARTICLES),
    "timelines-40": ([FLOOD, FIRE, FIRE, FLOOD, FIRE], 40, Per.NOTHING),
    "timeline-days-80": ([DAYS], 80, Per.NOTHING),
    "timeline-ages-60": ([AGES], 60, Per.ARTICLES),
    "timeline-nothing-80": ([NOTHING, NOTHING], 80, Per.NOTHING),
}


def compare(shown: str, name: str) -> None:
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("RENEW_GOLDEN"):
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_the_one_that_was_read_and_found_good(name: str) -> None:
    """Nobody looks at every width after every change: these files do."""
    timelines, width, per = CHARTS[name]
    lines = list(plain_lines(timeline_lines(timelines, width, per)))
    compare("\n".join(lines) + "\n", name)
    assert [line for line in lines if cell_len(line) > width] == []


FACETS = {
    "source": Facets(
        (
            ("AFP", 1204),
            ("Le Courrier des Steppes et des Montagnes [/bold]\x1b[31m du Grand Nord", 130),
            ("新华社", 7),
            *((f"Source {number:02}", 1) for number in range(20)),
        ),
        unknown=31,
        total=1392,
    ),
    "auteur": Facets((), unknown=1392, total=1392),
    "an\x1bnée": Facets((("2024", 1392),), unknown=0, total=1392),
}


@pytest.mark.parametrize("width", [80, 40])
def test_facets_are_those_that_were_read_and_found_good(width: int) -> None:
    """As for timelines."""
    lines = list(plain_lines(facet_lines(make_results(total=1392), FACETS, width, 5)))
    compare("\n".join(lines) + "\n", f"facets-{width}")
    assert [line for line in lines if cell_len(line) > width] == []
    assert all(map(is_harmless, lines))


def colours(lines: Sequence[Sequence[tuple[str, Tone]]], **options: bool) -> str:
    output = io.StringIO()
    console = Console(file=output, width=80, force_terminal=True, color_system="standard", **options)
    print_lines(lines, console)
    return output.getvalue()


def test_what_is_compared_has_colours_that_differ_unless_none_are_wanted() -> None:
    """Which bar is whose must be seen at once; NO_COLOR leaves the columns and their headings."""
    lines = list(timeline_lines([FLOOD, FIRE], 80))
    coloured, bare = colours(lines), colours(lines, no_color=True)
    assert "\x1b[94m" in coloured
    assert "\x1b[91m" in coloured
    assert not any(f"\x1b[{number}m" in bare for number in range(30, 38))
    assert "█" in bare


@given(part=st.integers(0, 1000), most=st.integers(1, 999), width=st.integers(1, 60))
def test_a_bar_is_as_long_as_its_amount_and_what_is_there_is_seen(part: int, most: int, width: int) -> None:
    """One article of a thousand is not none."""
    amount = most * part / 1000
    bar = draw_bar(amount, most, width)
    eighths = sum(8 if sign == "█" else " ▏▎▍▌▋▊▉".index(sign) for sign in bar)
    assert len(bar) <= width
    assert (eighths > 0) == (amount > 0)
    assert amount == 0 or abs(eighths - max(1, 8 * width * amount / most)) <= 0.5


@st.composite
def timelines(draw: st.DrawFn) -> Sequence[Timeline]:
    """Timelines of the same periods, near each other or centuries apart."""
    by = draw(st.sampled_from(Period))
    start, years = draw(st.dates()), draw(st.sampled_from([1, 1, 30, 9999]))
    ends = (start, date(min(9999, start.year + years), 12, 31))
    days = sorted(draw(st.lists(st.dates(*ends), max_size=90)))
    periods = list({by.number(day): day for day in days}.values())
    number = st.integers(0, 40)
    return [
        make_timeline(
            f"requête {at}",
            by,
            {day: (draw(number), 41) for day in periods} | draw(st.just({}) | st.just({"sans date": (3, 9)})),
        )
        for at in range(draw(st.integers(1, 4)))
    ]


@given(several=timelines(), width=st.integers(40, 200), per=st.sampled_from(Per))
def test_however_it_is_condensed_the_bars_add_up_and_fit(
    several: Sequence[Timeline], width: int, per: Per
) -> None:
    """A century by day is shown by longer periods: nothing of it may be lost."""
    chart = arrange(several)
    for at, timeline in enumerate(several):
        assert sum(row.cells[at].articles for row in chart.rows if row.cells) == timeline.total
    assert len([row for row in chart.rows if row.dated]) <= MOST_ROWS
    lines = list(plain_lines(timeline_lines(several, width, per)))
    assert [line for line in lines if cell_len(line) > width] == []


def test_every_text_of_a_chart_is_harmless() -> None:
    """A query may hold what a terminal obeys, and two columns a letter."""
    hostile = make_timeline("中国 [/bold]\x1b[31m " + "long " * 20, Period.MONTH, months(1, 2))
    lines = list(plain_lines(timeline_lines([hostile, hostile], 60)))
    assert all(map(is_harmless, lines))
    assert [line for line in lines if cell_len(line) > 60 and "long" not in line] == []
