"""`str(tree)` is a query: what it says, it says to the parser too."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis import cut, key
from searcher.query import (
    Among,
    AtLeast,
    Between,
    Compound,
    Everything,
    Favoured,
    Field,
    Fuzzy,
    Metadata,
    Near,
    Node,
    Phrase,
    Published,
    Undated,
    Unit,
    Verbatim,
    Wildcard,
    Word,
    parse,
)
from searcher.query.combining import all_of, any_of, boosted, may_be_boosted, without
from searcher.query.operators import LARGEST_NUMBER

TODAY = date(2024, 7, 10)
FIELDS = ("rubrique", "Mots-clés", "édition")

# Ordinary words, function words, words that begin dates, operators, numbers that could join, addresses.
WORDS = """
sommet astana élections OTAN cœur le la être ET OU NON SAUF AND PROCHE TO hier mercredi dernier trois jours
depuis avant juin titre date 1 200 000 20 h 30 3 juillet 2024 1e 5.2 20h30 2024-07-03 % euro @afp #cop29
exemple.fr/a exemple.zz/a?b=1 a@b.zz 日本 pourquoi articles sur
"""
FORMS = WORDS.split()
COMPOUNDS = (
    ("porte-parole", "porteparole", ("porte", "parole")),
    ("Week-end", "weekend", ("week", "end")),
    ("avant-hier", "avanthier", ("avant", "hier")),
    ("3 juillet 2024", "2024-07-03", ("3", "juillet", "2024")),
    ("1er juin 2024", "2024-06-01", ("1e", "juin", "2024")),
)

fields = st.sampled_from(Field)
words = st.builds(Word, st.sampled_from(FORMS), fields)
phrases = st.builds(
    Phrase, st.lists(st.sampled_from(FORMS), min_size=1, max_size=4).map(tuple), fields, st.booleans()
)
TEXTS = (
    "Le Monde",
    "L'Équipe",
    "Orange",
    "S.N.C.F.",
    'un "oui"',
    'un "oui" « net »',
    "1 200, ET (ou)",
    "~ET",
)
verbatim = st.builds(
    lambda text, field: Verbatim(text, tuple(token.form for token in cut(text)), field),
    st.sampled_from(TEXTS),
    fields,
)
compounds = st.tuples(st.sampled_from(COMPOUNDS), fields).map(lambda pair: Compound(*pair[0], pair[1]))
days = st.dates(min_value=date(1000, 1, 1))
published = st.one_of(
    st.builds(Published, days, st.none()),
    st.builds(Published, st.none(), days),
    st.tuples(days, days).map(lambda pair: Published(min(pair), max(pair))),
)
favoured = st.tuples(days, days).map(lambda pair: Favoured(min(pair), max(pair)))

PATTERNS = (
    "électr* *ation cl?mat a* *a* ?é #cop* @afp* 2024-07-* co??é électr*? ta*e?u hier* entre* 1*".split()
)
wildcards = st.builds(Wildcard, st.sampled_from(PATTERNS), fields)
fuzzy = st.builds(Fuzzy, st.sampled_from(FORMS), st.sampled_from([1, 2]), fields)
ENDS = ["", *(form for form in FORMS if not any(map(str.isdigit, form)) and form == form.lower())]


def order(first: str, last: str, first_included: bool, last_included: bool, field: Field) -> Between:
    """A range whose ends stand in their order; an open one leaves nothing out."""
    if first and last and key(first) > key(last):
        first, last = last, first
    return Between(first, last, first_included or not first, last_included or not last, field)


ranges = (
    st.tuples(*[st.sampled_from(ENDS)] * 2, st.booleans(), st.booleans(), fields)
    .filter(lambda row: row[0] or row[1])
    .map(lambda row: order(*row))
)
VALUES = ("AFP", "Le Monde", "utf-8/2024*", "*", "a?", 'un "oui"', "L'Équipe", "fr", "12 mai", "ET", "Qui ?")
metadata = st.builds(
    Metadata,
    st.sampled_from(["source", "lieu", "agence", "auteur", "langue", "chemin", *FIELDS]),
    st.sampled_from(VALUES),
    st.booleans(),
).filter(lambda node: not (node.whole and node.value == "*"))

single_spots = st.one_of(words, phrases, verbatim, compounds, wildcards, fuzzy, ranges)
spots = single_spots | st.lists(single_spots, min_size=2, max_size=3).map(any_of)
near = st.builds(
    Near,
    st.lists(spots, min_size=2, max_size=4).map(tuple),
    st.integers(0, LARGEST_NUMBER) | st.sampled_from(Unit),
    st.booleans(),
)
at_least = st.builds(AtLeast, st.integers(2, LARGEST_NUMBER), spots)
leaves: st.SearchStrategy[Node] = st.one_of(
    single_spots,
    near,
    at_least,
    published,
    favoured,
    metadata,
    st.just(Undated()),
    st.just(Everything()),
)


def among(children: list[Node], least: int) -> Node:
    """So many of some nodes; what is only favoured is none of them."""
    asked = [child for child in children if not isinstance(child, Favoured)]
    return Among(min(least, len(asked)), tuple(asked)) if len(asked) > 1 else all_of(children)


def exclude(node: Node) -> Node:
    """All but a node; days that are only favoured exclude none."""
    return node if isinstance(node, Favoured) else without(node)


def weigh(node: Node, factor: float) -> Node:
    return boosted(node, factor) if may_be_boosted(node) else node


def nest(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, min_size=2, max_size=4)
    factors = st.floats(0.001, 1000)
    return st.one_of(
        several.map(all_of),
        several.map(any_of),
        nodes.map(exclude),
        st.builds(among, several, st.integers(1, 4)),
        st.builds(weigh, nodes, factors),
    )


trees = st.recursive(leaves, nest, max_leaves=12)


@given(trees)
def test_a_tree_as_text_parses_back_to_the_same_tree(tree: Node) -> None:
    """What is shown as the query understood can be copied, corrected and asked again."""
    assert parse(str(tree), today=TODAY, fields=FIELDS).tree == tree


@given(trees, st.dates())
def test_a_tree_as_text_does_not_depend_on_the_day(tree: Node, today: date) -> None:
    """A query that was kept means tomorrow what it meant when it was understood."""
    assert parse(str(tree), today=today, fields=FIELDS).tree == tree


@given(trees)
def test_a_canonical_query_is_understood_whole(tree: Node) -> None:
    """Whoever copies what they were shown must not be told that part of it means nothing."""
    warnings = parse(str(tree), today=TODAY, fields=FIELDS).warnings
    assert not [line for line in warnings if "aucun jour en commun" not in line]
