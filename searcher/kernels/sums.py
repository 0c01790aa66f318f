"""Add up what the articles of a segment gather for the words of a query, and find the best of them.

What a word gathers is, for each article, the sum of its weighted frequencies and the level of its best form, from 1:
see `postings.Reader.gather`. From these come scores, which are added up over the words, with how many of the words an
article has.
"""

import cython

from searcher.kernels.sets import PLACES

MOST_WORDS = 255  # that can be counted
_ALL = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
# Times this, a single bit has a number of its own in its six highest bits: see `PLACES`.
_DE_BRUIJN = cython.declare(cython.ulonglong, 0x03F79D71B4CB0A89)
# From here on a frequency is so near saturation that two of them may have one score.
_SATURATED = cython.declare(cython.double, 1e5)
_INFINITE = cython.declare(cython.double, float("inf"))


def norms(
    weight: cython.double,
    slope: cython.double,
    average: cython.double,
    out: cython.double[::1],
):
    """Write what one occurrence counts in a text of each length, from 0 on.

    That is weight / (1 − slope + slope × length / average).
    """
    length: cython.Py_ssize_t
    flat: cython.double = 1.0 - slope
    steep: cython.double = slope / average if average > 0 else 0.0
    for length in range(len(out)):
        out[length] = weight / (flat + steep * length)


@cython.final
@cython.cclass
class Sums:
    """Arrays with a place for each article of a segment, all of them 0 from one query to the next."""

    size: cython.Py_ssize_t
    deleted: cython.const[cython.ulonglong][::1]
    days: cython.const[cython.uint][::1]
    ranks: cython.const[cython.uint][::1]
    totals: cython.double[::1]  # of the word under way
    tiers: cython.uchar[::1]
    scores: cython.double[::1]  # of all words so far
    hits: cython.uchar[::1]
    hit_words: cython.ulonglong[::1]
    found: cython.uint[::1]  # articles of the word under way, in no order
    filled: cython.Py_ssize_t
    listed: cython.uint[::1]  # articles that have a word, in no order
    number: cython.Py_ssize_t

    def __init__(
        self,
        deleted: object,
        days: object,
        ranks: object,
        totals: object,
        tiers: object,
        scores: object,
        hits: object,
        found: object,
        listed: object,
    ) -> None:
        """
        Args:
            deleted: a bitmap of articles that count for nothing; may be empty.
            days, ranks: of each article: of two with one score the later comes first, then the one of the lower rank.
            totals, scores: zeros, one an article.
            tiers: zeros, a byte an article.
            hits: zeros, as 64-bit numbers that together have a byte for each article.
            found, listed: room for as many articles, and one more.
        """
        self.size = len(ranks)
        self.deleted = deleted
        self.days = days
        self.ranks = ranks
        self.totals = totals
        self.tiers = tiers
        self.scores = scores
        self.hits = memoryview(hits).cast("B")
        self.hit_words = hits
        self.found = found
        self.filled = 0
        self.listed = listed
        self.number = 0
        if (
            min(len(self.days), len(self.totals), len(self.scores)) < self.size
            or min(len(self.found), len(self.listed)) <= self.size
            or min(len(self.tiers), len(self.hits)) < self.size
            or (len(self.deleted) > 0 and len(self.deleted) * 64 < self.size)
        ):
            raise ValueError("the buffers are too small")

    # ---------------------------------------------------------------- a word

    def count(self, met: cython.Py_ssize_t, counts: cython.ulonglong[::1]) -> cython.Py_ssize_t:
        """Count the live articles that the word under way has gathered something for.

        Args:
            met: how many there are in `found`, deleted ones included.
            counts: how many of them have each level; added to.
        Returns:
            How many there are.
        """
        begin: cython.Py_ssize_t
        at: cython.Py_ssize_t
        article: cython.uint
        level: cython.uint
        tally: cython.ulonglong
        found: cython.uint[::1] = self.found
        tiers: cython.uchar[::1] = self.tiers
        if len(counts) < 8 or met < 0 or met > self.size:
            raise ValueError("the buffers are too small")
        if len(self.deleted) > 0:
            met = self._without_deleted(met)
        # A byte of `tally` counts what one level has; after 128 articles it is emptied.
        for begin in range(0, met, 128):
            tally = 0
            for at in range(begin, min(begin + 128, met)):
                article = found[at]
                tally += cython.cast(cython.ulonglong, 1) << (8 * (tiers[article] & 7))
                tiers[article] = 0
            for level in range(1, 8):
                counts[level] += (tally >> (8 * level)) & 0xFF
        self.filled = met
        return met

    @cython.cfunc
    @cython.exceptval(check=False)
    def _without_deleted(self, met: cython.Py_ssize_t) -> cython.Py_ssize_t:
        at: cython.Py_ssize_t
        article: cython.uint
        filled: cython.Py_ssize_t = 0
        for at in range(met):
            article = self.found[at]
            if (self.deleted[article >> 6] >> (article & 63)) & 1:
                self.tiers[article] = 0
                self.totals[article] = 0.0
            else:
                self.found[filled] = article
                filled += 1
        return filled

    def meet(self, met: cython.Py_ssize_t) -> None:
        """Take the live ones of the first articles of `found`, so many, for those of the word under way."""
        if met < 0 or met > self.size:
            raise ValueError("the buffers are too small")
        self.filled = self._without_deleted(met) if len(self.deleted) > 0 else met

    def put(
        self,
        articles: cython.const[cython.uint][::1],
        scores: cython.const[cython.double][::1],
    ) -> None:
        """List articles that have scores already, in place of a word: see `add_scores`."""
        at: cython.Py_ssize_t
        if len(articles) > self.size or len(scores) < len(articles):
            raise ValueError("the buffers do not belong together")
        for at in range(len(articles)):
            if articles[at] >= cython.cast(cython.ulonglong, self.size):
                raise ValueError("an article is not there")
            self.found[at] = articles[at]
            self.totals[articles[at]] = scores[at]
        self.filled = len(articles)

    def keep(self, wanted: cython.const[cython.ulonglong][::1]):
        """Forget those listed whose bit is not set."""
        at: cython.Py_ssize_t
        filled: cython.Py_ssize_t = 0
        article: cython.uint
        if len(wanted) * 64 < self.size:
            raise ValueError("the bitmap is too short")
        for at in range(self.filled):
            article = self.found[at]
            if (wanted[article >> 6] >> (article & 63)) & 1:
                self.found[filled] = article
                filled += 1
            else:
                self.totals[article] = 0.0
        self.filled = filled

    def add_listed(self, idf: cython.double, k1: cython.double, anchor: cython.double) -> None:
        """As `add`, of those articles only that have a word already: no other may have gathered anything."""
        at: cython.Py_ssize_t
        article: cython.uint
        total: cython.double
        factor: cython.double = idf * (k1 + 1.0)
        for at in range(self.number):
            article = self.listed[at]
            total = self.totals[article]
            if total > 0.0:
                self.totals[article] = 0.0
                self.hits[article] = (self.hits[article] + 1) & 0xFF
                self.scores[article] += (factor * total / (total + k1) + anchor) - anchor

    def add(self, idf: cython.double, k1: cython.double, anchor: cython.double = 0.0) -> None:
        """Count the word under way for its articles, and add its scores: idf × tf (k1 + 1) / (tf + k1).

        Args:
            anchor: a power of 2, if it is not 0: scores are rounded to multiples of it divided by 2⁵². Where it is at
                least twice what all words can add up to, sums are exact, and do not depend on the order of the words.
        """
        at: cython.Py_ssize_t
        article: cython.uint
        total: cython.double
        number: cython.Py_ssize_t = self.number
        found: cython.uint[::1] = self.found
        listed: cython.uint[::1] = self.listed
        totals: cython.double[::1] = self.totals
        scores: cython.double[::1] = self.scores
        hits: cython.uchar[::1] = self.hits
        factor: cython.double = idf * (k1 + 1.0)
        for at in range(self.filled):
            article = found[at]
            total = totals[article]
            totals[article] = 0.0
            listed[number] = article
            number += hits[article] == 0
            hits[article] = (hits[article] + 1) & 0xFF
            scores[article] += (factor * total / (total + k1) + anchor) - anchor
        self.number = number
        self.filled = 0

    def add_scores(self) -> None:
        """As `add`, of articles that were `put`."""
        at: cython.Py_ssize_t
        article: cython.uint
        for at in range(self.filled):
            article = self.found[at]
            self.listed[self.number] = article
            self.number += self.hits[article] == 0
            self.hits[article] = (self.hits[article] + 1) & 0xFF
            self.scores[article] += self.totals[article]
            self.totals[article] = 0.0
        self.filled = 0

    # ---------------------------------------------------------------- all of several words

    def require(self, bits: cython.ulonglong[::1]) -> cython.Py_ssize_t:
        """Begin with the live articles whose bit is set: they must have all that follows. Gives how many there are.

        Args:
            bits: a bitmap, from which those are cleared that are left out here and by what follows.
        """
        word: cython.Py_ssize_t
        left: cython.ulonglong
        lowest: cython.ulonglong
        article: cython.Py_ssize_t
        number: cython.Py_ssize_t = 0
        places: cython.const[cython.uchar][::1] = PLACES
        if len(bits) != (self.size + 63) // 64:
            raise ValueError("the bitmap is not as long as the segment")
        for word in range(len(bits)):
            left = bits[word]
            if word < len(self.deleted):
                left &= ~self.deleted[word] & _ALL
                bits[word] = left
            while left:
                lowest = left & ((~left & _ALL) + 1)
                article = word * 64 + places[((lowest * _DE_BRUIJN) & _ALL) >> 58]
                left ^= lowest
                if article >= self.size:
                    raise ValueError("an article is not there")
                self.listed[number] = article
                self.hits[article] = 1
                number += 1
        self.number = number
        return number

    def narrow(self, idf: cython.double, k1: cython.double, bits: cython.ulonglong[::1]) -> cython.Py_ssize_t:
        """Add the scores of the word under way to what is required; leave out what has gathered nothing.

        Returns:
            How many are left.
        """
        at: cython.Py_ssize_t
        article: cython.uint
        total: cython.double
        number: cython.Py_ssize_t = 0
        listed: cython.uint[::1] = self.listed
        totals: cython.double[::1] = self.totals
        scores: cython.double[::1] = self.scores
        factor: cython.double = idf * (k1 + 1.0)
        if len(bits) * 64 < self.size:
            raise ValueError("the bitmap is too short")
        for at in range(self.number):
            article = listed[at]
            total = totals[article]
            if total > 0.0:
                totals[article] = 0.0
                scores[article] += factor * total / (total + k1)
                listed[number] = article
                number += 1
            else:
                self._leave_out(article, bits)
        self.number = number
        self.filled = 0
        return number

    def narrow_to(
        self,
        articles: cython.const[cython.uint][::1],
        scores: cython.const[cython.double][::1],
        bits: cython.ulonglong[::1],
    ) -> cython.Py_ssize_t:
        """As `narrow`, to articles that have scores already, in increasing order."""
        at: cython.Py_ssize_t
        place: cython.Py_ssize_t = 0
        article: cython.uint
        number: cython.Py_ssize_t = 0
        if len(bits) * 64 < self.size or len(scores) < len(articles):
            raise ValueError("the buffers do not belong together")
        for at in range(self.number):
            article = self.listed[at]
            while place < len(articles) and articles[place] < article:
                place += 1
            if place < len(articles) and articles[place] == article:
                self.scores[article] += scores[place]
                self.listed[number] = article
                number += 1
            else:
                self._leave_out(article, bits)
        self.number = number
        return number

    @cython.cfunc
    @cython.inline
    @cython.exceptval(check=False)
    def _leave_out(self, article: cython.uint, bits: cython.ulonglong[::1]) -> cython.void:
        self.scores[article] = 0.0
        self.hits[article] = 0
        bits[article >> 6] &= ~(cython.cast(cython.ulonglong, 1) << (article & 63)) & _ALL

    # ---------------------------------------------------------------- a word alone

    def best_of_word(
        self,
        idf: cython.double,
        k1: cython.double,
        floor: cython.double,
        heap: cython.uint[::1],
        heap_scores: cython.double[::1],
    ) -> cython.Py_ssize_t:
        """As `best`, of the articles listed, with the scores of the word alone: a division, which few articles get."""
        at: cython.Py_ssize_t
        article: cython.uint
        total: cython.double
        score: cython.double
        filled: cython.Py_ssize_t = 0
        size: cython.Py_ssize_t = min(len(heap), len(heap_scores))
        found: cython.uint[::1] = self.found
        totals: cython.double[::1] = self.totals
        factor: cython.double = idf * (k1 + 1.0)
        enough: cython.double = _total_of(floor, factor, k1)
        for at in range(self.filled):
            article = found[at]
            total = totals[article]
            totals[article] = 0.0
            if total < enough:
                continue
            score = factor * total / (total + k1)
            if score < floor:
                continue
            filled = self._push(article, score, filled, size, heap, heap_scores)
            if filled == size and size > 0 and heap_scores[0] > floor:
                floor = heap_scores[0]
                enough = _total_of(floor, factor, k1)
        self.filled = 0
        return filled

    # ---------------------------------------------------------------- words so far

    def floor(self, wanted: cython.Py_ssize_t, heap: cython.double[::1]) -> cython.double:
        """The score that so many of the articles listed have at least; −∞ if there are not so many.

        Args:
            wanted: at least 1.
            heap: as many numbers, to work in.
        """
        at: cython.Py_ssize_t
        child: cython.Py_ssize_t
        parent: cython.Py_ssize_t
        score: cython.double
        filled: cython.Py_ssize_t = 0
        if wanted < 1 or len(heap) < wanted:
            raise ValueError("the buffers are too small")
        if self.number < wanted:
            return -_INFINITE
        for at in range(self.number):
            score = self.scores[self.listed[at]]
            if filled < wanted:
                child = filled
                filled += 1
                while child > 0 and heap[(child - 1) // 2] > score:
                    heap[child] = heap[(child - 1) // 2]
                    child = (child - 1) // 2
                heap[child] = score
            elif score > heap[0]:
                parent = 0
                child = 1
                while child < wanted:
                    if child + 1 < wanted and heap[child + 1] < heap[child]:
                        child += 1
                    if heap[child] >= score:
                        break
                    heap[parent] = heap[child]
                    parent = child
                    child = 2 * parent + 1
                heap[parent] = score
        return heap[0]

    def shorten(
        self,
        more: cython.double,
        rest: cython.double,
        floor: cython.double,
        seen: cython.const[cython.ulonglong][::1],
        marks: cython.ulonglong[::1],
        out: cython.uint[::1],
    ) -> cython.Py_ssize_t:
        """Forget the articles listed that have no score of `floor` even with what they may still gain.

        Args:
            more: what those gain at most whose bit is set in `seen`.
            rest: what the others gain.
            marks: a bitmap to work in, all 0 before and after.
            out: takes those whose bit is set in `seen`, in increasing order.
        Returns:
            How many they are.
        """
        at: cython.Py_ssize_t
        article: cython.uint
        bits: cython.ulonglong
        lowest: cython.ulonglong
        places: cython.const[cython.uchar][::1] = PLACES
        filled: cython.Py_ssize_t = 0
        left: cython.Py_ssize_t = 0
        gain: cython.double
        word: cython.Py_ssize_t
        low: cython.Py_ssize_t = len(marks)
        high: cython.Py_ssize_t = -1
        if min(len(marks), len(seen)) * 64 < self.size or len(out) < self.number:
            raise ValueError("the buffers are too small")
        for at in range(self.number):
            article = self.listed[at]
            word = article >> 6
            gain = more if (seen[word] >> (article & 63)) & 1 else rest
            # A sum of bounds may be a little less than what it bounds.
            if self.scores[article] + 1.000001 * gain >= floor:
                self.listed[left] = article
                left += 1
                low = min(low, word)
                high = max(high, word)
                marks[word] |= (cython.cast(cython.ulonglong, 1) << (article & 63)) & seen[word]
            else:
                self.scores[article] = 0.0
                self.hits[article] = 0
        for at in range(low, high + 1):
            bits = marks[at]
            marks[at] = 0
            while bits:
                lowest = bits & ((~bits & _ALL) + 1)
                out[filled] = 64 * at + places[((lowest * _DE_BRUIJN) & _ALL) >> 58]
                filled += 1
                bits ^= lowest
        self.number = left
        return filled

    # ---------------------------------------------------------------- all words

    def best(
        self,
        least: cython.uint,
        floor: cython.double,
        heap: cython.uint[::1],
        heap_scores: cython.double[::1],
        count: cython.ulonglong[::1],
    ) -> cython.Py_ssize_t:
        """Put the best articles at the beginning of `heap`, in no order, as many as it has room for; forget all others.

        Better is a higher score, then a later day, then a lower rank.

        Args:
            least: how many words an article must have, at least 1.
            floor: whoever has a lower score is not wanted.
            heap, heap_scores: take articles and their scores.
            count: one number, to which is added how many articles have enough words.
        Returns:
            How many there are in `heap`.
        """
        at: cython.Py_ssize_t
        article: cython.uint
        score: cython.double
        there: cython.bint
        enough: cython.ulonglong = 0
        filled: cython.Py_ssize_t = 0
        size: cython.Py_ssize_t = min(len(heap), len(heap_scores))
        listed: cython.uint[::1] = self.listed
        scores: cython.double[::1] = self.scores
        hits: cython.uchar[::1] = self.hits
        for at in range(self.number):
            article = listed[at]
            score = scores[article]
            there = hits[article] >= least
            scores[article] = 0.0
            hits[article] = 0
            enough += there
            if score >= floor and there:
                filled = self._push(article, score, filled, size, heap, heap_scores)
                if filled == size and size > 0 and heap_scores[0] > floor:
                    floor = heap_scores[0]
        self.number = 0
        count[0] += enough
        return filled

    def enough(self, least: cython.uint) -> cython.Py_ssize_t:
        """How many articles have so many words at least, at least 1."""
        word: cython.Py_ssize_t
        each: cython.Py_ssize_t
        count: cython.Py_ssize_t = 0
        for word in range((self.size + 7) // 8):
            if self.hit_words[word] > 0:
                for each in range(8 * word, min(8 * word + 8, self.size)):
                    count += self.hits[each] >= least
        return count

    def take(
        self, least: cython.uint, articles: cython.uint[::1], scores: cython.double[::1]
    ) -> cython.Py_ssize_t:
        """Write the articles that have so many words at least, with their scores; forget all. Returns how many."""
        word: cython.Py_ssize_t
        each: cython.Py_ssize_t
        filled: cython.Py_ssize_t = 0
        if min(len(articles), len(scores)) < self.enough(least):
            raise ValueError("the buffers are too small")
        for word in range((self.size + 7) // 8):
            if self.hit_words[word] == 0:
                continue
            for each in range(8 * word, min(8 * word + 8, self.size)):
                if self.hits[each] >= least:
                    articles[filled] = each
                    scores[filled] = self.scores[each]
                    filled += 1
                self.scores[each] = 0.0
            self.hit_words[word] = 0
        self.number = 0
        return filled

    # ---------------------------------------------------------------- heap

    @cython.cfunc
    @cython.exceptval(check=False)
    def _push(
        self,
        article: cython.uint,
        score: cython.double,
        filled: cython.Py_ssize_t,
        size: cython.Py_ssize_t,
        heap: cython.uint[::1],
        heap_scores: cython.double[::1],
    ) -> cython.Py_ssize_t:
        """Put an article on a heap, the worst of which is on top, if it is better than that or there is room."""
        at: cython.Py_ssize_t
        child: cython.Py_ssize_t
        parent: cython.Py_ssize_t
        if filled < size:
            at = filled
            while at > 0:
                parent = (at - 1) // 2
                if not self._better(heap[parent], heap_scores[parent], article, score):
                    break
                heap[at] = heap[parent]
                heap_scores[at] = heap_scores[parent]
                at = parent
            heap[at] = article
            heap_scores[at] = score
            return filled + 1
        if size == 0 or not self._better(article, score, heap[0], heap_scores[0]):
            return filled
        at = 0
        while True:
            child = 2 * at + 1
            if child >= size:
                break
            if child + 1 < size and self._better(
                heap[child], heap_scores[child], heap[child + 1], heap_scores[child + 1]
            ):
                child += 1
            if not self._better(article, score, heap[child], heap_scores[child]):
                break
            heap[at] = heap[child]
            heap_scores[at] = heap_scores[child]
            at = child
        heap[at] = article
        heap_scores[at] = score
        return filled

    @cython.cfunc
    @cython.exceptval(check=False)
    def _better(
        self,
        a: cython.uint,
        a_score: cython.double,
        b: cython.uint,
        b_score: cython.double,
    ) -> cython.bint:
        if a_score != b_score:
            return a_score > b_score
        if self.days[a] != self.days[b]:
            return self.days[a] > self.days[b]
        return self.ranks[a] < self.ranks[b]


@cython.cfunc
@cython.exceptval(check=False)
def _total_of(score: cython.double, factor: cython.double, k1: cython.double) -> cython.double:
    """A weighted frequency below which no article has this score: a little less than what has it."""
    if score <= 0.0 or score >= factor:
        return 0.0
    total: cython.double = k1 * score / (factor - score)
    return 0.999999 * total if total < _SATURATED else 0.0
