"""Writing: how a form is typed so that the query language reads it back as that form and nothing else.

In: forms. Out: text for a query: bare where it can be, after a `+` where it would be dropped, or read as an
operator or as a date.
"""

from __future__ import annotations

from collections.abc import Sequence

from searcher.analysis import cut, is_function_word
from searcher.query.moments import may_begin_moment
from searcher.query.operators import KINDS, NEAR


def mark(form: str) -> str:
    """The sign that a word needs before it: `+` or nothing.

    >>> mark("sommet"), mark("le"), mark("hier"), mark("ET")
    ('', '+', '+', '+')
    """
    # Digits may join those of the next word.
    letters = form.replace("-", "").replace("'", "").isalpha()
    spoken_for = form in KINDS or form in NEAR or is_function_word(form) or may_begin_moment(form)
    return "" if letters and not spoken_for else "+"


def spell(form: str) -> str:
    """Spell a form so that it is cut as that one word.

    >>> spell("astana"), spell("2024-07-03")
    ('astana', '2024-07-03')
    """
    if form.isalpha():
        return form
    tokens = cut(form)
    if tokens and tokens[0].form == form and tokens[-1].position == 0:
        return form
    # Addresses lose their scheme; without it, some would be cut at their dots.
    return f"http://{form}"


def spell_row(forms: Sequence[str]) -> str:
    """Spell forms in a row, apart where two would be cut as one: `1, 200` is not `1 200`.

    >>> spell_row(["3", "juillet", "2024"]), spell_row(["1", "200"])
    ('3 juillet 2024', '1, 200')
    """
    text = ""
    for before, form in zip(["", *forms], forms, strict=False):
        joins = any(map(str.isdigit, before)) and (any(map(str.isdigit, form)) or form == "h")
        text += (", " if joins else " ") + spell(form)
    return text[1:]


# What may stand around a text, and what it must not hold then; a text that was read always has one of them.
_QUOTES = (('"', '"', '"'), ("« ", " »", "«»"), ("“", "”", "“”"))


def quote(text: str) -> str:
    """Put a text that was read between quotes between quotes again.

    >>> quote("Le Monde"), quote('un "oui"')
    ('"Le Monde"', '« un "oui" »')
    """
    before, after, _ = next(row for row in _QUOTES if not set(row[2]) & set(text))
    return f"{before}{text}{after}"
