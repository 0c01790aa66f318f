"""Records: from the fields of a JSON object, or of a row of a table, to the article that they are.

In: names and values. Out: the article. The names of the fields are those of `fields.py`, and those that the user
gave; what has another name, or not the type of its field, is kept in `extra` as it is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from searcher.article import Article, PartialDate, SaidDate
from searcher.corpus.completing import complete
from searcher.corpus.dates import read_date
from searcher.corpus.dating import METADATA
from searcher.corpus.fields import NAMES, field_of
from searcher.corpus.parsing import Record, type_of
from searcher.corpus.report import place

Names = tuple[tuple[str, str], ...]  # fields of Article, each with the name that stands for it

_CONTAINERS = frozenset((dict, list))  # the types that JSON nests
# Fields that may be a list, and whose values may be objects with a name.
_NAMED = frozenset(("title", "source", "agency", "place", "author"))
_NO_TEXT = f"no text, under any of the names {', '.join(NAMES['body'].split())}"


def read_record(record: Record, number: int, path: str, encoding: str, given: Names = ()) -> Article | str:
    """Make an article of a record, or say why there is none.

    Args:
        number: of the record in its file; 0 where it is the file.
        given: names that stand for fields in this corpus, whatever else they would.
    """
    text, date, known, unknown, twice = _sort_names(tuple(record), given)
    extra: dict[str, Any] = {}
    for name in unknown:
        if (value := record[name]) is not None:
            extra[name] = value
    others: list[SaidDate] = []
    if twice:
        text, date, known, others = _choose(record, text, date, known, twice, extra)
    written = record[text] if text else None
    if written is None or written == "":
        return _NO_TEXT
    body = _as_text(written)
    if body is None:
        return f"the text is {type_of(written)}, not a string"
    if not body:
        return "no article text, only blanks"
    declared = None
    if date and (said := record[date]) is not None and said != "":
        declared = _as_date(said)
        if not declared:
            extra.setdefault("date", said)
    fields: dict[str, str] = {}
    for field, name in known:
        value = record[name]
        if type(value) is str and "\n" not in value and "\r" not in value:  # as nearly all are
            words = value.strip()
        else:
            words = _as_words(value) if field in _NAMED or type(value) not in _CONTAINERS else ""
        if words:
            fields[field] = words
        elif value is not None and value != "":
            extra[name] = value
    key = fields.get("key") or place(path, number)
    return complete(
        fields, body, key=key, path=path, encoding=encoding, declared=declared, others=others, extra=extra
    )


_Pairs = tuple[tuple[str, str], ...]


class _Names(NamedTuple):
    """The names in a record, by what they stand for."""

    text: str  # "" if there is none
    date: str
    known: _Pairs  # other fields, with the first name that stands for each
    unknown: tuple[str, ...]
    twice: _Pairs  # fields that were named before, with their other names


@lru_cache(maxsize=64)  # the records of a file have the same names, nearly always
def _sort_names(names: tuple[str, ...], given: Names) -> _Names:
    known: dict[str, str] = {}
    unknown: list[str] = []
    twice: list[tuple[str, str]] = []
    for name, field in zip(names, fields_of(names, given), strict=True):
        if not field:
            unknown.append(name)
        elif known.setdefault(field, name) != name:
            twice.append((field, name))
    text, date = known.pop("body", ""), known.pop("published", "")
    return _Names(text, date, tuple(known.items()), tuple(unknown), tuple(twice))


def _choose(
    record: Record, text: str, date: str, known: _Pairs, twice: _Pairs, extra: dict[str, Any]
) -> tuple[str, str, _Pairs, list[SaidDate]]:
    """Of the names of each field take the first that has a value; what the others have goes to `extra`.

    Returns:
        As in `_Names`, and the dates that the others say.
    """
    others: list[SaidDate] = []
    said = {name for name, value in record.items() if value is not None and value != ""}
    first = (("body", text), ("published", date), *known)
    names = {field: name for field, name in first if name in said}
    for field, name in twice:
        if name in said and names.setdefault(field, name) != name:
            extra[name] = record[name]
            if field == "published" and (other := _as_date(record[name])):
                others.append(SaidDate(other, METADATA))
    return names.pop("body", ""), names.pop("published", ""), tuple(names.items()), others


def fields_of(names: tuple[str, ...], given: Names = ()) -> tuple[str, ...]:
    """Which field each of some names stands for; "" where none.

    >>> fields_of(("Titre", "date", "chapo"), (("title", "chapo"),))
    ('', 'published', 'title')
    """
    by_name = {name: field for field, name in given}
    said = {field for field, name in given if name in names}
    found = ("" if (field := field_of(name)) in said else field for name in names)
    return tuple(by_name.get(name, field) for name, field in zip(names, found, strict=True))


def _as_text(value: Any) -> str | None:
    if isinstance(value, str):
        text = _plain(value) if value[:1] in "< \n" else value
    elif isinstance(value, dict) and isinstance(value.get("rendered"), str):
        text = _plain(value["rendered"], is_markup=True)  # as WordPress gives it
    elif isinstance(value, list) and all(isinstance(paragraph, str) for paragraph in value):
        text = "\n".join(value)
    else:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip()


def _as_date(written: Any) -> PartialDate | None:
    if isinstance(written, str):
        return read_date(written)
    if isinstance(written, (int, float)):
        return read_date(str(written).partition(".")[0])
    return None


def _as_words(value: Any) -> str:
    """Read a value: a string, a whole number, an object with a name (schema.org), or a list of those."""
    if isinstance(value, str):
        if "\n" in value or "\r" in value:
            return " ".join(filter(None, map(str.strip, value.splitlines())))
        return value.strip()
    if isinstance(value, dict):
        name = value.get("name", value.get("nom"))
        if isinstance(name, str):
            return _as_words(name)
        rendered = value.get("rendered")
        return _plain(rendered, is_markup=True).replace("\n", " ") if isinstance(rendered, str) else ""
    if isinstance(value, list):
        words = [_as_words(one) for one in value if isinstance(one, (str, dict))]
        return ", ".join(words) if len(words) == len(value) and all(words) else ""
    return str(value) if type(value) is int else ""


def _plain(value: str, *, is_markup: bool = False) -> str:
    # Only here: the names of all characters take two milliseconds, which most files do not have to wait for.
    from searcher.corpus.markup import looks_like_markup, text_of

    return text_of(value) if is_markup or looks_like_markup(value) else value
