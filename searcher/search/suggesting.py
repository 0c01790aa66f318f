"""Suggesting: the words of an index that someone who mistyped a word may have meant.

In: a word, and the lexicon of an index. Out: words that people wrote there, the likeliest first, in the spelling they
wrote most. Accents cost nothing: letters are compared without them.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from searcher.analysis import key
from searcher.analysis.lexicon import find
from searcher.index import FormEntry, Snapshot

# Words of fewer letters are looked for within one letter, others within two.
FEWEST_LETTERS_FOR_TWO = 6
FEWEST_LETTERS = 3
LONGEST = 60  # letters: what is longer is no word

# What a mistake costs, in the order of how often fingers and ears make it. All values were tuned on typing mistakes
# in words of the news (benchmarks/README.md).
DOUBLED = 0.4  # a letter twice, or once instead
NEIGHBOUR = 0.55  # the key beside it
SWAPPED = 0.6
SILENT = 0.6  # h anywhere, e or s at the end
ADDED_OR_LEFT_OUT = 0.9
REPLACED = 1.0
SPACE = 0.9

FREQUENCY_FOR_A_MISTAKE = 7.0  # a mistake more must be made up for by e⁷ times the articles
OTHER_FIRST_LETTER = 1.5
SAME_SOUND = 2.0

_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")  # French keyboards


def neighbours(letter: str) -> frozenset[str]:
    """The keys beside a key of a French keyboard.

    >>> "".join(sorted(neighbours("a"))), "".join(sorted(neighbours("g")))
    ('qz', 'bfhtvy')
    """
    return _NEIGHBOURS.get(letter, frozenset())


_PLACES = {letter: (row, column) for row, keys in enumerate(_ROWS) for column, letter in enumerate(keys)}
_NEIGHBOURS = {
    letter: frozenset(
        other
        for other, (other_row, other_column) in _PLACES.items()
        # Each row stands half a key to the right of the one above.
        if letter != other
        and abs(row - other_row) <= 1
        and abs(2 * (column - other_column) + row - other_row) <= (2 if row == other_row else 1)
    )
    for letter, (row, column) in _PLACES.items()
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word of the index that may have been meant."""

    form: str  # as people wrote it most; two words where a space was missing
    articles: int  # about: those with it in the body, or in the title if they are more
    likeness: float  # higher is likelier; comparable for one word only


def suggest(snapshot: Snapshot, form: str) -> list[Candidate]:
    """Find what may have been meant by a word, the likeliest first; not the word itself, nor it with other accents."""
    typed = key(form)
    if not FEWEST_LETTERS <= len(typed) <= LONGEST or any(map(str.isdigit, typed)):
        return []
    spellings = _alike(snapshot, typed)
    spellings.pop(typed, None)
    sound = sounds_like(typed)
    candidates = []
    for folded, forms in spellings.items():
        articles = forms.total()
        likeness = math.log(articles) - FREQUENCY_FOR_A_MISTAKE * distance(typed, folded)
        likeness -= OTHER_FIRST_LETTER * (typed[0] != folded[0])
        likeness += SAME_SOUND * (sound == sounds_like(folded))
        best = max(forms, key=lambda each: (forms[each], each))
        candidates.append(Candidate(best, articles, likeness))
    candidates += _parted(snapshot, typed)
    return sorted(candidates, key=lambda each: (-each.likeness, each.form))


def _alike(snapshot: Snapshot, typed: str) -> dict[str, Counter[str]]:
    """How many articles have each form of the keys that are like this one."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    within = 1 if len(typed) < FEWEST_LETTERS_FOR_TWO else 2
    for segment in snapshot.segments:
        for entry, _ in segment.keys_within(typed, within):
            folded = key(entry.form)
            if folded.isalpha():
                spellings[folded][entry.form] += _articles(entry)
    return spellings


def _articles(entry: FormEntry) -> int:
    return max(entry.body.articles, entry.title.articles)


def _parted(snapshot: Snapshot, typed: str) -> Iterator[Candidate]:
    """The word as two, where a space was missing."""
    for at in range(FEWEST_LETTERS, len(typed) - FEWEST_LETTERS + 1):
        parts = [_spelled(snapshot, part) for part in (typed[:at], typed[at:])]
        forms = [max(each, key=lambda form: (each[form], form)) for each in parts if each]
        # Any word can be cut in two names.
        if len(forms) == 2 and all(map(find, forms)):
            articles = min(each.total() for each in parts)
            likeness = math.log(articles) - FREQUENCY_FOR_A_MISTAKE * SPACE
            yield Candidate(" ".join(forms), articles, likeness)


def _spelled(snapshot: Snapshot, folded: str) -> Counter[str]:
    """How many articles have each form of a key."""
    forms: Counter[str] = Counter()
    for segment in snapshot.segments:
        forms.update({entry.form: _articles(entry) for entry in segment.forms_of_key(folded)})
    return forms


# ---------------------------------------------------------------- mistakes


def distance(typed: str, meant: str) -> float:
    """Weigh what makes one word of another: 0 for the same, about 1 for a letter.

    Source: Damerau 1964; optimal string alignment, with a cost for each kind of mistake.

    >>> distance("controlleur", "controleur"), distance("avalanhce", "avalanche"), distance("tramwey", "tramway")
    (0.4, 0.6, 1.0)
    """
    start = 0
    while start < len(typed) and start < len(meant) and typed[start] == meant[start]:
        start += 1
    end, meant_end = len(typed), len(meant)
    while end > start and meant_end > start and typed[end - 1] == meant[meant_end - 1]:
        end, meant_end = end - 1, meant_end - 1
    rows = [[0.0]]
    for column in range(start, meant_end):
        rows[0].append(rows[0][-1] + _cost_of(meant, column))
    for at in range(start, end):
        above = rows[-1]
        row = [above[0] + _cost_of(typed, at)]
        for place, column in enumerate(range(start, meant_end), start=1):
            a, b = typed[at], meant[column]
            changed = 0.0 if a == b else NEIGHBOUR if b in neighbours(a) else REPLACED
            cost = min(
                above[place] + _cost_of(typed, at),
                row[-1] + _cost_of(meant, column),
                above[place - 1] + changed,
            )
            if len(rows) > 1 and place > 1 and a == meant[column - 1] and b == typed[at - 1]:
                cost = min(cost, rows[-2][place - 2] + SWAPPED)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def _cost_of(word: str, at: int) -> float:
    """What a letter costs that one word has and the other has not."""
    letter = word[at]
    if letter in (word[at - 1 : at], word[at + 1 : at + 2]):
        return DOUBLED
    return SILENT if letter == "h" or (letter in "es" and at == len(word) - 1) else ADDED_OR_LEFT_OUT


# ---------------------------------------------------------------- sounds

_SOUNDS = (
    (re.compile("ph"), "f"),
    (re.compile("eau|au"), "o"),
    (re.compile("qu|q|c(?![eiyh])"), "k"),
    (re.compile("c(?=[eiy])|z"), "s"),
    (re.compile("[ae][nm](?=[^aeiouynm]|$)"), "an"),
    (re.compile("h"), ""),
    (re.compile("y"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile("(?<=.)[estx]+$"), ""),
)


def sounds_like(folded: str) -> str:
    """Give words that a French ear takes for one another one key, more or less.

    >>> sounds_like("cataractte") == sounds_like("cataracte"), sounds_like("avalenche") == sounds_like("avalanches")
    (True, True)
    """
    for pattern, sound in _SOUNDS:
        folded = pattern.sub(sound, folded)
    return folded
