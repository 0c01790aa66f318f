"""Tell the words of notices from those of the news, and write and read where their lists are.

A notice is a stretch of a text, in characters; a word is of it if it begins there, and so are those that are stacked
on its position. The table of forms that stand in notices is blocks of 32 entries (the last may have fewer) and the
offset of each block. A block begins with a sum, the bytes of the postings of all entries before it; an entry is the
number of its form (in the first of a block as it is, then as the distance to the one before), its articles, its
occurrences less its articles, and its bytes of postings. All numbers are variable-length integers.
"""

import cython

BLOCK = 32
_MASK = cython.declare(cython.uint, 0xFFFFFFFF)
_NEVER = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
_LARGEST = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFF)


def pick(
    forms: cython.const[cython.uint][::1],
    positions: cython.const[cython.uint][::1],
    spans: cython.const[cython.uint][::1],
    notices: cython.const[cython.uint][::1],
    out_forms: cython.uint[::1],
    out_bounds: cython.uint[::1],
) -> tuple:
    """Write which words of a text stand in its notices, and between which positions.

    Args:
        forms, positions: of the words, in reading order.
        spans: where each starts and ends, in characters.
        notices: where each starts and ends, in characters; in order, none overlapping another.
        out_forms: takes the forms, one a word.
        out_bounds: takes the position of the first word of a notice, that of the first one after it, and so on; of
            notices between which there is no word the first and the last.
    Returns:
        How many forms and how many bounds there are.
    """
    at: cython.Py_ssize_t
    notice: cython.Py_ssize_t = 0
    filled: cython.Py_ssize_t = 0
    bounds: cython.Py_ssize_t = 0
    inside: cython.bint = False
    before: cython.bint = False  # whether the last position was
    if (
        min(len(positions), len(spans) // 2) < len(forms)
        or len(out_forms) < len(forms)
        or len(out_bounds) < len(notices)
        or len(notices) % 2 != 0
    ):
        raise ValueError("the buffers are too small")
    for at in range(len(forms)):
        if at == 0 or positions[at] != positions[at - 1]:
            while notice < len(notices) and notices[notice + 1] <= spans[2 * at]:
                notice += 2
            inside = notice < len(notices) and notices[notice] <= spans[2 * at]
            if inside != before:
                out_bounds[bounds] = positions[at]
                bounds += 1
                before = inside
        if inside:
            out_forms[filled] = forms[at]
            filled += 1
    if inside:
        out_bounds[bounds] = positions[len(forms) - 1] + 1
        bounds += 1
    return filled, bounds


@cython.final
@cython.cclass
class Writer:
    """Encodes a table into a buffer large enough for it."""

    out: cython.uchar[::1]
    size: cython.Py_ssize_t

    def __init__(self, out: object) -> None:
        self.out = out
        self.size = 0

    def __len__(self) -> int:
        return self.size

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _varint(self, value: cython.ulonglong) -> cython.void:
        while value >= 0x80:
            self.out[self.size] = (value & 0x7F) | 0x80
            self.size += 1
            value >>= 7
        self.out[self.size] = value
        self.size += 1

    def write(self, counts: cython.const[cython.uint][::1], offsets: cython.uint[::1]) -> cython.Py_ssize_t:
        """Write the forms that have articles.

        Args:
            counts: four numbers a form, as `postings.Writer.write` gives them.
            offsets: takes where each block begins, and the end of the last.
        Returns:
            How many there are.
        """
        form: cython.Py_ssize_t
        before: cython.Py_ssize_t = 0
        count: cython.Py_ssize_t = 0
        total: cython.ulonglong = 0
        if len(self.out) < 8 * len(counts) + 64 or len(offsets) < len(counts) // 128 + 2:
            raise ValueError("the buffer is too small")
        for form in range(len(counts) // 4):
            if counts[4 * form] == 0:
                continue
            if count % 32 == 0:
                offsets[count // 32] = self.size
                self._varint(total)
                before = 0
            self._varint(form - before)
            self._varint(counts[4 * form])
            self._varint(counts[4 * form + 1] - counts[4 * form])
            self._varint(counts[4 * form + 2])
            total += counts[4 * form + 2]
            before = form
            count += 1
        offsets[(count + 31) // 32] = self.size
        return count


@cython.final
@cython.cclass
class Table:
    """Reads a table. Whatever the bytes are, it stays inside them. One thread at a time.

    Raises (each method): ValueError where the bytes cannot be what a writer wrote.
    """

    blocks: cython.const[cython.uchar][::1]
    offsets: cython.const[cython.uint][::1]
    count: cython.Py_ssize_t
    at: cython.Py_ssize_t
    end: cython.Py_ssize_t  # of the block
    left: cython.Py_ssize_t  # entries of the block that are not read yet
    # The entry read last: its form, and what is known of its list.
    form: cython.ulonglong
    articles: cython.ulonglong
    more: cython.ulonglong
    start: cython.ulonglong
    bytes: cython.ulonglong
    damaged: cython.bint

    def __init__(self, blocks: object, offsets: object, count: cython.Py_ssize_t) -> None:
        """
        Args:
            blocks: the table.
            offsets: where each block begins, and the last one ends.
            count: how many entries there are.
        """
        if count < 0 or len(offsets) != (count + 31) // 32 + 1:
            raise ValueError("a table of notices has the wrong number of blocks")
        self.blocks = blocks
        self.offsets = offsets
        self.count = count
        self.at = self.end = self.left = 0
        self.form = 0
        self.damaged = False

    def __len__(self) -> int:
        return self.count

    def find(self, numbers: cython.const[cython.uint][::1], out: cython.ulonglong[::1]) -> cython.Py_ssize_t:
        """Say where the lists of some forms are written.

        Args:
            numbers: of the forms, in increasing order.
            out: takes six numbers a form: articles (0: it is in no notice), occurrences, where its postings begin and
                how many bytes they have; no positions.
        Returns:
            How many of them stand in notices.
        """
        at: cython.Py_ssize_t
        turn: cython.Py_ssize_t
        low: cython.Py_ssize_t
        high: cython.Py_ssize_t
        middle: cython.Py_ssize_t
        blocks: cython.Py_ssize_t = len(self.offsets) - 1
        block: cython.Py_ssize_t = -1  # the one that is being read
        after: cython.ulonglong = 0  # the first form of the next one
        found: cython.Py_ssize_t = 0
        if len(out) < 6 * len(numbers):
            raise ValueError("the buffer is too small")
        self.damaged = False
        for at in range(len(numbers)):
            for turn in range(6):
                out[6 * at + turn] = 0
            if block < 0 or self.form < numbers[at]:
                if numbers[at] >= after:
                    # The last block that does not begin above it, of those from the one being read on.
                    low = block + 1
                    high = blocks
                    while low < high:
                        middle = (low + high) // 2
                        if self._first(middle) <= numbers[at]:
                            low = middle + 1
                        else:
                            high = middle
                    after = self._first(low) if low < blocks else _NEVER
                    if low - 1 != block:
                        block = low - 1
                        self._open(block)
                        self._next()
                if block < 0:
                    continue  # all are above
                while self.form < numbers[at] and self.left > 0 and not self.damaged:
                    self._next()
                self._check()
            if self.form == numbers[at]:
                out[6 * at] = self.articles
                out[6 * at + 1] = self.articles + self.more
                out[6 * at + 2] = self.start
                out[6 * at + 3] = self.bytes
                found += 1
        self._check()
        return found

    def unfold(self, out: cython.uint[::1]):
        """Write four numbers for each form, as `Writer.write` takes them; those of others stay as they are."""
        block: cython.Py_ssize_t
        at: cython.ulonglong
        before: cython.ulonglong = 0
        total: cython.ulonglong = 0
        first: cython.bint = True
        self.damaged = False
        for block in range(len(self.offsets) - 1):
            self._open(block)
            self.damaged |= self.start != total
            while self.left > 0 and not self.damaged:
                self._next()
                if self.form >= cython.cast(cython.ulonglong, len(out) // 4):
                    self.damaged = True
                if self.damaged or (self.form <= before and not first):
                    self.damaged = True
                    break
                at = 4 * self.form
                out[at] = self.articles
                out[at + 1] = self.articles + self.more
                out[at + 2] = self.bytes
                out[at + 3] = 0
                before = self.form
                first = False
                total = self.start + self.bytes
            self._check()
            if self.at != self.end:
                raise ValueError("a table of notices is damaged")

    def _check(self):
        if self.damaged:
            raise ValueError("a table of notices is damaged")

    @cython.cfunc
    @cython.exceptval(check=False)
    def _open(self, block: cython.Py_ssize_t) -> cython.void:
        """Go to the beginning of a block."""
        self.at = self.offsets[block]
        self.end = self.offsets[block + 1]
        self.left = min(32, self.count - 32 * block)
        self.form = 0
        self.bytes = 0
        if self.at >= self.end or self.end > len(self.blocks):
            self.damaged = True
            self.end = self.at
        self.start = self._varint()

    @cython.cfunc
    @cython.exceptval(check=False)
    def _first(self, block: cython.Py_ssize_t) -> cython.ulonglong:
        """The form of the first entry of a block; what was being read stays."""
        at: cython.Py_ssize_t = self.at
        end: cython.Py_ssize_t = self.end
        form: cython.ulonglong
        self.at = self.offsets[block]
        self.end = self.offsets[block + 1]
        if self.end > len(self.blocks):
            self.damaged = True
            self.end = self.at
        self._varint()
        form = self._varint()
        self.at = at
        self.end = end
        return form

    @cython.cfunc
    @cython.exceptval(check=False)
    def _next(self) -> cython.void:
        """Read the next entry of the block."""
        self.left -= 1
        self.start += self.bytes
        self.form += self._varint()
        self.articles = self._varint()
        self.more = self._varint()
        self.bytes = self._varint()
        if self.articles == 0 or self.articles + self.more > _MASK or self.form > _MASK or self.bytes > _MASK:
            self.damaged = True
        if self.start > _LARGEST:
            self.damaged = True

    @cython.cfunc
    @cython.exceptval(check=False)
    def _varint(self) -> cython.ulonglong:
        value: cython.ulonglong = 0
        shift: cython.uint = 0
        byte: cython.uint = 0x80
        while byte & 0x80:
            if self.at >= self.end or shift > 49:
                self.damaged = True
                return 0
            byte = self.blocks[self.at]
            self.at += 1
            value |= cython.cast(cython.ulonglong, byte & 0x7F) << shift
            shift += 7
        return value
