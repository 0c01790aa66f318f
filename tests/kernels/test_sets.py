"""Sets of articles: each operation gives what Python's own sets and sorting give."""

from __future__ import annotations

from array import array
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

ARTICLES = st.sets(st.integers(0, 60), max_size=40).map(sorted)
SCORE = st.sampled_from([0.0, 0.5, 1.0, 1.25, 3.0])


@st.composite
def scored(draw: st.DrawFn) -> dict[int, float]:
    """Articles in order, each with a score."""
    return {article: draw(SCORE) for article in draw(ARTICLES)}


def lists(found: dict[int, float]) -> tuple[array[int], array[float]]:
    return array("I", found), array("d", found.values())


def bitmap(articles: list[int], words: int) -> array[int]:
    bits = array("Q", bytes(8 * words))
    for article in articles:
        bits[article >> 6] |= 1 << (article & 63)
    return bits


@given(a=scored(), b=scored())
def test_combining_gives_what_sets_of_python_give(
    load_kernel, a: dict[int, float], b: dict[int, float]
) -> None:
    """ET, OU and SAUF are these three, and their counts are exact."""
    kernel, both = load_kernel("sets"), sorted({*a, *b})

    def filled(size: int, combine: Callable[..., int], *arguments: object) -> dict[int, float]:
        articles, scores = array("I", bytes(4 * size)), array("d", bytes(8 * size))
        count = combine(*arguments, articles, scores)
        assert list(articles[:count]) == sorted(articles[:count])
        return dict(zip(articles[:count], scores[:count], strict=True))

    common = filled(min(len(a), len(b)), kernel.intersect, *lists(a), *lists(b))
    assert common == {article: a[article] + b[article] for article in a if article in b}
    added = filled(len(a) + len(b), kernel.unite, *lists(a), *lists(b), False)
    assert added == {article: a.get(article, 0) + b.get(article, 0) for article in both}
    highest = filled(len(a) + len(b), kernel.unite, *lists(a), *lists(b), True)
    assert highest == {article: max(a.get(article, 0), b.get(article, 0)) for article in both}
    left = filled(len(a), kernel.subtract, *lists(a), lists(b)[0])
    assert left == {article: a[article] for article in a if article not in b}


@given(
    seen=st.sets(st.integers(0, 255)).map(sorted),
    deleted=st.sets(st.integers(0, 255)),
    words=st.sampled_from([0, 2, 4]),
)
def test_collecting_leaves_out_the_deleted(
    load_kernel, seen: list[int], deleted: set[int], words: int
) -> None:
    """A bitmap of deletions may be empty: nothing is deleted then."""
    gone = {article for article in deleted if article < 64 * words}
    out = array("I", bytes(4 * 256))
    filled = load_kernel("sets").collect(bitmap(seen, 4), bitmap(sorted(gone), words), out)
    assert list(out[:filled]) == [article for article in seen if article not in gone]


def test_collecting_more_than_there_is_room_for_is_refused(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    with pytest.raises(ValueError, match="too small"):
        load_kernel("sets").collect(bitmap([1, 2], 1), array("Q"), array("I", [0]))


@given(
    days=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), max_size=80),
    low=st.integers(0, 33),
    width=st.integers(0, 9),
)
def test_days_that_overlap_are_marked(load_kernel, days: list[tuple[int, int]], low: int, width: int) -> None:
    """An article of July 2024 may be of the 3rd; one without a date is in no period."""
    first, last = array("I", [day for day, _ in days]), array("I", [day + more for day, more in days])
    seen = array("Q", bytes(16))
    load_kernel("sets").overlapping(first, last, low, low + width, seen)
    expected = [n for n, (day, more) in enumerate(days) if day and day <= low + width and day + more >= low]
    assert seen == bitmap(expected, 2)


PLACES = st.lists(
    st.builds(lambda article, at: (article << 32) + at, st.integers(0, 3), st.integers(0, 9))
).map(sorted)


@given(places=PLACES)
def test_articles_of_places_are_listed_once(load_kernel, places: list[int]) -> None:
    """The next word of a phrase is looked for in them alone."""
    out = array("I", [9] * len(places))
    filled = load_kernel("sets").articles_of(array("Q", places), out)
    assert list(out[:filled]) == sorted({place >> 32 for place in places})
    if places:
        with pytest.raises(ValueError, match="too small"):
            load_kernel("sets").articles_of(array("Q", places), out[:-1])


NORMS = array("d", [3 / (0.25 + 0.75 * length / 4) for length in range(8)])


@given(places=PLACES, bounds=PLACES)
def test_adding_places_adds_to_the_sums_of_their_articles(
    load_kernel, places: list[int], bounds: list[int]
) -> None:
    """A phrase is ranked like a word that stands where the phrase does: in a notice it counts less."""
    bounds = bounds[: len(bounds) // 2 * 2]
    spans = list(zip(bounds[::2], bounds[1::2], strict=True))
    lengths, totals, tiers = array("I", [9, 1, 4, 0]), array("d", [0] * 4), bytearray(4)
    found = array("I", [9] * 5)
    met = load_kernel("sets").add_places(
        *(array("Q", places), array("Q", bounds), 0.25, lengths, NORMS, totals, tiers, found, 1)
    )
    for article in range(4):
        count = sum(
            0.25 if any(start <= place < end for start, end in spans) else 1.0
            for place in places
            if place >> 32 == article
        )
        assert totals[article] == pytest.approx(count * 3 / (0.25 + 0.75 * lengths[article] / 4))
        assert tiers[article] == bool(count)
    assert list(found[:met]) == [9, *sorted({place >> 32 for place in places})]


def test_a_place_in_an_article_that_is_not_there_is_refused(load_kernel) -> None:
    """Places come from disk."""
    kernel, lengths, totals, tiers = (
        load_kernel("sets"),
        array("I", [1] * 4),
        array("d", [0] * 4),
        bytearray(4),
    )
    for place, norms, room in ((4, NORMS, 4), (3, NORMS[:1], 4), (3, NORMS, 0)):
        with pytest.raises(ValueError, match=r"not there|norms|too small"):
            kernel.add_places(
                *(
                    array("Q", [place << 32]),
                    array("Q"),
                    0.25,
                    lengths,
                    norms,
                    totals,
                    tiers,
                    array("I", [0] * room),
                    0,
                )
            )


@given(a=ARTICLES, b=ARTICLES, words=st.sampled_from([0, 1, 2]))
def test_common_bits_stay(load_kernel, a: list[int], b: list[int], words: int) -> None:
    """Positions are read only of articles that have all words of a phrase."""
    bits = bitmap(a, 2)
    load_kernel("sets").keep_common(bits, bitmap([n for n in b if n < 64 * words], words))
    assert bits == bitmap([n for n in a if n in b and n < 64 * words], 2)


@given(
    a=ARTICLES,
    b=ARTICLES,
    days=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=128, max_size=128),
)
def test_bits_are_left_out_and_held_against_days(
    load_kernel, a: list[int], b: list[int], days: list[tuple[int, int]]
) -> None:
    """What is counted needs no list of articles."""
    kernel, without, kept = load_kernel("sets"), bitmap(a, 2), bitmap(a, 2)
    kernel.leave_out(without, bitmap(b, 2))
    assert without == bitmap([n for n in a if n not in b], 2)
    first, last = array("I", [day for day, _ in days]), array("I", [day + more for day, more in days])
    kernel.keep_days(kept, first, last, 4, 6)
    assert kept == bitmap([n for n in a if 0 < first[n] <= 6 and last[n] >= 4], 2)
    for call in (
        lambda: kernel.leave_out(without, bitmap([], 1)),
        lambda: kernel.keep_days(bitmap([5], 2), first[:5], last, 1, 1),
    ):
        with pytest.raises(ValueError, match=r"too small|no days"):
            call()


@given(scores=scored(), data=st.data(), today=st.integers(1, 400))
def test_fading_halves_the_oldest_and_leaves_the_newest(
    load_kernel, scores: dict[int, float], data: st.DataObject, today: int
) -> None:
    """Newness changes an order only where it was asked for, and by a factor that can be told."""
    days = array("I", data.draw(st.lists(st.integers(0, 400), min_size=61, max_size=61)))
    articles, faded = lists(scores)
    load_kernel("sets").fade(articles, faded, days, today, 30.0)
    for article, score in zip(articles, faded, strict=True):
        age = max(0, today - days[article])
        kept = 0.5 + 0.5 * 2 ** (-age / 30) if days[article] else 0.5
        assert score == pytest.approx(scores[article] * kept)


@given(
    articles=ARTICLES, column=st.lists(st.integers(0, 3), min_size=61, max_size=61), number=st.integers(0, 3)
)
def test_articles_of_one_number_and_those_of_a_list_are_marked(
    load_kernel, articles: list[int], column: list[int], number: int
) -> None:
    """Undated articles are those of day 0; what was found is marked to be counted."""
    kernel, seen = load_kernel("sets"), bitmap([], 1)
    kernel.equal(array("I", column), number, seen)
    assert seen == bitmap([article for article, value in enumerate(column) if value == number], 1)
    seen = bitmap([], 1)
    kernel.mark(array("I", articles), seen)
    assert seen == bitmap(articles, 1)
    with pytest.raises(ValueError, match="too small"):
        kernel.mark(array("I", [64]), seen)
    with pytest.raises(ValueError, match="too small"):
        kernel.equal(array("I", bytes(4 * 65)), number, seen)


@given(scores=scored(), liked=ARTICLES)
def test_favoured_articles_gain_by_the_factor_and_others_nothing(
    load_kernel, scores: dict[int, float], liked: list[int]
) -> None:
    """What is favoured stays found whether it is of those days or not."""
    kernel, (articles, gained) = load_kernel("sets"), lists(scores)
    kernel.favour(articles, gained, bitmap(liked, 1), 1.5)
    assert list(gained) == [score * (1.5 if article in liked else 1) for article, score in scores.items()]
    with pytest.raises(ValueError, match="too small"):
        kernel.favour(array("I", [64]), array("d", [1.0]), bitmap([], 1), 1.5)


@given(articles=ARTICLES, days=st.lists(st.tuples(st.integers(0, 900), st.sampled_from([0, 27, 30, 364]))))
def test_days_are_counted_by_how_much_of_them_is_known(
    load_kernel, articles: list[int], days: list[tuple[int, int]]
) -> None:
    """An article of a month is of none of its days."""
    kernel = load_kernel("sets")
    articles = [article for article in articles if article < len(days)]
    first = array("I", [day for day, _ in days])
    last = array("I", [day + more if day else 0 for day, more in days])
    bounds = array("I", [9, 9])
    kernel.bounds(array("I", articles), first, bounds)
    known = [days[article] for article in articles if days[article][0]]
    low, high = min(known, default=(0, 0))[0], max(known, default=(0, 0))[0]
    assert list(bounds) == [low, high]
    counts = array("I", bytes(12 * (high - low + 1)))
    kernel.tally_days(array("I", articles), first, last, low, counts)
    kinds = {0: 0, 27: 1, 30: 1, 364: 2}
    expected = [0] * len(counts)
    for day, more in known:
        expected[3 * (day - low) + kinds[more]] += 1
    assert list(counts) == expected


def test_days_beyond_the_room_for_them_are_refused(load_kernel) -> None:
    """Columns come from a disk, or from a stranger."""
    kernel, one, room = load_kernel("sets"), array("I", [0]), array("I", bytes(12))
    for first, last, low in ((5, 5, 6), (7, 7, 6), (6, 5, 6)):
        with pytest.raises(ValueError, match="day that is none"):
            kernel.tally_days(one, array("I", [first]), array("I", [last]), low, room)
    with pytest.raises(ValueError, match="no day"):
        kernel.tally_days(array("I", [1]), one, one, 1, room)
    with pytest.raises(ValueError, match="no number"):
        kernel.bounds(array("I", [1]), one, array("I", [0, 0]))
    with pytest.raises(ValueError, match="too small"):
        kernel.bounds(one, one, one)


@given(places=PLACES, articles=st.sets(st.integers(0, 5)).map(sorted))
def test_places_are_counted_in_the_articles_asked_for(
    load_kernel, places: list[int], articles: list[int]
) -> None:
    """`AUMOINS/3` counts what stands there, and nothing of the article next to it."""
    counts = array("I", [1] * len(articles))
    load_kernel("sets").count_places(array("Q", places), array("I", articles), counts)
    assert list(counts) == [1 + sum(place >> 32 == article for place in places) for article in articles]
    if articles:
        with pytest.raises(ValueError, match="too small"):
            load_kernel("sets").count_places(array("Q", places), array("I", articles), counts[1:])


@given(found=st.lists(scored(), max_size=5), least=st.integers(1, 4))
def test_what_enough_lists_have_is_kept_with_the_sum_of_its_scores(
    load_kernel, found: list[dict[int, float]], least: int
) -> None:
    """Two of three words are enough where two are asked for, and all that are there count."""
    kernel, counts, totals = load_kernel("sets"), array("I", [0] * 61), array("d", [0.0] * 61)
    for each in found:
        kernel.tally(*lists(each), counts, totals)
    out, scores = array("I", [0] * 61), array("d", [0.0] * 61)
    filled = kernel.often_enough(counts, least, totals, out, scores)
    expected = {
        article: sum(each.get(article, 0.0) for each in found)
        for article in range(61)
        if sum(article in each for each in found) >= least
    }
    assert dict(zip(out[:filled], scores[:filled], strict=True)) == expected
    with pytest.raises(ValueError, match="not there"):
        kernel.tally(array("I", [61]), array("d", [1.0]), counts, totals)
    with pytest.raises(ValueError, match="belong together"):
        kernel.tally(array("I", [6]), array("d"), counts, totals)
    with pytest.raises(ValueError, match="too small"):
        kernel.often_enough(counts, least, totals, out[1:], scores)


@given(found=scored(), factor=st.floats(0.01, 100))
def test_multiplying_scores_multiplies_each(load_kernel, found: dict[int, float], factor: float) -> None:
    """`^2` is twice the score."""
    _, scores = lists(found)
    load_kernel("sets").multiply(scores, factor)
    assert list(scores) == [score * factor for score in found.values()]


@given(found=st.lists(st.sets(st.integers(0, 127)), max_size=6), gone=st.sets(st.integers(0, 127)))
def test_articles_are_counted_once_for_each_set_that_has_them(
    load_kernel, found: list[set[int]], gone: set[int]
) -> None:
    """Of a long question an article must have some of the words: how many do is told before any has a score."""
    kernel = load_kernel("sets")
    for least in (1, 2, 4):
        reached = array("Q", [0] * (2 * least))
        for each in found:
            kernel.one_more(bitmap(sorted(each), 2), reached, least)
        enough = reached[2 * (least - 1) :]
        expected = {article for article in range(128) if sum(article in each for each in found) >= least}
        assert enough == bitmap(sorted(expected), 2)
        assert kernel.count_live(enough, array("Q")) == len(expected)
        assert kernel.count_live(enough, bitmap(sorted(gone), 2)) == len(expected - gone)
        assert enough == bitmap(sorted(expected - gone), 2)
    for call in (
        lambda: kernel.one_more(array("Q", [1, 2]), array("Q", [0] * 3), 2),
        lambda: kernel.one_more(array("Q", [1, 2]), array("Q", [0] * 3), 0),
        lambda: kernel.count_live(array("Q", [1, 2]), array("Q", [1])),
    ):
        with pytest.raises(ValueError, match="bitmaps"):
            call()
