"""Sort and pick lines: words in UTF-8, a newline after each, without making a Python string of any.

In: lines, and where each ends. Out: their order, or other lines.
"""

import cython

_NEWLINE = cython.declare(cython.uchar, 10)
_RUN = cython.declare(cython.Py_ssize_t, 8)  # sorted by insertion, before runs are merged


def find_ends(lines: cython.const[cython.uchar][::1], ends: cython.uint[::1]) -> cython.Py_ssize_t:
    """Write where each line ends, its newline not counted; give how many there are.

    Raises:
        ValueError: there are more lines than `ends` has room for, or the last one has no newline.
    """
    at: cython.Py_ssize_t
    count: cython.Py_ssize_t = 0
    if len(lines) > 0 and lines[len(lines) - 1] != _NEWLINE:
        raise ValueError("the last line does not end")
    for at in range(len(lines)):
        if lines[at] == _NEWLINE:
            if count >= len(ends):
                raise ValueError("there are more lines than expected")
            ends[count] = at
            count += 1
    return count


def append_ends(
    ends: cython.const[cython.uint][::1],
    before: cython.ulonglong,
    out: cython.uint[::1],
    filled: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Write where lines end that stand after others; give how many ends there are then.

    Args:
        before: bytes of the others.
        filled: ends that `out` has.
    Raises:
        ValueError: there is no room, or the text is too long for 32 bits.
    """
    line: cython.Py_ssize_t
    if filled < 0 or filled + len(ends) > len(out):
        raise ValueError("the buffer is too small")
    for line in range(len(ends)):
        if before + ends[line] > 0xFFFFFFFF:
            raise ValueError("the text is too long")
        out[filled + line] = before + ends[line]
    return filled + len(ends)


def pick(
    lines: cython.const[cython.uchar][::1],
    ends: cython.const[cython.uint][::1],
    numbers: cython.const[cython.uint][::1],
    out: cython.uchar[::1],
) -> cython.Py_ssize_t:
    """Write the lines of these numbers, in this order; give how many bytes they take."""
    number: cython.Py_ssize_t
    at: cython.Py_ssize_t
    filled: cython.Py_ssize_t = 0
    begin: cython.Py_ssize_t
    for number in range(len(numbers)):
        begin = ends[numbers[number] - 1] + 1 if numbers[number] > 0 else 0
        if filled + ends[numbers[number]] + 1 - begin > len(out):
            raise ValueError("the buffer is too small")
        for at in range(begin, ends[numbers[number]] + 1):
            out[filled] = lines[at]
            filled += 1
    return filled


def beside_empty(
    marks: cython.const[cython.uchar][::1],
    lines: cython.const[cython.uchar][::1],
    out: cython.uchar[::1],
) -> cython.Py_ssize_t:
    """Write the lines of `lines` beside which `marks` has an empty one; give how many bytes they take.

    Raises:
        ValueError: there are not as many lines in both, or `out` is shorter than `lines`.
    """
    at: cython.Py_ssize_t = 0
    mark: cython.Py_ssize_t = 0
    filled: cython.Py_ssize_t = 0
    empty: cython.bint
    if len(out) < len(lines):
        raise ValueError("the buffer is too small")
    while mark < len(marks) and at < len(lines):
        empty = marks[mark] == _NEWLINE
        while mark < len(marks) and marks[mark] != _NEWLINE:
            mark += 1
        mark += 1
        while at < len(lines) and lines[at] != _NEWLINE:
            if empty:
                out[filled] = lines[at]
                filled += 1
            at += 1
        if empty and at < len(lines):
            out[filled] = _NEWLINE
            filled += 1
        at += 1
    if mark != len(marks) or at != len(lines):
        raise ValueError("there must be as many lines in both texts")
    return filled


def fill(
    lines: cython.const[cython.uchar][::1],
    others: cython.const[cython.uchar][::1],
    out: cython.uchar[::1],
) -> cython.Py_ssize_t:
    """Write lines, in place of each empty one the next of `others`; give how many bytes they take.

    Raises:
        ValueError: there are not as many others as empty lines, or `out` is shorter than both together.
    """
    at: cython.Py_ssize_t
    other: cython.Py_ssize_t = 0
    filled: cython.Py_ssize_t = 0
    empty: cython.bint = True
    if len(out) < len(lines) + len(others):
        raise ValueError("the buffer is too small")
    for at in range(len(lines)):
        if lines[at] != _NEWLINE:
            empty = False
        else:
            while empty and other < len(others) and others[other] != _NEWLINE:
                out[filled] = others[other]
                filled += 1
                other += 1
            other += empty
            empty = True
        out[filled] = lines[at]
        filled += 1
    if other != len(others):
        raise ValueError("there must be as many lines as empty ones")
    return filled


@cython.final
@cython.cclass
class Sorter:
    """Sorts the numbers of lines by two lines each: the first decides, or else the second."""

    first: cython.const[cython.uchar][::1]
    first_ends: cython.const[cython.uint][::1]
    second: cython.const[cython.uchar][::1]
    second_ends: cython.const[cython.uint][::1]
    heads: cython.ulonglong[::1]  # the first eight bytes of the first lines: they decide most comparisons

    def __init__(
        self, first: object, first_ends: object, second: object, second_ends: object, heads: object
    ) -> None:
        """Args: two texts of as many lines, where the lines end, and room for a 64-bit number a line."""
        if not len(first_ends) == len(second_ends) == len(heads):
            raise ValueError("there must be as many lines in both texts")
        self.first = first
        self.first_ends = first_ends
        self.second = second
        self.second_ends = second_ends
        self.heads = heads
        number: cython.Py_ssize_t
        at: cython.Py_ssize_t
        begin: cython.Py_ssize_t = 0
        head: cython.ulonglong
        for number in range(len(self.heads)):
            head = 0
            for at in range(begin, begin + 8):
                head = (head << 8) | (self.first[at] if at < self.first_ends[number] else 0)
            self.heads[number] = head
            begin = self.first_ends[number] + 1

    def sort(self, order: cython.uint[::1], work: cython.uint[::1]) -> None:
        """Write the numbers of all lines into `order`, the lowest line first. `work` is as long."""
        count: cython.Py_ssize_t = len(self.heads)
        number: cython.Py_ssize_t
        start: cython.Py_ssize_t
        width: cython.Py_ssize_t = _RUN
        if len(order) != count or len(work) != count:
            raise ValueError("the buffers must have a number for each line")
        for number in range(count):
            order[number] = number
        for start in range(0, count, _RUN):
            self._insert(order, start, min(start + _RUN, count))
        while width < count:
            for start in range(0, count, 2 * width):
                self._merge(order, work, start, min(start + width, count), min(start + 2 * width, count))
            for number in range(count):
                order[number] = work[number]
            width *= 2

    def merge(
        self,
        run_ends: cython.const[cython.uint][::1],
        cursors: cython.uint[::1],
        ranks: cython.uint[::1],
        picked: cython.uint[::1],
    ) -> cython.Py_ssize_t:
        """Merge lines that are sorted already, in several runs; lines that are equal become one.

        Args:
            run_ends: run i has the lines run_ends[i - 1] to run_ends[i], each above the one before.
            cursors: room for a number a run.
            ranks: takes the place of each line among the different ones, in their order.
            picked: takes the first line of each place.
        Returns:
            How many different lines there are.
        Raises:
            ValueError: a run is not sorted, or has a line twice.
        """
        runs: cython.Py_ssize_t = len(run_ends)
        run: cython.Py_ssize_t
        count: cython.Py_ssize_t = 0
        begin: cython.uint = 0
        left: cython.Py_ssize_t = len(self.heads)
        lowest: cython.uint = 0
        line: cython.uint
        found: cython.bint
        if len(cursors) != runs or not len(ranks) == len(picked) == left:
            raise ValueError("the buffers must have a number for each run or each line")
        for run in range(runs):
            if run_ends[run] < begin or run_ends[run] > left:
                raise ValueError("the runs must end one after the other")
            cursors[run] = begin
            begin = run_ends[run]
        if begin != left:
            raise ValueError("the runs must have all lines")
        while left > 0:
            found = False
            for run in range(runs):
                if cursors[run] < run_ends[run] and (not found or self._below(cursors[run], lowest)):
                    lowest = cursors[run]
                    found = True
            for run in range(runs):
                line = cursors[run]
                # None of them is below the lowest: what it is not below either is equal.
                if line < run_ends[run] and (line == lowest or not self._below(lowest, line)):
                    ranks[line] = count
                    cursors[run] = line + 1
                    left -= 1
                    if line + 1 < run_ends[run] and not self._below(line, line + 1):
                        raise ValueError("the lines are not sorted")
            picked[count] = lowest
            count += 1
        return count

    @cython.cfunc
    @cython.exceptval(check=False)
    def _insert(
        self, order: cython.uint[::1], start: cython.Py_ssize_t, end: cython.Py_ssize_t
    ) -> cython.void:
        at: cython.Py_ssize_t
        to: cython.Py_ssize_t
        held: cython.uint
        for at in range(start + 1, end):
            held = order[at]
            to = at
            while to > start and self._below(held, order[to - 1]):
                order[to] = order[to - 1]
                to -= 1
            order[to] = held

    @cython.cfunc
    @cython.exceptval(check=False)
    def _merge(
        self,
        order: cython.uint[::1],
        work: cython.uint[::1],
        start: cython.Py_ssize_t,
        middle: cython.Py_ssize_t,
        end: cython.Py_ssize_t,
    ) -> cython.void:
        left: cython.Py_ssize_t = start
        right: cython.Py_ssize_t = middle
        at: cython.Py_ssize_t
        for at in range(start, end):
            if left < middle and (right >= end or not self._below(order[right], order[left])):
                work[at] = order[left]
                left += 1
            else:
                work[at] = order[right]
                right += 1

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _below(self, a: cython.uint, b: cython.uint) -> cython.bint:
        if self.heads[a] != self.heads[b]:
            return self.heads[a] < self.heads[b]
        return self._below_by_letters(a, b)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _below_by_letters(self, a: cython.uint, b: cython.uint) -> cython.bint:
        i: cython.Py_ssize_t = self.first_ends[a - 1] + 1 if a > 0 else 0
        j: cython.Py_ssize_t = self.first_ends[b - 1] + 1 if b > 0 else 0
        while i < self.first_ends[a] and j < self.first_ends[b] and self.first[i] == self.first[j]:
            i += 1
            j += 1
        if i < self.first_ends[a] and j < self.first_ends[b]:
            return self.first[i] < self.first[j]
        if i < self.first_ends[a] or j < self.first_ends[b]:
            return j < self.first_ends[b]
        i = self.second_ends[a - 1] + 1 if a > 0 else 0
        j = self.second_ends[b - 1] + 1 if b > 0 else 0
        while i < self.second_ends[a] and j < self.second_ends[b] and self.second[i] == self.second[j]:
            i += 1
            j += 1
        if i < self.second_ends[a] and j < self.second_ends[b]:
            return self.second[i] < self.second[j]
        return j < self.second_ends[b]
