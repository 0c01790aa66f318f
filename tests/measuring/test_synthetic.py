"""Synthetic news is the same for everyone, and like the real."""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import islice
from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="pip install -e '.[benchmarks]'")

from benchmarks.describing import describe, table
from benchmarks.synthetic import FUNCTION_WORDS, articles, word_of_rank, write
from searcher import read_corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two megabytes of it."""
    path = tmp_path_factory.mktemp("synthetic") / "two.jsonl"
    write(path, 2)
    return path


def test_a_seed_gives_the_same_articles_and_another_one_others() -> None:
    """Figures of different days are comparable only if the corpus is the same."""
    first, again, other = (list(islice(articles(seed), 50)) for seed in (1, 1, 2))
    assert first == again
    assert not set(first) & set(other)


def test_a_larger_corpus_begins_as_a_smaller_one(tmp_path: Path, corpus: Path) -> None:
    """What differs between two sizes is then the size alone."""
    smaller = tmp_path / "smaller.jsonl"
    count = write(smaller, 0.5)
    assert corpus.read_bytes().startswith(smaller.read_bytes())
    assert 500_000 <= smaller.stat().st_size < 600_000
    assert len(smaller.read_bytes().splitlines()) == count


def test_every_line_is_an_article_with_all_its_fields(corpus: Path) -> None:
    """What an engine skips, it did not index."""
    skipped: list[object] = []
    read = list(read_corpus(corpus, on_skip=skipped.append))
    assert not skipped
    assert len(read) == len({article.key for article in read}) > 500
    for article in read:
        assert article.title
        assert article.body.endswith(".")
        assert article.source
        assert 2010 <= article.published.year <= 2024


def test_texts_are_written_as_french_is(corpus: Path) -> None:
    """No space before a comma, no two full stops, a capital after a full stop, NFC throughout."""
    for line in corpus.read_bytes().splitlines()[:200]:
        text = json.loads(line)["text"]
        assert unicodedata.is_normalized("NFC", text)
        assert not re.search(r" [,.]|\.\.|  |^ |[,.][^\s\d]", text)
        assert not re.search(r"\.\s[a-zà-ÿ]", text)
        assert text[0].isupper() or text[0].isdigit() or text[0] == "«"


def test_hardly_two_ranks_have_one_word() -> None:
    """Else the vocabulary would not grow as it should."""
    words = [word_of_rank(rank) for rank in range(20_000)]
    assert words[: len(FUNCTION_WORDS)] == list(FUNCTION_WORDS)
    assert len({word.lower() for word in words}) > 0.98 * len(words)


def test_its_proportions_are_those_of_real_news(corpus: Path) -> None:
    """Measured on 47 MB of news, see benchmarks/README.md; wide enough for two megabytes."""
    found = describe(corpus)
    assert 5.7 < found.text_bytes / found.words < 6.5
    assert 0.40 < found.function_words / found.words < 0.52
    assert 0.08 < found.capitals / found.words < 0.16
    assert 0.01 < found.numbers / found.words < 0.04
    assert 0.03 < found.elisions / found.words < 0.07
    assert 20 < found.words / found.sentences < 40
    (row,) = [line for line in table([found]) if line.startswith("| distinct words in all")]
    assert row == f"| distinct words in all | {len(found.counts):,} |"


def test_the_vocabulary_grows_as_a_power_of_the_text(tmp_path: Path, corpus: Path) -> None:
    """Heaps' law: four times the text has about 4 ** 0.6 times the words, never four times."""
    quarter = tmp_path / "quarter.jsonl"
    write(quarter, 0.5)
    growth = len(describe(corpus).counts) / len(describe(quarter).counts)
    assert 4**0.5 < growth < 4**0.75
