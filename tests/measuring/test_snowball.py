"""The system that searcher is measured against must be a good one: BM25 as it is written in the books."""

from __future__ import annotations

import math

import pytest

from benchmarks.snowball import SnowballBm25, StemIndex, stems


@pytest.mark.parametrize("k1", [0.9, 1.2])
def test_scores_are_those_of_the_formula(k1: float) -> None:
    """A case worked by hand: 3 texts of 2, 3 and 1 stems; `mer` is in two of them, `bateau` in one."""
    system = SnowballBm25(
        StemIndex.of({"a": "la mer, la mer", "b": "un bateau en mer bleue", "c": "un phare"}), k1
    )
    mer, bateau = math.log(1 + 1.5 / 2.5), math.log(1 + 2.5 / 1.5)
    average = (2 + 3 + 1) / 3
    norm = {length: k1 * (0.25 + 0.75 * length / average) for length in (2, 3)}
    assert system.scores("Quels bateaux sur quelle mer, en mer ?") == pytest.approx(
        {0: mer * 2 * (k1 + 1) / (2 + norm[2]), 1: (mer + bateau) * (k1 + 1) / (1 + norm[3])}
    )


def test_equals_are_ranked_as_they_were_indexed_and_no_more_than_asked_for() -> None:
    """Two runs must agree."""
    system = SnowballBm25(StemIndex.of(dict.fromkeys("dcba", "la mer")), 0.9)
    assert system.rank("la mer", 3) == ["d", "c", "b"]


@pytest.mark.parametrize("question", ["", "Qui est-ce ?", "zzz"])
def test_nothing_is_found_for_no_word_that_is_there(question: str) -> None:
    """Function words are not indexed, and an unknown word has no postings."""
    assert SnowballBm25(StemIndex.of({"a": "la mer"}), 0.9).rank(question, 10) == []
    assert SnowballBm25(StemIndex.of({}), 0.9).rank("mer", 10) == []


def test_accents_are_kept_and_elisions_cut_only_at_the_beginning() -> None:
    """What Lucene's French analyser does; what it loses without accents is a part of what is measured."""
    assert stems("l'île d’Île qu'aujourd'hui") == ["île", "île", "aujourd'hui"]
    assert stems("bâti") != stems("bati")
