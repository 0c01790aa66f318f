"""Sums of articles: what is added up, counted and found best is what Python finds in dictionaries."""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Mapping, Sequence
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

SIZE = 77  # neither a multiple of 8 nor of 64
K1 = 0.9
Word = Mapping[int, tuple[float, int]]  # what each article gathers for it: a frequency, and a level

ARTICLE = st.integers(0, SIZE - 1)
TOTAL = st.sampled_from([0.25, 0.5, 1.0, 3.0, 2e5, 3e5])
WORD = st.dictionaries(ARTICLE, st.tuples(TOTAL, st.integers(1, 7)), max_size=SIZE)


class Room:
    """A kernel's sums, and the buffers that they are in."""

    def __init__(self, kernel: ModuleType, gone: Sequence[int] = (), ties: Sequence[int] = ()) -> None:
        deleted = bitmap(gone) if gone else array("Q")
        self.days = array("I", ties or [0] * SIZE)
        self.totals, self.tiers, self.found = (
            array("d", [0] * SIZE),
            bytearray(SIZE),
            array("I", [0] * (SIZE + 1)),
        )
        self.scores, self.hits = array("d", [0] * SIZE), array("Q", [0] * 10)
        ranks = array("I", range(SIZE))
        self.sums: Any = kernel.Sums(
            deleted,
            self.days,
            ranks,
            self.totals,
            self.tiers,
            self.scores,
            self.hits,
            self.found,
            self.found[:],
        )

    def gather(self, word: Word, among: Collection[int] = range(SIZE)) -> list[int]:
        """Gather a word, frequencies only of some articles; returns how many live ones there are of each level."""
        for met, (article, (total, level)) in enumerate(word.items()):
            self.totals[article] = total if article in among else 0.0
            self.tiers[article], self.found[met] = level, article
        counts = array("Q", [0] * 8)
        assert self.sums.count(len(word), counts) == sum(counts)
        return list(counts)

    def best(self, least: int, size: int, floor: float = -1.0) -> tuple[int, list[tuple[int, float]]]:
        """How many there are, and the best in their order."""
        heap, scores, count = array("I", [0] * size), array("d", [0] * size), array("Q", [0])
        filled = self.sums.best(least, floor, heap, scores, count)
        return count[0], self.sorted(heap[:filled], scores[:filled])

    def sorted(self, articles: Sequence[int], scores: Sequence[float]) -> list[tuple[int, float]]:
        return sorted(
            zip(articles, scores, strict=True), key=lambda each: (-each[1], -self.days[each[0]], each[0])
        )

    def is_empty(self) -> bool:
        return not (any(self.totals) or any(self.tiers) or any(self.scores) or any(self.hits))


def bitmap(articles: Sequence[int]) -> array[int]:
    bits = array("Q", [0] * 2)
    for article in articles:
        bits[article >> 6] |= 1 << (article & 63)
    return bits


def score(total: float, idf: float) -> float:
    return idf * total * (K1 + 1) / (total + K1)


def expected(
    words: Sequence[Word], idfs: Sequence[float], gone: Sequence[int]
) -> dict[int, tuple[int, float]]:
    """How many words each live article has, and its score."""
    found: dict[int, tuple[int, float]] = {}
    for word, idf in zip(words, idfs, strict=True):
        for article, (total, _) in word.items():
            if article not in gone:
                hits, so_far = found.get(article, (0, 0.0))
                found[article] = hits + 1, so_far + score(total, idf)
    return found


WORDS = st.lists(WORD, min_size=1, max_size=4)
GONE = st.lists(ARTICLE, max_size=9)
TIES = st.lists(st.integers(0, 2), min_size=SIZE, max_size=SIZE)


@given(words=WORDS, gone=GONE, ties=TIES, size=st.integers(0, SIZE), least=st.integers(1, 4), data=st.data())
@settings(max_examples=150)
def test_the_best_are_those_that_sorting_puts_first(
    load_kernel,
    words: list[Word],
    gone: list[int],
    ties: list[int],
    size: int,
    least: int,
    data: st.DataObject,
) -> None:
    """Pages never repeat an article only if this order is total: score, then day, then key."""
    room = Room(load_kernel("sums"), gone, ties)
    idfs = [data.draw(st.sampled_from([0.5, 2.0])) for _ in words]
    for word, idf in zip(words, idfs, strict=True):
        counts = room.gather(word)
        live = [level for article, (_, level) in word.items() if article not in gone]
        assert counts == [live.count(level) for level in range(8)]
        room.sums.add(idf, K1)
    there = {a: total for a, (hits, total) in expected(words, idfs, gone).items() if hits >= least}
    ordered = room.sorted(list(there), list(there.values()))
    floor = ordered[size - 1][1] if size and len(ordered) >= size else -1.0
    count, best = room.best(least, size, data.draw(st.sampled_from([-1.0, floor])))
    assert count == len(there)
    assert [article for article, _ in best] == [article for article, _ in ordered[:size]]
    assert [found for _, found in best] == pytest.approx([found for _, found in ordered[:size]])
    assert room.is_empty()


@given(word=WORD, gone=GONE, ties=TIES, size=st.integers(0, SIZE), data=st.data())
@settings(max_examples=150)
def test_the_best_of_one_word_are_those_of_its_sum(
    load_kernel, word: Word, gone: list[int], ties: list[int], size: int, data: st.DataObject
) -> None:
    """Most articles of a common word are passed over for their frequency alone."""
    idf = data.draw(st.sampled_from([0.5, 2.0, 12.0]))
    room = Room(load_kernel("sums"), gone, ties)
    room.gather(word)
    room.sums.add(idf, K1)
    _, best = room.best(1, size)
    floor = best[-1][1] if len(best) == size and best else -1.0
    for lowest in (-1.0, floor):
        room.gather(word)
        heap, scores = array("I", [0] * size), array("d", [0] * size)
        filled = room.sums.best_of_word(idf, K1, lowest, heap, scores)
        assert room.sorted(heap[:filled], scores[:filled]) == best
        assert room.is_empty()


@given(words=WORDS, gone=GONE, least=st.integers(1, 4))
def test_what_is_taken_is_in_order(load_kernel, words: list[Word], gone: list[int], least: int) -> None:
    """Lists of articles are combined by going through them side by side."""
    room, there = Room(load_kernel("sums"), gone), expected(words, [1.0] * len(words), gone)
    for word in words:
        room.gather(word)
        room.sums.add(1.0, K1)
    size = room.sums.enough(least)
    articles, scores = array("I", [0] * size), array("d", [0] * size)
    filled = room.sums.take(least, articles, scores)
    assert filled == size
    assert list(articles[:filled]) == sorted(article for article in there if there[article][0] >= least)
    assert list(scores[:filled]) == pytest.approx([there[article][1] for article in articles[:filled]])
    assert room.is_empty()


@given(
    first=st.sets(ARTICLE),
    gone=GONE,
    words=WORDS,
    found=st.dictionaries(ARTICLE, st.sampled_from([0.5, 7.0])),
)
def test_of_what_must_have_all_only_what_has_all_so_far_is_left(
    load_kernel, first: set[int], gone: list[int], words: list[Word], found: dict[int, float]
) -> None:
    """What lacks one of them is looked at no more, be it a word or a list."""
    room, bits = Room(load_kernel("sums"), gone), bitmap(sorted(first))
    left = first - set(gone)
    assert room.sums.require(bits) == len(left)
    for word in words:
        room.gather(word, left)
        for article in word.keys() - left:
            room.totals[article] = 0.0
        left &= word.keys()
        assert room.sums.narrow(1.0, K1, bits) == len(left)
        assert bits == bitmap(sorted(left))
    articles = array("I", sorted(found))
    scores = array("d", (found[article] for article in articles))
    left &= found.keys()
    assert room.sums.narrow_to(articles, scores, bits) == len(left)
    assert bits == bitmap(sorted(left))
    count, best = room.best(1, SIZE)
    assert count == len(left) == len(best)
    for article, total in best:
        assert total == pytest.approx(found[article] + sum(score(word[article][0], 1.0) for word in words))
    assert room.is_empty()


@given(first=WORD, second=WORD, wanted=st.sets(ARTICLE))
def test_of_a_word_only_what_is_kept_counts_and_of_the_next_what_is_listed(
    load_kernel, first: Word, second: Word, wanted: set[int]
) -> None:
    """Where others must be there as well, and where a word can lift nobody that is not there yet."""
    room = Room(load_kernel("sums"))
    room.gather(first)
    room.sums.keep(bitmap(sorted(wanted)))
    room.sums.add(1.0, K1)
    kept = wanted & first.keys()
    for article in kept & second.keys():
        room.totals[article] = second[article][0]
    room.sums.add_listed(2.0, K1, 16.0)
    _, best = room.best(1, SIZE)
    gained = {article: score(second[article][0], 2.0) if article in second else 0.0 for article in kept}
    assert dict(best) == pytest.approx({a: score(first[a][0], 1.0) + gained[a] for a in kept})
    assert room.is_empty()


@given(words=WORDS, gone=GONE, wanted=st.integers(1, SIZE), data=st.data())
def test_what_cannot_reach_the_floor_is_forgotten_and_the_rest_kept(
    load_kernel, words: list[Word], gone: list[int], wanted: int, data: st.DataObject
) -> None:
    """Words are looked for in fewer and fewer articles, none of which may be one that is wanted."""
    room = Room(load_kernel("sums"), gone)
    for word in words:
        room.gather(word)
        room.sums.add(1.0, K1)
    there = {a: total for a, (_, total) in expected(words, [1.0] * len(words), gone).items()}
    floor = room.sums.floor(wanted, array("d", [7.0] * wanted))
    ordered = sorted(there.values(), reverse=True)
    assert floor == (pytest.approx(ordered[wanted - 1]) if len(ordered) >= wanted else -math.inf)
    seen = data.draw(st.sets(ARTICLE))
    more, rest, least = 0.75, 0.25, data.draw(st.sampled_from([-math.inf, floor, 1.0, 2.5, 9.0]))
    marks, out = array("Q", [0] * 2), array("I", [0] * SIZE)
    filled = room.sums.shorten(more, rest, least, bitmap(sorted(seen)), marks, out)
    # In between both is right: bounds have some slack.
    sure = {a for a, total in there.items() if total + (more if a in seen else rest) >= least}
    left = {a for a, total in there.items() if total + (more if a in seen else rest) >= least - 1e-5}
    assert sure & seen <= set(out[:filled]) <= left & seen
    assert list(out[:filled]) == sorted(out[:filled])
    assert not any(marks)
    _, best = room.best(1, SIZE)
    assert sure <= {article for article, _ in best} <= left
    assert dict(best) == pytest.approx({article: there[article] for article, _ in best})
    assert room.is_empty()


@given(words=WORDS, order=st.permutations(range(4)))
def test_scores_that_are_anchored_do_not_depend_on_the_order_of_the_words(
    load_kernel, words: list[Word], order: list[int]
) -> None:
    """Words are added up from the rarest on, or as they were typed: two pages must not differ in a last bit."""
    found = []
    for some in (list(enumerate(words)), [(at, words[at]) for at in order if at < len(words)]):
        room = Room(load_kernel("sums"))
        for at, word in some:
            room.gather(word)
            room.sums.add((0.1, 1.7, 3.3, 0.7)[at], K1, 32.0)
        found.append(room.best(1, SIZE)[1])
    assert found[0] == found[1]


def test_articles_that_are_met_are_those_that_are_live(load_kernel) -> None:
    """Who adds up without counting must not find what is deleted."""
    room = Room(load_kernel("sums"), gone=[5, 64])
    for at, article in enumerate((64, 3, 5, 70)):
        room.totals[article], room.found[at] = 1.0, article
    room.sums.meet(4)
    heap, scores = array("I", [0] * 9), array("d", [0] * 9)
    filled = room.sums.best_of_word(1.0, K1, -1.0, heap, scores)
    assert sorted(heap[:filled]) == [3, 70]
    assert room.is_empty()


@given(
    weight=st.floats(0.1, 5),
    slope=st.floats(0, 0.99),
    average=st.just(0.0) | st.floats(0.5, 900),
    size=st.integers(0, 50),
)
def test_norms_are_those_of_the_formula(
    load_kernel, weight: float, slope: float, average: float, size: int
) -> None:
    """BM25F: weight / (1 − b + b × length / average); where all texts are empty, no length counts."""
    load_kernel("sums").norms(weight, slope, average, out := array("d", [0] * size))
    for length in range(size):
        relative = length / average if average else 0.0
        assert out[length] == pytest.approx(weight / (1 - slope + slope * relative))


def test_buffers_that_do_not_fit_are_refused(load_kernel) -> None:
    """A mistake of the caller must not become a write outside a buffer."""
    kernel = load_kernel("sums")
    nine, ten = array("I", [0] * 9), array("I", [0] * 10)
    doubles, hits = array("d", [0] * 9), array("Q", [0] * 2)
    whole = [array("Q"), nine, nine, doubles, bytearray(9), doubles[:], hits, ten, ten[:]]
    kernel.Sums(*whole)
    for place, buffer in (
        (1, nine[:8]),
        (3, doubles[:8]),
        (4, bytearray(8)),
        (5, doubles[:8]),
        (6, hits[:1]),
        (7, nine),
        (8, nine),
    ):
        with pytest.raises(ValueError, match="too small"):
            kernel.Sums(*whole[:place], buffer, *whole[place + 1 :])
    with pytest.raises(ValueError, match="too small"):  # a bitmap of 64 for 65
        large, many = array("I", [0] * 66), array("d", [0] * 128)
        kernel.Sums(
            *(array("Q", [0]), large, large[:65], many, bytearray(65), many, array("Q", [0] * 16)),
            large,
            large,
        )
    room = Room(kernel)
    room.gather({3: (1.0, 1)})
    for call in (
        lambda: room.sums.count(SIZE + 1, array("Q", [0] * 8)),
        lambda: room.sums.count(1, array("Q", [0] * 7)),
        lambda: room.sums.meet(SIZE + 1),
        lambda: room.sums.meet(-1),
        lambda: room.sums.floor(0, doubles),
        lambda: room.sums.floor(10, doubles),
        lambda: room.sums.shorten(0.0, 0.0, 0.0, array("Q", [0]), array("Q", [0] * 2), room.found),
        lambda: room.sums.shorten(0.0, 0.0, 0.0, array("Q", [0] * 2), array("Q", [0]), room.found),
        lambda: room.sums.put(array("I", [SIZE]), array("d", [1])),
        lambda: room.sums.put(array("I", [1]), array("d")),
        lambda: room.sums.require(array("Q", [0])),
        lambda: room.sums.require(array("Q", [0, 0, 0])),
        lambda: room.sums.require(array("Q", [0, 1 << SIZE % 64])),
        lambda: room.sums.narrow(1.0, K1, array("Q", [0])),
        lambda: room.sums.narrow_to(nine, doubles, array("Q", [0])),
        lambda: room.sums.narrow_to(nine, doubles[:8], array("Q", [0, 0])),
        lambda: room.sums.add(1.0, K1) or room.sums.take(1, nine[:0], doubles),
    ):
        with pytest.raises(ValueError, match=r"too s|there|belong|as long"):
            call()
