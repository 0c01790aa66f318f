"""The pages of the golden tests: results made by hand, with everything that is hard to show.

In: nothing. Out: for each golden file its results, the width of the terminal, and the view if it is not the usual one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from present.hits import make_results, pattern

from searcher.article import Article, PartialDate
from searcher.present.page import View
from searcher.search import Results, Share
from searcher.search.diagnosis import (
    Alternative,
    Change,
    Clause,
    Correction,
    Diagnosis,
    NearDay,
    NearWord,
    Suggestion,
    WordCount,
)

SUMMIT = (pattern("sommet"), pattern("astana ASTANA"))

ASTANA = Article(
    key="utf-8/2024-07-04-astana.txt",
    title="Pékin et Astana veulent doubler leurs échanges",
    body="PÉKIN, 4 juillet 2024 /PRNewswire/ -- La Chine et le Kazakhstan se sont donné six ans pour doubler "
    "leurs échanges, ont annoncé jeudi les deux délégations réunies à Astana. Le commerce a atteint 41 "
    "milliards d’euros.\n« Nous ne partons pas d’une page blanche », a déclaré Shen Yulan à 20 h 30. Le "
    "vice-ministre, M. Daniyar Seitkhan, s’est dit convaincu que le sommet d’Astana serait un succès, selon "
    "le porte-parole.",
    published=PartialDate(2024, 7, 4),
    source="PRNewswire",
    place="Pékin",
    path="utf-8/2024-07-04-astana.txt",
)
RECORD = Article(
    key="2025-03-04-fr-0410",
    title="Un titre bien trop long pour tenir sur une ligne, où le sommet d’Astana ne vient qu’à la fin",
    body="Le sommet ? « Il aura lieu », dit-on à Astana.",
    published=PartialDate(2025, 3),
    source="Le Courrier des Steppes et des Montagnes",
    path="jsonl/agence.jsonl",
)
HOSTILE = Article(
    key="jsonl/agence.jsonl#3",
    title="Sommet [/bold] et [red]rouge[/red]\x1b[2K\x07",
    body="Un \x1b[31msommet\x1b[0m d’As\u00adtana\u202e, [sic] :smile: [/] "
    "https://example.fr/[a]?q=[b] \x9b1m fin.",
    published=PartialDate(2023),
    path="jsonl/agence.jsonl",
)
WIDE = Article(
    key="wide",
    title="阿斯塔纳峰会 : le sommet d’Astana",
    body="À 北京 comme à 东京, le sommet d’Astana — e\u0301lections, 🎉 — " + "阿斯塔纳" * 7 + " sommet.",
    published=PartialDate(2024, 7, 1),
    place="北京",
    source="新华社",
)
ONLINE = replace(
    ASTANA,
    source="Le Courrier des Steppes",
    agency="AFP",
    url="https://courrier-des-steppes.example/2024/07/04/pékin-astana?page=1",
)
NAMELESS = Article(key="utf-8/sans-titre.txt", body="Astana.", path="utf-8/sans-titre.txt")

DIAGNOSIS = Diagnosis(
    articles=18496,
    words=(
        WordCount("sommet", as_typed=198, same_letters=198, family=212, nearest=()),
        WordCount("Astanna", 0, 0, 0, (NearWord("astana", 41), NearWord("castana", 2))),
        WordCount("salé", as_typed=0, same_letters=1302, family=3, nearest=()),
    ),
    clauses=(
        Clause("« sommet de l'eau »", excludes=False, alone=0, without=3, query="sommet NON sport"),
        Clause("depuis le 1er juin 2024", False, 4120, 1, 'sommet astanna salé "sommet de l eau"'),
        Clause("SAUF sport", excludes=True, alone=805, without=0, query=""),
        Clause("SAUF rugby", excludes=True, alone=0, without=0, query=""),
        Clause("sommet", excludes=False, alone=212, without=0, query=""),
    ),
    alternatives=(
        Alternative(Change.INFLECTED, "« sommet de l'eau »", '~"sommet de l eau" date:[2024-06-01 TO ]', 2),
        Alternative(Change.ACCENTS, "salé", "sommet sale", 1),
    ),
    days=(NearDay(date(2024, 5, 1), "sommet date:[2024-05-01 TO 2024-05-01]", 7),),
    contradicts_itself=False,
    left_out=0,
)
ONE_WORD = Diagnosis(18496, (WordCount("Astanna", 0, 0, 0, (NearWord("astana", 41),)),), (), (), (), False, 0)
HOSTILE_ONE = Diagnosis(
    1, (WordCount("[/bold]\x1b[2K", 0, 0, 0, (NearWord("[red]\x07", 1),)),), (), (), (), False, 13
)
SUGGESTIONS = (
    Suggestion("sommet d'astana depuis juin 2024", 1204, (Correction("Astanna", "astana"),)),
    Suggestion("sommet de castana depuis juin 2024", 1, (Correction("Astanna", "castana"),)),
)

ALL = make_results(ASTANA, RECORD, NAMELESS, patterns=SUMMIT, total=1204, offset=9)

# Pages that are not the usual view.
VIEWS: dict[str, View] = {
    "scores-80": View(scores=True),
    "scores-40": View(scores=True),
    "context-80": View(passages=None, context=1),
    "context-40": View(passages=None, context=0),
    "all-passages-80": View(passages=None, words=8),
}
PAGES: dict[str, tuple[Results, int]] = {
    **{name: (make_results(ONLINE, RECORD, patterns=SUMMIT), int(name[-2:])) for name in VIEWS},
    "page-80": (ALL, 80),
    "page-40": (ALL, 40),
    "page-200": (ALL, 200),
    "hostile-80": (make_results(HOSTILE, patterns=SUMMIT), 80),
    "hostile-40": (make_results(HOSTILE, patterns=SUMMIT), 40),
    "wide-80": (make_results(WIDE, patterns=SUMMIT), 80),
    "wide-40": (make_results(WIDE, patterns=SUMMIT), 40),
    "nothing-80": (make_results(), 80),
    "beyond-80": (make_results(total=40, offset=100), 80),
    "diagnosis-80": (make_results(diagnosis=DIAGNOSIS, suggestions=SUGGESTIONS), 80),
    "diagnosis-40": (make_results(diagnosis=DIAGNOSIS, suggestions=SUGGESTIONS), 40),
    "one-word-80": (make_results(diagnosis=ONE_WORD, suggestions=SUGGESTIONS[:1]), 80),
    "hostile-diagnosis-80": (make_results(diagnosis=HOSTILE_ONE), 80),
    "empty-index-80": (make_results(diagnosis=replace(ONE_WORD, articles=0)), 80),
    "suggested-80": (make_results(NAMELESS, patterns=SUMMIT, suggestions=SUGGESTIONS[:1]), 80),
    "question-80": (make_results(ASTANA, patterns=SUMMIT, has=Share(5, 7)), 80),
    "last-80": (make_results(NAMELESS, patterns=SUMMIT, total=10, offset=9), 80),
}
