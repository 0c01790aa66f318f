"""Queries in Whoosh's own syntax mean here what they mean to Whoosh, whose default parser is the oracle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from whoosh import query
from whoosh.qparser import FuzzyTermPlugin, QueryParser

from searcher.query import (
    And,
    Between,
    Boosted,
    Everything,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Wildcard,
    Word,
    parse,
)

TODAY = date(2024, 7, 10)
WHOOSH = QueryParser(None, None)
WHOOSH.add_plugin(FuzzyTermPlugin())

# Whether what is asked for by a leaf is there.
Holds = Callable[[object], bool]
Leaf = tuple[object, ...]

WORDS = ("climat", "loi", "décret", "gaz", "avis")
words = st.sampled_from(WORDS)
leaves = st.one_of(
    words,
    st.lists(words, min_size=2, max_size=3).map(lambda row: f'"{" ".join(row)}"'),
    words.map(lambda word: f"{word[:3]}*"),
    words.map(lambda word: f"{word[0]}?{word[2:]}"),
    st.builds("{}~{}".format, words, st.sampled_from(["", 1, 2])),
    st.tuples(words, words, st.sampled_from("[{"), st.sampled_from("]}")).map(
        lambda row: f"{row[2]}{min(row[:2])} TO {max(row[:2])}{row[3]}"
    ),
    words.map(lambda word: f"titre:{word}"),
)
# What is excluded has no weight here.
weighed = leaves | st.builds("{}^{}".format, words, st.sampled_from([2, 0.5]))
# Whoosh lets OR take only the words beside it where nothing else joins the others: here operators are all typed.
queries = st.recursive(
    weighed,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda row: f"({' AND '.join(row)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda row: f"({' OR '.join(row)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda row: f"({' '.join(row)})"),
        st.builds("({} AND {} OR {})".format, inner, inner, inner),
        st.builds("({} ANDNOT {})".format, inner, leaves),
        st.builds("({} ANDMAYBE {})".format, inner, inner),
        st.builds("({} REQUIRE {})".format, inner, inner),
        st.builds("({} AND NOT {})".format, inner, leaves),
    ),
    max_leaves=8,
)


def ours(node: Node, leaf: Callable[[Leaf], bool]) -> bool:
    """Whether our tree matches, given what its leaves do. All of them are looked at."""
    match node:
        case And(children) | Or(children):
            found = [ours(child, leaf) for child in children]
            return all(found) if isinstance(node, And) else any(found)
        case Not(child):
            return not ours(child, leaf)
        case Everything():
            return True
        case Boosted(child, factor):
            return leaf((*our_leaf(child), factor))
        case _:
            return leaf((*our_leaf(node), 1))


def our_leaf(node: Node) -> Leaf:
    match node:
        case Word(form, field):
            return ("word", form, field or None)
        case Phrase(forms, field):
            return ("row", forms, field or None)
        case Wildcard(pattern, field):
            return ("shape", pattern, field or None)
        case Fuzzy(form, distance, field):
            return ("loose", form, distance, field or None)
        case Between(first, last, first_included, last_included, field):
            return ("range", first, last, first_included, last_included, field or None)
    raise TypeError(node)


def theirs(node: query.Query, leaf: Callable[[Leaf], bool]) -> bool:
    """Whether Whoosh's tree matches, given what its leaves do. All of them are looked at."""
    if node.is_leaf():
        return leaf((*their_leaf(node), node.boost))
    first, *others = [theirs(child, leaf) for child in node.children()]
    if isinstance(node, query.AndMaybe):
        return first
    if isinstance(node, query.AndNot):
        return first and not others[0]
    if isinstance(node, query.Not):
        return not first
    assert isinstance(node, query.And | query.Require | query.Or), repr(node)
    return first or any(others) if isinstance(node, query.Or) else first and all(others)


def their_leaf(node: query.Query) -> Leaf:
    field = Field.TITLE if node.fieldname == "titre" else None
    if isinstance(node, query.FuzzyTerm):
        return ("loose", node.text, node.maxdist, field)
    if isinstance(node, query.Prefix):
        return ("shape", f"{node.text}*", field)
    if isinstance(node, query.Wildcard):
        return ("shape", node.text, field)
    if isinstance(node, query.TermRange):
        ends = ((node.start or "", node.end or ""), (not node.startexcl, not node.endexcl))
        return ("range", *ends[0], *ends[1], field)
    if isinstance(node, query.Phrase):
        return ("row", tuple(node.words), field)
    assert isinstance(node, query.Term), repr(node)
    return ("word", node.text, field)


@given(queries, st.data())
def test_operators_and_leaves_are_those_of_whoosh(text: str, data: st.DataObject) -> None:
    """People and programs who know it are at home: same leaves, and the same answer whatever they match."""
    truth: dict[Leaf, bool] = {}
    seen: dict[str, set[Leaf]] = {"ours": set(), "theirs": set()}

    def leaf(whose: str) -> Callable[[Leaf], bool]:
        def look(asked: Leaf) -> bool:
            seen[whose].add(asked)
            if asked not in truth:
                truth[asked] = data.draw(st.booleans(), label=str(asked))
            return truth[asked]

        return look

    found = theirs(WHOOSH.parse(text, normalize=False), leaf("theirs"))
    assert ours(parse(text, today=TODAY).tree, leaf("ours")) == found
    assert seen["ours"] == seen["theirs"]
