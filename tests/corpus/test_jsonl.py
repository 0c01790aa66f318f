"""JSON Lines: known names become fields, others are kept, and a bad line costs only itself."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.article import Article
from searcher.corpus.fields import NAMES
from searcher.corpus.formats.json_lines import read_jsonl


def read(data: bytes, path: str = "a.jsonl") -> list[tuple[int, Article | str]]:
    return list(read_jsonl(io.BytesIO(data), path))


def read_one(record: dict[str, Any]) -> Article:
    [(_, outcome)] = read(json.dumps(record).encode())
    assert isinstance(outcome, Article)
    return outcome


def read_articles(data: bytes) -> list[Article]:
    outcomes = [outcome for _, outcome in read(data)]
    assert all(isinstance(outcome, Article) for outcome in outcomes)
    return [outcome for outcome in outcomes if isinstance(outcome, Article)]


@pytest.mark.parametrize(("field", "name"), [(f, n) for f, names in NAMES.items() for n in names.split()])
def test_every_documented_name_is_understood(field: str, name: str) -> None:
    """Archives are exported under French and English names; none should need preparation."""
    written = {"published": "2024-07-04", "body": "Le texte."}.get(field, "valeur")
    article = read_one({name.title(): written} | ({} if field == "body" else {"text": "Le texte."}))
    assert str(getattr(article, field)) == written
    assert article.extra == {}


def test_unknown_names_are_kept_as_they_are() -> None:
    """What one user ignores, another filters by."""
    extra = {"rubrique": "Mer", "notes": [1, {"a": None}], "vu": 3, "vide": ""}
    assert read_one({"texte": "Le texte.", **extra, "rien": None}).extra == extra


def test_a_second_name_for_the_same_field_is_kept_apart() -> None:
    """Neither may overwrite the other in silence."""
    article = read_one({"titre": "Un", "title": "Deux", "text": "Le texte."})
    assert (article.title, article.extra) == ("Un", {"title": "Deux"})


@pytest.mark.parametrize(
    ("written", "published", "extra"),
    [
        ("2024-07-04T10:00:00Z", "2024-07-04", {}),
        ("4 juillet 2024", "2024-07-04", {}),
        ("04/07/2024", "2024-07-04", {}),
        (2024, "2024", {}),
        (1720051200, "2024-07-04", {}),
        (1720051200.5, "2024-07-04", {}),
        (1720051200000, "2024-07-04", {}),
        ("avant-hier", "None", {"date": "avant-hier"}),
        (-5, "None", {"date": -5}),
        (10**40, "None", {"date": 10**40}),
        (True, "None", {"date": True}),
        ([2024], "None", {"date": [2024]}),
        ("", "None", {}),
        (None, "None", {}),
    ],
)
def test_a_date_is_read_or_kept_as_written(written: object, published: str, extra: dict[str, object]) -> None:
    """An unreadable date must not cost the article, nor vanish."""
    article = read_one({"date": written, "text": "Le texte."})
    assert (str(article.published), article.extra) == (published, extra)


@pytest.mark.parametrize(
    ("author", "read_as"),
    [
        ("Awa Sow", "Awa Sow"),
        (["Awa Sow", "Jean Roy"], "Awa Sow, Jean Roy"),
        ({"name": "Awa Sow"}, "Awa Sow"),
        ([{"name": "Awa Sow"}, "Jean Roy"], "Awa Sow, Jean Roy"),
    ],
)
def test_authors_are_read_in_every_shape(author: object, read_as: str) -> None:
    """Crawlers write one name, a list, or what schema.org says."""
    assert read_one({"author": author, "text": "Le texte."}).author == read_as


def test_paragraphs_in_a_list_are_one_text() -> None:
    """Scrapers keep paragraphs apart."""
    assert read_one({"text": ["Un.", "Deux."]}).body == "Un.\nDeux."


def test_ends_of_lines_become_one_and_titles_one_line() -> None:
    """Offsets count one character an end of line, and a title stands on one line."""
    article = read_one({"title": "Un\r\n titre", "text": "Un.\r\nDeux.\rTrois."})
    assert (article.title, article.body) == ("Un titre", "Un.\nDeux.\nTrois.")


def test_what_the_record_lacks_is_taken_from_its_dateline() -> None:
    """Dispatches exported as JSON still say where and for whom they were written."""
    article = read_one({"date": "2024-07", "text": "DAKAR, 4 juillet 2024 (AFP) - Le port a rouvert. Enfin."})
    parts = (article.place, article.agency, article.source, str(article.published), article.title)
    assert parts == ("Dakar", "AFP", "AFP", "2024-07-04", "Le port a rouvert.")
    said = read_one({"lieu": "Thiès", "agence": "APS", "source": "Le Soir", "text": "DAKAR (AFP) - Le port."})
    assert (said.place, said.agency, said.source) == ("Thiès", "APS", "Le Soir")


def test_keys_are_ids_or_numbers_of_lines() -> None:
    """A key must stay the same when a line before it is repaired."""
    lines = [b'{"id": 12, "text": "a"}', b"", b"{broken", b'{"text": "b"}', b'{"id": "x", "text": "c"}']
    outcomes = read(b"\r\n".join(lines))
    assert [number for number, _ in outcomes] == [1, 3, 4, 5]
    assert [one.key for _, one in outcomes if isinstance(one, Article)] == ["12", "a.jsonl#4", "x"]


RECORD = (
    '{"titre": "L’été à Sète", "texte": "Né à Nîmes, élevé où l’on sait : à l’école. Ça n’a pas traîné."}\n'
)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252", "macroman"],
)
def test_json_lines_are_read_in_any_encoding(encoding: str) -> None:
    """JSON should be UTF-8; exports of old systems are not."""
    articles = read_articles((RECORD * 3).encode(encoding))
    assert [article.title for article in articles] == ["L’été à Sète"] * 3
    # What has a mark is named with its order of bytes.
    named = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
    assert {article.encoding for article in articles} == {named}


def test_a_short_line_is_decoded_with_the_help_of_the_next() -> None:
    """One accent is too little to tell MacRoman from windows-1252."""
    short = '{"text": "à"}\n'
    articles = read_articles((short + RECORD * 3 + short).encode("macroman"))
    assert [article.body for article in articles][::4] == ["à", "à"]


def test_lines_of_two_encodings_are_told_apart() -> None:
    """Files are put together from several exports."""
    articles = read_articles(RECORD.encode() + RECORD.encode("windows-1252") + RECORD.encode())
    assert [article.title for article in articles] == ["L’été à Sète"] * 3
    assert [article.encoding for article in articles] == ["utf-8", "windows-1252", "utf-8"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from([name for some in NAMES.values() for name in some.split()]) | st.text(max_size=5)


@given(
    record=st.dictionaries(names, json_values, max_size=8), text=st.text(st.characters(exclude_categories=()))
)
def test_any_record_gives_a_storable_article_or_a_reason(record: dict[str, Any], text: str) -> None:
    """Fields hold anything, lone surrogates included, which no index could store."""
    for values in (record, record | {"text": text}):
        for _, outcome in read(json.dumps(values).encode()):
            if isinstance(outcome, str):
                assert outcome
                continue
            fields = (outcome.key, outcome.title, outcome.body, outcome.source, outcome.author, outcome.url)
            "".join([*fields, outcome.place, outcome.agency, outcome.language]).encode()
            json.dumps(outcome.extra, ensure_ascii=False).encode()


@given(data=st.binary(max_size=300), record=st.integers(0, 3))
def test_any_bytes_give_articles_or_reasons(data: bytes, record: int) -> None:
    """Damage in the middle of a file may not reach the records around it."""
    outcomes = read(RECORD.encode() * record + data + b"\n" + RECORD.encode())
    assert all(outcome for _, outcome in outcomes)
    if record:
        assert isinstance(outcomes[0][1], Article)
        assert isinstance(outcomes[-1][1], Article)
