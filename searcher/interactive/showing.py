"""Showing: what stands on the screen for what was asked and answered, in French.

In: a state and answers. Out: lines of pieces, and rows that can be chosen; all text of a corpus in them is cleaned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from searcher.interactive.asking import Advice, Found, Spread
from searcher.interactive.lines import Line, Part, Piece, apart, cropped, marked_line, width_of
from searcher.interactive.state import Chosen, State
from searcher.present.answers import diagnosis_groups, suggestion_lines
from searcher.present.cleaning import clean_line
from searcher.present.folding import fold
from searcher.present.french import MONTHS, say_date, say_field, say_number
from searcher.present.marking import title_marks
from searcher.present.page import UNTITLED, is_cut, say_counts
from searcher.present.passages import Passage
from searcher.search import Hit
from searcher.search.timeline import Timeline

_FEW = 6  # values of a field that are shown at first
_MANY = 200  # and when more are asked for
_ROOMY = 60  # cells of a list that has room for sources
_LABELS = 24  # cells that what begins and ends a timeline takes, at most
_EIGHTHS = " ▁▂▃▄▅▆▇█"


# ---------------------------------------------------------------- what was understood


def status_line(state: State, found: Found | None, width: int) -> Line:
    """How the query was understood, and how much it found."""
    if found is None:
        return (Piece("…", Part.QUIET),)
    results = found.results
    said = clean_line(results.understood)
    return apart(
        (Piece(said[:1].upper() + said[1:] if not state.query.strip() else said),),
        (Piece(say_counts(results), Part.QUIET),),
        width,
    )


def note_lines(found: Found | None, advice: Advice | None, width: int, most: int) -> list[Line]:
    """What is to be said of the query: what of it was not understood, and what may have been meant."""
    notes: list[Line] = []
    if found and found.going_on:
        notes.append(
            (
                Piece(
                    f"« {_last_word(found.state.query)} » n'est encore aucun mot : voici ce qui commence ainsi.",
                    Part.QUIET,
                ),
            )
        )
    if advice and advice.results.total:
        for line in suggestion_lines(advice.results)[:1]:
            notes.append(
                (
                    Piece(clean_line(line.said) + " ", Part.QUIET),
                    Piece(clean_line(line.query)),
                    Piece("  F4", Part.KEY),
                )
            )
    if found:
        notes += [(Piece(clean_line(warning), Part.WARNING),) for warning in found.results.warnings]
    return [cropped(note, width) for note in notes[:most]]


def _last_word(query: str) -> str:
    return clean_line(query.split()[-1])


# ---------------------------------------------------------------- hits


def hit_lines(hit: Hit, passage: Passage | None, width: int, height: int) -> list[Line]:
    """A hit in the list: its title and date, then, if there is room, where it matches."""
    article = hit.article
    title = marked_line(article.title or UNTITLED, title_marks(hit), 0, Part.TITLE, Part.TITLE_MARK)
    published = say_date(article.published) if article.published else "sans date"
    lines = [apart(title, (Piece(published, Part.QUIET),), width)]
    if height > 1:
        about = (
            clean_line(" · ".join(filter(None, (article.source, article.place)))) if width >= _ROOMY else ""
        )
        about = cropped((Piece(about, Part.QUIET),), max(8, width // 4))[0].text if about else ""
        text: Line = (Piece(f"  {about} " if about else "  ", Part.QUIET),)
        if passage:
            before, _ = is_cut(article, passage)
            text += (Piece("… " if before else "", Part.TEXT),)
            text += marked_line(passage.text, passage.marks, passage.start, Part.TEXT, Part.MARK)
        lines.append(cropped(text, width))
    return lines


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line about a query that found nothing; with a query to ask instead, where there is one."""

    said: str
    query: str = ""


def proposals(advice: Advice) -> list[Proposal]:
    """Why nothing was found, and what would be."""
    lines = [Proposal("Aucun article.")]
    for group in diagnosis_groups(advice.results):
        lines.append(Proposal(""))
        lines += [Proposal(clean_line(line.said), line.query) for line in group]
    return lines


def proposal_line(proposal: Proposal, width: int) -> Line:
    said = Piece(proposal.said, Part.TEXT)
    if not proposal.query:
        return cropped((said,), width)
    return cropped((said, Piece(f" {clean_line(proposal.query)}", Part.TITLE)), width)


def say_occurrences(count: int, here: int) -> str:
    """How often an article matches; which occurrence is looked at, from 0, where one is.

    >>> say_occurrences(7, 2), say_occurrences(7, -1), say_occurrences(0, -1)
    ('occurrence 3 sur 7', '7 occurrences', '')
    """
    if not count or here < 0:
        return f"{say_number(count)} occurrence{'s' if count > 1 else ''}" if count else ""
    return f"occurrence {say_number(here + 1)} sur {say_number(count)}"


# ---------------------------------------------------------------- facets


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the panel of facets: a heading, a value with its count, or the rest of them."""

    field: str  # `date` of periods
    value: str = ""  # empty of a heading
    count: int = 0
    said: str = ""
    part: Part = Part.TEXT
    more: bool = False  # stands for those that are not shown

    @property
    def can_be_chosen(self) -> bool:
        return bool(self.value) or self.more


def facet_rows(state: State, spread: Spread | None, opened: Collection[str] = ()) -> list[Row]:
    """All lines of the panel.

    Args:
        opened: the fields whose values are wanted, all of them.
    """
    if spread is None:
        return []
    return _facet_rows(state, spread, opened) or [Row("", said="Rien à filtrer.", part=Part.QUIET)]


def _facet_rows(state: State, spread: Spread, opened: Collection[str]) -> list[Row]:
    rows = list(_period_rows(state, spread.timeline, opened))
    for name, facets in spread.facets.items():
        chosen = {each.value: each for each in state.chosen if each.field == name}
        if not chosen and _says_nothing(facets.values, facets.total):
            continue
        heading = clean_line(say_field(name))
        rows.append(Row(name, said=heading[:1].upper() + heading[1:], part=Part.HEADING))
        counts = dict(facets.values)
        values = [*chosen, *(value for value in counts if value not in chosen)]
        shown = values[: max(len(chosen), _MANY if name in opened else _FEW)]
        rows += [
            Row(name, value, counts.get(value, 0), clean_line(value), _part(chosen.get(value)))
            for value in shown
        ]
        if len(shown) < len(values):
            rows.append(_rest(name, len(values) - len(shown)))
    return rows


def _rest(field: str, count: int) -> Row:
    """Stands for the values of a field that are not shown."""
    said = f"et {say_number(count)} autre{'s' if count > 1 else ''} …"
    return Row(field, said=said, part=Part.QUIET, more=True)


def _says_nothing(values: Sequence[tuple[str, int]], total: int) -> bool:
    """Whether each article has another value, as an address, or all have the same one."""
    return values[0][1] == 1 or (len(values) == 1 and values[0][1] == total)


def _part(chosen: Chosen | None) -> Part:
    if chosen is None:
        return Part.TEXT
    return Part.REFUSED if chosen.refused else Part.CHOSEN


def _period_rows(state: State, timeline: Timeline, opened: Collection[str]) -> Iterator[Row]:
    years: Counter[str] = Counter()
    months: Counter[str] = Counter()
    for bar in timeline.bars:
        if bar.first and bar.articles:
            years[f"{bar.first.year}"] += bar.articles
            months[bar.period] += bar.articles
    if len(years) + len(months) < 3 and not state.days:
        return
    yield Row("date", said="Année", part=Part.HEADING)
    chosen = state.days.period if state.days else ""
    recent = sorted(years, reverse=True)
    shown = recent[: _MANY if "date" in opened else _FEW]
    if chosen and chosen[:4] not in shown:
        shown.append(chosen[:4])
    for year in shown:
        yield Row("date", year, years[year], year, Part.CHOSEN if year == chosen[:4] else Part.TEXT)
        if year == chosen[:4]:
            for month in sorted(month for month in months if month.startswith(year)):
                said = f"  {MONTHS[int(month[5:]) - 1]}"
                yield Row("date", month, months[month], said, Part.CHOSEN if month == chosen else Part.TEXT)
    if len(recent) > len(shown):
        yield _rest("date", len(recent) - len(shown))


def row_line(row: Row, width: int) -> Line:
    """A line of the panel of facets."""
    if not row.can_be_chosen or row.more:
        return cropped((Piece("   " * row.more + row.said, row.part),), width)
    sign = {Part.CHOSEN: " ✓ ", Part.REFUSED: " ✗ "}.get(row.part, "   ")
    count = Piece(say_number(row.count), Part.QUIET)
    return apart((Piece(sign + row.said, row.part),), (count,), width, least=1)


# ---------------------------------------------------------------- timeline


@dataclass(frozen=True, slots=True)
class Column:
    """One bar of the timeline: some months that follow each other."""

    period: str  # `2024-07`, or the year of it
    articles: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A timeline on one line, or a few."""

    columns: tuple[Column, ...]
    cells: int = 1  # of each column
    lines: tuple[Line, ...] = field(default=())
    start: int = 0  # cells before the first column

    def at(self, x: int) -> str:
        """The period at a place of a line; empty where there is none."""
        number = (x - self.start) // self.cells if x >= self.start else -1
        return self.columns[number].period if 0 <= number < len(self.columns) else ""


def sparkline(state: State, timeline: Timeline | None, width: int, height: int) -> Sparkline:
    """Draw what was found over time, from its first month to its last: months if there is room, else years."""
    counts: Counter[int] = Counter()
    for bar in timeline.bars if timeline else ():
        if bar.first and bar.articles:
            counts[12 * bar.first.year + bar.first.month - 1] += bar.articles
    if len(counts) < 2:
        return Sparkline(())  # there is nothing to compare
    first, last = min(counts), max(counts)
    room = max(1, width - _LABELS)
    by_year = last - first + 1 > room
    columns = _columns(state, counts, by_year=by_year)
    skipped = max(0, len(columns) - room)  # the oldest, where there are more years than cells
    columns = columns[skipped:]
    cells = max(1, min(4, room // len(columns)))
    most = max(column.articles for column in columns)
    begin = f"{_said(columns[0].period)} "
    highest = max(columns, key=lambda column: column.articles)
    peak = (
        f" · au plus haut : {_said(highest.period)} ({say_number(highest.articles)})"
        if len(columns) > 1
        else ""
    )
    lines = [
        (
            Piece(begin if level == height - 1 else " " * len(begin), Part.QUIET),
            *(
                Piece(
                    _block(column.articles, most, height, height - 1 - level) * cells,
                    Part.CHOSEN if column.chosen else Part.BAR,
                )
                for column in columns
            ),
            Piece(f" {_said(columns[-1].period)}" if level == height - 1 else "", Part.QUIET),
            Piece(peak if level == height - 1 else "", Part.QUIET),
        )
        for level in range(height)
    ]
    drawn = tuple(line if width_of(line) <= width else line[:-1] for line in lines)
    return Sparkline(tuple(columns), cells, drawn, len(begin))


def _columns(state: State, counts: Counter[int], *, by_year: bool) -> list[Column]:
    chosen = state.days.period if state.days else None
    first, last = min(counts), max(counts)
    if by_year:
        years: Counter[int] = Counter()
        for month, articles in counts.items():
            years[month // 12] += articles
        return [
            Column(f"{year:04d}", years[year], chosen is not None and chosen[:4] == f"{year:04d}")
            for year in range(first // 12, last // 12 + 1)
        ]
    periods = ((f"{month // 12:04d}-{month % 12 + 1:02d}", counts[month]) for month in range(first, last + 1))
    return [
        Column(period, count, chosen is not None and period.startswith(chosen)) for period, count in periods
    ]


def _block(articles: int, most: int, height: int, level: int) -> str:
    """The part of a bar that stands on one line, the lowest being 0. What is not nothing is seen."""
    eighths = max(1, round(8 * height * articles / most)) if articles else 0
    return _EIGHTHS[max(0, min(8, eighths - 8 * level))]


def _said(period: str) -> str:
    year, _, month = period.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month else year


# ---------------------------------------------------------------- keys

Keys = Sequence[tuple[str, str]]

QUERY_KEYS: Keys = (
    ("↓", "résultats"),
    ("Tab", "compléter"),
    ("F2", "trier"),
    ("F3", "filtres"),
    ("F1", "aide"),
    ("Échap", "quitter"),
)
LIST_KEYS: Keys = (
    ("Entrée", "ouvrir"),
    ("n p", "occurrences"),
    ("s", "trier"),
    ("f", "filtres"),
    ("o", "noter"),
    ("/", "requête"),
    ("?", "aide"),
)
FACET_KEYS: Keys = (
    ("Entrée", "choisir"),
    ("x", "écarter"),
    ("c", "tout effacer"),
    ("/", "requête"),
    ("?", "aide"),
    ("Échap", "retour"),
)
ARTICLE_KEYS: Keys = (
    ("n p", "occurrences"),
    ("← →", "article"),
    ("Espace", "suite"),
    ("o", "noter"),
    ("?", "aide"),
    ("Échap", "retour"),
)


def keys_line(keys: Keys, width: int) -> Line:
    """The keys that do something here."""
    line: list[Piece] = []
    for key, meaning in keys:
        line += [Piece(f" {key} ", Part.KEY), Piece(f"{meaning} ", Part.QUIET)]
    return cropped(tuple(line), width)


def help_lines(width: int) -> Iterator[Line]:
    """The page of help."""
    for title, keys in _HELP:
        yield (Piece(title, Part.HEADING),)
        for key, meaning in keys:
            start = f"  {key:<17} "
            first, *others = fold(meaning, max(10, width - len(start)))
            yield (Piece(start, Part.KEY), Piece(meaning[slice(*first)]))
            for each in others:
                yield (Piece(" " * len(start) + meaning[slice(*each)]),)
        yield ()


_HELP = (
    (
        "Chercher",
        (
            ("élections", "le mot dans toutes ses formes ; un accent tapé est exigé"),
            ('« … »  "…"', 'l\'expression exacte ; ~"…" à toutes les formes'),
            ("OU SAUF ( )", "l'un ou l'autre, sans, grouper"),
            ("titre:budget", "dans le titre ; source: lieu: auteur: date: de même"),
            ("depuis juin 2024", "les dates se disent en français"),
            ("électr*", "ce qui commence ainsi ; toute la langue : searcher help query"),
        ),
    ),
    (
        "Dans la requête",
        (
            ("Tab →", "compléter le mot proposé en gris"),
            ("↓ Entrée", "aller aux résultats"),
            ("Échap Ctrl-Q", "quitter ; la commande équivalente est écrite en sortant"),
        ),
    ),
    (
        "Partout",
        (
            ("/", "revenir à la requête"),
            ("F2 ou s", "changer d'ordre : pertinence, date, source, longueur"),
            ("F3 ou f", "aller aux filtres : Entrée choisit, x écarte, c efface tout"),
            ("F5 ou r", "relire l'index ; c'est annoncé quand il a changé"),
            ("souris", "tout se clique : articles, filtres, barres de la frise"),
        ),
    ),
    (
        "Dans les résultats et les articles",
        (
            ("↑ ↓ PgSuiv Fin", "se déplacer"),
            ("Entrée", "ouvrir l'article en entier ; Échap le referme"),
            ("n p", "occurrence suivante, précédente"),
            ("← →", "article précédent, suivant, quand il est ouvert"),
            ("o", "noter l'article : son adresse ou sa clé est copiée, et écrite en sortant"),
            ("F4 ou v", "chercher ce qui est proposé par « Vouliez-vous dire »"),
        ),
    ),
)
