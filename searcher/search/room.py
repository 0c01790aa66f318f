"""Room: what the articles of a segment gather for the words of a query, and what reads the lists into it.

In: forms, as `Family.asked` gives them. Out: sums in the arrays of `sums.Sums`, bits, counts.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from searcher.errors import IndexDamaged
from searcher.index import Segment
from searcher.kernels import postings, sums
from searcher.kernels.buffers import zeros
from searcher.search.ranking import BODY, TITLE

# Articles of bodies, each form counted by itself: of fewer all are added up in less time. And lists of 1,024 articles
# or more: of more than these each may lift an article among the best, and nothing can be passed over.
PRUNED = (8_192, 3)

# What an occurrence counts by the length of a text, in the body and in the title.
Norms = Sequence["array[float]"]


class Room:
    """Arrays with a place for each article of a segment. One thread at a time.

    It does not hold its segment: it is kept for as long as that is held by others.
    """

    def __init__(self, segment: Segment) -> None:
        size, deleted = segment.size, segment.deleted
        hits = zeros("Q", -(-size // 8))
        self.number = 0  # of the segment in the snapshot that is asked
        self.lengths = tuple(segment.column(f"{kind.name}_length") for kind in (BODY, TITLE))
        self.totals = zeros("d", size)
        self.tiers = bytearray(size)
        self.found = zeros("I", size + 1)
        self.marks = bitmap(size)  # to work in
        self.sums = sums.Sums(
            deleted,
            segment.column("first_day"),
            segment.column("key_rank"),
            self.totals,
            self.tiers,
            zeros("d", size),
            hits,
            self.found,
            zeros("I", size + 1),
        )
        self._gathered = postings.Room(
            self.lengths,
            deleted,
            self.totals,
            self.tiers,
            self.found,
            memoryview(hits).cast("B"),
            self.marks,
        )
        self._reader = open_reader(segment)
        self._norms: Norms = ()
        self._path = segment.path("postings")
        self._has_deleted = bool(deleted)

    def begin(self, number: int, norms: Norms) -> None:
        """Get ready for a query.

        Args:
            number: of the segment in the snapshot that is asked.
        """
        self.number = number
        if norms is not self._norms:
            self._gathered.weigh_by(*norms)
            self._norms = norms

    def gather(self, forms: postings.Forms, before: int = 0, wanted: array[int] | None = None) -> int:
        """Add the weighted frequencies of some forms to the sums of their articles: see `postings.Reader.gather`."""
        try:
            return int(self._reader.gather(forms, self.number, self._gathered, before, wanted))
        except ValueError as error:
            raise self._damaged(error) from error

    def collect(self, forms: postings.Forms, among: int = -1) -> int:
        """As `gather`, where nobody counts: see `postings.Reader.collect`."""
        try:
            return int(self._reader.collect(forms, self.number, self._gathered, among))
        except ValueError as error:
            raise self._damaged(error) from error

    def best(self, forms: postings.Forms, longer: float, heap: array[float]) -> int:
        """As `collect`, of articles that may be among the best: see `postings.Reader.best`.

        Args:
            longer: how many times the average length of a body in the whole index is the typical one of the segment,
                if that is not less.
        """
        # A norm is at most as many times that of a text of typical length.
        scale = 1.000001 * BODY.weight * max(1.0, longer) / 256
        try:
            return int(self._reader.best(forms, self.number, self._gathered, scale, *PRUNED, heap))
        except ValueError as error:
            raise self._damaged(error) from error

    def mark(self, forms: postings.Forms, seen: array[int], wanted: array[int] | None = None) -> None:
        """Set the bit of every article that holds any of some forms.

        Args:
            wanted: a bitmap of the only articles that matter: others may be passed over.
        """
        try:
            self._reader.mark_all(forms, self.number, seen, wanted)
        except ValueError as error:
            raise self._damaged(error) from error

    def meet(self, forms: postings.Forms, seen: array[int], counts: array[int]) -> None:
        """As `mark`, of live articles; and add to the counts of their best levels."""
        try:
            self._reader.meet(forms, self.number, self._gathered, seen, counts)
        except ValueError as error:
            raise self._damaged(error) from error

    def take_deleted(self, forms: postings.Forms, counts: array[int]) -> None:
        """Take the deleted articles from counts of levels that were made with them."""
        if self._has_deleted:
            try:
                self._reader.take_levels(forms, self.number, self._gathered, counts)
            except ValueError as error:
                raise self._damaged(error) from error

    def _damaged(self, error: ValueError) -> IndexDamaged:
        return IndexDamaged(self._path, str(error))


def open_reader(segment: Segment) -> postings.Reader:
    """What reads the lists of a segment, for one thread at a time."""
    reader = postings.Reader(zeros("I", postings.ROOM), zeros("I", postings.ROOM))
    segment.open_lists(reader)
    return reader


def bitmap(size: int) -> array[int]:
    """A bit for each article of a segment, all 0."""
    return zeros("Q", -(-size // 64))
