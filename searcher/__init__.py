"""Full-text search for French news corpora.

    import searcher

    searcher.build_index("index/", searcher.read_corpus("corpus/", on_skip=print))
    with searcher.open_index("index/") as index:
        for hit in index.search("élections depuis juin 2024"):
            print(hit.rank, hit.article.title)
"""

from searcher.article import Article, PartialDate, Precision
from searcher.corpus import Skipped, read_corpus
from searcher.errors import (
    CorpusError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    IndexUnusable,
    NothingToIndex,
    QueryError,
    SearcherError,
)
from searcher.index import DamageWarning, IndexWriter, build_index, edit_index
from searcher.library import Index, Status, open_index
from searcher.search import Hit, Results
from searcher.version import __version__

__all__ = [
    "Article",
    "CorpusError",
    "DamageWarning",
    "Hit",
    "Index",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexOutdated",
    "IndexUnusable",
    "IndexWriter",
    "NothingToIndex",
    "PartialDate",
    "Precision",
    "QueryError",
    "Results",
    "SearcherError",
    "Skipped",
    "Status",
    "__version__",
    "build_index",
    "edit_index",
    "open_index",
    "read_corpus",
]
