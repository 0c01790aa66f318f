"""What is marked is the word itself at its own place, for every case of the tables, through a real index."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from searcher import Article, build_index
from searcher.analysis import cut, parts_of
from searcher.analysis.relations import relate
from searcher.index import Snapshot, open_snapshot
from searcher.present import passages
from searcher.present.marking import Mark, Match, find_matches, merge_marks
from searcher.query import Field, Word
from searcher.search import search

ANALYSIS = Path(__file__).parents[1] / "analysis"
# A word that nothing in the tables is related to.
ELSE = "zwq"
TODAY = date(2024, 7, 10)


def rows(*names: str) -> list[list[str]]:
    """The cases of tables, their escapes resolved."""
    lines = [line for name in names for line in (ANALYSIS / name).read_text(encoding="utf-8").splitlines()]
    return [
        [
            re.sub(
                r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})", lambda found: chr(int(found[1] or found[2], 16)), cell
            )
            for cell in line.split("\t")
        ]
        for line in lines
        if line and not line.startswith(("# ", "##"))
    ]


def found_marks(snapshot: Snapshot, form: str) -> dict[str, tuple[Mark, ...]]:
    """What is marked in each article that a word finds, by key. Passages mark nothing else."""
    marks = {}
    for hit in search(snapshot, str(Word(form)), limit=10_000, today=TODAY):
        body = hit.article.body
        marks[hit.article.key] = merge_marks(find_matches(body, cut(body), hit.patterns, Field.BODY))
        shown = [mark for passage in passages(hit) for mark in passage.marks]
        assert set(shown) <= set(marks[hit.article.key])
    return marks


# ------------------------------------------------------------------ the cases of cutting

CASES = rows("cutting_cases.tsv")
BEFORE = f"{ELSE}\n"


def cases_marked(form: str) -> dict[str, tuple[Mark, ...]]:
    """What a word should mark in each case: the places, as the table says, of the forms it stands for."""
    marks = {}
    for number, (_, forms, spans, _) in enumerate(CASES):
        places = [
            tuple(len(BEFORE) + int(at) for at in span.split("-"))
            for written, span in zip(forms.split(), spans.split(), strict=True)
            if relate(form, written.removeprefix("+"))
        ]
        if places:
            marks[str(number)] = merge_marks(Match(start, end, 0, 0) for start, end in sorted(places))
    return marks


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """An index that has an article for each case."""
    folder = tmp_path_factory.mktemp("cases")
    build_index(
        folder,
        [
            Article(key=str(number), title="", body=f"{BEFORE}{text}\n{ELSE}")
            for number, (text, *_) in enumerate(CASES)
        ],
    )
    return open_snapshot(folder)


FORMS = {form.removeprefix("+") for _, forms, _, _ in CASES for form in forms.split()}
# What has parts is looked for as a row of them as well: the table of cutting does not say where those stand.
WHOLE = sorted(form for form in FORMS if not parts_of(form))


@pytest.mark.parametrize("form", WHOLE)
def test_a_form_marks_the_characters_that_the_table_of_cutting_says(cases: Snapshot, form: str) -> None:
    """In no case is it the clitic, in no case shifted, in no case forgotten."""
    assert found_marks(cases, form) == cases_marked(form)


# ------------------------------------------------------------------ the pairs of words

PAIRS = rows("related_forms.tsv", "more_related_forms.tsv")
VOWELS = "aàâeéèêiîoôuûœæhAÀÂEÉÈÊIÎOÔUÛŒÆH"


def typographies(form: str) -> Iterator[tuple[str, str, str]]:
    """Ways to print a word: what stands before it, it, what stands after it."""
    decomposed = unicodedata.normalize("NFD", form)
    for written in dict.fromkeys((form, decomposed)):
        yield "", written, ""
        yield "« ", written, "\u00a0»"
        yield "(", written, "),"
    if not form.isalpha():
        return
    yield "", form.capitalize() if form.islower() else form, "."
    yield "", f"{form[0]}\u00ad{form[1:]}", " "
    yield f"{ELSE}-", decomposed, ""
    yield f"{ELSE}\u2011", form, ""
    if form[0] in VOWELS:
        for clitic in ("l'", "d’", "Lʼ", "qu’", "jusqu'", f"{ELSE}-d’", "«\u00a0l’", "communeL'", "l'\u00ad"):
            yield clitic, form, ""
        yield "l’", decomposed, ""


def printed(ways: Iterable[tuple[str, str, str]]) -> tuple[str, tuple[Mark, ...]]:
    """A text of one line a way, and where the word stands on each."""
    text = ""
    marks = []
    for before, written, after in ways:
        text += f"{ELSE} {before}"
        marks.append((len(text), len(text) + len(written)))
        text += f"{written}{after} {ELSE}\n"
    return text, tuple(marks)


# Typed or printed, they are more words than one, or another spelling.
NOT_ONE_WORD = {"#metoo", "vingt-et-unième", "1e", "2e", "21e"}
ARTICLES = {form: printed(typographies(form)) for _, form, _, _ in PAIRS if form not in NOT_ONE_WORD}
# Without its accents a word may be another one: capitals are for the pairs that match.
CAPITALS = {
    form: printed([("", form.upper(), ""), ("L’", form.upper(), ",")][: 1 + (form[0] in VOWELS)])
    for form in ARTICLES
    if form.isalpha() and len(form) > 1
}


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """An index that has an article for each word of the pairs, printed in many ways, and one for its capitals."""
    folder = tmp_path_factory.mktemp("pairs")
    articles = [Article(key=form, title="", body=text) for form, (text, _) in ARTICLES.items()]
    articles += [Article(key=f"capitals {form}", title="", body=text) for form, (text, _) in CAPITALS.items()]
    build_index(folder, articles)
    return open_snapshot(folder)


@pytest.mark.parametrize(
    ("asked", "form"),
    [(asked, form) for asked, form, _, weight in PAIRS if weight != "0" and form in ARTICLES],
)
def test_a_word_marks_its_relations_however_they_are_printed(pairs: Snapshot, asked: str, form: str) -> None:
    """Who sees `l’<b>École</b>` marked for `ecoles` learns that the engine read what he meant."""
    marks = found_marks(pairs, asked)
    assert marks[form] == ARTICLES[form][1]
    if form in CAPITALS:
        assert marks[f"capitals {form}"] == CAPITALS[form][1]


@pytest.mark.parametrize(
    ("asked", "form"),
    [(asked, form) for asked, form, _, weight in PAIRS if weight == "0" and form in ARTICLES],
)
def test_what_is_no_relation_is_neither_found_nor_marked(pairs: Snapshot, asked: str, form: str) -> None:
    """One false mark makes a reader doubt all others."""
    results = search(pairs, str(Word(asked)), limit=10_000, today=TODAY)
    assert form not in {hit.article.key for hit in results}
    patterns = results.hits[0].patterns if results else ()
    body = ARTICLES[form][0]
    assert find_matches(body, cut(body), patterns, Field.BODY) == []
