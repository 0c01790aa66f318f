"""Strip endings: what a word that no list has is called by.

In: lines in UTF-8, a newline after each: names, some of them empty; words; the words' spellings. Out: the names, those
that were empty made of the words.
"""

import cython

_NEWLINE = cython.declare(cython.uchar, 10)


@cython.final
@cython.cclass
class Endings:
    """Knows which endings words lose."""

    mark: cython.uchar
    shortest: cython.Py_ssize_t
    replaced: cython.const[cython.uchar][::1]
    stripped: cython.const[cython.uchar][::1]

    def __init__(
        self, mark: cython.uchar, shortest: cython.Py_ssize_t, replaced: object, stripped: object
    ) -> None:
        """
        Args:
            mark: a letter that begins the names made here.
            shortest: shorter words, in letters, lose nothing.
            replaced: an ending and what stands in its place, a newline after each, and so on. The first that a word has
                is replaced, and the word then loses nothing else.
            stripped: the letters that a word loses at its end, each once, in this order; then one of a pair.
        """
        written = bytes(replaced).split(b"\n")
        if len(written) % 2 == 0 or written.pop():
            raise ValueError("each ending must have what stands in its place")
        if any(
            len(ending) < len(instead) for ending, instead in zip(written[::2], written[1::2], strict=True)
        ):
            raise ValueError("what stands in the place of an ending must not be longer")
        if shortest < len(stripped) + 2 or shortest < max(map(len, written), default=0):
            raise ValueError("a word must be longer than what it may lose")
        self.mark = mark
        self.shortest = shortest
        self.replaced = replaced
        self.stripped = stripped

    def complete(
        self,
        names: cython.const[cython.uchar][::1],
        words: cython.const[cython.uchar][::1],
        spellings: cython.const[cython.uchar][::1],
        out: cython.uchar[::1],
        state: cython.Py_ssize_t[::1],
    ) -> bool:
        """Write names. One that is empty becomes the mark and the word without its ending, or, of a word that is not
        small letters alone, its spelling.

        Args:
            out: has room for all three texts.
            state: where to go on in `names`, `words`, `spellings` and `out`; moved on.
        Returns:
            True when all is done; False where a name is empty and its word is not ASCII.
        Raises:
            ValueError: there are not as many lines everywhere, or there is no room.
        """
        name: cython.Py_ssize_t = state[0]
        word: cython.Py_ssize_t = state[1]
        spelling: cython.Py_ssize_t = state[2]
        filled: cython.Py_ssize_t = state[3]
        end: cython.Py_ssize_t
        kind: cython.int
        if min(name, word, spelling, filled) < 0:
            raise ValueError("nothing to go on from")
        while name < len(names):
            end = word
            kind = 1  # small letters, 2 something else of ASCII, 3 more
            while end < len(words) and words[end] != _NEWLINE:
                if words[end] >= 0x80:
                    kind = 3
                elif kind == 1 and (words[end] < 0x61 or words[end] > 0x7A):
                    kind = 2
                end += 1
            if end == word:
                kind = 2
            if names[name] == _NEWLINE and kind == 3:
                return False
            state[1] = end + 1
            state[2] = _line_end(spellings, spelling) + 1
            state[0] = _line_end(names, name) + 1
            if state[1] > len(words) or state[2] > len(spellings) or state[0] > len(names):
                raise ValueError("there must be as many lines everywhere, each with its newline")
            if filled + state[0] - name + state[1] - word + state[2] - spelling > len(out):
                raise ValueError("the buffer is too small")
            if names[name] != _NEWLINE:
                filled = _copy(names, name, state[0], out, filled)
            elif kind == 1:
                out[filled] = self.mark
                filled = self._strip(out, filled + 1, _copy(words, word, end, out, filled + 1))
                out[filled] = _NEWLINE
                filled += 1
            else:
                filled = _copy(spellings, spelling, state[2], out, filled)
            name = state[0]
            word = state[1]
            spelling = state[2]
            state[3] = filled
        return True

    @cython.cfunc
    @cython.exceptval(check=False)
    def _strip(
        self, out: cython.uchar[::1], start: cython.Py_ssize_t, end: cython.Py_ssize_t
    ) -> cython.Py_ssize_t:
        """Take its ending from out[start:end]; give where it ends then."""
        at: cython.Py_ssize_t = 0
        after: cython.Py_ssize_t
        if end - start < self.shortest:
            return end
        while at < len(self.replaced):
            after = _line_end(self.replaced, at)
            if _ends_with(out, end, self.replaced, at, after):
                end -= after - at
                return _copy(self.replaced, after + 1, _line_end(self.replaced, after + 1), out, end)
            at = _line_end(self.replaced, after + 1) + 1
        for at in range(len(self.stripped)):
            if out[end - 1] == self.stripped[at]:
                end -= 1
        return end - 1 if out[end - 1] == out[end - 2] else end


@cython.cfunc
@cython.exceptval(check=False)
def _ends_with(
    out: cython.uchar[::1],
    end: cython.Py_ssize_t,
    endings: cython.const[cython.uchar][::1],
    at: cython.Py_ssize_t,
    after: cython.Py_ssize_t,
) -> cython.bint:
    """Whether endings[at:after] stands before `end`."""
    place: cython.Py_ssize_t
    for place in range(after - at):
        if out[end - 1 - place] != endings[after - 1 - place]:
            return False
    return True


@cython.cfunc
@cython.exceptval(check=False)
def _line_end(text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t) -> cython.Py_ssize_t:
    """Where the line at `at` ends: the index of its newline, or the end of the text."""
    while at < len(text) and text[at] != _NEWLINE:
        at += 1
    return at


@cython.cfunc
@cython.exceptval(check=False)
def _copy(
    text: cython.const[cython.uchar][::1],
    start: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    out: cython.uchar[::1],
    filled: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Write text[start:end] at `filled`; give where it ends."""
    at: cython.Py_ssize_t
    for at in range(start, end):
        out[filled] = text[at]
        filled += 1
    return filled
