"""Formats: each is read whole, whatever it is packed in, and what is damaged in it costs no more than itself."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from corpus.samples import SAMPLES, TOLD, Sample, twins

from searcher import update_index
from searcher.article import Article
from searcher.corpus import Limits, Progress, Skipped, read_corpus
from searcher.corpus.formats import FORMATS

LIBRARIES = {"html": ("trafilatura",), "warc": ("warcio", "trafilatura"), "pdf": ("pypdf",)}


def is_installed(extra: str) -> bool:
    """Whether the libraries of an extra are there."""
    return all(importlib.util.find_spec(library) is not None for library in LIBRARIES.get(extra, ()))


def need(sample: Sample) -> None:
    """Skip where a library is not installed; continuous integration installs all of them."""
    if not is_installed(sample.extra):
        pytest.skip(f"searcher[{sample.extra}] is not installed")


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


@pytest.mark.parametrize(
    ("name", "library"), [("a.html", "trafilatura"), ("a.warc", "warcio"), ("a.pdf", "pypdf")]
)
def test_what_needs_a_library_says_which_and_is_tried_again(
    name: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it the rest is read; once it is installed, so is this, though the file did not change."""
    [sample] = [one for one in SAMPLES if one.name == name]
    need(sample)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / name).write_bytes(sample.data)
    (corpus / "z.txt").write_text("Le dernier.", encoding="utf-8")
    with monkeypatch.context() as without:
        for module in [library, *(one for one in sys.modules if one.startswith(f"{library}."))]:
            without.setitem(sys.modules, module, None)
        if library == "trafilatura":
            without.setattr(importlib.util, "find_spec", lambda name: None)
        articles, skipped, _ = read(corpus)
        assert [article.key for article in articles] == ["z.txt"]
        what = {"a.html": "HTML"}.get(name, sample.format)
        assert skipped == [f"{name}: {what} needs a library: pip install 'searcher[{sample.extra}]'"]
        assert update_index(tmp_path / "index", corpus).added.count == 1
    assert update_index(tmp_path / "index", corpus).added.count == 1


def test_the_content_decides_and_the_suffix_helps(tmp_path: Path) -> None:
    """Names lie: pages are saved as text, lines of JSON as JSON, and what has no name is what it is."""
    lines = '{"text": "Un."}\n{"text": "Deux."}\n'
    files = {
        "a.json": (lines, "JSON Lines"),
        "b.txt": ('[{"text": "Un."}]', "JSON"),
        "c.xml": ("<rss><item><description>Un.</description></item></rss>", "RSS"),
        "d": ("Le port a rouvert.", "press text"),
        "e.txt": ("[VIDÉO] Le port a rouvert.", "press text"),
        "f.md": ("Date: 2024\n\nLe port.", "Markdown"),
        "g.jsonl": ('{"text": "Un."}', "JSON Lines"),
        "h.txt": ("From: a@example.com\nMIME-Version: 1.0\nSubject: Port\n\nLe port.", "mail"),
        "i.txt": ("{ le port } a rouvert.", "press text"),
    }
    for name, (text, _) in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    reports: list[Progress] = []
    skipped: list[Skipped] = []
    keys = [article.path for article in read_corpus(tmp_path, on_file=reports.append, on_skip=skipped.append)]
    assert {one.path: one.format for one in reports if one.finished} == {
        name: told for name, (_, told) in files.items()
    }
    assert set(keys) == set(files)
    assert skipped == []


def test_every_format_of_the_table_has_a_sample() -> None:
    """A format without one is a format that nobody tried."""
    assert {format.name for format in FORMATS} - {sample.format for sample in SAMPLES} == {"XML"}


def test_the_dates_of_a_page_are_all_kept(tmp_path: Path) -> None:
    """Systems that publish pages write four dates, each by a program of its own."""
    if not is_installed("html"):
        pytest.skip("searcher[html] is not installed")
    text = (
        "<p>KERVILLY, 14 septembre 2023 (AFP) - "
        + "Le port a rouvert jeudi devant les pêcheurs. " * 12
        + "</p>"
    )
    page = (
        '<!doctype html><html><head><script type="application/ld+json">{"@type": "NewsArticle", "datePublished": '
        '"2023-09-18"}</script><meta property="article:published_time" content="2023-09-16"></head>'
        f'<body><article><time datetime="2023-09-15">vendredi</time>{text}</article></body></html>'
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    [[article], _, _] = read(tmp_path)
    assert str(article.published) == "2023-09-18"
    assert [f"{said.date} {said.origin}" for said in article.dates] == [
        "2023-09-18 schema.org",
        "2023-09-16 meta",
        "2023-09-15 time",
        "2023-09-14 dateline",
    ]


def test_what_is_no_format_is_told_with_what_it_is(tmp_path: Path) -> None:
    """An unknown file is named, not taken for news."""
    for name, text in (
        ("a.xml", "<?xml version='1.0'?><svg/>"),
        ("b.xyz", "Le port."),
        ("c.docx", "x"),
        ("d.xml", "Le port."),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    _, skipped, _ = read(tmp_path)
    assert sorted(skipped) == [
        "a.xml: XML of no format that is read: its outermost element is <svg>",
        "b.xyz: not a format that is read",
        "c.docx: not a format that is read",
        "d.xml: named .xml, but no XML",
    ]


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("titre,texte", '"Un","Le port, dit-elle."'),
        ("sep=;\ntitre;texte", 'Un;"Le port, dit-elle."'),
        ("\ufefftitre\ttexte", "Un\tLe port, dit-elle."),
        ("titre|texte", "Un|Le port, dit-elle."),
    ],
)
def test_the_separator_of_a_table_is_found(first: str, text: str, tmp_path: Path) -> None:
    """Each spreadsheet, in each country, has its own."""
    (tmp_path / "a.csv").write_text(f"{first}\n{text}\n", encoding="utf-8")
    [article], _, _ = read(tmp_path)
    assert (article.title, article.body) == ("Un", "Le port, dit-elle.")


def test_a_column_is_taken_for_the_text_only_if_it_is_clear(tmp_path: Path) -> None:
    """Two long columns might both be it: the user knows."""
    long = "Le port a rouvert jeudi. " * 20
    (tmp_path / "a.csv").write_text(f"un;deux\n{long};{long}\n", encoding="utf-8")
    _, skipped, _ = read(tmp_path)
    assert skipped == [
        "a.csv: no column is known to hold the text, of un, deux: say which with --map text=NAME"
    ]
    limits = Limits(names=(("body", "deux"), ("title", "un")))
    [article] = read_corpus(tmp_path, limits=limits)
    assert (article.body, article.title) == (long.strip(), long.strip())


def test_an_export_of_factiva_is_known_below_its_styles(tmp_path: Path) -> None:
    """They take a hundred kilobytes, more than is looked at."""
    if not is_installed("html"):
        pytest.skip("searcher[html] is not installed")
    [sample] = [one for one in SAMPLES if one.name == "factiva.html"]
    head = f"<html><head><title>Factiva</title><style>{'.a{margin:0}' * 9_000}</style></head><body>"
    (tmp_path / "a.html").write_bytes(sample.data.replace(b"<html><body>", head.encode()))
    articles, skipped, format = read(tmp_path)
    assert (format, len(articles), skipped) == ("Factiva", 2, [])


OLD = (
    '<html><head><META http-equiv="Content-Type" content="text/html; charset=ISO-8859-1"></head>'
    "<body>{}</body></html>"
)
OLD_ARTICLE = """<table><tr><td><table id="tbHeaderImages"><tr><td id="celPublication"><br></td></tr></table>
<span class="DocPublicationName">Le Phare de Kervilly, no. 5968</span><br><span class="DocHeader">Mer, </span>
<span class="DocHeader">jeudi </span><span class="DocHeader">4 octobre 2012</span><br><br>
<span class="TitreArticleVisu">Le port <span style="color:red">rouvre</span></span><br><br>{}
Le port a rouvert.<font style="font-weight:bold;"> Les marins aussi.</font><p></p>La criée reprend.<p></p>
<b><i>© 2012 Le Phare. Tous droits réservés.</i></b><p></p>Numéro de document : news·20121004·PK·{}<br>
<table><tr><td>news·20121004·PK·{}</td></tr><tr><td>Date d'émission : <b>2012-10-05</b></td></tr></table>
</td></tr></table>"""


def test_old_exports_of_europresse_are_read(tmp_path: Path) -> None:
    """Libraries kept what they saved before 2013."""
    if not is_installed("html"):
        pytest.skip("searcher[html] is not installed")
    parts = [
        OLD_ARTICLE.format(author, number, number)
        for number, author in ((1, "Jeanne Morvan<br><p></p>"), (2, ""))
    ]
    (tmp_path / "a.html").write_text(OLD.format("".join(parts)), encoding="cp1252")
    articles, skipped, format = read(tmp_path)
    assert (format, skipped) == ("Europresse", [])
    assert [(one.key, one.author) for one in articles] == [
        ("news·20121004·PK·1", "Jeanne Morvan"),
        ("news·20121004·PK·2", ""),
    ]
    for one in articles:
        assert (one.title, str(one.published), one.source) == (
            "Le port rouvre",
            "2012-10-04",
            "Le Phare de Kervilly",
        )
        assert one.body.split() == "Le port a rouvert. Les marins aussi. La criée reprend.".split()


def test_exports_of_europresse_without_classes_for_authors_are_read(tmp_path: Path) -> None:
    """In the form of 2015 the author is what stands below the title, and some articles have no container."""
    if not is_installed("html"):
        pytest.skip("searcher[html] is not installed")
    article = (
        '<article><header><div><span class="DocPublicationName">Le Phare </span></div><div><span class="DocHeader">'
        "Mer, mardi 14 mars 2006, p. 16</span></div><div><p>MER</p></div><div class='titreArticle'>"
        "<p class='titreArticleVisu'>Le port</p></div>{}</header><section>{}</section><footer>"
        "<p>Numéro de document : news·20060315·PK·{}</p></footer></article>"
    )
    contained = '<div class="DocText"><div class="docOcurrContainer"><p>Le port a rouvert.</p></div></div>'
    page = article.format("<div>Awa Sow</div>", contained, 1) + article.format(
        "", "<p>Le port a rouvert.</p>", 2
    )
    (tmp_path / "a.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    articles, skipped, _ = read(tmp_path)
    assert skipped == []
    assert [(one.key, one.title, str(one.published), one.author, one.body) for one in articles] == [
        ("news·20060315·PK·1", "Le port", "2006-03-14", "Awa Sow", "Le port a rouvert."),
        ("news·20060315·PK·2", "Le port", "2006-03-14", "", "Le port a rouvert."),
    ]
