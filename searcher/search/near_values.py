"""Near values: which values of a field may have been meant by one that no article has.

In: a condition that nothing meets. Out: conditions that some articles may meet, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from difflib import get_close_matches
from itertools import chain, islice, product

from searcher.analysis import key
from searcher.index import Snapshot
from searcher.query import Metadata
from searcher.search.filtering import PATH, find_field
from searcher.search.values import shape

MOST_NEAR = 3
# Of fields with more values than that, addresses and the like, none is guessed: each is looked at.
MOST_VALUES = 20_000
# From 0 to 1: `courier` and `courrier` are 0.93, `pari` and `paris` 0.89, `lyon` and `dijon` 0.67.
_ALIKE = 0.75
_WORD = re.compile(r"[^\W_]+")


def near_values(snapshot: Snapshot, condition: Metadata) -> Iterator[Metadata]:
    """What may have been meant by a condition: words of it written as some values have them, or a whole value."""
    if condition.name == PATH or set("*?") & set(condition.value):
        return
    values: dict[str, None] = {}
    for segment in snapshot.segments:
        field = find_field(segment, condition.name)
        if field and len(values) + len(field.values) > MOST_VALUES:
            return
        values.update(dict.fromkeys(map(shape, field.values)) if field else {})
    asked = shape(condition.value)
    found = dict.fromkeys(chain(_by_words(asked, values), _whole(asked, values)))
    found.pop(asked, None)
    yield from (replace(condition, value=value) for value in islice(found, MOST_NEAR))


def _by_words(asked: str, values: Collection[str]) -> Iterator[str]:
    """The value with each of its words as some values have it, or one spelled nearly so."""
    written: dict[str, str] = {}
    for value in values:
        for word in _WORD.findall(value):
            written.setdefault(key(word), word)
    words = dict.fromkeys(_WORD.findall(asked))
    candidates = [[written[near] for near in _alike(key(word), written)] for word in words]
    for choice in islice(product(*candidates), MOST_NEAR + 1):
        meant = dict(zip(words, choice, strict=True))
        yield _WORD.sub(lambda word, meant=meant: meant[word[0]], asked)  # type: ignore[misc]


def _whole(asked: str, values: Collection[str]) -> Iterator[str]:
    by_key = {key(value): value for value in values}
    return map(by_key.__getitem__, _alike(key(asked), by_key))


def _alike(wanted: str, known: Collection[str]) -> list[str]:
    if wanted in known:
        return [wanted]
    likely = [each for each in known if abs(len(each) - len(wanted)) <= max(2, len(wanted) // 4)]
    return get_close_matches(wanted, likely, n=MOST_NEAR, cutoff=_ALIKE)
