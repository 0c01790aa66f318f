"""The index against Whoosh's own searcher, on the same words: the same articles match.

Whoosh knows no families: each word is its key, and so it is asked for, in quotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from search.asking import answer
from search.test_oracle import corpora, wildcard
from whoosh import fields, query
from whoosh.analysis import Analyzer, Token
from whoosh.filedb.filestore import RamStorage
from whoosh.query import spans

from searcher import Article, build_index
from searcher.analysis import cut, key
from searcher.index import open_snapshot
from searcher.query import And, Between, Field, Fuzzy, Near, Node, Not, Or, Phrase, Wildcard


class OurWords(Analyzer):  # type: ignore[misc]
    """Gives Whoosh the keys of the words that we cut, at their positions."""

    def __call__(self, value: str, **_: object) -> Iterator[Token]:
        token = Token(positions=True, chars=False)
        for each in cut(value):
            token.text, token.pos = key(each.form), each.position
            yield token


class Peer:
    """Some articles in Whoosh's memory."""

    def __init__(self, articles: Sequence[Article]) -> None:
        text = fields.TEXT(analyzer=OurWords(), phrase=True)
        self._index = RamStorage().create_index(fields.Schema(key=fields.ID(stored=True), body=text))
        writer = self._index.writer()
        for article in articles:
            writer.add_document(key=article.key, body=article.body)
        writer.commit()

    def find(self, asked: query.Query) -> set[str]:
        with self._index.searcher() as searcher:
            return {hit["key"] for hit in searcher.search(asked, limit=None)}


def translate(peer: Peer, node: Node) -> query.Query:
    """The same question in Whoosh's words; what is near each other is found first, since nothing may hold it there."""
    match node:
        case Phrase((form,)):
            return query.Term("body", key(form))
        case Phrase(forms):
            return query.Phrase("body", [key(form) for form in forms])
        case Wildcard(pattern):
            return query.Wildcard("body", key(pattern))
        case Fuzzy(form, distance):
            return query.FuzzyTerm("body", key(form), maxdist=distance, prefixlength=0)
        case Between(first, last, with_first, with_last):
            return query.TermRange("body", key(first), key(last), not with_first, not with_last)
        case Near((one, two), int() as within, ordered):
            near = spans.SpanNear(
                translate(peer, one), translate(peer, two), slop=within + 1, ordered=ordered
            )
            return query.Or([query.Term("key", each) for each in peer.find(near)])
        case And(children):
            return query.And([translate(peer, child) for child in children])
        case Or(children):
            return query.Or([translate(peer, child) for child in children])
        case Not(child):
            return query.Not(translate(peer, child))
    raise TypeError(f"{node!r} is not asked for")


@st.composite
def questions(draw: st.DrawFn, articles: Sequence[Article], depth: int = 2) -> Node:
    """Trees over the words of some articles, of what Whoosh knows too.

    Without their accents: Whoosh holds keys, and what an accent that is typed excludes is not for it to say.
    """
    texts = [forms for article in articles if (forms := [key(token.form) for token in cut(article.body)])]
    text = draw(st.sampled_from(texts or [["mot"]]))
    at = draw(st.integers(0, len(text) - 1))
    kind = draw(st.integers(0, 8 if depth else 5))
    match kind:
        case 0 | 1:
            return Phrase((text[at],), Field.BODY)
        case 2:
            return Phrase(tuple(text[at : at + draw(st.integers(1, 3))]), Field.BODY)
        case 3:
            return Wildcard(wildcard(draw, text[at]), Field.BODY)
        case 4:
            ends = sorted([text[at], draw(st.sampled_from(text))])
            return Between(*ends, draw(st.booleans()), draw(st.booleans()), Field.BODY)
        case 5:
            other = draw(st.integers(0, len(text) - 1))
            pair = Phrase((text[at],), Field.BODY), Phrase((text[other],), Field.BODY)
            if text[at] != text[other]:
                return Near(pair, draw(st.integers(0, 5)), ordered=draw(st.booleans()))
            return pair[0]
        case 6:
            return Not(draw(questions(articles, depth - 1)))
        case _:
            some = tuple(draw(questions(articles, depth - 1)) for _ in range(draw(st.integers(1, 3))))
            return And(some) if kind == 7 else Or(some)


@given(data=st.data(), articles=corpora())
@settings(max_examples=60)
def test_what_matches_is_what_matches_in_whoosh(data: st.DataObject, articles: list[Article]) -> None:
    """A searcher that others wrote, on the same words, must not disagree."""
    peer = Peer(articles)
    with TemporaryDirectory() as folder:
        build_index(folder, articles)
        snapshot = open_snapshot(Path(folder))
        for _ in range(6):
            tree = data.draw(questions(articles))
            found = {hit.article.key for hit in answer(snapshot, tree)}
            assert found == peer.find(translate(peer, tree)), tree


@given(data=st.data(), articles=corpora(), distance=st.integers(1, 2))
@settings(max_examples=60)
def test_words_spelled_almost_so_are_those_of_whoosh_and_swaps(
    data: st.DataObject, articles: list[Article], distance: int
) -> None:
    """Whoosh counts a swap as two letters: what it finds within one we find too, and within two, but for more swaps."""
    words = sorted({key(token.form) for article in articles for token in cut(article.body)}) or ["mot"]
    word = data.draw(st.sampled_from(words))
    at = data.draw(st.integers(0, len(word)))
    word = word[:at] + data.draw(st.sampled_from(["", "e", "zz"])) + word[at + data.draw(st.integers(0, 1)) :]
    if not word:
        return
    peer = Peer(articles)
    with TemporaryDirectory() as folder:
        build_index(folder, articles)
        found = {
            hit.article.key for hit in answer(open_snapshot(Path(folder)), Fuzzy(word, distance, Field.BODY))
        }
    assert peer.find(translate(peer, Fuzzy(word, distance))) <= found
    assert found <= peer.find(translate(peer, Fuzzy(word, 2 * distance)))
