"""Each command does what its help says: results on standard output, all else on standard error."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from cli.conftest import ARTICLES, Run

from searcher import Article, edit_index
from searcher.cli.running import COMMANDS
from searcher.cli.skipping import Skips
from searcher.corpus import Skipped
from searcher.version import __version__


def test_a_search_prints_hits_and_ends_with_zero(run: Run, index: Path) -> None:
    """Scripts look at the exit code, people at the page."""
    outcome = run("search", "sommet", "d'Astana", "depuis juin 2024", "-n", 1)
    assert outcome.code == 0
    assert outcome.err == ""
    first, *_ = outcome.out.splitlines()
    assert first.startswith("sommet Astana · depuis le 1er juin 2024 · 2 articles · ")
    assert outcome.out.splitlines()[1:] == [
        "",
        " 1  Pékin et Astana doublent leurs échanges",
        "    4 juillet 2024 · Pékin · PRNewswire",
        "    Le sommet d’Astana a commencé jeudi. Il finit vendredi.",
        "    astana.txt",
        "",
        "article 1 sur 2 · la suite : --offset 1",
    ]


def test_a_search_that_finds_nothing_says_so_and_ends_with_one(run: Run, index: Path) -> None:
    """An empty screen could be a mistake of ours."""
    outcome = run("search", "hippopotame")
    assert outcome.code == 1
    assert "0 article · " in outcome.out
    assert outcome.out.endswith("\n\nAucun article.\n\nhippopotame : aucun article\n")


def test_a_search_that_finds_nothing_says_what_may_have_been_meant(run: Run, index: Path) -> None:
    """The same for people and for programs, and never as a result: nothing was found."""
    outcome = run("search", "sommet Astanna")
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out.splitlines()[3:] == [
        "",
        "Vouliez-vous dire (2 articles) : sommet astana",
        "",
        "sommet : 2 articles",
        "Astanna : aucun article ; proche : astana (2)",
        "",
        "Sans « Astanna » (2 articles) : sommet",
    ]
    answer = json.loads(run("search", "sommet Astanna", "--json").out)
    assert (answer["total"], answer["hits"]) == (0, [])
    assert [(each["query"], each["total"]) for each in answer["suggestions"]] == [("sommet astana", 2)]
    assert answer["diagnosis"]["clauses"][0]["query"] == "sommet"


def test_who_wants_a_count_gets_no_more(run: Run, index: Path) -> None:
    """A script that counts reads two lines, whatever the count."""
    outcome = run("search", "sommet Astanna", "-n", 0)
    assert outcome.code == 1
    assert outcome.out.splitlines()[1:] == ["", "Aucun article."]


def test_a_long_question_says_on_standard_error_how_it_was_read(run: Run, index: Path) -> None:
    """Standard output is the answer, and nothing else."""
    outcome = run("search", "quand a commencé le sommet d'Astana ?", "-n", 1)
    assert outcome.code == 0
    assert outcome.err.startswith("warning: question : 2 de ses 3 mots suffisent")
    assert outcome.out.splitlines()[3] == "    4 juillet 2024 · Pékin · PRNewswire · 3 mots sur 3"


def test_pages_follow_each_other_without_repeating(run: Run, index: Path) -> None:
    """`--offset` is printed at the end of a page to be copied."""
    keys = []
    for offset in range(3):
        answer = json.loads(run("search", "*", "--json", "-n", 1, "--offset", offset).out)
        assert answer["total"] == 3
        keys += [hit["key"] for hit in answer["hits"]]
    assert sorted(keys) == sorted(article.key for article in ARTICLES)


def test_json_is_one_object_on_one_line(run: Run, index: Path) -> None:
    """Programs read standard output to its end, and get what the library gives."""
    outcome = run("search", "astana", "--json", "--words", 5, "--passages", 1)
    answer = json.loads(outcome.out)
    assert outcome.out.count("\n") == 1
    assert (answer["query"], answer["total"], len(answer["hits"])) == ("astana", 2, 2)
    assert all(len(hit["passages"]) == 1 for hit in answer["hits"])
    assert "\x1b" not in outcome.out


def test_marks_are_put_around_what_matches(run: Run, index: Path) -> None:
    """For a reader without colours, or a program that wants HTML."""
    assert "Le {{sommet}} d’{{Astana}} a" in run("search", "sommet Astana", "--marks", "{{", "}}").out


def test_what_was_not_understood_of_a_query_is_a_warning(run: Run, index: Path) -> None:
    """It must not be mixed with results, nor keep them from being given."""
    outcome = run("search", "astana", "(")
    assert outcome.code == 0
    assert outcome.err.startswith("warning: ")


def test_today_moves_relative_dates(run: Run, index: Path) -> None:
    """A search that is saved with its day gives the same result for ever."""
    assert json.loads(run("search", "hier", "--today", "2024-07-05", "--json").out)["total"] >= 1
    assert run("search", "hier", "--today", "2031-07-05").code == 1


def test_show_gives_an_article_to_the_letter(run: Run, index: Path) -> None:
    """The text of an article is evidence: nothing in it may be replaced in a file."""
    outcome = run("show", "2024-0410")
    assert outcome.code == 0
    title, *_ = outcome.out.splitlines()
    assert title == "Une faille [/bold] ␛[31m"
    assert "\nclé : 2024-0410\n" in outcome.out
    assert outcome.out.endswith("\n\n" + ARTICLES[1].body + "\n")


def test_show_gives_an_article_as_json(run: Run, index: Path) -> None:
    """The same, for programs."""
    record = json.loads(run("show", "2024-0410", "--json").out)
    assert (record["key"], record["body"], record["published"]) == ("2024-0410", ARTICLES[1].body, "2024-06")


def test_status_tells_what_an_index_is_made_of(run: Run, index: Path) -> None:
    """The first thing to look at when a search surprises."""
    shown = dict(line.split(None, 1) for line in run("status").out.splitlines())
    record = json.loads(run("status", "--json").out)
    assert (shown["articles"], record["articles"]) == ("3", 3)
    assert (shown["commit"], record["commit"], record["segments"]) == ("1", 1, 1)
    assert shown["dates"] == "2019-01-01 to 2024-07-04"
    assert record["bytes"] == sum(path.stat().st_size for path in (index / "segments").iterdir())
    assert record["kernels"] in ("compiled", "interpreted")
    assert shown["kernels"].startswith(record["kernels"])
    for name in ("metadata", "fields"):
        counted = sorted(record[name].items(), key=lambda pair: (-pair[1], pair[0]))
        assert shown[name] == (", ".join(f"{field} ({count})" for field, count in counted) or "none")
    assert record["left_out"] == {}


def test_verify_says_ok_only_if_every_byte_is_right(run: Run, index: Path) -> None:
    """What it says is what a backup is trusted for."""
    outcome = run("verify")
    assert outcome.code == 0
    assert outcome.out.startswith("OK: commit 1, 3 articles in 1 segment, ")


def test_analyze_shows_words_as_the_index_sees_them(run: Run) -> None:
    """How to find out why a word is found, or is not."""
    outcome = run("analyze", "L’Élysée dit")
    assert outcome.code == 0
    rows = [line.split("\t") for line in outcome.out.splitlines()]
    assert rows[0][:5] == ["position", "start", "end", "form", "key"]
    assert [row[:5] for row in rows[1:]] == [
        ["0", "2", "8", "élysée", "elysee"],
        ["1", "9", "12", "dit", "dit"],
    ]
    words = json.loads(run("analyze", "L’Élysée", "--json").out)["words"]
    assert [(word["form"], word["lemma"], word["function_word"]) for word in words] == [
        ("élysée", "élysée", False)
    ]
    assert run("analyze", "…").code == 1


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "muguet.txt").write_text("titre Le muguet\n\nLe muguet est en retard.\n", encoding="utf-8")
    for number in range(25):
        (folder / f"vide-{number:02}.txt").write_bytes(b"")
    return folder


def test_index_builds_and_says_what_it_skipped(run: Run, corpus: Path, tmp_path: Path) -> None:
    """A file that is left out in silence is an article that nobody will ever find."""
    skipped = tmp_path / "skipped.txt"
    outcome = run("index", corpus, "--index", tmp_path / "index", "--skipped", skipped)
    assert outcome.code == 0
    assert outcome.out == ""
    summary, formats, *lines = outcome.err.splitlines()
    assert summary.startswith(f"{tmp_path / 'index'}: 1 article (1 new), 0.0 MB read in ")
    assert formats == "files read: 26 × press text"
    assert lines[0] == "25 skipped:"
    assert lines[1].startswith("  vide-00.txt: ")
    assert lines[21] == "  and 5 more:"
    assert lines[22].strip().startswith("5 × ")
    assert len(skipped.read_text(encoding="utf-8").splitlines()) == 25
    assert run("search", "muguet", "--index", tmp_path / "index").code == 0


def test_index_gives_its_figures_as_json(run: Run, corpus: Path, tmp_path: Path) -> None:
    """For the program that runs it every night."""
    outcome = run("index", corpus, "--index", tmp_path / "index", "--rebuild", "--quiet", "--json")
    assert outcome.err == ""
    record = json.loads(outcome.out)
    assert (record["articles"], record["skipped"], record["commit"]) == (1, 25, 1)
    assert record["bytes"] == sum(path.stat().st_size for path in corpus.iterdir())
    assert len(record["first_skipped"]) == 20


def test_a_dry_run_lists_what_would_be_done(run: Run, corpus: Path, tmp_path: Path) -> None:
    """What will happen to an archive is looked at before it happens."""
    for number in range(25):
        (corpus / f"n-{number:02}.txt").write_text(f"Article {number}.", encoding="utf-8")
    options = (corpus, "--index", tmp_path / "index", "--quiet")
    assert run("index", *options, "--dry-run").out.splitlines()[:3] == [
        "+ 26 new",
        "  + muguet.txt",
        "  + n-00.txt",
    ]
    assert not (tmp_path / "index").exists()
    assert run("index", *options).code == 0
    (corpus / "n-00.txt").unlink()
    (corpus / "n-01.txt").rename(corpus / "m.txt")
    (corpus / "muguet.txt").write_text("Le muguet est là, à temps.", encoding="utf-8")
    (corpus / "neuf.txt").write_text("Tout neuf.", encoding="utf-8")
    outcome = run("index", *options, "--dry-run")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "+ 1 new",
        "  + neuf.txt",
        "~ 1 changed",
        "  ~ muguet.txt",
        "→ 1 renamed",
        "  → n-01.txt → m.txt",
        "- 1 removed",
        "  - n-00.txt",
        "= 23 unchanged",
    ]
    foretold = json.loads(run("index", *options, "--dry-run", "--json").out)
    assert (foretold["dry_run"], foretold["commit"], foretold["articles"]) == (True, 1, 26)
    done = json.loads(run("index", *options, "--json").out)
    assert (done["dry_run"], done["commit"], done["articles"]) == (False, 2, 26)
    for name in ("new", "changed", "renamed", "removed"):
        assert done[name] == foretold[name] == 1
        assert done[f"first_{name}"] == foretold[f"first_{name}"]
    assert done["first_renamed"] == ["n-01.txt → m.txt"]


def test_index_says_when_nothing_changed_and_when_it_had_to_read_all(
    run: Run, corpus: Path, tmp_path: Path
) -> None:
    """Whoever waits for long, or not at all, wants to know why."""
    options = ("--index", tmp_path / "index")
    run("index", corpus, *options)
    assert ": 1 article (nothing changed), " in run("index", corpus, *options).err
    outcome = run("index", corpus / "muguet.txt", *options)
    assert outcome.err.startswith(f"note: {tmp_path / 'index'} was made of {corpus}: all files were read\n")


def test_folders_have_defaults_where_one_stands(
    run: Run, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`searcher index` and `searcher search` work without options in a folder that has a corpus."""
    monkeypatch.delenv("SEARCHER_INDEX", raising=False)
    monkeypatch.chdir(corpus.parent)
    assert run("index", "--quiet").code == 0
    assert (corpus.parent / "index").is_dir()
    assert run("search", "muguet").code == 0


def test_the_version_is_the_packages(run: Run) -> None:
    """It is the first line of every report of a fault."""
    assert run("--version").out == f"searcher {__version__}\n"


@pytest.mark.parametrize("command", list(COMMANDS))
def test_help_shows_examples(run: Run, command: str) -> None:
    """An example is understood before the list of options is read."""
    shown = run(command, "--help").out
    assert shown.startswith(f"Usage: searcher {command} ")
    assert f"\n    searcher {command} " in shown or f"\n  searcher {command} " in shown
    assert f"  {command} " in run("--help").out


def test_why_shows_where_a_score_comes_from(run: Run, index: Path) -> None:
    """Amounts are added by the reader: to the last digit shown they must be the score."""
    outcome = run("search", "sommet", "d'Astana", "--why", 1)
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines[:4] == ["sommet Astana", "", " 1  Pékin et Astana doublent leurs échanges", "    astana.txt"]
    total, *parts = [line.split("  ") for line in lines[5:] if "," in line.split("  ")[-2]]
    amounts = [round(1000 * float(part[-2].strip().replace(",", "."))) for part in (total, *parts)]
    assert amounts[0] == sum(amounts[1:])
    assert any("1 fois astana (poids 1) dans le titre" in line for line in lines)


def test_explain_lists_the_forms_that_a_word_stands_for(run: Run, index: Path) -> None:
    """Which words were looked for is said before what was found."""
    outcome = run("search", "sommets", "--explain")
    assert outcome.code == 0
    assert "    sommets : 1 forme : sommet (" in outcome.out
    record = json.loads(run("search", "sommets", "--explain", "--json").out)
    (family,) = record["explanation"]
    assert (family["said"], family["total"]) == ("sommets", 1)
    assert family["forms"][0]["form"] == "sommet"
    assert family["forms"][0]["articles"] == record["total"]
    assert json.loads(run("search", "sommets", "--json").out)["explanation"] == []


def test_why_is_given_as_json_and_says_where_there_is_no_such_hit(run: Run, index: Path) -> None:
    """For programs the whole explanation; for a hit that is not there, none."""
    record = json.loads(run("search", "sommet", "--why", 2, "--recent", "--json").out)
    assert (record["rank"], record["article"]["key"], record["freshness"]) == (
        2,
        "2024-0410",
        pytest.approx(0.5),
    )
    assert record["reasons"][0]["counted"][0]["form"] == "sommet"
    outcome = run("search", "sommet", "--why", 3)
    assert (outcome.code, outcome.out, outcome.err) == (1, "", "there is no hit 3\n")
    assert run("search", "sommet", "--why", 3, "--json").out == "null\n"


def test_recent_prefers_newer_articles_and_says_so(run: Run, index: Path) -> None:
    """Off unless asked for, and then told with the query."""
    outcome = run("search", "sommet", "--recent", "--today", "2024-07-05")
    assert outcome.out.startswith("sommet · les plus récents de préférence · 2 articles")


def test_analyze_shows_the_family_of_a_word_in_the_index(run: Run, index: Path) -> None:
    """What a search for a word will find is seen before it is made."""
    outcome = run("analyze", "--family", "sommets", "echange")
    assert outcome.code == 0
    assert [line.split("\t") for line in outcome.out.splitlines()] == [
        ["word", "form", "relation", "weight", "articles", "occurrences"],
        ["sommets", "sommet", "lemma", "0.5", "2", "2"],
        ["echange", "échanges", "lemma", "0.5", "1", "1"],
    ]
    (family,) = json.loads(run("analyze", "--family", "sommets", "--json").out)["families"]
    assert family["word"] == "sommets"
    assert [(form["form"], form["weight"]) for form in family["forms"]] == [("sommet", 0.5)]
    assert run("analyze", "--family", "hippopotame").code == 1


def test_compact_says_what_it_gained_and_status_what_there_is(run: Run, tmp_path: Path) -> None:
    """Before and after: the same articles in fewer segments, and nothing dead."""
    folder = tmp_path / "grown"
    for article in ARTICLES:
        with edit_index(folder) as writer:
            writer.put(replace(article, encoding="windows-1252" if article.source else "utf-8"))
    with edit_index(folder) as writer:
        for number in range(9):
            writer.put(Article(key=f"faux-{number}", body="une erreur"))
    with edit_index(folder) as writer:
        assert writer.remove("faux-1")
        assert writer.remove("faux-2")
    before = json.loads(run("status", "--index", folder, "--json").out)
    shown = dict(line.split(None, 1) for line in run("status", "--index", folder).out.splitlines() if line)
    assert (before["articles"], before["deleted"], before["segments"]) == (10, 2, 4)
    assert before["commits"] == [5, 4]
    assert shown["commit"] == "5, and to fall back on 4"
    assert before["encodings"] == {"": 7, "utf-8": 2, "windows-1252": 1}
    assert shown["encodings"] == "none, given as text (7), utf-8 (2), windows-1252 (1)"
    assert [segment["articles"] for segment in before["segment_sizes"]] == [1, 1, 1, 7]
    assert before["segment_sizes"][3]["deleted"] == 2
    assert before["dead"] == before["segment_sizes"][3]["dead"] == before["segment_sizes"][3]["size"] * 2 // 9
    assert shown["bytes"] == f"{before['bytes']:,}, of which {before['dead']:,} belong to deleted articles"
    assert shown["00000003"].split() == ["7", "2", f"{before['segment_sizes'][3]['size']:,}"]
    outcome = run("compact", "--index", folder)
    assert (outcome.code, outcome.err) == (0, "")
    after = json.loads(run("status", "--index", folder, "--json").out)
    assert (after["articles"], after["deleted"], after["segments"], after["dead"]) == (10, 0, 1, 0)
    assert after["encodings"] == before["encodings"]
    assert outcome.out == (
        f"{folder}: 4 segments became 1, 2 deleted articles dropped, "
        f"{before['bytes']:,} bytes became {after['bytes']:,}\n"
    )
    assert run("compact", "--index", folder).out == (
        f"{folder}: nothing to do, 1 segment without deleted articles\n"
    )
    record = json.loads(run("compact", "--index", folder, "--json").out)
    assert (record["folder"], record["segments"], record["dropped"], record["commit"]) == (
        str(folder),
        1,
        0,
        6,
    )


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A corpus with a table of columns of other names, an archive, a double and an article without a date."""
    folder = tmp_path / "melange"
    folder.mkdir()
    text = "Le port a rouvert jeudi, dit la maire. " * 5
    (folder / "a.csv").write_text(f"Intitulé;Contenu brut;date\nUn;{text};2024-07-04\n", encoding="utf-8")
    (folder / "b.json").write_text(json.dumps([{"text": "Un."}, {"text": "Un."}, {}]), encoding="utf-8")
    (folder / "c.txt.gz").write_bytes(
        gzip.compress("Dakar, 4 juillet 2024 (AFP) - \x1b[31mLe Ã©tÃ©.".encode())
    )
    return folder


def test_corpus_check_counts_everything_and_writes_nothing(run: Run, mixed: Path) -> None:
    """Whoever has an archive wants to know what is in it before it is searched by others."""
    before = sorted(mixed.parent.rglob("*"))
    outcome = run("corpus", "check", mixed, "--json", "--sample", 9)
    record = json.loads(outcome.out)
    assert (outcome.code, record["articles"], record["files"]) == (0, 4, 3)
    assert record["formats"] == {"CSV": 1, "JSON": 1, "press text": 1}
    assert record["years"] == {"": 2, "2024": 2}
    assert record["undated"] == {"count": 2, "first": ["b.json#1", "b.json#2"]}
    assert record["duplicates"]["first"] == ["b.json#2: as b.json#1"]
    assert record["mended"]["first"] == ["c.txt.gz"]
    assert record["encodings"] == {"utf-8": 3, "utf-8-twice": 1}
    assert record["refused"]["first"][0].startswith("b.json#3: no text")
    assert record["have"]["place"] == 1
    assert record["notes"] == [
        {"path": "a.csv", "note": "text = Contenu brut, date = date; kept as they are: Intitulé"}
    ]
    assert len(record["sample"]) == 4
    assert sorted(mixed.parent.rglob("*")) == before


def test_corpus_check_shows_articles_as_they_would_be_indexed(run: Run, mixed: Path) -> None:
    """A wrong date is seen at a glance, and nothing in a text reaches the terminal."""
    outcome = run("corpus", "check", mixed, "--sample", 4)
    assert outcome.code == 0
    assert "4 articles in 3 files, " in outcome.out
    assert "── c.txt.gz\n" in outcome.out
    assert "place: Dakar\n" in outcome.out
    assert "Le été." in outcome.out
    assert "\x1b" not in outcome.out
    assert "2 undated\n  b.json#1\n  b.json#2\n" in outcome.out


def test_corpus_check_tells_what_is_doubtful(run: Run, tmp_path: Path) -> None:
    """Dates that differ, lines that nobody understood, dispatches held back: each is named with its article."""
    folder = tmp_path / "doutes"
    folder.mkdir()
    (folder / "2024-08-01-a.txt").write_text(
        "date 2024-07-06\n\nDAKAR, 4 juillet 2024 (AFP) - Le port.\n\n© 2024 AFP", encoding="utf-8"
    )
    (folder / "b.txt").write_text("date: hier\n\nSOUS EMBARGO JUSQU'À LUNDI\n\nLe port.", encoding="utf-8")
    (folder / "c.txt").write_text("Édition : soir\nPage : 3\nLe port.", encoding="utf-8")
    record = json.loads(run("corpus", "check", folder, "--json").out)
    assert record["conflicting_dates"]["first"] == [
        "2024-08-01-a.txt: 2024-07-06 (metadata), 2024-07-04 (dateline), 2024-08-01 (path)"
    ]
    assert record["unread_dates"] == {"count": 1, "first": ["b.txt: hier"]}
    assert record["unread_lines"] == {"count": 2, "first": ["c.txt: Édition : soir", "c.txt: Page : 3"]}
    assert record["marked"] == {"count": 1, "first": ["b.txt: embargo"]}
    assert record["zones"] == {"dateline": 1, "legal": 1}
    assert (
        "dates: 2024-07-06 (metadata), 2024-07-04 (dateline), 2024-08-01 (path)\nzones: dateline, legal\n"
        in (run("corpus", "check", folder, "--sample", 3).out)
    )
    indexed = run("index", folder, "--index", tmp_path / "index", "--json")
    assert (
        "1 article with dates that contradict each other, 2 lines left in the text that may be metadata: "
        "`searcher corpus check` lists them\n"
    ) in indexed.err
    record = json.loads(indexed.out)
    assert (record["conflicting_dates"], record["unread_lines"]) == (1, 2)
    told = run("corpus", "check", folder).out
    assert "1 with dates that contradict each other\n  2024-08-01-a.txt: 2024-07-06 (metadata)" in told
    assert "2 lines that look like metadata, left in the text\n  c.txt: Édition : soir\n" in told


def test_corpus_check_of_nothing_ends_with_one(run: Run, tmp_path: Path) -> None:
    """A script may ask whether there is anything."""
    (tmp_path / "vide").mkdir()
    assert run("corpus", "check", tmp_path / "vide").code == 1


def test_names_of_fields_may_be_given(run: Run, mixed: Path, tmp_path: Path) -> None:
    """Every newsroom names its columns, and nobody renames them for us; when the names change all is read again."""
    index = tmp_path / "index"
    assert run("index", mixed, "--index", index).code == 0
    assert json.loads(run("show", "a.csv#2", "--index", index, "--json").out)["title"] != "Un"
    outcome = run("index", mixed, "--index", index, "--map", "title=Intitulé")
    assert outcome.code == 0
    assert "was made with other limits" in outcome.err
    assert "a.csv: title = Intitulé, text = Contenu brut, date = date\n" in outcome.err
    assert json.loads(run("show", "a.csv#2", "--index", index, "--json").out)["title"] == "Un"
    assert "nothing changed" in run("index", mixed, "--index", index, "--map", "title=Intitulé").err


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("title", "'title' is not FIELD=NAME, as title=titre"),
        ("title=", "is not FIELD=NAME"),
        ("rubrique=x", "'rubrique' is none of id, title, text"),
    ],
)
def test_a_name_for_no_field_is_a_mistake(run: Run, mixed: Path, value: str, message: str) -> None:
    """A misspelt field would lose a column in silence."""
    outcome = run("corpus", "check", mixed, "--map", value)
    assert outcome.code == 2
    assert message in outcome.err


def test_what_needs_a_library_is_told_in_one_line() -> None:
    """A sample of every format must not greet a new user with a page of errors."""
    skips = Skips(None)
    for path, reason in (
        ("a.html", "HTML needs a library: pip install 'searcher[html]'"),
        ("b.zip#3", "b/c.html: HTML needs a library: pip install 'searcher[html]'"),
        ("d.pdf", "PDF needs a library: pip install 'searcher[pdf]'"),
    ):
        skips.on_skip(Skipped(path, reason))
    needing = "3 skipped for want of a library (2 × HTML, 1 × PDF): pip install 'searcher[formats]'"
    assert list(skips.describe()) == [needing]
    skips.on_skip(Skipped("e.txt", "the file is empty"))
    assert list(skips.describe()) == [needing, "1 skipped:", "  e.txt: the file is empty"]
    assert [one.path for one in skips.first] == ["a.html", "b.zip#3", "d.pdf", "e.txt"]
