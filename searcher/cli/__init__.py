"""The front door for people: one file a command."""

from searcher.cli.starting import main, start

__all__ = ["main", "start"]
