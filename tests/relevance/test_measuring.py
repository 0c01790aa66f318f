"""What is measured is what was meant, and the floors do not give way."""

from __future__ import annotations

from pathlib import Path

import pytest
from relevance.measuring import (
    Floors,
    Quality,
    Query,
    average,
    digest,
    fallen,
    judge,
    raise_floors,
    read_floors,
    report,
    write_floors,
)

GRADES = {"about": 2, "touches": 1, "touches too": 1}
QUERIES = [
    Query("mur-1", "mur", "mur", GRADES),
    Query("mur-2", "mur", "murs", GRADES),
    Query("mûr-1", "mûr", "mûr", GRADES),
]
GOOD = {"mur-1": Quality(0.9, 1.0), "mur-2": Quality(0.6, 0.5), "mûr-1": Quality(0.75, 1.0)}


@pytest.mark.parametrize(
    ("found", "ndcg", "reciprocal_rank"),
    [
        # The best there is: 3/log2(2) + 1/log2(3) + 1/log2(4) = 3 + 0.63093 + 0.5 = 4.13093.
        (["about", "touches", "touches too"], 1.0, 1.0),
        (["touches too", "touches", "about"], 0.75792, 1.0),  # 1 + 0.63093 + 3/2 = 3.13093
        (["touches", "about", "other"], 0.70027, 1.0),  # 1 + 3/1.58496 = 2.89279
        (["other", "other too", "about"], 0.36311, 1 / 3),  # 3/2 = 1.5
        (["other"] * 9 + ["about"], 0.20993, 1 / 10),  # 3/log2(11) = 3/3.45943 = 0.86720
        (["other"] * 10 + ["about"], 0.0, 1 / 11),  # the eleventh gains nothing, and is still found
        (["other"], 0.0, 0.0),
        ([], 0.0, 0.0),
    ],
)
def test_an_answer_is_worth_what_it_is_worth_by_hand(
    found: list[str], ndcg: float, reciprocal_rank: float
) -> None:
    """A metric that is wrong in the same way today and tomorrow would guard nothing."""
    assert judge(found, GRADES) == pytest.approx((ndcg, reciprocal_rank), abs=1e-5)


def test_the_ideal_of_more_than_ten_articles_ends_at_the_tenth() -> None:
    """An answer cannot be blamed for what no page of ten could hold."""
    grades = {f"{number}": 1 for number in range(15)}
    assert judge(list(grades), grades) == (1.0, 1.0)


def test_means_weigh_queries_alike_over_all_and_within_their_kind() -> None:
    """A mean of the means of kinds would let a small kind hide a large one."""
    means = average(QUERIES, GOOD)
    assert means["mur"] == pytest.approx((0.75, 0.75))
    assert means["mûr"] == pytest.approx((0.75, 1.0))
    assert means["overall"] == pytest.approx((0.75, 2.5 / 3))


def test_what_is_measured_again_unchanged_has_not_fallen() -> None:
    """Floors are rounded down, never to the nearest."""
    means = {"mur": Quality(0.7777777, 0.9999)}
    floors = Floors("", {"mur": means["mur"].rounded_down()}, {})
    assert floors.means["mur"] == Quality(0.777, 0.999)
    assert fallen(means, floors) == []
    assert fallen({"mur": Quality(0.7769, 1.0)}, floors) == ["mur"]
    assert fallen({"mur": Quality(1.0, 0.9989)}, floors) == ["mur"]


def test_a_fall_is_told_with_the_queries_that_caused_it() -> None:
    """`0.71 is less than 0.75` helps nobody."""
    floors = Floors("", average(QUERIES, GOOD), GOOD)
    worse = {**GOOD, "mur-2": Quality(0.0, 0.0), "mur-1": Quality(1.0, 1.0)}
    told = report(average(QUERIES, worse), QUERIES, worse, floors)
    assert "below its floor: mur, nDCG@10 0.750 -> 0.5000" in told
    assert "mur-2  murs: nDCG@10 0.600 -> 0.0000, MRR 0.500 -> 0.0000" in told
    assert "mur-1" not in told
    assert "mûr" not in told
    assert report(average(QUERIES, GOOD), QUERIES, GOOD, floors) == ""


def test_floors_rise_and_refuse_to_fall(tmp_path: Path) -> None:
    """Measuring again after a bad change must not make it good."""
    path = tmp_path / "floors.json"
    assert raise_floors(QUERIES, GOOD, path) == ""
    first = path.read_bytes()
    assert "below its floor" in raise_floors(QUERIES, {**GOOD, "mûr-1": Quality(0.7, 1.0)}, path)
    assert path.read_bytes() == first
    better = {**GOOD, "mûr-1": Quality(0.8, 1.0)}
    assert raise_floors(QUERIES, better, path) == ""
    assert read_floors(path).means["mûr"] == Quality(0.8, 1.0)
    assert read_floors(path).queries == better


def test_another_set_has_other_floors(tmp_path: Path) -> None:
    """Harder queries are welcome: what they measure cannot be compared."""
    path = tmp_path / "floors.json"
    write_floors(Floors("another", {"mur": Quality(1.0, 1.0)}, {}), path)
    assert raise_floors(QUERIES, GOOD, path) == ""
    assert read_floors(path).digest == digest()
    assert set(read_floors(path).means) == {"overall", "mur", "mûr"}
