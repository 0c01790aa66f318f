"""The compiled inner loops: cut, invert, pack, look up, rank. They know numbers and bytes, not French.

Each module is plain Python that Cython compiles when the package is installed. Where it could not be compiled, or
with `SEARCHER_PURE=1`, the same file runs as it is: slowly, with the same results, every index checked.

Kernels take and give flat buffers (`bytes`, `bytearray`, `array`), allocate nothing per word, and check every length
that comes from disk before they use it.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import sys
from pathlib import Path

__all__ = ["COMPILED"]


def _load_sources() -> None:
    """Import the kernels from their .py files; Python by itself prefers a compiled module beside them."""
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        name = f"{__name__}.{path.stem}"
        loader = importlib.machinery.SourceFileLoader(name, str(path))
        spec = importlib.util.spec_from_file_location(name, path, loader=loader)
        if spec is None:
            raise ImportError(f"cannot load {path}")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        loader.exec_module(module)
        globals()[path.stem] = module


def _is_compiled() -> bool:
    spec = importlib.util.find_spec(f"{__name__}.cut")
    return bool(spec and spec.origin and not spec.origin.endswith(".py"))


if os.environ.get("SEARCHER_PURE") == "1":
    _load_sources()
    COMPILED = False
else:
    COMPILED = _is_compiled()  # False: no compiler at installation
