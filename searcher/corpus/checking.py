"""Checking: what a corpus holds and what is wrong with it, without an index.

In: folders and files. Out: counts, the first of each kind of trouble, and a sample of articles.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from searcher.article import Article
from searcher.corpus.dates import read_date
from searcher.corpus.limits import Limits
from searcher.corpus.mending import MENDED
from searcher.corpus.reading import FileReader, already_used, check_sources
from searcher.corpus.report import UNREAD, Progress, Skipped, one_line, place
from searcher.corpus.walking import walk

LISTED = 1000  # names kept of each kind of trouble
_FIELDS = ("title", "date", "source", "agency", "place", "author", "language", "url")
_USUAL = Limits()


@dataclass(slots=True)
class Trouble:
    """Articles or files with the same ill."""

    count: int = 0
    first: list[str] = field(default_factory=list)  # up to LISTED

    def add(self, described: str) -> None:
        self.count += 1
        if len(self.first) < LISTED:
            self.first.append(described)


@dataclass(slots=True)
class Checked:
    """What a corpus holds."""

    articles: int = 0
    files: int = 0
    bytes: int = 0
    formats: Counter[str] = field(default_factory=Counter)  # of files, and of members of archives
    encodings: Counter[str] = field(default_factory=Counter)  # of articles, as the rest
    years: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    have: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_FIELDS, 0))
    extra: Counter[str] = field(default_factory=Counter)  # names of what is kept as it is
    zones: Counter[str] = field(default_factory=Counter)  # articles that have each kind
    undated: Trouble = field(default_factory=Trouble)
    conflicting: Trouble = field(default_factory=Trouble)  # dates that contradict each other
    unread_dates: Trouble = field(default_factory=Trouble)
    unread_lines: Trouble = field(default_factory=Trouble)  # above the text of a press file
    marked: Trouble = field(default_factory=Trouble)  # corrections, embargoes …
    declared_otherwise: Trouble = field(default_factory=Trouble)  # than the encoding that they are in
    mended: Trouble = field(default_factory=Trouble)
    same_text: Trouble = field(default_factory=Trouble)
    refused: Trouble = field(default_factory=Trouble)
    reasons: Counter[str] = field(default_factory=Counter)
    # How files were understood, each with the first one that was.
    notes: dict[str, str] = field(default_factory=dict)
    sample: list[Article] = field(default_factory=list)

    def tables(self) -> tuple[tuple[str, Mapping[str, int]], ...]:
        """What is counted, the most frequent first; years in their order."""
        years = {year: self.years[year] for year in sorted(self.years)}
        return (
            ("formats", dict(self.formats.most_common())),
            ("encodings", dict(self.encodings.most_common())),
            ("years", years),
            ("sources", dict(self.sources.most_common())),
            ("languages", dict(self.languages.most_common())),
            ("kept as they are", dict(self.extra.most_common())),
            ("zones", dict(self.zones.most_common())),
            ("reasons to refuse", dict(self.reasons.most_common())),
        )

    def troubles(self) -> tuple[tuple[str, Trouble], ...]:
        return (
            ("undated", self.undated),
            ("with dates that contradict each other", self.conflicting),
            ("with a date that cannot be read", self.unread_dates),
            ("lines that look like metadata, left in the text", self.unread_lines),
            ("with a mark: corrected, cancelled, held back or urgent", self.marked),
            ("in another encoding than declared", self.declared_otherwise),
            ("mended: encoded twice", self.mended),
            ("with the text of another article", self.same_text),
            ("refused", self.refused),
        )

    def record(self) -> dict[str, object]:
        """For programs, but for the sample."""
        return {
            "articles": self.articles,
            "files": self.files,
            "bytes": self.bytes,
            **{name.replace(" ", "_"): counts for name, counts in self.tables()},
            "have": self.have,
            "notes": [{"path": path, "note": note} for note, path in self.notes.items()],
            **{
                name: {"count": trouble.count, "first": trouble.first}
                for name, trouble in (
                    ("undated", self.undated),
                    ("conflicting_dates", self.conflicting),
                    ("unread_dates", self.unread_dates),
                    ("unread_lines", self.unread_lines),
                    ("marked", self.marked),
                    ("declared_otherwise", self.declared_otherwise),
                    ("mended", self.mended),
                    ("duplicates", self.same_text),
                    ("refused", self.refused),
                )
            },
        }


def check_corpus(
    *sources: str | os.PathLike[str],
    limits: Limits = _USUAL,
    sample: int = 0,
    on_file: Callable[[Progress], object] | None = None,
) -> Checked:
    """Read everything and write nothing.

    Args:
        sources, on_file: as for `read_corpus`.
        limits: likewise; beyond them is refused.
        sample: how many articles to keep, spread over the corpus: those whose keys have the smallest digests, so
            that the same ones are chosen whatever else is there.
    Raises:
        TypeError, CorpusError: as `read_corpus` does.
    """
    return _Check(limits, sample, on_file).run(check_sources(sources))


class _Check:
    """Counts as it reads."""

    def __init__(self, limits: Limits, sample: int, on_file: Callable[[Progress], object] | None) -> None:
        self._limits = limits
        self._size = sample
        self._on_file = on_file
        self._found = Checked()
        self._keys: dict[str, str] = {}
        self._texts: dict[bytes, str] = {}
        self._chosen: list[tuple[bytes, Article]] = []

    def run(self, sources: list[Path]) -> Checked:
        for source in sources:
            for found in walk(source):
                if isinstance(found, Skipped):
                    self._refuse(str(found), found.reason)
                    continue
                self._found.files += 1
                self._found.bytes += found.bytes
                reader = FileReader(found, self._tell, self._limits)
                for number, outcome in reader.records():
                    where = place(found.name, number)
                    if isinstance(outcome, str):
                        self._refuse(str(Skipped(where, one_line(outcome))), outcome)
                    elif first := self._keys.get(outcome.key):
                        reason = already_used(outcome.key, first)
                        self._refuse(str(Skipped(where, reason)), "its key is already used")
                    else:
                        self._keys[outcome.key] = where
                        self._take(outcome)
                self._found.formats.update(reader.taken.formats)
        self._found.sample = [article for _, article in sorted(self._chosen, key=lambda one: one[1].key)]
        return self._found

    def _tell(self, progress: Progress) -> None:
        if progress.note:
            self._found.notes.setdefault(progress.note, progress.path)
        if self._on_file:
            self._on_file(progress)

    def _refuse(self, described: str, reason: str) -> None:
        self._found.refused.add(described)
        # What stands before a colon is the same for many; keys, lines and sizes come after it, or are numbers.
        self._found.reasons[one_line("".join("#" if c.isdigit() else c for c in reason))[:80]] += 1

    def _take(self, article: Article) -> None:
        found = self._found
        found.articles += 1
        found.encodings[article.encoding] += 1
        found.years[str(article.published.year) if article.published else ""] += 1
        found.sources[article.source] += 1
        found.languages[article.language] += 1
        found.extra.update(article.extra.keys())
        for name in _FIELDS:
            found.have[name] += bool(getattr(article, "published" if name == "date" else name))
        if not article.published:
            found.undated.add(article.key)
        found.zones.update(sorted({zone.kind.value for zone in article.all_zones}))
        if article.dates:
            said = ", ".join(f"{one.date} ({one.origin})" for one in article.dates)
            found.conflicting.add(f"{article.key}: {said}")
        for name in ("dateline_date", "date"):
            written = article.extra.get(name)
            if written is not None and not (isinstance(written, str) and read_date(written)):
                found.unread_dates.add(f"{article.key}: {one_line(str(written))}")
        unread = article.extra.get(UNREAD)
        for line in unread if isinstance(unread, list) else ():
            found.unread_lines.add(f"{article.key}: {one_line(str(line))}")
        if "mark" in article.extra:
            found.marked.add(f"{article.key}: {one_line(str(article.extra['mark']))}")
        if "declared_encoding" in article.extra:
            declared = one_line(str(article.extra["declared_encoding"]))
            found.declared_otherwise.add(f"{article.key}: {declared}, but is {article.encoding}")
        if article.encoding == MENDED:
            found.mended.add(article.key)
        digest = _digest(" ".join(article.body.split()))
        first = self._texts.setdefault(digest, article.key)
        if first != article.key:
            found.same_text.add(f"{article.key}: as {first}")
        if self._size:
            self._choose(article)

    def _choose(self, article: Article) -> None:
        order = _digest(article.key)
        if len(self._chosen) < self._size:
            self._chosen.append((order, article))
            self._chosen.sort(key=lambda one: one[0])
        elif order < self._chosen[-1][0]:
            self._chosen[-1] = order, article
            self._chosen.sort(key=lambda one: one[0])


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
