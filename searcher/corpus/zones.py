"""Zones: where the dateline of an article stands, and the notices that close it, the same under many.

In: the text of an article, and where its dateline ends. Out: half-open spans of characters, in order. Notices are told
by how they begin (`À propos d'Hélianor`, `Contacts presse :`, `© 2024`), and only where nothing else follows them up
to the end: the same words within an article are a heading like others. The text is not changed. The lead is told from
these by the article itself.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from searcher.article import Zone, ZoneKind
from searcher.kernels.openings import Openings

# How the line may begin that begins a notice, by a kernel: no line of most articles does, and to find that out by an
# expression took 2 µs for each.
_STARTS = (
    "à propos; àpropos; a propos; apropos; about; attach; avert; avis; ©; (; cont; coord; copyr; consult; "
    "crédit; credit; clause; ce communiqué; cette dép; cette dep; cette traduc; déclar; declar; détails; "
    "disclaim; droits; énonc; enonc; forward; inform; infograph; image; investor; le présent; le texte; lien; "
    "lire l; logo; media; mention; mise en g; pour en ; pour plus; pour de; pour dav; pour tout; press; photo; "
    "profil; qui s; relation; renseign; reprod; service; safe; source; tous; toute r; vidéo; video; voir; http:; "
    "https:; www; <http:; <https:; <www"
)
_SIGNS = " \t\xa0*#_>–—-"  # that may stand before it


def _openings() -> Openings:
    small = bytes(range(256)).decode("latin-1").lower().encode("latin-1", "replace")
    words = sorted(word.encode("latin-1") for word in _STARTS.split("; "))
    firsts = array("I", (sum(word[0] < letter for word in words) for letter in range(257)))
    return Openings(b"".join(words), array("I", accumulate(map(len, words))), firsts, small, _SIGNS)


_OPENINGS = _openings()
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
    notices = _find_notices(text) if _OPENINGS.find(text, start) >= 0 else ()
    if dateline < 0:
        return notices
    while text[dateline].isspace():
        dateline += 1
    return (Zone(ZoneKind.DATELINE, dateline, _end_without_blanks(text, dateline, start)), *notices)


def _find_notices(text: str) -> tuple[Zone, ...]:
    """The notices at the end: from the last one upwards, as long as nothing but notices stands between."""
    notices: list[Zone] = []
    below = len(text)
    for start in reversed(list(_lines_that_may_begin_one(text))):
        if below - start > _LONGEST_OF_ALL:
            break
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


def _lines_that_may_begin_one(text: str) -> Iterator[int]:
    at = _OPENINGS.find(text, 0)
    while at >= 0:
        yield at
        at = _OPENINGS.find(text, at)


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
