"""Counting the families of frequent words beforehand: how many articles have each, by the best form of each article.

How rare a word is follows from these counts; who asks for it needs no pass over its postings then. They add up over
segments. In: a lexicon as it is written, and the lists of its forms. Out: a table of words, in the lexicon.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from itertools import chain, repeat
from pathlib import Path

from searcher.index.families import FAMILIES, LEVELS, WEIGHTS, FormLists, find_family
from searcher.index.files import SectionFile, SectionWriter, Stamp
from searcher.index.lexicon import Groups, Words, line_ends, put_table
from searcher.kernels import frequent, postings, table
from searcher.kernels.buffers import zeros
from searcher.records import dataclass

# A family is counted beforehand if it has so many postings: fewer are passed through in twenty microseconds. To count
# families takes 1.7 % of the time of a build; with half as many postings, 3 %.
LEAST_POSTINGS = 4000
# Of a word that hardly stands in the texts itself few will think. That does not go for one without accents or capitals.
LEAST_OF_ITSELF = 128
# Bitmaps of forms that are kept for other words of their families, in 64-bit words: 4 MB.
_KEPT = 1 << 19


@dataclass(frozen=True, slots=True)
class ListPlaces:
    """Where the lists of forms are written."""

    data: memoryview  # of their file
    verified: bytes | bytearray  # a mark for each page of it that is known to be whole
    verify: Callable[[int, int], object]  # checks the pages of these bytes
    spans: tuple[tuple[int, int], tuple[int, int]]  # of those of the body and of the title
    articles: int

    @classmethod
    def of(cls, file: SectionFile, articles: int) -> ListPlaces:
        return cls(file.data, file.verified, file.verify, (file.span("body"), file.span("title")), articles)

    @classmethod
    def written(cls, path: Path, stamp: Stamp, articles: int) -> ListPlaces:
        """Those of a file that was written just now: it is what was written."""
        file = SectionFile(path, stamp)
        file.verified[:] = b"\1" * len(file.verified)
        return cls.of(file, articles)


def write_families(
    lexicon: SectionWriter,
    words: Words,
    forms: table.Cursor,
    groups: tuple[Groups, Groups],
    counts: tuple[array[int], array[int]],
    lists: ListPlaces,
) -> None:
    """Write how many articles have each frequent family.

    Args:
        forms, groups: the forms of the lexicon, their lemmas and their classes, as they were written.
        counts: of the body and of the title, four numbers a form, as `postings.Writer.write` gives them.
        lists: those of the forms.
    """
    lemmas, classes = groups
    finder = table.Finder(forms, lemmas.cursor, classes.cursor)

    def find(keys: bytes, lemma_names: bytes, class_names: bytes) -> tuple[FormLists, bytearray, bytearray]:
        numbers, ways, body, title, texts = finder.find(keys, lemma_names, class_names)
        return FormLists.of_one(numbers, body, title), ways, texts

    counter = _Counter(lists, len(words))
    counted: list[tuple[bytes, array[int]]] = []
    for word in _frequent(words, classes, *counts):
        family, weights = find_family(find, word)
        if family.postings() >= LEAST_POSTINGS:
            counted.append((word.encode(), counter.count(family, weights)))
    counted.sort()
    names = b"".join(word + b"\n" for word, _ in counted)
    numbers = array("Q", chain.from_iterable(numbers for _, numbers in counted))
    offsets = zeros("I", -(-len(counted) // table.BLOCK) + 1)
    writer = table.Writer(buffer := bytearray(len(names) + (30 + 10 * len(WEIGHTS)) * len(counted) + 64))
    writer.families(names, line_ends(names, len(counted)), numbers, len(WEIGHTS), offsets)
    put_table(lexicon, FAMILIES, memoryview(buffer)[: len(writer)], offsets, len(counted), table.GROUPS)


def _frequent(words: Words, classes: Groups, body: array[int], title: array[int]) -> list[str]:
    """The words that may have frequent families: forms, and their keys, which need not be forms."""
    runs, sums, numbers = zeros("Q", len(words)), zeros("Q", len(words)), zeros("I", len(words))
    grouped = classes.names, classes.name_ends, classes.members, classes.member_ends
    frequent.add_up(words.keys, words.key_ends, *grouped, body, title, runs, sums)
    lines = words.keys, words.key_ends, words.forms, words.form_ends
    chosen = frequent.choose(*lines, body, title, runs, sums, LEAST_POSTINGS, LEAST_OF_ITSELF, numbers)
    picked = words.picked(numbers[:chosen])
    both = (text.decode().split("\n")[:-1] for text in (picked.keys, picked.forms))
    return list(dict.fromkeys(chain.from_iterable(zip(*both, strict=True))))


class _Counter:
    """Counts the articles of families by the best form of each."""

    def __init__(self, lists: ListPlaces, forms: int) -> None:
        """
        Args:
            forms: of the lexicon.
        """
        self._reader = postings.Reader(zeros("I", postings.ROOM), zeros("I", postings.ROOM))
        nothing = memoryview(b""), b"", None
        spans = array("Q", chain(chain.from_iterable(lists.spans), repeat(0, 12)))
        data, no_lengths = (lists.data, lists.verified, lists.verify), (array("I"), array("I"))
        self._reader.open(data, nothing, spans, lists.articles, no_lengths)
        bitmap = -(-lists.articles // 64)
        self._slots, self._used = zeros("I", forms), zeros("I", 1)
        self._kept, self._work = zeros("Q", max(bitmap, _KEPT)), zeros("Q", 8 * bitmap)

    def count(self, family: FormLists, weights: array[float]) -> array[int]:
        """How many articles have each of `WEIGHTS` as that of their best form."""
        counts, levels = zeros("Q", 8), bytes(map(LEVELS.__getitem__, weights))
        self._reader.count_levels(
            family.numbers,
            family.body,
            family.title,
            levels,
            self._slots,
            self._kept,
            self._used,
            self._work,
            counts,
        )
        return counts[1 : len(WEIGHTS) + 1]
