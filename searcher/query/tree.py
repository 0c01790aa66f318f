"""The tree of a query: what was meant, in frozen nodes that know nothing of any index.

Leaves hold forms as the query's words were cut, accents and capitals as typed.
`str(node)` is a query that parses back to the same tree.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from enum import StrEnum

from searcher.query.writing import mark, quote, spell, spell_row
from searcher.records import dataclass


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
        """It as one word, which may be one that was not typed."""
        typed = self.joined if self.joined.lower() == self.text.lower() else ""
        return Word(self.joined, self.field, typed=typed)

    @property
    def ways(self) -> Either:
        """How it is found."""
        return Either((self.whole, Phrase(self.parts, self.field, inflected=True)))

    def __str__(self) -> str:
        return f"{mark(self.text)}{self.field.prefix}{self.text}"


@dataclass(frozen=True, slots=True)
class Wildcard:
    """The words of a shape: `*` stands for any letters, `?` for one. Accents that are typed are required."""

    pattern: str  # lower case, composed, at least one of `*` and `?`, and one sign besides
    field: Field = Field.ANY

    def __str__(self) -> str:
        return f"{self.field.prefix}{self.pattern}"


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """The words whose key is within so many letters inserted, left out, replaced or swapped."""

    form: str
    distance: int = 1  # 1 or 2
    field: Field = Field.ANY

    def __str__(self) -> str:
        return f"{self.field.prefix}{spell(self.form)}~{self.distance if self.distance != 1 else ''}"


@dataclass(frozen=True, slots=True)
class Between:
    """The words between two in the order of their keys; an empty end is open."""

    first: str
    last: str
    first_included: bool = True
    last_included: bool = True
    field: Field = Field.ANY

    def __str__(self) -> str:
        before, after = "{["[self.first_included], "}]"[self.last_included]
        first, last = (spell(form) if form else "" for form in (self.first, self.last))
        return f"{self.field.prefix}{before}{first} TO {last}{after}"


class Unit(StrEnum):
    """A stretch of text that holds words together; its value is its name in a query."""

    SENTENCE = "phrase"
    PARAGRAPH = "paragraphe"


@dataclass(frozen=True, slots=True)
class Near:
    """Words or rows of words near each other, in one field: one occurrence of each, no two sharing a word."""

    children: tuple[Spot, ...]  # at least two
    within: int | Unit  # at most so many other words among them; or the same sentence or paragraph
    ordered: bool = False  # whether they stand in the order of the query

    def __str__(self) -> str:
        return f" {'SUIVI' if self.ordered else 'PROCHE'}/{self.within} ".join(map(_grouped, self.children))


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Articles that hold something so many times, title and body together."""

    times: int  # at least 2
    child: Spot

    def __str__(self) -> str:
        return f"AUMOINS/{self.times} {_grouped(self.child)}"


@dataclass(frozen=True, slots=True)
class Metadata:
    """Articles of which something is known that is not their text: `source:AFP`."""

    name: str  # `source`, `agence`, `lieu`, `auteur`, `langue`, `chemin`, or that of an extra field of the corpus
    # Words that the value holds in a row, case free, an accent that is typed required; with `*` or `?` the shape of
    # all of it; `*` alone for any value.
    value: str
    whole: bool = False  # the value is this to the letter

    def __str__(self) -> str:
        return f"{self.name}:{'=' if self.whole else ''}{quote(self.value)}"


@dataclass(frozen=True, slots=True)
class Published:
    """Articles whose date may lie between two days, both included; None leaves that side open."""

    first: date | None
    last: date | None

    def __str__(self) -> str:
        return f"date:[{self.first or ''} TO {self.last or ''}]"


@dataclass(frozen=True, slots=True)
class Undated:
    """Articles whose date is not known."""

    def __str__(self) -> str:
        return "date:absente"


@dataclass(frozen=True, slots=True)
class Favoured:
    """Every article; those that may be of these days rank higher by half. Both days are included."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"vers:[{self.first} TO {self.last}]"


@dataclass(frozen=True, slots=True)
class Boosted:
    """The child's articles, with its score times a factor."""

    child: Node
    factor: float  # above 0

    def __str__(self) -> str:
        return f"{_grouped(self.child)}^{self.factor:g}"


@dataclass(frozen=True, slots=True)
class Among:
    """At least so many of the children; the score is the sum of those there are."""

    least: int  # at least 1, at most the number of children
    children: tuple[Node, ...]

    def __str__(self) -> str:
        return f"PARMI/{self.least} ({' '.join(map(_grouped, self.children))})"


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


# What stands at places of a text.
Spot = Word | Phrase | Verbatim | Compound | Wildcard | Fuzzy | Between | Or
Filter = Metadata | Published | Undated | Favoured
Node = Spot | Filter | Near | AtLeast | Either | And | Not | Boosted | Among | Everything | Nothing


def _grouped(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or | Either | Near) else str(node)
