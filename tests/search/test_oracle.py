"""The index against the naive scan: for any query it finds exactly what the texts hold, with the same scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import WORDS, french_text, french_word, partial_dates, zones

from benchmarks.oracle import difference, draw_queries, find
from benchmarks.scan import Scan
from searcher import Article, Zone, ZoneKind, build_index, edit_index
from searcher.analysis import cut, key, lemma
from searcher.analysis.characters import plain
from searcher.index import open_snapshot
from searcher.query import (
    Among,
    And,
    AtLeast,
    Between,
    Boosted,
    Compound,
    Everything,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Published,
    Spot,
    Unit,
    Verbatim,
    Wildcard,
    Word,
    parse,
)
from searcher.search import search
from searcher.search.matching import Matcher
from searcher.search.ordering import order

TODAY = date(2025, 9, 1)

Draw = Callable[[st.SearchStrategy[Any]], Any]


@st.composite
def corpora(draw: st.DrawFn) -> list[Article]:
    """Articles whose words come back, one from the other, some of them in notices."""
    texts = st.lists(french_word() | st.sampled_from(WORDS), max_size=25).map(" ".join) | french_text()
    count = draw(st.integers(1, 6))
    return [
        Article(
            key=f"{number}",
            title=draw(texts)[:40],
            body=(body := draw(texts)),
            published=draw(st.none() | partial_dates()),
            zones=draw(st.just(()) | zones(len(body))),
        )
        for number in range(count)
    ]


FIELDS = st.sampled_from([Field.ANY, Field.ANY, Field.TITLE, Field.BODY])
DAYS = st.none() | partial_dates().map(lambda day: day.first)


def wildcard(draw: Draw, form: str) -> str:
    """The shape of a form: some of its letters are any, and some of its accents are not typed."""
    form = form.lower()
    signs = list(key(form) if draw(st.booleans()) else form)
    if draw(st.integers(0, 2)) == 0:
        at = draw(st.integers(0, len(signs)))
        signs = [*signs[:at], "*"] if draw(st.booleans()) else ["*", *signs[at:]]
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(signs) - 1))
        signs[at : at + draw(st.integers(0, 2))] = draw(st.sampled_from(["*", "?", "?", "**", "*?"]))
    return "".join(signs)


INFLECTIONS = {lemma(word): [other for other in WORDS if lemma(other) == lemma(word)] for word in WORDS}


class Asker:
    """Draws trees over the words of some articles: anything that can be asked."""

    def __init__(self, data: st.DataObject, articles: Sequence[Article], *, whole: bool = True) -> None:
        """
        Args:
            whole: whether wildcards, nearness and the like are asked for as well.
        """
        self._draw = data.draw
        self._whole = whole
        texts = [
            [token.form for token in cut(text)]
            for article in articles
            for text in (article.title, article.body)
        ]
        self._texts = [forms for forms in texts if forms] or [["mot"]]
        written = [text.split() for article in articles for text in (article.title, article.body)]
        self._written = [words for words in written if words] or [["mot"]]

    def tree(self, depth: int = 2) -> Node:
        kind = self._draw(st.integers(0, 8 if self._whole else 4)) if depth else 0
        if kind in (0, 1):
            return self._leaf()
        if kind == 5:
            return self.near()
        if kind == 6:
            return AtLeast(self._draw(st.integers(2, 4)), self.spot())
        if kind == 7:
            return Boosted(self.tree(depth - 1), self._draw(st.sampled_from([0.25, 2.0, 3.5])))
        if kind == 8:
            some = [self.tree(depth - 1) for _ in range(self._draw(st.integers(1, 4)))]
            return Among(self._draw(st.integers(1, len(some))), tuple(some))
        if kind == 4:
            return Not(self.tree(depth - 1))
        children = tuple(self.tree(depth - 1) for _ in range(self._draw(st.integers(1, 3))))
        if self._draw(st.integers(0, 3)) == 0:
            children += children[:1]
        return And(children) if kind == 2 else Or(children)

    def near(self) -> Near:
        """Things that stand near each other, or might."""
        things = [self.spot() for _ in range(self._draw(st.integers(1, 3)))]
        if self._draw(st.booleans()):
            things += map(Word, self._row(self._draw(st.integers(1, 3))))
        if len(things) < 2 or self._draw(st.integers(0, 4)) == 0:
            things += things[:1]
        within: int | Unit = self._draw(st.sampled_from([0, 1, 2, 5, 50]) | st.sampled_from(Unit))
        return Near(tuple(self._draw(st.permutations(things))), within, self._draw(st.booleans()))

    def spot(self, depth: int = 1) -> Spot:
        """What stands at places of a text."""
        kind = self._draw(st.integers(0, 12 if depth else 11))
        if kind < 4:
            return Word(self._form(), self._draw(FIELDS))
        if kind < 6:
            return Phrase(self._row(self._draw(st.integers(1, 3))), self._draw(FIELDS))
        if kind == 6:
            parts = tuple(map(self._inflected, self._row(2)))
            if len(parts) == 2:
                return Compound("-".join(parts), "".join(parts), parts, self._draw(FIELDS))
        if kind == 7 and isinstance(verbatim := self._verbatim(), Verbatim):
            return verbatim
        if kind == 12:
            return Or(tuple(self.spot(depth - 1) for _ in range(self._draw(st.integers(1, 3)))))
        return self._alike()

    def _alike(self) -> Wildcard | Fuzzy | Between:
        """Families of forms, made of a form with some letters changed."""
        kind, field, form = self._draw(st.integers(0, 3)), self._draw(FIELDS), self._form()
        if kind == 0:
            letters = list(form)
            at = self._draw(st.integers(0, len(letters) - 1))
            change = self._draw(st.integers(0, 3))
            letters[at : at + 1] = [["e"], [], [letters[at], "z"], [*letters[at + 1 : at + 2], letters[at]]][
                change
            ]
            return Fuzzy("".join(letters) or "a", self._draw(st.integers(1, 2)), field)
        if kind == 1:
            ends = [self._form(), "", form[:2], form]
            ends = [self._draw(st.sampled_from(ends)), self._draw(st.sampled_from(ends))]
            return Between(*ends, self._draw(st.booleans()), self._draw(st.booleans()), field)
        return Wildcard(wildcard(self._draw, form), field)

    def words(self) -> str:
        """A query of some words that stand in a row, which may be near each other elsewhere."""
        joint = self._draw(st.sampled_from([" ", " OU "]))
        return joint.join(self._row(self._draw(st.integers(3, 5))))

    def _leaf(self) -> Node:
        kind = self._draw(st.integers(0, 15 if self._whole else 11))
        if kind > 11:
            return self._alike()
        if kind > 9:
            return self._verbatim()
        if kind < 3:
            return Word(self._form(), self._draw(FIELDS))
        if kind < 6:
            inflected = self._draw(st.booleans())
            forms = self._row(self._draw(st.integers(1, 3)))
            if inflected:
                forms = tuple(map(self._inflected, forms))
            return Phrase(forms, self._draw(FIELDS), inflected)
        if kind == 6:
            return Phrase(
                tuple(self._form() for _ in range(self._draw(st.integers(1, 3)))), self._draw(FIELDS)
            )
        if kind == 7:
            parts = tuple(map(self._inflected, self._row(2)))
            if len(parts) < 2 or self._draw(st.integers(0, 3)) == 0:
                parts = self._form(), self._form()
            return Compound("-".join(parts), "".join(parts), parts, self._draw(FIELDS))
        if kind == 8:
            return Published(self._draw(DAYS), self._draw(DAYS))
        return self._draw(st.sampled_from([Everything(), Nothing()]))

    def _verbatim(self) -> Node:
        """A stretch of a text, as it is written or in other capitals."""
        text = self._draw(st.sampled_from(self._written))
        at = self._draw(st.integers(0, len(text) - 1))
        stretch = " ".join(text[at : at + self._draw(st.integers(1, 3))])
        if self._draw(st.integers(0, 5)) == 0:
            stretch = stretch.swapcase()
        stretch = " ".join(plain(stretch)[0].split())
        forms = tuple(next(tokens).form for _, tokens in groupby(cut(stretch), attrgetter("position")))
        return Verbatim(stretch, forms, self._draw(FIELDS)) if forms else Nothing()

    def _row(self, size: int) -> tuple[str, ...]:
        """Forms that stand in a row, as many if there are."""
        forms = self._texts[self._draw(st.integers(0, len(self._texts) - 1))]
        at = self._draw(st.integers(0, len(forms) - 1))
        return tuple(forms[at : at + size])

    def _inflected(self, form: str) -> str:
        """The form, or another of its lemma."""
        return self._draw(st.sampled_from([form, *INFLECTIONS.get(lemma(form), ())]))

    def _form(self) -> str:
        (form,) = self._row(1) if self._draw(st.booleans()) else (self._draw(st.sampled_from(WORDS)),)
        return form.upper() if self._draw(st.integers(0, 9)) == 0 else form


@given(data=st.data(), articles=corpora(), size=st.sampled_from([1, 60, 1 << 20]))
@settings(max_examples=100)
def test_any_tree_finds_what_the_scan_finds_with_the_same_scores(
    data: st.DataObject, articles: list[Article], size: int
) -> None:
    """The promise of the whole engine, for one segment or many."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.index.writing.SEGMENT_BYTES", size)
        patch.setattr("searcher.index.frequent.LEAST_POSTINGS", data.draw(st.sampled_from([1, 3, 4000])))
        patch.setattr("searcher.index.frequent.LEAST_OF_ITSELF", 1)
        build_index(folder, articles)
        for most, few in (("_FEW", 255), ("_MANY", 64)):  # children: of more, lists are combined
            patch.setattr(f"searcher.search.matching.{most}", data.draw(st.sampled_from([0, few])))
        snapshot, scan, asker = open_snapshot(Path(folder)), Scan(articles), Asker(data, articles)
        for _ in range(8):
            tree = asker.tree()
            assert difference(scan, snapshot, tree) == "", tree
            # Who wants a few is told the same of them, and of how many there are, as who wants all.
            total, every = order(Matcher(snapshot), tree, limit=len(articles) + 1)
            wanted = data.draw(st.integers(0, 4))
            assert order(Matcher(snapshot), tree, limit=wanted) == (total, every[:wanted]), tree
            # … and what is known of words is what a pass over their postings tells.
            with patch.context() as without:
                without.setattr(Matcher, "_asks_counts", False)
                assert order(Matcher(snapshot), tree, limit=len(articles) + 1) == (total, every), tree


@given(data=st.data(), articles=corpora(), more=corpora())
@settings(max_examples=50)
def test_any_tree_finds_the_same_after_deletions_and_replacements(
    data: st.DataObject, articles: list[Article], more: list[Article]
) -> None:
    """Deleted articles count for nothing: neither found, nor in the rarity of a word, nor in an average length."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.index.frequent.LEAST_POSTINGS", data.draw(st.sampled_from([1, 3, 4000])))
        patch.setattr("searcher.index.frequent.LEAST_OF_ITSELF", 1)
        build_index(
            folder,
            [
                Article(key=f"{number}", title=each.title, body=each.body, zones=each.zones)
                for number, each in enumerate(more)
            ],
        )
        with edit_index(folder) as writer:
            for number in range(len(articles), len(more)):
                writer.remove(f"{number}")
            for article in articles:
                writer.put(article)
        snapshot, scan, asker = open_snapshot(Path(folder)), Scan(articles), Asker(data, articles)
        for _ in range(5):
            tree = asker.tree()
            assert difference(scan, snapshot, tree) == "", tree
            assert Matcher(snapshot).best(tree, 0)[0] == len(scan.match(tree)), tree


@given(data=st.data(), articles=corpora(), size=st.sampled_from([1, 60, 1 << 20]), page=st.integers(1, 4))
@settings(max_examples=60)
def test_pages_joined_are_the_whole_list_in_its_order(
    data: st.DataObject, articles: list[Article], size: int, page: int
) -> None:
    """Nothing is shown twice or never: totals are exact, and the order is score, then day, then key."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.index.writing.SEGMENT_BYTES", size)
        build_index(folder, articles)
        snapshot = open_snapshot(Path(folder))
        query = str(Asker(data, articles, whole=False).tree())
        found = find(snapshot, parse(query, today=TODAY).tree)
        days = {each.key: each.published.first.toordinal() if each.published else 0 for each in articles}
        expected = sorted(found, key=lambda key: (-found[key], -days[key], key))
        pages = [
            search(snapshot, query, limit=page, offset=offset, today=TODAY)
            for offset in range(0, len(articles) + page, page)
        ]
        hits = [hit for results in pages for hit in results]
        assert [hit.article.key for hit in hits] == expected
        assert [hit.rank for hit in hits] == list(range(1, len(expected) + 1))
        assert all(hit.score == found[hit.article.key] for hit in hits)
        assert {results.total for results in pages} == {len(expected)}


@given(articles=corpora(), data=st.data())
@settings(max_examples=25)
def test_the_quick_scan_is_the_scan_by_definition(articles: list[Article], data: st.DataObject) -> None:
    """The scan of a large corpus weighs fewer forms: it must not miss what the index might miss as well."""
    tree = Asker(data, articles).tree()
    assert Scan(articles, by_definition=False).search(tree) == Scan(articles).search(tree)


def test_trees_over_the_sample_find_what_the_scan_finds(sample: Sequence[Article], tmp_path: Path) -> None:
    """Whole articles have sentences and paragraphs, and words that stand near each other by chance."""
    sample = [article for article in sample if len(article.body) < 2000][:40]
    build_index(tmp_path, sample)
    snapshot, scan = open_snapshot(tmp_path), Scan(sample, by_definition=False)
    random, found = Random(20240704), 0
    texts = [[token.form for token in cut(article.body)] for article in sample if article.body.strip()]
    for number in range(60):
        text = random.choice(texts)
        at = random.randrange(max(1, len(text) - 4))
        one, two = (Word(text[min(at + step, len(text) - 1)]) for step in (0, random.randint(1, 4)))
        shape = Wildcard(f"{key(text[at])[:3]}*")
        within: int | Unit = random.choice([0, 1, 3, 8, *Unit])
        tree: Node = (
            Near((one, two), within, random.random() < 0.5),
            Near((shape, two, one), within),
            And((AtLeast(2, Or((one, two))), Not(Fuzzy(two.form)))),
            Among(2, (one, Boosted(two, 2.0), Between(one.form, two.form), shape)),
        )[number % 4]
        assert difference(scan, snapshot, tree) == "", tree
        found += bool(scan.match(tree))
    assert found > 30


def test_notices_wherever_they_stand_count_as_the_scan_counts_them(
    sample: Sequence[Article], tmp_path: Path
) -> None:
    """Words, rows, texts to the letter and what is near begin within a notice, before it, at its edge or after it."""
    random = Random(20240227)
    articles = []
    for article in [article for article in sample if 200 < len(article.body) < 1500][:15]:
        edges = sorted(random.sample(range(len(article.body) + 1), 4))
        kinds = random.choices([ZoneKind.ABOUT, ZoneKind.CONTACT, ZoneKind.LEGAL, ZoneKind.LEAD], k=2)
        zones = [Zone(kind, *edges[2 * at : 2 * at + 2]) for at, kind in enumerate(kinds)]
        articles.append(replace(article, zones=tuple(zones)))
    build_index(tmp_path, articles)
    snapshot, scan = open_snapshot(tmp_path), Scan(articles, by_definition=False)
    unmarked = Scan([replace(each, zones=()) for each in articles], by_definition=False)
    less = 0
    for number in range(60):
        article = random.choice(articles)
        tokens = cut(article.body)
        at = random.randrange(len(tokens) - 4)
        forms = tuple(token.form for token in tokens[at : at + 2])
        written = " ".join(plain(article.body[tokens[at].start : tokens[at + 1].end])[0].split())
        tree: Node = (
            Word(forms[0]),
            Phrase(forms),
            Verbatim(written, forms),
            Near((Word(forms[0]), Word(tokens[at + 3].form)), 5),
        )[number % 4]
        assert difference(scan, snapshot, tree) == "", tree
        less += scan.match(tree) != unmarked.match(tree)
    assert less > 15


def test_sixty_queries_on_real_news_find_what_the_scan_finds(news: Sequence[Article], tmp_path: Path) -> None:
    """Real texts hold what no strategy thinks of."""
    build_index(tmp_path, news)
    snapshot, scan = open_snapshot(tmp_path), Scan(news, by_definition=False)
    found = 0
    for query in draw_queries(news, 60, seed=20240704):
        tree = parse(query, today=TODAY).tree
        assert difference(scan, snapshot, tree) == "", query
        found += bool(scan.search(tree))
    assert found > 50


@given(data=st.data(), articles=corpora())
@settings(max_examples=40)
def test_of_many_words_those_that_cannot_matter_are_not_looked_for(
    data: st.DataObject, articles: list[Article]
) -> None:
    """Ten thousand words that no article has together are told so at once."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.search.matching._MANY", 1)
        build_index(folder, articles)
        snapshot, scan, asker = open_snapshot(Path(folder)), Scan(articles), Asker(data, articles)
        tree = And(tuple(Word(asker._form()) for _ in range(data.draw(st.integers(1, 6)))))
        matcher = Matcher(snapshot)
        (found,) = matcher.match(tree)
        assert {snapshot.segments[0].key(number) for number in found.articles} == {
            articles[number].key for number in scan.match(tree)
        }
        if articles and not found.articles:
            absent = And((Word("zwqx"), *tree.children))
            matcher = Matcher(snapshot)
            assert not any(map(len, matcher.match(absent)))
            assert matcher.sought.keys() == {Word("zwqx")} or len(absent.children) == 1
            assert find(snapshot, absent) == {}


@given(data=st.data(), articles=corpora())
@settings(max_examples=40)
def test_words_near_each_other_gain_the_same_however_they_are_boosted(
    data: st.DataObject, articles: list[Article]
) -> None:
    """A word that counts twice counts twice in nearness, too."""
    with TemporaryDirectory() as folder:
        build_index(folder, articles)
        snapshot, scan, asker = open_snapshot(Path(folder)), Scan(articles), Asker(data, articles)
        tree = parse(asker.words(), today=TODAY).tree
        if isinstance(tree, And | Or):
            factors = st.sampled_from([1.0, 1.0, 0.5, 3.0])
            boosted = [
                Boosted(child, factor) if (factor := data.draw(factors)) != 1 else child
                for child in tree.children
            ]
            tree = Boosted(type(tree)(tuple(boosted)), 2.0)
        assert difference(scan, snapshot, tree) == "", tree


def test_two_forms_on_one_place_are_there_once(tmp_path: Path) -> None:
    """`lecteur·rice·s` is two forms of one word in one place: it counts once in a phrase."""
    articles = [
        Article(key="un", body="les lecteur·rice·s du journal"),
        Article(key="deux", body="les lecteurs du journal"),
    ]
    build_index(tmp_path, articles)
    for forms in (("lecteurs",), ("les", "lecteurs")):
        tree = Phrase(forms, inflected=True)
        assert difference(Scan(articles), open_snapshot(tmp_path), tree) == ""


def test_the_scan_itself_is_right_on_a_case_worked_by_hand() -> None:
    """An oracle that agrees with everything is worth nothing."""
    articles = [
        Article(key="a", title="La grève", body="grève des trains"),
        Article(key="b", title="Rien", body="les trains de la ville"),
        Article(key="c", title="Grève", body=""),
    ]
    scan = Scan(articles)
    assert scan.match(Word("grève")).keys() == {0, 2}
    assert scan.match(Word("train")).keys() == {0, 1}
    assert scan.match(Phrase(("grève", "des", "trains"))).keys() == {0}
    assert scan.match(Phrase(("trains", "grève"))) == {}
    assert scan.match(Word("grève", Field.BODY)).keys() == {0}
    assert scan.match(And((Word("train"), Not(Word("grève"))))).keys() == {1}
    # Body of 2 words, average 4/3; titles of 1 word each, so their norm is 1; two of three articles hold the word.
    tf = 1 / (0.25 + 0.75 * 2 / (4 / 3)) + 3
    assert scan.match(Word("grève"))[0] == pytest.approx(0.4700036292457356 * tf * 1.9 / (tf + 0.9))
