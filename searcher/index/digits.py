"""Numbers by digit: all lowest bytes, then all second ones, and so on, in as few as the highest number needs.

In: 32-bit numbers. Out: bytes, and back. Python moves a digit of all numbers at once, so that reading them takes no
longer than checking them; and digits that are alike stand together, where they compress well.
"""

from __future__ import annotations

import sys
from array import array


def digits_of(highest: int) -> int:
    """How many bytes a number takes.

    >>> digits_of(0), digits_of(255), digits_of(256)
    (0, 1, 2)
    """
    return -(-highest.bit_length() // 8)


def by_digit(numbers: array[int], digits: int | None = None) -> bytes:
    """Write numbers.

    Args:
        digits: of each; as many as the highest needs if not given, none if all are 0.
    """
    written = numbers.tobytes()
    if digits is None:
        digits = digits_of(max(numbers, default=0))
    places = range(4) if sys.byteorder == "little" else range(3, -1, -1)
    return b"".join(written[place::4] for place in places[:digits])


def from_digits(section: memoryview | bytes, count: int) -> array[int]:
    """Read so many numbers.

    Raises:
        ValueError: there are more or fewer, or they are longer than 32 bits.
    """
    digits = len(section) // count if count else 0
    if digits > 4 or digits * count != len(section):
        raise ValueError(f"it does not have {count:,} numbers")
    numbers = bytearray(4 * count)
    for digit in range(digits):
        place = digit if sys.byteorder == "little" else 3 - digit
        numbers[place::4] = section[digit * count : (digit + 1) * count]
    return array("I", bytes(numbers))
