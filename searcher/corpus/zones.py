"""Zones: where the dateline of an article stands, and the notices that close it, the same under many.

In: the text of an article, and where its dateline ends. Out: half-open spans of characters, in order. Notices are told
by how they begin (`À propos d'Hélianor`, `Contacts presse :`, `© 2024`), and only where nothing else follows them up
to the end: the same words within an article are a heading like others. The text is not changed. The lead is told from
these by the article itself.
"""

from __future__ import annotations

import re
from functools import cache

from searcher.article import Zone, ZoneKind

# How a notice may begin, by its first letter: most articles have none of it, and to find that out takes 1 µs.
_STARTS = {
    "aàAÀ": " ?propos|bout|ttach|vert|vis",
    "cC": "ont|oord|opyr|onsult|r[ée]dit|lause|e communiqu|ette (?:d[ée]p|traduc)",
    "dD": "[ée]clar|isclaim|roits",
    "eéEÉ": "nonc",
    "fF": "orward",
    "iI": "nform|mage|nvestor",
    "lL": "e (?:présent|texte)|ien",
    "mM": "edia|ention|ise en g",
    "pP": "our (?:en |plus|de |dav|tout)|ress|hoto|rofil",
    "qQ": "ui s",
    "rR": "elation|enseign|eprod",
    "sS": "ervice|afe|ource",
    "tT": "ous|oute r",
    "vV": "id[ée]o|oir",
    "©(": "",
    "<hw": "https?:|ttps?:|ww",
}
_MAY_BEGIN = re.compile(
    r"\n[ \t\xa0*#_>–—-]*(?:" + "|".join(f"[{letters}](?i:{rest})" for letters, rest in _STARTS.items()) + ")"
)
_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-Þ0-9«\"“])"
_TELL = r"(?:informations?|renseignements?|détails)"
_REACH = r".*(?:https?:|www\.|@|\d\d[ .]\d\d|:\s*$).*"  # an address, a number, or a colon before them
_END = r"\s*(?:[:–—-]\s*.*)?"
# How notices begin: the whole of a line, whatever the case.
_BEGINNINGS: dict[ZoneKind, tuple[str, ...]] = {
    ZoneKind.ABOUT: (
        # `À propos de l'accord` is a heading of the news, `À propos de l'Agence du Littoral` is not.
        rf"[àa] ?propos (?:de |du |des |d['’]|:)[^.:]{{0,80}}?{_CAPITAL}[^.:;,!?]{{0,80}}(?:\s[:–—-]\s.*|:.*)?",
        r"[àa] ?propos de nous\s*:?",
        r"about (?:the )?(?-i:[A-Z])[^.:,]{1,80}",
        r"(?:qui sommes[- ]nous|profil (?:de la société|du groupe|d['’]entreprise))\s*[?:]?",
    ),
    ZoneKind.CONTACT: (
        rf"contacts?{_END}",
        r"contacts? (?:de |des? |du |pour (?:la |les )?)?(?:presse|m[ée]dias?|journalistes?|investisseurs?|commercial|"
        rf"communication|plus d['’]{_TELL}|actionnaires?)\b.*",
        r"contact(?:er|ez)?\b[^.]*(?:\d\d[ .]?\d\d|@).*",
        r"coordonnées(?: de contact)?\s*:?",
        rf"(?:service de presse|attachée?s? de presse|renseignements){_END}",
        rf"{_TELL} (?:presse|aux (?:journalistes|médias)){_END}",
        rf"relations? (?:avec la |avec les )?(?:presse|m[ée]dias?|investisseurs|publiques){_END}",
        rf"(?:media|press|investor) (?:contacts?|relations){_END}",
        rf"pour (?:en savoir plus|(?:de )?(?:plus|davantage)(?: de| amples)* ?(?:d['’] ?)?{_TELL})\b{_REACH}",
        rf"pour toute? (?:autre )?(?:renseignement|information|question|demande)\b{_REACH}",
    ),
    ZoneKind.LEGAL: (
        r"(?:d[ée]clarations?|informations?|[ée]noncés?) (?:prospecti\w+|de nature prospective|à caractère prospectif)"
        r"[^.]{0,60}",
        r"(?:avertissement|disclaimer|safe harbor|mentions légales|mise en garde|forward[- ]looking statements|"
        r"(?:clause|avis) de non[- ]responsabilité|avis (?:juridique|légal)|informations? réglementées?)[^.]{0,80}",
        r"(?:©|\(c\)\s|copyright\b).*",
        r"tous droits (?:de \w+|réservés|d['’]).*",
        r"(?:toute )?reproduction (?:\w+ ){0,3}(?:interdite|autorisée).*",
        r"droits de reproduction.*",
        r"(?:le présent|ce) communiqué(?: de presse)? (?:contient|comporte|peut (?:contenir|comporter)|ne constitue|"
        r"est diffusé|n['’]est pas).*",
        r"le texte du communiqué issu d['’]une traduction.*",
        r"cette (?:dépêche|traduction) .*(?:tradui|traduction|automatique|reprodui).*",
    ),
    ZoneKind.ORIGIN: (
        r"(?-i:SOURCE)\s+\S[^.]{0,120}",
        r"sources?\s*:\s*\S.{0,200}",
        r"(?:photos?|logo|vid[ée]os?|infographies?|images?|cr[ée]dits?(?: photos?)?)\s*(?:[:–—-]|©)\s*.{2,200}",
        r"(?:consultez|voir|lire) (?:la version|le communiqué|l['’]original).*https?:.*",
        r"liens?\s*:\s*\S+",
        r"<?(?:https?://|www\.)\S+>?",
    ),
}
# Of a notice with its heading, in characters: what is longer is not one, but the news going on.
_LONGEST = {ZoneKind.ABOUT: 3_000, ZoneKind.CONTACT: 1_500, ZoneKind.LEGAL: 8_000, ZoneKind.ORIGIN: 400}
_LONGEST_LINE = 1_000  # characters that are looked at of the line that begins it
_LONGEST_OF_ALL = max(_LONGEST.values())


def find_zones(text: str, start: int, dateline: int = -1) -> tuple[Zone, ...]:
    """Find the zones of an article.

    Args:
        start: where the news begins, after its dateline.
        dateline: where that begins; -1 if there is none.

    >>> [zone.kind.value for zone in find_zones("Le port rouvre.\\n\\nContact presse :\\nAwa Sow", 0)]
    ['contact']
    """
    notices = _find_notices(text) if _MAY_BEGIN.search(text, start) else ()
    if dateline < 0:
        return notices
    while text[dateline].isspace():
        dateline += 1
    return (Zone(ZoneKind.DATELINE, dateline, _end_without_blanks(text, dateline, start)), *notices)


def _find_notices(text: str) -> tuple[Zone, ...]:
    """The notices at the end: from the last one upwards, as long as nothing but notices stands between."""
    notices: list[Zone] = []
    below = len(text)
    for found in reversed(list(_MAY_BEGIN.finditer(text))):
        if below - found.start() > _LONGEST_OF_ALL:
            break
        start = found.start() + 1
        while text[start].isspace():
            start += 1
        kind = _kind(text, start)
        if not kind:
            continue
        end = _end_without_blanks(text, start, below)
        above = _end_without_blanks(text, 0, start)
        # An address or a credit is a line, and what follows it is something else; `Les alertes sont publiées sur :` is
        # followed by an address of the news.
        alone = kind is not ZoneKind.ORIGIN or (
            "\n" not in text[start:end] and text[above - 1 : above] != ":"
        )
        if end - start > _LONGEST[kind] or not above or not alone:
            break
        if notices and notices[-1].kind is kind:
            notices[-1] = Zone(kind, start, notices[-1].end)
        else:
            notices.append(Zone(kind, start, end))
        below = start
    return tuple(reversed(notices))


def _kind(text: str, start: int) -> ZoneKind | None:
    """Which notice may begin with the line that begins at a place."""
    end = text.find("\n", start, start + _LONGEST_LINE)
    words = text[start : end if end >= 0 else start + _LONGEST_LINE].strip(" \t\xa0*#_>–—-")
    return next((kind for kind, pattern in _patterns().items() if pattern.fullmatch(words)), None)


@cache  # compiled when first needed: few articles have what is worth a match
def _patterns() -> dict[ZoneKind, re.Pattern[str]]:
    return {kind: re.compile("|".join(lines), re.IGNORECASE) for kind, lines in _BEGINNINGS.items()}


def _end_without_blanks(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
