"""Families: the forms of an index that a word of a query stands for, each with its weight."""

from __future__ import annotations

from dataclasses import dataclass

from searcher.analysis import Asked, Relation, key
from searcher.index import FormEntry, Segment

# In quotes a word is its key alone: the same letters, whatever the accents that were not typed.
SAME_KEY = frozenset({Relation.EXACT, Relation.KEY, Relation.OTHER_WORD})
# The parts of a compound may be inflected, not derived: `porte-parole` is no `porteur de parole`.
INFLECTED = SAME_KEY | {Relation.LEMMA}
ALL = frozenset(Relation)


@dataclass(frozen=True, slots=True)
class Member:
    """A form of a segment that the word stands for."""

    entry: FormEntry
    relation: Relation  # to the word that was typed
    weight: float  # above 0, at most 1


def family(segment: Segment, form: str, relations: frozenset[Relation] = ALL) -> list[Member]:
    """Find the forms of a segment that a word typed as `form` stands for, through these relations."""
    asked = Asked.of(form)
    found: dict[int, FormEntry] = {}
    folded = {asked.key}
    numbers: set[int] = set()
    groups = []
    if Relation.LEMMA in relations:
        groups += [("lemmas", name) for name in asked.lemmas]
    if Relation.CLASS in relations:
        groups += [("classes", name) for name in asked.classes]
    for group, name in groups:
        numbers.update(segment.members(group, name))
        folded.add(key(name.removeprefix("~")))  # forms whose key is the group's name are not listed in it
    for each in sorted(folded):
        for entry in segment.forms_of_key(each):
            found[entry.number] = entry
    for entry in segment.form_entries(sorted(numbers - found.keys())):
        found[entry.number] = entry
    members = []
    for _, entry in sorted(found.items()):
        related = asked.relate(entry.form)
        if related and related[0] in relations:
            members.append(Member(entry, *related))
    return members


def exact(segment: Segment, form: str) -> list[Member]:
    """Find a form of a segment, and no other, in whatever case it was typed."""
    return [
        Member(entry, Relation.EXACT, 1.0) for entry in segment.forms_of_key(key(form)) if entry.form == form
    ]
