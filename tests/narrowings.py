"""Random narrowings, and which articles each leaves, decided from the articles themselves.

In: articles. Out: strategies of hypothesis, and what a look at each article says.
"""

from __future__ import annotations

from collections.abc import Sequence

from conditions import NAMES, days, spelled
from hypothesis import strategies as st

from benchmarks.known import is_known, may_be_of, values_of
from searcher import Article, Narrowing
from searcher.query import Metadata


@st.composite
def narrowings(draw: st.DrawFn, articles: Sequence[Article]) -> Narrowing:
    """Mostly by values that articles have, of fields that there are."""
    there = [
        (name, value)
        for article in articles
        for name in NAMES
        for value in values_of(article, name)
        if name in KNOWN and value.removeprefix("=").split()
    ]
    since, until = draw(st.none() | days), draw(st.none() | days)
    if since and until and since > until:
        since, until = until, since
    return Narrowing(since, until, *(draw(_values(there)) for _ in range(2)))


# Others are of some corpora only.
KNOWN = ("source", "agence", "lieu", "auteur", "langue")


def _values(there: Sequence[tuple[str, str]]) -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    if not there:
        return st.just({})
    one = st.sampled_from(there).flatmap(
        lambda pair: st.tuples(st.just(pair[0]), st.just(pair[1]) | spelled(st.just(pair[1])) | st.just("*"))
    )
    return st.lists(one, max_size=3).map(
        lambda pairs: {name: tuple(value for other, value in pairs if other == name) for name, _ in pairs}
    )


def leaves(narrowing: Narrowing, article: Article) -> bool:
    """Whether an article is left."""
    if (narrowing.since or narrowing.until) and not may_be_of(article, narrowing.since, narrowing.until):
        return False
    return all(_has(article, name, values) for name, values in narrowing.only.items()) and not any(
        _has(article, name, values) for name, values in narrowing.without.items()
    )


def _has(article: Article, name: str, values: Sequence[str]) -> bool:
    return any(
        is_known(article, Metadata(name, value.removeprefix("="), value.startswith("="))) for value in values
    )
