"""Judged sets are read as they are meant: one pool of paragraphs, no text twice, nothing guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from measuring.judged_folders import MAISON, OEIL, PHARE, write_folder

from benchmarks.judgements import read_judgements


def test_a_text_of_two_folders_is_one_paragraph_that_both_judge(tmp_path: Path) -> None:
    """Twice in the pool, it would take two ranks, and one of the two would count as wrong."""
    one = write_folder(tmp_path / "un", {"a": PHARE, "b": OEIL}, {"q": "Quel phare ?"}, {("q", "a"): 1})
    two = write_folder(tmp_path / "deux", {"a": MAISON, "b": PHARE}, {"q": "Quelle île ?"}, {("q", "b"): 2})
    judgements = read_judgements([one, two])
    assert judgements.paragraphs == {"un/a": PHARE, "un/b": OEIL, "deux/a": MAISON}
    assert [(each.name, [dict(q.gains) for q in each.questions]) for each in judgements.sets] == [
        ("un", [{"un/a": 1}]),
        ("deux", [{"un/a": 2}]),
    ]


def test_questions_without_a_right_answer_are_left_out(tmp_path: Path) -> None:
    """They would count as failures of every system."""
    folder = write_folder(
        tmp_path / "un",
        {"a": PHARE},
        {"p": "Où ?", "q": "Quand ?", "r": "Qui ?"},
        {("p", "a"): 0, ("q", "a"): 1},
    )
    (judged,) = read_judgements([folder]).sets
    assert [question.key for question in judged.questions] == ["q"]


def test_a_judgement_of_a_paragraph_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Half a download would otherwise look like a bad ranking."""
    folder = write_folder(tmp_path / "un", {"a": PHARE}, {"q": "Où ?"}, {("q", "b"): 1})
    with pytest.raises(ValueError, match="judges b, which is not in"):
        read_judgements([folder])


def test_two_folders_of_one_name_are_refused(tmp_path: Path) -> None:
    """Their rows could not be told apart."""
    (tmp_path / "x").mkdir()
    folders = [
        write_folder(path, {"a": PHARE}, {"q": "Où ?"}, {("q", "a"): 1})
        for path in (tmp_path / "un", tmp_path / "x/un")
    ]
    with pytest.raises(ValueError, match="two folders are called un"):
        read_judgements(folders)
