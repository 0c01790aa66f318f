"""What stands on the screen says what was found, and fits it."""

from __future__ import annotations

import pytest

from searcher import Index
from searcher.interactive import showing
from searcher.interactive.asking import Advice, Found, Spread, ask
from searcher.interactive.lines import Line, Part, width_of
from searcher.interactive.state import State, dated, toggled


def said(lines: Line) -> str:
    return "".join(piece.text for piece in lines)


def answers(index: Index, state: State) -> tuple[Found, Spread, Advice | None]:
    given = list(ask(index, state))
    found = next(answer for answer in given if isinstance(answer, Found))
    spread = next(answer for answer in given if isinstance(answer, Spread))
    return found, spread, next((answer for answer in given if isinstance(answer, Advice)), None)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize(
    "query", ["", "crue", "barrage", "Valbrik ", "titre:", "réforme retraites code du travail crue"]
)
def test_every_line_fits_its_place(index: Index, query: str, width: int) -> None:
    """A line that is too long would break the screen."""
    state = State(query)
    found, spread, advice = answers(index, state)
    lines = [showing.status_line(state, found, width), *showing.note_lines(found, advice, width, 9)]
    lines += [
        line
        for hit in found.results
        for height in (1, 2)
        for line in showing.hit_lines(hit, None, width, height)
    ]
    lines += [showing.row_line(row, width) for row in showing.facet_rows(state, spread)]
    for height in (1, 3):
        lines += showing.sparkline(state, spread.timeline, width, height).lines
    lines += [
        showing.keys_line(keys, width)
        for keys in (showing.QUERY_KEYS, showing.LIST_KEYS, showing.FACET_KEYS, showing.ARTICLE_KEYS)
    ]
    if advice:
        lines += [showing.proposal_line(each, width) for each in showing.proposals(advice)]
    if width >= 40:
        lines += showing.help_lines(width)
    assert [said(line) for line in lines if width_of(line) > width] == []


@pytest.mark.parametrize(
    "keys", [showing.QUERY_KEYS, showing.LIST_KEYS, showing.FACET_KEYS, showing.ARTICLE_KEYS]
)
def test_all_keys_are_told_on_a_small_terminal(keys: showing.Keys) -> None:
    """What is cut off is a key that nobody finds."""
    assert "…" not in said(showing.keys_line(keys, 80))


def test_the_status_says_how_the_query_was_read_and_what_it_found(index: Index) -> None:
    """Exactly, as everywhere else."""
    state = toggled(State("crue depuis 2024"), "source", "AFP")
    found, _, _ = answers(index, state)
    line = said(showing.status_line(state, found, 120))
    assert line.startswith("crue · source : exactement « AFP » · depuis le 1er janvier 2024")
    assert " 10 articles · " in line
    everything, _, _ = answers(index, State())
    assert said(showing.status_line(State(), everything, 120)).startswith(
        "Tous les articles · du plus récent"
    )


def test_a_word_that_is_no_word_yet_is_told(index: Index) -> None:
    """What is searched instead of what was typed is never hidden."""
    state = State("la Valbr")
    found, _, advice = answers(index, state)
    (note,) = showing.note_lines(found, advice, 100, 2)
    assert said(note) == "« Valbr » n'est encore aucun mot : voici ce qui commence ainsi."


def test_what_was_not_understood_is_a_warning(index: Index) -> None:
    """As on the command line."""
    found, _, advice = answers(index, State("crue ("))
    (note,) = showing.note_lines(found, advice, 100, 2)
    assert note[0].part is Part.WARNING


def test_facets_are_years_then_fields_with_what_is_chosen_first(index: Index) -> None:
    """Counts are exact; a month is told under its year; what says nothing of the articles is left out."""
    state = dated(toggled(State("crue"), "source", "AFP", refused=True), "2024")
    _, spread, _ = answers(index, state)
    rows = showing.facet_rows(state, spread)
    assert [(row.said, row.count, row.part) for row in rows[:3]] == [
        ("Année", 0, Part.HEADING),
        ("2024", 20, Part.CHOSEN),
        ("  févr.", 5, Part.TEXT),
    ]
    at = [row.said for row in rows].index("Source")
    assert [(row.value, row.count, row.part) for row in rows[at + 1 : at + 3]] == [
        ("AFP", 10, Part.REFUSED),
        ("Le Phare", 20, Part.TEXT),
    ]
    # All are of Valbrec.
    assert "Lieu" not in [row.said for row in rows]


def test_a_bar_is_clicked_where_it_stands(index: Index) -> None:
    """Each cell of the timeline is of one period, and of the one that it shows."""
    _, spread, _ = answers(index, State("crue"))
    drawn = showing.sparkline(State("crue"), spread.timeline, 120, 1)
    assert len(drawn.columns) == 24
    assert sum(column.articles for column in drawn.columns) == 60
    assert drawn.at(drawn.start) == "2023-01" == drawn.columns[0].period
    assert drawn.at(drawn.start + drawn.cells * 24 - 1) == "2024-12"
    assert drawn.at(0) == drawn.at(drawn.start + drawn.cells * 24) == ""
    narrow = showing.sparkline(State("crue"), spread.timeline, 40, 1)
    assert [column.period for column in narrow.columns] == ["2023", "2024"]


def test_nothing_of_a_corpus_is_obeyed_by_the_screen(index: Index) -> None:
    """Titles and values are shown as the text that they are."""
    found, _, _ = answers(index, State("barrage"))
    (line,) = showing.hit_lines(found.results.hits[0], None, 80, 1)
    assert said(line).startswith("Le barrage [/bold] ␛[31m")
