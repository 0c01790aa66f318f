"""Tables of words: what is written is found again, by key and by number, and damage is an error."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate, chain
from random import Random
from types import ModuleType
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import COMPOUNDS, NAMES, WORDS
from work import lines_run

from searcher.analysis import key as key_of


class Form(NamedTuple):
    """An entry: its key, its spelling if that is another, and the counts of both fields."""

    key: bytes
    spelling: bytes
    body: tuple[int, int, int, int]  # articles, occurrences, bytes of postings, of positions
    title: tuple[int, int, int, int]


class Table(NamedTuple):
    """A table as a file holds it."""

    data: bytes
    offsets: array[int]
    count: int


def lines(texts: Iterable[bytes]) -> tuple[bytes, array[int]]:
    """Texts with a newline after each, and where each ends."""
    ends, joined = array("I"), bytearray()
    for text in texts:
        joined += text
        ends.append(len(joined))
        joined += b"\n"
    return bytes(joined), ends


def write_forms(kernel: ModuleType, forms: Sequence[Form]) -> Table:
    keys, key_ends = lines(form.key for form in forms)
    spellings, spelling_ends = lines(form.spelling or form.key for form in forms)
    writer = kernel.Writer(out := bytearray(len(keys) + len(spellings) + 56 * len(forms) + 64))
    offsets = array("I", bytes(4 * (-(-len(forms) // kernel.BLOCK) + 1)))
    writer.forms(
        keys,
        key_ends,
        spellings,
        spelling_ends,
        array("I", [number for form in forms for number in form.body]),
        array("I", [number for form in forms for number in form.title]),
        offsets,
    )
    return Table(bytes(out[: len(writer)]), offsets, len(forms))


def write_groups(kernel: ModuleType, groups: Sequence[tuple[bytes, Sequence[int]]]) -> Table:
    keys, key_ends = lines(key for key, _ in groups)
    members = array("I", [number for _, group in groups for number in group])
    writer = kernel.Writer(out := bytearray(len(keys) + 20 * len(groups) + 5 * len(members) + 64))
    offsets = array("I", bytes(4 * (-(-len(groups) // kernel.BLOCK) + 1)))
    writer.groups(
        keys,
        key_ends,
        members,
        array("I", accumulate(len(group) for _, group in groups)),
        offsets,
    )
    return Table(bytes(out[: len(writer)]), offsets, len(groups))


def cursor(
    kernel: ModuleType,
    table: Table,
    kind: int,
    before: bytes = b"",
    verify: Callable[[int, int], None] | None = None,
) -> object:
    """Open a table that stands somewhere in a file."""
    data = before + table.data
    pages = bytearray(len(data) // 65536 + 1)
    if verify is None:
        pages[:] = b"\1" * len(pages)
    return kernel.Cursor(data, pages, verify or _never, len(before), table.offsets, table.count, kind)


def _never(start: int, end: int) -> None:
    raise AssertionError("the pages are verified already")


def expected(forms: Sequence[Form]) -> list[tuple[bytes, bytes, tuple[int, ...], tuple[int, ...]]]:
    """What `Cursor.text` and `Cursor.form` must give for each."""
    result = []
    starts = [0, 0, 0, 0]
    for form in forms:
        fields = []
        for field, at in ((form.body, 0), (form.title, 2)):
            articles, occurrences, postings, positions = field
            fields.append((articles, occurrences, starts[at], postings, starts[at + 1], positions))
            starts[at] += postings
            starts[at + 1] += positions
        result.append((form.key, form.spelling, *fields))
    return result


def _counts(random: Random) -> tuple[int, int, int, int]:
    if random.random() < 0.3:
        return 0, 0, 0, 0
    articles = random.choice([1, 1, 3, 127, 128, 70_000])
    occurrences = articles + random.choice([0, 0, 1, 300, 1 << 20])
    return (
        articles,
        occurrences,
        random.choice([1, 200, 1 << 21]),
        occurrences + random.choice([0, 5, 1 << 22]),
    )


LETTERS = st.sampled_from(["a", "b", "ab", "é", "x", "2", "-", "中", "ﬁ", "z" * 90])


@st.composite
def some_forms(draw: st.DrawFn) -> list[Form]:
    """Sorted forms of which several, or more than a block, may share one key."""
    keys = draw(st.sets(st.lists(LETTERS, max_size=11).map("".join), max_size=80))
    random = Random(draw(st.integers(0, 1 << 32)))
    forms = []
    for key in sorted(keys):
        forms.append((key, ""))
        again = random.choice([0, 0, 0, 0, 0, 1, 2, 3, 40, 70])
        forms += [(key, f"{key}{number:02}é") for number in range(again)]
    return [
        Form(key.encode(), spelling.encode(), _counts(random), _counts(random)) for key, spelling in forms
    ]


@given(forms=some_forms(), before=st.binary(max_size=9))
@settings(max_examples=50)
def test_forms_come_back_as_they_were_written(load_kernel, forms: list[Form], before: bytes) -> None:
    """Where the lists of a form lie is told here and nowhere else."""
    kernel = load_kernel("table")
    walk = cursor(kernel, write_forms(kernel, forms), kernel.FORMS, before)
    found, there = [], walk.seek(b"")
    while there:
        assert walk.number == len(found)
        found.append((walk.text(), *walk.form()))
        there = walk.advance()
    assert found == expected(forms)


@given(forms=some_forms(), data=st.data())
@settings(max_examples=50)
def test_seeking_finds_the_first_key_that_is_not_below(
    load_kernel, forms: list[Form], data: st.DataObject
) -> None:
    """Keys of several forms, and of more than a block of them, are found from their first form on."""
    kernel = load_kernel("table")
    keys, entries = [form.key for form in forms], expected(forms)
    walk = cursor(kernel, write_forms(kernel, forms), kernel.FORMS)
    known = st.sampled_from(keys or [b""])
    for wanted in data.draw(
        st.lists(known | known.map(lambda key: key[:-1]) | known.map(lambda key: key + b"a"), max_size=8)
    ):
        at = bisect_left(keys, wanted)
        assert walk.seek(wanted) == (at < len(forms))
        assert walk.number == at
        if at < len(forms):
            assert (walk.text(), *walk.form()) == entries[at]
            assert walk.advance() == (at + 1 < len(forms))
            if at + 1 < len(forms):
                assert (walk.text(), *walk.form()) == entries[at + 1]


@given(forms=some_forms(), data=st.data())
@settings(max_examples=40)
def test_going_to_a_number_finds_that_entry(load_kernel, forms: list[Form], data: st.DataObject) -> None:
    """Groups name their members by number."""
    kernel = load_kernel("table")
    walk, entries = cursor(kernel, write_forms(kernel, forms), kernel.FORMS), expected(forms)
    for number in data.draw(st.lists(st.integers(0, max(0, len(forms) - 1)), max_size=8)):
        if forms:
            walk.go(number)
            assert (walk.number, walk.text(), *walk.form()) == (number, *entries[number])
    for number in (-1, len(forms), 1 << 40):
        with pytest.raises(ValueError, match="does not have"):
            walk.go(number)


@given(
    names=st.sets(st.lists(LETTERS, max_size=4).map("".join), max_size=100),
    seed=st.integers(0, 1 << 32),
    data=st.data(),
)
@settings(max_examples=40)
def test_groups_come_back_with_their_members(
    load_kernel, names: set[str], seed: int, data: st.DataObject
) -> None:
    """A family is the union of groups: a member lost is an article never found."""
    kernel, random = load_kernel("table"), Random(seed)
    groups = [
        (
            name.encode(),
            sorted(random.sample(range(1 << random.choice([6, 20])), random.choice([1, 1, 2, 30]))),
        )
        for name in sorted(names)
    ]
    table = write_groups(kernel, groups)
    assert read_groups(kernel, table) == groups
    walk = cursor(kernel, table, kernel.GROUPS)
    for name, _ in data.draw(st.lists(st.sampled_from(groups), max_size=5)) if groups else ():
        assert walk.seek(name)
        assert (walk.text(), walk.holds(name), walk.holds(name + b"\0")) == (name, True, False)


@given(names=st.sets(st.lists(LETTERS, max_size=4).map("".join), max_size=100), each=st.integers(0, 6))
@settings(max_examples=30)
def test_families_come_back_with_their_numbers(load_kernel, names: set[str], each: int) -> None:
    """What a word is counted by, and nothing of another one."""
    kernel, random = load_kernel("table"), Random(each)
    words = sorted(name.encode() for name in names)
    numbers = [[random.randrange(1 << random.choice([3, 40])) for _ in range(each)] for _ in words]
    text = b"".join(word + b"\n" for word in words)
    ends = array("I", (end - 1 for end in accumulate(len(word) + 1 for word in words)))
    buffer, offsets = (
        bytearray(len(text) + 90 * len(words) + 64),
        array("I", bytes(4 * (len(words) // 32 + 2))),
    )
    del offsets[-(-len(words) // 32) + 1 :]
    writer = kernel.Writer(buffer)
    writer.families(text, ends, array("Q", chain.from_iterable(numbers)), each, offsets)
    table = Table(bytes(buffer[: len(writer)]), offsets, len(words))
    walk, out = cursor(kernel, table, kernel.GROUPS), array("Q", bytes(8 * each))
    for word, expected in zip(words, numbers, strict=True):
        assert walk.family(word, out)
        assert list(out) == expected
        assert walk.family(word + b"\0", out) is False
        both = kernel.families_everywhere([walk, walk], word, each)
        assert list(both) == [1, *expected, *[0] * (7 - each)] * 2
    if words:
        with pytest.raises(ValueError, match="damaged"):
            walk.family(words[0], array("Q", bytes(8 * each + 8)))
        with pytest.raises(ValueError, match="too small"):
            kernel.Writer(bytearray(9)).families(text, ends, array("Q"), each, offsets)


def read_groups(kernel: ModuleType, table: Table) -> list[tuple[bytes, list[int]]]:
    walk, filled = cursor(kernel, table, kernel.GROUPS), array("q", [0, 0])
    names, members = bytearray(1 << 16), array("I", bytes(4 * len(table.data)))
    name_ends, member_ends = array("I", bytes(4 * table.count)), array("I", bytes(4 * table.count))
    walk.seek(b"")
    assert walk.unfold_groups(names, name_ends, members, member_ends, filled)
    assert (filled[0], filled[1]) == ((name_ends[-1] + 1, member_ends[-1]) if table.count else (0, 0))
    return [
        (bytes(names[begin:end]), list(members[first:last]))
        for begin, end, first, last in zip(
            [0, *(end + 1 for end in name_ends)], name_ends, [0, *member_ends], member_ends, strict=False
        )
    ]


def finder(kernel: ModuleType, forms: Table, lemmas: Table, classes: Table) -> object:
    return kernel.Finder(
        cursor(kernel, forms, kernel.FORMS),
        cursor(kernel, lemmas, kernel.GROUPS),
        cursor(kernel, classes, kernel.GROUPS),
    )


@given(forms=some_forms(), seed=st.integers(0, 1 << 32))
@settings(max_examples=40)
def test_forms_are_found_by_keys_and_groups_once_each(load_kernel, forms: list[Form], seed: int) -> None:
    """A word stands for what its key, its lemmas and its classes name; what was found first says why."""
    kernel, random = load_kernel("table"), Random(seed)
    numbers = range(len(forms))
    lemmas, classes = (
        [
            (name, sorted(random.sample(numbers, random.randrange(len(forms) + 1))))
            for name in (b"a", b"b", b"c")
        ]
        for _ in range(2)
    )
    find = finder(
        kernel, write_forms(kernel, forms), write_groups(kernel, lemmas), write_groups(kernel, classes)
    )
    for _ in range(3):  # nothing is left of what was found before
        known = sorted({form.key for form in forms} | {b"", b"not there"})
        keys = random.sample(known, random.randrange(1, min(4, len(known) + 1)))
        wanted = [random.sample([b"a", b"b", b"c", b"d"], random.randrange(4)) for _ in range(2)]
        ways: dict[int, int] = {}
        for place, key in enumerate(keys):
            for number in numbers:
                if forms[number].key == key:
                    ways.setdefault(number, kernel.OTHER_KEY if place else kernel.FIRST_KEY)
        for groups, names, way in ((lemmas, wanted[0], kernel.LEMMA), (classes, wanted[1], kernel.CLASS)):
            for name in names:
                for number in dict(groups).get(name, ()):
                    ways.setdefault(number, way)
        there = sorted(ways)
        found, how, body, title, texts = find.find(*(lines(each)[0] for each in (keys, *wanted)))
        assert (list(found), list(how)) == (there, [ways[number] for number in there])
        entries = [expected(forms)[number] for number in there]
        assert list(body) == [each for _, _, body_list, _ in entries for each in body_list]
        assert list(title) == [each for _, _, _, title_list in entries for each in title_list]
        read = [forms[number] for number in there if ways[number] != kernel.LEMMA]
        assert texts == b"".join(b"%b\n%b\n" % (form.spelling or form.key, form.key) for form in read)
        for each in (*keys, b"", b"zz"):
            assert kernel.held([find, find], each) == any(form.key == each for form in forms)
        assert kernel.held([], keys[0] if keys else b"") is False
        assert kernel.count_postings(body, title) == sum(body[::6]) + sum(title[::6])
        twice = kernel.find_everywhere([find, find], *(lines(each)[0] for each in (keys, *wanted)))
        assert list(twice[-1]) == [len(there), 2 * len(there)]
        for one, both in zip((found, how, body, title, texts), twice[:5], strict=True):
            assert list(both) == [*one, *one]


@given(st.lists(st.lists(st.sampled_from([0.0, 0.0, 0.5, 1.0]), max_size=9), max_size=4))
def test_forms_without_a_weight_are_left_out_with_their_lists(load_kernel, each: list[list[float]]) -> None:
    """A list that stays behind its form would be added up for another one, or in another segment."""
    weights = [weight for part in each for weight in part]
    ends = array("I", accumulate(map(len, each)))
    numbers = array("I", range(len(weights)))
    body, title = array("Q", range(6 * len(weights))), array("Q", range(1, 1 + 6 * len(weights)))
    left = array("d", weights)
    kept = load_kernel("table").keep(left, numbers, body, title, ends)
    there = [number for number, weight in enumerate(weights) if weight]
    assert list(numbers[:kept]) == there
    assert list(left[:kept]) == [weights[number] for number in there]
    assert list(ends) == [*accumulate(sum(map(bool, part)) for part in each)]
    for lists, first in ((body, 0), (title, 1)):
        assert list(lists[: 6 * kept]) == [first + 6 * number + turn for number in there for turn in range(6)]


@given(forms=some_forms())
@settings(max_examples=20)
def test_compiled_and_interpreted_tables_are_the_same_to_the_byte(both_kernels, forms: list[Form]) -> None:
    """An index built without a compiler is the one built with it."""
    compiled, interpreted = both_kernels("table")
    assert write_forms(compiled, forms) == write_forms(interpreted, forms)


def test_a_page_is_verified_before_it_is_read_and_only_once(load_kernel) -> None:
    """Checksums are worth nothing if a byte can be used before its page was checked."""
    kernel = load_kernel("table")
    forms = [Form(f"{number:07}".encode(), b"x" * 200, (1, 1, 9, 9), (0, 0, 0, 0)) for number in range(2000)]
    table = write_forms(kernel, forms)
    data, asked = bytes(70_000) + table.data, []
    pages = bytearray(len(data) // 65536 + 1)

    def verify(start: int, end: int) -> None:
        asked.append((start, end))
        for page in range(start >> 16, (end - 1 >> 16) + 1):
            pages[page] = 1

    walk = kernel.Cursor(data, pages, verify, 70_000, table.offsets, table.count, kernel.FORMS)
    there, count = walk.seek(b""), 0
    while there:
        count += 1
        there = walk.advance()
    assert count == 2000
    assert pages == bytearray([0] + [1] * (len(pages) - 1))
    assert len(asked) <= len(pages)
    assert all(start >= 70_000 for start, _ in asked)


def test_an_error_of_verification_reaches_the_caller(load_kernel) -> None:
    """It names the file that is damaged."""
    kernel = load_kernel("table")
    table = write_forms(kernel, [Form(b"a", b"", (1, 1, 1, 1), (0, 0, 0, 0))])

    def refuse(start: int, end: int) -> None:
        raise RuntimeError("altered")

    with pytest.raises(RuntimeError, match="altered"):
        cursor(kernel, table, kernel.FORMS, verify=refuse).seek(b"a")


# ------------------------------------------------------------------ many forms


KEYS = sorted({key_of(word) for word in (*WORDS, *NAMES, *COMPOUNDS)})
ALPHABET = st.sampled_from("aemnrt" + "é中β🎉")
ANY, ONE = b"\xff", b"\xfe"


@st.composite
def shapes(draw: st.DrawFn, key: bytes) -> bytes:
    """A shape made of a key: some of its letters are any."""
    letters = [letter.encode() for letter in key.decode()]
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(letters)))
        letters[at : at + draw(st.integers(0, 3))] = draw(
            st.sampled_from([[ANY], [ONE], [ONE, ANY], [b"e"], []])
        )
    return b"".join(letters)


def expression(shape: bytes) -> re.Pattern[str]:
    """The same as a regular expression."""
    parts = re.split(rb"([\xfe\xff])", shape)
    return re.compile(
        "".join({ANY: ".*", ONE: "."}.get(part, re.escape(part.decode("utf-8", "ignore"))) for part in parts)
    )


@given(data=st.data(), short=st.sets(st.text(ALPHABET, max_size=6), max_size=100))
@settings(max_examples=80)
def test_keys_of_a_shape_are_those_that_the_regular_expression_finds(
    load_kernel, data: st.DataObject, short: set[str]
) -> None:
    """`*ation` is answered from the words that there are, and by all of them."""
    kernel = load_kernel("table")
    keys = sorted(each.encode() for each in {*KEYS, *short})
    walk = cursor(
        kernel,
        write_forms(kernel, [Form(each, b"", (1, 1, 1, 1), (0, 0, 0, 0)) for each in keys]),
        kernel.FORMS,
    )
    for _ in range(4):
        shape = data.draw(st.sampled_from(keys).flatmap(shapes))
        prefix = re.split(rb"[\xfe\xff]", shape)[0]
        out = array("I", bytes(4 * len(keys)))
        filled = walk.matching(shape, len(prefix), out) if walk.seek(prefix) else 0
        found = expression(shape)
        assert [keys[number] for number in out[:filled]] == [
            each for each in keys if found.fullmatch(each.decode())
        ]


@given(forms=some_forms(), data=st.data(), room=st.sampled_from([1, 40, 1 << 14]))
@settings(max_examples=50)
def test_many_forms_are_told_as_each_of_them_is(
    load_kernel, forms: list[Form], data: st.DataObject, room: int
) -> None:
    """Where a thousand lists are written is told at once, not form by form."""
    kernel = load_kernel("table")
    walk = cursor(kernel, write_forms(kernel, forms), kernel.FORMS, b"before")
    entries = expected(forms)
    some = data.draw(st.lists(st.sampled_from(range(len(forms))), max_size=60)) if forms else []
    numbers = array("I", sorted(some) if data.draw(st.booleans()) else some)
    body, title = array("Q", bytes(48 * len(numbers))), array("Q", bytes(48 * len(numbers)))
    walk.lists(numbers, body, title)
    for at, number in enumerate(numbers):
        for told, counts in ((body, entries[number][2]), (title, entries[number][3])):
            articles, occurrences, postings, postings_size, positions, positions_size = counts
            there = bool(forms[number].body[0] if told is body else forms[number].title[0])
            assert told[6 * at] == articles
            if there:
                assert list(told[6 * at + 1 : 6 * at + 6]) == [
                    occurrences,
                    postings,
                    postings_size,
                    positions,
                    positions_size,
                ]
    done, spelled, buffer = 0, b"", bytearray(room)
    while done < len(numbers):
        done, filled = walk.spell(numbers, done, buffer)
        spelled += buffer[:filled]
        if not filled:
            buffer += bytes(len(buffer))
    wanted = [entries[number][1] or entries[number][0] for number in numbers]
    assert spelled.split(b"\n")[:-1] == wanted


def test_forms_that_are_not_there_and_buffers_too_small_are_refused(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    kernel = load_kernel("table")
    walk = cursor(kernel, write_forms(kernel, sorted(sample_forms())), kernel.FORMS)
    groups = cursor(kernel, write_groups(kernel, sample_groups()), kernel.GROUPS)
    one, six = array("I", [0]), array("Q", bytes(48))
    walk.lists(one, six, six)
    for call, told in (
        (lambda: walk.lists(one, six, six[1:]), "room for each form"),
        (lambda: groups.lists(one, six, six), "room for each form"),
        (lambda: groups.spell(one, 0, bytearray(9)), "only forms"),
        (lambda: walk.spell(one, -1, bytearray(9)), "only forms"),
        (lambda: walk.lists(array("I", [100]), six, six), "damaged"),
        (lambda: walk.spell(array("I", [100]), 0, bytearray(9)), "damaged"),
        (lambda: walk.seek(b"") and walk.matching(b"a", 2, one), "longer than its beginning"),
        (lambda: walk.seek(b"") and walk.matching(ANY, 0, one), "too small"),
    ):
        with pytest.raises(ValueError, match=told):
            call()


# ------------------------------------------------------------------ words alike


def distance(a: str, b: str) -> int:
    """Letters inserted, left out, replaced or swapped between two words, by the definition of the distance."""
    rows = [[max(i, j) if not i or not j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            ways = [rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1])]
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                ways.append(rows[i - 2][j - 2] + 1)
            rows[i][j] = min(ways)
    return rows[-1][-1]


@st.composite
def alike(draw: st.DrawFn, word: str) -> str:
    """A word with some letters changed."""
    for _ in range(draw(st.integers(0, 3))):
        at, more = draw(st.integers(0, len(word))), draw(ALPHABET)
        change = draw(st.integers(0, 3))
        swapped = word[at + 1 : at + 2] + word[at : at + 1]
        word = word[:at] + ("", more, more, swapped)[change] + word[at + (1, 0, 1, 2)[change] :]
    return word


@given(data=st.data(), short=st.sets(st.text(ALPHABET, max_size=5), max_size=150))
@settings(max_examples=50)
def test_words_alike_are_those_that_a_look_at_all_of_them_finds(
    load_kernel, data: st.DataObject, short: set[str]
) -> None:
    """Whoever mistypes a name by one letter must find it, however the lexicon is cut into blocks."""
    kernel = load_kernel("table")
    changed = data.draw(st.lists(st.sampled_from(KEYS).flatmap(alike), max_size=30))
    keys = sorted(each.encode() for each in {*KEYS, *changed, *short})
    forms = []
    for each in keys:
        again = data.draw(st.sampled_from([0, 0, 0, 0, 1, 40])) if len(each) > 2 else 0
        forms.append(Form(each, b"", (1, 1, 1, 1), (0, 0, 0, 0)))
        forms += [Form(each, each + b"%02d" % number, (1, 1, 1, 1), (0, 0, 0, 0)) for number in range(again)]
    walk = cursor(kernel, write_forms(kernel, forms), kernel.FORMS)
    for _ in range(4):
        wanted = data.draw(st.sampled_from(keys).map(bytes.decode).flatmap(alike) | st.text(ALPHABET))
        limit = data.draw(st.integers(0, 2))
        found = walk.within(array("I", map(ord, wanted)), limit)
        assert found == [
            each
            for number, form in enumerate(forms)
            if abs(len(form.key.decode()) - len(wanted)) <= limit
            if (apart := distance(form.key.decode(), wanted)) <= limit
            for each in (number, apart)
        ]


def test_what_begins_too_far_away_is_skipped(interpreted_kernel) -> None:
    """A lexicon has hundreds of thousands of words: one that looks at all of each is too slow."""
    kernel = interpreted_kernel("table")
    forms = [
        Form(f"{first}{number:05}".encode(), b"", (1, 1, 1, 1), (0, 0, 0, 0))
        for first in "abcdefgh"
        for number in range(1000)
    ]
    walk = cursor(kernel, write_forms(kernel, forms), kernel.FORMS)
    found = []
    wanted = array("I", map(ord, "cccccc"))
    work = lines_run(lambda _: found.extend(walk.within(wanted, 1)), "")
    every = lines_run(lambda _: walk.seek(b"h00999"), "") * len(forms) / kernel.BLOCK
    assert found == []
    assert work < every / 4


def test_a_word_or_a_distance_that_is_too_large_is_refused(load_kernel) -> None:
    """Rows are made for the longest key there can be, and no longer one."""
    kernel = load_kernel("table")
    walk = cursor(kernel, write_forms(kernel, sorted(sample_forms())), kernel.FORMS)
    assert walk.within(array("I", [97]) * (kernel.LONGEST_KEY + 2), 2) == []
    for wanted, limit in ((array("I", [97]) * (kernel.LONGEST_KEY + 3), 2), (array("I", [97]), 3)):
        with pytest.raises(ValueError, match="too l"):
            walk.within(wanted, limit)


# ------------------------------------------------------------------ damage


def survive(kernel: ModuleType, table: Table, kind: int, wanted: bytes) -> None:
    """Use a table in all ways: entries that a table may hold, or a ValueError; and an end."""
    try:
        walk = cursor(kernel, table, kind)
    except ValueError:
        return
    for start in (
        lambda: walk.seek(b""),
        lambda: walk.seek(wanted),
        lambda: walk.go(table.count // 2) or True,
    ):
        try:
            there, steps = start(), 0
            while there:
                assert len(walk.text()) <= kernel.LONGEST_KEY
                if kind == kernel.FORMS:
                    spelling, body, title = walk.form()
                    assert len(spelling) <= len(table.data)
                    assert all(0 <= articles <= 0xFFFFFFFF for articles in (body[0], title[0]))
                    assert all(occurrences <= 8 * size for _, occurrences, _, _, _, size in (body, title))
                there, steps = walk.advance(), steps + 1
                assert steps <= table.count
        except ValueError:
            pass
    try:
        for number in walk.within(array("I", wanted), 2)[::2]:
            assert 0 <= number < table.count
    except ValueError:
        pass
    if kind == kernel.GROUPS and table.count < 200:
        with suppress(ValueError):
            for _, members in read_groups(kernel, table):
                assert members == sorted(set(members))
    if kind == kernel.FORMS and table.count < 200:
        many = array("I", range(table.count))
        body, title = array("Q", bytes(48 * len(many))), array("Q", bytes(48 * len(many)))
        for use in (
            lambda: walk.seek(b"") and walk.matching(b"\xff7\xfe", 0, many[:]),
            lambda: walk.lists(many, body, title),
            lambda: walk.spell(many, 0, bytearray(1 << 14)),
        ):
            with suppress(ValueError):
                use()
        assert all(body[at + 1] <= 8 * body[at + 5] for at in range(0, len(body), 6))
    forms, groups = sound_tables(kernel)
    tables = (table, groups, groups) if kind == kernel.FORMS else (forms, table, table)
    with suppress(ValueError):
        found, *_ = finder(kernel, *tables).find(b"mot7\nmot8\n", b"groupe007\n", b"groupe008\ngroupe009\n")
        assert list(found) == sorted(set(found))
        assert all(number < max(table.count, forms.count) for number in found)


def sample_forms() -> list[Form]:
    return [
        Form(
            f"mot{number // 3}".encode(),
            f"Möt{number}".encode() if number % 3 else b"",
            (1 + number, 200, 9, 300),
            (2, 3, 4, 5),
        )
        for number in range(100)
    ]


@lru_cache
def sound_tables(kernel: ModuleType) -> tuple[Table, Table]:
    return write_forms(kernel, sorted(sample_forms())), write_groups(kernel, sample_groups())


def sample_groups() -> list[tuple[bytes, list[int]]]:
    return [(f"groupe{number:03}".encode(), [number, number + 200, 70_000]) for number in range(80)]


@pytest.mark.parametrize("kind", ["forms", "groups"])
def test_every_byte_flipped_or_missing_gives_an_error_or_plausible_entries(load_kernel, kind: str) -> None:
    """Checksums find damage first; the kernel must still stay inside its bytes if they do not."""
    kernel = load_kernel("table")
    table = (
        write_forms(kernel, sorted(sample_forms()))
        if kind == "forms"
        else write_groups(kernel, sample_groups())
    )
    number = getattr(kernel, kind.upper())
    step = 1 if kernel.__name__.startswith("searcher") else 5
    for at in range(0, len(table.data), step):
        for mask in (0x80, 0xFF):
            data = bytearray(table.data)
            data[at] ^= mask
            survive(kernel, table._replace(data=bytes(data)), number, b"mot7")
    for size in range(0, len(table.data), 3 * step):
        survive(kernel, table._replace(data=table.data[:size]), number, b"mot7")
    for at in range(len(table.offsets)):
        for wrong in (0, 1, 0xFFFFFFFF, len(table.data) + 1, 70_000):
            offsets = table.offsets[:]
            offsets[at] = wrong
            survive(kernel, table._replace(offsets=offsets), number, b"mot7")


@given(
    data=st.binary(max_size=300),
    offsets=st.lists(st.integers(0, 310), max_size=4),
    count=st.integers(0, 100),
    forms=st.booleans(),
)
@settings(max_examples=200)
def test_bytes_that_nobody_wrote_give_an_error_or_plausible_entries(
    load_kernel, data: bytes, offsets: list[int], count: int, forms: bool
) -> None:
    """An index from a stranger may hold anything."""
    kernel = load_kernel("table")
    survive(kernel, Table(data, array("I", offsets), count), kernel.FORMS if forms else kernel.GROUPS, b"m")


def test_numbers_too_large_for_a_table_are_damage(load_kernel) -> None:
    """A number of nine bytes is no number of a form, and no reason for a wild allocation."""
    kernel = load_kernel("table")
    huge = b"\xff" * 8 + b"\x7f"
    group = Table(b"\0\1a" + b"\2" + huge + huge, array("I", [0, 22]), 1)
    with pytest.raises(ValueError, match="damaged"):
        finder(kernel, sound_tables(kernel)[0], group, group).find(b"", b"a\n", b"")
    data = (
        b"\0\0\0\0" + b"\0\1a\0\1" + b"\1" + huge + b"\1" + b"\1"
    )  # more occurrences than bits of positions
    walk = cursor(kernel, Table(data, array("I", [0, len(data)]), 1), kernel.FORMS)
    assert walk.seek(b"a")
    with pytest.raises(ValueError, match="damaged"):
        walk.form()


def test_pages_that_have_no_checksum_are_not_read(load_kernel) -> None:
    """The checksums themselves stand after the last page: a table that reaches into them is damaged."""
    kernel = load_kernel("table")
    table = write_forms(kernel, [Form(b"a", b"", (1, 1, 1, 1), (0, 0, 0, 0))])
    data = bytes(65_530) + table.data + bytes(64)
    walk = kernel.Cursor(data, bytearray(b"\1"), _never, 65_530, table.offsets, table.count, kernel.FORMS)
    with pytest.raises(ValueError, match="damaged"):
        walk.seek(b"a")


def test_buffers_and_offsets_that_do_not_fit_are_refused(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    kernel = load_kernel("table")
    with pytest.raises(ValueError, match="too small"):
        kernel.Writer(bytearray(10)).forms(
            b"a", array("I", [1]), b"", array("I", [0]), *[array("I", bytes(16))] * 2, array("I", [0, 0])
        )
    with pytest.raises(ValueError, match="too small"):
        kernel.Writer(bytearray(10)).groups(
            b"a", array("I", [1]), array("I", [1]), array("I", [1]), array("I", [0, 0])
        )
    with pytest.raises(ValueError, match="wrong number of blocks"):
        cursor(kernel, Table(b"", array("I", [0]), 1), kernel.FORMS)


# ------------------------------------------------------------------ unfolding


def unfold(kernel: ModuleType, table: Table, kind: int, room: int = 1 << 14) -> list[tuple]:  # type: ignore[type-arg]
    """All entries of a table, as the kernel gives them at once, through buffers of this size at first."""
    walk, filled = cursor(kernel, table, kind, b"before"), array("q", [0, 0])
    key_ends, other_ends = array("I", bytes(4 * table.count)), array("I", bytes(4 * table.count))
    walk.seek(b"")
    keys, body, title = bytearray(room), *(array("I", bytes(16 * table.count)) for _ in range(2))
    if kind == kernel.FORMS:
        others = bytearray(room)
        while not walk.unfold(keys, key_ends, others, other_ends, body, title, filled):
            keys += bytes(len(keys) + 1)
            others += bytes(len(others) + 1)
        counts = [(tuple(body[n : n + 4]), tuple(title[n : n + 4])) for n in range(0, 4 * table.count, 4)]
    else:
        others = array("I", bytes(4 * room))
        while not walk.unfold_groups(keys, key_ends, others, other_ends, filled):
            keys += bytes(len(keys) + 1)
            others.extend(others or [0])
        counts = [()] * table.count
    assert filled[0] == (key_ends[-1] + 1 if key_ends else 0)
    result, start, begin, skip = [], 0, 0, int(kind == kernel.FORMS)
    for end, other_end, more in zip(key_ends, other_ends, counts, strict=True):
        result.append((bytes(keys[start:end]), others[begin:other_end], *more))
        start, begin = end + 1, other_end + skip
    return result


@given(forms=some_forms(), room=st.sampled_from([0, 50, 1 << 14]))
@settings(max_examples=40)
def test_unfolding_gives_all_forms_whatever_the_room(load_kernel, forms: list[Form], room: int) -> None:
    """Segments are merged by this: a form that is left out would never be found again."""
    kernel = load_kernel("table")
    forms = [form for form in forms if form.body[0] or form.title[0]]
    empty = (0, 0, 0, 0)
    expected = [
        (
            form.key,
            form.spelling or form.key,
            *(field if field[0] else empty for field in (form.body, form.title)),
        )
        for form in forms
    ]
    assert unfold(kernel, write_forms(kernel, forms), kernel.FORMS, room) == expected


@given(
    groups=st.dictionaries(
        st.lists(LETTERS, max_size=5).map("".join), st.sets(st.integers(0, 2**31)), max_size=70
    ),
    room=st.sampled_from([0, 9, 1 << 14]),
)
@settings(max_examples=40)
def test_unfolding_gives_all_groups_whatever_the_room(
    load_kernel, groups: dict[str, set[int]], room: int
) -> None:
    """As with forms: a member that is left out would be lost to its family."""
    kernel = load_kernel("table")
    expected = [(name.encode(), array("I", sorted(groups[name]))) for name in sorted(groups)]
    table = write_groups(kernel, [(name, list(members)) for name, members in expected])
    assert unfold(kernel, table, kernel.GROUPS, room) == expected


@pytest.mark.parametrize("kind", ["forms", "groups"])
def test_damage_is_found_while_unfolding(load_kernel, kind: str) -> None:
    """Whatever the bytes, nothing is written beside the buffers, and no line has a newline inside."""
    kernel, number = load_kernel("table"), kind.upper()
    table = (
        write_forms(kernel, sorted(sample_forms()))
        if kind == "forms"
        else write_groups(kernel, sample_groups())
    )
    whole = unfold(kernel, table, getattr(kernel, number))
    step = 1 if kernel.__name__.startswith("searcher") else 7
    for at in range(0, len(table.data), step):
        for mask in (0x01, 0x80, 0xFF):
            data = bytearray(table.data)
            data[at] ^= mask
            try:
                found = unfold(kernel, table._replace(data=bytes(data)), getattr(kernel, number))
            except ValueError as error:
                assert "damaged" in str(error)
            else:
                assert len(found) == len(whole)
                assert not any(b"\n" in key for key, *_ in found)
    with pytest.raises(ValueError, match="damaged"):
        unfold(kernel, table._replace(data=table.data[:-1]), getattr(kernel, number))


def test_sums_that_do_not_go_on_are_damage(load_kernel) -> None:
    """They say where lists begin: a search would read those of other forms."""
    kernel = load_kernel("table")
    table = write_forms(kernel, sorted(sample_forms()))
    data = bytearray(table.data)
    data[table.offsets[1]] ^= 1
    with pytest.raises(ValueError, match="damaged"):
        unfold(kernel, table._replace(data=bytes(data)), kernel.FORMS)


def test_unfolding_into_buffers_that_are_too_small_is_refused(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    kernel = load_kernel("table")
    forms, groups = write_forms(kernel, sample_forms()[:1]), write_groups(kernel, sample_groups()[:1])
    none, one, state = array("I"), array("I", [0]), array("q", [0, 0])
    with pytest.raises(ValueError, match="room for each form"):
        cursor(kernel, forms, kernel.FORMS).unfold(bytearray(9), one, bytearray(9), none, one, one, state)
    with pytest.raises(ValueError, match="room for each form"):
        cursor(kernel, groups, kernel.GROUPS).unfold(
            bytearray(9), one, bytearray(9), one, one * 4, one * 4, state
        )
    with pytest.raises(ValueError, match="room for each group"):
        cursor(kernel, groups, kernel.GROUPS).unfold_groups(bytearray(9), one, one, none, state)
    with pytest.raises(ValueError, match="less than nothing"):
        cursor(kernel, groups, kernel.GROUPS).unfold_groups(bytearray(9), one, one, one, array("q", [-1, 0]))
