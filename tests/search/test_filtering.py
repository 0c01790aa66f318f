"""Filtering: articles are found by what is known of them besides their text, as a look at each of them would."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conditions import corpora, trees
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.oracle import difference, find
from benchmarks.scan import Scan
from searcher import Article, PartialDate, build_index, compact_index, edit_index, open_index
from searcher.index import open_snapshot
from searcher.index.metadata import MOST_FIELDS, MOST_VALUES
from searcher.query import And, Favoured, Metadata, Not, Or, Word


@given(data=st.data(), articles=corpora(), more=corpora(), size=st.sampled_from([1, 90, 1 << 20]))
@settings(max_examples=60)
def test_any_tree_finds_what_a_look_at_each_article_finds(
    data: st.DataObject, articles: list[Article], more: list[Article], size: int
) -> None:
    """In one segment or many, with articles deleted and replaced, merged or not; with the same scores."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.index.writing.SEGMENT_BYTES", size)
        build_index(folder, more)
        left = {article.key: article for article in more}
        with edit_index(folder) as writer:
            for key in data.draw(st.sets(st.sampled_from(sorted(left)))):
                writer.remove(key)
                del left[key]
            for article in articles:
                writer.put(article)
                left[article.key] = article
        if data.draw(st.booleans()):
            compact_index(folder)
        assume(left)
        snapshot, scan = open_snapshot(Path(folder)), Scan(left.values())
        for _ in range(6):
            tree = data.draw(trees([*left.values()]))
            assert difference(scan, snapshot, tree) == "", tree


# ------------------------------------------------------------------ by hand: an oracle may err as the engine does

KNOWN = [
    ("Agence Étoile", "source:étoile", True),
    ("Agence Étoile", "source:etoile", True),
    ("AGENCE ETOILE", "source:étoile", True),
    ("agence etoiles", "source:étoile", False),  # no inflection
    ("Le Sale Temps", "source:salé", False),
    ("Le Salé", "source:sale", True),
    ("LE SALE", "source:salé", True),
    ("L’Écho du Nord", "source:l'écho du nord", True),
    ("L’Écho du Nord", "source:écho nord", False),  # in a row
    ("L’Écho du Nord", "source:nord écho", False),
    ("L’Écho du Nord", "source:*nord", True),
    ("L’Écho du Nord", "source:écho*", False),  # the shape of all of it
    ("L’Écho du Nord", "source:l'?cho*", True),
    ("L’Echo du Nord", "source:l'é*", False),
    ("L’ECHO DU NORD", "source:l'é*", True),
    ("L’Écho du Nord", "source:L'E*", True),
    ("Cœur", "source:coe?r", True),
    ("Łódź Presse", "source:lodz*", True),
    ("Lodz Presse", "source:łodz*", False),
    ("L’Écho du  Nord", "source:=L'Écho du Nord", True),
    ("L’Écho du Nord", "source:=l'écho du nord", False),
    ("L’Écho du Nord", "source:=Écho", False),
    ("!?", "source:*", True),
    ("", "source:*", False),
    ("***", "source:€", False),
    ("€", "source:€", True),
    ("a" * 300, f"source:{'*a' * 60}b", False),  # and that soon
    ("a" * 300, f"source:{'*a' * 60}*", True),
    ("xaxbxaxb", "source:*a?b*a?b", True),
    ("xaxb", "source:*a?b*a?b", False),
    ("fr", "langue:fr", True),
    ("fr-FR", "langue:fr", True),
    ("fr_CA", "langue:FR", True),
    ("frp", "langue:fr", False),
    ("en-FR", "langue:fr", False),
    ("fr-CA", "langue:fr_ca", True),
    ("fr-CA", "langue:fr-FR", False),
    ("fr-CA", "langue:*ca", True),
    ("du  nord", "langue:du nord", True),
    ("depeches/2024/07-astana.txt", "chemin:2024/07", True),
    ("depeches/2024/07-astana.txt", "chemin:ASTANA", True),
    ("depeches/2024/07-astana.txt", "chemin:asta", False),
    ("depeches/2024/07-astana.txt", "chemin:depeches/*", True),
    ("depeches/2024/07-astana.txt", "chemin:*.jsonl", False),
    ("depeches/12/345/6.txt", "chemin:345", True),
    ("depeches/2024/07-astana.txt", "chemin:=depeches/2024/07-astana.txt", True),
    ("Économie", "RUBRIQUE:economie", True),
    ("Économie", "rubrique:écologie", False),
]


@pytest.mark.parametrize(("value", "asked", "expected"), KNOWN)
def test_conditions_mean_what_they_say(tmp_path: Path, value: str, asked: str, expected: bool) -> None:
    """Each rule, on one value."""
    name, _, text = asked.partition(":")
    fields = {"source": "source", "langue": "language", "chemin": "path"}
    own = {fields[name]: value} if name in fields else {"extra": {"Rubrique": value}}
    build_index(tmp_path, [Article(key="un", **own), Article(key="deux")])
    condition = Metadata(name, text.removeprefix("="), whole=text.startswith("="))
    assert list(find(open_snapshot(tmp_path), condition)) == (["un"] if expected else [])


def test_values_of_all_kinds_are_found_as_they_are_written(tmp_path: Path) -> None:
    """Whoever wrote `"page": 3` searches for `page:3`; what is nested is not searched, and status says so."""
    extra = {
        "page": 3,
        "une": True,
        "note": 2.5,
        "mots": ["crue", "pluie", "crue", 7],
        "rien": None,
        "vide": "",
    }
    extra |= {"niche": {"a": "crue"}, "listes": [["crue"], "gel"], "long": "x" * 301}
    build_index(tmp_path, [Article(key="un", extra=extra)])
    snapshot = open_snapshot(tmp_path)
    for asked in ("page:3", "une:true", "note:2.5", "mots:pluie", "mots:7", "listes:gel"):
        assert find(snapshot, Metadata(*asked.split(":"))), asked
    for name in ("rien", "vide", "niche", "long", "inconnu"):
        assert not find(snapshot, Metadata(name, "*")), name
    assert not find(snapshot, Metadata("listes", "crue"))
    assert snapshot.metadata_names() == ("listes", "mots", "note", "page", "une")
    with open_index(tmp_path) as index:
        status = index.status()
    assert status.fields == dict.fromkeys(["listes", "mots", "note", "page", "une"], 1)
    assert status.left_out == dict.fromkeys(["listes", "long", "niche"], 1)


def test_beyond_the_limits_an_article_keeps_what_it_had_room_for(tmp_path: Path) -> None:
    """A record with ten thousand names must not make an index of ten thousand columns."""
    extra = {f"champ{number}": "oui" for number in range(MOST_FIELDS + 5)}
    articles = [
        Article(key="un", extra=extra),
        Article(key="deux", extra={"mots": [f"m{n}" for n in range(MOST_VALUES + 1)], "n" * 101: "oui"}),
        Article(key="trois", source="s" * 301, author="a" * 300),
    ]
    build_index(tmp_path, articles)
    snapshot = open_snapshot(tmp_path)
    assert list(find(snapshot, Metadata("champ99", "oui"))) == ["un"]
    assert not find(snapshot, Metadata("champ100", "oui"))
    assert list(find(snapshot, Metadata("mots", "m99"))) == ["deux"]
    assert not find(snapshot, Metadata("mots", "m100"))
    assert list(find(snapshot, Metadata("auteur", "*"))) == ["trois"]
    assert not find(snapshot, Metadata("source", "*"))
    assert [article for article in articles if snapshot.find(article.key) != article] == []
    left_out = [f"champ{number}" for number in range(100, 105)] + ["mots", "n" * 100, "source"]
    with open_index(tmp_path) as index:
        status = index.status()
    assert status.left_out == dict.fromkeys(left_out, 1)
    assert status.metadata == {"author": 1}


def test_what_is_deleted_is_not_counted(tmp_path: Path) -> None:
    """Status tells what a search can find."""
    extra = {"Rubrique": ["Sport", "Monde"], "long": "x" * 400}
    build_index(tmp_path, [Article(key=f"{n}", source="AFP", extra=extra) for n in range(70)])
    with edit_index(tmp_path) as writer:
        for number in range(3):
            writer.remove(f"{number}")
        writer.put(Article(key="autre", place="Pékin", extra={"thème": "crue"}))
    with open_index(tmp_path) as index:
        status = index.status()
        assert status.metadata == {"source": 67, "place": 1}
        assert status.fields == {"Rubrique": 67, "thème": 1}
        assert status.left_out == {"long": 67}


def test_a_day_named_in_a_query_favours_articles_and_excludes_none(tmp_path: Path) -> None:
    """`en juillet 2024` keeps its words: an article of another month may be about July, too."""
    dates = {
        "juin": (2024, 6, 30),
        "juillet": (2024, 7, 3),
        "mois": (2024, 7),
        "an": (2024,),
        "avant": (2023,),
    }
    articles = [
        Article(key=key, title="Crue", body="la crue de la ville", published=PartialDate(*day))
        for key, day in dates.items()
    ]
    build_index(tmp_path, [*articles, replace(articles[0], key="sans", published=None)])
    snapshot = open_snapshot(tmp_path)
    july = Favoured(date(2024, 7, 1), date(2024, 8, 7))
    plain = find(snapshot, Word("crue"))
    for tree in (And((Word("crue"), july)), And((july, Word("crue"), july, Favoured(july.last, july.last)))):
        favoured = find(snapshot, tree)
        assert favoured == {
            key: pytest.approx(score * (1.5 if key in ("juillet", "mois", "an") else 1))
            for key, score in plain.items()
        }
        assert list(favoured)[:3] == ["juillet", "mois", "an"]
    for tree in (Or((Word("crue"), july)), Not(Not(And((Word("crue"), july)))), And((july,)), july):
        assert len(find(snapshot, tree)) == 6
        assert tree == Or((Word("crue"), july)) or set(find(snapshot, tree).values()) == {0.0}


def test_threads_and_refreshed_snapshots_may_share_what_was_read(tmp_path: Path) -> None:
    """The values of a segment are read once; another set of deletions is another view of them."""
    build_index(tmp_path, [Article(key=f"{n}", source=f"Source {n % 3}") for n in range(9)])
    first = open_snapshot(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: len(find(first, Metadata("source", f"{n % 3}"))), range(24)))
    assert found == [3] * 24
    with edit_index(tmp_path) as writer:
        writer.remove("0")
    second = open_snapshot(tmp_path, first)
    assert [len(find(each, Metadata("source", "0"))) for each in (first, second)] == [3, 2]
