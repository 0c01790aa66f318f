r"""The manual page: what `--help` says of each command, as `man` wants it.

In: the commands. Out: lines of roff. What is in `searcher.1` beside this file is what it gives, which installation puts
where `man` looks: `searcher help --man > searcher/cli/searcher.1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from searcher.version import __version__

_ENVIRONMENT = {
    "SEARCHER_INDEX": "The folder of the index, where --index does not name one.",
    "NO_COLOR": "If it is set, nothing is coloured; what matches is underlined instead.",
    "SEARCHER_PURE": "If it is 1, the kernels run as plain Python, slowly.",
}
_EXITS = {
    "0": "Found, or done.",
    "1": "Nothing was found.",
    "2": "Misuse or an error: what is wrong, then what to do, are on standard error.",
    "130": "Interrupted.",
}
_AS_TYPED = "\b"  # begins a paragraph whose lines click leaves as they are
_LEADING = re.compile(r"^([.'])", re.MULTILINE)


def manual(group: click.Group) -> Iterator[str]:
    """The page, line by line."""
    context = click.Context(group, info_name="searcher", **group.context_settings)
    told = _first_line(group).rstrip(".")
    yield f'.TH SEARCHER 1 "" "searcher {__version__}"'
    yield from (".SH NAME", rf"searcher \- {_roff(told[0].lower() + told[1:])}")
    yield ".SH SYNOPSIS"
    yield from (r".B searcher", r".I command", r"[\fIoptions\fR] [\fIarguments\fR]")
    yield ".SH DESCRIPTION"
    yield from _paragraphs(group.help or "", first=True)
    yield from _paragraphs(group.epilog or "")
    yield from (".PP", r"The query language is on the page of its own that \fBsearcher help query\fR prints.")
    yield ".SH COMMANDS"
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        yield from _command(command, click.Context(command, info_name=name, parent=context))
    yield ".SH ENVIRONMENT"
    yield from _list(_ENVIRONMENT)
    yield ".SH EXIT STATUS"
    yield from _list(_EXITS)


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield f'.SS "{_roff(f"{context.command_path} {usage}").replace(chr(34), "")}"'
    yield from _paragraphs(command.help or "", first=True)
    records = (parameter.get_help_record(context) for parameter in command.get_params(context))
    yield from _list(dict(record for record in records if record and record[1]))
    yield from _paragraphs(command.epilog or "")
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner
            yield from _command(inner, click.Context(inner, info_name=name, parent=context))


def _first_line(command: click.Command) -> str:
    return (command.help or "").partition("\n")[0]


def _paragraphs(text: str, *, first: bool = False) -> Iterator[str]:
    """Text of help: paragraphs that are filled, and those that keep their lines; a heading is above the first."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip("\n"))):
        if number or not first:
            yield ".PP"
        if paragraph.lstrip("\n").startswith(_AS_TYPED):
            yield from (".nf", *map(_roff, paragraph.partition(_AS_TYPED)[2].strip("\n").split("\n")), ".fi")
        else:
            yield _roff(" ".join(paragraph.split()))


def _list(told: dict[str, str]) -> Iterator[str]:
    for name, meaning in told.items():
        yield from (".TP", rf"\fB{_roff(name)}\fR", _roff(" ".join(meaning.split())) or r"\&")


def _roff(text: str) -> str:
    r"""Text that roff prints as it is.

    >>> print(_roff(".a -b \\c"))
    \&.a \-b \ec
    """
    return _LEADING.sub(r"\\&\1", text.replace("\\", r"\e").replace("-", r"\-"))
