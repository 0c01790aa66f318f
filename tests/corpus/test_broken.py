"""Whatever is wrong with a corpus, what can be read is read, and the rest is named with its reason."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest
from corpus.broken import ILLS, MEGABYTES, TEXT, UNREADABLE, Ill, make_unreadable

from searcher.article import Article
from searcher.corpus import Progress, Skipped, corpus_bytes, read_corpus

NOBODY = 65534


@pytest.fixture(scope="module")
def read(broken_corpus: Path) -> tuple[dict[str, Article], dict[str, Skipped]]:
    skipped: list[Skipped] = []
    articles = list(read_corpus(broken_corpus, on_skip=skipped.append))
    assert len({one.path for one in skipped}) == len(skipped), "an ill was reported twice"
    return {article.key: article for article in articles}, {one.path: one for one in skipped}


@pytest.mark.parametrize("ill", ILLS, ids=lambda ill: ill.path)
def test_each_ill_is_read_or_reported(ill: Ill, read: tuple[dict[str, Article], dict[str, Skipped]]) -> None:
    """A newsroom's folder always holds some of these; none may cost the others."""
    articles, skipped = read
    if ill.reason:
        assert skipped[ill.path].reason.startswith(ill.reason)
        assert ill.path == "bon" or ill.path not in articles
    else:
        assert ill.path not in skipped
        assert ill.holds in articles[ill.path].body
        assert articles[ill.path].encoding == ill.encoding


def test_nothing_else_is_read_or_reported(read: tuple[dict[str, Article], dict[str, Skipped]]) -> None:
    """Hidden files, README and LICENSE are not news, and not worth a word either."""
    articles, skipped = read
    assert set(articles) == {ill.path for ill in ILLS if not ill.reason}
    assert set(skipped) == {ill.path for ill in ILLS if ill.reason}


def test_reports_fit_on_one_line_and_hold_no_control_character(
    read: tuple[dict[str, Article], dict[str, Skipped]],
) -> None:
    """They go to a terminal, and file names are chosen by strangers."""
    assert all(str(one).isprintable() and one.reason for one in read[1].values())


def test_values_of_a_wrong_type_are_kept_apart(read: tuple[dict[str, Article], dict[str, Skipped]]) -> None:
    """A wrong date or author must not lose the text, nor be lost itself."""
    article = read[0]["melange.jsonl#9"]
    assert article.extra == {"id": ["x"], "date": {}, "author": [1]}
    assert (article.title, article.published, article.author) == ("42", None, "")


def test_the_order_is_always_the_same(broken_corpus: Path) -> None:
    """Two builds of one corpus must give the same index, byte for byte."""
    first = [article.key for article in read_corpus(broken_corpus)]
    assert first == [article.key for article in read_corpus(broken_corpus)]
    assert first.index("bon.txt") < first.index("chinois.txt") < first.index("lien.txt")


def test_progress_adds_up_to_the_bytes_announced(broken_corpus: Path) -> None:
    """A progress bar must end at 100 %, whatever was skipped on the way."""
    reports: list[Progress] = []
    for _ in read_corpus(broken_corpus, on_file=reports.append):
        pass
    assert sum(report.advanced for report in reports) == corpus_bytes(broken_corpus)
    assert all(report.advanced >= 0 for report in reports)
    finished = [report.path for report in reports if report.finished]
    assert len(finished) == len(set(finished))


def test_a_huge_line_is_never_held_in_memory(broken_corpus: Path) -> None:
    """Memory must not depend on what someone put into one line."""
    tracemalloc.start()
    try:
        keys = [article.key for article in read_corpus(broken_corpus / "50-mo.jsonl")]
        keys += [article.key for article in read_corpus(broken_corpus / "50-mo.txt")]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert keys == ["apres-50-mo"]
    assert (broken_corpus / "50-mo.txt").stat().st_size >= MEGABYTES * 1_000_000
    assert peak < 30_000_000


def test_what_may_not_be_opened_is_reported(tmp_path: Path) -> None:
    """Permissions are lost in every move between machines; the files that are left must still be found."""
    (tmp_path / "bon.txt").write_text(TEXT, encoding="utf-8")
    tmp_path.chmod(0o755)
    restore = make_unreadable(tmp_path)
    skipped: list[Skipped] = []
    is_root = os.geteuid() == 0
    parents = [parent for parent in tmp_path.parents if not parent.stat().st_mode & 0o001] if is_root else []
    modes = [parent.stat().st_mode for parent in parents]
    try:
        for parent in parents:
            parent.chmod(0o755)
        if is_root:
            os.seteuid(NOBODY)  # root may open anything
        try:
            articles = list(read_corpus(tmp_path, on_skip=skipped.append))
        finally:
            if is_root:
                os.seteuid(0)
    finally:
        for parent, mode in zip(parents, modes, strict=True):
            parent.chmod(mode)
        restore()
    assert [article.key for article in articles] == ["bon.txt"]
    assert sorted(map(str, skipped)) == sorted(f"{ill.path}: {ill.reason}" for ill in UNREADABLE)
