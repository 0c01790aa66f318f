"""A link leads to what the reader sees, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from strategies import any_text

from searcher.present.links import link_file, link_page


@given(url=any_text())
def test_a_link_is_printable_ascii_whatever_an_article_says(url: str) -> None:
    """What ends the sign of a link early is obeyed by the terminal."""
    link = link_page("https://e" + url)
    assert link.isascii()
    assert not link or link.isprintable()
    assert link_page(url) == "" or url.lower().startswith(("http://", "https://"))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "corpus" / "sous dossier").mkdir(parents=True)
    (tmp_path / "corpus" / "sous dossier" / "é.txt").touch()
    (tmp_path / "corpus" / "lot.zip").touch()
    (tmp_path / "secret.txt").touch()
    return tmp_path / "corpus"


def test_a_path_leads_to_its_file_or_to_the_archive_that_it_is_in(corpus: Path) -> None:
    """What is in an archive cannot be opened by itself."""
    assert link_file("sous dossier/é.txt", [Path("/nowhere"), corpus]).endswith(
        "/corpus/sous%20dossier/%C3%A9.txt"
    )
    assert link_file("lot.zip/2024/port.txt", [corpus]).endswith("/corpus/lot.zip")
    # A source may be a file.
    assert link_file("lot.zip", [corpus / "lot.zip"]).endswith("/corpus/lot.zip")


@pytest.mark.parametrize(
    "path", ["", "gone.txt", "../secret.txt", "sous dossier/../../secret.txt", "/etc/passwd", "a\0b"]
)
def test_what_is_not_in_the_corpus_is_no_link(corpus: Path, path: str) -> None:
    """An index may come from a stranger."""
    assert link_file(path, [corpus]) == ""
