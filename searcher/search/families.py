"""Families: the forms of an index that a word of a query stands for, each with its weight."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from searcher.analysis import Relation, key
from searcher.index import Segment, Snapshot
from searcher.index.families import ALL, of_weight
from searcher.search.forms import Family, Forms


def family(segment: Segment, form: str, relations: frozenset[Relation] = ALL) -> Forms:
    """Find the forms of a segment that a word typed as `form` stands for.

    Args:
        relations: through which: `SAME_KEY`, `INFLECTED` or `ALL`.
    """
    return Forms(segment, *segment.family(form, relations))


def family_of(snapshot: Snapshot, form: str, relations: frozenset[Relation] = ALL) -> Family:
    """As `family`, in all segments."""
    return Family(snapshot, *snapshot.family(form, relations))


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
    return Forms(segment, *of_weight(lists, weights))
