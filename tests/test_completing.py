"""Completing tells what is in the index: held against the texts themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from searcher import Article, Index, build_index, completing, open_index
from searcher.analysis import cut, key
from searcher.index import OWN_NAMES
from searcher.index.metadata import OWN_FIELDS
from searcher.query import naming


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, sample: Sequence[Article]) -> Index:
    folder = tmp_path_factory.mktemp("completing") / "index"
    build_index(folder, sample)
    return open_index(folder)


@pytest.mark.parametrize("typed", ["a", "retr", "éle", "ele", "co", "Oc", "œu", "20"])
def test_words_are_all_that_begin_so_most_frequent_first(
    index: Index, sample: Sequence[Article], typed: str
) -> None:
    """Held against each word of each article: as many, in as many articles, in this order."""
    found = [(each.word, each.articles) for each in index.complete(typed, limit=10_000) if each.articles]
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    in_articles: Counter[str] = Counter()
    for article in sample:
        in_articles.update({token.form for token in cut(article.body)})
    beginning = {form: count for form, count in in_articles.items() if key(form).startswith(key(typed))}
    for word, articles in found:
        rest = word[len(typed) :].lower()
        assert word.startswith(typed)
        assert articles == max(
            count
            for form, count in beginning.items()
            if form[len(typed) :].lower() == rest and len(key(form)) == len(form)
        )
    if typed.isascii():
        goes_on = {form[len(typed) :].lower() for form in beginning if len(key(form)) == len(form)}
        assert {word[len(typed) :].lower() for word, _ in found} == goes_on
    assert found or typed == "œu"


def test_an_accent_that_is_typed_is_required(index: Index) -> None:
    """As in a search: what is offered is what would be found."""
    assert all(each.word.startswith("éle") for each in index.complete("éle"))
    assert {each.word for each in index.complete("éle", limit=1000)} <= {
        "é" + each.word[1:] for each in index.complete("ele", limit=1000)
    }


def test_each_value_is_counted_as_a_search_counts_it(index: Index) -> None:
    """A value that is offered finds what is said, in the spelling that is offered."""
    found = index.complete("source:", limit=100)
    assert len(found) > 3
    for each in found:
        assert index.search(each.query, limit=0).total >= each.articles
    assert index.values("source", "le ") == tuple(
        pair for pair in index.values("source", limit=100) if key(pair[0]).startswith("le ")
    )


def test_keys_are_those_that_begin_so(index: Index, sample: Sequence[Article]) -> None:
    """For `searcher show`."""
    keys = [article.key for article in sample if article.key.startswith("utf-8/2024")]
    assert index.keys("utf-8/2024", limit=1000) == tuple(keys)
    assert index.keys("utf-8/2024", limit=2) == tuple(keys[:2])


def test_names_are_those_of_the_query_language() -> None:
    """They are told once more where nothing heavy is loaded."""
    assert completing.FIELDS == naming._SUGGESTED
    assert {*OWN_NAMES} < {*completing.FIELDS}
    assert {*OWN_NAMES.values()} == {*OWN_FIELDS}
    for english, french in completing.TWINS.items():
        assert naming.KNOWN[english] == naming.KNOWN[french]
