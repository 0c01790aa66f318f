"""Narrowing and sorting: which articles are left, in which order, as a look at each of them would have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conditions import corpora
from hypothesis import given, settings
from hypothesis import strategies as st
from narrowings import leaves, narrowings
from strategies import WORDS

from benchmarks.known import values_of
from searcher import Article, Index, Narrowing, PartialDate, QueryError, build_index, edit_index, open_index
from searcher.analysis import cut, is_function_word, key
from searcher.index import Snapshot
from searcher.search.ordering import in_order
from searcher.search.ranking import Ranked

TODAY = date(2025, 9, 1)
SORTS = ("relevance", "date", "source", "length")


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Some words, in ways that make different trees: also long questions, and what only excludes."""
    words = draw(st.lists(st.sampled_from(WORDS[:40]), min_size=1, max_size=7))
    joint = draw(st.sampled_from([" ", " ", " OU ", " ET "]))
    return draw(st.sampled_from(["{}", "{}", "SAUF ({})", "* {}", "hier OU ({})", "{} depuis 2023"])).format(
        joint.join(words)
    )


def length(article: Article) -> int:
    """Words, without function words."""
    return sum(
        not is_function_word(token.form) for text in (article.title, article.body) for token in cut(text)
    )


def sorted_by_hand(found: Sequence[Article], sort: str) -> list[Article]:
    """Articles in the order of relevance, by a column: Python's sort keeps what is equal in its order."""
    sorts: dict[str, Callable[[Article], tuple[object, ...] | None]] = {
        "relevance": lambda article: (found.index(article),),
        "date": lambda article: (article.published.first,) if article.published else None,
        "source": lambda article: next(((key(value), value) for value in values_of(article, "source")), None),
        "length": lambda article: (length(article),),
    }
    column = sorts[sort.removeprefix("-")]
    known = [article for article in found if column(article) is not None]
    turned = sort.startswith("-") != (sort == "length" or sort == "-length")
    known.sort(key=column, reverse=turned)
    return known + [article for article in found if column(article) is None]


@given(data=st.data(), articles=corpora(12), size=st.sampled_from([1, 200, 1 << 20]))
@settings(max_examples=25)
def test_narrowed_and_sorted_hits_are_those_of_a_look_at_each_article(
    data: st.DataObject, articles: list[Article], size: int
) -> None:
    """What is left are the hits of the query that a look at each leaves, with their scores, in the order asked for;
    and whoever counts, lists, pages, sums facets or a timeline up has the same number."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.index.writing.SEGMENT_BYTES", size)
        patch.setattr("searcher.search.searching._FIRST_BLOCK", 1)
        patch.setattr("searcher.search.searching._BLOCK", 3)
        build_index(folder, articles)
        with edit_index(folder) as writer:
            for gone in data.draw(st.sets(st.sampled_from([each.key for each in articles[1:]] or [""]))):
                writer.remove(gone) if gone else None
        with open_index(folder) as index:
            for _ in range(3):
                _check(index, data.draw(queries()), data.draw(narrowings(articles)), data)


def _check(index: Index, query: str, narrowing: Narrowing, data: st.DataObject) -> None:
    asked = {"today": TODAY, "narrowing": narrowing}
    everything = index.search(query, limit=99, today=TODAY)
    left = {hit.article.key: hit.score for hit in everything if leaves(narrowing, hit.article)}
    best = index.search(query, limit=99, **asked)
    assert {hit.article.key: hit.score for hit in best} == pytest.approx(left)
    # Nearness is added to the best alone, so in a small corpus narrowing changes no order.
    assert [hit.article.key for hit in best] == list(left)
    assert index.count(query, **asked) == best.total == len(left)

    by = data.draw(st.sampled_from(("day", "week", "month", "year")))
    timeline = index.timeline(query, by=by, **asked)
    assert sum(bar.articles for bar in timeline.bars) == timeline.total == len(left)
    assert all(bar.articles <= bar.published for bar in timeline.bars)
    for name, facets in index.facets(query, ["source", "place", "year", "day"], **asked).items():
        assert facets.total == len(left), name
        assert sum(count for _, count in facets.values) + facets.unknown == len(left)

    if not left:  # which takes long to explain, and is explained in another test
        return
    by, recent = data.draw(st.sampled_from(SORTS)), data.draw(st.booleans())
    words = [hit.article for hit in index.search(query, limit=99, recent=recent, **asked)]
    if by != "relevance":  # ties are as the words alone have them
        words = _by_words_alone(index, query, narrowing, recent)
    for sort in (by, f"-{by}"):
        options = {"sort": sort, "recent": recent, **asked}
        expected = [article.key for article in sorted_by_hand(words, sort)]
        assert [hit.article.key for hit in index.each(query, **options)] == expected, sort
        with pytest.MonkeyPatch.context() as patch:  # in many turns, as where there are many articles
            patch.setattr("searcher.search.sorting._FIRST_TURN", 2)
            patch.setattr("searcher.search.sorting._LARGEST_TURN", 3)
            hits = index.each(query, **options)
            assert hits.total == len(expected)
            assert [hit.article.key for hit in hits] == expected, sort
        pages = (
            [hit.article.key for hit in index.search(query, limit=5, offset=at, **options)]
            for at in range(0, len(expected), 5)
        )
        assert list(chain.from_iterable(pages)) == expected


def _by_words_alone(index: Index, query: str, narrowing: Narrowing, recent: bool) -> list[Article]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.search.ordering.pairs", lambda _: ())
        return [
            hit.article
            for hit in index.search(query, limit=99, today=TODAY, recent=recent, narrowing=narrowing)
        ]


ARTICLES = [
    Article(
        key="a", body="la crue du fleuve", source="AFP", place="Paris", published=PartialDate(2024, 7, 4)
    ),
    Article(key="b", body="la crue", source="Reuters", author="Ana Roux", published=PartialDate(2024, 6)),
    Article(key="c", body="la crue, la crue", source="AFP", extra={"rubrique": "Météo"}),
    Article(key="d", body="le sport", source="L'Écho", published=PartialDate(2023)),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("narrowing")
    build_index(folder, ARTICLES)
    return open_index(folder)


NARROWED = [
    (Narrowing(), "abcd", "tous les articles"),
    (Narrowing(only={"source": "afp"}), "ac", "tous les articles · source : afp"),
    (
        Narrowing(only={"source": ["AFP", "Reuters"]}),
        "abc",
        "tous les articles · source : AFP ou Reuters",
    ),
    (
        Narrowing(only={"source": ["AFP"], "place": ["paris"]}),
        "a",
        "tous les articles · source : AFP · lieu : paris",
    ),
    (Narrowing(without={"source": ["AFP", "=L’Écho"]}), "b", None),
    (Narrowing(without={"lang": "*"}), "abcd", "tous les articles · langue : vide"),
    (Narrowing(only={"RUBRIQUE": "meteo"}), "c", "tous les articles · rubrique : meteo"),
    (
        Narrowing(since=date(2024, 6, 15)),
        "ab",
        "tous les articles · depuis le 15 juin 2024",
    ),  # b may be of then
    (Narrowing(until=date(2023, 3, 1)), "d", "tous les articles · avant le 2 mars 2023"),
    (
        Narrowing(date(2024, 6, 30), date(2024, 7, 4)),
        "ab",
        "tous les articles · du 30 juin au 4 juillet 2024",
    ),
]


@pytest.mark.parametrize(("narrowing", "left", "understood"), NARROWED)
def test_a_narrowing_means_what_it_says_and_is_said(
    index: Index, narrowing: Narrowing, left: str, understood: str | None
) -> None:
    """One of the values of each field, none of those without; a date known by its month may be any day of it."""
    results = index.search("*", today=TODAY, narrowing=narrowing)
    assert sorted(hit.article.key for hit in results) == list(left)
    counted = index.search("*", limit=0, today=TODAY, narrowing=narrowing)  # of a count no order is told
    assert counted.total == len(left)
    assert counted.understood == understood or understood is None


@pytest.mark.parametrize("nothing", [None, "", " \n\u00a0"])
def test_without_a_query_all_that_meets_the_narrowing_is_found_newest_first(
    index: Index, nothing: str | None
) -> None:
    """A documentalist opens a source as one opens a drawer; `*` means the same."""
    for narrowing, left in (
        (Narrowing(), "abdc"),
        (Narrowing(without={"source": "Reuters"}), "adc"),
        (Narrowing(since=date(2024, 6, 15)), "ab"),
    ):
        options = {"today": TODAY, "narrowing": narrowing}
        results = index.search(nothing, **options)
        found = [hit.article.key for hit in results]
        assert found == [hit.article.key for hit in index.search("*", sort="-date", **options)]
        assert found == [hit.article.key for hit in index.each(nothing, **options)]
        assert found == list(left)
        assert index.count(nothing, **options) == results.total == len(found)
        assert index.facets(nothing, ["source"], **options)["source"].total == len(found)
        assert index.timeline(nothing, **options).total == len(found)
        assert results.query == index.timelines([nothing], **options)[0].query == "*"
        explained = index.explain(nothing, rank=len(found), **options)
        assert explained
        assert explained.article.key == found[-1]
    assert (
        "du plus récent au plus ancien, 1 sans date à la fin" in index.search(nothing, today=TODAY).understood
    )


def test_what_looks_for_nothing_in_texts_comes_newest_first_and_says_so(index: Index) -> None:
    """Nothing ranks it: to go through a million scores of zero would take seconds, and tell nothing."""
    for query in ("source:*", "NON crue", "source:* OU date:absente", "* vers:2024-06", "date:[2000 TO ]"):
        results = index.search(query, today=TODAY, limit=4)
        newest = index.search(query, today=TODAY, sort="-date", limit=4)
        assert results.hits == newest.hits
        assert results.understood == newest.understood
        assert "du plus récent au plus ancien" in results.understood or not results
    for query in ("crue", "crue OU *", "source:* (crue OU muguet)", "cru* source:*"):
        assert "récent" not in index.search(query, today=TODAY).understood
    assert index.search("date:absente", today=TODAY).understood == "tous les articles · sans date connue"


def test_an_order_is_said_with_what_comes_last(index: Index) -> None:
    """Who sorts by date must know that some articles have none, and where they are."""
    # Of equal words the shorter article comes first, then the newer one.
    orders = {
        "relevance": "cbad",
        "-relevance": "dabc",
        "date": "dbac",
        "-date": "abdc",
        "source": "cadb",
        "-source": "bdca",
        "length": "cabd",
        "-length": "bdca",
    }
    found = {
        sort: "".join(hit.article.key for hit in index.search("crue OU *", today=TODAY, sort=sort))
        for sort in orders
    }
    assert found == orders
    said = index.search("crue", today=TODAY, sort="-date").understood
    assert said == "crue · du plus récent au plus ancien, 1 sans date à la fin"
    assert index.search("crue", today=TODAY, sort="length").understood == "crue · du plus long au plus court"
    assert index.search("crue", today=TODAY, sort="relevance").understood == "crue"


def test_what_cannot_narrow_or_sort_is_refused_with_a_way_out(index: Index) -> None:
    """An unknown field must not leave nothing, or everything."""
    with pytest.raises(QueryError, match="no article of this index has a field 'sorce'") as error:
        index.search("crue", narrowing=Narrowing(only={"sorce": "AFP"}))
    assert error.value.hint == "Did you mean source?"
    with pytest.raises(QueryError, match="'xyz'") as error:
        index.count("crue", narrowing=Narrowing(without={"xyz": "AFP"}))
    assert error.value.hint == "It has: source, lieu, agence, auteur, langue, chemin, rubrique."
    for name in ("titre", "date", "around"):
        with pytest.raises(QueryError, match=f"{name} is not known of articles"):
            index.each("crue", narrowing=Narrowing(only={name: "AFP"}))
        with pytest.raises(QueryError, match=f"{name} is not known of articles"):
            index.facets("crue", [name])
    for name, hint in (
        ("date", "Of days it has: année, mois, jour."),
        ("xyz", "rubrique, année, mois, jour."),
    ):
        with pytest.raises(QueryError) as error:
            index.facets("crue", [name])
        assert error.value.hint.endswith(hint)
    for values in ("", " ", "=", [], [""]):
        with pytest.raises(QueryError, match="value"):
            index.timeline("crue", narrowing=Narrowing(only={"source": values}))
    with pytest.raises(ValueError, match="no day is since 2024-07-02 and until 2024-07-01"):
        Narrowing(date(2024, 7, 2), date(2024, 7, 1))
    with pytest.raises(ValueError, match="there is no order 'newest'"):
        index.search("crue", sort="newest")
    with pytest.raises(ValueError, match="there is no period 'decade'"):
        index.timeline("crue", by="decade")


def test_an_empty_answer_says_what_there_is_without_each_limit(index: Index) -> None:
    """The limits are parts of the question: the answer counts it without each, as it does for words."""
    results = index.search(
        "crue", today=TODAY, narrowing=Narrowing(date(2024, 1, 1), None, {"source": "echo"})
    )
    assert results.total == 0
    assert results.diagnosis
    without = {clause.said: (clause.without, clause.query) for clause in results.diagnosis.clauses}
    assert without["source : echo"] == (2, "crue date:[2024-01-01 TO ]")
    assert without["depuis le 1er janvier 2024"] == (0, "")
    corrected = index.search("cruee", today=TODAY, narrowing=Narrowing(only={"source": "AFP"}))
    assert [(each.query, each.total) for each in corrected.suggestions] == [("crue", 2)]


@pytest.mark.parametrize("sort", ["relevance", "-date", "source", "length"])
def test_the_first_hit_of_all_does_not_wait_for_the_last_to_be_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    """An export of a million articles begins at once, and never has all of them in memory; its number is exact."""
    build_index(
        tmp_path,
        [
            Article(key=f"{n:03}", body="la crue " * (1 + n), source=f"s{n}", published=PartialDate(1000 + n))
            for n in range(300)
        ],
    )
    ordered: list[int] = []

    def count(snapshot: Snapshot, found: Iterable[Ranked]) -> list[Ranked]:
        together = list(found)
        ordered.append(len(together))
        return in_order(snapshot, together)

    with open_index(tmp_path) as index:
        expected = [hit.article.key for hit in index.search("crue", sort=sort, limit=300)]
        monkeypatch.setattr("searcher.search.sorting.in_order", count)
        monkeypatch.setattr("searcher.search.sorting._FIRST_TURN", 10)
        monkeypatch.setattr("searcher.search.sorting._LARGEST_TURN", 10)
        monkeypatch.setattr("searcher.search.searching._FIRST_BLOCK", 5)
        hits = index.each("crue", sort=sort)
        assert hits.total == 300
        assert not ordered
        first = next(hits)
        assert sum(ordered) <= 100  # of which nearness may change the order
        assert [first.article.key, *(hit.article.key for hit in hits)] == expected
        assert sum(ordered) == 300
        assert max(ordered) <= 20


def test_each_reads_on_from_the_snapshot_it_began_with(tmp_path: Path) -> None:
    """An export must not mix two states of an index, nor stop where a refresh comes in between."""
    build_index(tmp_path, ARTICLES)
    with open_index(tmp_path) as index:
        hits = index.each("crue", today=TODAY)
        with edit_index(tmp_path) as writer:
            for article in ARTICLES:
                writer.remove(article.key)
            writer.put(Article(key="neuf", body="la crue"))
        index.refresh()
        assert [hit.article.key for hit in index.each("crue", today=TODAY)] == ["neuf"]
        assert sorted(hit.article.key for hit in hits) == ["a", "b", "c"]
        hits = index.each("crue")
    assert [(hit.rank, hit.article.key) for hit in hits] == [(1, "neuf")]


def test_a_score_is_explained_for_the_hit_that_was_shown(index: Index) -> None:
    """Hit 1 of a narrowed, sorted list is another article than hit 1 of the query."""
    options = {"today": TODAY, "sort": "date", "narrowing": Narrowing(only={"source": "AFP"})}
    explanation = index.explain("crue", rank=2, **options)
    assert explanation
    assert explanation.article.key == "c"
    assert explanation.score == pytest.approx(sum(reason.score for reason in explanation.reasons))
    assert index.explain("crue", rank=3, **options) is None


def test_a_long_question_stays_one_when_it_is_narrowed(tmp_path: Path) -> None:
    """Its words suffice in part, near each other they count more, and each hit says how many it has."""
    body = "la réforme du code du travail avance en ville"
    far = "la réforme avance, la pluie et le vent aussi, du travail en ville ou ailleurs et du code"
    build_index(
        tmp_path,
        [
            Article(key="near", body=body, source="AFP"),
            Article(key="far", body=far, source="AFP"),
            Article(key="other", body=body, source="Reuters"),
        ],
    )
    question = "réforme code travail ministre muguet"
    with open_index(tmp_path) as index:
        everything = {hit.article.key: hit for hit in index.search(question)}
        assert list(everything) == ["near", "other", "far"]
        results = index.search(question, narrowing=Narrowing(only={"source": "AFP"}))
        assert [(hit.article.key, hit.has, hit.score) for hit in results] == [
            (name, everything[name].has, everything[name].score) for name in ("near", "far")
        ]
        assert everything["near"].has
        assert everything["near"].has.words == 3
