"""A budget: how much may still be unpacked from one file of the corpus.

In: the size of the file, and the limits. Out: nothing, or what says that it is too much.
"""

from __future__ import annotations

from searcher.corpus.limits import FREE_OF_RATIO, Limits, Refused


class Budget:
    """What may still be unpacked from one file of the corpus, however it is packed."""

    def __init__(self, packed: int, limits: Limits) -> None:
        """
        Args:
            packed: the size of the file, in bytes.
        """
        self.limits = limits
        self._packed = max(packed, 1)
        self._unpacked = 0
        self._members = 0

    def unpack(self, size: int) -> None:
        """
        Raises:
            Refused: that is too much.
        """
        self._unpacked += size
        largest, ratio = self.limits.file, self.limits.ratio
        if largest is not None and self._unpacked > largest:
            raise Refused(f"more than {largest / 1_000_000:g} MB once it is unpacked")
        if ratio is not None and self._unpacked > max(ratio * self._packed, FREE_OF_RATIO):
            raise Refused(f"unpacked, it is more than {ratio} times as long: not news, but an archive bomb")

    def member(self) -> None:
        """
        Raises:
            Refused: there are too many.
        """
        self._members += 1
        if self.limits.members is not None and self._members > self.limits.members:
            raise Refused(f"more than {self.limits.members:,} members in one archive")
