"""Zones: datelines and the notices that close an article are told from the news, and nothing of the news is taken."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from work import lines_run

from searcher.article import Article, Zone, ZoneKind
from searcher.corpus.completing import complete
from searcher.corpus.zones import _BEGINNINGS, _OPENINGS, find_zones

NEWS = (
    "KERVILLY, 4 juillet 2024 (AFP) - Le port de Kervilly a rouvert jeudi, après six jours de tempête sur la côte.\n\n"
    "La criée reprend."
)
NOTICES = {
    "about": (
        "À propos d'Hélianor\nHélianor produit de l'électricité dans douze pays.\nElle emploie 3 000 personnes.",
        "A propos de l’Agence du Littoral : fondée en 1998, elle veille sur 400 km de côtes.",
        "À PROPOS DU GROUPE MORVAN\n\nLe groupe construit des bateaux.",
        "Qui sommes-nous ?\nUne mutuelle.",
        "À propos de nous\nUne mutuelle.",
    ),
    "contact": (
        "Contacts presse :\nAwa Thévenin\n01 23 45 67 89\nawa@helianor.example",
        "Contact : Jean Roy, 06 12 34 56 78",
        "Relations investisseurs\nJean Roy",
        "Pour plus d'informations, consultez https://helianor.example.",
        "Pour tout renseignement : presse@helianor.example",
        "Service de presse : Awa Thévenin",
        "CONTACTS MÉDIAS\nAwa Thévenin",
    ),
    "legal": (
        "Déclarations prospectives\nLe présent document contient des prévisions. Elles peuvent ne pas se réaliser.",
        "© 2024 Le Phare de Kervilly. Tous droits réservés.",
        "Tous droits de reproduction et de représentation réservés.",
        "Avertissement\nCe texte n'engage que son auteur.",
        "Le présent communiqué contient des énoncés prospectifs. Ils sont incertains.",
    ),
    "origin": (
        "SOURCE Hélianor",
        "Source : Le Phare de Kervilly",
        "Photo - https://photos.example/port.jpg",
        "Crédit photo : © Le Phare",
        "https://phare.example.com/port",
    ),
}
ALL = [(kind, notice) for kind, notices in NOTICES.items() for notice in notices]


def make(body: str) -> Article:
    return complete({}, body, key="a", path="a.txt", encoding="utf-8")


@pytest.mark.parametrize(("kind", "notice"), ALL)
def test_a_notice_at_the_end_is_told_from_the_news(kind: str, notice: str) -> None:
    """It is the same under a hundred releases, and says nothing of this one."""
    article = make(f"{NEWS}\n\n{notice}\n")
    (_, zone) = article.zones
    assert zone.kind.value == kind
    assert article.body[zone.start : zone.end] == notice


@pytest.mark.parametrize(("kind", "notice"), ALL)
def test_the_same_words_above_the_news_are_news(kind: str, notice: str) -> None:
    """`Contacts` may be a heading, and `À propos` a section: what goes on afterwards decides."""
    rest = "\n\n".join(
        f"Le conseil municipal a voté le budget du port, article {number}." for number in range(200)
    )
    assert [zone.kind for zone in make(f"{NEWS}\n\n{notice}\n\n{rest}").zones] == [ZoneKind.DATELINE]


@given(chosen=st.lists(st.sampled_from(ALL), min_size=1, max_size=5))
def test_notices_follow_each_other_in_any_order(chosen: list[tuple[str, str]]) -> None:
    """Every company has an order of its own."""
    body = "\n\n".join([NEWS, *(notice for _, notice in chosen)])
    article = make(body)
    kinds = [kind for at, (kind, _) in enumerate(chosen) if not at or chosen[at - 1][0] != kind]
    assert [zone.kind.value for zone in article.zones] == ["dateline", *kinds]
    assert article.zones[1].start == len(NEWS) + 2
    assert article.zones[-1].end == len(body)


@pytest.mark.parametrize(
    "text",
    [
        "Le port rouvre.\n\nÀ propos de l'accord\n\nIl a été signé jeudi.",
        "Le port rouvre.\nÀ propos des JO de Londres, il explique ne pas avoir dormi.",
        "Le port rouvre.\nContacté par l'AFP, le maire n'a pas répondu.",
        "Le port rouvre.\nContacts avec Moscou : le ministre dément.",
        "Le port rouvre.\nPour plus de dix ans d'ancienneté, le salaire double.",
        "Le port rouvre.\nImages choquantes : la chaîne s'excuse. Fin.\nEt la suite.",
        "Le port rouvre.\nLes alertes sont publiées sur :\nhttps://alertes.example/",
        "Tous droits réservés, dit-elle.",
        "Contact presse : Awa Thévenin",
    ],
)
def test_what_resembles_a_notice_is_news(text: str) -> None:
    """Quiet, it would be overlooked."""
    assert find_zones(text, 0) == ()


def test_the_lead_is_the_first_paragraph_after_the_dateline() -> None:
    """It says all of the news in two lines; the dateline says none of it."""
    article = make(f"{NEWS}\n\nContact : Awa Thévenin")
    assert article.lead
    assert article.body[article.lead.start : article.lead.end] == (
        "Le port de Kervilly a rouvert jeudi, après six jours de tempête sur la côte."
    )
    assert [zone.kind.value for zone in article.all_zones] == ["dateline", "lead", "contact"]


@pytest.mark.parametrize(
    ("body", "lead"),
    [
        ("Le port.\n" + "Il a rouvert jeudi, après six jours de tempête.\n" * 3, ""),
        ("Une seule phrase, qui est toute la nouvelle de ce jour-là, et rien d'autre ne la suit.", ""),
        (
            "Un premier paragraphe, dont les lignes ont été\ncoupées pour tenir.\n\nUn second.",
            "coupées pour tenir.",
        ),
        ("Un premier paragraphe assez long pour en être un, et un notice après :\n© 2024 Le Phare", ""),
        (
            " \n" + "Un paragraphe assez long pour dire toute la nouvelle, en une phrase.\nFin.",
            "en une phrase.",
        ),
    ],
)
def test_a_lead_is_long_enough_and_not_all_there_is(body: str, lead: str) -> None:
    """A heading, or the whole of a short item, is none."""
    article = make(body)
    found = article.body[article.lead.start : article.lead.end] if article.lead else ""
    assert found.endswith(lead) if lead else not found


@given(
    st.lists(
        st.sampled_from(
            ["\n", "\n\n", " ", ".", "PARIS (AFP) - ", *(notice for _, notice in ALL), "Le port. " * 9]
        ),
        max_size=12,
    )
)
def test_zones_are_in_order_within_the_body_and_without_blanks_around_them(parts: list[str]) -> None:
    """`Article` refuses others; what is cut by them must be words."""
    body = "".join(parts)
    if not body.strip():
        return
    article = make(body)
    for zone in article.all_zones:
        cut = article.body[zone.start : zone.end]
        assert cut
        assert cut == cut.strip()


def test_the_work_for_many_lines_that_may_begin_a_notice_is_linear() -> None:
    """A directory has nothing else."""

    def work(count: int) -> int:
        return lines_run(
            lambda text: find_zones(text, 0), "Le port rouvre.\n" + "Contact : Awa Sow\n" * count
        )

    assert work(2_000) < 3 * work(1_000)


@pytest.mark.parametrize(
    "zones",
    [((ZoneKind.LEGAL, 3, 3),), ((ZoneKind.LEGAL, 0, 9),), ((ZoneKind.ABOUT, 2, 4), (ZoneKind.LEGAL, 3, 5))],
)
def test_zones_that_cannot_be_are_refused(zones: tuple[tuple[ZoneKind, int, int], ...]) -> None:
    """Whoever trusts a span cuts a text with it."""
    with pytest.raises(ValueError, match="zones of 'a'"):
        Article("a", body="Le port.", zones=tuple(Zone(*zone) for zone in zones))


@given(
    line=st.one_of(
        st.from_regex(
            re.compile(pattern, re.IGNORECASE), fullmatch=True, alphabet=st.characters(codec="latin-1")
        )
        for patterns in _BEGINNINGS.values()
        for pattern in patterns
    ),
    above=st.text(" \t\xa0*#_>–—-", max_size=2),
)
def test_no_line_that_may_begin_a_notice_is_passed_over(line: str, above: str) -> None:
    """Lines are chosen by their first letters, written beside the expressions that they stand for."""
    assert _OPENINGS.find(f"Le port rouvre.\n{above}{line}", 0) == 16
