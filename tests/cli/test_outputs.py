"""Each form of output gives the same articles, whole, to the letter, and says what it was asked."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from cli.conftest import ARTICLES, Run, command_line, environment, run_on_terminal
from documented import check_json

from searcher import Article, build_index
from searcher.cli import outputs
from searcher.index import Snapshot
from searcher.present.tables import COLUMNS
from searcher.search.matching import Matcher

BY_KEY = {article.key: article for article in ARTICLES}
MANY = 40


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of more hits than a page has, some of one file, one of none."""
    folder = tmp_path_factory.mktemp("outputs") / "index"
    build_index(
        folder,
        [
            Article(
                key=f"k{number:02}",
                title=f"Muguet {number}" if number % 3 else "=Muguet",
                body="Le muguet est en retard.\n\n" + "Un brin de muguet. " * (number % 4),
                path="" if number == 7 else f"lot-{number % 10}.txt" if number else "à l’ouest\n.txt",
            )
            for number in range(MANY)
        ],
    )
    return folder


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_every_form_gives_every_article_and_the_same_ones(run: Run, many: Path) -> None:
    """A figure that is published is checked against a list: they must agree."""
    where = ("--index", many)
    count = int(run("search", "muguet", "--count", *where).out)
    page = json.loads(run("search", "muguet", "--json", "-n", 1000, *where).out)
    stream = lines(run("search", "muguet", "--jsonl", *where).out)
    rows = list(csv.DictReader(io.StringIO(run("search", "muguet", "--csv", *where).out)))
    keys = run("search", "muguet", "--template", r"{key}\n", *where).out.splitlines()
    assert count == page["total"] == MANY
    expected = [hit["key"] for hit in page["hits"]]
    assert len(expected) == MANY
    assert [hit["key"] for hit in stream] == [row["key"] for row in rows] == keys == expected
    assert [hit["rank"] for hit in stream] == list(range(1, MANY + 1))
    assert [len(hit["matches"]) for hit in stream] == [int(row["matches"]) for row in rows]
    assert all(
        {**one, "matches": 0} == {**hit, **{k: one[k] for k in ("schema", "query")}, "matches": 0}
        for one, hit in zip(stream, page["hits"], strict=True)
    )


@pytest.mark.parametrize("form", ["--jsonl", "--csv", "--files", "--count", "--json"])
def test_a_query_is_evaluated_once_whatever_is_made_of_it(
    run: Run, many: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """A million articles are matched once, not a second time to be counted."""
    begun: list[Snapshot] = []
    begin = Matcher.__init__

    def count(matcher: Matcher, snapshot: Snapshot) -> None:
        begun.append(snapshot)
        begin(matcher, snapshot)

    monkeypatch.setattr(Matcher, "__init__", count)
    assert run("search", "muguet", form, "--index", many).code == 0
    assert len(begun) == 1
    assert run("facets", "muguet", *(["--json"] if form == "--json" else []), "--index", many).code == 0
    assert len(begun) == 2
    # What is not understood is told once, and that nothing is found.
    outcome = run("search", "(introuvable", form, "--index", many)
    assert outcome.code == 1
    assert outcome.err == "warning: parenthèse sans fin : ignorée\n"


def test_lines_of_json_have_every_match_where_it_stands(run: Run, index: Path) -> None:
    """Programs cut it out of the article that they have."""
    outcome = run("search", "sommet Astana", "--jsonl")
    assert outcome.code == 0
    for line in outcome.out.splitlines():
        check_json(line)
        hit = json.loads(line)
        article = BY_KEY[hit["key"]]
        assert hit["matches"]
        for each in hit["matches"]:
            text = getattr(article, each["field"])
            assert text[each["start"] : each["end"]] == each["text"]
            assert each["text"].lower() in ("sommet", "astana")
    (outcome,) = lines(run("search", "retard", "--jsonl").out)
    assert outcome["matches"] == [{"field": "body", "start": 17, "end": 23, "paragraph": 1, "text": "retard"}]


@pytest.mark.parametrize("most_of_a_page", [1000, 0])
def test_a_limit_and_an_offset_are_those_of_pages(
    run: Run, many: Path, monkeypatch: pytest.MonkeyPatch, most_of_a_page: int
) -> None:
    """The second page of a table is the second page, whether it is read as one or picked from the stream."""
    monkeypatch.setattr(outputs, "_MOST_OF_A_PAGE", most_of_a_page)
    options = ("-n", 5, "--offset", 5, "--index", many)
    page = json.loads(run("search", "muguet", "--json", *options).out)
    ranks = [hit["rank"] for hit in page["hits"]]
    assert ranks == [6, 7, 8, 9, 10]
    assert [hit["rank"] for hit in lines(run("search", "muguet", "--jsonl", *options).out)] == ranks
    assert run("search", "muguet", "--template", "{rank},", *options).out == "6,7,8,9,10,"


def test_every_form_is_narrowed_and_sorted_alike(run: Run, index: Path) -> None:
    """The numbers are the same whatever they are read in."""
    options = ("*", "--sort", "-date", "--since", "2024", "--not", "place=Pékin")
    assert run("search", *options, "--count").out == "1\n"
    for option, given in (("--template={key}", "2024-0410"), ("--files", "agence.jsonl\n")):
        assert run("search", *options, option).out == given
    dates = run("search", "*", "--sort", "date", "--template", "{date} ").out
    assert dates == "2019 2024-06 2024-07-04 "


def test_files_are_given_once_and_to_the_letter(run: Run, many: Path) -> None:
    """xargs opens each of them, whatever its name."""
    outcome = run("search", "muguet", "-0", "--index", many)
    paths = outcome.out.split("\0")
    assert paths.pop() == ""
    assert sorted(paths) == sorted({f"lot-{number}.txt" for number in range(10)} | {"à l’ouest\n.txt"})
    assert outcome.err == "note: of no file, since a program gave them to the index: 1 of the articles\n"
    assert run("search", "muguet", "--files", "-n", 3, "--index", many).out.count("\n") in (1, 2, 3, 4)
    assert run("search", "muguet", "--files", "-0", "--index", many).out == outcome.out


def test_a_spreadsheet_is_guarded_and_a_table_for_programs_is_not(run: Run, many: Path) -> None:
    """What is done to data is asked for by name."""
    for option, delimiter, title in (("--csv", ",", "=Muguet"), ("--spreadsheet", ";", "'=Muguet")):
        table = run("search", "muguet", option, "--index", many).out.removeprefix("\ufeff")
        rows = list(csv.DictReader(io.StringIO(table), delimiter=delimiter))
        assert {row["title"] for row in rows if "Muguet " not in row["title"]} == {title}


def test_nothing_found_is_no_line_and_the_code_for_it(run: Run, index: Path) -> None:
    """A script looks at the code; a table keeps its head, so that it is a table."""
    for option, out in (
        ("--jsonl", ""),
        ("--files", ""),
        ("-0", ""),
        ("--count", "0\n"),
        ("--csv", ",".join(COLUMNS) + "\n"),
    ):
        outcome = run("search", "hippopotame", option)
        assert (outcome.code, outcome.out, outcome.err) == (1, out, "")


def test_a_warning_is_told_beside_a_stream(run: Run, index: Path) -> None:
    """Standard output is for the program that reads it."""
    outcome = run("search", "astana", "(", "--jsonl")
    assert outcome.err.startswith("warning: ")
    assert len(lines(outcome.out)) == 2


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "veille.txt"
    path.write_text(
        "# ce matin\nastana\n\n  muguet retard \nhippopotame\n #ruse\nastana (\n", encoding="utf-8"
    )
    return path


ASKED = ["astana", "muguet retard", "hippopotame", "#ruse", "astana ("]


def test_a_file_of_queries_is_asked_line_by_line(run: Run, index: Path, queries: Path) -> None:
    """The watch of a desk is a file; each answer tells its query."""
    outcome = run("search", "--queries", queries, "--count")
    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        f"{count}\t{asked}" for count, asked in zip((2, 1, 0, 0, 2), ASKED, strict=True)
    ]
    assert outcome.err.startswith("warning: astana (: ")
    assert [answer["query"] for answer in lines(run("search", "--queries", queries, "--json").out)] == ASKED
    hits = lines(run("search", "--queries", queries, "--jsonl").out)
    assert [(hit["query"], hit["rank"]) for hit in hits] == [
        ("astana", 1), ("astana", 2), ("muguet retard", 1), ("astana (", 1), ("astana (", 2),
    ]  # fmt: skip
    assert sorted(run("search", "--queries", queries, "--files").out.splitlines()) == [
        "agence.jsonl",
        "astana.txt",
    ]
    page = run("search", "--queries", queries, "-n", 1)
    assert [line for line in page.out.splitlines() if line.startswith("── ")] == [
        f"── {asked}" for asked in ASKED
    ]


def test_a_batch_in_which_nothing_is_found_ends_with_one(run: Run, index: Path, tmp_path: Path) -> None:
    """One that found something is done; the watch that found nothing at all wakes nobody."""
    (tmp_path / "veille.txt").write_text("hippopotame\nlicorne\n", encoding="utf-8")
    assert run("search", "--queries", tmp_path / "veille.txt", "--jsonl").code == 1


def test_a_query_is_read_from_standard_input(run: Run, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long query is in a file, or comes from another program; a mark at its beginning is no word."""
    for typed in ("sommet\nAstana\n", "\ufeffsommet Astana", "-hippopotame sommet Astana"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        assert run("search", "-", "--count").out == "2\n"


def test_the_page_of_outputs_is_printed_and_given_to_programs(run: Run) -> None:
    """A program can be made from it."""
    assert run("help", "outputs").out.startswith("WHAT PROGRAMS READ\n")
    record = json.loads(run("help", "outputs", "--json").out)
    assert record["columns"] == list(COLUMNS)
    assert "search/1" in [schema["schema"] for schema in record["schemas"]]


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "sommet"),
        ("search", "hippopotame"),
        ("search", "sommets", "--explain"),
        ("search", "sommet", "--why", "1"),
        ("timeline", "sommet", "muguet"),
        ("timeline", "hippopotame", "--by", "day"),
        ("facets", "sommet", "--by", "source,year"),
        ("status",),
        ("analyze", "L’Élysée"),
        ("analyze", "--family", "sommet"),
    ],
)
def test_what_json_a_command_gives_is_documented(run: Run, index: Path, arguments: tuple[str, ...]) -> None:
    """The page and the program are held against each other."""
    check_json(run(*arguments, "--json").out)


def test_what_json_is_given_where_an_index_is_built_is_documented(run: Run, tmp_path: Path) -> None:
    """By the programs that do it each night."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "muguet.txt").write_text("Le muguet est en retard.", encoding="utf-8")
    (tmp_path / "corpus" / "vide.txt").write_bytes(b"")
    check_json(run("corpus", "check", "corpus", "--sample", 1, "--json").out)
    check_json(run("index", "corpus", "--json").out)
    check_json(run("index", "corpus", "--dry-run", "--json").out)
    check_json(run("compact", "--json").out)


def test_data_on_a_terminal_is_harmless(index: Path) -> None:
    """Whoever forgets to send a table to a file must not have the terminal obey an article."""
    for option in ("--csv", "--jsonl", "--files"):
        shown = run_on_terminal("search", "ruse", option).out
        assert shown.strip()
        assert "\x1b" not in shown


def test_a_reader_that_goes_away_ends_a_stream_quietly(many: Path) -> None:
    """`searcher search x --jsonl | head -1`."""
    finished = subprocess.run(
        ["sh", "-c", '"$@" | head -n 1', "sh", *command_line("search", "muguet", "--jsonl", "--index", many)],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    assert len(finished.stdout.splitlines()) == 1
    assert "Traceback" not in finished.stderr
    assert "Broken" not in finished.stderr
