"""The benchmark from end to end, on a few invented sentences whose ranks are worked out by hand."""

from __future__ import annotations

import csv
import math
import sys
from pathlib import Path

import pytest
from measuring.judged_folders import MAISON, OEIL, PHARE, write_folder

from benchmarks import relevance
from benchmarks.judgements import JudgedSet, Question

SECOND = 1 / math.log2(3)  # nDCG of one right answer at the second rank


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    """Two sets over three paragraphs; one of them is in both."""
    phares = write_folder(
        tmp_path / "phares",
        {"phare": PHARE, "oeil": OEIL, "maison": MAISON},
        {"q1": "Par qui fut bâti le phare ?", "q2": "Que regardait-il de ses yeux ?", "q3": "Qui écrit ?"},
        {("q1", "phare"): 1, ("q2", "oeil"): 1, ("q3", "phare"): 1},
    )
    pierres = write_folder(
        tmp_path / "pierres", {"copie": PHARE}, {"q": "Quelle pierre ?"}, {("q", "copie"): 1}
    )
    return [str(phares), str(pierres)]


@pytest.fixture
def without_tantivy(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where it is not installed."""
    monkeypatch.setitem(sys.modules, "benchmarks.tantivy_french", None)


def cells_of(table: str) -> dict[tuple[str, str], list[str]]:
    """The cells of a table's rows, without speeds, by set and system."""
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| p")]
    return {(row[0].strip(), row[1].strip()): [cell.strip() for cell in row[2:7]] for row in rows}


@pytest.mark.usefixtures("without_tantivy")
def test_the_table_has_the_numbers_worked_out_by_hand(
    folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """All that is decided by these numbers depends on their being right.

    Typed, q1: both systems know `bâti` and `phare`, first rank. Stripped: `bati` is no stem, `phare` is also in the
    shorter paragraph, second rank for BM25. q2: only searcher knows that `yeux` are `œil`; `regarde` is in the shorter
    paragraph too. q3: nowhere. q: the shorter paragraph first.
    """
    assert relevance.main(folders) == 0
    out = capsys.readouterr().out
    assert out.startswith("3 paragraphs; phares 3 of 3 questions; pierres 1 of 1 questions\n")
    bm25 = [f"{(1 + SECOND) / 3:.4f}", f"{2 * SECOND / 3:.4f}", "22.6", "0.6667", "0.6667"]
    second = [f"{SECOND:.4f}", f"{SECOND:.4f}", "0.0", "1.0000", "1.0000"]
    absent = ["not installed: pip install -e '.[benchmarks]'", "", "", "", ""]
    assert cells_of(out) == {
        ("phares", "searcher"): ["0.6667", "0.6667", "0.0", "0.6667", "0.6667"],
        ("phares", "BM25, Snowball, k1 = 0.9"): bm25,
        ("phares", "BM25, Snowball, k1 = 1.2"): bm25,
        ("phares", "tantivy, French"): absent,
        ("pierres", "searcher"): second,
        ("pierres", "BM25, Snowball, k1 = 0.9"): second,
        ("pierres", "BM25, Snowball, k1 = 1.2"): second,
        ("pierres", "tantivy, French"): absent,
    }
    gain = (1 - SECOND) / 3
    assert f"phares, typed: searcher − BM25, Snowball, k1 = 0.9 = {gain:+.4f} nDCG@10, p = 1.0000\n" in out
    assert f"phares, stripped: searcher − BM25, Snowball, k1 = 0.9 = {2 * gain:+.4f} nDCG@10, p = 0." in out


def test_tantivy_is_measured_where_it_is_installed(
    folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """It stems as BM25 does here, so it ranks alike."""
    pytest.importorskip("tantivy")
    relevance.main(folders)
    cells = cells_of(capsys.readouterr().out)
    assert cells["phares", "tantivy, French"] == cells["phares", "BM25, Snowball, k1 = 1.2"]


@pytest.mark.usefixtures("without_tantivy")
def test_one_spelling_can_be_measured_alone(folders: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What was not measured is a dash, not a number."""
    relevance.main([*folders, "--typed"])
    cells = cells_of(capsys.readouterr().out)
    assert cells["phares", "searcher"] == ["0.6667", "–", "–", "0.6667", "–"]
    relevance.main([*folders, "--stripped"])
    cells = cells_of(capsys.readouterr().out)
    assert cells["phares", "BM25, Snowball, k1 = 0.9"][:3] == ["–", f"{2 * SECOND / 3:.4f}", "–"]


@pytest.mark.usefixtures("without_tantivy")
def test_details_have_a_row_for_each_question_spelling_and_system(folders: list[str], tmp_path: Path) -> None:
    """Where a system loses is found there."""
    path = tmp_path / "details.tsv"
    relevance.main([*folders, "--queries", "2", "--details", str(path)])
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, dialect="excel-tab"))
    assert len(rows) == 3 * 2 * (2 + 1)
    assert {
        "set": "phares",
        "question": "q1",
        "spelling": "stripped",
        "system": "BM25, Snowball, k1 = 0.9",
        "ndcg@10": "0.6309",
        "recall@100": "1.0000",
        "reciprocal rank": "0.5000",
        "text": "Par qui fut bâti le phare ?",
    } in rows


def test_questions_are_the_first_ones_or_drawn_with_a_seed() -> None:
    """The same seed draws the same questions, or figures could not be compared."""
    judged = JudgedSet("s", [Question(f"{n}", "", {"a": 1}) for n in range(100)])
    first = relevance.choose(judged, 5, None)
    assert [question.key for question in first.questions] == ["0", "1", "2", "3", "4"]
    drawn = relevance.choose(judged, 5, 1)
    assert drawn == relevance.choose(judged, 5, 1) != relevance.choose(judged, 5, 2)
    assert len({question.key for question in drawn.questions}) == 5
    assert relevance.choose(judged, 1000, None) == judged


def test_a_folder_that_lacks_a_file_is_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name of the file is all that helps."""
    with pytest.raises(SystemExit) as exit_info:
        relevance.main([str(tmp_path)])
    assert exit_info.value.code == 2
    assert "docs.jsonl.gz" in capsys.readouterr().err
