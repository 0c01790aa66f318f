"""The state of a corpus: what a file is does not depend on how it was read."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.corpus import File, FileReader
from searcher.corpus.state import DIGEST_BYTES, MeasuredFile

_CONTENT = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("state") / "a.bin"
    path.write_bytes(_CONTENT)
    return path


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(("read", "readline", "seek")), st.integers(0, len(_CONTENT) + 9)),
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
