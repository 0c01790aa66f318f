"""Starting: the command line from its first moment on, when nothing of it is loaded yet.

In: the arguments of the command line. Out: the exit code. A shell that wants a word completed asks at each touch of a
key, and its user waits: what it asks most is answered without loading any command.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from searcher.garbage import collect_no_more, collect_seldom

INTERRUPTED = 130  # 128 + SIGINT, as shells have it
# Set by the scripts of `searcher completion`, to the name of the shell.
VARIABLE = "_SEARCHER_COMPLETE"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those of this process if None.
    Returns:
        The exit code: 0 found or done, 1 nothing found, 2 misuse or an error, 130 interrupted.
    """
    shell = os.environ.get(VARIABLE)
    try:
        # Only here: whoever interrupts a command while it is loaded is not shown where that was.
        if arguments is None and shell:
            from searcher.cli.completing import answer

            return answer(shell)
        from searcher.cli.running import run

        return run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED


def start() -> int:
    """Run the command line as all that this process does, and return the exit code."""
    collect_seldom()
    code = main()
    collect_no_more()
    return code
