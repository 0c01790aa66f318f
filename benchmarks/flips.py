"""Flip every byte of a small index, and see whether any answer becomes wrong.

    python -m benchmarks.flips
    python -m benchmarks.flips --large 200
    SEARCHER_PURE=1 python -m benchmarks.flips --forged --step 7

In: nothing. Out: for each file of an index of two commits with deletions, how many flipped bytes were noticed (an
error that names a file of the index), how many made the older commit serve with a warning, and how many changed
nothing. Exit 1 if an answer was wrong, or an error another one.

With `--large` bytes drawn by chance are flipped in files of many pages, which are read only as far as the answers need
them: what is not met is harmless.

With `--forged` the checksums are made anew after each flip, as a stranger would who wants to be believed: then any
answer will do, but no other error, no crash, no hang (a minute), no wild memory (1 GB).
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import re
import resource
import sys
import tempfile
import warnings
import zlib
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

from benchmarks.observing import observe
from searcher import Article, DamageWarning, IndexDamaged, PartialDate, Zone, ZoneKind, edit_index
from searcher.index.commits import SEGMENTS, commit_numbers, commit_path
from searcher.index.files import PAGE

QUESTIONS = ("*", "loi OU crue", '"code du travail"', "titre:élection depuis 2023", "chev* SAUF «la Loi»")
LARGE_QUESTIONS = ("mot1 OU mot77 OU mot4321", '"code du travail"', "loi")
PATTERNS = (0x01, 0x80, 0xFF)
HANG = 60  # seconds: what takes longer than a hundredth of one by far
ARTICLES = (
    Article(
        key="a",
        title="La loi du code",
        body="Le code du travail, la loi, la crue. Du code du travail encore.",
        published=PartialDate(2024, 7, 4),
        source="L’Écho",
        extra={"rubrique": ["Eau", 1]},
        zones=(Zone(ZoneKind.ABOUT, 37, 62),),
    ),
    Article(
        key="b",
        language="fr-FR",
        path="b",
        title="Élections",
        body="La crue de l’élection : chevaux, cheval, chevalin.",
    ),
    Article(key="c", body="Une autre loi, la loi des crues.", published=PartialDate(2023, 5)),
    # With three of four left, no merge writes the segment anew.
    Article(key="e", body="Rien."),
    Article(
        key="d",
        title="L’élection",
        body="Le travail du code, à la Loi.",
        zones=(Zone(ZoneKind.LEGAL, 3, 10), Zone(ZoneKind.ORIGIN, 20, 28)),
        published=PartialDate(2025),
        source="L’Écho",
        path="dépêches/d.txt",
        extra={"Rubrique": "Eau", "page": 3, "long": "x" * 301},
    ),
)


def make_index(folder: Path) -> None:
    """Build an index of two segments and two commits, the second with deletions."""
    with edit_index(folder) as writer:
        for article in ARTICLES[:-1]:
            writer.put(article)
    with edit_index(folder) as writer:
        writer.put(ARTICLES[-1])
        writer.remove("b")


def add_many(folder: Path) -> None:
    """Add a commit with articles of many words, few of which are asked for."""
    random = Random(2)
    with edit_index(folder) as writer:
        for number in range(25):
            words = [f"mot{random.randrange(200_000)}" for _ in range(6_000)]
            words[3000:3000] = ("le", "code", "du", "travail") if number == 12 else ()
            writer.put(Article(key=f"long-{number}", title=f"Article {number}", body=" ".join(words)))


def files(folder: Path) -> list[Path]:
    """Its files, the lock left out: what is in it is for people."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "lock"]


class Flips:
    """Flips bytes of one index, and holds what it answers against what it should."""

    def __init__(self, folder: Path, *, alone: bool = False, large: bool = False) -> None:
        """
        Args:
            folder: empty.
            alone: whether the newest commit has none before it to fall back on.
            large: whether to add a commit whose files have many pages, and to check no more of them than answers need.
        """
        self.folder = folder
        self._large = large
        make_index(folder)
        if large:
            add_many(folder)
        self._newest = self._observe()
        newest, before = (commit_path(folder, number) for number in commit_numbers(folder))
        whole = newest.read_bytes()
        newest.unlink()
        self._before = self._observe()
        newest.write_bytes(whole)
        if alone:
            before.unlink()
        self.wrong: list[str] = []

    def _observe(self) -> list[object]:
        faulthandler.dump_traceback_later(HANG, exit=True)
        try:
            if self._large:
                return observe(self.folder, LARGE_QUESTIONS, verify=False)
            return observe(self.folder, QUESTIONS)
        finally:
            faulthandler.cancel_dump_traceback_later()

    def flip(
        self, path: Path, *, step: int = 1, patterns: Sequence[int] = PATTERNS, only: Collection[int] = ()
    ) -> Counter[str]:
        """Flip bytes of one file, one at a time, each in each way; count what happened.

        Args:
            only: the places of those to flip; if there are none, each of so many as `step` says.
        """
        outcomes: Counter[str] = Counter()
        whole = path.read_bytes()
        for at in only or range(0, len(whole), step):
            for pattern in patterns:
                path.write_bytes(whole[:at] + bytes([whole[at] ^ pattern]) + whole[at + 1 :])
                outcomes[self._judge(f"{path.name}, byte {at} ^ {pattern:#x}")] += 1
        path.write_bytes(whole)
        return outcomes

    def _judge(self, where: str) -> str:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always", DamageWarning)
            try:
                seen = self._observe()
            except IndexDamaged as error:
                named = str(error).startswith(str(self.folder)) and error.hint
                return "noticed" if named else self._note(where, error)
            except Exception as error:  # a segment that is not believed must never end like this
                return self._note(where, error)
        if told:
            return (
                "fell back" if seen == self._before else self._note(where, "the commit before is another one")
            )
        return "harmless" if seen == self._newest else self._note(where, "a wrong answer")

    def forge(self, path: Path, *, step: int = 1, patterns: Sequence[int] = PATTERNS) -> Counter[str]:
        """Flip bytes of one file of a segment, and make its checksums anew each time."""
        outcomes: Counter[str] = Counter()
        whole, size = path.read_bytes(), self._size(path)
        commit = commit_path(self.folder, 2)
        before = commit.read_bytes()
        for at in range(0, size, step):
            for pattern in patterns:
                data = whole[:at] + bytes([whole[at] ^ pattern]) + whole[at + 1 : size]
                pages = array("I", (zlib.crc32(data[start : start + PAGE]) for start in range(0, size, PAGE)))
                path.write_bytes(data + pages.tobytes())
                self._restamp(path, zlib.crc32(pages.tobytes()))
                outcomes[self._bear(f"{path.name}, byte {at} ^ {pattern:#x}, forged")] += 1
        path.write_bytes(whole)
        commit.write_bytes(before)
        return outcomes

    def _size(self, path: Path) -> int:
        return int(self._stamp(self._commit(), path)["size"])

    def _commit(self) -> dict[str, object]:
        return dict(json.loads(commit_path(self.folder, 2).read_text())["commit"])

    @staticmethod
    def _stamp(commit: dict[str, object], path: Path) -> dict[str, int]:
        name, kind = path.name.split(".")
        (stamp,) = (segment["files"][kind] for segment in commit["segments"] if segment["name"] == name)  # type: ignore[attr-defined]
        return stamp  # type: ignore[no-any-return]

    def _restamp(self, path: Path, checksum: int) -> None:
        commit = self._commit()
        self._stamp(commit, path)["checksum"] = checksum
        text = json.dumps(commit, separators=(",", ":"))
        commit_path(self.folder, 2).write_text(
            f'{{"checksum":{zlib.crc32(text.encode())},"commit":{text}}}\n'
        )

    def _bear(self, where: str) -> str:
        """Whatever it answers, nothing but an error of ours may happen."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DamageWarning)
            try:
                self._observe()
            except IndexDamaged:
                return "noticed"
            except Exception as error:
                return self._note(where, error)
        return "answered"

    def _note(self, where: str, what: object) -> str:
        self.wrong.append(f"{where}: {what if isinstance(what, str) else repr(what)}")
        return "wrong"


@contextmanager
def bounded_memory(more: int = 1 << 30) -> Iterator[None]:
    """Let no more than so many bytes be asked for than there are now: what asks for more is a MemoryError."""
    used = int(re.findall(r"VmSize:\s+(\d+)", Path("/proc/self/status").read_text())[0]) * 1024
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + more, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)


def segment_files(folder: Path) -> list[Path]:
    """Those whose checksums can be made anew by `Flips.forge`."""
    return [path for path in files(folder) if path.parent.name == SEGMENTS and "deleted" not in path.name]


def main(arguments: Sequence[str] | None = None) -> int:
    """Flip, and tell."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flips", description=__doc__.splitlines()[0])
    parser.add_argument("--forged", action="store_true", help="make the checksums anew after each flip")
    parser.add_argument("--step", type=int, default=1, help="flip every byte of so many")
    parser.add_argument("--large", type=int, default=0, help="flip so many bytes of each file of many pages")
    options = parser.parse_args(arguments)
    total: Counter[str] = Counter()
    random = Random(1)
    with tempfile.TemporaryDirectory() as folder, bounded_memory():
        flips = Flips(Path(folder), large=bool(options.large))
        for path in segment_files(Path(folder)) if options.forged or options.large else files(Path(folder)):
            if options.forged:
                outcomes = flips.forge(path, step=options.step)
            elif not options.large:
                outcomes = flips.flip(path, step=options.step)
            elif (size := path.stat().st_size) > PAGE:
                outcomes = flips.flip(path, only=random.sample(range(size), options.large), patterns=(0x10,))
            else:
                continue
            print(f"{path.name:<28}{_describe(outcomes)}")
            total += outcomes
    for wrong in flips.wrong[:100]:
        print(wrong)
    print(f"{total.total():,} flips: {_describe(total)}")
    return 1 if flips.wrong else 0


def _describe(outcomes: Counter[str]) -> str:
    return ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.most_common())


if __name__ == "__main__":
    sys.exit(main())
