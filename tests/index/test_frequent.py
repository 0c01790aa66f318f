"""Families counted beforehand: what is known of a word is what a pass over its postings tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import corpora

from searcher import Article, IndexDamaged, build_index, edit_index
from searcher.analysis import cut, key
from searcher.analysis.relations import weight
from searcher.index import Segment, open_snapshot
from searcher.index.families import FAMILIES, WEIGHTS
from searcher.kernels import table
from searcher.query import Word
from searcher.search.matching import Matcher


def counted(segment: Segment) -> dict[str, list[int]]:
    """All words whose families were counted."""
    cursor, words = segment._table(FAMILIES, table.GROUPS), []
    there = cursor.seek(b"")
    while there:
        words.append(cursor.text().decode())
        there = cursor.advance()
    return {word: list(segment.counted_family(word) or ()) for word in words}


@given(articles=corpora(max_size=9), data=st.data())
@settings(max_examples=40)
def test_each_word_is_counted_as_the_texts_have_it(articles: list[Article], data: st.DataObject) -> None:
    """Each article by its best form; and every form of the lexicon is counted, where each is frequent."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        least = data.draw(st.sampled_from([1, 2, 4]))
        patch.setattr("searcher.index.frequent.LEAST_POSTINGS", least)
        patch.setattr("searcher.index.frequent.LEAST_OF_ITSELF", 1)
        patch.setattr("searcher.index.frequent._KEPT", data.draw(st.sampled_from([1, 1 << 10])))
        build_index(folder, articles)
        (segment,) = open_snapshot(Path(folder)).segments
        held = [
            {token.form for text in (article.title, article.body) for token in cut(text)}
            for article in articles
        ]
        found = counted(segment)
        for word, counts in found.items():
            best = Counter(max((weight(word, form) for form in forms), default=0.0) for forms in held)
            assert counts == [best[level] for level in WEIGHTS], word
        forms = {form for each in held for form in each}
        if least == 1:
            assert found.keys() == forms | set(map(key, forms))
        assert segment.counted_family("zwqx") is None


@given(articles=corpora(max_size=9), data=st.data())
@settings(max_examples=40)
def test_what_is_known_is_what_a_pass_tells_in_several_segments_and_without_what_is_deleted(
    articles: list[Article], data: st.DataObject
) -> None:
    """To the last bit: else scores would depend on what a threshold makes of a word."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for least in ("POSTINGS", "OF_ITSELF"):
            patch.setattr(f"searcher.index.frequent.LEAST_{least}", 1)
        patch.setattr("searcher.index.writing.SEGMENT_BYTES", data.draw(st.sampled_from([60, 1 << 20])))
        build_index(folder, articles)
        with edit_index(folder) as writer:
            for article in articles[::3]:
                writer.remove(article.key)
        snapshot = open_snapshot(Path(folder))
        for word in {word for segment in snapshot.segments for word in counted(segment)}:
            matcher, node = Matcher(snapshot), Word(word)
            with matcher._rooms() as rooms:
                family = matcher.family(node)
                known = matcher.known(node, family, rooms)
                passed = matcher._gather(node, family, rooms)
                assert not any(any(room.tiers) for room in rooms)
                for room in rooms:  # which are to be given back empty
                    room.sums.add(1.0, 1.0)
                matcher._taken(rooms, 1)
            assert known is None or known == passed, word
            if len(snapshot.segments) == 1:
                assert known is not None


def test_only_frequent_words_are_counted(
    news: Sequence[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table of all words would be as large as the lexicon."""
    monkeypatch.setattr("searcher.index.frequent.LEAST_POSTINGS", 300)
    monkeypatch.setattr("searcher.index.frequent.LEAST_OF_ITSELF", 20)
    build_index(tmp_path, news)
    (segment,) = open_snapshot(tmp_path).segments
    words = counted(segment)
    assert {"le", "des", "être", "etre"} <= words.keys()
    assert len(words) < segment.forms_count / 50
    for word in words:
        lists, _ = segment.family(word)
        assert lists.postings() >= 300


@pytest.mark.parametrize(
    ("said", "blamed"), [([0, 0, 0, 0, 9], "lexicon"), ([9] * 5, "lexicon"), ([0, 0, 1, 0, 0], "postings")]
)
def test_counts_that_cannot_be_are_damage(
    tmp_path: Path, every_word_frequent: None, monkeypatch: pytest.MonkeyPatch, said: list[int], blamed: str
) -> None:
    """A stranger's index may say more articles than there are, or fewer than were deleted."""
    monkeypatch.setattr("searcher.index.frequent._Counter.count", lambda *_: said)
    build_index(tmp_path, [Article(key=f"{number}", body="un mot") for number in range(4)])
    with edit_index(tmp_path) as writer:
        writer.remove("2")
    matcher = Matcher(open_snapshot(tmp_path))
    with pytest.raises(IndexDamaged, match=rf"\.{blamed}: ") as raised:
        matcher.best(Word("mot"), 0)
    assert raised.value.hint
