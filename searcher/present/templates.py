r"""Templates: a hit in the words of who asks, `{date} {title}\n`.

In: a template. Out: a function that fills it in, or an error that says what is wrong with it. Values become one line of
harmless text, so that a hit takes the lines that its template has; the text of the template itself stays as it is.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from searcher.present.cleaning import clean, clean_line
from searcher.present.fields import FIELDS, OTHER_NAMES, Found, Value, read_field

_ESCAPES = {"n": "\n", "t": "\t", "0": "\0", "\\": "\\"}
_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_NAMES = (*FIELDS, *OTHER_NAMES)  # what a corpus calls so as well is in JSON alone
_LINES_KEPT = "body"
_LIKE: Mapping[str, Value] = {"rank": 1, "matches": 1, "score": 1.0}  # the others are text
_WIDEST = 1000  # characters


class TemplateError(ValueError):
    """A template cannot be read."""


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str
    width: str  # and alignment, as Python's format has them


Fill = Callable[[Found], str]


def read_template(template: str, others: Collection[str] = ()) -> Fill:
    r"""Read a template once, to fill it in many times.

    Args:
        others: names of metadata that the corpus has beside those of every article.
    Raises:
        TemplateError: it names a field that there is not, or is not well formed; the message lists the fields.

    >>> read_template("{nom}")
    Traceback (most recent call last):
    searcher.present.templates.TemplateError: there is no field 'nom': there are query, rank, key, ...
    """
    try:
        parts = list(string.Formatter().parse(_ESCAPE.sub(_unescape, template)))
    except ValueError as error:
        raise TemplateError(
            f"{error}: braces that stand for themselves are written twice, {{{{ and }}}}"
        ) from error
    pieces: list[str | _Slot] = []
    for literal, name, width, conversion in parts:
        pieces.append(literal)
        if name is not None:
            if name not in _NAMES and name not in others:
                there = ", ".join((*_NAMES, *others))
                raise TemplateError(f"there is no field {name!r}: there are {there}")
            pieces.append(_slot(name, width or "", conversion))

    def fill(found: Found) -> str:
        return "".join(piece if isinstance(piece, str) else _value(piece, found) for piece in pieces)

    return fill


def _unescape(found: re.Match[str]) -> str:
    if found[1] not in _ESCAPES:
        raise TemplateError(rf"{found[0]!r} stands for nothing: there are \n, \t, \0 and \\")
    return _ESCAPES[found[1]]


def _slot(name: str, width: str, conversion: str | None) -> _Slot:
    slot = _Slot(name, width)
    try:
        if conversion:
            raise ValueError("a field has no conversion")
        if any(int(number) > _WIDEST for number in re.findall(r"\d+", width)):
            raise ValueError(f"no field is wider than {_WIDEST}")
        format(_LIKE.get(name, ""), width)
    except ValueError as error:
        raise TemplateError(f"{{{name}{'!' + conversion if conversion else ''}:{width}}}: {error}") from error
    return slot


def _own(value: object) -> str:
    """What a corpus has under a name of its own: nothing, one value, or several."""
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _value(slot: _Slot, found: Found) -> str:
    value = (
        read_field(slot.name, found) if slot.name in _NAMES else _own(found.hit.article.extra.get(slot.name))
    )
    if isinstance(value, str):
        value = clean(value) if slot.name == _LINES_KEPT else clean_line(value)
    return format(value, slot.width)
