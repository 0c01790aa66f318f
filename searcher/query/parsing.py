"""Parsing: from what someone typed to what they meant.

In: any string, and today. Out: a tree, how it was understood, and what was not. Never an exception.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from datetime import date

from searcher.analysis.characters import moves, plain
from searcher.query.building import Built, build
from searcher.query.combining import nesting
from searcher.query.marks import Piece
from searcher.query.patterns import compiled
from searcher.query.questions import relax
from searcher.query.tagging import MOST_LEVELS, tag
from searcher.query.tree import Node
from searcher.query.wording import word
from searcher.records import dataclass

# Some 1,500 words: each is looked for in the lexicon and in its lists, and all of them are answered within a second.
LONGEST_QUERY = 10_000  # characters
# Beyond that a reader learns nothing more from them.
MOST_WARNINGS = 20
# One level as it is typed is three at the most in the canonical query.
_FEW_LEVELS = MOST_LEVELS // 3

# An accent on no letter is a slip of the keyboard. One has the capital of iota: where case is ignored, it is that.
_LONE_ACCENTS = "(?-i:(?<![\\w\u0300-\u036f])[\u0300-\u036f]+)"
# They mean nothing in a query, harm a terminal, and lone surrogates cannot be encoded.
_NOISE = "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query, understood."""

    tree: Node
    warnings: tuple[str, ...]  # in French, for who typed it: what was ignored, and why
    relaxed: Built | None = None  # what to ask instead of a long question, and what to say of it

    @property
    def understood(self) -> str:
        """How it was read, in French, on one line: `sommet Astana · depuis le 1er juin 2024`."""
        return word(self.tree)


def parse(text: str, *, today: date, fields: Collection[str] = ()) -> Parsed:
    """Understand a query.

    Args:
        text: anything.
        today: the day from which `hier` and `la semaine dernière` are counted.
        fields: the names of metadata that the corpus has beside those of every corpus, such as `rubrique`.

    >>> parsed = parse("sommet d'Astana depuis juin 2024", today=date(2024, 7, 10))
    >>> str(parsed.tree), parsed.understood
    ('sommet astana date:[2024-06-01 TO ]', 'sommet Astana · depuis le 1er juin 2024')
    """
    typed = _clean(text[:LONGEST_QUERY])
    pieces, built = _understand(typed, today, frozenset(fields))
    warnings = list(built.warnings)
    if len(text) > LONGEST_QUERY:
        warnings.insert(0, f"question trop longue : lue jusqu'au {LONGEST_QUERY}e caractère")
    if len(warnings) > MOST_WARNINGS:
        warnings[MOST_WARNINGS - 1 :] = [f"et {len(warnings) - MOST_WARNINGS + 1} autres remarques"]
    return Parsed(built.tree, tuple(warnings), relax(typed, pieces, built.tree, today))


def _clean(text: str) -> str:
    """What was typed, without what is never meant, its signs in their plain shapes."""
    if not text.isprintable():
        text = compiled(_NOISE).sub(" ", text)
    text, _ = plain(text)
    text = unicodedata.normalize("NFC", text)
    return (compiled(_LONE_ACCENTS).sub("", text) if moves(text) else text).strip()


def _understand(query: str, today: date, fields: frozenset[str]) -> tuple[tuple[Piece, ...], Built]:
    """Find the pieces of a query, and what they mean together."""
    levels = MOST_LEVELS
    pieces = tag(query, fields, levels)
    built = build(pieces, today)
    # What is shown as understood must be read in turn.
    while query.count("(") > _FEW_LEVELS and nesting(built.tree) > MOST_LEVELS:
        levels //= 2
        pieces = tag(query, fields, levels)
        built = build(pieces, today)
    return pieces, built
