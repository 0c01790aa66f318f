"""What queries mean, from tables: a case is a line, and adding one needs no code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from searcher.query import And, Compound, Everything, Field, Not, Nothing, Or, Phrase, Published, Word, parse

HERE = Path(__file__).parent
TODAY = date(2024, 7, 10)


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("query", "canonical"), rows("queries.tsv"))
def test_a_query_means_its_canonical_form(query: str, canonical: str) -> None:
    """The table is the language as people know it."""
    assert str(parse(query, today=TODAY).tree) == canonical


@pytest.mark.parametrize("query", [row[0] for row in rows("queries.tsv")])
def test_what_is_understood_whole_has_no_warning(query: str) -> None:
    """Warnings that come without need are no longer read."""
    assert not parse(query, today=TODAY).warnings


@pytest.mark.parametrize(("query", "canonical", "warning"), rows("warnings.tsv"))
def test_what_is_not_understood_is_said_and_the_rest_is_understood(
    query: str, canonical: str, warning: str
) -> None:
    """An answer to another question than was asked, without a word, is a lie."""
    parsed = parse(query, today=TODAY)
    assert str(parsed.tree) == canonical
    assert any(warning in line for line in parsed.warnings), parsed.warnings


def test_the_tree_holds_what_its_canonical_form_does_not_show() -> None:
    """The search works on nodes, not on text."""
    tree = parse('titre:porte-parole "Le Monde" (climat OU -Énergie) depuis 2023', today=TODAY).tree
    assert tree == And(
        (
            Compound("porte-parole", "porteparole", ("porte", "parole"), Field.TITLE),
            Phrase(("le", "monde")),
            Or((Word("climat"), Not(Word("énergie")))),
            Published(date(2023, 1, 1), None),
        )
    )


def test_a_day_in_full_is_a_compound() -> None:
    """`3 juillet 2024` also finds 03/07/2024, by the form that stands for the day."""
    day, _ = parse("3\u00a0juillet\u202f2024", today=TODAY).tree.children
    assert day == Compound("3 juillet 2024", "2024-07-03", ("3", "juillet", "2024"))


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\u3000", "\t", "\n"])
def test_any_space_separates_words_and_pads_quotes(space: str) -> None:
    """Pasted French is full of spaces that look like the ordinary one."""
    typed = f"climat{space}OU{space}«{space}code du travail{space}»"
    assert str(parse(typed, today=TODAY).tree) == 'climat OU "code du travail"'


@pytest.mark.parametrize("apostrophe", "'’ʼ´`")
def test_an_apostrophe_is_never_a_quote(apostrophe: str) -> None:
    """In Whoosh's own syntax, `l'un et l'autre` would hold a quotation."""
    typed = f"l{apostrophe}école d{apostrophe}eau {apostrophe}loi{apostrophe}"
    assert str(parse(typed, today=TODAY).tree) == "école eau loi"


def test_decomposed_accents_and_invisible_marks_change_nothing() -> None:
    """macOS decomposes accents, web pages hyphenate softly: the words are the same."""
    assert parse("de\u0301cembre po\u00adlitique", today=TODAY) == parse("décembre politique", today=TODAY)


def test_a_letter_of_which_a_mark_has_the_capital_is_no_mark() -> None:
    """U+0345, below Greek letters, has the capital of iota: patterns that ignore case take one for the other."""
    assert str(parse("ιδέα \u0301crise", today=TODAY).tree) == "ιδέα crise"
    assert str(parse("ιστορι*", today=TODAY).tree) == "ιστορι*"


@pytest.mark.parametrize("query", ["", "   ", "!!!", "« »", "()", "\x00", "\ud800"])
def test_asking_nothing_finds_nothing_and_says_so(query: str) -> None:
    """An empty answer needs a reason."""
    parsed = parse(query, today=TODAY)
    assert parsed.tree == Nothing()
    assert "rien à chercher : il n'y a ni mot ni date" in parsed.warnings


def test_a_star_alone_is_everything() -> None:
    """Whoever wants to page through all articles can."""
    assert parse("*", today=TODAY).tree == Everything()


def test_no_control_character_reaches_who_reads_the_answer() -> None:
    """What was typed is shown on a terminal."""
    parsed = parse("http://a.fr/\x1b[31m date:\x1b[1m source\x07:x", today=TODAY)
    shown = parsed.understood + str(parsed.tree) + "".join(parsed.warnings)
    assert shown.isprintable()


def test_a_corpus_has_fields_of_its_own() -> None:
    """Metadata of any name can be searched, however its name is spelled; those of every corpus come first."""
    fields = ("rubrique", "Mots-clés", "source", "a b", "", "12")
    parsed = parse('RUBRIQUE:sport mots-cles:"loi pénale" source:AFP', today=TODAY, fields=fields)
    assert str(parsed.tree) == 'rubrique:"sport" Mots-clés:"loi pénale" source:"AFP"'
    assert not parsed.warnings
    assert parse("rubrique:sport", today=TODAY).tree == And((Word("rubrique"), Word("sport")))
    assert "Mots-clés:" in parse("mots-clefs:loi", today=TODAY, fields=fields).warnings[0]


def test_of_two_fields_that_differ_in_case_each_is_found_by_its_own_name() -> None:
    """Programs name fields as they like."""
    trees = [str(parse(f"{name}:a", today=TODAY, fields=("Tag", "tag")).tree) for name in ("Tag", "tag")]
    assert trees == ['Tag:"a"', 'tag:"a"']
