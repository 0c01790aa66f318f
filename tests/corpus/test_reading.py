"""Reading folders and files: which articles, under which keys, in which order, and what is said meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from searcher.article import Article
from searcher.corpus import LARGEST_ARTICLE, Limits, Progress, Skipped, corpus_bytes, read_corpus
from searcher.corpus.formats import FORMATS, Format, recognizing
from searcher.errors import CorpusError


def write(folder: Path, *names: str, text: str = "Un article.") -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def keys(*sources: Path) -> list[str]:
    return [article.key for article in read_corpus(*sources)]


def test_folders_are_read_from_the_top_in_order_of_names(tmp_path: Path) -> None:
    """The order of a disk changes from machine to machine; that of an index may not."""
    write(tmp_path, "b.txt", "a/z.txt", "a/b/c.TXT", "É.txt", "10.txt", "9.txt")
    assert keys(tmp_path) == ["10.txt", "9.txt", "a/b/c.TXT", "a/z.txt", "b.txt", "É.txt"]


def test_a_single_file_is_a_corpus(tmp_path: Path) -> None:
    """One dispatch, or one export of an archive, needs no folder of its own."""
    write(tmp_path, "dossier/seul.txt")
    [article] = read_corpus(tmp_path / "dossier" / "seul.txt")
    assert (article.key, article.path) == ("seul.txt", "seul.txt")


def test_keys_are_relative_to_each_source_and_the_first_of_two_is_kept(tmp_path: Path) -> None:
    """A corpus that moves to another disk keeps its keys; no corpus may silently overwrite another."""
    write(tmp_path, "un/a.txt", text="Le premier.")
    write(tmp_path, "deux/a.txt", "deux/b.txt", text="Le second.")
    skipped: list[Skipped] = []
    articles = list(read_corpus(str(tmp_path / "un"), tmp_path / "deux", on_skip=skipped.append))
    assert {article.key: article.body for article in articles} == {
        "a.txt": "Le premier.",
        "b.txt": "Le second.",
    }
    assert list(map(str, skipped)) == ["a.txt: key 'a.txt' is already used by a.txt"]


def test_a_source_may_be_a_link(tmp_path: Path) -> None:
    """Someone who names a link wants what it leads to."""
    write(tmp_path, "vrai/a.txt")
    (tmp_path / "lien").symlink_to("vrai")
    (tmp_path / "lien.txt").symlink_to("vrai/a.txt")
    assert keys(tmp_path / "lien", tmp_path / "lien.txt") == ["a.txt", "lien.txt"]


def test_companions_of_a_corpus_are_not_news(tmp_path: Path) -> None:
    """They would be found by every search for the words of a licence; articles about them are read."""
    skipped: list[Skipped] = []
    write(
        tmp_path,
        "README.md",
        "lisez/Readme.txt",
        "LICENSE",
        "licence.txt",
        ".gitattributes",
        "readme-du-maire.txt",
    )
    assert [article.key for article in read_corpus(tmp_path, on_skip=skipped.append)] == [
        "readme-du-maire.txt"
    ]
    assert skipped == []


def test_keys_can_be_printed_whatever_the_file_is_called(tmp_path: Path) -> None:
    """A key is typed, pasted and shown; the path stays the one on the disk."""
    name = "le\u00a0maire\x1b[31m.txt"
    [article] = read_corpus(write(tmp_path, name))
    assert (article.key, article.path) == ("le\\xa0maire\\x1b[31m.txt", name)


def test_an_empty_folder_holds_no_article(tmp_path: Path) -> None:
    """Nothing is wrong with it."""
    assert keys(tmp_path) == []
    assert corpus_bytes(tmp_path) == 0


def _missing(folder: Path) -> Path:
    return folder / "absent"


def _of_another_format(folder: Path) -> Path:
    return write(folder, "a.docx") / "a.docx"


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "tube.txt")
    return folder / "tube.txt"


def _loop(folder: Path) -> Path:
    (folder / "boucle").symlink_to("boucle")
    return folder / "boucle"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (_missing, "{}: cannot be read: No such file or directory"),
        (_of_another_format, "{}: not a format that is read"),
        (_pipe, "{}: neither a folder nor a file"),
        (_loop, "{}: cannot be read: a link that leads back to itself"),
    ],
)
@pytest.mark.parametrize("function", [read_corpus, corpus_bytes])
def test_a_source_that_cannot_be_read_is_an_error_at_once(
    tmp_path: Path, function: Callable[[Path], object], make: Callable[[Path], Path], message: str
) -> None:
    """A mistyped folder must stop a build before it begins, not give an empty index."""
    source = make(tmp_path)
    with pytest.raises(CorpusError) as caught:
        function(source)
    assert str(caught.value) == message.format(source)
    assert (
        caught.value.hint
        == "Give a folder, or a file of one of the formats in corpus/README.md, that you may read."
    )


def test_no_source_at_all_is_a_mistake() -> None:
    """An empty list of folders comes from a bug in a program, which should hear of it."""
    with pytest.raises(TypeError, match="at least one folder or file"):
        read_corpus()
    with pytest.raises(TypeError, match="at least one folder or file"):
        corpus_bytes()


def test_articles_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    """A corpus larger than memory can be read, and the first results of a filter come at once."""
    write(tmp_path, "a.txt", "b.txt", "c.txt")
    articles = read_corpus(tmp_path)
    assert next(articles).key == "a.txt"
    (tmp_path / "b.txt").unlink()
    assert [article.key for article in articles] == ["c.txt"]


def test_progress_is_told_within_a_large_file_and_at_its_end(tmp_path: Path) -> None:
    """An archive of a year is one file; its bar must move."""
    line = '{"text": "' + "Le vent se lève. " * 1000 + '"}\n'
    write(tmp_path, "an.jsonl", text=line * 200)
    write(tmp_path, "b.txt")
    reports: list[Progress] = []
    assert len(list(read_corpus(tmp_path, on_file=reports.append))) == 201
    assert len([report for report in reports if not report.finished]) >= 3
    assert [report.path for report in reports if report.finished] == ["an.jsonl", "b.txt"]
    assert sum(report.advanced for report in reports) == corpus_bytes(tmp_path)


def test_what_a_reader_did_not_foresee_is_reported_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file in a million may not end a run of hours."""

    def fail(stream: BinaryIO, path: str, limits: Limits) -> Iterator[tuple[int, Article | str]]:
        yield 1, Article(key="avant", body="x")
        raise IndexError("bad\x1b[0m")

    monkeypatch.setattr(recognizing, "FORMATS", [*FORMATS, Format("bad", (".bad",), fail)])
    write(tmp_path, "a.bad", "b.txt")
    skipped: list[Skipped] = []
    assert [article.key for article in read_corpus(tmp_path, on_skip=skipped.append)] == ["avant", "b.txt"]
    assert skipped == [Skipped("a.bad", "cannot be read: IndexError: bad\\x1b[0m")]


@pytest.mark.parametrize("failure", [MemoryError, KeyboardInterrupt])
def test_memory_and_the_user_are_not_the_fault_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: type[BaseException]
) -> None:
    """Both must end the run."""

    def fail(stream: BinaryIO, path: str, limits: Limits) -> Iterator[tuple[int, Article | str]]:
        raise failure

    monkeypatch.setattr(recognizing, "FORMATS", [Format("bad", (".txt",), fail)])
    with pytest.raises(failure):
        list(read_corpus(write(tmp_path, "a.txt")))


def test_what_a_callback_raises_reaches_the_caller(tmp_path: Path) -> None:
    """A program may choose to stop at the first bad file."""
    write(tmp_path, "a.txt", text="")

    def stop(skipped: Skipped) -> None:
        raise RuntimeError(str(skipped))

    with pytest.raises(RuntimeError, match=r"^a\.txt: the file is empty$"):
        list(read_corpus(tmp_path, on_skip=stop))


def test_a_format_is_one_line_in_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Walking, progress and messages follow from it."""
    line = Format("brève", (".brève",), "press.read_press")
    monkeypatch.setattr(recognizing, "FORMATS", [*FORMATS, line])
    reports: list[Progress] = []
    [article] = read_corpus(write(tmp_path, "a.brève"), on_file=reports.append)
    assert (article.key, reports[-1].format) == ("a.brève", "brève")


def test_reading_ends_cleanly_in_the_middle(tmp_path: Path) -> None:
    """A reader of the first articles only leaves no file open, in any encoding."""
    for encoding in ("utf-8", "utf-16"):
        (tmp_path / f"{encoding}.jsonl").write_text('{"text": "a"}\n' * 9, encoding=encoding)
        articles = read_corpus(tmp_path / f"{encoding}.jsonl")
        assert next(articles).body == "a"
        del articles


def test_what_is_too_large_is_skipped_with_its_size_and_never_cut(tmp_path: Path) -> None:
    """Half an article would be indexed as if it were one."""
    write(tmp_path, "a.txt", text="x" * 100)
    write(tmp_path, "b.txt", text="x" * 101)
    records = [
        '{"id": "k", "text": "kept"}',
        '{"id": "l", "text": "%s"}' % ("x" * 200),
        '{"id": "m", "text": "kept"}',
    ]
    write(tmp_path, "c.jsonl", text="\n".join(records))
    (tmp_path / "d.jsonl").write_text("\n".join(records), encoding="utf-16")
    skipped: list[Skipped] = []
    articles = read_corpus(tmp_path, on_skip=skipped.append, largest_article=100, largest_file=10_000)
    assert [(article.key, len(article.body)) for article in articles] == [("a.txt", 100), ("k", 4), ("m", 4)]
    told = {one.path: one.reason for one in skipped}
    assert told["b.txt"] == "more than 0.0001 MB for one article: 101 bytes"
    assert told["c.jsonl#2"] == f"more than 0.0001 MB for one article: {len(records[1]) + 1} bytes"
    assert told["d.jsonl#2"] == f"more than 0.0001 MB for one article: {2 * len(records[1]) + 2} bytes"


def test_a_file_that_is_too_large_is_skipped_unopened(tmp_path: Path) -> None:
    """A file of holes has any size and costs its maker nothing."""
    write(tmp_path, "a.jsonl", text='{"id": "a", "text": "b"}')
    with (tmp_path / "z.jsonl").open("wb") as file:
        file.truncate(1 << 40)
    skipped: list[Skipped] = []
    reports: list[Progress] = []
    articles = read_corpus(tmp_path, on_skip=skipped.append, on_file=reports.append)
    assert [article.key for article in articles] == ["a"]
    assert skipped == [Skipped("z.jsonl", "more than 100000 MB for one file: 1,099,511,627,776 bytes")]
    assert sum(report.advanced for report in reports) == corpus_bytes(tmp_path)


def test_without_limits_everything_is_read(tmp_path: Path) -> None:
    """Whoever has such articles knows it."""
    write(tmp_path, "a.txt", text="x" * (LARGEST_ARTICLE + 1))
    write(tmp_path, "b.jsonl", text='{"id": "b", "text": "%s"}' % ("x" * LARGEST_ARTICLE))
    articles = read_corpus(tmp_path, largest_article=None, largest_file=None)
    assert [len(article.body) for article in articles] == [LARGEST_ARTICLE + 1, LARGEST_ARTICLE]
