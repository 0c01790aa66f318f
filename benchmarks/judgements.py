"""Judged sets: paragraphs, questions, and which paragraphs answer which question.

In: folders, each with `docs.jsonl.gz` (id, text), `queries.jsonl.gz` (id, text) and `qrels.tsv` (question, paragraph,
gain). Out: the paragraphs of all folders together, and the questions of each.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Question:
    """A question that someone asked, and what answers it."""

    key: str  # its id in its set
    text: str
    gains: Mapping[str, float]  # by key of paragraph, above 0, at least one


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """The questions of one folder, in its order."""

    name: str  # of the folder
    questions: Sequence[Question]


@dataclass(frozen=True, slots=True)
class Judgements:
    """Sets that share their paragraphs: each question is asked of all of them."""

    paragraphs: Mapping[str, str]  # text by key, `set/id`
    sets: Sequence[JudgedSet]


def read_judgements(folders: Iterable[Path]) -> Judgements:
    """Read folders. A text that is there twice is one paragraph, whichever of its ids a judgement names.

    What is not judged cannot be measured: questions without a right answer are left out.

    Raises:
        OSError: a file is not there, or cannot be read.
        ValueError: two folders have one name, or a judgement names a paragraph that is not there.
    """
    paragraphs: dict[str, str] = {}
    first_of: dict[str, str] = {}  # key by text
    sets: dict[str, JudgedSet] = {}
    for folder in folders:
        name = folder.resolve().name
        if name in sets:
            raise ValueError(f"two folders are called {name}")
        keys = {}
        for record in _records(folder / "docs.jsonl.gz"):
            key = keys[record["id"]] = first_of.setdefault(record["text"], f"{name}/{record['id']}")
            paragraphs[key] = record["text"]
        gains = _read_gains(folder / "qrels.tsv", keys)
        questions = [
            Question(record["id"], record["text"], gains[record["id"]])
            for record in _records(folder / "queries.jsonl.gz")
            if record["id"] in gains
        ]
        sets[name] = JudgedSet(name, questions)
    return Judgements(paragraphs, list(sets.values()))


def _records(path: Path) -> Iterator[Mapping[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _read_gains(path: Path, keys: Mapping[str, str]) -> Mapping[str, Mapping[str, float]]:
    """What answers each question, by key of paragraph."""
    gains: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        question, paragraph, gain = line.split("\t")
        if paragraph not in keys:
            raise ValueError(f"{path} judges {paragraph}, which is not in docs.jsonl.gz")
        if float(gain) > 0:
            gains[question][keys[paragraph]] = float(gain)
    return gains
