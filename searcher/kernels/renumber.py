"""Give the articles of several segments the numbers that they have in one, and carry over what is known of them.

In: bitmaps of deleted articles, a number an article. Out: the numbers of the live ones, in the same order.
"""

import cython

_NONE = cython.declare(cython.uint, 0xFFFFFFFF)


def renumber(
    deleted: cython.const[cython.ulonglong][::1], first: cython.uint, out: cython.uint[::1]
) -> cython.Py_ssize_t:
    """Number the articles of one segment, one for each place of `out`; deleted ones are 2³² − 1.

    Args:
        deleted: a bitmap; may be empty if none is.
        first: the number of the first live one.
    Returns:
        The number after the last.
    """
    article: cython.Py_ssize_t
    number: cython.Py_ssize_t = first
    if len(deleted) > 0 and len(deleted) * 64 < len(out):
        raise ValueError("the bitmap is too short")
    if number + len(out) >= _NONE:
        raise ValueError("there are too many articles for one segment")
    for article in range(len(out)):
        if len(deleted) > 0 and (deleted[article >> 6] >> (article & 63)) & 1:
            out[article] = _NONE
        else:
            out[article] = number
            number += 1
    return number


def carry(
    column: cython.const[cython.uint][::1],
    numbers: cython.const[cython.uint][::1],
    out: cython.uint[::1],
):
    """Write the value of each live article of one segment at its new number.

    Raises:
        ValueError: there are not as many values as numbers, or `out` is too short.
    """
    article: cython.Py_ssize_t
    if len(column) != len(numbers):
        raise ValueError("there must be a value for each article")
    for article in range(len(numbers)):
        if numbers[article] != _NONE:
            if numbers[article] >= len(out):
                raise ValueError("the buffer is too small")
            out[numbers[article]] = column[article]


def keep_counted(
    body: cython.uint[::1], title: cython.uint[::1], notices: cython.uint[::1], out: cython.uint[::1]
) -> cython.Py_ssize_t:
    """List the forms that are in an article, and move their counts together.

    Args:
        body, title, notices: four numbers a form, the first of them in how many articles it is; changed in place. What
            is in a notice is in a body.
        out: takes the numbers of those that are in one.
    Returns:
        How many there are.
    """
    form: cython.Py_ssize_t
    at: cython.Py_ssize_t
    kept: cython.Py_ssize_t = 0
    if len(body) != len(title) or len(body) != len(notices) or len(out) < len(body) // 4:
        raise ValueError("the buffers do not fit each other")
    for form in range(len(body) // 4):
        if body[4 * form] > 0 or title[4 * form] > 0:
            for at in range(4):
                body[4 * kept + at] = body[4 * form + at]
                title[4 * kept + at] = title[4 * form + at]
                notices[4 * kept + at] = notices[4 * form + at]
            out[kept] = form
            kept += 1
    return kept
