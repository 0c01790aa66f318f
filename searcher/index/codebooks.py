"""Codebooks: the words for which stored texts have codes of a byte or two.

In: texts. Out: a codebook of the words that are frequent in them, what codes and decodes by it, and its bytes on the
disk. Compressing what is coded takes a third of the time, and gives a seventh less, than compressing what was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

import zstandard

from searcher.kernels import codes
from searcher.kernels.buffers import zeros

# Words are counted in no more of a text. To count all of 4 MB, not half of it, makes real news 0.003 of its size
# smaller, and building it a hundredth longer; half of 2 MB make it as much larger again.
SAMPLE_BYTES = 1 << 22
# A text of 6,000, 12,000 and 20,000 words takes 0.34, 0.326 and 0.32 of what was written; 28,000 gain 0.002.
_MOST_WORDS = 20_000
# Times that a word stands in a sample, and in all there is: rarer ones take as much room in the codebook as they save.
_LEAST_TIMES, _LEAST_TIMES_IN_ALL = 2, 3
_SHORT_LETTERS = 20  # letters of two bytes that have codes of one: they stand in words that have none
# Of the table in which words are counted: it takes all of 2 MB of news, and all but some rare ones of 4 MB.
_SLOTS = 1 << 16
_LARGEST = 1 << 20  # bytes: all codes there are, each for as long a word as there can be, take less


class Codebook(NamedTuple):
    """Words, the most frequent ones first."""

    words: bytes  # end to end, in UTF-8
    sizes: bytes  # of each, in bytes
    ones: int  # so many have codes of one byte

    def packed(self) -> bytes:
        """As it is written to the disk."""
        head = len(self.sizes).to_bytes(2, "little") + bytes([self.ones])
        return zstandard.ZstdCompressor(level=3).compress(head + self.sizes + self.words)

    @classmethod
    def unpacked(cls, packed: memoryview) -> Codebook:
        """Read what `packed` gives.

        Raises:
            ValueError, ZstdError: it is no codebook.
        """
        if not 3 <= zstandard.frame_content_size(packed) <= _LARGEST:
            raise ValueError("a codebook does not have the size it should")
        written = zstandard.ZstdDecompressor().decompress(packed)
        end = 3 + int.from_bytes(written[:2], "little")
        if len(written) < end:
            raise ValueError("a codebook is cut short")
        words, sizes, ones = written[end:], written[3:end], written[2]
        codes.check(len(words), sizes, ones)
        return cls(words, sizes, ones)

    def coder(self) -> codes.Coder:
        """What writes texts by it, for one thread."""
        slots = 2 << (len(self.sizes) * 3 // 2 + 1).bit_length()
        return codes.Coder(self.words, self.sizes, self.ones, zeros("Q", slots), zeros("Q", slots))

    def decoder(self) -> codes.Decoder:
        """What reads texts."""
        return codes.Decoder(self.words, self.sizes, self.ones)


def learn(texts: Iterable[bytes | memoryview], *, sampled: bool = False) -> Codebook:
    """Make a codebook of the words of texts.

    Args:
        sampled: there are other texts, which it is made for as well.
    """
    sample = _sample(texts)
    size = len(sample) - codes.BEYOND
    least = _LEAST_TIMES if sampled else _LEAST_TIMES_IN_ALL
    tally = codes.Tally(zeros("Q", 4 * _SLOTS))
    tally.count(sample, size)
    # With each of four endings a word may be there, if the sample has room for it so often.
    room = min(4 * _SLOTS, size // (2 * least)) + 64
    counts, sizes, words = zeros("I", room), bytearray(room), bytearray(size // least + 64)
    letters = zeros("I", 0x800)
    found = tally.frequent(least, counts, sizes, words, letters)
    ends = [*accumulate(sizes[:found])]
    spelled = [bytes(words[end - size : end]) for end, size in zip(ends, sizes, strict=False)]
    by_count = sorted(range(found), key=counts.__getitem__, reverse=True)
    frequent = sorted(filter(letters.__getitem__, range(0x80, 0x800)), key=letters.__getitem__, reverse=True)
    alone = [chr(point).encode() for point in frequent if letters[point] >= least]
    chosen = alone[:_SHORT_LETTERS] + [spelled[word] for word in by_count] + alone[_SHORT_LETTERS:]
    return _codebook(chosen)


def _sample(texts: Iterable[bytes | memoryview]) -> bytes:
    """The beginning of texts, and what must stand behind it."""
    parts, left = [], SAMPLE_BYTES
    for text in texts:
        parts.append(text[:left])
        left -= len(text)
        if left <= 0:
            break
    return b"".join([*parts, bytes(codes.BEYOND)])


def _codebook(words: list[bytes]) -> Codebook:
    """Give the shortest codes to the first words."""
    count = min(len(words), _MOST_WORDS)
    # Each byte that begins a code of two is one less for codes of one, and gives 256 for it.
    ones = len(codes.CODES) - max(0, -(-(count - len(codes.CODES)) // 255))
    # What has two bytes gains nothing by a code of two, unless it must be told that they stand for themselves.
    chosen = words[:ones] + [word for word in words[ones:count] if len(word) > 2 or word[0] >= 0x80]
    return Codebook(b"".join(chosen), bytes(map(len, chosen)), min(ones, len(chosen)))
