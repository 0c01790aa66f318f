"""Starting: whether a command is to be run, or a shell wants a word completed.

A shell asks at each touch of a key, and its user waits: what it asks most is answered without loading any command.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from searcher.garbage import collect_no_more, collect_seldom

# Set by the scripts of `searcher completion`, to the name of the shell.
VARIABLE = "_SEARCHER_COMPLETE"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those of this process if None.
    Returns:
        The exit code.
    """
    shell = os.environ.get(VARIABLE)
    if arguments is None and shell:
        from searcher.cli.completing import answer

        return answer(shell)
    from searcher.cli.running import run

    return run(arguments)


def start() -> int:
    """Run the command line as all that this process does, and return the exit code."""
    collect_seldom()
    code = main()
    collect_no_more()
    return code
