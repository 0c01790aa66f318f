"""What an update costs, against a build: python benchmarks/updating.py FILE.jsonl [--megabytes 100]

A corpus of so much text is made of the articles of the file, copied as often as needed: as files of one article, and
as 200 files of JSON Lines. One in a hundred files is changed, and `searcher index` run in a process of its own, for the
CPU that the system counted: the median of five, each from the index that was built. Then 100,000 small files, of which
none changed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

JSONL_FILES = 200
SMALL_FILES = 100_000
RUNS = 5
AN_HOUR = 3600


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--megabytes", type=int, default=100)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "one").mkdir()
        (folder / "one" / "un.txt").write_text("Un article.", encoding="utf-8")
        _index(folder, "one")
        start_up = statistics.median(_index(folder, "one")[0] for _ in range(RUNS))
        print(f"start-up, with nothing to do: {start_up:.2f} s of CPU")
        for kind, make in (("txt", _write_texts), ("jsonl", _write_lines)):
            corpus = folder / kind
            size = make(corpus, arguments.file, arguments.megabytes * 1_000_000)
            build, built = _index(folder, kind)
            changed = _change_one_in_a_hundred(corpus)
            update, updated = _update(folder, kind)
            idle = statistics.median(_index(folder, kind)[0] for _ in range(RUNS))
            files = len(list(corpus.iterdir()))
            share = (update - start_up) / (build - start_up)
            print(
                f"{kind}: {size / 1e6:.0f} MB in {files:,} files, {built['articles']:,} articles: "
                f"build {build:.2f} s, update of {changed} files ({updated['changed']:,} articles) {update:.2f} s, "
                f"nothing to do {idle:.2f} s; update without start-up {100 * share:.1f} % of the build"
            )
        corpus = folder / "small"
        corpus.mkdir()
        for number in range(SMALL_FILES):
            _write(corpus / f"{number // 1000:03}" / f"{number:06}.txt", f"Dépêche {number}.\n")
        build, built = _index(folder, "small")
        idle, record = _index(folder, "small")
        assert record["commit"] == built["commit"] == 1, "something was written"
        print(
            f"{SMALL_FILES:,} small files: build {build:.2f} s, nothing to do {idle:.2f} s, nothing written"
        )


def _articles(file: Path, size: int) -> Iterator[tuple[str, str, str, str]]:
    """So many bytes of articles: key, title, date, text."""
    copy = 0
    while size > 0:
        with open(file, encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                record = json.loads(line)
                yield (
                    f"{copy}-{number:06}",
                    record.get("title") or "",
                    record.get("date") or "",
                    record["text"],
                )
                size -= len(record["text"].encode())
                if size <= 0:
                    return
        copy += 1


def _write(path: Path, text: str) -> int:
    """Write a file that is not of today: how old one is decides how its changes are found."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode()
    path.write_bytes(data)
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns - AN_HOUR * 10**9))
    return len(data)


def _write_texts(corpus: Path, file: Path, size: int) -> int:
    return sum(
        _write(corpus / f"{key}.txt", f"titre {title or 'Sans titre'}\ndate {date or '2024'}\n\n{text}\n")
        for key, title, date, text in _articles(file, size)
    )


def _write_lines(corpus: Path, file: Path, size: int) -> int:
    records = [
        json.dumps({"id": key, "title": title, "date": date, "text": text}, ensure_ascii=False)
        for key, title, date, text in _articles(file, size)
    ]
    share = -(-len(records) // JSONL_FILES)
    return sum(
        _write(corpus / f"{start // share:03}.jsonl", "\n".join(records[start : start + share]) + "\n")
        for start in range(0, len(records), share)
    )


def _change_one_in_a_hundred(corpus: Path) -> int:
    paths = sorted(corpus.iterdir())[::100]
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            text = text.replace('"text": "', '"text": "Rectifié. ')
        else:
            text += "Rectifié.\n"
        path.write_text(text, encoding="utf-8")
    return len(paths)


def _update(folder: Path, corpus: str) -> tuple[float, dict[str, object]]:
    """Update an index, several times from the same one: seconds of CPU, and what the command said."""
    index, built = folder / f"{corpus}-index", folder / f"{corpus}-built"
    index.rename(built)
    runs = []
    for _ in range(RUNS):
        shutil.rmtree(index, ignore_errors=True)
        shutil.copytree(built, index, copy_function=os.link)  # no file of an index is ever written to again
        runs.append(_index(folder, corpus))
    return statistics.median(seconds for seconds, _ in runs), runs[0][1]


def _index(folder: Path, corpus: str) -> tuple[float, dict[str, object]]:
    """Index a corpus: seconds of CPU, and what the command said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [
        sys.executable,
        "-m",
        "searcher",
        "index",
        folder / corpus,
        "--index",
        folder / f"{corpus}-index",
        "--json",
    ]
    # As it is installed: a program that is compiled anew each time has a start-up of its own.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    answer = subprocess.run(
        [*map(str, command), "--quiet"], check=True, capture_output=True, env=environment
    ).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, json.loads(answer)


if __name__ == "__main__":
    main()
