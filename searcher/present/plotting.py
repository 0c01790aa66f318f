"""Plotting: timelines as a picture, for a page. The one door to matplotlib; needs `searcher[plot]`.

In: timelines of the same periods, and a file named .png or .svg. Out: the file. The same timelines give the same bytes,
with one version of matplotlib.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from datetime import date
from math import nan
from pathlib import Path

from searcher.errors import LibraryMissing
from searcher.present.charts import shorten
from searcher.present.cleaning import clean_line
from searcher.present.french import say_articles, say_number
from searcher.present.timelines import WORDS_NOTE, Per, say_per
from searcher.search.periods import Period
from searcher.search.timeline import Timeline

# Blue, orange, purple, green …: told apart in print and by most who do not see all colours (Okabe & Ito 2008).
_COLOURS = ("#0072b2", "#e69f00", "#cc79a7", "#009e73", "#d55e00", "#56b4e9", "#999999", "#000000")
_INCHES = (10, 5)
_DOTS = 150  # an inch, of a PNG
_LONGEST = 70  # characters of a query in the legend
# Bars of more periods are thinner than a dot: a line is drawn instead, and for several queries from half as many on.
_MOST_BARS = 120


def plot_timelines(timelines: Sequence[Timeline], path: Path, per: Per = Per.NOTHING) -> None:
    """Draw timelines, those of several queries side by side; what has no date is told below.

    Raises:
        LibraryMissing: there is no matplotlib.
        OSError: the file cannot be written.
    """
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
        from matplotlib.ticker import FuncFormatter
    except ImportError as error:
        raise LibraryMissing("drawing a picture", "matplotlib", extra="plot") from error
    with rc_context(
        {
            "svg.hashsalt": "searcher",
            "date.epoch": str(_EPOCH),
            "axes.spines.top": False,
            "axes.spines.right": False,
        }
    ):
        figure = Figure(figsize=_INCHES, layout="constrained")
        axes = figure.add_subplot()
        by, several = timelines[0].by, len(timelines)
        for at, timeline in enumerate(timelines):
            starts: list[float] = []
            amounts: list[float] = []
            for bar in timeline:
                if bar.first:
                    starts.append(float((bar.first - _EPOCH).days))
                    # Nothing published is a gap in a line, not a time without interest.
                    amounts.append(per.amount(bar) if bar.published else nan)
            colour = _COLOURS[at % len(_COLOURS)]
            label = f"{shorten(clean_line(timeline.query), _LONGEST)} · {say_articles(timeline.total)}"
            if len(starts) * several > _MOST_BARS:
                axes.plot(starts, amounts, color=colour, label=label, linewidth=1.2)
            else:
                width = 0.9 * _DAYS[by] / several
                places = [start + at * width for start in starts]
                axes.bar(places, amounts, width, align="edge", color=colour, label=label)
        axes.xaxis_date()
        axes.set_ylim(bottom=0)
        axes.set_ylabel(f"{say_per(per)}, {_SAID[by]}", fontsize="small")
        axes.yaxis.set_major_formatter(FuncFormatter(_say_amount))
        notes = [*_say_unknown(timelines), *([WORDS_NOTE] if per is Per.WORDS else [])]
        axes.set_xlabel(" · ".join(notes), loc="left", fontsize="small")
        legend = axes.legend(loc="lower left", bbox_to_anchor=(0, 1), frameon=False, ncols=1)
        for text in legend.get_texts():
            text.set_parse_math(False)  # a query may hold $
        form = path.suffix.lower().removeprefix(".")
        # Of a letter that the font has not there is a box, which says as much.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(path, format=form, dpi=_DOTS, metadata={"Date": None} if form == "svg" else None)


_EPOCH = date(1970, 1, 1)  # from which matplotlib counts days
_DAYS = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 30, Period.YEAR: 365}
_SAID = {
    Period.DAY: "par jour",
    Period.WEEK: "par semaine",
    Period.MONTH: "par mois",
    Period.YEAR: "par année",
}


def _say_amount(amount: float, _: object) -> str:
    """A number on the axis, as French writes it."""
    return say_number(int(amount)) if amount == int(amount) else f"{amount:g}".replace(".", ",")


def _say_unknown(timelines: Sequence[Timeline]) -> list[str]:
    """What is not in the picture, since it has no date that tells the period."""
    counts: dict[str, list[int]] = {}
    for at, timeline in enumerate(timelines):
        for bar in timeline.bars:
            if not bar.first:
                counts.setdefault(bar.period, [0] * len(timelines))[at] = bar.articles
    return [f"{period} : {' ; '.join(map(say_number, each))}" for period, each in counts.items()]
