"""Building: what the pieces of a query mean together.

In: pieces, and today. Out: the tree, and in French what could not be done with some of them.
`NON` holds tighter than `ET`, typed or not, and `ET` tighter than `OU`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import dropwhile, groupby
from operator import attrgetter

from searcher.analysis import Token, cut, is_function_word, parts_of
from searcher.query import marks
from searcher.query.combining import (
    all_of,
    any_of,
    contradicts_itself,
    seeks_words,
    without,
)
from searcher.query.dates import read_field, read_interval
from searcher.query.operators import Kind
from searcher.query.tree import (
    Compound,
    Everything,
    Field,
    Node,
    Nothing,
    Phrase,
    Published,
    Verbatim,
    Word,
)

# A warning is read at a glance.
LONGEST_QUOTED = 40  # characters


@dataclass(frozen=True, slots=True)
class Built:
    """A tree, and what is to be said to who asked for it."""

    tree: Node
    warnings: tuple[str, ...]  # in French


def build(pieces: Sequence[marks.Piece], today: date) -> Built:
    """Say what pieces mean together. Function words are looked for only where nothing else is."""
    builder = _Builder(today, keep_function_words=False)
    tree = builder.build(pieces, Field.ANY)
    if (builder.missed and not seeks_words(tree)) or (builder.dropped and not tree):
        builder = _Builder(today, keep_function_words=True)
        tree = builder.build(pieces, Field.ANY)
    if not tree:
        builder.warnings.append("rien à chercher : il n'y a ni mot ni date")
    elif contradicts_itself(tree):
        builder.warnings.append("les dates demandées n'ont aucun jour en commun : aucun article n'y répond")
    return Built(tree or Nothing(), tuple(dict.fromkeys(builder.warnings)))


@dataclass(frozen=True, slots=True)
class _Prefix:
    """What was said before an operand, and waits for it."""

    written: str = ""  # the last of it, as typed
    negated: bool = False
    field: Field = Field.ANY
    sign: str = ""

    @property
    def excludes(self) -> bool:
        return self.negated != (self.sign == "-")


_NO_PREFIX = _Prefix()


@dataclass(slots=True)
class _Level:
    """What one level of parentheses has said so far."""

    choices: list[list[Node]] = field(default_factory=lambda: [[]])  # all of one of them
    joint: marks.Operator | None = None  # waits for what stands on its right
    prefix: _Prefix = _NO_PREFIX  # waits for what it applies to

    def add(self, nodes: Sequence[Node]) -> None:
        if nodes and self.joint:
            if self.joint.kind is Kind.ANY:
                self.choices.append([])
            self.joint = None
        self.choices[-1] += nodes

    def close(self) -> Iterator[str]:
        """Give up waiting. Yields what had waited in vain, as typed."""
        if self.joint:
            yield self.joint.text
        if self.prefix.written:
            yield self.prefix.written
        self.joint, self.prefix = None, _NO_PREFIX

    def node(self) -> Node | None:
        nodes = [all_of(choice) for choice in self.choices if choice]
        return any_of(nodes) if nodes else None


@dataclass(slots=True)
class _Builder:
    today: date
    keep_function_words: bool
    warnings: list[str] = field(default_factory=list)
    dropped: bool = False  # whether function words were
    missed: bool = False  # whether some of those were asked for, and not excluded
    _excluding: bool = False  # whether the parentheses being read are excluded

    def build(self, pieces: Sequence[marks.Piece], within: Field) -> Node | None:
        """Build one level of parentheses. None if it holds nothing to look for."""
        level = _Level()
        speaks = not any(isinstance(piece, marks.Operator) for piece in pieces)
        for piece in pieces:
            match piece:
                case marks.Unread(warning):
                    self.warnings.append(warning)
                case marks.Operator(Kind.NOT, text):
                    level.prefix = replace(level.prefix, written=text, negated=not level.prefix.negated)
                case marks.Operator():
                    self._connect(level, piece)
                case marks.InField():
                    self._enter_field(level, piece)
                case marks.Sign(sign):
                    level.prefix = replace(level.prefix, written=sign, sign=sign)
                case marks.Question(text) if speaks and not self.keep_function_words:
                    self.dropped = self.missed = True
                    self.warnings.append(f"« {text} » introduit la question : non cherché")
                case marks.Text(text) | marks.Question(text):
                    self._add_text(level, text, within)
                case marks.Dated() | marks.DateField():
                    self._add_days(level, piece, within)
                case _:
                    self._add(level, self._node(piece, level.prefix, within))
        self._close(level)
        return level.node()

    def _connect(self, level: _Level, operator: marks.Operator) -> None:
        self._close(level)
        if level.choices[-1]:
            level.joint = operator
        else:
            self.warnings.append(f"« {operator.text} » n'a rien à chercher à sa gauche : ignoré")

    def _close(self, level: _Level) -> None:
        self.warnings += (f"« {text} » n'a rien à chercher à sa droite : ignoré" for text in level.close())

    def _enter_field(self, level: _Level, piece: marks.InField) -> None:
        if level.prefix.field:
            self.warnings.append(f"« {level.prefix.field.prefix} » n'a rien à chercher à sa droite : ignoré")
        level.prefix = replace(level.prefix, written=piece.field.prefix, field=piece.field)

    def _add(self, level: _Level, node: Node | None) -> None:
        if not node:
            return
        prefix, level.prefix = level.prefix, _NO_PREFIX
        if prefix.field and isinstance(node, Published | Everything):
            self.warnings.append(f"« {prefix.field.prefix} » ne s'applique qu'à des mots : ignoré")
        level.add([_signed(node, prefix)])

    def _node(self, piece: marks.Piece, prefix: _Prefix, within: Field) -> Node | None:
        within = prefix.field or within
        match piece:
            case marks.Group(pieces):
                outside, self._excluding = self._excluding, self._excluding != prefix.excludes
                node = self.build(pieces, within)
                self._excluding = outside
                if not node:
                    self.warnings.append("parenthèses où il n'y a rien à chercher : ignorées")
                return node
            case marks.Quoted(text, sign):
                typed = " ".join(text.split())
                forms = tuple(tokens[0].form for tokens in _by_position(text))
                if not forms:
                    self.warnings.append("guillemets où il n'y a aucun mot : ignorés")
                    return None
                if sign == "=":
                    return Verbatim(typed, forms, within)
                return Phrase(forms, within, inflected=sign == "~", typed=typed)
            case _:
                return Everything()

    def _add_days(self, level: _Level, piece: marks.Dated | marks.DateField, within: Field) -> None:
        if isinstance(piece, marks.Dated):
            if level.prefix.field:  # `titre: hier`
                self._add_text(level, piece.text, within)
                return
            text, days = piece.text, read_interval(piece.text, self.today)
        else:
            text, days = piece.value, read_field(piece.value, self.today)
        if days:
            self._add(level, days)
        elif text:
            self.warnings.append(
                f"« {_shorten(text)} » n'est pas une date comprise (comme 2024-07, « juillet 2024 » ou "
                "[2024-01 TO 2024-06]) : lu comme du texte"
            )
            self._add_text(level, text, within)
        else:
            self.warnings.append("« date: » n'a rien à sa droite : ignoré")

    def _add_text(self, level: _Level, text: str, within: Field) -> None:
        """Add the words of a text: what stands before the text applies to the first of them only."""
        prefix = level.prefix
        typed = [found.span() for found in re.finditer(r"\S+", text)] if prefix.written else []
        kept = self._keep(_places(text), prefix, typed[0][1] if typed else 0)
        if not prefix.written:
            level.add([_in_field(place.node, within) for place in kept])
            return
        # A sign is glued to its word; an operator or a field skips function words: `SAUF le football`.
        first = 0 if prefix.sign or not kept else kept[0].start
        reach = next((end for _, end in typed if first < end), 0)
        reached = [_in_field(place.node, prefix.field or within) for place in kept if place.start < reach]
        if reached:
            level.prefix = _NO_PREFIX
            level.add([_signed(all_of(reached), prefix)])
        elif prefix.sign:
            level.prefix = _NO_PREFIX
            self.warnings.append(f"« {prefix.sign} » n'est suivi d'aucun mot à chercher : ignoré")
        level.add([_in_field(place.node, within) for place in kept[len(reached) :]])

    def _keep(self, places: Sequence[_Place], prefix: _Prefix, reach: int) -> Sequence[_Place]:
        """The places that are looked for. A sign reaches those that start before `reach`."""
        if self.keep_function_words:
            if not prefix.written or prefix.sign:
                return places
            kept = list(dropwhile(_holds_function_word, places))
            return kept or places
        required = reach if prefix.sign == "+" else 0
        kept = [place for place in places if place.start < required or not _holds_function_word(place)]
        if len(kept) < len(places):
            self.dropped = True
            self.missed = self.missed or self._excluding == prefix.excludes
        return kept


@dataclass(frozen=True, slots=True)
class _Place:
    """A word in a text, or a compound."""

    node: Word | Compound
    start: int  # in characters of the text


def _holds_function_word(place: _Place) -> bool:
    return isinstance(place.node, Word) and is_function_word(place.node.form)


def _by_position(text: str) -> list[list[Token]]:
    """Cut a text; forms stacked on one position stand together."""
    return [list(tokens) for _, tokens in groupby(cut(text), key=attrgetter("position"))]


def _places(text: str) -> list[_Place]:
    positions = _by_position(text)
    places: list[_Place] = []
    at = 0
    while at < len(positions):
        first, *stacked = positions[at]
        at += 1
        # What is stacked on a word is the word otherwise written, or the whole that it begins.
        whole = next((token for token in stacked if token.end > first.end), None)
        parts = [first.form]
        while whole and at < len(positions) and positions[at][0].start < whole.end:
            parts.append(positions[at][0].form)
            at += 1
        if whole and len(parts) > 1:
            typed = " ".join(text[first.start : whole.end].split())
            places.append(_Place(Compound(typed, whole.form, tuple(parts)), first.start))
        else:
            typed = text[first.start : first.end]
            two = parts_of(first.form)
            node = Compound(typed, first.form, two) if two else Word(first.form, typed=typed)
            places.append(_Place(node, first.start))
    return places


def _in_field(node: Word | Compound, where: Field) -> Node:
    return replace(node, field=where) if where else node


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"


def _signed(node: Node, prefix: _Prefix) -> Node:
    return without(node) if prefix.excludes else node
