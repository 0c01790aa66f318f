"""Series: timelines and facets for programs, as JSON and CSV whose names and meanings stay.

In: timelines or facets. Out: records, whose names are in `schemas.py`; or a table with a line for each query and
period, whose columns are `query`, then the names of a bar.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import chain

from searcher.present.records import Record
from searcher.present.tables import table_lines
from searcher.search import Results
from searcher.search.faceting import Facets
from searcher.search.timeline import Bar, Timeline

_RATES = ("per_thousand_articles", "per_million_words")
_COLUMNS = (*(field.name for field in fields(Bar)), *_RATES)


def timelines_record(timelines: Sequence[Timeline]) -> Record:
    """Timelines of the same periods."""
    return {
        "schema": "timeline/1",
        "by": str(timelines[0].by),
        "timelines": [
            {
                "query": timeline.query,
                "understood": timeline.understood,
                "warnings": list(timeline.warnings),
                "total": timeline.total,
                "bars": [_bar_record(bar) for bar in timeline],
            }
            for timeline in timelines
        ],
    }


def timelines_csv(timelines: Sequence[Timeline]) -> Iterator[str]:
    """Timelines as a table, line by line."""
    yield from table_lines(
        chain(
            [("query", *_COLUMNS)],
            ((timeline.query, *_bar_record(bar).values()) for timeline in timelines for bar in timeline),
        )
    )


def _bar_record(bar: Bar) -> Record:
    return {name: _plain(getattr(bar, name)) for name in _COLUMNS}


def _plain(value: object) -> object:
    """A number as short as it is worth, a day as it is written."""
    if isinstance(value, float):
        return round(value, 6)
    return value if value is None or isinstance(value, int | str) else str(value)


def facets_record(results: Results, facets: Mapping[str, Facets]) -> Record:
    """Facets of what a query finds."""
    return {
        "schema": "facets/1",
        "query": results.query,
        "understood": results.understood,
        "warnings": list(results.warnings),
        "total": results.total,
        "facets": {
            name: {
                "values": [[value, count] for value, count in each.values],
                "unknown": each.unknown,
                "total": each.total,
            }
            for name, each in facets.items()
        },
    }
