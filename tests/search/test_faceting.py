"""Faceting: counts by value and by date are those of a count by hand, over any tree."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conditions import NAMES, corpora, trees
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.known import count_values
from benchmarks.scan import Scan
from searcher import Article, PartialDate, build_index, edit_index
from searcher.article import Precision
from searcher.index import open_snapshot
from searcher.query import Everything
from searcher.search.faceting import Facets, count_by_date, count_by_value
from searcher.search.matching import Matcher


@given(data=st.data(), articles=corpora(), size=st.sampled_from([1, 90, 1 << 20]))
@settings(max_examples=40)
def test_counts_are_those_of_a_look_at_each_article(
    data: st.DataObject, articles: list[Article], size: int
) -> None:
    """Exact, in any number of segments, of what is found and not deleted."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.index.writing.SEGMENT_BYTES", size)
        build_index(folder, articles)
        gone = (
            data.draw(st.sets(st.sampled_from([article.key for article in articles[1:]])))
            if articles[1:]
            else ()
        )
        with edit_index(folder) as writer:
            for key in gone:
                writer.remove(key)
        left = [article for article in articles if article.key not in gone]
        snapshot, scan = open_snapshot(Path(folder)), Scan(left)
        tree = data.draw(st.just(Everything()) | trees(left))
        found, matches = [left[number] for number in scan.match(tree)], Matcher(snapshot).match(tree)
        for name in NAMES:
            counts, unknown = count_values(found, name)
            expected = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
            assert count_by_value(snapshot, matches, name) == Facets(tuple(expected), unknown, len(found)), (
                name
            )
        for precision, length in ((Precision.YEAR, 4), (Precision.MONTH, 7), (Precision.DAY, 10)):
            told = [str(article.published or "")[:length] for article in found]
            days = [day for day in told if len(day) == length]
            expected = sorted(
                ((day, days.count(day)) for day in set(days)), key=lambda pair: (-pair[1], pair[0])
            )
            facets = count_by_date(snapshot, matches, precision)
            assert facets == Facets(tuple(expected), len(found) - len(days), len(found))


def test_what_is_known_of_a_date_is_counted_and_no_more(tmp_path: Path) -> None:
    """An article of some day in July is one of July, and of no day."""
    dates = [(2024, 7, 4), (2024, 7), (2024,), (2024, 7, 4), (2023, 12, 31), (2024, 2), (2023, 2), None]
    articles = [
        Article(key=f"{number}", published=PartialDate(*day) if day else None)
        for number, day in enumerate(dates)
    ]
    build_index(tmp_path, articles)
    snapshot = open_snapshot(tmp_path)
    found = Matcher(snapshot).match(Everything())
    by_year, by_month, by_day = (count_by_date(snapshot, found, precision) for precision in Precision)
    assert by_year == Facets((("2024", 5), ("2023", 2)), 1, 8)
    assert by_month == Facets((("2024-07", 3), ("2023-02", 1), ("2023-12", 1), ("2024-02", 1)), 2, 8)
    assert by_day == Facets((("2024-07-04", 2), ("2023-12-31", 1)), 5, 8)
