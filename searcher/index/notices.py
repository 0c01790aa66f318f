"""Notices: which words of the bodies stand in them, so that these may weigh less.

In: articles, and their texts as they are cut. Out: of the forms that stand in notices, articles and frequencies there;
of the articles that have some, between which positions they stand.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain

from searcher.analysis import Cut, Cutter
from searcher.article import Article
from searcher.index.files import SectionWriter
from searcher.index.sections import BOUNDS_COUNT, NOTICE_FORMS
from searcher.kernels import notices
from searcher.kernels.buffers import zeros

_NONE = array("I")


def notice_spans(article: Article) -> array[int]:
    """Where each notice of an article starts and ends, in characters of its body."""
    return array("I", chain.from_iterable(zone[1:] for zone in article.zones if zone.kind.is_notice))


class NoticeWords:
    """The words of notices, of all articles of a segment."""

    def __init__(self) -> None:
        self.batches: list[tuple[int, Cut]] = []  # first article, words of it and of those after it
        self.bounds = array("Q")  # as places: article × 2³² + position

    def take(self, cutter: Cutter, first: int, bodies: Sequence[bytes], spans: Sequence[array[int]]) -> None:
        """Pick the words of notices out of bodies.

        Args:
            first: the number of the first of these articles.
            spans: see `notice_spans`; one for each of them.
        """
        forms, ends = array("I"), array("I")
        for text, notice in enumerate(spans):
            if notice:
                # Cut again: few articles have notices, and where words stand would have to be noted of all.
                words = cutter.cut([bodies[text]], with_places=True)
                picked, bounds = zeros("I", len(words.forms)), zeros("I", len(notice))
                filled, bounded = notices.pick(
                    words.forms, words.positions, words.spans, notice, picked, bounds
                )
                forms += picked[:filled]
                self.bounds.extend((first + text) << 32 | bound for bound in bounds[:bounded])
            ends.append(len(forms))
        self.batches.append((first, Cut(ends, forms, _NONE, _NONE)))


def write_notice_forms(lists: SectionWriter, counts: array[int]) -> None:
    """Write which forms stand in notices.

    Args:
        counts: four numbers a form, as `write_lists` gives them.
    """
    writer = notices.Writer(buffer := bytearray(8 * len(counts) + 64))
    offsets = zeros("I", len(counts) // (4 * notices.BLOCK) + 2)
    count = writer.write(counts, offsets)
    lists.put(NOTICE_FORMS, memoryview(buffer)[: len(writer)])
    lists.put(f"{NOTICE_FORMS}_offsets", offsets[: -(-count // notices.BLOCK) + 1])
    lists.put(f"{NOTICE_FORMS}_count", array("I", [count]))


def write_bounds_count(lists: SectionWriter, counts: Iterable[int]) -> None:
    """Write how many articles have notices, and how often one begins or ends in them."""
    lists.put(BOUNDS_COUNT, array("I", list(counts)[:2]))
