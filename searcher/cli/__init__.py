"""The front door for people: one file a command."""

from searcher.cli.running import main, run

__all__ = ["main", "run"]
