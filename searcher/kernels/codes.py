"""Code frequent words: write texts with a byte or two for each word of a codebook, and read them again.

A **word** is a run of bytes that are letters, or of signs beyond ASCII, with what follows it: nothing, a space or an
apostrophe; or a sign of ASCII with the space that follows it. Which words are coded is the writer's choice; the reader
knows codes alone, and what they stand for.

In: texts in UTF-8, or any bytes. Out: how often which words stand in them; coded texts; the texts again.
"""

from array import array

import cython

# The bytes that are codes: those that texts in ASCII do not have. The lowest stand for a word each, the others begin a
# code of two bytes. All the rest stand for themselves, but for 0: after it stands a number of bytes, then these bytes.
CODES = bytes([*range(1, 9), *range(11, 32), *range(128, 256)])
_ENDINGS = (b"", b" ", b"'", "’".encode())  # what follows a word

_ALL = 0xFFFFFFFFFFFFFFFF  # for Python: C wraps by itself
_SEVEN = cython.declare(cython.ulonglong, 0x00FFFFFFFFFFFFFF)
_LONG = cython.declare(cython.ulonglong, 0x0100000000000000)
_MASK = cython.declare(cython.ulonglong, 0xFFFFFFFF)
_LONGEST = cython.declare(cython.Py_ssize_t, 19)  # bytes of a word: 16, and an apostrophe of three
_CODES = cython.declare(cython.Py_ssize_t, 157)
_BEYOND = cython.declare(cython.Py_ssize_t, 16)
_COPIED = cython.declare(cython.Py_ssize_t, 24)  # bytes of a word that are copied at once
_LETTERS = cython.declare(cython.Py_ssize_t, 0x800)  # code points that have two bytes at the most
BEYOND = _BEYOND  # bytes that must stand behind a text, since it is read eight at a time


def room(size: int) -> int:
    """How many bytes to give a `Coder` for texts of so many bytes in all.

    A byte that must be told to stand for itself takes three, and some more are written after the last code.
    """
    return 3 * size + 16


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
def _write_eight(place: cython.pointer(cython.uchar), number: cython.ulonglong) -> cython.void:
    """Write a number of eight bytes, the lowest one first: C does so at once, too."""
    place[0] = number & 0xFF
    place[1] = (number >> 8) & 0xFF
    place[2] = (number >> 16) & 0xFF
    place[3] = (number >> 24) & 0xFF
    place[4] = (number >> 32) & 0xFF
    place[5] = (number >> 40) & 0xFF
    place[6] = (number >> 48) & 0xFF
    place[7] = number >> 56


def _eight_of(source: object, at: int) -> int:
    """The same where there are no addresses."""
    return int.from_bytes(source[at : at + 8], "little")


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _eight_times(byte: cython.uint) -> cython.ulonglong:
    """A number of eight such bytes. Written so, since C reads a variable each time, and works this out once."""
    return (cython.cast(cython.ulonglong, byte * 0x01010101) << 32) | (byte * 0x01010101)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _ends(eight: cython.ulonglong) -> cython.ulonglong:
    """The highest bits of the bytes that end a word: those below `@`, and the first ones of signs.

    U+0080 to U+00BF begin with the byte C2, U+2000 to U+2FFF with E2, which differs from it in one bit. Above the
    lowest such byte there may be bits of others.
    """
    signs: cython.ulonglong = (eight | _eight_times(0x20)) ^ _eight_times(0xE2)
    return (~(eight | (eight << 1)) | ((signs - _eight_times(1)) & ~signs)) & (_eight_times(1) << 7)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _before(ends: cython.ulonglong) -> cython.ulonglong:
    """A mask of the bytes before the first end: all of them if there is none."""
    if ends == 0:
        return _eight_times(0xFF)
    return (ends ^ (ends - 1)) >> 8


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _bytes_of(mask: cython.ulonglong) -> cython.Py_ssize_t:
    """How many bytes a mask has."""
    mask = (mask & _eight_times(1)) * _eight_times(1)
    if not cython.compiled:
        mask &= _ALL
    return mask >> 56


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _key_of(first: cython.ulonglong, second: cython.ulonglong) -> cython.ulonglong:
    """The key of a word, by its first eight bytes and the next ones.

    Up to eight bytes it is the word. That of a longer one is a hash, which is no short word: its highest byte is 1.
    """
    if second == 0:
        return first
    second = second * ((cython.cast(cython.ulonglong, 0x42B2AE3D) << 32) | 0x27D4EB4F)  # a prime
    if not cython.compiled:
        second &= _ALL
    first = first ^ second
    return ((first ^ (first >> 29)) & _SEVEN) | _LONG


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _hash_of(key: cython.ulonglong) -> cython.ulonglong:
    """Bits that differ from word to word, the highest ones most."""
    key = key * ((cython.cast(cython.ulonglong, 0x1E3779B9) << 32) | 0x7F4A7C15)
    if not cython.compiled:
        key &= _ALL
    return key


def check(size: cython.Py_ssize_t, sizes: cython.const[cython.uchar][::1], ones: cython.Py_ssize_t) -> None:
    """Raise a ValueError if there cannot be a codebook of words of these sizes, which have so many bytes in all."""
    number: cython.Py_ssize_t
    if not 0 <= ones <= min(len(sizes), _CODES) or len(sizes) - ones > 256 * (_CODES - ones):
        raise ValueError("a codebook has more words than codes")
    for number in range(len(sizes)):
        if not 1 <= sizes[number] <= _LONGEST:
            raise ValueError("a codebook has a word of a size that none can have")
        size -= sizes[number]
    if size != 0:
        raise ValueError("the words of a codebook are not as long as they should be")


@cython.cclass
class _Words:
    """Finds words."""

    text: cython.const[cython.uchar][::1]
    # The word last found.
    first: cython.ulonglong  # its first eight bytes …
    second: cython.ulonglong  # … and the next eight
    size: cython.Py_ssize_t  # without its ending; more than 16 if it is too long to have a code
    ending: cython.int  # its place in `_ENDINGS`
    width: cython.Py_ssize_t  # of the ending, in bytes

    @cython.final
    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _eight(self, at: cython.Py_ssize_t) -> cython.ulonglong:
        """The eight bytes from `at` on, as a number."""
        if cython.compiled:
            return _number_at(cython.address(self.text[at]))
        return _eight_of(self.text, at)

    @cython.final
    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _find(self, at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.void:
        """Find the word that begins here, which no sign of ASCII does."""
        mask: cython.ulonglong
        if self.text[at] == 0xC2 or self.text[at] == 0xE2:
            self._find_signs(at, end)
        else:
            self.first = self._eight(at)
            mask = _before(_ends(self.first))
            self.first = self.first & mask
            self.second = 0
            self.size = _bytes_of(mask)
            if self.size == 8:
                self.second = self._eight(at + 8)
                mask = _before(_ends(self.second))
                self.second = self.second & mask
                self.size = 8 + _bytes_of(mask)
                if self.size == 16:
                    self._find_end(at, end)
            if self.size > end - at:
                self._shorten(end - at)
        self._find_ending(at + self.size, end)

    @cython.final
    @cython.cfunc
    @cython.exceptval(check=False)
    def _find_end(self, at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.void:
        """Find where a word of 16 bytes or more ends."""
        place: cython.Py_ssize_t = at + self.size
        while (
            place < end and self.text[place] >= 0x40 and self.text[place] != 0xC2 and self.text[place] != 0xE2
        ):
            place += 1
        self.size = place - at

    @cython.final
    @cython.cfunc
    @cython.exceptval(check=False)
    def _find_signs(self, at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.void:
        """Find the signs beyond ASCII that stand together here, eight bytes at the most."""
        more: cython.Py_ssize_t = 0
        self.size = 0
        while self.size + more <= 8:
            self.size += more
            if at + self.size >= end:
                break
            if self.text[at + self.size] == 0xC2:
                more = 2
            elif self.text[at + self.size] == 0xE2:
                more = 3
            else:
                break
        self.first = self._eight(at)
        self.second = 0
        self._shorten(min(self.size, end - at))

    @cython.final
    @cython.cfunc
    @cython.exceptval(check=False)
    def _shorten(self, size: cython.Py_ssize_t) -> cython.void:
        """Let the word have so many bytes."""
        self.size = size
        if size < 8:
            self.first = self.first & ((cython.cast(cython.ulonglong, 1) << (8 * size)) - 1)
        if size <= 8:
            self.second = 0
        elif size < 16:
            self.second = self.second & ((cython.cast(cython.ulonglong, 1) << (8 * (size - 8))) - 1)

    @cython.final
    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _find_ending(self, at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.void:
        """Find what stands behind a word."""
        self.ending = 0
        self.width = 0
        if at < end:
            if self.text[at] == 0x20:
                self.ending = 1
                self.width = 1
            elif self.text[at] == 0x27:
                self.ending = 2
                self.width = 1
            elif (
                self.text[at] == 0xE2
                and at + 3 <= end
                and self.text[at + 1] == 0x80
                and self.text[at + 2] == 0x99
            ):
                self.ending = 3
                self.width = 3


@cython.final
@cython.cclass
class Tally(_Words):
    """Counts words."""

    # Open addressing, a power of two of slots, four numbers each: the first eight bytes of a word and the next eight,
    # and twice two counts of 32 bits, by its endings. All 0 is free.
    slots: cython.ulonglong[::1]
    shift: cython.int  # of a hash, to have a slot
    free: cython.Py_ssize_t  # slots that may be taken
    signs: cython.uint[::1]  # how often each sign of ASCII stands before a space
    counted: cython.Py_ssize_t  # bytes

    def __init__(self, slots: object) -> None:
        """Args: zeros, four for each of a power of two of words, of which three in four are counted."""
        words: int = len(slots) // 4
        if words < 2 or words & (words - 1) or 4 * words != len(slots):
            raise ValueError("there must be a power of two of slots")
        self.slots = slots
        self.free = words * 3 // 4
        self.shift = 65 - words.bit_length()
        self.signs = array("I", [0]) * 64
        self.counted = 0

    def count(self, text: cython.const[cython.uchar][::1], size: cython.Py_ssize_t) -> None:
        """Count the words of text[:size], behind which `BEYOND` bytes must stand.

        Raises:
            ValueError: they do not, or it is more than can be counted.
        """
        at: cython.Py_ssize_t = 0
        slot: cython.Py_ssize_t
        byte: cython.uchar
        if not 0 <= size <= len(text) - _BEYOND or size > _MASK - self.counted:
            raise ValueError("the text to count words in is not one")
        self.text = text
        self.counted += size
        while at < size:
            byte = text[at]
            if byte < 0x40:
                if at + 1 < size and text[at + 1] == 0x20:
                    self.signs[byte] += 1
                    at += 1
                at += 1
                continue
            self._find(at, size)
            if self.size <= 16:
                slot = self._slot()
                if slot >= 0:
                    self.slots[slot + 2 + (self.ending >> 1)] += cython.cast(cython.ulonglong, 1) << (
                        32 * (self.ending & 1)
                    )
            at += self.size + self.width

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _slot(self) -> cython.Py_ssize_t:
        """The slot of the word last found; -1 if it has none and all are taken."""
        slot: cython.Py_ssize_t = 4 * (_hash_of(_key_of(self.first, self.second)) >> self.shift)
        while self.slots[slot] != self.first or self.slots[slot + 1] != self.second:
            if self.slots[slot] == 0:
                if self.free == 0:
                    return -1
                self.free -= 1
                self.slots[slot] = self.first
                self.slots[slot + 1] = self.second
                break
            slot = (slot + 4) & (len(self.slots) - 1)
        return slot

    def frequent(
        self,
        least: cython.uint,
        counts: cython.uint[::1],
        sizes: cython.uchar[::1],
        words: cython.uchar[::1],
        letters: cython.uint[::1],
    ) -> int:
        """Write which words of two bytes or more stand there so often, in an order that follows from the text.

        Args:
            least: times, 1 or more.
            counts, sizes: take how often each stands there, and how many bytes it has.
            words: takes their bytes, end to end.
            letters: to what it has for each code point of two bytes is added how often it stands alone, or in words
                that are not written.
        Returns:
            How many words there are.
        Raises:
            ValueError: a buffer is too small.
        """
        slot: cython.Py_ssize_t
        ending: cython.int
        count: cython.uint
        size: cython.Py_ssize_t
        at: cython.Py_ssize_t
        number: cython.Py_ssize_t = 0
        filled: cython.Py_ssize_t = 0
        word: cython.uchar[::1] = bytearray(_LONGEST)
        if least == 0 or len(letters) != _LETTERS:
            raise ValueError("there must be room for the letters")
        for slot in range(0, len(self.slots), 4):
            if self.slots[slot] == 0:
                continue
            for ending in range(4):
                count = (self.slots[slot + 2 + (ending >> 1)] >> (32 * (ending & 1))) & _MASK
                if count == 0:
                    continue
                size = self._write(slot, ending, word)
                if count < least or size < 2 or (size == 2 and word[0] >= 0xC0 and word[0] < 0xE0):
                    for at in range(size - 1):
                        if word[at] >= 0xC0 and word[at] < 0xE0 and (word[at + 1] & 0xC0) == 0x80:
                            letters[((word[at] & 0x1F) << 6) | (word[at + 1] & 0x3F)] += count
                    continue
                if number >= len(counts) or number >= len(sizes) or filled + size > len(words):
                    raise ValueError("the buffers are too small")
                counts[number] = count
                sizes[number] = size
                number += 1
                for at in range(size):
                    words[filled] = word[at]
                    filled += 1
        for at in range(0x20, 0x40):
            if self.signs[at] >= least:
                if number >= len(counts) or number >= len(sizes) or filled + 2 > len(words):
                    raise ValueError("the buffers are too small")
                counts[number] = self.signs[at]
                sizes[number] = 2
                number += 1
                words[filled] = at
                words[filled + 1] = 0x20
                filled += 2
        return number

    @cython.cfunc
    @cython.exceptval(check=False)
    def _write(
        self, slot: cython.Py_ssize_t, ending: cython.int, word: cython.uchar[::1]
    ) -> cython.Py_ssize_t:
        """Write the word of a slot with an ending; give how many bytes it has."""
        half: cython.Py_ssize_t
        rest: cython.ulonglong
        size: cython.Py_ssize_t = 0
        for half in range(slot, slot + 2):
            rest = self.slots[half]
            while rest != 0:
                word[size] = rest & 0xFF
                rest = rest >> 8
                size += 1
        if ending == 1:
            word[size] = 0x20
            size += 1
        elif ending == 2:
            word[size] = 0x27
            size += 1
        elif ending == 3:
            word[size] = 0xE2
            word[size + 1] = 0x80
            word[size + 2] = 0x99
            size += 3
        return size


@cython.final
@cython.cclass
class Coder(_Words):
    """Writes texts in the codes of one codebook. One thread at a time.

    A code is a number of 16 bits: its first byte, and 256 times its second one if it has two.
    """

    # Open addressing, a power of two of slots, two numbers each: the key of a word without its ending, and a code for
    # each ending, 0 if there is none. All 0 is free.
    slots: cython.ulonglong[::1]
    # For each slot the bytes of its word, without its ending: one of more than eight is told by them from others.
    long_words: cython.ulonglong[::1]
    shift: cython.int  # of a hash, to have a slot
    signs: cython.ushort[::1]  # codes of signs of ASCII before a space
    letters: cython.ushort[::1]  # codes of letters of two bytes
    first_pair: cython.uint  # the lowest byte that begins a code of two
    out: cython.uchar[::1]
    filled: cython.Py_ssize_t
    escape: cython.Py_ssize_t  # where it is told how many bytes stand for themselves …
    escape_end: cython.Py_ssize_t  # … and where the last of them ends

    def __init__(
        self, words: bytes, sizes: bytes, ones: cython.Py_ssize_t, slots: object, long_words: object
    ) -> None:
        """
        Args:
            words: of the codebook, end to end; those that no `Tally` gives are never found in a text.
            sizes: bytes of each.
            ones: how many of them, the first ones, have codes of one byte.
            slots, long_words: zeros, two for each of two slots or another power of two, more than there are words.
        Raises:
            ValueError: that cannot be a codebook, or there are not so many slots.
        """
        room: cython.Py_ssize_t = len(slots) // 2
        number: cython.Py_ssize_t
        at: cython.Py_ssize_t = 0
        lead: cython.Py_ssize_t
        code: cython.uint
        leads: cython.const[cython.uchar][::1] = CODES
        bytes_of: cython.const[cython.uchar][::1] = sizes
        check(len(words), sizes, ones)
        if room <= max(len(sizes), 1) or room & (room - 1) or not 2 * room == len(slots) == len(long_words):
            raise ValueError("there must be a power of two of slots, more than words")
        self.slots = slots
        self.long_words = long_words
        self.shift = 65 - room.bit_length()
        self.signs = array("H", [0]) * 64
        self.letters = array("H", [0]) * _LETTERS
        self.first_pair = CODES[ones] if ones < _CODES else 256
        self.text = words + bytes(_BEYOND)
        for number in range(len(bytes_of)):
            lead = number if number < ones else ones + ((number - ones) >> 8)
            code = leads[lead]
            if number >= ones:
                code += ((number - ones) & 0xFF) << 8
            self._learn(at, at + bytes_of[number], code)
            at += bytes_of[number]

    @cython.cfunc
    @cython.exceptval(check=False)
    def _learn(self, at: cython.Py_ssize_t, end: cython.Py_ssize_t, code: cython.uint) -> cython.void:
        """Note the code of the word text[at:end]."""
        slot: cython.Py_ssize_t
        first: cython.uint = self.text[at]
        if first < 0x40:
            if end - at == 2 and self.text[at + 1] == 0x20:
                self.signs[first] = code
            return
        if end - at == 2 and first >= 0xC0 and first < 0xE0 and (self.text[at + 1] & 0xC0) == 0x80:
            self.letters[((first & 0x1F) << 6) | (self.text[at + 1] & 0x3F)] = code
        self._find(at, end)
        if self.size > 16 or at + self.size + self.width != end:
            return
        slot = self._slot(_key_of(self.first, self.second))
        if self.slots[slot] == 0:
            self.slots[slot] = _key_of(self.first, self.second)
            self.long_words[slot] = self.first
            self.long_words[slot + 1] = self.second
        if (self.slots[slot + 1] >> (16 * self.ending)) & 0xFFFF == 0:
            self.slots[slot + 1] |= cython.cast(cython.ulonglong, code) << (16 * self.ending)

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _slot(self, key: cython.ulonglong) -> cython.Py_ssize_t:
        """The slot of the word last found, whose key is known, or a free one."""
        slot: cython.Py_ssize_t = 2 * (_hash_of(key) >> self.shift)
        while self.slots[slot] != 0 and (
            self.slots[slot] != key
            or (
                self.second != 0
                and (self.long_words[slot] != self.first or self.long_words[slot + 1] != self.second)
            )
        ):
            slot = (slot + 2) & (len(self.slots) - 1)
        return slot

    def code(
        self,
        text: cython.const[cython.uchar][::1],
        lengths: cython.uint[::1],
        out: cython.uchar[::1],
    ) -> cython.Py_ssize_t:
        """Write texts.

        Args:
            text: all of them, end to end, and `BEYOND` bytes.
            lengths: of each, in bytes; they become those of what is written.
            out: takes what is written; has as many bytes as `room` says.
        Returns:
            How many bytes are written.
        Raises:
            ValueError: a buffer is too small.
        """
        number: cython.Py_ssize_t
        at: cython.Py_ssize_t = 0
        end: cython.Py_ssize_t
        size: cython.Py_ssize_t
        width: cython.Py_ssize_t
        filled: cython.Py_ssize_t = 0
        begin: cython.Py_ssize_t
        slot: cython.Py_ssize_t
        byte: cython.uint
        code: cython.uint
        ending: cython.uint
        first: cython.ulonglong
        second: cython.ulonglong
        ends: cython.ulonglong
        mask: cython.ulonglong
        codes: cython.ulonglong
        whole: cython.bint
        # In C what belongs to an object is read again after each byte that is written.
        slots: cython.ulonglong[::1] = self.slots
        last: cython.Py_ssize_t = len(slots) - 1
        shift: cython.int = self.shift
        signs: cython.ushort[::1] = self.signs
        first_pair: cython.uint = self.first_pair
        for number in range(len(lengths)):
            at += lengths[number]
        if at + _BEYOND > len(text) or room(at) > len(out):
            raise ValueError("the buffers are too small")
        at = 0
        self.text = text
        self.out = out
        for number in range(len(lengths)):
            end = at + lengths[number]
            begin = filled
            self.escape_end = -1
            while at < end:
                byte = text[at]
                if byte < 0x40:
                    code = signs[byte]
                    if code != 0 and at + 1 < end and text[at + 1] == 0x20:
                        out[filled] = code & 0xFF
                        out[filled + 1] = code >> 8
                        filled += 1 + ((code & 0xFF) >= first_pair)
                        at += 2
                        continue
                    at += 1
                    if byte >= 0x20 or byte == 9 or byte == 10:
                        out[filled] = byte
                        filled += 1
                        continue
                    self.filled = filled
                    self._put(byte)
                    filled = self.filled
                    continue
                # What `_find` does, in a third of the time, for words of fewer than 16 bytes; its branches are those
                # that most words take alike.
                first = _number_at(cython.address(text[at])) if cython.compiled else _eight_of(text, at)
                second = 0
                ends = _ends(first)
                whole = at + 19 <= end and byte != 0xC2 and byte != 0xE2
                if ends != 0 and whole:
                    mask = _before(ends)
                    size = _bytes_of(mask)
                    first = first & mask
                    slot = 2 * (_hash_of(first) >> shift)
                    while slots[slot] != first and slots[slot] != 0:
                        slot = (slot + 2) & last
                    codes = slots[slot + 1]
                else:
                    if whole:
                        second = (
                            _number_at(cython.address(text[at + 8]))
                            if cython.compiled
                            else _eight_of(text, at + 8)
                        )
                        ends = _ends(second)
                        whole = ends != 0
                    if whole:
                        mask = _before(ends)
                        size = 8 + _bytes_of(mask)
                        second = second & mask
                        self.first = first
                        self.second = second
                    else:
                        self._find(at, end)
                        size = self.size
                        first = self.first
                        second = self.second
                    codes = 0
                    if size <= 16:
                        codes = slots[self._slot(_key_of(first, second)) + 1]
                if whole:
                    byte = text[at + size]
                    if byte == 0x20:
                        ending = 1
                        width = 1
                    elif byte == 0x27:
                        ending = 2
                        width = 1
                    elif byte == 0xE2 and text[at + size + 1] == 0x80 and text[at + size + 2] == 0x99:
                        ending = 3
                        width = 3
                    else:
                        ending = 0
                        width = 0
                else:
                    ending = self.ending
                    width = self.width
                code = (codes >> (16 * ending)) & 0xFFFF
                if code == 0:
                    width = 0
                    code = codes & 0xFFFF
                    if code == 0:
                        if size <= 16 and (first | second) & (_eight_times(1) << 7) == 0:
                            if cython.compiled:
                                _write_eight(cython.address(out[filled]), first)
                                _write_eight(cython.address(out[filled + 8]), second)
                            else:
                                out[filled : filled + size] = text[at : at + size]
                            filled += size
                        else:
                            self.filled = filled
                            self._spell(at, at + size)
                            filled = self.filled
                        at += size
                        continue
                out[filled] = code & 0xFF
                out[filled + 1] = code >> 8
                filled += 1 + ((code & 0xFF) >= first_pair)
                at += size + width
            lengths[number] = filled - begin
        return filled

    @cython.cfunc
    @cython.exceptval(check=False)
    def _spell(self, at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.void:
        """Write a word that has no code, letter by letter."""
        byte: cython.uint
        code: cython.uint
        while at < end:
            byte = self.text[at]
            at += 1
            if byte >= 0xC0 and byte < 0xE0 and at < end and (self.text[at] & 0xC0) == 0x80:
                code = self.letters[((byte & 0x1F) << 6) | (self.text[at] & 0x3F)]
                if code != 0:
                    self.out[self.filled] = code & 0xFF
                    self.out[self.filled + 1] = code >> 8
                    self.filled += 1 + ((code & 0xFF) >= self.first_pair)
                    at += 1
                    continue
            self._put(byte)

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _put(self, byte: cython.uint) -> cython.void:
        """Write a byte that stands for itself."""
        if (byte >= 0x20 and byte < 0x80) or byte == 9 or byte == 10:
            self.out[self.filled] = byte
            self.filled += 1
            return
        if self.escape_end != self.filled or self.out[self.escape] == 255:
            self.escape = self.filled + 1
            self.out[self.filled] = 0
            self.out[self.escape] = 0
            self.filled += 2
        self.out[self.escape] += 1
        self.out[self.filled] = byte
        self.filled += 1
        self.escape_end = self.filled


@cython.final
@cython.cclass
class Decoder:
    """Reads texts in the codes of one codebook. Threads may share it."""

    # What bytes and codes stand for, end to end; then as many bytes as are copied at once.
    words: cython.const[cython.uchar][::1]
    # Where the word of each byte begins in `words`, times 32, and its size; then those of all codes of two bytes, 256
    # for each byte that begins some. 0 for what is none.
    entries: cython.uint[::1]
    # Of each byte: where its entries begin, and which bits of the next byte choose among them, all or none.
    bases: cython.uint[::1]
    masks: cython.uchar[::1]

    def __init__(self, words: bytes, sizes: bytes, ones: cython.Py_ssize_t) -> None:
        """
        Args:
            words: of the codebook, end to end.
            sizes: bytes of each.
            ones: how many of them, the first ones, have codes of one byte.
        Raises:
            ValueError: that cannot be a codebook.
        """
        number: cython.Py_ssize_t
        place: cython.Py_ssize_t
        at: cython.Py_ssize_t = 256
        leads: cython.const[cython.uchar][::1] = CODES
        bytes_of: cython.const[cython.uchar][::1] = sizes
        check(len(words), sizes, ones)
        self.words = bytes(range(256)) + words + bytes(_COPIED)
        self.entries = array("I", [0]) * (256 * (1 + _CODES - ones))
        self.bases = array("I", range(256))
        self.masks = bytearray(256)
        for number in range(1, 128):
            self.entries[number] = number * 32 + 1
        for number in range(_CODES):
            self.entries[leads[number]] = 0
        for number in range(ones, _CODES):
            self.bases[leads[number]] = 256 * (1 + number - ones)
            self.masks[leads[number]] = 255
        for number in range(len(bytes_of)):
            place = leads[number] if number < ones else 256 + number - ones
            self.entries[place] = at * 32 + bytes_of[number]
            at += bytes_of[number]

    def decode(
        self, coded: cython.const[cython.uchar][::1], first: cython.Py_ssize_t, most: cython.Py_ssize_t
    ) -> tuple:
        """Read two texts that stand end to end.

        Args:
            first: bytes of the first one, coded.
            most: bytes that both may have.
        Returns:
            Both, and how many bytes the first one has.
        Raises:
            ValueError: they have more, or are not coded so.
        """
        state: cython.Py_ssize_t[::1] = array("q", [0, 0])
        if not 0 <= first <= len(coded):
            raise ValueError("the first text is longer than both")
        text = bytearray(min(3 * len(coded), max(most, 0)) + 2 * _COPIED)
        text = self._read(coded[:first], text, state, most)
        size = state[1]
        text = self._read(coded[first:], text, state, most)
        del text[state[1] :]
        return text, size

    @cython.cfunc
    def _read(
        self,
        coded: cython.const[cython.uchar][::1],
        text: bytearray,
        state: cython.Py_ssize_t[::1],
        most: cython.Py_ssize_t,
    ) -> bytearray:
        """Read one text and write it, making room as it must."""
        state[0] = 0
        while True:
            if not self._decode(coded, text, state):
                raise ValueError("a code stands for no word, or has no end")
            if state[1] > most:
                raise ValueError(f"a text has more than {most:,} bytes")
            if state[0] == len(coded):
                return text
            text += bytes(min(len(text), most + 256 + 2 * _COPIED - len(text)))

    @cython.cfunc
    def _decode(
        self,
        coded: cython.const[cython.uchar][::1],
        out: cython.uchar[::1],
        state: cython.Py_ssize_t[::1],
    ) -> cython.bint:
        """Read on, as far as there is room.

        Args:
            state: where to go on in both; moved on.
        Returns:
            False where there is no such code.
        """
        at: cython.Py_ssize_t = state[0]
        filled: cython.Py_ssize_t = state[1]
        last: cython.Py_ssize_t = len(coded) - 1
        room: cython.Py_ssize_t = len(out) - _COPIED
        byte: cython.uint
        entry: cython.uint
        start: cython.Py_ssize_t
        size: cython.Py_ssize_t
        words: cython.const[cython.uchar][::1] = self.words
        entries: cython.uint[::1] = self.entries
        bases: cython.uint[::1] = self.bases
        masks: cython.uchar[::1] = self.masks
        while at <= last and filled <= room:
            byte = coded[at]
            if at == last and masks[byte] != 0:
                return False
            entry = entries[bases[byte] + ((coded[at + 1] & masks[byte]) if at < last else 0)]
            size = entry & 31
            start = entry >> 5
            if size != 0:
                at += 1 + (masks[byte] & 1)
                if cython.compiled:
                    _write_eight(cython.address(out[filled]), _number_at(cython.address(words[start])))
                    _write_eight(
                        cython.address(out[filled + 8]), _number_at(cython.address(words[start + 8]))
                    )
                    if size > 16:
                        _write_eight(
                            cython.address(out[filled + 16]), _number_at(cython.address(words[start + 16]))
                        )
                else:
                    out[filled : filled + size] = words[start : start + size]
                filled += size
                continue
            if byte != 0 or at == last or at + 1 + coded[at + 1] > last:
                return False
            size = coded[at + 1]
            if filled + size > len(out):
                break
            for start in range(at + 2, at + 2 + size):
                out[filled] = coded[start]
                filled += 1
            at += 2 + size
        state[0] = at
        state[1] = filled
        return True
