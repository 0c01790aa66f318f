"""Look up keys in a sorted, front-coded list of words, and spell out what the list says of each.

The list, as bytes (all whole numbers little-endian; `layout` says where the parts are, see `Words`):

    blocks    records in ascending order of key, a fixed number to a block. A record is
              [members - 1 in 3 bits, bytes shared with the key before in 5] [how many follow] [the rest]
              then for each member [number of its patch] [number of its edit], 7 bits a byte, the last one
              below 128
    heads     where each block begins, 4 bytes each, and where the last one ends
    patches   how the key becomes the member's spelling, in steps:
              [bytes to keep] [bytes to drop] [how many to insert] [what to insert]; then the rest of the key
    edits     [flags], then twice, for two other words: [bytes to strip at the end] [how many to add] [them]

Patches and edits each begin with a table: where each one lies, 4 bytes each, and where the last one ends.

In: the list; keys and spellings, one a line. Out: words, one a line. Any number that points outside its part
raises ValueError.
"""

import cython

LINE = 512  # bytes an answer may need, its newline included: nothing in the list comes near it
_LINE = cython.declare(cython.Py_ssize_t, 512)
_NEWLINE = cython.declare(cython.uchar, 10)

# Numbers of a layout: how many blocks, patches and edits there are, and where the parts lie.
LAYOUT = ("blocks", "heads_at", "patches", "patches_at", "edits", "edits_at", "size")


@cython.final
@cython.cclass
class Words:
    """The list, checked at opening; looking up moves a cursor, so an instance serves one thread at a time."""

    data: cython.const[cython.uchar][::1]
    keys: cython.const[cython.uchar][::1]  # those being looked up, and their spellings
    spellings: cython.const[cython.uchar][::1]
    out: cython.uchar[::1]
    size: cython.Py_ssize_t
    blocks: cython.Py_ssize_t
    heads_at: cython.Py_ssize_t
    patches: cython.Py_ssize_t
    patches_at: cython.Py_ssize_t
    edits: cython.Py_ssize_t
    edits_at: cython.Py_ssize_t
    block: cython.Py_ssize_t  # where the last key was found: the next one is often in the same place
    at: cython.Py_ssize_t  # the cursor: after `_find`, the first member

    def __init__(self, data: object, layout: object) -> None:
        numbers = dict(zip(LAYOUT, layout, strict=True))
        if numbers["size"] != len(data) or numbers["blocks"] < 1:
            raise ValueError("the list of words is cut short")
        for part, count in (("heads_at", "blocks"), ("patches_at", "patches"), ("edits_at", "edits")):
            if numbers[part] + 4 * (numbers[count] + 1) > len(data):
                raise ValueError(f"the list of words is damaged: {part} lies outside it")
        self.data = data
        self.size = numbers["size"]
        self.blocks = numbers["blocks"]
        self.heads_at = numbers["heads_at"]
        self.patches = numbers["patches"]
        self.patches_at = numbers["patches_at"]
        self.edits = numbers["edits"]
        self.edits_at = numbers["edits_at"]
        self.block = 0
        self.at = 0

    def members(self, key: bytes, room: bytearray) -> list:
        """List the words of one key.

        Args:
            key: its bytes.
            room: a bytearray of at least 4 * `LINE`.
        Returns:
            For each member its flags, its spelling and the two words made of it.
        """
        if len(key) > LINE // 2 or len(room) < 4 * LINE or not key:
            return []
        self.keys = key
        self.out = room
        found = []
        count: cython.Py_ssize_t = self._find(0, len(key))
        end: cython.Py_ssize_t
        patch: cython.Py_ssize_t
        edit: cython.Py_ssize_t
        first: cython.Py_ssize_t
        second: cython.Py_ssize_t
        while count > 0:
            count -= 1
            patch = self._varint()
            edit = self._varint()
            end = self._spell(0, len(key), patch, 0)
            first = self._edit(edit, 0, 0, end, _LINE)
            second = self._edit(edit, 1, 0, end, 2 * _LINE)
            found.append(
                (
                    self._flags(edit),
                    bytes(room[:end]),
                    bytes(room[LINE:first]),
                    bytes(room[2 * LINE : second]),
                )
            )
        self.out = None  # or the caller could not resize it
        return found

    def resolve(
        self,
        keys: cython.const[cython.uchar][::1],
        spellings: cython.const[cython.uchar][::1],
        state: cython.Py_ssize_t[::1],
        first: cython.uchar[::1],
        second: cython.uchar[::1],
    ) -> bool:
        """Write the two words for each of many spellings, one a line, an empty line where there is none.

        A spelling that the list has gets its own words. One that it has not, and that is its own key, gets the
        word of the key's members if that is one and the same. Ascending keys are the quickest, any order is
        right.

        Args:
            keys, spellings: one a line, each line ended by a newline.
            state: where to go on in `keys`, in `spellings`, in `first` and in `second`; moved on.
            first, second: have room for at least one answer, which is `LINE` bytes four times.
        Returns:
            True when all is done; False when one of them is full: give the same state with larger ones.
        """
        key_at: cython.Py_ssize_t = state[0]
        spelling_at: cython.Py_ssize_t = state[1]
        filled: cython.Py_ssize_t = state[2]
        second_filled: cython.Py_ssize_t = state[3]
        key_end: cython.Py_ssize_t
        spelling_end: cython.Py_ssize_t
        end: cython.Py_ssize_t
        at: cython.Py_ssize_t
        if key_at < 0 or spelling_at < 0 or filled < 0 or second_filled < 0:
            raise ValueError("nothing to go on from")
        self.keys = keys
        self.spellings = spellings
        self.out = first
        done: cython.bint = True
        count: cython.Py_ssize_t = 0
        members: cython.Py_ssize_t = 0
        while key_at < len(keys):
            if filled + 4 * _LINE > len(first) or second_filled + 4 * _LINE > len(second):
                done = False
                break
            key_end = _line_end(keys, key_at)
            spelling_end = _line_end(spellings, spelling_at)
            if spelling_end >= len(spellings) or key_end >= len(keys):
                raise ValueError("there must be as many spellings as keys, each with its newline")
            # No word of the list is that long.
            if key_end - key_at <= _LINE // 2 and spelling_end - spelling_at <= _LINE // 2:
                count = self._find(key_at, key_end)
                members = self.at
                filled = self._answer(count, key_at, key_end, spelling_at, spelling_end, 0, filled)
                self.at = members
                # Made where the next first word will be.
                end = self._answer(count, key_at, key_end, spelling_at, spelling_end, 1, filled + 1)
                for at in range(filled + 1, end):
                    second[second_filled] = first[at]
                    second_filled += 1
            first[filled] = _NEWLINE
            filled += 1
            second[second_filled] = _NEWLINE
            second_filled += 1
            key_at = key_end + 1
            spelling_at = spelling_end + 1
        self.out = None  # or the caller could not resize it
        state[0] = key_at
        state[1] = spelling_at
        state[2] = filled
        state[3] = second_filled
        return done

    @cython.cfunc
    def _answer(
        self,
        count: cython.Py_ssize_t,
        key_at: cython.Py_ssize_t,
        key_end: cython.Py_ssize_t,
        spelling_at: cython.Py_ssize_t,
        spelling_end: cython.Py_ssize_t,
        which: cython.int,
        start: cython.Py_ssize_t,
    ) -> cython.Py_ssize_t:
        """Write the word for one spelling at `start`, the cursor on the first of `count` members; give its end."""
        bare: cython.bint = _same(self.keys, key_at, key_end, self.spellings, spelling_at, spelling_end)
        filled: cython.Py_ssize_t = start
        number: cython.Py_ssize_t
        patch: cython.Py_ssize_t
        edit: cython.Py_ssize_t
        begin: cython.Py_ssize_t
        end: cython.Py_ssize_t
        agreed: cython.bint = True
        for number in range(count):
            patch = self._varint()
            edit = self._varint()
            begin = filled if number else start
            end = self._spell(key_at, key_end, patch, begin)
            if _same(self.out, begin, end, self.spellings, spelling_at, spelling_end):
                return self._move(start, begin, self._edit(edit, which, begin, end, begin))
            if bare:
                end = self._edit(edit, which, begin, end, begin)
                if number == 0:
                    filled = end
                elif not _same(self.out, begin, end, self.out, start, filled):
                    agreed = False
        return filled if bare and agreed else start

    @cython.cfunc
    def _find(self, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Look up keys[start:end]: leaves the cursor on its first member, returns how many it has."""
        low: cython.Py_ssize_t = self.block
        high: cython.Py_ssize_t = low + 1
        middle: cython.Py_ssize_t
        step: cython.Py_ssize_t = 1
        if start >= end:
            return 0
        # The block to search is the last one whose first key is not above ours: near the last one found, or
        # else between two bounds that lie further and further apart.
        if self._head_is_above(low, start, end):
            high = low
            low = 0
        else:
            while high < self.blocks and not self._head_is_above(high, start, end):
                low = high
                high += step
                step += step
            if high > self.blocks:
                high = self.blocks
        while high - low > 1:
            middle = (low + high) // 2
            if self._head_is_above(middle, start, end):
                high = middle
            else:
                low = middle
        self.block = low
        return self._scan(low, start, end)

    @cython.cfunc
    def _scan(
        self, block: cython.Py_ssize_t, start: cython.Py_ssize_t, end: cython.Py_ssize_t
    ) -> cython.Py_ssize_t:
        """Look up keys[start:end] in one block; as `_find`."""
        at: cython.Py_ssize_t = self._offset(self.heads_at, block)
        limit: cython.Py_ssize_t = self._offset(self.heads_at, block + 1)
        length: cython.Py_ssize_t = end - start
        matched: cython.Py_ssize_t = 0  # how much of our key the key before has in common with it
        shared: cython.Py_ssize_t
        rest: cython.Py_ssize_t
        members: cython.Py_ssize_t
        below: cython.bint
        while at + 2 <= limit:
            shared = self.data[at] & 31
            members = (self.data[at] >> 5) + 1
            rest = self.data[at + 1]
            at += 2
            if at + rest > limit:
                raise ValueError("the list of words is damaged: a key runs out of its block")
            if shared < matched:
                return 0  # the list has gone past our key
            if shared == matched:
                below = False
                while matched < length and matched - shared < rest:
                    if self.data[at + matched - shared] != self.keys[start + matched]:
                        below = self.data[at + matched - shared] < self.keys[start + matched]
                        break
                    matched += 1
                if matched - shared == rest:
                    if matched == length:
                        self.at = at + rest
                        return members
                elif not below:
                    return 0
            at += rest
            members += members
            while members > 0:  # step over two numbers a member
                if at >= limit:
                    raise ValueError("the list of words is damaged: a record runs out of its block")
                if self.data[at] < 128:
                    members -= 1
                at += 1
        return 0

    @cython.cfunc
    def _head_is_above(
        self, block: cython.Py_ssize_t, start: cython.Py_ssize_t, end: cython.Py_ssize_t
    ) -> cython.bint:
        """Whether a block's first key is greater than keys[start:end]."""
        at: cython.Py_ssize_t = self._offset(self.heads_at, block)
        if at + 2 > self.size or at + 2 + self.data[at + 1] > self.size:
            raise ValueError("the list of words is damaged: a block begins outside it")
        length: cython.Py_ssize_t = self.data[at + 1]
        number: cython.Py_ssize_t
        at += 2
        for number in range(length):
            if start + number >= end:
                return True
            if self.data[at + number] != self.keys[start + number]:
                return self.data[at + number] > self.keys[start + number]
        return False

    @cython.cfunc
    def _spell(
        self,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        patch: cython.Py_ssize_t,
        filled: cython.Py_ssize_t,
    ) -> cython.Py_ssize_t:
        """Write at `filled` what a patch makes of keys[start:end]; returns where it ends."""
        if patch >= self.patches:
            raise ValueError("the list of words is damaged: there is no such patch")
        at: cython.Py_ssize_t = self._offset(self.patches_at, patch)
        limit: cython.Py_ssize_t = self._offset(self.patches_at, patch + 1)
        bound: cython.Py_ssize_t = filled + _LINE - 1
        keep: cython.Py_ssize_t
        number: cython.Py_ssize_t
        insert: cython.Py_ssize_t
        if bound > len(self.out):
            raise ValueError("no room for a word")
        while at + 3 <= limit:
            keep = self.data[at]
            insert = self.data[at + 2]
            if (
                start + keep + self.data[at + 1] > end
                or at + 3 + insert > limit
                or filled + keep + insert > bound
            ):
                raise ValueError("the list of words is damaged: a patch does not fit its key")
            for number in range(keep):
                self.out[filled + number] = self.keys[start + number]
            filled += keep
            start += keep + self.data[at + 1]
            at += 3
            for number in range(insert):
                self.out[filled + number] = self.data[at + number]
            filled += insert
            at += insert
        if filled + end - start > bound:
            raise ValueError("the list of words is damaged: a word is too long")
        for number in range(end - start):
            self.out[filled + number] = self.keys[start + number]
        return filled + end - start

    @cython.cfunc
    def _edit(
        self,
        edit: cython.Py_ssize_t,
        which: cython.int,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        filled: cython.Py_ssize_t,
    ) -> cython.Py_ssize_t:
        """Write at `filled` what an edit makes of out[start:end]; returns where it ends."""
        if edit >= self.edits:
            raise ValueError("the list of words is damaged: there is no such edit")
        at: cython.Py_ssize_t = self._offset(self.edits_at, edit) + 1
        limit: cython.Py_ssize_t = self._offset(self.edits_at, edit + 1)
        number: cython.Py_ssize_t
        if which and at + 2 <= limit:
            at += 2 + self.data[at + 1]
        if at + 2 > limit or at + 2 + self.data[at + 1] > limit:
            raise ValueError("the list of words is damaged: an edit is cut short")
        kept: cython.Py_ssize_t = end - start - self.data[at]
        added: cython.Py_ssize_t = self.data[at + 1]
        if kept < 0 or kept + added >= _LINE or filled + kept + added > len(self.out):
            raise ValueError("the list of words is damaged: an edit does not fit its word")
        if filled != start:
            for number in range(kept):
                self.out[filled + number] = self.out[start + number]
        for number in range(added):
            self.out[filled + kept + number] = self.data[at + 2 + number]
        return filled + kept + added

    @cython.cfunc
    def _move(
        self, to: cython.Py_ssize_t, start: cython.Py_ssize_t, end: cython.Py_ssize_t
    ) -> cython.Py_ssize_t:
        """Copy out[start:end] down to `to`; returns where it ends."""
        number: cython.Py_ssize_t
        for number in range(end - start):
            self.out[to + number] = self.out[start + number]
        return to + end - start

    @cython.cfunc
    def _flags(self, edit: cython.Py_ssize_t) -> cython.int:
        at: cython.Py_ssize_t = self._offset(self.edits_at, edit)
        return self.data[at]

    @cython.cfunc
    def _varint(self) -> cython.Py_ssize_t:
        """Read the number under the cursor and move on."""
        value: cython.Py_ssize_t = 0
        shift: cython.int = 0
        while shift < 28:
            if self.at >= self.size:
                break
            value |= cython.cast(cython.Py_ssize_t, self.data[self.at] & 127) << shift
            self.at += 1
            if self.data[self.at - 1] < 128:
                return value
            shift += 7
        raise ValueError("the list of words is damaged: a number does not end")

    @cython.cfunc
    def _offset(self, table: cython.Py_ssize_t, number: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Read one entry of a table of offsets; the tables themselves were checked at opening."""
        at: cython.Py_ssize_t = table + 4 * number
        offset: cython.Py_ssize_t = (
            self.data[at]
            | self.data[at + 1] << 8
            | self.data[at + 2] << 16
            | cython.cast(cython.Py_ssize_t, self.data[at + 3]) << 24
        )
        if offset > self.size:
            raise ValueError("the list of words is damaged: a table points outside it")
        return offset


@cython.cfunc
def _line_end(text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t) -> cython.Py_ssize_t:
    """Where the line at `at` ends: the index of its newline, or the end of the text."""
    while at < len(text) and text[at] != 10:
        at += 1
    return at


@cython.cfunc
def _same(
    one: cython.const[cython.uchar][::1],
    start: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    other: cython.const[cython.uchar][::1],
    other_start: cython.Py_ssize_t,
    other_end: cython.Py_ssize_t,
) -> cython.bint:
    """Whether one[start:end] equals other[other_start:other_end]."""
    number: cython.Py_ssize_t
    if end - start != other_end - other_start:
        return False
    for number in range(end - start):
        if one[start + number] != other[other_start + number]:
            return False
    return True
