"""The article: the one record that crosses every stage, from a file on disk to a line on a screen.

In: what a reader of files, or a program, knows of one news item. Out: the same, frozen.
"""

from __future__ import annotations

import calendar
import dataclasses
import re
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from searcher.records import dataclass


class Precision(StrEnum):
    """How much of a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


_SHORTEST_LEAD = 60  # characters: less is a heading
_LONGEST_LEAD = 1_500  # characters, where its lines are broken to fit
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?")


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which the day, or the month and the day, may be unknown.

    Args:
        year: from 1 to 9999.
        month: from 1 to 12, or 0 if only the year is known.
        day: from 1 to the last of the month, or 0 if unknown.
    Raises:
        ValueError: there is no such date.

    >>> str(PartialDate(2024, 7)), PartialDate(2024, 2).last
    ('2024-07', datetime.date(2024, 2, 29))
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if self.day and not self.month:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2024`, `2024-07`, `2024-07-04`, or a timestamp that begins like the last.

        Raises:
            ValueError: the text is none of these, or there is no such date.
        """
        found = _ISO.fullmatch(text.strip())
        if not found:
            raise ValueError(f"{text!r} is not a date like 2024, 2024-07 or 2024-07-04")
        return cls(*(int(part) if part else 0 for part in found.groups()))

    @property
    def precision(self) -> Precision:
        if self.day:
            return Precision.DAY
        return Precision.MONTH if self.month else Precision.YEAR

    @property
    def first(self) -> date:
        """The earliest day that this may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day that this may be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)


class SaidDate(NamedTuple):
    """A date that something in or around an article says."""

    date: PartialDate
    # Where: `metadata` (the file's own field), `dateline`, `path` (the name of the file), and of a page `schema.org`,
    # `meta` (OpenGraph and its like) or `time` (the element).
    origin: str


class ZoneKind(StrEnum):
    """What a stretch of an article is for. What is in no zone is the news itself."""

    DATELINE = "dateline"  # where, when and for whom: `DAKAR, 4 juillet 2024 (AFP) - `
    LEAD = "lead"  # the first paragraph of several
    ABOUT = "about"  # what a company always says of itself: `À propos de …`
    CONTACT = "contact"  # whom to call
    LEGAL = "legal"  # warnings and rights: `Déclarations prospectives`, `© …`, `Tous droits réservés`
    ORIGIN = "origin"  # where it comes from: `SOURCE Hélianor`, addresses, credits of pictures

    @property
    def is_notice(self) -> bool:
        """Whether it is a notice that closes an article, the same under many: its words count less than the news."""
        return self not in (ZoneKind.DATELINE, ZoneKind.LEAD)


class Zone(NamedTuple):
    """A stretch of the body of an article."""

    kind: ZoneKind
    start: int  # in characters of the body: body[start:end], without blanks around it
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One news item. All but the key may be unknown, and is then empty.

    Offsets, in every stage, count the characters (code points) of `title` or `body` as they stand here.
    """

    key: str  # names the article for ever: its own id, or its path in the corpus
    title: str = ""
    body: str = ""  # paragraphs separated by newlines, dateline included
    published: PartialDate | None = None
    source: str = ""  # who published it, as it says, or else its agency
    agency: str = ""  # who wrote it, from the dateline
    place: str = ""  # where it was written, from the dateline
    author: str = ""
    language: str = ""  # as declared, `fr`
    url: str = ""
    path: str = ""  # the file it came from, relative to the corpus, with `/`
    encoding: str = ""  # how that file was decoded, as Python names it
    extra: Mapping[str, object] = field(default_factory=dict)  # metadata of other names, kept as they are
    zones: tuple[Zone, ...] = ()  # of the body, in order, without overlaps: its dateline and its notices
    # Where dates contradict each other, all that were said, `published` first; else none.
    dates: tuple[SaidDate, ...] = ()

    def __post_init__(self) -> None:
        if not self.key:
            raise ValueError("an article needs a key")
        if not self.key.isprintable():
            raise ValueError(f"the key {self.key!r} has characters that cannot be printed")
        if self.zones:
            self._check_zones()

    @property
    def lead(self) -> Zone | None:
        """The first paragraph of the news, if it is long enough to be one and another follows.

        >>> article = Article("a", body=f"{'Le port a rouvert ' * 4}jeudi.\\nLes marins sont repartis.")
        >>> article.lead
        Zone(kind=<ZoneKind.LEAD: 'lead'>, start=0, end=78)
        """
        body, start, end = self.body, 0, len(self.body)
        for zone in self.zones:
            if zone.kind is ZoneKind.LEAD:
                return zone
            if zone.kind is ZoneKind.DATELINE:
                start = zone.end
            elif zone.kind.is_notice:
                end = zone.start
                break
        while start < end and body[start].isspace():
            start += 1
        stop = body.find("\n", start, end)
        # Where paragraphs are set apart by empty lines, an end of line may be within one.
        if stop >= 0 and body[stop + 1 : stop + 2] != "\n":
            apart = body.find("\n\n", stop, min(end, start + _LONGEST_LEAD))
            stop = apart if apart >= 0 else stop
        lead = body[start : max(stop, start)].rstrip()
        if len(lead) < _SHORTEST_LEAD or not body[stop:end].strip():
            return None
        return Zone(ZoneKind.LEAD, start, start + len(lead))

    @property
    def all_zones(self) -> tuple[Zone, ...]:
        """Its zones and its lead, in order."""
        lead = self.lead
        if not lead or lead in self.zones:
            return self.zones
        return tuple(sorted((*self.zones, lead), key=attrgetter("start")))

    def _check_zones(self) -> None:
        done = 0
        for zone in self.zones:
            if not done <= zone.start < zone.end:
                raise ValueError(f"the zones of {self.key!r} overlap, are out of order or empty")
            done = zone.end
        if done > len(self.body):
            raise ValueError(f"the zones of {self.key!r} reach beyond its body")
