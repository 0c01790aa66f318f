"""The front door for programs: open an index, ask it, change it.

Everything here is re-exported by `searcher` itself.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from searcher import kernels
from searcher.analysis import fingerprint
from searcher.article import Article
from searcher.errors import IndexDamaged, IndexOutdated
from searcher.index import OWN_NAMES, Kind, Segment, Snapshot, commit_numbers, open_snapshot
from searcher.records import dataclass

if TYPE_CHECKING:
    from searcher.completing import Completion
    from searcher.search import Hits, Narrowing, Pattern, Results, Together
    from searcher.search.counting import FormCount
    from searcher.search.explaining import Explanation
    from searcher.search.faceting import Faceted
    from searcher.search.timeline import Timeline

# The query that finds every article: what is asked where none is given.
EVERY_ARTICLE = "*"


@dataclass(frozen=True, slots=True)
class SegmentStatus:
    """One of the segments of an index."""

    name: str
    articles: int  # live ones
    deleted: int
    size: int  # in bytes on disk
    dead: int  # of these, what belongs to deleted articles, if they are as long as the others


@dataclass(frozen=True, slots=True)
class Status:
    """What an index is made of."""

    folder: Path
    commit: int
    articles: int  # live ones
    deleted: int
    segments: int
    forms: int  # distinct ones, those of deleted articles included until their segments are merged
    words: int  # of the live articles, without function words
    size: int  # in bytes on disk, of the files that this commit names
    dead: int  # of these, what belongs to deleted articles, if they are as long as the others; merging reclaims it
    segment_sizes: tuple[SegmentStatus, ...]
    commits: tuple[int, ...]  # on disk, newest first; but for the newest they are there to fall back on
    # In how many live articles each was met, the most frequent first; "" of those that came as text.
    encodings: dict[str, int]
    # How many live articles have a value: of `source`, `agency`, `place`, `author`, `language`; of each other field of
    # the corpus; and a value of a field that cannot be searched: too long, nested, or one of too many.
    metadata: dict[str, int]
    fields: dict[str, int]
    left_out: dict[str, int]
    first_day: date | None
    last_day: date | None
    analysis: str  # fingerprint of the rules of French it was built by
    kernels: str  # `compiled` or `interpreted`


class Index:
    """An index open for reading: what it held when it was opened, until `refresh`. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._open_snapshot: Snapshot | None = _open(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _snapshot(self) -> Snapshot:
        snapshot = self._open_snapshot
        if snapshot is None:
            raise ValueError(f"the index {self._folder} is closed")
        return snapshot

    def __len__(self) -> int:
        return self._snapshot.articles

    def search(
        self,
        query: str | None = None,
        *,
        limit: int = 10,
        offset: int = 0,
        today: date | None = None,
        recent: bool = False,
        sort: str = "relevance",
        narrowing: Narrowing | None = None,
        explained: bool = False,
        suggest: bool | None = False,
    ) -> Results:
        """Find articles. Any string is a query; what of it is not understood is told in `Results.warnings`.

        Args:
            query: words, all of which an article must have; `OU`, `SAUF`, `« … »`, `titre:`, `depuis juin 2024`. None
                of it, or nothing but blanks, asks for every article, as `*` does.
            limit: how many hits to give, best first.
            offset: how many to pass over: pages never repeat an article.
            today: the day that `hier` and `la semaine dernière` are reckoned from.
            recent: whether newer articles are preferred: one of today keeps its score, an old one half of it.
            sort: `relevance`, `date` (oldest first), `source` (by the alphabet) or `length` (longest first, in words);
                with `-` before it the other way round. Those that are equal come as by relevance; what has no date or
                no source comes last, both ways. Where nothing is looked for in texts, nothing is more relevant than
                what is new: the newest come first.
            narrowing: which articles are looked at.
            explained: whether `Results.explanation` lists the forms that words and shapes stood for.
            suggest: whether `Results.suggestions` also tells what may have been meant where something was found, which
                takes some milliseconds for each word that few articles have. Where nothing was, it always does, and
                `Results.diagnosis` says why; but for None, where both are left for later.
        Raises:
            ValueError: there is no such order.
            QueryError: `narrowing` names a field that no article has.
        """
        # Only here: the query language takes 90 ms, which who reads one article should not wait for.
        from searcher.search import EVERYTHING, search

        return search(
            self._snapshot,
            query_or_all(query),
            limit=limit,
            offset=offset,
            today=today or date.today(),
            recent=recent,
            sort=sort,
            narrowing=narrowing or EVERYTHING,
            explained=explained,
            suggest=suggest,
        )

    def each(
        self,
        query: str | None = None,
        *,
        today: date | None = None,
        recent: bool = False,
        sort: str = "relevance",
        narrowing: Narrowing | None = None,
    ) -> Hits:
        """Every hit of a query, in order, however many there are.

        How many there are, and what was not understood, is told with them. They are put in order and read while they
        are asked for, some thousands at a time, from what the index held when this was called.

        Args, Raises: as for `search`.
        """
        from searcher.search import EVERYTHING, each  # as in `search`

        return each(
            self._snapshot,
            query_or_all(query),
            today=today or date.today(),
            recent=recent,
            sort=sort,
            narrowing=narrowing or EVERYTHING,
        )

    def count(
        self, query: str | None = None, *, today: date | None = None, narrowing: Narrowing | None = None
    ) -> int:
        """How many articles a query finds, exactly.

        Args, Raises: as for `search`.
        """
        from searcher.search import EVERYTHING, count  # as in `search`

        return count(
            self._snapshot,
            query_or_all(query),
            today=today or date.today(),
            narrowing=narrowing or EVERYTHING,
        )

    def facets(
        self,
        query: str | None,
        names: Sequence[str],
        *,
        today: date | None = None,
        narrowing: Narrowing | None = None,
    ) -> Faceted:
        """Count what a query finds by the values of several fields, each by the name that is given; what was counted,
        and how the query was understood, is in `found` of the answer.

        Args, Raises: as for `search`; also
            names: of fields, as `Narrowing` has them; or `year`, `month`, `day`.
        """
        from searcher.search import EVERYTHING  # as in `search`
        from searcher.search.faceting import facets

        return facets(
            self._snapshot,
            query_or_all(query),
            names,
            today=today or date.today(),
            narrowing=narrowing or EVERYTHING,
        )

    def timeline(
        self,
        query: str | None = None,
        *,
        by: str = "month",
        today: date | None = None,
        narrowing: Narrowing | None = None,
    ) -> Timeline:
        """Spread what a query finds over time; the sum of the bars is what it finds.

        Args, Raises: as for `search`; also
            by: `day`, `week` (of ISO 8601), `month` or `year`.
        """
        return self.timelines([query], by=by, today=today, narrowing=narrowing)[0]

    def timelines(
        self,
        queries: Sequence[str | None],
        *,
        by: str = "month",
        today: date | None = None,
        narrowing: Narrowing | None = None,
    ) -> tuple[Timeline, ...]:
        """Spread what several queries find over the same periods, to compare them.

        Args, Raises: as for `timeline`.
        """
        from searcher.search import EVERYTHING  # as in `search`
        from searcher.search.timeline import timelines

        return timelines(
            self._snapshot,
            [*map(query_or_all, queries)],
            by=by,
            today=today or date.today(),
            narrowing=narrowing or EVERYTHING,
        )

    def explain(
        self,
        query: str | None = None,
        *,
        rank: int = 1,
        today: date | None = None,
        recent: bool = False,
        sort: str = "relevance",
        narrowing: Narrowing | None = None,
    ) -> Explanation | None:
        """Take the score of a hit apart, down to the forms that were counted; None if the query finds fewer articles.

        Args:
            query, today, recent, sort, narrowing: as for `search`.
            rank: of the hit, from 1.
        """
        from searcher.search import EVERYTHING  # as in `search`
        from searcher.search.explaining import explain

        return explain(
            self._snapshot,
            query_or_all(query),
            rank=rank,
            today=today or date.today(),
            recent=recent,
            sort=sort,
            narrowing=narrowing or EVERYTHING,
        )

    def look_for(self, query: str, *, today: date | None = None) -> tuple[Pattern | Together, ...]:
        """What a query asks for, to be marked in any article of the index, found or not.

        Args:
            query, today: as for `search`.
        """
        from searcher.search.looking import look_for  # as in `search`

        return look_for(self._snapshot, query, today or date.today())

    def family(self, word: str) -> tuple[FormCount, ...]:
        """List the forms of the index that a word of a query stands for, closest first, with their counts.

        Args:
            word: one word; of several, the first counts. Of a compound, the parts are words of their own.
        """
        from searcher.search.counting import count_family  # as in `search`

        return count_family(self._snapshot, word)

    def complete(self, query: str, *, limit: int = 20) -> tuple[Completion, ...]:
        """Say how the last word of a query that is half typed may go on, most frequent first.

        Fields (`sour` is the beginning of `source:`), values (`source:A`), words of the texts (`titre:retr`). What is
        given begins with what was typed, but for quotes around a value of several words.
        """
        from searcher.completing import complete  # only here: who searches has no use for it

        return complete(self._snapshot, query, limit=limit)

    def values(self, name: str, beginning: str = "", *, limit: int = 20) -> tuple[tuple[str, int], ...]:
        """List values of a field with the number of articles that have each, most frequent first.

        Args:
            name: `source`, `lieu`, `agence`, `auteur`, `langue`, or one of the corpus's own.
            beginning: how the values begin, whatever their accents and capitals.
        """
        from searcher.completing import values_beginning

        return tuple(values_beginning(self._snapshot, name, beginning, limit=limit))

    def fields(self) -> tuple[str, ...]:
        """The names of what may be known of its articles, as queries call them: those of every corpus, then its own."""
        return (*OWN_NAMES, *self._snapshot.metadata_names())

    def keys(self, beginning: str = "", *, limit: int = 20) -> tuple[str, ...]:
        """List keys of articles that begin so, in their order."""
        from searcher.completing import keys_beginning

        return tuple(keys_beginning(self._snapshot, beginning, limit=limit))

    def get(self, key: str) -> Article | None:
        """The article of this key, as it was indexed; None if there is none."""
        return self._snapshot.find(key)

    def extra_names(self) -> tuple[str, ...]:
        """The names of metadata that the corpus has beside those of every article: of `Article.extra`."""
        return self._snapshot.metadata_names()

    def sources(self) -> tuple[Path, ...]:
        """The folders and files of the corpus that the index was made of, as far as it knows; paths of articles are
        relative to them."""
        from searcher.index.sources import read_sources

        return read_sources(self._snapshot.corpus) if self._snapshot.corpus else ()

    def refresh(self) -> bool:
        """Look at the newest commit; False if that is what is open already.

        What is open stays open where the newest commit still names it, so this takes no longer than what has changed
        does. If the newest commit is damaged, what is open serves on, and a DamageWarning says so.

        Raises:
            IndexMissing, IndexOutdated: as `open_index` does; what is open stays as it is.
        """
        with self._lock:
            newest = _open(self._folder, self._snapshot)
            if newest is self._snapshot:
                return False
            self._open_snapshot = newest
            return True

    def is_outdated(self) -> bool:
        """Whether there is a newer commit than the one that is open: `refresh` would open it, if it is whole."""
        return commit_numbers(self._folder)[:1] > [self._snapshot.commit.number]

    def status(self) -> Status:
        """Say what the index is made of."""
        snapshot = self._snapshot
        days = [
            (first, last)
            for segment in snapshot.segments
            for first, last in zip(segment.column("first_day"), segment.column("last_day"), strict=True)
            if first
        ]
        segments = tuple(_segment_status(segment) for segment in snapshot.segments)
        known = {kind: _sorted(counts) for kind, counts in snapshot.count_metadata().items()}
        encodings = sum((segment.encodings() for segment in snapshot.segments), Counter[str]())
        return Status(
            folder=self._folder,
            commit=snapshot.commit.number,
            articles=snapshot.articles,
            deleted=sum(segment.deleted for segment in segments),
            segments=len(snapshot.segments),
            forms=snapshot.count_forms(),
            words=sum(entry.body_words + entry.title_words for entry in snapshot.commit.segments),
            size=snapshot.size(),
            dead=sum(segment.dead for segment in segments),
            segment_sizes=segments,
            commits=tuple(commit_numbers(self._folder)),
            encodings=_sorted(encodings),
            metadata=known[Kind.OWN],
            fields=known[Kind.EXTRA],
            left_out=known[Kind.LEFT_OUT],
            first_day=self._date(min(first for first, _ in days)) if days else None,
            last_day=self._date(max(last for _, last in days)) if days else None,
            analysis=snapshot.commit.analysis,
            kernels="compiled" if kernels.COMPILED else "interpreted",
        )

    def _date(self, day: int) -> date:
        try:
            return date.fromordinal(day)
        except (ValueError, OverflowError) as error:
            raise IndexDamaged(self._folder, f"has an article of day {day:,}, which is none") from error

    def verify(self, on_checked: Callable[[int], object] | None = None) -> None:
        """Check every byte of the index.

        Args:
            on_checked: called with how many bytes more are checked, now and then.
        Raises:
            IndexDamaged: one is not what was written; the message names the file.
        """
        self._snapshot.verify(on_checked)

    def close(self) -> None:
        """Let go of the files, as soon as no search in another thread needs them. Results stay as they are."""
        self._open_snapshot = None


def open_index(folder: str | os.PathLike[str]) -> Index:
    """Open an index for reading, as it is now.

    Raises:
        IndexMissing: there is none.
        IndexDamaged: a file is not what was written, and no older commit can serve.
        IndexOutdated: it was built by another format, or other rules of French, than this program's.
    """
    return Index(Path(folder))


def query_or_all(query: str | None) -> str:
    """A query, or that of every article where nothing is asked."""
    return query if query and not query.isspace() else EVERY_ARTICLE


def _sorted(counts: Counter[str]) -> dict[str, int]:
    """The most frequent first."""
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _segment_status(segment: Segment) -> SegmentStatus:
    entry, size = segment.entry, segment.entry.bytes_on_disk
    return SegmentStatus(
        name=entry.name,
        articles=entry.live,
        deleted=entry.articles - entry.live,
        size=size,
        dead=size * (entry.articles - entry.live) // max(1, entry.articles),
    )


def _open(folder: Path, known: Snapshot | None = None) -> Snapshot:
    snapshot = open_snapshot(folder, known)
    if snapshot.commit.analysis != fingerprint():
        raise IndexOutdated.by_analysis(folder, snapshot.commit.analysis, fingerprint())
    return snapshot
