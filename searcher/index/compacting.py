"""Compacting an index: as few segments as may be, and nothing in them that is deleted."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from searcher.index.commits import Commit
from searcher.index.merge_policy import plan_compaction
from searcher.index.snapshot import open_snapshot
from searcher.index.writing import edit_index


@dataclass(frozen=True, slots=True)
class Compaction:
    """What compacting an index changed."""

    folder: Path
    commit: int  # the newest one now
    articles: int  # live ones, which are all still there
    dropped: int  # deleted ones, which take no room any more
    segments_before: int
    segments: int
    size_before: int  # in bytes on disk, of the files that the newest commit named
    size: int  # … and names now; those of the commit before are kept until the next one

    @property
    def changed(self) -> bool:
        """Whether there was anything to do."""
        return self.segments != self.segments_before or self.dropped > 0


def compact_index(folder: str | os.PathLike[str], *, wait: float = 0) -> Compaction:
    """Merge the segments of an index into as few as the largest size allows, and drop what is deleted.

    Readers see no difference but in speed; a segment is at most `merge_policy.LARGEST_BYTES` long.

    Args:
        wait: how long to wait for another writer to finish, in seconds.
    Raises:
        IndexMissing: there is no index.
        IndexLocked: someone else is writing.
        IndexOutdated: it was built by other rules, and must be brought up to date first.
        IndexUnwritable: a file could not be written; the index is left as it was.
        IndexDamaged: a segment is not what was written; the index is left as it was.
    """
    folder = Path(folder)
    before = after = open_snapshot(folder).commit
    if plan_compaction([entry.size for entry in before.segments]):
        with edit_index(folder, wait=wait) as writer:
            writer.compact()
        after = writer.committed or before  # as it was written: nothing may fail any more
    return Compaction(
        folder=folder,
        commit=after.number,
        articles=after.articles,
        dropped=_deleted(before) - _deleted(after),
        segments_before=len(before.segments),
        segments=len(after.segments),
        size_before=before.bytes_on_disk,
        size=after.bytes_on_disk,
    )


def _deleted(commit: Commit) -> int:
    return sum(entry.articles - entry.live for entry in commit.segments)
