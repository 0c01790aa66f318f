"""Which words may be frequent: what the kernel adds up and chooses is what Python does."""

from __future__ import annotations

from array import array
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

LETTERS = st.text("abé", min_size=1, max_size=3)
FORMS = st.dictionaries(
    st.tuples(LETTERS, LETTERS), st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12
)


def lines(words: list[str]) -> tuple[bytes, array[int]]:
    text = [word.encode() for word in words]
    return b"".join(word + b"\n" for word in text), array(
        "I", (end - 1 for end in accumulate(len(word) + 1 for word in text))
    )


def counts(numbers: list[int]) -> array[int]:
    return array("I", (part for number in numbers for part in (number, 9, 9, 9)))


@given(forms=FORMS, data=st.data())
def test_forms_are_chosen_by_what_belongs_to_them(load_kernel, forms: dict, data: st.DataObject) -> None:  # type: ignore[no-untyped-def, type-arg]
    """A form counts with those of its key, and with those of its group, to which those of the group's name belong."""
    ordered = sorted(forms, key=lambda each: [part.encode() for part in each])
    keys, spelled = [each[0] for each in ordered], [each[1] for each in ordered]
    own = [sum(forms[each]) for each in ordered]
    names = sorted(data.draw(st.sets(LETTERS, max_size=4)), key=str.encode)
    group_of = [data.draw(st.sampled_from([None, *names])) for _ in ordered]
    members = [
        [at for at, group in enumerate(group_of) if group == name and keys[at] != name] for name in names
    ]
    runs = [sum(postings for other, postings in zip(keys, own, strict=True) if other == key) for key in keys]
    sums = list(runs)
    for name, inside in zip(names, members, strict=True):
        together = {*inside, *(at for at, key in enumerate(keys) if key == name)}
        for at in together:
            sums[at] = max(sums[at], sum(own[each] for each in together))
    kernel = load_kernel("frequent")
    found_runs, found_sums = array("Q", bytes(8 * len(own))), array("Q", bytes(8 * len(own)))
    fields = [counts([forms[each][field] for each in ordered]) for field in (0, 1)]
    flat = array("I", (at for inside in members for at in inside))
    ends = array("I", accumulate(map(len, members)))
    kernel.add_up(*lines(keys), *lines(names), flat, ends, *fields, found_runs, found_sums)
    assert (list(found_runs), list(found_sums)) == (runs, sums)
    least, few = data.draw(st.integers(0, 20)), data.draw(st.integers(0, 8))
    chosen = array("I", bytes(4 * len(own)))
    filled = kernel.choose(*lines(keys), *lines(spelled), *fields, found_runs, found_sums, least, few, chosen)
    assert list(chosen[:filled]) == [
        at
        for at in range(len(own))
        if sums[at] >= least and (own[at] >= few or (keys[at] == spelled[at] and runs[at] >= few))
    ]


def test_what_does_not_belong_together_is_refused(load_kernel) -> None:  # type: ignore[no-untyped-def]
    """Whatever a caller does, nothing outside the buffers is read."""
    kernel, none = load_kernel("frequent"), array("I")
    one, short, room = counts([1]), array("I", [1]), array("Q", [0])
    for members, ends, body, sums in (
        (array("I", [1]), array("I", [1]), one, room),  # a form that is not there
        (none, array("I", [1]), one, room),
        (none, none, one, room),
        (none, array("I", [0]), short, room),
        (none, array("I", [0]), one, array("Q")),
    ):
        with pytest.raises(ValueError, match=r"buffers|form|order"):
            kernel.add_up(*lines(["a"]), *lines(["a"]), members, ends, body, one, room[:], sums)
    with pytest.raises(ValueError, match="buffers"):
        kernel.choose(*lines(["a"]), *lines(["a"]), one, one, room, room, 0, 0, none)
