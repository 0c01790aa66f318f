"""Damage: a byte that is not what was written gives a right answer or a named error, never a wrong answer."""

from __future__ import annotations

import json
import os
import resource
import shutil
import tempfile
import warnings
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from asking import Answers, ask, contents

from benchmarks.flips import PATTERNS, Flips, bounded_memory, segment_files
from benchmarks.flips import files as flipped_files
from searcher import Article, DamageWarning, IndexDamaged, IndexOutdated, build_index, edit_index
from searcher.index import open_snapshot
from searcher.index.commits import KINDS, commit_path

FEW = ("*", "loi OU crue", '"code du travail"')


@pytest.fixture(scope="module")
def small(
    sample: Sequence[Article], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Answers, dict[str, Article]]:
    """A small index of one commit, with deletions: its folder, its answers, its articles. Copied, never changed."""
    folder = tmp_path_factory.mktemp("small")
    with edit_index(folder) as writer:
        for article in sample[:12]:
            writer.put(article)
        writer.remove(sample[3].key)
    return folder, ask(folder, FEW), contents(folder)


def use(folder: Path) -> tuple[Answers, dict[str, Article]]:
    """Open, search, read and verify."""
    snapshot = open_snapshot(folder)
    answers = ask(snapshot, FEW), contents(snapshot)
    snapshot.verify()
    return answers


def right_or_damaged(folder: Path, right: tuple[Answers, dict[str, Article]]) -> bool:
    """Use an index: True if it noticed the damage. A wrong answer, or any other error, fails the test."""
    try:
        assert use(folder) == right
    except IndexDamaged as error:
        assert str(folder) in str(error)
        assert error.hint
        return True
    return False


def all_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "lock"]


@pytest.fixture
def all_texts_coded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codebooks are made of few articles, too."""
    monkeypatch.setattr("searcher.index.articles.LEAST_CODED", 1)


@pytest.mark.usefixtures("all_texts_coded")
def test_any_byte_flipped_is_noticed(tmp_path: Path) -> None:
    """Disks err; the answer must not. Every byte of every file, in each of three ways."""
    flips = Flips(tmp_path, alone=True)
    for path in flipped_files(tmp_path):
        outcomes = flips.flip(path)
        assert set(outcomes) == {"noticed"}, flips.wrong
        assert outcomes.total() == len(PATTERNS) * path.stat().st_size


def test_where_a_flipped_byte_spoils_the_newest_commit_the_one_before_serves(tmp_path: Path) -> None:
    """An old answer is right for its time, and whoever reads it is told; a mixture of two would be wrong."""
    flips, outcomes = Flips(tmp_path), Counter[str]()
    for path in flipped_files(tmp_path):
        outcomes += flips.flip(path, step=41)
    assert not flips.wrong
    assert set(outcomes) == {
        "noticed",
        "fell back",
        "harmless",
    }  # the commit before is not read unless it is needed


@pytest.mark.usefixtures("all_texts_coded")
def test_a_flipped_byte_that_its_checksums_vouch_for_crashes_nothing(tmp_path: Path) -> None:
    """A stranger can make checksums, too: any answer will do, but no other error, no hang, no wild memory."""
    flips, outcomes = Flips(tmp_path), Counter[str]()
    with bounded_memory():
        for path in segment_files(tmp_path):
            outcomes += flips.forge(path, step=29)
    assert not flips.wrong
    assert set(outcomes) == {"noticed", "answered"}


@pytest.mark.parametrize("kind", [*KINDS, "deleted", "commit"])
def test_a_file_that_is_short_long_empty_or_another_one_is_noticed(small, tmp_path: Path, kind: str) -> None:
    """Copies stop half-way, and files are restored into the wrong place."""
    folder, *right = small
    shutil.copytree(folder, tmp_path / "index")
    (path,) = (path for path in all_files(tmp_path / "index") if kind in path.name)
    whole = path.read_bytes()
    wrong = [whole[:size] for size in (0, 1, 7, 8, 100, len(whole) // 2, len(whole) - 1)]
    wrong += [whole + b"\0", whole + whole, bytes(len(whole)), whole[::-1]]
    wrong += [other.read_bytes() for other in all_files(folder) if other.name != path.name]
    for content in wrong:
        if content == whole:
            continue
        path.write_bytes(content)
        assert right_or_damaged(tmp_path / "index", tuple(right))


@pytest.mark.parametrize("kind", [*KINDS, "deleted"])
def test_a_file_that_is_missing_a_folder_or_a_loop_is_named(small, tmp_path: Path, kind: str) -> None:
    """The message names the file: that is what has to be restored."""
    folder, *_ = small
    shutil.copytree(folder, tmp_path / "index")
    (path,) = (path for path in all_files(tmp_path / "index") if kind in path.name)
    path.unlink()
    for obstacle in (lambda: None, path.mkdir, lambda: (path.rmdir(), path.symlink_to(path))):
        obstacle()
        with pytest.raises(IndexDamaged) as raised:
            use(tmp_path / "index")
        assert str(path) in str(raised.value)


def test_files_of_another_segment_of_the_same_sizes_are_noticed(tmp_path: Path) -> None:
    """Checksums of pages prove that a page is whole; that it belongs here, only the commit can tell."""
    for name, word in (("a", "chat"), ("b", "rats")):
        build_index(tmp_path / name, [Article(key="1", body=f"un {word} noir")])
    right = use(tmp_path / "a")
    for kind in KINDS:
        shutil.copytree(tmp_path / "a", tmp_path / kind)
        source, target = (tmp_path / name / "segments" / f"00000000.{kind}" for name in ("b", kind))
        shutil.copyfile(source, target)
        assert (
            right_or_damaged(tmp_path / kind, right)
            or source.read_bytes() == (tmp_path / "a" / "segments" / target.name).read_bytes()
        )


def test_a_page_altered_is_noticed_when_it_is_used_and_by_verify(tmp_path: Path) -> None:
    """Opening a large index reads little of it: the rest is checked on the way, or all of it when asked."""
    random = Random(1)
    words = [f"mot{random.randrange(10**9)}" for _ in range(100_000)]
    build_index(tmp_path, [Article(key=f"{n}", title=words[n], body=" ".join(words[n::4])) for n in range(4)])
    right = {word: ask(tmp_path, [word, f'"{words[4]} {words[8]}"']) for word in words[::997]}
    for kind in ("lexicon", "positions", "articles"):
        path = tmp_path / "segments" / f"00000000.{kind}"
        whole = path.read_bytes()
        assert len(whole) > 2 << 16, "not a page between the first and the last"
        path.write_bytes(whole[:70_000] + bytes([whole[70_000] ^ 4]) + whole[70_001:])
        snapshot = open_snapshot(tmp_path)  # nothing is noticed yet
        with pytest.raises(IndexDamaged, match=f"{path}.* altered"):
            snapshot.verify()
        asked = []
        for word in words[::997]:
            try:
                asked.append(ask(open_snapshot(tmp_path), [word, f'"{words[4]} {words[8]}"']) == right[word])
            except IndexDamaged as error:
                assert "altered" in str(error)
        assert all(asked)
        assert len(asked) < len(right)
        path.write_bytes(whole)
    open_snapshot(tmp_path).verify()


def test_verify_reads_again_what_was_read_before(small, tmp_path: Path) -> None:
    """A disk may fail after a page was checked once."""
    folder, *_ = small
    shutil.copytree(folder, tmp_path / "index")
    snapshot = open_snapshot(tmp_path / "index")
    ask(snapshot)
    path = tmp_path / "index" / "segments" / "00000000.lexicon"
    with open(path, "r+b") as file:  # in place: the snapshot has this very file mapped
        file.seek(200)
        byte = file.read(1)
        file.seek(200)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(IndexDamaged, match="altered"):
        snapshot.verify()


# ------------------------------------------------------------------ falling back


def damage_commit(folder: Path, number: int) -> None:
    path = commit_path(folder, number)
    path.write_bytes(path.read_bytes().replace(b"1", b"2", 1))


def remove_newest_file(folder: Path, number: int) -> None:
    max((folder / "segments").glob("*.lexicon")).unlink()


@pytest.mark.parametrize("damage", [damage_commit, remove_newest_file])
def test_a_damaged_newest_commit_is_named_and_the_one_before_serves(
    sample: Sequence[Article], tmp_path: Path, damage: Callable[[Path, int], None]
) -> None:
    """Yesterday's index is better than none, as long as its reader knows."""
    build_index(tmp_path, sample[:10])
    before = ask(tmp_path)
    with edit_index(tmp_path) as writer:
        writer.put(sample[20])
    damage(tmp_path, 2)
    with pytest.warns(DamageWarning, match=r"commit 1 serves instead") as caught:
        snapshot = open_snapshot(tmp_path)
    assert str(tmp_path) in str(caught[0].message)
    assert ask(snapshot) == before
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DamageWarning)
        for article in sample[30:33]:
            with edit_index(tmp_path) as writer:
                writer.put(article)
    assert open_snapshot(tmp_path).articles == 13


def test_a_process_that_may_open_no_more_files_is_not_given_an_older_index(
    sample: Sequence[Article], tmp_path: Path
) -> None:
    """Nothing is wrong with the files: the answer of yesterday would be given for no reason."""
    build_index(tmp_path, sample[:3])
    build_index(tmp_path, sample[:4])
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    with tempfile.TemporaryFile() as highest:
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest.fileno() + 4, limits[1]))
        try:
            with pytest.raises(OSError, match="Too many open files"):
                open_snapshot(tmp_path)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert open_snapshot(tmp_path).articles == 4


def test_no_commit_whole_is_damage(sample: Sequence[Article], tmp_path: Path) -> None:
    """The error is that of the newest: it is the one to restore."""
    build_index(tmp_path, sample[:3])
    build_index(tmp_path, sample[:4])
    for number in (1, 2):
        damage_commit(tmp_path, number)
    with pytest.raises(IndexDamaged, match=r"commit-00000002\.json"):
        open_snapshot(tmp_path)


# ------------------------------------------------------------------ strangers


def forge(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a commit, and give it the checksum that it would have."""
    path = commit_path(folder, 1)
    commit = json.loads(path.read_text())["commit"]
    change(commit)
    text = json.dumps(commit, separators=(",", ":"))
    path.write_text(f'{{"checksum":{zlib.crc32(text.encode())},"commit":{text}}}\n')


FORGERIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a name that leads outside": lambda commit: commit["segments"][0].update(name="../../etc/passwd"),
    "an absolute name": lambda commit: commit["segments"][0].update(name="/etc/passwd"),
    "a name that is no string": lambda commit: commit["segments"][0].update(name=7),
    "deletions that lead outside": lambda commit: commit["segments"][0]["deletions"].update(file="../lock"),
    "deletions with a newline": lambda commit: commit["segments"][0]["deletions"].update(
        file="00000000.deleted-00000001\n"
    ),
    "more deletions than articles": lambda commit: commit["segments"][0]["deletions"].update(count=10**9),
    "other kinds of files": lambda commit: commit["segments"][0]["files"].update(
        {"../x": {"size": 1, "checksum": 1}}
    ),
    "no files": lambda commit: commit["segments"][0].update(files={}),
    "billions of articles": lambda commit: commit["segments"][0].update(articles=10**12, deletions=None),
    "a negative number of articles": lambda commit: commit["segments"][0].update(articles=-1),
    "articles that are no number": lambda commit: commit["segments"][0].update(articles="12"),
    "words that are no number": lambda commit: commit["segments"][0].update(body_words=None),
    "a size of nothing": lambda commit: commit["segments"][0]["files"]["columns"].update(size=0),
    "a size that is no number": lambda commit: commit["segments"][0]["files"]["columns"].update(size=[1]),
    "a negative size": lambda commit: commit["segments"][0]["files"]["columns"].update(size=-(10**9)),
    "segments that are no list": lambda commit: commit.update(segments=3),
    "no segments at all": lambda commit: commit.pop("segments"),
    "a number that is none": lambda commit: commit.update(number=1.5),
}


@pytest.mark.parametrize("change", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_commit_is_refused(
    small, tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    """An index from a stranger must not read outside its folder, ask for wild memory, or crash in other ways."""
    folder, *_ = small
    shutil.copytree(folder, tmp_path / "index")
    forge(tmp_path / "index", change)
    with pytest.raises(IndexDamaged):
        use(tmp_path / "index")


def test_a_commit_nested_without_end_is_refused(small, tmp_path: Path) -> None:
    """JSON allows what a parser's stack does not."""
    folder, *_ = small
    shutil.copytree(folder, tmp_path / "index")
    text = '{"format":1,"x":' + "[" * 200_000 + "]" * 200_000 + "}"
    commit_path(tmp_path / "index", 1).write_text(
        f'{{"checksum":{zlib.crc32(text.encode())},"commit":{text}}}\n'
    )
    with pytest.raises(IndexDamaged):
        use(tmp_path / "index")


def test_a_commit_that_leads_nowhere_is_refused_without_a_hang(small, tmp_path: Path) -> None:
    """It is listed, yet not there: looking again and again would never end."""
    folder, *_ = small
    shutil.copytree(folder, tmp_path / "index")
    os.symlink("nowhere", commit_path(tmp_path / "index", 2))
    with pytest.warns(DamageWarning, match="commit-00000002"):
        assert open_snapshot(tmp_path / "index").commit.number == 1
    commit_path(tmp_path / "index", 1).unlink()
    with pytest.raises(IndexDamaged, match="commit-00000002"):
        open_snapshot(tmp_path / "index")


def test_another_format_is_outdated_not_damaged(small, tmp_path: Path) -> None:
    """What to do is another thing: rebuild, with this program."""
    folder, *_ = small
    for number, change in enumerate(({"format": 99}, {"byteorder": "middle"})):
        shutil.copytree(folder, tmp_path / str(number))
        forge(tmp_path / str(number), lambda commit, change=change: commit.update(change))
        with pytest.raises(IndexOutdated, match="format"):
            open_snapshot(tmp_path / str(number))
