"""Find the lines of a text that begin as some do, whatever the case.

In: text, and how such lines begin, in letters of ISO 8859-1. Out: where they begin.
"""

import cython


@cython.final
@cython.cclass
class Openings:
    """Knows how the lines begin that are looked for."""

    words: cython.const[cython.uchar][::1]  # in small letters, end to end, sorted
    ends: cython.const[cython.uint][::1]  # where each one ends
    firsts: cython.const[cython.uint][::1]  # of each first letter, and one more, the number of its first word
    small: cython.const[cython.uchar][::1]  # of each letter
    passed: str

    def __init__(self, words: object, ends: object, firsts: object, small: object, passed: str) -> None:
        """
        Args:
            words: how lines may begin, sorted, end to end, each of a letter at least; in ISO 8859-1 and small letters.
            ends: where each of them ends.
            firsts: for each letter from 0 to 256, how many words begin with one before it.
            small: the small letter of each letter from 0 to 255.
            passed: blanks and signs that may stand before the words.
        """
        if len(firsts) != 257 or len(small) != 256 or list(firsts) != sorted(firsts):
            raise ValueError("the tables of openings are none")
        if firsts[256] != len(ends) or list(ends) != sorted(set(ends)) or 0 in ends[:1]:
            raise ValueError("the tables of openings are none")
        if len(words) != (ends[len(ends) - 1] if len(ends) else 0):
            raise ValueError("the tables of openings are none")
        self.words = words
        self.ends = ends
        self.firsts = firsts
        self.small = small
        self.passed = passed

    def find(self, text: str, start: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Where the next line begins, blanks and signs before it included, that begins so; -1 if none does.

        The line in which the search starts is not looked at.
        """
        size: cython.Py_ssize_t = len(text)
        line: cython.Py_ssize_t = start
        at: cython.Py_ssize_t
        word: cython.Py_ssize_t
        place: cython.Py_ssize_t
        letter: cython.uint
        if start < 0:
            raise ValueError("a text begins at 0")
        while True:
            line = text.find("\n", line) + 1
            if line == 0:
                return -1
            at = line
            while at < size and text[at] in self.passed:
                at += 1
            letter = ord(text[at]) if at < size else 256
            if letter > 255:
                continue
            letter = self.small[letter]
            for word in range(self.firsts[letter], self.firsts[letter + 1]):
                place = self.ends[word - 1] if word else 0
                if self._begins(text, at, place, self.ends[word]):
                    return line

    @cython.cfunc
    def _begins(
        self, text: str, at: cython.Py_ssize_t, place: cython.Py_ssize_t, end: cython.Py_ssize_t
    ) -> cython.bint:
        """Whether a text goes on as a word does."""
        letter: cython.uint
        if end - place > len(text) - at:
            return False
        while place < end:
            letter = ord(text[at])
            if letter > 255 or self.small[letter] != self.words[place]:
                return False
            at += 1
            place += 1
        return True
