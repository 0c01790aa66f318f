"""Here are articles: keep them findable, and safe."""

from searcher.index.articles import LARGEST_STORED
from searcher.index.columns import named_file
from searcher.index.commits import Commit, SegmentEntry, UnflushedWarning, commit_numbers
from searcher.index.compacting import Compaction, compact_index
from searcher.index.metadata import Field, FieldEntry, Kind, pack
from searcher.index.relating import AnalysisUpdate, relate_anew, update_analysis
from searcher.index.segment import FormEntry, PostingList, Segment
from searcher.index.snapshot import DamageWarning, Snapshot, open_snapshot
from searcher.index.writing import IndexWriter, build_index, edit_index

__all__ = [
    "LARGEST_STORED",
    "AnalysisUpdate",
    "Commit",
    "Compaction",
    "DamageWarning",
    "Field",
    "FieldEntry",
    "FormEntry",
    "IndexWriter",
    "Kind",
    "PostingList",
    "Segment",
    "SegmentEntry",
    "Snapshot",
    "UnflushedWarning",
    "build_index",
    "commit_numbers",
    "compact_index",
    "edit_index",
    "named_file",
    "open_snapshot",
    "pack",
    "relate_anew",
    "update_analysis",
]
