"""Folding: the key of a form, which is what remains of a word without its case, accents and ligatures.

`ELYSEE`, `élysée` and `Élysée` share the key `elysee`; `cœur` and `coeur` share `coeur`. Two forms of one key
may be one word spelled twice or two words (`cote`, `côte`): that is decided elsewhere.
In: forms, without a newline. Out: their keys.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from unicodedata import normalize

from searcher.kernels import letters

# What Unicode does not decompose and readers of French type as plain letters. The case is gone by then, and ß
# is already ss.
_OPENED = (
    ("œ", "oe"),
    ("æ", "ae"),
    ("ø", "o"),
    ("ł", "l"),
    ("đ", "d"),
    ("ð", "d"),
    ("ħ", "h"),
    ("ı", "i"),
    ("þ", "th"),
)
_MARKS = re.compile("[\u0300-\u036f]+")


def key(form: str) -> str:
    """Take from a form its case, its accents and its ligatures.

    >>> key("Œuvres"), key("ELYSEE"), key("2e")
    ('oeuvres', 'elysee', '2e')
    """
    return form.lower() if form.isascii() else fold(form)


def accents(form: str) -> list[tuple[str, str]]:
    """List the letters of a form's key, each with the accents that the form has on it.

    >>> accents("Cœur"), accents("é")
    ([('c', ''), ('o', ''), ('e', ''), ('u', ''), ('r', '')], [('e', '\u0301')])
    """
    if not _MARKS.search(form):
        return [letter for sign in form for letter in _accents_of(sign)]
    return list(_accents_of(form))


@lru_cache(maxsize=4096)
def _accents_of(text: str) -> tuple[tuple[str, str], ...]:
    letters: list[tuple[str, str]] = []
    for sign in normalize("NFKD", text):
        if not _MARKS.match(sign):
            letters += [(letter, "") for letter in fold(sign)]
        elif letters:
            letter, marks = letters[-1]
            letters[-1] = letter, marks + sign
    return tuple(letters)


def keys(forms: Sequence[str]) -> list[str]:
    """Take the keys of many forms, in their order: `[key(form) for form in forms]`, some ten times faster.

    >>> keys(["Été", "OTAN"])
    ['ete', 'otan']
    """
    if not forms:
        return []
    folded = fold("\n".join(forms)).split("\n")
    # Only a form that holds a newline itself makes a line too many.
    return folded if len(folded) == len(forms) else [key(form) for form in forms]


def fold(text: str) -> str:
    """Take the keys of many forms, one a line: no step looks across a newline."""
    if text.isascii():
        return text.lower()
    # Decomposed first: ǽ is æ with an accent, İ an I with a dot, and some signs become capitals (™ is TM).
    # Unlike lower(), casefold() never depends on the next letter (a Greek sigma at the end of a word).
    text = _MARKS.sub("", normalize("NFKD", text)).casefold()
    for ligature, plain in _OPENED:
        text = text.replace(ligature, plain)
    return text


def fold_lines(lines: bytes) -> bytes:
    """Take the keys of many forms in UTF-8, a newline after each: as `fold`, some ten times faster.

    >>> fold_lines("Été\\nOTAN\\n".encode()).split()
    [b'ete', b'otan']
    """
    return _replaced(lines, fold)


def lower_lines(lines: bytes) -> bytes:
    """The same lines in lower case."""
    return _replaced(lines, str.lower)


def letters_of_keys() -> tuple[bytes, array[int]]:
    """What the key has for each of the first letters of Unicode, end to end in UTF-8, and where each one ends."""
    return _table(fold)


def _replaced(lines: bytes, rule: Callable[[str], str]) -> bytes:
    """Apply to each line a rule that takes one character after the other, but for those that Latin does not have."""
    replacer, growth = _replacer(rule)
    out = bytearray(growth * len(lines))
    state = array("q", [0, 0])
    while not replacer.replace(lines, out, state):
        begin, filled = state
        end = lines.index(b"\n", begin) + 1
        line = rule(lines[begin:end].decode()).encode()
        needed = filled + len(line) + growth * (len(lines) - end)
        out += bytes(max(0, needed - len(out)))
        out[filled : filled + len(line)] = line
        state[0], state[1] = end, filled + len(line)
    return bytes(memoryview(out)[: state[1]])


@lru_cache(maxsize=2)
def _replacer(rule: Callable[[str], str]) -> tuple[letters.Replacer, int]:
    """Make the table of a rule; returns it, and by how much a line may grow at the most."""
    replaced, ends = _table(rule)
    sizes = map(int.__sub__, ends, chain((0,), ends))
    growth = max(-(-size // len(chr(point).encode())) for point, size in enumerate(sizes))
    return letters.Replacer(replaced, ends), growth


@lru_cache(maxsize=2)
def _table(rule: Callable[[str], str]) -> tuple[bytes, array[int]]:
    """What a rule makes of the first letters of Unicode, end to end in UTF-8, and where each one ends."""
    # All at once, one a line: one by one they take a millisecond, which every search would.
    letter_lines = "\n".join([chr(point) for point in range(letters.LETTERS) if point != ord("\n")])
    replaced = rule(letter_lines).encode().split(b"\n")
    replaced.insert(ord("\n"), b"\n")
    return b"".join(replaced), array("I", accumulate(map(len, replaced)))
