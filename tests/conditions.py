"""Random articles with metadata, and random trees of conditions on them.

In: nothing, or articles. Out: strategies of hypothesis.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from hypothesis import strategies as st
from strategies import WORDS, partial_dates

from benchmarks.known import values_of
from searcher import Article
from searcher.query import And, Favoured, Metadata, Node, Not, Or, Published, Undated, Word

VALUES = (
    "Agence Étoile|AGENCE ETOILE|agence etoile|AGENCE ÉTOILE|L’Écho du Nord|L'echo du nord|Echo|l’éCHO|Salé|sale|SALE|"
    "pêche|péché|Cœur de l'Île|COEUR DE L'ILE|avant-garde|Avant Garde|A.F.P.|AFP|12 000|12000|***|€ + €|E|É|Łódź|Lodz|"
    "Malmö|fr|fr-FR|fr_CA|FR|frp|en-FR|3 juillet 2024|étudiant·e·s|Saint‑Étienne (Loire)|nord|du  nord|ﬁn|½|中国|\ue001"
).split("|")
PATHS = (
    "dépêches/2024/07-astana.txt",
    "DEPECHES/2024/12/345.txt",
    "depeches/note_1.txt",
    "a",
    "a.txt",
    "b/a.txt",
    "b/É.txt",
    "b/e\u0301te\u0301.txt",
    "deux\nlignes/2024.txt",
    "b/a.txt/",
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
def conditions(draw: st.DrawFn, articles: Sequence[Article]) -> Metadata:
    """Mostly on a value that an article has, spelled in another way, or on a shape of it."""
    there = [(name, value) for article in articles for name in NAMES for value in values_of(article, name)]
    name, value = draw(st.sampled_from(there or [("source", "AFP")]))
    if draw(st.integers(0, 3)) == 0:
        return Metadata(name, value, whole=True)
    if draw(st.integers(0, 7)) == 0:
        name, value = draw(st.sampled_from(NAMES)), draw(st.sampled_from(["*", *VALUES, *PATHS]))
    value = draw(spelled(st.just(value))) if value.split() else value
    for _ in range(draw(st.integers(0, 2)) if draw(st.booleans()) else 0):
        at = draw(st.integers(0, len(value)))
        value = value[:at] + draw(st.sampled_from("*?")) + value[at + draw(st.integers(0, 3)) :]
    return Metadata(name, value)


days = partial_dates().map(lambda day: day.first)


def trees(articles: Sequence[Article]) -> st.SearchStrategy[Node]:
    leaves = (
        conditions(articles)
        | conditions(articles)
        | st.builds(Word, st.sampled_from(WORDS[:40]))
        | st.just(Undated())
        | st.builds(Published, st.none() | days, st.none() | days)
        | st.builds(Favoured, days, days)
    )
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(Not, inner)
            | st.lists(inner, min_size=1, max_size=4).map(tuple).map(And)
            | st.lists(inner, min_size=1, max_size=3).map(tuple).map(Or)
        ),
        max_leaves=6,
    )
