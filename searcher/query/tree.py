"""The tree of a query: what was meant, in frozen nodes that know nothing of any index.

Leaves hold forms as the query's words were cut, accents and capitals as typed.
`str(node)` is a query that parses back to the same tree.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from searcher.query.writing import mark, quote, spell, spell_row


class Field(StrEnum):
    """Where a word is looked for; its value is its name in a query."""

    ANY = ""
    TITLE = "titre"
    BODY = "texte"

    @property
    def prefix(self) -> str:
        return f"{self.value}:" if self else ""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, which stands for its whole family."""

    form: str
    field: Field = Field.ANY
    typed: str = dataclasses.field(default="", compare=False, repr=False)  # to show what was understood

    def __str__(self) -> str:
        return f"{mark(self.form)}{self.field.prefix}{spell(self.form)}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Forms in a row, each standing for its key alone; a phrase of one form is that exact word."""

    forms: tuple[str, ...]
    field: Field = Field.ANY
    inflected: bool = False  # each stands for its lemma as well
    typed: str = dataclasses.field(default="", compare=False, repr=False)  # to show what was understood

    def __str__(self) -> str:
        return f'{self.field.prefix}{"~" if self.inflected else ""}"{spell_row(self.forms)}"'


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text as it was written, capitals, accents and clitics included; only signs and spaces have no shape."""

    text: str  # apostrophes and hyphens in their plain shapes, one space between words
    forms: tuple[str, ...]  # its words, at least one
    field: Field = Field.ANY

    def __str__(self) -> str:
        return f"{self.field.prefix}={quote(self.text)}"


@dataclass(frozen=True, slots=True)
class Compound:
    """A word of several parts: found joined (`weekend`) or as its parts in a row (`week end`), once."""

    text: str  # as typed, `week-end`, `3 juillet 2024`, `cyberattaque`
    joined: str  # `weekend`, `2024-07-03`
    parts: tuple[str, ...]  # `week`, `end`
    field: Field = Field.ANY

    @property
    def whole(self) -> Word:
        """It as one word."""
        return Word(self.joined, self.field, typed=self.joined)

    @property
    def ways(self) -> Either:
        """How it is found."""
        return Either((self.whole, Phrase(self.parts, self.field, inflected=True)))

    def __str__(self) -> str:
        return f"{mark(self.text)}{self.field.prefix}{self.text}"


@dataclass(frozen=True, slots=True)
class Published:
    """Articles whose date may lie between two days, both included; None leaves that side open."""

    first: date | None
    last: date | None

    def __str__(self) -> str:
        return f"date:[{self.first or ''} TO {self.last or ''}]"


@dataclass(frozen=True, slots=True)
class Either:
    """One thing said in several ways: any of the children, with the score of the best. Not made by parsing."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " OU ".join(_grouped(child) for child in self.children)


@dataclass(frozen=True, slots=True)
class And:
    """All of the children. Those that are `Not` only exclude."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(_grouped(child) for child in self.children)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the children."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return " OU ".join(_grouped(child) for child in self.children)


@dataclass(frozen=True, slots=True)
class Not:
    """Every article that is not the child's. It adds nothing to a score."""

    child: Node

    def __str__(self) -> str:
        return f"NON {_grouped(self.child)}"


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article, as `*` asks."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article: nothing was asked."""

    def __str__(self) -> str:
        return ""


Node = Word | Phrase | Verbatim | Compound | Published | Either | And | Or | Not | Everything | Nothing


def _grouped(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or | Either) else str(node)
