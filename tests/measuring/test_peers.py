"""The comparison from end to end on a few articles, with each engine that is there; and its tables."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from benchmarks import growing
from benchmarks.drawing_queries import Question, Shape
from benchmarks.peers import working
from benchmarks.peers.__main__ import main
from benchmarks.peers.engine import Engine
from benchmarks.peers.engines import ENGINES, OURS
from benchmarks.peers.measuring import Answering, Cost, Failed, Timing, run
from benchmarks.peers.tables import Built, answer_table, build_table, count_table, percentile, start_table
from benchmarks.peers.with_searcher import query_string

TEXTS = (
    "La pêche côtière reprend au port, le maire salue les marins.",
    "Le maire du port ouvre une école.",
    "Une école de pêche ferme ses portes, les marins protestent.",
    "Le conseil régional vote un budget.",
)
QUESTIONS = (
    Question("", Shape.ALL, ("budget",)),
    Question("", Shape.ALL, ("maire", "port")),
    Question("", Shape.ANY, ("budget", "école")),
    Question("", Shape.ROW, ("pêche", "côtière")),
    Question("", Shape.ROW, ("école", "de", "pêche")),
    Question("", Shape.ALL, ("maire",), 2021),
)
FOUND = (1, 2, 3, 1, 1, 1)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Four articles, of two years, one of them without a title."""
    path = tmp_path / "corpus.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        for number, text in enumerate(TEXTS):
            record = {
                "title": None if number == 3 else 'Une "dépêche"',
                "text": text,
                "date": f"{2020 + number % 2}-03-01",
            }
            file.write(json.dumps(record) + "\n")
    return path


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_every_engine_finds_what_is_there(engine: Engine, corpus: Path, tmp_path: Path) -> None:
    """Nobody wins by answering nothing: these questions have one answer, whatever the rules of words."""
    if what_to_do := engine.missing():
        pytest.skip(what_to_do)
    folder = tmp_path / "engine"
    folder.mkdir()
    builder = next(each for each in ENGINES if each.name == engine.of)
    run(builder.build_command(corpus, folder, 1))
    with Answering(engine.answer_command(folder)) as process:
        first, again = process.ask(QUESTIONS), process.ask(QUESTIONS[:2])
        assert process.memory() > 1_000_000 or sys.platform != "linux"
    assert [timing.found for timing in first] == list(FOUND)
    assert [timing.found for timing in again] == [1, 2]
    assert all(timing.wall > 0 for timing in first)


@pytest.mark.parametrize(
    ("question", "families", "exact"),
    [
        (Question("", Shape.ALL, ("maire", "port")), "maire port", '"maire" "port"'),
        (Question("", Shape.ANY, ("le", "maire", "du", "port")), "maire OU port", '"maire" OU "port"'),
        (Question("", Shape.ROW, ("maire", "du", "port")), '"maire du port"', '"maire du port"'),
        (Question("", Shape.PREFIX, ("électr",)), "électr*", "électr*"),
        (Question("", Shape.FUZZY, ("marie",)), "marie~", "marie~"),
        (Question("", Shape.ALL, ("port",), 2021), "port date:2021", '"port" date:2021'),
    ],
)
def test_questions_are_put_into_our_language(question: Question, families: str, exact: str) -> None:
    """What is measured must be what a user would type."""
    assert query_string(question) == families
    assert query_string(question, exact=True) == exact


def test_a_question_is_asked_twice_and_told_once() -> None:
    """The first time warms up; what an engine cannot be asked is told as -1."""
    asked: list[str] = []

    def ask(question: Question) -> int | None:
        asked.append(question.words[0])
        return None if question.shape == Shape.FUZZY else 7

    lines = ["all\tun\t\n", "fuzzy\tdeux\t\n", "\n", "all\ttrois\t\n", "\n"]
    answers = list(working.answer(ask, lines))
    assert asked == ["un", "deux", "un", "deux", "trois", "trois"]
    assert [line.split("\t")[0] for line in answers] == ["7", "-1", "", "7", ""]


def test_what_takes_too_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow engine must not take all day; what was not warmed up is not told."""
    monkeypatch.setattr(working, "PATIENCE", -1.0)
    assert len(list(working.answer(lambda question: 1, ["all\tun\t\n", "all\tdeux\t\n", "\n"]))) == 2


def test_the_command_prints_its_tables(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a file to Markdown, whatever else is installed."""
    monkeypatch.setattr("benchmarks.peers.__main__.STARTS", 1)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    arguments = [
        str(corpus),
        "--engines",
        OURS,
        "searcher, exact",
        "--runs",
        "1",
        "--questions",
        "2",
        "--jobs",
        "2",
    ]
    assert main([*arguments, "--scratch", str(scratch)]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^\| searcher \| 1 \| 1 \| [\d.]+ \(", out, re.MULTILINE)
    assert re.search(r"^\| searcher \| 2 \| 1 \| ", out, re.MULTILINE)
    assert re.search(r"^\| function word \| [\d.]+ / [\d.]+ \[[\d.]+\] \| ", out, re.MULTILINE)
    assert "parsing apart, ms, p50: " in out
    assert "| searcher search | " in out
    assert not list(scratch.iterdir())


def test_an_engine_that_is_not_there_is_told(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And with what to do to have it."""
    monkeypatch.setitem(sys.modules, "tantivy", None)
    assert main([str(corpus), "--engines", "tantivy"]) == 2
    assert "tantivy is left out: pip install -e '.[benchmarks]'" in capsys.readouterr().err


def test_a_process_that_fails_says_why() -> None:
    """A build that failed at once would be the fastest of all."""
    with pytest.raises(Failed, match="no such thing"):
        run([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_costs_are_those_of_the_process() -> None:
    """Memory that it holds is counted, and what its children took."""
    child = "subprocess.run([sys.executable, '-c', 'sum(range(3_000_000))'])"
    code = f"import subprocess, sys; held = bytearray(50_000_000); {child}"
    cost = run([sys.executable, "-c", code])
    assert cost.memory > 50_000_000
    assert cost.cpu > 0
    assert cost.cpu > run([sys.executable, "-c", "pass"]).cpu


def test_builds_are_laid_out_by_their_medians() -> None:
    """Medians for what varies, the most for memory, sizes against the text."""
    costs = [Cost(4.0, 3.0, 90_000_000), Cost(2.0, 2.0, 80_000_000), Cost(3.0, 1.0, 70_000_000)]
    built = [
        Built("a", 1, 60_000_000, 1, costs, 30_000_000),
        Built("b", 2, 6_000_000, 10, costs[:1], 9_000_000),
    ]
    assert list(build_table(built))[2:] == [
        "| a | 1 | 3 | 3.0 (2.0–4.0) | 20.0 | 2.0 | 30.0 | 90 | 30.0 | 0.50 |",
        "| b (1 article in 10) | 2 | 1 | 4.0 (4.0–4.0) | 1.5 | 3.0 | 2.0 | 90 | 9.0 | 1.50 |",
    ]


def test_who_cannot_be_asked_is_not_fast() -> None:
    """Sums are of what is answered, and once more of what all answer."""
    fast, slow, unasked = Timing(4, 0.001, 0.0009), Timing(6, 0.5, 0.4), Timing(None, 0.0001, 0.0001)
    answers = {
        ("one", "a"): [fast, fast, slow],
        ("one", "b"): [slow],
        ("two", "a"): [unasked, unasked, fast],
        ("two", "b"): [fast],
    }
    assert list(answer_table(answers, ["one", "two"], ["a", "b"])) == [
        "| kind | a | b |",
        "|---|---|---|",
        "| one | 1.0 / 500.0 [0.900] | 500.0 / 500.0 [400.0] |",
        "| two | n/a | 1.0 / 1.0 [0.900] |",
        "| sum of p50, all it answers | 1.0 [0.900] (1 of 2) | 501.0 [400.9] (2 of 2) |",
        "| sum of p50, the 1 that all answer | 1.0 [0.900] (1 of 1) | 500.0 [400.0] (1 of 1) |",
    ]


def test_counts_are_of_the_questions_that_all_had_the_time_to_answer() -> None:
    """Else the slowest would seem to find less, or more."""
    answers = {
        ("one", "a"): [Timing(4, 1, 1, 0), Timing(100, 1, 1, 1), Timing(6, 1, 1, 2)],
        ("one", "b"): [Timing(5, 1, 1, 0), Timing(None, 1, 1, 1), Timing(7, 1, 1, 2)],
        ("one", "c"): [Timing(None, 1, 1, 0)],
        ("two", "a"): [],
    }
    assert list(count_table(answers, ["one", "two"], ["a", "b", "c"]))[2:] == [
        "| one | 5.0 | 6.0 | n/a |",
        "| two | n/a | n/a | n/a |",
    ]


def test_starts_are_laid_out_in_milliseconds() -> None:
    """Of the command line."""
    costs = [Cost(0.1, 0.05, 0), Cost(0.3, 0.07, 0), Cost(0.2, 0.06, 0)]
    assert list(start_table({"x": costs}))[2:] == ["| x | 200 (100–300) | 60 |"]


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.5, 5), (0.95, 10), (1.0, 10)])
def test_a_percentile_is_one_of_the_values(share: float, value: float) -> None:
    """By the nearest rank."""
    assert percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share) == value


def test_growing_is_measured_at_each_size(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every row has a figure for each size, and nothing is left behind."""
    pytest.importorskip("numpy", reason="pip install -e '.[benchmarks]'")
    monkeypatch.setattr(growing, "STARTS", 1)
    assert growing.main(["--sizes", "0.5", "1", "--scratch", str(tmp_path)]) == 0
    head, _, *rows = capsys.readouterr().out.splitlines()
    assert head == "| | 0.5 MB | 1 MB |"
    cells = {row.split(" | ")[0].strip("| "): row.strip("| ").split(" | ")[1:] for row in rows}
    small, large = map(float, cells["text, MB"])
    assert small <= large
    assert all(len(each) == 2 for each in cells.values())
    assert cells["segments"] == ["1", "1"]
    assert all(int(count) >= 5 for count in cells["… files open or mapped"])
    assert not list(tmp_path.iterdir())
