"""Combine sets of articles: sorted article numbers, each with a score, in two parallel buffers.

In and out: flat buffers; every function that fills some returns how many entries it filled.
"""

import cython

_ALL = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
# Times this, a single bit has a number of its own in its six highest bits (Leiserson, Prokop & Randall 1998).
_DE_BRUIJN = cython.declare(cython.ulonglong, 0x03F79D71B4CB0A89)
_PAIRS = cython.declare(cython.ulonglong, 0x5555555555555555)
_FOURS = cython.declare(cython.ulonglong, 0x3333333333333333)
_BYTES = cython.declare(cython.ulonglong, 0x0F0F0F0F0F0F0F0F)
_EACH_BYTE = cython.declare(cython.ulonglong, 0x0101010101010101)
# Which bit it is that has each of these numbers.
PLACES = bytes(
    place
    for _, place in sorted(((0x03F79D71B4CB0A89 << place) & 0xFFFFFFFFFFFFFFFF, place) for place in range(64))
)


def collect(
    seen: cython.const[cython.ulonglong][::1],
    deleted: cython.const[cython.ulonglong][::1],
    out: cython.uint[::1],
) -> cython.Py_ssize_t:
    """Write the articles whose bit is set in `seen` and not in `deleted` (which may be empty)."""
    word: cython.Py_ssize_t
    bits: cython.ulonglong
    lowest: cython.ulonglong
    places: cython.const[cython.uchar][::1] = PLACES
    filled: cython.Py_ssize_t = 0
    for word in range(len(seen)):
        bits = seen[word]
        if word < len(deleted):
            bits &= ~deleted[word] & _ALL
        while bits:
            if filled >= len(out):
                raise ValueError("the buffer is too small")
            lowest = bits & ((~bits & _ALL) + 1)
            out[filled] = word * 64 + places[((lowest * _DE_BRUIJN) & _ALL) >> 58]
            filled += 1
            bits ^= lowest
    return filled


def one_more(
    seen: cython.const[cython.ulonglong][::1], reached: cython.ulonglong[::1], least: cython.Py_ssize_t
):
    """Count the articles whose bit is set once more.

    Args:
        reached: bitmaps as long as `seen`, so many (`least`), end to end: of articles counted once at least, twice …
    """
    word: cython.Py_ssize_t
    time: cython.Py_ssize_t
    size: cython.Py_ssize_t = len(seen)
    if least < 1 or len(reached) < least * size:
        raise ValueError("the bitmaps are too short")
    for time in range(least - 1, 0, -1):
        for word in range(size):
            reached[time * size + word] |= reached[(time - 1) * size + word] & seen[word]
    for word in range(size):
        reached[word] |= seen[word]


def count_live(
    seen: cython.ulonglong[::1], deleted: cython.const[cython.ulonglong][::1]
) -> cython.Py_ssize_t:
    """Take the articles deleted (a bitmap that may be empty) from a bitmap; returns how many are left."""
    word: cython.Py_ssize_t
    bits: cython.ulonglong
    count: cython.Py_ssize_t = 0
    if 0 < len(deleted) < len(seen):
        raise ValueError("the bitmaps do not belong together")
    if len(deleted) > 0:
        for word in range(len(seen)):
            seen[word] &= ~deleted[word] & _ALL
    for word in range(len(seen)):  # added up in pairs, in fours, in bytes, and the bytes by a product
        bits = seen[word]
        bits -= (bits >> 1) & _PAIRS
        bits = (bits & _FOURS) + ((bits >> 2) & _FOURS)
        bits = (bits + (bits >> 4)) & _BYTES
        count += ((bits * _EACH_BYTE) & _ALL) >> 56
    return count


def intersect(
    a: cython.const[cython.uint][::1],
    a_scores: cython.const[cython.double][::1],
    b: cython.const[cython.uint][::1],
    b_scores: cython.const[cython.double][::1],
    out: cython.uint[::1],
    out_scores: cython.double[::1],
) -> cython.Py_ssize_t:
    """The articles in both, with the sum of their scores."""
    i: cython.Py_ssize_t = 0
    j: cython.Py_ssize_t = 0
    filled: cython.Py_ssize_t = 0
    while i < len(a) and j < len(b):
        if a[i] < b[j]:
            i += 1
        elif a[i] > b[j]:
            j += 1
        else:
            out[filled] = a[i]
            out_scores[filled] = a_scores[i] + b_scores[j]
            filled += 1
            i += 1
            j += 1
    return filled


def unite(
    a: cython.const[cython.uint][::1],
    a_scores: cython.const[cython.double][::1],
    b: cython.const[cython.uint][::1],
    b_scores: cython.const[cython.double][::1],
    highest: cython.bint,
    out: cython.uint[::1],
    out_scores: cython.double[::1],
) -> cython.Py_ssize_t:
    """The articles in either, with the sum of their scores, or the `highest` of them."""
    i: cython.Py_ssize_t = 0
    j: cython.Py_ssize_t = 0
    filled: cython.Py_ssize_t = 0
    while i < len(a) or j < len(b):
        if j >= len(b) or (i < len(a) and a[i] < b[j]):
            out[filled] = a[i]
            out_scores[filled] = a_scores[i]
            i += 1
        elif i >= len(a) or b[j] < a[i]:
            out[filled] = b[j]
            out_scores[filled] = b_scores[j]
            j += 1
        else:
            out[filled] = a[i]
            if highest:
                out_scores[filled] = max(a_scores[i], b_scores[j])
            else:
                out_scores[filled] = a_scores[i] + b_scores[j]
            i += 1
            j += 1
        filled += 1
    return filled


def subtract(
    a: cython.const[cython.uint][::1],
    a_scores: cython.const[cython.double][::1],
    b: cython.const[cython.uint][::1],
    out: cython.uint[::1],
    out_scores: cython.double[::1],
) -> cython.Py_ssize_t:
    """The articles of the first that are not in the second, with their scores."""
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t = 0
    filled: cython.Py_ssize_t = 0
    for i in range(len(a)):
        while j < len(b) and b[j] < a[i]:
            j += 1
        if j >= len(b) or b[j] != a[i]:
            out[filled] = a[i]
            out_scores[filled] = a_scores[i]
            filled += 1
    return filled


def overlapping(
    first: cython.const[cython.uint][::1],
    last: cython.const[cython.uint][::1],
    low: cython.uint,
    high: cython.uint,
    seen: cython.ulonglong[::1],
):
    """Set the bit of every article whose days, first[a] to last[a], meet low to high; day 0 is unknown."""
    article: cython.Py_ssize_t
    for article in range(len(first)):
        if first[article] != 0 and first[article] <= high and last[article] >= low:
            seen[article >> 6] |= cython.cast(cython.ulonglong, 1) << (article & 63)


def equal(
    column: cython.const[cython.uint][::1],
    number: cython.uint,
    seen: cython.ulonglong[::1],
):
    """Set the bit of every article that has this number."""
    article: cython.Py_ssize_t
    if 64 * len(seen) < len(column):
        raise ValueError("the buffer is too small")
    for article in range(len(column)):
        if column[article] == number:
            seen[article >> 6] |= cython.cast(cython.ulonglong, 1) << (article & 63)


def mark(articles: cython.const[cython.uint][::1], seen: cython.ulonglong[::1]):
    """Set the bit of every article of a list."""
    at: cython.Py_ssize_t
    for at in range(len(articles)):
        if articles[at] >> 6 >= len(seen):
            raise ValueError("the buffer is too small")
        seen[articles[at] >> 6] |= cython.cast(cython.ulonglong, 1) << (articles[at] & 63)


def count_places(
    places: cython.const[cython.ulonglong][::1],
    articles: cython.const[cython.uint][::1],
    counts: cython.uint[::1],
):
    """Add to the count of each article how many of the places, in increasing order, are in it.

    Args:
        articles: in increasing order; places in others are passed over.
        counts: one for each of `articles`.
    """
    at: cython.Py_ssize_t
    entry: cython.Py_ssize_t = 0
    if len(counts) < len(articles):
        raise ValueError("the buffer is too small")
    for at in range(len(places)):
        while entry < len(articles) and articles[entry] < places[at] >> 32:
            entry += 1
        if entry == len(articles):
            return
        if articles[entry] == places[at] >> 32:
            counts[entry] += 1


def tally(
    articles: cython.const[cython.uint][::1],
    scores: cython.const[cython.double][::1],
    counts: cython.uint[::1],
    totals: cython.double[::1],
):
    """Count each article once more, and add its score to what it has."""
    at: cython.Py_ssize_t
    if len(scores) < len(articles):
        raise ValueError("the buffers do not belong together")
    for at in range(len(articles)):
        if articles[at] >= len(counts) or articles[at] >= len(totals):
            raise ValueError("an article is not there")
        counts[articles[at]] += 1
        totals[articles[at]] += scores[at]


def often_enough(
    counts: cython.const[cython.uint][::1],
    least: cython.uint,
    totals: cython.const[cython.double][::1],
    out: cython.uint[::1],
    out_scores: cython.double[::1],
) -> cython.Py_ssize_t:
    """The articles that were counted so often at least, by their numbers, with what they have."""
    article: cython.Py_ssize_t
    filled: cython.Py_ssize_t = 0
    if min(len(totals), len(out), len(out_scores)) < len(counts):
        raise ValueError("the buffers are too small")
    for article in range(len(counts)):
        if counts[article] >= least:
            out[filled] = article
            out_scores[filled] = totals[article]
            filled += 1
    return filled


def multiply(scores: cython.double[::1], factor: cython.double):
    """Multiply each score by a factor, in place."""
    at: cython.Py_ssize_t
    for at in range(len(scores)):
        scores[at] *= factor


def add_places(
    places: cython.const[cython.ulonglong][::1],
    bounds: cython.const[cython.ulonglong][::1],
    share: cython.double,
    lengths: cython.const[cython.uint][::1],
    norms: cython.const[cython.double][::1],
    totals: cython.double[::1],
    tiers: cython.uchar[::1],
    found: cython.uint[::1],
    met: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Add each place to its article's sums, as `postings.Reader.gather` adds frequencies, all of weight and level 1.

    Args:
        places: in increasing order.
        bounds: where a notice begins, where it ends, and so on: places in increasing order.
        share: what counts a place in a notice, of one elsewhere.
        met: how many articles are in `found` already.
    Returns:
        How many there are now.
    """
    at: cython.Py_ssize_t
    bound: cython.Py_ssize_t = 0  # how many are passed
    article: cython.Py_ssize_t
    length: cython.uint
    longest: cython.uint = len(norms)
    norm: cython.double
    if longest < 2:
        raise ValueError("lengths have norms")
    first: cython.double = 1.0 / norms[0]
    steep: cython.double = (1.0 / norms[longest - 1] - first) / (longest - 1)
    for at in range(len(places)):
        article = places[at] >> 32
        if article >= min(len(totals), len(tiers)) or article >= len(lengths):
            raise ValueError("a place is in an article that is not there")
        length = lengths[article]
        norm = norms[length] if length < longest else 1.0 / (first + steep * length)
        while bound < len(bounds) and bounds[bound] <= places[at]:
            bound += 1
        totals[article] += norm if bound % 2 == 0 else share * norm
        if tiers[article] == 0:
            if met < 0 or met >= len(found):
                raise ValueError("the buffer is too small")
            tiers[article] = 1
            found[met] = article
            met += 1
    return met


def fade(
    articles: cython.const[cython.uint][::1],
    scores: cython.double[::1],
    days: cython.const[cython.uint][::1],
    today: cython.uint,
    half_life: cython.double,
):
    """Multiply each score by 0.5 + 0.5 × 2^(−age / half-life), in place.

    Args:
        days: of all articles, those of `articles` too; 0 is unknown, and older than any.
        today: an article of a later day has no age.
        half_life: in days.
    """
    at: cython.Py_ssize_t
    day: cython.uint
    age: cython.double
    for at in range(len(articles)):
        day = days[articles[at]]
        if day == 0:
            scores[at] *= 0.5
        elif day < today:
            age = today - day
            scores[at] *= 0.5 + 0.5 * 2.0 ** (-age / half_life)


def favour(
    articles: cython.const[cython.uint][::1],
    scores: cython.double[::1],
    seen: cython.const[cython.ulonglong][::1],
    factor: cython.double,
):
    """Multiply the score of each article whose bit is set, in place."""
    at: cython.Py_ssize_t
    for at in range(len(articles)):
        if articles[at] >> 6 >= len(seen):
            raise ValueError("the buffer is too small")
        if (seen[articles[at] >> 6] >> (articles[at] & 63)) & 1:
            scores[at] *= factor


def bounds(
    articles: cython.const[cython.uint][::1],
    column: cython.const[cython.uint][::1],
    out: cython.uint[::1],
):
    """Write the lowest number above 0 that some articles have, and the highest; 0 if none has one."""
    at: cython.Py_ssize_t
    number: cython.uint
    if len(out) < 2:
        raise ValueError("the buffer is too small")
    out[0] = out[1] = 0
    for at in range(len(articles)):
        if articles[at] >= len(column):
            raise ValueError("an article has no number")
        number = column[articles[at]]
        if number != 0:
            if out[0] == 0 or number < out[0]:
                out[0] = number
            if number > out[1]:
                out[1] = number


def tally_days(
    articles: cython.const[cython.uint][::1],
    first: cython.const[cython.uint][::1],
    last: cython.const[cython.uint][::1],
    low: cython.uint,
    counts: cython.uint[::1],
):
    """Count articles by the day that they are of, or the first of their month or year.

    Args:
        first, last: days of all articles, 0 is unknown.
        low: the earliest of the first days.
        counts: three numbers for each day from `low`: articles of that day; of a stretch of less than 32 days that
            begins then; of a longer one. Added to.
    """
    at: cython.Py_ssize_t
    day: cython.Py_ssize_t
    days: cython.uint
    kind: cython.Py_ssize_t
    for at in range(len(articles)):
        if articles[at] >= len(first) or articles[at] >= len(last):
            raise ValueError("an article has no day")
        if first[articles[at]] == 0:
            continue
        day = cython.cast(cython.Py_ssize_t, first[articles[at]]) - low
        if day < 0 or 3 * day + 2 >= len(counts) or last[articles[at]] < first[articles[at]]:
            raise ValueError("an article is of a day that is none")
        days = last[articles[at]] - first[articles[at]]
        kind = 0 if days == 0 else 1 if days < 31 else 2
        counts[3 * day + kind] += 1


def keep_common(a: cython.ulonglong[::1], b: cython.const[cython.ulonglong][::1]):
    """Leave in bitmap `a` only the bits that are in `b` as well."""
    word: cython.Py_ssize_t
    for word in range(len(a)):
        a[word] &= b[word] if word < len(b) else 0


def leave_out(bits: cython.ulonglong[::1], others: cython.const[cython.ulonglong][::1]):
    """Clear the bits that are set in the other bitmap."""
    word: cython.Py_ssize_t
    if len(others) < len(bits):
        raise ValueError("the buffer is too small")
    for word in range(len(bits)):
        bits[word] &= ~others[word] & _ALL


def keep_days(
    bits: cython.ulonglong[::1],
    first: cython.const[cython.uint][::1],
    last: cython.const[cython.uint][::1],
    low: cython.uint,
    high: cython.uint,
):
    """Of the bits that are set, clear those of articles whose days, first[a] to last[a], do not meet low to high."""
    word: cython.Py_ssize_t
    left: cython.ulonglong
    lowest: cython.ulonglong
    article: cython.Py_ssize_t
    places: cython.const[cython.uchar][::1] = PLACES
    size: cython.Py_ssize_t = min(len(first), len(last))
    for word in range(len(bits)):
        left = bits[word]
        while left:
            lowest = left & ((~left & _ALL) + 1)
            article = word * 64 + places[((lowest * _DE_BRUIJN) & _ALL) >> 58]
            left ^= lowest
            if article >= size:
                raise ValueError("articles have no days")
            if first[article] == 0 or first[article] > high or last[article] < low:
                bits[word] ^= lowest


def articles_of(places: cython.const[cython.ulonglong][::1], out: cython.uint[::1]) -> cython.Py_ssize_t:
    """Write the articles that hold some places in increasing order, each once; returns how many there are."""
    at: cython.Py_ssize_t
    article: cython.ulonglong
    filled: cython.Py_ssize_t = 0
    if len(out) < len(places):
        raise ValueError("the buffer is too small")
    for at in range(len(places)):
        article = places[at] >> 32
        if filled == 0 or out[filled - 1] != article:
            out[filled] = article
            filled += 1
    return filled
