"""Things near each other: the kernel finds the spans that a look at all choices finds."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

Occurrence = tuple[int, int, int]  # text, position, size

OCCURRENCES = st.lists(
    st.tuples(st.sampled_from([0, 1, 5, 2**32 - 1]), st.integers(0, 14), st.sampled_from([1, 1, 1, 2, 3])),
    max_size=9,
    unique=True,
).map(sorted)


def spans(
    kinds: Sequence[Sequence[Occurrence]], within: int, *, ordered: bool
) -> Iterator[tuple[Occurrence, ...]]:
    """All choices of one occurrence of each kind that are near each other, by the definition."""
    for chosen in product(*kinds):
        taken = [position + step for _, position, size in chosen for step in range(size)]
        if (
            len({text for text, _, _ in chosen}) == 1
            and len(taken) == len(set(taken))
            and max(taken) - min(taken) + 1 - len(taken) <= within
            and (not ordered or taken == sorted(taken))
        ):
            yield chosen


def buffers(kinds: Sequence[Sequence[Occurrence]]) -> tuple[array[int], array[int], array[int]]:
    flat = [occurrence for kind in kinds for occurrence in kind]
    places = array("Q", [text << 32 | position for text, position, _ in flat])
    return places, array("I", [size for *_, size in flat]), array("I", accumulate(map(len, kinds)))


@given(
    kinds=st.lists(OCCURRENCES, min_size=1, max_size=4),
    within=st.sampled_from([0, 1, 2, 5, 2**32 - 1]),
    ordered=st.booleans(),
    twice=st.booleans(),
)
@settings(max_examples=400)
def test_spans_are_those_of_a_look_at_all_choices(
    load_kernel, kinds: list[list[Occurrence]], within: int, ordered: bool, twice: bool
) -> None:
    """What is found near each other, and what of it is marked, is decided here."""
    kinds = [*kinds[:3], kinds[0]] if twice else kinds
    expected = list(spans(kinds, within, ordered=ordered))
    kernel, flat = load_kernel("nearness"), buffers(kinds)
    out = array("Q", bytes(8 * len(flat[0])))
    filled = kernel.Finder(*flat, within, ordered).beginnings(out)
    begun = {min(chosen) for chosen in expected}
    assert list(out[:filled]) == sorted({text << 32 | position for text, position, _ in begun})
    flags = bytearray(len(flat[0]))
    kernel.Finder(*flat, within, ordered).taking_part(flags)
    part = [
        any(chosen[number] == occurrence for chosen in expected)
        for number, kind in enumerate(kinds)
        for occurrence in kind
    ]
    assert list(flags) == part


def test_many_kinds_in_a_given_order_are_found(load_kernel) -> None:
    """A long row of words has one order, and no number of subsets."""
    row = [[(3, 2 * position, 1)] for position in range(40)]
    for within, found in ((39, 1), (38, 0)):
        out = array("Q", bytes(8 * 40))
        assert load_kernel("nearness").Finder(*buffers(row), within, True).beginnings(out) == found


def test_what_cannot_be_reckoned_is_refused(load_kernel) -> None:
    """Of eleven things in any order there are two thousand subsets; and a buffer too short is a mistake."""
    kernel = load_kernel("nearness")
    kinds = [[(0, 0, 1)]] * (kernel.MOST_KINDS + 1)
    with pytest.raises(ValueError, match="too many"):
        kernel.Finder(*buffers(kinds), 5, False)
    places, sizes, ends = buffers(kinds[:2])
    for wrong in (
        (places, sizes[:1], ends, 5),
        (places, sizes, array("I", [1, 3]), 5),
        (places, sizes, array("I", [2, 1]), 5),
        (places, sizes, array("I"), 5),
        (places, sizes, ends, 2**32),
    ):
        with pytest.raises(ValueError, match="belong together"):
            kernel.Finder(*wrong, False)
    for operation, out in (("beginnings", array("Q", [0])), ("taking_part", bytearray(1))):
        with pytest.raises(ValueError, match="too small"):
            getattr(kernel.Finder(places, sizes, ends, 5, False), operation)(out)


@given(found=OCCURRENCES, starts=st.sets(st.tuples(st.sampled_from([0, 1, 5, 6]), st.integers(0, 14))))
def test_occurrences_are_divided_by_the_parts_they_stand_in(
    load_kernel, found: list[Occurrence], starts: set[tuple[int, int]]
) -> None:
    """A row of words that runs over the end of a sentence stands in none."""
    kernel, begun = load_kernel("nearness"), sorted(starts)
    places, sizes, _ = buffers([found])
    out, out_sizes = array("Q", bytes(8 * len(found))), array("I", bytes(4 * len(found)))
    filled = kernel.divide(places, sizes, array("Q", [text << 32 | at for text, at in begun]), out, out_sizes)
    expected = []
    for text, position, size in found:
        parts = [
            max(
                (number for number, (other, at) in enumerate(begun) if other == text and at <= word),
                default=-1,
            )
            for word in (position, position + size - 1)
        ]
        if parts[0] == parts[1] >= 0:
            expected.append((parts[0], position, size))
    assert [
        (place >> 32, place & 0xFFFFFFFF, size) for place, size in zip(out[:filled], out_sizes, strict=False)
    ] == expected
    if found:
        with pytest.raises(ValueError, match="belong together"):
            kernel.divide(places, sizes[1:], array("Q"), out, out_sizes)


ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30)), max_size=20).map(sorted)


@given(
    words=st.lists(ROWS, min_size=1, max_size=4),
    data=st.data(),
    reach=st.integers(1, 12),
    articles=st.sets(st.integers(0, 4)).map(sorted),
)
def test_how_far_words_stand_apart_is_what_a_look_at_all_pairs_tells(
    load_kernel, words: list[list[tuple[int, int]]], data: st.DataObject, reach: int, articles: list[int]
) -> None:
    """How near words stand decides which of two articles comes first."""
    places = array("Q", [text << 32 | position for text, position in chain(*words)])
    ends = array("I", accumulate(map(len, words)))
    number = st.integers(0, len(words) - 1)
    pairs = data.draw(st.lists(st.tuples(number, number), max_size=4))
    distances = array("I", bytes(4 * len(pairs) * len(articles)))
    load_kernel("nearness").apart(
        places, ends, array("I", chain(*pairs)), reach, array("I", articles), distances
    )
    rest = iter(distances)
    for one, two in pairs:
        for article in articles:
            between = {
                abs(x - y)
                for (text, x), (other, y) in product(words[one], words[two])
                if text == other == article and x != y
            }
            assert next(rest) == min((each for each in between if each <= reach), default=0)


def test_words_that_are_not_there_are_refused(load_kernel) -> None:
    """Numbers of words and their ends come from different places: a mistake must not read beyond them."""
    apart = load_kernel("nearness").apart
    places, ends, pairs = array("Q", [1, 3, 5]), array("I", [2, 3]), array("I", [0, 1])
    articles, distances = array("I", [0]), array("I", [0])
    for wrong, said in (
        ((places, array("I", [2, 4]), pairs), "word ends"),
        ((places, array("I", [2, 1]), pairs), "word ends"),
        ((places, ends, array("I", [0, 2])), "no such word"),
        ((places, ends, array("I", [0, 1, 1, 0])), "too small"),
    ):
        with pytest.raises(ValueError, match=said):
            apart(*wrong, 10, articles, distances)
    apart(places, ends, pairs, 10, articles, distances)
    assert distances[0] == 2
    apart(places, ends, pairs, 1, articles, distances)
    assert distances[0] == 2, "farther apart is not noted, and what is noted stays"
