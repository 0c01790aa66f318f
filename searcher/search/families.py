"""Families: the forms of an index that a word of a query stands for, each with its weight."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from searcher.analysis import Asked, Relation, key
from searcher.analysis.relations import CLASS_WEIGHT, LEMMA_WEIGHT, OTHER_WORD_WEIGHT
from searcher.index import FormLists, Segment
from searcher.kernels import table
from searcher.search.forms import Forms

# In quotes a word is its key alone: the same letters, whatever the accents that were not typed.
SAME_KEY = frozenset({Relation.EXACT, Relation.KEY, Relation.OTHER_WORD})
# The parts of a compound may be inflected, not derived: `porte-parole` is no `porteur de parole`.
INFLECTED = SAME_KEY | {Relation.LEMMA}
ALL = frozenset(Relation)
# Which of `Asked.tables` they need, and the least weight that they have.
_REACHES = {SAME_KEY: (0, OTHER_WORD_WEIGHT), INFLECTED: (1, LEMMA_WEIGHT), ALL: (2, CLASS_WEIGHT)}


def family(segment: Segment, form: str, relations: frozenset[Relation] = ALL) -> Forms:
    """Find the forms of a segment that a word typed as `form` stands for.

    Args:
        relations: through which: `SAME_KEY`, `INFLECTED` or `ALL`.
    """
    asked = Asked.of(form)
    reach, least = _REACHES[relations]
    lists, ways, texts = segment.find_forms(*asked.tables[reach])
    return _of_weight(segment, lists, asked.weigh_all(ways, texts, least))


def exact(segment: Segment, form: str) -> Forms:
    """Find a form of a segment, and no other, in whatever case it was typed."""
    return _same_key(segment, form, lambda each: each == form)


def as_typed(segment: Segment, form: str) -> Forms:
    """Find a form of a segment, in whatever case it was typed and written."""
    lowered = form.lower()
    return _same_key(segment, form, lambda each: each.lower() == lowered)


def _same_key(segment: Segment, form: str, wanted: Callable[[str], bool]) -> Forms:
    """The wanted ones of the forms of the same key."""
    lists, _, texts = segment.find_forms(f"{key(form)}\n".encode(), b"", b"")
    weights = array("d", [float(wanted(each)) for each in texts.decode().split("\n")[:-1:2]])
    return _of_weight(segment, lists, weights)


def _of_weight(segment: Segment, lists: FormLists, weights: array[float]) -> Forms:
    """The forms that have a weight."""
    if not all(weights):
        kept = table.keep(weights, lists.numbers, lists.body, lists.title)
        del weights[kept:], lists.numbers[kept:], lists.body[6 * kept :], lists.title[6 * kept :]
    return Forms(segment, lists, weights)
