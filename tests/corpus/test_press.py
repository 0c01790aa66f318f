"""The press form: metadata, title, dateline and address are told from the text, which stays as published."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.article import Article
from searcher.corpus.completing import complete
from searcher.corpus.decoding import NotText
from searcher.corpus.formats.press import read_press
from searcher.corpus.limits import LARGEST_ARTICLE, Limits, Refused
from searcher.corpus.mending import mend
from searcher.corpus.titles import LONGEST, first_sentence

FIELDS = ("key", "title", "body", "source", "agency", "place", "author", "language", "url", "extra", "path")
PROSE = "Le port a rouvert jeudi. Les marins sont repartis."


def read(text: str | bytes, path: str = "port.txt") -> Article | str:
    data = text.encode() if isinstance(text, str) else text
    try:
        [(number, outcome)] = read_press(io.BytesIO(data), path)
    except (NotText, Refused) as error:
        return str(error)
    assert number == 0
    return outcome


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and what must be read of it; fields that are not named must be empty."""

    name: str
    text: str
    body: str
    published: str = "None"
    path: str = "port.txt"
    key: str = "port.txt"
    title: str = "Le port a rouvert jeudi."
    source: str = ""
    agency: str = ""
    place: str = ""
    author: str = ""
    language: str = ""
    url: str = ""
    extra: dict[str, object] = field(default_factory=dict)
    dates: str = ""


CASES = (
    Case("text alone", PROSE + "\n", PROSE),
    Case(
        "everything at once",
        "date 2024-07\nsource Agence du Littoral\nlieu Dakar\nauteur Awa Sow\nauteur Jean Roy\nlangue fr\n\n"
        "Le port rouvre\n\nDAKAR, 4 juillet 2024 (AFP) - Le port a rouvert.\n\nFin.\n\nhttps://example.org/port\n",
        "DAKAR, 4 juillet 2024 (AFP) - Le port a rouvert.\n\nFin.",
        published="2024-07-04",
        title="Le port rouvre",
        source="Agence du Littoral",
        agency="AFP",
        place="Dakar",
        author="Awa Sow, Jean Roy",
        language="fr",
        url="https://example.org/port",
    ),
    Case(
        "colons, capitals and accents in names",
        f"TITRE : Le port\nDate de publication: 1er août 2024\nSource: AFP. Avec nos correspondants.\n"
        f"Éditeur : Roy\nURL: https://example.org/a:b\n\n{PROSE}",
        PROSE,
        published="2024-08-01",
        title="Le port",
        source="AFP. Avec nos correspondants.",
        url="https://example.org/a:b",
        extra={"Éditeur": "Roy"},
    ),
    Case(
        "English names",
        f"title Port reopens\ndate July 4, 2024\nplace Dakar\nauthor Awa Sow\nlanguage en\n{PROSE}",
        PROSE,
        published="2024-07-04",
        title="Port reopens",
        place="Dakar",
        author="Awa Sow",
        language="en",
    ),
    Case("an id of its own", f"id: depeche-12\n{PROSE}", PROSE, key="depeche-12"),
    Case("a colon in a bare value", f"titre Dakar : le port\n{PROSE}", PROSE, title="Dakar : le port"),
    Case(
        "a title that is a sentence, after other metadata",
        f"date 2024\ntitre Le port, c'est fini.\n{PROSE}",
        PROSE,
        published="2024",
        title="Le port, c'est fini.",
    ),
    Case(
        "unknown metadata among known",
        f"date: 2024\nRubrique: Mer\nmots-clés: port, mer\ntitre: Le port\nService: Monde\n\n{PROSE}",
        PROSE,
        published="2024",
        title="Le port",
        extra={"Rubrique": "Mer", "mots-clés": "port, mer", "Service": "Monde"},
    ),
    Case("an unreadable date", f"date: hier soir\n{PROSE}", PROSE, extra={"date": "hier soir"}),
    Case(
        "an unreadable date above other metadata",
        f"date None\nsource Le Rivage\n{PROSE}",
        PROSE,
        source="Le Rivage",
        extra={"date": "None"},
    ),
    Case(
        "two dates in the metadata",
        f"date 2024-07-06\nparution 2024-07-08\n{PROSE}",
        PROSE,
        published="2024-07-06",
        extra={"parution": "2024-07-08"},
        dates="2024-07-06 metadata, 2024-07-08 metadata",
    ),
    Case("an empty value", f"titre :\ndate 2024\n{PROSE}", PROSE, published="2024"),
    Case(
        "a headline with a colon is no metadata",
        f"date 2024-07\nUkraine : les négociations reprennent\n\n{PROSE}",
        PROSE,
        published="2024-07",
        title="Ukraine : les négociations reprennent",
    ),
    Case(
        "nor is it at the top",
        f"Dakar : le port rouvre\n\n{PROSE}",
        PROSE,
        title="Dakar : le port rouvre",
    ),
    Case(
        "prose that begins with the name of a field",
        "Date limite pour déclarer : jeudi. Il reste peu de temps.",
        "Date limite pour déclarer : jeudi. Il reste peu de temps.",
        title="Date limite pour déclarer : jeudi.",
    ),
    Case(
        "a title that begins with the name of a field",
        f"Source de vie, l'eau manque\n\n{PROSE}",
        PROSE,
        title="Source de vie, l'eau manque",
    ),
    Case(
        "a place of remembrance is not the place",
        f"Lieu de mémoire\n\n{PROSE}",
        PROSE,
        title="Lieu de mémoire",
    ),
    Case(
        "lower case and a full stop are prose",
        "source de vie, l'eau manque. On attend.",
        "source de vie, l'eau manque. On attend.",
        title="source de vie, l'eau manque.",
    ),
    Case(
        "a title before a dateline",
        f"Le port rouvre\nDAKAR (AFP) - {PROSE}",
        f"DAKAR (AFP) - {PROSE}",
        title="Le port rouvre",
        source="AFP",
        agency="AFP",
        place="Dakar",
    ),
    Case("a title that asks", f"Le port rouvre-t-il ?\n\n{PROSE}", PROSE, title="Le port rouvre-t-il ?"),
    Case("a title that trails off", f"Et pourtant...\n\n{PROSE}", PROSE, title="Et pourtant..."),
    Case(
        "a first paragraph is no title", f"Il pleut.\n\n{PROSE}", f"Il pleut.\n\n{PROSE}", title="Il pleut."
    ),
    Case(
        "nor is a quoted one", f"« Il pleut. »\n\n{PROSE}", f"« Il pleut. »\n\n{PROSE}", title="« Il pleut. »"
    ),
    Case("nor is the only one", "Le port rouvre\n", "Le port rouvre", title="Le port rouvre"),
    Case(
        "nor is a line that goes on",
        f"Le port rouvre\net {PROSE}",
        f"Le port rouvre\net {PROSE}",
        title="Le port rouvre",
    ),
    Case(
        "a title said twice is one title",
        f"titre Le port rouvre\n\nLe port rouvre\n\n{PROSE}",
        PROSE,
        title="Le port rouvre",
    ),
    Case(
        "a dateline alone on its line is no title",
        f"Paris, le 4 juillet 2024\n\n{PROSE}",
        f"Paris, le 4 juillet 2024\n\n{PROSE}",
        published="2024-07-04",
        place="Paris",
    ),
    Case(
        "the day of the dateline, the year of the metadata",
        f"date 2024\nBRUXELLES, 3 mai (Belga) – {PROSE}",
        f"BRUXELLES, 3 mai (Belga) – {PROSE}",
        published="2024-05-03",
        source="Belga",
        agency="Belga",
        place="Bruxelles",
    ),
    Case(
        "two dates that differ",
        f"date 2024-07-06\nsource Le Rivage\nDAKAR, 4 juillet 2024 /PRNewswire/ -- {PROSE}",
        f"DAKAR, 4 juillet 2024 /PRNewswire/ -- {PROSE}",
        published="2024-07-06",
        source="Le Rivage",
        agency="PRNewswire",
        place="Dakar",
        dates="2024-07-06 metadata, 2024-07-04 dateline",
    ),
    Case(
        "a date in the name of the file",
        PROSE,
        PROSE,
        "2024-07-04",
        "a/2024-07-04-port.txt",
        "a/2024-07-04-port.txt",
    ),
    Case("a month in it", PROSE, PROSE, "2024-07", "2024-07_port.txt", "2024-07_port.txt"),
    Case("a number in it", PROSE, PROSE, "None", "2024-070-port.txt", "2024-070-port.txt"),
    Case(
        "a dateline is surer than the name of the file",
        f"DAKAR, 4 juillet 2024 (AFP) - {PROSE}",
        f"DAKAR, 4 juillet 2024 (AFP) - {PROSE}",
        "2024-07-04",
        "2024-08-01-port.txt",
        "2024-08-01-port.txt",
        dates="2024-07-04 dateline, 2024-08-01 path",
        source="AFP",
        agency="AFP",
        place="Dakar",
    ),
    Case(
        "but not than its year",
        f"DAKAR, 4 juillet (AFP) - {PROSE}",
        f"DAKAR, 4 juillet (AFP) - {PROSE}",
        "2024-07-04",
        "2024-07-port.txt",
        "2024-07-port.txt",
        source="AFP",
        agency="AFP",
        place="Dakar",
    ),
    Case("an announced address", f"{PROSE}\n\nSource : www.example.org/x.\n", PROSE, url="www.example.org/x"),
    Case(
        "an address in the text",
        f"Voir https://example.org ici. {PROSE}",
        f"Voir https://example.org ici. {PROSE}",
        title="Voir https://example.org ici.",
    ),
    Case(
        "an address that is not the one in the metadata",
        f"url https://example.org/a\n{PROSE}\nhttps://example.org/b",
        f"{PROSE}\nhttps://example.org/b",
        url="https://example.org/a",
    ),
    Case(
        "Windows ends of lines", "date 2024\r\n\r\nUn\r\n\r\nDeux.\r\n", "Deux.", published="2024", title="Un"
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_part_of_the_press_form_is_told_from_the_text(case: Case) -> None:
    """Dates, places and titles are what readers filter and read first; text must lose nothing to them."""
    article = read(case.text, case.path)
    assert isinstance(article, Article)
    for name in FIELDS:
        assert (name, getattr(article, name)) == (name, getattr(case, name))
    assert (str(article.published), article.encoding) == (case.published, "utf-8")
    assert ", ".join(f"{one.date} {one.origin}" for one in article.dates) == case.dates


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "no article text, only blanks"),
        (b"date 2024\ntitre Rien\n", "no article text, only metadata"),
        (b"date 2024\nhttps://example.org\n", "no article text, only metadata"),
        (b"a\0b", "binary data, not text"),
        (b"a" * (LARGEST_ARTICLE + 1), "more than 10 MB for one article: 10,000,001 bytes"),
    ],
    ids=["empty", "blank", "metadata", "address", "binary", "huge"],
)
def test_a_file_without_an_article_gives_the_reason(data: bytes, reason: str) -> None:
    """An empty article would be found by nothing and counted in everything."""
    assert read(data) == reason


SENTENCES = {
    "M. Diallo est venu. Il repart.": "M. Diallo est venu.",
    "Mme Sow et J. Roy signent l'art. 3 à Paris. Fin.": "Mme Sow et J. Roy signent l'art. 3 à Paris.",
    "« Tout va bien ! » Il sourit.": "« Tout va bien ! »",
    "Vraiment ? Oui.": "Vraiment ?",
    "Le taux est de 3.5 % en 2024. Puis baisse.": "Le taux est de 3.5 % en 2024.",
    "Un titre sans point\nPuis le texte.": "Un titre sans point",
    "  \n Deux   blancs. Fin.": "Deux blancs.",
    "今天下雨。明天晴天。": "今天下雨。",
    "a" * 200: "a" * 99 + "…",
    "mot " * 60: "mot " * 24 + "mot…",
    "": "",
}


@pytest.mark.parametrize(("text", "title"), SENTENCES.items())
def test_the_first_sentence_is_the_title_of_last_resort(text: str, title: str) -> None:
    """A result without a title is a line that nobody can choose."""
    assert first_sentence(text) == title


@given(text=st.text(alphabet="aé M.!?…« »\n\u0301—,", max_size=300))
def test_a_first_sentence_is_short_and_on_one_line(text: str) -> None:
    """It stands on one line of the results, whatever the text."""
    title = first_sentence(text)
    assert len(title) <= LONGEST
    assert "\n" not in title
    assert title or not text.strip(" \n.!?…«»—,") or text.lstrip()[0] in ".!?…"


MARKED_HEADS = ("", "date 2024\n", "titre : ", "PARIS, 4 juillet 2024 (AFP) - ", "https://example.org")


@given(
    head=st.sampled_from(MARKED_HEADS),
    text=st.text(alphabet="dateitrsou :.\n-/2024éPARIS(FP),", max_size=200),
)
def test_the_body_is_a_stretch_of_the_file(head: str, text: str) -> None:
    """The text is kept as published: parts are taken off its ends, never out of it."""
    outcome = read(head + text)
    if isinstance(outcome, Article):
        assert outcome.body in head + text


@given(data=st.binary(max_size=400))
def test_any_bytes_give_an_article_or_a_reason(data: bytes) -> None:
    """A folder holds anything under the name of .txt."""
    outcome = read(data)
    assert outcome if isinstance(outcome, str) else outcome.body.strip()


PART = "date 2024-07-0{0}\nsource Le Phare\n\nTitre {0}\n\nLe port a rouvert. Fin.\n"


@pytest.mark.parametrize("rule", ["-----", "==========", "*****", "____________", "#######", "\f"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_several_articles_of_a_file_are_parted(rule: str, end: str) -> None:
    """Agencies send a day of dispatches as one file."""
    text = f"\n{rule}\n".join(PART.format(number) for number in (1, 2, 3)) + f"\n{rule}\n"
    outcomes = list(read_press(io.BytesIO(text.replace("\n", end).encode()), "jour.txt"))
    articles = [article for _, article in outcomes if isinstance(article, Article)]
    assert [number for number, _ in outcomes] == [1, 2, 3]
    assert [article.key for article in articles] == ["jour.txt#1", "jour.txt#2", "jour.txt#3"]
    assert [(str(one.published), one.title) for one in articles] == [
        (f"2024-07-0{number}", f"Titre {number}") for number in (1, 2, 3)
    ]


def test_datelines_part_articles_as_well() -> None:
    """Where there are no metadata, what begins with a dateline under its title is an article."""
    text = "Un titre\n\nDAKAR, 3 mai 2024 (AFP) - Un.\n-----\nPARIS, 4 mai 2024 (AFP) - Deux."
    outcomes = dict(read_press(io.BytesIO(text.encode()), "a.txt"))
    assert [article.place for article in outcomes.values() if isinstance(article, Article)] == [
        "Dakar",
        "Paris",
    ]


@pytest.mark.parametrize("rule", ["-----", "*****", "\f"])
def test_a_line_within_an_article_parts_nothing(rule: str) -> None:
    """Half an article would be found as if it were one."""
    article = read(f"date 2024\n\nTitre\n\nLe port a rouvert.\n{rule}\nLes marins sont repartis.\n")
    assert isinstance(article, Article)
    assert article.body.endswith("repartis.")


def test_a_file_of_articles_may_be_longer_than_one() -> None:
    """The limit is on each article; one that passes it is told, and the others are read."""
    long = PART.format(2) + "x" * 2000
    text = "\n-----\n".join([PART.format(1), long, PART.format(3)])
    outcomes = dict(read_press(io.BytesIO(text.encode()), "a.txt", Limits(article=1000)))
    assert isinstance(outcomes[1], Article)
    assert isinstance(outcomes[3], Article)
    assert str(outcomes[2]).startswith("more than 0.001 MB for one article")


@pytest.mark.parametrize(
    ("text", "author", "place"),
    [
        ("Par Awa Sow et Jean Roy\nDAKAR, 4 juillet 2024 (AFP) - Le port.", "Awa Sow et Jean Roy", "Dakar"),
        ("par Jean Dupont PARIS, 4 juillet 2024 (Reuters) - Le port.", "Jean Dupont", "Paris"),
        ("Par Awa Sow, le port rouvre enfin.", "", ""),
        ("Par Toutatis\nLe port rouvre.", "", ""),
        ("Par Awa Sow\n\nLe port rouvre.", "Awa Sow", ""),
        ("Par Awa Sow, envoyée spéciale à Dakar\n\nLe port rouvre.", "Awa Sow", ""),
        ("Par Toutatis\n\nLe port rouvre.", "", ""),
        ("Le port rouvre.\nFin.\nPropos recueillis par Awa Sow et Jean Roy", "Awa Sow et Jean Roy", ""),
        ("Le port rouvre.\nFin.\n\nAwa Sow (avec AFP)\n", "Awa Sow", ""),
        ("Le port rouvre.\nIl est venu avec Reuters.", "", ""),
        ("Le port rouvre.\nAwa Sow", "", ""),
    ],
)
def test_a_byline_names_the_author(text: str, author: str, place: str) -> None:
    """One name may be the beginning of a sentence: only a dateline below tells."""
    article = read(text)
    assert isinstance(article, Article)
    assert (article.author, article.place) == (author, place)
    assert article.body == text.strip("\n")


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("RECTIFICATIF - Le port rouvre", "rectification"),
        ("/ ERRATUM / Le port rouvre", "rectification"),
        ("Annule et remplace : le port rouvre", "cancellation"),
        ("[EMBARGO jusqu'au 5 mai] Le port rouvre", "embargo"),
        ("*** RECTIFICATIF *** Le port rouvre", "rectification"),
        ("ERRATUM : le port rouvre vendredi", "rectification"),
        ("EMBARGO : 5 mai à 6h00 - Le port rouvre", "embargo"),
        ("URGENT - Le port rouvre", "urgent"),
        ("FLASH / Le port rouvre", "urgent"),
        ("Urgent : on cherche des marins", None),
        ("ALERTE MÉTÉO - Le port ferme", None),
        ("Embargo pétrolier : le port ferme", None),
        ("Annulation du bal des marins", None),
        ("Correction boursière au port", None),
        ("Le port rouvre sans correction", None),
        ("Correctionnelle : le port en procès", None),
    ],
)
def test_corrections_and_embargoes_are_marked(title: str, mark: str | None) -> None:
    """What corrects a dispatch, or may not be printed yet, is not news like the rest."""
    article = read(f"{title}\n\nLe port a rouvert. Fin.")
    assert isinstance(article, Article)
    assert article.extra.get("mark") == mark


@pytest.mark.parametrize(
    ("line", "mark", "embargo"),
    [
        ("SOUS EMBARGO JUSQU'AU 4 JUILLET 2024 À 8H00", "embargo", "2024-07-04"),
        ("EMBARGO jusqu’au mardi 3 juin 2025, 6h", "embargo", "2025-06-03"),
        ("Embargo jusqu'à la fin du conseil", "embargo", "la fin du conseil"),
        ("Ne pas diffuser avant le 4 juillet 2024", "embargo", "2024-07-04"),
        ("*** URGENT ***", "urgent", None),
        ("RECTIFICATIF n° 2", "rectification", None),
    ],
)
@pytest.mark.parametrize("above", ["{}\n\ndate 2024-07\n\n", "date 2024-07\n{}\n"])
def test_a_line_that_is_only_a_mark_is_no_title(
    line: str, mark: str, embargo: str | None, above: str
) -> None:
    """Whoever takes it for one has a page of results that all say URGENT."""
    article = read(above.format(line) + "Le port rouvre\n\nDAKAR (AFP) - Le port a rouvert. Fin.")
    assert isinstance(article, Article)
    assert (article.title, article.place, str(article.published)) == ("Le port rouvre", "Dakar", "2024-07")
    assert (article.extra["mark"], article.extra.get("embargo")) == (mark, embargo)
    assert article.extra["mark_line"] == line


def test_a_mark_above_a_text_of_another_format_hides_no_dateline() -> None:
    """Databases keep it as the first line of the text."""
    article = complete(
        {}, "URGENT\n\nDAKAR (AFP) - Le port a rouvert.", key="a", path="a.jsonl", encoding="utf-8"
    )
    assert (article.place, article.title, article.extra) == (
        "Dakar",
        "Le port a rouvert.",
        {"mark": "urgent"},
    )


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("Rubrique : Mer\nÉdition : soir\nLe port a rouvert.", ["Rubrique : Mer", "Édition : soir"]),
        ("date hier soir\nLe port a rouvert.", ["date hier soir"]),
        ("date 2024\nPAGE: 3.\n\nLe port a rouvert.", []),
        ("Dakar : le port rouvre\n\nLe port a rouvert.", []),
        ("Le maire : « Le port a rouvert. »\nFin.", []),
        ("Le port a rouvert : enfin.\nFin.", []),
    ],
)
def test_lines_that_look_like_metadata_and_are_not_understood_are_kept_and_told(
    text: str, unread: list[str]
) -> None:
    """What is dropped is lost, and what nobody counts is never taught to the reader."""
    article = read(text)
    assert isinstance(article, Article)
    assert article.extra.get("unread", []) == unread
    assert all(line in article.body for line in unread)


@given(st.text(alphabet="éèàçêœÉÀ’«»—…€ abcdé", max_size=60))
def test_text_that_was_encoded_twice_is_mended(text: str) -> None:
    """Databases that were moved once too often are full of it; what was right stays as it is."""
    sound = f"L’été {text}"
    twice = sound.encode().decode("latin-1")
    assert mend(sound) == sound
    assert mend(twice) == sound


def test_what_was_mended_is_told() -> None:
    """The encoding says that the text is not what the file holds."""
    text = "Le préfet a reçu à l’hôtel de région les élus.".encode().decode("windows-1252")
    article = read(text)
    assert isinstance(article, Article)
    assert (article.body, article.encoding) == (
        "Le préfet a reçu à l’hôtel de région les élus.",
        "utf-8-twice",
    )
