"""Sharing: a build by several processes gives the bytes that one gives, and leaves nothing behind when it fails."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import ask, contents, files
from conftest import ROOT
from corpus.samples import SAMPLES, zip_of

from searcher import Skipped, build_index, open_index, read_corpus, update_index
from searcher.corpus import Plan, Progress, walk
from searcher.corpus.formats.json_lines import STRETCH
from searcher.corpus.reading import FileReader
from searcher.errors import IndexOutdated, NothingToIndex, ProcessEnded, SearcherError
from searcher.index import open_snapshot
from searcher.index.tasks import work

SMALL = 40_000  # bytes of text in a segment: the sample makes several
LINE = "Le préfet de la région a reçu les élus : la grève de l’été est finie, dit-il. " * 120


def lines(first: int, last: int, encoding: str = "utf-8") -> bytes:
    """Records of some 10 KB, every third with an id of its own."""
    return b"".join(
        json.dumps(
            {"text": f"{number} {LINE}"} | ({"id": f"id-{number}"} if number % 3 == 0 else {}),
            ensure_ascii=False,
        )
        .replace("’", "'")
        .encode(encoding)
        + b"\n"
        for number in range(first, last)
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that are parted, files that cannot be, and keys that meet within and across tasks."""
    folder = tmp_path_factory.mktemp("shared") / "corpus"
    shutil.copytree(ROOT / "corpus", folder)
    broken = b'{"id": "id-3", "text": "Encore."}\n{\n\n{"id": "agence", "text": "Une fois."}\n'
    first = lines(0, 700) + lines(5000, 5020, "macroman") + b"\n"
    # In the second stretch another encoding than in the first.
    second = lines(700, 900) + lines(900, 1000, "windows-1252") + broken + lines(1000, 1700)
    assert len(first) < STRETCH < len(first + lines(700, 900))
    (folder / "long.jsonl").write_bytes(first + second + lines(1700, 1750, "macroman"))
    (folder / "marque.jsonl").write_bytes(b"\xef\xbb\xbf" + lines(2000, 2900))
    (folder / "seize.jsonl").write_bytes(lines(2900, 3000).decode().encode("utf-16"))
    (folder / "zz.jsonl").write_bytes(b'{"id": "agence", "text": "Deux fois."}\n' + lines(0, 9) + broken)
    (folder / "zz.txt").write_text("id: id-6\n\nTrois fois.", encoding="utf-8")
    for path in folder.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    return folder


@pytest.fixture(scope="module")
def alone(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by one process."""
    folder = tmp_path_factory.mktemp("alone")
    update_index(folder, corpus, segment_bytes=1 << 20)
    return folder


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_bytes_do_not_depend_on_the_number_of_processes(
    corpus: Path, alone: Path, tmp_path: Path, jobs: int
) -> None:
    """Two machines with other cores build the same index, and a fault that is found on one is found on the other."""
    update_index(tmp_path, corpus, segment_bytes=1 << 20, jobs=jobs)
    assert files(tmp_path) == files(alone)
    assert not multiprocessing.active_children()


def test_merging_is_shared_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus of some gigabytes ends with several merges: one process after the other would keep the rest waiting."""
    with monkeypatch.context() as patch:
        patch.setattr("searcher.index.writing.WORTH_PROCESSES", 0)
        patch.setattr("searcher.index.writing.plan_merges", lambda *_: [[0, 3], [1, 2]])
        for jobs in (1, 2):
            update_index(tmp_path / str(jobs), ROOT / "corpus", segment_bytes=SMALL // 2, jobs=jobs)
    assert files(tmp_path / "1") == files(tmp_path / "2")
    assert not multiprocessing.active_children()
    build_index(tmp_path / "whole", read_corpus(ROOT / "corpus"))
    assert ask(tmp_path / "1") == ask(tmp_path / "whole")


def test_the_sample_is_shared_too(tmp_path: Path) -> None:
    """Small files are put together in tasks."""
    for jobs in (1, 2):
        update_index(tmp_path / str(jobs), ROOT / "corpus", segment_bytes=SMALL, jobs=jobs)
    assert files(tmp_path / "1") == files(tmp_path / "2")
    assert len(open_snapshot(tmp_path / "1").segments) > 2
    build_index(tmp_path / "whole", read_corpus(ROOT / "corpus"))
    assert ask(tmp_path / "1") == ask(tmp_path / "whole")


def test_files_of_all_formats_are_shared_too(tmp_path: Path) -> None:
    """An archive is one piece, however long it is once it is unpacked: its articles are read under the same numbers."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for sample in SAMPLES:
        (folder / sample.name).write_bytes(sample.data)
    long = lines(0, 300)
    (folder / "long.jsonl.gz").write_bytes(gzip.compress(long, mtime=0))
    (folder / "long.zip").write_bytes(zip_of({"long.jsonl": lines(300, 500)}))
    (folder / "masque.txt").write_bytes(gzip.compress(lines(500, 800), mtime=0))
    for path in folder.iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))
    for jobs in (1, 2):
        update_index(tmp_path / str(jobs), folder, segment_bytes=1 << 18, jobs=jobs)
    assert files(tmp_path / "1") == files(tmp_path / "2")
    skipped: list[Skipped] = []
    expected = {article.key: article for article in read_corpus(folder, on_skip=skipped.append)}
    assert contents(tmp_path / "1") == expected
    assert len(expected) > 800
    told: list[Skipped] = []
    assert not update_index(tmp_path / "1", folder, on_skip=told.append).any
    assert told == skipped
    (folder / "long.zip").rename(folder / "autre.zip")
    changes = update_index(tmp_path / "1", folder)
    assert (changes.added.count, changes.removed.count) == (0, 0)
    assert contents(tmp_path / "1") == {article.key: article for article in read_corpus(folder)}


def test_a_shared_build_holds_what_reading_gives(
    corpus: Path, alone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of files, lines of other encodings, keys that meet: all is as one reader finds and tells it."""
    skipped: list[Skipped] = []
    expected = {article.key: article for article in read_corpus(corpus, on_skip=skipped.append)}
    assert contents(alone) == expected
    encodings = {expected[key].encoding for key in ("id-0", "id-5001", "id-900", "id-2001")}
    assert encodings == {"utf-8", "macroman", "windows-1252", "utf-8-sig"}
    told: list[Skipped] = []
    changes = update_index(alone, corpus, on_skip=told.append)
    assert not changes.any
    assert told == skipped
    assert any("already used by long.jsonl#" in one.reason for one in skipped)
    foretold = update_index(alone, corpus, dry_run=True, rebuild=True)
    assert (foretold.added.count, foretold.skipped) == (len(expected), len(skipped))
    # Merging has dropped them: keys that met across tasks.
    monkeypatch.setattr("searcher.index.writing.plan_merges", lambda *_: [])
    update_index(tmp_path, corpus, segment_bytes=1 << 20)
    with open_index(tmp_path) as index:
        assert index.status().deleted > 0
        assert len(index) == len(expected)
    assert ask(tmp_path) == ask(alone)


def test_large_files_are_parted_at_ends_of_lines(corpus: Path) -> None:
    """Each line is read once, under its own number, by whoever reads it."""
    found = [(file.name, file) for file in walk(corpus) if not isinstance(file, Skipped)]
    plan = Plan(found, 1 << 20)
    pieces = [piece for task in plan.tasks() for piece in task]
    parts = [piece for piece in pieces if piece.name == "long.jsonl"]
    assert len(parts) >= 2
    assert (
        {piece.name for piece in pieces if piece.part} == {"long.jsonl", "marque.jsonl"} == plan.parted.keys()
    )
    data = (corpus / "long.jsonl").read_bytes()
    ends = [piece.part.end for piece in parts if piece.part]
    assert ends[-1] == len(data)
    assert all(data[end - 1] == 10 and end >= STRETCH for end in ends)
    [file] = [file for name, file in found if name == "long.jsonl"]
    apart = [record for piece in parts for record in FileReader(piece.file, part=piece.part).records()]
    assert apart == list(FileReader(file).records())


@pytest.mark.parametrize("count", [0, 1, 2, 7, 40])
def test_tasks_are_of_one_size_and_an_even_number(tmp_path: Path, count: int) -> None:
    """Two processes end together, and no segment is a crumb."""
    for number in range(count):
        (tmp_path / f"{number:02}.txt").write_bytes(b"x" * 1000)
    found = [(file.name, file) for file in walk(tmp_path) if not isinstance(file, Skipped)]
    tasks = list(Plan(found, 6000).tasks())
    assert [piece.name for task in tasks for piece in task] == [name for name, _ in found]
    assert len(tasks) in (min(count, 1), 2, 8)
    sizes = [sum(piece.bytes for piece in task) for task in tasks]
    assert not sizes or max(sizes) - min(sizes) <= 1000


def test_progress_adds_up(corpus: Path, tmp_path: Path) -> None:
    """The bar reaches its end, and the articles are counted, whoever read them."""
    reports: list[Progress] = []
    update_index(tmp_path, corpus, segment_bytes=1 << 20, jobs=2, on_file=reports.append)
    assert sum(report.advanced for report in reports) == sum(
        file.bytes for file in walk(corpus) if not isinstance(file, Skipped)
    )
    snapshot = open_snapshot(tmp_path)
    written = sum(entry.articles for entry in snapshot.commit.segments)
    assert sum(report.articles for report in reports) >= written


def test_a_process_that_is_killed_leaves_the_old_index(corpus: Path, alone: Path, tmp_path: Path) -> None:
    """The system kills what takes too much memory."""
    shutil.copytree(alone, tmp_path / "index")
    before = files(tmp_path / "index")

    def kill(_: Progress) -> None:
        os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)

    with pytest.raises(ProcessEnded, match="ended by signal 9") as caught:
        update_index(tmp_path / "index", corpus, segment_bytes=1 << 20, jobs=2, rebuild=True, on_file=kill)
    assert "--jobs 1" in caught.value.hint
    assert files(tmp_path / "index") == before
    assert not multiprocessing.active_children()


def start(corpus: Path, folder: Path) -> tuple[subprocess.Popen[bytes], list[int]]:
    """Start a build in a group of its own; once it has written something, it and its processes are returned."""
    command = [sys.executable, "-m", "searcher", "index", corpus, "--index", folder, "--rebuild"]
    build = subprocess.Popen(
        [*map(str, command), "--jobs", "2", "--segment", "1", "--quiet"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        start_new_session=True,
        # What a shell starts in the background ignores it, and so does all that this starts: these tests, say.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    segments = folder / "segments"
    deadline = time.monotonic() + 60
    while not (segments.is_dir() and len(list(segments.glob("*.articles"))) >= 2):
        assert time.monotonic() < deadline
        assert build.poll() is None
        time.sleep(0.01)
    listed = Path(f"/proc/{build.pid}/task/{build.pid}/children").read_text("ascii")
    return build, list(map(int, listed.split()))


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def check_all_end(processes: list[int]) -> None:
    assert len(processes) >= 2
    deadline = time.monotonic() + 60
    while any(map(is_alive, processes)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="there is no /proc to see processes in"
)


@needs_proc
def test_ctrl_c_ends_all_processes_and_leaves_no_trace(corpus: Path, tmp_path: Path) -> None:
    """A terminal interrupts all of them at once; one message is enough, and here it is none."""
    build, processes = start(corpus, tmp_path)
    os.killpg(build.pid, signal.SIGINT)
    error = build.communicate(timeout=60)[1]
    assert build.returncode == 130
    assert error.strip() == b""
    check_all_end(processes)
    assert files(tmp_path) == {}


@needs_proc
def test_processes_end_with_the_one_that_started_them(corpus: Path, tmp_path: Path) -> None:
    """Whoever kills a build by its number means all of it; its lock is free, and they must not write on."""
    build, processes = start(corpus, tmp_path)
    build.kill()
    build.communicate(timeout=60)
    check_all_end(processes)
    assert update_index(tmp_path, ROOT / "corpus").added.count == len(list(read_corpus(ROOT / "corpus")))


SLEEPING = """
import sys, time
from pathlib import Path
from searcher.index.tasks import work

class Sleep:
    def __call__(self, task, report):
        Path(task).touch()
        time.sleep(1000)

if __name__ == "__main__":
    list(work(Sleep(), iter(sys.argv[1:]), 2, print))
"""


@needs_proc
def test_processes_end_at_once_whatever_they_are_doing(tmp_path: Path) -> None:
    """The next writer must not meet files of the last one."""
    (tmp_path / "sleeping.py").write_text(SLEEPING, encoding="utf-8")
    tasks = [tmp_path / "one", tmp_path / "two"]
    parent = subprocess.Popen(
        [sys.executable, tmp_path / "sleeping.py", *tasks], env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    deadline = time.monotonic() + 60
    while not all(task.exists() for task in tasks):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    listed = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text("ascii")
    parent.kill()
    parent.wait(timeout=60)
    check_all_end(list(map(int, listed.split())))


class Failing:
    """What is done fails in one way or another."""

    def __call__(self, task: int, report: Callable[[str], object]) -> int:
        report(f"task {task}")
        if task == 3:
            raise NothingToIndex(Path("dossier"))
        if task == 5:
            raise OSError(28, "No space left on device", "fichier")
        if task == 7:
            raise type("Local", (Exception,), {})("cannot be sent")
        return task * task


def test_results_come_in_the_order_of_the_tasks() -> None:
    """What a build makes must not depend on who was quicker."""
    reports: list[str] = []
    assert list(work(Failing(), iter([2, 1, 4, 0]), 2, reports.append)) == [4, 1, 16, 0]
    assert sorted(reports) == ["task 0", "task 1", "task 2", "task 4"]
    assert list(work(Failing(), iter([2]), 2, reports.append)) == [4]
    assert list(work(Failing(), iter([]), 2, reports.append)) == []


@pytest.mark.parametrize(
    ("task", "kind", "message"),
    [
        (3, NothingToIndex, "dossier"),
        (5, OSError, "No space left"),
        (7, RuntimeError, "Local: cannot be sent"),
    ],
)
def test_an_error_of_a_process_is_an_error_here(task: int, kind: type[Exception], message: str) -> None:
    """A full disk is told as a full disk, with its hint."""
    with pytest.raises(kind, match=message) as caught:
        list(work(Failing(), iter([task, 1]), 2, str))
    if isinstance(caught.value, SearcherError):
        assert caught.value.hint
    if isinstance(caught.value, OSError):
        assert caught.value.filename == "fichier"


def test_errors_survive_the_way_between_processes() -> None:
    """They are made of more than their message."""
    error = IndexOutdated(Path("index"), built_by="a", needs="b")
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), copy.hint, copy.folder) == (
        type(error),
        str(error),
        error.hint,
        error.folder,
    )
