"""The sample corpus is what its README says: true encodings, distinct articles, the traps in their places.

Nothing here goes through the reader under test: bytes are decoded by Python alone, so that a fault of the
sample cannot hide a fault of the reader, nor the other way round.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import tarfile
import unicodedata
import zipfile
from pathlib import Path

import pytest
from corpus.test_formats import LIBRARIES, is_installed

from searcher.corpus import NEEDS, Skipped, read_corpus

SAMPLE = Path(__file__).resolve().parents[2] / "corpus"

CODECS = {
    "utf-8": "utf-8",
    "utf-8-bom": "utf-8-sig",
    "windows-1252": "cp1252",
    "iso-8859-1": "latin-1",
    "utf-16": "utf-16",
    "macroman": "mac_roman",
    "nfd": "utf-8",
    "cp850": "cp850",
}
OTHER_THAN_UTF_8 = ("windows-1252", "iso-8859-1", "utf-16", "macroman", "cp850")
# Named after where their files come from, in the formats of the trade.
FORMATS = ("releases", "damaged", "agency", "web", "tables", "mail", "databases", "archives", "documents")


def read_files(folder: str) -> dict[str, bytes]:
    return {f"{folder}/{path.name}": path.read_bytes() for path in sorted((SAMPLE / folder).glob("*.txt"))}


def read_records() -> dict[str, dict[str, object]]:
    """Give every record by its id, or else by its file and line. A repeated id is an error."""
    records: dict[str, dict[str, object]] = {}
    for path in sorted((SAMPLE / "jsonl").glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            record = json.loads(line)
            key = record.get("id", f"jsonl/{path.name}#{number}")
            assert key not in records, f"{key} is given twice"
            records[key] = record
    return records


def read_sample() -> dict[str, str]:
    """Give the whole text of every article, line ends made alike, by its key."""
    texts = {
        key: data.decode(codec)
        for folder, codec in CODECS.items()
        for key, data in read_files(folder).items()
    }
    for key, record in read_records().items():
        values = (str(value) for name, value in record.items() if name != "id")
        texts[key] = "\n".join(values)
    return {key: text.replace("\r\n", "\n") for key, text in texts.items()}


def count(name: str, data: bytes) -> int:
    """How many articles are in a file, told by nothing but the marks of its format."""
    if name.endswith(".gz"):
        return count(name.removesuffix(".gz"), gzip.decompress(data))
    suffix = name.rpartition(".")[2]
    match suffix:
        case "zip":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return sum(count(one, archive.read(one)) for one in archive.namelist())
        case "tar":
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                return sum(count(one.name, archive.extractfile(one).read()) for one in archive)  # type: ignore[union-attr]
        case "csv" | "tsv":
            rows = csv.reader(
                io.StringIO(data.decode("cp1252"), newline=""), delimiter=";" if suffix == "csv" else "\t"
            )
            return sum(1 for _ in rows) - 1
        case "html":
            return len(re.findall(rb"<article>|class=\"article frArticle\"", data))
        case _:
            mark = {
                "txt": rb"\A|^-{10}$",
                "jsonl": rb"^\{",
                "json": rb'"titre":',
                "rss": rb"<item>",
                "atom": rb"<entry>",
                "tei": rb'<div type="article">',
                "mbox": rb"^From \S+@",
                "warc": rb"200 OK\r\nContent-Type: text/html",
            }.get(suffix, rb"\A")
            return len(re.findall(mark, data, re.MULTILINE))


def fold(text: str) -> str:
    """Lower case, composed, one apostrophe, single spaces: what is the same to a reader."""
    text = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    return " ".join(text.split())


def containing(*patterns: str) -> set[str]:
    texts = {key: fold(text) for key, text in read_sample().items()}
    return {key for key, text in texts.items() if all(re.search(rf"\b{one}\b", text) for one in patterns)}


def test_the_sample_is_large_enough_to_be_searched() -> None:
    """A search that finds one article shows nothing of ranking."""
    assert len(read_sample()) >= 60


@pytest.mark.parametrize("folder", CODECS)
def test_each_folder_decodes_in_the_encoding_it_is_named_after(folder: str) -> None:
    """Tests of the reader take the folder's name for the truth."""
    files = read_files(folder)
    assert len(files) >= 3
    for key, data in files.items():
        text = data.decode(CODECS[folder])
        assert re.search(r"[éèà]|e\u0301", text) or text.isupper(), f"{key} does not look like French"
        # Wrongly decoded bytes give control characters or the signs that French never uses.
        assert not re.search(r"[\x80-\x9f\ufffd‚√]", text), f"{key} is not in {folder}"


@pytest.mark.parametrize("folder", OTHER_THAN_UTF_8)
def test_files_of_other_encodings_are_not_utf_8_by_chance(folder: str) -> None:
    """A file in plain ASCII would be read rightly by a reader that knows nothing."""
    for data in read_files(folder).values():
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")


def test_byte_order_marks_stand_where_the_folder_says() -> None:
    """A mark is the only thing that tells these folders from their neighbours."""
    assert all(data.startswith(b"\xef\xbb\xbf") for data in read_files("utf-8-bom").values())
    assert all(data.startswith(b"\xff\xfe") for data in read_files("utf-16").values())
    assert not any(data.startswith(b"\xef\xbb\xbf") for data in read_files("utf-8").values())


def test_windows_1252_files_use_what_iso_8859_1_lacks() -> None:
    """Bytes 0x80 to 0x9F are where the two encodings differ: each folder must stay on its side."""
    assert all(re.search(rb"[\x80-\x9f]", data) for data in read_files("windows-1252").values())
    assert not any(re.search(rb"[\x80-\x9f]", data) for data in read_files("iso-8859-1").values())
    together = "".join(data.decode("cp1252") for data in read_files("windows-1252").values())
    assert set("’œ€«»") <= set(together)


def test_the_decomposed_folder_is_decomposed_and_no_other_is() -> None:
    """The reader must compose; only text that needs it can show that it does."""
    for key, text in read_sample().items():
        composed = unicodedata.normalize("NFC", text) == text
        assert composed != key.startswith("nfd/"), key
        if not composed:
            assert unicodedata.normalize("NFD", text) == text, key


def test_the_article_on_terminals_holds_real_escape_codes() -> None:
    """It is the one article that could repaint a reader's screen, or vanish in markup."""
    text = read_sample()["utf-8/2025-02-20-faille-terminaux.txt"]
    assert "\x1b[31m" in text
    assert "\x1b[0m" in text
    assert "\x07" in text
    for brackets in ("[/bold]", "[red]", "[sic]"):
        assert brackets in text


def test_no_other_article_holds_control_characters() -> None:
    """A control character anywhere else would be a slip, not a test."""
    unsafe = {key for key, text in read_sample().items() if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text)}
    assert unsafe == {"utf-8/2025-02-20-faille-terminaux.txt"}


def test_some_files_end_their_lines_with_crlf() -> None:
    """Half of the press writes on Windows."""
    assert sum(b"\r\n" in data for data in read_files("utf-8").values()) >= 2
    assert b"\r\n" in (SAMPLE / "jsonl" / "quotidien.jsonl").read_bytes()


def test_no_two_articles_are_identical() -> None:
    """An article given twice would be counted twice in every example."""
    texts = [fold(text) for text in read_sample().values()]
    assert len(set(texts)) == len(texts)


def test_ids_are_unique_and_some_records_have_none() -> None:
    """A key names an article for ever; where there is no id, the path and number must do."""
    records = read_records()
    assert records["2019-02-11-erratum"]["date"] == "2019-02-11"
    assert 1 <= sum("id" not in record for record in records.values()) < len(records)


def test_records_of_both_newsrooms_have_a_title_and_a_text() -> None:
    """The two files differ in the names of their fields, not in what they hold."""
    for key, record in read_records().items():
        names = ("titre", "texte") if "titre" in record else ("title", "text")
        assert all(record[name] for name in names), key


def test_the_dispatch_from_astana_has_two_near_copies() -> None:
    """Folding copies together is shown on these three: most of the text is the same, the titles are not."""
    copies = ("utf-8/2024-07-05-commerce-chine-kazakhstan.txt", "windows-1252/2024-07-05-pekin-astana.txt")
    sample = read_sample()

    def cut_shingles(key: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", fold(sample[key]))
        return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}

    original = cut_shingles("utf-8/2024-07-04-astana.txt")
    for copy in copies:
        shingles = cut_shingles(copy)
        assert 0.8 < len(shingles & original) / len(shingles) < 1, copy


def test_the_searches_of_the_documents_have_something_to_find() -> None:
    """Examples in the documentation must not be searches for nothing."""
    assert "utf-8/2024-07-04-astana.txt" in containing("sommets?", "astana")
    assert 4 <= len(containing("sommets?", "astana")) <= 8
    labour = containing("code du travail", "réformes?")
    on_sport = labour & containing(r"sports?|sporti\w+")
    assert len(labour - on_sport) >= 4
    assert on_sport == {"utf-8/2024-11-14-code-du-travail-football.txt"}


@pytest.mark.parametrize(
    ("one", "other"), [("salée?", "sale"), ("pêche", "péché"), ("côte", "cote"), ("maïs", "mais")]
)
def test_words_that_differ_by_an_accent_stand_in_one_article(one: str, other: str) -> None:
    """Only an article with both words shows that the marks fall on the right one."""
    assert containing(one, other)


def test_the_readme_counts_the_articles_of_every_folder() -> None:
    """A table that is not checked is soon a table that is wrong."""
    table = re.findall(r"^\| `([\w-]+)/` \|[^|]*\| (\d+) \|", (SAMPLE / "README.md").read_text("utf-8"), re.M)
    found = {folder: len(read_files(folder)) for folder in CODECS} | {"jsonl": len(read_records())}
    found |= {
        folder: sum(count(path.name, path.read_bytes()) for path in (SAMPLE / folder).iterdir())
        for folder in FORMATS
    }
    assert {folder: int(number) for folder, number in table} == found
    assert {path.name for path in SAMPLE.iterdir() if path.is_dir()} == set(found)
    written = re.search(r"^(\d+) short articles", (SAMPLE / "README.md").read_text("utf-8"), re.M)
    assert written
    assert int(written[1]) == sum(found.values())


def test_every_article_of_the_sample_is_read_and_nothing_is_skipped() -> None:
    """What a new user sees first is that all of it works; what needs a library that is not there says so."""
    skipped: list[Skipped] = []
    read = list(read_corpus(SAMPLE, on_skip=skipped.append))
    numbers = re.findall(r"^\| `[\w-]+/` \|[^|]*\| (\d+) \|", (SAMPLE / "README.md").read_text("utf-8"), re.M)
    assert [str(one) for one in skipped if NEEDS not in one.reason] == []
    if all(map(is_installed, LIBRARIES)):
        assert (len(read), skipped) == (sum(map(int, numbers)), [])
    assert all(article.title for article in read)
    undated = {"documents/2023-05-04-corderie.pdf", "tables/export.csv#4"}
    assert {article.key for article in read if not article.published} <= undated


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("2022-11-08-mediatheque-deux-encodages.txt", "utf-8+windows-1252"),
        ("2022-12-01-sel-encode-deux-fois.txt", "utf-8-twice"),
        ("2023-01-12-brume-coupe.txt", "utf-8"),
        ("2023-02-09-goelands-sans-marque.txt", "utf-16-be"),
        ("2023-02-20-fil-mal-declare.rss", "utf-8"),
    ],
)
def test_damaged_files_are_read_for_what_they_are(name: str, encoding: str) -> None:
    """The accents are right, whatever the file says of itself."""
    [article] = read_corpus(SAMPLE / "damaged" / name)
    assert article.encoding == encoding
    assert not re.search(r"[ÃÂ\x80-\x9f]", article.body)
    assert article.body.count("\ufffd") == (name == "2023-01-12-brume-coupe.txt")
    assert re.search(r"[éèêà’«]", article.body)


def test_the_readme_names_only_files_that_exist() -> None:
    """A reader who follows a path must arrive."""
    named = re.findall(r"`([\w-]+/[\w.-]+\.(?:txt|jsonl))`", (SAMPLE / "README.md").read_text("utf-8"))
    assert len(named) >= 10
    assert all((SAMPLE / name).is_file() for name in named)


def test_git_is_told_to_leave_the_bytes_alone() -> None:
    """One conversion of line ends would spoil UTF-16 and the CRLF files for everybody."""
    assert (SAMPLE / ".gitattributes").read_text("utf-8").split() == ["*", "-text"]
