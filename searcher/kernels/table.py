"""Write and read sorted tables of words: the forms of a segment, and the groups that its forms belong to.

A table is blocks of 32 entries (the last may have fewer) and the offset of each block. Keys are sorted by bytes and
front-coded: how many bytes an entry shares with the one before (none, in the first of a block), how many follow,
those bytes. Then
  - of a form: the length of its spelling, 0 if it is the key itself, and the spelling; the fields that hold it (1 body,
    2 title, 3 both), and for each its articles, its occurrences less its articles, its bytes of postings, of
    positions. A block begins with four sums, of the same bytes over all entries before it: body postings, body
    positions, title postings, title positions;
  - of a group: how many forms, then their numbers, the first as it is, the next ones as distances;
  - of a family, whose key is a word: how many numbers, then they.
All numbers are variable-length integers. Letters are counted as code points.
"""

from array import array

import cython

from searcher.kernels.buffers import zeros

BLOCK = 32
FORMS = 0  # kinds of tables
GROUPS = 1  # or families
FIRST_KEY, OTHER_KEY, LEMMA, CLASS = 1, 2, 3, 4  # how a form was found
LONGEST_KEY = 1020  # bytes; folding opens ligatures, so a key may be longer than its form
_BLOCK = cython.declare(cython.Py_ssize_t, 32)
_FORMS = cython.declare(cython.int, 0)
_LONGEST_KEY = cython.declare(cython.Py_ssize_t, 1020)
ANY_LETTERS = 0xFF  # in a shape: bytes that no letter has
ONE_LETTER = 0xFE
_MASK = cython.declare(cython.uint, 0xFFFFFFFF)
_ALL = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
_LARGEST = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFF)
_NEWLINE = cython.declare(cython.uchar, 10)
# Letters that are sought beyond those a key has in common with the word: one takes 15 % longer, all 7 to 30 %.
_AHEAD = cython.declare(cython.Py_ssize_t, 2)


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

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _bytes(
        self,
        data: cython.const[cython.uchar][::1],
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
    ) -> cython.void:
        at: cython.Py_ssize_t
        for at in range(start, end):
            self.out[self.size] = data[at]
            self.size += 1

    @cython.cfunc
    @cython.exceptval(check=False)
    def _key(
        self,
        keys: cython.const[cython.uchar][::1],
        before: cython.Py_ssize_t,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
    ) -> cython.void:
        """Write the line keys[start:end], after that at `before`; if they are one, it begins a block."""
        shared: cython.Py_ssize_t = 0
        while before < start and start + shared < end and keys[before + shared] == keys[start + shared]:
            shared += 1  # the newline of the line before differs from all that is in this one
        self._varint(shared)
        self._varint(end - start - shared)
        self._bytes(keys, start + shared, end)

    def forms(
        self,
        keys: cython.const[cython.uchar][::1],
        key_ends: cython.const[cython.uint][::1],
        forms: cython.const[cython.uchar][::1],
        form_ends: cython.const[cython.uint][::1],
        body: cython.const[cython.uint][::1],
        title: cython.const[cython.uint][::1],
        offsets: cython.uint[::1],
    ):
        """Write a table of forms.

        Args:
            keys, key_ends: the keys, a newline after each, and where each ends.
            forms, form_ends: the forms themselves, likewise.
            body, title: four numbers a form, as `postings.Writer.write` gives them.
            offsets: takes where each block begins, and the end of the last.
        """
        if len(self.out) < len(keys) + len(forms) + len(key_ends) * 56 + 64:
            raise ValueError("the buffer is too small")
        number: cython.Py_ssize_t
        before: cython.Py_ssize_t = 0
        start: cython.Py_ssize_t = 0
        spelled: cython.Py_ssize_t = 0
        size: cython.Py_ssize_t
        sum_0: cython.ulonglong = 0
        sum_1: cython.ulonglong = 0
        sum_2: cython.ulonglong = 0
        sum_3: cython.ulonglong = 0
        for number in range(len(key_ends)):
            if number % 32 == 0:
                offsets[number // 32] = self.size
                self._varint(sum_0)
                self._varint(sum_1)
                self._varint(sum_2)
                self._varint(sum_3)
                before = start
            self._key(keys, before, start, key_ends[number])
            size = form_ends[number] - spelled
            if size == key_ends[number] - start and _same(keys, start, forms, spelled, size):
                size = 0
            self._varint(size)
            self._bytes(forms, spelled, spelled + size)
            self._varint((body[4 * number] > 0) | ((title[4 * number] > 0) << 1))
            self._counts(body, number)
            self._counts(title, number)
            sum_0 += body[4 * number + 2]
            sum_1 += body[4 * number + 3]
            sum_2 += title[4 * number + 2]
            sum_3 += title[4 * number + 3]
            before = start
            start = key_ends[number] + 1
            spelled = form_ends[number] + 1
        offsets[(len(key_ends) + 31) // 32] = self.size

    @cython.cfunc
    @cython.exceptval(check=False)
    def _counts(self, counts: cython.const[cython.uint][::1], number: cython.Py_ssize_t) -> cython.void:
        if counts[4 * number] > 0:
            self._varint(counts[4 * number])
            self._varint(counts[4 * number + 1] - counts[4 * number])
            self._varint(counts[4 * number + 2])
            self._varint(counts[4 * number + 3])

    def groups(
        self,
        keys: cython.const[cython.uchar][::1],
        key_ends: cython.const[cython.uint][::1],
        members: cython.const[cython.uint][::1],
        member_ends: cython.const[cython.uint][::1],
        offsets: cython.uint[::1],
    ):
        """Write a table of groups, whose members are numbers of forms in increasing order.

        Args:
            keys, key_ends: their names, a newline after each, and where each ends.
            members, member_ends: the numbers, and where those of each group end.
        """
        if len(self.out) < len(keys) + len(key_ends) * 20 + len(members) * 5 + 64:
            raise ValueError("the buffer is too small")
        number: cython.Py_ssize_t
        at: cython.Py_ssize_t = 0
        before: cython.Py_ssize_t = 0
        start: cython.Py_ssize_t = 0
        last: cython.uint
        for number in range(len(key_ends)):
            if number % 32 == 0:
                offsets[number // 32] = self.size
                before = start
            self._key(keys, before, start, key_ends[number])
            self._varint(member_ends[number] - at)
            last = 0
            while at < member_ends[number]:
                self._varint(members[at] - last)
                last = members[at]
                at += 1
            before = start
            start = key_ends[number] + 1
        offsets[(len(key_ends) + 31) // 32] = self.size

    def families(
        self,
        keys: cython.const[cython.uchar][::1],
        key_ends: cython.const[cython.uint][::1],
        counts: cython.const[cython.ulonglong][::1],
        each: cython.Py_ssize_t,
        offsets: cython.uint[::1],
    ):
        """Write a table of families, so many numbers each.

        Args:
            keys, key_ends: words, a newline after each, and where each ends.
            counts: their numbers.
        """
        if len(self.out) < len(keys) + len(key_ends) * (30 + 10 * each) + 64 or not 0 <= each < 128:
            raise ValueError("the buffer is too small")
        if len(counts) < each * len(key_ends):
            raise ValueError("each family has its numbers")
        number: cython.Py_ssize_t
        at: cython.Py_ssize_t
        before: cython.Py_ssize_t = 0
        start: cython.Py_ssize_t = 0
        for number in range(len(key_ends)):
            if number % 32 == 0:
                offsets[number // 32] = self.size
                before = start
            self._key(keys, before, start, key_ends[number])
            self._varint(each)
            for at in range(each * number, each * (number + 1)):
                self._varint(counts[at])
            before = start
            start = key_ends[number] + 1
        offsets[(len(key_ends) + 31) // 32] = self.size


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _head_of(
    data: cython.const[cython.uchar][::1], begin: cython.Py_ssize_t, end: cython.Py_ssize_t
) -> cython.ulonglong:
    """The first eight bytes, zeros after the end, as a number: of two that differ the lower one comes first."""
    head: cython.ulonglong = 0
    shift: cython.uint = 64
    while shift > 0 and begin < end:
        shift -= 8
        head |= cython.cast(cython.ulonglong, data[begin]) << shift
        begin += 1
    return head


@cython.cfunc
@cython.exceptval(check=False)
def _same(
    a: cython.const[cython.uchar][::1],
    at: cython.Py_ssize_t,
    b: cython.const[cython.uchar][::1],
    begin: cython.Py_ssize_t,
    size: cython.Py_ssize_t,
) -> cython.bint:
    """Whether both hold the same bytes at these places."""
    turn: cython.Py_ssize_t
    for turn in range(size):
        if a[at + turn] != b[begin + turn]:
            return False
    return True


@cython.final
@cython.cclass
class Cursor:
    """Walks a table. Whatever the bytes are, it stays inside them.

    Raises (each method): ValueError where the bytes cannot be what a writer wrote.
    """

    blocks: cython.const[cython.uchar][::1]
    offsets: cython.const[cython.uint][::1]
    # Of the first key of each block that was looked at, see `_head_of`; 0 of others.
    heads: cython.ulonglong[::1]
    start: cython.Py_ssize_t  # of the table in `blocks`
    verified: cython.const[cython.uchar][::1]  # a mark for each page of `blocks` that is known to be whole
    verify: object  # verify(start, end) checks the pages of these bytes and marks them
    kind: cython.int
    count: cython.Py_ssize_t
    key: cython.uchar[::1]  # of the entry under the cursor
    key_size: cython.Py_ssize_t
    entry: cython.Py_ssize_t  # its number; `count` past the end
    at: cython.Py_ssize_t  # where its payload begins, then where the next entry does
    payload: cython.Py_ssize_t
    end: cython.Py_ssize_t  # of the block
    sum_0: cython.ulonglong
    sum_1: cython.ulonglong
    sum_2: cython.ulonglong
    sum_3: cython.ulonglong
    damaged: cython.bint
    letters: cython.uint[::1]  # of the key that `within` measured last, as code points, from 1
    ends: cython.uint[::1]  # where each ends in the key; the first is 0
    # For each the distances of the letters before it to all beginnings of the word wanted.
    rows: cython.uchar[::1]
    depth: cython.Py_ssize_t  # how many letters were measured
    target: cython.uchar[::1]  # the key to go to
    # Bytes of the key that are too far, with all that begins with them; 0 if none are known.
    dead: cython.Py_ssize_t

    def __init__(
        self,
        blocks: object,
        verified: object,
        verify: object,
        start: cython.Py_ssize_t,
        offsets: object,
        count: cython.Py_ssize_t,
        kind: cython.int,
    ) -> None:
        """
        Args:
            blocks, verified, verify: the file's bytes, its pages' marks (one a 64 KB), what checks them.
            start: where the table begins in the file.
            offsets: where each block begins from there, and the last one ends.
            count: how many entries there are.
            kind: FORMS or GROUPS.
        """
        if len(offsets) != (count + 31) // 32 + 1 or start < 0:
            raise ValueError("a table has the wrong number of blocks")
        self.blocks = blocks
        self.verified = verified
        self.verify = verify
        self.start = start
        self.offsets = offsets
        self.heads = zeros("Q", len(offsets))
        self.count = count
        self.kind = kind
        self.key = bytearray(_LONGEST_KEY)
        self.key_size = 0
        self.entry = count
        self.sum_0 = self.sum_1 = self.sum_2 = self.sum_3 = 0
        self.damaged = False
        self.depth = self.dead = 0

    @property
    def number(self) -> int:
        """The number of the entry under the cursor."""
        return self.entry

    def text(self) -> bytes:
        """The key of the entry under the cursor."""
        return bytes(self.key[: self.key_size])

    def seek(self, wanted: cython.const[cython.uchar][::1]):
        """Go to the first entry whose key is not below `wanted`; False if there is none."""
        self._seek(wanted, 0, len(wanted))
        self._check()
        number: cython.Py_ssize_t = self.entry
        self.entry = self.count
        if number < self.count:
            self.go(number)
        return number < self.count

    def holds(self, wanted: cython.const[cython.uchar][::1]) -> bool:
        """Whether an entry has this key. The cursor is in no entry then."""
        return self._holds(wanted)

    @cython.cfunc
    def _holds(self, wanted: cython.const[cython.uchar][::1]) -> cython.bint:
        self._seek(wanted, 0, len(wanted))
        holds: cython.bint = self.entry < self.count and self._compare(wanted, 0, len(wanted)) == 0
        self._check()
        self.entry = self.count
        return holds

    def family(self, wanted: cython.const[cython.uchar][::1], out: cython.ulonglong[::1]) -> bool:
        """Read the numbers of a family, as many as `out` takes; whether it is there. It is in no entry then."""
        return self._family(wanted, out, 0, len(out))

    @cython.cfunc
    def _family(
        self,
        wanted: cython.const[cython.uchar][::1],
        out: cython.ulonglong[::1],
        begin: cython.Py_ssize_t,
        each: cython.Py_ssize_t,
    ) -> cython.bint:
        """As `family`, so many numbers from a place on."""
        at: cython.Py_ssize_t
        self._seek(wanted, 0, len(wanted))
        there: cython.bint = self.entry < self.count and self._compare(wanted, 0, len(wanted)) == 0
        if there and not self.damaged:
            self.at = self.payload
            if self._varint() != cython.cast(cython.ulonglong, each):
                self.damaged = True
            for at in range(begin, begin + each):
                out[at] = self._varint()
        self._check()
        self.entry = self.count
        return there

    @cython.cfunc
    def _seek(
        self,
        wanted: cython.const[cython.uchar][::1],
        begin: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
    ) -> cython.void:
        """Go to the first entry whose key is not below wanted[begin:end]; where its lists are is not added up."""
        low: cython.Py_ssize_t = 0
        high: cython.Py_ssize_t = len(self.offsets) - 1  # the blocks whose first key is not known to be above
        middle: cython.Py_ssize_t
        head: cython.ulonglong = _head_of(wanted, begin, end)
        # Entries of one key may fill several blocks: look for the last block that begins below it.
        while low < high:
            middle = (low + high) // 2
            if self._is_below(middle, head, wanted, begin, end):
                low = middle + 1
            else:
                high = middle
        self._open(low - 1 if low > 0 else 0)
        self._scan_to(wanted, begin, end)

    @cython.cfunc
    @cython.inline
    def _is_below(
        self,
        block: cython.Py_ssize_t,
        head: cython.ulonglong,
        wanted: cython.const[cython.uchar][::1],
        begin: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
    ) -> cython.bint:
        """As `_begins_below`; the first bytes mostly tell, and those that were read once need not be found again."""
        known: cython.ulonglong = self.heads[block]
        if known != 0 and known != head:
            return known < head
        return self._begins_below(block, wanted, begin, end)

    @cython.cfunc
    def _begins_below(
        self,
        block: cython.Py_ssize_t,
        wanted: cython.const[cython.uchar][::1],
        begin: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
    ) -> cython.bint:
        """Whether the first key of a block is below wanted[begin:end]; the cursor is not in any entry then."""
        more: cython.ulonglong
        left: cython.int = 4 if self.kind == _FORMS else 0
        if not self._enter(block):
            return False
        while left > 0 and self.at < self.end:  # the sums
            left -= self.blocks[self.at] < 0x80
            self.at += 1
        if self._varint() != 0:
            self.damaged = True
        more = self._varint()
        if self.damaged or more > cython.cast(cython.ulonglong, self.end - self.at):
            self.damaged = True
            return False
        self.heads[block] = _head_of(self.blocks, self.at, self.at + cython.cast(cython.Py_ssize_t, more))
        while more > 0 and begin < end:
            if self.blocks[self.at] != wanted[begin]:
                return self.blocks[self.at] < wanted[begin]
            self.at += 1
            begin += 1
            more -= 1
        return begin < end

    @cython.cfunc
    def _scan_to(
        self,
        wanted: cython.const[cython.uchar][::1],
        begin: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
    ) -> cython.void:
        """Go on, from the entry under the cursor, to the first one whose key is not below wanted[begin:end].

        Keys are compared where they lie: of those below, what they share with `wanted` is all that is known.
        """
        size: cython.Py_ssize_t = end - begin
        matched: cython.Py_ssize_t  # how many bytes of `wanted` the key has, which is below it
        before: cython.Py_ssize_t  # how many the key before has
        shared: cython.Py_ssize_t
        more: cython.Py_ssize_t
        turn: cython.Py_ssize_t
        above: cython.bint
        while self.entry < self.count and not self.damaged:
            matched = 0
            while matched < size and matched < self.key_size and self.key[matched] == wanted[begin + matched]:
                matched += 1
            if matched == size or (matched < self.key_size and self.key[matched] > wanted[begin + matched]):
                return
            before = self.key_size
            self.at = self.payload
            while True:
                self._pass()
                self.entry += 1
                if self.entry >= self.count or self.damaged:
                    return
                if self.entry % 32 == 0:
                    self._open(self.entry // 32)
                    break
                shared = self._small_varint()
                more = self._small_varint()
                if shared > before or shared + more > _LONGEST_KEY or more > self.end - self.at:
                    self.damaged = True
                    return
                before = shared + more
                above = shared < matched  # the one before has more of `wanted`, and this one is higher
                if shared == matched:
                    while (
                        matched < size
                        and matched < before
                        and self.blocks[self.at + matched - shared] == wanted[begin + matched]
                    ):
                        matched += 1
                    above = matched == size or (
                        matched < before and self.blocks[self.at + matched - shared] > wanted[begin + matched]
                    )
                if above:
                    for turn in range(shared):
                        self.key[turn] = wanted[begin + turn]
                    for turn in range(more):
                        self.key[shared + turn] = self.blocks[self.at + turn]
                    self.key_size = before
                    self.at += more
                    self.payload = self.at
                    return
                self.at += more

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _small_varint(self) -> cython.Py_ssize_t:
        """A number of bytes of a key; one more than any key has if it is larger."""
        value: cython.ulonglong = self._varint()
        return cython.cast(cython.Py_ssize_t, min(value, cython.cast(cython.ulonglong, _LONGEST_KEY + 1)))

    def place(self, wanted: cython.const[cython.uchar][::1]) -> cython.Py_ssize_t:
        """How many entries have keys below `wanted`. The cursor is in no entry then."""
        self._seek(wanted, 0, len(wanted))
        place: cython.Py_ssize_t = self.entry
        self._check()
        self.entry = self.count
        return place

    def go(self, number: cython.Py_ssize_t):
        """Go to an entry by its number."""
        if number < 0 or number >= self.count:
            raise ValueError("a table refers to an entry that it does not have")
        if self.entry > number or self.entry // 32 != number // 32:
            self._open(number // 32)
        while self.entry < number and not self.damaged:
            self._next()
        self._check()

    def advance(self) -> bool:
        """Go to the next entry; False if there is none."""
        if self.entry < self.count:
            self._next()
            self._check()
        return self.entry < self.count

    def _check(self):
        if self.damaged:
            self.damaged = False
            self.entry = self.count
            raise ValueError("a table of words is damaged")

    @cython.cfunc
    @cython.exceptval(check=False)
    def _compare(
        self,
        wanted: cython.const[cython.uchar][::1],
        begin: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
    ) -> cython.int:
        """Below 0 if the current key is below wanted[begin:end], 0 if equal, above 0 if above."""
        at: cython.Py_ssize_t = 0
        size: cython.Py_ssize_t = end - begin
        while at < self.key_size and at < size:
            if self.key[at] != wanted[begin + at]:
                return -1 if self.key[at] < wanted[begin + at] else 1
            at += 1
        if self.key_size == size:
            return 0
        return -1 if self.key_size < size else 1

    @cython.cfunc
    def _enter(self, block: cython.Py_ssize_t) -> cython.bint:
        """Go to the first byte of a block, and check its pages; whether there is one."""
        page: cython.Py_ssize_t
        self.at = self.start + self.offsets[block]
        self.end = self.start + self.offsets[block + 1]
        if self.at >= self.end or self.end > len(self.blocks) or self.end > len(self.verified) << 16:
            self.damaged = True
            return False
        for page in range(self.at >> 16, ((self.end - 1) >> 16) + 1):
            if not self.verified[page]:
                self.verify(self.at, self.end)
        return True

    @cython.cfunc
    def _open(self, block: cython.Py_ssize_t) -> cython.void:
        """Go to the first entry of a block."""
        self.entry = block * _BLOCK
        if self.entry >= self.count:
            self.entry = self.count
            return
        self.key_size = 0
        if not self._enter(block):
            return
        if self.kind == _FORMS:
            self.sum_0 = self._varint()
            self.sum_1 = self._varint()
            self.sum_2 = self._varint()
            self.sum_3 = self._varint()
        self._read_key()

    @cython.cfunc
    def _next(self) -> cython.void:
        if self.kind == _FORMS:
            self._skip_form()
        else:
            self._skip_members()
        self._enter_next()

    @cython.cfunc
    def _advance(self) -> cython.void:
        """Go to the next form, without adding up the bytes of this one."""
        self.at = self.payload
        self._pass()
        self._enter_next()

    @cython.cfunc
    def _enter_next(self) -> cython.void:
        """Read the key of the entry that begins here, after what the one before holds."""
        self.entry += 1
        if self.entry >= self.count or self.damaged:
            return
        if self.entry % 32 == 0:
            self._open(self.entry // 32)
        else:
            self._read_key()

    @cython.cfunc
    @cython.exceptval(check=False)
    def _read_key(self) -> cython.void:
        shared: cython.ulonglong = self._varint()
        more: cython.ulonglong = self._varint()
        _turn: cython.Py_ssize_t
        if (
            shared > cython.cast(cython.ulonglong, self.key_size)
            or more > cython.cast(cython.ulonglong, _LONGEST_KEY)
            or shared + more > cython.cast(cython.ulonglong, _LONGEST_KEY)
            or self.at + cython.cast(cython.Py_ssize_t, more) > self.end
        ):
            self.damaged = True
            return
        self.key_size = shared
        for _turn in range(cython.cast(cython.Py_ssize_t, more)):
            self.key[self.key_size] = self.blocks[self.at]
            self.key_size += 1
            self.at += 1
        self.payload = self.at

    @cython.cfunc
    @cython.exceptval(check=False)
    def _skip_form(self) -> cython.void:
        self.at = self.payload
        self._skip_bytes(self._varint())
        fields: cython.ulonglong = self._varint()
        if fields & 1:
            self._varint()
            self._varint()
            self.sum_0 += self._varint()
            self.sum_1 += self._varint()
        if fields & 2:
            self._varint()
            self._varint()
            self.sum_2 += self._varint()
            self.sum_3 += self._varint()

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _pass(self) -> cython.void:
        """Go behind the payload where the cursor is, without adding up the bytes of its lists."""
        left: cython.ulonglong
        if self.kind == _FORMS:
            self._skip_bytes(self._varint())
            left = self._varint()  # the fields
            left = 8 if left == 3 else 4 if left > 0 else 0
        else:
            left = self._varint()
        while left > 0 and self.at < self.end:
            left -= self.blocks[self.at] < 0x80
            self.at += 1
        if left > 0:
            self.damaged = True

    @cython.cfunc
    @cython.exceptval(check=False)
    def _skip_members(self) -> cython.void:
        self.at = self.payload
        left: cython.ulonglong = self._varint()
        while left > 0 and not self.damaged:
            self._varint()
            left -= 1

    @cython.cfunc
    @cython.exceptval(check=False)
    def _skip_bytes(self, size: cython.ulonglong) -> cython.void:
        if size > cython.cast(cython.ulonglong, self.end - self.at):
            self.damaged = True
        else:
            self.at += cython.cast(cython.Py_ssize_t, size)

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _varint(self) -> cython.ulonglong:
        if self.at < self.end and self.blocks[self.at] < 0x80:
            self.at += 1
            return self.blocks[self.at - 1]
        return self._long_varint()

    @cython.cfunc
    @cython.exceptval(check=False)
    def _long_varint(self) -> cython.ulonglong:
        value: cython.ulonglong = 0
        shift: cython.uint = 0
        byte: cython.uint = 0x80
        while byte & 0x80:
            if self.at >= self.end or shift > 56:
                self.damaged = True
                return 0
            byte = self.blocks[self.at]
            self.at += 1
            value |= cython.cast(cython.ulonglong, byte & 0x7F) << shift
            shift += 7
        return value

    # ---------------------------------------------------------------- words alike

    def within(self, wanted: cython.const[cython.uint][::1], limit: cython.uint) -> list:
        """The entries whose key is within so many letters of a word, each inserted, left out, replaced or swapped.

        Keys are walked in order. What a key shares with the one before keeps its rows of distances; where what was
        read of a key is too far already, the next one to look at is the lowest that is not.

        Args:
            wanted: the word, as code points, at most `LONGEST_KEY` + 2 of them.
            limit: the most that counts, at most 2.
        Returns:
            For each its number, then its distance; numbers increase.
        Source: optimal string alignment (Damerau 1964; two letters that were swapped are not changed again), of which
            only the cells near the diagonal are reckoned (Ukkonen 1985). The rows are the states of an automaton; a
            dictionary is walked along it as in Schulz & Mihov 2002.
        """
        width: cython.Py_ssize_t = len(wanted) + 1
        column: cython.Py_ssize_t
        size: cython.Py_ssize_t
        distance: cython.uint
        found: list = []
        if len(wanted) > _LONGEST_KEY + 2 or limit > 2:
            raise ValueError("the word is too long, or the distance too large")
        # A row for each letter read: one more than the word and the limit have is too far. So stay all cells that
        # no row reaches.
        self.rows = bytearray([limit + 1]) * ((width + limit + 1) * width)
        for column in range(min(width, limit + 1)):
            self.rows[column] = column
        self.letters = zeros("I", width + limit + 1)
        self.ends = zeros("I", width + limit + 1)
        self.target = bytearray(4 * (width + limit + 1))
        self.depth = self.dead = 0
        self._open(0)
        while self.entry < self.count and not self.damaged:
            self._keep(self._common())
            self._measure(wanted, limit)
            if self.dead == 0:
                distance = self.rows[self.depth * width + len(wanted)]
                if distance <= limit:
                    found.append(self.entry)
                    found.append(distance)
                self._advance()
                continue
            size = self._aim(wanted, limit)
            if size == 0:
                break
            self._go_to_target(size)
        self._check()
        self.entry = self.count
        return found

    @cython.cfunc
    @cython.exceptval(check=False)
    def _common(self) -> cython.Py_ssize_t:
        """How many of the letters that were measured the key under the cursor begins with."""
        at: cython.Py_ssize_t = 0
        letter: cython.Py_ssize_t = 0
        while letter < self.depth and at < self.key_size:
            if self._letter(at) != self.letters[letter + 1] or self._after(at) != self.ends[letter + 1]:
                break
            letter += 1
            at = self.ends[letter]
        return letter

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _keep(self, letters: cython.Py_ssize_t) -> cython.void:
        """Keep the rows of so many letters; of those that were measured only the last one may be too far."""
        if letters < self.depth:
            self.depth = letters
            self.dead = 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def _measure(self, wanted: cython.const[cython.uint][::1], limit: cython.uint) -> cython.void:
        """Reckon the rows of the other letters of the key, unless and until it is too far."""
        at: cython.Py_ssize_t = self.ends[self.depth]
        letter: cython.uint
        while at < self.key_size and self.dead == 0:
            letter = self._letter(at)
            at = self._after(at)
            self._add_letter(letter, at, wanted, limit)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _add_letter(
        self,
        letter: cython.uint,
        end: cython.Py_ssize_t,
        wanted: cython.const[cython.uint][::1],
        limit: cython.uint,
    ) -> cython.void:
        """Reckon the row of one more letter, and where it ends."""
        width: cython.Py_ssize_t = len(wanted) + 1
        column: cython.Py_ssize_t
        cost: cython.uint
        best: cython.uint = limit + 1
        self.depth += 1
        self.letters[self.depth] = letter
        self.ends[self.depth] = end
        row: cython.Py_ssize_t = self.depth * width
        for column in range(
            max(self.depth - cython.cast(cython.Py_ssize_t, limit), 0),
            min(self.depth + cython.cast(cython.Py_ssize_t, limit) + 1, width),
        ):
            cost = self.rows[row - width + column] + 1
            if column > 0:
                cost = min(cost, self.rows[row + column - 1] + 1)
                cost = min(cost, self.rows[row - width + column - 1] + (wanted[column - 1] != letter))
                if (
                    column > 1
                    and self.depth > 1
                    and wanted[column - 2] == letter
                    and wanted[column - 1] == self.letters[self.depth - 1]
                ):
                    cost = min(cost, self.rows[row - 2 * width + column - 2] + 1)
            cost = min(cost, limit + 1)
            self.rows[row + column] = cost
            best = min(best, cost)
        if best > limit:
            self.dead = end

    @cython.cfunc
    @cython.exceptval(check=False)
    def _aim(self, wanted: cython.const[cython.uint][::1], limit: cython.uint) -> cython.Py_ssize_t:
        """Write into the target the lowest text, above all that begins as the key does which is too far, that is not.

        Or one below it that no such text is below. Rows are kept, or made, for the letters of the target.

        Returns:
            Its bytes; 0 if there is none.
        """
        letter: cython.longlong
        size: cython.Py_ssize_t
        at: cython.Py_ssize_t
        kept: cython.Py_ssize_t
        while self.depth > 0:
            letter = self.letters[self.depth]
            size = self.ends[self.depth]
            self._keep(self.depth - 1)
            if self._takes_any(wanted, limit):
                if self.key[size - 1] == 0xFF:
                    continue
                for at in range(size):
                    self.target[at] = self.key[at]
                self.target[size - 1] += 1
                return size
            letter = self._next_letter(letter + 1, wanted, limit)
            if letter < 0:
                continue
            size = self.ends[self.depth]
            for at in range(size):
                self.target[at] = self.key[at]
            kept = self.depth
            while letter >= 0:
                size = self._put_letter(cython.cast(cython.uint, letter), size)
                self._add_letter(cython.cast(cython.uint, letter), size, wanted, limit)
                if (
                    self.depth == kept + _AHEAD
                    or self.dead > 0
                    or self.rows[self.depth * (len(wanted) + 1) + len(wanted)] <= limit
                    or self._takes_any(wanted, limit)
                ):
                    break
                letter = self._next_letter(0, wanted, limit)
            return size
        return 0

    @cython.cfunc
    @cython.exceptval(check=False)
    def _takes_any(self, wanted: cython.const[cython.uint][::1], limit: cython.uint) -> cython.bint:
        """Whether after the letters measured any other may follow."""
        width: cython.Py_ssize_t = len(wanted) + 1
        row: cython.Py_ssize_t = self.depth * width
        column: cython.Py_ssize_t
        for column in range(
            max(self.depth - cython.cast(cython.Py_ssize_t, limit), 0),
            min(self.depth + cython.cast(cython.Py_ssize_t, limit) + 1, width),
        ):
            if self.rows[row + column] < limit:
                return True
        return False

    @cython.cfunc
    @cython.exceptval(check=False)
    def _next_letter(
        self, least: cython.longlong, wanted: cython.const[cython.uint][::1], limit: cython.uint
    ) -> cython.longlong:
        """The lowest letter, from `least` on, that may follow those measured, after which not any may; -1 if none."""
        width: cython.Py_ssize_t = len(wanted) + 1
        row: cython.Py_ssize_t = self.depth * width
        column: cython.Py_ssize_t
        lowest: cython.longlong = -1
        letter: cython.longlong
        for column in range(
            max(self.depth - cython.cast(cython.Py_ssize_t, limit), 0),
            min(self.depth + cython.cast(cython.Py_ssize_t, limit) + 1, width - 1),
        ):
            letter = wanted[column]
            if letter < least or (lowest >= 0 and letter >= lowest):
                continue
            if self.rows[row + column] <= limit or (
                # The next one and it were swapped.
                self.depth > 0
                and column + 2 < width
                and wanted[column + 1] == self.letters[self.depth]
                and self.rows[row - width + column] < limit
            ):
                lowest = letter
        return lowest

    @cython.cfunc
    @cython.exceptval(check=False)
    def _put_letter(self, letter: cython.uint, size: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Write a letter into the target; gives where it ends."""
        if letter < 0x80:
            self.target[size] = letter
            return size + 1
        if letter < 0x800:
            self.target[size] = 0xC0 | (letter >> 6)
            self.target[size + 1] = 0x80 | (letter & 0x3F)
            return size + 2
        if letter < 0x10000:
            self.target[size] = 0xE0 | (letter >> 12)
            self.target[size + 1] = 0x80 | ((letter >> 6) & 0x3F)
            self.target[size + 2] = 0x80 | (letter & 0x3F)
            return size + 3
        self.target[size] = 0xF0 | ((letter >> 18) & 7)
        self.target[size + 1] = 0x80 | ((letter >> 12) & 0x3F)
        self.target[size + 2] = 0x80 | ((letter >> 6) & 0x3F)
        self.target[size + 3] = 0x80 | (letter & 0x3F)
        return size + 4

    @cython.cfunc
    def _go_to_target(self, size: cython.Py_ssize_t) -> cython.void:
        """Go on to the first entry whose key is not below the target; to the next one at least."""
        block: cython.Py_ssize_t = self.entry // 32
        low: cython.Py_ssize_t = block
        step: cython.Py_ssize_t = 1
        high: cython.Py_ssize_t = len(self.offsets) - 1
        middle: cython.Py_ssize_t
        at: cython.Py_ssize_t = self.at
        end: cython.Py_ssize_t = self.end
        head: cython.ulonglong = _head_of(self.target, 0, size)
        while low + step < high and self._is_below(low + step, head, self.target, 0, size):
            low += step
            step += step
        high = min(low + step, high)
        while high - low > 1:
            middle = (low + high) // 2
            if self._is_below(middle, head, self.target, 0, size):
                low = middle
            else:
                high = middle
        if self.damaged:
            return
        if low > block:
            self._open(low)
        else:
            self.at = at
            self.end = end
            self._advance()
        self._scan_to(self.target, 0, size)

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _after(self, at: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Where the letter of the key ends that begins at this byte."""
        byte: cython.uint = self.key[at]
        size: cython.Py_ssize_t = 1
        if byte >= 0xC0:
            size = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
        return min(at + size, self.key_size)

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _letter(self, at: cython.Py_ssize_t) -> cython.uint:
        """The code point of the letter that begins at this byte."""
        byte: cython.uint = self.key[at]
        turn: cython.Py_ssize_t
        if byte < 0x80:
            return byte
        byte &= 0x1F if byte < 0xE0 else 0x0F if byte < 0xF0 else 0x07
        for turn in range(at + 1, self._after(at)):
            byte = (byte << 6) | (cython.cast(cython.uint, self.key[turn]) & 0x3F)
        return byte

    def matching(
        self,
        shape: cython.const[cython.uchar][::1],
        prefix: cython.Py_ssize_t,
        out: cython.uint[::1],
    ) -> cython.Py_ssize_t:
        """The entries from the one under the cursor on whose key has a shape, as long as keys begin as the shape does.

        Args:
            shape: letters, with `ANY_LETTERS` for none, one or several, and `ONE_LETTER` for one.
            prefix: how many bytes of it, before the first of those two, keys must begin with.
            out: takes their numbers.
        Returns:
            How many there are.
        """
        filled: cython.Py_ssize_t = 0
        at: cython.Py_ssize_t
        if prefix > len(shape) or prefix < 0:
            raise ValueError("a shape is longer than its beginning")
        while self.entry < self.count and not self.damaged:
            at = 0
            while at < prefix and at < self.key_size and self.key[at] == shape[at]:
                at += 1
            if at < prefix:
                break
            if self._has_shape(shape, prefix):
                if filled >= len(out):
                    raise ValueError("the buffer is too small")
                out[filled] = self.entry
                filled += 1
            self._next()
        self._check()
        return filled

    @cython.cfunc
    @cython.exceptval(check=False)
    def _has_shape(self, shape: cython.const[cython.uchar][::1], begin: cython.Py_ssize_t) -> cython.bint:
        """Whether the key has a shape, whose first bytes it has.

        The last sign for several letters takes as few as it may: where it fails, none before need be tried again.
        """
        at: cython.Py_ssize_t = begin  # in the key
        sign: cython.Py_ssize_t = begin  # in the shape
        after: cython.Py_ssize_t = -1  # in the shape, after the last sign for several letters
        taken: cython.Py_ssize_t = 0  # where what that one took ends
        while at < self.key_size:
            if sign < len(shape) and shape[sign] == 0xFF:  # ANY_LETTERS
                sign += 1
                after = sign
                taken = at
            elif sign < len(shape) and shape[sign] == 0xFE and (self.key[at] & 0xC0) != 0x80:  # ONE_LETTER
                sign += 1
                at = self._after(at)
            elif sign < len(shape) and shape[sign] == self.key[at]:
                sign += 1
                at += 1
            elif after >= 0:
                taken += 1
                at = taken
                sign = after
            else:
                return False
        while sign < len(shape) and shape[sign] == 0xFF:
            sign += 1
        return sign == len(shape)

    @cython.cfunc
    def _go_on(self, number: cython.uint) -> cython.void:
        """Go to an entry that is seldom far from the one under the cursor."""
        if number >= self.count:
            self.damaged = True
            return
        if self.entry >= self.count or number < self.entry or number // 32 != self.entry // 32:
            self._open(number // 32)
        while self.entry < number and not self.damaged:
            self._next()

    def lists(
        self,
        numbers: cython.const[cython.uint][::1],
        body: cython.ulonglong[::1],
        title: cython.ulonglong[::1],
    ):
        """Say where the lists of some forms are written.

        Args:
            numbers: of the forms, best in increasing order.
            body, title: take six numbers a form: see `form`.
        """
        at: cython.Py_ssize_t
        fields: cython.ulonglong
        if self.kind != _FORMS or min(len(body), len(title)) < 6 * len(numbers):
            raise ValueError("the buffers must have room for each form of a table of forms")
        for at in range(len(numbers)):
            self._go_on(numbers[at])
            if self.damaged:
                break
            self.at = self.payload
            self._skip_bytes(self._varint())
            fields = self._varint()
            self._list(fields & 1, self.sum_0, self.sum_1, body, 6 * at)
            self._list(fields & 2, self.sum_2, self.sum_3, title, 6 * at)
        self._check()

    @cython.cfunc
    @cython.exceptval(check=False)
    def _list(
        self,
        there: cython.ulonglong,
        postings: cython.ulonglong,
        positions: cython.ulonglong,
        out: cython.ulonglong[::1],
        at: cython.Py_ssize_t,
    ) -> cython.void:
        articles: cython.ulonglong = 0
        more: cython.ulonglong = 0
        postings_size: cython.ulonglong = 0
        positions_size: cython.ulonglong = 0
        if there:
            articles = self._varint()
            more = self._varint()
            postings_size = self._varint()
            positions_size = self._varint()
        # As in `_counts`; what is larger than any file is not added to.
        if max(articles, more) > _MASK or max(postings_size, positions_size) > _LARGEST:
            self.damaged = True
            return
        if articles + more > 8 * positions_size or max(postings, positions) > _LARGEST:
            self.damaged = True
            return
        out[at] = articles
        out[at + 1] = articles + more
        out[at + 2] = postings
        out[at + 3] = postings_size
        out[at + 4] = positions
        out[at + 5] = positions_size

    def spell(
        self,
        numbers: cython.const[cython.uint][::1],
        begin: cython.Py_ssize_t,
        out: cython.uchar[::1],
    ) -> tuple:
        """Write some forms, a newline after each, from numbers[begin] on, as long as there is room.

        Returns:
            How many of the numbers are done, and how many bytes are filled; none if one form needs more room.
        """
        size: cython.Py_ssize_t
        start: cython.Py_ssize_t
        turn: cython.Py_ssize_t
        spelled: cython.Py_ssize_t
        filled: cython.Py_ssize_t = 0
        at: cython.Py_ssize_t = begin
        if self.kind != _FORMS or begin < 0:
            raise ValueError("only forms are spelled, from one of them on")
        while at < len(numbers):
            self._go_on(numbers[at])
            if self.damaged:
                break
            self.at = self.payload
            size = self._varint()
            start = self.at
            self._skip_bytes(size)
            if self.damaged:
                break
            spelled = size if size > 0 else self.key_size
            if filled + spelled >= len(out):
                break
            for turn in range(spelled):
                out[filled] = self.blocks[start + turn] if size > 0 else self.key[turn]
                self.damaged |= out[filled] == _NEWLINE
                filled += 1
            out[filled] = _NEWLINE
            filled += 1
            at += 1
        self._check()
        return at, filled

    def form(self) -> tuple:
        """The form under the cursor.

        Returns:
            Its spelling, empty if it is the key; then twice (body, title): articles, occurrences, where its postings
            begin and how many bytes they have, where its positions begin and how many bytes they have.
        """
        self.at = self.payload
        size: cython.Py_ssize_t = self._varint()
        start: cython.Py_ssize_t = self.at
        self._skip_bytes(size)
        self._check()
        spelling = bytes(self.blocks[start : start + size])
        fields = self._varint()
        body = self._counts(fields & 1, self.sum_0, self.sum_1)
        title = self._counts(fields & 2, self.sum_2, self.sum_3)
        self._check()
        return spelling, body, title

    def _counts(self, there, postings, positions):
        if not there:
            return 0, 0, postings, 0, positions, 0
        articles = self._varint()
        more = self._varint()
        postings_size = self._varint()
        positions_size = self._varint()
        # A position takes a bit at least: who trusts more occurrences would ask for wild amounts of memory.
        if articles > _MASK or articles + more > 8 * positions_size:
            self.damaged = True
        return articles, articles + more, postings, postings_size, positions, positions_size

    def unfold(
        self,
        keys: cython.uchar[::1],
        key_ends: cython.uint[::1],
        forms: cython.uchar[::1],
        form_ends: cython.uint[::1],
        body: cython.uint[::1],
        title: cython.uint[::1],
        filled: cython.longlong[::1],
    ):
        """Write all forms from the one under the cursor on, as `Writer.forms` takes them.

        Args:
            keys, key_ends, forms, form_ends, body, title: one line, one end, or four numbers a form of the table.
            filled: bytes of keys and of forms written so far.
        Returns:
            Whether all are written. If not, `keys` or `forms` is full: call again with larger ones, filled as far.
        """
        size: cython.Py_ssize_t
        spelled: cython.Py_ssize_t
        start: cython.Py_ssize_t
        turn: cython.Py_ssize_t
        key_at: cython.Py_ssize_t = filled[0]
        form_at: cython.Py_ssize_t = filled[1]
        fields: cython.ulonglong
        if (
            self.kind != _FORMS
            or min(len(key_ends), len(form_ends), len(body) // 4, len(title) // 4) < self.count
        ):
            raise ValueError("the buffers must have room for each form of a table of forms")
        if min(key_at, form_at) < 0:
            raise ValueError("no buffer is filled to less than nothing")
        while self.entry < self.count and not self.damaged:
            self.at = self.payload
            size = self._varint()
            start = self.at
            self._skip_bytes(size)
            if self.damaged:
                break
            spelled = size if size > 0 else self.key_size
            if key_at + self.key_size >= len(keys) or form_at + spelled >= len(forms):
                filled[0] = key_at
                filled[1] = form_at
                return False
            for turn in range(self.key_size):
                self.damaged |= self.key[turn] == _NEWLINE
                keys[key_at + turn] = self.key[turn]
            key_ends[self.entry] = key_at + self.key_size
            keys[key_at + self.key_size] = _NEWLINE
            for turn in range(spelled):
                forms[form_at + turn] = self.blocks[start + turn] if size > 0 else self.key[turn]
                self.damaged |= forms[form_at + turn] == _NEWLINE
            form_ends[self.entry] = form_at + spelled
            forms[form_at + spelled] = _NEWLINE
            key_at += self.key_size + 1
            form_at += spelled + 1
            fields = self._varint()
            if fields < 1 or fields > 3:
                self.damaged = True
            self._unfold_counts(fields & 1, body, 0)
            self._unfold_counts(fields & 2, title, 1)
            self._step()
        self._check()
        filled[0] = key_at
        filled[1] = form_at
        return True

    def unfold_groups(
        self,
        keys: cython.uchar[::1],
        key_ends: cython.uint[::1],
        members: cython.uint[::1],
        member_ends: cython.uint[::1],
        filled: cython.longlong[::1],
    ):
        """Write all groups from the one under the cursor on, as `Writer.groups` takes them.

        Args:
            keys, key_ends, members, member_ends: one line and one end for each group of the table; a number a member.
            filled: bytes of keys and numbers of members written so far.
        Returns:
            Whether all are written. If not, `keys` or `members` is full: call again with larger ones, filled as far.
        """
        turn: cython.Py_ssize_t
        key_at: cython.Py_ssize_t = filled[0]
        at: cython.Py_ssize_t = filled[1]
        left: cython.ulonglong
        number: cython.ulonglong
        first: cython.bint
        if self.kind == _FORMS or min(len(key_ends), len(member_ends)) < self.count:
            raise ValueError("the buffers must have room for each group of a table of groups")
        if min(key_at, at) < 0:
            raise ValueError("no buffer is filled to less than nothing")
        while self.entry < self.count and not self.damaged:
            self.at = self.payload
            left = self._varint()
            if left > cython.cast(cython.ulonglong, self.end - self.at):
                self.damaged = True
                break
            if key_at + self.key_size >= len(keys) or at + cython.cast(cython.Py_ssize_t, left) > len(
                members
            ):
                filled[0] = key_at
                filled[1] = at
                return False
            for turn in range(self.key_size):
                self.damaged |= self.key[turn] == _NEWLINE
                keys[key_at + turn] = self.key[turn]
            key_ends[self.entry] = key_at + self.key_size
            keys[key_at + self.key_size] = _NEWLINE
            key_at += self.key_size + 1
            number = 0
            first = True
            while left > 0 and not self.damaged:
                turn = self.at
                number += self._varint()
                # The numbers grow from one to the next.
                if self.damaged or number >= _MASK or not (first or self.blocks[turn] > 0):
                    self.damaged = True
                    break
                members[at] = number
                at += 1
                first = False
                left -= 1
            member_ends[self.entry] = at
            self._step()
        self._check()
        filled[0] = key_at
        filled[1] = at
        return True

    @cython.cfunc
    @cython.exceptval(check=False)
    def _unfold_counts(
        self, there: cython.ulonglong, out: cython.uint[::1], field: cython.int
    ) -> cython.void:
        """Write the counts of one field of the form under the cursor, and add them to the sums."""
        at: cython.Py_ssize_t = 4 * self.entry
        articles: cython.ulonglong = 0
        more: cython.ulonglong = 0
        postings: cython.ulonglong = 0
        positions: cython.ulonglong = 0
        if there:
            articles = self._varint()
            more = self._varint()
            postings = self._varint()
            positions = self._varint()
            if articles == 0:
                self.damaged = True
        # A position takes a bit at least, as in `_counts`.
        if max(max(articles, more), max(postings, positions)) > _MASK or articles + more > min(
            8 * positions, cython.cast(cython.ulonglong, _MASK)
        ):
            self.damaged = True
            return
        out[at] = articles
        out[at + 1] = articles + more
        out[at + 2] = postings
        out[at + 3] = positions
        if field:
            self.sum_2 += postings
            self.sum_3 += positions
        else:
            self.sum_0 += postings
            self.sum_1 += positions

    @cython.cfunc
    def _step(self) -> cython.void:
        """Go to the next entry from where the one under the cursor ends; the sums must go on as they do."""
        sum_0: cython.ulonglong = self.sum_0
        sum_1: cython.ulonglong = self.sum_1
        sum_2: cython.ulonglong = self.sum_2
        sum_3: cython.ulonglong = self.sum_3
        self.entry += 1
        if (self.entry % 32 == 0 or self.entry >= self.count) and self.at != self.end:
            self.damaged = True
        if self.entry >= self.count or self.damaged:
            return
        if self.entry % 32 == 0:
            self._open(self.entry // 32)
            self.damaged |= self.kind == _FORMS and (sum_0 != self.sum_0 or sum_1 != self.sum_1)
            self.damaged |= self.kind == _FORMS and (sum_2 != self.sum_2 or sum_3 != self.sum_3)
        else:
            self._read_key()


@cython.final
@cython.cclass
class Finder:
    """Finds the forms that may stand for a word: those of some keys, and those of some groups.

    Raises (each method): ValueError where the bytes cannot be what a writer wrote.
    """

    forms: Cursor
    lemmas: Cursor
    classes: Cursor
    numbers: cython.uint[::1]  # of the forms found so far, in increasing order
    ways: cython.uchar[::1]  # how each was found first
    count: cython.Py_ssize_t
    run: cython.uint[::1]  # others, likewise
    run_size: cython.Py_ssize_t
    texts: cython.uchar[::1]
    way_bytes: object  # what `ways` and `texts` are views of
    text_bytes: object

    def __init__(self, forms: Cursor, lemmas: Cursor, classes: Cursor) -> None:
        if forms.kind != _FORMS or lemmas.kind == _FORMS or classes.kind == _FORMS:
            raise ValueError("forms are found in a table of forms and in two of groups")
        self.forms = forms
        self.lemmas = lemmas
        self.classes = classes
        self.numbers = zeros("I", 64)
        self.ways = self.way_bytes = bytearray(64)
        self.run = zeros("I", 64)
        self.texts = self.text_bytes = bytearray(1 << 12)
        self.count = self.run_size = 0

    def find(
        self,
        keys: cython.const[cython.uchar][::1],
        lemmas: cython.const[cython.uchar][::1],
        classes: cython.const[cython.uchar][::1],
    ) -> tuple:
        """Find forms.

        Args:
            keys: of forms, a newline after each.
            lemmas, classes: names of groups, likewise.
        Returns:
            Their numbers, in increasing order; a byte for each that says how it was found first, `FIRST_KEY`,
            `OTHER_KEY`, `LEMMA` or `CLASS`; twice (body, title) six numbers for each, see `Cursor.form`; then, of
            those that were not found by a lemma, the spelling and the key, a newline after each.
        """
        numbers, ways, body, title, texts, _ = find_everywhere([self], keys, lemmas, classes)
        return numbers, ways, body, title, texts

    @cython.cfunc
    def _take(
        self,
        keys: cython.const[cython.uchar][::1],
        lemmas: cython.const[cython.uchar][::1],
        classes: cython.const[cython.uchar][::1],
    ) -> cython.void:
        """Make a list of the forms of some keys and groups."""
        begin: cython.Py_ssize_t = 0
        at: cython.Py_ssize_t
        self.count = 0
        for at in range(len(keys)):
            if keys[at] == _NEWLINE:
                self._take_key(keys, begin, at)
                self._add(1 if begin == 0 else 2)
                begin = at + 1
        self._take_groups(self.lemmas, lemmas, 3)
        self._take_groups(self.classes, classes, 4)

    @cython.cfunc
    def _take_key(
        self, keys: cython.const[cython.uchar][::1], begin: cython.Py_ssize_t, end: cython.Py_ssize_t
    ) -> cython.void:
        """Make a run of the forms of one key."""
        self.run_size = 0
        self.forms._seek(keys, begin, end)
        while (
            self.forms.entry < self.forms.count
            and not self.forms.damaged
            and self.forms._compare(keys, begin, end) == 0
        ):
            if self.run_size == len(self.run):
                self.run = _grown(self.run)
            self.run[self.run_size] = self.forms.entry
            self.run_size += 1
            self.forms._advance()
        self.forms._check()
        self.forms.entry = self.forms.count

    @cython.cfunc
    def _take_groups(
        self, groups: Cursor, names: cython.const[cython.uchar][::1], way: cython.uchar
    ) -> cython.void:
        begin: cython.Py_ssize_t = 0
        at: cython.Py_ssize_t
        for at in range(len(names)):
            if names[at] == _NEWLINE:
                groups._seek(names, begin, at)
                self.run_size = 0
                if (
                    groups.entry < groups.count
                    and not groups.damaged
                    and groups._compare(names, begin, at) == 0
                ):
                    self._take_members(groups)
                groups._check()
                self._add(way)
                begin = at + 1

    @cython.cfunc
    def _take_members(self, groups: Cursor) -> cython.void:
        """Make a run of the forms of the group under a cursor."""
        number: cython.ulonglong = 0
        more: cython.ulonglong
        groups.at = groups.payload
        left: cython.ulonglong = groups._varint()
        if left > cython.cast(cython.ulonglong, groups.end - groups.at):
            groups.damaged = True
            return
        while left > cython.cast(cython.ulonglong, len(self.run)):
            self.run = _grown(self.run)
        while left > 0:
            more = groups._varint()
            number += more
            if groups.damaged or number > _MASK or (more == 0 and self.run_size > 0):
                groups.damaged = True
                return
            self.run[self.run_size] = cython.cast(cython.uint, number)
            self.run_size += 1
            left -= 1

    @cython.cfunc
    def _add(self, way: cython.uchar) -> cython.void:
        """Put the run among the forms found, but for what is there already."""
        at: cython.Py_ssize_t = 0
        turn: cython.Py_ssize_t
        kept: cython.Py_ssize_t = 0
        place: cython.Py_ssize_t
        for turn in range(self.run_size):
            while at < self.count and self.numbers[at] < self.run[turn]:
                at += 1
            if at == self.count or self.numbers[at] != self.run[turn]:
                self.run[kept] = self.run[turn]
                kept += 1
        while self.count + kept > len(self.numbers):
            self.numbers = _grown(self.numbers)
            self.ways = self.way_bytes = self.way_bytes + bytearray(len(self.way_bytes))
        at = self.count
        self.count += kept
        place = self.count
        while kept > 0:  # from the last one down
            place -= 1
            if at > 0 and self.numbers[at - 1] > self.run[kept - 1]:
                at -= 1
                self.numbers[place] = self.numbers[at]
                self.ways[place] = self.ways[at]
            else:
                kept -= 1
                self.numbers[place] = self.run[kept]
                self.ways[place] = way

    @cython.cfunc
    def _read(
        self,
        first: cython.Py_ssize_t,
        numbers: cython.uint[::1],
        body: cython.ulonglong[::1],
        title: cython.ulonglong[::1],
    ) -> cython.Py_ssize_t:
        """Read the entries of the forms found, the first to a place; gives how many bytes of texts there are."""
        forms: Cursor = self.forms
        at: cython.Py_ssize_t
        turn: cython.Py_ssize_t
        size: cython.Py_ssize_t
        start: cython.Py_ssize_t
        spelled: cython.Py_ssize_t
        filled: cython.Py_ssize_t = 0
        fields: cython.ulonglong
        for at in range(self.count):
            numbers[first + at] = self.numbers[at]
            forms._go_on(self.numbers[at])
            if forms.damaged:
                break
            forms.at = forms.payload
            size = forms._varint()
            start = forms.at
            forms._skip_bytes(size)
            if forms.damaged:
                break
            if self.ways[at] != 3:
                spelled = size if size > 0 else forms.key_size
                while filled + spelled + forms.key_size + 2 > len(self.texts):
                    self.texts = self.text_bytes = self.text_bytes + bytearray(len(self.text_bytes))
                for turn in range(spelled):
                    self.texts[filled] = forms.blocks[start + turn] if size > 0 else forms.key[turn]
                    forms.damaged |= self.texts[filled] == _NEWLINE
                    filled += 1
                self.texts[filled] = _NEWLINE
                filled += 1
                for turn in range(forms.key_size):
                    self.texts[filled] = forms.key[turn]
                    forms.damaged |= self.texts[filled] == _NEWLINE
                    filled += 1
                self.texts[filled] = _NEWLINE
                filled += 1
            fields = forms._varint()
            forms._list(fields & 1, forms.sum_0, forms.sum_1, body, 6 * (first + at))
            forms._list(fields & 2, forms.sum_2, forms.sum_3, title, 6 * (first + at))
        forms._check()
        return filled


def find_everywhere(
    finders: list,
    keys: cython.const[cython.uchar][::1],
    lemmas: cython.const[cython.uchar][::1],
    classes: cython.const[cython.uchar][::1],
) -> tuple:
    """As `Finder.find`, in several segments, one after the other; tells last where the forms of each end."""
    at: cython.Py_ssize_t
    count: cython.Py_ssize_t = 0
    filled: cython.Py_ssize_t
    finder: Finder
    ends = zeros("I", len(finders))
    for at in range(len(finders)):
        finder = finders[at]
        finder._take(keys, lemmas, classes)
        count += finder.count
        ends[at] = count
    numbers, body, title = zeros("I", count), zeros("Q", 6 * count), zeros("Q", 6 * count)
    ways, texts = bytearray(), bytearray()
    count = 0
    for at in range(len(finders)):
        finder = finders[at]
        if finder.count > 0:
            filled = finder._read(count, numbers, body, title)
            ways += finder.way_bytes[: finder.count]
            texts += finder.text_bytes[:filled]
            count += finder.count
    return numbers, ways, body, title, texts, ends


def held(finders: list, wanted: cython.const[cython.uchar][::1]) -> bool:
    """Whether a form has a key in any of several segments."""
    at: cython.Py_ssize_t
    finder: Finder
    for at in range(len(finders)):
        finder = finders[at]
        if finder.forms._holds(wanted):
            return True
    return False


def count_postings(
    body: cython.const[cython.ulonglong][::1], title: cython.const[cython.ulonglong][::1]
) -> cython.ulonglong:
    """How many articles all of some forms have, each counted by itself, in the bodies and in the titles.

    Args:
        body, title: six numbers a form, of which the first tells.
    """
    at: cython.Py_ssize_t
    total: cython.ulonglong = 0
    for at in range(0, len(body), 6):
        total = (total + body[at]) & _ALL
    for at in range(0, len(title), 6):
        total = (total + title[at]) & _ALL
    return total


def families_everywhere(
    cursors: list, wanted: cython.const[cython.uchar][::1], each: cython.Py_ssize_t
) -> array:
    """Read the numbers of a family, at most seven, in several segments: eight for each, first 1 where it is there."""
    at: cython.Py_ssize_t
    cursor: Cursor
    if each > 7:
        raise ValueError("a family has at most seven numbers")
    found = zeros("Q", 8 * len(cursors))
    out: cython.ulonglong[::1] = found
    for at in range(len(cursors)):
        cursor = cursors[at]
        out[8 * at] = cursor._family(wanted, out, 8 * at + 1, each)
    return found


def keep(
    weights: cython.double[::1],
    numbers: cython.uint[::1],
    body: cython.ulonglong[::1],
    title: cython.ulonglong[::1],
    ends: cython.uint[::1],
) -> cython.Py_ssize_t:
    """Leave out the forms that have no weight; give how many are left.

    Args:
        weights, numbers: one for each form.
        body, title: six numbers for each.
        ends: where the forms of each segment end.
    """
    at: cython.Py_ssize_t
    turn: cython.Py_ssize_t
    segment: cython.Py_ssize_t = 0
    kept: cython.Py_ssize_t = 0
    if len(numbers) != len(weights) or min(len(body), len(title)) < 6 * len(weights):
        raise ValueError("there must be a weight for each form")
    for at in range(len(weights)):
        while segment < len(ends) and ends[segment] <= cython.cast(cython.ulonglong, at):
            ends[segment] = kept
            segment += 1
        if weights[at] > 0:
            weights[kept] = weights[at]
            numbers[kept] = numbers[at]
            for turn in range(6):
                body[6 * kept + turn] = body[6 * at + turn]
                title[6 * kept + turn] = title[6 * at + turn]
            kept += 1
    for at in range(segment, len(ends)):
        ends[at] = kept
    return kept


def _grown(numbers):
    """A list of numbers with room for twice as many."""
    return array("I", numbers) + zeros("I", len(numbers))
