"""Here are articles: keep them findable, and safe."""

from searcher.index.articles import LARGEST_STORED
from searcher.index.commits import Commit, SegmentEntry, UnflushedWarning, commit_numbers
from searcher.index.compacting import Compaction, compact_index
from searcher.index.relating import AnalysisUpdate, relate_anew, update_analysis
from searcher.index.segment import FormEntry, FormLists, PostingList, Segment, Texts
from searcher.index.snapshot import DamageWarning, Snapshot, open_snapshot
from searcher.index.writing import IndexWriter, build_index, edit_index

__all__ = [
    "LARGEST_STORED",
    "AnalysisUpdate",
    "Commit",
    "Compaction",
    "DamageWarning",
    "FormEntry",
    "FormLists",
    "IndexWriter",
    "PostingList",
    "Segment",
    "SegmentEntry",
    "Snapshot",
    "Texts",
    "UnflushedWarning",
    "build_index",
    "commit_numbers",
    "compact_index",
    "edit_index",
    "open_snapshot",
    "relate_anew",
    "update_analysis",
]
