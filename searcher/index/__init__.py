"""Here are articles: keep them findable, and safe.

What reads an index is here; what writes one is imported from its own module, since who searches needs none of it.
"""

from searcher.index.columns import named_file
from searcher.index.commits import Commit, SegmentEntry, commit_numbers
from searcher.index.families import FormLists
from searcher.index.lists import SLOPES
from searcher.index.metadata import OWN_NAMES, Field, FieldEntry, Kind, pack
from searcher.index.segment import FormEntry, PostingList, Segment, Texts
from searcher.index.snapshot import DamageWarning, Snapshot, open_snapshot

__all__ = [
    "OWN_NAMES",
    "SLOPES",
    "Commit",
    "DamageWarning",
    "Field",
    "FieldEntry",
    "FormEntry",
    "FormLists",
    "Kind",
    "PostingList",
    "Segment",
    "SegmentEntry",
    "Snapshot",
    "Texts",
    "commit_numbers",
    "named_file",
    "open_snapshot",
    "pack",
]
