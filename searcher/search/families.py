"""Families: the forms of an index that a word of a query stands for, each with its weight."""

from __future__ import annotations

from typing import NamedTuple

from searcher.analysis import LEMMA_WEIGHT, Asked, Relation, key
from searcher.index import FormEntry, Segment

# In quotes a word is its key alone: the same letters, whatever the accents that were not typed.
SAME_KEY = frozenset({Relation.EXACT, Relation.KEY, Relation.OTHER_WORD})
# The parts of a compound may be inflected, not derived: `porte-parole` is no `porteur de parole`.
INFLECTED = SAME_KEY | {Relation.LEMMA}
ALL = frozenset(Relation)


class Member(NamedTuple):  # as a form's entry, made a hundred times a query
    """A form of a segment that the word stands for."""

    entry: FormEntry
    relation: Relation  # to the word that was typed
    weight: float  # above 0, at most 1


def family(segment: Segment, form: str, relations: frozenset[Relation] = ALL) -> list[Member]:
    """Find the forms of a segment that a word typed as `form` stands for, through these relations."""
    asked = Asked.of(form)
    lemmas = asked.lemmas if Relation.LEMMA in relations else ()
    classes = asked.classes if Relation.CLASS in relations else ()
    found: dict[int, Member] = {}
    looked_at: set[int] = set()
    # What a form's key or its groups say of it need not be found out again; forms whose key is the name of a group are
    # not listed in it.
    for each in {asked.key, *(key(name.removeprefix("~")) for name in (*lemmas, *classes))}:
        for entry in segment.forms_of_key(each):
            looked_at.add(entry.number)
            related = asked.relate(entry.form, each)
            if related and related[0] in relations:
                found[entry.number] = Member(entry, *related)
    of_lemmas = {number for name in lemmas for number in segment.members("lemmas", name)} - looked_at
    of_classes = {number for name in classes for number in segment.members("classes", name)} - looked_at
    for entry in segment.form_entries(sorted(of_lemmas | of_classes)):
        if entry.number in of_lemmas:
            found[entry.number] = Member(entry, Relation.LEMMA, LEMMA_WEIGHT)
        elif related := asked.relate_in_class(entry.form, entry.key):
            found[entry.number] = Member(entry, *related)
    return [found[number] for number in sorted(found)]


def exact(segment: Segment, form: str) -> list[Member]:
    """Find a form of a segment, and no other, in whatever case it was typed."""
    return [
        Member(entry, Relation.EXACT, 1.0) for entry in segment.forms_of_key(key(form)) if entry.form == form
    ]
