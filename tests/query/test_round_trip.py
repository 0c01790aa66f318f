"""`str(tree)` is a query: what it says, it says to the parser too."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from searcher.analysis import cut
from searcher.query import Compound, Everything, Field, Node, Phrase, Published, Verbatim, Word, parse
from searcher.query.combining import all_of, any_of, without

TODAY = date(2024, 7, 10)

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
leaves: st.SearchStrategy[Node] = st.one_of(
    words, phrases, verbatim, compounds, published, st.just(Everything())
)


def nest(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, min_size=2, max_size=4)
    return st.one_of(several.map(all_of), several.map(any_of), nodes.map(without))


trees = st.recursive(leaves, nest, max_leaves=12)


@given(trees)
def test_a_tree_as_text_parses_back_to_the_same_tree(tree: Node) -> None:
    """What is shown as the query understood can be copied, corrected and asked again."""
    assert parse(str(tree), today=TODAY).tree == tree


@given(trees, st.dates())
def test_a_tree_as_text_does_not_depend_on_the_day(tree: Node, today: date) -> None:
    """A query that was kept means tomorrow what it meant when it was understood."""
    assert parse(str(tree), today=today).tree == tree
