"""The dateline: where, when and for which agency a dispatch was written, before its first sentence.

In: the text of an article, which may begin `BEIJING, 4 juillet 2024 /PRNewswire/ --` or `Genève (ATS) -`.
Out: its parts, and where the news itself begins. The text is not changed.

A dateline needs a date, an agency, or before its dash a place that is known: `OTTAWA — ` is one, `VIDÉO - ` is a label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from searcher.article import PartialDate
from searcher.corpus.dates import WEEKDAYS, make_date, month_number
from searcher.corpus.folding import fold
from searcher.corpus.gazetteer import is_country, is_town
from searcher.corpus.places import in_title_case

# Python's `re` has no class for capitals: those of Latin scripts stand in Unicode's first 592 characters.
_CAPITALS = "".join(filter(str.isupper, map(chr, range(0x250))))
# \u0300-\u036f are the accents of decomposed text (NFD). What is possessive (`*+`) never gives letters back:
# half a word is no name.
_NAME = rf"(?:[dl]['’])?[{_CAPITALS}](?:[^\W\d_]++|['’.\u0300-\u036f]|-(?=[^\W\d_]))*+"
_LINK = r"(?:et|and|de|du|des|la|le|les|en|sur|sous|à|au|aux|lès|près|of|the)\b"
_GAP = r"(?:\s*+[,/&]\s*+|[^\S\n]++)"
_COUNTRY = r"\s*+\([^()\d\n]{2,30}\)"
_PLACE = rf"{_NAME}(?:{_GAP}(?:{_NAME}|{_LINK})){{0,11}}(?:{_COUNTRY})?"
_MONTH = r"(?:[^\W\d_]|[\u0300-\u036f]){3,12}+"
_DAY = r"\d{1,2}(?:er|ER|ᵉʳ|°)?"
_DATE = (
    rf"(?:[Ll][Ee]\s++)?(?:(?P<weekday>{_MONTH}),?\s++)?"
    rf"(?:(?P<day>{_DAY})\s++(?P<month>{_MONTH})\.?|(?P<month_first>{_MONTH})\.?\s++(?P<day_last>\d{{1,2}}))"
    r"(?:,?\s++(?P<year>\d{4})\b)?"
)
_NUMBERS = r"(?:[lmjvsdLMJVSD][^\W\d_]{2,7}\s++)?(?P<numbers>\d{1,2}/\d{1,2}(?:/\d{4})?)(?![\d/])"
_HOUR = r"(?:,?\s++(?:à\s++)?\d{1,2}\s?[h:]\s?\d{0,2}(?:\s?(?:GMT|UTC|HEC|CET))?)?"
_CREDIT = r"(?:/\s?(?P<wire>[^/()\n]{2,40}?)\s?/|\((?P<bracketed>[^()\n]{2,40})\))"
_DASHES = r"(?:\.?\s?-{1,3}|[–—]|[=_](?=\s))"
_SIGNED = (
    rf"\s*+(?:(?P<place>{_PLACE})(?:\s*+,)?)?"
    rf"(?:\s*+(?P<date>{_DATE}|{_NUMBERS}){_HOUR})?"
    rf"\s*+(?:{_DASHES}\s*+)?{_CREDIT}\s*+(?P<dash>{_DASHES})?\s*+"
)
_DATED = (
    rf"\s*+(?P<place>{_PLACE})\s*+,\s*+(?P<date>{_DATE}){_HOUR}"
    rf"(?:[^\S\n]++-{{1,2}}\s|\s*+--|\s*+[–—]|\s*+$|(?=[^\S\n]*+\n))\s*+"
)
# As AFP puts its dispatches online: `New York, États-Unis | AFP | jeudi 04/07/2024 - 12:15 UTC | `.
_BARRED = (
    rf"\s*+(?P<place>{_PLACE})\s*+\|\s*+(?P<wire>[^|\n]{{2,30}}?)\s*+\|\s*+(?P<date>{_DATE}|{_NUMBERS})"
    r"(?:[\s,-]++\d{1,2}[:h]\d\d(?:\s++(?:UTC|GMT)(?:\s?[+-]\d{1,2})?)?)?\s*+(?:[|–—-]|$|(?=\n))\s*+"
)
_PLACED = rf"\s*+(?P<place>{_PLACE})(?:[^\S\n]++-{{1,2}}|\s*+[–—])[^\S\n]++(?=[«“\"\d{_CAPITALS}])"
_LONGEST_PLACED = 100  # characters up to the first word after the dash
_PARTS = r"\s*[,/&()]\s*|\s+(?:et|and|ET|AND)\s+"
_FIRST_WORD = r"[^\W\d_]+(?:-[^\W\d_]+)*"
# How sentences begin. After a town in capitals they need not: `Monaco - Real Madrid` is a match.
_BEGINNINGS = frozenset(
    "a alors apres au aucun aucune aux avant avec c ce ces cet cette chaque d dans de depuis des deux dix du elle "
    "elles en entre environ il ils j jusqu l la le les lors mais n on par parmi pas pendant plus plusieurs pour pres "
    "qu quatre quelque quelques sans selon si son sous sur tous tout toute toutes trois un une vers".split()
)
_SHORTEST_REGION = 4  # letters: `Nantes (FC)` is a club
_CREDIT_WITHIN = 150  # characters: where its sign begins
# How four texts of five begin, and no dateline: with a quotation; with a number, and without a credit; or, after one to
# four words without a sign, with a word that no name and no date goes on with, since it is small, joins nothing and no
# number follows within three words: `Le président de la République …`.
_WORD = r"[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ'’-]*+"
_PROSE = re.compile(
    rf"(?:{_WORD} ){{1,4}}?(?!{_LINK}|[dl]['’])[a-zà-öø-ÿœ]\S*+\s[^\s\d]\S*+\s[^\s\d]\S*+\s[^\s\d]|"
    rf"[\"“]|\d[^(/]{{{_CREDIT_WITHIN}}}"
)
_LONGEST = 400  # characters: several places, a date, two agencies, and blanks before them
# As agencies sign.
_SIGNATURES = (
    "ABP ACP AFP AGP AIB AIP ANP ANSA AOF AP APA APS ATOP ATS AWP Belga Bloomberg CGTN CNW dpa dpa-AFX Ecofin EFE "
    "Interfax Keystone-ATS Kyodo Lusa MAP PA PANA Panapress PAP PRNewswire RelaxNews Reuters SPS Sputnik TAP Tass UPI "
    "Xinhua Yonhap Zonebourse Boursier.com CercleFinance.com AlterPresse"
)
# By what is signed, folded: the name that the agency goes by. Others are recognised by their shape.
_AGENCIES = {fold(name): name for name in _SIGNATURES.split()} | {
    "keystone ats": "Keystone-ATS",
    "globe newswire": "GlobeNewswire",
    "globenewswire": "GlobeNewswire",
    "business wire": "Business Wire",
    "businesswire": "Business Wire",
    "pr newswire": "PRNewswire",
    "prnewswire-firstcall": "PRNewswire",
    "agence ecofin": "Agence Ecofin",
    "ecofin hebdo": "Ecofin Hebdo",
    "agefi-dow jones": "Agefi-Dow Jones",
    "dow jones": "Dow Jones",
    "bfm bourse": "BFM Bourse",
    "agence france-presse": "AFP",
    "agence france presse": "AFP",
    "afp relaxnews": "AFP-Relaxnews",
    "afp-relaxnews": "AFP-Relaxnews",
    "actusnews": "Actusnews",
    "actusnews wire": "Actusnews",
    "newsfile corp.": "Newsfile",
    "accesswire": "Accesswire",
    "associated press": "AP",
    "la presse canadienne": "La Presse Canadienne",
    "chine nouvelle": "Xinhua",
}
_ACRONYM = re.compile(rf"[{_CAPITALS}]{{2,6}}(?:[/-][{_CAPITALS}]{{2,6}})*")
_LE_BEFORE_A_DATE = re.compile(r"[\s,]+le\s*$", re.IGNORECASE)
# `Par Awa Sow (AFP) -` signs, `Photo (AFP) -` credits, `Le 4 juillet (AFP) -` only dates: none says where.
_NOT_BEFORE_A_PLACE = WEEKDAYS | {"par", "by", "photo", "photos", "video", "infographie"}
_NOT_PLACES = {"le", "la", "les"}


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says; what it does not is empty or 0."""

    place: str
    agency: str
    year: int
    month: int
    day: int
    date: str  # as written
    end: int  # where the news begins, in characters of the text

    @property
    def is_sure(self) -> bool:
        """Whether it says more than a place, which may begin a title as well."""
        return bool(self.agency or self.date)

    def date_near(self, declared: PartialDate | None) -> PartialDate | None:
        """The day, in the year that is said, or else in the one nearest to a declared date."""
        if self.year or not declared:
            return make_date(self.year, self.month, self.day) if self.year else None
        dates = (make_date(declared.year + shift, self.month, self.day) for shift in (0, -1, 1))
        known = [date for date in dates if date]
        if not known or declared.precision == "year":
            return known[0] if known and known[0].year == declared.year else None
        return min(known, key=lambda date: abs((date.first - declared.first).days))


def begins_as_prose(text: str) -> bool:
    """Whether a text certainly begins without a dateline, found out in a fifth of the time that reading one takes.

    >>> begins_as_prose("Le port de Dakar rouvre ce jeudi."), begins_as_prose("Le 4 juillet, le port rouvre.")
    (True, False)
    """
    return _PROSE.match(text) is not None


def read_dateline(text: str) -> Dateline | None:
    """Read the dateline at the beginning of a text, if there is one."""
    if begins_as_prose(text):
        return None
    # Three of four others have no mark of a signature. To look for the marks takes 0.1 µs, a match that fails 3.5 µs.
    head, near = text[:_LONGEST], text[:_CREDIT_WITHIN]
    dateline = None
    if "|" in head and (found := _compiled(_BARRED).match(head)):
        agency = _known_agencies(found["wire"])
        dateline = _make(found, agency=agency) if agency else None
    elif ("(" in near or "/" in near) and (found := _compiled(_SIGNED).match(head)):
        dateline = _of_agency(found)
    elif found := _compiled(_DATED).match(head):
        dateline = _make(found, agency="")
    if dateline:
        return dateline if _may_be_a_place(dateline.place) else None
    head = head[:_LONGEST_PLACED]
    if "- " in head or "— " in head or "– " in head:
        found = _compiled(_PLACED).match(head)
        return _of_town(found, head) if found else None
    return None


def _of_town(found: re.Match[str], head: str) -> Dateline | None:
    """A dateline of a place alone, if that is known and a sentence follows."""
    first, *others = filter(None, re.split(_PARTS, found["place"]))
    if not is_town(first) or not all(is_town(one) or is_country(one) or _is_region(one) for one in others):
        return None
    word = re.compile(_FIRST_WORD).match(head, found.end())
    # `PARIS - ROUBAIX` is a race.
    if word and is_town(word[0]):
        return None
    if word and not found["place"].isupper() and fold(word[0].split("-")[0]) not in _BEGINNINGS:
        return None
    return _make(found, agency="")


def _is_region(name: str) -> bool:
    """Whether it may be what regional newspapers put in brackets after a town."""
    return len(name) >= _SHORTEST_REGION and not name.isupper() and name[0].isupper()


@cache  # compiled when first needed: they take 5 ms, which a search does not have to wait for
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _may_be_a_place(place: str) -> bool:
    folded = fold(place)
    return folded not in _NOT_PLACES and folded.split(" ")[0].rstrip(",") not in _NOT_BEFORE_A_PLACE


def _of_agency(found: re.Match[str]) -> Dateline | None:
    agency = known = _known_agencies(found["wire"] or found["bracketed"])
    if not agency:
        # `Nantes (FC) - ` or `Lyon/Turin/` name no agency: only a dated line may bring a new one, and only one that has
        # a place and a dash as well, a name of several words: `(Agence du Littoral) - `.
        whole = found["place"] and found["dash"] and found["bracketed"] and found["bracketed"][0].isupper()
        new = found["wire"] or ((whole or _ACRONYM.fullmatch(found["bracketed"])) and found["bracketed"])
        agency = new.strip() if new and found["date"] else ""
    # `(Belga) Le roi …`: at the very beginning, or dated, the name of a known agency needs no dash.
    signed = found["dash"] or found["wire"] or (known and (found["date"] or not found["place"]))
    if not agency or not signed:
        return None
    return _make(found, agency=agency)


def _known_agencies(names: str) -> str:
    known = [_AGENCIES.get(fold(name.strip()), "") for name in names.split("/")]
    return "/".join(known) if all(known) else ""


def _make(found: re.Match[str], *, agency: str) -> Dateline | None:
    said = found.groupdict()
    place, date = said["place"] or "", said.get("date") or ""
    year = month = day = 0
    if numbers := said.get("numbers"):
        # The day first, as everywhere in the French-speaking press.
        day, month, *rest = map(int, numbers.split("/"))
        year = rest[0] if rest else 0
        if not make_date(year or 2024, month, day):
            return None
    elif date:
        month = month_number(found["month"] or found["month_first"])
        day = int(re.sub(r"\D", "", found["day"] or found["day_last"]))
        year = int(found["year"] or 0)
        weekday = found["weekday"]
        # 2024 was a leap year: without a year, the 29th of February may be.
        if not make_date(year or 2024, month, day) or (weekday and fold(weekday) not in WEEKDAYS):
            return None
    place = in_title_case(_LE_BEFORE_A_DATE.sub("", place).strip(" ,"))
    return Dateline(
        # `BERNE.— `, but `Washington D.C.`
        place=place.removesuffix(".") if place.count(".") == 1 else place,
        agency=agency,
        year=year,
        month=month,
        day=day,
        date=" ".join(date.split()),
        end=found.end(),
    )
