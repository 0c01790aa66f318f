"""Declared encodings: the accents are right whatever a file says of itself, and what is wrong is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corpus.test_formats import is_installed

from searcher.corpus import read_corpus

TEXT = (
    "Dès l’aube, « une foule » s’était massée où naît le fleuve ; l’œil n’y a rien trouvé, à Noël, en forêt."
)
LONG = f"{TEXT} Le préfet a reçu à Sète les élus de la région, inquiets pour l’été. "
MAIL = "From: a@example.com\nMIME-Version: 1.0\nSubject: Port\nContent-Type: text/plain; charset={}\n"
FILES = {
    "a.rss": '<?xml version="1.0" encoding="{}"?><rss><item><description>'
    + TEXT
    + "</description></item></rss>",
    "a.tei": '<?xml version="1.0" encoding="{}"?><TEI><text><body><p>' + TEXT + "</p></body></text></TEI>",
    "a.eml": MAIL + "Content-Transfer-Encoding: 8bit\n\n" + TEXT,
    "a.html": '<!doctype html><html><head><meta charset="{}"><title>Port</title></head><body><article>'
    + f"<p>{LONG * 3}</p><p>{LONG * 2}</p></article></body></html>",
}
# What is declared, what the bytes are in, and what is told.
CASES = (
    ("utf-8", "utf-8", ""),
    ("utf-8", "cp1252", "utf-8"),
    ("iso-8859-1", "utf-8", "iso-8859-1"),
    ("ISO-8859-1", "cp1252", ""),
    ("windows-1252", "cp1252", ""),
    ("us-ascii", "utf-8", ""),
    ("macintosh", "mac_roman", ""),
    ("cp850", "cp850", ""),
    ("utf-8", "mac_roman", "utf-8"),
    ("x-inconnu", "utf-8", "x-inconnu"),
    ("cp850", "utf-8", "cp850"),
)


@pytest.mark.parametrize(("declared", "real", "told"), CASES)
@pytest.mark.parametrize("name", FILES)
def test_the_bytes_are_read_for_what_they_are(
    name: str, declared: str, real: str, told: str, tmp_path: Path
) -> None:
    """Half of the feeds declare what their program declares for everybody."""
    if name.endswith("html") and not is_installed("html"):
        pytest.skip("searcher[html] is not installed")
    text = FILES[name].format(declared)
    if real == "cp850":
        text = text.replace("’", "'").replace("œ", "oe")
    (tmp_path / name).write_bytes(text.encode(real))
    [article] = read_corpus(tmp_path)
    wanted = TEXT.replace("’", "'").replace("œ", "oe") if real == "cp850" else TEXT
    assert wanted in article.body
    assert article.extra.get("declared_encoding", "") == told


@pytest.mark.parametrize("real", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "mac_roman", "cp850"])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.json", "a.jsonl", "a.md"])
def test_what_declares_nothing_is_read_in_any_encoding(name: str, real: str, tmp_path: Path) -> None:
    """Spreadsheets write UTF-16, old machines MacRoman: their rows and objects are articles like others."""
    body = TEXT.replace("’", "'").replace("œ", "oe") if real == "cp850" else TEXT
    written = {
        "a.csv": f'titre;texte\nPort;"{body}"\n',
        "a.json": json.dumps([{"title": "Port", "text": body}], ensure_ascii=False),
        "a.jsonl": f"{json.dumps({'text': body}, ensure_ascii=False)}\n" * 2,
    }.get(name, f"{body}\n\n{body}\n")
    (tmp_path / name).write_bytes(written.encode(real))
    article = next(iter(read_corpus(tmp_path)))
    assert body in article.body


def test_two_encodings_in_one_file_are_told_apart_in_all_formats(tmp_path: Path) -> None:
    """Archives are put together from what two newsrooms sent."""
    for name in ("a.rss", "a.eml"):
        before, _, after = FILES[name].format("utf-8").partition("où naît")
        data = before.encode() + "où naît".encode("cp1252") + after.encode()
        (tmp_path / name).write_bytes(data)
    articles = list(read_corpus(tmp_path))
    assert [article.encoding for article in articles] == ["utf-8+windows-1252"] * 2
    assert all(TEXT in article.body for article in articles)
