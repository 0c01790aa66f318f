"""Building: what the pieces of a query mean together.

In: pieces, and today. Out: the tree, and in French what could not be done with some of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import dropwhile
from typing import NamedTuple

from searcher.query import marks
from searcher.query.combining import (
    APART,
    LARGEST_FACTOR,
    LEAST_FACTOR,
    all_of,
    boosted,
    contradicts_itself,
    may_be_boosted,
    seeks_words,
)
from searcher.query.dates import find_points, read_field, read_interval
from searcher.query.levels import NO_PREFIX, Item, Level, Prefix
from searcher.query.naming import AROUND, DATE, Where
from searcher.query.operators import HALF_UNDERSTOOD, Kind
from searcher.query.reading import clean_value
from searcher.query.spots import (
    Place,
    as_spot,
    between,
    first_words,
    in_field,
    limit_number,
    loose,
    places,
    quoted,
    shaped,
    shorten,
)
from searcher.query.tree import (
    Among,
    And,
    AtLeast,
    Between,
    Everything,
    Favoured,
    Field,
    Metadata,
    Node,
    Nothing,
    Published,
    Undated,
    Unit,
)

# News of a day are published on the next ones.
_AFTERWARDS = timedelta(7)
Span = tuple[int, int]  # in characters of a text

_JOINING = (marks.Operator, marks.Nearness)
_UNDATED = frozenset("absente absent inconnue inconnu missing".split())


class Built(NamedTuple):
    """A tree, and what is to be said to who asked for it."""

    tree: Node
    warnings: tuple[str, ...]  # in French


def build(pieces: Sequence[marks.Piece], today: date) -> Built:
    """Say what pieces mean together. Function words are looked for only where nothing else is."""
    builder = _Builder(today, keep_function_words=False)
    tree = builder.build(pieces, Field.ANY).node()
    if (builder.missed and not seeks_words(tree)) or (builder.dropped and not tree):
        builder = _Builder(today, keep_function_words=True)
        tree = builder.build(pieces, Field.ANY).node()
    if not tree:
        builder.warn("rien à chercher : il n'y a ni mot ni date")
    elif builder.dated and contradicts_itself(tree):
        builder.warn("les dates demandées n'ont aucun jour en commun : aucun article n'y répond")
    return Built(tree or Nothing(), tuple(dict.fromkeys(builder.warnings)))


@dataclass(slots=True)
class _Builder:
    today: date
    keep_function_words: bool
    warnings: list[str] = field(default_factory=list)
    dropped: bool = False  # whether function words were
    dated: bool = False  # whether days were asked for
    missed: bool = False  # whether some of those were asked for, and not excluded
    _excluding: bool = False  # whether the parentheses being read are excluded

    def warn(self, warning: str) -> None:
        self.warnings.append(warning)

    def build(self, pieces: Sequence[marks.Piece], within: Where) -> Level:
        """Build one level of parentheses."""
        level = Level()
        speaks = not any(isinstance(piece, _JOINING) for piece in pieces)
        for piece in pieces:
            if isinstance(piece, marks.Weight):
                self._weigh(level, piece)
                continue
            level.last = None
            days = self._as_days(level, piece, within)
            if days:
                self._add_days(level, days, Field.ANY)
                continue
            match piece:
                case marks.Text(text):
                    self._add_text(level, text, within)
                case marks.Unread(warning, text):
                    self.warn(warning)
                    if text:
                        self._add_text(level, text, within)
                case marks.Operator() | marks.Nearness():
                    self._operate(level, piece)
                case marks.InField(where):
                    self._enter_field(level, where)
                case marks.Sign(sign):
                    level.prefix = level.prefix._replace(written=sign, sign=sign)
                case marks.Count(text, among=True):
                    level.prefix = level.prefix._replace(written=text, among=piece)
                case marks.Count(text):
                    level.prefix = level.prefix._replace(written=text, at_least=piece)
                case marks.Question(text) if speaks and not self.keep_function_words:
                    self.dropped = self.missed = True
                    self.warn(f"« {text} » introduit la question : non cherché")
                case marks.Question(text):
                    self._add_text(level, text, within)
                case marks.Dated() | marks.DateField():
                    self._add_days(level, piece, within)
                case marks.Range() | marks.Loose():
                    self._add_marked(level, piece, within)
                case _:
                    self._add(level, self._node(piece, level.prefix, within))
        self._close(level)
        return level

    # -------------------------------------------------------------- what joins and what waits

    def _operate(self, level: Level, operator: marks.Operator | marks.Nearness) -> None:
        if isinstance(operator, marks.Operator) and operator.kind is Kind.NOT:
            level.prefix = level.prefix._replace(written=operator.text, negated=not level.prefix.negated)
            return
        self._close(level)
        if operator.text in HALF_UNDERSTOOD:
            self.warn(
                f"« {operator.text} » : lu comme « ET », ce qui le suit compte aussi dans l'ordre des articles"
            )
        if not level.choices[-1]:
            self.warn(f"« {operator.text} » n'a rien à chercher à sa gauche : ignoré")
        elif isinstance(operator, marks.Operator) and operator.kind is Kind.OPTIONAL:
            level.prefix = level.prefix._replace(written=operator.text, optional=True)
        else:
            level.joint = operator

    def _close(self, level: Level) -> None:
        for text in level.close():
            self._warn_in_vain(text)

    def _warn_in_vain(self, text: str) -> None:
        self.warn(f"« {shorten(text)} » n'a rien à chercher à sa droite : ignoré")

    def _enter_field(self, level: Level, where: Where) -> None:
        if level.prefix.where:
            self._warn_in_vain(f"{level.prefix.where}:")
        level.prefix = level.prefix._replace(written=f"{where}:", where=where)

    def _weigh(self, level: Level, piece: marks.Weight) -> None:
        item = level.last
        if not item:
            self.warn(f"« {piece.text} » n'est collé à rien de cherché : ignoré")
        elif item.excluded or not may_be_boosted(item.node):
            self.warn(f"« {piece.text} » ne peut peser que ce qui est cherché dans le texte : ignoré")
        elif not LEAST_FACTOR <= piece.factor <= LARGEST_FACTOR:
            self.warn(f"« {shorten(piece.text)} » : un poids va de 0,001 à 1000 ; ignoré")
        else:
            item.replace(boosted(item.node, piece.factor))

    # -------------------------------------------------------------- what is added

    def _add(self, level: Level, node: Node | None) -> None:
        if not node:
            return
        prefix, level.prefix = level.prefix, NO_PREFIX
        dated = isinstance(node, APART)
        self.dated = self.dated or dated
        if dated and prefix.where not in (Field.ANY, DATE, AROUND):
            self.warn(f"« {prefix.where}: » ne s'applique qu'à des mots : ignoré")
        self._place(level, self._items(node, prefix))

    def _items(self, node: Node, prefix: Prefix) -> list[Item]:
        """What is asked for, with what was said before it."""
        if prefix.among and isinstance(node, And) and isinstance(node.children[0], Among):
            # Days that are favoured are so whatever is counted or weighed.
            among, *favoured = node.children
            return [*(Item(days) for days in favoured if not prefix.excludes), *self._items(among, prefix)]
        node = self._count(node, prefix)
        if prefix.excludes and isinstance(node, Favoured):
            self.warn("« vers: » préfère des jours, et n'en exclut pas : ignoré")
            return []
        return [Item(node, prefix.excludes, prefix.optional)]

    def _count(self, node: Node, prefix: Prefix) -> Node:
        if prefix.among and not isinstance(node, Among):
            self.warn(f"« {prefix.among.text} » attend plusieurs mots entre parenthèses : ignoré")
        count = prefix.at_least
        if not count:
            return node
        spot = as_spot(node)
        if not spot:
            self.warn(f"« {count.text} » ne compte que des mots et des suites de mots : ignoré")
            return node
        if count.number == 0:
            self.warn(f"« {count.text} » : lu comme 1")
        times = limit_number(count.number, count.text, self.warn)
        return AtLeast(times, spot) if times > 1 else node

    def _place(self, level: Level, items: list[Item]) -> None:
        """Add what is asked for, near what stands on its left if that was said."""
        if not items or not isinstance(level.joint, marks.Nearness):
            level.add(items)
            return
        nearness, (first, *rest) = level.joint, items
        left, within = level.choices[-1][-1], nearness.within
        if not isinstance(within, Unit):
            within = limit_number(within, nearness.text, self.warn)
        if first.excluded or first.optional or not left.extend(within, nearness.ordered, first.node):
            self.warn(
                f"« {nearness.text} » ne rapproche que des mots, des suites de mots ou des « OU » entre eux : "
                "lu comme « ET »"
            )
            level.add(items)
            return
        level.joint = None
        level.add(rest)
        level.last = level.last or left

    def _node(self, piece: marks.Piece, prefix: Prefix, within: Where) -> Node | None:
        where = prefix.where or within
        match piece:
            case marks.Group(pieces):
                return self._group(pieces, prefix, where)
            case marks.Metadatum(name, value, whole):
                return self._metadata(name, value, whole=whole)
            case marks.Quoted(text, sign) if not isinstance(where, Field):
                return self._metadata(where, text, whole=sign == "=")
            case marks.Wild(text) if not isinstance(where, Field):
                return self._metadata(where, clean_value(text))
            case marks.Star() if not isinstance(where, Field):
                return Metadata(where, "*")
            case marks.Quoted() if isinstance(where, Field):
                return quoted(piece, where, self.warn)
            case marks.Wild() if isinstance(where, Field):
                return shaped(piece, where, self.warn)
            case _:
                return Everything()

    def _group(self, pieces: Sequence[marks.Piece], prefix: Prefix, where: Where) -> Node | None:
        outside, self._excluding = self._excluding, self._excluding != prefix.excludes
        level = self.build(pieces, where)
        self._excluding = outside
        count = prefix.among
        asked, favoured = level.parts() if count else ([], [])
        if count and len(asked) > 1:
            number = max(1, min(count.number, len(asked)))
            if number != count.number:
                self.warn(
                    f"« {count.text} » : il y en a {len(asked)} entre les parenthèses ; lu comme {number}"
                )
            return all_of([Among(number, tuple(asked)), *favoured])
        node = level.node()
        if not node:
            self.warn("parenthèses où il n'y a rien à chercher : ignorées")
        return node

    def _metadata(self, name: str, value: str, *, whole: bool = False) -> Metadata | None:
        value = " ".join(value.split())
        if not any(char.isalnum() or (char in "*?" and not whole) for char in value):
            self.warn(f"« {shorten(f'{name}:{value}')} » n'a aucun mot à sa droite : ignoré")
            return None
        return Metadata(name, value, whole)

    def _add_marked(self, level: Level, piece: marks.Range | marks.Loose, within: Where) -> None:
        """Add a range or a word with `~`; as text if it is neither."""
        where = level.prefix.where or within
        text = piece.text
        if not isinstance(where, Field):
            typed = f"{text}{piece.ending}" if isinstance(piece, marks.Loose) else text
            self.warn(f"« {shorten(typed)} » ne se cherche que dans le texte : lu comme des mots")
        elif isinstance(piece, marks.Loose):
            node = loose(piece, where, self.warn)
            if node:
                self._add(level, node)
                return
        else:
            found = self._days_between(piece, where) or between(piece, where, self.warn)
            if found:
                self._add(level, self._days_between(found, where) or found)
                return
        self._add_text(level, text, within)

    def _days_between(self, said: marks.Range | Between | Published, where: Field) -> Published | None:
        """`[2024-01 TO 2024-06]` without a field: days, where both ends are, and no words."""
        if where or isinstance(said, Published) or not (said.first_included and said.last_included):
            return None
        ends = [end for end in (said.first, said.last) if end]
        if not ends or not all(any(map(str.isdigit, end)) for end in ends):
            return None
        return read_field(f"[{said.first} TO {said.last}]", self.today)

    def _as_days(self, level: Level, piece: marks.Piece, within: Where) -> marks.DateField | None:
        """What a piece is between the parentheses of `date:(2023 OU 2024)`: days, if it has words."""
        where = level.prefix.where or within
        if where not in (DATE, AROUND):
            return None
        match piece:
            case marks.Text(text) | marks.Question(text) | marks.Quoted(text) | marks.Range(text):
                value = text.strip()
            case marks.Wild(text) | marks.Loose(text) | marks.Dated(text):
                value = text
            case marks.Star():
                value = "*"
            case _:
                return None
        level.prefix = level.prefix._replace(where=Field.ANY)
        return marks.DateField(where, value)

    def _add_days(self, level: Level, piece: marks.Dated | marks.DateField, within: Where) -> None:
        if isinstance(piece, marks.Dated):
            if level.prefix.where or not isinstance(within, Field):  # `titre: hier`
                self._add_text(level, piece.text, within)
                return
            text, days = piece.text, read_interval(piece.text, self.today)
        else:
            text = piece.value
            if text.lower() in _UNDATED and piece.name != AROUND:
                self._add(level, Undated())
                return
            days = read_field(text, self.today)
            if piece.name == AROUND and days:
                self._add(level, self._favoured(days, text))
                return
        if days:
            self._add(level, days)
        elif text:
            self.warn(
                f"« {shorten(text)} » n'est pas une date comprise (comme 2024-07, « juillet 2024 » ou "
                "[2024-01 TO 2024-06]) : lu comme du texte"
            )
            self._add_text(level, text, within)
        elif isinstance(piece, marks.DateField):
            self.warn(f"« {piece.name}: » n'a rien à sa droite : ignoré")

    def _favoured(self, days: Published, typed: str) -> Favoured | None:
        """The days said, to the letter; or a point, with what is written about it afterwards."""
        if not days.first or not days.last:
            self.warn("« vers: » veut un premier et un dernier jour : ignoré")
            return None
        if typed[:1] in ("[", "{"):
            return Favoured(days.first, days.last)
        return _favour(days.first, days.last)

    # -------------------------------------------------------------- plain text

    def _add_text(self, level: Level, text: str, within: Where) -> None:
        """Add the words of a text: what stands before the text applies to the first of them only."""
        where = level.prefix.where or within
        if where in (DATE, AROUND):  # what is no date is looked for anywhere
            level.prefix = level.prefix._replace(where=Field.ANY)
            where = within = Field.ANY
        if not isinstance(where, Field):
            self._add_values(level, text, where, within)
            return
        inside = within if isinstance(within, Field) else Field.ANY
        prefix = level.prefix
        typed = [found.span() for found in re.finditer(r"\S+", text)] if prefix.written else []
        found = places(text)
        kept = self._keep(found, prefix, typed[0][1] if typed else 0)
        points = list(find_points(text, self.today))
        reach = _reach(prefix, typed, kept, [(start, stop) for start, stop, _ in points])
        reached = first_words(kept, reach)
        if reached:
            level.prefix = NO_PREFIX
            self._place(
                level, self._items(all_of([in_field(place.node, where) for place in reached]), prefix)
            )
        elif prefix.sign:
            level.prefix = NO_PREFIX
            self.warn(f"« {prefix.sign} » n'est suivi d'aucun mot à chercher : ignoré")
        rest = kept[len(reached) :]
        if rest:
            self._place(level, [Item(in_field(place.node, inside)) for place in rest])
        if kept and not inside and not self._excluding:
            # Before the last word, which a weight or `PROCHE` may yet apply to.
            level.choices[-1][-1:-1] = [Item(_favour(*days)) for start, _, days in points if start >= reach]
        if not kept or kept[-1] is not found[-1]:
            level.last = None

    def _add_values(self, level: Level, text: str, name: str, within: Where) -> None:
        """Add the words of a text as values of metadata: `source:(AFP OU Reuters)`; `source:` alone has one."""
        for word in re.finditer(r"\S+", text):
            value = clean_value(word[0])
            if not any(map(str.isalnum, value)):
                continue
            self._add(level, self._metadata(name, value))
            if isinstance(within, Field):
                self._add_text(level, text[word.end() :], within)
                return

    def _keep(self, found: Sequence[Place], prefix: Prefix, reach: int) -> Sequence[Place]:
        """The places that are looked for. A sign reaches those that start before `reach`."""
        if self.keep_function_words:
            if not prefix.written or prefix.sign:
                return found
            kept = list(dropwhile(lambda place: place.holds_function_word, found))
            return kept or found
        required = reach if prefix.sign == "+" else 0
        kept = [place for place in found if place.start < required or not place.holds_function_word]
        if len(kept) < len(found):
            self.dropped = True
            self.missed = self.missed or self._excluding == prefix.excludes
        return kept


def _reach(prefix: Prefix, typed: Sequence[Span], kept: Sequence[Place], points: Sequence[Span]) -> int:
    """Where in a text that ends to apply which was said before it, in characters of the text."""
    if not prefix.written:
        return 0
    # A sign is glued to its word; an operator or a field skips function words: `SAUF le football`.
    first = 0 if prefix.sign or not kept else kept[0].start
    reach = next((end for _, end in typed if first < end), 0)
    if prefix.sign or prefix.at_least:
        return reach
    # `SAUF juillet 2024` is about both words.
    return max([reach, *(stop for start, stop in points if start < reach)])


def _favour(first: date, last: date) -> Favoured:
    """A point of the calendar, with the days in which it is still written about."""
    return Favoured(first, last + min(_AFTERWARDS, date.max - last))
