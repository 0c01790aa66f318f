"""Remembering: what was searched last in an index, so that `searcher show -n 3` opens the third hit of it.

In: the folder of an index, and what was asked. Out: a file for each index in the user's own folder of states, which
nobody else may read: what a journalist looks for is private. It is never in the index, which others may share.
Nothing depends on it: where it cannot be written, searching works all the same; what cannot be read is not there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import click

_VERSION = 1
_LONGEST = 100_000  # characters; a query that is longer is a program's
_Command = TypeVar("_Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Remembered:
    """A search, as it was typed."""

    arguments: tuple[str, ...]  # of `searcher search`; the day is among them, so that `hier` stays that day
    shown: int = 0  # the rank of the hit that was opened last; 0 if none was


def remember_option(command: _Command) -> _Command:
    """`--remember / --no-remember`"""
    return click.option(
        "--remember/--no-remember",
        "remembered",
        default=True,
        envvar="SEARCHER_REMEMBER",
        show_default=True,
        show_envvar=True,
        help="Note the query for `searcher show -n 3`, in a file that only you can read.",
    )(command)


def remember(index: Path, remembered: Remembered) -> None:
    """Note a search, or leave it."""
    text = json.dumps({"version": _VERSION, "index": os.path.realpath(index), **asdict(remembered)})
    if len(text) > _LONGEST:
        return
    # There may be no home, which is a RuntimeError.
    with suppress(OSError, RuntimeError):
        path = _path(index)
        # A name of this process: two searches at once each leave a whole file.
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(aside, "w", encoding="ascii", opener=_open_private) as file:
                file.write(text)
            os.replace(aside, path)
        except OSError:
            aside.unlink(missing_ok=True)
            raise


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def recall(index: Path) -> Remembered | None:
    """What was searched last, if that is known."""
    try:
        content = json.loads(_path(index).read_text(encoding="ascii"))
        arguments, shown = content["arguments"], content["shown"]
    except (OSError, ValueError, LookupError, TypeError, RuntimeError):
        return None
    if content.get("version") != _VERSION or not _are_texts(arguments) or not isinstance(shown, int):
        return None
    return Remembered(tuple(arguments), max(0, shown))


def _are_texts(arguments: object) -> bool:
    return isinstance(arguments, list) and all(isinstance(argument, str) for argument in arguments)


def _path(index: Path) -> Path:
    digest = hashlib.blake2b(os.fsencode(os.path.realpath(index)), digest_size=16).hexdigest()
    return _folder() / f"{digest}.json"


def _folder() -> Path:
    """Where programs keep what is of no other user, and outlives them.

    Source: the XDG base directory specification, which wants an absolute path; a library for it would take longer to
    load than all else here takes.
    """
    named = Path(os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA") or "")
    return (named if named.is_absolute() else Path.home() / ".local" / "state") / "searcher"
