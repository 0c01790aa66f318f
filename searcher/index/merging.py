"""Merging segments: several become one, without their deleted articles, and without a text being cut again.

In: segments in the order of their commits. Out: the segment that building one from their live articles, in that order,
would have given, byte for byte but for stored articles: whole blocks of large segments are copied as they are, with
their codebooks, so blocks begin elsewhere.
Lists are decoded and encoded again a few millions of places at a time, and what was read of a file is let go, so memory
grows with the lexicons and the number of articles, not with the texts.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate, chain, compress
from operator import sub
from pathlib import Path
from typing import NamedTuple

from searcher.errors import IndexDamaged
from searcher.index.articles import BLOCK_BYTES, ArticleStore
from searcher.index.codebooks import Codebook
from searcher.index.columns import (
    ORDER,
    lengths_section,
    names_section,
    write_names,
    write_numbers,
    write_order,
    write_strings,
)
from searcher.index.commits import KINDS, SEGMENTS, SegmentEntry
from searcher.index.digits import from_digits
from searcher.index.files import SectionWriter, Stamp
from searcher.index.frequent import ListPlaces, write_families
from searcher.index.lexicon import GROUPS, Groups, Words, write_forms, write_groups
from searcher.index.lists import typical_length, write_lists
from searcher.index.metadata import DIRECTORY, ENTRIES, VALUES, Field, FieldMerger, write_fields
from searcher.index.names import read_names
from searcher.index.notices import write_bounds_count, write_notice_forms
from searcher.index.sections import BOUNDS, NOTICES
from searcher.index.segment import Segment, StoredBlock
from searcher.kernels import invert, lines, postings, renumber
from searcher.kernels.buffers import zeros

# Places decoded at once, 8 bytes each. Of 2^16, 2^18, 2^20 and 2^22 this is the fastest: more do not stay in the cache.
PLACES = 1 << 20
# A codebook is kept if blocks that are copied have so many times its bytes, once decompressed: 70 KB for 10 MB of news.
# So codebooks take a hundredth of the text at the most, however often segments are merged, and what is coded anew is
# less than building wrote at a time.
_LEAST_USED = 64
_BLOCKS = 64  # of stored articles, read before they are let go
_NONE = 0xFFFFFFFF  # the number of a deleted article, and the group of a form that is in none
_FIELDS = ("body", "title")


@dataclass(frozen=True, slots=True)
class _Input:
    """A segment, and where what it holds goes."""

    segment: Segment
    numbers: array[int]  # of its articles in the merged segment
    # Of each field, and of notices: four numbers a form, as `write_lists` gives them.
    counts: Mapping[str, array[int]]
    ranks: array[int]  # of its forms in the merged lexicon

    @property
    def whole(self) -> bool:
        """Whether none of its articles is deleted."""
        return not any(self.segment.deleted)

    def codebooks(self) -> dict[int, Codebook]:
        """Those of its stored articles, by their numbers in blocks."""
        return {
            book: self.segment.codebook(book)
            for book in {block.book for block in self.segment.blocks()} - {0}
        }

    def live(self, block: StoredBlock) -> list[bool]:
        """Which of the articles of a block are not deleted."""
        return [number != _NONE for number in self.numbers[block.articles.start : block.articles.stop]]

    def is_whole(self, block: StoredBlock) -> bool:
        """Whether a block may be copied as it is.

        Small ones are joined: many commits of few articles must not leave as many blocks for ever.
        """
        return block.size >= BLOCK_BYTES // 4 and all(self.live(block))


def merge(folder: Path, number: int, segments: Sequence[Segment]) -> SegmentEntry:
    """Write one segment of the live articles of several.

    Args:
        folder: of the index.
        number: of the new segment, never used before.
    Raises:
        IndexDamaged: one of them is not what was written; nothing of the new one is left.
    """
    merger = _Merger(folder / SEGMENTS, number, segments)
    try:
        return merger.write()
    except BaseException:
        merger.discard()
        raise


class Task(NamedTuple):
    """What one process merges at a time."""

    number: int  # of the new segment
    entries: list[SegmentEntry]


@dataclass(frozen=True, slots=True)
class TaskMerger:
    """Merges the segments of tasks."""

    folder: Path  # of the index

    def __call__(self, task: Task, _: object = None) -> SegmentEntry:
        return merge(self.folder, task.number, [Segment(self.folder, entry) for entry in task.entries])


class _Merger:
    """Writes one merged segment, file by file."""

    def __init__(self, folder: Path, number: int, segments: Sequence[Segment]) -> None:
        self._folder = folder
        self._name = f"{number:08x}"
        self._segments = segments

    def _path(self, kind: str) -> Path:
        return self._folder / f"{self._name}.{kind}"

    def discard(self) -> None:
        """Remove what was written."""
        for kind in KINDS:
            with suppress(OSError):  # what a failing disk keeps, the next writer removes
                self._path(kind).unlink(missing_ok=True)

    def write(self) -> SegmentEntry:
        inputs, words = self._number_all()
        articles = sum(len(each.numbers) - each.numbers.count(_NONE) for each in inputs)
        stamps = {"articles": self._write_articles(inputs)}
        columns = _Columns(inputs, articles)
        with SectionWriter(self._path("columns")) as file:
            columns.write(file)
            stamps["columns"] = file.finish()
        counts = {}
        with (
            SectionWriter(self._path("postings")) as lists,
            SectionWriter(self._path("positions")) as places,
        ):
            for name in _FIELDS:
                source = _Lists(inputs, name, len(words), columns.number_column(f"{name}_length"))
                counts[name] = source.write(lists, places)
            lengths = columns.number_column("body_length")
            counts[NOTICES] = _Lists(inputs, NOTICES, len(words), lengths).write(lists, None)
            kept = _keep_counted(counts)
            write_notice_forms(lists, counts[NOTICES])
            _write_bounds(inputs, lengths, lists, places)
            stamps["postings"] = lists.finish()
            stamps["positions"] = places.finish()
        with SectionWriter(self._path("lexicon")) as lexicon:
            written = ListPlaces.written(self._path("postings"), stamps["postings"], articles)
            _write_lexicon(lexicon, inputs, words, counts, kept, written)
            stamps["lexicon"] = lexicon.finish()
        return SegmentEntry(
            name=self._name,
            articles=articles,
            body_words=sum(columns.number_column("body_length")),
            title_words=sum(columns.number_column("title_length")),
            files={kind: stamps[kind] for kind in KINDS},
        )

    def _number_all(self) -> tuple[list[_Input], Words]:
        """Number the live articles and the forms of all inputs; give the forms, too."""
        read = [segment.words_and_counts() for segment in self._segments]
        words, ranks = _merge_words(self._segments, [words for words, *_ in read])
        inputs, first = [], 0
        for segment in self._segments:
            segment.let_go()
        for segment, part, (_, body, title) in zip(self._segments, ranks, read, strict=True):
            numbers = zeros("I", segment.size)
            first = renumber.renumber(segment.deleted, first, numbers)
            counts = {"body": body, "title": title, NOTICES: segment.notice_counts(body)}
            inputs.append(_Input(segment, numbers, counts, part))
        return inputs, words

    def _write_articles(self, inputs: Sequence[_Input]) -> Stamp:
        codebooks = _kept_codebooks(inputs)
        store = ArticleStore(self._path("articles"), codebooks)
        try:
            for each in inputs:
                self._store_articles(store, each, codebooks)
                each.segment.let_go()
            return store.finish()
        except BaseException:
            store.discard()
            raise

    def _store_articles(self, store: ArticleStore, each: _Input, codebooks: Sequence[Codebook]) -> None:
        """Store the live articles of one segment, whole blocks of codebooks that are kept as they are."""
        places = {
            number: codebooks.index(codebook)
            for number, codebook in each.codebooks().items()
            if codebook in codebooks
        }
        for count, block in enumerate(each.segment.blocks(), start=1):
            if count % _BLOCKS == 0:
                each.segment.let_go()
            if block.book in places and each.is_whole(block):
                compressed = each.segment.compressed(block)
                store.add_block(compressed, block.size, len(block.articles), places[block.book])
            elif any(live := each.live(block)):
                for article in compress(each.segment.stored_articles(block), live):
                    store.add_stored(*article)


def _kept_codebooks(inputs: Sequence[_Input]) -> list[Codebook]:
    """Of which codebooks blocks are copied, the most used one first."""
    used: dict[Codebook, int] = {}
    for each in inputs:
        codebooks = each.codebooks()
        for block in each.segment.blocks():
            if block.book and each.is_whole(block):
                codebook = codebooks[block.book]
                used[codebook] = used.get(codebook, 0) + block.size
    kept = [codebook for codebook, size in used.items() if size >= _LEAST_USED * len(codebook.packed())]
    return sorted(kept, key=used.__getitem__, reverse=True)


def _merge_words(segments: Sequence[Segment], words: Sequence[Words]) -> tuple[Words, list[array[int]]]:
    """All forms of several lexicons; for each lexicon the places of its own among them."""
    try:
        return _merge_sorted(words)
    except ValueError:
        for segment, own in zip(segments, words, strict=True):
            with segment.blaming("lexicon"):
                _merge_sorted([own])
        raise


def _merge_sorted(words: Sequence[Words]) -> tuple[Words, list[array[int]]]:
    run_ends = array("I", accumulate(map(len, words)))
    count = run_ends[-1]
    together = Words(
        *_joined([(each.forms, each.form_ends) for each in words], count),
        *_joined([(each.keys, each.key_ends) for each in words], count),
    )
    ranks, picked = zeros("I", count), zeros("I", count)
    sorter = lines.Sorter(
        together.keys, together.key_ends, together.forms, together.form_ends, zeros("Q", count)
    )
    del picked[sorter.merge(run_ends, zeros("I", len(run_ends)), ranks, picked) :]
    starts = [0, *run_ends]
    return together.picked(picked), [ranks[starts[n] : starts[n + 1]] for n in range(len(words))]


def _joined(texts: Sequence[tuple[bytes, array[int]]], count: int) -> tuple[bytes, array[int]]:
    """Texts of lines, one after the other, and where their lines end, of which there are so many."""
    ends, filled, size = zeros("I", count), 0, 0
    for text, text_ends in texts:
        filled = lines.append_ends(text_ends, size, ends, filled)
        size += len(text)
    return b"".join(text for text, _ in texts), ends


def _keep_counted(counts: Mapping[str, array[int]]) -> array[int]:
    """Leave out the forms that are in no article any more; give the numbers of those that are left."""
    kept = zeros("I", len(counts["body"]) // 4)
    del kept[renumber.keep_counted(counts["body"], counts["title"], counts[NOTICES], kept) :]
    for each in counts.values():
        del each[4 * len(kept) :]
    return kept


def _write_bounds(
    inputs: Sequence[_Input], lengths: array[int], lists: SectionWriter, places: SectionWriter
) -> None:
    """Write where notices stand: a list in each segment, as if it were that of a form."""
    ones = [
        _Input(each.segment, each.numbers, {BOUNDS: each.segment.bounds_counts()}, array("I", [0]))
        for each in inputs
    ]
    write_bounds_count(lists, _Lists(ones, BOUNDS, 1, lengths).write(lists, places))


def _write_lexicon(
    lexicon: SectionWriter,
    inputs: Sequence[_Input],
    words: Words,
    counts: Mapping[str, array[int]],
    kept: array[int],
    lists: ListPlaces,
) -> None:
    """Write the forms that are left, and which of them belong together."""
    left = words.picked(kept) if len(kept) < len(words) else words
    body, title = (counts[name] for name in _FIELDS)
    forms = write_forms(lexicon, left, body, title)
    lemmas, classes = (_write_groups(lexicon, inputs, section, kept, len(words)) for section in GROUPS)
    write_families(lexicon, left, forms, (lemmas, classes), (body, title), lists)


def _write_groups(
    lexicon: SectionWriter, inputs: Sequence[_Input], section: str, kept: array[int], forms: int
) -> Groups:
    """Write groups of the merged forms.

    What a form is grouped by follows from the form alone, so no form need be analysed again: it is in the group, or in
    none, in which it was in every segment.

    Args:
        kept: the forms that are left, of so many.
    """
    read = [each.segment.groups(section) for each in inputs]
    names, ranks = _merge_words(
        [each.segment for each in inputs], [Words(lines, ends, lines, ends) for lines, ends, *_ in read]
    )
    group_of = array("I", [_NONE]) * forms
    for each, values, (*_, members, member_ends) in zip(inputs, ranks, read, strict=True):
        with each.segment.blaming("lexicon"):
            invert.spread(values, members, member_ends, each.ranks, group_of)
    if len(kept) < forms:
        group_of = array("I", map(group_of.__getitem__, kept))
    groups = array("I", range(len(names)))
    member_ends, members = zeros("I", len(groups)), zeros("I", len(group_of))
    del members[invert.gather(group_of, groups, 0, member_ends, members) :]
    sizes = list(map(sub, member_ends, chain([0], member_ends)))
    left = names.picked(array("I", compress(groups, sizes)))
    return write_groups(lexicon, section, left.keys, members, array("I", compress(member_ends, sizes)))


class _Lists:
    """The lists of one field, of all inputs."""

    def __init__(self, inputs: Sequence[_Input], name: str, forms: int, lengths: array[int]) -> None:
        """
        Args:
            forms: of all inputs together.
            lengths: of the texts of the merged segment.
        """
        self._inputs = inputs
        self._name = name
        self._lengths = lengths
        self._reader = postings.Reader(zeros("I", postings.ROOM), zeros("I", postings.ROOM))
        # Of each input the postings and positions that are not read yet, and the lengths of its texts.
        self._left = [self._open(each) for each in inputs]
        self._totals = zeros("I", forms)  # places of each merged form in live articles
        for each, left in zip(inputs, self._left, strict=True):
            with each.segment.blaming("postings"):
                invert.add(each.ranks, self._live_occurrences(each, left), self._totals)

    def _open(self, each: _Input) -> tuple[memoryview, memoryview, memoryview[int]]:
        lists = each.segment.lists(self._name)
        each.segment.let_go()  # all of them were checked
        return lists

    def _live_occurrences(
        self, each: _Input, left: tuple[memoryview, memoryview, memoryview[int]]
    ) -> array[int]:
        """How often each form of an input stands in its live articles."""
        counts = each.counts[self._name]
        if each.whole:
            return counts[1::4]
        live = zeros("I", len(each.ranks))
        lists, places, lengths = left
        self._reader.read_on(lists, places, each.segment.size, lengths)
        self._reader.tally(counts, each.numbers, live)
        return live

    def write(self, lists: SectionWriter, places: SectionWriter | None) -> array[int]:
        """Write all of them; give four numbers a form, as the lexicon needs them.

        Args:
            places: takes the positions; none are written without it.
        """
        ends = array("Q", accumulate(self._totals))
        written, begin = array("I"), 0
        lists.begin(self._name)
        if places:
            places.begin(self._name)
        while begin < len(ends):
            end = max(begin + 1, bisect_right(ends, (ends[begin - 1] if begin else 0) + PLACES))
            order, totals = array("I", range(end - begin)), self._totals[begin:end]
            starts = zeros("I", len(totals) + 1)
            longest = invert.starts(totals, starts)
            placed = self._unfold(begin, end, starts)
            written += write_lists(
                self._name,
                lists,
                places,
                order,
                starts,
                placed,
                self._lengths,
                longest,
            )
            begin = end
            for each in self._inputs:
                each.segment.let_go()
        for each, (lists_left, places_left, _) in zip(self._inputs, self._left, strict=True):
            if lists_left or places_left:
                raise IndexDamaged(each.segment.path("postings"), "has more lists than the lexicon says")
        if places and self._name != BOUNDS:
            lists.put(f"{self._name}_length", array("I", [typical_length(self._lengths)]))
        return written

    def _unfold(self, begin: int, end: int, starts: array[int]) -> array[int]:
        """The places of the merged forms from `begin` to `end`, form by form."""
        placed = zeros("Q", starts[-1])
        cursors, part_ends = starts[:-1], starts[1:]
        for number, (each, (lists, places, lengths)) in enumerate(zip(self._inputs, self._left, strict=True)):
            first, last = bisect_left(each.ranks, begin), bisect_left(each.ranks, end)
            counts = each.counts[self._name][4 * first : 4 * last]
            with each.segment.blaming("postings"):
                self._reader.read_on(lists, places, each.segment.size, lengths)
                read, places_read = self._reader.unfold(
                    counts,
                    each.ranks[first:last],
                    begin,
                    each.numbers,
                    cursors,
                    part_ends,
                    placed,
                )
            self._left[number] = lists[read:], places[places_read:], lengths
        return placed


class _Columns:
    """The columns of all inputs; what they are named decides how they are carried: see `columns.py`."""

    def __init__(self, inputs: Sequence[_Input], articles: int) -> None:
        self._inputs = inputs
        self._articles = articles
        self._sections = [each.segment.column_sections() for each in inputs]
        for each, sections in zip(inputs, self._sections, strict=True):
            if set(sections) != set(self._sections[0]):
                raise IndexDamaged(
                    each.segment.path("columns"), "does not have the columns of other segments"
                )

    def write(self, columns: SectionWriter) -> None:
        """Write all of them, in the order they have in the first input."""
        there = self._sections[0]
        done = {ORDER, VALUES, ENTRIES, *map(lengths_section, there), *map(names_section, there)}
        for name in there:
            if lengths_section(name) in there:
                write_strings(columns, name, self._strings(name))
            elif names_section(name) in there:
                write_names(columns, name, self._names(name))
            elif name == DIRECTORY:
                write_fields(columns, self._fields(), self._articles)
            elif name not in done:
                write_numbers(columns, name, self.number_column(name))
        write_order(columns, self._strings("keys"))

    def number_column(self, name: str) -> array[int]:
        """A number for each article of the merged segment."""
        column = zeros("I", self._articles)
        for each, sections in zip(self._inputs, self._sections, strict=True):
            with each.segment.blaming("columns"):
                numbers = from_digits(sections[name], each.segment.size)
                renumber.carry(numbers, each.numbers, column)
        return column

    def _fields(self) -> list[Field]:
        """What is known of the articles besides: segments may have different fields."""
        merged = FieldMerger()
        for each in self._inputs:
            with each.segment.blaming("columns"):
                for field in each.segment.fields.values():
                    values, reader = each.segment.field_values(field), each.segment.field_reader(field)
                    merged.add(field, values, reader, each.numbers)
        return merged.fields()

    def _names(self, name: str) -> Iterator[str]:
        """The string that each article has in a column of few different ones."""
        for each, sections in zip(self._inputs, self._sections, strict=True):
            with each.segment.blaming("columns"):
                names = read_names(sections[names_section(name)])
                places = from_digits(sections[name], each.segment.size)
                for place, number in zip(places, each.numbers, strict=True):
                    if number != _NONE:
                        yield names[place]

    def _strings(self, name: str) -> list[bytes]:
        """The string that each article has in a column of strings."""
        strings: list[bytes] = []
        for each, sections in zip(self._inputs, self._sections, strict=True):
            with each.segment.blaming("columns"):
                text = bytes(sections[name])
                ends = [*accumulate(from_digits(sections[lengths_section(name)], each.segment.size))]
                if ends[-1:] not in ([], [len(text)]):
                    raise ValueError(f"its {name} are not as long as they should be")
                spans = zip([0, *ends], ends, each.numbers, strict=False)
                strings += [text[start:end] for start, end, number in spans if number != _NONE]
        return strings
