"""An explanation adds up: what it shows is what the score is made of."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search.test_oracle import Asker, corpora

from searcher import Article, PartialDate, Zone, ZoneKind, build_index
from searcher.index import open_snapshot
from searcher.query import Favoured
from searcher.search import search
from searcher.search.explaining import Explanation, Reason, explain
from searcher.search.ranking import K1

TODAY = date(2025, 9, 1)


def check(reason: Reason) -> None:
    """Hold a reason against what it says of itself."""
    if reason.parts:
        scores = [part.score for part in reason.parts]
        gained = max(scores) if reason.highest else reason.factor * math.fsum(scores)
        assert math.isclose(reason.score, gained)
    if reason.counted:
        presence = math.fsum(counted.presence for counted in reason.counted)
        assert math.isclose(reason.score, reason.idf * presence * (K1 + 1) / (presence + K1))
    for part in reason.parts:
        check(part)


@given(
    data=st.data(),
    articles=corpora(),
    recent=st.booleans(),
    favoured=st.none() | st.dates(date(2019, 1, 1), date(2026, 1, 1)),
    size=st.sampled_from([1, 60, 1 << 20]),
)
@settings(max_examples=60)
def test_the_reasons_of_any_hit_add_up_to_its_score(
    data: st.DataObject, articles: list[Article], recent: bool, favoured: date | None, size: int
) -> None:
    """A score that cannot be taken apart cannot be trusted; one taken apart wrongly is worse."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.index.writing.SEGMENT_BYTES", size)
        build_index(folder, articles)
        snapshot = open_snapshot(Path(folder))
        asker = Asker(data, articles)
        query = data.draw(st.just(str(asker.tree())) | st.just(asker.words()))
        if data.draw(st.booleans()):
            query = f"({query})^3"
        if favoured:
            query = f"({query}) {favouring(favoured)}"
        for hit in search(snapshot, query, limit=10, today=TODAY, recent=recent):
            found = explain(snapshot, query, rank=hit.rank, today=TODAY, recent=recent)
            assert found is not None
            assert (found.article, found.score) == (hit.article, hit.score)
            gained = math.fsum(reason.score for reason in found.reasons)
            assert math.isclose(found.score, found.freshness * found.favour * gained, abs_tol=1e-12)
            for reason in found.reasons:
                check(reason)


def favouring(first: date) -> str:
    """What favours some 300 days."""
    return str(Favoured(first, first + timedelta(300)))


def test_days_that_a_query_names_multiply_the_sum(tmp_path: Path) -> None:
    """Of two articles alike the one of these days has a score that is half as much again, and --why says so."""
    days = {"un": PartialDate(2024, 7), "deux": PartialDate(2022, 7), "trois": None}
    build_index(tmp_path, [Article(key=key, body="La crue.", published=day) for key, day in days.items()])
    snapshot, query = open_snapshot(tmp_path), f"crue {favouring(date(2024, 7, 31))}"
    first, second, third = (explain(snapshot, query, rank=rank, today=TODAY) for rank in (1, 2, 3))
    assert first
    assert second
    assert third
    assert [each.article.key for each in (first, second, third)] == ["un", "deux", "trois"]
    assert [each.favour for each in (first, second, third)] == [1.5, 1.0, 1.0]
    assert first.reasons == second.reasons
    assert first.score == pytest.approx(1.5 * second.score)


ARTICLES = [
    Article(
        key="a", title="La réforme", body="Le code du travail change : réformes, porte-parole, vaccination."
    ),
    Article(key="b", title="Sport", body="Un match."),
    Article(key="c", title="Ville", body="Une réforme."),
]


@pytest.fixture
def explained(tmp_path: Path) -> Explanation:
    build_index(tmp_path, ARTICLES)
    found = explain(
        open_snapshot(tmp_path),
        'réforme vaccin code "du travail" porte-parole SAUF foot',
        rank=1,
        today=TODAY,
    )
    assert found is not None
    return found


def test_each_form_is_told_with_its_relation_and_field(explained: Explanation) -> None:
    """Whoever wonders why an article stands first sees the words that put it there."""
    reform, vaccine, *_ = explained.reasons
    assert [(each.form, each.relation, each.field, each.count, each.weight) for each in reform.counted] == [
        ("réforme", "exact", "title", 1, 1.0),
        ("réformes", "lemma", "body", 1, 0.5),
    ]
    assert reform.containing == 2
    assert [(each.form, each.relation, each.weight) for each in vaccine.counted] == [
        ("vaccination", "class", 0.25)
    ]


def test_nearness_and_the_better_way_are_reasons(explained: Explanation) -> None:
    """What is not a word of the query gives to the score as well, and says so."""
    said = {reason.said: reason for reason in explained.reasons}
    near = ["réforme vaccin", "vaccin code"]
    assert list(said) == ["réforme", "vaccin", "code", "« du travail »", "porte-parole", *near]
    assert said["porte-parole"].highest
    assert [part.said for part in said["porte-parole"].parts] == ["porteparole", "~« porte parole »"]
    assert [said[pair].distance for pair in near] == [3, 7]


def test_a_rank_beyond_the_last_has_no_explanation(tmp_path: Path) -> None:
    """Nothing is made up for a hit that is not there."""
    build_index(tmp_path, ARTICLES)
    snapshot = open_snapshot(tmp_path)
    assert explain(snapshot, "réforme", rank=3, today=TODAY) is None
    with pytest.raises(ValueError, match="first rank"):
        explain(snapshot, "réforme", rank=0, today=TODAY)


@pytest.mark.parametrize(
    "query", ["port", '"le port"', '="Le port"', "le PROCHE/2 port", "texte:port", "por*"]
)
def test_what_stands_in_notices_is_told_apart(query: str, tmp_path: Path) -> None:
    """Who wonders why a release comes last is told what of it was counted, and how."""
    news, notices = "Le port rouvre. Le port est petit.", "Le port, c’est nous."
    zones = (Zone(ZoneKind.ABOUT, len(news) + 2, len(news) + 2 + len(notices)),)
    whole = (Zone(ZoneKind.LEGAL, 0, len(news) + 2 + len(notices)),)
    body = f"{news}\n\n{notices}"
    build_index(
        tmp_path,
        [
            Article(key="tout", body=body, zones=whole),
            Article(key="rien", body=body),
            Article(key="communiqué", body=body, zones=zones),
        ],
    )
    snapshot = open_snapshot(tmp_path)
    found = [explain(snapshot, query, rank=rank, today=TODAY) for rank in (1, 2, 3)]
    explained = [each for each in found if each]
    assert [each.article.key for each in explained] == ["rien", "communiqué", "tout"]
    counted = [each.reasons[0].counted[0] for each in explained]
    assert [(each.count, each.in_notices) for each in counted] == [(3, 0), (3, 1), (3, 3)]
    assert counted[1].presence / counted[0].presence == pytest.approx((2 + 0.3) / 3)
    assert counted[2].presence / counted[0].presence == pytest.approx(0.3)


def test_titles_have_no_notices(tmp_path: Path) -> None:
    """Zones are of the body."""
    zones = (Zone(ZoneKind.ABOUT, 0, 4),)
    build_index(tmp_path, [Article(key="a", title="Port", body="Port", zones=zones)])
    explained = explain(open_snapshot(tmp_path), "titre:port", rank=1, today=TODAY)
    assert explained
    assert [(each.field, each.in_notices) for each in explained.reasons[0].counted] == [("title", 0)]
