"""Cut UTF-8 text into chunks, and chunks into the forms that an analysis made of them.

A **chunk** is a stretch that can be analysed alone, whatever surrounds it: a word with its apostrophes and hyphens,
or a whole run of characters where digits, dots or signs need a closer look. Most chunks have been met before, so
finding a chunk's number in a hash table is nearly all the work.
A chunk of letters alone is one word, and its form is found here; so are the words of most others, as far as they are
compounds, numbers, days and hours. What a chunk means that takes a closer look is asked of the owner, once.

In: bytes, tables of characters, the meaning of chunks. Out: for each chunk what it means, then forms, with positions
and character offsets.
"""

from array import array

import cython

# Classes of characters, as the table handed to `Scanner` gives them. What is asked for each character is asked by
# `_is_letter` and its like, in numbers: names are variables in C, and cost a tenth of the time.
_LOWER = cython.declare(cython.int, 0)
_UPPER = cython.declare(cython.int, 1)
_SPACE = cython.declare(cython.int, 2)
_GLUE = cython.declare(cython.int, 3)  # a space that numbers may contain
_BREAK = cython.declare(cython.int, 4)
_DOT = cython.declare(cython.int, 5)
_COLON = cython.declare(cython.int, 6)
_SLASH = cython.declare(cython.int, 7)
_OPENING = cython.declare(cython.int, 8)  # a parenthesis: `salarié(e)s` is one chunk
_APOSTROPHE = cython.declare(cython.int, 9)
_HYPHEN = cython.declare(cython.int, 10)
_DIGIT = cython.declare(cython.int, 11)
_OTHER = cython.declare(cython.int, 12)  # needs a closer look
_LONG = cython.declare(cython.int, 13)  # no class: the first of several bytes

LOW_CLASSES = 0x250  # code points from 0 that the table of classes covers …
PUNCTUATION = 0x2000  # … and from here on …
PUNCTUATION_CLASSES = 0xD0  # … as many again

_PLAIN = cython.declare(cython.int, 0)  # kinds of chunks: letters alone …
_JOINED = cython.declare(cython.int, 1)  # … with apostrophes or hyphens …
_COMPLEX = cython.declare(cython.int, 2)  # … or anything

# What `_find_tokens` tells apart.
_WORD = cython.declare(cython.uint, 0)
_NUMBER = cython.declare(cython.uint, 1)
_THOUSANDS = cython.declare(cython.uint, 2)
_HOUR = cython.declare(cython.uint, 3)
_DAY = cython.declare(cython.uint, 4)

_LONGEST_FORM = cython.declare(cython.Py_ssize_t, 255)  # bytes: longer runs of letters are damage or data
# Declared, for a literal above 31 bits would be a Python object.
_KEY = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
_SPREAD = cython.declare(cython.ulonglong, 0x9E3779B97F4A7C15)  # 2⁶⁴ / golden ratio: parts close keys
_MIX = cython.declare(cython.ulonglong, 0xD6E8FEB86659FD93)  # odd, its bits even: see `Table._slot`
# Eight bytes at once: see `_before_other`.
_LOWEST_BITS = cython.declare(cython.ulonglong, 0x0101010101010101)
_HIGHEST_BITS = cython.declare(cython.ulonglong, 0x8080808080808080)
_LOW_BITS = cython.declare(cython.ulonglong, 0x7F7F7F7F7F7F7F7F)
_SMALL = cython.declare(cython.ulonglong, 0x2020202020202020)
_FROM_A = cython.declare(cython.ulonglong, 0x1F1F1F1F1F1F1F1F)  # 0x80 less `a`
_BEYOND_Z = cython.declare(cython.ulonglong, 0x0505050505050505)  # 0x80 less what follows `z`
_FROM_CAPITAL_A = cython.declare(cython.ulonglong, 0x3F3F3F3F3F3F3F3F)
_BEYOND_CAPITAL_Z = cython.declare(cython.ulonglong, 0x2525252525252525)
_SHARP_S = cython.declare(cython.ulonglong, 0x9F9F9F9F9F9F9F9F)  # the last byte of ß
_LEADS = cython.declare(cython.ulonglong, 0xC3C3C3C3C3C3C3C3)  # first bytes of U+00C0 to U+00FF
_MASK = cython.declare(cython.uint, 0xFFFFFFFF)
_STACKED = cython.declare(cython.uint, 0x80000000)
# Bytes of a chunk: longer runs are cut, so time stays linear.
_LONGEST = cython.declare(cython.Py_ssize_t, 32768)

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
# What `_before_other` takes for letters: all of these, and × and ÷.
_LETTERS = frozenset((*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x100))) - {0xD7, 0xF7}
LONGEST_FORM = _LONGEST_FORM


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _number_at(place: cython.pointer(cython.const[cython.uchar])) -> cython.ulonglong:
    """Eight bytes as a number, the first one lowest: counted from one address, C reads them at once."""
    return (
        cython.cast(cython.ulonglong, place[0])
        | (cython.cast(cython.ulonglong, place[1]) << 8)
        | (cython.cast(cython.ulonglong, place[2]) << 16)
        | (cython.cast(cython.ulonglong, place[3]) << 24)
        | (cython.cast(cython.ulonglong, place[4]) << 32)
        | (cython.cast(cython.ulonglong, place[5]) << 40)
        | (cython.cast(cython.ulonglong, place[6]) << 48)
        | (cython.cast(cython.ulonglong, place[7]) << 56)
    )


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _eight_at(data: cython.const[cython.uchar][::1], at: cython.Py_ssize_t) -> cython.ulonglong:
    """The eight bytes from `at` on, as a number."""
    if cython.compiled:
        return _number_at(cython.address(data[at]))
    return _eight_of(data, at)


def _eight_of(source: object, at: int) -> int:
    """The same where there are no addresses."""
    return int.from_bytes(source[at : at + 8], "little")


@cython.final
@cython.cclass
class Table:
    """Distinct byte strings, numbered from 0 in the order of their coming. It grows as it must.

    A string has a key of two numbers of 64 bits: one of sixteen bytes at the most is its own key, and most words are
    found without a look at their letters; that of a longer one is a hash, and its last eight bytes.
    """

    # Where the strings asked for lie: passing a view costs more than a word.
    data: cython.const[cython.uchar][::1]
    # Open addressing, a power of two of slots, four numbers each: the string's key; its size and, in the low 32 bits,
    # its number + 1; what its owner notes of it. All 0 is free.
    slots: cython.ulonglong[::1]
    slot: cython.Py_ssize_t  # of the string found last
    shift: cython.int  # of a hash, to have a slot
    letters: cython.uchar[::1]  # all strings, a newline after each
    ends: cython.uint[::1]  # where each one ends in `letters`
    count: cython.uint
    used: cython.Py_ssize_t  # bytes of `letters`

    def __init__(self) -> None:
        self.count = 0
        self.used = 0
        self.slots = array("Q", [0]) * 4096
        self.slot = 0
        self.shift = 54  # 1024 slots
        self.letters = bytearray(4096)
        self.ends = array("I", [0]) * 512

    def __len__(self) -> int:
        return self.count

    def text(self, number: cython.Py_ssize_t) -> bytes:
        """A string by its number."""
        if number < 0 or number >= self.count:
            raise IndexError("no string has that number")
        return bytes(self.letters[self.begin(number) : self.ends[number]])

    def lines(self, first: cython.Py_ssize_t) -> bytes:
        """All strings from number `first` on, a newline after each."""
        return bytes(self.letters[self.begin(first) : self.used])

    @cython.cfunc
    @cython.exceptval(check=False)
    def begin(self, number: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Where a string begins in `letters`."""
        return self.ends[number - 1] + 1 if number > 0 else 0

    def number(self, text: cython.const[cython.uchar][::1]) -> cython.Py_ssize_t:
        """The number of a string, a new one if it was never met."""
        self.reserve(1, len(text))
        self.data = text
        return self._number(0, len(text))

    def number_lines(
        self,
        lines: cython.const[cython.uchar][::1],
        folded: cython.const[cython.uchar][::1],
        unless: cython.const[cython.uchar][::1],
        out: cython.uint[::1],
    ) -> None:
        """Write the number of each line of `lines`, or 2³² − 1 where that of `folded` is the same as that of `unless`.

        Every line, also the last one, ends with a newline.
        """
        self.reserve(len(out), len(lines))
        self.data = lines
        at: cython.Py_ssize_t = 0
        end: cython.Py_ssize_t
        a: cython.Py_ssize_t = 0
        b: cython.Py_ssize_t = 0
        number: cython.Py_ssize_t
        same: cython.bint
        for number in range(len(out)):
            end = at
            while end < len(lines) and lines[end] != 10:
                end += 1
            same = True
            while a < len(folded) and b < len(unless) and folded[a] != 10 and unless[b] != 10:
                same = same and folded[a] == unless[b]
                a += 1
                b += 1
            while a < len(folded) and folded[a] != 10:
                same = False
                a += 1
            while b < len(unless) and unless[b] != 10:
                same = False
                b += 1
            out[number] = _MASK if same else self._number(at, end)
            at = end + 1
            a += 1
            b += 1
            if at > len(lines):
                raise ValueError("there are not enough lines")

    @cython.cfunc
    @cython.exceptval(-1)
    def reserve(self, count: cython.Py_ssize_t, size: cython.Py_ssize_t) -> cython.int:
        """Make room for so many more strings, of so many bytes together."""
        if self.used + size + count > 0xFFFFFFFF:
            raise MemoryError("more than 4 GB of distinct words")
        if self.used + size + count > len(self.letters):
            self.letters = bytearray(self.letters) + bytes(self.used + size + count)
        if self.count + count > len(self.ends):
            self.ends = _grown(self.ends, self.count + count)
        if 16 * (self.count + count) > 3 * len(self.slots):
            self._spread(count)
        return 0

    @cython.cfunc
    def _spread(self, count: cython.Py_ssize_t):
        """Move to so many slots that three of four are taken at the most."""
        size: cython.Py_ssize_t = len(self.slots)
        while 3 * size < 16 * (self.count + count):
            size *= 2
            self.shift -= 1
        old: cython.ulonglong[::1] = self.slots
        places: cython.uint[::1] = array("I", [0]) * (self.count + 1)
        self.slots = memoryview(bytearray(8 * size)).cast("Q")
        at: cython.Py_ssize_t
        number: cython.Py_ssize_t
        slot: cython.Py_ssize_t
        part: cython.Py_ssize_t
        for at in range(0, len(old), 4):
            places[old[at + 2] & _MASK] = at // 4
        # In the order of their coming: what comes often came early, and is found at once.
        for number in range(1, self.count + 1):
            at = 4 * cython.cast(cython.Py_ssize_t, places[number])
            slot = self._slot(old[at], old[at + 1])
            while self.slots[slot + 2] != 0:
                slot = (slot + 4) & (size - 1)
            for part in range(4):
                self.slots[slot + part] = old[at + part]

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _slot(self, low: cython.ulonglong, high: cython.ulonglong) -> cython.Py_ssize_t:
        """Where the search for a key begins."""
        return 4 * ((((low ^ ((high * _MIX) & _KEY)) * _SPREAD) & _KEY) >> self.shift)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _number(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.uint:
        """The number of data[start:end]; a new one, for which there is room, if it must be."""
        return self._find(start, end, self._low(start, end), self._high(start, end))

    @cython.cfunc
    @cython.exceptval(check=False)
    def _low(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.ulonglong:
        """The first half of the key of data[start:end]: as many bytes as a number, or a hash of all."""
        key: cython.ulonglong = 0
        if end - start <= 16:
            return self._bytes(start, min(end, start + 8))
        while end - start > 8:
            key = ((key ^ self._eight(start)) * _SPREAD) & _KEY
            key = key ^ (key >> 32)
            start += 8
        return key

    @cython.cfunc
    @cython.exceptval(check=False)
    def _high(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.ulonglong:
        """The second half: what comes after eight bytes, 0 if nothing does, or the last eight."""
        if end - start > 16:
            return self._eight(end - 8)
        return self._bytes(start + 8, end) if end > start + 8 else 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def _bytes(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.ulonglong:
        """Eight bytes at the most, as a number."""
        key: cython.ulonglong = 0
        at: cython.Py_ssize_t
        if start < end and start + 8 <= len(self.data):
            return self._eight(start) & (_KEY >> (8 * (8 - (end - start))))
        for at in range(end - 1, start - 1, -1):
            key = (key << 8) | self.data[at]
        return key

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _eight(self, at: cython.Py_ssize_t) -> cython.ulonglong:
        """The eight bytes from `at` on, as a number."""
        if cython.compiled:
            return _number_at(cython.address(self.data[at]))
        return _eight_of(self.data, at)

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _eight_kept(self, at: cython.Py_ssize_t) -> cython.ulonglong:
        """The same of `letters`."""
        if cython.compiled:
            return _number_at(cython.address(self.letters[at]))
        return _eight_of(self.letters, at)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _find(
        self,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        low: cython.ulonglong,
        high: cython.ulonglong,
    ) -> cython.uint:
        """The number of data[start:end], whose key is known; a new one, for which there is room, if it must be."""
        size: cython.ulonglong = end - start
        slot: cython.Py_ssize_t = self._slot(low, high)
        found: cython.ulonglong = self.slots[slot + 2]
        while found != 0:
            if (
                self.slots[slot] == low
                and self.slots[slot + 1] == high
                and found >> 32 == size
                and (size <= 16 or self._is_at(start, end, (found & _MASK) - 1))
            ):
                self.slot = slot
                return (found & _MASK) - 1
            slot = (slot + 4) & (len(self.slots) - 1)
            found = self.slots[slot + 2]
        self.slots[slot] = low
        self.slots[slot + 1] = high
        self.slot = slot
        return self._add(start, end, slot)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _is_at(
        self, start: cython.Py_ssize_t, end: cython.Py_ssize_t, number: cython.Py_ssize_t
    ) -> cython.bint:
        """Whether data[start:end], of more than eight bytes, is the string of that number, which is as long."""
        begin: cython.Py_ssize_t = self.ends[number] - (end - start)
        while end - start > 8:
            if self._eight(start) != self._eight_kept(begin):
                return False
            start += 8
            begin += 8
        return self._eight(end - 8) == self._eight_kept(self.ends[number] - 8)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _add(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t, slot: cython.Py_ssize_t) -> cython.uint:
        size: cython.ulonglong = end - start
        at: cython.Py_ssize_t
        for at in range(start, end):
            self.letters[self.used] = self.data[at]
            self.used += 1
        self.letters[self.used] = 10
        self.ends[self.count] = self.used
        self.used += 1
        self.slots[slot + 2] = (size << 32) | (self.count + 1)
        self.count += 1
        return self.count - 1


@cython.final
@cython.cclass
class Scanner:
    """Finds the chunks of texts, and remembers what each means. One thread at a time."""

    classes: cython.const[cython.uchar][::1]
    leads: cython.const[cython.uchar][::1]  # the classes of bytes that are a character, or `_LONG`
    lowers: cython.const[cython.ushort][::1]
    eliding: cython.const[cython.uchar][::1]
    clitics: cython.const[cython.uchar][::1]
    short_clitics: cython.const[cython.uchar][::1]  # 1 for each letter that is one
    enclitics: cython.const[cython.uchar][::1]
    months: cython.const[cython.uchar][::1]
    longest_compound: cython.Py_ssize_t
    chunks: Table
    forms: Table
    waiting: list  # numbers and kinds of the chunks whose meaning must be asked
    # What chunk c means, if it is not one form: the entries meaning_starts[c] to meaning_ends[c] of the arrays below.
    meaning_starts: cython.uint[::1]
    meaning_ends: cython.uint[::1]
    entry_forms: cython.uint[::1]
    entry_spans: cython.uint[::1]  # two numbers an entry: characters of the chunk
    entry_steps: cython.uchar[::1]
    entries: cython.Py_ssize_t
    data: cython.const[cython.uchar][::1]  # under the cursor
    small: cython.uchar[::1]  # a form being made …
    letters: cython.uint  # … and how many letters it has
    token: cython.uint  # the kind of the number that `_number_end` found
    tokens: cython.uint[::1]  # three numbers a word of the chunk being looked at: see `_find_tokens`
    meant: cython.uint  # the one form that the chunk being looked at means
    # The chunks of the text being scanned: their keys, and where they lie. See `_note`.
    note_keys: cython.ulonglong[::1]
    notes: cython.uint[::1]
    noted: cython.Py_ssize_t  # how many they are
    reserved_forms: cython.Py_ssize_t  # room for the forms of this text, and for their bytes
    reserved_size: cython.Py_ssize_t
    # Where the run under the cursor lies: set by `_run` and `_plain_run`.
    run_end: cython.Py_ssize_t
    core_end: cython.Py_ssize_t
    complex_run: cython.bint

    def __init__(
        self,
        classes: object,
        lowers: object,
        eliding: object,
        clitics: object,
        enclitics: object,
        months: object,
        longest_compound: cython.Py_ssize_t,
    ) -> None:
        """
        Args:
            classes: the class of each code point, as listed above.
            lowers: for each of the same code points, the one of its small letter, itself if there is none.
            eliding: 1 for each of them before which a clitic loses its vowel.
            clitics: what such an apostrophe parts from the next word, in small letters of ASCII, each followed by 0.
            enclitics: what a hyphen does not join to the word before, in small letters, each followed by 0.
            months: the names of the twelve, and as many other spellings of them, in small letters, each followed by 0.
            longest_compound: characters of a pair of words that a hyphen makes one.
        """
        if not len(classes) == len(lowers) == len(eliding) == LOW_CLASSES + PUNCTUATION_CLASSES:
            raise ValueError("a table of characters has the wrong length")
        if any(classes[point] > _UPPER for point in _LETTERS):
            raise ValueError("a table of characters has letters of Latin-1 that are none")
        self.classes = classes
        self.leads = bytes(classes[:128]) + bytes([_LONG]) * 128
        self.lowers = lowers
        self.eliding = eliding
        self.clitics = clitics
        short = {clitic[0] for clitic in bytes(clitics).split(b"\0") if len(clitic) == 1}
        self.short_clitics = bytes((byte | 0x20) in short for byte in range(256))
        self.enclitics = enclitics
        self.months = months
        self.longest_compound = longest_compound
        self.forms = Table()
        self.small = bytearray(_LONGEST_FORM + 2)
        self.token = 0
        self.tokens = array("I", [0]) * (3 * _LONGEST_FORM)
        self.note_keys = array("Q")
        self.notes = array("I")
        self.forget()

    def forget(self) -> None:
        """Forget all chunks, but no form."""
        self.chunks = Table()
        self.waiting = []
        self.meaning_starts = array("I")
        self.meaning_ends = array("I")
        self.entry_forms = array("I", [0]) * 64
        self.entry_spans = array("I", [0]) * 128
        self.entry_steps = bytearray(64)
        self.entries = 0

    def known(self) -> tuple:
        """How many chunks and how many forms are known."""
        return len(self.chunks), len(self.forms)

    def add_form(self, form: bytes) -> int:
        """Number a form before it is met."""
        self.forms.data = self.small
        return self._form(form)

    def form(self, number: cython.Py_ssize_t) -> bytes:
        """A form by its number."""
        return self.forms.text(number)

    def form_lines(self, first: cython.Py_ssize_t) -> bytes:
        """All forms from number `first` on, a newline after each."""
        return self.forms.lines(first)

    def explain(self, readers: tuple) -> None:
        """Ask what the new chunks mean, each once.

        Args:
            readers: for each kind of chunks, a function of the text of one. It gives a list of its words: their form,
                where they start and end in characters, by how much they move on.
        """
        if not self.waiting:
            return
        number: cython.Py_ssize_t = self.waiting[0][0]
        kind: cython.Py_ssize_t
        begin: cython.Py_ssize_t = self.chunks.begin(number)
        first: cython.Py_ssize_t = begin
        texts: bytes = self.chunks.lines(number)
        self.forms.data = self.small
        for number, kind in self.waiting:
            begin = self.chunks.begin(number) - first
            self._mean(number, readers[kind](texts[begin : self.chunks.ends[number] - first].decode("utf-8")))
        self.waiting = []  # only now: what a reader that raised left over is asked again

    @cython.cfunc
    def _mean(self, chunk: cython.Py_ssize_t, pieces: list):
        """Remember what a chunk means."""
        form: str
        start: cython.uint
        end: cython.uint
        step: cython.uint
        self._reserve_entries(len(pieces))
        self.meaning_starts[chunk] = self.entries
        for form, start, end, step in pieces:
            self._enter(self._form(form.encode("utf-8")), start, end, step)
        self.meaning_ends[chunk] = self.entries

    @cython.cfunc
    @cython.exceptval(-1)
    def _reserve_entries(self, count: cython.Py_ssize_t) -> cython.int:
        more: cython.Py_ssize_t = self.entries + count
        if more > len(self.entry_steps):
            self.entry_forms = _grown(self.entry_forms, more)
            self.entry_spans = _grown(self.entry_spans, 2 * more)
            self.entry_steps = bytearray(self.entry_steps) + bytes(more)
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def _enter(
        self, form: cython.uint, start: cython.uint, end: cython.uint, step: cython.uint
    ) -> cython.void:
        """Add a word to what a chunk means."""
        self.entry_forms[self.entries] = form
        self.entry_spans[2 * self.entries] = start
        self.entry_spans[2 * self.entries + 1] = end
        self.entry_steps[self.entries] = step
        self.entries += 1

    @cython.cfunc
    def _form(self, form: bytes) -> cython.uint:
        """The number of a form. Copied byte by byte, for a view of it would cost more."""
        if len(form) > len(self.small):
            raise ValueError("a form is too long")
        size: cython.Py_ssize_t = len(form)
        at: cython.Py_ssize_t
        for at in range(size):
            self.small[at] = form[at]
        self.forms.reserve(1, size)
        return self.forms._number(0, size)

    def scan(
        self,
        data: cython.const[cython.uchar][::1],
        ends: cython.const[cython.uint][::1],
        chunks: cython.uint[::1],
        spans: cython.uint[::1],
        chunk_ends: cython.uint[::1],
    ) -> None:
        """Write the chunks of texts that lie end to end.

        Args:
            ends: where each text ends in `data`.
            chunks: takes for each chunk the number of the form that it means or, where it takes a closer look, its own
                number with the highest bit set. Has room for a chunk a text, and one more every two bytes.
            spans: takes two numbers a chunk, where it starts and ends in characters of its text; or is empty.
            chunk_ends: takes how many chunks there are up to the end of each text.
        """
        most: cython.Py_ssize_t = len(data) // 2 + len(ends)
        if len(chunks) < most or 0 < len(spans) < 2 * most or len(chunk_ends) < len(ends):
            raise ValueError("the texts do not fit the buffers")
        self.data = data
        self.chunks.data = data
        self.forms.data = self.small
        filled: cython.Py_ssize_t = 0  # chunks of the texts before
        text: cython.Py_ssize_t
        start: cython.Py_ssize_t = 0
        end: cython.Py_ssize_t
        at: cython.Py_ssize_t
        begin: cython.Py_ssize_t
        size: cython.ulonglong
        low: cython.ulonglong
        high: cython.ulonglong
        slot: cython.Py_ssize_t
        slots: cython.ulonglong[::1]
        keys: cython.ulonglong[::1]
        notes: cython.uint[::1]
        for text in range(len(ends)):
            end = ends[text]
            if end < start or end > len(data):
                raise ValueError("a text does not lie in the data")
            self._reserve((end - start) // 2 + 1, end - start)
            slots = self.chunks.slots
            keys = self.note_keys
            notes = self.notes
            self.noted = 0
            self._scan_text(start, end, data, keys, notes)
            # Looked up all at once, so that the processor waits for several places in memory at a time: a fifth faster.
            for at in range(self.noted):
                low = keys[2 * at]
                high = keys[2 * at + 1]
                size = notes[2 * at + 1] >> 2
                slot = self.chunks._slot(low, high)
                if (
                    (slots[slot] ^ low) | (slots[slot + 1] ^ high) | ((slots[slot + 2] >> 32) ^ size)
                ) == 0 and size <= 16:  # nearly always
                    chunks[filled + at] = slots[slot + 3] & _MASK
                else:
                    begin = notes[2 * at]
                    chunks[filled + at] = self._chunk(begin, begin + size, low, high, notes[2 * at + 1] & 3)
            if len(spans) > 0:
                self._measure(start, spans, 2 * filled)
            filled += self.noted
            chunk_ends[text] = filled
            start = end

    @cython.cfunc
    @cython.exceptval(check=False)
    def _measure(
        self, start: cython.Py_ssize_t, spans: cython.uint[::1], first: cython.Py_ssize_t
    ) -> cython.void:
        """Write where the chunks of a text start and end, in characters; from spans[first] on."""
        at: cython.Py_ssize_t
        byte: cython.Py_ssize_t = start
        begin: cython.Py_ssize_t
        char: cython.uint = 0
        for at in range(self.noted):
            begin = self.notes[2 * at]
            while byte < begin:
                char += (self.data[byte] & 0xC0) != 0x80
                byte += 1
            spans[first + 2 * at] = char
            begin += self.notes[2 * at + 1] >> 2
            while byte < begin:
                char += (self.data[byte] & 0xC0) != 0x80
                byte += 1
            spans[first + 2 * at + 1] = char

    @cython.cfunc
    @cython.exceptval(-1)
    def _reserve(self, count: cython.Py_ssize_t, size: cython.Py_ssize_t) -> cython.int:
        """Make room for the chunks of a text, of so many bytes."""
        self.chunks.reserve(count, size)
        self.forms.reserve(count, size)
        self.reserved_forms = count
        self.reserved_size = size
        more: cython.Py_ssize_t = self.chunks.count + count
        if more > len(self.meaning_starts):
            self.meaning_starts = _grown(self.meaning_starts, more)
            self.meaning_ends = _grown(self.meaning_ends, more)
        if count > len(self.notes) // 2:
            self.note_keys = memoryview(bytearray(32 * count)).cast("Q")
            self.notes = memoryview(bytearray(16 * count)).cast("I")
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def _scan_text(
        self,
        at: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        data: cython.const[cython.uchar][::1],
        keys: cython.ulonglong[::1],
        notes: cython.uint[::1],
    ) -> cython.void:
        """Note the chunks of data[at:end].

        Words that end at a space, perhaps after some signs, are found here, eight bytes at a time (see
        `_before_other`); one in fifteen needs a closer look.
        """
        noted: cython.Py_ssize_t = 0
        word: cython.Py_ssize_t = at  # after a clitic
        size: cython.Py_ssize_t
        more: cython.Py_ssize_t
        after: cython.Py_ssize_t
        blank: cython.Py_ssize_t
        width: cython.Py_ssize_t
        kind: cython.int
        low: cython.ulonglong
        high: cython.ulonglong
        letters: cython.ulonglong
        while at < end:
            while word + 40 <= len(data):
                low = _eight_at(data, word)
                letters = _before_other(low, 0)
                size = _bytes_in(letters)
                high = 0
                if size == 0:
                    # A sign between words, or what needs a closer look.
                    kind = self.leads[data[word]]
                    if word != at or _opens_chunk(kind):
                        break
                    at = word = at + 1
                    if at >= end:
                        break
                    continue
                if size < 8:
                    low &= letters
                else:  # the last byte may be the first of a letter
                    high = _eight_at(data, word + 8)
                    letters = _before_other(high, (low >> 56) == 0xC3)
                    more = _bytes_in(letters)
                    if more == 8:
                        break
                    high &= letters
                    size += more
                after = word + size
                blank = after
                while blank < end and _may_end(self.leads[data[blank]]):
                    blank += 1
                if blank >= end:  # it may be joined to the next text, where the bytes are those of both
                    break
                width = 1
                kind = self.leads[data[blank]]
                if kind == 13:  # _LONG
                    kind = self._class(blank, end)
                    width = _width(data[blank])
                if _is_blank(kind):
                    keys[2 * noted] = low
                    keys[2 * noted + 1] = high
                    notes[2 * noted] = word
                    notes[2 * noted + 1] = size << 2  # _PLAIN
                    noted += 1
                    at = word = blank + width
                elif (
                    kind == _APOSTROPHE and word == at and blank == after and self._is_elision(at, after, end)
                ):
                    word = after + width
                else:
                    break
            self.noted = noted
            if at >= end:
                break
            kind = self._class(at, end)
            if not _opens_chunk(kind):
                at += _width(data[at])
            elif self._plain_run(at, end):
                at = self.run_end
            else:
                self._run(at, end)
                if self.complex_run:
                    self._extend(at, end)
                    self._note(at, self.core_end, _COMPLEX)
                else:
                    self._pieces(at, self.core_end)
                at = self.run_end
            word = at
            noted = self.noted

    def count_words(
        self, chunks: cython.const[cython.uint][::1], size: cython.Py_ssize_t
    ) -> cython.Py_ssize_t:
        """How many words the first `size` chunks are."""
        total: cython.Py_ssize_t = 0
        at: cython.Py_ssize_t
        chunk: cython.uint
        for at in range(size):
            chunk = chunks[at]
            if chunk < _STACKED:
                total += 1
            else:
                chunk -= _STACKED
                total += self.meaning_ends[chunk] - self.meaning_starts[chunk]
        return total

    def expand(
        self,
        chunks: cython.const[cython.uint][::1],
        spans: cython.const[cython.uint][::1],
        chunk_ends: cython.const[cython.uint][::1],
        out_forms: cython.uint[::1],
        out_positions: cython.uint[::1],
        out_spans: cython.uint[::1],
        out_ends: cython.uint[::1],
    ) -> None:
        """Write the words of the texts whose chunks end where `chunk_ends` says.

        Args:
            spans: of the chunks, as `scan` gives them; or empty.
            out_forms: takes their forms; where nobody asks for positions, with the highest bit set for a word that
                stands on the one before.
            out_positions: takes their positions; or is empty, as is
            out_spans: takes two numbers a word, where it starts and ends in characters.
            out_ends: takes how many words there are up to the end of each text.
        """
        text: cython.Py_ssize_t
        at: cython.Py_ssize_t = 0
        filled: cython.Py_ssize_t = 0
        chunk: cython.uint
        entry: cython.uint
        position: cython.uint
        with_places: cython.bint = len(out_positions) > 0
        for text in range(len(chunk_ends)):
            position = _MASK  # the first word moves it to 0
            while at < chunk_ends[text]:
                chunk = chunks[at]
                if chunk < _STACKED:
                    out_forms[filled] = chunk
                    if with_places:
                        position = (position + 1) & _MASK
                        out_positions[filled] = position
                        out_spans[2 * filled] = spans[2 * at]
                        out_spans[2 * filled + 1] = spans[2 * at + 1]
                    filled += 1
                else:
                    chunk -= _STACKED
                    for entry in range(self.meaning_starts[chunk], self.meaning_ends[chunk]):
                        out_forms[filled] = self.entry_forms[entry]
                        if with_places:
                            position = (position + self.entry_steps[entry]) & _MASK
                            out_positions[filled] = position
                            out_spans[2 * filled] = spans[2 * at] + self.entry_spans[2 * entry]
                            out_spans[2 * filled + 1] = spans[2 * at] + self.entry_spans[2 * entry + 1]
                        elif self.entry_steps[entry] == 0:
                            out_forms[filled] |= _STACKED
                        filled += 1
                at += 1
            out_ends[text] = filled

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
            if point >= 0x2000 and point < 0x20D0:
                return self.classes[0x250 + point - 0x2000]
        return _OTHER

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _plain_run(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.bint:
        """Note a word that ends at a space, perhaps after one sign. False if it is not one."""
        at: cython.Py_ssize_t = start
        kind: cython.int = _BREAK
        width: cython.Py_ssize_t
        sign: cython.Py_ssize_t = -1  # where the last apostrophe or hyphen ends
        word: cython.Py_ssize_t = start  # after a clitic
        core: cython.Py_ssize_t
        piece: cython.int = 0  # _PLAIN
        # Or a text of one word would be read to its end at each cut.
        limit: cython.Py_ssize_t = min(end, start + _LONGEST)
        while at < limit:
            kind = self.leads[self.data[at]]
            if _is_letter(kind):  # nearly always
                at += 1
                continue
            width = 1
            if kind == 13:  # _LONG
                kind = self._class(at, end)
                if _is_letter(kind):
                    at += 2
                    continue
                width = _width(self.data[at])
            if not _joins(kind):
                break
            if kind == _APOSTROPHE and word == start and self._is_elision(start, at, end):
                at += width
                word = at
                continue
            # `c'est-à-dire` is no elision, and what is not between letters has to be trimmed: the general way.
            if sign == at or word != start:
                return False
            piece = 1  # _JOINED
            at += width
            sign = at
        if at == start or at - start >= _LONGEST or sign == at:
            return False
        core = at
        if at < end and not _is_blank(kind):
            if not _may_end(kind):
                return False
            at += _width(self.data[at])
            if at < end and not _is_blank(self._class(at, end)):
                return False
        if at < end:  # past the space: nothing begins with one
            at += _width(self.data[at])
        self.run_end = at
        self._note(word, core, piece)
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
        if at == start + 1:  # nearly always
            return self.short_clitics[self.data[start]] != 0
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
        dot: cython.Py_ssize_t = -1  # where a dot right after the core ends
        slash: cython.Py_ssize_t = -1  # where slashes right after it do
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
                    if at == core:
                        dot = at + 1
                    if letters == 1:
                        initials += 1
                elif kind == _OPENING and letters > 0:
                    parenthesis = True
                elif kind == _SLASH:
                    if at == core or at == slash:
                        slash = at + 1
                    if before == _COLON:
                        self.complex_run = True
                elif kind == _BREAK and self.data[at] == 0x29:
                    closed = at + 1
                letters = 0  # also in `l'U.E.` and `pro-U.E.`
            before = kind
            at += _width(self.data[at])
        if parenthesis:
            self.complex_run = True
            core = closed if closed > core else core
        if dotted or initials > 1:
            self.complex_run = True
        if dot > core and (dotted or initials > 1):
            core = dot  # of `O.T.A.N.`
        elif slash > core and self.complex_run:
            core = slash  # of an address
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
        kind: cython.int
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
        while after < end and after - begin < 16:  # the bytes of `décembre`, its accents apart, and some
            kind = self._class(after, end)
            if kind != _LOWER and kind != _UPPER and kind != _OTHER:
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
    ) -> cython.void:
        """Cut a run of letters at its separators."""
        kind: cython.int
        piece: cython.int
        begin: cython.Py_ssize_t
        core: cython.Py_ssize_t
        word: cython.Py_ssize_t  # after a clitic
        while at < end:
            kind = self._class(at, end)
            if kind != _LOWER and kind != _UPPER:
                at += _width(self.data[at])
                continue
            begin = core = word = at
            piece = _PLAIN
            while at < end:
                if kind == _LOWER or kind == _UPPER:
                    if core != at:
                        piece = _JOINED
                    at += _width(self.data[at])
                    core = at
                elif kind == _APOSTROPHE and word == begin and self._is_elision(begin, at, end):
                    at += _width(self.data[at])
                    core = word = at
                elif kind == _APOSTROPHE or kind == _HYPHEN:
                    at += _width(self.data[at])
                else:
                    break
                if at < end:
                    kind = self._class(at, end)
            if piece == _PLAIN:
                begin = word
            self._note(begin, core, piece)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _note(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t, kind: cython.int) -> cython.void:
        """Remember a chunk to look up: where it lies, its kind."""
        self.note_keys[2 * self.noted] = self.chunks._low(start, end)
        self.note_keys[2 * self.noted + 1] = self.chunks._high(start, end)
        self.notes[2 * self.noted] = start
        self.notes[2 * self.noted + 1] = ((end - start) << 2) | kind
        self.noted += 1

    @cython.cfunc
    def _chunk(
        self,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        low: cython.ulonglong,
        high: cython.ulonglong,
        kind: cython.int,
    ) -> cython.uint:
        """What the chunk data[start:end] means, as `scan` writes it; of a new one, that may have to be asked."""
        known: cython.uint = self.chunks.count
        number: cython.uint = self.chunks._find(start, end, low, high)
        slot: cython.Py_ssize_t = self.chunks.slot
        if number == known:
            self.meant = _STACKED | number
            if kind == _PLAIN and self._holds_sign(start, end):  # `_before_other` takes them for letters
                kind = _COMPLEX
            if (
                not (kind == _PLAIN and self._means_form(start, end, low, high))
                and not (
                    kind == _COMPLEX
                    and (
                        self._means_number(start, end)
                        or self._means_groups(start, end)
                        or self._means_name(start, end)
                    )
                )
                and not self._means_words(number, start, end)
            ):
                self.waiting.append((number, kind))
            self.chunks.slots[slot + 3] = self.meant
        return self.chunks.slots[slot + 3] & _MASK

    @cython.cfunc
    @cython.exceptval(check=False)
    def _holds_sign(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.bint:
        """Whether × or ÷ stands in data[start:end]."""
        at: cython.Py_ssize_t
        for at in range(start, end - 1):
            if self.data[at] == 0xC3 and (self.data[at + 1] | 0x20) == 0xB7:
                return True
        return False

    @cython.cfunc
    @cython.exceptval(check=False)
    def _means_form(
        self,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        low: cython.ulonglong,
        high: cython.ulonglong,
    ) -> cython.bint:
        """Find the form of a plain chunk: its small letters, unless it is two capitals or more.

        False where that takes a closer look: too long for a form, or perhaps an ordinal (`XXe`).
        """
        if end - start > _LONGEST_FORM or self._may_be_ordinal(start, end):
            return False
        if not self._means_short_form(end - start, low, high):
            self.meant = self._form_of(start, end)
        return True

    @cython.cfunc
    @cython.exceptval(check=False)
    def _means_short_form(
        self, size: cython.Py_ssize_t, low: cython.ulonglong, high: cython.ulonglong
    ) -> cython.bint:
        """The same of sixteen bytes at the most, all at once. False if there are more, or other letters."""
        begun: cython.ulonglong = (low >> 56) == 0xC3
        capitals: cython.ulonglong = _capitals_in(low, 0)
        more: cython.ulonglong = _capitals_in(high, begun)
        at: cython.Py_ssize_t
        if _bytes_in(_before_other(low, 0)) + _bytes_in(_before_other(high, begun)) != size:
            return False
        count: cython.Py_ssize_t = _marks_in(capitals) + _marks_in(more)
        if count < 2 or count < size - _marks_in(_leads_in(low)) - _marks_in(_leads_in(high)):
            low |= capitals >> 2  # the bit by which a small letter differs
            high |= more >> 2
        for at in range(min(size, 8)):
            self.small[at] = (low >> (8 * at)) & 0xFF
        for at in range(8, size):
            self.small[at] = (high >> (8 * (at - 8))) & 0xFF
        self.meant = self.forms._find(0, size, low, high)
        return True

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _may_be_ordinal(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.bint:
        """Whether data[start:end] is Roman digits and a short ending: `XXe`, but `Ier` or `Ire` as well."""
        at: cython.Py_ssize_t = start
        while at < end and (self.data[at] == 0x49 or self.data[at] == 0x56 or self.data[at] == 0x58):
            at += 1
        if at == start or at == end or end - at > 5:  # the bytes of `èmes`
            return False
        return self._begins_ordinal_ending(at)

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _begins_ordinal_ending(self, at: cython.Py_ssize_t) -> cython.bint:
        """Whether what makes a number an ordinal may begin here: e, r, n, d, è or ᵉ."""
        byte: cython.uint = self.data[at]
        return byte == 0x65 or byte == 0x72 or byte == 0x6E or byte == 0x64 or byte == 0xC3 or byte == 0xE1

    @cython.cfunc
    @cython.exceptval(check=False)
    def _form_of(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.uint:
        """Number the form of the letters and digits in data[start:end], without what joins them; there is nothing else.

        Sets how many there are.
        """
        at: cython.Py_ssize_t = start
        size: cython.Py_ssize_t = 0
        capitals: cython.uint = 0
        small: cython.uint = 0
        kind: cython.int
        point: cython.uint
        self.letters = 0
        while at < end:
            kind = self._class(at, end)
            if not _joins(kind):
                self.letters += 1
                capitals += kind == 1  # _UPPER
                small += kind == 0  # _LOWER
            at += _width(self.data[at])
        at = start
        while at < end:
            point = self.data[at]
            if point < 0x80:
                at += 1
                if not _joins(self.classes[point]):
                    self.small[size] = point if small == 0 and capitals > 1 else self.lowers[point]
                    size += 1
                continue
            if _joins(self._class(at, end)):
                at += _width(point)
                continue
            point = ((point & 0x1F) << 6) | (self.data[at + 1] & 0x3F)
            if small > 0 or capitals < 2:
                point = self.lowers[point]
            self.small[size] = 0xC0 | (point >> 6)
            self.small[size + 1] = 0x80 | (point & 0x3F)
            size += 2
            at += 2
        return self.forms._number(0, size)

    @cython.cfunc
    @cython.exceptval(-1)
    def _means_words(
        self, number: cython.uint, start: cython.Py_ssize_t, end: cython.Py_ssize_t
    ) -> cython.int:
        """Find the forms of a chunk that is words, compounds, numbers, days and hours, whatever sign parts them.

        False where that takes a closer look: see `_find_tokens`.
        """
        at: cython.Py_ssize_t
        byte: cython.Py_ssize_t = start
        begin: cython.Py_ssize_t = start
        chars: cython.uint = 0
        # A longer form might have a key that is too long.
        count: cython.Py_ssize_t = self._find_tokens(start, end) if end - start <= _LONGEST_FORM // 2 else -1
        if count < 0:
            return False
        self._reserve_entries(end - start + 1)
        # These come on top of what the text may have of other forms.
        self.forms.reserve(self.reserved_forms + end - start + 1, self.reserved_size + 3 * (end - start))
        first: cython.Py_ssize_t = self.entries
        for at in range(count):
            begin = self.tokens[3 * at + 1]
            chars += self._chars(byte, begin)
            byte = self.tokens[3 * at + 2]
            if self.tokens[3 * at] == _WORD:
                self._enter_word(begin, byte, chars)
            elif self.tokens[3 * at] == _DAY:
                self._enter_day(begin, byte, chars)
            else:
                self._enter_number(begin, byte, chars, self.tokens[3 * at])
            chars += self._chars(begin, byte)
        if self.entries == first + 1 and self.entry_spans[2 * first] == 0 and byte == end:
            self.meant = self.entry_forms[first]
            self.entries = first
        self.meaning_starts[number] = first
        self.meaning_ends[number] = self.entries
        return True

    @cython.cfunc
    @cython.exceptval(check=False)
    def _chars(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.uint:
        """How many characters data[start:end] has."""
        at: cython.Py_ssize_t
        count: cython.uint = 0
        for at in range(start, end):
            count += (self.data[at] & 0xC0) != 0x80
        return count

    @cython.cfunc
    @cython.exceptval(check=False)
    def _find_tokens(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Write what stands in a chunk: of each the kind, where it starts and ends.

        Returns:
            How many they are; −1 where the chunk takes a closer look, since it may hold an address, a tag, an acronym,
            inclusive writing, a sum of money or characters that are not in the tables.
        """
        at: cython.Py_ssize_t = start
        after: cython.Py_ssize_t
        count: cython.Py_ssize_t = 0
        kind: cython.int
        token: cython.uint
        while at < end:
            kind = self._class(at, end)
            after = 0
            token = _NUMBER
            if kind == _DIGIT and not (
                # No number begins inside another.
                at > start + 1
                and (self.data[at - 1] == 0x2C or self.data[at - 1] == 0x2E)
                and _is_digit(self.data[at - 2])
            ):
                after = self._number_end(at, end)
                token = self.token
            if after == 0 and (kind == _DIGIT or _is_letter(kind)):
                after = self._word_end(at, end)
                token = _WORD
            elif kind == _OTHER and self.data[at] == 0x25:  # a per cent sign is its own form
                after = at + 1
            if after > 0:
                self.tokens[3 * count] = token
                self.tokens[3 * count + 1] = at
                self.tokens[3 * count + 2] = after
                count += 1
                at = after
                continue
            if after < 0 or kind == _OTHER or kind == _OPENING or kind == _COLON or _is_blank(kind):
                return -1
            at += _width(self.data[at])
            # `lemonde.fr`, `acteur.trice`
            if kind == _DOT and at < end and self._class(at, end) == _LOWER:
                return -1
        return count

    @cython.cfunc
    @cython.exceptval(check=False)
    def _goes_on_word(self, at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.bint:
        """Whether a letter or a digit stands here."""
        return at < end and (self._class(at, end) == _DIGIT or _is_letter(self._class(at, end)))

    @cython.cfunc
    @cython.exceptval(check=False)
    def _word_end(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Where a word ends, with what apostrophes and hyphens join; −1 if it takes a closer look.

        That is an apostrophe that no clitic stands before, inclusive writing (`élu-e-s`), perhaps an ordinal
        (`XIXe-XXe`), an acronym or an address.
        """
        at: cython.Py_ssize_t = start
        begin: cython.Py_ssize_t = start  # of the part
        kind: cython.int = _LOWER
        after: cython.Py_ssize_t
        hyphened: cython.bint = False
        while at < end:
            kind = self._class(at, end)
            if kind == _DIGIT or _is_letter(kind):
                at += _width(self.data[at])
                continue
            after = at + _width(self.data[at])
            if not _joins(kind) or not self._goes_on_word(after, end):
                break
            if kind == _APOSTROPHE:
                # `c'est-à-dire` is no elision.
                if begin > start or (self.data[start] | 0x20) == 0x63 or not self._is_elision(start, at, end):
                    return -1
            elif self._is_no_part(begin, at, hyphened):
                return -1
            else:
                hyphened = True
            begin = at = after
        if self._is_no_part(begin, at, hyphened):
            return -1
        if at + 1 < end and kind == _DOT:
            kind = self._class(at + 1, end)
            # Small letters with dots are seen by `_find_tokens`.
            if (
                (kind == _UPPER or kind == _HYPHEN)
                and at == begin + _width(self.data[begin])
                and self._class(begin, end) == _UPPER
            ):
                return -1
            if at == start + 3 and self.data[start] == 0x77 and self.data[at - 1] == 0x77:  # `www.`
                return -1
        return at

    @cython.cfunc
    @cython.exceptval(check=False)
    def _is_no_part(
        self, start: cython.Py_ssize_t, end: cython.Py_ssize_t, hyphened: cython.bint
    ) -> cython.bint:
        """Whether data[start:end] may be an ordinal or, after a hyphen, the plural of inclusive writing."""
        at: cython.Py_ssize_t = start
        if hyphened and end == start + 1 and self.data[start] == 0x73:
            return True
        while at < end and _is_digit(self.data[at]):
            at += 1
        return (start < at < end and self._begins_ordinal_ending(at)) or self._may_be_ordinal(start, end)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _number_end(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Where a number ends; sets which kind. 0 if there is none, −1 if it takes a closer look."""
        at: cython.Py_ssize_t = start
        after: cython.Py_ssize_t
        found: cython.Py_ssize_t = 0
        kind: cython.int
        while at < end and _is_digit(self.data[at]):
            at += 1
        if at == end:
            return 0
        kind = self._class(at, end)
        after = at + _width(self.data[at])
        # A day in digits: `2024-07-03`, `3/7/2024`.
        if kind == _HYPHEN and at - start == 4 and self._digits(after, end) == 2:
            return -1
        if at - start <= 2:
            if kind == _DOT or kind == _SLASH:
                found = self._digits(after, end)
                after += found
                if 0 < found <= 2 and after < end and self._digits(after + 1, end) >= 4:
                    return -1
            found = self._day_end(at, end)
            if found == 0:
                found = self._hour_end(at, end)
            if found > 0:
                return found
        after = at + _width(self.data[at])
        if _is_blank(kind) or (kind == _APOSTROPHE and self._digits(after, end) > 0):
            return -1
        self.token = _NUMBER
        if self.data[at] == 0x2C:
            after = self._digits_end(after, end)
            if (
                after > at + 1
                and not self._goes_on_word(after, end)
                and not (after + 1 < end and self.data[after] == 0x2C and _is_digit(self.data[after + 1]))
            ):
                return after
        if kind != _DOT:
            return 0
        if at - start <= 3 and self.data[start] != 0x30:
            after = at
            while after < end and self.data[after] == 0x2E and self._digits(after + 1, end) == 3:
                after += 4
            if after > at and not (
                after + 1 < end and self.data[after] == 0x2E and _is_digit(self.data[after + 1])
            ):
                if after < end and self.data[after] == 0x2C:
                    found = self._digits_end(after + 1, end)
                    if found > after + 1 and not self._goes_on_word(found, end):
                        after = found
                if not self._goes_on_word(after, end):
                    self.token = _THOUSANDS
                    return after
        found = 0
        while at + 1 < end and self.data[at] == 0x2E and _is_digit(self.data[at + 1]):
            at = self._digits_end(at + 1, end)
            if not self._goes_on_word(at, end):
                found = at
        return found

    @cython.cfunc
    @cython.exceptval(check=False)
    def _digits_end(self, at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Where digits end."""
        while at < end and _is_digit(self.data[at]):
            at += 1
        return at

    @cython.cfunc
    @cython.exceptval(check=False)
    def _day_end(self, at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Where a day ends whose number ends at `at`: `1er juillet 2024`; 0 if there is none."""
        begin: cython.Py_ssize_t
        if at + 2 < end and self.data[at] == 0x65 and self.data[at + 1] == 0x72:
            at += 2
        if self._class(at, end) != _GLUE:
            return 0
        begin = at = at + _width(self.data[at])
        while at < end and _is_letter(self._class(at, end)):
            at += _width(self.data[at])
        if (
            at == begin
            or at == end
            or self._class(at, end) != _GLUE
            or self._listed(self.months, begin, at) < 0
        ):
            return 0
        at += _width(self.data[at])
        if self._digits(at, end) != 4 or self._goes_on_word(at + 4, end):
            return 0
        if self.data[at] != 0x31 and self.data[at] != 0x32:
            return 0
        self.token = _DAY
        return at + 4

    @cython.cfunc
    @cython.exceptval(check=False)
    def _hour_end(self, at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Where an hour ends whose number ends at `at`: `20 h 30`; 0 if there is none."""
        if self._class(at, end) == _GLUE:
            at += _width(self.data[at])
        if at >= end or self.data[at] != 0x68:
            return 0
        at += 1
        if at < end and self._class(at, end) == _GLUE:
            at += _width(self.data[at])
        if self._digits(at, end) != 2 or self._goes_on_word(at + 2, end):
            return 0
        self.token = _HOUR
        return at + 2

    @cython.cfunc
    @cython.exceptval(check=False)
    def _enter_word(
        self, start: cython.Py_ssize_t, end: cython.Py_ssize_t, chars: cython.uint
    ) -> cython.void:
        """Enter the words of what `_word_end` ended: each of them and, of two, both joined."""
        at: cython.Py_ssize_t = start
        begin: cython.Py_ssize_t = start
        second: cython.Py_ssize_t = start  # where the last part begins
        parts: cython.Py_ssize_t = 1
        kind: cython.int
        first: cython.uint
        length: cython.Py_ssize_t = self._chars(start, end)
        while at < end:
            kind = self._class(at, end)
            at += _width(self.data[at])
            if kind == _APOSTROPHE:
                chars += self._chars(start, at)
                begin = second = at
            elif kind == _HYPHEN:
                parts += 1
                second = at
        joined: cython.bint = (
            parts == 2
            and length <= self.longest_compound
            and self._listed(self.enclitics, second, end) < 0
            and not (
                self._digits_end(second, end) == end
                and self._class(self._digits_end(begin, end), end) == _HYPHEN
            )
        )
        first = chars
        at = start = begin
        while begin < end:
            while at < end and self._class(at, end) != _HYPHEN:
                at += _width(self.data[at])
            form: cython.uint = self._form_of(begin, at)
            self._enter(form, chars, chars + self.letters, 1)
            chars += self.letters + 1
            if joined and begin == start:
                form = self._form_of(start, end)
                self._enter(form, first, first + self.letters + 1, 0)
            if at < end:
                at += _width(self.data[at])
            begin = at

    @cython.cfunc
    @cython.exceptval(check=False)
    def _enter_number(
        self, start: cython.Py_ssize_t, end: cython.Py_ssize_t, chars: cython.uint, kind: cython.uint
    ) -> cython.void:
        """Enter a number, written with a dot before its decimals, or an hour: `20h30`."""
        at: cython.Py_ssize_t
        size: cython.Py_ssize_t = 0
        byte: cython.uint
        for at in range(start, end):
            byte = self.data[at]
            if kind == _HOUR and byte != 0x68 and not _is_digit(byte):
                continue  # a space
            if kind == _HOUR and at == start and byte == 0x30 and _is_digit(self.data[at + 1]):
                continue
            if kind == _THOUSANDS and byte == 0x2E:
                continue
            self.small[size] = 0x2E if byte == 0x2C else byte
            size += 1
        self._enter(self.forms._number(0, size), chars, chars + self._chars(start, end), 1)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _enter_day(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t, chars: cython.uint) -> cython.void:
        """Enter a day: its number, as a whole on the same position, its month and its year."""
        at: cython.Py_ssize_t = self._digits_end(start, end)
        digits: cython.Py_ssize_t = at - start
        begin: cython.Py_ssize_t
        month: cython.Py_ssize_t
        place: cython.Py_ssize_t
        for place in range(digits):
            self.small[place] = self.data[start + place]
        self.small[digits] = 0x65  # `1er` is 1e
        if self.data[at] == 0x65:
            at += 2
        self._enter(
            self.forms._number(0, digits + (at > start + digits)),
            chars,
            chars + cython.cast(cython.uint, at - start),
            1,
        )
        begin = at + _width(self.data[at])
        at = begin
        while _is_letter(self._class(at, end)):
            at += _width(self.data[at])
        month = self._listed(self.months, begin, at) % 12 + 1
        for place in range(4):
            self.small[place] = self.data[end - 4 + place]
        self.small[4] = self.small[7] = 0x2D
        self.small[5] = 0x30 + month // 10
        self.small[6] = 0x30 + month % 10
        self.small[8] = self.data[start] if digits == 2 else 0x30
        self.small[9] = self.data[start + digits - 1]
        self._enter(self.forms._number(0, 10), chars, chars + self._chars(start, end), 0)
        self._enter(
            self._form_of(begin, at), chars + self._chars(start, begin), chars + self._chars(start, at), 1
        )
        for place in range(4):
            self.small[place] = self.data[end - 4 + place]
        self._enter(
            self.forms._number(0, 4),
            chars + self._chars(start, end - 4),
            chars + self._chars(start, end),
            1,
        )

    @cython.cfunc
    @cython.exceptval(check=False)
    def _listed(
        self, names: cython.const[cython.uchar][::1], start: cython.Py_ssize_t, end: cython.Py_ssize_t
    ) -> cython.Py_ssize_t:
        """Which of the names data[start:end], letters alone, is, whatever its case; −1 if none."""
        entry: cython.Py_ssize_t = 0
        number: cython.Py_ssize_t = 0
        here: cython.Py_ssize_t = start
        point: cython.uint
        while entry < len(names):
            if names[entry] == 0:
                if here == end:
                    return number
                here = start
                number += 1
            elif here < end:
                point = self.data[here]
                if point < 0x80:
                    point = self.lowers[point]
                elif (point & 0xC0) == 0x80:  # the second byte of a letter
                    point = ((self.data[here - 1] & 0x1F) << 6) | (point & 0x3F)
                    point = 0x80 | (self.lowers[point] & 0x3F)
                else:
                    point = ((point & 0x1F) << 6) | (self.data[here + 1] & 0x3F)
                    point = 0xC0 | (self.lowers[point] >> 6)
                if names[entry] == point:
                    here += 1
                else:
                    here = end + 1
            else:
                here = end + 1
            entry += 1
        return -1

    @cython.cfunc
    @cython.exceptval(check=False)
    def _means_number(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.bint:
        """Find the form of digits with at most one sign: `2024`, `1.200` without the dot, `3,5` with a dot instead."""
        at: cython.Py_ssize_t
        sign: cython.Py_ssize_t = -1
        size: cython.Py_ssize_t = 0
        for at in range(start, end):
            if not _is_digit(self.data[at]):
                if sign >= 0 or (self.data[at] != 0x2C and self.data[at] != 0x2E):
                    return False
                sign = at
        if end - start > _LONGEST_FORM or sign == start or sign == end - 1:
            return False
        thousands: cython.bint = (
            sign > 0
            and self.data[sign] == 0x2E
            and sign - start <= 3
            and end - sign == 4
            and self.data[start] != 0x30
        )
        for at in range(start, end):
            if at != sign or not thousands:
                self.small[size] = 0x2E if at == sign else self.data[at]
                size += 1
        self.meant = self.forms._number(0, size)
        return True

    @cython.cfunc
    @cython.exceptval(check=False)
    def _means_groups(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.bint:
        """Find the form of digits in groups of three, parted by one kind of space: `1 200 000` without its spaces."""
        at: cython.Py_ssize_t
        size: cython.Py_ssize_t = 0
        width: cython.Py_ssize_t
        first: cython.Py_ssize_t = start  # the first space
        while first < end and _is_digit(self.data[first]):
            first += 1
        if end - start > _LONGEST_FORM or not 0 < first - start <= 3 or self.data[start] == 0x30:
            return False
        at = start
        while at < end:
            if at == start:
                width = first - start
            else:
                width = _width(self.data[at])
                if self._class(at, end) != _GLUE or not self._is_same(at, first, width):
                    return False
                at += width
                width = 3
                if self._digits(at, end) != 3:
                    return False
            while width > 0:
                self.small[size] = self.data[at]
                size += 1
                at += 1
                width -= 1
        self.meant = self.forms._number(0, size)
        return True

    @cython.cfunc
    @cython.exceptval(check=False)
    def _is_same(
        self, one: cython.Py_ssize_t, other: cython.Py_ssize_t, size: cython.Py_ssize_t
    ) -> cython.bint:
        """Whether the same bytes stand at both places."""
        at: cython.Py_ssize_t
        for at in range(size):
            if self.data[one + at] != self.data[other + at]:
                return False
        return True

    @cython.cfunc
    @cython.exceptval(check=False)
    def _means_name(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.bint:
        """Find the form of letters with digits after the first one: `G7`, `A380`, `V6`."""
        at: cython.Py_ssize_t = start
        kind: cython.int = self._class(start, end)
        if end - start > _LONGEST_FORM // 2 or not _is_letter(kind):
            return False
        if self._may_be_ordinal(start, end):
            return False
        while at < end:
            kind = self._class(at, end)
            if not _is_letter(kind) and kind != _DIGIT:
                return False
            at += _width(self.data[at])
        self.meant = self._form_of(start, end)
        return True


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _leads_in(eight: cython.ulonglong) -> cython.ulonglong:
    """The highest bit of each of eight bytes that is the first of a letter from U+00C0 to U+00FF."""
    other: cython.ulonglong = eight ^ _LEADS
    return ~(((other & _LOW_BITS) + _LOW_BITS) | other) & _HIGHEST_BITS


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _capitals_in(eight: cython.ulonglong, begun: cython.ulonglong) -> cython.ulonglong:
    """The highest bit of each of eight bytes that is a capital of ASCII, or the last of one from U+00C0 to U+00DE."""
    seven: cython.ulonglong = eight & _LOW_BITS
    ascii: cython.ulonglong = (seven + _FROM_CAPITAL_A) & ~(seven + _BEYOND_CAPITAL_Z) & ~eight
    other: cython.ulonglong = eight ^ _SHARP_S
    other = ((other & _LOW_BITS) + _LOW_BITS) | other  # nor is it ß
    return (ascii | (((_leads_in(eight) << 8) | (begun << 7)) & ~(eight << 2) & other)) & _HIGHEST_BITS


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _marks_in(bits: cython.ulonglong) -> cython.Py_ssize_t:
    """How many of eight bytes have their highest bit set; no other bit is."""
    return _bytes_in(bits >> 7)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _before_other(eight: cython.ulonglong, begun: cython.ulonglong) -> cython.ulonglong:
    """The bits of those of eight bytes that come before the first that is no letter.

    Letters are those of ASCII and what is written as they are from U+00C0 to U+00FF, so × and ÷ too: what a chunk means
    that holds one is no form (see `Scanner._chunk`). All bytes are looked at together (Lamport 1975): a sum sets
    the highest bit of each one that is in a range.

    Args:
        begun: 1 if the byte before was the first of a letter.
    """
    small: cython.ulonglong = (eight | _SMALL) & _LOW_BITS
    leads: cython.ulonglong = _leads_in(eight)
    letters: cython.ulonglong = (small + _FROM_A) & ~(small + _BEYOND_Z) & ~eight
    others: cython.ulonglong = (~(letters | leads | (leads << 8) | (begun << 7)) & _HIGHEST_BITS) >> 7
    return ((others - 1) & ~others) & _KEY


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _bytes_in(bits: cython.ulonglong) -> cython.Py_ssize_t:
    """How many of eight bytes have their lowest bit set: those, added up in the highest byte."""
    return (((bits & _LOWEST_BITS) * _LOWEST_BITS) & _KEY) >> 56


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _is_letter(kind: cython.int) -> cython.bint:
    """_LOWER or _UPPER."""
    return kind <= 1


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _is_blank(kind: cython.int) -> cython.bint:
    """_SPACE or _GLUE."""
    return kind == 2 or kind == 3


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _may_end(kind: cython.int) -> cython.bint:
    """Whether it may stand between a word and a space: _BREAK, _DOT, _COLON."""
    return kind >= 4 and kind <= 6


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _joins(kind: cython.int) -> cython.bint:
    """_APOSTROPHE or _HYPHEN."""
    return kind == 9 or kind == 10


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _opens_chunk(kind: cython.int) -> cython.bint:
    """_LOWER, _UPPER, _DIGIT or _OTHER."""
    return kind <= 1 or kind >= 11


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
    return byte >= 0x30 and byte <= 0x39


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _is_digit_or_letter(byte: cython.uint) -> cython.bint:
    """Of ASCII."""
    return _is_digit(byte) or ((byte | 0x20) >= 0x61 and (byte | 0x20) <= 0x7A)


@cython.cfunc
def _grown(numbers: cython.uint[::1], more: cython.Py_ssize_t) -> object:
    """The same numbers, and so many zeros after them."""
    grown = memoryview(bytearray(4 * (len(numbers) + more))).cast("I")
    grown[: len(numbers)] = numbers
    return grown
