"""Which questions to ask of a corpus: drawn from its own words, by how frequent they are; the same for the same seed.

In: JSON Lines. Out: questions of fourteen kinds, in no engine's language. A large corpus is looked at through every
n-th of its articles, so that neither time nor memory grows much with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any

import orjson

from searcher.analysis import is_function_word

SEED = 20_261_126
LOOKED_AT = 64_000_000  # bytes of a corpus, at most, about

_TRIES = 500  # for each question that is wanted: a corpus may have none of a kind
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# Words with nothing but blanks or apostrophes between: neighbours for every tokenizer.
_ROW = re.compile(r"[^\W\d_]+(?:['’ ][^\W\d_]+)*")
_TYPED_WRONG = "abcdefghijlmnoprstuv"


class Shape(StrEnum):
    """How the words of a question belong together."""

    ALL = "all"
    ANY = "any"
    ROW = "row"  # a phrase
    PREFIX = "prefix"  # of the one word, its beginning
    FUZZY = "fuzzy"  # the one word, but for one letter


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be found, before anyone's language."""

    kind: str
    shape: Shape
    words: tuple[str, ...]  # in small letters, with their accents
    year: int | None = None  # in which articles were published, if that counts

    def line(self) -> str:
        """For another process: shape, words, year, with tabs between."""
        return f"{self.shape}\t{' '.join(self.words)}\t{self.year or ''}"

    @classmethod
    def from_line(cls, line: str) -> Question:
        """The inverse of `line`, without the kind."""
        shape, words, year = line.split("\t")
        return cls("", Shape(shape), tuple(words.split()), int(year) if year else None)


@dataclass(frozen=True, slots=True)
class Sample:
    """Some articles of a corpus, and the words in them."""

    articles: int  # in the whole corpus
    text_bytes: int  # of titles and bodies, in the whole corpus
    texts: tuple[str, ...]
    years: tuple[int, ...]  # of the articles looked at
    containing: Counter[str]  # in how many of the articles looked at each word is


def look_at(path: Path, most: int = LOOKED_AT) -> Sample:
    """Read a corpus, and remember every n-th of its articles.

    Args:
        most: how many bytes to remember, about.
    """
    step = max(1, -(-path.stat().st_size // most))
    articles = text_bytes = 0
    texts: list[str] = []
    years: list[int] = []
    containing: Counter[str] = Counter()
    for title, body, date in read_records(path):
        text_bytes += len(title.encode()) + len(body.encode())
        if articles % step == 0:
            text = unicodedata.normalize("NFC", f"{title}\n{body}")
            texts.append(text)
            containing.update(set(_words(text)))
            if date:
                years.append(int(date[:4]))
        articles += 1
    return Sample(articles, text_bytes, tuple(texts), tuple(years), containing)


def read_records(path: Path) -> Iterator[tuple[str, str, str]]:
    """Title, body and date of each article; "" for what it has not."""
    with open(path, "rb") as lines:
        for line in lines:
            record: dict[str, Any] = orjson.loads(line)
            yield record.get("title") or "", record.get("text") or "", (record.get("date") or "")[:10]


def draw(sample: Sample, wanted: int, seed: int = SEED) -> dict[str, tuple[Question, ...]]:
    """Draw questions of each kind, by its name; fewer, or none, where the corpus has too few."""
    return _Drawer(sample, Random(seed)).draw(wanted)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


class _Drawer:
    """Knows the words of a sample by how frequent they are."""

    def __init__(self, sample: Sample, random: Random) -> None:
        self._sample = sample
        self._random = random
        self._looked_at = len(sample.texts)
        self._containing = sample.containing
        self._rare = self._between(2, max(3, self._looked_at // 2000))
        self._mid = self._between(self._looked_at * 0.005, self._looked_at * 0.02)
        common = self._between(max(2, self._looked_at * 0.1), self._looked_at)
        self._common = sorted(common, key=lambda word: (-self._containing[word], word))[:60]

    def draw(self, wanted: int) -> dict[str, tuple[Question, ...]]:
        everyday = sorted(self._containing, key=lambda word: (-self._containing[word], word))
        functions = [word for word in everyday if is_function_word(word) and len(word) > 1][:20]
        long = [word for word in self._mid if len(word) >= 6]
        one = Shape.ALL
        kinds: dict[str, tuple[Shape, Callable[[], tuple[str, ...] | None]]] = {
            "rare": (one, lambda: self._one_of(self._rare)),
            "mid": (one, lambda: self._one_of(self._mid)),
            "common": (one, lambda: self._one_of(self._common)),
            "function word": (one, lambda: self._one_of(functions)),
            "AND-2": (Shape.ALL, lambda: self._of_one_article(2)),
            "AND-3": (Shape.ALL, lambda: self._of_one_article(3)),
            "OR-2": (Shape.ANY, lambda: self._some_of(self._mid, 2)),
            "OR-5": (Shape.ANY, lambda: self._of_one_sentence(5)),
            "natural language": (Shape.ANY, lambda: self._as_written(7)),
            "phrase-2": (Shape.ROW, lambda: self._row(2)),
            "phrase-3": (Shape.ROW, lambda: self._row(3)),
            "prefix": (Shape.PREFIX, lambda: self._beginning(long)),
            "fuzzy": (Shape.FUZZY, lambda: self._typed_wrong(long)),
            "date filter": (one, lambda: self._one_of(self._mid + self._common)),
        }
        years = self._sample.years
        drawn = {}
        for kind, (shape, make) in kinds.items():
            is_dated = kind == "date filter"
            if is_dated and not years:
                drawn[kind] = ()
                continue
            found: dict[Question, None] = {}
            for _ in range(wanted * _TRIES):
                if len(found) == wanted:
                    break
                words = make()
                if words:
                    year = self._random.choice(years) if is_dated else None
                    found[Question(kind, shape, words, year)] = None
            drawn[kind] = tuple(found)
        return drawn

    def _between(self, least: float, most: float) -> list[str]:
        """Content words that so many articles have, in the order of the alphabet."""
        return sorted(
            word
            for word, count in self._containing.items()
            if least <= count <= most and _says_something(word)
        )

    def _one_of(self, words: Sequence[str]) -> tuple[str, ...] | None:
        return (self._random.choice(words),) if words else None

    def _some_of(self, words: Sequence[str], number: int) -> tuple[str, ...] | None:
        return tuple(self._random.sample(words, number)) if len(words) >= number else None

    def _text(self) -> str:
        return self._random.choice(self._sample.texts)

    def _sentence(self) -> list[str]:
        return _words(self._random.choice(_SENTENCE.split(self._text())))

    def _is_known(self, word: str) -> bool:
        """Whether it says something, and stands in the corpus more often than by accident."""
        return _says_something(word) and self._containing[word] > 3

    def _of_one_article(self, number: int) -> tuple[str, ...] | None:
        least, most = 0.002 * self._looked_at, 0.3 * self._looked_at
        words = {
            word
            for word in _words(self._text())
            if least <= self._containing[word] <= most and _says_something(word)
        }
        return self._some_of(sorted(words), number)

    def _of_one_sentence(self, number: int) -> tuple[str, ...] | None:
        words = list(dict.fromkeys(word for word in self._sentence() if self._is_known(word)))
        if len(words) < number:
            return None
        start = self._random.randrange(len(words) - number + 1)
        return tuple(words[start : start + number])

    def _as_written(self, number: int) -> tuple[str, ...] | None:
        """Words in a row, those of grammar included."""
        words = self._sentence()
        if len(words) < number:
            return None
        start = self._random.randrange(len(words) - number + 1)
        row = tuple(dict.fromkeys(words[start : start + number]))
        content = sum(map(_says_something, row))
        return row if content >= 3 and len(row) - content >= 2 else None

    def _row(self, number: int) -> tuple[str, ...] | None:
        """A phrase: two content words, or three words of which the one between is of grammar."""
        words = _words(self._random.choice(_ROW.findall(self._text()) or [""]))
        if len(words) < number:
            return None
        start = self._random.randrange(len(words) - number + 1)
        row = tuple(words[start : start + number])
        # A clitic is a word of its own for some, and for some none.
        if any(len(word) == 1 and word not in "aày" for word in row) or not (
            self._is_known(row[0]) and self._is_known(row[-1])
        ):
            return None
        return row if all(map(is_function_word, row[1:-1])) else None

    def _beginning(self, words: Sequence[str]) -> tuple[str, ...] | None:
        return (self._random.choice(words)[: self._random.choice((4, 5, 6))],) if words else None

    def _typed_wrong(self, words: Sequence[str]) -> tuple[str, ...] | None:
        """A word with one letter replaced, left out or too many; not the first nor the last two."""
        if not words:
            return None
        word = self._random.choice(words)
        at = self._random.randrange(2, len(word) - 2)
        letter = self._random.choice(_TYPED_WRONG)
        return (
            self._random.choice(
                (
                    word[:at] + letter + word[at + 1 :],
                    word[:at] + word[at + 1 :],
                    word[:at] + letter + word[at:],
                )
            ),
        )


def _says_something(word: str) -> bool:
    return len(word) >= 4 and not is_function_word(word)
