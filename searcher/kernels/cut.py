"""Cut UTF-8 text into chunks, and chunks into the forms that an analysis made of them.

A **chunk** is a stretch that can be analysed alone, whatever surrounds it: a word with its apostrophes and hyphens,
or a whole run of characters where digits, dots or signs need a closer look. Most chunks have been met before, so
finding a chunk's number in a hash table is nearly all the work; what a chunk means is decided elsewhere, once.

In: bytes, a table of character classes, what each chunk expands to. Out: numbers of chunks, then of forms, with
positions and character offsets.
"""

import cython

# Classes of characters, as the table handed to `Chunks` gives them.
_OTHER = cython.declare(cython.int, 0)  # needs a closer look
_SPACE = cython.declare(cython.int, 1)
_LOWER = cython.declare(cython.int, 2)
_UPPER = cython.declare(cython.int, 3)
_DIGIT = cython.declare(cython.int, 4)
_APOSTROPHE = cython.declare(cython.int, 5)
_HYPHEN = cython.declare(cython.int, 6)
_DOT = cython.declare(cython.int, 7)
_OPENING = cython.declare(cython.int, 8)  # a parenthesis: `salarié(e)s` is one chunk
_BREAK = cython.declare(cython.int, 9)
_COLON = cython.declare(cython.int, 10)
_SLASH = cython.declare(cython.int, 11)
_GLUE = cython.declare(cython.int, 12)  # a space that numbers may contain

LOW_CLASSES = 0x250  # code points from 0 that the table of classes covers …
PUNCTUATION = 0x2000  # … and from here on …
PUNCTUATION_CLASSES = 0xD0  # … as many again

_PLAIN = cython.declare(cython.int, 0)  # kinds of chunks: letters alone …
_JOINED = cython.declare(cython.int, 1)  # … with apostrophes or hyphens …
_COMPLEX = cython.declare(cython.int, 2)  # … or anything

_MASK = cython.declare(cython.uint, 0xFFFFFFFF)  # a literal above 31 bits would be a Python object
_LONGEST = cython.declare(
    cython.Py_ssize_t, 32768
)  # bytes of a chunk: longer runs are cut, so time stays linear

# The same for Python, which does not see the names above once they are compiled.
OTHER, SPACE, LOWER, UPPER, DIGIT, APOSTROPHE, HYPHEN = (
    _OTHER,
    _SPACE,
    _LOWER,
    _UPPER,
    _DIGIT,
    _APOSTROPHE,
    _HYPHEN,
)
DOT, OPENING, BREAK, COLON, SLASH, GLUE = _DOT, _OPENING, _BREAK, _COLON, _SLASH, _GLUE
PLAIN, JOINED, COMPLEX = _PLAIN, _JOINED, _COMPLEX


@cython.final
@cython.cclass
class Chunks:
    """The distinct chunks met so far, numbered from 0, and the scanner that finds them.

    The owner keeps the buffers large enough: see `room_for` and `grow`.
    """

    classes: cython.const[cython.uchar][::1]
    data: cython.const[cython.uchar][::1]  # under the cursor: passing a view costs more than a word
    eliding: cython.const[cython.uchar][::1]
    clitics: cython.const[cython.uchar][::1]
    # Open addressing, a power of two of slots, four numbers each so that one look at memory tells them all: the chunk's
    # number + 1 (0 is free), its hash, where its bytes begin, how many they are.
    slots: cython.uint[::1]
    hashes: cython.uint[::1]
    letters: cython.uchar[::1]  # the bytes of all chunks, end to end
    ends: cython.uint[::1]  # where each one ends in `letters`
    kinds: cython.uchar[::1]
    count: cython.uint
    # Where the run under the cursor lies: set by `_run`.
    run_end: cython.Py_ssize_t
    core_end: cython.Py_ssize_t
    run_chars: cython.uint
    complex_run: cython.bint
    # What `_plain_run` found: where its word begins, after how many characters, its hash, its kind.
    word: cython.Py_ssize_t
    word_char: cython.uint
    value: cython.uint
    piece: cython.int

    def __init__(self, classes: object, eliding: object, clitics: object) -> None:
        """
        Args:
            classes: the class of each code point, as listed above.
            eliding: 1 for each of the same code points before which a clitic loses its vowel.
            clitics: what such an apostrophe parts from the next word, in small letters of ASCII, each followed by 0.
        """
        if not len(classes) == len(eliding) == LOW_CLASSES + PUNCTUATION_CLASSES:
            raise ValueError("a table of characters has the wrong length")
        self.classes = classes
        self.eliding = eliding
        self.clitics = clitics
        self.count = 0
        self.slots = None  # until buffers are lent

    def __len__(self) -> int:
        return self.count

    def adopt(self, slots: object, hashes: object, letters: object, ends: object, kinds: object) -> None:
        """Use these larger buffers: the old contents must be in them, but for `slots`, which are filled here."""
        size: cython.Py_ssize_t = len(slots) // 4
        if size & (size - 1) or min(len(hashes), len(ends), len(kinds)) < self.count:
            raise ValueError("the buffers do not fit the chunks they must hold")
        self.slots = slots
        self.hashes = hashes
        self.letters = letters
        self.ends = ends
        self.kinds = kinds
        number: cython.uint
        slot: cython.Py_ssize_t
        mask: cython.uint = size - 1
        for number in range(self.count):
            slot = 4 * (self.hashes[number] & mask)
            while self.slots[slot] != 0:
                slot = (slot + 4) & (4 * mask)
            self._fill(slot, number)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _fill(self, slot: cython.Py_ssize_t, number: cython.uint) -> cython.void:
        begin: cython.uint = self.ends[number - 1] if number > 0 else 0
        self.slots[slot] = number + 1
        self.slots[slot + 1] = self.hashes[number]
        self.slots[slot + 2] = begin
        self.slots[slot + 3] = self.ends[number] - begin

    def room_for(self, size: cython.Py_ssize_t):
        """Whether a text of `size` bytes can be scanned, even if all it holds is new."""
        chunks: cython.Py_ssize_t = size // 2 + 2
        used: cython.Py_ssize_t = self.ends[self.count - 1] if self.count else 0
        return (
            self.slots is not None
            and (self.count + chunks) * 8 <= len(self.slots)
            and self.count + chunks <= len(self.ends)
            and used + size <= len(self.letters)
        )

    def scan(
        self,
        data: cython.const[cython.uchar][::1],
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        chunks: cython.uint[::1],
        offsets: cython.uint[::1],
        filled: cython.Py_ssize_t,
    ) -> cython.Py_ssize_t:
        """Write the chunks of data[start:end] and the character each begins at, from index `filled` on.

        Returns:
            How many are filled now. `chunks` and `offsets` must have room for one a two bytes.
        """
        if start < 0 or end > len(data) or filled + (end - start) // 2 + 1 > len(chunks):
            raise ValueError("the text does not fit the buffers")
        self.data = data
        at: cython.Py_ssize_t = start
        char: cython.uint = 0
        kind: cython.int
        while at < end:
            kind = self._class(at, end)
            if kind != _LOWER and kind != _UPPER and kind != _DIGIT and kind != _OTHER:
                at += _width(data[at])
                char += 1
                continue
            if self._plain_run(at, end):
                chunks[filled] = self._find(self.word, self.core_end, self.value, self.piece)
                offsets[filled] = char + self.word_char
                filled += 1
                at = self.run_end
                char += self.run_chars
                continue
            self._run(at, end)
            if self.complex_run:
                self._extend(at, end)
                chunks[filled] = self._number(at, self.core_end, _COMPLEX)
                offsets[filled] = char
                filled += 1
            else:
                filled = self._pieces(at, self.core_end, char, chunks, offsets, filled)
            at = self.run_end
            char += self.run_chars
        return filled

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _class(self, at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.int:
        lead: cython.uint = self.data[at]
        point: cython.uint
        if lead < 0x80:
            return self.classes[lead]
        if lead < 0xE0:
            if at + 1 >= end:
                return _OTHER
            point = ((lead & 0x1F) << 6) | (self.data[at + 1] & 0x3F)
            return self.classes[point] if point < 0x250 else _OTHER
        if lead < 0xF0:
            if at + 2 >= end:
                return _OTHER
            point = ((lead & 0x0F) << 12) | ((self.data[at + 1] & 0x3F) << 6) | (self.data[at + 2] & 0x3F)
            if 0x2000 <= point and point < 0x20D0:
                return self.classes[0x250 + point - 0x2000]
        return _OTHER

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _plain_run(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.bint:
        """Read a word that ends at a space, perhaps after one sign: nine of ten are so. False if it is not one."""
        at: cython.Py_ssize_t = start
        kind: cython.int = self._class(at, end)
        value: cython.uint = 2166136261
        chars: cython.uint = 0
        sign: cython.Py_ssize_t = -1  # where the last apostrophe or hyphen ends
        self.word = start
        self.word_char = 0
        self.piece = _PLAIN
        while kind == _LOWER or kind == _UPPER or kind == _APOSTROPHE or kind == _HYPHEN:
            if kind == _APOSTROPHE and self.word == start and self._is_elision(start, at, end):
                at += _width(self.data[at])
                chars += 1
                self.word = at
                self.word_char = chars
                value = 2166136261
                kind = self._class(at, end)
                continue
            if kind == _APOSTROPHE or kind == _HYPHEN:
                # `c'est-à-dire` is no elision, and what is not between letters has to be trimmed: the general way.
                if sign == at or self.word != start:
                    return False
                self.piece = _JOINED
                sign = at + _width(self.data[at])
            value = ((value ^ self.data[at]) * 16777619) & _MASK
            if self.data[at] >= 0x80:
                value = ((value ^ self.data[at + 1]) * 16777619) & _MASK
                if self.data[at] >= 0xE0:
                    value = ((value ^ self.data[at + 2]) * 16777619) & _MASK
            at += _width(self.data[at])
            chars += 1
            if at >= end:
                break
            kind = self._class(at, end)
        if at == start or at - start >= _LONGEST or sign == at:
            return False
        self.core_end = at
        if at < end and kind != _SPACE and kind != _GLUE:
            if kind != _BREAK and kind != _DOT and kind != _COLON:
                return False
            at += _width(self.data[at])
            chars += 1
            if at < end:
                kind = self._class(at, end)
                if kind != _SPACE and kind != _GLUE:
                    return False
        self.run_end = at
        self.run_chars = chars
        self.value = value ^ (value >> 15)
        return True

    @cython.cfunc
    @cython.exceptval(check=False)
    def _is_elision(
        self, start: cython.Py_ssize_t, at: cython.Py_ssize_t, end: cython.Py_ssize_t
    ) -> cython.bint:
        """Whether the apostrophe at `at` parts a clitic from a word: `l'avocat`, not `M'Bappé` nor `O'Brien`."""
        after: cython.Py_ssize_t = at + _width(self.data[at])
        if after >= end:
            return False
        point: cython.uint = self.data[after]
        if point >= 0x80:
            if point >= 0xE0 or after + 1 >= end:
                return False
            point = ((point & 0x1F) << 6) | (self.data[after + 1] & 0x3F)
        if point >= 0x250 or not self.eliding[point]:
            return False
        entry: cython.Py_ssize_t = 0
        here: cython.Py_ssize_t = start
        while entry < len(self.clitics):
            if self.clitics[entry] == 0:
                if here == at:
                    return True
                here = start
            elif here < at and self.clitics[entry] == (self.data[here] | 0x20):
                here += 1
            else:
                while self.clitics[entry] != 0:
                    entry += 1
                here = start
            entry += 1
        return False

    @cython.cfunc
    @cython.exceptval(check=False)
    def _run(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.void:
        """Find where the run ends, and whether its separators are harmless."""
        self.complex_run = False
        self.run_chars = 0
        self._run_on(start, start, end)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _run_on(
        self,
        start: cython.Py_ssize_t,
        at: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
    ) -> cython.void:
        """Go on with a run that began at `start`."""
        kind: cython.int
        before: cython.int = _BREAK
        letters: cython.int = 0  # since the last separator
        initials: cython.int = 0  # dots after a single letter
        parenthesis: cython.bint = False
        dotted: cython.bint = False
        closed: cython.Py_ssize_t = start  # after the last closing parenthesis
        core: cython.Py_ssize_t = at
        last_dot: cython.Py_ssize_t = -1
        last_slash: cython.Py_ssize_t = -1
        while at < end and at - start < _LONGEST:
            kind = self._class(at, end)
            if kind == _SPACE or kind == _GLUE:
                break
            if kind == _LOWER or kind == _UPPER:
                if before == _DOT and kind == _LOWER and core > start:
                    dotted = True  # `lemonde.fr`, `acteur.trice`
                letters += 1
                core = at + _width(self.data[at])
            elif kind == _DIGIT or kind == _OTHER:
                self.complex_run = True
                letters += 1
                core = at + _width(self.data[at])
            else:
                if kind == _DOT:
                    last_dot = at
                    if letters == 1:
                        initials += 1
                elif kind == _OPENING and letters > 0:
                    parenthesis = True
                elif kind == _SLASH:
                    last_slash = at
                    if before == _COLON:
                        self.complex_run = True
                elif kind == _BREAK and self.data[at] == 0x29:
                    closed = at + 1
                if kind != _APOSTROPHE and kind != _HYPHEN:
                    letters = 0
            before = kind
            at += _width(self.data[at])
            self.run_chars += 1
        if parenthesis:
            self.complex_run = True
            core = closed if closed > core else core
        if dotted or initials > 1:
            self.complex_run = True
        if (last_dot == core and (dotted or initials > 1)) or (last_slash == core and self.complex_run):
            core += 1  # the last dot of `O.T.A.N.`, the slash that ends an address
        self.run_end = at
        self.core_end = core

    @cython.cfunc
    @cython.exceptval(check=False)
    def _extend(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.void:
        """Take in what a number goes on with after a space: `1 200 000`, `20 h 30`, `3 juillet 2024`."""
        on: cython.Py_ssize_t
        at: cython.Py_ssize_t
        while self.run_end < end and self.core_end == self.run_end and self.run_end - start < _LONGEST:
            at = self.run_end  # back to where the last number may begin: `famille.18 000`
            while at > start and _is_digit_or_letter(self.data[at - 1]):
                at -= 1
            on = self._goes_on(at, self.run_end, end)
            if on == 0:
                return
            for at in range(self.run_end, on):
                if (self.data[at] & 0xC0) != 0x80:
                    self.run_chars += 1
            self._run_on(start, on, end)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _goes_on(
        self,
        start: cython.Py_ssize_t,
        at: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
    ) -> cython.Py_ssize_t:
        """Where the rest of a number begins that self.data[start:at] opens, or 0."""
        begin: cython.Py_ssize_t
        after: cython.Py_ssize_t
        digits: cython.Py_ssize_t = self._digits(start, at)
        begin = at + _width(self.data[at])  # a glue or a space
        if self._class(at, end) != _GLUE or begin >= end:
            return 0
        # Thousands: the first group has three digits at most, the next ones just three.
        if 0 < digits <= 3 and _is_digit(self.data[at - 1]) and self._digits(begin, end) == 3:
            return begin
        if digits < 1 or digits > 2:
            return 0
        # Hours: `20 h 30`, `20h 30`, `20 h30`.
        if start + digits == at and self.data[begin] == 0x68:
            after = begin + 1
            if after < end and self._class(after, end) == _GLUE:
                after += _width(self.data[after])
            return (
                begin
                if self._digits(after, end) == 2 and after == begin + 1
                else (after if self._digits(after, end) == 2 else 0)
            )
        if start + digits + 1 == at and self.data[at - 1] == 0x68:
            return begin if self._digits(begin, end) == 2 else 0
        # Days: one or two digits, perhaps `er`, a word of letters, a year.
        if not (
            start + digits == at
            or (start + digits + 2 == at and self.data[at - 2] == 0x65 and self.data[at - 1] == 0x72)
        ):
            return 0
        after = begin
        while after < end and after - begin < 12:
            if self._class(after, end) != _LOWER and self._class(after, end) != _UPPER:
                break
            after += _width(self.data[after])
        if after - begin < 3 or after >= end or self._class(after, end) != _GLUE:
            return 0
        after += _width(self.data[after])
        if self._digits(after, end) == 4 and (self.data[after] == 0x31 or self.data[after] == 0x32):
            return after
        return 0

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _digits(self, at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """How many digits stand in a row, at most 5."""
        count: cython.Py_ssize_t = 0
        while count < 5 and at + count < end and _is_digit(self.data[at + count]):
            count += 1
        return count

    @cython.cfunc
    @cython.exceptval(check=False)
    def _pieces(
        self,
        at: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        char: cython.uint,
        chunks: cython.uint[::1],
        offsets: cython.uint[::1],
        filled: cython.Py_ssize_t,
    ) -> cython.Py_ssize_t:
        """Cut a run of letters at its separators."""
        kind: cython.int
        piece: cython.int
        begin: cython.Py_ssize_t
        core: cython.Py_ssize_t
        first: cython.uint
        while at < end:
            kind = self._class(at, end)
            if kind != _LOWER and kind != _UPPER:
                at += _width(self.data[at])
                char += 1
                continue
            begin = core = at
            first = char
            piece = _PLAIN
            while at < end:
                if kind == _LOWER or kind == _UPPER:
                    if core != at:
                        piece = _JOINED
                    at += _width(self.data[at])
                    core = at
                elif kind == _APOSTROPHE or kind == _HYPHEN:
                    at += _width(self.data[at])
                else:
                    break
                char += 1
                if at < end:
                    kind = self._class(at, end)
            chunks[filled] = self._number(begin, core, piece)
            offsets[filled] = first
            filled += 1
        return filled

    @cython.cfunc
    @cython.exceptval(check=False)
    def _number(
        self, start: cython.Py_ssize_t, end: cython.Py_ssize_t, kind: cython.int
    ) -> cython.uint:
        """The number of the chunk data[start:end], a new one if it was never met."""
        at: cython.Py_ssize_t
        value: cython.uint = 2166136261  # FNV-1a, 32 bits
        for at in range(start, end):
            value = ((value ^ self.data[at]) * 16777619) & _MASK
        return self._find(start, end, value ^ (value >> 15), kind)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _find(
        self, start: cython.Py_ssize_t, end: cython.Py_ssize_t, value: cython.uint, kind: cython.int
    ) -> cython.uint:
        """As `_number`, for a chunk whose hash is known."""
        at: cython.Py_ssize_t
        mask: cython.uint = len(self.slots) // 4 - 1
        slot: cython.Py_ssize_t = 4 * (value & mask)
        number: cython.uint
        begin: cython.Py_ssize_t
        size: cython.Py_ssize_t = end - start
        while self.slots[slot] != 0:
            if self.slots[slot + 1] == value and self.slots[slot + 3] == size:
                begin = self.slots[slot + 2]
                at = 0
                while at < size and self.letters[begin + at] == self.data[start + at]:
                    at += 1
                if at == size:
                    return self.slots[slot] - 1
            slot = (slot + 4) & (4 * mask)
        number = self.count
        begin = self.ends[number - 1] if number > 0 else 0
        for at in range(size):
            self.letters[begin + at] = self.data[start + at]
        self.ends[number] = begin + size
        self.hashes[number] = value
        self.kinds[number] = kind
        self._fill(slot, number)
        self.count = number + 1
        return number


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _width(lead: cython.uint) -> cython.Py_ssize_t:
    """Bytes of the character that begins so."""
    if lead < 0x80:
        return 1
    if lead < 0xE0:
        return 2
    return 3 if lead < 0xF0 else 4


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _is_digit(byte: cython.uint) -> cython.bint:
    return 0x30 <= byte and byte <= 0x39


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _is_digit_or_letter(byte: cython.uint) -> cython.bint:
    """Of ASCII."""
    return _is_digit(byte) or (0x61 <= (byte | 0x20) and (byte | 0x20) <= 0x7A)


def count_words(
    chunks: cython.const[cython.uint][::1], size: cython.Py_ssize_t, first: cython.const[cython.uint][::1]
):
    """How many words the first `size` chunks expand to; chunk c to the entries first[c] to first[c + 1]."""
    total: cython.Py_ssize_t = 0
    at: cython.Py_ssize_t
    for at in range(size):
        total += first[chunks[at] + 1] - first[chunks[at]]
    return total


def expand(
    chunks: cython.const[cython.uint][::1],
    offsets: cython.const[cython.uint][::1],
    begin: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    first: cython.const[cython.uint][::1],
    forms: cython.const[cython.uint][::1],
    spans: cython.const[cython.ushort][::1],
    steps: cython.const[cython.uchar][::1],
    out_forms: cython.uint[::1],
    out_positions: cython.uint[::1],
    out_spans: cython.uint[::1],
    filled: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Write the words of one text, chunks[begin:end], from index `filled` on.

    Args:
        first, forms, spans, steps: what chunks expand to: for each word its form, where it starts and ends in the
            chunk (two numbers, in characters), and by how much it moves the position: 0 stacks it on the word before.
        out_spans: two numbers a word, or empty where nobody needs them.
    Returns:
        How many words are filled now.
    """
    at: cython.Py_ssize_t
    entry: cython.uint
    position: cython.uint = _MASK  # the first word moves it to 0
    with_spans: cython.bint = len(out_spans) > 0
    for at in range(begin, end):
        for entry in range(first[chunks[at]], first[chunks[at] + 1]):
            position = (position + steps[entry]) & _MASK
            out_forms[filled] = forms[entry]
            out_positions[filled] = position
            if with_spans:
                out_spans[2 * filled] = offsets[at] + spans[2 * entry]
                out_spans[2 * filled + 1] = offsets[at] + spans[2 * entry + 1]
            filled += 1
    return filled
