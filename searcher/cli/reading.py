"""Options of the commands that read a corpus: what its names mean, and how large what is in it may be.

In: what was typed. Out: the limits that all readers keep.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from searcher.corpus import (
    HIGHEST_RATIO,
    LARGEST_ARTICLE,
    LARGEST_DOCUMENT,
    LARGEST_FILE,
    MOST_LAYERS,
    MOST_MEMBERS,
    Limits,
    field_of,
)
from searcher.index.articles import LARGEST_STORED

MEGABYTE = 1_000_000
_MOST_LAYERS_EVER = 10  # each is a call in a call


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--map`, `--largest-article` and the other limits, given to the command as `limits`."""

    @wraps(command)
    def with_limits(
        *arguments: Any,
        names: tuple[tuple[str, str], ...],
        largest_article: float,
        largest_file: float,
        largest_document: float,
        highest_ratio: int,
        most_members: int,
        most_layers: int,
        **options: Any,
    ) -> Any:
        limits = Limits(
            article=round(largest_article * MEGABYTE),
            file=round(largest_file * MEGABYTE),
            document=round(largest_document * MEGABYTE),
            ratio=highest_ratio,
            members=most_members,
            layers=most_layers,
            names=names,
        )
        return command(*arguments, limits=limits, **options)

    for option in reversed(_OPTIONS):
        with_limits = option(with_limits)
    return with_limits


def _read_names(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Read `title=titre`: a field under any of its names, and the name that stands for it here."""
    names = []
    for value in values:
        known, equals, name = (part.strip() for part in value.partition("="))
        field = field_of(known)
        if not equals or not name:
            raise click.BadParameter(f"{value!r} is not FIELD=NAME, as title=titre", context, parameter)
        if not field:
            raise click.BadParameter(
                f"{known!r} is none of id, title, text, date, source, agency, place, author, language, url",
                context,
                parameter,
            )
        names.append((field, name))
    if len({field for field, _ in names}) < len(names):
        raise click.BadParameter("a field has one name", context, parameter)
    return tuple(names)


def _megabytes(name: str, default: int, most: float | None, text: str) -> Callable[[Any], Any]:
    return click.option(
        name,
        type=click.FloatRange(0, most, min_open=True),
        default=default / MEGABYTE,
        show_default=True,
        metavar="MB",
        help=text,
    )


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--map",
        "names",
        multiple=True,
        metavar="FIELD=NAME",
        callback=_read_names,
        help="A column, or a name in JSON, that stands for a field: --map text=contenu_brut. May be repeated.",
    ),
    _megabytes(
        "--largest-article", LARGEST_ARTICLE, LARGEST_STORED / MEGABYTE, "Skip articles that take more."
    ),
    _megabytes("--largest-file", LARGEST_FILE, None, "Skip files that take more, as they are or unpacked."),
    _megabytes(
        "--largest-document",
        LARGEST_DOCUMENT,
        None,
        "Skip what must be read whole (JSON, XML, PDF) and takes more.",
    ),
    click.option(
        "--highest-ratio",
        type=click.IntRange(1),
        default=HIGHEST_RATIO,
        show_default=True,
        metavar="N",
        help="Stop unpacking what becomes this many times as long.",
    ),
    click.option(
        "--most-members",
        type=click.IntRange(1),
        default=MOST_MEMBERS,
        show_default=True,
        metavar="N",
        help="Stop after so many files of one archive.",
    ),
    click.option(
        "--most-layers",
        type=click.IntRange(0, _MOST_LAYERS_EVER),
        default=MOST_LAYERS,
        show_default=True,
        metavar="N",
        help="Open archives and compressed files in each other so many times.",
    ),
)
