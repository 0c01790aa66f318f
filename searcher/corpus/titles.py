"""A title for an article that has none: its first sentence, cut at a word.

In: text without its dateline. Out: one line of at most 100 characters.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 100  # characters: what fits on a line of results

# Full stops that do not end a sentence; initials (`J.`) are known by their single capital.
_SHORT_WORDS = (
    "m mm mme mmes mlle mlles me dr drs pr prof st ste mgr gal col cdt art al cf ex p pp av bd env etc fig "
    "hab max min n° vol janv févr avr juil sept oct nov déc"
)
_ABBREVIATIONS = frozenset(_SHORT_WORDS.split())
_END = re.compile(r"[.!?…]+(?:\s?»|[”\"’')])*(?=\s+[«“\"(\[—–-]*\s*[^\W_a-zà-öø-ÿœ])|[。！？]|\n")
# A sentence whose end is not within this many characters is cut anyway.
_WINDOW = 400


def first_sentence(text: str) -> str:
    """Take the first sentence as a title.

    >>> first_sentence("M. Diallo est arrivé à 10 h. Il repart demain.")
    'M. Diallo est arrivé à 10 h.'
    """
    text = text.lstrip()[:_WINDOW]
    for end in _END.finditer(text):
        if not _is_abbreviated(text, end):
            text = text[: end.end()]
            break
    return _cut_at_a_word(" ".join(text.split()))


def _is_abbreviated(text: str, end: re.Match[str]) -> bool:
    if end[0] != ".":
        return False
    words = text[: end.start()].split()
    word = words[-1].strip("«»“”\"'’()[]-") if words else ""
    word = re.split(r"['’.-]", word)[-1]
    return (len(word) == 1 and word.isupper()) or word.lower() in _ABBREVIATIONS


def _cut_at_a_word(sentence: str) -> str:
    if len(sentence) <= LONGEST:
        return sentence
    end = sentence.rfind(" ", 0, LONGEST)
    if end <= 0:
        # Scripts without spaces, or one endless word: cut where no accent is torn from its letter.
        end = LONGEST - 1
        while end > 1 and unicodedata.combining(sentence[end]):
            end -= 1
    return sentence[:end].rstrip(" ,;:.–—-«(") + "…"
