"""Codebooks: learned from texts, the same for the same texts, and worth the room that they take."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_text

from searcher import Article, build_index
from searcher.index import open_snapshot
from searcher.index.codebooks import Codebook, learn
from searcher.kernels import codes


@given(texts=st.lists(any_text().map(str.encode) | st.binary(max_size=40), max_size=8))
@settings(max_examples=60)
def test_a_codebook_is_read_as_it_was_written(texts: list[bytes]) -> None:
    """Whatever was learned, and from whatever: there may be not one word."""
    codebook = learn(texts * 3)
    assert Codebook.unpacked(memoryview(codebook.packed())) == codebook
    assert len(codebook.sizes) <= 20_000
    coder, decoder = codebook.coder(), codebook.decoder()
    for text in texts:
        out = bytearray(codes.room(len(text)))
        written = coder.code(
            text + bytes(codes.BEYOND), memoryview(bytearray(len(text).to_bytes(4, "little"))).cast("I"), out
        )
        assert decoder.decode(out[:written], 0, len(text)) == (text, 0)


@pytest.mark.parametrize(
    "forged", [Codebook(b"ab", b"\1", 1), Codebook(b"a", b"\1", 2), Codebook(b"", b"\0", 0)]
)
def test_a_codebook_that_does_not_add_up_is_found_when_it_is_read(forged: Codebook) -> None:
    """Merging takes over codebooks of which it reads no text: what it wrote must not be damaged."""
    with pytest.raises(ValueError, match="codebook"):
        Codebook.unpacked(memoryview(forged.packed()))


def test_the_most_frequent_words_have_the_shortest_codes() -> None:
    """That is what makes texts short."""
    text = (
        "le " * 50
        + "la " * 40
        + "élus " * 30
        + "L’île " * 20
        + "œuvre, " * 10
        + "rare deux deux né née créée "
    )
    codebook = learn([text.encode()])
    words, at = [], 0
    for size in codebook.sizes:
        words.append(codebook.words[at : at + size].decode())
        at += size
    # The letter stands four times in words that have no code.
    assert words == ["é", "le ", "la ", "élus ", *words[4:6], *words[6:]]
    assert set(words[4:6]) == {"L’", "île "}
    assert set(words[6:]) == {"œuvre", ", "}
    assert codebook.ones == len(words)


def test_a_codebook_of_many_words_has_codes_of_two_bytes_for_most() -> None:
    """A byte that begins such codes is none of one."""
    words = [f"mot{chr(97 + n // 676)}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)} " for n in range(3000)]
    codebook = learn([("".join(words) * 3).encode()])
    assert len(codebook.sizes) == 3000
    assert codebook.ones == 157 - 12
    assert codebook.ones + 12 * 256 >= 3000


def block_books(folder: Path) -> list[int]:
    (segment,) = open_snapshot(folder).segments
    return [block.book for block in segment.blocks()]


def test_few_articles_have_no_codebook(news: Sequence[Article], tmp_path: Path) -> None:
    """A commit of a hundred articles is not larger than it would be without codes."""
    build_index(tmp_path / "few", news[:100])
    build_index(tmp_path / "many", news[:400])
    assert block_books(tmp_path / "few") == [0]
    assert set(block_books(tmp_path / "many")) == {1}


def test_what_would_be_longer_in_codes_is_stored_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other alphabets, and damage: a block is never longer than what is in it."""
    monkeypatch.setattr("searcher.index.articles.BLOCK_BYTES", 2000)
    monkeypatch.setattr("searcher.index.articles.SAMPLE_BYTES", 2000)
    texts = ["la loi sur la ville " * 120, "".join(map(chr, range(0x4E00, 0x5200))), "la loi " * 300]
    articles = [Article(key=f"{n}", body=text) for n, text in enumerate(texts)]
    build_index(tmp_path, articles)
    assert block_books(tmp_path) == [1, 0, 1]
    (segment,) = open_snapshot(tmp_path).segments
    assert list(segment.articles(range(3))) == articles
