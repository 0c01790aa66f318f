"""Sentences: where one ends and the next begins, for passages that read as someone wrote them, and for nearness.

In: a text and a place between two of its words. Out: whether a sentence begins, or ends, there. Only the few
characters around the place are looked at, so asking costs the same in a text of any length. Or, of a whole text, where
its sentences and its paragraphs begin.
"""

from __future__ import annotations

import re

_OPENERS = "«“‹(["
_NEWLINE = re.compile("\n")
_BEFORE = 60  # characters: more than the longest closing marks and abbreviation
_ENDS, _CLOSERS = ".!?…", "\"'’”»)]"
_END = re.compile(r"[.!?…][\"'’”»)\]\s]*\Z")
_OPENING = re.compile(r"[\"'’“«‹(\[—–\s-]*")
# Their full stop ends no sentence. `etc.` and `art.` may, but more often they stand within one.
_ABBREVIATED = re.compile(
    r"(?<![^\W_])(?:MM?|Mgr|Mmes?|Mlles?|Drs?|Prs?|Ste?s?|Vve|Cie|Sté|Ets|Gal|Gén|Cdt|Col|Lt|Cne|Adj|Sgt|Bd"
    r"|alin|anc|apr|arr|art|av|boul|bd|cf|chap|coll|dép|éds?|env|et\s+al|etc|ex|hab|ibid|janv|févr?|avr|juil"
    r"|oct|nov|déc|max|pp?|réf|resp|ss|suiv|suppl|tél|trad|vs|zool|c-à-d|i\.e|e\.g"
    r"|(?:[A-ZÀ-Þ]\.[- ]?)*[A-ZÀ-Þ])\.\Z"
)
_LONGEST = 12  # characters, `et al.` with some spaces
_TOO_LONG = 6  # letters: no word of theirs has so many
# These are words as well, and only abbreviations before a number: « vol. 2 », « 12 sept. 2024 ».
_BEFORE_NUMBERS = re.compile(r"(?<![^\W_])(?:al|fig|n|no|sept|t|vol)\.\Z")


# Spaces that part no mark from its word: neither before the ? nor within the « » of « mot ? » may one cut.
_OPENED, _CLOSING = r"(?<![\s«“‹(\[])", r"(?![\s?!:;»”›)\]…%])"
BREAK = re.compile(rf"{_OPENED}\s+{_CLOSING}")
# Of these spaces those after which a sentence may begin. They are looked for by the signs before them, and newlines: of
# the other spaces there are twenty times as many.
_AFTER_SENTENCE = re.compile(rf"[.!?…\"'’”»)\]]\s+{_CLOSING}")
_LINES = re.compile(rf"\n\s*{_CLOSING}")


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a text begin, but for the first: with their first word, or what opens it.

    >>> sentence_starts("M. Dupont arrive. « Il pleut. » Il repart.")
    [18, 32]
    """
    places = {space.end() for space in _AFTER_SENTENCE.finditer(text)}
    for newline in _LINES.finditer(text):
        before = newline.start()
        while before and text[before - 1].isspace():
            before -= 1
        if not (before and text[before - 1] in _OPENERS):
            places.add(newline.end())
    return [place for place in sorted(places) if begins_sentence(text, place)]


def paragraph_starts(text: str) -> list[int]:
    """Where the lines of a text begin, but for the first.

    >>> paragraph_starts("Un.\\nDeux.")
    [4]
    """
    return [newline.end() for newline in _NEWLINE.finditer(text)]


def begins_sentence(text: str, place: int) -> bool:
    """Whether a sentence or a paragraph begins at `text[place]`, where a word or what opens it stands.

    >>> text = "M. Dupont est né en 300 av. J.-C. à Lyon. Il y vit."
    >>> [place for place in range(len(text)) if begins_sentence(text, place)]
    [0, 42]
    """
    before = text[max(0, place - _BEFORE) : place]
    ended = before.rstrip()
    if not ended:
        return True
    if len(ended) == len(before):
        return False
    if "\n" in before[len(ended) :]:
        return True
    # Expressions are for what a look at a few letters does not tell: most places take half the time so.
    last = ended[-1]
    if last not in _ENDS and not (last in _CLOSERS and _END.search(ended)):
        return False
    letters = ended[-_TOO_LONG - 1 : -1]
    may_be_short = last == "." and not (len(letters) == _TOO_LONG and letters.isalpha())
    if may_be_short and _ABBREVIATED.search(ended, max(0, len(ended) - _LONGEST)):
        return False
    first = text[place : place + 1]
    if not first.isalnum():
        opened = _OPENING.match(text, place, place + _BEFORE)
        first = text[opened.end() : opened.end() + 1] if opened else first
    if first.isdigit():
        return not (may_be_short and _BEFORE_NUMBERS.search(ended, max(0, len(ended) - _LONGEST)))
    return not first.isalpha() or first.isupper()


def ends_sentence(text: str, place: int) -> bool:
    """Whether a sentence or a paragraph ends before `text[place]`.

    >>> ends_sentence("Il pleut. Il neige.", 9), ends_sentence("M. Dupont", 2)
    (True, False)
    """
    after = text[place : place + _BEFORE]
    following = after.lstrip()
    return not following or begins_sentence(text, place + len(after) - len(following))
