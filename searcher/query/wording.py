"""Wording: how a query was understood, in a line of French for who asked it.

In: a tree. Out: `sommet Astana · source : AFP · depuis le 1er juin 2024`: what is looked for in texts, then what else
must be true of articles.
"""

from __future__ import annotations

from datetime import date, timedelta

from searcher.query.tree import (
    Among,
    And,
    AtLeast,
    Between,
    Boosted,
    Compound,
    Either,
    Everything,
    Favoured,
    Fuzzy,
    Metadata,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Published,
    Undated,
    Unit,
    Verbatim,
    Wildcard,
    Word,
)

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def word(tree: Node) -> str:
    """Say in French how a query was understood.

    >>> word(And((Word("sommet"), Not(Word("sport")), Published(date(2024, 6, 1), None))))
    'sommet SAUF sport · depuis le 1er juin 2024'
    """
    children = tree.children if isinstance(tree, And) else (tree,)
    filters = [said for node in children if (said := word_filter(node))]
    asked = [node for node in children if not word_filter(node)]
    if all(isinstance(node, Not) for node in asked):
        asked.insert(0, Everything())
    said = " ".join(_word_part(node, grouped=len(asked) > 1) for node in asked)
    return " · ".join([said, *filters])


def word_interval(interval: Published) -> str:
    """Say an interval in French.

    >>> word_interval(Published(date(2024, 3, 1), date(2024, 5, 31)))
    'du 1er mars au 31 mai 2024'
    """
    match interval:
        case Published(None, None):
            return "à une date connue"
        case Published(date() as first, None):
            return f"depuis le {word_day(first)}"
        case Published(None, date.max):
            return f"jusqu'au {word_day(date.max)}"
        case Published(None, date() as last):
            return f"avant le {word_day(last + timedelta(1))}"
        case Published(date() as first, date() as last) if first == last:
            return f"le {word_day(last)}"
        case Published(date() as first, date() as last):
            # What both ends share is said once.
            words = word_day(first).split()
            if first.year == last.year:
                del words[2]
                if first.month == last.month:
                    del words[1]
            return f"du {' '.join(words)} au {word_day(last)}"
    raise TypeError(f"{interval!r} is no interval")


def word_day(day: date) -> str:
    """Say a day in French.

    >>> word_day(date(2024, 7, 1))
    '1er juillet 2024'
    """
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"


def word_filter(node: Node) -> str:
    """Say what must be true of articles beside their text; nothing of a node of another kind."""
    match node:
        case Metadata(name, "*", False):
            return f"{name} : non vide"
        case Metadata(name, value, whole):
            return f"{name} : exactement « {value} »" if whole else f"{name} : {value}"
        case Not(Metadata(name, "*", False)):
            return f"{name} : vide"
        case Not(Metadata(name) as known):
            return word_filter(known).replace(f"{name} : ", f"{name} : sauf ", 1)
        case Or((Metadata(name), *_) as several) if all(
            isinstance(each, Metadata) and each.name == name for each in several
        ):
            return f"{name} : {' ou '.join(word_filter(each).removeprefix(f'{name} : ') for each in several)}"
        case Published():
            return word_interval(node)
        case Undated():
            return "sans date connue"
        case Not(Undated()):
            return word_interval(Published(None, None))
        case Not(Published() as days):
            return f"sauf {word_interval(days)}"
        case Favoured(first, last):
            return f"plutôt {word_interval(Published(first, last))}"
        case _:
            return ""


def _word_part(node: Node, *, grouped: bool) -> str:
    match node:
        case Word(form, field, typed):
            return f"{field.prefix}{typed or form}"
        case Compound(text, field=field):
            return f"{field.prefix}{text}"
        case Phrase(forms, field, inflected, typed):
            return f"{field.prefix}{'~' if inflected else ''}« {typed or ' '.join(forms)} »"
        case Verbatim(text, field=field):
            return f"{field.prefix}=« {text} »"
        case Wildcard():
            return str(node)
        case Fuzzy(form, distance, field):
            return f"{field.prefix}{form} (à {distance} {'lettres' if distance > 1 else 'lettre'} près)"
        case Between(field=field):
            return f"{field.prefix}({_word_range(node)})" if grouped or field else _word_range(node)
        case Near():
            return f"({_word_nearness(node)})" if grouped else _word_nearness(node)
        case AtLeast(times, child):
            return f"au moins {times} fois {_word_part(child, grouped=True)}"
        case Boosted(child, factor):
            return f"{_word_part(child, grouped=True)} ×{f'{factor:g}'.replace('.', ',')}"
        case Among(least, children):
            text = " ".join(_word_part(child, grouped=True) for child in children)
            return f"au moins {least} de ({text})" if least > 1 else f"l'un de ({text})"
        case Everything():
            return "tous les articles"
        case Nothing():
            return "rien"
        case Or((wished, Everything())) if grouped:
            return f"(si possible {_word_part(wished, grouped=True)})"
        case And(children) | Or(children) | Either(children):
            between = " " if isinstance(node, And) else " OU "
            text = between.join(_word_part(child, grouped=True) for child in children)
            return f"({text})" if grouped else text
        case Not(child) if not word_filter(node):
            return f"SAUF {_word_part(child, grouped=True)}"
        case _:
            return f"({word_filter(node)})"


def _word_range(node: Between) -> str:
    first = f"« {node.first} »{'' if node.first_included else ' exclu'}"
    last = f"« {node.last} »{'' if node.last_included else ' exclu'}"
    if not node.last:
        return f"à partir de {first}"
    return f"de {first} à {last}" if node.first else f"jusqu'à {last}"


_NEAR = {
    Unit.SENTENCE: "dans la même phrase",
    Unit.PARAGRAPH: "dans le même paragraphe",
    0: "côte à côte",
    1: "à 1 mot près",
}


def _word_nearness(node: Near) -> str:
    *others, last = (_word_part(child, grouped=True) for child in node.children)
    text = f"{' puis '.join(others)} puis {last}" if node.ordered else f"{', '.join(others)} et {last}"
    return f"{text} {_NEAR.get(node.within) or f'à {node.within} mots près'}"
