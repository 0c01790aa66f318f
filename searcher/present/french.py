"""French: dates, numbers and durations as a newspaper prints them.

In: values. Out: what a reader sees of them.
"""

from __future__ import annotations

from searcher.analysis import key
from searcher.article import PartialDate, Precision
from searcher.query.naming import KNOWN
from searcher.query.wording import word_day
from searcher.search.faceting import STRETCHES

THIN_SPACE = "\u202f"  # it parts thousands, and no line is broken there
# Where there is little room.
MONTHS = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()

_STRETCHES = {Precision.YEAR: "année", Precision.MONTH: "mois", Precision.DAY: "jour"}


def say_field(name: str) -> str:
    """What a reader calls what is known of articles, whichever of its names was asked for.

    Args:
        name: of a field, or of a stretch of time; one of a corpus's own is called as the corpus does.

    >>> [say_field(name) for name in ("place", "auteur", "Year", "rubrique")]
    ['lieu', 'auteur', 'année', 'rubrique']
    """
    stretch = STRETCHES.get(key(name))
    return _STRETCHES[stretch] if stretch else str(KNOWN.get(key(name), name))


def say_date(published: PartialDate) -> str:
    """
    >>> [say_date(PartialDate.parse(text)) for text in ("2024-07-01", "2024-07", "2024")]
    ['1er juillet 2024', 'juillet 2024', '2024']
    """
    if published.precision is Precision.YEAR:
        return str(published.year)
    day = word_day(published.first)
    return day if published.precision is Precision.DAY else day.partition(" ")[2]


def say_number(number: int) -> str:
    """
    >>> say_number(1204).replace(THIN_SPACE, "_"), say_number(87)
    ('1_204', '87')
    """
    return f"{number:,}".replace(",", THIN_SPACE)


def say_decimal(number: float, digits: int) -> str:
    """
    >>> say_decimal(3.14159, 2)
    '3,14'
    """
    return f"{number:.{digits}f}".replace(".", ",")


def say_articles(count: int) -> str:
    """
    >>> say_articles(0), say_articles(1), say_articles(2)
    ('0 article', '1 article', '2 articles')
    """
    return f"{say_number(count)} article{'s' if count > 1 else ''}"


def say_seconds(seconds: float) -> str:
    """
    >>> say_seconds(0.0004), say_seconds(0.0042), say_seconds(1.24)
    ('moins de 1 ms', '4 ms', '1,2 s')
    """
    if seconds < 0.001:
        return "moins de 1 ms"
    if seconds < 0.9995:
        return f"{round(seconds * 1000)} ms"
    return f"{seconds:.1f} s".replace(".", ",")
