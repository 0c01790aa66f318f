"""Filtering: articles are found by what is known of them besides their text, as a look at each of them would."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import WORDS, partial_dates

from benchmarks.oracle import difference
from benchmarks.scan import Scan
from searcher import Article, build_index, compact_index, edit_index
from searcher.index import open_snapshot
from searcher.query import And, Favoured, Metadata, Node, Not, Or, Published, Undated, Word

VALUES = (
    "Agence Étoile|AGENCE ETOILE|agence etoile|AGENCE ÉTOILE|L’Écho du Nord|L'echo du nord|Echo|l’éCHO|Salé|sale|SALE|"
    "pêche|péché|Cœur de l'Île|COEUR DE L'ILE|avant-garde|Avant Garde|A.F.P.|AFP|12 000|12000|***|€ + €|E|É|Łódź|Lodz|"
    "Malmö|fr|fr-FR|fr_CA|FR|frp|en-FR|3 juillet 2024|étudiant·e·s|Saint‑Étienne (Loire)|nord|du  nord|ﬁn|½|中国|\ue001"
).split("|")
PATHS = "dépêches/2024/07-astana.txt|DEPECHES/2024/12/345.txt|depeches/note_1.txt|a|a.txt|b/a.txt|b/É.txt|b/a.txt/".split(
    "|"
)
NAMES = (
    "source",
    "agence",
    "lieu",
    "auteur",
    "langue",
    "chemin",
    "Rubrique",
    "rubrique",
    "mots clés",
    "nulle",
)


def spelled(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A text in other capitals, without its accents, with those apart, or a part of it."""
    changes = (
        str,
        str.upper,
        str.lower,
        str.swapcase,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)),
        lambda text: text.split()[0],
        lambda text: text[: len(text) // 2 + 1],
    )
    return st.builds(lambda text, change: change(text), texts, st.sampled_from(changes))


values = spelled(st.sampled_from(VALUES))
known = st.just("") | st.sampled_from(VALUES) | values
extras = st.dictionaries(
    st.sampled_from(["Rubrique", "rubrique", "RUBRIQUE", "mots clés", "long", "nid"]),
    known
    | st.lists(known | st.none() | st.integers(0, 3), max_size=4)
    | st.sampled_from([None, True, 3, 2.5, {"a": "AFP"}, [["AFP"]], "x" * 301]),
    max_size=3,
)


@st.composite
def corpora(draw: st.DrawFn, max_size: int = 7) -> list[Article]:
    return [
        Article(
            key=draw(st.sampled_from([f"{number}", f"k/é{number}.txt"])),
            body=" ".join(draw(st.lists(st.sampled_from(WORDS[:40]), max_size=8))),
            published=draw(st.none() | partial_dates()),
            source=draw(known),
            agency=draw(known),
            place=draw(known),
            author=draw(known),
            language=draw(known),
            path=draw(st.just("") | st.sampled_from(PATHS) | st.just(f"k/é{number}.txt")),
            extra=draw(extras),
        )
        for number in range(draw(st.integers(1, max_size)))
    ]


@st.composite
def conditions(draw: st.DrawFn) -> Metadata:
    text = draw(
        values | spelled(st.sampled_from(PATHS)) | st.sampled_from(["k/é1.txt", "true", "3", "2.5", "*"])
    )
    for _ in range(draw(st.integers(0, 2)) if draw(st.booleans()) else 0):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from("*?")) + text[at + draw(st.integers(0, 3)) :]
    return Metadata(draw(st.sampled_from(NAMES)), text or "*", draw(st.integers(0, 4)) == 0)


days = partial_dates().map(lambda day: day.first)


def trees(depth: int = 2) -> st.SearchStrategy[Node]:
    leaves = (
        conditions()
        | st.builds(Word, st.sampled_from(WORDS[:40]))
        | st.just(Undated())
        | st.builds(Published, st.none() | days, st.none() | days)
        | st.builds(Favoured, days, days)
    )
    return st.recursive(
        leaves,
        lambda inner: (
            (st.builds(Not, inner) | st.lists(inner, min_size=1, max_size=4).map(tuple).map(And))
            | st.lists(inner, min_size=1, max_size=3).map(tuple).map(Or)
        ),
        max_leaves=6,
    )


@given(data=st.data(), articles=corpora(), more=corpora(), size=st.sampled_from([1, 90, 1 << 20]))
@settings(max_examples=150)
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
        snapshot, scan = open_snapshot(Path(folder)), Scan(left.values())
        for _ in range(6):
            tree = data.draw(trees())
            assert difference(scan, snapshot, tree) == "", tree
