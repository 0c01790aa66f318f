"""What goes into an index comes out of it, article by article and word by word."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from asking import contents
from hypothesis import given, settings
from strategies import corpora

from searcher import Article, PartialDate, build_index
from searcher.analysis import class_of, cut, is_function_word, key, lemma
from searcher.index import Segment, open_snapshot
from searcher.index.writing import edit_index
from searcher.kernels import postings
from searcher.kernels.buffers import zeros


@given(articles=corpora())
@settings(max_examples=50)
def test_articles_come_back_as_they_were_handed_in(articles: list[Article]) -> None:
    """What is shown, quoted and exported is the article itself, not what analysis made of it."""
    with TemporaryDirectory() as folder:
        build_index(folder, articles)
        snapshot = open_snapshot(Path(folder))
        assert snapshot.articles == len(articles)
        for article in articles:
            assert snapshot.find(article.key) == article
        assert snapshot.find("no such key") is None
        assert list(contents(snapshot)) == [article.key for article in articles]


def places_of(segment: Segment, field: str) -> dict[str, list[tuple[int, int]]]:
    """Where each form stands, as the lists of a segment say: article, position."""
    reader = postings.Reader(zeros("I", postings.ROOM), zeros("I", postings.ROOM))
    segment.open_lists(reader)
    everything, one = array("I", range(segment.size)), array("I", [1])
    found = {}
    for entry in segment.forms():
        part = getattr(entry, field)
        if part.articles:
            out, spare = (zeros("Q", part.occurrences) for _ in range(2))
            where = array("Q", part), one, field == "title", everything
            assert reader.read_places(*where, out, spare, zeros("I", 1)) == part.occurrences
            found[entry.form] = [(place >> 32, place & 0xFFFFFFFF) for place in out]
            assert part.articles == len({place >> 32 for place in out})
    return found


@given(articles=corpora())
@settings(max_examples=40)
def test_the_lists_hold_every_word_of_every_article_and_no_other(articles: list[Article]) -> None:
    """Search is exact because this is: each form, in each field, at each position."""
    with TemporaryDirectory() as folder:
        build_index(folder, articles)
        (segment,) = open_snapshot(Path(folder)).segments
        for field in ("title", "body"):
            expected = defaultdict(list)
            for number, article in enumerate(articles):
                for token in cut(getattr(article, field)):
                    expected[token.form].append((number, token.position))
            assert places_of(segment, field) == expected


@given(articles=corpora())
@settings(max_examples=40)
def test_notices_hold_every_word_that_begins_in_one_and_no_other(articles: list[Article]) -> None:
    """What counts less is told apart wherever zones begin and end: within a word, side by side, around nothing."""
    with TemporaryDirectory() as folder:
        build_index(folder, articles)
        (segment,) = open_snapshot(Path(folder)).segments
        expected, there = defaultdict(Counter), []
        for number, article in enumerate(articles):
            firsts: dict[int, int] = {}
            for token in cut(article.body):
                start = firsts.setdefault(token.position, token.start)
                if any(zone.start <= start < zone.end for zone in article.zones if zone.kind.is_notice):
                    expected[token.form][number] += 1
                    there.append((number, token.position))
        reader = postings.Reader(zeros("I", postings.ROOM), zeros("I", postings.ROOM))
        segment.open_lists(reader)
        found = defaultdict(Counter)
        for entry in segment.forms():
            lists = segment.notice_lists(array("I", [entry.number]))
            for number in range(len(articles) if lists else 0):
                count, one = zeros("Q", 1), zeros("Q", segment.size // 64 + 1)
                one[number >> 6] = 1 << (number & 63)
                reader.count_places(lists, 2, one, count)
                found[entry.form] += Counter({number: count[0]})
        assert found == expected
        bounds, spare, ends = zeros("Q", 200), zeros("Q", 200), zeros("I", 1)
        lists, everything = segment.bounds, array("I", range(segment.size))
        words = array("I", [len(lists) // 6])
        filled = reader.read_places(lists, words, 3, everything, bounds, spare, ends)
        pairs = list(zip(bounds[:filled:2], bounds[1:filled:2], strict=True))
        for number, article in enumerate(articles):
            for position in {token.position for token in cut(article.body)}:
                inside = any(start <= number << 32 | position < end for start, end in pairs)
                assert inside == ((number, position) in there)


@given(articles=corpora())
@settings(max_examples=40)
def test_the_lexicon_lists_forms_by_key_then_spelling(articles: list[Article]) -> None:
    """Seeking, prefixes and determinism rest on this order."""
    with TemporaryDirectory() as folder:
        build_index(folder, articles)
        (segment,) = open_snapshot(Path(folder)).segments
        forms = [entry.form for entry in segment.forms()]
        words = {
            token.form
            for article in articles
            for text in (article.title, article.body)
            for token in cut(text)
        }
        assert forms == sorted(words, key=lambda form: (key(form), form))
        assert segment.forms_count == len(forms)
        for form in forms:
            assert [entry.form for entry in segment.forms_of_key(key(form))] == [
                f for f in forms if key(f) == key(form)
            ]


@given(articles=corpora())
@settings(max_examples=30)
def test_the_groups_hold_all_forms_but_those_found_by_the_groups_name(articles: list[Article]) -> None:
    """A form that is in no group, and is not found by its key, would be lost to every family."""
    with TemporaryDirectory() as folder:
        build_index(folder, articles)
        (segment,) = open_snapshot(Path(folder)).segments
        forms = [entry.form for entry in segment.forms()]
        for groups, name_of in (("lemmas", lemma), ("classes", class_of)):
            for name in {name_of(form) for form in forms}:
                line = f"{name}\n".encode()
                found, *_ = segment.find_forms(
                    b"", line if groups == "lemmas" else b"", line if groups == "classes" else b""
                )
                members = set(segment.spell(found.numbers))
                by_key = {entry.form for entry in segment.forms_of_key(key(name.removeprefix("~")))}
                assert members <= {form for form in forms if name_of(form) == name} <= members | by_key


@given(articles=corpora())
@settings(max_examples=30)
def test_columns_tell_days_lengths_and_the_order_of_keys(articles: list[Article]) -> None:
    """Dates filter, lengths rank, and the order of keys is what makes pages stable."""
    with TemporaryDirectory() as folder:
        build_index(folder, articles)
        (segment,) = open_snapshot(Path(folder)).segments
        ranked = sorted(article.key for article in articles)
        for number, article in enumerate(articles):
            published = article.published
            days = (published.first.toordinal(), published.last.toordinal()) if published else (0, 0)
            assert (segment.column("first_day")[number], segment.column("last_day")[number]) == days
            assert segment.column("key_rank")[number] == ranked.index(article.key)
            assert segment.key(number) == article.key
            for field in ("title", "body"):
                counted = sum(not is_function_word(token.form) for token in cut(getattr(article, field)))
                assert segment.column(f"{field}_length")[number] == counted


def test_an_article_longer_than_a_block_and_many_short_ones_come_back(tmp_path: Path) -> None:
    """Articles are compressed in blocks: neither size may break the other."""
    words = " ".join(f"mot{number}" for number in range(60_000))
    articles = [Article(key=f"{number}", body=f"court {number}") for number in range(3000)]
    articles.insert(1500, Article(key="long", title="Long", body=words, published=PartialDate(2024, 7)))
    build_index(tmp_path, articles)
    assert list(contents(tmp_path).values()) == articles


@pytest.mark.parametrize("text", ["", " ", "…", "\n\n", "\ufeff"])
def test_articles_without_a_word_are_kept(tmp_path: Path, text: str) -> None:
    """A picture's caption may be empty; the article still counts and is found by its key."""
    build_index(tmp_path, [Article(key="vide", title=text, body=text)])
    snapshot = open_snapshot(tmp_path)
    assert (snapshot.articles, snapshot.count_forms(), snapshot.average_length("body")) == (1, 0, 0.0)
    assert snapshot.find("vide") == Article(key="vide", title=text, body=text)


def test_words_of_hostile_length_do_not_harm_their_neighbours(tmp_path: Path) -> None:
    """One letter of Arabic folds to eighteen: a key beyond its bound would make the whole table unreadable."""
    hostile = ["ﷺ" * 85, "#" + "a" * 5000, "1" * 5000 + ",5", "é" * 400, "www." + "b" * 3000 + ".fr"]
    build_index(tmp_path, [Article(key="1", body=" ".join(["zèbre", *hostile, "abeille"]))])
    snapshot = open_snapshot(tmp_path)
    forms = [entry.form for segment in snapshot.segments for entry in segment.forms()]
    assert {"zèbre", "abeille"} < set(forms)
    assert contents(snapshot)["1"].body.startswith("zèbre")


def test_lone_surrogates_are_stored_as_question_marks(tmp_path: Path) -> None:
    """Broken texts must not stop a build; nothing moves, since one sign stands for one."""
    build_index(tmp_path, [Article(key="1", title="a\ud800b", body="\udfff mot", source="\ud800")])
    article = open_snapshot(tmp_path).find("1")
    assert article is not None
    assert (article.title, article.body, article.source) == ("a?b", "? mot", "?")


def test_the_sample_corpus_comes_back(sample: Sequence[Article], tmp_path: Path) -> None:
    """Encodings, dates and metadata of the press, from the reader to the index and back."""
    build_index(tmp_path, sample)
    assert list(contents(tmp_path).values()) == list(sample)


def test_counts_of_forms_are_those_of_all_segments_together(tmp_path: Path) -> None:
    """`status` tells distinct forms, not sums over segments."""
    for number, text in enumerate(["un deux trois", "deux trois quatre", "quatre cinq"]):
        with edit_index(tmp_path) as writer:
            writer.put(Article(key=str(number), body=text))
    snapshot = open_snapshot(tmp_path)
    assert len(snapshot.segments) == 3
    assert snapshot.count_forms() == len(Counter("un deux trois quatre cinq".split()))
