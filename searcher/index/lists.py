"""Writing the lists of a segment: which articles hold each form, and where.

In: places sorted by form, article and position. Out: sections of two files, and what the lexicon tells of each list.
"""

from __future__ import annotations

from array import array

from searcher.index.files import SectionWriter
from searcher.kernels import postings
from searcher.kernels.buffers import zeros

# Lists are written through a buffer of this size, or of what the longest one needs. To make one of 4 MB costs an update
# of 400 articles a tenth of its time; the writing itself takes no longer through smaller ones.
LIST_BUFFER = 1 << 19

# How much the length of a text counts in the bounds of scores, in hundredths. Ranking takes it from here: bounds of
# another slope are none.
SLOPES = {"body": 75, "title": 30}


def write_lists(
    name: str,
    lists: SectionWriter,
    places: SectionWriter | None,
    order: array[int],
    starts: array[int],
    placed: array[int] | memoryview[int],
    lengths: array[int],
    longest: int,
) -> array[int]:
    """Add lists to the sections of a name, which are begun.

    Args:
        places: takes the positions; none are written without it.
        order: the forms, in the order of the lexicon.
        starts: form f stands at the places starts[f] to starts[f + 1].
        placed: those places, as `invert.place` gives them: article × 2³² + position.
        lengths: of the texts, without function words.
        longest: places of the form that has the most.
    Returns:
        Four numbers a form: articles, occurrences, bytes of postings, of positions.
    """
    slope, typical = SLOPES.get(name, SLOPES["body"]), typical_length(lengths)
    writer = postings.Writer(
        list_buffer := bytearray(max(LIST_BUFFER, 11 * longest + 64)),
        place_buffer := bytearray(max(LIST_BUFFER, 8 * longest + 8) if places else 0),
        zeros("I", postings.BLOCK),
        zeros("I", postings.BLOCK),
    )
    written = zeros("I", 4 * len(order))
    rank = 0
    while rank < len(order):
        rank = writer.write(order, rank, starts, placed, lengths, slope, typical, written)
        list_size, place_size = writer.sizes()
        lists.add(name, memoryview(list_buffer)[:list_size])
        if places:
            places.add(name, memoryview(place_buffer)[:place_size])
        writer.rewind()
    return written


def typical_length(lengths: array[int]) -> int:
    """Of the texts of a segment: the mean, rounded down, at least 1."""
    return max(1, sum(lengths) // max(1, len(lengths)))
