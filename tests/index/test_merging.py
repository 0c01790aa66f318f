"""Merging: a merged segment is the one that building it from its articles would have given."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from asking import contents
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import corpora

from searcher import Article, IndexDamaged
from searcher.analysis import Cutter
from searcher.article import Zone, ZoneKind
from searcher.index import Commit, Segment, SegmentEntry, Snapshot
from searcher.index.building import SegmentBuilder
from searcher.index.commits import KINDS, SEGMENTS
from searcher.index.files import SectionFile, SectionWriter
from searcher.index.merging import merge


def build(folder: Path, number: int, articles: Iterable[Article]) -> SegmentEntry:
    builder = SegmentBuilder(folder, number, Cutter())
    for article in articles:
        builder.add(article)
    return builder.finish()


def opened(folder: Path, entry: SegmentEntry, removed: Iterable[int] = ()) -> Segment:
    """A segment of which some articles are deleted."""
    segment = Segment(folder, entry)
    if removed := list(removed):
        segment.deleted = array("Q", bytes(8 * -(-entry.articles // 64)))
        for article in removed:
            segment.deleted[article >> 6] |= 1 << (article & 63)
    return segment


def sections(folder: Path, entry: SegmentEntry, kind: str) -> dict[str, bytes]:
    file = SectionFile(folder / SEGMENTS / f"{entry.name}.{kind}", entry.files[kind])
    return {name: bytes(file.section(name)) for name in file.sections}


def same(folder: Path, one: SegmentEntry, other: SegmentEntry, *, stored: bool = True) -> bool:
    """Whether two segments are the same, byte for byte; `stored`: the blocks of articles, too."""
    kinds = [kind for kind in KINDS if stored or kind != "articles"]
    assert [kind for kind in kinds if one.files[kind] != other.files[kind]] == []
    assert replace(one, name="", files={}) == replace(other, name="", files={})
    for kind in kinds:
        first, second = (folder / SEGMENTS / f"{entry.name}.{kind}" for entry in (one, other))
        assert first.read_bytes() == second.read_bytes()
    return True


def articles_of(folder: Path, entry: SegmentEntry) -> list[Article]:
    return list(contents(Snapshot(folder, Commit(1, "", (entry,), 9))).values())


@given(articles=corpora(max_size=9), data=st.data())
@settings(max_examples=40)
def test_a_merged_segment_is_the_one_that_building_would_have_given(
    articles: list[Article], data: st.DataObject
) -> None:
    """Byte for byte, with deletions and without: then nothing that holds for a build can fail after a merge."""
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(articles) - 1)), max_size=4)))
    gone = data.draw(st.sets(st.integers(0, len(articles) - 1), max_size=len(articles) - 1))
    bounds = [0, *(cut for cut in cuts if cut < len(articles)), len(articles)]
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        for least in ("POSTINGS", "OF_ITSELF"):  # every family is counted
            patch.setattr(f"searcher.index.frequent.LEAST_{least}", 1)
        folder, segments = Path(name), []
        for number, (start, end) in enumerate(pairwise(bounds)):
            entry = build(folder, number, articles[start:end])
            segments.append(opened(folder, entry, (at - start for at in gone if start <= at < end)))
        merged = merge(folder, 90, segments)
        whole = build(folder, 91, [article for at, article in enumerate(articles) if at not in gone])
        assert same(folder, merged, whole)


def test_words_of_many_notices_are_merged_to_the_byte(tmp_path: Path) -> None:
    """Their lists have blocks, which tell where positions would end; there are none."""
    news, notice = "Le préfet est venu.\n\n", "À propos de Bec & Fils : Bec vend du sel."
    zones = (Zone(ZoneKind.ABOUT, len(news), len(news) + len(notice)),)
    articles = [
        Article(key=f"{number}", title="Du sel", body=news + notice, zones=zones) for number in range(300)
    ]
    parts = [opened(tmp_path, build(tmp_path, first, articles[first : first + 150])) for first in (0, 150)]
    assert same(tmp_path, merge(tmp_path, 900, parts), build(tmp_path, 901, articles), stored=False)


def test_real_news_is_merged_to_the_byte_a_range_of_forms_at_a_time(
    news: Sequence[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large segments are decoded in parts: where they end must leave no trace."""
    monkeypatch.setattr("searcher.index.frequent.LEAST_POSTINGS", 200)
    gone = {number for number in range(400) if number % 7 == 3 or 100 <= number < 130}
    whole = build(tmp_path, 99, [article for at, article in enumerate(news) if at not in gone])
    segments = [
        opened(
            tmp_path,
            build(tmp_path, number, news[100 * number : 100 * number + 100]),
            (at for at in range(100) if 100 * number + at in gone),
        )
        for number in range(4)
    ]
    for number, places in enumerate((500, 1 << 20)):
        monkeypatch.setattr("searcher.index.merging.PLACES", places)
        assert same(tmp_path, merge(tmp_path, 10 + number, segments), whole, stored=False)
    assert articles_of(tmp_path, merge(tmp_path, 20, segments)) == articles_of(tmp_path, whole)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 3,000 bytes, coded from the first one on, by codebooks that are kept for a few of them."""
    monkeypatch.setattr("searcher.index.articles.BLOCK_BYTES", 3000)
    monkeypatch.setattr("searcher.index.merging.BLOCK_BYTES", 3000)
    monkeypatch.setattr("searcher.index.articles.SAMPLE_BYTES", 3000)
    monkeypatch.setattr("searcher.index.articles.LEAST_CODED", 3000)
    monkeypatch.setattr("searcher.index.merging._LEAST_USED", 10)


def articles_of_words(words: str, first: int, count: int) -> list[Article]:
    """Articles that are a third of a block each: words, which have codes, and numbers, which have none."""
    pool = words.split()
    return [
        Article(
            key=f"{n:02}", body=" ".join(f"{pool[(n + i * i) % 6]} {9**7 + i * n * 997}" for i in range(70))
        )
        for n in range(first, first + count)
    ]


FRENCH = "mairie école marché gauche droite fleuve"
OTHER = "voiture chemins travaux minutes semaine lundi"


def stored(folder: Path, entry: SegmentEntry) -> list[tuple[int, int]]:
    """Of each block its articles and the number of its codebook."""
    return [(len(block.articles), block.book) for block in opened(folder, entry).blocks()]


@pytest.mark.usefixtures("small_blocks")
def test_whole_blocks_are_copied_and_small_ones_joined(tmp_path: Path) -> None:
    """Copying is quick; but a block an article, commit after commit, would be slow to read and large."""
    articles = articles_of_words(FRENCH, 0, 20)
    long = build(tmp_path, 0, articles[:12])
    short = [build(tmp_path, n, [article]) for n, article in enumerate(articles[12:], 1)]
    merged = merge(tmp_path, 90, [opened(tmp_path, long, [5]), *(opened(tmp_path, entry) for entry in short)])
    assert stored(tmp_path, long) == [(3, 1), (3, 1), (3, 1), (3, 1)]
    assert stored(tmp_path, merged) == [(3, 1), (2, 1), (3, 1), (3, 1), (3, 1), (3, 1), (2, 1)]
    assert articles_of(tmp_path, merged) == articles[:5] + articles[6:]
    assert opened(tmp_path, merged).codebook(1) == opened(tmp_path, long).codebook(1)


@pytest.mark.usefixtures("small_blocks")
def test_a_block_that_would_be_too_long_is_not_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A code may stand for nineteen bytes: what is a block on the disk must not be many in memory."""
    segment = opened(tmp_path, build(tmp_path, 0, articles_of_words(FRENCH, 0, 3)))
    (block,) = segment.blocks()
    read = sum(len(title) + len(body) for _, title, body in segment.stored_articles(block))
    assert block.size < read - 1
    monkeypatch.setattr("searcher.index.segment.LARGEST_BLOCK", read)
    assert len(segment.stored_articles(block)) == 3
    monkeypatch.setattr("searcher.index.segment.LARGEST_BLOCK", read - 1)
    with pytest.raises(IndexDamaged, match="a text has more than"):
        segment.stored_articles(block)


@pytest.mark.usefixtures("small_blocks")
def test_codebooks_are_kept_that_have_much_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of few blocks a codebook costs more than coding them again does, and merges would pile them up."""
    parts = [
        articles_of_words(FRENCH, 0, 6),
        articles_of_words(OTHER, 20, 30),
        articles_of_words(FRENCH, 60, 3),
    ]
    segments = [opened(tmp_path, build(tmp_path, n, articles)) for n, articles in enumerate(parts)]
    monkeypatch.setattr("searcher.index.merging._LEAST_USED", 1)
    all_kept = merge(tmp_path, 90, segments)
    # The first and the last one are the same: it is written once.
    assert stored(tmp_path, all_kept) == [(3, 2), (3, 2), *[(3, 1)] * 10, (3, 2)]
    size = sum(block.size for block in segments[1].blocks()) // len(segments[1].codebook(1).packed())
    monkeypatch.setattr("searcher.index.merging._LEAST_USED", size)
    one_kept = merge(tmp_path, 91, segments)
    assert len(sections(tmp_path, one_kept, "articles")["codebook_ends"]) == 4
    assert [book for _, book in stored(tmp_path, one_kept)][2:12] == [1] * 10
    assert opened(tmp_path, one_kept).codebook(1) == segments[1].codebook(1)
    monkeypatch.setattr("searcher.index.merging._LEAST_USED", size + 1)
    anew = merge(tmp_path, 92, segments)
    for merged in (all_kept, one_kept, anew):
        assert articles_of(tmp_path, merged) == [article for part in parts for article in part]
    assert same(tmp_path, anew, build(tmp_path, 99, [article for part in parts for article in part]))
    twice = merge(tmp_path, 93, [opened(tmp_path, all_kept), opened(tmp_path, anew)])
    assert len(articles_of(tmp_path, twice)) == 39


def test_columns_that_nobody_knows_are_carried_by_what_they_are_named(tmp_path: Path) -> None:
    """Who adds a column need not know of merging."""
    entries = []
    for number, articles in enumerate((["a", "b"], ["c", "d", "e"])):
        entry = build(tmp_path, number, [Article(key=key, encoding=f"utf-{key}") for key in articles])
        path = tmp_path / SEGMENTS / f"{entry.name}.columns"
        columns = sections(tmp_path, entry, "columns")
        path.unlink()
        with SectionWriter(path) as file:
            file.put("weight", bytes(10 * number + n for n in range(len(articles))))
            for name, section in columns.items():
                file.put(name, section)
            file.put("labels", "".join(f"<{key}>" for key in articles).encode())
            file.put("label_lengths", b"\3" * len(articles))
            file.put("mood", b"\0\1\0"[: len(articles)])
            file.put("mood_names", b'["gai","gris"]' if number else b'["gris","vert"]')
            stamp = file.finish()
        entries.append(replace(entry, files={**entry.files, "columns": stamp}))
    merged = merge(tmp_path, 9, [opened(tmp_path, entries[0], [0]), opened(tmp_path, entries[1])])
    columns = sections(tmp_path, merged, "columns")
    assert next(iter(columns)) == "weight"
    assert columns["weight"] == b"\1\n\v\f"
    assert columns["labels"] == b"<b><c><d><e>"
    assert columns["label_lengths"] == b"\3\3\3\3"
    assert columns["mood_names"] == b'["vert","gai","gris"]'
    assert columns["mood"] == b"\0\1\2\1"
    assert columns["encoding_names"] == b'["utf-b","utf-c","utf-d","utf-e"]'


@pytest.mark.parametrize("kind", KINDS)
def test_damage_in_an_input_is_named_and_leaves_nothing(
    sample: Sequence[Article], tmp_path: Path, kind: str
) -> None:
    """A merge must not turn a file that is known to be wrong into one that is not."""
    entries = [build(tmp_path, 0, sample[:8]), build(tmp_path, 1, sample[8:16])]
    path = tmp_path / SEGMENTS / f"00000001.{kind}"
    whole, before = path.read_bytes(), sorted((tmp_path / SEGMENTS).iterdir())
    for at in (9, len(whole) // 3, len(whole) // 2):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 16]) + whole[at + 1 :])
        with pytest.raises(IndexDamaged) as raised:
            merge(tmp_path, 9, [opened(tmp_path, entry) for entry in entries])
        assert str(path) in str(raised.value)
        assert sorted((tmp_path / SEGMENTS).iterdir()) == before


def forge(folder: Path, entry: SegmentEntry, kind: str, **changed: bytes) -> SegmentEntry:
    """Give a file other sections, and the checksums that it would have."""
    path = folder / SEGMENTS / f"{entry.name}.{kind}"
    old = sections(folder, entry, kind)
    path.unlink()
    with SectionWriter(path) as file:
        for name, section in (old | changed).items():
            file.put(name, section)
        return replace(entry, files={**entry.files, kind: file.finish()})


def swap(data: bytes, one: bytes, other: bytes) -> bytes:
    assert one in data
    assert len(one) == len(other)
    return data.replace(one, other, 1)


FORGERIES = {
    "keys that do not end where they should": ("columns", {"key_lengths": b"\2\1"}),
    "keys for too many": ("columns", {"key_lengths": b"\1\1\1"}),
    "too few numbers": ("columns", {"first_day": b"1"}),
    "half a number": ("columns", {"first_day": b"123"}),
    "numbers that are too long": ("columns", {"first_day": b"1234567890"}),
    "a name that is not there": ("columns", {"encoding": b"\7\7"}),
    "names that are no strings": ("columns", {"encoding_names": b"[1]"}),
    "names that are no list": ("columns", {"encoding_names": b"{"}),
    "a column more": ("columns", {"more": bytes(8)}),
    "no block at all": ("articles", {"firsts": b"", "sizes": b"", "ends": b""}),
    "a block that begins too late": ("articles", {"firsts": array("I", [1]).tobytes()}),
    "a block that ends too late": ("articles", {"ends": array("Q", [1 << 40]).tobytes()}),
    "a block that is none": ("articles", {"blocks": bytes(200)}),
    "a block of another size": ("articles", {"sizes": array("I", [1]).tobytes()}),
    "no lists": ("postings", {"body": b""}),
    "a list too many": ("postings", {"body": b"\0" * 99}),
    "no positions": ("positions", {"body": b""}),
    "billions of forms": ("lexicon", {"forms_count": b"\xff" * 4}),
    "billions of lemmas": ("lexicon", {"lemmas_count": b"\xff" * 4}),
}


@pytest.mark.parametrize(("kind", "changed"), FORGERIES.values(), ids=FORGERIES.keys())
def test_a_strangers_segment_is_refused_by_name(tmp_path: Path, kind: str, changed: dict[str, bytes]) -> None:
    """Checksums tell nothing of an index that was made to harm: no crash, no wild memory, no other error."""
    good = build(tmp_path, 0, [Article(key="x", body="un mot"), Article(key="y", body="deux mots")])
    bad = build(tmp_path, 1, [Article(key="u", body="un mot"), Article(key="v", body="deux mots")])
    bad = forge(tmp_path, bad, kind, **changed)
    with pytest.raises(IndexDamaged) as raised:
        merge(tmp_path, 9, [opened(tmp_path, good), opened(tmp_path, bad)])
    # Of a list it is not known which of its two files is to blame.
    kinds = ("postings", "positions") if kind == "positions" else (kind,)
    assert any(f"00000001.{each}:" in str(raised.value) for each in kinds)
    assert not list((tmp_path / SEGMENTS).glob("00000009.*"))


def test_a_lexicon_that_is_not_sorted_is_refused_by_name(tmp_path: Path) -> None:
    """Its words would be found or not by chance, and in the merged one, too."""
    good = build(tmp_path, 0, [Article(key="x", body="abri")])
    bad = build(tmp_path, 1, [Article(key="y", body="abri banc")])
    forms = sections(tmp_path, bad, "lexicon")["forms"]
    for wrong in (
        swap(forms, b"banc", b"aanc"),
        swap(forms, b"banc", b"ba\nc"),
        swap(forms, b"banc", b"ba\xffc"),
    ):
        bad = forge(tmp_path, bad, "lexicon", forms=wrong)
        with pytest.raises(IndexDamaged, match=r"00000001\.lexicon"):
            merge(tmp_path, 9, [opened(tmp_path, good), opened(tmp_path, bad)])


def test_merging_alone_reclaims_what_was_deleted(sample: Sequence[Article], tmp_path: Path) -> None:
    """One segment is rewritten when too much of it is dead."""
    entry = build(tmp_path, 5, sample)
    kept = merge(tmp_path, 6, [opened(tmp_path, entry, range(10, len(sample)))])
    assert same(tmp_path, kept, build(tmp_path, 7, sample[:10]))


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the system does not say what is in memory"
)
def test_what_was_read_can_be_let_go(tmp_path: Path) -> None:
    """Merging reads an index from end to end: its memory must not grow with it."""

    def mapped() -> int:
        found = re.search(r"RssFile:\s+(\d+) kB", Path("/proc/self/status").read_text())
        assert found
        return int(found[1]) << 10

    content = bytes(range(256)) * (1 << 15)
    with SectionWriter(tmp_path / "file") as writer:
        writer.put("content", content)
        stamp = writer.finish()
    file = SectionFile(tmp_path / "file", stamp)
    view = file.section("content")
    assert view == content
    held = mapped()
    file.let_go()
    assert held - mapped() > len(content) / 2
    assert view == content
