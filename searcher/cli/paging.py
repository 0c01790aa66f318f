"""Paging: what is longer than a screen, in the pager of whoever reads it.

In: text with its colours. Out: the same in `$PAGER`, or less.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence

import click

# Colours are kept, and what is looked for is not highlighted once more: it is marked, and nothing else should be.
_LESS = "-RG"
_MOST_WORDS = 40  # looked for: a prefix may have marked hundreds


def is_longer(text: str, height: int) -> bool:
    """Whether a text has more lines than a screen, the last of which is the prompt's."""
    return text.count("\n") >= height


def page(text: str, marked: Iterable[str]) -> None:
    """Show a text in the pager.

    Args:
        text: whole lines.
        marked: what is marked in it: in less, n goes to the next one and N to the one before.
    """
    if "LESS" not in os.environ:
        sought = _there(dict.fromkeys(marked), click.unstyle(text).splitlines())
        # The text is shown from its beginning, with the search ready.
        os.environ["LESS"] = f"{_LESS}+/{'|'.join(sought)}$+g" if sought else _LESS
    click.echo_via_pager(text.rstrip("\n"))


def _there(marked: Iterable[str], lines: Sequence[str]) -> list[str]:
    """Expressions for what less can find: it looks at one line at a time, and complains of what is in none."""
    found = [word for word in marked if any(word in line for line in lines)]
    return [re.sub(r"[^\w ]", ".", word) for word in found[:_MOST_WORDS]]
