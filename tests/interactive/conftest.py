"""What the tests of the interactive search share: a small index, which they leave as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from searcher import Article, Index, PartialDate, build_index, open_index

LONG = "Rien à dire de la Sorvenne. " * 200


def articles() -> list[Article]:
    """Sixty articles of two sources, and some that are not like the others."""
    many = [
        Article(
            key=f"crue-{number:02}",
            title=f"La crue de la Sorvenne, jour {number}",
            body=f"La Sorvenne monte. Au jour {number}, la crue menace Valbrec. {'Crue ! ' * (60 - number)}",
            published=PartialDate(2023 + number % 2, number % 12 + 1, 5),
            source="Le Phare" if number % 3 else "AFP",
            place="Valbrec",
        )
        for number in range(60)
    ]
    return [
        *many,
        Article(
            key="longue",
            title="Le barrage [/bold] \x1b[31m",
            body=f"{LONG}\nUn \x1b[31m barrage \x1b[0m céderait [sic]. {LONG}\nLe barrage tient.",
            published=PartialDate(2022),
            url="https://exemple.fr/barrage",
            extra={"rubrique": "eau"},
        ),
        Article(key="muguet", body="Le muguet est en retard à Valbrec.", extra={"rubrique": "jardin"}),
        Article(key="rose", body="La rose aussi est en retard.", extra={"rubrique": "jardin"}),
    ]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("interactive") / "index"
    build_index(folder, articles())
    return folder


@pytest.fixture(scope="session")
def index(folder: Path) -> Iterator[Index]:
    with open_index(folder) as index:
        yield index
