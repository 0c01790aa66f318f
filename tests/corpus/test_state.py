"""The state of a corpus: what a file is does not depend on how it was read."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus import UNREADABLE, File, FileReader
from searcher.corpus.state import DIGEST_BYTES, MeasuredFile

_CONTENT = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("state") / "a.bin"
    path.write_bytes(_CONTENT)
    return path


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(("read", "readline", "seek")), st.integers(0, len(_CONTENT) + 9))
        | st.just(("read", -1)),
        max_size=6,
    ),
    buffer=st.sampled_from((16, 1_000, 65_536)),
)
def test_a_file_is_measured_however_it_is_read(path: Path, steps: list[tuple[str, int]], buffer: int) -> None:
    """Readers go back, pass over what they do not need and stop early; the digest is that of the file."""
    with path.open("rb") as opened:
        measured = MeasuredFile(opened.fileno())
        stream = io.BufferedReader(measured, buffer)
        for step, number in steps:
            getattr(stream, step)(number)
        assert measured.measure() == (len(_CONTENT), hashlib.sha256(_CONTENT).digest()[:DIGEST_BYTES])


def test_what_is_read_at_once_is_measured_as_it_was_read(tmp_path: Path) -> None:
    """Were it read once more to be measured, a change in between would never be found."""
    path = tmp_path / "a.bin"
    path.write_bytes(_CONTENT)
    with path.open("rb") as opened:
        measured = MeasuredFile(opened.fileno())
        stream = io.BufferedReader(measured, 1_000)
        assert stream.read() == _CONTENT
        path.write_bytes(_CONTENT[::-1])
        assert measured.measure() == (len(_CONTENT), hashlib.sha256(_CONTENT).digest()[:DIGEST_BYTES])


@pytest.mark.parametrize("lines", [3, 5_000])
def test_what_was_read_is_remembered(tmp_path: Path, lines: int) -> None:
    """Small files are read at once, large ones measured while they are read, and what is broken is part of them."""
    path = tmp_path / "a.jsonl"
    content = (
        "".join(f'{{"id": "{number}", "text": "{"Le port rouvre. " * 8}"}}\n' for number in range(lines))
        + "{\n"
    )
    path.write_text(content, "utf-8")
    file = File(str(path), "a.jsonl", ".jsonl", len(content), 0)
    reader = FileReader(file, remember=True)
    assert len(list(reader.records())) == lines + 1
    assert (reader.size, reader.digest) == (
        len(content),
        hashlib.sha256(content.encode()).digest()[:DIGEST_BYTES],
    )
    assert reader.time == path.stat().st_mtime_ns


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    """What was read of it may be the old or the new; what is remembered must be neither."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("a.txt", "b.txt", "c.txt"):
            archive.writestr(name, f"Le port {name} rouvre. " * 20_000)
    before = path.stat()
    reader = FileReader(File(str(path), "a.zip", ".zip", before.st_size, 0), remember=True)
    records = reader.records()
    next(records)
    with path.open("r+b") as opened:
        opened.seek(before.st_size // 2)
        opened.write(b"X")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))  # clocks may be coarse
    list(records)
    assert reader.size == UNREADABLE
