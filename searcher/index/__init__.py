"""Here are articles: keep them findable, and safe."""

from searcher.index.building import LARGEST_STORED
from searcher.index.commits import Commit, SegmentEntry, UnflushedWarning
from searcher.index.segment import FormEntry, PostingList, Segment
from searcher.index.snapshot import DamageWarning, Snapshot, open_snapshot
from searcher.index.writing import IndexWriter, build_index, edit_index

__all__ = [
    "LARGEST_STORED",
    "Commit",
    "DamageWarning",
    "FormEntry",
    "IndexWriter",
    "PostingList",
    "Segment",
    "SegmentEntry",
    "Snapshot",
    "UnflushedWarning",
    "build_index",
    "edit_index",
    "open_snapshot",
]
