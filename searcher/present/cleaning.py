"""Cleaning: text from a corpus, made harmless for a terminal.

An article may hold anything, and a terminal obeys: it changes colour, erases lines, writes commands, turns
the order of letters. In: text. Out: the same, in which

    ESC, BEL and the other control characters    are signs of their own: ␛ ␇ ␡, and � from U+0080 to U+009F
    tabulators and the like                      are spaces, and in one line so are ends of lines
    invisible marks (soft hyphens, zero-width
    spaces, what turns the direction of writing) are left out
    halves of characters (lone surrogates), and
    what can be no character (U+FDD0, U+FFFE)    are �

What is left out moves what follows: text is cut at its marks first, then cleaned piece by piece.
"""

from __future__ import annotations

import re

_SPACES = "\t\v\f\r\x85"
_ENDS_OF_LINES = "\u2028\u2029"
_INVISIBLE = (
    "\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
_IMPOSSIBLE = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_HARMFUL = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f{_ENDS_OF_LINES}{_INVISIBLE}{_IMPOSSIBLE}]")
_HIDDEN = re.compile(f"[{_INVISIBLE}]")
_END_OF_LINE = re.compile(r"[ ]*\n\s*")
_CONTROL_PICTURES = 0x2400  # ␀ stands for U+0000, and so on
_DELETE_PICTURE = "␡"


def clean(text: str) -> str:
    """Make text harmless. Ends of lines stay.

    >>> clean("\\x1b[31mALERTE\\x07 élec\\xadtion")
    '␛[31mALERTE␇ élection'
    """
    return _HARMFUL.sub(_stand_in, text)


def clean_line(text: str) -> str:
    """Make text harmless, and one line of it: the end of a paragraph is a space.

    >>> clean_line("Fin.\\n\\nDébut")
    'Fin. Début'
    """
    return _END_OF_LINE.sub(" ", clean(text))


def _stand_in(found: re.Match[str]) -> str:
    character = found[0]
    if character in _SPACES:
        return " "
    if character in _ENDS_OF_LINES:
        return "\n"
    if character < " ":
        return chr(_CONTROL_PICTURES + ord(character))
    if character == "\x7f":
        return _DELETE_PICTURE
    return "" if _HIDDEN.match(character) else "�"
