"""Which forms of a lexicon belong to so much that it pays to count their families beforehand."""

import cython


def add_up(
    keys: cython.const[cython.uchar][::1],
    key_ends: cython.const[cython.uint][::1],
    names: cython.const[cython.uchar][::1],
    name_ends: cython.const[cython.uint][::1],
    members: cython.const[cython.uint][::1],
    member_ends: cython.const[cython.uint][::1],
    body: cython.const[cython.uint][::1],
    title: cython.const[cython.uint][::1],
    runs: cython.ulonglong[::1],
    sums: cython.ulonglong[::1],
):
    """Add up the postings of the forms that share a key, or a group, with each form.

    Args:
        keys, key_ends: the keys of the forms, sorted by bytes, a newline after each, and where each ends.
        names, name_ends: those of the groups, likewise.
        members, member_ends: the numbers of the forms of each group, and where they end; forms whose key is the name
            belong to it as well.
        body, title: four numbers a form, the first of which is how many postings it has.
        runs: takes for each form how many postings those of its key have.
        sums: takes how many those of its key, or of its group, have, the more of both.
    """
    forms: cython.Py_ssize_t = len(key_ends)
    form: cython.Py_ssize_t = 0
    first: cython.Py_ssize_t
    last: cython.Py_ssize_t
    group: cython.Py_ssize_t
    member: cython.Py_ssize_t
    begin: cython.Py_ssize_t
    end: cython.Py_ssize_t = 0
    start: cython.Py_ssize_t = 0
    total: cython.ulonglong
    if (
        min(len(body), len(title)) < 4 * forms
        or min(len(runs), len(sums)) < forms
        or len(member_ends) < len(name_ends)
    ):
        raise ValueError("the buffers do not belong together")
    while form < forms:
        last = _run_end(keys, key_ends, form)
        total = 0
        for first in range(form, last):
            total += cython.cast(cython.ulonglong, body[4 * first]) + title[4 * first]
        for first in range(form, last):
            runs[first] = sums[first] = total
        form = last
    form = 0
    for group in range(len(name_ends)):
        begin = end
        end = member_ends[group]
        if end < begin or end > len(members):
            raise ValueError("the members of groups are not in order")
        while (
            form < forms
            and _compare(keys, _start(key_ends, form), key_ends[form], names, start, name_ends[group]) < 0
        ):
            form += 1
        last = form
        if (
            form < forms
            and _compare(keys, _start(key_ends, form), key_ends[form], names, start, name_ends[group]) == 0
        ):
            last = _run_end(keys, key_ends, form)
        start = name_ends[group] + 1
        total = 0
        for first in range(form, last):
            total += cython.cast(cython.ulonglong, body[4 * first]) + title[4 * first]
        for member in range(begin, end):
            if members[member] >= cython.cast(cython.ulonglong, forms):
                raise ValueError("a group has a form that is not there")
            total += cython.cast(cython.ulonglong, body[4 * members[member]]) + title[4 * members[member]]
        for first in range(form, last):
            sums[first] = max(sums[first], total)
        for member in range(begin, end):
            sums[members[member]] = max(sums[members[member]], total)


def choose(
    keys: cython.const[cython.uchar][::1],
    key_ends: cython.const[cython.uint][::1],
    forms: cython.const[cython.uchar][::1],
    form_ends: cython.const[cython.uint][::1],
    body: cython.const[cython.uint][::1],
    title: cython.const[cython.uint][::1],
    runs: cython.const[cython.ulonglong][::1],
    sums: cython.const[cython.ulonglong][::1],
    least: cython.ulonglong,
    own: cython.ulonglong,
    out: cython.uint[::1],
) -> cython.Py_ssize_t:
    """List the forms that belong to many postings, of which some are what was written where they may be typed.

    Args:
        runs, sums: what `add_up` found.
        least: how many postings they must belong to.
        own: how many they must have themselves or, if they are spelled as their key is, the forms of their key.
        out: takes their numbers.
    Returns:
        How many there are.
    """
    form: cython.Py_ssize_t
    start: cython.Py_ssize_t
    spelled: cython.Py_ssize_t
    filled: cython.Py_ssize_t = 0
    count: cython.Py_ssize_t = len(key_ends)
    if min(len(body), len(title)) < 4 * count or min(len(runs), len(sums), len(out), len(form_ends)) < count:
        raise ValueError("the buffers do not belong together")
    for form in range(count):
        if sums[form] < least or runs[form] < own:
            continue
        start = _start(key_ends, form)
        spelled = _start(form_ends, form)
        if (
            cython.cast(cython.ulonglong, body[4 * form]) + title[4 * form] >= own
            or _compare(keys, start, key_ends[form], forms, spelled, form_ends[form]) == 0
        ):
            out[filled] = form
            filled += 1
    return filled


@cython.cfunc
@cython.inline
@cython.exceptval(check=False)
def _start(ends: cython.const[cython.uint][::1], line: cython.Py_ssize_t) -> cython.Py_ssize_t:
    return ends[line - 1] + 1 if line > 0 else 0


@cython.cfunc
@cython.exceptval(check=False)
def _run_end(
    keys: cython.const[cython.uchar][::1],
    key_ends: cython.const[cython.uint][::1],
    form: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """The form after the last one that has the key of this one."""
    start: cython.Py_ssize_t = _start(key_ends, form)
    size: cython.Py_ssize_t = key_ends[form] - start
    last: cython.Py_ssize_t = form + 1
    at: cython.Py_ssize_t
    while last < len(key_ends) and key_ends[last] - key_ends[last - 1] == size + 1:
        # The last letters differ most often.
        at = size
        while at > 0 and keys[start + at - 1] == keys[key_ends[last - 1] + at]:
            at -= 1
        if at > 0:
            break
        last += 1
    return last


@cython.cfunc
@cython.exceptval(check=False)
def _compare(
    a: cython.const[cython.uchar][::1],
    start: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    b: cython.const[cython.uchar][::1],
    begin: cython.Py_ssize_t,
    stop: cython.Py_ssize_t,
) -> cython.int:
    """Below 0 if a[start:end] is below b[begin:stop], 0 if they are equal, above 0 if it is above."""
    while start < end and begin < stop:
        if a[start] != b[begin]:
            return -1 if a[start] < b[begin] else 1
        start += 1
        begin += 1
    if start == end:
        return 0 if begin == stop else -1
    return 1
