"""Metrics against values worked out by hand, and what must hold for any ranking."""

from __future__ import annotations

import doctest
import math
from collections.abc import Callable
from itertools import product
from statistics import fmean
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import metrics, relevance, snowball
from benchmarks.metrics import ndcg, paired_randomisation, recall, reciprocal_rank

METRICS = [ndcg, recall, reciprocal_rank]


@pytest.mark.parametrize("module", [metrics, relevance, snowball])
def test_the_examples_in_its_documentation_are_true(module: ModuleType) -> None:
    """They are the first thing that is read, and nothing else runs them."""
    failed, tried = doctest.testmod(module)
    assert tried
    assert not failed


def test_graded_gains_are_discounted_by_rank() -> None:
    """A case worked by hand: gains 0, 3, 1 where 3, 2, 1 was possible."""
    gains = {"best": 3, "good": 2, "fair": 1}
    found = 3 / math.log2(3) + 1 / 2
    possible = 3 + 2 / math.log2(3) + 1 / 2
    assert ndcg(["none", "best", "fair"], gains, 10) == pytest.approx(found / possible)


def test_no_more_answers_are_expected_than_there_are_ranks() -> None:
    """With three right answers and two ranks, two right answers are perfect; but one of the three was not found."""
    gains = {"a": 1, "b": 1, "c": 1}
    assert ndcg(["b", "c", "a"], gains, 2) == 1
    assert recall(["b", "c", "a"], gains, 2) == pytest.approx(2 / 3)


@pytest.mark.parametrize("metric", METRICS)
def test_what_comes_after_the_last_rank_does_not_count(metric: Callable[..., float]) -> None:
    """The numbers 10 and 100 in `nDCG@10` and `recall@100` must mean something."""
    assert metric(["x", "y", "a"], {"a": 1}, 2) == 0
    assert metric(["x", "y", "a"], {"a": 1}, 3) > 0


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize(
    ("ranked", "gains"),
    [(["a", "b", "a"], {"a": 1}), (["a"], {}), (["a"], {"a": 0}), (["a"], {"a": 1, "b": -1})],
)
def test_what_cannot_be_measured_is_refused(
    metric: Callable[..., float], ranked: list[str], gains: dict[str, float]
) -> None:
    """A system that names its best answer twice would gain from it; a question without answer has no best order."""
    with pytest.raises(ValueError, match=r"twice|right answer"):
        metric(ranked, gains, 10)


@given(
    ranked=st.permutations("abcdefgh"),
    gains=st.dictionaries(st.sampled_from("abcdefghij"), st.integers(1, 3), min_size=1),
    depth=st.integers(1, 9),
)
def test_moving_a_better_answer_up_never_harms(
    ranked: list[str], gains: dict[str, float], depth: int
) -> None:
    """So a number that falls always means a worse order."""
    for metric in METRICS:
        before = metric(ranked, gains, depth)
        assert 0 <= before <= 1 + 1e-12
        for at in range(1, len(ranked)):
            if gains.get(ranked[at], 0) > gains.get(ranked[at - 1], 0):
                better = [*ranked[: at - 1], ranked[at], ranked[at - 1], *ranked[at + 1 :]]
                assert metric(better, gains, depth) >= before - 1e-12


def test_p_is_close_to_the_share_of_all_exchanges() -> None:
    """With few questions all exchanges can be counted, and random ones must agree."""
    a = [0.9, 0.4, 0.8, 0.7, 1.0, 0.3, 0.6, 0.9]
    b = [0.5, 0.5, 0.6, 0.2, 0.9, 0.4, 0.1, 0.8]
    differences = [x - y for x, y in zip(a, b, strict=True)]
    observed = fmean(differences)
    exchanged = [
        fmean(sign * each for sign, each in zip(signs, differences, strict=True))
        for signs in product((1, -1), repeat=len(a))
    ]
    exact = fmean(abs(each) >= abs(observed) - 1e-9 for each in exchanged)
    assert paired_randomisation(a, b) == pytest.approx(exact, abs=0.02)
    assert paired_randomisation(b, a) == pytest.approx(exact, abs=0.02)


def test_a_difference_that_is_always_the_same_is_no_chance() -> None:
    """p falls to its least: one of the permutations, the one observed."""
    assert paired_randomisation([0.6] * 40, [0.5] * 40, permutations=999) == pytest.approx(1 / 1000)


def test_systems_are_compared_on_the_same_questions() -> None:
    """Values that do not pair up would be compared at random."""
    with pytest.raises(ValueError, match="zip"):
        paired_randomisation([1.0], [1.0, 0.0])
