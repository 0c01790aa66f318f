"""`corpus/README.md` documents what is read: every name, every suffix, and examples that work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from searcher.corpus import LARGEST_ARTICLE, LARGEST_FILE, read_corpus, read_date
from searcher.corpus.fields import NAMES, field_of
from searcher.corpus.formats import FORMATS
from searcher.corpus.packing import PACKED_SUFFIXES

README = Path(__file__).parents[2] / "corpus" / "README.md"


@pytest.fixture(scope="module")
def section() -> str:
    _, found, section = README.read_text(encoding="utf-8").partition("## What is read, and how\n")
    assert found
    return section


def _part(section: str, beginning: str) -> str:
    return section[section.index(beginning) :].split("\n\n", 2)[0 if beginning.startswith("**") else 1]


def test_every_name_of_a_field_is_documented(section: str) -> None:
    """A name that nobody knows of is of no use, and one that is promised must work."""
    rows = [re.findall("`(\\w+)`", row) for row in _part(section, "### Names of fields").splitlines()[2:]]
    assert [{field_of(name) for name in names} for names in rows] == [{field} for field in NAMES]
    documented = {name.lower() for names in rows for name in names}
    assert documented == {name for names in NAMES.values() for name in names.split()}


def test_every_suffix_and_limit_is_documented(section: str) -> None:
    """The page says what may be given to the program."""
    assert all(f"`{suffix}`" in section for format in FORMATS for suffix in format.suffixes)
    assert all(f"`{suffix}`" in section for suffix in PACKED_SUFFIXES)
    assert f"more than {LARGEST_ARTICLE // 1_000_000} MB" in section
    assert f"{LARGEST_FILE // 1_000_000_000} GB" in section


def test_every_date_of_the_page_is_read(section: str) -> None:
    """They are what a reader of the page will imitate."""
    dates = re.findall("`([^`]+)`", _part(section, "**Dates**").replace("\n", " "))
    assert len(dates) >= 10
    assert all(read_date(date) for date in dates), dates


def test_the_examples_of_the_page_are_read_as_it_says(section: str, tmp_path: Path) -> None:
    """An example that does not work teaches the wrong form."""
    press, records = re.findall("```\n(.*?)```", section, flags=re.DOTALL)
    lines = [re.split(" {5,}", line)[0] for line in press.splitlines()]
    (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(records, encoding="utf-8")
    astana, port = read_corpus(tmp_path, on_skip=pytest.fail)
    assert (astana.title, str(astana.published)) == (
        "Pékin et Astana veulent doubler leurs échanges",
        "2024-07-04",
    )
    assert (astana.place, astana.agency, astana.source) == (
        "Beijing",
        "PRNewswire",
        "La Gazette des rivières",
    )
    assert astana.url == "https://presse.example.com/fr/astana"
    assert astana.body == "BEIJING, 4 juillet 2024 /PRNewswire/ -- Le …"
    assert (port.key, port.title, port.place, port.agency) == ("2024-0147", "Le port rouvre", "Dakar", "AFP")
    assert port.extra == {"rubrique": "Mer"}
