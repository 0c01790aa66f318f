"""Building a segment: articles go in, five files come out.

Words are cut in batches and kept as numbers; the rest happens when the segment is finished, form by form. Memory
grows with the words of one segment, not with the corpus: see `SEGMENT_BYTES`.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from pathlib import Path

from searcher.analysis import Cut, Cutter, fold_lines
from searcher.article import Article
from searcher.index.articles import ArticleStore
from searcher.index.columns import Columns, Row, write_numbers
from searcher.index.commits import KINDS, SEGMENTS, SegmentEntry
from searcher.index.files import SectionWriter, blaming
from searcher.index.frequent import ListPlaces, write_families
from searcher.index.lexicon import (
    Words,
    line_ends,
    picked_lines,
    write_forms,
    write_relations,
)
from searcher.index.lists import typical_length, write_lists
from searcher.index.notices import NoticeWords, notice_spans, write_bounds_count, write_notice_forms
from searcher.index.sections import BOUNDS, NOTICES
from searcher.kernels import invert, lines
from searcher.kernels.buffers import room, zeros

# A batch is cut at once: large enough for the cost of a call to vanish, small enough for its buffers to be reused.
BATCH_BYTES = 1 << 21
# Text of one segment. A segment more costs each search some 50 µs a word, and to merge eight costs a quarter of what
# building them did: up to 900 MB nothing is merged. Each word needs some 20 bytes of memory, all of them about 400 MB.
SEGMENT_BYTES = 128 << 20

_NONE = array("I")


@dataclass(slots=True)
class _Field:
    """The words of all titles, or of all bodies."""

    batches: list[tuple[int, Cut]] = field(default_factory=list)  # first article, words
    lengths: array[int] = field(default_factory=lambda: array("I"))
    counts: array[int] = field(default_factory=lambda: array("I"))  # how often each form stands there

    def take(self, first: int, words: Cut, forms: int, function_words: int) -> None:
        """Add the words of a batch.

        Args:
            first: the number of its first article.
            forms: that the cutter knows, of which the first ones are
            function_words: which do not count towards lengths.
        """
        self.make_room(forms)
        lengths = zeros("I", len(words.ends))
        invert.lengths(words.forms, words.ends, function_words, self.counts, lengths)
        self.batches.append((first, words))
        self.lengths.extend(lengths)

    def make_room(self, forms: int) -> None:
        """Count so many forms."""
        self.counts.extend(zeros("I", forms - len(self.counts)))


class SegmentBuilder:
    """Takes articles and writes one segment. Who gives up before `finish` calls `discard`."""

    def __init__(self, folder: Path, number: int, cutter: Cutter) -> None:
        """
        Args:
            folder: of the index.
            number: of the segment, never used before.
            cutter: may have been used for other segments; what it remembers is used again.
        """
        self.name = f"{number:08x}"
        self._folder = folder / SEGMENTS
        with blaming(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
        self._cutter = cutter
        self._articles = ArticleStore(self._path("articles"))
        self._titles = _Field()
        self._bodies = _Field()
        self._notices = NoticeWords()
        self._pending: list[tuple[bytes, bytes]] = []
        self._pending_notices: dict[int, array[int]] = {}  # of some of them, where their notices stand
        self._pending_bytes = 0
        self._columns = Columns()
        self._rows: list[Row] = []  # of the columns, for those that are pending
        self._size = 0  # articles
        self.text_bytes = 0

    def __len__(self) -> int:
        return self._size

    def _path(self, kind: str) -> Path:
        return self._folder / f"{self.name}.{kind}"

    def add(self, article: Article, file: str | None = None, record: int = 0) -> int:
        """Take an article in; its number in the segment is returned.

        Args:
            file: of the corpus, as its state names it; that of the article's path in the first source if not given.
            record: its number in that file, 0 where it is the file.
        """
        title = article.title.encode("utf-8", "replace")
        body = article.body.encode("utf-8", "replace")
        self._articles.add(article, title, body)
        if article.zones and (spans := notice_spans(article)):
            self._pending_notices[len(self._pending)] = spans
        self._columns.add(article)
        self._rows.append((article, file, record))
        self._pending.append((title, body))
        size = len(title) + len(body)
        self._pending_bytes += size
        self.text_bytes += size
        number = self._size
        self._size += 1
        if self._pending_bytes >= BATCH_BYTES:
            self._cut_pending()
        return number

    def _cut_pending(self) -> None:
        first = len(self) - len(self._pending)
        bodies = [body for _, body in self._pending]
        for texts, into in (([title for title, _ in self._pending], self._titles), (bodies, self._bodies)):
            words = self._cutter.cut(texts)
            into.take(first, words, len(self._cutter), self._cutter.function_words)
        if self._pending_notices:
            spans = [self._pending_notices.get(text, _NONE) for text in range(len(self._pending))]
            self._notices.take(self._cutter, first, bodies, spans)
            self._pending_notices.clear()
        self._columns.extend(self._rows)
        self._rows.clear()
        self._pending.clear()
        self._pending_bytes = 0

    def finish(self) -> SegmentEntry:
        """Write the files, and tell the commit what they are."""
        if self._pending:
            self._cut_pending()
        stamps = {"articles": self._articles.finish()}
        order, words = self._sorted_words()
        counts = {}
        with (
            SectionWriter(self._path("postings")) as lists,
            SectionWriter(self._path("positions")) as places,
        ):
            for name, source in (("body", self._bodies), ("title", self._titles)):
                lists.begin(name)
                places.begin(name)
                placed = source.batches, source.counts
                counts[name] = self._write_lists(*placed, source.lengths, order, name, lists, places)
                lists.put(f"{name}_length", array("I", [typical_length(source.lengths)]))
            self._write_notices(order, lists, places)
            stamps["postings"] = lists.finish()
            stamps["positions"] = places.finish()
        with SectionWriter(self._path("lexicon")) as lexicon:
            forms = write_forms(lexicon, words, counts["body"], counts["title"])
            groups = write_relations(lexicon, words)
            written = ListPlaces.written(self._path("postings"), stamps["postings"], len(self))
            write_families(lexicon, words, forms, groups, (counts["body"], counts["title"]), written)
            stamps["lexicon"] = lexicon.finish()
        with SectionWriter(self._path("columns")) as columns:
            write_numbers(columns, "body_length", self._bodies.lengths)
            write_numbers(columns, "title_length", self._titles.lengths)
            self._columns.write(columns)
            stamps["columns"] = columns.finish()
        entry = SegmentEntry(
            name=self.name,
            articles=len(self),
            body_words=sum(self._bodies.lengths),
            title_words=sum(self._titles.lengths),
            files={kind: stamps[kind] for kind in KINDS},
        )
        self._columns, self._size = Columns(), 0
        return entry

    def discard(self) -> None:
        """Remove what was written, unless the segment is finished."""
        if self._size or not self._articles.finished:
            self._articles.discard()
            for kind in KINDS:
                self._path(kind).unlink(missing_ok=True)

    def _sorted_words(self) -> tuple[array[int], Words]:
        """The forms of this segment, by key, then spelling; before them, their numbers in the cutter."""
        count = len(self._cutter)
        for source in (self._titles, self._bodies):
            source.make_room(count)
        numbers = zeros("I", count)
        del numbers[invert.present(self._titles.counts, self._bodies.counts, numbers) :]
        known = self._cutter.form_lines()
        forms = picked_lines(known, line_ends(known, count), numbers)
        words = Words.of(forms, fold_lines(forms), len(numbers))
        sorter = lines.Sorter(
            words.keys, words.key_ends, words.forms, words.form_ends, zeros("Q", len(numbers))
        )
        order = zeros("I", len(numbers))
        sorter.sort(order, zeros("I", len(numbers)))
        ordered = zeros("I", len(order))
        invert.follow(numbers, order, ordered)
        return ordered, words.picked(order)

    def _write_lists(
        self,
        batches: list[tuple[int, Cut]],
        counts: array[int],
        lengths: array[int],
        order: array[int],
        name: str,
        lists: SectionWriter,
        places: SectionWriter | None,
    ) -> array[int]:
        """Write the postings of one field; give four numbers a form, as the lexicon needs them.

        Args:
            counts: how often each form stands in the batches.
        """
        starts = zeros("I", len(counts) + 1)
        longest = invert.starts(counts, starts)
        placed = room("Q", starts[-1])
        cursors = starts[:-1]
        for first, words in batches:
            invert.place(words.forms, words.ends, first, cursors, placed)
        batches.clear()
        return write_lists(name, lists, places, order, starts, placed, lengths, longest)

    def _write_notices(self, order: array[int], lists: SectionWriter, places: SectionWriter) -> None:
        """Write which forms stand in notices, and where these stand."""
        lists.begin(NOTICES)
        noticed, counts = self._notices.batches, array("I")
        if noticed:
            counts = zeros("I", len(self._cutter))
            for _, words in noticed:
                invert.count(words.forms, counts)
            counts = self._write_lists(noticed, counts, self._bodies.lengths, order, NOTICES, lists, None)
        write_notice_forms(lists, counts)
        lists.begin(BOUNDS)
        places.begin(BOUNDS)
        bounds = self._notices.bounds
        starts = array("I", [0, len(bounds)])
        order, lengths = array("I", [0]), self._bodies.lengths
        write_bounds_count(
            lists,
            write_lists(BOUNDS, lists, places, order, starts, bounds, lengths, len(bounds)),
        )
