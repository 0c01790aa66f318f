"""Metadata lines: what stands above an article in the press form, one `name value` or `name: value` a line.

In: the lines of a file. Out: the fields they give, and the lines that follow. The difficulty is text that
begins the same way: `Date limite pour …`, `Source de vie, l'eau …`, `Ukraine : les négociations reprennent`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import takewhile

from searcher.article import PartialDate, SaidDate
from searcher.corpus.dates import read_date
from searcher.corpus.dating import METADATA
from searcher.corpus.fields import field_of

_LONGEST_VALUE = 300  # characters: more is a paragraph
_LONGEST_LINE = 400  # with its name, colon and blanks
_LONGEST_BARE_VALUE = 150  # without a colon there is less to go by
_MOST_WORDS_OF_A_NAME = 3
_ENDS_A_SENTENCE = re.compile(r"[.!?…»”\"]$")
_LONGEST_BLOCK = 20  # lines: no file has as many fields
_WITH_COLON = re.compile(r"(?P<name>[^\W\d_][^:\d]{0,30}?)\s*:(?!//)\s*(?P<value>.*)")
_BARE = re.compile(r"(?P<name>[^\W\d_]+)\s+(?P<value>\S.*)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_LANGUAGE = re.compile(r"[^\W\d_]{2,12}(?:[-_][A-Za-z]{2,4})?")


@dataclass(slots=True)
class Metadata:
    """What the lines above an article say."""

    published: PartialDate | None = None
    others: list[SaidDate] = field(default_factory=list)  # dates on further lines
    fields: dict[str, str] = field(default_factory=dict)  # by the names of Article
    extra: dict[str, object] = field(default_factory=dict)  # by the names in the file


def read_metadata(lines: list[str]) -> tuple[Metadata, list[str]]:
    """Read metadata lines until the first line that is none.

    >>> metadata, rest = read_metadata(["date 2024-07", "titre Le muguet", "", "Le muguet est cueilli."])
    >>> str(metadata.published), metadata.fields, rest
    ('2024-07', {'title': 'Le muguet'}, ['', 'Le muguet est cueilli.'])
    """
    metadata = Metadata()
    number = 0
    while number < len(lines) and not lines[number].strip():
        number += 1
    started = False
    while number < len(lines) and _read_line(metadata, lines, number, started=started):
        started = True
        number += 1
    return metadata, lines[number:]


def read_as_text(line: str) -> bool:
    """Whether a line that was not understood looks like metadata: `Rubrique : Mer`, `date hier`.

    >>> read_as_text("Rubrique : Mer"), read_as_text("Le port a rouvert."), read_as_text("date hier soir")
    (True, False, True)
    """
    if not line or len(line) > _LONGEST_BARE_VALUE:
        return False
    line = line.strip()
    if _ENDS_A_SENTENCE.search(line):
        return False
    if ":" in line and (found := _WITH_COLON.fullmatch(line)):
        return len(found["name"].split()) <= _MOST_WORDS_OF_A_NAME
    bare = _BARE.fullmatch(line)
    return bare is not None and bare["name"].islower() and field_of(bare["name"]) not in ("", "body")


def _read_line(metadata: Metadata, lines: list[str], number: int, *, started: bool) -> bool:
    line = lines[number].strip()
    known = _known(line, started=started)
    if known:
        _keep(metadata, *known)
        return True
    if _is_unread_date(lines, number):
        metadata.extra.setdefault("date", line.partition(" ")[2].strip())
        return True
    may_be_one = started and ":" in line and len(line) <= _LONGEST_BARE_VALUE
    with_colon = _WITH_COLON.fullmatch(line) if may_be_one else None
    if not with_colon or not with_colon["value"]:
        return False
    block = takewhile(str.strip, lines[number + 1 : number + _LONGEST_BLOCK])
    if not _is_unknown_metadata(line, with_colon["name"], metadata, block):
        return False
    metadata.extra[with_colon["name"]] = with_colon["value"]
    return True


def _is_unread_date(lines: list[str], number: int) -> bool:
    """Whether a line is `date hier soir`, known for metadata by the line below."""
    line = lines[number].strip()
    if not line.startswith("date ") or len(line) > _LONGEST_BARE_VALUE or number + 1 == len(lines):
        return False
    return _known(lines[number + 1].strip(), started=True) is not None


def _known(line: str, *, started: bool) -> tuple[str, str, str] | None:
    """Read a line of a known name: its field, its name as written and its value."""
    if len(line) > _LONGEST_LINE:
        return None
    # In `titre Québec : les érables`, the colon belongs to the value.
    for shape, accepts in _SHAPES if ":" in line else _SHAPES[1:]:
        found = shape.fullmatch(line)
        field_name = field_of(found["name"]) if found else ""
        if found and field_name and accepts(field_name, found["name"], found["value"], started):
            return field_name, found["name"], found["value"]
    return None


def _accepts_after_colon(known: str, name: str, value: str, started: bool) -> bool:
    return known != "body" and len(value) <= _LONGEST_VALUE


def _accepts_bare(known: str, name: str, value: str, started: bool) -> bool:
    """Without a colon, the value must look like what the name announces."""
    if known == "published":
        return read_date(value) is not None
    if not name.islower() or known in ("body", "key"):
        return False
    if check := _BARE_VALUES.get(known):
        return check(value)
    # After another metadata line a title may be a whole sentence; at the top of a file it would be prose.
    ends_like_a_sentence = value.endswith(".") and not value.endswith("..")
    return len(value) <= _LONGEST_BARE_VALUE and (started or not ends_like_a_sentence)


_BARE_VALUES: dict[str, Callable[[str], bool]] = {
    "url": lambda value: bool(_ADDRESS.fullmatch(value)),
    "language": lambda value: bool(_LANGUAGE.fullmatch(value)),
}


_SHAPES = ((_WITH_COLON, _accepts_after_colon), (_BARE, _accepts_bare))


def _is_unknown_metadata(line: str, name: str, metadata: Metadata, following: Iterable[str]) -> bool:
    """Tell `Rubrique : Économie` from the title `Ukraine : les négociations reprennent`, and both from prose.

    A name in lower case is none of those. A capital is accepted where no title can stand: above other
    metadata, or when the title is known already.
    """
    if line.endswith(".") or len(name.split()) > _MOST_WORDS_OF_A_NAME:
        return False
    if name.islower():
        return True
    return "title" in metadata.fields or any(_known(other.strip(), started=True) for other in following)


def _keep(metadata: Metadata, known: str, name: str, value: str) -> None:
    fields = metadata.fields
    if not value:
        return
    if known == "published" and not metadata.published:
        metadata.published = read_date(value)
        if not metadata.published:
            metadata.extra["date"] = value
    elif known == "author" and known in fields:
        fields[known] += f", {value}"
    elif known == "published" or known in fields:
        metadata.extra.setdefault(name, value)
        if known == "published" and (date := read_date(value)):
            metadata.others.append(SaidDate(date, METADATA))
    else:
        fields[known] = value
