"""Datelines give place, day and agency; labels, names and prose that resemble them do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.article import PartialDate, SaidDate
from searcher.corpus.dateline import read_dateline
from searcher.corpus.dating import settle
from searcher.corpus.places import in_title_case

# text: (place, agency, date as written), then the news.
DATELINES = {
    "BEIJING, 4 juillet 2024 /PRNewswire/ -- ": ("Beijing", "PRNewswire", "4 juillet 2024"),
    "PARIS, 12 mars 2025 (AFP) - ": ("Paris", "AFP", "12 mars 2025"),
    "Genève (ATS) - ": ("Genève", "ATS", ""),
    "BRUXELLES, 3 mai (Belga) – ": ("Bruxelles", "Belga", "3 mai"),
    "ALGER, 5 déc. 2024 (APS) – ": ("Alger", "APS", "5 déc. 2024"),
    "DAKAR, 1er août 2024 /PRNewswire/ -- ": ("Dakar", "PRNewswire", "1er août 2024"),
    "PARIS (Reuters) - ": ("Paris", "Reuters", ""),
    "BAMAKO et DAKAR, 3 mai 2024 (AFP) - ": ("Bamako et Dakar", "AFP", "3 mai 2024"),
    "SHENZHEN, Chine, 12 mars 2025 /PRNewswire/ -- ": ("Shenzhen, Chine", "PRNewswire", "12 mars 2025"),
    "SAINT-DENIS (La Réunion), 3 mai (AFP) - ": ("Saint-Denis (La Réunion)", "AFP", "3 mai"),
    "PARIS, le jeudi 4 juillet 2024 – (BUSINESS WIRE) – ": ("Paris", "Business Wire", "jeudi 4 juillet 2024"),
    "MONTRÉAL, LE 4 JUIL. 2024 /CNW Telbec/ - ": ("Montréal", "CNW Telbec", "4 JUIL. 2024"),
    "PARIS--(BUSINESS WIRE)--": ("Paris", "Business Wire", ""),
    "NEW YORK, July 4, 2024 /PRNewswire/ -- ": ("New York", "PRNewswire", "July 4, 2024"),
    "WASHINGTON DC (AFP/Reuters) - ": ("Washington DC", "AFP/Reuters", ""),
    "KIEV, 3 mai (UKRN) - ": ("Kiev", "UKRN", "3 mai"),
    "E\u0301VRY, 3 aou\u0302t 2024 (AFP) - ": ("E\u0301vry", "AFP", "3 aou\u0302t 2024"),
    "LE HAVRE, 4 juillet – ": ("Le Havre", "", "4 juillet"),
    "Paris, le 4 juillet 2024\n": ("Paris", "", "le 4 juillet 2024"),
    "PARIS 4 juillet 2024 (AFP) - ": ("Paris", "AFP", "4 juillet 2024"),
    "(AFP) - ": ("", "AFP", ""),
    "LYON, France, 04 juill. 2024 (GLOBE NEWSWIRE) -- ": ("Lyon, France", "GlobeNewswire", "04 juill. 2024"),
    "Rabat, 04/07/2024 (MAP) - ": ("Rabat", "MAP", "04/07/2024"),
    "BRUXELLES 04/07 (BELGA) = ": ("Bruxelles", "Belga", "04/07"),
    "Zurich (awp/ats) - ": ("Zurich", "AWP/ATS", ""),
    "PARIS (Agefi-Dow Jones)--": ("Paris", "Agefi-Dow Jones", ""),
    "BERLIN (AP) _ ": ("Berlin", "AP", ""),
    "Washington, 4 juillet (EFE).- ": ("Washington", "EFE", "4 juillet"),
    "Kinshasa, 4 juillet 2024 (ACP).- ": ("Kinshasa", "ACP", "4 juillet 2024"),
    "PARIS (Agence France-Presse) - ": ("Paris", "AFP", ""),
    "PARIS, 4 setpembre 2024 (AFP) - ": ("Paris", "AFP", "4 setpembre 2024"),
    "PARIS, 4 juillett 2024 (AFP) - ": ("Paris", "AFP", "4 juillett 2024"),
    "New York, États-Unis | AFP | jeudi 04/07/2024 - 12:15 UTC | ": (
        "New York, États-Unis",
        "AFP",
        "jeudi 04/07/2024",
    ),
    "JERUSALEM/LE CAIRE (Reuters) - ": ("Jerusalem/Le Caire", "Reuters", ""),
    "(Belga) ": ("", "Belga", ""),
    "Paris, le 4 juillet 2024 à 8h00 (AFP) - ": ("Paris", "AFP", "4 juillet 2024"),
    "N'DJAMENA,\u00a01er février (AFP) — ": ("N'Djamena", "AFP", "1er février"),
    "DAKAR, 4 juillet 2024 (Agence du Littoral) - ": ("Dakar", "Agence du Littoral", "4 juillet 2024"),
    "OTTAWA — ": ("Ottawa", "", ""),
    "PARIS - ": ("Paris", "", ""),
    "Port-au-Prince – ": ("Port-au-Prince", "", ""),
    "BERNE.— ": ("Berne", "", ""),
    "WASHINGTON D.C. (AFP) - ": ("Washington D.C.", "AFP", ""),
    "PARIS/LONDRES - ": ("Paris/Londres", "", ""),
    "BAMAKO et DAKAR — ": ("Bamako et Dakar", "", ""),
    "Goma, RD Congo – ": ("Goma, RD Congo", "", ""),
    "Marseille (Bouches-du-Rhône) - ": ("Marseille (Bouches-du-Rhône)", "", ""),
}


@pytest.mark.parametrize(("dateline", "parts"), DATELINES.items())
def test_datelines_of_agencies_are_read(dateline: str, parts: tuple[str, str, str]) -> None:
    """Two dispatches out of three say where and when only there."""
    found = read_dateline(dateline + "Le président a reçu son homologue.")
    assert found
    assert (found.place, found.agency, found.date) == parts
    assert found.end == len(dateline)


@pytest.mark.parametrize(
    "text",
    [
        "VIDÉO - Mimie raconte son accident.",
        "FAIT DIVERS - Deux ans de prison requis.",
        "SUISSE - La petite fille est parvenue à échapper à la surveillance de son père.",
        "Kervilly - Le port a rouvert.",
        "Monaco - Real Madrid, une affiche de rêve.",
        "PARIS - ROUBAIX - Une course de plus.",
        "Paris - Nice : le départ donné.",
        "Paris — une ville en fête.",
        "Lyon (OL) - Un joueur s'en va.",
        "Awa Sow (PRP) - Elle mène la liste.",
        "Nantes (FC) - Paris (PSG) : 2-1.",
        "Samedi, 4 juillet 2024 - Le temps change.",
        "Le 4 juillet 2024 - Le temps change.",
        "Par Awa Sow (AFP) - Le temps change.",
        "Paris, 4 juillet 2024, le président a parlé.",
        "PARIS, 31 février 2024 (AFP) - Cette date n'existe pas.",
        "PARIS, 12 brumaire 2024 (AFP) - Ce mois non plus.",
        "PARIS, 31/02/2024 (AFP) - Ni celle-ci.",
        "Tableau | AFP | total",
        "Lyon/Turin/ Le chantier avance.",
        "Le ministre (AFP) - une photo.",
        "En 2024 (AFP) - une photo.",
        "",
    ],
)
def test_what_resembles_a_dateline_is_text(text: str) -> None:
    """A label taken for a place would fill the facet of places with noise."""
    assert read_dateline(text) is None


@given(text=st.text(alphabet="PARIS, (AFP)/-–le4 juillet2024éÉ'’\n"))
def test_a_dateline_stays_inside_the_text(text: str) -> None:
    """The first sentence is looked for where the dateline ends."""
    found = read_dateline(text)
    assert found is None or 0 < found.end <= len(text)


@pytest.mark.parametrize(
    ("declared", "dateline", "kept", "other"),
    [
        ("2024-07", "4 juillet 2024", "2024-07-04", ""),
        ("2024", "4 juillet 2024", "2024-07-04", ""),
        ("2024-07-04", "4 juillet 2024", "2024-07-04", ""),
        ("2024-07", "4 juillet", "2024-07-04", ""),
        ("2024", "4 juillet", "2024-07-04", ""),
        ("2024-07-05", "4 juillet 2024", "2024-07-05", "2024-07-04"),
        ("2024-07-05", "4 juillet", "2024-07-05", "2024-07-04"),
        ("2025-01-01", "31 décembre", "2025-01-01", "2024-12-31"),
        ("2024-08", "4 juillet 2024", "2024-08", "2024-07-04"),
        ("2023", "29 février", "2023", "29 février"),
        ("", "4 juillet 2024", "2024-07-04", ""),
        ("", "4 juillet", "None", "4 juillet"),
    ],
)
def test_a_dateline_makes_the_declared_date_more_precise_and_never_replaces_it(
    declared: str, dateline: str, kept: str, other: str
) -> None:
    """A dispatch put online a day later has two right dates; neither may be lost."""
    found = read_dateline(f"PARIS, {dateline} (AFP) - Le préfet.")
    assert found
    settled = settle(PartialDate.parse(declared) if declared else None, found)
    assert str(settled.published) == kept
    if settled.unread:
        assert (settled.unread, settled.dates) == (other, ())
    else:
        said = [(kept, "metadata"), (other, "dateline")] if other else []
        assert [(str(one.date), one.origin) for one in settled.dates] == said


def test_a_dateline_without_a_date_changes_none() -> None:
    """`Genève (ATS) -` says nothing of the day."""
    found = read_dateline("Genève (ATS) - Le lac monte.")
    assert found
    assert settle(PartialDate(2024, 7), found) == (PartialDate(2024, 7), (), "")


@pytest.mark.parametrize(
    ("declared", "others", "dateline", "named", "said"),
    [
        # The file's own field counts, whatever else says something.
        ("2024-07-06", ["2024-07-05"], "4 juillet 2024", "2024-08-01", "metadata 2024-07-05 dateline path"),
        ("2024-07-06", ["2024-07"], "6 juillet", "2024-07-06", ""),
        # Where it says nothing, the dateline; its name comes last.
        ("", [], "4 juillet 2024", "2024-08-01", "dateline path"),
        ("", [], "4 juillet", "2024-07-01", "path dateline"),
        ("", [], "4 juillet", "2024-07", ""),
        # What makes a date more precise becomes its origin.
        ("2024-07", ["2023"], "4 juillet", "", "dateline 2023"),
    ],
)
def test_dates_that_contradict_each_other_are_all_kept_with_their_origin(
    declared: str, others: list[str], dateline: str, named: str, said: str
) -> None:
    """Which one is wrong, only a reader who sees all of them can tell."""
    found = read_dateline(f"PARIS, {dateline} (AFP) - Le préfet.")
    settled = settle(
        PartialDate.parse(declared) if declared else None,
        found,
        others=[SaidDate(PartialDate.parse(one), one) for one in others],
        named=PartialDate.parse(named) if named else None,
    )
    assert " ".join(one.origin for one in settled.dates) == said
    assert not settled.dates or settled.dates[0].date == settled.published


@pytest.mark.parametrize(
    ("capitals", "title_case"),
    [
        ("BEIJING", "Beijing"),
        ("SAINT-ÉTIENNE", "Saint-Étienne"),
        ("CÔTE D'IVOIRE", "Côte d'Ivoire"),
        ("VILLENEUVE-D’ASCQ", "Villeneuve-d’Ascq"),
        ("BOULOGNE-SUR-MER", "Boulogne-sur-Mer"),
        ("AIX-EN-PROVENCE", "Aix-en-Provence"),
        ("LA HAYE", "La Haye"),
        ("L'AQUILA", "L'Aquila"),
        ("PARIS et LA HAYE", "Paris et La Haye"),
        ("PARIS ET LE CAIRE", "Paris et Le Caire"),
        ("LYON, FRANCE", "Lyon, France"),
        ("KINSHASA (RDC)", "Kinshasa (RDC)"),
        ("U.S. VIRGIN ISLANDS", "U.S. Virgin Islands"),
        ("Le Puy-en-Velay", "Le Puy-en-Velay"),
        ("PAU", "Pau"),
    ],
)
def test_places_in_capitals_are_put_into_title_case(capitals: str, title_case: str) -> None:
    """One town is one line in the facet of places, whoever wrote it."""
    assert in_title_case(capitals) == title_case
