"""Formats: each is read whole, whatever it is packed in, and what is damaged in it costs no more than itself."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from corpus.samples import SAMPLES, TOLD, Sample, twins

from searcher.article import Article
from searcher.corpus import Progress, Skipped, read_corpus

LIBRARIES = {"html": ("trafilatura",), "warc": ("warcio", "trafilatura"), "pdf": ("pypdf",)}


def need(sample: Sample) -> None:
    """Skip where a library is not installed; continuous integration installs all of them."""
    for library in LIBRARIES.get(sample.extra, ()):
        if importlib.util.find_spec(library) is None:
            pytest.skip(f"{library} is not installed")


def read(path: Path) -> tuple[list[Article], list[str], str]:
    skipped: list[Skipped] = []
    reports: list[Progress] = []
    articles = list(read_corpus(path, on_skip=skipped.append, on_file=reports.append))
    return articles, list(map(str, skipped)), reports[-1].format


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_an_article_is_the_same_in_every_format(sample: Sample, tmp_path: Path) -> None:
    """A reader of news does not care how it came."""
    need(sample)
    path = tmp_path / sample.name
    path.write_bytes(sample.data)
    articles, skipped, format = read(path)
    assert format == sample.format
    assert tuple(article.key for article in articles) == sample.keys, skipped
    assert [
        told for told, said in zip(skipped, sample.skipped, strict=True) if not told.startswith(said)
    ] == []
    first = articles[0]
    told = {name: str(getattr(first, name)) for name in sample.knows}
    assert told == {name: TOLD[name] for name in sample.knows}
    assert sample.body in first.body
    assert (first.place, first.agency) == ("Kervilly", "AFP")
    assert "Accueil" not in first.body
    assert "<" not in first.body


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_what_is_damaged_is_told_and_nothing_else_is_lost(sample: Sample, tmp_path: Path) -> None:
    """Downloads break, disks rot: a file is read as far as it goes, or said to be broken, and the next one is read."""
    need(sample)
    for number, data in enumerate(twins(sample)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / sample.name).write_bytes(data)
        (folder / "zzz.txt").write_text("Le dernier.", encoding="utf-8")
        articles, skipped, _ = read(folder)
        assert articles[-1].key == "zzz.txt"
        assert len(articles) > 1 or skipped
        unforeseen = [one for one in skipped if "cannot be read: " in one]
        assert unforeseen == []
