"""Series: timelines and facets for programs, as JSON and CSV whose names and meanings stay.

`timeline --json` is one object:

    by           `day`, `week` (of ISO 8601), `month` or `year`
    timelines    one for each query, in their order, all of the same periods, each with
        query understood warnings
                     as those of `search --json`
        total        how many articles the query finds: the sum of its bars
        bars         every period in order; then, where there are any, the articles whose date does not tell it (`jour
                     inconnu`, `semaine inconnue`, `mois inconnu`), and those without one (`sans date`), each with
            period       `2024-07-04`, `2024-W27`, `2024-07`, `2024`
            first last   its days, both included; null where they are not known
            articles     that the query finds
            published    articles of the index of that period
            words        of all of these, without function words
            per_thousand_articles per_million_words
                         `articles` in proportion to the two; null where nothing was published

`timeline --csv` has a line for each query and period, with the columns `query`, then those of a bar.

`facets --json` is one object: `query` `understood` `warnings` `total` as those of `search --json`, and `facets`, an
object with the names that were asked for, each with

    values       [value, articles] pairs, the most frequent first, then in the order of the values
    unknown      articles without a value
    total        articles found; of a field that has several values in an article, the values add up to more
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

from searcher.present.records import Record
from searcher.search import Results
from searcher.search.faceting import Facets
from searcher.search.timeline import Bar, Timeline

_RATES = ("per_thousand_articles", "per_million_words")
_COLUMNS = (*(field.name for field in fields(Bar)), *_RATES)


def timelines_record(timelines: Sequence[Timeline]) -> Record:
    """Timelines of the same periods."""
    return {
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
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(("query", *_COLUMNS))
    for timeline in timelines:
        for bar in timeline:
            writer.writerow((timeline.query, *_bar_record(bar).values()))
            yield line.getvalue()
            line.seek(0)
            line.truncate()
    yield line.getvalue()


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
