"""Buffers for the kernels to fill: the one place where they are made."""

from array import array

_ZERO = {code: array(code, [0]) for code in "IQdf"}


def zeros(code, count):
    """An array of zeros, of the type that `array` calls by this code: `I` 32 bits, `Q` 64 bits, `d`, `f`."""
    return _ZERO[code] * count


def room(code, count):
    """The same as a view of bytes: for large buffers that are filled once.

    Bytes are made of zeros at once, an array by copying one zero after the other, which takes as long as half of what
    is done with it then.
    """
    return memoryview(bytearray(count * _ZERO[code].itemsize)).cast(code)
