"""Running: which command was asked for, and what to say when it fails.

In: the arguments of the command line. Out: the exit code: 0 found or done, 1 nothing found, 2 misuse or an
error. Results go to standard output, everything else to standard error.

A command's module is imported when that command is asked for, so that each starts as quickly as it can.
"""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO

import click

from searcher.cli.screen import can_browse
from searcher.cli.telling import tell
from searcher.errors import SearcherError
from searcher.version import __version__

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

MISUSE = 2

# Told here, so that listing them imports none of them.
COMMANDS = {
    "index": "Index the articles of a corpus, or what changed in it.",
    "search": "Find articles, and show where they match.",
    "browse": "Search as you type, on the whole terminal.",
    "facets": "Count the sources, places, authors … of what a query finds.",
    "timeline": "Show how what queries find is spread over time.",
    "show": "Show an article, whole.",
    "status": "Say what an index is made of.",
    "verify": "Check every byte of an index.",
    "compact": "Merge the segments of an index, and drop what is deleted.",
    "corpus": "Look at a corpus without indexing it.",
    "analyze": "Show the words of a text as the index sees them.",
    "completion": "Print what makes a shell complete words.",
    "help": "Show the query language, what programs read, examples, or the help of a command.",
}


class _Commands(click.Group):
    """The commands, each imported from the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"searcher.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            from difflib import get_close_matches  # only here: few commands are mistyped

            near = get_close_matches(args[0], COMMANDS, n=1)
            if near:
                ctx.fail(f"No such command {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands without loading them; options as click does."""
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super(click.Group, self).shell_complete(ctx, incomplete)
        return [
            CompletionItem(name, help=told) for name, told in COMMANDS.items() if name.startswith(incomplete)
        ]

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Before click sees it, which ends with 1, our code for nothing found.
            return _close_output()
        except click.UsageError as error:
            # Of an option without its value click does not say which command has it.
            if (
                not error.ctx
                and ctx.invoked_subcommand
                and (command := self.get_command(ctx, ctx.invoked_subcommand))
            ):
                error.ctx = click.Context(command, info_name=ctx.invoked_subcommand, parent=ctx)
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  searcher index corpus/
  searcher search "sommet d'Astana depuis juin 2024"
  searcher search '« code du travail » réforme SAUF sport'
  searcher help query

The index is in the folder `index`, unless --index or SEARCHER_INDEX names another.""",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def commands(context: click.Context) -> Any:
    """Full-text search for French news."""
    if context.invoked_subcommand:
        return None
    if can_browse():
        return _run_command(context, "browse")
    raise click.exceptions.NoArgsIsHelpError(context)


def _run_command(context: click.Context, name: str) -> Any:
    group = context.command
    assert isinstance(group, click.Group)
    command = group.get_command(context, name)
    assert command
    with command.make_context(name, [], parent=context) as inner:
        return command.invoke(inner)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those of this process if None.
    Returns:
        The exit code.
    Raises:
        KeyboardInterrupt: it was interrupted.
    """
    # Python has none where the caller closed them.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    # A terminal of another age lacks some letters: the others are read all the same.
    getattr(sys.stdout, "reconfigure", lambda **_: None)(errors="replace")
    with warnings.catch_warnings():
        warnings.simplefilter("default", UserWarning)
        warnings.showwarning = _show_warning
        try:
            code = _run(arguments)
            sys.stdout.flush()
        except BrokenPipeError:
            return _close_output()
        except OSError as error:
            return _fail(
                _describe(error), "Check that it exists, that you may use it, and that the disk is not full."
            )
        return code


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = commands.main(arguments, prog_name="searcher", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.Abort as interrupted:
        raise KeyboardInterrupt from interrupted
    except click.exceptions.NoArgsIsHelpError as error:
        tell(error.format_message())
        return MISUSE
    except click.ClickException as error:
        return _fail(error.format_message(), _hint(error))
    except SearcherError as error:
        return _fail(str(error), error.hint)
    except OSError:
        raise
    except Exception:
        # A mistake of ours; the code for nothing found would hide it.
        import traceback  # only here: it takes 3 ms

        traceback.print_exc()
        tell("hint: This is a mistake of searcher: report it with the lines above, and with what was typed.")
        return MISUSE


def _fail(message: str, hint: str) -> int:
    tell(f"error: {message}")
    if hint:
        tell(f"hint: {hint}")
    return MISUSE


def _hint(error: click.ClickException) -> str:
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "searcher"
    return f"See what it takes with: {path} --help"


def _describe(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def _close_output() -> int:
    """Whoever read the output has had enough: what is left in it goes nowhere, and nobody is told."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> Any:
    tell(f"warning: {message}")
