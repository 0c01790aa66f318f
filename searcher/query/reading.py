"""Reading: which mark stands at a place of a query, and where it ends.

In: a query, cleaned, and the names of its fields. Out: a piece and its end; whatever stands there, there is one.
The looks of marks are a table: the first that matches wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from searcher.query.dates import find_interval, find_value, may_begin_interval, read_sides
from searcher.query.marks import (
    Count,
    Dated,
    DateField,
    InField,
    Loose,
    Metadatum,
    Nearness,
    Operator,
    Piece,
    Question,
    Quoted,
    Range,
    Sign,
    Star,
    Text,
    Unread,
    Weight,
    Wild,
)
from searcher.query.moments import LETTERS
from searcher.query.naming import AROUND, DATE, NAME, Names
from searcher.query.operators import (
    AMONG,
    AT_LEAST,
    KINDS,
    NEAR,
    THEN,
    USUAL_DISTANCE,
    read_number,
)
from searcher.query.patterns import compiled
from searcher.query.shapes import read_shape
from searcher.query.tree import Field, Unit

_QUOTED = r"(?:\"[^\"]*\"|«[^«»]*»|“[^“”]*”|„[^„“”]*[“”])"
_PLAIN = r"[^\s()\"«»“”„~^]"  # a character of a word, or punctuation
_BEGINS_WORD = r"(?<![^\s(])"
_BEFORE_OPERAND = r"(?<![^\s(:+-])"
_ENDS_WORD = r"(?=[\s()\"«“„]|\Z)"
_AFTER_WORD = ".,;:!?…"
# What stands after a word, and says how it is looked for, ends the word.
_ENDS_SUFFIX = r"(?=[\s()^]|[.,;:!?…]*(?:[\s()]|\Z))"
_LOOSE = rf"~(?:\d+(?:[.,]\d+)?)?(?:/\d+)?{_ENDS_SUFFIX}"
_WEIGHT = rf"\^[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+|nan|inf(?:inity|ini)?)(?:e[-+]?\d+)?{_ENDS_SUFFIX}"
# What a question begins with that only introduces it.
_ASKING = frozenset("que article articles info infos actualité actualités".split())
# `étudiant(e)s` is one word.
_INCLUSIVE = r"(?<=\w)\((?:e|ne|le|te|se|ve|es|trice|rice|euse|ère|s)\)s?(?!\w)"
_COUNTS = (*AT_LEAST, *AMONG)

_UNITS = {
    "phrase": Unit.SENTENCE,
    "sentence": Unit.SENTENCE,
    "paragraphe": Unit.PARAGRAPH,
    "paragraph": Unit.PARAGRAPH,
}


# ------------------------------------------------------------------ what a mark says


def _read_quoted(text: str) -> Piece:
    sign = text[0] if text[0] in "~=" else ""
    body, tilde, distance = text[len(sign) :].rpartition("~")
    if not (tilde and distance.isdecimal()):
        return Quoted(text[len(sign) + 1 : -1], sign)
    return Quoted(body[1:-1], sign, read_number(distance))


def _read_written(text: str) -> Piece:
    return Quoted(text[1:].rstrip(_AFTER_WORD), "=")


def _read_regex(text: str) -> Piece:
    warning = "les expressions rationnelles ne sont pas comprises : lues comme du texte"
    return Unread(warning, text[2:-1])


def _read_minus(_: str) -> Piece:
    return Unread("« - » devant un nombre n'exclut rien (-18 °C) : pour l'exclure, écrire SAUF")


def _read_operator(text: str) -> Piece:
    return Operator(KINDS[text], text)


def _read_nearness(text: str) -> Piece:
    name, slash, said = text.partition("/")
    within: int | Unit
    if not slash:
        within = USUAL_DISTANCE
    elif said.isdecimal():
        within = read_number(said)
    elif said.lower() in _UNITS:
        within = _UNITS[said.lower()]
    else:
        return Unread(f"« {text} » : il faut un nombre, phrase ou paragraphe après « / » ; lu comme « ET »")
    return Nearness(text, within, name in THEN)


def _read_count(text: str) -> Piece:
    name, _, said = text.partition("/")
    if not said.isdecimal():
        return Unread(f"« {text} » : il faut un nombre après « / » ; ignoré")
    return Count(text, read_number(said), name in AMONG)


def _read_star(_: str) -> Piece:
    return Star()


def _read_range(text: str) -> Piece | None:
    sides = read_sides(text)
    if sides is None:
        return None
    first, last = ("" if side == "*" else side for side in sides)
    return Range(text, first, last, text[0] == "[", text[-1] == "]")


def _read_comparison(text: str) -> Piece:
    signs = text[: 2 if text[1] in "<>=" else 1]
    word, included = text[len(signs) :], "=" in signs
    if ">" in signs:
        return Range(text, word, "", included, True)
    return Range(text, "", word, True, included)


def _read_loose(text: str) -> Piece:
    word, _, ending = text.partition("~")
    number, _, _ = ending.partition("/")
    distance = read_number(number) if number.isdecimal() else 1
    return Loose(word, distance, f"~{ending}")


def _read_stray_loose(text: str) -> Piece:
    return Unread(f"« {text} » ne s'applique qu'à un mot seul ou à une suite entre guillemets : ignoré")


def _read_weight(text: str) -> Piece:
    try:
        return Weight(text, float(text[1:].replace(",", ".")))
    except ValueError:  # `^infini`
        return Weight(text, float("inf"))


def _read_stray_weight(text: str) -> Piece:
    return Unread(f"« {text} » n'est collé à rien de cherché : ignoré")


def _read_stray_quote(text: str) -> Piece:
    return Unread(f"guillemet sans fin ou sans début ({text}) : ignoré")


def _read_wild(text: str) -> Piece | None:
    shape = read_shape(text)
    if shape and shape.pattern == "*":
        return Star()
    return Wild(text, shape) if shape else None


# ------------------------------------------------------------------ the table


class _Look(NamedTuple):
    """How a mark looks, and which piece is made of its text."""

    pattern: str
    read: Callable[[str], Piece | None]


_LOOKS = (
    _Look(rf"(?:{_BEFORE_OPERAND}[~=])?{_QUOTED}(?:~\d+{_ENDS_SUFFIX})?", _read_quoted),
    _Look(rf"{_BEFORE_OPERAND}=(?=\w){_PLAIN}+", _read_written),
    _Look(rf"{_BEFORE_OPERAND}r\"[^\"]*\"", _read_regex),
    _Look(
        r"\A(?:que\s+dit(?:-on)?\s+d[eu]s?|(?:articles?|infos?|actualités?)\s+sur)(?=\s+\S)",
        Question,
    ),
    _Look(rf"{_BEGINS_WORD}-(?=\d)", _read_minus),
    _Look(rf"{_BEGINS_WORD}[+-](?![\s+-]|\Z)", Sign),
    _Look(rf"(?<![^\s()\"»”“])(?-i:{'|'.join(KINDS)}){_ENDS_WORD}", _read_operator),
    _Look(
        rf"(?<![^\s()\"»”“])(?-i:(?:{'|'.join(NEAR)})(?=[/\s()\"«“„]|\Z)|(?:{'|'.join(THEN)})(?=/))(?:/{_PLAIN}*)?{_ENDS_WORD}",
        _read_nearness,
    ),
    _Look(rf"{_BEFORE_OPERAND}(?-i:{'|'.join(_COUNTS)})/{_PLAIN}*{_ENDS_WORD}", _read_count),
    _Look(rf"{_BEFORE_OPERAND}\*(?::\*)?(?=[\s()^]|\Z)", _read_star),
    _Look(rf"{_BEFORE_OPERAND}[\[{{][^\[\]{{}}]*+[\]}}]", _read_range),
    _Look(rf"(?<=:)(?:[<>]=?|=[<>])(?=\w){_PLAIN}+", _read_comparison),
    _Look(rf"{_BEFORE_OPERAND}(?=[^\s()\"«»“”„~^*?]*[*?]){_PLAIN}+", _read_wild),
    _Look(rf"{_BEFORE_OPERAND}{_PLAIN}++{_LOOSE}", _read_loose),
    _Look(rf"(?<=[^\s(]){_LOOSE}", _read_stray_loose),
    _Look(rf"(?<=[^\s(]){_WEIGHT}", _read_weight),
    _Look(_WEIGHT, _read_stray_weight),
    _Look(r"[\"«»“”„]", _read_stray_quote),
)
_MARKS = "|".join(f"({look.pattern})" for look in _LOOKS)
_TEXT = rf"(?:{_PLAIN}+|(?!{_WEIGHT})\^|(?!(?<=[^\s(]){_LOOSE})~|{_INCLUSIVE})+|(?s:.)"


# ------------------------------------------------------------------ words

_SPACES = re.compile(r"\s*")
# A word that can be no mark by its signs, with what may stand after it; or such punctuation alone.
_BARE_WORD = re.compile(rf"(?:({LETTERS}++(?:['-]{LETTERS}++)*+)[.,;!?…]*+|[.,;:!?…]++)(?=(\s+)|[)]|\Z)")
_CAPITALS = frozenset((*KINDS, *NEAR))


def after_spaces(query: str, at: int) -> int:
    """Where the spaces end that begin at a place, if any do."""
    found = _SPACES.match(query, at)
    return found.end() if found else at


def _after_words(query: str, at: int) -> int:
    """Where the words end that begin at a place and can be nothing but words; the place itself if none do.

    Most of what is typed is such words, and holding them against each mark in turn takes ten times as long. No interval
    begins with the first of them, and none may with the others.
    """
    stop = at
    while found := _BARE_WORD.match(query, at):
        word = found[1]
        if word and (word in _CAPITALS or (not at and word.lower() in _ASKING)):
            break
        stop = found.end()
        if not found[2]:
            break
        at = found.end(2)
        if may_begin_interval(query, at):
            break
    return stop


# ------------------------------------------------------------------ fields

_NAMED = re.compile(rf"(?<!\w)({NAME}):(?!//)\s*")
# A value without quotes may have spaces, as in `date:juillet 2024`.
_DAYS = (
    r"(?P<range>[\[{][^\[\]{}]*[\]}])|(?P<compared>[<>]=?|=[<>])"
    r"|(?P<quoted>\"[^\"]*\"|«[^«»]*»|“[^“”]*”|\([^()]*\))"
)
_BARE = rf"{_PLAIN}*"
_BRACKETS = r"[\[{][^\[\]{}]*+[\]}]"
_COMPARED = rf"(?:[<>]=?|=[<>])(?=\w){_PLAIN}+"
_VALUE = rf"(=?)(?:({_QUOTED})|({_PLAIN}+))"


def _read_days(query: str, at: int, name: str) -> tuple[Piece, int]:
    found = compiled(_DAYS).match(query, at)
    if query[at : at + 1] == "(" and (not found or KINDS.keys() & found[0][1:-1].split()):
        return InField(name), at  # `date:(2023 OU 2024)`
    if found and found["quoted"]:
        return DateField(name, found[0][1:-1].strip()), found.end()
    if found and found["range"]:
        return DateField(name, found[0]), found.end()
    start = found.end() if found else at
    stop = find_value(query, start)
    if stop == start:
        bare = compiled(_BARE).match(query, start)
        stop = bare.end() if bare else start
    return DateField(name, query[at:stop].strip()), stop


def _read_metadatum(query: str, at: int, name: str) -> tuple[Piece, int]:
    if query[at : at + 1] == "(":
        return InField(name), at
    between = compiled(_BRACKETS).match(query, at) or compiled(_COMPARED).match(query, at)
    if between and (between[0][0] in "<>=" or read_sides(between[0])):
        warning = (
            f"« {name}: » n'a pas d'intervalles : seuls titre:, texte: et date: en ont ; lu comme du texte"
        )
        return Unread(warning, between[0]), between.end()
    found = compiled(_VALUE).match(query, at)
    after_space = query[at - 1].isspace()
    if not found or (after_space and (found[3] in KINDS or found[3] in NEAR)):
        return Unread(f"« {name}: » n'a rien à sa droite : ignoré"), at
    if found[2]:
        return Metadatum(name, found[2][1:-1], bool(found[1])), found.end()
    return Metadatum(name, clean_value(found[3]), bool(found[1])), found.end()


def clean_value(text: str) -> str:
    """A value without the punctuation after it. `?` is some where there is no `*`, as in a word."""
    return text.rstrip(".,;:!…" if "*" in text else _AFTER_WORD)


class Reader:
    """Reads marks, in a query that may name some fields."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def read(self, query: str, at: int) -> tuple[Piece, int]:
        """Read what stands at a place. Returns a piece, and where it ends, in characters of the query."""
        before = query[at - 1] if at else " "
        if before.isspace() or before == "(":
            interval = find_interval(query, at)
            if interval:
                return Dated(query[at : interval.stop]), interval.stop
        stop = _after_words(query, at)
        if stop > at:
            return Text(query[at:stop]), stop
        named = _NAMED.match(query, at)
        where = self.names.find(named[1]) if named else None
        if named and where is not None:
            if isinstance(where, Field):
                return InField(where), named.end()
            if where in (DATE, AROUND):
                return _read_days(query, named.end(), where)
            return _read_metadatum(query, named.end(), where)
        found = compiled(_MARKS).match(query, at)
        if found:
            rank = (found.lastindex or 1) - 1
            piece = _LOOKS[rank].read(found[0])
            if piece is not None:
                return piece, found.end()
            # It only looked like that mark.
            for look in _LOOKS[rank + 1 :]:
                found = compiled(look.pattern).match(query, at)
                piece = look.read(found[0]) if found else None
                if found and piece is not None:
                    return piece, found.end()
        text = compiled(_TEXT).match(query, at)
        stop = text.end() if text else at + 1
        return Text(query[at:stop]), stop
