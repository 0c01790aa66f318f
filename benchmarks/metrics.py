"""Metrics: how good a ranking is, and whether one system beats another by more than chance.

In: what a system ranked, best first, and how much each of the right answers is worth. Out: numbers from 0 to 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import compress
from random import Random

# Sums of the same differences in another order differ by the last digits of a double.
TOLERANCE = 1e-9
# A random byte becomes a coin: 0 or 1.
_COIN = bytes(byte & 1 for byte in range(256))


def ndcg(ranked: Sequence[str], gains: Mapping[str, float], depth: int) -> float:
    """Measure how early the best answers come: their gain, discounted by rank, over that of the best order there is.

    Args:
        ranked: what was found, best first, each once.
        gains: of each right answer, above 0; all else gains nothing.
        depth: ranks that count, from the first, at least 1.
    Returns:
        From 0, none was found, to 1, no order is better.
    Raises:
        ValueError: something was ranked twice, or there is no right answer.
    Source: Järvelin & Kekäläinen 2002, with a logarithm to base 2 from the first rank on, as trec_eval has it.

    >>> ndcg(["b", "a"], {"a": 1}, depth=10) == 1 / math.log2(3)
    True
    """
    found = _gained(ranked, gains, depth)
    best = sorted(gains.values(), reverse=True)[:depth]
    return _discounted(found) / _discounted(best)


def recall(ranked: Sequence[str], gains: Mapping[str, float], depth: int) -> float:
    """Tell which share of the right answers is among the first `depth`. Arguments and errors are those of `ndcg`.

    >>> recall(["b", "a", "c"], {"a": 1, "c": 1}, depth=2)
    0.5
    """
    found = _gained(ranked, gains, depth)
    return sum(gain > 0 for gain in found) / len(gains)


def reciprocal_rank(ranked: Sequence[str], gains: Mapping[str, float], depth: int) -> float:
    """Divide 1 by the rank of the first right answer; 0 if none is found. Arguments and errors are those of `ndcg`.

    >>> reciprocal_rank(["b", "a", "c"], {"a": 1, "c": 1}, depth=10)
    0.5
    """
    found = _gained(ranked, gains, depth)
    return next((1 / rank for rank, gain in enumerate(found, start=1) if gain > 0), 0.0)


def paired_randomisation(
    a: Sequence[float], b: Sequence[float], *, permutations: int = 10_000, seed: int = 1
) -> float:
    """Tell how often two systems would differ so much on average if it were chance which of them got which value.

    Args:
        a: values of one system, a question each.
        b: values of the other, for the same questions.
        permutations: how often values are exchanged at random.
        seed: of the coins; the same one gives the same p.
    Returns:
        p, two-sided: near 0 if hardly ever, at most 1.
    Raises:
        ValueError: the systems were not asked the same questions.
    Source: Smucker, Allan & Carterette 2007 (Fisher's randomisation test); what was observed counts as one of the
        permutations, so that p is never 0.

    >>> paired_randomisation([1, 1, 0], [1, 1, 0])
    1.0
    """
    # Where both do alike, an exchange changes nothing.
    differences = [x - y for x, y in zip(a, b, strict=True) if x != y]
    total = sum(differences)
    random = Random(seed)
    extreme = 1
    for _ in range(permutations):
        exchanged = compress(differences, random.randbytes(len(differences)).translate(_COIN))
        extreme += abs(total - 2 * sum(exchanged)) >= abs(total) - TOLERANCE
    return extreme / (permutations + 1)


def _gained(ranked: Sequence[str], gains: Mapping[str, float], depth: int) -> list[float]:
    """What each of the first ranks gains."""
    if not gains or min(gains.values()) <= 0:
        raise ValueError("a question needs a right answer, and each of them a gain above 0")
    top = ranked[:depth]
    if len(set(top)) < len(top):
        raise ValueError("a ranking holds the same thing twice")
    return [gains.get(each, 0.0) for each in top]


def _discounted(gained: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gained, start=1))
