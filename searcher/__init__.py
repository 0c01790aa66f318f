"""Full-text search for French news corpora.

    import searcher

    searcher.build_index("index/", searcher.read_corpus("corpus/", on_skip=print))
    with searcher.open_index("index/") as index:
        for hit in index.search("élections depuis juin 2024"):
            print(hit.rank, hit.article.title)

Each name is imported when it is first asked for: who searches does not load the detection of encodings, and
`searcher --help` loads nothing at all.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from searcher.version import __version__

if TYPE_CHECKING:
    from searcher.article import Article, PartialDate, Precision, SaidDate, Zone, ZoneKind
    from searcher.completing import Completion
    from searcher.corpus import Skipped, read_corpus
    from searcher.errors import (
        CorpusError,
        IndexDamaged,
        IndexLocked,
        IndexMissing,
        IndexOutdated,
        IndexUnusable,
        IndexUnwritable,
        LibraryMissing,
        NothingLeft,
        NothingToIndex,
        QueryError,
        SearcherError,
    )
    from searcher.index import DamageWarning
    from searcher.index.commits import UnflushedWarning
    from searcher.index.compacting import Compaction, compact_index
    from searcher.index.relating import AnalysisUpdate, update_analysis
    from searcher.index.updating import Changes, Listed, update_index
    from searcher.index.writing import IndexWriter, build_index, edit_index
    from searcher.library import Index, SegmentStatus, Status, open_index
    from searcher.present import Matched, Passage, matches, passages
    from searcher.search import Family, Hit, Hits, Narrowing, Results, Share, StoodFor
    from searcher.search.counting import FormCount
    from searcher.search.diagnosis import (
        Alternative,
        Change,
        Clause,
        Correction,
        Diagnosis,
        NearDay,
        NearWord,
        Suggestion,
        WordCount,
    )
    from searcher.search.explaining import Counted, Explanation, Reason
    from searcher.search.faceting import Faceted, Facets
    from searcher.search.periods import Period
    from searcher.search.timeline import Bar, Timeline

__all__ = [
    "Alternative",
    "AnalysisUpdate",
    "Article",
    "Bar",
    "Change",
    "Changes",
    "Clause",
    "Compaction",
    "Completion",
    "CorpusError",
    "Correction",
    "Counted",
    "DamageWarning",
    "Diagnosis",
    "Explanation",
    "Faceted",
    "Facets",
    "Family",
    "FormCount",
    "Hit",
    "Hits",
    "Index",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexOutdated",
    "IndexUnusable",
    "IndexUnwritable",
    "IndexWriter",
    "LibraryMissing",
    "Listed",
    "Matched",
    "Narrowing",
    "NearDay",
    "NearWord",
    "NothingLeft",
    "NothingToIndex",
    "PartialDate",
    "Passage",
    "Period",
    "Precision",
    "QueryError",
    "Reason",
    "Results",
    "SaidDate",
    "SearcherError",
    "SegmentStatus",
    "Share",
    "Skipped",
    "Status",
    "StoodFor",
    "Suggestion",
    "Timeline",
    "UnflushedWarning",
    "WordCount",
    "Zone",
    "ZoneKind",
    "__version__",
    "build_index",
    "compact_index",
    "edit_index",
    "matches",
    "open_index",
    "passages",
    "read_corpus",
    "update_analysis",
    "update_index",
]

# The same once more, for the running program: which module has which names.
_NAMES = {
    "article": "Article PartialDate Precision SaidDate Zone ZoneKind",
    "completing": "Completion",
    "corpus": "Skipped read_corpus",
    "errors": "CorpusError IndexDamaged IndexLocked IndexMissing IndexOutdated IndexUnusable IndexUnwritable "
    "LibraryMissing NothingLeft NothingToIndex QueryError SearcherError",
    "index": "DamageWarning",
    "index.commits": "UnflushedWarning",
    "index.compacting": "Compaction compact_index",
    "index.relating": "AnalysisUpdate update_analysis",
    "index.updating": "Changes Listed update_index",
    "index.writing": "IndexWriter build_index edit_index",
    "library": "Index SegmentStatus Status open_index",
    "present": "Matched Passage matches passages",
    "search": "Family Hit Hits Narrowing Results Share StoodFor",
    "search.counting": "FormCount",
    "search.diagnosis": "Alternative Change Clause Correction Diagnosis NearDay NearWord Suggestion WordCount",
    "search.explaining": "Counted Explanation Reason",
    "search.faceting": "Faceted Facets",
    "search.periods": "Period",
    "search.timeline": "Bar Timeline",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}

if not TYPE_CHECKING:  # with it in sight, a type checker would believe in any name

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
