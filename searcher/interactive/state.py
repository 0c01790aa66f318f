"""The state: what is asked for at one moment, and how each key changes it.

In: a state, and what someone did. Out: another state; what to ask of the library for it, and the command that asks the
same of a terminal.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from searcher.library import query_or_all
from searcher.present.cleaning import clean_line
from searcher.search import Narrowing
from searcher.search.periods import Period

DAYS = "date"  # not a field, but narrowed like one
# What `s` goes through.
SORTS = ("relevance", "-date", "date", "source", "-length", "length")
_USUAL_INDEX = Path("index")
# Options of `searcher search` that are named after a field.
_OPTIONS = {
    "source": "--source",
    "lieu": "--place",
    "agence": "--agency",
    "auteur": "--author",
    "langue": "--lang",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value of a field that was chosen, or refused."""

    field: str  # as queries call it
    value: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """A period that was chosen."""

    period: str  # `2024`, `2024-07`
    first: date
    last: date  # included


@dataclass(frozen=True, slots=True)
class State:
    """What is asked for."""

    query: str = ""
    sort: str = "relevance"
    chosen: tuple[Chosen, ...] = ()  # in the order of choosing
    days: Days | None = None

    @property
    def asked(self) -> str:
        """The query; of an empty one all articles."""
        return query_or_all(self.query)

    @property
    def order(self) -> str:
        """What hits are sorted by: where nothing is looked for, nothing is more relevant than what is new."""
        return "-date" if self.sort == "relevance" and not self.query.strip() else self.sort

    @property
    def was_used(self) -> bool:
        """Whether anything is asked for."""
        return self != State()

    @property
    def narrowing(self) -> Narrowing:
        return self.narrowed_but_for("")

    def narrowed_but_for(self, field: str) -> Narrowing:
        """What else articles must be, but for one field, or `DAYS`: what else there is of it is to be told as well."""
        return Narrowing(
            since=self.days.first if self.days and field != DAYS else None,
            until=self.days.last if self.days and field != DAYS else None,
            only=_by_field(each for each in self.chosen if each.field != field and not each.refused),
            without=_by_field(each for each in self.chosen if each.field != field and each.refused),
        )


def _by_field(chosen: Iterable[Chosen]) -> dict[str, Sequence[str]]:
    values: dict[str, list[str]] = {}
    for each in chosen:
        values.setdefault(each.field, []).append(f"={each.value}")  # to the letter
    return dict(values)


# ---------------------------------------------------------------- what keys do


def typed(state: State, query: str) -> State:
    """Other words are asked for; what was chosen stays."""
    return replace(state, query=query)


def sorted_next(state: State) -> State:
    """The next order.

    >>> sorted_next(State("crue")).sort, sorted_next(State("")).sort
    ('-date', 'date')
    """
    return replace(state, sort=SORTS[(SORTS.index(state.order) + 1) % len(SORTS)])


def toggled(state: State, field: str, value: str, *, refused: bool = False) -> State:
    """Choose a value, or choose it no more.

    >>> toggled(toggled(State(), "source", "AFP"), "source", "AFP").chosen
    ()
    """
    wanted = Chosen(field, value, refused)
    kept = tuple(each for each in state.chosen if (each.field, each.value) != (field, value))
    return replace(state, chosen=kept if wanted in state.chosen else (*kept, wanted))


def dated(state: State, period: str) -> State:
    """Choose a year or a month, or choose it no more.

    >>> dated(State(), "2024-02").days
    Days(period='2024-02', first=datetime.date(2024, 2, 1), last=datetime.date(2024, 2, 29))
    """
    if state.days and state.days.period == period:
        # Of a month no more, its year is left.
        return replace(state, days=_days(period[:4]) if len(period) > 4 else None)
    return replace(state, days=_days(period))


def _days(period: str) -> Days:
    year, _, month = period.partition("-")
    day = date(int(year), int(month or 1), 1)
    by = Period.MONTH if month else Period.YEAR
    return Days(period, day, by.last(by.number(day)))


def cleared(state: State) -> State:
    """Nothing is chosen; the words stay."""
    return replace(state, chosen=(), days=None)


# ---------------------------------------------------------------- what it is on a terminal


def command_line(state: State, folder: Path = _USUAL_INDEX) -> str:
    """The command that finds the same.

    >>> command_line(toggled(State("« code du travail »"), "source", "Le Phare"))
    "searcher search --source '=Le Phare' '« code du travail »'"
    >>> command_line(toggled(State(), "lieu", "Valbrec"))
    "searcher search --place '=Valbrec'"
    """
    # What is chosen says enough.
    asked = _word(state.asked) if state.query.strip() or state.narrowing == Narrowing() else ()
    return _joined(["searcher", "search", *_options(state), *_where(folder), *asked])


def show_line(key: str, url: str = "", folder: Path = _USUAL_INDEX) -> str:
    """The command that shows an article, and where it is on the web.

    >>> show_line("2024-0410", "https://exemple.fr/410")
    'searcher show 2024-0410  # https://exemple.fr/410'
    """
    shown = _joined(["searcher", "show", *_where(folder), *_word(key)])
    return f"{shown}  # {clean_line(url)}" if url else shown


def _where(folder: Path) -> Sequence[str]:
    return () if folder == _USUAL_INDEX else ("--index", str(folder))


def _word(text: str) -> Sequence[str]:
    """An argument, which may look like an option."""
    return ("--", text) if text.startswith("-") else (text,)


def _options(state: State) -> Iterator[str]:
    if state.sort != "relevance":
        # One word: an order that begins with - would look like an option.
        yield f"--sort={state.sort}"
    for each in state.chosen:
        option = _OPTIONS.get(each.field)
        if option and not each.refused:
            yield from (option, f"={each.value}")
        else:
            yield from ("--not" if each.refused else "--only", f"{each.field}=={each.value}")
    if state.days:
        yield from ("--since", state.days.period, "--until", state.days.period)


def _joined(words: Iterable[str]) -> str:
    """A command line."""
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """A word for a shell, as someone would type it.

    >>> print(*map(_quoted, ("crue", "=AFP", "sommet d'Astana", "« l'eau »", "prix $ d'or")))
    crue '=AFP' "sommet d'Astana" "« l'eau »" 'prix $ d'"'"'or'
    """
    if "'" in word and not set('"$`\\!') & set(word):
        return f'"{word}"'
    # zsh takes a word that begins with = for a program.
    return f"'{word}'" if word.startswith("=") and shlex.quote(word) == word else shlex.quote(word)
