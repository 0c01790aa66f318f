"""The byline: who wrote an article, on a line of its own above it, before its dateline, or at its end.

In: the text of an article, which may begin `Par Awa Sow et Jean Roy` and go on with `DAKAR, 4 juillet (Reuters) - `, or
end `Propos recueillis par Awa Sow`. Out: the names, and where the dateline would begin. What might be the beginning of
a sentence, `Par Toutatis`, is a byline only if a dateline stands below.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"
_NAMES = rf"{_NAME}(?:(?:\s|\s?,\s|\set\s|\sand\s|\sde\s|\sdu\s|\sd['’]){_NAME}){{0,9}}?"
_FULL_NAME = rf"{_NAME}(?:[^\S\n](?:de |du |d['’]|van |von |el |ben )?{_NAME}){{1,3}}"
_FULL_NAMES = rf"{_FULL_NAME}(?:(?:, | et | and ){_FULL_NAME}){{0,4}}"
_BYLINE = rf"\s*(?:[Pp]ar|PAR|[Bb]y|BY)\s(?P<names>{_NAMES})(?:\s*\n\s*|\s(?=[A-ZÀ-ÖØ-Þ'’-]{{3,}}[\s,/]))"
# `Par Awa Sow, envoyée spéciale à Dakar`, with nothing else on its line and an empty one below.
_ALONE = (
    rf"\s*(?:[Pp]ar|PAR)[^\S\n](?P<names>{_FULL_NAMES})"
    r"(?:,[^\S\n](?:notre )?(?:envoyée?s?|correspondante?s?|journalistes?|avec|à|en|au)\b[^\n.]{0,60}|"
    r"[^\S\n]?\([^()\n]{2,40}\))?[^\S\n]*\n[^\S\n]*\n\s*"
)
_CLOSING = (
    rf"\n[^\S\n]*[(\[]?(?i:propos (?:recueillis|rapportés) par|recueilli par|par) (?P<names>{_FULL_NAMES})"
    r"(?:,? \(?avec [^.\n]{2,40})?[)\]]?\.?\s*\Z|"
    rf"\n[^\S\n]*(?P<with>{_FULL_NAMES}),? \(?avec (?:l['’])?(?:AFP|ATS|Reuters|Belga|(?:les )?agences?)\b"
    r"[^.\n]{0,30}\)?\.?\s*\Z"
)
BYLINE_STARTS = frozenset(("Pa", "pa", "PA", "By", "by", "BY"))
_LONGEST = 200  # characters


class Byline(NamedTuple):
    """Who wrote it."""

    author: str
    end: int  # in characters of the text
    is_sure: bool = False  # whether it is one whatever follows


def read_byline(text: str) -> Byline | None:
    """Read the byline at the beginning of a text, if there may be one.

    >>> read_byline("par Awa Sow\\nDAKAR, 4 juillet (Reuters) - Le port rouvre.")
    Byline(author='Awa Sow', end=12, is_sure=False)
    """
    if text[:2] not in BYLINE_STARTS and not text[:1].isspace():
        return None
    if found := re.compile(_ALONE).match(text, 0, _LONGEST):
        return Byline(" ".join(found["names"].split()), found.end(), is_sure=True)
    found = re.compile(_BYLINE).match(text, 0, _LONGEST)
    return Byline(" ".join(found["names"].split()), found.end()) if found else None


def is_names(line: str) -> bool:
    """Whether a line is nothing but the names of people.

    >>> is_names("Awa Sow et Jean Roy"), is_names("Le port a rouvert")
    (True, False)
    """
    return len(line) <= _LONGEST and re.fullmatch(_FULL_NAMES, line) is not None


def read_closing_byline(text: str) -> str:
    """Read who signed a text at its end; "" if nobody did.

    >>> read_closing_byline("Fin.\\nPropos recueillis par Awa Sow"), read_closing_byline("Fin.\\nJean Roy (avec AFP)")
    ('Awa Sow', 'Jean Roy')
    """
    # Most last paragraphs are longer.
    if text.find("\n", -_LONGEST) < 0:
        return ""
    start = text.rfind("\n", 0, len(text.rstrip()))
    last = text[max(start, 0) :]
    if "ar " not in last and "AR " not in last and "vec " not in last:
        return ""
    found = re.compile(_CLOSING).match(text, start) if start >= 0 else None
    return (found["names"] or found["with"]) if found else ""
