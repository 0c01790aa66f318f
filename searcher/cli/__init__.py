"""The front door for people: one file a command."""

from searcher.cli.starting import main

__all__ = ["main"]
