"""Running words: a text as a row of words between which it may be cut for a passage.

In: a text, and its words as the analysis cut them. Out: where the n-th word begins and ends, between which
words a reader would accept a cut (never within `porte-parole`, `1 200 000 €` or `3 juillet 2024`, never
between a word and the marks that belong to it), and the best stretch around some of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from searcher.analysis import Token
from searcher.analysis.sentences import BREAK, begins_sentence, ends_sentence

# A longer stretch without a word is the rule of a table, or damage: no passage runs over it.
LONGEST_GAP = 200  # characters
# A longer row of words without a space is an address or data, and is cut anywhere.
_LONGEST_ROW = 10  # words


class RunningWords:
    """The words of one text, counted from 0: forms that stand on one position are one word."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text = text
        self.starts: list[int] = []  # in characters
        self.ends: list[int] = []
        self._glued = bytearray()  # 1: part of the same date, number or compound as the word before
        position, glued_until = -1, 0
        for token in tokens:
            if token.position != position:
                position = token.position
                self._glued.append(token.start < glued_until)
                self.starts.append(token.start)
                self.ends.append(token.end)
            if token.end > glued_until:
                glued_until = token.end

    def __len__(self) -> int:
        return len(self.starts)

    def last_before(self, word: int, end: int) -> int:
        """The last word that begins before a place in the text, which is after the start of `word`."""
        while word + 1 < len(self) and self.starts[word + 1] < end:
            word += 1
        return word

    # ---------------------------------------------------------------- cuts

    def left_edge(self, word: int) -> int:
        """Where a passage begins that begins with this word."""
        cut = self._cut(word)
        return cut[1] if cut else self.starts[word]

    def right_edge(self, word: int) -> int:
        """Where a passage ends that ends with this word."""
        cut = self._cut(word + 1)
        return cut[0] if cut else self.ends[word]

    def _cut(self, word: int) -> tuple[int, int] | None:
        """Where what is before this word ends, and where what begins with it begins; None if they are one."""
        after = self.starts[word] if word < len(self) else len(self._text)
        before = self.ends[word - 1] if word else 0
        near, far = min(after, before + LONGEST_GAP), max(before, after - LONGEST_GAP)
        if word == 0:
            opening = self._text[far:after]
            line = opening[opening.rfind("\n") + 1 :] if far else opening
            return far, after - len(line.lstrip())
        if word == len(self):
            closing = self._text[before:near]
            broken = BREAK.search(closing) if near < after else None
            return before + (broken.start() if broken else len(closing.rstrip())), after
        if self._glued[word]:
            return None
        broken = BREAK.search(self._text, before, after) if near == after else None
        if broken:
            return broken.span()
        if near == after:
            return None
        left, right = BREAK.search(self._text, before, near), self._text.rfind(" ", far, after)
        return left.start() if left else before, right + 1 or after

    def _is_barrier(self, word: int) -> bool:
        """Whether too much that is no word stands before this word."""
        return word > 0 and self.starts[word] - self.ends[word - 1] > LONGEST_GAP

    def _begins_sentence(self, word: int) -> bool:
        cut = self._cut(word)
        return cut is not None and (word == 0 or begins_sentence(self._text, cut[1]))

    def _ends_sentence(self, word: int) -> bool:
        cut = self._cut(word + 1)
        return cut is not None and ends_sentence(self._text, cut[0])

    # ---------------------------------------------------------------- stretches

    def stretch(self, first: int, last: int, *, low: int, high: int, size: int) -> tuple[int, int]:
        """Surround some words with others, from where a sentence begins and to where one ends if that is
        near.

        Args:
            first, last: the words to surround.
            low, high: how far the stretch may reach, both included.
            size: how many words it should have.
        Returns:
            Its first and its last word.
        """
        spare = max(0, size - (last - first + 1))
        begin = self._back(first, max(low, first - spare * 3 // 4), otherwise=max(low, first - spare // 2))
        end = self._reach(last, min(high, last + spare - (first - begin)), near=size // 3)
        left_over = spare - (first - begin) - (end - last)
        if left_over > size // 4:
            begin = self._farther_back(begin, max(low, begin - left_over))
        return self._unglued_left(begin, low), self._unglued_right(end, high)

    def _back(self, word: int, floor: int, *, otherwise: int) -> int:
        """The nearest word, back to `floor`, that begins a sentence; or else another one."""
        for candidate in range(word, floor - 1, -1):
            if self._begins_sentence(candidate) or self._is_barrier(candidate):
                return candidate
        return max(otherwise, floor)

    def _farther_back(self, word: int, floor: int) -> int:
        """The farthest word, back to `floor`, that begins a sentence; `floor` if there is none."""
        for candidate in range(word, floor, -1):
            if self._is_barrier(candidate):
                floor = candidate
                break
        for candidate in range(floor, word + 1):
            if self._begins_sentence(candidate):
                return candidate
        return floor

    def _reach(self, word: int, limit: int, *, near: int) -> int:
        """The farthest word, up to `limit`, or one that ends a sentence less than `near` words before."""
        for candidate in range(word, limit):
            if self._is_barrier(candidate + 1):
                return candidate
        for candidate in range(limit, max(word, limit - near) - 1, -1):
            if self._ends_sentence(candidate):
                return candidate
        return max(word, limit)

    def _unglued_left(self, word: int, low: int) -> int:
        for candidate in range(word, max(low, word - _LONGEST_ROW) - 1, -1):
            if self._cut(candidate):
                return candidate
        return word

    def _unglued_right(self, word: int, high: int) -> int:
        for candidate in range(word, min(high, word + _LONGEST_ROW) + 1):
            if self._cut(candidate + 1):
                return candidate
        return word
