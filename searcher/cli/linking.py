"""Linking: whether a terminal makes links of the signs for them (OSC 8).

In: the environment of a process that writes on a terminal. Out: yes or no.
"""

from __future__ import annotations

import os
from collections.abc import Mapping


def shows_links(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal makes links of what they surround, or at least leaves it alone.

    Source: gcc/diagnostic-color.cc, which knows those that do not; FORCE_HYPERLINK is obeyed as elsewhere.
    """
    forced = environment.get("FORCE_HYPERLINK", "")
    if forced:
        return forced != "0"
    vte = environment.get("VTE_VERSION", "")
    if vte.isdigit() and int(vte) < 5000:
        return False
    return environment.get("TERM", "") not in ("", "dumb", "linux") and "INSIDE_EMACS" not in environment
