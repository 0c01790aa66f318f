"""The columns of a segment: what is known of each article without reading it.

In: articles. Out: the sections of the file. `merging.py` carries them into larger segments by what they are named:
  - `keys`, or another word in the plural with the section `key_lengths` beside it: a string an article, end to end,
    and how long each is;
  - NAME with a section NAME`_names` beside it: for each article the place of its value in that list of strings, which
    is JSON and in the order of their first appearance;
  - `key_rank`: the order of the keys, made anew;
  - `metadata` and the two sections before it: see `metadata.py`;
  - any other name: a number for each article.
All numbers are written as in `digits.py`.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence

from searcher.article import Article
from searcher.index.articles import written_date
from searcher.index.digits import by_digit
from searcher.index.files import SectionWriter
from searcher.index.metadata import MetadataBuilder, write_fields
from searcher.kernels import invert
from searcher.kernels.buffers import zeros

ORDER = "key_rank"


# An article that was added, its file as the state of the corpus names it (that of its path in the first source if
# None), and its number in that file, 0 where it is the file.
Row = tuple[Article, str | None, int]
_NO_DAYS = (0, 0)


class Columns:
    """One value an article, in arrays."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self._first_day = array("I")
        self._more_days = array("I")
        self._encodings: list[str] = []
        self._files: list[str] = []
        self._records = array("I")
        self._metadata = MetadataBuilder()

    def add(self, article: Article) -> None:
        """Add an article; its row may follow later, with others."""
        self._metadata.add(article)

    def extend(self, rows: Sequence[Row]) -> None:
        """Add the rows of articles: many at once take half the time of one after the other."""
        articles, files, records = zip(*rows, strict=True)
        keys = [article.key for article in articles]
        days = [written_date(date)[1:] if (date := article.published) else _NO_DAYS for article in articles]
        self.keys += keys
        self._first_day.extend([first for first, _ in days])
        self._more_days.extend([last - first for first, last in days])
        self._encodings += [article.encoding for article in articles]
        self._files += map(_short_name, articles, files)
        self._records.extend(records)
        self._metadata.extend(articles)

    def write(self, columns: SectionWriter) -> None:
        write_numbers(columns, "first_day", self._first_day)
        write_numbers(columns, "more_days", self._more_days)
        write_names(columns, "encoding", self._encodings)
        write_names(columns, "file", self._files)
        write_numbers(columns, "record", self._records)
        write_fields(columns, self._metadata.fields(), len(self.keys))
        keys = [key.encode() for key in self.keys]
        write_strings(columns, "keys", keys)
        write_order(columns, keys)


def _short_name(article: Article, file: str | None) -> str:
    """The name of a file; of one named as its article, only its source: all of these are one name in a segment."""
    if file is None:
        file = f"0:{article.path}" if article.path else ""
    # Few files are named as their articles, or all of them are.
    if not file.endswith(article.key):
        return file
    source, _, name = file.partition(":")
    return f"{source}:" if name == article.key else file


def named_file(name: str, key: str) -> str:
    """The name of the file that an article came from, as the state of the corpus has it; "" if it came from none.

    Args:
        name: in the column `file`: all of the name, or a source whose files are named as their articles, or "".

    >>> named_file("1:agence.jsonl", "2024-0147"), named_file("1:", "a.txt"), named_file("", "a.txt")
    ('1:agence.jsonl', '1:a.txt', '')
    """
    return name + key if name and name.find(":") == len(name) - 1 else name


def lengths_section(name: str) -> str:
    """How long the strings of a column are, in bytes."""
    return f"{name.removesuffix('s')}_lengths"


def names_section(name: str) -> str:
    """The different values of a column."""
    return f"{name}_names"


def write_numbers(columns: SectionWriter, name: str, numbers: array[int]) -> None:
    """Write a column of numbers."""
    columns.put(name, by_digit(numbers))


def write_strings(columns: SectionWriter, name: str, strings: Sequence[bytes]) -> None:
    """Write a column of strings: most of them differ."""
    columns.put(name, b"".join(strings))
    write_numbers(columns, lengths_section(name), array("I", map(len, strings)))


def write_names(columns: SectionWriter, name: str, values: Iterable[str]) -> None:
    """Write a column of strings of which few differ."""
    places: dict[str, int] = {}
    write_numbers(columns, name, array("I", [places.setdefault(value, len(places)) for value in values]))
    columns.put(names_section(name), json.dumps(list(places), separators=(",", ":")).encode())


def write_order(columns: SectionWriter, keys: Sequence[bytes]) -> None:
    """Write in which order the keys are, which are in UTF-8: its order is that of the strings."""
    by_key = array("I", sorted(range(len(keys)), key=keys.__getitem__))
    ranks = zeros("I", len(by_key))
    invert.rank(by_key, ranks)
    write_numbers(columns, ORDER, ranks)
