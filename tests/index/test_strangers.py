"""Strangers: an index from elsewhere can be wrong in any way, and do nothing but be refused."""

from __future__ import annotations

import ast
import os
import re
import shutil
import tracemalloc
import zlib
from array import array
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

import pytest
import zstandard
from asking import ask, ask_quietly, contents, files
from conftest import ROOT

from benchmarks.flips import bounded_memory
from searcher import Article, DamageWarning, IndexDamaged, build_index, edit_index, open_index
from searcher.index import articles, building, columns, open_snapshot
from searcher.index.articles import LARGEST_STORED
from searcher.index.commits import FORMAT, KINDS, Commit, commit_path, read_commit, write_commit
from searcher.index.files import LARGEST_BLOCK, SectionWriter, Stamp

# What can turn data into code, or start a program. `importlib` imports our own modules by names that stand in the code.
DANGEROUS = {
    "pickle",
    "cPickle",
    "dill",
    "marshal",
    "shelve",
    "copyreg",
    "code",
    "ctypes",
    "subprocess",
    "runpy",
    "pty",
}
DANGEROUS_CALLS = {"eval", "exec", "compile", "__import__", "system", "popen", "execv", "spawnv"}


def test_nothing_in_the_package_can_turn_data_into_code() -> None:
    """Opening an index, or reading a corpus, must be as safe as looking at it."""
    looked = 0
    for path in sorted((ROOT / "searcher").rglob("*.py")):
        looked += 1
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            where = f"{path}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Import):
                assert not {name.name.partition(".")[0] for name in node.names} & DANGEROUS, where
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").partition(".")[0] not in DANGEROUS, where
            elif isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Name):
                    # The one function that records have compiled is made of the names of our own classes' fields.
                    ours = path == ROOT / "searcher" / "records.py" and called.id == "exec"
                    assert ours or called.id not in DANGEROUS_CALLS, where
                elif isinstance(called, ast.Attribute) and ast.unparse(called) != "re.compile":
                    assert called.attr not in DANGEROUS_CALLS, where
    assert looked > 50


# ------------------------------------------------------------------ outside the folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two commits, the newest with deletions: too few for the segment to be written anew."""
    with edit_index(tmp_path / "index") as writer:
        for key in "abcd":
            writer.put(Article(key=key, body=f"La loi du {key}."))
    with edit_index(tmp_path / "index") as writer:
        writer.remove("b")
    return tmp_path / "index"


def linked(path: Path) -> None:
    """Put a link in the place of a file or a folder, to the same thing elsewhere."""
    elsewhere = (
        path.parents[2] / "elsewhere" if path.parent.name == "segments" else path.parents[1] / "elsewhere"
    )
    elsewhere.mkdir(exist_ok=True)
    shutil.move(path, elsewhere / path.name)
    path.symlink_to(elsewhere / path.name)


def piped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("obstacle", [linked, piped])
@pytest.mark.parametrize(
    "name", [*(f"segments/00000000.{kind}" for kind in KINDS), "segments/00000000.deleted-00000002"]
)
def test_a_link_or_a_pipe_in_the_place_of_a_file_is_refused(
    index: Path, obstacle: Callable[[Path], None], name: str
) -> None:
    """A link reads what the stranger may not, a pipe is waited for without end."""
    commit_path(index, 1).unlink()
    obstacle(index / name)
    with pytest.raises(IndexDamaged) as raised:
        open_snapshot(index)
    assert str(index / name) in str(raised.value)


@pytest.mark.parametrize("obstacle", [linked, piped])
def test_a_link_or_a_pipe_in_the_place_of_a_commit_is_damage(
    index: Path, obstacle: Callable[[Path], None]
) -> None:
    """The commit before serves, as for any other damage."""
    obstacle(commit_path(index, 2))
    with pytest.warns(DamageWarning, match=r"commit-00000002\.json"):
        assert open_snapshot(index).commit.number == 1


def test_a_folder_of_segments_that_is_a_link_is_neither_read_nor_written(
    index: Path, sample: Sequence[Article]
) -> None:
    """A writer removes the files that it does not need: in a stranger's place, somebody's."""
    linked(index / "segments")
    before = files(index.parent / "elsewhere")
    with pytest.raises(IndexDamaged, match="segments: is a link"):
        open_snapshot(index)
    for write in (lambda: build_index(index, sample[:2]), lambda: edit_index(index).__enter__()):
        with pytest.raises(IndexDamaged, match="segments: is a link"):
            write()
    assert files(index.parent / "elsewhere") == before


@pytest.mark.parametrize(
    "name", ["commit-00000003.tmp", "segments/00000001.lexicon", "segments/00000001.articles"]
)
def test_a_link_where_a_writer_will_write_leads_nowhere(
    index: Path, sample: Sequence[Article], name: str
) -> None:
    """Names are known beforehand: a link that waits there must not be written through."""
    mine = index.parent / "mine.txt"
    mine.write_text("precious")
    (index / name).symlink_to(mine)
    with edit_index(index) as writer:
        writer.put(sample[0])
    assert mine.read_text() == "precious"
    assert not (index / name).is_symlink()
    assert set(contents(index)) == {"a", "c", "d", sample[0].key}


def test_folders_that_have_the_names_of_files_stop_no_writer(index: Path, sample: Sequence[Article]) -> None:
    """They cannot be removed as files are; the transaction must not fail for it, nor remove what is in them."""
    for name in ("segments/00000009.lexicon", "commit-00000007.tmp"):
        (index / name).mkdir()
        (index / name / "mine.txt").write_text("precious")
    with edit_index(index) as writer:
        writer.put(sample[0])
    assert set(contents(index)) == {"a", "c", "d", sample[0].key}
    assert len(list(index.rglob("mine.txt"))) == 2


# ------------------------------------------------------------------ commits


def forged(index: Path, change: Callable[[str], str]) -> None:
    """Change the text of the newest commit, and make its checksum anew."""
    path = commit_path(index, 2)
    found = re.fullmatch(r'\{"checksum":\d+,"commit":(.*)\}\n', path.read_text())
    assert found
    text = change(found[1])
    assert text != found[1]
    path.write_text(f'{{"checksum":{zlib.crc32(text.encode())},"commit":{text}}}\n')


COMMITS: dict[str, Callable[[str], str]] = {
    "more digits than a number has": lambda text: re.sub(
        r'"body_words":\d+', f'"body_words":{"9" * 4000}', text
    ),
    "more words than can be": lambda text: re.sub(r'"body_words":\d+', f'"body_words":{"9" * 400}', text),
    "names that run out": lambda text: re.sub(r'"next_segment":\d+', '"next_segment":4294967296', text),
    "names that come again": lambda text: re.sub(r'"next_segment":\d+', '"next_segment":0', text),
    "a count that is true": lambda text: re.sub(r'"articles":\d+', '"articles":true', text),
    "a format that is text": lambda text: text.replace(f'"format":{FORMAT}', '"format":"\\u001b[2J"'),
    "an analysis that commands": lambda text: re.sub(r'"analysis":"[^"]*"', r'"analysis":"\\u001b[2J"', text),
    "deletions of another number": lambda text: re.sub(r'"count":\d+', '"count":2', text),
    "a segment twice": lambda text: re.sub(r'"segments":\[(.*?)\],"next', r'"segments":[\1,\1],"next', text),
}


@pytest.mark.parametrize("change", COMMITS.values(), ids=COMMITS.keys())
def test_a_commit_that_no_writer_wrote_is_refused(index: Path, change: Callable[[str], str]) -> None:
    """Its checksum proves that it is whole, not that it is ours."""
    commit_path(index, 1).unlink()
    forged(index, change)
    with pytest.raises(IndexDamaged, match=r"commit-00000002|deleted-00000002"):
        ask(index)


def test_an_older_commit_under_a_newer_name_is_damage(index: Path, sample: Sequence[Article]) -> None:
    """Restored from a copy into the wrong place, it would bring back what was removed."""
    right = ask(index)
    shutil.copy(commit_path(index, 1), commit_path(index, 3))
    with pytest.warns(DamageWarning, match=r"commit-00000003\.json.* commit 2 serves"):
        assert ask(index) == right


def test_the_files_of_two_segments_exchanged_are_noticed(sample: Sequence[Article], tmp_path: Path) -> None:
    """Each file is whole, and stands where the commit says that another is."""
    for part in (sample[:10], sample[10:20]):
        with edit_index(tmp_path / "right") as writer:
            for article in part:
                writer.put(article)
    for kind in KINDS:
        shutil.copytree(tmp_path / "right", tmp_path / kind)
        a, b = (tmp_path / kind / "segments" / f"{name}.{kind}" for name in ("00000000", "00000001"))
        content = a.read_bytes()
        assert content != b.read_bytes()
        a.write_bytes(b.read_bytes())
        b.write_bytes(content)
        with pytest.raises(IndexDamaged, match=rf"\.{kind}: "):
            ask_quietly(tmp_path / kind)


def test_commits_of_any_number_are_followed_by_one_more(index: Path, sample: Sequence[Article]) -> None:
    """A name of eight nines must not make the next commit, of nine digits, invisible."""
    entry = read_commit(index, 2)
    write_commit(index, Commit(99_999_999, entry.analysis, entry.segments, entry.next_segment))
    for article in sample[:2]:
        with edit_index(index) as writer:
            writer.put(article)
    assert open_snapshot(index).commit.number == 100_000_001
    assert open_snapshot(index).articles == 5


@pytest.mark.parametrize(
    "name", ["commit-٠٠٠٠٠٠٠٩.json", "commit-000000009.json", "commit-0000009.json", "commit-00000009.json~"]
)
def test_names_that_only_look_like_a_commit_are_nobodys(index: Path, name: str) -> None:
    """Python takes the digits of any alphabet for digits."""
    (index / name).write_text("{}")
    assert open_snapshot(index).commit.number == 2


def test_a_commit_of_a_terabyte_is_not_read(index: Path) -> None:
    """A file of holes costs its maker nothing."""
    os.truncate(commit_path(index, 2), 1 << 40)
    with pytest.warns(DamageWarning, match=r"has more than 67,108,864 bytes.* commit 1 serves"):
        open_snapshot(index)


# ------------------------------------------------------------------ articles


def replace_articles(index: Path, block: bytes, size: int, codebooks: Sequence[bytes] = ()) -> None:
    """Give the index of one article another block, of this size by its own account, and by the last codebook."""
    path = index / "segments" / "00000000.articles"
    path.unlink()
    writer = SectionWriter(path)
    writer.put("blocks", block)
    writer.put("firsts", array("I", [0]))
    writer.put("sizes", array("I", [size & 0xFFFFFFFF]))
    writer.put("ends", array("Q", [len(block)]))
    writer.put("books", bytes([len(codebooks)] if codebooks else []))
    writer.put("codebooks", b"".join(codebooks))
    writer.put("codebook_ends", array("I", accumulate(map(len, codebooks))))
    stamp = writer.finish()
    commit = read_commit(index, 1)
    (entry,) = commit.segments
    files: dict[str, Stamp] = {**entry.files, "articles": stamp}
    segment = type(entry)(entry.name, entry.articles, entry.body_words, entry.title_words, files)
    commit_path(index, 1).unlink()
    write_commit(index, Commit(1, commit.analysis, (segment,), commit.next_segment))


def frame(content: bytes, claimed: int) -> bytes:
    """A frame of Zstandard that claims another size than it has: single segment, size in 4 bytes."""
    whole = zstandard.ZstdCompressor(write_content_size=True).compress(content)
    descriptor = whole[4]
    width = (1 if descriptor & 0x20 else 0, 2, 4, 8)[descriptor >> 6]
    header = 5 + (0 if descriptor & 0x20 else 1)
    return whole[:4] + bytes([0xA0]) + claimed.to_bytes(4, "little") + whole[header + width :]


BOMBS = {
    "a claim beyond the limit": (frame(b"x" * 1000, LARGEST_BLOCK + 1), LARGEST_BLOCK + 1),
    "a claim of 4 GB": (frame(b"x" * 1000, 0xFFFFFFFF), 0xFFFFFFFF),
    "less than it claims": (frame(b"x" * 1000, 100_000_000), 100_000_000),
    "more than it claims": (frame(bytes(100_000_000), 1000), 1000),
    "a claim that is not the index's": (frame(bytes(50_000_000), 50_000_000), 1000),
    "no frame": (b"x" * 1000, 1000),
    "nothing": (b"", 0),
}


def test_the_frames_of_these_tests_are_frames_but_for_what_they_claim() -> None:
    """Else the next test would prove nothing."""
    assert zstandard.ZstdDecompressor().decompress(frame(b"x" * 1000, 1000)) == b"x" * 1000


@pytest.mark.parametrize(("block", "size"), BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_in_the_articles_fills_no_memory(tmp_path: Path, block: bytes, size: int) -> None:
    """A few kilobytes can become any number of gigabytes, if one lets them."""
    build_index(tmp_path, [Article(key="a", body="La loi.")])
    replace_articles(tmp_path, block, size)
    tracemalloc.start()
    try:
        with bounded_memory(512 << 20), pytest.raises(IndexDamaged, match=r"\.articles: "):
            ask(tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < LARGEST_BLOCK


def codebook(words: int, ones: int, sizes: bytes, spelled: bytes) -> bytes:
    """A codebook as the page tells, whatever it claims."""
    return zstandard.ZstdCompressor().compress(words.to_bytes(2, "little") + bytes([ones]) + sizes + spelled)


def coded_block(body: bytes) -> bytes:
    """A block of one article whose body is coded, before it is compressed."""
    metadata = b'{"key":"a"}'
    lengths = b"".join(len(part).to_bytes(4, "little") for part in (metadata, b"", body))
    return lengths + metadata + body


WORD = codebook(1, 1, b"\x13", b"x" * 19)
CODED = {
    "a word in place of millions": (b"\1" * (LARGEST_BLOCK // 19 + 1), [WORD], "more than"),
    "a code that stands for nothing": (b"ab\2\0", [WORD], "no word"),
    "a code that does not end": (b"ab\2", [WORD], "no word"),
    "bytes that are not there": (b"ab\0\5abc", [WORD], "no word"),
    "words that are not there": (b"ab", [codebook(2, 1, b"\1\1", b"x")], "not as long"),
    "more words than it has sizes": (b"ab", [codebook(60_000, 1, b"\1", b"x")], "cut short"),
    "more words of a byte than words": (b"ab", [codebook(1, 2, b"\1", b"x")], "more words than codes"),
    "more words than codes": (b"ab", [codebook(200, 157, b"\1" * 200, b"x" * 200)], "more words than codes"),
    "a word of no letter": (b"ab", [codebook(1, 1, b"\0", b"")], "of a size"),
    "a word that is too long": (b"ab", [codebook(1, 1, b"\x14", b"x" * 20)], "of a size"),
    "a codebook of no size": (b"ab", [zstandard.ZstdCompressor().compress(b"")], "the size it should"),
    "a codebook of 100 MB": (b"ab", [frame(bytes(100_000_000), 100_000_000)], "the size it should"),
    "a codebook that is less than it claims": (b"ab", [frame(b"\1\0\1\1x", 100_000)], "cannot be read"),
    "a codebook that is no frame": (b"ab", [b"abc"], "cannot be read"),
    "no codebook": (b"ab", [b""], "cannot be read"),
}


@pytest.mark.parametrize(("body", "codebooks", "reason"), CODED.values(), ids=CODED.keys())
def test_a_coded_text_that_is_none_is_damage(
    tmp_path: Path, body: bytes, codebooks: Sequence[bytes], reason: str
) -> None:
    """Codes stand for more than they are, and a codebook is as little to be believed as a block."""
    build_index(tmp_path, [Article(key="a", body="La loi.")])
    block = coded_block(body)
    replace_articles(tmp_path, zstandard.ZstdCompressor().compress(block), len(block), codebooks)
    with bounded_memory(768 << 20), pytest.raises(IndexDamaged, match=rf"\.articles: .*{reason}"):
        ask(tmp_path)


def test_a_codebook_that_is_not_there_is_damage(tmp_path: Path) -> None:
    """Blocks tell its number, and sections where it is; neither is taken at its word."""
    build_index(tmp_path, [Article(key="a", body="La loi.")])
    block = zstandard.ZstdCompressor().compress(coded_block(b"ab"))
    size = len(coded_block(b"ab"))
    replace_articles(tmp_path, block, size, [WORD])
    assert open_snapshot(tmp_path).segments[0].article(0).body == "ab"
    writer_put = SectionWriter.put
    for section, data in (
        ("books", b"\2"),
        ("books", b"\1\1"),
        ("codebook_ends", array("I", [len(WORD) + 9])),
        ("codebook_ends", array("I", [])),
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                SectionWriter,
                "put",
                lambda self, name, put, *, changed=section, new=data: writer_put(
                    self, name, new if name == changed else put
                ),
            )
            replace_articles(tmp_path, block, size, [WORD])
        with pytest.raises(IndexDamaged, match=r"\.articles: (?:has no|codebook)"):
            open_snapshot(tmp_path).segments[0].article(0)


METADATA = {
    "a list": b"[]",
    "a number": b"7",
    "a source that is a number": b'{"key":"a","source":7}',
    "an address that is a list": b'{"key":"a","url":["x"]}',
    "extra that is text": b'{"key":"a","extra":"x"}',
    "a body": b'{"key":"a","body":"x"}',
    "a field that none has": b'{"key":"a","__class__":"x"}',
    "no key": b'{"source":"x"}',
    "a key that commands": b'{"key":"\\u001b[2J"}',
    "a date that is none": b'{"key":"a","published":"2024-13"}',
    "a date that is a number": b'{"key":"a","published":2024}',
    "no end": b'{"key":' + b"[" * 100_000,
    "no text": b"\xff\xfe",
    "nothing": b"",
}


@pytest.mark.parametrize("metadata", METADATA.values(), ids=METADATA.keys())
def test_metadata_that_are_none_are_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, metadata: bytes
) -> None:
    """They are JSON, which can be anything; an article has texts."""
    monkeypatch.setattr(articles, "_metadata", lambda _: metadata)
    build_index(tmp_path, [Article(key="a", body="La loi.")])
    with pytest.raises(IndexDamaged, match=r"\.articles: article 0 cannot be read"):
        ask(tmp_path)


def test_positions_beyond_count_are_given_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lexicon says how many there are; nobody makes room for 32 GB of them on its word alone."""
    write = building.SegmentBuilder._write_lists

    def beyond(self: building.SegmentBuilder, *arguments: object) -> array[int]:
        written = write(self, *arguments)  # type: ignore[arg-type]
        for at in range(0, len(written), 4):
            written[at + 1] = written[at + 3] = 0xFFFFFFF0  # occurrences, bytes of positions
        return written

    monkeypatch.setattr(building.SegmentBuilder, "_write_lists", beyond)
    build_index(tmp_path, [Article(key="a", body="La loi du code.")])
    with (
        bounded_memory(),
        pytest.raises(IndexDamaged, match=r"more positions than are written|has not the positions it says"),
    ):
        ask(tmp_path, ['"loi code"', '"loi du code"'])


def test_days_that_are_none_are_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A column holds any number; a calendar does not."""
    write = columns.Columns.write

    def beyond(self: columns.Columns, file: SectionWriter) -> None:
        self._first_day[0] = 0xFFFFFFFF
        write(self, file)

    monkeypatch.setattr(columns.Columns, "write", beyond)
    build_index(tmp_path, [Article(key="a", body="La loi.")])
    with open_index(tmp_path) as index, pytest.raises(IndexDamaged, match="4,294,967,295"):
        index.status()


def test_an_article_that_no_reader_would_take_is_not_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can be written can be read: the limit is the same on both sides."""
    assert LARGEST_STORED + articles.BLOCK_BYTES < LARGEST_BLOCK
    monkeypatch.setattr(articles, "LARGEST_STORED", 1000)
    with edit_index(tmp_path) as writer:
        with pytest.raises(ValueError, match="the article 'long' is longer than 1,000 bytes"):
            writer.put(Article(key="long", body="x" * 1001))
        writer.put(Article(key="court", body="x" * 900))
    assert list(contents(tmp_path)) == ["court"]
