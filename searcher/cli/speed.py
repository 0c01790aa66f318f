"""Speed: whether the kernels are compiled, and what follows from that.

In: the kernels as they were imported, and the environment. Out: words about them.
"""

from __future__ import annotations

import os

from searcher import kernels
from searcher.cli.telling import tell


def describe_kernels() -> str:
    """`compiled`, or that they are not and why."""
    if kernels.COMPILED:
        return "compiled"
    if os.environ.get("SEARCHER_PURE") == "1":
        return "interpreted (slow: SEARCHER_PURE is 1)"
    return "interpreted (slow: no compiler was found at installation)"


def tell_if_slow() -> None:
    """Say once why this takes so long, if it does."""
    if not kernels.COMPILED:
        tell(f"note: kernels are {describe_kernels()}")
