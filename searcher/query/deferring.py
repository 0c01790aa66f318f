"""Deferring: functions that a library imports and that nobody here calls, loaded when somebody does.

Whoosh imports Python's HTTP client for one function, and the endings of English for another: a fifth of the time that a
search takes from the command line.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class _Deferred(ModuleType):
    """Stands for a module until anything of it but one function is used."""

    def __init__(self, name: str, function: str) -> None:
        super().__init__(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            return getattr(self._load(), function)(*args, **kwargs)

        setattr(self, function, call)

    def __getattr__(self, name: str) -> Any:
        if name == "__path__":  # by which Python would look for modules within it
            raise AttributeError(name)
        return getattr(self._load(), name)

    def _load(self) -> ModuleType:
        self.give_way()
        return importlib.import_module(self.__name__)

    def give_way(self) -> None:
        """Let the module itself be imported."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


@contextmanager
def deferred(*functions: str) -> Iterator[None]:
    """Put off importing the modules of some functions, by their full names; those that are loaded stay as they are.

    Other threads may import the same modules meanwhile: they get what they would get otherwise, when they use it.
    """
    placed = []
    for each in functions:
        name, _, function = each.rpartition(".")
        if name not in sys.modules:
            sys.modules[name] = module = _Deferred(name, function)
            placed.append(module)
            # Whoever imports `parent.child` looks for it there.
            parent, _, child = name.rpartition(".")
            if parent in sys.modules:
                setattr(sys.modules[parent], child, module)
    try:
        yield
    finally:
        for module in placed:
            module.give_way()
