"""What programs get of timelines and facets is a promise: its names and what they mean stay."""

from __future__ import annotations

import csv
import json

from present.hits import make_results
from present.test_charts import FACETS, FIRE, FLOOD

from searcher.present.records import to_json
from searcher.present.series import facets_record, timelines_csv, timelines_record

BAR = [
    "period",
    "first",
    "last",
    "articles",
    "published",
    "words",
    "per_thousand_articles",
    "per_million_words",
]


def test_the_names_of_a_timeline_are_those_that_are_documented() -> None:
    """Every period is there, also those of which the index has nothing, and they add up."""
    answer = json.loads(to_json(timelines_record([FLOOD, FIRE])))
    assert list(answer) == ["by", "timelines"]
    assert answer["by"] == "month"
    for timeline, made in zip(answer["timelines"], (FLOOD, FIRE), strict=True):
        assert list(timeline) == ["query", "understood", "warnings", "total", "bars"]
        assert sum(bar["articles"] for bar in timeline["bars"]) == timeline["total"] == made.total
        assert all(list(bar) == BAR for bar in timeline["bars"])
    bars = answer["timelines"][0]["bars"]
    assert [bar["period"] for bar in bars[:18]] == [f"2023-{m:02}" for m in range(1, 13)] + [
        f"2024-{m:02}" for m in range(1, 7)
    ]
    assert bars[1] == {
        "period": "2023-02",
        "first": "2023-02-01",
        "last": "2023-02-28",
        "articles": 3,
        "published": 80,
        "words": 8000,
        "per_thousand_articles": 37.5,
        "per_million_words": 375.0,
    }
    assert bars[11]["published"] == 0
    assert bars[11]["per_thousand_articles"] is None
    assert [(bar["period"], bar["first"], bar["articles"]) for bar in bars[18:]] == [
        ("mois inconnu", None, 2),
        ("sans date", None, 60),
    ]


def test_a_table_has_a_line_for_each_query_and_period() -> None:
    """Spreadsheets and statistics take tables, and what they take is what JSON has."""
    rows = list(csv.DictReader("".join(timelines_csv([FLOOD, FIRE])).splitlines()))
    assert list(rows[0]) == ["query", *BAR]
    assert [row["query"] for row in rows] == [FLOOD.query] * 20 + [FIRE.query] * 20
    bars = [bar for timeline in timelines_record([FLOOD, FIRE])["timelines"] for bar in timeline["bars"]]
    for row, bar in zip(rows, bars, strict=True):
        assert {name: row[name] for name in BAR} == {
            name: "" if bar[name] is None else str(bar[name]) for name in BAR
        }
    assert "".join(timelines_csv([])) == ",".join(["query", *BAR]) + "\n"


def test_the_names_of_facets_are_those_that_are_documented() -> None:
    """All values are there, however few a reader is shown."""
    answer = json.loads(to_json(facets_record(make_results(total=1392), FACETS)))
    assert list(answer) == ["query", "understood", "warnings", "total", "facets"]
    assert list(answer["facets"]) == list(FACETS)
    source = answer["facets"]["source"]
    assert (len(source["values"]), source["unknown"], source["total"]) == (23, 31, 1392)
    assert source["values"][0] == ["AFP", 1204]
