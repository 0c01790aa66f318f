"""Archives and compressed files: read in place, never beyond the limits, and never outside of themselves."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from corpus.samples import PRESS, tar_of, zip_of

from searcher.corpus import Limits, Progress, Skipped, corpus_bytes, read_corpus
from searcher.corpus.detection import detect_legacy
from searcher.corpus.packing import packing_of

COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}
TEXT = PRESS.encode()


def read(path: Path, **limits: object) -> tuple[list[str], list[str]]:
    skipped: list[Skipped] = []
    articles = read_corpus(path, on_skip=skipped.append, limits=Limits(**limits))  # type: ignore[arg-type]
    return [article.key for article in articles], list(map(str, skipped))


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_lines_of_a_compressed_file_are_read_as_they_come(suffix: str, tmp_path: Path) -> None:
    """An archive of a year does not fit in memory; nor does reading ahead, for its encoding, go back to its start."""
    line = json.dumps({"text": "Le vent tourne à l’est. " * 400}, ensure_ascii=False) + "\n"
    odd = '{"text": "%s"}\n' % ("L’été à Sète. " * 20)
    data = (line * 900).encode() + odd.encode("windows-1252") + (line * 900).encode()
    path = tmp_path / f"an.jsonl.{suffix}"
    path.write_bytes(COMPRESSIONS[suffix](data))
    detect_legacy("Né à Sète".encode("windows-1252"))  # its tables are no part of a file
    tracemalloc.start()
    try:
        encodings = [article.encoding for article in read_corpus(path)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(encodings) == 1801
    assert encodings[900] == "windows-1252"
    assert peak < 16_000_000 < len(data)


def test_files_that_were_put_one_behind_the_other_are_one(tmp_path: Path) -> None:
    """`cat a.gz b.gz` is what crawlers write."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(b"".join(gzip.compress(b'{"text": "%d"}\n' % number) for number in range(3)))
    assert len(read(path)[0]) == 3


def test_an_archive_in_an_archive_is_read_and_no_further(tmp_path: Path) -> None:
    """Once is how archives are kept; more is a trap."""
    inner = zip_of({"a.txt": TEXT})
    (tmp_path / "1.zip").write_bytes(zip_of({"in.zip": inner}))
    (tmp_path / "2.tgz").write_bytes(gzip.compress(tar_of({"in.zip": inner})))
    (tmp_path / "3.zip").write_bytes(zip_of({"b.tgz": gzip.compress(tar_of({"in.zip": inner}))}))
    keys, skipped = read(tmp_path)
    assert keys == ["1.zip/in.zip/a.txt", "2.tgz/in.zip/a.txt"]
    assert skipped == ["3.zip#1: b.tgz#1: in.zip: packed more than 3 times"]
    assert read(tmp_path, layers=9)[0][-1] == "3.zip/b.tgz/in.zip/a.txt"
    assert read(tmp_path / "1.zip", layers=1) == ([], ["1.zip#1: in.zip: packed more than 1 times"])


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_a_bomb_is_stopped_early(suffix: str, tmp_path: Path) -> None:
    """A thousand megabytes of nothing fit into one, and a billion into little more."""
    path = tmp_path / f"bombe.jsonl.{suffix}"
    path.write_bytes(COMPRESSIONS[suffix](b" " * 80_000_000))
    keys, skipped = read(path)
    assert keys == []
    assert skipped == [
        f"bombe.jsonl.{suffix}: unpacked, it is more than 300 times as long: not news, but an archive bomb"
    ]


def test_a_bomb_in_an_archive_is_stopped_with_its_archive(tmp_path: Path) -> None:
    """Each of its members is small, all of them are not."""
    (tmp_path / "b.zip").write_bytes(zip_of({f"{number}.jsonl": b" " * 9_000_000 for number in range(9)}))
    keys, skipped = read(tmp_path)
    assert keys == []
    assert skipped[-1].endswith("not news, but an archive bomb")
    assert len(skipped) <= 9


def test_what_is_unpacked_is_bounded_whatever_the_ratio(tmp_path: Path) -> None:
    """A disk of plain text is as endless as a bomb."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "Le vent tourne."}\n' * 5_000))
    assert read(path, file=80_000)[1] == ["a.jsonl.gz: more than 0.08 MB once it is unpacked"]
    assert len(read(path, file=1_000_000)[0]) == 5_000


def test_members_are_counted(tmp_path: Path) -> None:
    """A million empty files cost nothing to make, and an hour to report."""
    members = {f"{number}.txt": TEXT for number in range(5)}
    for name, pack in (("a.zip", zip_of), ("b.tar", tar_of)):
        (tmp_path / name).write_bytes(pack(members))
        keys, skipped = read(tmp_path / name, members=3)
        assert (len(keys), skipped) == (3, [f"{name}: more than 3 members in one archive"])


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "/etc/passwd.txt", "a/../../b.txt", "C:/a.txt", ".."]
)
@pytest.mark.parametrize("pack", [zip_of, tar_of])
def test_names_that_lead_out_are_refused(
    name: str, pack: Callable[[dict[str, bytes]], bytes], tmp_path: Path
) -> None:
    """Nothing is unpacked to a disk; but a key is shown, and followed."""
    path = tmp_path / ("a.zip" if pack is zip_of else "a.tar")
    path.write_bytes(pack({name: TEXT, "bon.txt": TEXT}))
    keys, skipped = read(path)
    assert keys == [f"{path.name}/bon.txt"]
    assert [one.rpartition(": ")[2] for one in skipped] == ["its name leads out of the archive"]


def test_links_devices_and_what_is_encrypted_are_told(tmp_path: Path) -> None:
    """An archive may say that it holds `/dev/zero`, or a link to it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (
            ("lien.txt", tarfile.SYMTYPE),
            ("dur.txt", tarfile.LNKTYPE),
            ("zero.txt", tarfile.CHRTYPE),
        ):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
    (tmp_path / "a.tar").write_bytes(out.getvalue())
    link = zipfile.ZipInfo("lien.txt")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("secret.txt", "x")
    data = bytearray(out.getvalue())
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(magic) + at] |= 1  # encrypted
    (tmp_path / "b.zip").write_bytes(data)
    assert read(tmp_path) == (
        [],
        [
            "a.tar#1: lien.txt: a link, not followed",
            "a.tar#2: dur.txt: a link, not followed",
            "a.tar#3: zero.txt: not a regular file",
            "b.zip#1: lien.txt: a link, not followed",
            "b.zip#2: secret.txt: encrypted",
        ],
    )


def test_companions_in_an_archive_are_not_news_either(tmp_path: Path) -> None:
    """Each computer adds its own."""
    names = ("README.txt", ".DS_Store", "__MACOSX/a.txt", "dossier/.cache/a.txt", "dossier/a.txt")
    (tmp_path / "a.zip").write_bytes(zip_of(dict.fromkeys(names, TEXT)))
    assert read(tmp_path) == (["a.zip/dossier/a.txt"], [])


def test_progress_in_an_archive_adds_up(tmp_path: Path) -> None:
    """The bar counts what is read from the disk, which is known in advance."""
    (tmp_path / "a.zip").write_bytes(zip_of({f"{number}.txt": TEXT for number in range(50)}))
    (tmp_path / "b.tar.gz").write_bytes(
        gzip.compress(tar_of({f"{number}.txt": TEXT for number in range(50)}))
    )
    reports: list[Progress] = []
    assert len(list(read_corpus(tmp_path, on_file=reports.append))) == 100
    assert sum(report.advanced for report in reports) == corpus_bytes(tmp_path)


def test_what_is_named_as_an_archive_and_is_none_is_told(tmp_path: Path) -> None:
    """The content decides: an archive under another name is one."""
    (tmp_path / "a.zip").write_bytes(TEXT)
    (tmp_path / "b.txt").write_bytes(zip_of({"a.txt": TEXT}))
    (tmp_path / "c.gz").write_bytes(b"")
    assert read(tmp_path) == (
        ["b.txt/a.txt"],
        ["a.zip: named .zip, but nothing of the kind", "c.gz: the file is empty"],
    )


def test_text_that_begins_like_an_archive_is_text() -> None:
    """`BZh` may begin a word, and any text may be 512 bytes long."""
    assert packing_of("BZhang a gagné.".encode() * 99) == ""
    assert packing_of(("x" * 600).encode("utf-16-le")) == ""
    assert packing_of(bytes(1024)) == ""
