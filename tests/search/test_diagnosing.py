"""An answer of nothing says why, and every other query that it offers finds just what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search.test_oracle import Asker, corpora
from work import lines_run

import searcher
from searcher import Article, PartialDate, build_index
from searcher.index import Snapshot, open_snapshot
from searcher.query import Metadata
from searcher.search import Results, search
from searcher.search.diagnosing import MOST_CLAUSES, MOST_WORDS
from searcher.search.diagnosis import Change, Diagnosis
from searcher.search.near_values import near_values

TODAY = date(2025, 9, 1)
ARTICLES = [
    Article(
        key="1",
        title="La réforme du code",
        body="Le code du travail réformé au sommet.",
        published=PartialDate(2024, 5, 1),
    ),
    Article(key="2", title="Sommet", body="Il arrête la réforme.", published=PartialDate(2024, 7, 3)),
    Article(
        key="3", title="Rien", body="Du travail au code, des Sommets.", published=PartialDate(2024, 7, 20)
    ),
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("diagnosing")
    build_index(folder, ARTICLES)
    return open_snapshot(folder)


def diagnose(snapshot: Snapshot, query: str) -> Diagnosis:
    results = search(snapshot, query, limit=10, today=TODAY)
    assert results.total == 0
    assert results.diagnosis
    return results.diagnosis


@pytest.mark.parametrize(
    ("query", "offers"),
    [
        ("lieu:Pari", [("lieu : Paris", 'lieu:"Paris"', 2)]),
        ("crue lieu:pari", [("lieu : Paris", 'crue lieu:"Paris"', 1)]),
        ('crue source:"Le Courier"', [("source : Le Courrier", 'crue source:"Le Courrier"', 1)]),
        ("source:=Courrier", []),
        (
            'source:="Courrier de Valbrec"',
            [("source : exactement « Le Courrier de Valbrec »", 'source:="Le Courrier de Valbrec"', 1)],
        ),
        ("neige lieu:Pari", []),
        ("lieu:Pari*x", []),
        ("chemin:pari", []),
        ("lieu:Zorglub", []),
    ],
)
def test_a_value_that_no_article_has_is_answered_by_one_spelled_nearly_so(
    query: str, offers: list[tuple[str, str, int]], tmp_path: Path
) -> None:
    """A place is mistyped as easily as a word, and nobody knows by heart how a source is written."""
    articles = [
        Article(key="1", body="La crue.", place="Paris", source="Le Courrier de Valbrec"),
        Article(key="2", body="La digue.", place="Paris", source="AFP"),
        Article(key="3", body="La crue.", place="Kervilly", source="AFP"),
    ]
    build_index(tmp_path, articles)
    found = diagnose(open_snapshot(tmp_path), query).alternatives
    assert all(each.change is Change.VALUE for each in found)
    assert [(each.said, each.query, each.total) for each in found] == offers


def test_of_a_field_of_many_values_none_is_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each would be looked at: of addresses there are as many as articles."""
    build_index(tmp_path, [Article(key=name, source=name) for name in ("AFP", "Belga")])
    snapshot, condition = open_snapshot(tmp_path), Metadata("source", "AFPP")
    assert list(near_values(snapshot, condition)) == [Metadata("source", "AFP")]
    monkeypatch.setattr("searcher.search.near_values.MOST_VALUES", 1)
    assert list(near_values(snapshot, condition)) == []


def offered(results: Results) -> Iterator[tuple[str, int]]:
    """The queries that an answer offers, and how many articles it says that each finds."""
    yield from ((each.query, each.total) for each in results.suggestions)
    if results.diagnosis:
        yield from ((each.query, each.without) for each in results.diagnosis.clauses if each.query)
        yield from ((each.query, each.total) for each in results.diagnosis.alternatives)
        yield from ((each.query, each.total) for each in results.diagnosis.days)
        for word in results.diagnosis.words:
            yield from ((near.form, near.articles) for near in word.nearest)


@given(data=st.data(), articles=corpora(), size=st.sampled_from([60, 1 << 20]))
@settings(max_examples=60)
def test_every_query_that_is_offered_finds_what_is_announced(
    data: st.DataObject, articles: list[Article], size: int
) -> None:
    """A count that is a guess would be a lie, however helpful."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.index.writing.SEGMENT_BYTES", size)
        build_index(folder, articles)
        snapshot, asker = open_snapshot(Path(folder)), Asker(data, articles)
        queries = [str(asker.tree()) for _ in range(3)]
        queries += [f"{asker.words()} {mistyped(data, asker.words().split()[0])} NON {asker.words()}"]
        for query in queries:
            results = search(snapshot, query, limit=1, today=TODAY, suggest=True)
            assert (results.diagnosis is not None) == (results.total == 0 and results.understood != "rien")
            for other, total in offered(results):
                assert search(snapshot, other, limit=0, today=TODAY).total == total, (query, other)
                assert total > 0


def mistyped(data: st.DataObject, word: str) -> str:
    """A word with a letter left out, or twice."""
    at = data.draw(st.integers(0, len(word) - 1))
    return word[:at] + data.draw(st.sampled_from(["", 2 * word[at]])) + word[at + 1 :]


@given(data=st.data(), articles=corpora())
@settings(max_examples=40)
def test_counts_of_words_and_clauses_are_those_of_queries(
    data: st.DataObject, articles: list[Article]
) -> None:
    """What is said of a part is what a search for the part alone would say."""
    with TemporaryDirectory() as folder:
        build_index(folder, articles)
        snapshot, asker = open_snapshot(Path(folder)), Asker(data, articles)
        words = [asker.words().split()[0] for _ in range(3)]
        # Without an operator it might be a long question, of which some words are enough.
        diagnosis = search(snapshot, f"zzz ET {' '.join(words)}", limit=1, today=TODAY).diagnosis
        assert diagnosis
        for count in diagnosis.words:
            assert search(snapshot, f"+{count.said}", limit=0, today=TODAY).total == count.family
            assert count.as_typed <= count.same_letters
            assert count.as_typed <= count.family or not count.family
        by_itself = {count.said: count.family for count in diagnosis.words}
        assert all(clause.alone == by_itself.get(clause.said, clause.alone) for clause in diagnosis.clauses)


def test_words_are_counted_as_typed_without_accents_and_in_their_family(snapshot: Snapshot) -> None:
    """`arrêté` is not `arrête`: it says so, and says what is there without the accent."""
    first, second = diagnose(snapshot, "arrêté sommets").words
    assert (first.said, first.as_typed, first.same_letters, first.family) == ("arrêté", 0, 1, 0)
    assert (second.said, second.as_typed, second.same_letters, second.family) == ("sommets", 1, 1, 3)
    (alternative,) = diagnose(snapshot, "arrêté sommets").alternatives
    assert alternative.change is Change.ACCENTS
    assert (alternative.query, alternative.total) == ("arrete sommets", 1)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sous-le-sommet ET zzz", ["sommet", "zzz"]),
        ("codes-travail ET zzz", ["codes", "travail", "zzz"]),
        ("zzztravail", ["zzztravail"]),
        ("som-mets ET zzz", ["sommets", "som", "mets", "zzz"]),
    ],
)
def test_a_compound_is_counted_as_one_word_where_somebody_typed_or_wrote_it_so(
    snapshot: Snapshot, query: str, said: list[str]
) -> None:
    """`souslesommet : aucun article` tells nothing."""
    results = search(snapshot, query, limit=10, today=TODAY, explained=True)
    assert results.diagnosis
    assert [count.said for count in results.diagnosis.words] == said
    assert {family.said for family in results.explanation} <= set(said)


def test_the_clause_that_empties_the_answer_is_the_one_without_which_something_is_found(
    snapshot: Snapshot,
) -> None:
    """The most useful one comes first."""
    clauses = diagnose(snapshot, "sommet zébulon").clauses
    assert [(clause.said, clause.alone, clause.without, clause.query) for clause in clauses] == [
        ("zébulon", 0, 3, "sommet"),
        ("sommet", 3, 0, ""),
    ]


def test_an_exclusion_that_excludes_everything_is_named(snapshot: Snapshot) -> None:
    """`SAUF` is easily forgotten at the end of a query."""
    first = diagnose(snapshot, "réforme SAUF sommet").clauses[0]
    assert (first.said, first.excludes, first.alone, first.without) == ("SAUF sommet", True, 3, 2)
    assert first.query == "réforme"


def test_a_phrase_is_offered_inflected_and_with_its_words_anywhere(snapshot: Snapshot) -> None:
    """Quotes are the commonest reason to find nothing."""
    found = {
        each.change: (each.query, each.total)
        for each in diagnose(snapshot, '"code des travaux"').alternatives
    }
    assert found == {
        Change.NEAR: ("code PROCHE/10 travaux", 2),
        Change.ANY_ORDER: ("code travaux", 2),
    }
    found = {
        each.change: (each.query, each.total) for each in diagnose(snapshot, '"code du travaux"').alternatives
    }
    assert found == {
        Change.INFLECTED: ('~"code du travaux"', 1),
        Change.NEAR: ("code PROCHE/10 travaux", 2),
        Change.ANY_ORDER: ("code travaux", 2),
    }


def test_capitals_and_fields_are_relaxed(snapshot: Snapshot) -> None:
    """What was asked too strictly is offered less strictly."""
    assert [(each.change, each.query) for each in diagnose(snapshot, '="CODE DU"').alternatives] == [
        (Change.ANY_CAPITALS, '"CODE DU"')
    ]
    assert [(each.change, each.query) for each in diagnose(snapshot, "titre:arrête").alternatives] == [
        (Change.ANY_FIELD, "arrête")
    ]


def test_the_nearest_days_on_which_there_is_something_are_named(snapshot: Snapshot) -> None:
    """Who guessed a week is told which week it was."""
    diagnosis = diagnose(snapshot, "sommet date:[2024-07-04 TO 2024-07-10]")
    assert [(near.day, near.total) for near in diagnosis.days] == [
        (date(2024, 7, 3), 1),
        (date(2024, 7, 20), 1),
    ]
    assert diagnosis.clauses[0].said == "du 4 au 10 juillet 2024"
    assert diagnosis.clauses[0].query == "sommet"
    (near,) = diagnose(snapshot, "depuis 2025").days
    assert (near.day, near.query, near.total) == (date(2024, 7, 20), "date:[2024-07-20 TO 2024-07-20]", 1)


def test_intervals_without_a_common_day_are_a_contradiction(snapshot: Snapshot) -> None:
    """Each of them alone finds something, and no clause is to blame."""
    diagnosis = diagnose(snapshot, "sommet depuis juillet 2024 avant juin 2024")
    assert diagnosis.contradicts_itself
    assert not diagnosis.days
    assert [clause.without for clause in diagnosis.clauses] == [2, 1, 0]
    assert not diagnose(snapshot, "sommet zébulon").contradicts_itself


def test_what_relaxing_cannot_help_is_offered_by_any_of_its_words(snapshot: Snapshot) -> None:
    """Two words that nobody wrote: no clause can be blamed alone."""
    diagnosis = diagnose(snapshot, "sommet zébulon zorglub")
    assert all(not clause.without for clause in diagnosis.clauses)
    assert [(each.change, each.query, each.total) for each in diagnosis.alternatives] == [
        (Change.WITHOUT, "sommet", 3),
        (Change.SOME, "sommet OU zébulon OU zorglub", 3),
    ]


def test_a_query_of_nothing_has_no_diagnosis(snapshot: Snapshot) -> None:
    """Nothing was asked; the warning says so already."""
    results = search(snapshot, "", limit=10, today=TODAY)
    assert results.total == 0
    assert results.diagnosis is None


def test_an_empty_index_is_a_reason(tmp_path: Path) -> None:
    """All counts are 0 then, and no word is to blame."""
    build_index(tmp_path, ARTICLES)
    with searcher.edit_index(tmp_path) as writer:
        for article in ARTICLES:
            writer.remove(article.key)
    assert diagnose(open_snapshot(tmp_path), "sommet").articles == 0


def test_what_is_found_has_no_diagnosis_and_the_library_gives_it(tmp_path: Path) -> None:
    """The front door passes answers on."""
    build_index(tmp_path, ARTICLES)
    with searcher.open_index(tmp_path) as index:
        assert index.search("sommet").diagnosis is None
        assert index.search("zébulon").diagnosis


def test_long_queries_are_looked_at_in_part_and_that_is_said(snapshot: Snapshot) -> None:
    """Ten thousand words must not take minutes to be found nowhere."""

    def query(count: int) -> str:
        return " ET ".join(f"zz{letter(number)}" for number in range(count))

    diagnosis = diagnose(snapshot, query(100))
    assert len(diagnosis.words) == MOST_WORDS
    assert len(diagnosis.clauses) == MOST_CLAUSES
    assert diagnosis.left_out == 100 - MOST_WORDS + 100 - MOST_CLAUSES
    few, many = (
        lines_run(lambda text: search(snapshot, text, limit=1, today=TODAY), query(count))
        for count in (200, 400)
    )
    assert many < 2.5 * few


def letter(number: int) -> str:
    return "".join(chr(97 + digit) for digit in divmod(number, 26))
