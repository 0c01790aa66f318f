"""Narrowing: the options that say which articles are looked at, the same for each command that asks a query.

In: what was typed. Out: a narrowing; or an error, where a day is none, or a field has no value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from searcher.search import Narrowing

_Command = TypeVar("_Command", bound=Callable[..., object])

NARROWING_HELP = """\
--since and --until take days, months and years: 2024-06-15, 2024-06, 2024, "15 juin 2024", "juin 2024", hier,
"la semaine dernière". An article of which the month alone is known may be of any day of it.

--source, --place … may be repeated: one of the values suffices. They mean what source:… means in a query: words
in any case, accents free unless typed, * and ? for letters, to the letter behind = (--source "=Le Monde").
--only and --not name any field, those of the corpus too: --only rubrique=sport --not source=AFP."""

# The options of fields that every corpus may have, and what each asks.
_FIELDS = {
    "source": "Only articles of this source.",
    "place": "Only articles written in this place.",
    "lang": "Only articles in this language: fr, fr-CA.",
    "agency": "Only articles of this news agency.",
    "author": "Only articles of this author.",
}


def narrowing_options(command: _Command) -> _Command:
    """`--since --until --source --place --lang --agency --author --only --not`"""
    options = [
        click.option("--since", metavar="DATE", help="Only articles of this day, month or year, or later."),
        click.option("--until", metavar="DATE", help="Only articles of this day, month or year, or earlier."),
        *(
            click.option(f"--{name}", multiple=True, metavar="VALUE", help=said)
            for name, said in _FIELDS.items()
        ),
        click.option(
            "--only", multiple=True, metavar="NAME=VALUE", help="Only articles with this value of any field."
        ),
        click.option(
            "--not", "without", multiple=True, metavar="NAME=VALUE", help="No articles with this value."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def today_option(command: _Command) -> _Command:
    """`--today`"""
    return click.option(
        "--today",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="YYYY-MM-DD",
        help="The day that `hier` is the day before.  [default: the real one]",
    )(command)


def sort_option(command: _Command) -> _Command:
    """`--sort`"""
    return click.option(
        "--sort",
        metavar="ORDER",
        default="relevance",
        show_default=True,
        callback=_check_order,
        help="relevance, date (oldest first), source or length (longest first); -date … the other way round.",
    )(command)


def _check_order(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if context.resilient_parsing:  # a shell that wants a word completed waits, and will not have it sorted
        return value
    from searcher.search.sorting import ORDERS  # only here: help needs no search

    if value.removeprefix("-") not in ORDERS:
        raise click.BadParameter(
            f"{value!r} is not one of {', '.join(ORDERS)}, or one of them behind -", context, parameter
        )
    return value


def read_day(today: datetime | None) -> date:
    """The day that a query is asked on."""
    return today.date() if today else date.today()


def read_narrowing(given: Mapping[str, Any], today: date) -> Narrowing:
    """What the options say.

    Args:
        given: what `narrowing_options` were given.
        today: the day that `hier` is the day before.
    """
    from searcher.search import Narrowing  # only here: a mistyped option should be told at once

    only = {name: given[name] for name in _FIELDS if given[name]}
    for name, values in _pairs("--only", given["only"]).items():
        only[name] = (*only.get(name, ()), *values)
    since, until = _since(given["since"], today), _until(given["until"], today)
    if since and until and since > until:
        raise click.BadParameter(f"it is before --since, {since}", param_hint="--until")
    return Narrowing(since, until, only, _pairs("--not", given["without"]))


def is_narrowed(given: Mapping[str, Any]) -> bool:
    """Whether any of the options was given a value."""
    return any(given[name] for name in ("since", "until", *_FIELDS, "only", "without"))


def _since(text: str | None, today: date) -> date | None:
    return _days("--since", text, today)[0] if text is not None else None


def _until(text: str | None, today: date) -> date | None:
    return _days("--until", text, today)[1] if text is not None else None


def _days(option: str, text: str, today: date) -> tuple[date, date]:
    from searcher.query.dates import read_field  # as above

    days = read_field(" ".join(text.split()), today)
    if not days or not days.first or not days.last:
        raise click.BadParameter(
            f"{text!r} is no day, month or year, such as 2024-06-15, 2024-06, 2024, 'juin 2024' or hier",
            param_hint=option,
        )
    return days.first, days.last


def _pairs(option: str, typed: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in typed:
        name, sign, value = each.partition("=" if "=" in each else ":")
        if not (name.strip() and sign and value.strip()):
            raise click.BadParameter(f"{each!r} is not NAME=VALUE, such as source=AFP", param_hint=option)
        found[name.strip()] = (*found.get(name.strip(), ()), value)
    return found
