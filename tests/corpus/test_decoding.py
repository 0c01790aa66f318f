"""Decoding: the text that was written comes back, whatever the encoding, and nothing makes it fail."""

from __future__ import annotations

import codecs
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searcher.corpus import NotText, decode

SENTENCES = (
    "Le préfet a reçu à Sète les élus de la région, « inquiets » pour l’été.",
    "Dès l’aube, une foule s’était massée où naît le fleuve ; elle n’y a rien trouvé.",
    "L’Élysée dément : aucune grâce n’a été accordée à M. Müller, âgé de 61 ans.",
    "À Noël, les forêts brûlées de l’île avaient déjà reverdi, ça et là.",
    "Le coût s’élève à 1 200 millions, d’après l’enquête menée à Besançon.",
)
french = st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=6).map("\n".join)
any_text = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff\ufffd")).map(
    lambda text: text + "\nfin"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
@given(text=any_text)
def test_text_that_says_its_encoding_comes_back_unchanged(encoding: str, text: str) -> None:
    """Offsets, keys and highlights all rest on it; decomposed accents stay decomposed."""
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    assert decode(mark + text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    "encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "windows-1252", "macroman", "cp850"]
)
@given(text=french)
def test_french_that_does_not_say_its_encoding_comes_back_unchanged(encoding: str, text: str) -> None:
    """Half of the archives of the press are in such encodings."""
    text = text.replace("’", "'") if encoding == "cp850" else text
    assert decode(text.encode(encoding)) == (text, encoding)


@given(text=french)
def test_windows_1252_is_read_where_iso_8859_1_is_claimed(text: str) -> None:
    """Nobody writes the control characters that ISO 8859-1 has where windows-1252 has quotes and dashes."""
    plain = text.replace("’", "'")
    assert decode(plain.encode("iso-8859-1")) == (plain, "windows-1252")


@given(data=st.binary())
@example(data=b"\xff\xfe\x00")
@example(data=b"\xef\xbb\xbf\xe9")
@example(data=b"\xff\xfe\x00\x00\xff\xff\xff\xff")
@example(data=b"\xc3")
def test_any_bytes_give_storable_text_or_no_text(data: bytes) -> None:
    """A reader meets pictures, truncated downloads and worse: none may stop it, nor break the index later."""
    try:
        text, encoding = decode(data)
    except NotText:
        return
    text.encode()
    assert "\r" not in text
    assert encoding


@given(text=french, position=st.integers(min_value=0), stray=st.binary(min_size=1, max_size=3))
def test_damaged_french_gives_storable_text_or_no_text(text: str, position: int, stray: bytes) -> None:
    """Damage near to good text reaches further into the rules than chance does."""
    data = text.encode()
    position %= len(data)
    for damaged in (data[:position] + stray + data[position:], data[:position]):
        try:
            decode(damaged)[0].encode()
        except NotText:
            assert b"\0" in stray


CASES = [
    pytest.param(
        "déjà".encode()[:-1], "déj\ufffd", "utf-8", id="a UTF-8 file cut in its last letter stays UTF-8"
    ),
    pytest.param("l’".encode()[:-1], "l\ufffd", "utf-8", id="so it is if that letter is its only accent"),
    pytest.param("Un café".encode("cp1252"), "Un café", "windows-1252", id="a lone final é is windows-1252"),
    pytest.param(
        "Né à Sète, ".encode() + "élu à Nîmes".encode("cp1252"),
        "Né à Sète, élu à Nîmes",
        "utf-8+windows-1252",
        id="two encodings in one file are told apart letter by letter",
    ),
    pytest.param(
        "Né ".encode() + b"\x81", "Né \ufffd", "utf-8+windows-1252", id="undefined bytes are U+FFFD"
    ),
    pytest.param(
        "« LIBERTÉ »".encode("cp1252"), "« LIBERTÉ »", "windows-1252", id="É» is no UTF-8 by chance"
    ),
    pytest.param("Москва сегодня".encode("cp1251"), "Москва сегодня", "windows-1251", id="Russian"),
    pytest.param(
        "أعلنت وزارة الداخلية".encode("cp1256"), "أعلنت وزارة الداخلية", "windows-1256", id="Arabic"
    ),
    pytest.param(b"a\r\nb\rc\n", "a\nb\nc\n", "utf-8", id="all ends of lines become one"),
    pytest.param("e\u0301te\u0301".encode(), "e\u0301te\u0301", "utf-8", id="decomposed accents stay so"),
    pytest.param(b"un \x1b[31mrouge\x07", "un \x1b[31mrouge\x07", "utf-8", id="control characters stay"),
    pytest.param(b"", "", "utf-8", id="nothing is nothing"),
]


@pytest.mark.parametrize(("data", "text", "encoding"), CASES)
def test_doubtful_bytes_are_read_by_rule(data: bytes, text: str, encoding: str) -> None:
    """Each of these was misread by one detector or another."""
    assert decode(data) == (text, encoding)


@pytest.mark.parametrize(
    "data",
    [
        b"texte\0texte",
        b"\x89PNG\r\n\x1a\n\0\0",
        "a\0b".encode("utf-16"),
        b"\0\0\0",
        b"\x01\x02\x03",
        b"\0",
    ],
)
def test_what_is_not_text_is_refused(data: bytes) -> None:
    """Indexed, it would fill the lexicon with noise."""
    with pytest.raises(NotText, match="binary data, not text"):
        decode(data)


def test_a_given_legacy_encoding_is_used_only_where_unicode_is_not() -> None:
    """Lines of one file share their encoding, but for those that are UTF-8 without doubt."""
    assert decode("été".encode("macroman"), legacy="macroman") == ("été", "macroman")
    assert decode("été".encode(), legacy="macroman") == ("été", "utf-8")


def test_a_corpus_in_utf_8_does_not_load_chardet(tmp_path: Path) -> None:
    """Loading it takes longer than reading a thousand articles."""
    (tmp_path / "a.txt").write_text("Un été à Sète.", encoding="utf-8")
    program = (
        "import sys; from searcher.corpus import read_corpus; "
        "assert len(list(read_corpus(sys.argv[1]))) == 1; assert 'chardet' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program, tmp_path], check=True, cwd=Path(__file__).parents[2])
