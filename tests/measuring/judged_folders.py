"""Folders of paragraphs, questions and judgements, as the benchmark reads them. The French is invented."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

PHARE = "Le phare de l'île a été bâti en pierre par des marins bretons."
OEIL = "Un œil de verre, rond et froid, regarde passer la mer et ses bateaux."
MAISON = "Une maison de pierre ; un phare la regarde."


def write_folder(
    folder: Path, texts: Mapping[str, str], questions: Mapping[str, str], gains: Mapping[tuple[str, str], int]
) -> Path:
    """Write one folder: texts and questions by id, gains by ids of question and text."""
    folder.mkdir()
    for name, records in (("docs", texts), ("queries", questions)):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps({"id": key, "text": text}) + "\n" for key, text in records.items())
    rows = [f"{question}\t{text}\t{gain}\n" for (question, text), gain in gains.items()]
    (folder / "qrels.tsv").write_text("".join(rows), encoding="utf-8")
    return folder
