"""Marks: what an agency writes above a dispatch that is not to be taken as it stands.

In: the first line of a title or a text: `RECTIFICATIF`, `SOUS EMBARGO JUSQU'AU 4 JUILLET À 8H`, `URGENT`. Out: what
kind of mark it is, and until when an embargo holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from searcher.corpus.dates import read_date

# `Correction boursière`, `Annulation du festival` and `Embargo pétrolier` are news: a sign must follow.
_SIGN = r"(?=[ \t]*(?:$|\n|n°|[\])/*:.,!–—-]))"
_WHEN = r"[ \t]*:?[ \t]*(?:jusqu|avant|until|au |le |lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\d)"
_MARK = (
    r"[\s/(\[«*#!-]{0,6}(?:"
    r"(?i:(?P<rectification>rectificatif|rectification|rectifié|erratum|errata|correctif|correction|mise au point)"
    rf"{_SIGN})|"
    rf"(?i:(?P<cancellation>annule et remplace|(?:annulation|dépêche annulée){_SIGN}))|"
    rf"(?i:(?P<embargo>(?:sous |strict )?embargo(?:{_SIGN}|(?={_WHEN}))|ne pas (?:publier|diffuser) avant\b))|"
    rf"(?P<urgent>(?:TRÈS |TRES )?URGENT|FLASH|ALERTE|BULLETIN)(?=[ \t]*(?:$|\n|[\])/*:–—!-]))"
    r")"
)
# The first two letters tell for nearly all texts, at a tenth of the cost of a match; before them there may be a sign.
MARK_STARTS = frozenset(
    "re Re RE er Er ER co Co CO mi Mi MI an An AN dé Dé DÉ de De DE em Em EM so So SO st St ST ne Ne NE "
    "se Se SE UR FL AL BU TR".split()
)
_SIGNS = frozenset(" \t\n/([«*#!-")
_UNTIL = re.compile(
    r"(?:jusqu['’]?\s?(?:au|à|a)?|avant(?: le)?|\bau|until|embargo\s*:)\s*(?P<when>(?:le\s+)?[^\n\])*–—]{3,40})",
    re.IGNORECASE,
)
_LONGEST_LINE = 120  # characters of a line that is only a mark
_HOUR = re.compile(r",?\s*(?:à|a|at)?\s*\d{1,2}\s?[h:].*$", re.IGNORECASE)
_ALONE = (
    rf"[\s/(\[«*#!-]*(?:(?i:(?:sous |strict )?embargo(?:{_WHEN}[^\])\n]*)?|ne pas (?:publier|diffuser) avant\b.*|"
    r"(?:deuxième |second )?(?:rectificatif|erratum|errata|correctif|correction|annule et remplace)(?: n° ?\d+)?)|"
    r"(?:TRÈS |TRES )?URGENT|FLASH|ALERTE|BULLETIN)[\s/)\]»*#!:.-]*"
)


class Mark(NamedTuple):
    """What stands above a dispatch."""

    kind: str  # `rectification`, `cancellation`, `embargo`, `urgent`
    # Of an embargo: a date like 2024-07-04, or the words if it cannot be read; "" if it is not said.
    until: str


def may_be_marked(line: str) -> bool:
    """A cheap look at how a text begins."""
    return line[:2] in MARK_STARTS or line[:1] in _SIGNS


def read_mark(line: str) -> Mark | None:
    """Read the mark at the beginning of a title or a text, if there is one.

    >>> read_mark("SOUS EMBARGO JUSQU'AU 4 JUILLET 2024 À 8H00"), read_mark("Le port rouvre sans correction")
    (Mark(kind='embargo', until='2024-07-04'), None)
    """
    found = re.match(_MARK, line) if may_be_marked(line) else None
    if not found or not found.lastgroup:
        return None
    until = ""
    if found.lastgroup == "embargo":
        said = _UNTIL.search(line.split("\n", 1)[0], found.start("embargo"))
        until = _date(said["when"]) if said else ""
    return Mark(found.lastgroup, until)


def is_mark_alone(line: str) -> bool:
    """Whether a line is nothing but a mark, so that the title is the next one.

    >>> is_mark_alone("*** RECTIFICATIF ***"), is_mark_alone("RECTIFICATIF - Le port rouvre")
    (True, False)
    """
    return len(line) <= _LONGEST_LINE and may_be_marked(line) and re.fullmatch(_ALONE, line) is not None


def with_mark(extra: Mapping[str, object], mark: Mark) -> dict[str, object]:
    """Metadata with a mark (`mark`) and until when it holds (`embargo`)."""
    return {**extra, "mark": mark.kind, **({"embargo": mark.until} if mark.until else {})}


def _date(words: str) -> str:
    words = " ".join(words.split())
    date = read_date(_HOUR.sub("", words)) or read_date(words)
    return str(date) if date else words
