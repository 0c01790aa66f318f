"""Characters: the many shapes of one sign made one, without losing where each stood.

In: text as it was written, with typographic apostrophes, hyphens, decomposed accents, invisible marks.
Out: the same in its plain shape, and for each of its characters the offset it came from.
"""

from __future__ import annotations

import re
import unicodedata
from array import array

from searcher.kernels import cut

APOSTROPHES = "'’‘´`ʼ‛ʹ′＇ˈꞌ"
HYPHENS = "-‐‑‒−﹣－"
MIDDLE_DOTS = "·•‧∙⋅․・"

_PLAIN = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-") | dict.fromkeys(MIDDLE_DOTS, "·")
)

# Soft hyphen, zero-width characters, marks of direction, variation selectors, byte order mark: not to be read.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_COMBINING = "\u0300-\u036f"
_HAS_OTHER_SHAPES = re.compile(
    f"[{''.join(chr(point) for point, shape in _PLAIN.items() if chr(point) != shape)}]"
)
_NEEDS_A_MAP = re.compile(f"[{_INVISIBLE}{_COMBINING}]")
_IS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
# A letter with the marks that belong to it: composed together, removed together. A mark after anything else is alone.
_CLUSTER = re.compile(f"\\w(?:[{_INVISIBLE}]*[{_COMBINING}])*|[^{_INVISIBLE}]", re.DOTALL)


def moves(text: str) -> bool:
    """Whether a text has marks that its plain shape has not, so that what follows them stands elsewhere there."""
    return not text.isascii() and _NEEDS_A_MAP.search(text) is not None


def plain(text: str) -> tuple[str, array[int] | None]:
    """Compose accents, drop invisible marks, give apostrophes, hyphens and middle dots one shape each.

    Returns:
        The plain text, and for each of its characters, and its end, the offset in `text`; None if nothing moved.

    >>> plain("l’e\u0301te\u0301")
    ("l'été", array('I', [0, 1, 2, 4, 5, 7]))
    """
    if text.isascii():
        return text.replace("`", "'"), None
    offsets: array[int] | None = None
    if _NEEDS_A_MAP.search(text):
        parts = []
        offsets = array("I")
        for cluster in _CLUSTER.finditer(text):
            composed = unicodedata.normalize("NFC", _IS_INVISIBLE.sub("", cluster.group()))
            parts.append(composed)
            offsets.extend([cluster.start()] * len(composed))
        offsets.append(len(text))
        text = "".join(parts)
    # Of the distinct chunks of 50 MB of news that are not ASCII, one in 16 holds such a sign; looking takes
    # 0.1 µs, translating 0.5.
    return text.translate(_PLAIN) if _HAS_OTHER_SHAPES.search(text) else text, offsets


_SIGNS: dict[str, int] = {
    **dict.fromkeys(APOSTROPHES, cut.APOSTROPHE),
    **dict.fromkeys(HYPHENS, cut.HYPHEN),
    **dict.fromkeys(" \u00a0\u202f\u2009", cut.GLUE),
    **dict.fromkeys(MIDDLE_DOTS + "_@#&%‰€$£¥", cut.OTHER),
    ".": cut.DOT,
    "(": cut.OPENING,
    ":": cut.COLON,
    "/": cut.SLASH,
}


def _has_small_letter_of_its_size(character: str) -> bool:
    """Whether the scanner can lower it in place: two bytes of UTF-8 at the most, before and after."""
    return (character.islower() or character.isupper()) and ord(character) < cut.LOW_CLASSES > max(
        map(ord, character.lower())
    )


def _class(character: str) -> int:
    """The class of a character for the scanner."""
    kind: int = cut.OTHER if character.isalnum() else cut.BREAK
    if character in _SIGNS:
        kind = _SIGNS[character]
    elif _NEEDS_A_MAP.match(character):
        kind = cut.OTHER
    elif character.isspace():
        kind = cut.SPACE
    elif character.isalpha() and _has_small_letter_of_its_size(character):
        kind = cut.UPPER if character.isupper() else cut.LOWER
    elif character.isdecimal():
        kind = cut.DIGIT
    return kind


_SCANNED = [
    chr(point)
    for start, size in ((0, cut.LOW_CLASSES), (cut.PUNCTUATION, cut.PUNCTUATION_CLASSES))
    for point in range(start, start + size)
]
CLASSES = bytes(map(_class, _SCANNED))
# Signs that are in no word: controls, and all punctuation but what the classes above name.
BREAKS = "".join(each for each, kind in zip(_SCANNED, CLASSES, strict=True) if kind == cut.BREAK)
LOWERS = array(
    "H",
    [
        ord(each.lower()) if kind in (cut.LOWER, cut.UPPER) else ord(each)
        for each, kind in zip(_SCANNED, CLASSES, strict=True)
    ],
)
# French elides before a vowel and a silent h.
ELIDING = bytes(character.lower() in "aeiouyhàâäéèêëîïôöùûüÿœæáíóúãõøå" for character in _SCANNED)
