"""Marking: where a text holds what was looked for.

In: a text, and the patterns of a hit. Out: half-open spans of characters, exactly those of the words that
made the article match, because the text is cut by the analysis that made the index.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from searcher.analysis import Token, cut
from searcher.query import Field, Unit
from searcher.search import Hit, Occurrences, Pattern, Text, Together, Units, taking_part, unite

Mark = tuple[int, int]  # in characters, as in text[start:end]


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a pattern stands in a text."""

    start: int  # in characters
    end: int
    position: int  # of its first word
    # Which one, from 0; of what must be together, each thing has a number of its own.
    pattern: int
    size: int = 1  # in positions


def find_matches(
    text: str, tokens: Sequence[Token], patterns: tuple[Pattern | Together, ...], field: Field
) -> list[Match]:
    """Find the patterns in one field, in reading order.

    A pattern of several slots is a run of successive positions, and matches from the start of its first
    word to the end of its last one; one that is verbatim matches what is written so. Of things that must be together
    those match that take part in a span, and no others.

    Args:
        tokens: the words of the text.
    """
    matches: list[Match] = []
    number = 0
    alone = tuple(pattern for pattern in patterns if isinstance(pattern, Pattern))
    if alone:
        matches += _find_each(text, tokens, alone, field)
        number += len(alone)
    for pattern in patterns:
        if isinstance(pattern, Together):
            matches += _find_together(text, tokens, pattern, field, number)
            number += len(pattern.things)
    matches.sort(key=lambda match: (match.start, match.end))
    return matches


def _find_together(
    text: str, tokens: Sequence[Token], together: Together, field: Field, number: int
) -> Iterator[Match]:
    """The occurrences of things that stand together; the first thing has this number."""
    things = [_find_each(text, tokens, patterns, field) for patterns in together.things]
    if not all(things):
        return
    occurrences = [
        unite([Occurrences.of_words(array("Q", [match.position]), match.size) for match in matches])
        for matches in things
    ]
    units = None
    if isinstance(together.within, Unit):
        units = Units(array("Q", _text(text, tokens).unit_starts(together.within)))
        occurrences = [units.divide(found) for found in occurrences]
    taking = taking_part(occurrences, together.within, ordered=together.ordered)
    for thing, (matches, found, flags) in enumerate(zip(things, occurrences, taking, strict=True)):
        places = units.restore(found.places) if units else found.places
        taken = {(place, size) for place, size, flag in zip(places, found.sizes, flags, strict=True) if flag}
        for match in matches:
            if (match.position, match.size) in taken:
                yield replace(match, pattern=number + thing)


def _find_each(
    text: str, tokens: Sequence[Token], patterns: tuple[Pattern, ...], field: Field
) -> list[Match]:
    """Find patterns wherever they are."""
    beginnings = _beginnings(patterns, field)
    matches = _find_verbatim(text, tokens, patterns, field)
    # Runs that await their next slot, as (pattern, slot) -> start: at the position read now, and at the
    # next one.
    here: dict[tuple[int, int], int] = {}
    following: dict[tuple[int, int], int] = {}
    position = -1
    for token in tokens:
        starting = beginnings.get(token.form, ())
        if not (starting or here or following):
            continue  # as nearly always
        if token.position != position:
            here = following if token.position == position + 1 else {}
            following = {}
            position = token.position
        steps = [(pattern, 0, token.start) for pattern in starting]
        steps += [
            (pattern, slot, start)
            for (pattern, slot), start in here.items()
            if token.form in patterns[pattern].slots[slot]
        ]
        for pattern, slot, start in steps:
            if slot + 1 < len(patterns[pattern].slots):
                begun = following.get((pattern, slot + 1), start)
                following[pattern, slot + 1] = min(begun, start)
            else:
                matches.append(Match(start, token.end, position - slot, pattern, slot + 1))
    return matches


def _find_verbatim(
    text: str, tokens: Sequence[Token], patterns: tuple[Pattern, ...], field: Field
) -> list[Match]:
    return [
        Match(start, end, position, number, size)
        for number, pattern in enumerate(patterns)
        if pattern.verbatim and pattern.field in (Field.ANY, field)
        for start, end, position, size in _text(text, tokens).verbatim(pattern.verbatim)
    ]


def _text(text: str, tokens: Sequence[Token]) -> Text:
    spans = chain.from_iterable((token.start, token.end) for token in tokens)
    return Text(text, array("I", [token.position for token in tokens]), array("I", spans))


# The hits of one search share their patterns, and a prefix may stand for a thousand forms.
@lru_cache(maxsize=16)
def _beginnings(patterns: tuple[Pattern, ...], field: Field) -> dict[str, list[int]]:
    """The patterns that may begin with each form."""
    beginnings: dict[str, list[int]] = {}
    for number, pattern in enumerate(patterns):
        if pattern.field in (Field.ANY, field) and pattern.slots and not pattern.verbatim:
            for form in pattern.slots[0]:
                beginnings.setdefault(form, []).append(number)
    return beginnings


def merge_marks(matches: Iterable[Match]) -> tuple[Mark, ...]:
    """The stretches that matches in reading order cover: what overlaps is one."""
    marks: list[Mark] = []
    for match in matches:
        if marks and match.start < marks[-1][1]:
            marks[-1] = marks[-1][0], max(marks[-1][1], match.end)
        else:
            marks.append((match.start, match.end))
    return tuple(marks)


def body_marks(hit: Hit) -> tuple[Mark, ...]:
    """What to mark in the body of a hit."""
    body = hit.article.body
    return merge_marks(find_matches(body, cut(body), hit.patterns, Field.BODY))


def title_marks(hit: Hit) -> tuple[Mark, ...]:
    """What to mark in the title of a hit."""
    title = hit.article.title
    return merge_marks(find_matches(title, cut(title), hit.patterns, Field.TITLE))


def split_at_marks(text: str, marks: Sequence[Mark], *, start: int = 0) -> Iterator[tuple[str, bool]]:
    """Cut a text at its marks. Yields its pieces in order, and whether each is marked.

    Args:
        marks: in order, without overlaps, within the text.
        start: what marks count from: the place of `text[0]`.

    >>> list(split_at_marks("au sommet", [(3, 9)]))
    [('au ', False), ('sommet', True)]
    """
    done = 0
    for first, last in marks:
        if first - start > done:
            yield text[done : first - start], False
        yield text[first - start : last - start], True
        done = last - start
    if done < len(text):
        yield text[done:], False
