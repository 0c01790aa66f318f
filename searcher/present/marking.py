"""Marking: where a text holds what was looked for.

In: a text, and the patterns of a hit. Out: half-open spans of characters, exactly those of the words that
made the article match, because the text is cut by the analysis that made the index.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from searcher.analysis import Token, cut
from searcher.query import Field
from searcher.search import Hit, Pattern, find_verbatim

Mark = tuple[int, int]  # in characters, as in text[start:end]


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a pattern stands in a text."""

    start: int  # in characters
    end: int
    position: int  # of its first word
    pattern: int  # which one, from 0


def find_matches(
    text: str, tokens: Sequence[Token], patterns: tuple[Pattern, ...], field: Field
) -> list[Match]:
    """Find the patterns in one field, in reading order.

    A pattern of several slots is a run of successive positions, and matches from the start of its first
    word to the end of its last one; one that is verbatim matches what is written so.

    Args:
        tokens: the words of the text.
    """
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
                matches.append(Match(start, token.end, position - slot, pattern))
    matches.sort(key=lambda match: (match.start, match.end))
    return matches


def _find_verbatim(
    text: str, tokens: Sequence[Token], patterns: tuple[Pattern, ...], field: Field
) -> list[Match]:
    matches = []
    for number, pattern in enumerate(patterns):
        if pattern.verbatim and pattern.field in (Field.ANY, field):
            for start, end in find_verbatim(text, pattern.verbatim):
                # Its first word may begin later: a clitic is none.
                first = bisect_right(tokens, start, key=attrgetter("end"))
                matches.append(Match(start, end, tokens[first].position, number))
    return matches


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
