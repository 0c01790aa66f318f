"""Grammar: the whole query language on one page, with examples that say how each is read.

Out: sections of examples. Each example gives the canonical query that means the same, and, where something of it
is not understood, a part of the warning; the tests hold both against the parser.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

# Raised whenever a query that was understood comes to mean something else.
VERSION = 3

# For whom the page reads dates, and the field that its imaginary corpus has beside the others.
TODAY = date(2024, 7, 10)
FIELDS = ("rubrique",)


@dataclass(frozen=True, slots=True)
class Example:
    """A query, and how it is read."""

    typed: str
    canonical: str  # the query that says the same in full
    meaning: str  # in English; empty where the canonical query says enough
    warning: str = ""  # in French, a part of it; empty if there is none


@dataclass(frozen=True, slots=True)
class Section:
    """Examples of one part of the language."""

    title: str
    rule: str  # in English
    examples: tuple[Example, ...]


def _section(title: str, rule: str, *rows: tuple[str, ...]) -> Section:
    return Section(title, " ".join(rule.split()), tuple(Example(*row) for row in rows))


SYNTAX = """\
query      = choice { OU choice }                      OU OR
choice     = [ clause { [ ET ] clause } ]              ET AND; nothing between two clauses is ET
clause     = { NON | + | - | champ: } chain            NON SAUF SANS NOT ANDNOT
           | chain ANDMAYBE chain | chain REQUIRE chain
chain      = weighed { nearness weighed }              PROCHE/5 NEAR/5 SUIVI/5 THEN/5, /phrase, /paragraphe
weighed    = item [ ^number ]
item       = word | number | date | shape | word~n | "row" | ~"row" | ="text" | =word | "row"~n
           | [ word TO word ] | { word TO word } | * | ( query )
           | AUMOINS/n item | PARMI/n ( query )        ATLEAST/n AMONG/n
           | champ:value | date:days | vers:days
"""

SECTIONS = (
    _section(
        "Words",
        """All words must be there, in any of their forms, closest forms first. Function words (le, de, qui) are not
        looked for unless a query has nothing else, or + stands before them. An accent that is typed is required, one
        that is not is free. Case does not count. What hyphens join is one word, however it is spelled; a pronoun behind
        a verb is not joined.""",
        ("sommet Astana", "sommet astana", "both words"),
        ("les élections", "élections", "élection, ÉLECTIONS, électoral …"),
        ("peche", "peche", "pêche, péché"),
        ("pêche", "pêche", "pêche, PECHE, not péché"),
        ("l'avocat", "avocat", "any apostrophe; clitics are no words"),
        ("week-end", "week-end", "weekend, week end"),
        ("cessez-le-feu", "cessez-le-feu", "cessez le feu, #CessezLeFeu"),
        ("rendez-vous", "rendez-vous", "not rendez alone"),
        ("que pense-t-il", "pense", ""),
        ("1 200 000 habitants à 20 h 30", "+1200000 habitants +20h30", "numbers and hours are one word"),
        ("O.T.A.N.", "OTAN", "so are acronyms"),
        ("lemonde", "lemonde", "lemonde.fr, https://www.lemonde.fr/a"),
        ("lemonde.fr", "+lemonde.fr", "https://www.lemonde.fr/a, not lemonde"),
        ("+le Monde", "+le monde", "a function word that must be there"),
        ("Être et avoir", "+être +et +avoir", "nothing but function words"),
        ("*", "*", "every article"),
    ),
    _section(
        "Exactness",
        """Quotes of any kind, with any spaces inside, hold words in a row, exact but for case and untyped accents.
        ~ before them lets words inflect, = asks for the text to the letter. Single quotes are apostrophes.""",
        ("« code du travail »", '"code du travail"', "these words in a row"),
        ("“code du travail”", '"code du travail"', ""),
        ('"orange"', '"orange"', "this word, not its family"),
        ('~"accident du travail"', '~"accident du travail"', "accidents du travail …"),
        ('="Le Monde"', '="Le Monde"', "capitals, accents and clitics as they are"),
        ("=Orange", '="Orange"', "a word to the letter"),
        ('"réforme électr*"', '"réforme électr"', "no shapes in quotes", "lus comme de la ponctuation"),
    ),
    _section(
        "Operators",
        """In capitals only: in small letters they are words. NON holds tighter than ET, typed or not, ET tighter than
        OU; parentheses say otherwise. An operator without a neighbour is ignored, and that is said.""",
        ("Macron ET Poutine", "macron poutine", "AND"),
        ("grève OU blocage", "grève OU blocage", "OR"),
        ("Macron SAUF football", "macron NON football", "SANS, NON, NOT, ANDNOT"),
        ("Macron -football", "macron NON football", "glued to its word"),
        ("Emmanuel Macron OU Scholz", "(emmanuel macron) OU scholz", ""),
        ("Emmanuel (Macron OU Olaf)", "emmanuel (macron OU olaf)", ""),
        ("Macron et Poutine", "macron poutine", "« et » is a word, and not looked for"),
        ("climat ANDMAYBE énergie", "climat (énergie OU *)", "climat; énergie brings it higher"),
        ("climat REQUIRE énergie", "climat énergie", "", "lu comme « ET »"),
        ("climat OU", "climat", "", "« OU » n'a rien à chercher à sa droite"),
        ("NOT NOT", "", "", "« NOT » n'a rien à chercher à sa droite"),
        ("climat ( )", "climat", "", "parenthèses où il n'y a rien à chercher"),
    ),
    _section(
        "Shapes of words",
        """* stands for any letters, ? for one, over the words of the index; accents as in words.
        ? stands for a letter only where a letter follows it, or where the word has a * too: elsewhere it asks a
        question. Both are punctuation in addresses. ~ finds what is a letter or two away, accents free.""",
        ("électr*", "électr*", "électrique, électricité …"),
        ("*ation", "*ation", ""),
        ("cl?mat", "cl?mat", ""),
        ("l'électr*", "électr*", ""),
        ("avant-gard*", "avantgard*", "avant-garde, avantgardiste …"),
        ("rendez-v*", "rendezv* OU rendez-vous", "rendez-vous, joined or not"),
        ("cessez-le-f*", 'cessezlef* OU (~"cessez le" SUIVI/0 f*)', "from three words on: side by side"),
        ("ex-*", "ex*", "", "un trait d'union peut manquer"),
        ("pourquoi ce mot?", "mot", "a question mark"),
        ("http://exemple.fr/a?b=1", "+exemple.fr/a?b=1", "an address"),
        ("emanuel~", "emanuel~", "Emmanuel: one letter away"),
        ("emanuel~2", "emanuel~2", "two at most"),
        ("emanuel~5", "emanuel~2", "", "lu comme « ~2 »"),
        ("emanuel~2/3", "emanuel~2", "", "les premières lettres peuvent différer aussi"),
        ("jean~0", '"jean"', ""),
    ),
    _section(
        "Ranges",
        """Words between two, in the order of the alphabet: square brackets take the end in, braces leave it out, an
        empty end is open. TO or À. Where both ends hold digits and are dates, they are days.""",
        ("[avril TO juin]", "[avril TO juin]", ""),
        ("{avril À juin]", "{avril TO juin]", ""),
        ("titre:[avril TO ]", "titre:[avril TO ]", ""),
        ("titre:>=avril", "titre:[avril TO ]", "after titre: and texte:, > >= < <="),
        ("titre:<juin", "titre:[ TO juin}", ""),
        ("[2024-01 TO 2024-06]", "date:[2024-01-01 TO 2024-06-30]", ""),
        ("[photo]", "photo", "text"),
    ),
    _section(
        "Nearness and number",
        """Words, rows of words, shapes, or OU of those, in one field. PROCHE/5: at most five other words among them,
        in any order (PROCHE alone: ten); SUIVI/5: in this order; /phrase, /paragraphe: within one sentence or
        paragraph. It holds tighter than all else. Anything else beside it makes it an ET, and that is said.""",
        ("la réforme PROCHE/5 des retraites", "réforme PROCHE/5 retraites", "NEAR/5"),
        ("réforme PROCHE retraites", "réforme PROCHE/10 retraites", "NEAR"),
        ("réforme SUIVI/2 retraites", "réforme SUIVI/2 retraites", "THEN/2"),
        ("réforme PROCHE/phrase retraites", "réforme PROCHE/phrase retraites", "NEAR/sentence"),
        ("réforme NEAR/paragraph retraites", "réforme PROCHE/paragraphe retraites", ""),
        ('"réforme retraites"~5', '"réforme" PROCHE/5 "retraites"', "exact words, in any order"),
        ("(grève OU blocage) PROCHE/3 gare", "(grève OU blocage) PROCHE/3 gare", ""),
        ("loi PROCHE/3 décret PROCHE/3 avis", "loi PROCHE/3 décret PROCHE/3 avis", "all three together"),
        (
            "loi PROCHE/3 décret SUIVI/9 avis",
            "(loi PROCHE/3 décret) (décret SUIVI/9 avis)",
            "",
        ),
        ("loi PROCHE/5 (décret avis)", "loi décret avis", "", "lu comme « ET »"),
        ("loi PROCHE/x avis", "loi avis", "", "il faut un nombre, phrase ou paragraphe"),
        ("AUMOINS/3 grève", "AUMOINS/3 grève", "three times in an article (ATLEAST/3)"),
        ("AUMOINS/2 (grève OU blocage)", "AUMOINS/2 (grève OU blocage)", ""),
        ("PARMI/2 (loi décret avis)", "PARMI/2 (loi décret avis)", "two of the three (AMONG/2)"),
        ("PARMI/5 (loi décret)", "PARMI/2 (loi décret)", "", "lu comme 2"),
    ),
    _section(
        "Weights",
        "^ and a number from 0.001 to 1000, comma or point, after what counts more or less in the order of articles.",
        ("réforme^2 retraites", "réforme^2 retraites", ""),
        ('"code du travail"^0,5', '"code du travail"^0.5', ""),
        ("(grève OU blocage)^3", "(grève OU blocage)^3", ""),
        ("(grève^2)^3", "grève^6", "multiplied"),
        ("grève^1", "grève", ""),
        ("grève^-1", "grève", "", "un poids va de 0,001 à 1000"),
    ),
    _section(
        "Fields",
        """A field applies to the word, quotes or parentheses that follow. titre: and texte: (title: text: body:) are
        parts of the text; source: lieu: agence: auteur: langue: chemin: (place: agency: author: lang: language: path:)
        and the fields that the corpus has beside them are known of an article. Their value is words in a row, a shape
        of the whole, or after = the whole to the letter.""",
        ("titre:budget", "titre:budget", "in the title alone"),
        ("titre:(climat OU énergie)", "titre:climat OU titre:énergie", ""),
        ("source:AFP", 'source:"AFP"', ""),
        ('source:"Le Monde"', 'source:"Le Monde"', ""),
        ('source:="Le Monde"', 'source:="Le Monde"', "and not Le Monde diplomatique"),
        ("source:(AFP OU Reuters)", 'source:"AFP" OU source:"Reuters"', ""),
        ("climat -lieu:Paris", 'climat NON lieu:"Paris"', ""),
        ("chemin:utf-8/2024*", 'chemin:"utf-8/2024*"', ""),
        ("auteur:*", 'auteur:"*"', "any author"),
        ("rubrique:sport", 'rubrique:"sport"', "a field of the corpus"),
        ("sorce:AFP", "sorce AFP", "", "Vouliez-vous dire source: ?"),
        ("http://exemple.fr à 12:30", "+exemple.fr +12h30", "no fields"),
    ),
    _section(
        "Dates",
        f"""Intervals, and days counted from today, limit when articles were published. A point (juillet 2024) keeps its
        words, and prefers articles from its beginning to a week after its end. Dates in quotes, years alone, and what
        is no date are words. The examples are read on {TODAY:%d/%m/%Y}.""",
        ("inflation depuis juin 2024", "inflation date:[2024-06-01 TO ]", "dès, à partir de"),
        ("inflation avant le 14/07/2024", "inflation date:[ TO 2024-07-13]", ""),
        ("inflation après 2016", "inflation date:[2017-01-01 TO ]", ""),
        ("inflation jusqu'en 2022", "inflation date:[ TO 2022-12-31]", ""),
        ("entre mars et mai 2024", "date:[2024-03-01 TO 2024-05-31]", ""),
        ("de 2019 à 2021", "date:[2019-01-01 TO 2021-12-31]", ""),
        ("du 3 au 8 juillet 2024", "date:[2024-07-03 TO 2024-07-08]", ""),
        ("Astana la semaine dernière", "astana date:[2024-07-01 TO 2024-07-07]", ""),
        ("Poutine hier", "poutine date:[2024-07-09 TO 2024-07-09]", ""),
        ("G7 ces 7 derniers jours", "+G7 date:[2024-07-03 TO 2024-07-10]", ""),
        ("séisme il y a 2 mois", "séisme date:[2024-04-26 TO 2024-05-26]", "around that day"),
        ("grève date:2024", "grève date:[2024-01-01 TO 2024-12-31]", ""),
        ("grève date:2024-07", "grève date:[2024-07-01 TO 2024-07-31]", ""),
        ("grève date:04/07/2024", "grève date:[2024-07-04 TO 2024-07-04]", ""),
        ("grève date:juillet 2024", "grève date:[2024-07-01 TO 2024-07-31]", ""),
        ("grève date:3e trimestre 2024", "grève date:[2024-07-01 TO 2024-09-30]", ""),
        ("grève date:été 2024", "grève date:[2024-06-21 TO 2024-09-20]", ""),
        ("grève date:fin juin", "grève date:[2024-06-21 TO 2024-06-30]", ""),
        ("grève date:[2024-01 TO ]", "grève date:[2024-01-01 TO ]", ""),
        ("grève date:>=2024-06", "grève date:[2024-06-01 TO ]", "> >= < <="),
        (
            "date:(2022 OU juin 2024)",
            "date:[2022-01-01 TO 2022-12-31] OU date:[2024-06-01 TO 2024-06-30]",
            "",
        ),
        ("grève date:absente", "grève date:absente", "undated (date:missing)"),
        (
            "JO en juillet 2024",
            "JO juillet +2024 vers:[2024-07-01 TO 2024-08-07]",
            "a point",
        ),
        ("JO vers:2024-07", "JO vers:[2024-07-01 TO 2024-08-07]", "prefers days (around:)"),
        ("bataille de 14-18", "bataille +14 +18", "no date"),
        ("la guerre de 1870", "guerre +1870", "a year alone"),
        ("depuis le 31 février 2024", "+31 février 2024", "", "n'est pas une date comprise"),
    ),
    _section(
        "What Whoosh knows and this language does not",
        """Regular expressions are read as words, and that is said. Single quotes are apostrophes, and #names are tags:
        French uses them so, and nothing is said. REQUIRE is among the operators, ~2/3 among the shapes.""",
        ('r"clima[st]"', "clima st", "", "les expressions rationnelles ne sont pas comprises"),
        ("/clima[st]/", "clima st", "", "les expressions rationnelles ne sont pas comprises"),
        ("'code pénal'", "code pénal", ""),
        ("#cop29", "+#cop29", ""),
    ),
)


_MEANINGS = 44  # the column where they begin

_PREAMBLE = """Any text is a query: what of it is not understood is a warning, and the rest is searched. Under an
example, = shows the query that says the same in full, and ! what the warning says."""


def page(width: int = 100) -> Iterator[str]:
    """The page as lines of text, whose examples may be wider than `width` columns.

    >>> next(page())
    'THE QUERY LANGUAGE, grammar 3'
    """
    yield f"THE QUERY LANGUAGE, grammar {VERSION}"
    yield ""
    yield from textwrap.wrap(_PREAMBLE, width)
    yield ""
    yield from (f"  {line}" for line in SYNTAX.splitlines())
    for section in SECTIONS:
        yield ""
        yield section.title.upper()
        yield from textwrap.wrap(section.rule, width, initial_indent="  ", subsequent_indent="  ")
        yield ""
        for example in section.examples:
            yield from _lines(example)


def _lines(example: Example) -> Iterator[str]:
    yield f"    {example.typed:<{_MEANINGS - 5}} {example.meaning}".rstrip()
    if example.canonical != example.typed:
        yield f"      = {example.canonical or '(nothing)'}"
    if example.warning:
        yield f"      ! {example.warning}"


def record() -> dict[str, object]:
    """The page for programs."""
    return {
        "grammar": VERSION,
        "today": TODAY.isoformat(),
        "fields": list(FIELDS),
        "syntax": SYNTAX,
        "sections": [asdict(section) for section in SECTIONS],
    }
