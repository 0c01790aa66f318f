"""Recording: which corpus a commit was made of, in one more file beside its segments.

In: the state of a corpus. Out: a file of sections, and the state again. Names are compressed, digests cannot be:
100,000 files take some 4 MB, and are read in a tenth of a second.
"""

from __future__ import annotations

import json
from array import array
from pathlib import Path
from typing import Any

import zstandard

from searcher.corpus import CorpusState, FileStates, LeftOut, Limits
from searcher.errors import IndexDamaged
from searcher.index.commits import SEGMENTS, CorpusEntry
from searcher.index.files import SectionFile, SectionWriter, blaming

# What claims to be larger was not written here: millions of files.
_LARGEST = 1 << 30


def write_state(folder: Path, number: int, state: CorpusState) -> CorpusEntry:
    """Write a state, under a number that no file of the index ever had."""
    files = state.files
    left_out = [
        [row, one.record, one.reason, files.rows.get(one.behind, -1)]
        for row, ones in sorted(files.left_out.items())
        for one in ones
    ]
    with blaming(folder / SEGMENTS):
        (folder / SEGMENTS).mkdir(exist_ok=True)
    with SectionWriter(folder / SEGMENTS / f"{number:08x}.corpus") as writer:
        writer.put("sources", json.dumps(state.sources, separators=(",", ":")).encode())
        writer.put("limits", json.dumps(state.limits, separators=(",", ":")).encode())
        # No name of a file has the character NUL.
        writer.put("names", _compressed("\0".join((*files.names, "")).encode()))
        writer.put("sizes", array("Q", files.sizes))
        writer.put("times", array("q", files.times))
        writer.put("digests", files.digests)
        writer.put("left_out", _compressed(json.dumps(left_out, separators=(",", ":")).encode()))
        return CorpusEntry(f"{number:08x}", writer.finish())


def read_state(file: SectionFile) -> CorpusState:
    """
    Raises:
        IndexDamaged: the file is not what was written.
    """
    try:
        sources = json.loads(bytes(file.section("sources")))
        limits = _limits(json.loads(bytes(file.section("limits"))))
        names = _decompressed(file.section("names")).decode().split("\0")[:-1]
        sizes, times = file.section("sizes").cast("Q"), file.section("times").cast("q")
        left_out = _left_out(json.loads(_decompressed(file.section("left_out"))), names)
        files = FileStates(names, sizes, times, bytes(file.section("digests")), left_out)
        if not files.are_whole:
            raise ValueError("its files are not all there")
        return CorpusState(tuple(map(str, sources)), files, limits)
    except (ValueError, TypeError, LookupError, zstandard.ZstdError, RecursionError) as error:
        raise IndexDamaged(file.path, f"cannot be understood: {error}") from error


def _limits(content: list[Any]) -> Limits:
    """What an earlier version did not know of has the value that it has where nobody says another."""
    content = [*content, *Limits()[len(content) :]]
    article, file, document, ratio, members, layers = (
        None if one is None else int(one) for one in content[:-1]
    )
    names = tuple((str(field), str(name)) for field, name in content[-1])
    return Limits(article, file, document, ratio, members, layers or 0, names)


def _left_out(records: list[list[Any]], names: list[str]) -> dict[int, tuple[LeftOut, ...]]:
    found: dict[int, list[LeftOut]] = {}
    for row, record, reason, behind in records:
        if not 0 <= row < len(names):
            raise ValueError("what was left out is of no file")
        one = LeftOut(int(record), str(reason), names[behind] if behind >= 0 else "")
        found.setdefault(row, []).append(one)
    return {row: tuple(ones) for row, ones in found.items()}


def _compressed(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


def _decompressed(data: memoryview) -> bytes:
    if not 0 <= zstandard.frame_content_size(data) <= _LARGEST:
        raise ValueError("it claims to be larger than it can be")
    return zstandard.ZstdDecompressor().decompress(data)
