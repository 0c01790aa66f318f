"""Mending: text that was encoded as UTF-8 twice, `Ã©tÃ©` for `été`, as databases and mail make it.

In: text. Out: the text as it was meant. Each stretch is mended by itself, and only if its characters, written in
windows-1252 or ISO-8859-1, are UTF-8: French as it should be never has such a stretch of two, `Ã` before a sign.
"""

from __future__ import annotations

import re

MENDED = "utf-8-twice"  # as the encoding of what was mended: it is no encoding of Python's

# What windows-1252 makes of the bytes 80 to BF, and ISO-8859-1, which leaves 80 to 9F as controls.
_CONTINUED = "".join(
    {bytes((byte,)).decode("windows-1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0)}
    | set(map(chr, range(0x80, 0xC0)))
)
# Two bytes, for letters; three, for signs of punctuation and of money alone: `ç««` may be French, and is Chinese.
_TWICE = re.compile(rf"[ÂÃÄÅÐÑ][{re.escape(_CONTINUED)}]|â[€‚„\x80\x82\x84][{re.escape(_CONTINUED)}]")
# A no-break space is half of `à`, and often became a plain one on the way.
_LOST_SPACE = re.compile(r"(?<!\w)Ã {1,2}(?=[\w«\"(])")
_BYTES = {
    ord(bytes((byte,)).decode("windows-1252", "ignore") or chr(byte)): byte for byte in range(0x80, 0x100)
} | {byte: byte for byte in range(0x80, 0x100)}


def mend(text: str) -> str:
    """Mend a text; the same one if there is nothing to mend.

    >>> mend("L’Ã©tÃ© Ã  SÃ¨te, lâ€™Å“il"), mend("À Sète, “âge” et Ã")
    ('L’été à Sète, l’œil', 'À Sète, “âge” et Ã')
    """
    return _LOST_SPACE.sub("à ", _TWICE.sub(_mend_one, text)) if _TWICE.search(text) else text


def _mend_one(found: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[ord(character)] for character in found[0]).decode()
    except (UnicodeDecodeError, KeyError):
        return found[0]
