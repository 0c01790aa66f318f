"""Which engines there are to be measured. A new one is a module and a line here."""

from __future__ import annotations

from benchmarks.peers.engine import Engine, PythonEngine
from benchmarks.peers.lucene import Lucene

OURS = "searcher"

ENGINES: tuple[Engine, ...] = (
    PythonEngine(OURS, "with_searcher", needs=OURS, mode="families", shares=True),
    PythonEngine("searcher, exact", "with_searcher", needs=OURS, of=OURS, mode="exact"),
    PythonEngine("searcher, whole", "with_searcher", needs=OURS, of=OURS, mode="whole"),
    PythonEngine("tantivy", "with_tantivy", needs="tantivy", shares=True),
    Lucene(),
    PythonEngine("fts5", "with_fts5", needs="sqlite3"),
    # It indexes half a megabyte a second.
    PythonEngine("whoosh", "with_whoosh", needs="whoosh", part=10),
)
