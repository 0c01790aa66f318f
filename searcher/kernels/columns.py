"""Put articles in the order of a column, and add columns up by day.

In and out: flat buffers. A place says where an article comes: a number, the lowest first, 2³² − 1 where the column
does not know.
"""

import cython

_LAST = cython.declare(cython.uint, 0xFFFFFFFF)


def places(
    articles: cython.const[cython.uint][::1],
    column: cython.const[cython.uint][::1],
    highest_first: cython.bint,
    out: cython.uint[::1],
) -> cython.Py_ssize_t:
    """Write the place of each article, by its number in a column; 0 is unknown, and comes last in both directions.

    Returns:
        How many are unknown.
    """
    at: cython.Py_ssize_t
    number: cython.uint
    unknown: cython.Py_ssize_t = 0
    if len(out) < len(articles):
        raise ValueError("the buffer is too small")
    for at in range(len(articles)):
        if articles[at] >= len(column):
            raise ValueError("an article has no number")
        number = column[articles[at]]
        if number == 0:
            out[at] = _LAST
            unknown += 1
        else:
            out[at] = _LAST - number if highest_first else number
    return unknown


def add(
    a: cython.const[cython.uint][::1],
    b: cython.const[cython.uint][::1],
    more: cython.uint,
    out: cython.uint[::1],
):
    """Add two columns, and as much `more` to each; what is above 2³² − 2 is that."""
    at: cython.Py_ssize_t
    total: cython.ulonglong
    if len(a) != len(b) or len(out) < len(a):
        raise ValueError("the buffers do not fit")
    for at in range(len(a)):
        total = cython.cast(cython.ulonglong, a[at]) + b[at] + more
        out[at] = total if total < _LAST else _LAST - 1


def lowest(
    numbers: cython.const[cython.uint][::1], wanted: cython.Py_ssize_t, counts: cython.uint[::1]
) -> cython.uint:
    """The number that stands at the end of the `wanted` lowest ones.

    Args:
        wanted: at least 1, at most as many as there are.
        counts: 2¹⁶ numbers to work in.
    """
    at: cython.Py_ssize_t
    high: cython.Py_ssize_t = 0
    low: cython.Py_ssize_t = 0
    if len(counts) < 0x10000 or wanted < 1 or wanted > len(numbers):
        raise ValueError("there are not so many")
    for at in range(0x10000):
        counts[at] = 0
    for at in range(len(numbers)):
        counts[numbers[at] >> 16] += 1
    while counts[high] < wanted:
        wanted -= counts[high]
        high += 1
    for at in range(0x10000):
        counts[at] = 0
    for at in range(len(numbers)):
        if numbers[at] >> 16 == high:
            counts[numbers[at] & 0xFFFF] += 1
    while counts[low] < wanted:
        wanted -= counts[low]
        low += 1
    return (high << 16) | low


def take(
    numbers: cython.const[cython.uint][::1],
    low: cython.uint,
    high: cython.uint,
    articles: cython.const[cython.uint][::1],
    scores: cython.const[cython.double][::1],
    out: cython.uint[::1],
    out_articles: cython.uint[::1],
    out_scores: cython.double[::1],
) -> cython.Py_ssize_t:
    """Take the entries whose number is between two, both included; give how many there are."""
    at: cython.Py_ssize_t
    filled: cython.Py_ssize_t = 0
    if min(len(articles), len(scores)) < len(numbers):
        raise ValueError("the buffers do not belong together")
    for at in range(len(numbers)):
        if low <= numbers[at] <= high:
            if filled >= min(len(out), len(out_articles), len(out_scores)):
                raise ValueError("the buffer is too small")
            out[filled] = numbers[at]
            out_articles[filled] = articles[at]
            out_scores[filled] = scores[at]
            filled += 1
    return filled


def total_by_day(
    articles: cython.const[cython.uint][::1],
    first: cython.const[cython.uint][::1],
    last: cython.const[cython.uint][::1],
    low: cython.uint,
    column: cython.const[cython.uint][::1],
    totals: cython.ulonglong[::1],
):
    """Add up what articles have, as `sets.tally_days` counts them.

    Args:
        first, last: days of all articles, 0 is unknown.
        low: the earliest of the first days.
        totals: three numbers for each day from `low`; added to.
    """
    at: cython.Py_ssize_t
    day: cython.Py_ssize_t
    days: cython.uint
    kind: cython.Py_ssize_t
    for at in range(len(articles)):
        if articles[at] >= len(first) or articles[at] >= len(last) or articles[at] >= len(column):
            raise ValueError("an article has no day")
        if first[articles[at]] == 0:
            continue
        day = cython.cast(cython.Py_ssize_t, first[articles[at]]) - low
        if day < 0 or 3 * day + 2 >= len(totals) or last[articles[at]] < first[articles[at]]:
            raise ValueError("an article is of a day that is none")
        days = last[articles[at]] - first[articles[at]]
        kind = 0 if days == 0 else 1 if days < 31 else 2
        totals[3 * day + kind] += column[articles[at]]


def list_filled(counts: cython.const[cython.uint][::1], out: cython.uint[::1]) -> cython.Py_ssize_t:
    """List the places of a buffer that hold more than 0; give how many there are."""
    at: cython.Py_ssize_t
    filled: cython.Py_ssize_t = 0
    if len(out) < len(counts):
        raise ValueError("the buffer is too small")
    for at in range(len(counts)):
        if counts[at] != 0:
            out[filled] = at
            filled += 1
    return filled


def total_by_period(
    by_day: cython.const[cython.ulonglong][::1],
    low: cython.uint,
    kinds: cython.Py_ssize_t,
    starts: cython.const[cython.uint][::1],
    out: cython.ulonglong[::1],
):
    """Add up what days have by the periods that they are of.

    Args:
        by_day: three numbers for each day from `low`.
        kinds: how many of the three count.
        starts: the first day of each period, in increasing order, the first one at most `low`.
        out: one for each period.
    """
    at: cython.Py_ssize_t
    kind: cython.Py_ssize_t
    period: cython.Py_ssize_t = 0
    if len(out) < len(starts) or kinds < 0 or kinds > 3 or (len(by_day) > 2 and len(starts) == 0):
        raise ValueError("the buffer is too small")
    for at in range(len(by_day) // 3):
        while period + 1 < len(starts) and starts[period + 1] <= low + at:
            period += 1
        for kind in range(kinds):
            out[period] += by_day[3 * at + kind]
