"""Hostile files: whatever is in one, reading ends, with articles or with a reason, and nothing outside is touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corpus.mutating import mutate
from corpus.samples import SAMPLES, Sample
from corpus.test_formats import need, read
from hypothesis import given, settings
from hypothesis import strategies as st
from work import lines_run

from searcher.corpus import File, FileReader, Limits, read_corpus

SECRET = "Ce fichier n’est pas du corpus."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=15)
def test_any_damage_gives_articles_or_reasons(sample: Sample, folder: Path, seed: int) -> None:
    """What no reader foresees is caught, but it should foresee what chance brings about; benchmarks/fuzzing.py does
    more."""
    need(sample)
    data = mutate(sample.data, seed)
    path = folder / sample.name
    path.write_bytes(data)
    file = File(str(path), sample.name, path.suffix, len(data), 0)
    outcomes = list(FileReader(file, limits=Limits(article=1_000_000)).records())
    assert outcomes or not data.strip()
    assert [one for _, one in outcomes if isinstance(one, str) and one.startswith("cannot be read")] == []
    numbers = [number for number, outcome in outcomes if number and not isinstance(outcome, str)]
    assert len(numbers) == len(set(numbers)), "two articles of a file have one number"


def _entities(external: Path) -> dict[str, str]:
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return {
        "rire.rss": f'<!DOCTYPE r [<!ENTITY e0 "ha">{nested}]>'
        "<rss><channel><item><description>&e9;</description></item></channel></rss>",
        "dehors.rss": f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{external}">]>'
        "<rss><item><description>&x;</description></item></rss>",
        "parametre.tei": f'<!DOCTYPE TEI [<!ENTITY % x SYSTEM "file://{external}"> %x;]>'
        "<TEI><text><p>Texte.</p></text></TEI>",
        "attributs.nitf": '<!DOCTYPE nitf [<!ENTITY a "x"><!ATTLIST nitf y CDATA "&a;">]>'
        "<nitf><body>Texte.</body></nitf>",
    }


def test_no_entity_is_expanded_and_no_file_fetched(tmp_path: Path) -> None:
    """A billion laughs, and a password in an article, are the oldest tricks of XML."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in _entities(secret).items():
        (corpus / name).write_text(text, encoding="utf-8")
    articles, skipped, _ = read(corpus)
    assert articles == []
    assert [one.partition(": ")[2].partition(" (")[0] for one in skipped] == [
        "XML that declares an entity"
    ] * 4


def test_a_list_of_entities_elsewhere_is_not_fetched_but_its_names_are_known(tmp_path: Path) -> None:
    """Feeds name characters as HTML does, without saying so."""
    text = '<!DOCTYPE rss SYSTEM "http://192.0.2.1/x.dtd">'
    text += "<rss><item><description>L&rsquo;&eacute;t&eacute; & &inconnu;.</description></item></rss>"
    (tmp_path / "a.rss").write_text(text, encoding="utf-8")
    [article], _, _ = read(tmp_path)
    assert article.body == "L’été & &inconnu;."


@pytest.mark.parametrize("name", ["a.rss", "a.html", "a.json", "a.md", "a.eml", "a.csv"])
def test_what_nests_without_end_is_refused(name: str, tmp_path: Path) -> None:
    """A parser that calls itself for each level ends the whole run."""
    deep = {
        "a.rss": "<rss>" * 100_000,
        "a.html": "<!doctype html><body>" + "<div>" * 100_000 + "Texte.",
        "a.json": '{"text":' * 100_000,
        "a.md": "---\na: " + "[" * 10_000 + "\n---\n" + "> " * 100_000 + "Texte.",
        "a.eml": "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        + "--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 3_000
        + "Texte.",
        "a.csv": 'texte\n"' + '""' * 100_000,
    }[name]
    (tmp_path / name).write_text(deep, encoding="utf-8")
    if name == "a.html":
        pytest.importorskip("trafilatura")
    articles, skipped, _ = read(tmp_path)
    assert len(articles) + len(skipped) == 1
    assert [one for one in skipped if "cannot be read" in one] == []


def test_scripts_and_styles_are_no_text(tmp_path: Path) -> None:
    """What a page does is not what it says."""
    pytest.importorskip("trafilatura")
    text = "Le maire a ouvert le pont jeudi devant la foule réunie sur les quais de la ville. " * 5
    page = (
        f"<!doctype html><html><head><title>Pont</title>"
        f"<style>p {{color: red}}</style></head><body><article><h1>Pont</h1>"
        f"<p onclick='x()'>{text}</p><script>document.write('intrus')</script><iframe src='file:///etc/passwd'></iframe>"
        f"<p>{text}</p></article></body></html>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    feed = "<rss><item><description>"
    feed += "&lt;p&gt;Le pont.&lt;/p&gt;&lt;script&gt;intrus&lt;/script&gt;</description></item></rss>"
    (tmp_path / "b.rss").write_text(feed, encoding="utf-8")
    articles, _, _ = read(tmp_path)
    assert len(articles) == 2
    assert all("intrus" not in article.body and "<" not in article.body for article in articles)


def test_json_in_a_page_cannot_do_more_than_name_its_fields(tmp_path: Path) -> None:
    """Whatever type a value has, the text is read."""
    pytest.importorskip("trafilatura")
    text = "<p>" + "Le maire a ouvert le pont jeudi devant la foule réunie sur les quais. " * 5 + "</p>"
    for number, value in enumerate(
        (
            {"@type": "NewsArticle", "headline": {"a": []}, "author": [1, None], "datePublished": 3},
            [[[]]],
            3,
            "x",
        )
    ):
        script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
        page = f"<html><head>{script}</head><body><article>{text}</article></body></html>"
        (tmp_path / f"{number}.html").write_text(page, encoding="utf-8")
    assert len(list(read_corpus(tmp_path))) == 4


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<p>a</p>" * 40_000, "HTML of more than 30,000 elements"),
        (
            "<p " + " ".join(f"a{n}='b'" for n in range(5_000)) + ">x</p>",
            "HTML with more than 1,000 attributes",
        ),
        ("<p " + " ".join(f"a{n}" for n in range(5_000)) + ">x</p>", "HTML with more than 1,000 attributes"),
    ],
    ids=["elements", "attributes", "bare attributes"],
)
def test_pages_that_take_minutes_are_refused(page: str, reason: str, tmp_path: Path) -> None:
    """What finds the text of a page compares all with all: two megabytes of paragraphs took it four minutes."""
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text(f"<!doctype html><html><body>{page}", encoding="utf-8")
    _, skipped, _ = read(tmp_path)
    assert skipped[0].startswith(f"a.html: {reason}")


def test_quotation_marks_in_a_tag_are_paired_in_one_way(tmp_path: Path) -> None:
    """Tried in all ways, forty of them take longer than there is."""
    tag = "<p " + "\"'" * 40 + "'\"" * 40
    (tmp_path / "a.rss").write_text(
        f"<rss><item><description><![CDATA[{tag}<b>Le port.</b>]]></description></item></rss>",
        encoding="utf-8",
    )
    [article], _, _ = read(tmp_path)
    assert article.body.endswith("Le port.")


@pytest.mark.parametrize("name", ["From", "Subject", "Content-Type", "Content-Disposition"])
def test_headers_that_take_minutes_are_refused(name: str, tmp_path: Path) -> None:
    """The parser of mail compares each word of a header with all others."""
    head = f"MIME-Version: 1.0\n{name}: text/plain" + ";\n a=b" * 20_000
    (tmp_path / "a.eml").write_text(f"{head}\n\nLe port.", encoding="utf-8")
    _, skipped, _ = read(tmp_path)
    assert skipped == ["a.eml: a header of more than 10,000 bytes"]


def test_the_work_for_many_articles_of_a_file_is_linear(tmp_path: Path) -> None:
    """A year of a newspaper is one file of TEI; to look for its header again for each article took an hour."""

    def work(count: int) -> int:
        part = "<div type='article'><p>Le port a rouvert.</p></div>"
        (tmp_path / "a.tei").write_text(
            f"<TEI><text><body>{part * count}</body></text></TEI>", encoding="utf-8"
        )
        return lines_run(lambda path: list(read_corpus(path)), str(tmp_path / "a.tei"))

    assert work(400) < 3 * work(200)
