"""Values: which of the different values of a field meet a condition.

In: the values, and what a query asks of them: words in a row, the shape of the whole, the whole to the letter. Out:
their numbers, from 1.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, groupby
from operator import attrgetter
from unicodedata import normalize

from searcher.analysis import Asked, Cutter, cut, fold_lines, key, keys
from searcher.analysis.characters import plain
from searcher.index.families import SAME_KEY
from searcher.query import Metadata

LANGUAGE = "langue"

# Follows each letter of a word in capitals without accents, which may have lost them.
_LOST = "\ue000"
_CAPITALS = re.compile(r"[^\W\d_]+")
# Letters that are plain ones with something that Unicode does not take off; a ligature is two letters.
_OPENED = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o\u0338", "ł": "l\u0338", "đ": "d\u0335", "ð": "d\u0338", "ħ": "h\u0335"}
    | {"ı": "i\u0338", "þ": "th", "ß": "ss"}
)
_NAME = re.compile(r"[^\W_]+")


class Values:
    """The different values of a field, as they are written. What is made of them for one search serves the next."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def meeting(self, condition: Metadata) -> Iterator[int]:
        """The numbers of the values that meet a condition."""
        asked, numbers = condition.value, range(1, len(self) + 1)
        if condition.whole:
            same = shape(asked)
            return (number for number, value in enumerate(self, 1) if shape(value) == same)
        if asked == "*":
            return iter(numbers)
        if not set("*?") & set(asked):
            if condition.name == LANGUAGE:
                tag = _tag(asked)
                return (
                    number for number, value in enumerate(self, 1) if f"{_tag(value)}-".startswith(f"{tag}-")
                )
            if row := self._row(asked):
                return self._holding(row)
        matches = _pattern(asked).fullmatch
        return (number for number, letters in enumerate(self._letters, 1) if matches(letters))

    @cached_property
    def _letters(self) -> list[str]:
        return list(map(_letters, self))

    def _row(self, asked: str) -> list[str]:
        """The words of a condition; nothing if it has none."""
        return [next(tokens).form for _, tokens in groupby(cut(asked), attrgetter("position"))]

    def _holding(self, row: Sequence[str]) -> Iterator[int]:
        """The values that hold some words in a row."""
        slots = [self._numbers_of(form) for form in row]
        if not all(slots):
            return
        forms, positions, ends = self._words
        # Only values that hold the rarest of the words are looked at.
        rarest = min(slots, key=lambda slot: sum(map(self._counts.__getitem__, slot)))
        holding = dict.fromkeys(bisect_right(ends, at) for at, form in enumerate(forms) if form in rarest)
        for value in holding:
            words = range(ends[value - 1] if value else 0, ends[value])
            there = {(positions[at], forms[at]) for at in words}
            if any(
                all(
                    any((positions[at] + step, form) in there for form in slot)
                    for step, slot in enumerate(slots)
                )
                for at in words
            ):
                yield value + 1

    def _numbers_of(self, form: str) -> set[int]:
        """The numbers of the forms that a word stands for."""
        asked = Asked.of(form)
        return {
            number for number in self._by_key.get(asked.key, ()) if _stands_for(asked, self._forms[number])
        }

    @cached_property
    def _cutting(self) -> tuple[list[str], tuple[array[int] | memoryview[int], array[int], array[int]]]:
        """The forms of all values; then for each word of them its form and its position, and where each value ends."""
        cutter = Cutter()
        words = cutter.cut([value.encode("utf-8", "replace") for value in self], with_places=True)
        return list(map(cutter.form, range(len(cutter)))), (words.forms, words.positions, words.ends)

    @property
    def _forms(self) -> list[str]:
        return self._cutting[0]

    @property
    def _words(self) -> tuple[array[int] | memoryview[int], array[int], array[int]]:
        return self._cutting[1]

    @cached_property
    def _counts(self) -> Counter[int]:
        return Counter(self._words[0])

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, folded in enumerate(keys(self._forms)):
            found[folded].append(number)
        return found


class Paths(Values):
    """Paths of files: each run of letters and digits is a word. There may be as many as articles, so none is cut."""

    def meeting(self, condition: Metadata) -> Iterator[int]:
        return super().meeting(Metadata(condition.name, condition.value.rstrip("/"), condition.whole))

    def _row(self, asked: str) -> list[str]:
        return _names(asked)

    def _holding(self, row: Sequence[str]) -> Iterator[int]:
        text, ends = self._folded
        # A pattern that begins with a look behind is searched for ten times slower.
        pattern = re.compile(r"(?:(?!\n)[\W_])+".join(re.escape(key(form)) for form in row) + r"(?![^\W_])")
        asked = [Asked.of(form) for form in row]
        accented = any(each.accented for each in asked)  # otherwise what has these keys is meant
        last = -1
        found = pattern.search(text)
        while found:
            path = bisect_right(ends, found.start())
            inside = found.start() and _NAME.match(text, found.start() - 1)
            if not inside and path != last and (not accented or self._holds(path, asked)):
                last = path
                yield path + 1
            found = pattern.search(text, found.start() + 1 if path != last else ends[path])

    def _holds(self, path: int, asked: Sequence[Asked]) -> bool:
        """Whether the words stand in a path with the accents that were typed."""
        names = _names(self._values[path])
        return any(
            len(names) - at >= len(asked) and all(map(_stands_for, asked, names[at:]))
            for at in range(len(names))
        )

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        """The keys of all paths, a line each, and where each line ends, its newline included."""
        lines = "\n".join(self._one_line) + "\n"
        text = lines.lower() if lines.isascii() else fold_lines(lines.encode("utf-8", "replace")).decode()
        return text, list(accumulate(len(line) + 1 for line in text.split("\n")[:-1]))

    @property
    def _one_line(self) -> Iterator[str]:
        """Each path, composed, on one line."""
        for path in self:
            yield (path if path.isascii() else normalize("NFC", path)).replace("\n", " ")


def _names(path: str) -> list[str]:
    """The words of a path, in small letters but for those in capitals."""
    names = _NAME.findall(normalize("NFC", path))
    return [name if len(name) > 1 and name.isupper() else name.lower() for name in names]


def _stands_for(asked: Asked, form: str) -> bool:
    """Whether a word typed stands for a form of its key: with the same accents, or none that were typed."""
    related = asked.relate(form)
    return related is not None and related[0] in SAME_KEY


# ---------------------------------------------------------------- whole values


def _tag(language: str) -> str:
    """A language as tags write it: `fr-CA`; blanks count as elsewhere."""
    return shape(language).lower().replace("_", "-")


def shape(value: str) -> str:
    """A value in which apostrophes, hyphens and blanks have one shape, as in text that is searched to the letter."""
    return " ".join(plain(value)[0].split())


@lru_cache(maxsize=64)
def _pattern(value: str) -> re.Pattern[str]:
    """What the letters of a whole value must be: `*` stands for any, `?` for one, an accent typed is required."""
    first, *others = ("".join(map(_sign, part)) for part in _parts(_clusters(_letters(value, typed=True))))
    # What stands between two `*` may as well be where it is met first: trying all places would take for ever.
    between = "".join(f"(?>.*?{part})" for part in others[:-1])
    return re.compile(first + between + "".join(f".*{part}" for part in others[-1:]), re.DOTALL)


def _parts(signs: Sequence[str]) -> Iterator[list[str]]:
    """What stands before, between and behind the `*`."""
    part: list[str] = []
    for sign in signs:
        if sign == "*":
            yield part
            part = []
        else:
            part.append(sign)
    yield part


def _sign(cluster: str) -> str:
    """What a sign of a condition stands for: a letter, and the accents that it was typed with."""
    letter, accents = cluster[0], cluster[1:]
    free = f"[\u0300-\u036f{_LOST}]*"
    if letter == "?" and not accents:
        return f"[^\u0300-\u036f{_LOST}]{free}"
    return re.escape(letter) + (f"(?:{re.escape(accents)}|{_LOST})" if accents else free)


def _clusters(letters: str) -> list[str]:
    return re.findall("[^\u0300-\u036f][\u0300-\u036f]*|^[\u0300-\u036f]+", letters, re.DOTALL)


def _letters(value: str, *, typed: bool = False) -> str:
    """A value in small letters, each followed by its accents, or by `_LOST` where it may have lost them."""
    value = shape(value)
    small = value.lower()
    if value != small and not typed:
        small = _CAPITALS.sub(_lose, value).lower()
    return small if small.isascii() else normalize("NFD", small.translate(_OPENED))


def _lose(word: re.Match[str]) -> str:
    letters = word.group()
    if letters.isupper() and letters.lower() == key(letters):
        return "".join(f"{letter}{_LOST}" for letter in letters)
    return letters
