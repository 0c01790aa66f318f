"""Families: what a word stands for in an index is what the rules say of every form in it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ACRONYMS, COMPOUNDS, NAMES, OTHERS, WORDS, french_word

from searcher import Article, build_index
from searcher.analysis import Asked, Relation, key
from searcher.analysis.lexicon import members
from searcher.index import Segment, open_snapshot
from searcher.index.families import ALL, INFLECTED, SAME_KEY
from searcher.search.families import as_typed, exact, family
from searcher.search.forms import Forms

ENDINGS = ("", "s", "e", "es", "r", "nt", "ment", "ation", "eur", "euse", "ier", "iste", "aux")


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> Segment:
    """One whose lexicon holds some thousand words of French that are near one another, in capitals too."""
    folder = tmp_path_factory.mktemp("families")
    stems = {key(word) + ending for word in WORDS for ending in ENDINGS}
    words = {entry.form for stem in stems for entry in members(stem)} | {key(word) for word in WORDS}
    body = " ".join([*sorted(words), *map(str.upper, sorted(words)), *NAMES, *ACRONYMS, *COMPOUNDS, *OTHERS])
    build_index(folder, [Article(key="a", title="", body=body)])
    (only,) = open_snapshot(folder).segments
    return only


@pytest.fixture(scope="module")
def forms(segment: Segment) -> list[str]:
    return [entry.form for entry in segment.forms()]


def weighed(found: Forms) -> Mapping[str, float]:
    return dict(zip(found.spell(), found.weights, strict=True))


@given(data=st.data(), relations=st.sampled_from([ALL, INFLECTED, SAME_KEY]))
def test_a_family_is_what_the_rules_say_of_every_form(
    segment: Segment, forms: list[str], data: st.DataObject, relations: frozenset[Relation]
) -> None:
    """It is found by tables and weighed by a kernel: nothing may be lost or gained on the way."""
    typed = data.draw(st.sampled_from(forms) | st.sampled_from(forms).map(key) | french_word())
    asked = Asked.of(typed)
    related = {form: found for form in forms if (found := asked.relate(form)) and found[0] in relations}
    found = family(segment, typed, relations)
    assert weighed(found) == {form: weight for form, (_, weight) in related.items()}
    assert found.relations() == [related[form][0] for form in found.spell()]
    entries = segment.form_entries(found.lists.numbers)
    assert list(found.lists.body) == [number for entry in entries for number in entry.body]
    assert list(found.lists.title) == [number for entry in entries for number in entry.title]


@given(data=st.data())
def test_a_form_is_found_alone_as_it_is_typed(
    segment: Segment, forms: list[str], data: st.DataObject
) -> None:
    """Who asks for capitals gets a form, and no family."""
    typed = data.draw(st.sampled_from(forms) | st.sampled_from(forms).map(str.lower) | french_word())
    assert weighed(exact(segment, typed)) == dict.fromkeys({typed} & set(forms), 1.0)
    same = {form for form in forms if form.lower() == typed.lower()}
    assert weighed(as_typed(segment, typed)) == dict.fromkeys(same, 1.0)
