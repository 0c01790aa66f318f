"""Relations: which forms stand for the word typed, and how much they count."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import ACRONYMS, COMPOUNDS, OTHERS

from searcher.analysis import lexicon as lexicon_of_french
from searcher.analysis import relations
from searcher.analysis.derivation import class_of
from searcher.analysis.folding import key, letters_of_keys
from searcher.analysis.function_words import function_lines
from searcher.analysis.inflection import lemma
from searcher.analysis.lexicon import Lexicon
from searcher.analysis.relations import RELATIONS, Asked, Relation, relate, weight
from searcher.kernels import table

TABLES = [Path(__file__).with_name(name) for name in ("related_forms.tsv", "more_related_forms.tsv")]
EVIDENCE = Path(__file__).parents[3] / "shared" / "reference" / "french_classes.tsv"


def read_table(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith(("# ", "## "))]


PAIRS = [pair for path in TABLES for pair in read_table(path)]


@pytest.mark.parametrize(("asked", "form", "relation", "expected"), PAIRS)
def test_a_form_has_the_relation_that_the_table_says(
    asked: str, form: str, relation: str, expected: str
) -> None:
    """The table is what the project promises about French, one case a line."""
    found = relate(asked, form)
    assert found == (None if relation == "-" else (Relation(relation), float(expected)))
    assert weight(asked, form) == float(expected)


def test_the_table_covers_every_relation_many_times() -> None:
    """A relation without cases could vanish unnoticed."""
    relations = [relation for _, _, relation, _ in PAIRS]
    assert all(relations.count(relation) >= 10 for relation in [*Relation, "-"])
    assert len(relations) >= 150


def test_the_pairs_of_the_evidence_have_their_weights() -> None:
    """The weights were measured with these pairs: on them, rules and measurements must agree."""
    if not EVIDENCE.exists():
        pytest.skip("the evidence is not beside this repository")
    wrong = [
        (asked, form, expected, weight(asked, form))
        for asked, form, expected in read_table(EVIDENCE)
        if weight(asked, form) != float(expected)
    ]
    assert not wrong


# ------------------------------------------------------------------ words of the lexicon, near one another

LEXICON = Lexicon()
ROOTS = [
    "sale",
    "cote",
    "peche",
    "marche",
    "interne",
    "reforme",
    "election",
    "eleve",
    "general",
    "politique",
    "police",
    "regle",
    "vaccin",
    "chine",
    "francais",
    "paris",
    "cannes",
    "ile",
    "evenement",
    "acteur",
    "nouveau",
    "vendre",
    "pouvoir",
    "ete",
    "sur",
    "mur",
    "jeune",
    "cle",
    "oeil",
    "etat",
    "manifester",
]
ENDINGS = [
    "",
    "s",
    "e",
    "es",
    "r",
    "nt",
    "ment",
    "ation",
    "ations",
    "eur",
    "eurs",
    "euse",
    "ier",
    "iste",
    "aux",
    "ais",
]


@st.composite
def known_forms(draw: st.DrawFn) -> str:
    """A form of the lexicon that resembles one of a few words, or its key, in any case."""
    folded = draw(st.sampled_from(ROOTS)) + draw(st.sampled_from(ENDINGS))
    found = [entry.form for entry in LEXICON.members(folded)] or [folded]
    form = draw(st.sampled_from(found))
    return draw(st.sampled_from([form, form, folded, folded.upper(), form.upper()]))


@given(known_forms(), known_forms())
def test_whatever_matches_can_be_reached_by_key_lemma_or_class(typed: str, form: str) -> None:
    """The index finds candidates by these three tables alone: what they miss would never be weighed."""
    asked = Asked.of(typed)
    if asked.weigh(form) > 0:
        assert key(form) == asked.key or lemma(form) in asked.lemmas or class_of(form) in asked.classes


@given(known_forms())
def test_a_word_always_finds_itself_in_any_case(form: str) -> None:
    """Nothing outweighs what was typed."""
    assert weight(form, form) == weight(form, form.lower()) == weight(form.lower(), form) == 1


@given(known_forms(), known_forms())
def test_an_accent_that_is_not_typed_is_free(typed: str, form: str) -> None:
    """Typing a word without its accents must never lose what a spelling with the same key finds."""
    bare = key(typed)
    if key(form) == bare:
        assert weight(bare, form) > 0


MISTAKEN = [
    root
    for root in ROOTS
    if {entry.common for entry in LEXICON.members(root) if entry.form != root} == {True}
]


@given(st.sampled_from(MISTAKEN), st.data())
def test_a_typed_accent_never_finds_another_word_of_the_same_key(root: str, data: st.DataObject) -> None:
    """`salé` must not bring `sale`: no engine that folds before indexing can promise it."""
    same_key = LEXICON.members(root)
    typed = data.draw(st.sampled_from([entry for entry in same_key if entry.form != root and entry.common]))
    other = data.draw(st.sampled_from(same_key))
    if other.lemma != typed.lemma:
        assert relate(typed.form, other.form) is None
        assert relate(typed.form.upper(), other.form) is None


@given(known_forms(), known_forms())
def test_weights_fall_from_relation_to_relation(typed: str, form: str) -> None:
    """Explanations name the relation, ranking uses the weight: they must tell the same story."""
    found = relate(typed, form)
    if found is not None:
        expected = {"exact": 1.0, "key": 0.9, "other word": 0.6, "lemma": 0.5, "class": 0.25}
        assert found[1] == expected[found[0].value] == weight(typed, form)


# ------------------------------------------------------------------ many at once

ODD = [
    *OTHERS,
    *ACRONYMS,
    *COMPOUNDS,
    "ÿ",
    "Ÿ",
    "×",
    "ﬁnal",
    "x" * 300,
    "Été",
    "SALé",
    "élection\u0301",
    "dans",
    "DANS",
]


def of_root(root: str) -> list[str]:
    """The forms of the lexicon that begin as a word does, and their keys, in either case; and some odd ones."""
    forms = {root + ending: None for ending in ENDINGS}
    for folded in list(forms):
        forms.update({entry.form: None for entry in LEXICON.members(folded)})
    return [*forms, *map(str.upper, forms), *ODD]


@given(root=st.sampled_from(ROOTS), data=st.data())
@settings(max_examples=60)
def test_many_forms_weigh_what_each_does(load_kernel, root: str, data: st.DataObject) -> None:
    """A search weighs forms by a kernel that knows the lexicon alone; the rules are those above."""
    kernel = load_kernel("lookup")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(relations, "Weigher", kernel.Weigher)
        patched.setattr(relations, "Rules", kernel.Rules)
        patched.setattr(relations, "_rules", relations._rules.__wrapped__)
        patched.setattr(lexicon_of_french, "lookup", kernel)
        opened = lexicon_of_french.Lexicon()
        patched.setattr(relations, "lexicon", lambda: opened)
        typed = data.draw(st.sampled_from(of_root(root)) | known_forms())
        least = data.draw(st.sampled_from([0.6, 0.5, 0.25]))
        asked = relations._analyse.__wrapped__(typed)
        forms = data.draw(
            st.lists(st.sampled_from(of_root(root)) | known_forms() | st.just(typed), max_size=30)
        )
        ways, texts, expected = bytearray(), "", []
        for form in forms:
            folded = key(form)
            way = table.FIRST_KEY if folded == asked.key else table.OTHER_KEY
            if way == table.OTHER_KEY:
                way = data.draw(st.sampled_from([table.OTHER_KEY, table.LEMMA, table.CLASS]))
            ways.append(way)
            if way == table.LEMMA:
                expected.append(0.5 if least <= 0.5 else 0.0)
                continue
            texts += f"{form}\n{folded}\n"
            found = asked.relate_in_class(form, folded) if way == table.CLASS else asked.relate(form)
            expected.append(found[1] if found and found[1] >= least else 0.0)
        assert list(asked.weigh_all(bytes(ways), texts.encode(), least)) == expected


def test_words_of_french_are_weighed_without_being_looked_at_one_by_one() -> None:
    """What the kernel cannot tell is left to the rules in Python, which take fifty times as long."""
    untold = 0
    for root in ROOTS:
        forms = [entry.form for ending in ENDINGS for entry in LEXICON.members(root + ending)]
        texts = "".join(f"{form}\n{key(form)}\n" for form in forms).encode()
        ways = bytes(table.FIRST_KEY if key(form) == root else table.CLASS for form in forms)
        untold += LEXICON.weigh(Asked.of(root).weigher, ways, texts, 0.25)[1]
    assert untold == 0


def test_forms_without_their_keys_or_a_place_for_each_weight_are_refused(load_kernel) -> None:
    """A mistake of the caller must not become a read or a write outside a buffer."""
    kernel = load_kernel("lookup")
    data = Path(lexicon_of_french.PATH).read_bytes()
    words = kernel.Words(data, lexicon_of_french.HEADER.unpack_from(data)[2:])
    rules = kernel.Rules(function_lines(), letters_of_keys(), array("d", [0.0, *RELATIONS]))
    weigher = kernel.Weigher(b"cote", (b"", b"", b"", b""), (False, True, True, False), rules)
    room, one = bytearray(5 * kernel.LINE), array("d", [0.0])
    for ways, texts, wide, out, told in (
        (b"\1\1", b"cote\ncote\n", room, array("d", [0.0, 0.0]), "its key"),
        (b"\1", b"cote\ncote", room, one, "its key"),
        (b"\1", b"", room, one, "its key"),
        (b"\1", b"cote\ncote\n", room, array("d"), "too small"),
        (b"\1", b"cote\ncote\n", room[:-1], one, "too small"),
    ):
        with pytest.raises(ValueError, match=told):
            weigher.weigh(words, ways, texts, 0.25, wide, out)
    with pytest.raises(ValueError, match="weight is missing"):
        kernel.Rules(function_lines(), letters_of_keys(), array("d", [1.0]))
