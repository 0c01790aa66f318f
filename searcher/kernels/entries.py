"""Write and read which articles have which values: the entries of one field of their metadata.

An entry is a number, from 1, of a value that an article has, in as many bytes as the highest one needs, the low ones
first. Where each article has one number, 0 for no value, nothing else is needed; entries that are listed have behind
all of them, for each, by how much its article is above that of the one before, in 7 bits a byte, the low ones first.
"""

import cython


def spread(
    articles: cython.const[cython.uint][::1],
    numbers: cython.const[cython.uint][::1],
    out: cython.uint[::1],
) -> cython.bint:
    """Write the number of each listed article at its place of `out`, which is all 0.

    Returns:
        Whether each has one number at most.
    """
    at: cython.Py_ssize_t
    if len(articles) != len(numbers):
        raise ValueError("there must be a number for each article")
    for at in range(len(articles)):
        if articles[at] >= len(out):
            raise ValueError("the buffer is too small")
        if out[articles[at]] != 0:
            return False
        out[articles[at]] = numbers[at]
    return True


def gather(
    column: cython.const[cython.uint][::1], articles: cython.uint[::1], numbers: cython.uint[::1]
) -> cython.Py_ssize_t:
    """List the articles that have a number, and it; give how many there are."""
    at: cython.Py_ssize_t
    filled: cython.Py_ssize_t = 0
    if len(articles) < len(column) or len(numbers) < len(column):
        raise ValueError("the buffer is too small")
    for at in range(len(column)):
        if column[at] != 0:
            articles[filled] = at
            numbers[filled] = column[at]
            filled += 1
    return filled


def pack(
    numbers: cython.const[cython.uint][::1], width: cython.Py_ssize_t, out: cython.uchar[::1]
) -> cython.Py_ssize_t:
    """Write numbers in so many bytes each; give how many bytes that were."""
    at: cython.Py_ssize_t
    byte: cython.Py_ssize_t
    if len(out) < len(numbers) * width:
        raise ValueError("the buffer is too small")
    for at in range(len(numbers)):
        for byte in range(width):
            out[at * width + byte] = (numbers[at] >> (8 * byte)) & 0xFF
    return len(numbers) * width


def pack_gaps(
    articles: cython.const[cython.uint][::1], out: cython.uchar[::1], filled: cython.Py_ssize_t
) -> cython.Py_ssize_t:
    """Write by how much each article is above the one before; give how many bytes of `out` are filled then."""
    at: cython.Py_ssize_t
    gap: cython.uint
    before: cython.uint = 0
    if filled < 0 or len(out) < filled + 5 * len(articles):
        raise ValueError("the buffer is too small")
    for at in range(len(articles)):
        if articles[at] < before:
            raise ValueError("articles must be in order")
        gap = articles[at] - before
        before = articles[at]
        while gap >= 128:
            out[filled] = (gap & 127) | 128
            gap >>= 7
            filled += 1
        out[filled] = gap
        filled += 1
    return filled


@cython.cclass
class Reader:
    """Reads the entries of one field once, in their order. Whatever the bytes are, it stays inside them.

    Raises (each method): ValueError where the bytes cannot be what was written.
    """

    data: cython.const[cython.uchar][::1]
    count: cython.Py_ssize_t
    width: cython.Py_ssize_t
    highest: cython.uint
    listed: cython.bint
    size: cython.Py_ssize_t
    at: cython.Py_ssize_t  # entries read so far
    cursor: cython.Py_ssize_t  # where the next gap is
    article: cython.Py_ssize_t  # of the entry read last
    number: cython.uint

    def __init__(
        self,
        data: object,
        count: cython.Py_ssize_t,
        highest: cython.uint,
        listed: cython.bint,
        size: cython.Py_ssize_t,
    ) -> None:
        """
        Args:
            count: entries.
            highest: of their numbers, at least 1.
            listed: whether articles are told, or each has one entry.
            size: articles of the segment.
        """
        self.data = data
        self.count = count
        self.highest = highest
        self.listed = listed
        self.size = size
        self.width = 1
        while highest > 0xFF:
            self.width += 1
            highest >>= 8
        self.at = self.article = 0
        self.number = 0
        self.cursor = count * self.width
        if count < 0 or count > len(self.data) or self.cursor > len(self.data):
            raise ValueError("its entries are not all there")
        if not listed and count != size:
            raise ValueError("its entries are not one an article")

    @cython.cfunc
    @cython.exceptval(-1)
    def _next(self) -> cython.int:
        """Go to the next entry; 0 if there is none."""
        byte: cython.Py_ssize_t
        gap: cython.ulonglong
        shift: cython.int
        if self.at >= self.count:
            if self.cursor != len(self.data):
                raise ValueError("it has bytes that belong to no entry")
            return 0
        self.number = self.data[self.at * self.width]
        for byte in range(1, self.width):
            self.number |= cython.cast(cython.uint, self.data[self.at * self.width + byte]) << (8 * byte)
        if self.number > self.highest or (self.listed and self.number == 0):
            raise ValueError("an entry is of a value that is not there")
        if self.listed:
            gap = 0
            shift = 0
            while True:
                if self.cursor >= len(self.data) or shift > 28:
                    raise ValueError("an entry is of no article")
                byte = self.data[self.cursor]
                self.cursor += 1
                gap |= cython.cast(cython.ulonglong, byte & 127) << shift
                shift += 7
                if byte < 128:
                    break
            if gap >= cython.cast(cython.ulonglong, self.size - self.article):
                raise ValueError("an entry is of an article that is not there")
            self.article += gap
        else:
            self.article = self.at
        self.at += 1
        return 1

    def mark(self, wanted: cython.const[cython.uchar][::1], seen: cython.ulonglong[::1]) -> None:
        """Set the bit of every article that has a value wanted.

        Args:
            wanted: for each number, from 0, whether it is.
        """
        if len(wanted) <= self.highest or 64 * len(seen) < self.size:
            raise ValueError("the buffer is too small")
        while self._next():
            if wanted[self.number]:
                seen[self.article >> 6] |= cython.cast(cython.ulonglong, 1) << (self.article & 63)

    def tally(
        self, within: cython.const[cython.ulonglong][::1], counts: cython.uint[::1]
    ) -> cython.Py_ssize_t:
        """Count the articles of each number among those whose bit is set.

        Args:
            counts: of each number, from 0; added to.
        Returns:
            How many of these articles have any value.
        """
        known: cython.Py_ssize_t = 0
        counted: cython.Py_ssize_t = -1
        if len(counts) <= self.highest or 64 * len(within) < self.size:
            raise ValueError("the buffer is too small")
        while self._next():
            if (within[self.article >> 6] >> (self.article & 63)) & 1:
                counts[self.number] += 1
                if self.number != 0 and self.article != counted:
                    counted = self.article
                    known += 1
        return known

    def place(self, table: cython.const[cython.uint][::1], out: cython.uint[::1]) -> None:
        """Write for each article what a table has for its first value; what is not 0 already stays.

        Args:
            table: for each number, from 0.
        """
        if len(table) <= self.highest or len(out) < self.size:
            raise ValueError("the buffer is too small")
        while self._next():
            if out[self.article] == 0:
                out[self.article] = table[self.number]

    def unfold(
        self,
        renumbered: cython.const[cython.uint][::1],
        articles: cython.uint[::1],
        numbers: cython.uint[::1],
    ) -> cython.Py_ssize_t:
        """List the articles that are left, and the number of each of their values; give how many there are.

        Args:
            renumbered: the new number of each article, 2³² − 1 of one that is not left.
        """
        filled: cython.Py_ssize_t = 0
        if len(renumbered) != self.size or len(articles) < self.count or len(numbers) < self.count:
            raise ValueError("the buffers do not fit")
        while self._next():
            if self.number != 0 and renumbered[self.article] != 0xFFFFFFFF:
                articles[filled] = renumbered[self.article]
                numbers[filled] = self.number
                filled += 1
        return filled
