"""Write and read posting lists: which articles hold a form, how often, and at which positions.

A list of `df` articles is, in order,
  - a directory, 14 bytes for each full block of 128 articles: three 32-bit numbers, the block's last article; where
    the block ends, in bytes from the end of the directory; where its positions end, in bytes from the list's first
    one; and a bound of what its articles count for, in 16 bits: see `Writer.write`;
  - the full blocks: a byte for the width of gaps, a byte for the width of frequencies, both in bits, then 128 gaps
    and 128 frequencies, packed from the lowest bit up; a gap is the distance to the article before, less 1; the
    frequency is stored less 1. Where articles are dense the first byte is 128 and instead of gaps stands a bit for each
    article after that of the block before, up to the last one, from the lowest bit up, to the end of a byte;
  - the rest, in Rice codes: of each article the gap, with the width that suits as many articles as the list has, spread
    over the segment; then the frequency less 1, with the width 0.
A Rice code (Golomb 1966) is a value shifted right by `width` bits in ones, then a zero, then those bits, the lowest
first; a value that would take 24 ones is 24 ones and 32 bits.

Positions are apart. Of an article in which the form stands once, the position is one of `_phases` phases, in a code
that is phased in: the first ones take a bit less than the others; the last one says that 32 bits follow. Of another
one the first position, then the distances to the next ones, are Rice codes whose width suits the distance to be
expected: see `rice_width`. The positions of each block begin with a byte of their own. Those of a full block end with
a number: at which bit those of its 65th article begin, so that no more than 63 are passed over on the way to one.
"""

from array import array

import cython

from searcher.kernels.sets import PLACES

BLOCK = 128
ROOM = BLOCK + 8  # numbers to work in: bits become numbers eight at a time, of which some do not count
_BLOCK = cython.declare(cython.Py_ssize_t, 128)
_ENTRY = cython.declare(cython.Py_ssize_t, 14)  # bytes of a directory entry
# Instead of a width of gaps: a bit for each article stands there.
_DENSE = cython.declare(cython.uint, 128)
# Bits are read and combined faster than gaps, so they may take half as much again: lists of an index are no longer
# altogether, since where articles are really dense bits take less.
_DENSE_BYTES = cython.declare(cython.uint, 24)  # for each bit of a gap; gaps take 16
_NO_BOUND = cython.declare(cython.uint, 65535)
MOST_FORMS = 64  # of a segment, of whose bounds `Reader.best` keeps account
_MOST_FORMS = cython.declare(cython.Py_ssize_t, 64)
_INFINITE = cython.declare(cython.double, float("inf"))
# What is gained is rounded to a multiple of 2⁻³⁴ by adding this and taking it away again. Sums of such numbers are
# exact, so that they do not depend on the order in which lists are read.
_WHOLE = cython.declare(cython.double, 262144.0)
# As much is gained at the least: whoever is met has gathered something, from which something may be taken off.
_LEAST = cython.declare(cython.double, 2.0**-34)
_FEW = cython.declare(cython.uint, 24)  # frequencies of a block: of more it is quicker to read all of them
_MASK = cython.declare(cython.uint, 0xFFFFFFFF)
_ALL = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
_HALVES = cython.declare(cython.ulonglong, 0x5555555555555555)  # every second bit
_QUARTERS = cython.declare(cython.ulonglong, 0x3333333333333333)
_EIGHTHS = cython.declare(cython.ulonglong, 0x0F0F0F0F0F0F0F0F)
_BYTES = cython.declare(cython.ulonglong, 0x0101010101010101)
_MOST_ONES = cython.declare(cython.uint, 24)
_LOGARITHMS = bytes(max(0, byte.bit_length() - 1) for byte in range(256))  # of each byte, rounded down
_LONGEST = cython.declare(cython.uint, 0xFFFFF)  # of texts: of longer ones a position may follow its phase
# The number of ones at the low end of each byte: looked up, where counting them would mispredict a branch a position.
_TRAILING_ONES = bytes((~byte & (byte + 1)).bit_length() - 1 for byte in range(256))
# Times this, a single bit has a number of its own in its six highest bits: see `PLACES`.
_DE_BRUIJN = cython.declare(cython.ulonglong, 0x03F79D71B4CB0A89)


def _bit_places():
    """Of each byte: which of its bits are set, from the lowest on, as eight numbers of 32 bits."""
    rows = [bytes(8)]
    for byte in range(1, 256):  # the lowest one, then those of the byte without it
        rows.append(bytes([(byte & -byte).bit_length() - 1]) + rows[byte & (byte - 1)][:7])
    return array("I", list(b"".join(rows)))


_BYTE_PLACES = _bit_places()
_BYTE_COUNTS = bytes(byte.bit_count() for byte in range(256))


def rice_width(length: cython.uint, frequency: cython.uint) -> int:
    """Bits of a position that are written as they are: the best number for geometric distances is log2(0.69 mean).

    Args:
        length: of the text, without function words, of which there are nearly as many again.
        frequency: how often the form stands in it, more than once.
    """
    return _places_width(_LOGARITHMS, length, frequency)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _places_width(
    logarithms: cython.const[cython.uchar][::1],
    length: cython.uint,
    frequency: cython.uint,
) -> cython.uint:
    long: cython.uint = min(length, 0xFFFFFFF) * 7
    return _logarithm(logarithms, long // cython.cast(cython.uint, 4 * (min(frequency, 0xFFFFFFF) + 1)))


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _phases(length: cython.uint) -> cython.uint:
    """How many positions a text is taken to have at most, and one more; it has nearly twice as many as are counted."""
    return (min(length, _LONGEST) * 17 >> 3) + 3


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _gaps_width(
    logarithms: cython.const[cython.uchar][::1], articles: cython.uint, df: cython.uint
) -> cython.uint:
    """Likewise for the gaps of a list in a segment of so many articles."""
    return _logarithm(
        logarithms,
        cython.cast(
            cython.uint,
            cython.cast(cython.ulonglong, articles) * 11 // (16 * cython.cast(cython.ulonglong, df)),
        ),
    )


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _middle_width(logarithms: cython.const[cython.uchar][::1], size: cython.uint) -> cython.uint:
    """How many bits tell at which bit of so many bytes, at least one, something begins."""
    return 4 + _logarithm(logarithms, size)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _logarithm(logarithms: cython.const[cython.uchar][::1], value: cython.uint) -> cython.uint:
    """To the base 2, rounded down; 0 for 0."""
    width: cython.uint = 0
    while value > 0xFF:
        value >>= 8
        width += 8
    return width + logarithms[value]


@cython.final
@cython.cclass
class Writer:
    """Encodes lists one after the other into two buffers that the owner empties."""

    postings: cython.uchar[::1]
    positions: cython.uchar[::1]
    postings_size: cython.Py_ssize_t  # bytes written so far
    positions_size: cython.Py_ssize_t
    gaps: cython.uint[::1]
    frequencies: cython.uint[::1]
    logarithms: cython.const[cython.uchar][::1]

    def __init__(self, postings: object, positions: object, gaps: object, frequencies: object) -> None:
        """Args: two buffers to fill (without room for positions none are written), two of 128 numbers to work in."""
        self.postings = postings
        self.positions = positions
        self.gaps = gaps
        self.frequencies = frequencies
        self.logarithms = _LOGARITHMS
        if len(gaps) < _BLOCK or len(frequencies) < _BLOCK:
            raise ValueError("the working buffers are too small")
        self.postings_size = self.positions_size = 0

    def sizes(self) -> tuple:
        """How many bytes of each buffer are filled."""
        return self.postings_size, self.positions_size

    def rewind(self) -> None:
        self.postings_size = self.positions_size = 0

    def write(
        self,
        order: cython.const[cython.uint][::1],
        begin: cython.Py_ssize_t,
        starts: cython.const[cython.uint][::1],
        places: cython.const[cython.ulonglong][::1],
        lengths: cython.const[cython.uint][::1],
        slope: cython.ulonglong,
        typical: cython.ulonglong,
        out: cython.uint[::1],
    ) -> cython.Py_ssize_t:
        """Write the lists of the forms order[begin:], as long as there is room.

        The bound of a block is the highest of frequency / (1 − slope + slope × length / typical) in it, times 256,
        rounded up; 65535 if that is no less, or if a frequency is.

        Args:
            starts: form f stands at the places starts[f] to starts[f + 1].
            places: the article, in the high 32 bits, and the position in it, in the low ones; in order, for each form.
            lengths: of the texts, without function words, one for each article of the segment.
            slope: in hundredths, below 100.
            typical: a length, at least 1.
            out: four numbers for each rank in `order`: articles, occurrences, bytes of postings, of positions.
        Returns:
            The rank to go on from; len(order) when all are written.
        """
        rank: cython.Py_ssize_t
        first: cython.Py_ssize_t
        last: cython.Py_ssize_t
        before_postings: cython.Py_ssize_t
        before_positions: cython.Py_ssize_t
        if slope >= 100 or typical < 1 or typical > _MASK:
            raise ValueError("no bounds of scores follow from such a slope, or such a length")
        for rank in range(begin, len(order)):
            first = starts[order[rank]]
            last = starts[order[rank] + 1]
            # At most 7 bytes for a gap and 4 for a frequency, less where a directory entry is to come; 7 bytes a
            # position, and one to fill up each block.
            if (last - first) * 11 + 64 > len(self.postings) - self.postings_size:
                return rank
            if len(self.positions) > 0 and (last - first) * 8 + 8 > len(self.positions) - self.positions_size:
                return rank
            before_postings = self.postings_size
            before_positions = self.positions_size
            out[4 * rank] = self._list(first, last, places, lengths, slope, typical)
            out[4 * rank + 1] = last - first
            out[4 * rank + 2] = self.postings_size - before_postings
            out[4 * rank + 3] = self.positions_size - before_positions
        return len(order)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _list(
        self,
        first: cython.Py_ssize_t,
        last: cython.Py_ssize_t,
        places: cython.const[cython.ulonglong][::1],
        lengths: cython.const[cython.uint][::1],
        slope: cython.ulonglong,
        typical: cython.ulonglong,
    ) -> cython.uint:
        at: cython.Py_ssize_t
        df: cython.uint = last > first
        for at in range(first + 1, last):
            df += places[at] >> 32 != places[at - 1] >> 32
        logarithms: cython.const[cython.uchar][::1] = self.logarithms
        width: cython.uint
        low: cython.ulonglong
        entry: cython.Py_ssize_t = self.postings_size
        self.postings_size += (df // 128) * _ENTRY
        blocks: cython.Py_ssize_t = self.postings_size
        begin: cython.Py_ssize_t = self.positions_size
        size: cython.Py_ssize_t = begin  # bytes of positions that are whole
        held: cython.ulonglong = 0  # bits of the next one, and how many
        bits: cython.uint = 0
        article: cython.uint
        before: cython.uint = _MASK  # the article before, -1 at first
        filled: cython.Py_ssize_t = 0
        frequency: cython.uint
        position: cython.uint
        value: cython.ulonglong
        ones: cython.ulonglong
        # Of the article of a block that counts for the most: its frequency, and what that is divided by.
        highest: cython.ulonglong = 0
        divisor: cython.ulonglong = 1
        norm: cython.ulonglong
        flat: cython.ulonglong = (100 - slope) * typical
        end: cython.Py_ssize_t  # of the places in an article
        phases: cython.uint
        block_begin: cython.Py_ssize_t = size  # of the positions of the block
        middle: cython.ulonglong = 0  # where those of its 65th article begin, in bits
        at = first
        while at < last:
            article = places[at] >> 32
            end = at + 1
            while end < last and places[end] >> 32 == article:
                end += 1
            frequency = end - at
            position = 0
            if len(self.positions) == 0:
                at = end
            elif frequency == 1:
                value = places[at] & _MASK
                at = end
                phases = _phases(lengths[article])
                width = 1 + _logarithm(logarithms, phases - 1)
                low = (cython.cast(cython.ulonglong, 1) << width) - phases  # so many take a bit less
                if value >= phases - 1:
                    value = (value << width) | ((cython.cast(cython.ulonglong, 1) << width) - 1)
                    width += 32
                elif value < low:
                    width -= 1
                elif value >> (width - 1):
                    value += low
                held |= value << bits
                bits += width
                _put_eight(self.positions, size, held)
                size += bits >> 3
                held >>= bits & 56
                bits &= 7
            else:
                width = _places_width(logarithms, lengths[article], frequency)
                low = (cython.cast(cython.ulonglong, 1) << width) - 1
            while at < end:
                value = (places[at] & _MASK) - position
                position = places[at] & _MASK
                ones = value >> width
                if ones < 24:  # _MOST_ONES, known to C
                    value = ((value & low) << (ones + 1)) | ((cython.cast(cython.ulonglong, 1) << ones) - 1)
                    held |= value << bits
                    bits += ones + 1 + width
                else:
                    held |= ((value << 24) | 0xFFFFFF) << bits
                    bits += 56
                # Less than 64 bits, of which what makes whole bytes stays.
                _put_eight(self.positions, size, held)
                size += bits >> 3
                held >>= bits & 56
                bits &= 7
                at += 1
            self.gaps[filled] = (article - before - 1) & _MASK
            self.frequencies[filled] = frequency
            filled += 1
            before = article
            norm = flat + slope * lengths[article]
            if min(frequency, 0xFFFF) * divisor > highest * norm:
                highest = min(frequency, 0xFFFF)
                divisor = norm
            if filled == 64:
                middle = 8 * (size - block_begin) + bits
            if filled == _BLOCK or at == last:
                size += bits > 0  # the last byte, filled up with zeros
                if filled == _BLOCK and len(self.positions) > 0:
                    size = self._middle(block_begin, 8 * (size - block_begin) - (-bits & 7), middle)
                held = 0
                bits = 0
                block_begin = size
            if filled == _BLOCK:
                self._block()
                self._fixed(entry, before)
                self._fixed(entry + 4, self.postings_size - blocks)
                self._fixed(entry + 8, size - begin)
                highest = min(0xFFFF, (25600 * typical * highest + divisor - 1) // divisor)
                self.postings[entry + 12] = highest & 0xFF
                self.postings[entry + 13] = (highest >> 8) & 0xFF
                entry += _ENTRY
                filled = 0
                highest = 0
                divisor = 1
        self.positions_size = size
        if filled > 0:
            self._rest(filled, _gaps_width(logarithms, len(lengths), df))
        return df

    @cython.cfunc
    @cython.exceptval(check=False)
    def _middle(
        self, begin: cython.Py_ssize_t, bits: cython.ulonglong, middle: cython.ulonglong
    ) -> cython.Py_ssize_t:
        """Write behind the positions of a block where those of its second half begin; returns where they end.

        Args:
            begin: of the positions, which have so many bits.
            middle: in bits.
        """
        width: cython.uint = 0
        size: cython.ulonglong = (bits + 7) >> 3
        at: cython.Py_ssize_t = begin + (bits >> 3)
        held: cython.ulonglong = self.positions[at] if bits & 7 else 0
        while width != _middle_width(self.logarithms, size):
            width = _middle_width(self.logarithms, size)
            size = (bits + width + 7) >> 3
        bits = 8 * size - width - 8 * (bits >> 3)  # fewer than 15
        if bits >= 8:
            self.positions[at] = held & 0xFF
            at += 1
            bits -= 8
            held = 0
        _put_eight(self.positions, at, held | (middle << bits))
        return begin + size

    @cython.cfunc
    @cython.exceptval(check=False)
    def _block(self) -> cython.void:
        gaps: cython.uint = 0
        frequencies: cython.uint = 0
        reach: cython.ulonglong = _BLOCK  # articles from the one after the block before up to the last one
        at: cython.Py_ssize_t
        for at in range(_BLOCK):
            gaps |= self.gaps[at]
            reach += self.gaps[at]
            self.frequencies[at] -= 1
            frequencies |= self.frequencies[at]
        self.postings[self.postings_size] = _bits(gaps)
        self.postings[self.postings_size + 1] = _bits(frequencies)
        self.postings_size += 2
        if (reach + 7) >> 3 <= _DENSE_BYTES * _bits(gaps):
            self.postings[self.postings_size - 2] = _DENSE
            self._mark_gaps((reach + 7) >> 3)
        else:
            self._pack(self.gaps, _bits(gaps))
        self._pack(self.frequencies, _bits(frequencies))

    @cython.cfunc
    @cython.exceptval(check=False)
    def _mark_gaps(self, size: cython.Py_ssize_t) -> cython.void:
        """Write a bit for each article, in so many bytes."""
        at: cython.Py_ssize_t
        place: cython.Py_ssize_t = -1
        for at in range(size):
            self.postings[self.postings_size + at] = 0
        for at in range(_BLOCK):
            place += self.gaps[at] + 1
            self.postings[self.postings_size + (place >> 3)] |= cython.cast(cython.uint, 1) << (place & 7)
        self.postings_size += size

    @cython.cfunc
    @cython.exceptval(check=False)
    def _pack(self, values: cython.uint[::1], width: cython.uint) -> cython.void:
        held: cython.ulonglong = 0
        bits: cython.uint = 0
        at: cython.Py_ssize_t
        size: cython.Py_ssize_t = self.postings_size
        for at in range(128):  # _BLOCK, known to C; they end with a byte, as each eight do
            held |= cython.cast(cython.ulonglong, values[at]) << bits
            bits += width
            _put_eight(self.postings, size, held)
            size += bits >> 3
            held >>= bits & 56
            bits &= 7
        self.postings_size = size

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _fixed(self, at: cython.Py_ssize_t, value: cython.uint) -> cython.void:
        self.postings[at] = value & 0xFF
        self.postings[at + 1] = (value >> 8) & 0xFF
        self.postings[at + 2] = (value >> 16) & 0xFF
        self.postings[at + 3] = (value >> 24) & 0xFF

    @cython.cfunc
    @cython.exceptval(check=False)
    def _rest(self, count: cython.Py_ssize_t, width: cython.uint) -> cython.void:
        """Write fewer articles than a block has: gap and frequency of each, as Rice codes."""
        held: cython.ulonglong = 0
        bits: cython.uint = 0
        at: cython.Py_ssize_t
        turn: cython.int
        value: cython.ulonglong
        ones: cython.ulonglong
        own: cython.uint
        size: cython.Py_ssize_t = self.postings_size
        for at in range(count):
            for turn in range(2):
                value = self.frequencies[at] - 1 if turn else self.gaps[at]
                own = 0 if turn else width
                ones = value >> own
                if ones < 24:  # _MOST_ONES, known to C
                    value &= (cython.cast(cython.ulonglong, 1) << own) - 1
                    held |= ((value << (ones + 1)) | ((cython.cast(cython.ulonglong, 1) << ones) - 1)) << bits
                    bits += ones + 1 + own
                else:
                    held |= ((value << 24) | 0xFFFFFF) << bits
                    bits += 56
                _put_eight(self.postings, size, held)
                size += bits >> 3
                held >>= bits & 56
                bits &= 7
        self.postings_size = size + (bits > 0)  # the last byte, filled up with zeros


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _put_eight(target: cython.uchar[::1], at: cython.Py_ssize_t, value: cython.ulonglong) -> cython.void:
    """Write a number as eight bytes, the lowest first; there must be room for them."""
    if not cython.compiled:
        target[at : at + 8] = value.to_bytes(8, "little")
        return
    # To one address, so that a C compiler makes one instruction of it.
    place: cython.pointer(cython.uchar) = cython.address(target[at])
    place[0] = value & 0xFF
    place[1] = (value >> 8) & 0xFF
    place[2] = (value >> 16) & 0xFF
    place[3] = (value >> 24) & 0xFF
    place[4] = (value >> 32) & 0xFF
    place[5] = (value >> 40) & 0xFF
    place[6] = (value >> 48) & 0xFF
    place[7] = (value >> 56) & 0xFF


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _bits(value: cython.uint) -> cython.uint:
    """How many bits hold the value."""
    width: cython.uint = 0
    while value:
        width += 1
        value >>= 1
    return width


@cython.final
@cython.cclass
class Forms:
    """Some forms of each of several segments: where their lists are written, and what they count for.

    Who asks much of them finds them ready: to look at a buffer takes as long as to read a short list.
    """

    ends: cython.const[cython.uint][::1]  # of the forms of each segment
    body: cython.const[cython.ulonglong][::1]
    title: cython.const[cython.ulonglong][::1]
    notices: cython.const[cython.ulonglong][::1]
    less: cython.double
    weights: cython.const[cython.double][::1]
    levels: cython.uchar[::1]
    # Of the segment under way.
    first: cython.Py_ssize_t
    end: cython.Py_ssize_t

    def __init__(
        self,
        ends: object,
        body: object,
        title: object,
        notices: object,
        less: cython.double,
        weights: object,
        scale: cython.const[cython.double][::1],
    ) -> None:
        """
        Args:
            ends: where the forms of each segment end in what follows.
            body, title: where their lists are, six numbers a form: see `Reader.open`; empty where none is asked for.
            notices: where those of the body are that tell of its notices; empty if none of the forms has one.
            less: what an occurrence in a notice counts less than another, from 0 to less than 1.
            weights: of each form.
            scale: the weights that there are, from the lowest on, at most seven; their places, from 1, are levels.
        """
        form: cython.Py_ssize_t
        level: cython.Py_ssize_t
        self.ends = ends
        self.body = body
        self.title = title
        self.notices = notices
        self.less = less
        self.weights = weights
        self.levels = bytearray(len(self.weights))
        self.first = self.end = 0
        for size in (len(self.body), len(self.title), len(self.notices)):
            if size not in (0, 6 * len(self.weights)):
                raise ValueError("each form has lists and a weight")
        if less < 0.0 or less >= 1.0:
            raise ValueError("what stands in a notice counts for something")
        if len(self.notices) > len(self.body):
            raise ValueError("what stands in a notice stands in the body")
        if len(scale) > 7:  # as many as `sums.Sums.count` counts
            raise ValueError("a form has the level of its weight, from 1 to 7")
        for form in range(len(self.weights)):
            level = 0
            while level < len(scale) and scale[level] != self.weights[form]:
                level += 1
            if level == len(scale):
                raise ValueError("a form has the level of its weight, from 1 to 7")
            self.levels[form] = level + 1

    @cython.cfunc
    def _turn_to(self, segment: cython.Py_ssize_t) -> cython.void:
        """Have the forms of a segment at hand."""
        if segment < 0 or segment >= len(self.ends):
            raise ValueError("there is no such segment")
        self.first = self.ends[segment - 1] if segment > 0 else 0
        self.end = self.ends[segment]
        if self.first > self.end or self.end > len(self.weights):
            raise ValueError("the forms of a segment are not where they should be")


@cython.final
@cython.cclass
class Room:
    """What the articles of a segment gather: arrays with a place for each, and what is known of their texts."""

    size: cython.Py_ssize_t
    body_lengths: cython.const[cython.uint][::1]
    title_lengths: cython.const[cython.uint][::1]
    body_norms: cython.const[cython.double][::1]
    title_norms: cython.const[cython.double][::1]
    deleted: cython.const[cython.ulonglong][::1]
    totals: cython.double[::1]
    tiers: cython.uchar[::1]
    found: cython.uint[::1]
    hits: cython.const[cython.uchar][::1]
    marks: cython.ulonglong[::1]

    def __init__(
        self,
        lengths: tuple,
        deleted: object,
        totals: object,
        tiers: object,
        found: object,
        hits: object,
        marks: object,
    ) -> None:
        """
        Args:
            lengths: of the bodies and of the titles.
            deleted: a bitmap of articles that count for nothing; may be empty.
            totals: weight × frequency × norm is added to, one an article.
            tiers: the highest level of a form met so far, one an article, all 0 at first.
            found: takes the articles met, in no order. One more than there are: where an article is met again its
                number is written after those found.
            hits: how many words each article has so far.
            marks: a bitmap to work in, all 0 before and after.
        """
        self.body_lengths, self.title_lengths = lengths
        self.deleted = deleted
        self.totals = totals
        self.tiers = tiers
        self.found = found
        self.hits = hits
        self.marks = marks
        self.body_norms = self.title_norms = array("d", [0.0, 0.0])
        self.size = min(
            len(self.body_lengths),
            len(self.title_lengths),
            len(self.totals),
            len(self.tiers),
            len(self.found) - 1,
            len(self.hits),
            64 * len(self.marks),
        )
        if 0 < len(self.deleted) * 64 < self.size:
            raise ValueError("the bitmap is too short")

    def weigh_by(self, body: object, title: object) -> None:
        """Take what an occurrence counts in a text of each length: see `sums.norms`. Two at the least."""
        self.body_norms = body
        self.title_norms = title
        if min(len(self.body_norms), len(self.title_norms)) < 2:
            raise ValueError("lengths have norms")


@cython.final
@cython.cclass
class Reader:
    """Reads one list after the other, block by block. Whatever the bytes are, it stays inside them.

    Raises (each method): ValueError where the bytes cannot be what a writer wrote.
    """

    postings: cython.const[cython.uchar][::1]
    positions: cython.const[cython.uchar][::1]
    articles: cython.uint[::1]  # the block under the cursor
    frequencies: cython.uint[::1]
    begin: cython.Py_ssize_t  # of the list, in postings
    end: cython.Py_ssize_t
    places_begin: cython.Py_ssize_t  # … and in positions
    places_end: cython.Py_ssize_t
    limit: cython.uint  # articles in the segment
    df: cython.uint
    full: cython.uint  # full blocks
    block: cython.uint  # the next block to read
    filled: cython.uint  # articles in the block read last
    gaps_at: cython.Py_ssize_t  # where its gaps, or its bits, are
    gaps_width: cython.uint
    first: cython.longlong  # of bits: the article of the lowest one, and how many there are
    reach: cython.longlong
    frequencies_at: cython.Py_ssize_t  # where its frequencies are, if they are not read yet; else −1
    frequencies_width: cython.uint
    places: cython.const[cython.uchar][::1]  # of bits: see `_DE_BRUIJN`
    byte_places: cython.const[cython.uint][::1]  # of the bits of each byte, eight numbers each
    byte_counts: cython.const[cython.uchar][::1]  # how many bits each byte has
    before: cython.uint
    cursor: cython.Py_ssize_t  # in postings
    lengths: cython.const[cython.uint][::1]  # of the texts of its field
    logarithms: cython.const[cython.uchar][::1]
    trailing: cython.const[cython.uchar][::1]  # the ones at the end of each byte
    damaged: cython.bint
    met: cython.Py_ssize_t  # articles, by `gather`
    nothing: cython.const[cython.ulonglong][::1]  # a bitmap without length
    choice: cython.uchar[::1]  # places in the buffers
    chosen: cython.uint  # of them
    # Where runs of places begin, each at least twice as long as the next: see `_word_places`.
    runs: cython.uint[::1]
    # Of a window of articles: see `best`.
    starts: cython.uint[::1]
    bounds: cython.double[::1]
    rests: cython.double[::1]
    order: cython.uint[::1]
    wanted: cython.uint[::1]
    so_far: cython.double[::1]
    highest: cython.double[::1]
    # Where lists are looked for: see `open`.
    checked: cython.const[cython.uchar][::1]
    check_postings: object
    places_checked: cython.const[cython.uchar][::1]
    check_positions: object
    sections: cython.const[cython.ulonglong][::1]
    body_lengths: cython.const[cython.uint][::1]
    title_lengths: cython.const[cython.uint][::1]

    def __init__(self, articles: object, frequencies: object) -> None:
        """Args: two buffers of `ROOM` numbers to work in."""
        if min(len(articles), len(frequencies)) < ROOM:
            raise ValueError("the working buffers are too small")
        self.articles = articles
        self.frequencies = frequencies
        self.trailing = _TRAILING_ONES
        self.places = PLACES
        self.byte_places = _BYTE_PLACES
        self.byte_counts = _BYTE_COUNTS
        self.logarithms = _LOGARITHMS
        self.choice = bytearray(_BLOCK + 1)
        self.nothing = array("Q")
        self.runs = memoryview(bytearray(4 * 64)).cast("I")
        self.starts, self.order = (memoryview(bytearray(4 * MOST_FORMS)).cast("I") for _ in range(2))
        self.bounds, self.rests = (memoryview(bytearray(8 * MOST_FORMS + 8)).cast("d") for _ in range(2))
        self.wanted = memoryview(bytearray(4 * 1024)).cast("I")
        self.so_far = memoryview(bytearray(8 * 1024)).cast("d")
        self.highest = memoryview(bytearray(8 * 1024)).cast("d")

    @cython.cfunc
    @cython.exceptval(check=False)
    def _begin(
        self,
        begin: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        places_begin: cython.Py_ssize_t,
        places_end: cython.Py_ssize_t,
        df: cython.uint,
    ) -> cython.void:
        """Begin the list at these bytes, which must be there."""
        self.begin = begin
        self.end = end
        self.places_begin = places_begin
        self.places_end = places_end
        self.df = df
        self.full = df // 128
        self.block = 0
        self.filled = 0
        self.frequencies_at = -1
        self.before = _MASK
        self.damaged = df > self.limit
        self.cursor = begin + self.full * _ENTRY
        if self.cursor > end:
            self.damaged = True

    def _check(self):
        if self.damaged:
            raise ValueError("a posting list is damaged")

    @cython.cfunc
    @cython.exceptval(check=False)
    def _next(self) -> cython.bint:
        """Read the next block into the buffers; False at the end, or where the list is damaged."""
        if not self._next_articles():
            return False
        if self.frequencies_at >= 0:
            self._read_frequencies()
        return not self.damaged

    @cython.cfunc
    @cython.exceptval(check=False)
    def _next_articles(self) -> cython.bint:
        """As `_next`, but for the frequencies of a full block: those are read where they are wanted."""
        if self.damaged or self.block > self.full:
            return False
        if self.block < self.full:
            self._full_block()
        else:
            self._rest()
        self.block += 1
        return self.filled > 0 and not self.damaged

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _entry(self, block: cython.uint, offset: cython.Py_ssize_t) -> cython.uint:
        """A number of the directory, which `open` found to be there."""
        at: cython.Py_ssize_t = self.begin + block * _ENTRY + offset
        return (
            cython.cast(cython.uint, self.postings[at])
            | (cython.cast(cython.uint, self.postings[at + 1]) << 8)
            | (cython.cast(cython.uint, self.postings[at + 2]) << 16)
            | (cython.cast(cython.uint, self.postings[at + 3]) << 24)
        )

    @cython.cfunc
    @cython.exceptval(check=False)
    def _full_block(self) -> cython.void:
        """Read the articles of a full block, and note where its frequencies are."""
        before: cython.longlong
        last: cython.longlong
        if not self._find_block():
            return
        if self.gaps_width == _DENSE:
            last = self._read_bits()
        else:
            before = -1 if self.before == _MASK else cython.cast(cython.longlong, self.before)
            last = _read_gaps(self.postings, self.gaps_at, self.gaps_width, before, self.articles)
        # Articles grow, so if the last one is there, all are.
        if last >= self.limit:
            self.damaged = True
            return
        self.before = last
        self.filled = _BLOCK

    @cython.cfunc
    @cython.exceptval(check=False)
    def _find_block(self) -> cython.bint:
        """Find where the gaps (or bits) and the frequencies of the next full block are; the cursor goes behind it."""
        cursor: cython.Py_ssize_t = self.cursor
        if cursor + 2 > self.end:
            self.damaged = True
            return False
        gaps: cython.uint = self.postings[cursor]
        frequencies: cython.uint = self.postings[cursor + 1]
        size: cython.Py_ssize_t = 16 * gaps
        if gaps == _DENSE:
            self.first = (self.before + cython.cast(cython.ulonglong, 1)) & _MASK
            self.reach = (cython.cast(cython.longlong, self._entry(self.block, 0)) + 1) - self.first
            size = (self.reach + 7) >> 3
            if self.reach < _BLOCK or cython.cast(cython.ulonglong, self.first) + self.reach > self.limit:
                self.damaged = True
                return False
        if (
            (gaps > 32 and gaps != _DENSE)
            or frequencies > 32
            or cursor + 2 + size + 16 * frequencies > self.end
        ):
            self.damaged = True
            return False
        self.gaps_width = gaps
        self.gaps_at = cursor + 2
        self.frequencies_at = cursor + 2 + size
        self.frequencies_width = frequencies
        self.cursor = cursor + 2 + size + 16 * frequencies
        return True

    @cython.cfunc
    @cython.exceptval(check=False)
    def _read_bits(self) -> cython.longlong:
        """Write the articles whose bits are set in the block found; returns the last one, or more than there may be.

        Those of a byte at once: eight numbers are written, as many of them count as it has bits.
        """
        at: cython.Py_ssize_t
        row: cython.Py_ssize_t
        filled: cython.Py_ssize_t = 0
        base: cython.uint = self.first
        # All are read before any is written, so that it is done by vectors.
        zero: cython.uint
        one: cython.uint
        two: cython.uint
        three: cython.uint
        four: cython.uint
        five: cython.uint
        six: cython.uint
        seven: cython.uint
        postings: cython.const[cython.uchar][::1] = self.postings
        rows: cython.const[cython.uint][::1] = self.byte_places
        counts: cython.const[cython.uchar][::1] = self.byte_counts
        articles: cython.uint[::1] = self.articles
        for at in range(self.gaps_at, self.gaps_at + ((self.reach + 7) >> 3)):
            row = 8 * cython.cast(cython.Py_ssize_t, postings[at])
            zero, one, two, three = rows[row], rows[row + 1], rows[row + 2], rows[row + 3]
            four, five, six, seven = rows[row + 4], rows[row + 5], rows[row + 6], rows[row + 7]
            articles[filled] = (base + zero) & _MASK
            articles[filled + 1] = (base + one) & _MASK
            articles[filled + 2] = (base + two) & _MASK
            articles[filled + 3] = (base + three) & _MASK
            articles[filled + 4] = (base + four) & _MASK
            articles[filled + 5] = (base + five) & _MASK
            articles[filled + 6] = (base + six) & _MASK
            articles[filled + 7] = (base + seven) & _MASK
            filled += counts[row >> 3]
            base += 8
            if filled > _BLOCK:
                return cython.cast(cython.longlong, self.limit)
        if filled < _BLOCK or articles[_BLOCK - 1] != self.first + self.reach - 1:
            return cython.cast(cython.longlong, self.limit)
        return articles[_BLOCK - 1]

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _block_bits(self, word: cython.Py_ssize_t) -> cython.ulonglong:
        """64 bits of the block found, those beyond it 0."""
        at: cython.Py_ssize_t = self.gaps_at + 8 * word
        left: cython.longlong = self.reach - 64 * word
        bits: cython.ulonglong = 0
        each: cython.Py_ssize_t
        if at + 8 <= len(self.postings):
            bits = _eight(self.postings, at)
        else:
            for each in range((min(left, 64) + 7) >> 3):
                bits |= cython.cast(cython.ulonglong, self.postings[at + each]) << (8 * each)
        if left < 64:
            bits &= (cython.cast(cython.ulonglong, 1) << left) - 1
        return bits

    @cython.cfunc
    @cython.exceptval(check=False)
    def _read_frequencies(self) -> cython.void:
        """Read the frequencies of the full block whose articles were read last."""
        at: cython.Py_ssize_t
        _read_counts(self.postings, self.frequencies_at, self.frequencies_width, self.frequencies)
        self.frequencies_at = -1
        if self.frequencies_width == 32:
            for at in range(_BLOCK):
                if self.frequencies[at] == 0:
                    self.damaged = True

    @cython.cfunc
    @cython.exceptval(check=False)
    def _rest(self) -> cython.void:
        """Read the articles after the last full block, with their frequencies."""
        bit: cython.Py_ssize_t
        self.filled = self.df % 128
        self.frequencies_at = -1
        bit = _read_rest(
            self.postings,
            8 * self.cursor,
            8 * self.end,
            _gaps_width(self.logarithms, self.limit, max(self.df, 1)),
            (self.before + cython.cast(cython.ulonglong, 1)) & _MASK,
            self.limit,
            self.filled,
            self.trailing,
            self.articles,
            self.frequencies,
        )
        if bit < 0:
            self.damaged = True
            return
        if self.filled > 0:
            self.before = self.articles[self.filled - 1]
        self.cursor = (bit + 7) >> 3
        if self.cursor != self.end or (bit & 7 and self.postings[self.end - 1] >> (bit & 7)):
            self.damaged = True

    def open(
        self,
        postings: tuple,
        positions: tuple,
        sections: object,
        limit: cython.uint,
        lengths: tuple,
    ) -> None:
        """Get ready for the lists of many forms, wherever they are, for the operations below.

        They take lists as six numbers a form, as `table.Cursor.lists` gives them: articles (0: it has none) and
        occurrences; where its postings begin in their section, and how many bytes they have; its positions, likewise.
        A field is 0 for the body, 1 for the title, 2 for the notices of the body, whose lists have no positions, and 3
        for the positions between which these stand.

        Args:
            postings, positions: the bytes of the file; a mark for each page (64 KB) that is known to be whole; what
                checks the pages of the bytes from start to end, and marks them: verify(start, end).
            sections: where in its file each begins and ends: postings of each field, then positions of each.
            limit: articles in the segment.
            lengths: of the bodies and of the titles, without function words; may be empty where no places are read.
        """
        self.postings, self.checked, self.check_postings = postings
        self.positions, self.places_checked, self.check_positions = positions
        self.sections = sections
        self.body_lengths, self.title_lengths = lengths
        if len(self.sections) != 16:
            raise ValueError("there are four fields")
        self.limit = limit

    @cython.cfunc
    def _begin_at(
        self,
        lists: cython.const[cython.ulonglong][::1],
        form: cython.Py_ssize_t,
        field: cython.int,
        with_places: cython.bint,
    ) -> cython.bint:
        """Begin the list of a form in a field; False if there is none."""
        at: cython.Py_ssize_t = 6 * form
        page: cython.Py_ssize_t
        self.damaged = False
        if field < 0 or field > 3:
            raise ValueError("there are four fields")
        if lists[at] == 0:
            return False
        begin: cython.Py_ssize_t = self.sections[2 * field]
        room: cython.ulonglong = self.sections[2 * field + 1] - self.sections[2 * field]
        if lists[at] > self.limit or lists[at + 2] > room or lists[at + 3] > room - lists[at + 2]:
            self.damaged = True
            return False
        begin += cython.cast(cython.Py_ssize_t, lists[at + 2])
        end: cython.Py_ssize_t = begin + cython.cast(cython.Py_ssize_t, lists[at + 3])
        if end > len(self.postings) or end > len(self.checked) << 16:
            self.damaged = True
            return False
        if end > begin:
            for page in range(begin >> 16, ((end - 1) >> 16) + 1):
                if not self.checked[page]:
                    self.check_postings(begin, end)
        places: cython.Py_ssize_t = 0
        places_end: cython.Py_ssize_t = 0
        if with_places:
            places = self.sections[8 + 2 * field]
            room = self.sections[9 + 2 * field] - self.sections[8 + 2 * field]
            if lists[at + 4] > room or lists[at + 5] > room - lists[at + 4]:
                self.damaged = True
                return False
            places += cython.cast(cython.Py_ssize_t, lists[at + 4])
            places_end = places + cython.cast(cython.Py_ssize_t, lists[at + 5])
            if places_end > len(self.positions) or places_end > len(self.places_checked) << 16:
                self.damaged = True
                return False
            if places_end > places:
                for page in range(places >> 16, ((places_end - 1) >> 16) + 1):
                    if not self.places_checked[page]:
                        self.check_positions(places, places_end)
            self.lengths = self.title_lengths if field == 1 else self.body_lengths
            if len(self.lengths) < self.limit:
                raise ValueError("the lengths are too short")
        self._begin(begin, end, places, places_end, lists[at])
        return not self.damaged

    @cython.cfunc
    def _turn_to(self, forms: Forms, segment: cython.Py_ssize_t, room: Room) -> cython.void:
        """Have the forms of this segment at hand, and room for what its articles gather."""
        forms._turn_to(segment)
        if room.size < self.limit:
            raise ValueError("the sums are too short")
        self.met = 0

    def gather(
        self,
        forms: Forms,
        segment: cython.Py_ssize_t,
        room: Room,
        before: cython.int = 0,
        wanted: cython.const[cython.ulonglong][::1] = None,
    ) -> cython.Py_ssize_t:
        """Add every article of the forms of a segment to the sums of what they stand for.

        Args:
            before: if it is above 0, only articles that have so many `hits` gather frequencies.
            wanted: None, or a bitmap of the only articles that gather anything; then none is counted, or found.
        Returns:
            How many there are.
        """
        field: cython.int
        self._turn_to(forms, segment, room)
        if wanted is None:
            wanted = self.nothing
        elif not self._is_any(wanted):
            return 0
        # Notices last: what is taken off was added before, for the same article, so no sum falls to 0.
        for field in range(3):
            self._gather_field(
                forms,
                forms.notices if field == 2 else forms.title if field else forms.body,
                field,
                -forms.less if field == 2 else 1.0,
                room.title_lengths if field == 1 else room.body_lengths,
                room.title_norms if field == 1 else room.body_norms,
                room.totals,
                room.tiers,
                room.found,
                room.hits,
                before,
                wanted,
            )
        return self.met

    @cython.cfunc
    def _gather_field(
        self,
        forms: Forms,
        lists: cython.const[cython.ulonglong][::1],
        field: cython.int,
        factor: cython.double,
        lengths: cython.const[cython.uint][::1],
        norms: cython.const[cython.double][::1],
        totals: cython.double[::1],
        tiers: cython.uchar[::1],
        found: cython.uint[::1],
        hits: cython.const[cython.uchar][::1],
        before: cython.int,
        wanted: cython.const[cython.ulonglong][::1],
    ) -> cython.void:
        """Add every article of the lists of one field, whose weights are multiplied."""
        form: cython.Py_ssize_t
        weight: cython.double
        if len(lists) == 0:
            return
        for form in range(forms.first, forms.end):
            if self._begin_at(lists, form, field, False):
                weight = factor * forms.weights[form]
                if len(wanted) > 0:
                    self._gather_wanted(weight, lengths, norms, totals, wanted)
                elif before > 0:
                    self._gather_some(
                        weight,
                        forms.levels[form],
                        lengths,
                        norms,
                        totals,
                        tiers,
                        found,
                        hits,
                        before,
                    )
                else:
                    self._gather(weight, forms.levels[form], lengths, norms, totals, tiers, found)
            self._check()

    @cython.cfunc
    @cython.exceptval(check=False)
    def _gather(
        self,
        weight: cython.double,
        level: cython.uchar,
        lengths: cython.const[cython.uint][::1],
        norms: cython.const[cython.double][::1],
        totals: cython.double[::1],
        tiers: cython.uchar[::1],
        found: cython.uint[::1],
    ) -> cython.void:
        """Add every article of the list begun."""
        at: cython.uint
        low: cython.double = _LEAST if weight > 0.0 else -_INFINITE
        article: cython.uint
        articles: cython.uint[::1] = self.articles
        frequencies: cython.uint[::1] = self.frequencies
        tier: cython.uchar
        met: cython.Py_ssize_t = self.met
        while self._next():
            for at in range(self.filled):
                article = articles[at]
                totals[article] += _rounded(_gained(weight, frequencies[at], norms, lengths[article]), low)
                tier = tiers[article]
                found[met] = article
                met += tier == 0
                tiers[article] = max(tier, level)
            if weight < 0.0:
                self._lift(totals)
        self.met = met

    @cython.cfunc
    @cython.exceptval(check=False)
    def _lift(self, totals: cython.double[::1]) -> cython.void:
        """Have no sum of the block read last below 0.

        The notices of a stranger may take off more than there is, even of articles that nothing has found: what is left
        there would stay in the room, and be found as often as a list has it.
        """
        at: cython.uint
        for at in range(self.filled):
            totals[self.articles[at]] = max(totals[self.articles[at]], 0.0)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _gather_some(
        self,
        weight: cython.double,
        level: cython.uchar,
        lengths: cython.const[cython.uint][::1],
        norms: cython.const[cython.double][::1],
        totals: cython.double[::1],
        tiers: cython.uchar[::1],
        found: cython.uint[::1],
        hits: cython.const[cython.uchar][::1],
        before: cython.int,
    ) -> cython.void:
        """As `_gather`: what is but counted needs no frequency."""
        at: cython.uint
        turn: cython.uint
        low: cython.double = _LEAST if weight > 0.0 else -_INFINITE
        article: cython.uint
        chosen: cython.uint
        articles: cython.uint[::1] = self.articles
        frequencies: cython.uint[::1] = self.frequencies
        choice: cython.uchar[::1] = self.choice
        tier: cython.uchar
        met: cython.Py_ssize_t = self.met
        while self._next_articles():
            chosen = 0
            for at in range(self.filled):
                article = articles[at]
                tier = tiers[article]
                found[met] = article
                met += tier == 0
                tiers[article] = max(tier, level)
                choice[chosen] = at
                chosen += hits[article] == before
            if chosen == 0:
                continue
            if self.frequencies_at >= 0:
                self._read_frequencies()
            for turn in range(chosen):
                at = choice[turn]
                article = articles[at]
                totals[article] += _rounded(_gained(weight, frequencies[at], norms, lengths[article]), low)
            if weight < 0.0:
                self._lift(totals)
        self.met = met

    @cython.cfunc
    @cython.exceptval(check=False)
    def _gather_wanted(
        self,
        weight: cython.double,
        lengths: cython.const[cython.uint][::1],
        norms: cython.const[cython.double][::1],
        totals: cython.double[::1],
        wanted: cython.const[cython.ulonglong][::1],
    ) -> cython.void:
        """Add the articles of the list begun whose bit is set: blocks that have none are passed over."""
        at: cython.uint
        turn: cython.uint
        low: cython.double = _LEAST if weight > 0.0 else -_INFINITE
        article: cython.uint
        chosen: cython.uint
        frequency: cython.uint
        articles: cython.uint[::1] = self.articles
        frequencies: cython.uint[::1] = self.frequencies
        choice: cython.uchar[::1] = self.choice
        while True:
            self._seek_wanted(wanted)
            if self._is_dense():
                if not self._choose_bits(wanted):
                    return
                chosen = self.chosen
            elif self._next_articles():
                chosen = 0
                for at in range(self.filled):
                    article = articles[at]
                    choice[chosen] = at
                    chosen += (wanted[article >> 6] >> (article & 63)) & 1
            else:
                return
            if self.frequencies_at >= 0 and (chosen > _FEW or not self._can_pick()):
                self._read_frequencies()
            for turn in range(chosen):
                at = choice[turn]
                article = articles[at]
                frequency = frequencies[at] if self.frequencies_at < 0 else self._pick(at)
                totals[article] += _rounded(_gained(weight, frequency, norms, lengths[article]), low)
            if weight < 0.0:
                for turn in range(chosen):
                    article = articles[choice[turn]]
                    totals[article] = max(totals[article], 0.0)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _choose_bits(self, wanted: cython.const[cython.ulonglong][::1]) -> cython.bint:
        """Read of the next block, which is dense, the articles whose bit is set; False where it is damaged.

        `choice` has the `chosen` places of them in the block; no other article of it is known then.
        """
        word: cython.Py_ssize_t
        at: cython.Py_ssize_t
        place: cython.uint
        rank: cython.uint = 0  # bits set in the words before
        bits: cython.ulonglong = 0
        hits: cython.ulonglong
        lowest: cython.ulonglong
        shift: cython.uint
        chosen: cython.uint = 0
        places: cython.const[cython.uchar][::1] = self.places
        if not self._find_block():
            return False
        shift = self.first & 63
        for word in range((self.reach + 63) >> 6):
            bits = self._block_bits(word)
            at = (self.first >> 6) + word
            hits = wanted[at] >> shift
            if shift > 0 and at + 1 < len(wanted):
                hits |= (wanted[at + 1] << (64 - shift)) & _ALL
            hits &= bits
            while hits:
                lowest = hits & ((~hits & _ALL) + 1)
                hits ^= lowest
                place = rank + _ones(bits & (lowest - 1))
                if place >= 128:
                    self.damaged = True
                    return False
                self.choice[chosen] = place
                chosen += 1
                self.articles[place] = (
                    self.first + 64 * word + places[((lowest * _DE_BRUIJN) & _ALL) >> 58]
                ) & _MASK
            rank += _ones(bits)
        # As many as there must be, the last one among them.
        if rank != _BLOCK or not (bits >> ((self.reach - 1) & 63)) & 1:
            self.damaged = True
            return False
        self.chosen = chosen
        self.filled = _BLOCK
        self.before = self.first + self.reach - 1
        self.block += 1
        return True

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _can_pick(self) -> cython.bint:
        """Whether frequencies of a full block may be read one by one: each from eight bytes, which must be there."""
        return self.frequencies_width < 32 and self.frequencies_at + 16 * cython.cast(
            cython.Py_ssize_t, self.frequencies_width
        ) + 8 <= len(self.postings)

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _pick(self, at: cython.uint) -> cython.uint:
        """One frequency of the full block whose articles were read last."""
        width: cython.uint = self.frequencies_width
        held: cython.ulonglong = _eight(self.postings, self.frequencies_at + (at * width >> 3))
        mask: cython.ulonglong = (cython.cast(cython.ulonglong, 1) << width) - 1
        return cython.cast(cython.uint, ((held >> (at * width & 7)) & mask) + 1)

    def count_levels(
        self,
        numbers: cython.const[cython.uint][::1],
        body: cython.const[cython.ulonglong][::1],
        title: cython.const[cython.ulonglong][::1],
        levels: cython.const[cython.uchar][::1],
        slots: cython.uint[::1],
        kept: cython.ulonglong[::1],
        used: cython.uint[::1],
        work: cython.ulonglong[::1],
        counts: cython.ulonglong[::1],
    ):
        """Count the articles of some forms by the level of the highest form that each holds, deleted ones included.

        Words of one family share most of their forms: what was read of long lists is kept, as bitmaps, for the next
        ones.

        Args:
            numbers: of the forms in the lexicon.
            body, title: where their lists are.
            levels: of each form, from 1 to 7.
            slots: a number for each form of the lexicon, all 0 at first: which of the bitmaps kept is its own, from 1.
            kept: room for bitmaps, a whole number of them; one at the least.
            used: one number, 0 at first: how many bitmaps are kept.
            work: room for eight bitmaps, all 0, and left so.
            counts: takes eight numbers: how many articles have each level.
        """
        form: cython.Py_ssize_t
        words: cython.Py_ssize_t = (self.limit + 63) // 64
        word: cython.Py_ssize_t
        begin: cython.Py_ssize_t
        to: cython.Py_ssize_t
        level: cython.Py_ssize_t
        seen: cython.ulonglong
        more: cython.ulonglong
        there: cython.uint = 0  # levels that a form has, a bit each
        if min(len(body), len(title)) < 6 * len(numbers) or len(levels) < len(numbers):
            raise ValueError("each form has lists and a level")
        if len(kept) < words or len(work) < 8 * words or len(counts) < 8 or len(used) < 1:
            raise ValueError("the buffers are too small")
        for form in range(len(numbers)):
            if numbers[form] >= cython.cast(cython.ulonglong, len(slots)) or not 1 <= levels[form] <= 7:
                raise ValueError("a form has a number, and a level from 1 to 7")
        for form in range(len(numbers)):
            to = levels[form] * words
            there |= cython.cast(cython.uint, 1) << levels[form]
            if body[6 * form] + title[6 * form] < 128:
                self._mark_both(body, title, form, work, to)
                continue
            if slots[numbers[form]] == 0:
                if (cython.cast(cython.Py_ssize_t, used[0]) + 1) * words > len(kept):
                    for begin in range(len(slots)):
                        slots[begin] = 0
                    used[0] = 0
                begin = used[0] * words
                for word in range(begin, begin + words):
                    kept[word] = 0
                self._mark_both(body, title, form, kept, begin)
                used[0] += 1
                slots[numbers[form]] = used[0]
            begin = (slots[numbers[form]] - 1) * words
            if begin + words > len(kept):
                raise ValueError("a bitmap is not there")
            for word in range(words):
                work[to + word] |= kept[begin + word]
        for level in range(8):
            counts[level] = 0
        for level in range(7, 0, -1):
            if not (there >> level) & 1:
                continue
            to = level * words
            for word in range(words):
                more = work[to + word]
                if more:
                    work[to + word] = 0
                    seen = work[word]  # of higher levels: no form has level 0
                    more &= ~seen
                    work[word] = seen | more
                    counts[level] += _ones(more)
        for word in range(words):
            work[word] = 0

    @cython.cfunc
    def _mark_both(
        self,
        body: cython.const[cython.ulonglong][::1],
        title: cython.const[cython.ulonglong][::1],
        form: cython.Py_ssize_t,
        bits: cython.ulonglong[::1],
        begin: cython.Py_ssize_t,
    ) -> cython.void:
        """Set the bits of the articles that hold a form, in a bitmap that begins at a word of `bits`."""
        field: cython.int
        for field in range(2):
            if self._begin_at(title if field else body, form, field, False):
                while self._mark_next(bits, begin):
                    pass
            self._check()

    def take_levels(
        self, forms: Forms, segment: cython.Py_ssize_t, room: Room, counts: cython.ulonglong[::1]
    ):
        """Take the deleted articles from counts such as those of `count_levels`.

        Blocks that have no deleted article are passed over.
        """
        form: cython.Py_ssize_t
        field: cython.int
        at: cython.uint
        article: cython.uint
        word: cython.Py_ssize_t
        left: cython.ulonglong
        lists: cython.const[cython.ulonglong][::1]
        without: cython.const[cython.ulonglong][::1] = room.deleted
        tiers: cython.uchar[::1] = room.tiers
        self._turn_to(forms, segment, room)
        if len(counts) < 8:
            raise ValueError("the buffers are too small")
        if len(without) == 0:
            return
        for field in range(2):
            lists = forms.title if field else forms.body
            if len(lists) == 0:
                continue
            for form in range(forms.first, forms.end):
                if self._begin_at(lists, form, field, False):
                    self._seek_wanted(without)
                    while self._next_articles():
                        for at in range(self.filled):
                            article = self.articles[at]
                            if (without[article >> 6] >> (article & 63)) & 1:
                                tiers[article] = max(tiers[article], forms.levels[form])
                        self._seek_wanted(without)
                self._check()
        for word in range(len(without)):
            left = without[word]
            article = word << 6
            while left > 0:
                if left & 1 and article < self.limit and tiers[article] > 0:
                    if counts[tiers[article]] == 0:
                        raise ValueError("more articles of a family are deleted than there are")
                    counts[tiers[article]] -= 1
                    tiers[article] = 0
                left >>= 1
                article += 1

    def mark_all(
        self,
        forms: Forms,
        segment: cython.Py_ssize_t,
        seen: cython.ulonglong[::1],
        wanted: cython.const[cython.ulonglong][::1] = None,
    ):
        """Set the bit of every article of the forms of a segment, in any field.

        Args:
            wanted: None, or a bitmap of the only articles that matter: others may be passed over.
        """
        forms._turn_to(segment)
        if wanted is None:
            wanted = self.nothing
        elif not self._is_any(wanted):
            return
        if len(forms.body) > 0:
            self._mark(forms.body, forms.first, forms.end, 0, seen, wanted)
        if len(forms.title) > 0:
            self._mark(forms.title, forms.first, forms.end, 1, seen, wanted)

    def mark(
        self,
        lists: cython.const[cython.ulonglong][::1],
        field: cython.int,
        seen: cython.ulonglong[::1],
        wanted: cython.const[cython.ulonglong][::1] = None,
    ):
        """As `mark_all`, of some forms in one field."""
        if wanted is None:
            wanted = self.nothing
        elif not self._is_any(wanted):
            return
        self._mark(lists, 0, len(lists) // 6, field, seen, wanted)

    @cython.cfunc
    def _mark(
        self,
        lists: cython.const[cython.ulonglong][::1],
        first: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        field: cython.int,
        seen: cython.ulonglong[::1],
        wanted: cython.const[cython.ulonglong][::1],
    ) -> cython.void:
        form: cython.Py_ssize_t
        if len(seen) * 64 < self.limit:
            raise ValueError("the bitmap is too short")
        for form in range(first, end):
            if self._begin_at(lists, form, field, False):
                if len(wanted) > 0:
                    self._seek_wanted(wanted)
                while self._mark_next(seen, 0):
                    if len(wanted) > 0:
                        self._seek_wanted(wanted)
            self._check()

    @cython.cfunc
    def _is_any(self, wanted: cython.const[cython.ulonglong][::1]) -> cython.bint:
        """Whether a bitmap has any of the articles that there are."""
        if len(wanted) * 64 < self.limit:
            raise ValueError("the bitmap is too short")
        return self.limit > 0 and _any_set(wanted, 0, self.limit - 1)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _mark_next(self, seen: cython.ulonglong[::1], begin: cython.Py_ssize_t) -> cython.bint:
        """Set the bits of the articles of the next block, in a bitmap that begins at a word of `seen`; as `_next`."""
        at: cython.Py_ssize_t
        word: cython.Py_ssize_t
        shift: cython.uint
        bits: cython.ulonglong = 0
        counted: cython.uint = 0
        article: cython.uint
        articles: cython.uint[::1] = self.articles
        if not self._is_dense():
            if not self._next_articles():
                return False
            for at in range(self.filled):
                article = articles[at]
                seen[begin + (article >> 6)] |= cython.cast(cython.ulonglong, 1) << (article & 63)
            return True
        if not self._find_block():
            return False
        shift = self.first & 63
        for word in range((self.reach + 63) >> 6):
            bits = self._block_bits(word)
            counted += _ones(bits)
            at = begin + (self.first >> 6) + word
            seen[at] |= (bits << shift) & _ALL
            if bits >> 1 >> (63 - shift):
                seen[at + 1] |= bits >> 1 >> (63 - shift)
        self.before = self.first + self.reach - 1
        self.block += 1
        # As many as there must be, the last one among them.
        if counted != _BLOCK or not (bits >> ((self.reach - 1) & 63)) & 1:
            self.damaged = True
        return not self.damaged

    def meet(
        self,
        forms: Forms,
        segment: cython.Py_ssize_t,
        room: Room,
        seen: cython.ulonglong[::1],
        counts: cython.ulonglong[::1],
    ):
        """Set the bit of every live article of the forms of a segment, and count them, each by its best form.

        Args:
            seen: takes the bits; all 0 at first.
            counts: how many have each level; added to.
        """
        form: cython.Py_ssize_t
        level: cython.uint
        word: cython.Py_ssize_t
        words: cython.Py_ssize_t = (self.limit + 63) >> 6
        bits: cython.ulonglong
        any_form: cython.bint
        work: cython.ulonglong[::1] = room.marks
        deleted: cython.const[cython.ulonglong][::1] = room.deleted
        self._turn_to(forms, segment, room)
        if len(seen) < words:
            raise ValueError("the bitmap is too short")
        if len(counts) < 8:
            raise ValueError("the buffers are too small")
        for level in range(7, 0, -1):
            any_form = False
            for form in range(forms.first, forms.end):
                if forms.levels[form] == level:
                    any_form = True
                    self._mark_either(forms, form, work)
            if any_form:
                for word in range(words):
                    bits = work[word] & ~seen[word] & _ALL
                    work[word] = 0
                    if len(deleted) > 0:
                        bits &= ~deleted[word] & _ALL
                    counts[level] += _ones(bits)
                    seen[word] |= bits

    @cython.cfunc
    def _mark_either(self, forms: Forms, form: cython.Py_ssize_t, bits: cython.ulonglong[::1]) -> cython.void:
        """Set the bits of the articles that hold a form in any of the fields that are asked for."""
        if len(forms.body) > 0 and self._begin_at(forms.body, form, 0, False):
            while self._mark_next(bits, 0):
                pass
        self._check()
        if len(forms.title) > 0 and self._begin_at(forms.title, form, 1, False):
            while self._mark_next(bits, 0):
                pass
        self._check()

    def collect(
        self, forms: Forms, segment: cython.Py_ssize_t, room: Room, among: cython.Py_ssize_t = -1
    ) -> cython.Py_ssize_t:
        """As `gather`, where nobody counts articles: `totals` are all 0 at first.

        Args:
            among: if it is not −1, nothing is met but the first so many articles of `found`, in increasing order.
        Returns:
            How many were met.
        """
        form: cython.Py_ssize_t
        field: cython.int
        factor: cython.double
        lists: cython.const[cython.ulonglong][::1]
        totals: cython.double[::1] = room.totals
        found: cython.uint[::1] = room.found
        self._turn_to(forms, segment, room)
        if among > len(found):
            raise ValueError("the sums are too short")
        _check_order(found, among)
        if among > 0 and found[among - 1] >= self.limit:
            raise ValueError("an article is not there")
        for field in range(3):
            lists = forms.notices if field == 2 else forms.title if field else forms.body
            factor = -forms.less if field == 2 else 1.0
            if len(lists) == 0:
                continue
            for form in range(forms.first, forms.end):
                if self._begin_at(lists, form, field, False):
                    if among < 0:
                        self._collect(
                            factor * forms.weights[form],
                            room.title_lengths if field == 1 else room.body_lengths,
                            room.title_norms if field == 1 else room.body_norms,
                            totals,
                            found,
                        )
                    else:
                        self._collect_in(
                            factor * forms.weights[form],
                            room.title_lengths if field == 1 else room.body_lengths,
                            room.title_norms if field == 1 else room.body_norms,
                            totals,
                            found,
                            among,
                            True,
                        )
                self._check()
        return self.met if among < 0 else among

    def best(
        self,
        forms: Forms,
        segment: cython.Py_ssize_t,
        room: Room,
        scale: cython.double,
        least: cython.ulonglong,
        most_long: cython.uint,
        heap: cython.double[::1],
    ) -> cython.Py_ssize_t:
        """As `collect`, of articles whose sums may be among the highest; those of all others are 0 in the end.

        Titles and what is rare are added up first. Then, for a window of articles at a time, bounds of blocks tell
        which lists an article must stand in to be wanted; it is looked for in the others as long as it may be.

        Args:
            forms: at most `MOST_FORMS` of the segment.
            scale: what a bound of a body counts at most, for weight 1: see `Writer.write`.
            least: of fewer articles of bodies, each form counted by itself, all are collected.
            most_long: where so many lists of bodies have 1,024 articles or more, too.
            heap: the highest sums so far, as many as are wanted, the lowest first, as a heap; −1 where there is none
                yet. Kept from one segment to the next.
        Returns:
            How many articles there are in `found`.
        """
        form: cython.Py_ssize_t
        at: cython.Py_ssize_t
        article: cython.uint
        low: cython.Py_ssize_t
        starts: cython.uint[::1] = self.starts
        long_lists: cython.uint = 0
        postings: cython.ulonglong = 0
        is_pruned: cython.bint
        totals: cython.double[::1] = room.totals
        found: cython.uint[::1] = room.found
        marks: cython.ulonglong[::1] = room.marks
        self._turn_to(forms, segment, room)
        if forms.end - forms.first > _MOST_FORMS:
            raise ValueError("there are too many forms")
        if len(heap) == 0:
            raise ValueError("the buffers are too small")
        if len(forms.title) > 0:
            for form in range(forms.first, forms.end):
                if self._begin_at(forms.title, form, 1, False):
                    self._collect(forms.weights[form], room.title_lengths, room.title_norms, totals, found)
                self._check()
        if len(forms.body) == 0:
            return self.met
        for form in range(forms.first, forms.end):
            long_lists += forms.body[6 * form] >= 1024
            postings += forms.body[6 * form]
        # No article has less in the end: what is taken off for notices is less than what their body adds.
        floor: cython.double = self._lowest_of(room, len(heap))
        is_pruned = long_lists <= most_long and postings >= least
        for form in range(forms.first, forms.end):
            starts[form - forms.first] = _MASK
            if self._begin_at(forms.body, form, 0, False):
                if is_pruned and self.full > 0:
                    starts[form - forms.first] = 0
                    self._go_to(self.full)
                self._collect(forms.weights[form], room.body_lengths, room.body_norms, totals, found)
            self._check()
        if not is_pruned:
            if len(forms.notices) > 0:
                for form in range(forms.first, forms.end):
                    if self._begin_at(forms.notices, form, 2, False):
                        self._collect(
                            -forms.less * forms.weights[form],
                            room.body_lengths,
                            room.body_norms,
                            totals,
                            found,
                        )
                    self._check()
            return self.met
        for at in range(self.met):
            article = found[at]
            marks[article >> 6] |= cython.cast(cython.ulonglong, 1) << (article & 63)
        self.met = 0
        if floor > heap[0]:
            floor = self._higher(floor, forms, room, len(heap))
        for low in range(0, self.limit, 512):
            self._window(low, forms, room, scale, heap, floor)
            self._check()
        return self.met

    @cython.cfunc
    @cython.exceptval(check=False)
    def _go_to(self, block: cython.uint) -> cython.void:
        """Go to a block of the list begun; to the rest, if it is the one after the last."""
        if block > 0:
            self.before = self._entry(block - 1, 0)
            self.cursor = self.begin + self.full * _ENTRY + self._entry(block - 1, 4)
            if self.before >= self.limit or self.cursor > self.end:
                self.damaged = True
        self.block = block

    @cython.cfunc
    @cython.exceptval(check=False)
    def _lowest_of(self, room: Room, wanted: cython.Py_ssize_t) -> cython.double:
        """What so many of the live articles met have at least, if few are wanted; 0 if there are not so many."""
        at: cython.Py_ssize_t
        article: cython.uint
        highest: cython.double[::1] = self.highest
        totals: cython.double[::1] = room.totals
        found: cython.uint[::1] = room.found
        deleted: cython.const[cython.ulonglong][::1] = room.deleted
        if wanted > len(highest) or self.met < wanted:
            return 0.0
        for at in range(wanted):
            highest[at] = 0.0
        for at in range(self.met):
            article = found[at]
            if len(deleted) > 0 and (deleted[article >> 6] >> (article & 63)) & 1:
                continue
            _raise_lowest(highest, wanted, totals[article])
        return highest[0]

    @cython.cfunc
    def _higher(
        self, floor: cython.double, forms: Forms, room: Room, wanted: cython.Py_ssize_t
    ) -> cython.double:
        """What so many articles have at least, known from all that those gather which have reached a floor so far."""
        form: cython.Py_ssize_t
        at: cython.Py_ssize_t
        article: cython.uint
        count: cython.Py_ssize_t = 0
        bits: cython.ulonglong
        lowest: cython.ulonglong
        chosen: cython.uint[::1] = self.wanted
        so_far: cython.double[::1] = self.so_far
        places: cython.const[cython.uchar][::1] = self.places
        totals: cython.double[::1] = room.totals
        marks: cython.ulonglong[::1] = room.marks
        deleted: cython.const[cython.ulonglong][::1] = room.deleted
        for at in range((self.limit + 63) >> 6):
            bits = marks[at]
            if len(deleted) > 0:
                bits &= ~deleted[at] & _ALL
            while bits:
                lowest = bits & ((~bits & _ALL) + 1)
                article = 64 * at + places[((lowest * _DE_BRUIJN) & _ALL) >> 58]
                bits ^= lowest
                if totals[article] >= floor and count < 1024:
                    chosen[count] = article
                    so_far[count] = totals[article]
                    count += 1
        if count < wanted:
            return floor
        for form in range(forms.first, forms.end):
            if self.starts[form - forms.first] != _MASK and self._begin_at(forms.body, form, 0, False):
                self._collect_in(
                    forms.weights[form], room.body_lengths, room.body_norms, totals, chosen, count, False
                )
            self._check()
        self._take_off(forms, room, chosen, count)
        for at in range(wanted):
            self.highest[at] = 0.0
        for at in range(count):
            _raise_lowest(self.highest, wanted, totals[chosen[at]])
            totals[chosen[at]] = so_far[at]
        return self.highest[0]

    @cython.cfunc
    def _take_off(
        self,
        forms: Forms,
        room: Room,
        wanted: cython.const[cython.uint][::1],
        count: cython.Py_ssize_t,
    ) -> cython.void:
        """Take off what counts less in some articles since it stands in a notice."""
        form: cython.Py_ssize_t
        if count == 0 or len(forms.notices) == 0:
            return
        for form in range(forms.first, forms.end):
            if self._begin_at(forms.notices, form, 2, False):
                self._collect_in(
                    -forms.less * forms.weights[form],
                    room.body_lengths,
                    room.body_norms,
                    room.totals,
                    wanted,
                    count,
                    True,
                )
            self._check()

    @cython.cfunc
    def _window(
        self,
        low: cython.Py_ssize_t,
        forms: Forms,
        room: Room,
        scale: cython.double,
        heap: cython.double[::1],
        floor: cython.double,
    ) -> cython.void:
        """Find the articles of a window, 512 from `low` on, that may be among the best, and add them up.

        The marks of the room are those that have gathered something; in the end there are none in the window.
        """
        high: cython.Py_ssize_t = min(low + 512, self.limit)
        lists: cython.Py_ssize_t = 0  # that stand in the window
        form: cython.Py_ssize_t
        turn: cython.Py_ssize_t
        at: cython.Py_ssize_t
        word: cython.Py_ssize_t
        article: cython.uint
        bits: cython.ulonglong
        lowest: cython.ulonglong
        kept: cython.Py_ssize_t
        count: cython.Py_ssize_t = 0  # articles wanted
        bound: cython.double
        starts: cython.uint[::1] = self.starts
        bounds: cython.double[::1] = self.bounds
        rests: cython.double[::1] = self.rests
        order: cython.uint[::1] = self.order
        wanted: cython.uint[::1] = self.wanted
        places: cython.const[cython.uchar][::1] = self.places
        body: cython.const[cython.ulonglong][::1] = forms.body
        first: cython.Py_ssize_t = forms.first
        totals: cython.double[::1] = room.totals
        marks: cython.ulonglong[::1] = room.marks
        # Of two sums that are nearly the same the scores may be the same; of very high ones they mostly are.
        floor = max(floor, heap[0])
        floor = 0.999999 * floor if floor < 1e5 else 0.0
        for form in range(forms.end - first):
            if starts[form] != _MASK and self._begin_at(body, first + form, 0, False):
                bound = forms.weights[first + form] * scale * self._bound_of(starts, form, low, high)
                if bound > 0.0:
                    turn = lists
                    while turn > 0 and bounds[turn - 1] < bound:
                        bounds[turn] = bounds[turn - 1]
                        order[turn] = order[turn - 1]
                        turn -= 1
                    bounds[turn] = bound
                    order[turn] = form
                    lists += 1
            self._check()
        rests[lists] = 0.0
        for turn in range(lists - 1, -1, -1):
            rests[turn] = rests[turn + 1] + bounds[turn]
        # Who has gathered something may be lifted by all lists.
        for word in range(low >> 6, (high + 63) >> 6):
            bits = marks[word]
            marks[word] = 0
            while bits:
                lowest = bits & ((~bits & _ALL) + 1)
                article = 64 * word + places[((lowest * _DE_BRUIJN) & _ALL) >> 58]
                bits ^= lowest
                if totals[article] + rests[0] >= floor:
                    marks[word] |= lowest
                else:
                    totals[article] = 0.0
        # An article that is in none of the first lists cannot be wanted for the others.
        for turn in range(lists):
            if rests[turn] < floor:
                break
            form = order[turn]
            if self._begin_at(body, first + form, 0, False):
                self._go_to(starts[form])
                self._want(
                    forms.weights[first + form],
                    scale,
                    room.body_lengths,
                    room.body_norms,
                    low,
                    high,
                    floor - rests[turn + 1],
                    marks,
                )
            self._check()
        for word in range(low >> 6, (high + 63) >> 6):
            bits = marks[word]
            marks[word] = 0
            while bits:
                lowest = bits & ((~bits & _ALL) + 1)
                wanted[count] = 64 * word + places[((lowest * _DE_BRUIJN) & _ALL) >> 58]
                count += 1
                bits ^= lowest
        for turn in range(lists):
            if count == 0:
                return
            form = order[turn]
            if self._begin_at(body, first + form, 0, False):
                self._go_to(starts[form])
                self._collect_in(
                    forms.weights[first + form],
                    room.body_lengths,
                    room.body_norms,
                    totals,
                    wanted,
                    count,
                    False,
                )
            self._check()
            kept = 0
            for at in range(count):
                article = wanted[at]
                if totals[article] + rests[turn + 1] >= floor:
                    wanted[kept] = article
                    kept += 1
                else:
                    totals[article] = 0.0
            count = kept
        self._take_off(forms, room, wanted, count)
        for at in range(count):
            article = wanted[at]
            if totals[article] < floor or (
                len(room.deleted) > 0 and (room.deleted[article >> 6] >> (article & 63)) & 1
            ):
                totals[article] = 0.0
            else:
                room.found[self.met] = article
                self.met += 1
                _raise_lowest(heap, len(heap), totals[article])

    @cython.cfunc
    @cython.exceptval(check=False)
    def _bound_of(
        self,
        starts: cython.uint[::1],
        form: cython.Py_ssize_t,
        low: cython.Py_ssize_t,
        high: cython.Py_ssize_t,
    ) -> cython.double:
        """The highest bound of the full blocks of the list begun that have articles of a window; 0 if none has.

        Args:
            starts: of each form, the first block that may have some; moved on.
        """
        block: cython.uint = starts[form]
        bound: cython.uint
        highest: cython.uint = 0
        while block < self.full and self._entry(block, 0) < cython.cast(cython.ulonglong, low):
            block += 1
        starts[form] = block
        while block < self.full and (
            block == 0 or self._entry(block - 1, 0) + cython.cast(cython.ulonglong, 1) < high
        ):
            bound = self._bound(block)
            if bound == _NO_BOUND:
                return _INFINITE
            highest = max(highest, bound)
            block += 1
        return highest

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _bound(self, block: cython.uint) -> cython.uint:
        at: cython.Py_ssize_t = self.begin + block * _ENTRY + 12
        return cython.cast(cython.uint, self.postings[at]) | (
            cython.cast(cython.uint, self.postings[at + 1]) << 8
        )

    @cython.cfunc
    @cython.exceptval(check=False)
    def _want(
        self,
        weight: cython.double,
        scale: cython.double,
        lengths: cython.const[cython.uint][::1],
        norms: cython.const[cython.double][::1],
        low: cython.uint,
        high: cython.uint,
        least: cython.double,
        marks: cython.ulonglong[::1],
    ) -> cython.void:
        """Set the bit of the articles of a window that the list begun gives so much at least."""
        at: cython.uint
        article: cython.uint
        bound: cython.uint
        gained: cython.double
        articles: cython.uint[::1] = self.articles
        frequencies: cython.uint[::1] = self.frequencies
        while not self.damaged and self.block < self.full:
            if self.block > 0 and self.before + cython.cast(cython.ulonglong, 1) >= high:
                return
            bound = self._bound(self.block)
            if bound != _NO_BOUND and weight * scale * bound < least:
                self._skip(self._entry(self.block, 0))
                if self.before >= self.limit:
                    self.damaged = True
                continue
            if not self._next():
                return
            for at in range(128):
                article = articles[at]
                gained = _gained(weight, frequencies[at], norms, lengths[article])
                if gained >= least and low <= article < high:
                    marks[article >> 6] |= cython.cast(cython.ulonglong, 1) << (article & 63)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _collect(
        self,
        weight: cython.double,
        lengths: cython.const[cython.uint][::1],
        norms: cython.const[cython.double][::1],
        totals: cython.double[::1],
        found: cython.uint[::1],
    ) -> cython.void:
        """Add every article of the list begun."""
        at: cython.uint
        low: cython.double = _LEAST if weight > 0.0 else -_INFINITE
        article: cython.uint
        articles: cython.uint[::1] = self.articles
        frequencies: cython.uint[::1] = self.frequencies
        # What is taken off finds no article, even where it is as much as there was: then `found` would have no room.
        is_more: cython.bint = weight > 0.0
        before: cython.double
        gained: cython.double
        met: cython.Py_ssize_t = self.met
        while self._next():
            for at in range(self.filled):
                article = articles[at]
                before = totals[article]
                found[met] = article
                met += (before <= 0.0) & is_more
                gained = _gained(weight, frequencies[at], norms, lengths[article])
                totals[article] = before + _rounded(gained, low)
            if weight < 0.0:
                self._lift(totals)
        self.met = met

    @cython.cfunc
    @cython.exceptval(check=False)
    def _collect_in(
        self,
        weight: cython.double,
        lengths: cython.const[cython.uint][::1],
        norms: cython.const[cython.double][::1],
        totals: cython.double[::1],
        wanted: cython.const[cython.uint][::1],
        count: cython.Py_ssize_t,
        with_rest: cython.bint,
    ) -> cython.void:
        """Add the articles of the list begun that are wanted, which are in increasing order."""
        entry: cython.Py_ssize_t = 0
        turn: cython.uint
        at: cython.uint
        last: cython.ulonglong
        article: cython.uint
        articles: cython.uint[::1] = self.articles
        while entry < count:
            self._pass_over(wanted[entry])
            if self.damaged or self.block > self.full or (self.block == self.full and not with_rest):
                return
            if self._is_dense():
                entry = self._choose(wanted, entry, count)
                for turn in range(self.chosen):
                    at = self.choice[turn]
                    self._add(articles[at], at, weight, lengths, norms, totals)
                continue
            if not self._next_articles():
                return
            at = 0
            last = self.before
            while entry < count and wanted[entry] <= last:
                article = wanted[entry]
                entry += 1
                while articles[at] < article:  # the last one is not before it
                    at += 1
                if articles[at] == article:
                    self._add(article, at, weight, lengths, norms, totals)

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _is_dense(self) -> cython.bint:
        """Whether the next block is a full one that is written as bits."""
        return (
            not self.damaged
            and self.block < self.full
            and self.cursor < self.end
            and self.postings[self.cursor] == _DENSE
        )

    @cython.cfunc
    @cython.exceptval(check=False)
    def _choose(
        self, wanted: cython.const[cython.uint][::1], entry: cython.Py_ssize_t, count: cython.Py_ssize_t
    ) -> cython.Py_ssize_t:
        """Pass over the next block, which is dense, choosing the articles wanted in it, from an entry on.

        `choice` has the `chosen` places of them in the block; no other article of it is read.

        Returns:
            The first entry that is after the block.
        """
        first: cython.longlong
        reach: cython.longlong
        place: cython.longlong
        word: cython.Py_ssize_t = 0
        rank: cython.uint = 0  # bits set in the words before
        at: cython.uint
        bits: cython.ulonglong
        below: cython.ulonglong
        self.chosen = 0
        if not self._find_block():
            return count
        first = self.first
        reach = self.reach
        bits = self._block_bits(0)
        while entry < count:
            place = wanted[entry] - first
            if place >= reach:
                break
            while word < place >> 6:
                rank += _ones(bits)
                word += 1
                bits = self._block_bits(word)
            below = cython.cast(cython.ulonglong, 1) << (place & 63)
            if bits & below:
                at = rank + _ones(bits & (below - 1))
                if at >= 128 or self.chosen >= 128:
                    self.damaged = True
                    return count
                self.choice[self.chosen] = at
                self.articles[at] = wanted[entry]
                self.chosen += 1
            entry += 1
        self.filled = _BLOCK
        self.before = first + reach - 1
        self.block += 1
        return entry

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _add(
        self,
        article: cython.uint,
        at: cython.uint,
        weight: cython.double,
        lengths: cython.const[cython.uint][::1],
        norms: cython.const[cython.double][::1],
        totals: cython.double[::1],
    ) -> cython.void:
        """Add the article at some place of the block whose articles were found last."""
        frequency: cython.double
        low: cython.double = _LEAST if weight > 0.0 else -_INFINITE
        if self.frequencies_at >= 0 and self._can_pick():
            frequency = self._pick(at)
        else:
            if self.frequencies_at >= 0:
                self._read_frequencies()
            frequency = self.frequencies[at]
        totals[article] += _rounded(_gained(weight, frequency, norms, lengths[article]), low)
        if weight < 0.0:  # see `_lift`
            totals[article] = max(totals[article], 0.0)

    def count(
        self,
        body: cython.const[cython.ulonglong][::1],
        title: cython.const[cython.ulonglong][::1],
        deleted: cython.const[cython.ulonglong][::1],
        met: cython.uint[::1],
        articles: cython.uint[::1],
        occurrences: cython.ulonglong[::1],
    ):
        """Count the articles that hold each of many forms, in the body or the title, and how often they do together.

        Args:
            body, title: where the lists of the forms are; one of them may be empty.
            deleted: a bitmap of articles that count for nothing; may be empty.
            met: a number for each article, 0 at first, to work in.
            articles, occurrences: take a number for each form.
        """
        form: cython.Py_ssize_t
        forms: cython.Py_ssize_t = max(len(body), len(title)) // 6
        field: cython.int
        at: cython.uint
        article: cython.uint
        if len(met) < self.limit or min(len(articles), len(occurrences)) < forms:
            raise ValueError("the buffers are too small")
        for form in range(forms):
            articles[form] = 0
            occurrences[form] = 0
            for field in range(2):
                if 6 * form + 6 > (len(title) if field else len(body)):
                    continue
                if self._begin_at(title if field else body, form, field, False):
                    while self._next():
                        for at in range(self.filled):
                            article = self.articles[at]
                            if (
                                cython.cast(cython.Py_ssize_t, article >> 6) < len(deleted)
                                and (deleted[article >> 6] >> (article & 63)) & 1
                            ):
                                continue
                            occurrences[form] += self.frequencies[at]
                            if met[article] != form + 1:
                                met[article] = form + 1
                                articles[form] += 1
                self._check()

    def count_places(
        self,
        lists: cython.const[cython.ulonglong][::1],
        field: cython.int,
        wanted: cython.const[cython.ulonglong][::1],
        out: cython.ulonglong[::1],
    ):
        """Count how often each of some forms stands in the articles whose bit is set in `wanted`."""
        form: cython.Py_ssize_t
        at: cython.uint
        if len(wanted) * 64 < self.limit or len(out) < len(lists) // 6:
            raise ValueError("the buffers are too short")
        for form in range(len(lists) // 6):
            out[form] = 0
            if self._begin_at(lists, form, field, False):
                while self._next_wanted(wanted):
                    for at in range(self.filled):
                        if (wanted[self.articles[at] >> 6] >> (self.articles[at] & 63)) & 1:
                            out[form] += self.frequencies[at]
            self._check()

    def read_places(
        self,
        lists: cython.const[cython.ulonglong][::1],
        words: cython.const[cython.uint][::1],
        field: cython.int,
        wanted: cython.const[cython.uint][::1],
        out: cython.ulonglong[::1],
        spare: cython.ulonglong[::1],
        ends: cython.uint[::1],
    ) -> cython.Py_ssize_t:
        """Write where words stand in articles that are listed in increasing order: for each word, in order, once.

        A place is article × 2³² + position.

        Args:
            words: how many of the forms have been listed when each word ends.
            out: takes the places of the first word, of the second one, …
            spare: as long as `out`, to work in.
            ends: takes where those of each word end.
        Returns:
            How many places there are, or −1 if there is no room for all of them.
        """
        word: cython.Py_ssize_t
        form: cython.uint = 0
        filled: cython.Py_ssize_t = 0
        if len(ends) < len(words) or len(spare) < len(out):
            raise ValueError("the buffers are too short")
        _check_order(wanted, len(wanted))
        for word in range(len(words)):
            if words[word] < form or words[word] > cython.cast(cython.size_t, len(lists) // 6):
                raise ValueError("a word ends where none can")
            filled = self._word_places(
                lists, form, words[word], field, wanted, len(wanted), 0, out, filled, spare
            )
            if filled < 0:
                return -1
            form = words[word]
            ends[word] = filled
        return filled

    def read_row(
        self,
        lists: cython.const[cython.ulonglong][::1],
        words: cython.const[cython.uint][::1],
        shifts: cython.const[cython.uint][::1],
        field: cython.int,
        wanted: cython.uint[::1],
        count: cython.Py_ssize_t,
        many_more: cython.ulonglong,
        bits: cython.ulonglong[::1],
        out: cython.ulonglong[::1],
        more: cython.ulonglong[::1],
        spare: cython.ulonglong[::1],
    ) -> cython.Py_ssize_t:
        """Write where words stand in a row: the places of the first one, in order, once.

        Args:
            words: how many of the forms have been listed when each word ends; those of the rarest first, since the
                others are read only where those before them stand in a row.
            shifts: how many positions after the first one each word stands.
            wanted: the articles to look at, in increasing order; overwritten.
            count: how many these are; below 0, all of the segment, for which there must be room.
            many_more: words of which so many times as many articles have some as of the first few articles lack.
            bits: two bitmaps of all articles, end to end, to work in.
            out: takes the places.
            more, spare: as long as `out`, to work in.
        Returns:
            How many places there are; if there is no room to find them, −1 less the number of articles in `wanted` that
            may have some.
        """
        word: cython.Py_ssize_t
        form: cython.uint = 0
        filled: cython.Py_ssize_t = 0
        found: cython.Py_ssize_t
        if min(len(more), len(spare)) < len(out) or len(shifts) < len(words) or count > len(wanted):
            raise ValueError("the buffers are too short")
        for word in range(len(words)):
            if words[word] < form or words[word] > cython.cast(cython.size_t, len(lists) // 6):
                raise ValueError("a word ends where none can")
            form = words[word]
        if count < 0 and len(words) > 0:
            if len(wanted) < self.limit or len(bits) < 2 * (
                (self.limit + cython.cast(cython.Py_ssize_t, 63)) >> 6
            ):
                raise ValueError("the buffers are too short")
            count = self._common_articles(lists, words, field, many_more, bits, wanted)
        _check_order(wanted, count)
        form = 0
        for word in range(len(words)):
            found = self._word_places(
                lists,
                form,
                words[word],
                field,
                wanted,
                count,
                shifts[word],
                out if word == 0 else more,
                0,
                spare,
            )
            if found < 0:
                return -1 - count
            form = words[word]
            filled = found if word == 0 else _keep_shared(out, filled, more, found)
            if word + 1 < len(words):
                count = _articles_of(out, filled, wanted)
            if filled == 0:
                return 0
        return filled

    @cython.cfunc
    def _common_articles(
        self,
        lists: cython.const[cython.ulonglong][::1],
        words: cython.const[cython.uint][::1],
        field: cython.int,
        many_more: cython.ulonglong,
        bits: cython.ulonglong[::1],
        out: cython.uint[::1],
    ) -> cython.Py_ssize_t:
        """Write the articles that hold some form of each word; of frequent words also others may be left."""
        size: cython.Py_ssize_t = (self.limit + cython.cast(cython.Py_ssize_t, 63)) >> 6
        word: cython.Py_ssize_t
        form: cython.Py_ssize_t = 0
        at: cython.Py_ssize_t
        filled: cython.Py_ssize_t = 0
        first: cython.ulonglong = 0  # articles of the forms of the first word, added up
        total: cython.ulonglong
        places: cython.const[cython.uchar][::1] = self.places
        left: cython.ulonglong
        lowest: cython.ulonglong
        if self.limit == 0:
            return 0
        for at in range(2 * size):
            bits[at] = 0
        for word in range(len(words)):
            total = 0
            for at in range(form, words[word]):
                total += lists[6 * at]
            if word == 0:
                first = total
            elif total > many_more * first or not _any_set(bits, 0, self.limit - 1):
                break
            while form < words[word]:
                if self._begin_at(lists, form, field, False):
                    if word > 0:
                        self._seek_wanted(bits)
                    while self._mark_next(bits, size if word > 0 else 0):
                        if word > 0:
                            self._seek_wanted(bits)
                self._check()
                form += 1
            if word > 0:
                for at in range(size):
                    bits[at] &= bits[size + at]
                    bits[size + at] = 0
        for at in range(size):
            left = bits[at]
            while left:
                lowest = left & ((~left & _ALL) + 1)
                out[filled] = 64 * at + places[((lowest * _DE_BRUIJN) & _ALL) >> 58]
                filled += 1
                left ^= lowest
        return filled

    @cython.cfunc
    def _word_places(
        self,
        lists: cython.const[cython.ulonglong][::1],
        first: cython.Py_ssize_t,
        last: cython.Py_ssize_t,
        field: cython.int,
        wanted: cython.const[cython.uint][::1],
        count: cython.Py_ssize_t,
        shift: cython.ulonglong,
        out: cython.ulonglong[::1],
        filled: cython.Py_ssize_t,
        spare: cython.ulonglong[::1],
    ) -> cython.Py_ssize_t:
        """Write where forms, from the first to before the last, stand in the first articles wanted.

        A place is article × 2³² + position − shift; positions before `shift` are left out. They are put in order, each
        once, behind those that are filled.

        Returns:
            How many are filled now, or −1 if there is no room.
        """
        form: cython.Py_ssize_t
        begin: cython.Py_ssize_t
        runs: cython.Py_ssize_t = 0
        stack: cython.uint[::1] = self.runs
        for form in range(first, last):
            begin = filled
            if self._begin_at(lists, form, field, True):
                filled = self._few_places(wanted, count, shift, out, filled)
            if self.damaged:
                raise ValueError("a posting list is damaged: it has not the positions it says")
            if filled < 0:
                return -1
            if filled == begin:
                continue
            # A run takes in those before it that are less than twice as long: so there are few, and each place is
            # moved as often as there are doublings.
            while runs > 0 and begin - stack[runs - 1] < 2 * (filled - begin):
                runs -= 1
                filled = _merge(out, stack[runs], begin, filled, spare)
                begin = stack[runs]
            stack[runs] = begin
            runs += 1
        while runs > 1:
            runs -= 1
            filled = _merge(out, stack[runs - 1], stack[runs], filled, spare)
        return filled

    @cython.cfunc
    @cython.exceptval(check=False)
    def _few_places(
        self,
        wanted: cython.const[cython.uint][::1],
        count: cython.Py_ssize_t,
        shift: cython.ulonglong,
        out: cython.ulonglong[::1],
        filled: cython.Py_ssize_t,
    ) -> cython.Py_ssize_t:
        """Write the places of a list in the first articles wanted, from out[filled] on; −1 if there is no room."""
        entry: cython.Py_ssize_t = 0
        while entry < count:
            self._pass_over(wanted[entry])
            if self._is_dense():
                entry = self._choose(wanted, entry, count)
                if not self.damaged and self.chosen > 0 and self._read_bits() >= self.limit:
                    self.damaged = True
            elif self._next_articles():
                entry = self._search(wanted, entry, count)
            else:
                return filled
            if not self.damaged and self.chosen > 0:
                if self.frequencies_at >= 0:
                    self._read_frequencies()
                filled = self._write_places(self.chosen, shift, out, filled)
            if filled < 0 or self.damaged:
                return filled
        return filled

    @cython.cfunc
    @cython.exceptval(check=False)
    def _search(
        self, wanted: cython.const[cython.uint][::1], entry: cython.Py_ssize_t, count: cython.Py_ssize_t
    ) -> cython.Py_ssize_t:
        """As `_choose`, in the block whose articles were read last."""
        articles: cython.uint[::1] = self.articles
        filled: cython.uint = self.filled
        last: cython.uint = articles[filled - 1]
        article: cython.uint
        step: cython.uint
        low: cython.uint = 0
        self.chosen = 0
        while entry < count and wanted[entry] <= last:
            article = wanted[entry]
            entry += 1
            step = 64
            while step > 0:
                if low + step <= filled and articles[low + step - 1] < article:
                    low += step
                step >>= 1
            if articles[low] == article and self.chosen < filled:
                self.choice[self.chosen] = low
                self.chosen += 1
        return entry

    @cython.cfunc
    @cython.exceptval(check=False)
    def _pass_over(self, article: cython.uint) -> cython.void:
        """Pass over the full blocks whose last article is before this one."""
        last: cython.ulonglong
        while not self.damaged and self.block < self.full:
            last = self._entry(self.block, 0)
            if last >= article:
                return
            if last < ((self.before + cython.cast(cython.ulonglong, 1)) & _MASK) or last >= self.limit:
                self.damaged = True
                return
            self._skip(last)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _skip(self, last: cython.uint) -> cython.void:
        """Pass over the next full block, whose last article this is."""
        self.cursor = self.begin + self.full * _ENTRY + self._entry(self.block, 4)
        if self.cursor > self.end:
            self.damaged = True
        self.before = last
        self.block += 1

    @cython.cfunc
    @cython.exceptval(check=False)
    def _next_wanted(self, wanted: cython.const[cython.ulonglong][::1]) -> cython.bint:
        """As `_next`, passing over the full blocks that have no article of `wanted`."""
        self._seek_wanted(wanted)
        return self._next()

    @cython.cfunc
    @cython.exceptval(check=False)
    def _seek_wanted(self, wanted: cython.const[cython.ulonglong][::1]) -> cython.void:
        """Pass over the full blocks that have no article of `wanted`."""
        low: cython.ulonglong
        last: cython.ulonglong
        while not self.damaged and self.block < self.full:
            low = (self.before + cython.cast(cython.ulonglong, 1)) & _MASK
            last = self._entry(self.block, 0)
            if last < low or last >= self.limit:
                self.damaged = True
                return
            if _any_set(wanted, low, last):
                return
            self._skip(last)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _write_places(
        self,
        chosen: cython.uint,
        shift: cython.ulonglong,
        out: cython.ulonglong[::1],
        filled: cython.Py_ssize_t,
    ) -> cython.Py_ssize_t:
        """Write the places in the articles of the block that `choice` names, from out[filled] on.

        What follows the last of them need not be read: the next block begins elsewhere. What precedes one is passed
        over, from the middle of the block where that is nearer.

        Returns:
            How many are filled now, or −1 if there is no more room.
        """
        each: cython.uint
        article: cython.ulonglong
        position: cython.ulonglong
        ones: cython.uint
        held: cython.ulonglong
        room: cython.Py_ssize_t = len(out)
        phases: cython.ulonglong
        short: cython.ulonglong  # how many phases take a bit less
        half: cython.ulonglong
        width: cython.uint
        mask: cython.ulonglong
        positions: cython.const[cython.uchar][::1] = self.positions
        lengths: cython.const[cython.uint][::1] = self.lengths
        logarithms: cython.const[cython.uchar][::1] = self.logarithms
        trailing: cython.const[cython.uchar][::1] = self.trailing
        articles: cython.uint[::1] = self.articles
        frequencies: cython.uint[::1] = self.frequencies
        choice: cython.uchar[::1] = self.choice
        at: cython.uint = 0
        # The block read last is the one before `block`.
        begin: cython.Py_ssize_t = 8 * (
            self.places_begin + (self._entry(self.block - 2, 8) if self.block > 1 else 0)
        )
        stop: cython.Py_ssize_t = 8 * self.places_end
        middle: cython.uint = 0  # bits that tell where the second half begins
        if self.block <= self.full:
            stop = 8 * (self.places_begin + self._entry(self.block - 1, 8))
            if begin < stop <= 8 * self.places_end:
                middle = _middle_width(logarithms, (stop - begin) >> 3)
        bit: cython.Py_ssize_t = begin
        end: cython.Py_ssize_t = stop - middle
        if begin > end or stop > 8 * self.places_end or (middle == 0 and self.block <= self.full):
            self.damaged = True
            return filled
        for each in range(chosen):
            if at < 64 <= choice[each] and middle > 0:
                at = 64
                held = _bits_from(positions, end, stop)
                bit = begin + (held & ((cython.cast(cython.ulonglong, 1) << middle) - 1))
            while at < choice[each]:  # only how long the codes are
                if frequencies[at] == 1:
                    phases = _phases(lengths[articles[at]])
                    width = _logarithm(logarithms, phases - 1)
                    half = cython.cast(cython.ulonglong, 1) << width
                    held = _bits_from(positions, bit, stop)
                    bit += width + ((held & (half - 1)) >= 2 * half - phases)
                    bit += 32 * ((held & (2 * half - 1)) == 2 * half - 1)
                else:
                    width = _places_width(logarithms, lengths[articles[at]], frequencies[at])
                    for _ in range(frequencies[at]):
                        held = _bits_from(positions, bit, stop)
                        ones = _ones_of(trailing, held)
                        bit += ones + 1 + width if ones < _MOST_ONES else _MOST_ONES + 32
                        if bit > end:
                            break
                if bit > end:
                    self.damaged = True
                    return filled
                at += 1
            article = cython.cast(cython.ulonglong, articles[at]) << 32
            if frequencies[at] == 1:
                phases = _phases(lengths[articles[at]])
                width = _logarithm(logarithms, phases - 1)
                half = cython.cast(cython.ulonglong, 1) << width
                short = 2 * half - phases
                held = _bits_from(positions, bit, stop)
                position = held & (half - 1)
                bit += width
                if position >= short:
                    bit += 1
                    if held & half:
                        position += half - short
                    if position == phases - 1:
                        position = (held >> (width + 1)) & _MASK
                        bit += 32
                if bit > end:
                    self.damaged = True
                    return filled
                if position >= shift:
                    if filled >= room:
                        return -1
                    out[filled] = article | (position - shift)
                    filled += 1
                at += 1
                continue
            width = _places_width(logarithms, lengths[articles[at]], frequencies[at])
            mask = (cython.cast(cython.ulonglong, 1) << width) - 1
            position = 0
            for _ in range(frequencies[at]):
                held = _bits_from(positions, bit, stop)
                ones = _ones_of(trailing, held)
                if ones < _MOST_ONES:
                    bit += ones + 1 + width
                    position += (cython.cast(cython.ulonglong, ones) << width) | ((held >> (ones + 1)) & mask)
                else:
                    bit += _MOST_ONES + 32
                    position += (held >> _MOST_ONES) & _MASK
                if bit > end or position > _MASK:
                    self.damaged = True
                    return filled
                if position >= shift:
                    if filled >= room:
                        return -1
                    out[filled] = article | (position - shift)
                    filled += 1
            at += 1
        return filled

    @cython.cfunc
    @cython.exceptval(check=False)
    def _write_articles(
        self, chosen: cython.uint, out: cython.ulonglong[::1], filled: cython.Py_ssize_t
    ) -> cython.void:
        """As `_write_places`, for a list without positions; there must be room."""
        each: cython.uint
        _turn: cython.uint
        for each in range(chosen):
            for _turn in range(self.frequencies[self.choice[each]]):
                out[filled] = cython.cast(cython.ulonglong, self.articles[self.choice[each]]) << 32
                filled += 1

    # ---------------------------------------------------------------- many lists

    def read_on(
        self,
        postings: object,
        positions: object,
        limit: cython.uint,
        lengths: object,
    ) -> None:
        """Begin a row of lists that stand end to end, for `tally` and `unfold`.

        Args:
            postings, positions: from the first one on.
            limit: articles in the segment.
            lengths: of the texts, without function words.
        """
        self.postings = postings
        self.positions = positions
        self.limit = limit
        self.lengths = lengths
        if len(self.lengths) < limit:
            raise ValueError("the lengths are too short")
        self.end = self.places_end = 0
        self.damaged = False

    @cython.cfunc
    @cython.exceptval(check=False)
    def _begin_next(self, counts: cython.const[cython.uint][::1], line: cython.Py_ssize_t) -> cython.bint:
        """Begin the list after the one begun last; False if there is none of the form, or no more bytes."""
        at: cython.Py_ssize_t = 4 * line
        end: cython.Py_ssize_t = self.end + counts[at + 2]
        places_end: cython.Py_ssize_t = self.places_end + counts[at + 3]
        if end > len(self.postings) or places_end > len(self.positions):
            self.damaged = True
            return False
        if counts[at] == 0:
            return False
        self._begin(
            self.end,
            end,
            self.places_end,
            places_end,
            counts[at],
        )
        return not self.damaged

    def tally(
        self,
        counts: cython.const[cython.uint][::1],
        numbers: cython.const[cython.uint][::1],
        out: cython.uint[::1],
    ):
        """Count in how many places the forms of the next lists stand, without those of articles left out.

        Args:
            counts: four numbers a list: articles (0: it has no bytes), occurrences, bytes of postings, of positions.
            numbers: of each article; 2³² − 1 leaves it out.
            out: takes a number for each list.
        """
        line: cython.Py_ssize_t
        at: cython.uint
        total: cython.ulonglong
        if len(numbers) < self.limit or len(out) < len(counts) // 4:
            raise ValueError("the buffers are too small")
        for line in range(len(counts) // 4):
            total = 0
            if self._begin_next(counts, line):
                while self._next():
                    for at in range(self.filled):
                        if numbers[self.articles[at]] != _MASK:
                            total += self.frequencies[at]
            if self.damaged:
                self._check()
            if total > counts[4 * line + 1]:
                raise ValueError("a posting list has more places than the lexicon says")
            out[line] = total

    def unfold(
        self,
        counts: cython.const[cython.uint][::1],
        ranks: cython.const[cython.uint][::1],
        first: cython.uint,
        numbers: cython.const[cython.uint][::1],
        cursors: cython.uint[::1],
        ends: cython.const[cython.uint][::1],
        out: cython.ulonglong[::1],
    ):
        """Write where the forms of the next lists stand, each to its own part of the buffer.

        Of lists without positions all that is known is how often they stand in an article: so often 0 is written.

        Args:
            counts: as in `tally`.
            ranks, first: the list of number i is written to the part ranks[i] − first.
            numbers: of each article in the buffer; 2³² − 1 leaves it out.
            cursors, ends: of each part, where its next place goes, moved on here, and where it must end.
            out: takes the places, as `Writer.write` does: article × 2³² + position.
        Returns:
            How many bytes of postings and of positions these lists have.
        """
        line: cython.Py_ssize_t
        at: cython.uint
        chosen: cython.uint
        part: cython.uint
        to: cython.Py_ssize_t
        room: cython.Py_ssize_t = len(out)
        place: cython.Py_ssize_t
        article: cython.ulonglong
        total: cython.ulonglong
        if len(numbers) < self.limit or len(ranks) < len(counts) // 4 or len(ends) < len(cursors):
            raise ValueError("the buffers are too small")
        for line in range(len(counts) // 4):
            total = 0
            if ranks[line] < first or ranks[line] - first >= cython.cast(cython.ulonglong, len(cursors)):
                raise ValueError("there is no such part")
            part = ranks[line] - first
            if self._begin_next(counts, line):
                to = cursors[part]
                while self._next():
                    chosen = 0
                    for at in range(self.filled):
                        total += self.frequencies[at]
                        if numbers[self.articles[at]] != _MASK:
                            to += self.frequencies[at]
                            self.choice[chosen] = at
                            chosen += 1
                    if to > ends[part] or to > room:
                        self.damaged = True
                        break
                    if counts[4 * line + 3] > 0:
                        self._write_places(chosen, 0, out, cursors[part])
                    else:
                        self._write_articles(chosen, out, cursors[part])
                    if self.damaged:
                        break
                    for place in range(cursors[part], to):
                        article = numbers[out[place] >> 32]
                        out[place] = (article << 32) | (out[place] & _MASK)
                    cursors[part] = to
            if self.damaged:
                self._check()
            if total != counts[4 * line + 1]:
                raise ValueError("a posting list has not as many places as the lexicon says")
        return self.end, self.places_end


@cython.cfunc
@cython.exceptval(check=False)
def _read_gaps(
    source: cython.const[cython.uchar][::1],
    at: cython.Py_ssize_t,
    width: cython.uint,
    before: cython.longlong,
    out: cython.uint[::1],
) -> cython.longlong:
    """Write the 128 articles after `before` whose gaps, of so many bits, begin at a byte; returns the last one."""
    return _unpack(source, at, width, before, -1, out)


@cython.cfunc
@cython.exceptval(check=False)
def _read_counts(
    source: cython.const[cython.uchar][::1],
    at: cython.Py_ssize_t,
    width: cython.uint,
    out: cython.uint[::1],
) -> cython.void:
    """Write 128 frequencies, of so many bits, that begin at a byte."""
    _unpack(source, at, width, 0, 0, out)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _unpack(
    source: cython.const[cython.uchar][::1],
    at: cython.Py_ssize_t,
    width: cython.uint,
    total: cython.longlong,
    keep: cython.longlong,
    out: cython.uint[::1],
) -> cython.longlong:
    """Read 128 numbers, packed from the lowest bit up, and write each plus 1, or (keep = −1) the sums of these.

    Eight numbers are as many bytes as one has bits, so each eight begin a byte. Bytes are read by eight; what is beyond
    the numbers, up to eight bytes, is masked out. Where there are not so many any more, each byte is looked at.

    Returns:
        The last one, of which what is written are the lowest 32 bits.
    """
    group: cython.Py_ssize_t
    each: cython.uint
    bits: cython.uint
    held: cython.ulonglong
    mask: cython.ulonglong = (cython.cast(cython.ulonglong, 1) << width) - 1
    if at + 16 * width + 8 > len(source):
        held = 0
        bits = 0
        for group in range(128):
            while bits < width:
                held |= cython.cast(cython.ulonglong, source[at]) << bits
                at += 1
                bits += 8
            total = (total & keep) + cython.cast(cython.longlong, held & mask) + 1
            out[group] = total & _MASK
            held >>= width
            bits -= width
    elif width <= 8:
        for group in range(0, 128, 8):
            held = _eight(source, at)
            for each in range(8):
                total = (total & keep) + cython.cast(cython.longlong, held & mask) + 1
                out[group + each] = total & _MASK
                held >>= width
            at += width
    elif width <= 16:
        for group in range(0, 128, 8):
            held = _eight(source, at)
            for each in range(4):
                total = (total & keep) + cython.cast(cython.longlong, held & mask) + 1
                out[group + each] = total & _MASK
                held >>= width
            held = _eight(source, at + (width >> 1)) >> (4 * (width & 1))
            for each in range(4, 8):
                total = (total & keep) + cython.cast(cython.longlong, held & mask) + 1
                out[group + each] = total & _MASK
                held >>= width
            at += width
    else:
        for group in range(0, 128, 8):
            for each in range(8):
                held = _eight(source, at + (each * width >> 3)) >> (each * width & 7)
                total = (total & keep) + cython.cast(cython.longlong, held & mask) + 1
                out[group + each] = total & _MASK
            at += width
    return total


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _eight(source: cython.const[cython.uchar][::1], at: cython.Py_ssize_t) -> cython.ulonglong:
    """Eight bytes as one number, the lowest first."""
    if not cython.compiled:
        return int.from_bytes(source[at : at + 8], "little")
    # From one address, so that a C compiler makes one instruction of it.
    held: cython.pointer(cython.const[cython.uchar]) = cython.address(source[at])
    return (
        cython.cast(cython.ulonglong, held[0])
        | (cython.cast(cython.ulonglong, held[1]) << 8)
        | (cython.cast(cython.ulonglong, held[2]) << 16)
        | (cython.cast(cython.ulonglong, held[3]) << 24)
        | (cython.cast(cython.ulonglong, held[4]) << 32)
        | (cython.cast(cython.ulonglong, held[5]) << 40)
        | (cython.cast(cython.ulonglong, held[6]) << 48)
        | (cython.cast(cython.ulonglong, held[7]) << 56)
    )


@cython.cfunc
@cython.exceptval(check=False)
def _merge(
    places: cython.ulonglong[::1],
    begin: cython.Py_ssize_t,
    middle: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    spare: cython.ulonglong[::1],
) -> cython.Py_ssize_t:
    """Put two runs that follow each other in one, what is in both once; returns where it ends.

    Two forms of a family may be stacked on one place: `lecteurs` and `lectrices`, of `lecteur·rice·s`.
    """
    i: cython.Py_ssize_t = 0
    at: cython.Py_ssize_t = begin
    length: cython.Py_ssize_t = middle - begin
    if places[middle - 1] < places[middle]:
        return end
    for i in range(length):
        spare[i] = places[begin + i]
    i = 0
    while i < length:
        if middle >= end or spare[i] < places[middle]:
            places[at] = spare[i]
            i += 1
        else:
            i += spare[i] == places[middle]
            places[at] = places[middle]
            middle += 1
        at += 1
    while middle < end:
        places[at] = places[middle]
        middle += 1
        at += 1
    return at


@cython.cfunc
def _check_order(articles: cython.const[cython.uint][::1], count: cython.Py_ssize_t) -> cython.void:
    """Refuse articles, the first so many, that do not increase: each is looked for after the one before."""
    at: cython.Py_ssize_t
    for at in range(1, count):
        if articles[at] <= articles[at - 1]:
            raise ValueError("the articles are in no order")


@cython.cfunc
@cython.exceptval(check=False)
def _keep_shared(
    places: cython.ulonglong[::1],
    count: cython.Py_ssize_t,
    others: cython.const[cython.ulonglong][::1],
    others_count: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Leave of the first places, in increasing order, those that are among the others; returns how many these are."""
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t = 0
    kept: cython.Py_ssize_t = 0
    for i in range(count):
        while j < others_count and others[j] < places[i]:
            j += 1
        if j >= others_count:
            break
        if others[j] == places[i]:
            places[kept] = places[i]
            kept += 1
    return kept


@cython.cfunc
@cython.exceptval(check=False)
def _articles_of(
    places: cython.const[cython.ulonglong][::1], count: cython.Py_ssize_t, out: cython.uint[::1]
) -> cython.Py_ssize_t:
    """Write the articles of the first places, in increasing order, each once; returns how many these are."""
    at: cython.Py_ssize_t
    filled: cython.Py_ssize_t = 0
    for at in range(count):
        if filled == 0 or out[filled - 1] != places[at] >> 32:
            out[filled] = places[at] >> 32
            filled += 1
    return filled


@cython.cfunc
@cython.exceptval(check=False)
def _read_rest(
    source: cython.const[cython.uchar][::1],
    bit: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    width: cython.uint,
    article: cython.ulonglong,
    limit: cython.ulonglong,
    count: cython.uint,
    trailing: cython.const[cython.uchar][::1],
    articles: cython.uint[::1],
    frequencies: cython.uint[::1],
) -> cython.Py_ssize_t:
    """Write so many articles, whose codes begin at a bit, the first of them `article` or later, and how often each.

    Args:
        width: of the codes of gaps.
        limit: articles in the segment.
    Returns:
        The bit after the codes; −1 where they cannot be what a writer wrote.
    """
    at: cython.uint
    held: cython.ulonglong
    ones: cython.uint
    used: cython.uint
    frequency: cython.uint
    mask: cython.ulonglong = (cython.cast(cython.ulonglong, 1) << width) - 1
    for at in range(count):
        held = _bits_from(source, bit, end)
        ones = _ones_of(trailing, held)
        if ones < _MOST_ONES:
            used = ones + 1 + width
            article += (cython.cast(cython.ulonglong, ones) << width) | ((held >> (ones + 1)) & mask)
        else:
            used = _MOST_ONES + 32
            article += (held >> _MOST_ONES) & _MASK
        bit += used
        # Of 57 bits at the least, enough are left for nearly all frequencies.
        held = held >> used if used <= 48 else _bits_from(source, bit, end)
        ones = trailing[held & 0xFF]
        if ones == 8:
            held = _bits_from(source, bit, end)
            ones = _ones_of(trailing, held)
        if ones < _MOST_ONES:
            frequency = ones + 1
            bit += ones + 1
        else:
            frequency = ((held >> _MOST_ONES) + 1) & _MASK
            bit += _MOST_ONES + 32
        if article >= limit or bit > end or frequency == 0:
            return -1
        articles[at] = article & _MASK
        frequencies[at] = frequency
        article += 1
    return bit


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _ones_of(trailing: cython.const[cython.uchar][::1], held: cython.ulonglong) -> cython.uint:
    """How many ones come before the first zero, at most as many as a code has."""
    ones: cython.uint = trailing[held & 0xFF]
    if ones == 8:
        while ones < _MOST_ONES and (held >> ones) & 1:
            ones += 1
    return ones


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _bits_from(
    source: cython.const[cython.uchar][::1], bit: cython.Py_ssize_t, end: cython.Py_ssize_t
) -> cython.ulonglong:
    """The next 57 bits or more from a bit on; zeros from the bit `end` on, which begins a byte."""
    place: cython.Py_ssize_t = bit >> 3
    held: cython.ulonglong = 0
    shift: cython.uint = 0
    if 8 * place + 64 <= end:
        return _eight(source, place) >> (bit & 7)
    while 8 * place < end:
        held |= cython.cast(cython.ulonglong, source[place]) << shift
        place += 1
        shift += 8
    return held >> (bit & 7)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _ones(bits: cython.ulonglong) -> cython.uint:
    """How many bits are set."""
    if not cython.compiled:
        return bits.bit_count()
    bits = bits - ((bits >> 1) & _HALVES)
    bits = (bits & _QUARTERS) + ((bits >> 2) & _QUARTERS)
    bits = (bits + (bits >> 4)) & _EIGHTHS
    return cython.cast(cython.uint, (bits * _BYTES) >> 56)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _gained(
    weight: cython.double,
    frequency: cython.double,
    norms: cython.const[cython.double][::1],
    length: cython.uint,
) -> cython.double:
    """What a form of some weight adds to the sum of an article of some length: weight × frequency × norm."""
    if length < len(norms):
        return weight * frequency * norms[length]
    return weight * frequency / _divisor(norms, length)


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _rounded(gained: cython.double, low: cython.double) -> cython.double:
    """What is gained, at least `low`, as a number whose sums are exact: see `_WHOLE`."""
    return (max(gained, low) + _WHOLE) - _WHOLE


@cython.cfunc
@cython.exceptval(check=False)
def _divisor(norms: cython.const[cython.double][::1], length: cython.uint) -> cython.double:
    """1 / norm of a longer text: a + b × length, which follows from the first and the last of the norms known."""
    longest: cython.uint = len(norms)
    first: cython.double = 1.0 / norms[0]
    return first + (1.0 / norms[longest - 1] - first) / (longest - 1) * length


@cython.cfunc
@cython.exceptval(check=False)
def _raise_lowest(heap: cython.double[::1], size: cython.Py_ssize_t, value: cython.double) -> cython.void:
    """Put a number in the place of the lowest of a heap, which is on top, if it is higher."""
    parent: cython.Py_ssize_t = 0
    child: cython.Py_ssize_t = 1
    if value <= heap[0]:
        return
    while child < size:
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[parent] = heap[child]
        parent = child
        child = 2 * parent + 1
    heap[parent] = value


@cython.cfunc
@cython.exceptval(check=False)
def _any_set(
    bits: cython.const[cython.ulonglong][::1],
    first: cython.ulonglong,
    last: cython.ulonglong,
) -> cython.bint:
    """Whether any bit from `first` to `last` is set; they must be there."""
    word: cython.ulonglong = first >> 6
    end: cython.ulonglong = last >> 6
    low: cython.ulonglong = (_ALL << (first & 63)) & _ALL
    high: cython.ulonglong = _ALL >> (63 - (last & 63))
    if word == end:
        return (bits[word] & low & high) != 0
    if bits[word] & low or bits[end] & high:
        return True
    word += 1
    while word < end:
        if bits[word]:
            return True
        word += 1
    return False
