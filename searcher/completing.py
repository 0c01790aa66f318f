"""Completing: how what is typed may go on, as far as this index knows.

In: a query that is half typed. Out: the same with its last word completed: by a name of a field, a value that is known
of articles, a word of the texts; the most frequent first. It is what shells ask for at each touch of a key, so it loads
neither the parser nor the search.
"""

from __future__ import annotations

import heapq
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from searcher.analysis import key
from searcher.index import OWN_NAMES, Kind, Segment, Snapshot

# The French names of fields, as `searcher.query.naming` suggests them.
FIELDS = ("titre", "texte", "source", "lieu", "agence", "auteur", "langue", "chemin", "date", "vers")
TWINS = {"place": "lieu", "agency": "agence", "author": "auteur", "language": "langue"}
OPERATORS = ("ET", "OU", "SAUF", "NON", "PROCHE/", "SUIVI/", "AUMOINS/", "PARMI/")

_LAST_WORD = re.compile(r"\w+$")
_FIELD_VALUE = re.compile(r"(?<![\w-])([^\W\d_][\w-]*):(?:([\"«“]) ?([^\"»”]*)|([^\s\"«“]*))$")
_CLOSING = {'"': '"', "«": "»", "“": "”"}
_PLAIN_VALUE = re.compile(r"[\w.]+(?:-[\w.]+)*")


@dataclass(frozen=True, slots=True)
class Completion:
    """A way to go on."""

    query: str  # all that was typed, completed
    word: str  # what was completed, alone
    # How many articles have it, those included that are deleted and not yet reclaimed; 0 of what is no word of a text.
    articles: int


def complete(snapshot: Snapshot, query: str, *, limit: int) -> tuple[Completion, ...]:
    """Complete the last word of a query; nothing if it ends with none.

    Args:
        limit: how many ways to give, at least 0.
    """
    valued = _FIELD_VALUE.search(query)
    name = _field(snapshot, valued[1]) if valued else None
    if valued and name:
        head, quote, typed = query[: valued.end(1) + 1], valued[2], valued[3] if valued[2] else valued[4]
        return tuple(
            Completion(head + _quoted(value, quote), value, count)
            for value, count in values_beginning(snapshot, name, typed, limit=limit)
        )
    last = _LAST_WORD.search(query)
    if not last:
        return ()
    head, typed = query[: last.start()], last[0]
    ways = [
        Completion(head + each, each, 0) for each in OPERATORS if each.startswith(typed) and each != typed
    ]
    if not head or head[-1] in " (-":
        ways += [
            Completion(f"{head}{each}:", f"{each}:", 0)
            for each in _fields(snapshot)
            if each.startswith(key(typed))
        ]
    ways += [
        Completion(head + each, each, count) for each, count in words_beginning(snapshot, typed, limit=limit)
    ]
    return tuple(ways[:limit])


# ---------------------------------------------------------------- words


def words_beginning(snapshot: Snapshot, typed: str, *, limit: int) -> list[tuple[str, int]]:
    """Words of the texts that go on from what was typed, in its spelling, those of most articles first.

    What is a word already is one of them, for it may be all that was meant. An accent that was typed is required, one
    that was not is free, and none is put in what is typed already: what completes a word begins with it, as shells
    want it.
    """
    counts: Counter[str] = Counter()
    for segment in snapshot.segments:
        ways: dict[str, int] = {}
        for form, articles in _forms_beginning(segment, typed, most=4 * limit):
            word = _going_on(typed, form)
            if word:
                ways[word] = max(articles, ways.get(word, 0))  # `ÉMEUTE` and `émeute` are one way to go on
        counts.update(ways)
    return heapq.nsmallest(limit, counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _forms_beginning(segment: Segment, typed: str, *, most: int) -> Iterator[tuple[str, int]]:
    """Forms of one segment, and how many articles have each in their body."""
    prefix = key(typed)
    numbers = segment.numbers_of_shape((prefix, None)) if prefix else array("I")
    articles = segment.form_lists(numbers).body[::6]
    # Those whose accents are others than what was typed are many, where it has accents.
    most *= 1 if typed.isascii() else 4
    chosen = sorted(heapq.nlargest(most, range(len(numbers)), key=articles.__getitem__))
    forms = segment.spell(array("I", [numbers[at] for at in chosen]))
    return zip(forms, (articles[at] for at in chosen), strict=True)


def _going_on(typed: str, form: str) -> str:
    """What was typed, and the rest of a form; nothing where the form has other accents.

    >>> _going_on("elec", "élections"), _going_on("éle", "élections"), _going_on("éle", "eleveur")
    ('elections', 'élections', '')
    >>> _going_on("Éme", "ÉMEUTE"), _going_on("OT", "OTAN"), _going_on("O", "otage")
    ('Émeute', 'OTAN', 'Otage')
    """
    if len(form) < len(typed) or len(key(form)) != len(form):
        return ""
    for sign, letter in zip(typed.lower(), form.lower(), strict=False):
        if sign not in (letter, key(letter)):
            return ""
    rest = form[len(typed) :]
    return typed + (rest.upper() if typed.isupper() and len(typed) > 1 else rest.lower())


# ---------------------------------------------------------------- what is known of articles


def values_beginning(snapshot: Snapshot, name: str, typed: str, *, limit: int) -> list[tuple[str, int]]:
    """Values of a field that begin so, whatever their accents and capitals, those of most articles first.

    Args:
        name: of the field, as queries call it in French, or the corpus.
    """
    kind = (Kind.OWN, OWN_NAMES[name]) if name in OWN_NAMES else (Kind.EXTRA, name)
    counts: Counter[str] = Counter()
    wanted = key(typed)
    for segment in snapshot.segments:
        field = segment.fields.get(kind)
        if field:
            numbers, _ = segment.count_values(field, segment.live())
            for value, articles in zip(segment.field_values(field), numbers[1:], strict=True):
                if articles and key(value).startswith(wanted):
                    counts[value] += articles
    return heapq.nsmallest(limit, counts.items(), key=lambda pair: (-pair[1], pair[0]))


def keys_beginning(snapshot: Snapshot, typed: str, *, limit: int) -> list[str]:
    """Keys of articles that begin so, in their order."""
    found: list[str] = []
    for segment in snapshot.segments:
        found += segment.keys_beginning(typed, limit)
    return sorted(set(found))[:limit]


def _fields(snapshot: Snapshot) -> tuple[str, ...]:
    """The names of fields that an article of this index may have."""
    return (*FIELDS, *(name for name in snapshot.metadata_names() if name.isidentifier()))


def _field(snapshot: Snapshot, name: str) -> str | None:
    """The field of a name whose values are listed; None if they are not."""
    wanted = TWINS.get(key(name), key(name))
    listed = (*OWN_NAMES, *snapshot.metadata_names())
    return next((each for each in listed if key(each) == wanted), None)


def _quoted(value: str, quote: str | None) -> str:
    """A value as it is typed after a colon.

    >>> _quoted("AFP", None), _quoted("Le Phare", None), _quoted("Le Phare", '"')
    ('AFP', '«Le Phare»', '"Le Phare"')
    """
    if quote:
        return f"{quote}{value}{_CLOSING[quote]}"
    return value if _PLAIN_VALUE.fullmatch(value) else f"«{value}»"
