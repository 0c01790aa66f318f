"""Buffers for the kernels to fill: the one place where they are made."""

from array import array

_ZERO = {code: array(code, [0]) for code in "IQdf"}


def zeros(code, count):
    """An array of zeros, of the type that `array` calls by this code: `I` 32 bits, `Q` 64 bits, `d`, `f`."""
    return _ZERO[code] * count
