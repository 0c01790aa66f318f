"""Replace letters: write lines again, each character of the alphabets of Europe as a table says.

In: lines in UTF-8, a newline after each. Out: as many, up to the first that holds a character the table has not: that
one is for Python to write.
"""

import cython

LETTERS = 0x250  # code points that the table covers, from 0: Latin, with most of its accents
_NEWLINE = cython.declare(cython.uchar, 10)


@cython.final
@cython.cclass
class Replacer:
    """Knows what replaces each character."""

    letters: cython.const[cython.uchar][::1]
    ends: cython.const[cython.uint][::1]

    def __init__(self, letters: object, ends: object) -> None:
        """
        Args:
            letters: what replaces the code points from 0 on, in UTF-8, end to end; one byte where it is ASCII.
            ends: where each one ends.
        """
        if (
            len(ends) != LETTERS
            or list(ends[:128]) != list(range(1, 129))
            or ends[LETTERS - 1] != len(letters)
        ):
            raise ValueError("the table of letters is not one")
        if any(ends[point] < ends[point - 1] for point in range(1, LETTERS)) or letters[10] != 10:
            raise ValueError("the table of letters is not one")
        self.letters = letters
        self.ends = ends

    def replace(
        self, lines: cython.const[cython.uchar][::1], out: cython.uchar[::1], state: cython.Py_ssize_t[::1]
    ) -> bool:
        """Write lines with their characters replaced.

        Args:
            state: where to go on in `lines` and in `out`; moved on.
        Returns:
            True when all is done. False where the line to go on from holds a character that the table has not.
        Raises:
            ValueError: `out` has no room, or the last line does not end.
        """
        at: cython.Py_ssize_t = state[0]
        filled: cython.Py_ssize_t = state[1]
        place: cython.Py_ssize_t
        point: cython.uint
        if at < 0 or filled < 0 or (len(lines) > 0 and lines[len(lines) - 1] != _NEWLINE):
            raise ValueError("the lines to replace letters in are none")
        while at < len(lines):
            if filled >= len(out):
                raise ValueError("the buffer is too small")
            point = lines[at]
            at += 1
            if point < 0x80:
                out[filled] = self.letters[point]
                filled += 1
                if point == _NEWLINE:
                    state[0] = at
                    state[1] = filled
                continue
            point = ((point & 0x1F) << 6) | (lines[at] & 0x3F) if point < 0xE0 else 0x250
            if point >= 0x250:
                return False
            at += 1
            if filled + self.ends[point] - self.ends[point - 1] > len(out):
                raise ValueError("the buffer is too small")
            for place in range(self.ends[point - 1], self.ends[point]):
                out[filled] = self.letters[place]
                filled += 1
        return True
