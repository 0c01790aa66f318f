"""Families of forms: what wildcards, words spelled almost so and ranges stand for, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search.asking import answer
from search.test_oracle import Asker, corpora, wildcard
from strategies import ACRONYMS, COMPOUNDS, NAMES, OTHERS, WORDS, french_word

from benchmarks.scan import ALL, Scan, has_shape
from searcher import Article, build_index, edit_index
from searcher.analysis import cut, key
from searcher.analysis.folding import accents
from searcher.index import Snapshot, open_snapshot
from searcher.query import Among, And, Between, Field, Fuzzy, Near, Node, Not, Or, Wildcard, Word, word
from searcher.search.alike import find_alike
from searcher.search.listing import MOST_LISTED
from searcher.search.ranking import BODY, TITLE

TODAY = date(2025, 9, 1)
FORMS = " ".join((*WORDS, *map(str.upper, WORDS), *NAMES, *ACRONYMS, *COMPOUNDS, *OTHERS))


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """An index whose lexicon holds every word of the strategies, in capitals too."""
    folder = tmp_path_factory.mktemp("lexicon")
    build_index(folder, [Article(key="a", title="", body=FORMS)])
    return open_snapshot(folder)


def found(snapshot: Snapshot, node: Wildcard | Fuzzy | Between) -> set[str]:
    return {form for segment in snapshot.segments for form in find_alike(segment, node).spell()}


@given(data=st.data(), word=st.sampled_from(WORDS) | french_word())
@settings(max_examples=300)
def test_a_shape_stands_for_the_forms_that_have_it(lexicon: Snapshot, data: st.DataObject, word: str) -> None:
    """An accent that is typed is required, one that is not is free, and capitals may have lost theirs."""
    pattern = wildcard(data.draw, word)
    forms = {token.form for token in cut(FORMS)}
    assert found(lexicon, Wildcard(pattern)) == {form for form in forms if has_shape(form, pattern)}


@pytest.mark.parametrize(
    ("node", "forms"),
    [
        (Wildcard("élu*"), "élu élus élue ÉLU ÉLUS ÉLUE"),
        (Wildcard("elu*"), "élu élus élue ÉLU ÉLUS ÉLUE"),
        (Wildcard("p?ché"), "péché PÉCHÉ"),
        (Wildcard("pech*"), "péché pêche pêcheur pécheur PÉCHÉ PÊCHE PÊCHEUR PÉCHEUR"),
        (Wildcard("pêch*"), "pêche pêcheur PÊCHE PÊCHEUR"),
        (Wildcard("sal?"), "sale salé SALE SALÉ"),
        (Wildcard("salé?"), "SALES"),
        (Wildcard("sale?"), "sales SALES"),
        (Wildcard("sal?s"), "sales SALES"),
        (Wildcard("élysé*"), "élysée ÉLYSÉE ELYSEE"),
        (Wildcard("c?ur"), ""),
        (Wildcard("c??ur"), "cœur CŒUR"),
        (Wildcard("œuvr*"), "œuvre oeuvre œuvres ŒUVRE OEUVRE ŒUVRES"),
        (Fuzzy("elysse"), "élysée ÉLYSÉE ELYSEE"),
        (Fuzzy("trian"), "train TRAIN"),
        (Fuzzy("ministere", 2), "ministre ministres MINISTRE MINISTRES"),
        (Between("vaccin", "vaccination"), "vaccin vaccination VACCIN VACCINATION"),
        (Between("vaccin", "vaccination", first_included=False), "vaccination VACCINATION"),
        (Between("vaccin", "vaccination", last_included=False), "vaccin VACCIN"),
    ],
)
def test_families_worked_by_hand(lexicon: Snapshot, node: Wildcard | Fuzzy | Between, forms: str) -> None:
    """The tables that people read first."""
    assert found(lexicon, node) == set(forms.split())


@given(form=st.text(max_size=12) | french_word())
def test_the_letters_of_a_form_are_those_of_its_key(form: str) -> None:
    """Shapes are looked for among keys first, and by letters with their accents after."""
    assert "".join(letter for letter, _ in accents(form)) == key(form)


# ------------------------------------------------------------------ what is told


def leaves(node: Node) -> Iterator[Word | Wildcard | Fuzzy | Between]:
    """What of a tree stands for forms, but for compounds."""
    match node:
        case Word() | Wildcard() | Fuzzy() | Between():
            yield node
        case And(children) | Or(children) | Near(children) | Among(_, children):
            for child in children:
                yield from leaves(child)
        case Not(child):
            yield from leaves(child)


def counted(scan: Scan, node: Node, articles: Sequence[Article]) -> dict[str, tuple[int, int]]:
    """Of each form of a family, how many articles hold it in its field, and how often they do."""
    family = scan._family(node.form, ALL) if isinstance(node, Word) else scan._alike(node)
    kinds = [
        kind
        for kind in (BODY, TITLE)
        if node.field in (Field.ANY, Field.TITLE if kind is TITLE else Field.BODY)
    ]
    counts: dict[str, tuple[int, int]] = {}
    for number in family:
        held = [
            sum(form == number for kind in kinds for form in scan._texts[kind][article].forms)
            for article in range(len(articles))
        ]
        if any(held):
            counts[scan.forms[number]] = sum(map(bool, held)), sum(held)
    return counts


@given(data=st.data(), articles=corpora(), size=st.sampled_from([1, 60, 1 << 20]))
@settings(max_examples=60)
def test_each_family_is_listed_with_its_counts_most_frequent_first(
    data: st.DataObject, articles: list[Article], size: int
) -> None:
    """Who asks for `électr*` sees which words that is, in this corpus, and how many there are in all."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("searcher.index.writing.SEGMENT_BYTES", size)
        patch.setattr("searcher.search.listing.MOST_LISTED", 3)
        build_index(folder, [*articles, Article(key="gone", title="", body=FORMS)])
        with edit_index(folder) as writer:
            writer.remove("gone")
        asker, scan = Asker(data, articles), Scan(articles)
        tree = asker.near() if data.draw(st.booleans()) else And((asker.tree(1), asker._alike()))
        results = answer(open_snapshot(Path(folder)), tree, explained=True)
        told = {family.said: family for family in results.explanation}
        for node in leaves(tree):
            expected = counted(scan, node, articles)
            family = told[word(node)]
            assert family.total == len(expected)
            assert family.is_cut == (len(expected) > 3)
            best = sorted(expected, key=lambda form: (-expected[form][0], form))[:3]
            assert [each.form for each in family.forms] == best
            assert [(each.articles, each.occurrences) for each in family.forms] == [
                expected[form] for form in best
            ]


def test_nothing_is_listed_unless_it_is_asked_for(lexicon: Snapshot) -> None:
    """Lists of thousands of forms are read for it."""
    assert answer(lexicon, Wildcard("*a*")).explanation == ()
    (family,) = answer(lexicon, Wildcard("*a*"), explained=True).explanation
    assert len(family.forms) == MOST_LISTED < family.total


def test_only_so_many_shapes_are_looked_for_and_that_is_said(
    lexicon: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of a thousand wildcards is refused in part, not answered in a minute; those before are all there."""
    monkeypatch.setattr("searcher.search.matching.MOST_SHAPES", 2)
    shapes = tuple(map(Wildcard, ("vaccin*", "zzz*", "vaccin*", "élys*")))
    assert answer(lexicon, Or(shapes[:3])).warnings == ()
    results = answer(lexicon, Or(shapes), explained=True)
    assert results.total == 1
    assert "plus de 2 mots à « * »" in "".join(results.warnings)
    assert [family.total > 0 for family in results.explanation] == [True, False, False]
    assert answer(lexicon, And(shapes)).total == 0
