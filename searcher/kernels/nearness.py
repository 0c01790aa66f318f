"""Find where several things stand near each other: one occurrence of each, no two on one position.

An occurrence is a place, text × 2³² + position, and a size in positions, at least 1. What is to be near each other are
kinds of occurrences, numbered from 0, each a list of them sorted by place. A span takes one of each kind; what it costs
are the positions among them that none of them takes.
"""

import cython

from searcher.kernels.buffers import zeros

MOST_KINDS = 10  # in any order: each of their subsets is looked at
_MASK = cython.declare(cython.ulonglong, 0xFFFFFFFF)
_FAR = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)


@cython.final
@cython.cclass
class Finder:
    """Finds the spans that cost little enough, text by text.

    What is known of the occurrences from one on is, for each state, the least of position + cost over the chains that
    begin there. A state is the kinds that a chain takes: a set of bits; where the order is given, how many of the last.
    """

    places: cython.const[cython.ulonglong][::1]
    sizes: cython.const[cython.uint][::1]
    ends: cython.const[cython.uint][::1]  # of each kind in `places`
    cursors: cython.uint[::1]
    kinds: cython.Py_ssize_t
    states: cython.Py_ssize_t
    ordered: cython.bint
    within: cython.ulonglong
    # The occurrences of the text under the cursors, in the order of their positions.
    count: cython.Py_ssize_t
    starts: cython.ulonglong[::1]
    stops: cython.ulonglong[::1]
    kind: cython.uint[::1]
    index: cython.uint[::1]  # in `places`
    after: cython.uint[::1]  # how many occurrences on is the first that stands beyond
    least: cython.ulonglong[::1]  # for some occurrences, in turn, and each state
    rows: cython.Py_ssize_t  # for how many occurrences
    costs: cython.ulonglong[::1]  # of the best chain from each occurrence of a stretch on, for each state
    budgets: cython.ulonglong[::1]  # see `_spend`

    def __init__(
        self,
        places: cython.const[cython.ulonglong][::1],
        sizes: cython.const[cython.uint][::1],
        ends: cython.const[cython.uint][::1],
        within: cython.ulonglong,
        ordered: cython.bint,
    ) -> None:
        """
        Args:
            places, sizes: the occurrences of the first kind, of the second one, … sorted by place.
            ends: where those of each kind end.
            within: what a span may cost, below 2³².
            ordered: whether they must stand in the order of their kinds.
        Raises:
            ValueError: there are more than `MOST_KINDS` in any order, or the buffers do not belong together.
        """
        self.kinds = len(ends)
        if not ordered and self.kinds > 10:  # MOST_KINDS
            raise ValueError("there are too many things to be near each other")
        if self.kinds == 0 or len(sizes) < len(places) or within > _MASK:
            raise ValueError("the buffers do not belong together")
        kind: cython.Py_ssize_t
        for kind in range(self.kinds):
            if ends[kind] > len(places) or (kind > 0 and ends[kind] < ends[kind - 1]):
                raise ValueError("the buffers do not belong together")
        self.places = places
        self.sizes = sizes
        self.ends = ends
        self.within = within
        self.ordered = ordered
        self.states = self.kinds + 1 if ordered else 1 << self.kinds
        self.cursors = zeros("I", self.kinds)
        for kind in range(1, self.kinds):
            self.cursors[kind] = ends[kind - 1]
        self.count = self.rows = 0
        self.starts = self.stops = zeros("Q", 0)
        self.kind = self.index = self.after = zeros("I", 0)
        self.least = self.costs = self.budgets = zeros("Q", 0)

    def beginnings(self, out: cython.ulonglong[::1]) -> cython.Py_ssize_t:
        """Write the places where a span begins, each once, in increasing order.

        Args:
            out: has room for all occurrences.
        Returns:
            How many there are.
        """
        filled: cython.Py_ssize_t = 0
        begin: cython.Py_ssize_t
        at: cython.Py_ssize_t
        place: cython.ulonglong
        if len(out) < len(self.places):
            raise ValueError("the buffer is too small")
        while self._next_text():
            begin = filled
            at = self.count - 1
            while at >= 0:
                if self._chain(at, -1):
                    place = self.places[self.index[at]]
                    if filled == begin or out[filled - 1] != place:
                        out[filled] = place
                        filled += 1
                at -= 1
            at = filled - 1
            while begin < at:
                place = out[begin]
                out[begin] = out[at]
                out[at] = place
                begin += 1
                at -= 1
        return filled

    def taking_part(self, out: cython.uchar[::1]):
        """Set to 1 what stands in `out` for each occurrence that takes part in a span."""
        first: cython.Py_ssize_t
        last: cython.Py_ssize_t
        count: cython.Py_ssize_t
        at: cython.Py_ssize_t
        reach: cython.ulonglong
        if len(out) < len(self.places):
            raise ValueError("the buffer is too small")
        while self._next_text():
            # No span is longer than this. Those that begin in a stretch so long end in the next one: the two are
            # looked at together, then the next two.
            reach = self._longest()
            count = self.count
            first = 0
            while first < count:
                last = first
                while last < count and self.starts[last] < self.starts[first] + 2 * reach:
                    last += 1
                self.count = last
                if len(self.costs) < (last - first) * self.states:
                    self.costs = zeros("Q", (last - first) * self.states)
                    self.budgets = zeros("Q", (last - first) * self.states)
                at = last - 1
                while at >= first:
                    self._chain(at, (at - first) * self.states)
                    at -= 1
                self._spend(first, self.starts[first] + reach, out)
                at = first
                while at < count and self.starts[at] < self.starts[first] + reach:
                    at += 1
                first = at

    @cython.cfunc
    @cython.exceptval(check=False)
    def _longest(self) -> cython.ulonglong:
        """How many positions a span may have, in the text at hand."""
        kind: cython.Py_ssize_t
        at: cython.Py_ssize_t
        longest: cython.ulonglong
        total: cython.ulonglong = self.within
        for kind in range(self.kinds):
            longest = 0
            for at in range(self.count):
                if self.kind[at] == cython.cast(cython.uint, kind):
                    longest = max(longest, self.stops[at] - self.starts[at])
            total += longest
        return total

    @cython.cfunc
    @cython.exceptval(check=False)
    def _spend(
        self, first: cython.Py_ssize_t, before: cython.ulonglong, out: cython.uchar[::1]
    ) -> cython.void:
        """Mark what is in the spans that begin with an occurrence from the first on, and before a position."""
        at: cython.Py_ssize_t
        other: cython.Py_ssize_t
        state: cython.Py_ssize_t
        rest: cython.Py_ssize_t
        cell: cython.Py_ssize_t
        full: cython.Py_ssize_t = self.states - 1
        gap: cython.ulonglong
        left: cython.ulonglong
        # What may still be spent, plus 1, from an occurrence on that is reached with the kinds of a state to come.
        for cell in range((self.count - first) * self.states):
            self.budgets[cell] = 0
        for at in range(first, self.count):
            if self.starts[at] < before:
                self.budgets[(at - first) * self.states + full] = self.within + 1
            for state in range(1, self.states):
                left = self.budgets[(at - first) * self.states + state]
                if left == 0 or self.costs[(at - first) * self.states + state] >= left:
                    continue
                out[self.index[at]] = 1
                rest = self._without(state, self.kind[at])
                other = at + self.after[at]
                while rest > 0 and other < self.count:
                    gap = self.starts[other] - self.stops[at]
                    if gap >= left:
                        break
                    cell = (other - first) * self.states + rest
                    if self.budgets[cell] < left - gap:
                        self.budgets[cell] = left - gap
                    other += 1

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _without(self, state: cython.Py_ssize_t, kind: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """The state that is left when a kind is taken from one that has it."""
        if self.ordered:
            return state - 1
        return state & ~(cython.cast(cython.Py_ssize_t, 1) << kind)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _chain(self, at: cython.Py_ssize_t, keep: cython.Py_ssize_t) -> cython.bint:
        """Reckon the chains that begin with an occurrence, those after it being known; says whether one is a span.

        Args:
            keep: where in `costs` to note what they cost; below 0, nowhere.
        """
        row: cython.Py_ssize_t = (at % self.rows) * self.states
        before: cython.Py_ssize_t = ((at + 1) % self.rows) * self.states
        beyond: cython.Py_ssize_t = ((at + self.after[at]) % self.rows) * self.states
        kind: cython.Py_ssize_t = self.kind[at]
        state: cython.Py_ssize_t
        more: cython.Py_ssize_t
        cost: cython.ulonglong
        is_span: cython.bint = False
        ended: cython.bint = at + self.after[at] >= self.count
        for state in range(self.states):
            self.least[row + state] = _FAR if at + 1 >= self.count else self.least[before + state]
            if keep >= 0:
                self.costs[keep + state] = _FAR
        for state in range(self.states):
            if self.ordered:
                if state != self.kinds - 1 - kind:
                    continue
                more = state + 1
            else:
                if (state >> kind) & 1:
                    continue
                more = state | (cython.cast(cython.Py_ssize_t, 1) << kind)
            cost = 0
            if state > 0:
                if ended or self.least[beyond + state] == _FAR:
                    continue
                cost = self.least[beyond + state] - self.stops[at]
                if cost > self.within:
                    continue
            if keep >= 0:
                self.costs[keep + more] = cost
            if self.starts[at] + cost < self.least[row + more]:
                self.least[row + more] = self.starts[at] + cost
            if more == self.states - 1:
                is_span = True
        return is_span

    @cython.cfunc
    def _next_text(self) -> cython.bint:
        """Read the occurrences of the next text that has some of each kind; False if there is none."""
        kind: cython.Py_ssize_t
        first: cython.Py_ssize_t
        total: cython.Py_ssize_t = 0
        text: cython.ulonglong = 0
        same: cython.bint = False
        while not same:
            same = True
            for kind in range(self.kinds):
                while self.cursors[kind] < self.ends[kind] and self.places[self.cursors[kind]] >> 32 < text:
                    self.cursors[kind] += 1
                if self.cursors[kind] >= self.ends[kind]:
                    return False
                if self.places[self.cursors[kind]] >> 32 > text:
                    text = self.places[self.cursors[kind]] >> 32
                    same = kind == 0 and same
        for kind in range(self.kinds):
            first = self.cursors[kind]
            while first < self.ends[kind] and self.places[first] >> 32 == text:
                first += 1
            total += first - self.cursors[kind]
        if len(self.starts) < total:
            self.starts = zeros("Q", total)
            self.stops = zeros("Q", total)
            self.kind = zeros("I", total)
            self.index = zeros("I", total)
            self.after = zeros("I", total)
        self.count = total
        self._merge(text)
        return True

    @cython.cfunc
    def _merge(self, text: cython.ulonglong) -> cython.void:
        """Put the occurrences of a text in order, and make room to reckon their chains."""
        kind: cython.Py_ssize_t
        at: cython.Py_ssize_t
        beyond: cython.Py_ssize_t
        next_kind: cython.Py_ssize_t
        place: cython.ulonglong
        lowest: cython.ulonglong
        self.rows = 2
        for at in range(self.count):
            next_kind = 0
            lowest = _FAR
            for kind in range(self.kinds):
                if self.cursors[kind] < self.ends[kind]:
                    place = self.places[self.cursors[kind]]
                    if place >> 32 == text and place < lowest:
                        lowest = place
                        next_kind = kind
            self.index[at] = self.cursors[next_kind]
            self.starts[at] = lowest & _MASK
            self.stops[at] = self.starts[at] + self.sizes[self.cursors[next_kind]]
            self.kind[at] = next_kind
            self.cursors[next_kind] += 1
        for at in range(self.count):
            beyond = at + 1
            while beyond < self.count and self.starts[beyond] < self.stops[at]:
                beyond += 1
            self.after[at] = beyond - at
            self.rows = max(self.rows, beyond - at + 1)
        if len(self.least) < self.rows * self.states:
            self.least = zeros("Q", self.rows * self.states)


def divide(
    places: cython.const[cython.ulonglong][::1],
    sizes: cython.const[cython.uint][::1],
    starts: cython.const[cython.ulonglong][::1],
    out: cython.ulonglong[::1],
    out_sizes: cython.uint[::1],
) -> cython.Py_ssize_t:
    """Write the occurrences that stand in one part of a text, the number of the part for that of the text.

    Args:
        places, sizes: occurrences, by place.
        starts: where parts of texts begin, in increasing order. What stands before all of those of its text is left
            out.
    Returns:
        How many there are.
    """
    at: cython.Py_ssize_t
    part: cython.Py_ssize_t = 0
    filled: cython.Py_ssize_t = 0
    if min(min(len(sizes), len(out)), len(out_sizes)) < len(places):
        raise ValueError("the buffers do not belong together")
    for at in range(len(places)):
        while part < len(starts) and starts[part] <= places[at]:
            part += 1
        if part == 0 or starts[part - 1] >> 32 != places[at] >> 32:
            continue
        if part < len(starts) and starts[part] < places[at] + sizes[at]:
            continue
        out[filled] = (cython.cast(cython.ulonglong, part - 1) << 32) | (places[at] & _MASK)
        out_sizes[filled] = sizes[at]
        filled += 1
    return filled


def apart(
    places: cython.const[cython.ulonglong][::1],
    ends: cython.const[cython.uint][::1],
    pairs: cython.const[cython.uint][::1],
    reach: cython.ulonglong,
    articles: cython.const[cython.uint][::1],
    distances: cython.uint[::1],
):
    """Note for each pair of words and each article how far apart they stand, if it is less than what is noted.

    Two in the same place are no distance apart: what is stacked there is one word.

    Args:
        places: of the first word, of the second one, … each in increasing order.
        ends: where those of each word end.
        pairs: the numbers of two words for each pair.
        reach: what is farther apart is not noted.
        articles: in increasing order; places in others are passed over.
        distances: of the first pair one for each of `articles`, and so on; 0 where nothing is noted.
    """
    word: cython.Py_ssize_t
    pair: cython.Py_ssize_t
    one: cython.Py_ssize_t
    two: cython.Py_ssize_t
    if len(distances) < len(pairs) // 2 * len(articles):
        raise ValueError("the buffer is too small")
    for word in range(len(ends)):
        if ends[word] > cython.cast(cython.size_t, len(places)) or (word > 0 and ends[word] < ends[word - 1]):
            raise ValueError("a word ends where none can")
    for pair in range(len(pairs) // 2):
        one = pairs[2 * pair]
        two = pairs[2 * pair + 1]
        if max(one, two) >= len(ends):
            raise ValueError("there is no such word")
        _note_nearest(
            places,
            ends[one - 1] if one > 0 else 0,
            ends[one],
            ends[two - 1] if two > 0 else 0,
            ends[two],
            reach,
            articles,
            distances,
            pair * len(articles),
        )


@cython.cfunc
@cython.exceptval(check=False)
def _note_nearest(
    places: cython.const[cython.ulonglong][::1],
    one: cython.Py_ssize_t,
    one_end: cython.Py_ssize_t,
    two: cython.Py_ssize_t,
    two_end: cython.Py_ssize_t,
    reach: cython.ulonglong,
    articles: cython.const[cython.uint][::1],
    distances: cython.uint[::1],
    row: cython.Py_ssize_t,
) -> cython.void:
    """Note how far apart two words stand, whose places are two stretches, in `distances` from `row` on."""
    at: cython.Py_ssize_t = 0
    other: cython.Py_ssize_t
    place: cython.ulonglong
    article: cython.ulonglong
    distance: cython.ulonglong
    while one < one_end:
        place = places[one]
        article = place >> 32
        while at < len(articles) and articles[at] < article:
            at += 1
        while two < two_end and places[two] + reach < place:
            two += 1
        if at == len(articles) or two == two_end:
            return
        if articles[at] == article:
            other = two
            while other < two_end and places[other] <= place + reach:
                distance = places[other] - place if places[other] > place else place - places[other]
                if (
                    distance > 0
                    and places[other] >> 32 == article
                    and (distances[row + at] == 0 or distance < distances[row + at])
                ):
                    distances[row + at] = distance
                other += 1
        one += 1
