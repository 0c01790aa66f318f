"""Posting lists: what is written is read again, and damage is an error, both compiled and interpreted."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from random import Random
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searcher.kernels import postings as _any_postings

BLOCK, ROOM = _any_postings.BLOCK, _any_postings.ROOM
NO_NOTICES = array("Q")
Places = Mapping[int, Sequence[int]]  # of one form: its positions in each article, both in increasing order


class Written(NamedTuple):
    """A list as a segment holds it."""

    postings: bytes
    positions: bytes
    df: int
    occurrences: int
    lengths: array[int]  # of the texts


def zeros(code: str, count: int) -> array:  # type: ignore[type-arg]
    return array(code, bytes(array(code).itemsize * count))


def blocks() -> tuple[array[int], array[int]]:
    return zeros("I", ROOM), zeros("I", ROOM)


def write(
    kernel: ModuleType,
    forms: Sequence[Places],
    lengths: Sequence[int],
    room: int = 1 << 16,
    slope: int = 75,
    typical: int = 100,
) -> list[Written]:
    """Write the lists of several forms, through buffers of a given size."""
    starts, stands = array("I", [0]), array("Q")
    for form in forms:
        for article, places in form.items():
            stands.extend(article << 32 | place for place in places)
        starts.append(len(stands))
    longest = max(end - start for start, end in itertools.pairwise(starts))
    buffers = bytearray(max(room, 11 * longest + 64)), bytearray(max(room, 8 * longest + 8))
    writer = kernel.Writer(*buffers, *blocks())
    order, out = array("I", range(len(forms))), zeros("I", 4 * len(forms))
    result: list[Written] = []
    while len(result) < len(forms):
        first = len(result)
        rank = writer.write(order, first, starts, stands, array("I", lengths), slope, typical, out)
        assert rank > first, "no progress"
        at = place = 0
        for form in range(first, rank):
            df, occurrences, size, place_size = out[4 * form : 4 * form + 4]
            assert occurrences == sum(map(len, forms[form].values()))
            lists = bytes(buffers[0][at : at + size]), bytes(buffers[1][place : place + place_size])
            result.append(Written(*lists, df, occurrences, array("I", lengths)))
            at, place = at + size, place + place_size
        assert (at, place) == writer.sizes()
        writer.rewind()
    return result


def read(kernel: ModuleType, written: Written, limit: int) -> list[tuple[int, int]]:
    """All places of a list."""
    (found,) = places_in(kernel, [written], limit, range(limit))
    return [(place >> 32, place & 0xFFFFFFFF) for place in found]


def opened(kernel: ModuleType, lists: Sequence[Written], limit: int) -> tuple[Any, array[int]]:
    """A reader of some lists of bodies, which stand end to end between other bytes, and where they are."""
    numbers = array("Q")
    postings, positions = b"before", b"b"
    for each in lists:
        numbers.extend((each.df, each.occurrences, len(postings) - 6, len(each.postings)))
        numbers.extend((len(positions) - 1, len(each.positions)))
        postings, positions = postings + bytes(each.postings), positions + bytes(each.positions)
    files = [
        (data + b"after", bytearray(b"\1" * (len(data) // 65536 + 1)), None) for data in (postings, positions)
    ]
    reader = kernel.Reader(*blocks())
    sections = array("Q", [6, len(postings), *[0] * 6, 1, len(positions), *[0] * 6])
    reader.open(*files, sections, limit, of_texts(limit, lists[0].lengths))
    return reader, numbers


def with_notices(
    kernel: ModuleType, form: Places, noticed: Places, limit: int
) -> tuple[Any, array[int], array[int]]:
    """A reader of the lists of a form in bodies and in their notices, and where each is."""
    body, notices = write(kernel, [form, noticed], [1] * limit)
    sections = array("Q", bytes(8 * 16))
    sections[1], sections[4:6] = len(body.postings), array("Q", [len(body.postings)]) * 2
    sections[5] += len(notices.postings)
    marks = bytearray(b"\1" * 9)
    reader = kernel.Reader(*blocks())
    files = (body.postings + notices.postings, marks, None), (b"", marks, None)
    reader.open(*files, sections, limit, of_texts(limit))
    body_list, notice_list = (
        array("Q", [each.df, each.occurrences, 0, len(each.postings), 0, 0]) for each in (body, notices)
    )
    return reader, body_list, notice_list


def of_texts(limit: int, lengths: Iterable[int] = ()) -> tuple[array[int], array[int]]:
    """The lengths of bodies, and those of titles, which are the same; of the first ones as told."""
    found = array("I", [*lengths, *[1] * limit])
    return found, found


def norms_of(weight: float, slope: float, average: float, longest: int = 100) -> array[float]:
    """What an occurrence counts in a text of each length."""
    return array("d", [weight / (1 - slope + slope * length / average) for length in range(longest)])


def forms_of(
    kernel: ModuleType,
    body: array[int],
    title: array[int],
    weights: Sequence[float],
    levels: Sequence[int] = (),
    notices: array[int] | None = None,
    less: float = 0.0,
) -> Any:
    """Some forms of the second of two segments, which have levels, or those that follow from their weights."""
    scale = array("d", sorted(set(weights)))
    if levels:
        scale = array("d", [-1.0]) * 7
        for weight, level in zip(weights, levels, strict=True):
            scale[level - 1] = weight
    ends = array("I", [0, len(weights)])
    told = NO_NOTICES if notices is None else notices
    return kernel.Forms(ends, body, title, told, less, array("d", weights), scale)


class Sums:
    """What articles gather."""

    def __init__(self, limit: int) -> None:
        self.totals, self.tiers, self.found = zeros("d", limit), bytearray(limit), zeros("I", limit + 1)
        self.marks = zeros("Q", -(-limit // 64))

    def room(
        self,
        kernel: ModuleType,
        lengths: array[int],
        norms: Sequence[array[float]],
        hits: bytes | None = None,
        deleted: array[int] | None = None,
    ) -> Any:
        room = kernel.Room(
            (lengths, lengths),
            array("Q") if deleted is None else deleted,
            self.totals,
            self.tiers,
            self.found,
            bytes(len(self.tiers)) if hits is None else hits,
            self.marks,
        )
        room.weigh_by(*norms)
        return room

    def gather(
        self,
        kernel: ModuleType,
        reader: Any,
        body: array[int],
        title: array[int],
        weights: array[float],
        levels: bytes,
        lengths: array[int],
        norms: array[float],
        title_norms: array[float] | None = None,
        among: bytes | None = None,
        wanted: array[int] | None = None,
    ) -> None:
        forms = forms_of(kernel, body, title, weights, levels)
        room = self.room(kernel, lengths, (norms, title_norms or norms), among)
        met = reader.gather(forms, 1, room, 0 if among is None else 1, wanted)
        self.found = self.found[:met]


def places_in(
    kernel: ModuleType, lists: Sequence[Written], limit: int, wanted: Iterable[int], room: int = -1
) -> list[list[int]]:
    """The places of some lists, each a word of its own, in some articles."""
    return words_in(kernel, lists, range(1, len(lists) + 1), limit, wanted, room)


def words_in(
    kernel: ModuleType,
    lists: Sequence[Written],
    words: Iterable[int],
    limit: int,
    wanted: Iterable[int],
    room: int = -1,
) -> list[list[int]]:
    """The places of some words in some articles; `words` tells how many lists there are when each ends."""
    reader, numbers = opened(kernel, lists, limit)
    articles, forms = array("I", sorted({*wanted})), array("I", words)
    bits, counts = zeros("Q", limit // 64 + 1), zeros("Q", len(lists))
    for article in articles:
        bits[article >> 6] |= 1 << (article & 63)
    reader.count_places(numbers, 0, bits, counts)
    if sum(counts) > 8 * sum(len(each.positions) for each in lists):  # each takes a bit
        raise ValueError("damaged")
    out, spare = (zeros("Q", sum(counts) if room < 0 else room) for _ in range(2))
    ends = zeros("I", len(forms))
    filled = reader.read_places(numbers, forms, 0, articles, out, spare, ends)
    if filled < 0:
        raise ValueError("there is no room")
    assert filled == (ends[-1] if ends else 0)
    return [list(out[start:end]) for start, end in itertools.pairwise((0, *ends))]


@st.composite
def places(draw: st.DrawFn, max_df: int = 1000) -> Places:
    """A list as a corpus makes them: short or long, dense or sparse, mostly once an article."""
    df = draw(
        st.sampled_from([0, 1, 2, 3, 127, 128, 129, 255, 256, 257, 300, 640, 1000]) | st.integers(1, max_df)
    )
    random = Random(draw(st.integers(0, 1 << 32)))  # drawing each number from hypothesis takes seconds
    widest = min(draw(st.sampled_from([1, 1, 2, 10, 300, 70_000])), 1 + 100_000 // (df + 1))
    often = draw(st.sampled_from([1, 1, 2, 5, 300]))
    form, article = {}, -1
    for _ in range(min(df, max_df)):
        article += random.randint(1, widest)
        count = random.randint(1, often) if random.random() < 0.2 else 1
        position, positions = random.choice([0, 0, 5, 200, 20_000]), []
        for _ in range(count):
            positions.append(position)
            position += random.choice([0, 1, 1, 7, 127, 128, 300, 1_000_000 if often < 5 else 3])
        form[article] = positions
    return form


def limit_of(forms: Sequence[Places]) -> int:
    return max((max(form, default=0) for form in forms), default=0) + 1


@given(
    forms=st.lists(places(), min_size=1, max_size=4), words=st.sampled_from([0, 1, 7, 300, 100_000, 1 << 31])
)
@settings(max_examples=60)
def test_places_come_back_as_they_were_written(load_kernel, forms: list[Places], words: int) -> None:
    """Phrases, highlights and scores all rest on this round trip, however badly the codes suit the text."""
    kernel, limit = load_kernel("postings"), limit_of(forms)
    for form, written in zip(forms, write(kernel, forms, [words] * limit), strict=True):
        assert written.df == len(form)
        expected = [(article, position) for article, positions in form.items() for position in positions]
        assert read(kernel, written, limit) == expected


def test_a_word_that_stands_thousands_of_times_in_one_article_keeps_all_its_places(load_kernel) -> None:
    """Frequencies are saturated in bounds of scores only, never in the list."""
    form = {article: range(0, 140_000, 2) if article == 70 else [article] for article in range(200)}
    (written,) = write(load_kernel("postings"), [form], [1] * 200)
    found = read(load_kernel("postings"), written, 200)
    assert [position for article, position in found if article == 70] == list(range(0, 140_000, 2))
    assert len(found) == 70_000 + 199


@given(forms=st.lists(places(max_df=300), min_size=2, max_size=12))
@settings(max_examples=15)
def test_small_buffers_give_the_same_bytes_as_large_ones(load_kernel, forms: list[Places]) -> None:
    """A segment is written through a buffer: where it fills up must leave no trace."""
    kernel, limit = load_kernel("postings"), limit_of(forms)
    assert write(kernel, forms, [1] * limit, room=100) == write(kernel, forms, [1] * limit, room=1 << 22)


@given(forms=st.lists(places(), min_size=1, max_size=3), data=st.data())
@settings(max_examples=40)
def test_places_are_those_of_the_articles_wanted(
    load_kernel, forms: list[Places], data: st.DataObject
) -> None:
    """Phrases and nearness look at few articles, and read no other."""
    kernel, limit = load_kernel("postings"), limit_of(forms)
    known = sorted(set().union(*forms))
    wanted = data.draw(st.sets(st.sampled_from(known))) if known else set()
    written = write(kernel, forms, [1] * limit)
    found = places_in(kernel, written, limit, wanted)
    assert found == [
        [(article << 32) + position for article in sorted(wanted & form.keys()) for position in form[article]]
        for form in forms
    ]
    size = sum(map(len, found))
    if size > 1:
        with pytest.raises(ValueError, match="no room"):
            places_in(kernel, written, limit, wanted, size - 1)


# Forms of a word are never stacked on one place with themselves, but may be with each other.
FEW = st.dictionaries(st.integers(0, 5), st.sets(st.integers(0, 9), min_size=1).map(sorted), max_size=4).map(
    lambda form: dict(sorted(form.items()))
)


@given(words=st.lists(st.lists(FEW, max_size=9), min_size=1, max_size=3), wanted=st.sets(st.integers(0, 5)))
@settings(max_examples=60)
def test_the_forms_of_a_word_are_one_row_of_places(
    load_kernel, words: list[list[Places]], wanted: set[int]
) -> None:
    """All spellings of a word together are one slot of a phrase, and a place is one place."""
    kernel, forms = load_kernel("postings"), [form for word in words for form in word]
    if not forms:
        return
    found = words_in(kernel, write(kernel, forms, [3] * 6), itertools.accumulate(map(len, words)), 6, wanted)
    assert found == [
        sorted(
            {article << 32 | at for form in word for article in wanted & form.keys() for at in form[article]}
        )
        for word in words
    ]


@given(
    words=st.lists(
        st.lists(FEW, min_size=1, max_size=4) | st.lists(places(), max_size=1), min_size=1, max_size=3
    ),
    data=st.data(),
)
@settings(max_examples=100)
def test_words_in_a_row_are_those_of_a_look_at_all_places(
    load_kernel, words: list[list[Places]], data: st.DataObject
) -> None:
    """A phrase is found where each word stands as far from the first as it was typed, and nowhere else."""
    kernel, forms = load_kernel("postings"), [form for word in words for form in word]
    if not forms:
        return
    limit = limit_of(forms)
    reader, numbers = opened(kernel, write(kernel, forms, [3] * limit), limit)
    shifts = data.draw(st.lists(st.integers(0, 3), min_size=len(words), max_size=len(words)))
    standing = [
        {
            (article, position - shift)
            for form in word
            for article, positions in form.items()
            for position in positions
            if position >= shift
        }
        for word, shift in zip(words, shifts, strict=True)
    ]
    among = data.draw(st.none() | st.sets(st.integers(0, min(limit, 300) - 1)).map(sorted))
    ends, of_words = array("I", itertools.accumulate(map(len, words))), array("I", shifts)
    wanted = zeros("I", limit) if among is None else array("I", among)
    count, bits = -1 if among is None else len(wanted), zeros("Q", 2 * (limit // 64 + 1))
    expected = sorted(
        article << 32 | position
        for article, position in set.intersection(*standing)
        if among is None or article in among
    )
    size = sum(len(positions) for form in forms for positions in form.values())
    room = data.draw(st.sampled_from([size, size // 2]))
    out, more, spare = (zeros("Q", room) for _ in range(3))
    many_more = data.draw(st.sampled_from([0, 8]))
    filled = reader.read_row(numbers, ends, of_words, 0, wanted, count, many_more, bits, out, more, spare)
    if filled >= 0:
        assert list(dict.fromkeys(out[:filled])) == expected
    else:
        assert room < size
        assert {place >> 32 for place in expected} <= set(wanted[: -1 - filled])


def test_blocks_without_an_article_wanted_are_passed_over(load_kernel) -> None:
    """The first, the last and the only wanted one of a block, and none in a row of blocks."""
    kernel = load_kernel("postings")
    form = {article: [article % 7, article % 7 + 2] for article in range(0, 4000, 3)}
    (written,) = write(kernel, [form], [9] * 4000)
    for wanted in ([0], [3 * 127], [3 * 128], [3 * 640, 3 * 1300], [1, 2, 4], [3 * 1333], [3999]):
        expected = [article << 32 | place for article in wanted for place in form.get(article, ())]
        assert places_in(kernel, [written], 4000, wanted) == [expected]


@given(form=places(max_df=400), data=st.data())
@settings(max_examples=40)
def test_gathering_adds_what_the_formula_says(load_kernel, form: Places, data: st.DataObject) -> None:
    """Scores are sums of these: weight × frequency / (1 - b + b × length / average)."""
    kernel, limit = load_kernel("postings"), limit_of([form])
    if limit > 5000:
        form = {article % 5000: positions for article, positions in form.items()}
        form, limit = dict(sorted(form.items())), 5000
    lengths = array("I", data.draw(st.lists(st.integers(0, 900), min_size=7, max_size=7)) * (limit // 7 + 1))
    del lengths[limit:]
    # At a slope of 1 a text of function words alone has no norm; ours are well below.
    weight, slope, average = data.draw(st.tuples(st.floats(0.1, 3), st.floats(0, 0.99), st.floats(0.5, 500)))
    longest = data.draw(st.sampled_from([2, 500, 1000]))  # longer texts have their norms worked out
    rank, level = data.draw(st.sampled_from([(1.0, 4), (0.5, 3), (0.25, 2)]))
    other = dict(data.draw(st.permutations(list(form.items())))[: len(form) // 2])
    written = write(kernel, [form, dict(sorted(other.items()))], lengths)
    sums = Sums(limit)
    for article in range(0, limit, 3):
        sums.totals[article], sums.tiers[article] = 2.0, 3  # left by another form
    reader, numbers = opened(kernel, written, limit)
    weights = array("d", [rank, 0.125])
    norms = norms_of(weight, slope, average, longest)
    some = data.draw(st.none() | st.sampled_from([2, 5, 300]))  # or only every so many-th article gathers
    among = some and bytes(article % some == 0 for article in range(limit))
    sums.gather(kernel, reader, numbers, array("Q"), weights, bytes([level, 1]), lengths, norms, among=among)
    for article in range(limit):
        before = (2.0, 3) if article % 3 == 0 else (0.0, 0)
        norm = 1 - slope + slope * lengths[article] / average
        gained = weight * rank * len(form[article]) / norm if article in form else 0.0
        gained += weight * 0.125 * len(form[article]) / norm if article in other else 0.0
        gained = 0.0 if among and not among[article] else gained
        assert sums.totals[article] == pytest.approx(before[0] + gained)
        assert sums.tiers[article] == (max(before[1], level) if article in form else before[1])
    assert sorted(sums.found) == [article for article in form if article % 3]
    if among:  # the same, looking at nothing else: to the last bit, since terms are added in the same order
        wanted, looked_at = zeros("Q", limit // 64 + 1), Sums(limit)
        for article in range(limit):
            looked_at.totals[article] = 2.0 if article % 3 == 0 else 0.0
            wanted[article >> 6] |= (article % some == 0) << (article & 63)
        looked_at.gather(
            kernel, reader, numbers, array("Q"), weights, bytes([level, 1]), lengths, norms, wanted=wanted
        )
        assert looked_at.totals == sums.totals
        assert not any(looked_at.tiers)
        assert len(looked_at.found) == 0
        seen = zeros("Q", limit // 64 + 1)
        reader.mark(numbers, 0, seen, wanted)
        for article in range(limit):
            there = (seen[article >> 6] >> (article & 63)) & 1
            assert not there or article in form or article in other
            assert there or article % some or not (article in form or article in other)


@given(form=places(max_df=300), data=st.data())
@settings(max_examples=30)
def test_what_stands_in_notices_counts_less(load_kernel, form: Places, data: st.DataObject) -> None:
    """An article is found by what stands in its notices alone, after those whose news has it."""
    kernel, limit = load_kernel("postings"), limit_of([form])
    noticed = {
        article: positions[: data.draw(st.integers(1, len(positions)))]
        for number, (article, positions) in enumerate(form.items())
        if number % 3
    }
    reader, lists, less = with_notices(kernel, form, noticed, limit)
    sums, lengths, norms = (
        Sums(limit),
        array("I", [1 + number % 7 for number in range(limit)]),
        norms_of(2, 0.5, 3),
    )
    some = data.draw(st.sampled_from([0, 1]))
    among = bytes(some for _ in range(limit))
    forms = forms_of(kernel, lists, array("Q"), [0.5], [3], less, 0.75)
    met = reader.gather(forms, 1, sums.room(kernel, lengths, (norms, norms), among), some)
    assert sorted(sums.found[:met]) == list(form)
    for article, positions in form.items():
        counted = len(positions) - 0.75 * len(noticed.get(article, ()))
        assert sums.totals[article] == pytest.approx(0.5 * counted * norms[lengths[article]])
        assert sums.totals[article] > 0
        assert sums.tiers[article] == 3


@pytest.mark.parametrize("after", [0, 7, 8, 99])
@pytest.mark.parametrize("width", range(33))
def test_gaps_and_frequencies_of_any_width_come_back(load_kernel, width: int, after: int) -> None:
    """Blocks are read by eight bytes at a time, and where fewer follow, byte by byte."""
    kernel, random = load_kernel("postings"), Random(width)
    # 128 gaps of more than 25 bits are more articles than there can be.
    gaps = [random.getrandbits(min(width, 24)) for _ in range(128)]
    frequencies = [random.getrandbits(width) for _ in range(128)]
    frequencies[5] = min((1 << width) - 1, (1 << 32) - 2)
    packed = b"".join(
        sum(value << (width * place) for place, value in enumerate(values)).to_bytes(16 * width, "little")
        for values in (gaps, frequencies)
    )
    articles = [number - 1 for number in itertools.accumulate(gap + 1 for gap in gaps)]
    limit = articles[-1] + 1
    entry = array("I", [articles[-1], 2 + len(packed), 0]).tobytes() + b"\0\0"
    data = entry + bytes([width, width]) + packed
    reader = kernel.Reader(*blocks())
    marks = bytearray(b"\1" * 9)
    sections = array("Q", [0, len(data), *[0] * 14])
    reader.open((data + bytes(after), marks, None), (b"", marks, None), sections, limit, of_texts(0))
    lists, counts = array("Q", [128, 1, 0, len(data), 0, 0]), zeros("Q", 1)
    for article, frequency in list(zip(articles, frequencies, strict=True))[::25]:
        if limit < 1 << 20:
            wanted = zeros("Q", limit // 64 + 1)
            wanted[article >> 6] = 1 << (article & 63)
            reader.count_places(lists, 0, wanted, counts)
            assert counts[0] == frequency + 1


@given(form=places())
@settings(max_examples=20)
def test_marking_sets_the_bits_of_the_list_and_no_other(load_kernel, form: Places) -> None:
    """Exact counts are counts of these bits."""
    kernel, limit = load_kernel("postings"), limit_of([form])
    (written,) = write(kernel, [form], [1] * limit)
    seen = zeros("Q", limit // 64 + 1)
    reader, numbers = opened(kernel, [written], limit)
    reader.mark(numbers, 0, seen)
    assert sum(word.bit_count() for word in seen) == len(form)
    assert all(seen[article >> 6] >> (article & 63) & 1 for article in form)


def test_notices_that_take_away_all_there_is_find_no_article_again(load_kernel) -> None:
    """Nobody wrote such lists: a stranger's must not fill more room than a segment has articles."""
    kernel, limit = load_kernel("postings"), 200
    once, twice = ({article: range(times) for article in range(limit)} for times in (1, 2))
    reader, lists, less = with_notices(kernel, once, twice, limit)
    lists.extend([0] * 6)
    forms, ones = forms_of(kernel, lists, array("Q"), [1.0, 1.0], (), less * 2, 0.5), array("I", [1]) * limit
    sums = Sums(limit)
    assert reader.collect(forms, 1, sums.room(kernel, ones, NORMS)) == limit
    assert sorted(sums.found[:limit]) == list(range(limit))
    sums, heap = Sums(limit), array("d", [-1.0])
    assert reader.best(forms, 1, sums.room(kernel, ones, NORMS), 1.0, 1 << 40, 64, heap) == limit


@pytest.mark.parametrize(
    "way", ["gather", "gather some", "gather wanted", "collect", "collect among", "best", "best pruned"]
)
def test_notices_of_what_nothing_holds_leave_nothing_behind(load_kernel, way: str) -> None:
    """Room is used again: what was below 0 there would be found once for each form, past the end of the room."""
    kernel, limit = load_kernel("postings"), 500
    body, noticed = {article: [1] for article in range(0, limit, 3)}, {at: range(9) for at in range(limit)}
    reader, lists, notices = with_notices(kernel, body, noticed, limit)
    forms, sums = forms_of(kernel, lists, array("Q"), [1.0], (), notices, 0.7), Sums(limit)
    room = sums.room(kernel, array("I", [1]) * limit, NORMS, b"\1" * limit)
    bits, heap = array("Q", [0xFFFFFFFFFFFFFFFF]) * len(sums.marks), array("d", [-1.0])
    match way:
        case "gather":
            reader.gather(forms, 1, room)
        case "gather some":
            reader.gather(forms, 1, room, 1)
        case "gather wanted":
            reader.gather(forms, 1, room, 0, bits)
        case "collect":
            reader.collect(forms, 1, room)
        case "collect among":
            sums.found[:limit] = array("I", range(limit))
            reader.collect(forms, 1, room, limit)
        case _:
            reader.best(forms, 1, room, 1.0, 0 if way == "best pruned" else 1 << 40, 64, heap)
    assert list(sums.totals) == [0.0] * limit


FORMS = st.lists(places(max_df=300) | st.just({}), min_size=1, max_size=5)


class Fields(NamedTuple):
    """The lists of some forms in bodies and titles, and what they count for."""

    body: list[Places]
    title: list[Places]
    weights: array[float]
    lengths: array[int]
    limit: int

    @classmethod
    def of(cls, body: Sequence[Places], title: Sequence[Places]) -> Fields:
        count = max(len(body), len(title))
        body, title = ([*forms, *[{}] * 5][:count] for forms in (body, title))
        limit = limit_of([*body, *title])
        weights = array("d", [(1.0, 0.5, 0.25, 0.9, 0.6)[number] for number in range(count)])
        return cls(list(body), list(title), weights, array("I", [at % 7 for at in range(limit)]), limit)

    def gained(self, norms: Sequence[array[float]]) -> dict[int, float]:
        """What each article gathers."""
        gained: dict[int, float] = {}
        for forms, norm in zip((self.body, self.title), norms, strict=True):
            for weight, form in zip(self.weights, forms, strict=True):
                for article, positions in form.items():
                    more = weight * len(positions) * norm[self.lengths[article]]
                    gained[article] = gained.get(article, 0.0) + more
        return gained


NORMS = norms_of(1, 0.75, 3), norms_of(3, 0.3, 3)


@given(
    body=st.lists(places(max_df=700) | st.just({}), min_size=1, max_size=5),
    title=st.lists(places(max_df=300) | st.just({}), max_size=5),
    data=st.data(),
)
@settings(max_examples=40)
def test_collecting_adds_what_gathering_does_to_the_last_bit(
    load_kernel, body: list[Places], title: list[Places], data: st.DataObject
) -> None:
    """In whatever order, of all articles or of some: two ways to one score must not order a page differently."""
    kernel, fields = load_kernel("postings"), Fields.of(body, title)
    reader, *told = lists_anywhere(kernel, fields.body, fields.title, fields.limit)
    gathered = Sums(fields.limit)
    gathered.gather(kernel, reader, *told, fields.weights, (), fields.lengths, *NORMS)
    sums, forms = Sums(fields.limit), forms_of(kernel, *told, fields.weights)
    met = reader.collect(forms, 1, sums.room(kernel, fields.lengths, NORMS))
    assert sums.totals == gathered.totals
    assert sorted(sums.found[:met]) == sorted(gathered.found)
    gained = fields.gained(NORMS)
    assert {at: total for at, total in enumerate(sums.totals) if total} == pytest.approx(gained)
    few = data.draw(st.integers(0, 40)), data.draw(st.sampled_from([1, 2, 17]))
    wanted = list(range(few[0], fields.limit, few[1]))
    sums = Sums(fields.limit)
    sums.found[: len(wanted)] = array("I", wanted)
    assert reader.collect(forms, 1, sums.room(kernel, fields.lengths, NORMS), len(wanted)) == len(wanted)
    among = set(wanted)
    for article in range(fields.limit):
        assert sums.totals[article] == (gathered.totals[article] if article in among else 0.0)


@given(
    body=st.lists(places(max_df=700) | st.just({}), min_size=1, max_size=5),
    title=st.lists(places(max_df=300) | st.just({}), max_size=5),
    gone=st.sets(st.integers(0, 200), max_size=60),
    wanted=st.sampled_from([1, 3, 40, 900]),
    data=st.data(),
)
@settings(max_examples=60)
def test_what_may_be_among_the_best_is_added_up_and_nothing_else_is_left(
    load_kernel,
    body: list[Places],
    title: list[Places],
    gone: set[int],
    wanted: int,
    data: st.DataObject,
) -> None:
    """A bound that is too low would lose an article that nobody would miss until it was looked for."""
    kernel, fields = load_kernel("postings"), Fields.of(body, title)
    typical = data.draw(st.sampled_from([1, 3, 50]))  # the mean of the index is 3
    reader, *told = lists_anywhere(
        kernel, fields.body, fields.title, fields.limit, lengths=fields.lengths, typical=typical
    )
    bits = zeros("Q", fields.limit // 64 + 1)
    for article in gone & set(range(fields.limit)):
        bits[article >> 6] |= 1 << (article & 63)
    sums = Sums(fields.limit)
    before = [9.0, 0.5][: data.draw(st.integers(0, 2))][:wanted]  # of another segment
    heap = array("d", sorted([*before, *[-1.0] * (wanted - len(before))]))
    scale = 1.000001 * max(1.0, 3 / typical) / 256
    pruned = data.draw(st.sampled_from([(0, 64), (0, 64), (1 << 40, 64), (0, 0)]))
    forms = forms_of(kernel, *told, fields.weights)
    room = sums.room(kernel, fields.lengths, NORMS, deleted=bits)
    met = reader.best(forms, 1, room, scale, *pruned, heap)
    gained = {at: total for at, total in fields.gained(NORMS).items() if at not in gone}
    best = sorted([*before, *gained.values()], reverse=True)[:wanted]
    floor = best[-1] if len(best) == wanted else 0.0
    found = {article: sums.totals[article] for article in sums.found[:met] if article not in gone}
    assert len(set(sums.found[:met])) == met
    assert {at: total for at, total in gained.items() if total > 1.00001 * floor}.keys() <= found.keys()
    assert found == pytest.approx({article: gained[article] for article in found})
    assert not any(sums.totals[at] for at in set(range(fields.limit)) - set(sums.found[:met]))
    assert not any(sums.marks)
    if pruned == (0, 64):
        assert sorted(total for total in heap if total >= 0) == pytest.approx(sorted(best))


@given(body=FORMS, title=FORMS, gone=st.sets(st.integers(0, 70)))
@settings(max_examples=30)
def test_articles_that_are_met_are_counted_by_their_best_form(
    load_kernel, body: list[Places], title: list[Places], gone: set[int]
) -> None:
    """How rare a word is depends on these counts, and so does every score."""
    kernel, fields = load_kernel("postings"), Fields.of(body, title)
    reader, *told = lists_anywhere(kernel, fields.body, fields.title, fields.limit)
    levels = [4, 3, 2, 4, 1][: len(fields.weights)]
    size = fields.limit // 64 + 2
    bits = zeros("Q", size)
    for article in gone:
        bits[article >> 6] |= 1 << (article & 63)
    seen, counts, sums = zeros("Q", size), zeros("Q", 8), Sums(fields.limit)
    forms = forms_of(kernel, *told, [level / 8 for level in levels], levels)
    room = sums.room(kernel, fields.lengths, NORMS, deleted=bits if gone else None)
    reader.meet(forms, 1, room, seen, counts)
    assert not any(sums.marks)
    best = dict.fromkeys(range(fields.limit), 0)
    for level, *forms in zip(levels, fields.body, fields.title, strict=True):
        for article in set().union(*forms) - gone:
            best[article] = max(best[article], level)
    assert list(counts[1:]) == [list(best.values()).count(level) for level in range(1, 8)]
    there = {article for article in range(fields.limit) if seen[article >> 6] >> (article & 63) & 1}
    assert there == {article for article, level in best.items() if level}


@given(forms=st.lists(places(), min_size=1, max_size=3))
@settings(max_examples=15)
def test_compiled_and_interpreted_writers_give_the_same_bytes(both_kernels, forms: list[Places]) -> None:
    """An index built without a compiler must serve, to the byte, as one built with it."""
    compiled, interpreted = both_kernels("postings")
    lengths = [1 + article % 999 for article in range(limit_of(forms))]
    assert write(compiled, forms, lengths) == write(interpreted, forms, lengths)


# ------------------------------------------------------------------ damage


def survive(kernel: ModuleType, written: Written, limit: int) -> None:
    """Read a list in all three ways: each gives numbers that a list may hold, or says that it is damaged."""
    reader, numbers = opened(kernel, [written], limit)
    seen = zeros("Q", limit // 64 + 1)
    try:
        reader.mark(numbers, 0, seen)
    except ValueError:
        pass
    else:
        assert sum(word.bit_count() for word in seen) == written.df
        assert not seen[-1] >> (limit % 64)
    one, ones = array("d", [1.0]), array("I", [1] * limit)
    with suppress(ValueError):
        Sums(limit).gather(kernel, reader, numbers, array("Q"), one, b"\1", ones, norms_of(1, 0.75, 1))
    sums, forms, norms = Sums(limit), forms_of(kernel, numbers, array("Q"), one), (norms_of(1, 0.75, 1),) * 2
    with suppress(ValueError):
        reader.collect(forms, 1, sums.room(kernel, ones, norms))
    for at in range(limit):
        sums.totals[at], sums.found[at] = 0.0, at
    with suppress(ValueError):
        reader.collect(forms, 1, sums.room(kernel, ones, norms), limit)
    sums = Sums(limit)
    with suppress(ValueError):
        met = reader.best(forms, 1, sums.room(kernel, ones, norms), 0.01, 0, 9, array("d", [-1.0]))
        assert all(article < limit for article in sums.found[:met])
    counts = zeros("Q", 8)
    with suppress(ValueError):
        met_bits = zeros("Q", limit // 64 + 1)
        reader.meet(forms, 1, Sums(limit).room(kernel, ones, norms), met_bits, counts)
        assert counts[1] == written.df
    with suppress(ValueError):
        every = b"\1" * limit
        Sums(limit).gather(
            kernel, reader, numbers, array("Q"), one, b"\1", ones, norms_of(1, 0.75, 1), among=every
        )
    for every in (1, 97):  # blocks are read from their beginning, and entered in their middle
        with suppress(ValueError):
            (places,) = places_in(kernel, [written], limit, range(0, limit, every))
            found = [place >> 32 for place in places]
            assert found == sorted(found)
            assert all(article < limit for article in found)


SAMPLE: Places = {
    3 * article + article % 2: range(article % 7, 40, 9) if article % 50 == 0 else [article % 200]
    for article in range(300)
}


def test_every_byte_flipped_gives_an_error_or_numbers_in_range(load_kernel) -> None:
    """Checksums find damage first; the kernel must still not read or write elsewhere if they do not."""
    kernel, limit = load_kernel("postings"), limit_of([SAMPLE])
    (written,) = write(kernel, [SAMPLE], [40] * limit)
    step = 1 if kernel.__name__.startswith("searcher") else 3  # plain Python is slow: every third byte there
    for at in range(0, len(written.postings), step):
        for mask in (0x01, 0x80, 0xFF):
            postings = bytearray(written.postings)
            postings[at] ^= mask
            survive(kernel, written._replace(postings=bytes(postings)), limit)
    for at in range(0, len(written.positions), 3 * step):
        positions = bytearray(written.positions)
        positions[at] ^= 0x80
        survive(kernel, written._replace(positions=bytes(positions)), limit)


@pytest.mark.parametrize("part", ["postings", "positions"])
def test_a_list_cut_short_is_an_error(load_kernel, part: str) -> None:
    """Whatever is missing, nothing is made up."""
    kernel, limit = load_kernel("postings"), limit_of([SAMPLE])
    (written,) = write(kernel, [SAMPLE], [40] * limit)
    whole = getattr(written, part)
    for size in range(0, len(whole), 7):
        with pytest.raises(ValueError, match="damaged"):
            read(kernel, written._replace(**{part: whole[:size]}), limit)


@given(
    postings=st.binary(max_size=300),
    positions=st.binary(max_size=30),
    df=st.integers(0, 300) | st.sampled_from([2**31, 2**32 - 1]),
    occurrences=st.integers(0, 1 << 40),
)
@example(postings=b"\x20\x20" + b"\xff" * 1200, positions=b"", df=128, occurrences=1 << 12)
@settings(max_examples=150)
def test_bytes_that_nobody_wrote_give_an_error_or_numbers_in_range(
    load_kernel, postings: bytes, positions: bytes, df: int, occurrences: int
) -> None:
    """An index from a stranger may hold anything."""
    survive(load_kernel("postings"), Written(postings, positions, df, occurrences, array("I")), 300)


@given(length=st.integers(0, (1 << 32) - 1), frequency=st.integers(1, (1 << 32) - 1))
@example(length=(1 << 32) - 1, frequency=1)
def test_the_width_of_codes_grows_with_the_distances_to_expect(
    load_kernel, length: int, frequency: int
) -> None:
    """It is computed again at each reading: from the same numbers it must come out the same, and in range."""
    kernel = load_kernel("postings")
    width = kernel.rice_width(length, frequency)
    assert 0 <= width <= 31
    most = (1 << 28) - 1
    expected = min(length, most) * 7 // (4 * (min(frequency, most) + 1))
    assert width == max(0, expected.bit_length() - 1)


def test_buffers_that_are_too_small_are_refused(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    kernel = load_kernel("postings")
    with pytest.raises(ValueError, match="too small"):
        kernel.Reader(zeros("I", 127), zeros("I", 128))
    with pytest.raises(ValueError, match="too small"):
        kernel.Writer(bytearray(9), bytearray(9), zeros("I", 1), zeros("I", 128))


# ------------------------------------------------------------------ merging

NONE = 0xFFFFFFFF


class Row(NamedTuple):
    """The lists of one segment, end to end."""

    postings: bytes
    positions: bytes
    counts: array[int]  # four numbers a list


def in_a_row(lists: Sequence[Written], forms: Sequence[Places]) -> Row:
    counts = array("I")
    for written, form in zip(lists, forms, strict=True):
        occurrences = sum(map(len, form.values()))
        counts.extend([written.df, occurrences, len(written.postings), len(written.positions)])
    return Row(b"".join(each.postings for each in lists), b"".join(each.positions for each in lists), counts)


def unfold(
    kernel: ModuleType, row: Row, numbers: array[int], words: int, room: Sequence[int] = ()
) -> list[tuple[int, int]]:
    """The places of all lists, in the order of the lists, with the new numbers of their articles.

    Args:
        words: in each text.
    """
    reader, lengths = kernel.Reader(*blocks()), array("I", [words] * len(numbers))
    count = len(row.counts) // 4
    totals = array("I", bytes(4 * count))
    reader.read_on(row.postings, row.positions, len(numbers), lengths)
    reader.tally(row.counts, numbers, totals)
    starts = [0, *itertools.accumulate(room or totals)]
    cursors, ends = array("I", starts[:-1]), array("I", starts[1:])
    placed = array("Q", [9] * starts[-1])
    reader.read_on(row.postings, row.positions, len(numbers), lengths)
    ranks = array("I", range(100, 100 + count))
    read = reader.unfold(row.counts, ranks, 100, numbers, cursors, ends, placed)
    assert read == (sum(row.counts[2::4]), sum(row.counts[3::4]))
    if not room:
        assert cursors == ends
    return [(place >> 32, place & 0xFFFFFFFF) for place in placed]


@given(
    forms=st.lists(places(max_df=600), min_size=1, max_size=4),
    words=st.sampled_from([0, 1, 7, 300, 100_000]),
    step=st.sampled_from([0, 1, 2, 7]),
)
@settings(max_examples=50)
def test_unfolding_gives_all_places_in_live_articles(
    load_kernel, forms: list[Places], words: int, step: int
) -> None:
    """A merged segment is written from these: they must be what `places` finds, renumbered."""
    kernel, limit = load_kernel("postings"), limit_of(forms)
    live = [not step or article % step > 0 for article in range(limit)]
    numbers = array(
        "I", [rank if alive else NONE for alive, rank in zip(live, itertools.accumulate(live), strict=True)]
    )
    row = in_a_row(write(kernel, forms, [words] * limit), forms)
    assert unfold(kernel, row, numbers, words) == [
        (numbers[article], position)
        for form in forms
        for article, positions in form.items()
        if live[article]
        for position in positions
    ]


@given(forms=st.lists(places(max_df=300), min_size=1, max_size=3), step=st.sampled_from([0, 2, 7]))
@settings(max_examples=20)
def test_unfolding_lists_without_positions_keeps_their_frequencies(
    load_kernel, forms: list[Places], step: int
) -> None:
    """Of what stands in notices only that is written."""
    kernel, limit = load_kernel("postings"), limit_of(forms)
    numbers = array("I", [NONE if step and number % step == 0 else number for number in range(limit)])
    row = in_a_row([each._replace(positions=b"") for each in write(kernel, forms, [1] * limit)], forms)
    assert unfold(kernel, row, numbers, 0) == [
        (article, 0)
        for form in forms
        for article, positions in form.items()
        if numbers[article] != NONE
        for _ in positions
    ]


def test_unfolding_finds_damage_and_stays_in_its_part(load_kernel) -> None:
    """Two bytes of two lists may contradict each other in any way: an error, or places that could be."""
    kernel, forms = load_kernel("postings"), [SAMPLE, {3: [1, 5]}, SAMPLE]
    limit = limit_of(forms)
    row, numbers = in_a_row(write(kernel, forms, [40] * limit), forms), array("I", range(limit))
    step = 1 if kernel.__name__.startswith("searcher") else 29
    whole = unfold(kernel, row, numbers, 40)
    for at in range(0, len(row.postings), step):
        for mask in (0x01, 0x80, 0xFF):
            postings = bytearray(row.postings)
            postings[at] ^= mask
            try:
                found = unfold(kernel, row._replace(postings=bytes(postings)), numbers, 40)
            except ValueError as error:
                assert "posting list" in str(error)
            else:
                assert len(found) == len(whole)
                assert all(article < limit for article, _ in found)
    for part in ("postings", "positions"):
        for size in range(0, len(getattr(row, part)), 11):
            with pytest.raises(ValueError, match="damaged"):
                unfold(kernel, row._replace(**{part: getattr(row, part)[:size]}), numbers, 40)
    for at in range(len(row.counts)):
        counts = row.counts[:]
        counts[at] += 1
        with pytest.raises(ValueError, match="posting list"):
            unfold(kernel, row._replace(counts=counts), numbers, 40)
    with pytest.raises(ValueError, match="damaged"):
        unfold(kernel, row, numbers, 40, room=[len(whole), 1, len(whole)])


def test_unfolding_refuses_buffers_that_do_not_fit(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    kernel = load_kernel("postings")
    row = in_a_row(write(kernel, [{9: [0]}], [1] * 10), [{9: [0]}])
    one, numbers = array("I", [1]), array("I", range(10))
    reader = kernel.Reader(*blocks())
    reader.read_on(row.postings, row.positions, 10, array("I", [1] * 10))
    with pytest.raises(ValueError, match="too small"):
        reader.tally(row.counts, numbers[:9], one)
    with pytest.raises(ValueError, match="too small"):
        reader.tally(row.counts, numbers, array("I"))
    with pytest.raises(ValueError, match="too small"):
        reader.unfold(row.counts, one[:0], 0, numbers, one, one, zeros("Q", 1))
    for rank in (0, 2):
        with pytest.raises(ValueError, match="no such part"):
            reader.unfold(row.counts, array("I", [rank]), 1, numbers, array("I", [0]), one, zeros("Q", 1))
    with pytest.raises(ValueError, match="damaged"):
        reader.unfold(row.counts, array("I", [0]), 0, numbers, array("I", [0]), one, array("Q"))


@given(forms=st.lists(places(max_df=300), min_size=1, max_size=3), words=st.sampled_from([0, 300]))
@settings(max_examples=15)
def test_both_ways_unfold_alike(both_kernels, forms: list[Places], words: int) -> None:
    """An index merged without a compiler must serve, to the byte, as one merged with it."""
    compiled, interpreted = both_kernels("postings")
    limit = limit_of(forms)
    numbers = array("I", range(limit))
    row = in_a_row(write(compiled, forms, [words] * limit), forms)
    assert unfold(compiled, row, numbers, words) == unfold(interpreted, row, numbers, words)


# ------------------------------------------------------------------ many lists


class Anywhere(NamedTuple):
    """Lists of many forms, somewhere in a file, and a reader of them."""

    reader: object
    body: array[int]
    title: array[int]


def lists_anywhere(
    kernel: ModuleType,
    body: Sequence[Places],
    title: Sequence[Places],
    limit: int,
    spoil: tuple[int, int] | None = None,
    lengths: Sequence[int] = (),
    typical: int = 100,
) -> Anywhere:
    """Write both fields of some forms after each other, with something before."""
    files, sections, told = [bytearray(b"before"), bytearray(b"b")], [], []
    for forms, slope in ((body, 75), (title, 30)):
        told_lengths = lengths or [1] * limit
        written = write(kernel, forms, told_lengths, slope=slope, typical=typical) if forms else []
        starts = [len(file) for file in files]
        numbers = array("Q")
        for form, each in zip(forms, written, strict=True):
            numbers.extend([each.df, sum(map(len, form.values()))])
            for file, part, start in zip(files, each[:2], starts, strict=True):
                numbers.extend([len(file) - start, len(part)])
                file += part
        told.append(numbers)
        sections.append([(start, len(file)) for start, file in zip(starts, files, strict=True)])
    if spoil:
        files[spoil[0]][spoil[1] % len(files[spoil[0]])] ^= 0xFF
    spans = [span for file in range(2) for field in (*sections, *[[(0, 0)] * 2] * 2) for span in field[file]]
    checked = [bytearray(b"\1" * (len(file) // 65536 + 1)) for file in files]
    reader = kernel.Reader(*blocks())
    reader.open(
        *[(bytes(file), marks, None) for file, marks in zip(files, checked, strict=True)],
        array("Q", spans),
        limit,
        of_texts(limit),
    )
    return Anywhere(reader, *told)


@given(body=FORMS, title=FORMS, data=st.data())
@settings(max_examples=40)
def test_many_lists_are_read_as_each_of_them_is(
    load_kernel, body: list[Places], title: list[Places], data: st.DataObject
) -> None:
    """`électr*` stands for hundreds of forms, and finds no other articles than they do."""
    kernel = load_kernel("postings")
    body, title = ([*forms, *[{}] * 5][: max(len(body), len(title))] for forms in (body, title))
    limit = limit_of([*body, *title])
    reader, *told = lists_anywhere(kernel, body, title, limit)
    size = limit // 64 + 1
    lengths = array("I", [1 + number % 5 for number in range(limit)])
    weights = array("d", [1 / (1 + number) for number in range(len(body))])
    levels, sums = range(len(body), 0, -1), Sums(limit)  # five at most
    norms = norms_of(3, 0.5, 2), norms_of(1, 0.25, 2)
    sums.gather(kernel, reader, *told, weights, levels, lengths, *norms)
    for article in range(limit):
        holding = [
            number for number in range(len(body)) if article in body[number] or article in title[number]
        ]
        assert sums.tiers[article] == max((levels[number] for number in holding), default=0)
        expected = sum(
            weights[number] * len(forms[number][article]) * norm[lengths[article]]
            for forms, norm in zip((body, title), norms, strict=True)
            for number in range(len(forms))
            if article in forms[number]
        )
        assert sums.totals[article] == pytest.approx(expected)
    assert sorted(sums.found) == [article for article in range(limit) if sums.tiers[article]]
    for field, forms in enumerate((body, title)):
        articles = {article for form in forms for article in form}
        some = data.draw(st.sets(st.sampled_from(sorted(articles)))) if articles else set()
        wanted = zeros("Q", size)
        for article in some:
            wanted[article >> 6] |= 1 << (article & 63)
        counts = zeros("Q", len(forms))
        reader.count_places(told[field], field, wanted, counts)
        standing = [
            [article << 32 | place for article in form if article in some for place in form[article]]
            for form in forms
        ]
        assert list(counts) == [len(each) for each in standing]
        (out, spare), ends = (zeros("Q", sum(counts)) for _ in range(2)), zeros("I", len(forms))
        words = array("I", range(1, len(forms) + 1))
        reader.read_places(told[field], words, field, array("I", sorted(some)), out, spare, ends)
        assert list(out) == [place for each in standing for place in each]
        assert list(ends) == list(itertools.accumulate(map(len, standing)))


@given(body=FORMS, title=FORMS, deleted=st.sets(st.integers(0, 70)), words=st.sampled_from([0, 1, 2]))
@settings(max_examples=30)
def test_articles_of_both_fields_are_counted_once_and_the_deleted_not(
    load_kernel, body: list[Places], title: list[Places], deleted: set[int], words: int
) -> None:
    """The count that stands beside a form is the number of articles that a search for it would find."""
    kernel = load_kernel("postings")
    body, title = ([*forms, *[{}] * 5][: max(len(body), len(title))] for forms in (body, title))
    limit = limit_of([*body, *title])
    bits, gone = zeros("Q", words), {article for article in deleted if article < 64 * words}
    for article in gone:
        bits[article >> 6] |= 1 << (article & 63)
    reader, *told = lists_anywhere(kernel, body, title, limit)
    for lists, fields in ((told, (body, title)), ([told[0], array("Q")], (body, [{}] * len(body)))):
        articles, occurrences = zeros("I", len(body)), zeros("Q", len(body))
        reader.count(*lists, bits, zeros("I", limit), articles, occurrences)
        for number, forms in enumerate(zip(*fields, strict=True)):
            assert articles[number] == len({article for form in forms for article in form} - gone)
            assert occurrences[number] == sum(
                len(places) for form in forms for article, places in form.items() if article not in gone
            )


@given(body=FORMS, title=FORMS, data=st.data(), room=st.integers(1, 4))
@settings(max_examples=30)
def test_articles_are_counted_by_the_highest_level_of_a_form_that_they_hold(
    load_kernel, body: list[Places], title: list[Places], data: st.DataObject, room: int
) -> None:
    """Whatever was kept of the forms of other words; then without some of the articles."""
    kernel = load_kernel("postings")
    body, title = ([*forms, *[{}] * 5][: max(len(body), len(title))] for forms in (body, title))
    limit = limit_of([*body, *title])
    size = -(-limit // 64)
    reader, *told = lists_anywhere(kernel, body, title, limit)
    held = [set(one) | set(other) for one, other in zip(body, title, strict=True)]
    slots, kept, used, work = (
        zeros("I", len(body)),
        zeros("Q", room * size),
        zeros("I", 1),
        zeros("Q", 8 * size),
    )
    for _ in range(3):
        some = sorted(data.draw(st.sets(st.integers(0, len(body) - 1))) if body else ())
        levels = bytes(data.draw(st.integers(1, 7)) for _ in some)
        lists = [array("Q", (part for at in some for part in field[6 * at : 6 * at + 6])) for field in told]
        counts, best = zeros("Q", 8), [0] * limit
        reader.count_levels(array("I", some), *lists, levels, slots, kept, used, work, counts)
        assert not any(work)
        for at, level in zip(some, levels, strict=True):
            for article in held[at]:
                best[article] = max(best[article], level)
        assert list(counts) == [0, *map(best.count, range(1, 8))]
        gone = data.draw(st.sets(st.integers(0, limit - 1))) if limit else set()
        without, sums = zeros("Q", size), Sums(limit)
        for article in gone:
            without[article >> 6] |= 1 << (article & 63)
        forms = forms_of(kernel, *lists, [level / 8 for level in levels], levels)
        room = sums.room(kernel, array("I", [1]) * limit, NORMS, deleted=without)
        reader.take_levels(forms, 1, room, counts)
        assert not any(sums.tiers)
        left = [level for article, level in enumerate(best) if article not in gone]
        assert list(counts) == [0, *map(left.count, range(1, 8))]


def test_damage_in_many_lists_is_an_error_or_stays_in_range(load_kernel) -> None:
    """Neither a list nor what the lexicon says of it is trusted."""
    kernel, limit = load_kernel("postings"), 200
    forms = [{article: [0, article] for article in range(1, 140)}, {5: [1], 150: [2, 70]}]
    step = 1 if kernel.__name__.startswith("searcher") else 9

    def use(reader: object, lists: array[int]) -> None:
        wanted, counts = array("Q", b"\xff" * 32), zeros("Q", 2)
        reader.count_places(lists, 1, wanted, counts)
        (places, more, spare), ends = (zeros("Q", 400) for _ in range(3)), zeros("I", 2)
        words, articles = array("I", [1, 2]), array("I", range(limit))
        filled = reader.read_places(lists, words, 1, articles, places, spare, ends)
        assert all(place >> 32 < limit for place in places[: max(filled, 0)])
        work = zeros("Q", 8), places, more, spare
        filled = reader.read_row(lists, words, array("I", [1, 0]), 1, articles, -1, 8, *work)
        assert all(place >> 32 < limit for place in places[: max(filled, 0)])

    for file, size in ((0, 700), (1, 700)):
        for at in range(0, size, step):
            try:
                reader, _, title = lists_anywhere(kernel, forms, forms, limit, spoil=(file, at))
                use(reader, title)
            except ValueError:
                pass
    reader, _, title = lists_anywhere(kernel, forms, forms, limit)
    use(reader, title)
    for at in range(len(title)):
        for wrong in (title[at] + 1, 1 << 20, (1 << 64) - 1):
            lists = title[:]
            lists[at] = wrong
            try:
                use(reader, lists)
            except ValueError:
                continue
            assert at % 6 or wrong == title[at] + 1  # more articles than the segment has is always noticed


def test_pages_of_many_lists_are_checked_before_they_are_read(load_kernel) -> None:
    """A flipped bit in the list of one of a thousand forms is one that makes the answer wrong."""
    kernel, asked = load_kernel("postings"), []
    (written,) = write(kernel, [{3: [1]}], [1] * 9)
    marks = bytearray(b"\0")

    def verify(start: int, end: int) -> None:
        asked.append((start, end))
        marks[0] = 1

    reader = kernel.Reader(*blocks())
    files = [(written.postings, marks, verify), (written.positions, bytearray(b"\1"), None)]
    sizes = [len(written.postings), len(written.positions)]
    sections = array("Q", [0, sizes[0], *[0] * 6, 0, sizes[1], *[0] * 6])
    reader.open(*files, sections, 9, of_texts(9))
    lists, counts = array("Q", [1, 1, 0, sizes[0], 0, sizes[1]]), zeros("Q", 1)
    for _ in range(2):
        reader.count_places(lists, 0, array("Q", [1 << 3]), counts)
    assert asked == [(0, sizes[0])]
    assert counts[0] == 1


def test_buffers_that_do_not_fit_many_lists_are_refused(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    kernel = load_kernel("postings")
    reader, body, title = lists_anywhere(kernel, [{3: [1]}], [{3: [1]}], 9)
    one, none, bits = zeros("Q", 1), zeros("Q", 0), array("Q", [1 << 3])
    parts = {
        "lengths": (zeros("I", 9), zeros("I", 9)),
        "deleted": none,
        "totals": zeros("d", 9),
        "tiers": bytearray(9),
        "found": zeros("I", 10),
        "hits": bytes(9),
        "marks": one[:],
    }
    told = {
        "ends": array("I", [1]),
        "body": body,
        "title": title,
        "notices": none,
        "less": 0.7,
        "weights": array("d", [1.0]),
        "scale": array("d", [1.0]),
    }

    def room(**wrong: object) -> Any:
        return kernel.Room(*(parts | wrong).values())

    def forms(**wrong: object) -> Any:
        return kernel.Forms(*(told | wrong).values())

    places: dict[str, object] = {"lists": body, "words": array("I", [1])}
    row = {**places, "shifts": zeros("I", 1), "field": 0, "wanted": zeros("I", 9), "count": -1}
    row |= {"many_more": 8, "bits": zeros("Q", 2), "out": one[:], "more": one[:], "spare": one[:]}
    places |= {"field": 0, "wanted": array("I", [3]), "out": one[:], "spare": one[:], "ends": zeros("I", 1)}

    enough = {
        "numbers": zeros("I", 1),
        "body": body,
        "title": title,
        "levels": b"\1",
        "slots": zeros("I", 1),
        "kept": zeros("Q", 1),
        "used": zeros("I", 1),
        "work": zeros("Q", 8),
        "counts": zeros("Q", 8),
    }

    for call in (
        *(
            lambda wrong=wrong: reader.gather(forms(), 0, room(**wrong))
            for wrong in (
                {"lengths": (zeros("I", 9), zeros("I", 8))},
                {"totals": zeros("d", 8)},
                {"tiers": bytearray(8)},
                {"found": zeros("I", 9)},
                {"hits": bytes(8)},
                {"marks": none},
            )
        ),
        lambda: room(
            **dict.fromkeys(("tiers", "hits"), bytearray(99)),
            lengths=(zeros("I", 99),) * 2,
            totals=zeros("d", 99),
            found=zeros("I", 100),
            marks=zeros("Q", 2),
            deleted=one,
        ),
        lambda: room().weigh_by(norms_of(1, 0, 1)[:1], norms_of(1, 0, 1)),
        *(
            lambda wrong=wrong: forms(**wrong)
            for wrong in (
                {"body": none, "notices": body},
                {"body": body[:5]},
                {"title": title * 2},
                {"notices": body * 2},
                {"less": 1.0},
                {"less": -0.1},
                {"weights": array("d", [1.0, 1.0])},
                {"weights": array("d", [0.5])},
                {"scale": array("d", range(8))},
            )
        ),
        *(
            lambda wrong=wrong: reader.gather(forms(**wrong), 1, room())
            for wrong in ({}, {"ends": array("I", [0, 2])}, {"ends": array("I", [1, 0])})
        ),
        lambda: reader.gather(forms(), -1, room()),
        lambda: reader.gather(forms(), 0, room(), 0, none),
        lambda: reader.collect(forms(), 0, room(), 11),
        lambda: reader.collect(forms(), 0, room(found=array("I", [9] * 10)), 1),
        lambda: reader.collect(forms(), 0, room(found=array("I", [1] * 10)), 2),
        lambda: reader.best(forms(), 0, room(), 1.0, 0, 9, zeros("d", 0)),
        lambda: reader.best(
            kernel.Forms(
                *(array("I", [65]), body * 65, none, none, 0.0, array("d", [1.0]) * 65, array("d", [1.0]))
            ),
            *(0, room(), 1.0, 0, 9, zeros("d", 1)),
        ),
        lambda: reader.meet(forms(), 0, room(), none, zeros("Q", 8)),
        lambda: reader.meet(forms(), 0, room(), one[:], zeros("Q", 7)),
        lambda: reader.mark_all(forms(), 0, none),
        lambda: reader.mark_all(forms(), 0, one[:], none),
        lambda: reader.count(body, title, none, zeros("I", 8), zeros("I", 1), one),
        lambda: reader.count(body, title, none, zeros("I", 9), zeros("I", 0), one),
        lambda: reader.count_places(body, 0, bits, none),
        lambda: reader.count_places(body, 0, none, one),
        lambda: reader.mark(body, 0, none),
        lambda: reader.mark(body, 0, one[:], none),
        *(
            lambda wrong=wrong: reader.count_levels(
                *(wrong.get(each, right) for each, right in enough.items())
            )
            for wrong in (
                {"body": none},
                {"levels": b""},
                {"levels": b"\x08"},
                {"slots": zeros("I", 0)},
                {"kept": none},
                {"used": zeros("I", 0)},
                {"work": zeros("Q", 7)},
                {"counts": zeros("Q", 7)},
            )
        ),
        lambda: reader.take_levels(forms(), 0, room(deleted=bits), zeros("Q", 7)),
        lambda: reader.take_levels(forms(), 0, room(deleted=bits), zeros("Q", 8)),
        *(
            lambda wrong=wrong: reader.read_places(*({**places, **wrong}.values()))
            for wrong in (
                {"words": array("I", [2])},
                {"words": array("I", [1, 0]), "ends": zeros("I", 2)},
                {"spare": none},
                {"ends": zeros("I", 0)},
                {"field": 4},
                {"field": -1},
                {"wanted": array("I", [3, 3])},
                {"wanted": array("I", [3, 1])},
            )
        ),
        *(
            lambda wrong=wrong: reader.read_row(*({**row, **wrong}.values()))
            for wrong in (
                {"words": array("I", [2])},
                {"words": array("I", [1, 0]), "shifts": zeros("I", 2)},
                {"shifts": zeros("I", 0)},
                {"wanted": zeros("I", 8)},
                {"count": 10},
                {"bits": one},
                {"more": none},
                {"spare": none},
                {"wanted": array("I", [3] * 9), "count": 2},
            )
        ),
        lambda: reader.open((b"", b"", None), (b"", b"", None), array("Q", [0]), 9, of_texts(9)),
        lambda: reader.read_on(b"", b"", 9, array("I", [1] * 8)),
    ):
        with pytest.raises(
            ValueError,
            match=r"too s|weight|norms|fields|where none can|notice|level|deleted|segment|no order|not there|too many",
        ):
            call()
