"""Bringing an index up to date with the rules of French: by as little work as will do.

If only the relations of words changed, the groups of each lexicon are made anew, and no text is read; if texts are cut
in another way, the index is built again, from the articles that it holds.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from searcher.analysis import cuts_alike, fingerprint
from searcher.index.columns import named_file
from searcher.index.commits import (
    SEGMENTS,
    Commit,
    SegmentEntry,
    commit_numbers,
    publish,
    remove_unnamed,
)
from searcher.index.files import SectionWriter, Stamp, blaming
from searcher.index.frequent import ListPlaces, write_families
from searcher.index.lexicon import FORM_SECTIONS, write_relations
from searcher.index.segment import Segment
from searcher.index.snapshot import Snapshot, open_snapshot
from searcher.index.writing import IndexWriter, alone, next_segment_number


class Work(StrEnum):
    """What it took to bring an index up to date."""

    NOTHING = "nothing"
    RELATED = "related"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class AnalysisUpdate:
    """What `update_analysis` did."""

    folder: Path
    work: Work
    built_by: str  # the fingerprint of the index before
    analysis: str  # … and now
    commit: int  # the newest one now
    articles: int
    segments: int

    def __str__(self) -> str:
        told = {
            Work.NOTHING: f"built by the rules in force, {self.analysis}: nothing to do",
            Work.RELATED: f"words related anew by {self.analysis}, before by {self.built_by}; no text was read",
            Work.CUT: f"{self.articles:,} articles cut anew by {self.analysis}, before by {self.built_by}",
        }
        return f"{self.folder}: {told[self.work]}"


def update_analysis(folder: str | os.PathLike[str], *, wait: float = 0) -> AnalysisUpdate:
    """Bring an index up to date with the rules of French in force; readers see the old one until all of it is there.

    Args:
        wait: how long to wait for another writer to finish, in seconds.
    Raises:
        IndexMissing: there is no index.
        IndexLocked: someone else is writing.
        IndexUnwritable: a file could not be written; the index is left as it was.
        IndexOutdated: it is of another format: rebuild it from its sources.
        IndexDamaged: a segment is not what was written; the index is left as it was.
    """
    folder = Path(folder)
    open_snapshot(folder)  # before a lock is made where there is no index
    with alone(folder, wait):
        snapshot = open_snapshot(folder)
        return bring_up_to_date(folder, snapshot)


def bring_up_to_date(folder: Path, snapshot: Snapshot) -> AnalysisUpdate:
    """As `update_analysis`, for who has the lock already.

    Args:
        snapshot: the newest one.
    """
    built_by = snapshot.commit.analysis
    if built_by == fingerprint():
        work, commit = Work.NOTHING, snapshot.commit
    elif cuts_alike(built_by) or not snapshot.articles:
        work, commit = Work.RELATED, _relate_all(folder, snapshot)
    else:
        work, commit = Work.CUT, _cut_all(folder, snapshot)
    return AnalysisUpdate(
        folder, work, built_by, commit.analysis, commit.number, commit.articles, len(commit.segments)
    )


def _cut_all(folder: Path, snapshot: Snapshot) -> Commit:
    """Build the index again from its own articles; whence they came stays known."""
    writer = IndexWriter(folder, base=None)
    writer.corpus = snapshot.commit.corpus
    try:
        for segment in snapshot.segments:
            live = [number for number in range(segment.size) if not segment.is_deleted(number)]
            files, records = segment.files(), segment.column("record")
            for number, article in zip(live, segment.articles(live), strict=True):
                writer.add(article, named_file(files[number], article.key), records[number])
        return writer.commit()
    except BaseException:
        writer.roll_back()
        raise


def _relate_all(folder: Path, snapshot: Snapshot) -> Commit:
    """Make a commit of the same segments under new names, with new lexicons."""
    first = next_segment_number(folder, snapshot)
    try:
        segments = tuple(
            _relate(folder / SEGMENTS, segment, f"{number:08x}")
            for number, segment in enumerate(snapshot.segments, first)
        )
        commit = Commit(
            number=max(commit_numbers(folder)) + 1,
            analysis=fingerprint(),
            segments=segments,
            next_segment=first + len(segments),
            corpus=snapshot.commit.corpus,
        )
        publish(folder, commit)
    except BaseException:
        remove_unnamed(folder)
        raise
    return commit


def _relate(folder: Path, segment: Segment, name: str) -> SegmentEntry:
    """Give a segment a new name and new groups; all else is the same files under both names."""
    entry = segment.entry
    stamps = dict(entry.files)
    for kind in stamps:
        if kind == "lexicon":
            stamps[kind] = _write_lexicon(folder / f"{name}.{kind}", segment)
        else:
            _link(folder / f"{entry.name}.{kind}", folder / f"{name}.{kind}")
    deletions = entry.deletions
    if deletions:
        file = f"{name}.{deletions.file.partition('.')[2]}"
        _link(folder / deletions.file, folder / file)
        deletions = replace(deletions, file=file)
    return replace(entry, name=name, files=stamps, deletions=deletions)


def _write_lexicon(path: Path, segment: Segment) -> Stamp:
    """The same forms with the same lists, related by the rules in force."""
    words, body, title = segment.words_and_counts()
    with SectionWriter(path) as lexicon:
        for section in FORM_SECTIONS:
            lexicon.put(section, segment.lexicon_section(section))
        groups, forms = write_relations(lexicon, words), segment.forms_table()
        lists = ListPlaces.of(segment.postings_file, segment.size)
        with segment.blaming("postings"):
            write_families(lexicon, words, forms, groups, (body, title), lists)
        return lexicon.finish()


def _link(source: Path, target: Path) -> None:
    """Give a file a second name, or, where the file system cannot, make a copy."""
    try:
        os.link(source, target)
    except OSError:
        with blaming(target), open(source, "rb") as old, open(target, "xb") as new:
            shutil.copyfileobj(old, new)
            new.flush()
            os.fsync(new.fileno())
