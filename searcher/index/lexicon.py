"""Writing the lexicon of a segment: its forms with their lists, then which of them belong together.

In: forms and their keys, sorted, one a line. Out: the sections of the file.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import Self

from searcher.analysis import fold_lines, lemma_and_class_lines
from searcher.index.files import PAGE, SectionWriter
from searcher.kernels import invert, lines, table
from searcher.kernels.buffers import zeros
from searcher.kernels.cut import Table
from searcher.records import dataclass

GROUPS = ("lemmas", "classes")
FORM_SECTIONS = ("forms", "forms_offsets", "forms_count")


@dataclass(frozen=True, slots=True)
class Words:
    """The forms of a segment in the order of its lexicon: by key, then by spelling, both as bytes of UTF-8."""

    forms: bytes  # a newline after each
    form_ends: array[int]
    keys: bytes
    key_ends: array[int]

    @classmethod
    def of(cls, forms: bytes, keys: bytes, count: int) -> Self:
        """
        Raises:
            ValueError: these are not so many lines.
        """
        return cls(forms, line_ends(forms, count), keys, line_ends(keys, count))

    def __len__(self) -> int:
        return len(self.key_ends)

    def picked(self, numbers: array[int]) -> Words:
        """Some of them, in this order."""
        return Words.of(
            picked_lines(self.forms, self.form_ends, numbers),
            picked_lines(self.keys, self.key_ends, numbers),
            len(numbers),
        )


@dataclass(frozen=True, slots=True)
class Groups:
    """Which forms of a lexicon belong together, as `write_groups` takes and writes it."""

    names: bytes  # sorted, a newline after each
    name_ends: array[int]
    members: array[int]  # the numbers of the forms of each group, in increasing order
    member_ends: array[int]
    cursor: table.Cursor  # over the table as it was written


def write_forms(lexicon: SectionWriter, words: Words, body: array[int], title: array[int]) -> table.Cursor:
    """Write the forms; returns what walks the table as it was written.

    Args:
        body, title: four numbers a form, as `postings.Writer.write` gives them.
    """
    count = len(words)
    writer = table.Writer(buffer := bytearray(len(words.keys) + len(words.forms) + 56 * count + 64))
    offsets = zeros("I", -(-count // table.BLOCK) + 1)
    writer.forms(words.keys, words.key_ends, words.forms, words.form_ends, body, title, offsets)
    return put_table(lexicon, "forms", memoryview(buffer)[: len(writer)], offsets, count, table.FORMS)


def write_relations(lexicon: SectionWriter, words: Words) -> tuple[Groups, Groups]:
    """Write which forms share a lemma, and which a class."""
    count, key_ends = len(words), words.key_ends
    # Numbers and tags, which sort before all letters, are related to nothing but their key.
    first = bisect_left(key_ends, b":", key=lambda end: words.keys[words.keys.rfind(b"\n", 0, end) + 1 : end])
    forms = words.forms[words.form_ends[first - 1] + 1 if first else 0 :]
    folded = words.keys[key_ends[first - 1] + 1 if first else 0 :]
    names, classes = lemma_and_class_lines(forms, folded)
    bare = (b"\n" + names).replace(b"\n~", b"\n")[1:]  # the names that are guesses, without their mark
    return (
        _group(lexicon, "lemmas", names, fold_lines(bare), folded, first, count),
        _group(lexicon, "classes", classes, classes, folded, first, count),
    )


def _group(
    lexicon: SectionWriter,
    section: str,
    names: bytes,
    name_keys: bytes,
    folded: bytes,
    first: int,
    count: int,
) -> Groups:
    """Write which forms share a name, but for those whose key is the name's key: they are found by it.

    Args:
        names: of the groups of the forms from number `first` to `count`, a newline after each.
        name_keys: their keys, likewise.
        folded: the keys of the forms, likewise.
    """
    distinct = Table()
    numbers = zeros("I", count - first)
    distinct.number_lines(names, name_keys, folded, numbers)
    named = distinct.lines(0)
    ends = line_ends(named, len(distinct))
    by_name = zeros("I", len(ends))
    lines.Sorter(named, ends, named, ends, zeros("Q", len(ends))).sort(by_name, zeros("I", len(ends)))
    ranks = zeros("I", len(ends))
    invert.rank(by_name, ranks)
    member_ends = zeros("I", len(ends))
    members = zeros("I", len(numbers))
    del members[invert.gather(numbers, ranks, first, member_ends, members) :]
    return write_groups(lexicon, section, picked_lines(named, ends, by_name), members, member_ends)


def write_groups(
    lexicon: SectionWriter, section: str, names: bytes, members: array[int], member_ends: array[int]
) -> Groups:
    """Write a table of groups.

    Args:
        names: sorted, a newline after each.
        members, member_ends: the numbers of the forms of each group, in increasing order, and where they end.
    """
    count = len(member_ends)
    writer = table.Writer(buffer := bytearray(len(names) + 20 * count + 5 * len(members) + 64))
    offsets = zeros("I", -(-count // table.BLOCK) + 1)
    name_ends = line_ends(names, count)
    writer.groups(names, name_ends, members, member_ends, offsets)
    cursor = put_table(lexicon, section, memoryview(buffer)[: len(writer)], offsets, count, table.GROUPS)
    return Groups(names, name_ends, members, member_ends, cursor)


def put_table(
    lexicon: SectionWriter, section: str, blocks: memoryview, offsets: array[int], count: int, kind: int
) -> table.Cursor:
    """Write a table; returns what walks it."""
    lexicon.put(section, blocks)
    lexicon.put(f"{section}_offsets", offsets)
    lexicon.put(f"{section}_count", array("I", [count]))
    checked = b"\1" * -(-len(blocks) // PAGE)
    return table.Cursor(blocks, checked, None, 0, offsets, count, kind)


def line_ends(text: bytes, count: int) -> array[int]:
    """Where each of so many lines ends."""
    ends = zeros("I", count)
    if lines.find_ends(text, ends) != count:
        raise ValueError("a form or a key holds a newline")
    return ends


def picked_lines(text: bytes, ends: array[int], numbers: array[int]) -> bytes:
    """The lines of these numbers, in this order."""
    out = bytearray(len(text))
    return bytes(memoryview(out)[: lines.pick(text, ends, numbers, out)])
