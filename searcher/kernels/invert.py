"""Turn words in reading order into lists of places, form by form.

In: batches of words of consecutive texts: their forms, with the highest bit set where a word stands on the position of
the one before. Out: for each form, where it stands: article and position, in order. A counting sort: count, sum, place.
"""

import cython

_NONE = cython.declare(cython.uint, 0xFFFFFFFF)


def count(forms: cython.const[cython.uint][::1], counts: cython.uint[::1]):
    """Add to counts[f] how often form f stands in `forms`."""
    at: cython.Py_ssize_t
    for at in range(len(forms)):
        counts[forms[at] & 0x7FFFFFFF] += 1


def starts(counts: cython.const[cython.uint][::1], out: cython.uint[::1]) -> cython.uint:
    """Where each form's places begin once all are placed, then the total; gives the highest count.

    Raises:
        ValueError: the total is beyond 32 bits.
    """
    form: cython.Py_ssize_t
    total: cython.ulonglong = 0
    highest: cython.uint = 0
    for form in range(len(counts)):
        out[form] = total & _NONE
        total += counts[form]
        highest = max(highest, counts[form])
    if total > _NONE:
        raise ValueError("there are more places than can be counted")
    out[len(counts)] = total
    return highest


def present(
    counts: cython.const[cython.uint][::1],
    others: cython.const[cython.uint][::1],
    out: cython.uint[::1],
) -> cython.Py_ssize_t:
    """List the forms of which one of both counts is not 0; give how many there are.

    Raises:
        ValueError: there are not as many counts.
    """
    form: cython.Py_ssize_t
    filled: cython.Py_ssize_t = 0
    if len(counts) != len(others):
        raise ValueError("there must be as many counts of both")
    for form in range(len(counts)):
        if counts[form] != 0 or others[form] != 0:
            out[filled] = form
            filled += 1
    return filled


def follow(
    numbers: cython.const[cython.uint][::1], order: cython.const[cython.uint][::1], out: cython.uint[::1]
):
    """Write numbers in another order: numbers[order[i]] at i."""
    at: cython.Py_ssize_t
    for at in range(len(order)):
        out[at] = numbers[order[at]]


def rank(order: cython.const[cython.uint][::1], out: cython.uint[::1]):
    """Write at which place of an order each number stands."""
    place: cython.Py_ssize_t
    for place in range(len(order)):
        out[order[place]] = place


def add(
    ranks: cython.const[cython.uint][::1],
    counts: cython.const[cython.uint][::1],
    totals: cython.uint[::1],
):
    """Add each of the counts to the total of its rank.

    Raises:
        ValueError: there is no such total, not a rank for each count, or a total is beyond 32 bits.
    """
    at: cython.Py_ssize_t
    total: cython.ulonglong
    if len(ranks) != len(counts):
        raise ValueError("there must be a rank for each count")
    for at in range(len(counts)):
        if ranks[at] >= len(totals):
            raise ValueError("there is no such total")
        total = cython.cast(cython.ulonglong, totals[ranks[at]]) + counts[at]
        if total > _NONE:
            raise ValueError("a form stands in more places than can be counted")
        totals[ranks[at]] = total


def spread(
    values: cython.const[cython.uint][::1],
    members: cython.const[cython.uint][::1],
    ends: cython.const[cython.uint][::1],
    ranks: cython.const[cython.uint][::1],
    out: cython.uint[::1],
):
    """Write the value of each group at the ranks of its members.

    Args:
        values: one a group.
        members, ends: numbers of forms, and where those of each group end.
        ranks: of each form, its place in `out`.
    Raises:
        ValueError: there is no such form, or no such place.
    """
    group: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    if len(values) != len(ends):
        raise ValueError("there must be a value for each group")
    for group in range(len(ends)):
        if ends[group] > len(members):
            raise ValueError("a group has more members than there are")
        while at < ends[group]:
            if members[at] >= len(ranks) or ranks[members[at]] >= len(out):
                raise ValueError("a group has a member that is no form")
            out[ranks[members[at]]] = values[group]
            at += 1


def place(
    forms: cython.const[cython.uint][::1],
    ends: cython.const[cython.uint][::1],
    first_article: cython.uint,
    cursors: cython.uint[::1],
    out: cython.ulonglong[::1],
):
    """Place the words of one batch, whose texts end at `ends` and belong to consecutive articles.

    Args:
        cursors: for each form, where its next place goes; moved on here.
        out: takes the places: the article in the high 32 bits, the position in the low ones.
    """
    text: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    to: cython.uint
    form: cython.uint
    after: cython.ulonglong  # the article, and the position after the last one
    for text in range(len(ends)):
        after = cython.cast(cython.ulonglong, first_article + text) << 32
        while at < ends[text]:
            form = forms[at] & 0x7FFFFFFF
            to = cursors[form]
            cursors[form] = to + 1
            after += 1 - (forms[at] >> 31)
            out[to] = after - 1
            at += 1


def lengths(
    forms: cython.const[cython.uint][::1],
    ends: cython.const[cython.uint][::1],
    first_counted: cython.uint,
    counts: cython.uint[::1],
    out: cython.uint[::1],
):
    """How many words of each text count towards its length: those whose form has this number or a higher one.

    Args:
        counts: takes how often each form stands in the texts, added to what it has.
    """
    text: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    form: cython.uint
    total: cython.uint
    for text in range(len(ends)):
        total = 0
        while at < ends[text]:
            form = forms[at] & 0x7FFFFFFF
            total += form >= first_counted
            counts[form] += 1
            at += 1
        out[text] = total


def gather(
    numbers: cython.const[cython.uint][::1],
    ranks: cython.const[cython.uint][::1],
    first: cython.uint,
    ends: cython.uint[::1],
    out: cython.uint[::1],
) -> cython.Py_ssize_t:
    """List the places of equal numbers together: those of the lowest rank first, places in increasing order.

    Args:
        numbers: one for each place; 2³² − 1 leaves the place out.
        ranks: of each number: 0 to len(ends) − 1.
        first: what the first place is called.
        ends: takes where the places of each rank end in `out`.
    Returns:
        How many places are listed.
    """
    place: cython.Py_ssize_t
    rank: cython.Py_ssize_t
    total: cython.uint = 0
    held: cython.uint
    for rank in range(len(ends)):
        ends[rank] = 0
    for place in range(len(numbers)):
        if numbers[place] != _NONE:
            ends[ranks[numbers[place]]] += 1
    for rank in range(len(ends)):
        held = ends[rank]
        ends[rank] = total
        total += held
    for place in range(len(numbers)):
        if numbers[place] != _NONE:
            rank = ranks[numbers[place]]
            out[ends[rank]] = first + place
            ends[rank] += 1
    return total
