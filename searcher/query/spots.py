"""Spots: which words of a text a piece of a query asks for.

In: pieces as they were written, and the field they are in. Out: nodes that stand at places of a text, and in
French what could not be done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from searcher.analysis import Token, cut, is_function_word, key, parts_of
from searcher.analysis.words import ENCLITICS
from searcher.query import marks
from searcher.query.combining import any_of
from searcher.query.compounds import find_compounds, joined
from searcher.query.operators import LARGEST_NUMBER
from searcher.query.shapes import looks_wild
from searcher.query.tree import (
    Between,
    Compound,
    Field,
    Fuzzy,
    Near,
    Node,
    Or,
    Phrase,
    Spot,
    Verbatim,
    Wildcard,
    Word,
)

Warn = Callable[[str], None]

MOST_DIFFERENCES = 2  # letters; with three, short words are all alike
# A warning is read at a glance.
LONGEST_QUOTED = 40  # characters


_AT_PLACES = (Word, Phrase, Verbatim, Compound, Wildcard, Fuzzy, Between)


def shorten(text: str) -> str:
    """A text as short as a warning may quote it."""
    return text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…"


def as_spot(node: Node) -> Spot | None:
    """The node itself if it stands at places of a text: a word, a row of words, or any of some."""
    if isinstance(node, _AT_PLACES):
        return node
    return node if isinstance(node, Or) and all(map(as_spot, node.children)) else None


def limit_number(number: int, typed: str, warn: Warn) -> int:
    """A number of words or of times, within what means something."""
    if number <= LARGEST_NUMBER:
        return number
    warn(f"« {shorten(typed)} » : lu comme {LARGEST_NUMBER}, le plus grand nombre")
    return LARGEST_NUMBER


# ------------------------------------------------------------------ plain text


class Place(NamedTuple):
    """A word in a text, or a compound."""

    node: Word | Compound
    start: int  # in characters of the text
    end: int

    @property
    def holds_function_word(self) -> bool:
        return isinstance(self.node, Word) and is_function_word(self.node.form)


def places(text: str) -> list[Place]:
    """Find the words of a plain text, compounds as one."""
    tokens = cut(text)
    found: list[Place] = []
    done = 0
    for begin, end in find_compounds(text, tokens):
        found += _places_apart(text, tokens[done:begin])
        words = [next(stacked) for _, stacked in groupby(tokens[begin:end], key=attrgetter("position"))]
        start, stop = words[0].start, words[-1].end
        typed = " ".join(text[start:stop].split())
        parts = tuple(word.form for word in words)
        found.append(Place(Compound(typed, joined(typed), parts), start, stop))
        done = end
    found += _places_apart(text, tokens[done:])
    return found


def _places_apart(text: str, tokens: Sequence[Token]) -> Iterator[Place]:
    """The words of a stretch, one by one, but for those that the index joins."""
    at, end = 0, len(tokens)
    while at < end:
        first = tokens[at]
        at += 1
        # What is stacked on a word is the word otherwise written, or the whole that it begins.
        whole = None
        while at < end and tokens[at].position == first.position:
            if not whole and tokens[at].end > first.end:
                whole = tokens[at]
            at += 1
        parts = [first.form]
        while whole and at < end and tokens[at].start < whole.end:
            if tokens[at].position != tokens[at - 1].position:
                parts.append(tokens[at].form)
            at += 1
        if whole and len(parts) > 1:
            typed = " ".join(text[first.start : whole.end].split())
            yield Place(Compound(typed, whole.form, tuple(parts)), first.start, whole.end)
        else:
            typed = text[first.start : first.end]
            two = parts_of(first.form)
            node = Compound(typed, first.form, two) if two else Word(first.form, typed=typed)
            yield Place(node, first.start, first.end)


def in_field(node: Word | Compound, where: Field) -> Word | Compound:
    """The same word, in a field."""
    return replace(node, field=where) if where else node


def _single(text: str) -> str | None:
    """The form of a text that is one word; of a compound, the joined one."""
    found = places(text)
    if len(found) != 1:
        return None
    node = found[0].node
    if isinstance(node, Word):
        return node.form
    # One of three words is in no index as one.
    return node.joined if any(token.form == node.joined for token in cut(text)) else None


# ------------------------------------------------------------------ marks


def quoted(piece: marks.Quoted, where: Field, warn: Warn) -> Node | None:
    """What stands between quotes: these words in a row, to the letter after `=`, near each other before `~5`."""
    typed = " ".join(piece.text.split())
    # To the letter one space is as several: between digits it may make one number of two.
    forms = _forms(typed if piece.sign == "=" else piece.text)
    if not forms:
        warn("guillemets où il n'y a aucun mot : ignorés")
        return None
    if piece.sign == "=":
        if piece.within is not None:
            warn(f"« ~{piece.within} » ne s'applique pas à un texte cherché à la lettre : ignoré")
        return Verbatim(typed, forms, where)
    if looks_wild(typed):
        warn("« * » et « ? » ne remplacent pas de lettres entre guillemets : lus comme de la ponctuation")
    inflected = piece.sign == "~"
    if piece.within is None:
        return Phrase(forms, where, inflected=inflected, typed=typed)
    if len(forms) == 1:
        warn(f"« ~{piece.within} » : il faut au moins deux mots entre les guillemets ; ignoré")
        return Phrase(forms, where, inflected=inflected, typed=typed)
    within = limit_number(piece.within, f"~{piece.within}", warn)
    return Near(tuple(Phrase((form,), where, inflected=inflected) for form in forms), within)


def _forms(text: str) -> tuple[str, ...]:
    """The words of a text, in a row."""
    return tuple(next(tokens).form for _, tokens in groupby(cut(text), key=attrgetter("position")))


def shaped(piece: marks.Wild, where: Field, warn: Warn) -> Node:
    """The words of a shape. What hyphens join in it, and the index has apart, is looked for apart as well."""
    pattern, parts = piece.shape
    one, typed = Wildcard(pattern, where), shorten(piece.text)
    if len(parts) == 2:
        if "*" in parts:
            warn(f"« {typed} » : lu « {pattern} », car un trait d'union peut manquer")
        return any_of([one, *(in_field(node, where) for node in _with_enclitics(*parts))])
    # The index joins two words, and no more.
    row = [*parts]
    while row and row[-1] == "*":  # before any words at all
        row.pop()
    if len(row) < 2:
        return one
    if not all(any(map(str.isalnum, part)) for part in row):
        warn(
            f"« {typed} » : « * » ou « ? » seul à côté d'un trait d'union ne remplace pas un mot ; "
            f"lu « {shorten(pattern)} », en un mot"
        )
        return one
    return any_of([one, _shapes_in_a_row(row, where)])


def _with_enclitics(first: str, last: str) -> Iterator[Compound]:
    """What is one word in a query and two in the index: `rendez-vous`, for `rendez` and `v*`."""
    if last == "*" or not first.isalnum():
        return
    for word in sorted(ENCLITICS):
        if fnmatchcase(word, last) or fnmatchcase(key(word), last):
            found = places(f"{first}-{word}")
            if len(found) == 1 and isinstance(found[0].node, Compound):
                yield found[0].node


def _shapes_in_a_row(parts: Sequence[str], where: Field) -> Node:
    """Words side by side, some of which have signs for letters."""
    row: list[Phrase | Wildcard] = []
    for is_shape, several in groupby(parts, key=lambda part: "*" in part or "?" in part):
        if is_shape:
            row += [Wildcard(part, where) for part in several]
        else:
            typed = " ".join(several)
            row.append(Phrase(_forms(typed), where, inflected=True, typed=typed))
    return Near(tuple(row), 0, ordered=True) if len(row) > 1 else row[0]


def loose(piece: marks.Loose, where: Field, warn: Warn) -> Spot | None:
    """A word and those that differ from it by a letter or two; None if it is no single word."""
    form = _single(piece.text)
    if not form:
        warn(f"« {piece.ending} » ne s'applique qu'à un mot seul : ignoré")
        return None
    number, slash, prefix = piece.ending[1:].partition("/")
    if not number.isdecimal() and number:
        warn(f"« ~{number} » : un nombre entier de lettres est attendu ; lu comme « ~1 »")
    if slash and prefix:
        warn(f"« /{prefix} » : les premières lettres peuvent différer aussi ; ignoré")
    if piece.distance == 0:
        return Phrase((form,), where, typed=piece.text)
    if piece.distance > MOST_DIFFERENCES:
        warn(f"« ~{shorten(number)} » : lu comme « ~{MOST_DIFFERENCES} », le plus grand écart")
    return Fuzzy(form, min(piece.distance, MOST_DIFFERENCES), where)


def between(piece: marks.Range, where: Field, warn: Warn) -> Between | None:
    """The words between two; None if an end is no single word, or both are open."""
    first, last = (_end(text, warn) for text in (piece.first, piece.last))
    if not first and not last:
        warn(f"« {shorten(piece.text)} » n'a aucune borne : lu comme du texte")
        return None
    if first and last and key(first) > key(last):
        return Between(last, first, piece.last_included, piece.first_included, where)
    # An end that is open has nothing to leave out.
    return Between(first, last, piece.first_included or not first, piece.last_included or not last, where)


def _end(text: str, warn: Warn) -> str:
    if not text:
        return ""
    found = places(text)
    forms = [place.node.form if isinstance(place.node, Word) else place.node.joined for place in found]
    if len(forms) != 1:
        said = f"lue « {forms[0]} »" if forms else "ignorée"
        warn(f"« {shorten(text)} » : une borne est un seul mot ; {said}")
    if not forms:
        return ""
    # Words are in the order of their keys, which have no capitals.
    low = forms[0].lower()
    return low if _single(low) == low else forms[0]


def first_words(found: Sequence[Place], end: int) -> list[Place]:
    """The places that start before `end`, in characters of the text."""
    return [place for place in found if place.start < end]
