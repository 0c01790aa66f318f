"""Timelines as a reader sees them: a bar for each period, a small line for each query, several queries side by side.

In: timelines of the same periods. Out: lines. Time that is too long for bars is shown in longer periods, and that is
said; the bars of each query still add up to what it finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from textwrap import wrap
from typing import Protocol

from searcher.present.charts import Line, Piece, Tone, draw_bar, draw_spark, pad, shorten, spread, tone_of
from searcher.present.cleaning import clean_line
from searcher.present.french import MONTHS, say_articles, say_decimal, say_number
from searcher.search.periods import Period
from searcher.search.timeline import UNDATED, Bar, Timeline, in_proportion

# More bars than that are no picture any more.
MOST_ROWS = 80
# Of so many periods in a row in which the index has nothing, one line tells.
FEWEST_SKIPPED = 3
_MOST_COLUMNS = 100  # as all other output, for one query
_EACH = 48  # columns for each of several queries, where there is room
_LEAST_BAR, _LEAST_SPARK = 6, 10


class Counted(Protocol):
    """What is known of some time."""

    @property
    def articles(self) -> int:
        """That a query finds."""

    @property
    def published(self) -> int:
        """All of them."""

    @property
    def words(self) -> int:
        """Of all of them."""


class Per(StrEnum):
    """What articles are counted in proportion to."""

    NOTHING = "none"
    ARTICLES = "articles"
    WORDS = "words"

    def amount(self, counted: Counted) -> float:
        """How much that is; 0 where nothing was published."""
        if self is Per.NOTHING:
            return counted.articles
        whole, unit = (counted.published, 1000) if self is Per.ARTICLES else (counted.words, 1_000_000)
        return in_proportion(counted.articles, whole, unit) or 0.0


_PER = {
    Per.NOTHING: "articles",
    Per.ARTICLES: "articles pour mille publiés",
    Per.WORDS: "articles pour un million de mots publiés",
}
WORDS_NOTE = "mots grammaticaux non comptés"
_NOTHING = "–"  # where the index has nothing, which is not to have looked for nothing


def say_per(per: Per) -> str:
    """What is counted, in French."""
    return _PER[per]


@dataclass(frozen=True, slots=True)
class Scale:
    """Periods that are shown as one."""

    period: Period
    step: int  # so many of them

    def number(self, day: date) -> int:
        return self.period.number(day) // self.step


_SCALES = {
    Period.DAY: (
        Scale(Period.DAY, 1),
        Scale(Period.WEEK, 1),
        Scale(Period.MONTH, 1),
        Scale(Period.MONTH, 3),
    ),
    Period.WEEK: (Scale(Period.WEEK, 1), Scale(Period.WEEK, 4), Scale(Period.WEEK, 13)),
    Period.MONTH: (Scale(Period.MONTH, 1), Scale(Period.MONTH, 3)),
    Period.YEAR: (Scale(Period.YEAR, 1), Scale(Period.YEAR, 5)),
}
_YEARS = tuple(Scale(Period.YEAR, step) for step in (1, 5, 10, 50, 100, 500))
_NAMES = {
    Period.DAY: ("jour", "jours"),
    Period.WEEK: ("semaine, du lundi", "semaines"),
    Period.MONTH: ("mois", "mois"),
    Period.YEAR: ("année", "années"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one query finds in one row."""

    articles: int
    published: int
    words: int

    def plus(self, bar: Bar) -> Cell:
        return Cell(self.articles + bar.articles, self.published + bar.published, self.words + bar.words)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a chart."""

    label: str
    cells: Sequence[Cell]  # of each query
    dated: bool = True
    skipped: int = 0  # rows of which the index has nothing, that this one stands for
    skipped_said: str = ""  # how long that is


@dataclass(frozen=True, slots=True)
class Chart:
    """The rows of some timelines."""

    by: Period
    periods: int  # that there are, from the first to the last
    scale: Scale  # what a row stands for
    rows: Sequence[Row]


def arrange(timelines: Sequence[Timeline], most: int = MOST_ROWS) -> Chart:
    """Lay timelines of the same periods out in rows."""
    by = timelines[0].by
    known = [[bar for bar in timeline.bars if bar.first] for timeline in timelines]
    days = [bar.first for bar in known[0] if bar.first]
    periods = by.number(days[-1]) - by.number(days[0]) + 1 if days else 0
    scales = [*_SCALES[by], *(scale for scale in _YEARS if by is not Period.YEAR or scale.step > 5)]
    rows: list[Row] = []
    for scale in scales:
        rows = list(_rows(scale, known))
        if len(rows) <= most:
            break
    return Chart(by, periods, scale, [*rows, *_undated(timelines)])


def _rows(scale: Scale, known: Sequence[Sequence[Bar]]) -> Iterator[Row]:
    gathered: dict[int, list[Cell]] = {}
    for at, bars in enumerate(known):
        for bar in bars:
            assert bar.first
            cells = gathered.setdefault(scale.number(bar.first), [Cell(0, 0, 0)] * len(known))
            cells[at] = cells[at].plus(bar)
    before: int | None = None
    for number, cells in sorted(gathered.items()):
        between = range(before + 1, number) if before is not None else range(0)
        if len(between) >= FEWEST_SKIPPED:
            length = f"{say_number(len(between) * scale.step)} {_NAMES[scale.period][1]}"
            yield Row("⋮", (), skipped=len(between), skipped_said=length)
        else:
            for empty in between:
                yield Row(_label(scale, empty), [Cell(0, 0, 0)] * len(known))
        yield Row(_label(scale, number), cells)
        before = number


def _undated(timelines: Sequence[Timeline]) -> Iterator[Row]:
    """Rows of what has no date that tells the period."""
    unknown = [{bar.period: bar for bar in timeline.bars if not bar.first} for timeline in timelines]
    for name in sorted({name for bars in unknown for name in bars}, key=lambda name: name == UNDATED):
        empty = Cell(0, 0, 0)
        cells = [empty.plus(bars[name]) if name in bars else empty for bars in unknown]
        yield Row(name, cells, dated=False)


def _label(scale: Scale, number: int) -> str:
    first = scale.period.first(max(number * scale.step, scale.period is Period.YEAR))  # there is no year 0
    match scale:
        case Scale(Period.YEAR, 1):
            return str(first.year)
        case Scale(Period.YEAR, step):
            return f"{first.year}–{first.year // step * step + step - 1}"
        case Scale(Period.MONTH, 3):
            return f"{(first.month + 2) // 3}e trim. {first.year}".replace("1e", "1er", 1)
        case Scale(Period.MONTH):
            return f"{MONTHS[first.month - 1]} {first.year}"
        case _:
            return f"{'1er' if first.day == 1 else first.day} {MONTHS[first.month - 1]} {first.year}"


# ---------------------------------------------------------------- lines


def timeline_lines(timelines: Sequence[Timeline], width: int, per: Per = Per.NOTHING) -> Iterator[Line]:
    """Draw timelines of the same periods.

    Args:
        width: columns there are.
    """
    room = min(width, _MOST_COLUMNS if len(timelines) == 1 else max(_MOST_COLUMNS, _EACH * len(timelines)))
    chart = arrange(timelines)
    dated = [row for row in chart.rows if row.dated]
    most = max((per.amount(cell) for row in dated for cell in row.cells), default=0.0)
    for at, timeline in enumerate(timelines):
        tone = Tone.STRONG if len(timelines) == 1 else tone_of(at)
        yield from spread(clean_line(timeline.understood), say_articles(timeline.total), room, tone)
        if dated and most:
            yield from _spark_lines(at, dated, per, room)
    if not any(row.cells for row in chart.rows):
        return
    yield []
    for said in _headings(chart, per):
        yield from ([(line, Tone.QUIET)] for line in wrap(said, room))
    yield from _chart_lines(timelines, chart.rows, per, most, room)
    notes = [WORDS_NOTE] if per is Per.WORDS else []
    if any(row.skipped or (row.dated and not row.cells[0].published) for row in chart.rows):
        notes.append(f"{_NOTHING} : aucun article dans l'index")
    if notes:
        yield []
    for note in notes:
        yield [(note, Tone.QUIET)]


def _spark_lines(at: int, rows: Sequence[Row], per: Per, room: int) -> Iterator[Line]:
    """What one query finds over time, in one line of its own scale, and where most of it is."""
    amounts: list[float] = []
    highest, where = 0.0, ""
    for row in rows:
        amounts += [per.amount(row.cells[at])] if row.cells else [0.0] * row.skipped
        if amounts[-1] > highest:
            highest, where = amounts[-1], row.label
    said = f"au plus {_say_amount(highest, per, highest)} ({where})" if highest else ""
    beside = room - len(said) - 2
    if beside >= _LEAST_SPARK:
        yield [(draw_spark(amounts, beside), tone_of(at)), ("  ", Tone.PLAIN), (said, Tone.QUIET)]
    else:
        yield [(draw_spark(amounts, room), tone_of(at))]
        yield from ([(line, Tone.QUIET)] for line in wrap(said, room))


def _headings(chart: Chart, per: Per) -> Iterator[str]:
    """What a bar stands for; and, where it is not what was asked for, why."""
    yield f"{say_per(per)}, par {_say_length(chart.scale)}"
    if chart.scale != Scale(chart.by, 1):
        asked = f"{say_number(chart.periods)} {_NAMES[chart.by][1]}"
        yield f"({asked}, trop pour une ligne chacun ; tous avec --csv ou --json)"


def _say_length(scale: Scale) -> str:
    match scale:
        case Scale(Period.MONTH, 3):
            return "trimestre"
        case Scale(period, 1):
            return _NAMES[period][0]
        case Scale(period, step):
            return f"{step} {_NAMES[period][1]}"


def _chart_lines(
    timelines: Sequence[Timeline], rows: Sequence[Row], per: Per, most: float, room: int
) -> Iterator[Line]:
    """The rows, a column for each query; in several charts below each other where there are too many."""
    labels = max(len(row.label) for row in rows if row.cells)
    numbers = max(len(_say_cell(cell, per, most)) for row in rows for cell in row.cells)
    charts = -(-len(timelines) // max(1, (room - labels) // (3 + numbers + _LEAST_BAR)))
    together = -(-len(timelines) // charts)
    column = (room - labels) // together - 2  # the same in all charts, so that their bars can be compared
    for start in range(0, len(timelines), together):
        shown = range(start, min(start + together, len(timelines)))
        if start:
            yield []
        if len(timelines) > 1:
            heads = [
                (f"  {pad(shorten(clean_line(timelines[at].query), column), column)}", tone_of(at))
                for at in shown
            ]
            yield [(" " * labels, Tone.PLAIN), *heads]
        for row in rows:
            yield list(_row_pieces(row, shown, per, most, labels, numbers, column))


def _row_pieces(
    row: Row, shown: Sequence[int], per: Per, most: float, labels: int, numbers: int, column: int
) -> Iterator[Piece]:
    yield f"{row.label:>{labels}}", Tone.PLAIN if row.dated and row.cells else Tone.QUIET
    if row.skipped:
        yield f"  {_NOTHING} sur {row.skipped_said}", Tone.QUIET
        return
    room = max(0, column - numbers - 1)
    for at in shown:
        cell = row.cells[at]
        yield f"  {_say_cell(cell, per, most):>{numbers}}", Tone.PLAIN if cell.articles else Tone.QUIET
        yield f" {draw_bar(per.amount(cell), most, room):<{room}}", tone_of(at) if row.dated else Tone.QUIET


def _say_cell(cell: Cell, per: Per, most: float) -> str:
    return _say_amount(per.amount(cell), per, most) if cell.published else _NOTHING


def _say_amount(amount: float, per: Per, most: float) -> str:
    if per is Per.NOTHING or most >= 1000:
        return say_number(round(amount))
    return say_decimal(amount, 1 if most >= 10 else 2) if amount else "0"
