"""Starting: the command line from its first moment on, when nothing of it is loaded yet.

In: the arguments of the command line. Out: the exit code.
"""

from __future__ import annotations

from collections.abc import Sequence

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those of this process if None.
    Returns:
        The exit code: 0 found or done, 1 nothing found, 2 misuse or an error, 130 interrupted.
    """
    try:
        # Only here: whoever interrupts a command while it is loaded is not shown where that was.
        from searcher.cli.running import run

        return run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
