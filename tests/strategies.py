"""Random inputs for property tests: French as the press writes it, with everything that makes cutting it hard.

In: nothing. Out: strategies of hypothesis: words, texts, articles.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from hypothesis import strategies as st

from searcher import Article, PartialDate, SaidDate, Zone, ZoneKind

WORDS = (
    "le la les un une des de du et à en dans sur pour par ne pas qui que est a sont été plus "
    "élection élections électoral élu élus élue cheval chevaux vaccin vaccins vaccination vacciner vacciné "
    "cote côte coté côté sale salé sales marche marché marchés pêche péché pécheur pêcheur œuvre oeuvre œuvres cœur "
    "réforme réformes réformer retraite retraites loi lois travail travaux code ministre ministres président "
    "présidente gouvernement national nationale nationaux grève grèves grévistes train trains ville villes "
    "maïs naïf Noël août évènement événement île ile îles naître naître vendre vendu vendeur vente événements "
    "maison maisons vigneron vignerons récolte récoltes pluie pluies crue crues inondation inondations"
).split()
NAMES = (
    "Paris Macron Astana Élysée Kazakhstan N'Djamena Xi'an M'Bappé Saint-Étienne O'Brien Le\u00a0Havre Bruxelles Québec"
).split(" ")
ACRONYMS = "OTAN ONU O.T.A.N. S.N.C.F. SNCF ELYSEE ÉLYSÉE UE P.-D.G. a.m. CGT R&D 5G COVID-19 A320 G7".split()
COMPOUNDS = (
    "porte-parole week-end avant-garde celui-ci a-t-il dit-elle c'est-à-dire vice-président sous-sol aujourd'hui "
    "quelqu'un presqu'île prud'homme Aix-en-Provence demi-finale rendez-vous franco-allemand 20-25 p'tit grand'mère"
).split()
INCLUSIVE = (
    "étudiant·e·s lecteur·rice·s salarié(e)s acteur.trice.s élu-e-s citoyen·ne·s candidat(e) chercheur·se artisan·s "
    "maire(s) directeur.rice infirmier·ère·s"
).split()
NUMBERS = (
    "3 12 2024 1,5 3.14 1\u202f200\u202f000 1 200 000 18\u00a0000 41\u00a0% 12€ "
    "3,2\u00a0M€ 20h30 20\u00a0h\u00a030 8h 14:05 1er "
    "XXIe XIXème 2nde 0,5% 06.12.34.56.78 n°5 1.000.000 12'000 007 19e 1.2.3 2023-2024"
).split(" ")
DATES = (
    "3\u00a0juillet\u00a02024|1er mai 2024|14 juillet|2024-07-03|03/07/2024|3.7.2024|31 décembre 1999|juin 2024|"
    "12 Août 2025|1 janvier 2000"
).split("|")
ADDRESSES = (
    "https://www.lemonde.fr/politique/ www.insee.fr lemonde.fr http://example.org/a?b=c#d marie.durand@presse.fr "
    "@lemonde #Astana2024 fin.Le .fr"
).split()
OTHERS = "中国 日本語 Москва Αθήνα ﬁn ½ m² ™ ﷺ ß İstanbul 🎉 e\u0301 \u0301 x\u0332y _ a_b __init__ [sic] && % €".split(
    " "
)
CLITICS = "l' d' qu' n' s' j' L' D' Qu' jusqu' lorsqu' c' m'".split()
APOSTROPHES = "'’‘´`ʼ′"
HYPHENS = "--‐‑"
GAPS = [
    " ",
    " ",
    " ",
    " ",
    "\u00a0",
    "\u202f",
    "\n",
    "  ",
    ", ",
    ". ",
    " : ",
    " ; ",
    "… ",
    " – ",
    " — ",
    "! ",
    ".",
    "-",
    "/",
    "'",
    "(",
    ")",
]


@st.composite
def french_word(draw: st.DrawFn) -> str:
    """One word, number, name or date, as newspapers print them."""
    kind = draw(st.sampled_from("wwwwwwweenaciudxo"))
    if kind == "w":
        word = draw(st.sampled_from(WORDS))
        shape = draw(st.sampled_from("lllllcuz"))
        word = {"c": word.capitalize(), "u": word.upper(), "z": word.title()}.get(shape, word)
    elif kind == "e":
        word = draw(st.sampled_from(CLITICS)) + draw(st.sampled_from(WORDS + NAMES))
    elif kind == "i":
        word = draw(st.sampled_from(INCLUSIVE))
    else:
        word = draw(
            st.sampled_from(
                {
                    "n": NAMES,
                    "a": ACRONYMS,
                    "c": COMPOUNDS,
                    "u": NUMBERS,
                    "d": DATES,
                    "x": ADDRESSES,
                    "o": OTHERS,
                }[kind]
            )
        )
    return word


@st.composite
def french_text(draw: st.DrawFn, max_words: int = 25) -> str:
    """A text with elisions, accents composed or not, all apostrophes and hyphens, soft hyphens, quotations."""
    pieces = []
    for _ in range(draw(st.integers(0, max_words))):
        word = draw(french_word())
        change = draw(st.integers(0, 19))
        if change == 0:
            word = unicodedata.normalize("NFD", word)
        elif change == 1 and len(word) > 3:
            at = draw(st.integers(1, len(word) - 1))
            word = word[:at] + draw(st.sampled_from("\u00ad\u200b\u2060\ufeff")) + word[at:]
        elif change <= 4:
            word = word.replace("'", draw(st.sampled_from(APOSTROPHES)))
        elif change == 5:
            word = word.replace("-", draw(st.sampled_from(HYPHENS)))
        elif change == 6:
            word = draw(
                st.sampled_from(["« {} »", "«\u00a0{}\u00a0»", "“{}”", "({})", "[{}]", '"{}"', "’{}’"])
            ).format(word)
        pieces += [word, draw(st.sampled_from(GAPS))]
    return "".join(pieces)


def any_text(max_size: int = 60) -> st.SearchStrategy[str]:
    """French, or any characters at all, with those that cutting treats apart more often than others."""
    signs = st.sampled_from(
        list("'’-.·(:/_@#&%€ \u00a0\u202f\n\u00ad\u0301\u030a,0123456789hHlLdDqaeéEÉIVXx[]中«»")
    )
    return french_text() | st.text(signs | st.characters(codec="utf-8"), max_size=max_size)


def partial_dates() -> st.SearchStrategy[PartialDate]:
    """Days, months and years."""
    years = st.integers(1, 9999) | st.integers(2020, 2026)
    days = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
    return days | years.map(PartialDate) | st.builds(PartialDate, years, st.integers(1, 12))


def _lines(max_size: int) -> st.SearchStrategy[str]:
    return st.text(st.characters(codec="utf-8"), max_size=max_size)


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _lines(8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_lines(5), inner, max_size=3),
    max_leaves=6,
)
# What can be printed: neither controls nor separators, but for the space.
KEYS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=12
)


@st.composite
def zones(draw: st.DrawFn, size: int) -> tuple[Zone, ...]:
    """Some zones of a body of this size."""
    edges = sorted(draw(st.sets(st.integers(0, size), max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Zone(draw(st.sampled_from(ZoneKind)), start, end) for start, end in pairs)


def articles(keys: st.SearchStrategy[str] = KEYS) -> st.SearchStrategy[Article]:
    """Articles with any metadata."""
    said = st.builds(SaidDate, partial_dates(), st.sampled_from(["metadata", "dateline", "path"]))
    return _articles(keys, said).flatmap(
        lambda article: st.builds(replace, st.just(article), zones=zones(len(article.body)))
    )


def _articles(keys: st.SearchStrategy[str], said: st.SearchStrategy[SaidDate]) -> st.SearchStrategy[Article]:
    return st.builds(
        Article,
        key=keys,
        title=any_text(20),
        body=any_text(80),
        published=st.none() | partial_dates(),
        source=_lines(10),
        agency=_lines(10),
        place=_lines(10),
        author=_lines(10),
        language=st.sampled_from(["", "fr", "fr-CA", "nl"]),
        url=_lines(20),
        path=_lines(20),
        encoding=st.sampled_from(["", "utf-8", "windows-1252"]),
        extra=st.dictionaries(_lines(6), _JSON, max_size=3),
        dates=st.just(()) | st.lists(said, min_size=2, max_size=3).map(tuple),
    )


def corpora(max_size: int = 6) -> st.SearchStrategy[list[Article]]:
    """A few articles with keys of their own, whose words come back from one to the other."""
    return st.lists(articles(), max_size=max_size, min_size=1, unique_by=lambda article: article.key)
