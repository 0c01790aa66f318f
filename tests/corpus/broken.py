"""The broken corpus: one file an ill, made on the spot: git keeps neither looping links nor 50 MB of nothing.

In: an empty folder. Out: files, and for each what reading must say of it. Adding an ill is adding a line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TEXT = "Le préfet a reçu, à l’hôtel de région, les élus de Sète : « Où naît la grève ? » a-t-il demandé.\n"
ENGLISH = "The mayor said on Thursday that the bridge would open before winter.\n"
CHINESE = "北京市政府周四宣布了新的交通计划。记者在现场看到，许多市民正在等待公共汽车。\n"
# The first bytes of a picture: signature, header, beginning of the compressed data.
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x01\x40\x08\x06\0\0\0" + bytes(range(256)) * 8
GOOD_RECORD = {"id": "bon", "title": "Bon", "text": "Un article sans défaut."}
MEGABYTES = 50


@dataclass(frozen=True, slots=True)
class Ill:
    """One thing wrong, and what becomes of it."""

    path: str  # in the corpus, with `#3` for a record
    reason: str = ""  # why nothing is read; "" if it is read all the same
    holds: str = ""  # a part of the text that is read
    encoding: str = "utf-8"


FILES: dict[str, bytes] = {
    "bon.txt": TEXT.encode(),
    "binaire.txt": PICTURE,
    "blancs.txt": "  \n\t\n\u00a0\n".encode(),
    "chinois.txt": CHINESE.encode(),
    "chinois-gb18030.txt": CHINESE.encode("gb18030"),
    "anglais.txt": ENGLISH.encode(),
    "coupe.txt": TEXT.encode() + "grève".encode()[:3],
    "mele.txt": TEXT.encode() + TEXT.encode("windows-1252")[:40] + TEXT.encode(),
    "nul.txt": TEXT.encode().replace(b",", b"\0"),
    "utf16-sans-marque.txt": TEXT.encode("utf-16-le"),
    "vide.txt": b"",
    "vide.jsonl": b"",
    "metadonnees.txt": b"date 2024-07\ntitre Rien dessous\n",
    "photo.png": PICTURE,
    "photo.jsonl": PICTURE,
    "tableau.jsonl": json.dumps([GOOD_RECORD | {"id": "tableau"}], indent=1).encode(),
    "controles.txt": b"\x01\x02\x03\x04" * 100,
}
LINES: tuple[tuple[object, Ill], ...] = (
    (GOOD_RECORD, Ill("bon", holds="sans défaut")),
    (b'{"id": "casse", "text": "Coup\xc3\xa9', Ill("melange.jsonl#2", "broken JSON: Unterminated string")),
    ([1, 2], Ill("melange.jsonl#3", "JSON, but a list, not an object")),
    (3, Ill("melange.jsonl#4", "JSON, but a number, not an object")),
    ({"text": {"html": "x"}}, Ill("melange.jsonl#5", "the text is an object, not a string")),
    ({"title": "Seul"}, Ill("melange.jsonl#6", "no text, under any of the names text, texte")),
    (
        {"id": "bon", "text": "Encore."},
        Ill("melange.jsonl#7", "key 'bon' is already used by melange.jsonl#1"),
    ),
    ({"id": "blanc", "text": " \n "}, Ill("melange.jsonl#8", "no article text, only blanks")),
    (
        {"id": ["x"], "title": 42, "date": {}, "author": [1], "text": "Mal typé."},
        Ill("melange.jsonl#9", holds="Mal typé"),
    ),
    (b'{"id": "demi", "text": "Un \\ud83d orphelin."}', Ill("demi", holds="Un \ufffd orphelin.")),
    (
        b'{"id": "nul", "text": "Un \0 cru."}',
        Ill("melange.jsonl#11", "broken JSON: Invalid control character"),
    ),
    (b'{"text":' * 500 + b"1" + b"}" * 500, Ill("melange.jsonl#12", "JSON of more than 50 levels")),
    (b'{"text":' + b"[" * 100_000, Ill("melange.jsonl#13", "JSON of more than 50 levels")),
    (
        b'{"n": ' + b"9" * 5_000 + b', "text": "Long."}',
        Ill("melange.jsonl#14", "broken JSON: Exceeds the limit"),
    ),
    (
        '{"id": "cp", "text": "Né à Sète, où l’été a été gris."}'.encode("windows-1252"),
        Ill("cp", "", "Sète", "windows-1252"),
    ),
    (b"{" + b" " * 12_000_000 + b"}", Ill("melange.jsonl#16", "more than 10 MB for one article")),
    ({"id": "fin", "text": "Le dernier."}, Ill("fin", holds="Le dernier")),
)
ILLS: tuple[Ill, ...] = (
    Ill("bon.txt", holds="l’hôtel de région"),
    Ill("binaire.txt", "binary data, not text"),
    Ill("blancs.txt", "no article text, only blanks"),
    Ill("chinois.txt", holds="交通计划"),
    Ill("chinois-gb18030.txt", "", "交通计划", "gb18030"),
    Ill("anglais.txt", holds="the bridge would open"),
    Ill("coupe.txt", holds="gr\ufffd"),
    Ill("mele.txt", "", "l’hôtel", "utf-8+windows-1252"),
    Ill("nul.txt", "binary data, not text"),
    Ill("utf16-sans-marque.txt", "", "l’hôtel", "utf-16-le"),
    Ill("vide.txt", "the file is empty"),
    Ill("vide.jsonl", "the file is empty"),
    Ill("metadonnees.txt", "no article text, only metadata"),
    Ill("photo.png", "not a format that is read"),
    Ill("photo.jsonl", "binary data, not text"),
    Ill("tableau", holds="sans défaut"),
    Ill("controles.txt", "binary data, not text"),
    Ill("50-mo.txt", "more than 10 MB for one article"),
    Ill("50-mo.jsonl#1", "more than 10 MB for one article"),
    Ill("apres-50-mo", holds="On continue"),
    Ill("boucle-a.txt", "cannot be read: a link that leads back to itself"),
    Ill("boucle-b.txt", "cannot be read: a link that leads back to itself"),
    Ill("dossier/boucle", "a link to a folder, not followed"),
    Ill("dehors.txt", "a link to a file outside the corpus"),
    Ill("nulle-part.txt", "cannot be read: No such file or directory"),
    Ill("tube.txt", "not a regular file"),
    Ill("dossier.txt/dedans.txt", holds="dans un dossier"),
    Ill("nom-\\xe9.txt", holds="l’hôtel"),
    Ill("lien.txt", holds="l’hôtel"),
    *(ill for _, ill in LINES),
)
# Present, and neither read nor reported.
IGNORED = (".cache/brouillon.txt", ".cache.txt", "README.md", "LICENSE", ".gitattributes")
UNREADABLE = (
    Ill("interdit.txt", "cannot be read: Permission denied"),
    Ill("interdit.jsonl", "cannot be read: Permission denied"),
    Ill("ferme", "this folder cannot be read: Permission denied"),
)


def make_broken_corpus(folder: Path) -> Path:
    """Make a corpus with every ill in an empty folder, and return it."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, data in FILES.items():
        (corpus / name).write_bytes(data)
    lines = [line if isinstance(line, bytes) else json.dumps(line).encode() for line, _ in LINES]
    (corpus / "melange.jsonl").write_bytes(b"\n".join(lines))
    _make_huge_files(corpus)
    _make_links(corpus, outside=folder)
    for name in IGNORED:
        (corpus / name).parent.mkdir(exist_ok=True)
        (corpus / name).write_text(TEXT, encoding="utf-8")
    (corpus / "dossier.txt").mkdir()
    (corpus / "dossier.txt" / "dedans.txt").write_text(
        "Un article dans un dossier au nom de fichier.", encoding="utf-8"
    )
    os.mkfifo(corpus / "tube.txt")
    (corpus / os.fsdecode(b"nom-\xe9.txt")).write_bytes(TEXT.encode())
    return corpus


def make_unreadable(corpus: Path) -> Callable[[], None]:
    """Add files and a folder that their reader may not open, and return what makes them readable again."""
    for name in ("interdit.txt", "interdit.jsonl"):
        (corpus / name).write_text(TEXT, encoding="utf-8")
    (corpus / "ferme").mkdir()
    closed = [corpus / ill.path for ill in UNREADABLE]
    for path in closed:
        path.chmod(0)
    return lambda: [path.chmod(0o700) for path in closed] and None


def _make_huge_files(corpus: Path) -> None:
    one = b"Le vent tourne, la mer monte et la foule attend. " * 20_000
    times = MEGABYTES * 1_000_000 // len(one) + 1
    with (corpus / "50-mo.txt").open("wb") as stream:
        for _ in range(times):
            stream.write(one)
    with (corpus / "50-mo.jsonl").open("wb") as stream:
        stream.write(b'{"id": "50-mo", "text": "')
        for _ in range(times):
            stream.write(one)
        stream.write(b'"}\n{"id": "apres-50-mo", "text": "On continue."}\n')


def _make_links(corpus: Path, *, outside: Path) -> None:
    secret = outside / "secret.txt"
    secret.write_text("Ce fichier n'est pas du corpus.", encoding="utf-8")
    (corpus / "dossier").mkdir()
    (corpus / "dossier" / "boucle").symlink_to(corpus)
    (corpus / "boucle-a.txt").symlink_to("boucle-b.txt")
    (corpus / "boucle-b.txt").symlink_to("boucle-a.txt")
    (corpus / "dehors.txt").symlink_to("../secret.txt")
    (corpus / "nulle-part.txt").symlink_to("perdu.txt")
    (corpus / "lien.txt").symlink_to("bon.txt")
