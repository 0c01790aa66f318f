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
_LETTERS = cython.declare(cython.Py_ssize_t, 0x250)  # of `letters.LETTERS`
_COMMON = cython.declare(cython.int, 1)  # the flag of an ordinary word

# How a form was found, as `table.Finder` tells it.
_BY_FIRST_KEY = cython.declare(cython.int, 1)
_BY_OTHER_KEY = cython.declare(cython.int, 2)
_BY_LEMMA = cython.declare(cython.int, 3)
_BY_CLASS = cython.declare(cython.int, 4)

# Relations of a form to a word.
_NONE = cython.declare(cython.int, 0)
_EXACT = cython.declare(cython.int, 1)
_KEY = cython.declare(cython.int, 2)
_OTHER_WORD = cython.declare(cython.int, 3)
_LEMMA = cython.declare(cython.int, 4)
_CLASS = cython.declare(cython.int, 5)
_UNTOLD = cython.declare(cython.int, 6)

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


@cython.final
@cython.cclass
class Rules:
    """What weighing takes that is the same for all words."""

    functions: cython.const[cython.uchar][::1]  # function words, sorted
    function_ends: cython.const[cython.uint][::1]
    capitals: cython.const[cython.uchar][::1]  # … that words in capitals may be, in lower case
    capital_ends: cython.const[cython.uint][::1]
    letters: cython.const[cython.uchar][::1]
    ends: cython.const[cython.uint][::1]
    weights: cython.const[cython.double][::1]

    def __init__(self, function_words: object, letters: object, weights: object) -> None:
        """
        Args:
            function_words: lines and where each ends, sorted; then those that words in capitals may be.
            letters: the table that makes keys, as `letters.Replacer` takes it.
            weights: of no relation, of the word itself, of the same key, of another word, of a lemma, of a class.
        """
        self.functions, self.function_ends, self.capitals, self.capital_ends = function_words
        self.letters, self.ends = letters
        self.weights = weights
        if len(self.weights) != 6 or len(self.ends) != _LETTERS:
            raise ValueError("a weight is missing, or the table of letters is not one")


@cython.final
@cython.cclass
class Weigher:
    """Weighs forms for one word that was typed, by what the list says of it and of them.

    The rules are those of `searcher.analysis.relations`. What they need more for than the list, a stemmer or the shape
    of letters outside Latin, is left to them.
    """

    form: cython.const[cython.uchar][::1]  # in lower case
    lemmas: cython.const[cython.uchar][::1]  # a newline after each, and so all others
    lemma_keys: cython.const[cython.uchar][::1]
    classes: cython.const[cython.uchar][::1]
    stems: cython.const[cython.uchar][::1]  # plain
    accented: cython.bint
    known: cython.bint
    common: cython.bint
    function_verb: cython.bint
    rules: Rules
    upper: cython.bint  # of the form being weighed: whether it is in capitals

    def __init__(self, form: bytes, groups: object, flags: object, rules: Rules) -> None:
        """
        Args:
            form: the word, in lower case.
            groups: its lemmas, their keys, its classes, and its stems, è as é; each a newline after each.
            flags: whether an accent was typed, whether it is a word of the list, a common one, a verb of grammar.
        """
        self.form = form
        self.lemmas, self.lemma_keys, self.classes, self.stems = groups
        self.accented, self.known, self.common, self.function_verb = flags
        self.rules = rules
        self.upper = False

    def weigh(
        self,
        words: Words,
        ways: cython.const[cython.uchar][::1],
        texts: cython.const[cython.uchar][::1],
        least: cython.double,
        room: bytearray,
        out: cython.double[::1],
    ) -> cython.Py_ssize_t:
        """Weigh forms.

        Args:
            ways, texts: what `table.Finder.find` gives.
            least: what weighs less weighs nothing.
            room: a bytearray of at least 5 * `LINE`.
            out: takes a weight for each, -1 where the list cannot tell it.
        Returns:
            How many weights are not told.
        """
        number: cython.Py_ssize_t
        at: cython.Py_ssize_t = 0
        end: cython.Py_ssize_t
        key_end: cython.Py_ssize_t
        relation: cython.int
        untold: cython.Py_ssize_t = 0
        if len(out) < len(ways) or len(room) < 5 * _LINE:
            raise ValueError("the buffer is too small")
        words.keys = words.spellings = texts
        words.out = room
        for number in range(len(ways)):
            relation = _LEMMA
            if ways[number] != _BY_LEMMA:
                end = _line_end(texts, at)
                key_end = _line_end(texts, end + 1)
                if key_end >= len(texts):
                    raise ValueError("each form must have its spelling and its key")
                relation = self._relate(words, ways[number], at, end, end + 1, key_end)
                at = key_end + 1
            if relation == _UNTOLD:
                out[number] = -1.0
                untold += 1
            else:
                out[number] = self.rules.weights[relation] if self.rules.weights[relation] >= least else 0.0
        words.out = None  # or the caller could not resize it
        return untold

    @cython.cfunc
    def _relate(
        self,
        words: Words,
        way: cython.int,
        start: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
        key_start: cython.Py_ssize_t,
        key_end: cython.Py_ssize_t,
    ) -> cython.int:
        """The relation of the form texts[start:end] whose key is texts[key_start:key_end]."""
        lowered: cython.Py_ssize_t = self._lower(words, start, end)
        count: cython.Py_ssize_t
        members: cython.Py_ssize_t
        exact: cython.Py_ssize_t
        relation: cython.int
        if lowered < 0 or key_end - key_start > _LINE // 2:
            return _UNTOLD
        if way != _BY_CLASS and _same(words.out, 3 * _LINE, lowered, self.form, 0, len(self.form)):
            return _EXACT
        if way == _BY_CLASS and not self.function_verb and self._is_function_word(words, start, end, lowered):
            return _NONE
        bare: cython.bint = _same(words.out, 3 * _LINE, lowered, words.keys, key_start, key_end)
        count = words._find(key_start, key_end)
        members = words.at
        exact = self._exact(words, count, key_start, key_end, lowered)
        if way == _BY_FIRST_KEY:
            return self._same_key(words, exact, key_start, key_end, bare)
        if way == _BY_OTHER_KEY:
            if exact < 0 and not bare:
                return _UNTOLD
            words.at = exact if exact >= 0 else members
            relation = self._agreed(words, 1 if exact >= 0 else count, key_start, key_end)
            if relation != _CLASS:
                return relation
            if not self.function_verb and self._is_function_word(words, start, end, lowered):
                return _NONE
        if not (self.accented or self.known) or len(self.stems) == 0:
            return _CLASS
        # In capitals a form may have lost its accents, and be any word of its key.
        if exact >= 0 and not (self.upper and bare):
            words.at = exact
            count = 1
        elif bare:
            words.at = members
        else:
            return _CLASS
        return _CLASS if count == 0 or self._admits(words, count, key_start, key_end) else _NONE

    @cython.cfunc
    def _exact(
        self,
        words: Words,
        count: cython.Py_ssize_t,
        key_start: cython.Py_ssize_t,
        key_end: cython.Py_ssize_t,
        lowered: cython.Py_ssize_t,
    ) -> cython.Py_ssize_t:
        """Where the word of the list begins that is spelled like the form; -1 if there is none."""
        begin: cython.Py_ssize_t
        end: cython.Py_ssize_t
        while count > 0:
            count -= 1
            begin = words.at
            end = words._spell(key_start, key_end, words._varint(), 0)
            words._varint()
            if _same(words.out, 0, end, words.out, 3 * _LINE, lowered):
                return begin
        return -1

    @cython.cfunc
    def _same_key(
        self,
        words: Words,
        exact: cython.Py_ssize_t,
        key_start: cython.Py_ssize_t,
        key_end: cython.Py_ssize_t,
        bare: cython.bint,
    ) -> cython.int:
        """The relation of a form that differs from the word by accents or ligatures."""
        edit: cython.Py_ssize_t
        end: cython.Py_ssize_t
        if exact < 0:
            return _KEY
        words.at = exact
        end = words._spell(key_start, key_end, words._varint(), 0)
        edit = words._varint()
        end = words._edit(edit, 0, 0, end, _LINE)
        if _among(self.lemmas, words.out, _LINE, end):
            return _KEY
        if not self.accented:
            return _OTHER_WORD if self.known else _KEY
        if self.upper and bare:
            return _KEY
        if self.known and self.common:
            return _NONE
        return _UNTOLD if words._flags(edit) & _COMMON else _KEY

    @cython.cfunc
    def _agreed(
        self,
        words: Words,
        count: cython.Py_ssize_t,
        key_start: cython.Py_ssize_t,
        key_end: cython.Py_ssize_t,
    ) -> cython.int:
        """The relation by the lemma, or else the class, that the words under the cursor share."""
        number: cython.Py_ssize_t
        at: cython.Py_ssize_t
        end: cython.Py_ssize_t
        lemma_end: cython.Py_ssize_t = 0
        stem_end: cython.Py_ssize_t = 0
        edit: cython.Py_ssize_t
        of_lemma: cython.bint = True
        of_class: cython.bint = True
        if count == 0:
            return _UNTOLD
        for number in range(count):
            end = words._spell(key_start, key_end, words._varint(), 0)
            edit = words._varint()
            if number == 0:
                lemma_end = words._edit(edit, 0, 0, end, _LINE)
                stem_end = words._edit(edit, 1, 0, end, 2 * _LINE)
            else:
                at = words._edit(edit, 0, 0, end, 4 * _LINE)
                of_lemma &= _same(words.out, 4 * _LINE, at, words.out, _LINE, lemma_end)
                at = words._edit(edit, 1, 0, end, 4 * _LINE)
                of_class &= _same(words.out, 4 * _LINE, at, words.out, 2 * _LINE, stem_end)
        if not of_lemma:
            return _UNTOLD
        if _among(self.lemmas, words.out, _LINE, lemma_end):
            return _LEMMA
        if not of_class:
            return _UNTOLD
        end = self._fold(words, 2 * _LINE, stem_end)
        if end < 0:
            return _UNTOLD
        return _CLASS if _among(self.classes, words.out, 4 * _LINE, end) else _NONE

    @cython.cfunc
    def _admits(
        self,
        words: Words,
        count: cython.Py_ssize_t,
        key_start: cython.Py_ssize_t,
        key_end: cython.Py_ssize_t,
    ) -> cython.bint:
        """Whether the accents typed leave one of the words under the cursor in the class."""
        end: cython.Py_ssize_t
        lemma_end: cython.Py_ssize_t
        stem_end: cython.Py_ssize_t
        at: cython.Py_ssize_t
        edit: cython.Py_ssize_t
        while count > 0:
            count -= 1
            end = words._spell(key_start, key_end, words._varint(), 0)
            edit = words._varint()
            lemma_end = words._edit(edit, 0, 0, end, _LINE)
            if _among(self.lemmas, words.out, _LINE, lemma_end):
                return True
            stem_end = words._edit(edit, 1, 0, end, 2 * _LINE)
            for at in range(2 * _LINE + 1, stem_end):
                if words.out[at] == 0xA8 and words.out[at - 1] == 0xC3:  # è
                    words.out[at] = 0xA9
            if _among(self.stems, words.out, 2 * _LINE, stem_end):
                end = self._fold(words, _LINE, lemma_end)
                if end < 0 or not _among(self.lemma_keys, words.out, 4 * _LINE, end):
                    return True
        return False

    @cython.cfunc
    def _lower(self, words: Words, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Write texts[start:end] in lower case, note whether it is in capitals, and give where it ends; -1: unknown."""
        filled: cython.Py_ssize_t = 3 * _LINE
        at: cython.Py_ssize_t = start
        byte: cython.uint
        lead: cython.uint = 0
        small: cython.bint = False
        large: cython.bint = False
        if end - start > _LINE // 2:
            return -1
        for at in range(start, end):
            byte = words.keys[at]
            if lead == 0xC3:  # À to ÿ
                if byte <= 0x9E and byte != 0x97:
                    large = True
                    byte += 0x20
                elif byte != 0x97 and byte != 0xB7:
                    small = True
                lead = 0
            elif lead == 0xC5:
                if byte == 0x92:  # Œ
                    large = True
                    byte = 0x93
                elif byte == 0x93:
                    small = True
                else:
                    return -1
                lead = 0
            elif byte >= 0x80:
                if byte != 0xC3 and byte != 0xC5:
                    return -1
                lead = byte
            elif 0x41 <= byte <= 0x5A:
                large = True
                byte += 0x20
            elif 0x61 <= byte <= 0x7A:
                small = True
            words.out[filled] = byte
            filled += 1
        self.upper = large and not small
        return filled

    @cython.cfunc
    def _fold(self, words: Words, start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Write the key of out[start:end], and give where it ends; -1 if a letter is not in the table."""
        filled: cython.Py_ssize_t = 4 * _LINE
        at: cython.Py_ssize_t = start
        begin: cython.Py_ssize_t
        place: cython.Py_ssize_t
        point: cython.uint
        while at < end:
            point = words.out[at]
            at += 1
            if point >= 0x80:
                if point < 0xC0 or point >= 0xE0 or at >= end:
                    return -1
                point = ((point & 0x1F) << 6) | (words.out[at] & 0x3F)
                at += 1
                if point >= _LETTERS:
                    return -1
            begin = self.rules.ends[point - 1] if point > 0 else 0
            if filled + cython.cast(cython.Py_ssize_t, self.rules.ends[point]) - begin > 5 * _LINE:
                return -1
            for place in range(begin, cython.cast(cython.Py_ssize_t, self.rules.ends[point])):
                words.out[filled] = self.rules.letters[place]
                filled += 1
        return filled

    @cython.cfunc
    def _is_function_word(
        self, words: Words, start: cython.Py_ssize_t, end: cython.Py_ssize_t, lowered: cython.Py_ssize_t
    ) -> cython.bint:
        if self.upper:
            return _is_sorted_among(
                self.rules.capitals, self.rules.capital_ends, words.out, 3 * _LINE, lowered
            )
        return _is_sorted_among(self.rules.functions, self.rules.function_ends, words.keys, start, end)


@cython.cfunc
def _among(
    lines: cython.const[cython.uchar][::1],
    text: cython.const[cython.uchar][::1],
    start: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
) -> cython.bint:
    """Whether text[start:end] is one of some lines."""
    begin: cython.Py_ssize_t = 0
    stop: cython.Py_ssize_t
    while begin < len(lines):
        stop = _line_end(lines, begin)
        if _same(lines, begin, stop, text, start, end):
            return True
        begin = stop + 1
    return False


@cython.cfunc
def _is_sorted_among(
    lines: cython.const[cython.uchar][::1],
    ends: cython.const[cython.uint][::1],
    text: cython.const[cython.uchar][::1],
    start: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
) -> cython.bint:
    """Whether text[start:end] is one of many lines, which are sorted."""
    low: cython.Py_ssize_t = 0
    high: cython.Py_ssize_t = len(ends)
    middle: cython.Py_ssize_t
    at: cython.Py_ssize_t
    begin: cython.Py_ssize_t
    stop: cython.Py_ssize_t
    while low < high:
        middle = (low + high) // 2
        begin = ends[middle - 1] + 1 if middle > 0 else 0
        stop = ends[middle]
        at = start
        while begin < stop and at < end and lines[begin] == text[at]:
            begin += 1
            at += 1
        if begin == stop and at == end:
            return True
        if begin == stop or (at < end and lines[begin] < text[at]):
            low = middle + 1
        else:
            high = middle
    return False


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
