"""Metadata in the columns of a segment: what a stranger claims of them is held against what is there."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from asking import contents

from benchmarks.flips import bounded_memory
from searcher import Article, IndexDamaged, build_index, compact_index, edit_index, open_index
from searcher.article import Precision
from searcher.index import Commit, Segment, Snapshot, open_snapshot
from searcher.index.commits import SEGMENTS
from searcher.index.digits import by_digit
from searcher.index.files import SectionFile, SectionWriter
from searcher.index.merging import merge
from searcher.query import Everything, Metadata
from searcher.search.faceting import count_by_date, count_by_value
from searcher.search.filtering import mark
from searcher.search.matching import Matcher

Directory = list[list[Any]]


def change(place: int, value: object, field: int = 0) -> Callable[[dict[str, bytes]], None]:
    """Claim something else of a field."""

    def apply(sections: dict[str, bytes]) -> None:
        directory: Directory = json.loads(sections["metadata"])
        directory[field][place] = value
        sections["metadata"] = json.dumps(directory).encode()

    return apply


def put(section: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda sections: sections.update({section: data})


def entries(data: bytes) -> Callable[[dict[str, bytes]], None]:
    """Other entries of the last field, of the same length."""

    def apply(sections: dict[str, bytes]) -> None:
        before = sections["metadata_entries"]
        assert len(data) <= len(before)
        sections["metadata_entries"] = before[: len(before) - len(data)] + data

    return apply


# The fields are `source`, one number for each of four articles, and `mots`, three entries that are listed.
FORGERIES: dict[str, Callable[[dict[str, bytes]], None]] = {
    "another kind": change(0, 3),
    "a kind that is no number": change(0, "0"),
    "a field that no article has": change(1, "sauce"),
    "billions of values": change(2, 1 << 40),
    "no values": change(2, 0),
    "a negative number of values": change(2, -1),
    "a value more": change(2, 3),
    "billions of entries": change(3, 1 << 40),
    "a negative number of entries": change(3, -4),
    "an entry less": change(3, 3),
    "an entry less that is listed": change(3, 2, 1),
    "entries that are listed and are not": change(4, 1),
    "entries that are not listed and are": change(4, 0, 1),
    "values that end beyond the section": change(5, 1 << 40, 1),
    "values that end before they begin": change(5, 0, 1),
    "entries that end beyond the section": change(6, 1 << 40, 1),
    "entries that end before the last one": change(6, 9, 1),
    "a number of no value": entries(b"\x09\x01\x02\x00\x00\x01"),
    "a number of none in a list": entries(b"\x00\x01\x02\x00\x00\x01"),
    "an article that is not there": entries(b"\x01\x02\x01\x00\x00\x09"),
    "an article without end": entries(b"\x01\x02\x01\x80\x80\x80"),
    "values that are none": put("metadata_values", b'["AFP","Le\\u00a0M["crue","gel"]'),
    "fields that are no list": put("metadata", b'{"a":1}'),
    "fields that are no fields": put("metadata", b"[[0]]"),
    "fields nested without end": put("metadata", b"[" * 100_000),
    "fields that cannot be read": put("metadata", b"\xff"),
    "the same field twice": lambda sections: sections.update(
        metadata=json.dumps([[*each[:1], "mots", *each[2:]] for each in json.loads(sections["metadata"])])
        .replace("[0", "[1")
        .encode()
    ),
}


def forged(folder: Path, forge: Callable[[dict[str, bytes]], None]) -> Segment:
    """The segment of an index, with other columns and the checksums that they would have."""
    (entry,) = open_snapshot(folder).commit.segments
    path = folder / SEGMENTS / f"{entry.name}.columns"
    file = SectionFile(path, entry.files["columns"])
    sections = {name: bytes(file.section(name)) for name in file.sections}
    whole = dict(sections)
    forge(sections)
    assert sections != whole
    path.unlink()
    with SectionWriter(path) as columns:
        for name, data in sections.items():
            columns.put(name, data)
        return Segment(folder, replace(entry, files={**entry.files, "columns": columns.finish()}))


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
def test_claims_that_cannot_be_true_are_damage(
    tmp_path: Path, forge: Callable[[dict[str, bytes]], None]
) -> None:
    """Checksums prove nothing of a stranger: no wild memory, no other error, and nothing of it in a merged segment."""
    build_index(
        tmp_path,
        [
            Article(key="a", source="AFP"),
            Article(key="b", source="Le Monde", extra={"mots": ["crue", "gel"]}),
            Article(key="c", source="AFP", extra={"mots": "crue"}),
            Article(key="d"),
        ],
    )
    segment = forged(tmp_path, forge)
    with bounded_memory(), pytest.raises(IndexDamaged, match=r"columns"):
        merge(tmp_path, 9, [segment])
    assert not list((tmp_path / SEGMENTS).glob("00000009.*"))
    noticed = 0
    for name in ("source", "mots"):
        try:
            with bounded_memory():
                mark(segment, Metadata(name, "*"))
        except IndexDamaged:
            noticed += 1
    assert noticed


@pytest.mark.parametrize(
    "forge",
    [
        put("key_lengths", b"\1"),
        put("file", b"\7\0"),
        put("file_names", b'["0:",3]'),
    ],
)
def test_paths_that_cannot_be_told_are_damage(
    tmp_path: Path, forge: Callable[[dict[str, bytes]], None]
) -> None:
    """They are made of columns that were not written for this."""
    build_index(tmp_path, [Article(key="a", path="a"), Article(key="b", path="b/c.txt")])
    with pytest.raises(IndexDamaged, match=r"columns"):
        mark(forged(tmp_path, forge), Metadata("chemin", "*"))


@pytest.mark.parametrize(
    "days",
    [([1, 1], [1, 1 << 31]), ([1 << 31, 1], [1 << 31, 1]), ([1, 3652060], [1, 3652060])],
)
def test_days_that_cannot_be_are_damage_or_counted_as_far_as_they_go(
    tmp_path: Path, days: tuple[list[int], list[int]]
) -> None:
    """A day of the year six million must not ask for room for all days until then."""
    build_index(tmp_path, [Article(key="a"), Article(key="b")])
    first, more = (by_digit(array("I", each)) for each in (days[0], map(int.__sub__, days[1], days[0])))
    segment = forged(tmp_path, lambda sections: sections.update(first_day=first, more_days=more))
    snapshot = open_snapshot_of(tmp_path, segment)
    try:
        with bounded_memory():
            assert count_by_date(snapshot, Matcher(snapshot).match(Everything()), Precision.YEAR).values == (
                ("0001", 2),
            )
    except IndexDamaged as error:
        assert "columns" in str(error)
    else:
        assert days == ([1, 1], [1, 1 << 31])


def open_snapshot_of(folder: Path, segment: Segment) -> Snapshot:
    return Snapshot(folder, Commit(1, "", (segment.entry,), 9))


def test_segments_of_one_index_may_have_different_fields(tmp_path: Path) -> None:
    """A field that a segment does not have is one that none of its articles has a value of."""
    articles = [
        Article(key="a", source="AFP", extra={"rubrique": "Eau"}),
        Article(key="b", extra={"page": 3}),
        Article(key="c", place="Pékin", extra={"page": [3, 4], "Rubrique": "Feu"}),
    ]
    for article in articles:
        with edit_index(tmp_path) as writer:
            writer.put(article)

    def facets() -> list[object]:
        snapshot = open_snapshot(tmp_path)
        found = Matcher(snapshot).match(Everything())
        return [count_by_value(snapshot, found, name) for name in ("page", "rubrique", "source", "lieu")]

    before = facets()
    assert len(open_snapshot(tmp_path).segments) == 3
    compact_index(tmp_path)
    assert len(open_snapshot(tmp_path).segments) == 1
    assert facets() == before
    assert open_snapshot(tmp_path).metadata_names() == ("Rubrique", "page", "rubrique")
    assert list(contents(tmp_path).values()) == articles


def test_what_utf_8_cannot_keep_is_one_value(tmp_path: Path) -> None:
    """A string of Python may hold half a character; the stored article has a question mark there, and so has this."""
    articles = [
        Article(key="a", source="x\ud800", extra={"m\ud800": ["y\ud800", "y?", "y\udfff"]}),
        Article(key="b", source="x?", extra={"m?": "y\udc00"}),
    ]
    build_index(tmp_path / "one", articles)
    for article in articles:
        with edit_index(tmp_path / "two") as writer:
            writer.put(article)
    compact_index(tmp_path / "two")
    for name in ("one", "two"):
        snapshot = open_snapshot(tmp_path / name)
        assert snapshot.metadata_names() == ("m?",)
        for field, value in (("source", "x?"), ("m?", "y?")):
            facets = count_by_value(snapshot, Matcher(snapshot).match(Everything()), field)
            assert (facets.values, facets.unknown) == (((value, 2),), 0)
    (one,), (two,) = (open_snapshot(tmp_path / name).commit.segments for name in ("one", "two"))
    assert one.files["columns"] == two.files["columns"]


def test_a_program_may_use_a_mapping_again(tmp_path: Path) -> None:
    """Articles are written in batches, but what is known of one is what was known when it was put."""
    extra: dict[str, object] = {}
    with edit_index(tmp_path) as writer:
        for number in range(3):
            extra["rubrique"] = f"r{number}"
            writer.put(Article(key=f"{number}", body="Le port rouvre.", extra=extra))
    with open_index(tmp_path) as index:
        assert index.values("rubrique") == (("r0", 1), ("r1", 1), ("r2", 1))
        assert [index.count(f"rubrique:r{number}") for number in range(3)] == [1, 1, 1]
