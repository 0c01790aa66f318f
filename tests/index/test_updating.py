"""Updating: whatever happens to a corpus, the index then holds what a new build would."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random

import pytest
from asking import ask, contents, files
from corpus.samples import tar_of, zip_of

from searcher import (
    Article,
    Changes,
    NothingLeft,
    NothingToIndex,
    Skipped,
    build_index,
    compact_index,
    edit_index,
    open_index,
    read_corpus,
    update_index,
)
from searcher.analysis import fingerprint
from searcher.errors import CorpusError, IndexDamaged, IndexLocked
from searcher.index import commits, open_snapshot
from searcher.index.commits import commit_numbers, read_commit, write_commit
from searcher.index.locking import locked
from searcher.index.recording import read_state

WORDS = "réforme loi code travail grève élection crue ministre retraites porte-parole juin Sète l’été 2024".split()
FOLDERS = ("", "a/", "a/b/", "z/")
_seconds = count(1_600_000_000)


def write(path: Path, data: str | bytes, *, now: bool = False) -> None:
    """Write a file whose time is long ago, and of no other file; or now, when times do not tell files apart."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    if not now:
        os.utime(path, (second := next(_seconds), second))


class Corpus:
    """A folder to which random things happen."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder = folder
        self.random = random
        folder.mkdir()

    def files(self, suffix: str = "") -> list[Path]:
        return sorted(path for path in self.folder.rglob(f"*{suffix}") if path.is_file())

    def text(self) -> str:
        return " ".join(self.random.choices(WORDS, k=self.random.randint(3, 30))) + "."

    def record(self) -> str:
        record: dict[str, object] = {"text": self.text(), "rubrique": self.random.choice(["Mer", None, 3])}
        if self.random.random() < 0.6:
            record["id"] = f"id-{self.random.randrange(25)}"  # few: they meet
        if self.random.random() < 0.1:
            return self.random.choice(["{", "[1]", '{"id": "id-1"}', "", '{"text": " "}'])
        return json.dumps(record, ensure_ascii=self.random.random() < 0.5)

    def content(self, suffix: str) -> bytes:
        if self.random.random() < 0.1:
            return self.random.choice([b"", b"\0\1\2\3" * 9, b"[\n{}\n]", b"  \n"])
        encoding = self.random.choice(["utf-8", "utf-8", "utf-16", "windows-1252"])
        if suffix in (".zip", ".gz"):
            names = self.random.sample(["a.txt", "b.jsonl", "c/a.txt", "c.jsonl"], self.random.randint(0, 4))
            members = {name: self.content(Path(name).suffix) for name in names}
            return zip_of(members) if suffix == ".zip" else gzip.compress(tar_of(members), mtime=0)
        if suffix == ".json":
            records = [{"id": f"id-{self.random.randrange(25)}", "text": self.text()} for _ in range(3)]
            return json.dumps(records).encode()
        if suffix == ".txt":
            head = f"id: id-{self.random.randrange(25)}\n\n" if self.random.random() < 0.3 else ""
            return (head + self.text()).encode(encoding)
        return "\n".join(self.record() for _ in range(self.random.randint(1, 12))).encode(encoding)

    def add(self) -> None:
        suffix = self.random.choice([".txt", ".txt", ".jsonl", ".jsonl", ".json", ".zip", ".gz", ".docx"])
        path = self.folder / f"{self.random.choice(FOLDERS)}f{self.random.randrange(12)}{suffix}"
        if not path.is_dir():
            write(path, self.content(suffix), now=self.random.random() < 0.3)

    def edit(self, path: Path) -> None:
        write(path, self.content(path.suffix), now=self.random.random() < 0.3)

    def edit_lines(self, path: Path) -> None:
        if path.suffix != ".jsonl":
            return
        lines = path.read_bytes().split(b"\n")
        change = self.random.randrange(4)
        if change == 0:
            self.random.shuffle(lines)
        elif change == 1:
            del lines[self.random.randrange(len(lines))]
        else:
            at = self.random.randrange(len(lines) + 1)
            lines[at : at + (change == 3)] = [self.record().encode()]
        write(path, b"\n".join(lines))

    def same_size(self, path: Path) -> None:
        """Only the time tells, or the bytes."""
        data = path.read_bytes().replace(b"gr\xc3\xa8ve", b"GR\xc3\x88VE", 1)
        write(path, data, now=self.random.random() < 0.5)

    def delete(self, path: Path) -> None:
        path.unlink()

    def rename(self, path: Path) -> None:
        target = self.folder / f"{self.random.choice(FOLDERS)}r{self.random.randrange(12)}{path.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            path.rename(target)

    def copy(self, path: Path) -> None:
        target = self.folder / f"{self.random.choice(FOLDERS)}c{self.random.randrange(12)}{path.suffix}"
        if not target.exists():
            write(target, path.read_bytes())

    def touch(self, path: Path) -> None:
        os.utime(path, (second := next(_seconds), second))

    def become_a_folder(self, path: Path) -> None:
        path.unlink()
        write(path / "dedans.txt", self.text())

    def happen(self) -> None:
        """Let one thing happen."""
        existing = self.files()
        if not existing or self.random.random() < 0.3:
            self.add()
            return
        things: list[Callable[[Path], None]] = [
            *(self.edit, self.edit_lines, self.edit_lines, self.same_size, self.delete),
            *(self.rename, self.copy, self.touch, self.become_a_folder),
        ]
        self.random.choice(things)(self.random.choice(existing))


def without_lines(skipped: list[Skipped]) -> list[str]:
    """What was left out. On which line the article stands that came first is known of the day it was written."""
    return [re.sub(r"(already used by .*?)#\d+$", r"\1", str(one)) for one in skipped]


def check(folder: Path, sources: list[Path], fresh: Path) -> Changes:
    """Update, and hold the index against a new one, the changes against what was foretold."""
    before = contents(folder) if commit_numbers(folder) else {}
    stood = files(folder)
    foretold = update_index(folder, *sources, dry_run=True, allow_empty=True)
    assert files(folder) == stood
    skipped: list[Skipped] = []
    changes = update_index(folder, *sources, allow_empty=True, on_skip=skipped.append)
    shutil.rmtree(fresh, ignore_errors=True)
    skipped_afresh: list[Skipped] = []
    expected = list(read_corpus(*sources, on_skip=skipped_afresh.append))
    after = contents(folder)
    assert after == {article.key: article for article in expected}
    assert without_lines(skipped) == without_lines(skipped_afresh)
    assert changes.skipped == len(skipped)
    assert replace(foretold, commit=None) == replace(changes, commit=None)
    added, removed = set(changes.added.first), set(changes.removed.first)
    renamed = dict(pair.split(" → ") for pair in changes.renamed.first)
    assert added == after.keys() - before.keys() - set(renamed.values())
    assert removed == before.keys() - after.keys() - renamed.keys()
    differing = {key for key in before.keys() & after.keys() if before[key] != after[key]}
    assert differing <= set(changes.changed.first) | set(renamed.values())
    assert (
        len(after) == changes.added.count + changes.changed.count + changes.renamed.count + changes.unchanged
    )
    if expected:
        build_index(fresh, expected)
        assert ask(folder) == ask(fresh)
    commit = open_snapshot(folder).commit.number
    stood = files(folder)
    again = update_index(folder, *sources, allow_empty=True)
    assert not again.any
    assert again.commit
    assert again.commit.number == commit
    assert files(folder) == stood
    return changes


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_to_a_corpus_the_index_holds_what_a_new_one_would(seed: int, tmp_path: Path) -> None:
    """The one promise of an update; a dry run foretells it, and what did not change leaves the index alone."""
    random = Random(seed)
    sources = [Corpus(tmp_path / f"corpus-{number}", random) for number in range(1 + seed % 2)]
    for corpus in sources:
        for _ in range(8):
            corpus.add()
    write(sources[0].folder / "sûr.txt", "Un article qui reste.")
    for _ in range(8):
        check(tmp_path / "index", [corpus.folder for corpus in sources], tmp_path / "fresh")
        for _ in range(random.choice([0, 1, 1, 2, 5])):
            random.choice(sources).happen()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    for number in range(5):
        write(folder / f"{number}.txt", f"Article {number} sur la grève.")
    lines = [json.dumps({"id": f"id-{number}", "text": f"Dépêche {number}."}) for number in range(50)]
    write(folder / "agence.jsonl", "\n".join(lines))
    return folder


@pytest.fixture
def index(tmp_path: Path, corpus: Path) -> Path:
    update_index(tmp_path / "index", corpus)
    return tmp_path / "index"


def test_of_a_changed_file_only_the_articles_that_differ_are_written(index: Path, corpus: Path) -> None:
    """An archive of a year in one file grows by a day: the year is not indexed again."""
    path = corpus / "agence.jsonl"
    lines = path.read_text(encoding="utf-8").split("\n")
    new = [json.dumps({"id": "neuf", "text": "Une nouvelle."}), *lines[:7], *reversed(lines[8:])]
    write(path, "\n".join(new))
    changes = update_index(index, corpus)
    assert (changes.added.first, changes.removed.first, changes.changed.count) == (("neuf",), ("id-7",), 0)
    assert [entry.articles for entry in open_snapshot(index).commit.segments] == [55, 1]


def test_files_that_did_not_change_are_not_opened(
    index: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Millions of files must not be read to find the one that is new."""
    write(corpus / "neuf.txt", "Un nouveau.")
    opened = []
    real = open

    def noting(path, *arguments, **options):  # type: ignore[no-untyped-def]
        opened.append(str(path))
        return real(path, *arguments, **options)

    monkeypatch.setattr("builtins.open", noting)
    update_index(index, corpus)
    assert [Path(path).name for path in opened if str(corpus) in path] == ["neuf.txt"]


def test_a_file_that_is_as_young_as_the_last_update_is_read_again(index: Path, corpus: Path) -> None:
    """Within one tick of the clock a file can change twice, and keep its size and its time."""
    write(corpus / "jeune.txt", "Le premier jet.", now=True)
    update_index(index, corpus)
    status = (corpus / "jeune.txt").stat()
    write(corpus / "jeune.txt", "Le second texte"[:15], now=True)
    os.utime(corpus / "jeune.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert update_index(index, corpus).changed.first == ("jeune.txt",)


def test_a_file_under_another_name_is_renamed(index: Path, corpus: Path) -> None:
    """Whoever tidies folders wants to see that nothing was lost."""
    (corpus / "2024").mkdir()
    (corpus / "1.txt").rename(corpus / "2024" / "un.txt")
    (corpus / "agence.jsonl").rename(corpus / "2024" / "agence.jsonl")
    changes = update_index(index, corpus)
    assert (changes.added.count, changes.removed.count, changes.changed.count) == (0, 0, 0)
    assert changes.renamed.count == 51
    assert "1.txt → 2024/un.txt" in changes.renamed.first
    found = open_snapshot(index).find("2024/un.txt")
    assert found
    assert found.path == "2024/un.txt"
    assert open_snapshot(index).find("1.txt") is None


def test_a_source_of_which_nothing_is_left_takes_nothing_with_it(index: Path, corpus: Path) -> None:
    """A share that is not mounted is an empty folder."""
    stood = files(index)
    corpus.rename(corpus.with_name("mounted"))
    with pytest.raises(CorpusError):
        update_index(index, corpus)
    corpus.mkdir()
    with pytest.raises(NothingLeft, match="no article was found") as caught:
        update_index(index, corpus)
    assert "--allow-empty" in caught.value.hint
    with pytest.raises(NothingLeft):
        update_index(index, corpus, dry_run=True)
    with pytest.raises(NothingToIndex):
        update_index(index, corpus, rebuild=True)
    write(corpus / "vide.txt", "")
    with pytest.raises(NothingLeft):
        update_index(index, corpus)
    assert files(index) == stood
    assert update_index(index, corpus, allow_empty=True).removed.count == 55
    assert open_snapshot(index).articles == 0


def test_one_of_two_sources_that_is_empty_takes_nothing_with_it(
    index: Path, corpus: Path, tmp_path: Path
) -> None:
    """The other one being there must not hide it."""
    other = tmp_path / "other"
    write(other / "autre.txt", "Un autre.")
    update_index(index, corpus, other)
    (other / "autre.txt").unlink()
    with pytest.raises(NothingLeft, match="other"):
        update_index(index, corpus, other)
    assert update_index(index, corpus, other, allow_empty=True).removed.first == ("autre.txt",)


def test_an_index_that_does_not_say_of_what_it_was_made_is_compared_with_all(
    tmp_path: Path, corpus: Path
) -> None:
    """Built by a program, it holds articles and no record of files: they are read, and only what differs is written."""
    articles = list(read_corpus(corpus))
    build_index(
        tmp_path / "index",
        [*articles[:-1], Article(key="id-49", body="Autre."), Article(key="seul", body="Seul.")],
    )
    changes = update_index(tmp_path / "index", corpus)
    assert "does not say" in changes.all_read
    assert (changes.changed.count, changes.removed.first, changes.unchanged) == (1, ("seul",), 54)
    assert contents(tmp_path / "index") == {article.key: article for article in articles}
    assert not update_index(tmp_path / "index", corpus).all_read


def test_an_index_made_of_other_sources_is_told_and_their_files_are_read(
    index: Path, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names, sizes and times of two copies of a corpus agree, where one was corrected."""
    copy = tmp_path / "copy"
    shutil.copytree(corpus, copy)
    status = (copy / "3.txt").stat()
    write(copy / "3.txt", "Article 3 sur la greve.")
    write(
        copy / "3.txt",
        (copy / "3.txt").read_text(encoding="utf-8").replace("grev", "Grèv")[: status.st_size - 1],
    )
    os.utime(copy / "3.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    changes = update_index(index, copy)
    assert str(corpus) in changes.all_read
    assert changes.changed.first == ("3.txt",)
    assert changes.unchanged == 54
    monkeypatch.chdir(copy)
    assert not update_index(index, ".").all_read


@pytest.mark.parametrize("analysis", ["0-old", f"{fingerprint().partition('+')[0]}+0-old"])
def test_an_index_of_other_rules_is_brought_up_to_date_first(
    index: Path, corpus: Path, analysis: str
) -> None:
    """After an update of the program the same command makes everything right again, and reads no file for it."""
    write_commit(index, replace(read_commit(index, 1), number=2, analysis=analysis))
    assert not update_index(index, corpus, dry_run=True).any
    assert open_snapshot(index).commit.number == 2
    changes = update_index(index, corpus)
    assert (changes.any, changes.all_read, changes.bytes) == (False, "", 0)
    assert changes.commit
    assert (changes.commit.number, changes.commit.analysis) == (3, fingerprint())
    (corpus / "3.txt").unlink()
    (corpus / "agence.jsonl").unlink()
    assert update_index(index, corpus).removed.count == 51
    assert contents(index) == {article.key: article for article in read_corpus(corpus)}


def test_an_index_of_another_format_is_built_anew(
    index: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it holds cannot be read: all comes from the files again."""
    written = commits.FORMAT
    monkeypatch.setattr(commits, "FORMAT", 9)
    changes = update_index(index, corpus)
    assert f"format {written}" in changes.all_read
    assert (changes.added.count, changes.unchanged) == (55, 0)
    assert contents(index) == {article.key: article for article in read_corpus(corpus)}


def test_merging_keeps_whence_articles_came(index: Path, corpus: Path) -> None:
    """After many small updates the index is merged; which file has which article must not be lost by that."""
    for number in range(10):
        write(corpus / f"n-{number}.txt", f"Nouveau {number}.")
        write(corpus / f"n-{number}.jsonl", json.dumps({"id": f"n-{number}", "text": "Nouveau."}))
        update_index(index, corpus)
    compact_index(index)
    assert len(open_snapshot(index).segments) == 1
    changes = update_index(index, corpus)
    assert (changes.any, changes.all_read, changes.bytes) == (False, "", 0)
    (corpus / "n-3.txt").unlink()
    (corpus / "n-4.jsonl").unlink()
    write(corpus / "n-5.jsonl", json.dumps({"id": "n-5", "text": "Corrigé."}))
    changes = update_index(index, corpus)
    assert set(changes.removed.first) == {"n-3.txt", "n-4"}
    assert changes.changed.first == ("n-5",)
    assert contents(index) == {article.key: article for article in read_corpus(corpus)}


@pytest.mark.parametrize("jobs", [1, 2])
def test_other_limits_are_those_of_all_files(index: Path, corpus: Path, jobs: int) -> None:
    """Whoever allows longer articles wants those that were passed over, though their files did not change."""
    write(corpus / "long.txt", "Un long article. " * 100)
    write(corpus / "long.jsonl", json.dumps({"id": "long", "text": "Un long article. " * 100}))
    for largest in ({}, {"largest_article": 1000}, {"largest_file": 1000}, {"largest_article": None}):
        told: list[Skipped] = []
        changes = update_index(index, corpus, on_skip=told.append, jobs=jobs, **largest)
        assert ("other limits" in changes.all_read) == bool(largest)
        skipped: list[Skipped] = []
        expected = {
            article.key: article for article in read_corpus(corpus, on_skip=skipped.append, **largest)
        }
        assert ("long" in expected) == ("long.txt" in expected) == (1000 not in largest.values())
        assert contents(index) == expected
        assert told == skipped
        assert not update_index(index, corpus, **largest).any
        assert update_index(index, corpus, rebuild=True, jobs=jobs, **largest).added.count == len(expected)
        assert contents(index) == expected


def test_an_update_waits_for_another_writer_as_long_as_it_may(index: Path, corpus: Path) -> None:
    """A program that notes its own articles and a nightly update meet some day."""
    with locked(index, 0), pytest.raises(IndexLocked):
        update_index(index, corpus, wait=0.05)


def test_what_a_program_adds_stays_and_the_record_of_the_corpus_with_it(index: Path, corpus: Path) -> None:
    """An application notes its own articles beside those of a corpus."""
    with edit_index(index) as writer:
        writer.put(Article(key="note", body="Une note."))
        writer.put(Article(key="2.txt", body="Corrigé à la main.", path="2.txt"))
    changes = update_index(index, corpus)
    assert not changes.any
    assert not changes.all_read
    write(corpus / "2.txt", "Corrigé dans le fichier.")
    (corpus / "3.txt").unlink()
    update_index(index, corpus)
    expected = {article.key: article for article in read_corpus(corpus)}
    assert contents(index) == expected | {"note": Article(key="note", body="Une note.")}


def test_the_record_goes_with_the_commits_that_name_it(index: Path, corpus: Path) -> None:
    """Every file of an index is needed by one of its last two commits."""
    for number in range(4):
        write(corpus / "0.txt", f"Version {number}.")
        update_index(index, corpus)
    named = {name for number in commit_numbers(index) for name in read_commit(index, number).file_names()}
    assert {path.name for path in (index / "segments").iterdir()} == named
    assert len([name for name in named if name.endswith(".corpus")]) == 2
    build_index(index, [Article(key="un", body="Un.")])
    assert read_commit(index, commit_numbers(index)[0]).corpus is None


def test_a_record_that_was_altered_is_noticed(index: Path, corpus: Path) -> None:
    """It decides what is read: a wrong one would hide changes."""
    (path,) = (index / "segments").glob("*.corpus")
    data = bytearray(path.read_bytes())
    data[20] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match="corpus"):
        update_index(index, corpus)
    with pytest.raises(IndexDamaged, match="corpus"):
        open_snapshot(index).verify()
    assert update_index(index, corpus, rebuild=True).added.count == 55
    assert not update_index(index, corpus).any


def test_a_file_that_could_not_be_read_is_tried_again(
    index: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rights change without the time of the file."""
    write(corpus / "secret.txt", "Un secret.")
    real = open

    def refusing(path, *arguments, **options):  # type: ignore[no-untyped-def]
        if str(path).endswith("secret.txt"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr("builtins.open", refusing)
        skipped: list[Skipped] = []
        assert not update_index(index, corpus, on_skip=skipped.append).any
        assert [str(one) for one in skipped] == ["secret.txt: cannot be read: Permission denied"]
        number = open_snapshot(index).commit.number
        update_index(index, corpus)
        assert open_snapshot(index).commit.number == number
    assert update_index(index, corpus).added.first == ("secret.txt",)


def test_a_corpus_that_holds_its_own_index_is_indexed_without_it(tmp_path: Path) -> None:
    """Who types `searcher index .` has the folder `index` in that which is read, from the first build on."""
    (tmp_path / "crue.txt").write_text("La crue.", encoding="utf-8")
    skipped: list[Skipped] = []
    for _ in range(2):
        update_index(tmp_path / "index", tmp_path, on_skip=skipped.append)
        with open_index(tmp_path / "index") as index:
            assert [hit.article.key for hit in index.search("*")] == ["crue.txt"]
    assert update_index(tmp_path / "index", tmp_path, rebuild=True).commit
    assert skipped == []
    (tmp_path / "index" / "notes.txt").write_text("Une digue.", encoding="utf-8")
    assert {one.path for one in read_corpus(tmp_path)} >= {"crue.txt", "index/notes.txt"}


def test_names_that_look_alike_once_written_are_files_of_their_own(index: Path, corpus: Path) -> None:
    """Names of files are bytes, and not always UTF-8."""
    for name in (b"n\xe9.jsonl", rb"n\xe9.jsonl"):
        path = Path(os.fsdecode(os.fsencode(corpus) + b"/" + name))
        write(path, json.dumps({"id": f"de {name!r}", "text": "Bonjour."}))
    assert update_index(index, corpus).added.count == 2
    path.unlink()
    assert update_index(index, corpus).removed.first == (f"de {name!r}",)
    assert contents(index) == {article.key: article for article in read_corpus(corpus)}


def test_the_record_is_what_was_seen(index: Path, corpus: Path) -> None:
    """Sizes, times and what was left out come back as they were written."""
    write(corpus / "vide.txt", "")
    write(corpus / "z.jsonl", '{"id": "id-3", "text": "Encore."}\n{')
    update_index(index, corpus)
    snapshot = open_snapshot(index)
    assert snapshot.corpus
    state = read_state(snapshot.corpus)
    assert state.sources == (str(corpus),)
    assert list(state.files) == [f"0:{path.name}" for path in sorted(corpus.iterdir())]
    for name, file in state.files.items():
        status = (corpus / name.removeprefix("0:")).stat()
        assert (file.size, file.time) == (status.st_size, status.st_mtime_ns)
    assert state.files["0:vide.txt"].left_out == ((0, "the file is empty", ""),)
    assert [(one.record, one.behind) for one in state.files["0:z.jsonl"].left_out] == [
        (1, "0:agence.jsonl"),
        (2, ""),
    ]
