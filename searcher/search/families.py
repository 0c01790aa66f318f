"""Families: the forms of an index that a word of a query stands for, each with its weight."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain

from searcher.analysis import LEMMA_WEIGHT, Asked, Relation, key
from searcher.index import FormEntry, FormLists, Segment
from searcher.search.forms import Forms

# In quotes a word is its key alone: the same letters, whatever the accents that were not typed.
SAME_KEY = frozenset({Relation.EXACT, Relation.KEY, Relation.OTHER_WORD})
# The parts of a compound may be inflected, not derived: `porte-parole` is no `porteur de parole`.
INFLECTED = SAME_KEY | {Relation.LEMMA}
ALL = frozenset(Relation)


def family(segment: Segment, form: str, relations: frozenset[Relation] = ALL) -> Forms:
    """Find the forms of a segment that a word typed as `form` stands for, through these relations."""
    asked = Asked.of(form)
    lemmas = asked.lemmas if Relation.LEMMA in relations else ()
    classes = asked.classes if Relation.CLASS in relations else ()
    found: dict[int, tuple[FormEntry, float]] = {}
    looked_at: set[int] = set()
    # What a form's key or its groups say of it need not be found out again; forms whose key is the name of a group are
    # not listed in it.
    for each in {asked.key, *(key(name.removeprefix("~")) for name in (*lemmas, *classes))}:
        for entry in segment.forms_of_key(each):
            looked_at.add(entry.number)
            related = asked.relate(entry.form, each)
            if related and related[0] in relations:
                found[entry.number] = entry, related[1]
    of_lemmas = {number for name in lemmas for number in segment.members("lemmas", name)} - looked_at
    of_classes = {number for name in classes for number in segment.members("classes", name)} - looked_at
    for entry in segment.form_entries(sorted(of_lemmas | of_classes)):
        if entry.number in of_lemmas:
            found[entry.number] = entry, LEMMA_WEIGHT
        elif related := asked.relate_in_class(entry.form, entry.key):
            found[entry.number] = entry, related[1]
    return _forms(segment, [found[number] for number in sorted(found)])


def exact(segment: Segment, form: str) -> Forms:
    """Find a form of a segment, and no other, in whatever case it was typed."""
    return _forms(segment, [(entry, 1.0) for entry in segment.forms_of_key(key(form)) if entry.form == form])


def as_typed(segment: Segment, form: str) -> Forms:
    """Find a form of a segment, in whatever case it was typed and written."""
    lowered = form.lower()
    same_key = segment.forms_of_key(key(form))
    return _forms(segment, [(entry, 1.0) for entry in same_key if entry.form.lower() == lowered])


def _forms(segment: Segment, found: Sequence[tuple[FormEntry, float]]) -> Forms:
    entries = [entry for entry, _ in found]
    lists = FormLists(
        array("I", [entry.number for entry in entries]),
        array("Q", chain.from_iterable(entry.body for entry in entries)),
        array("Q", chain.from_iterable(entry.title for entry in entries)),
    )
    return Forms(segment, lists, array("d", [weight for _, weight in found]))
