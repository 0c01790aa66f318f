"""Answers to a query that found nothing, or less than was meant: lines of French, quiet and short.

In: results. Out: groups of lines, each with the query to ask instead where there is one. Their texts hold words of the
query, and must be cleaned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from searcher.present.french import say_articles, say_number
from searcher.query.wording import word_day
from searcher.search import Results
from searcher.search.diagnosis import Alternative, Change, Clause, Diagnosis, WordCount

# An answer of nothing takes no more than a screen.
MOST_COUNTED = 8
MOST_RELAXED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """Something to say, and a query to ask."""

    said: str
    query: str = ""


Group = Sequence[Line]


def suggestion_lines(results: Results) -> Group:
    """What may have been meant."""
    return [_other("Vouliez-vous dire", each.total, each.query) for each in results.suggestions]


def diagnosis_groups(results: Results) -> Iterator[Group]:
    """Why nothing was found, and what would be: what may have been meant, what there is of each part, what to relax."""
    diagnosis = results.diagnosis
    if diagnosis is None:
        return
    if not diagnosis.articles:
        yield [Line("L'index est vide : il n'y a aucun article où chercher.")]
        return
    yield from filter(
        None, (suggestion_lines(results), list(_count_lines(diagnosis)), _other_lines(diagnosis))
    )


def _other(said: str, total: int, query: str) -> Line:
    return Line(f"{said} ({say_articles(total)}){' :' if query else ''}", query)


def _count_lines(diagnosis: Diagnosis) -> Iterator[Line]:
    said = {each.said for each in diagnosis.words}
    lines = [_count_word(each) for each in diagnosis.words]
    lines += [_count_clause(clause) for clause in diagnosis.clauses if clause.said not in said]
    yield from map(Line, lines[:MOST_COUNTED])
    left_out = diagnosis.left_out + len(lines[MOST_COUNTED:])
    if left_out:
        yield Line(f"et {say_number(left_out)} autre{'s' if left_out > 1 else ''}, sans détail")


def _count_word(each: WordCount) -> str:
    said = f"{each.said} : {_say_some(each.family)}"
    if each.family > each.as_typed:
        said += f", dont {_say_bare(each.as_typed)} ainsi écrit{'s' if each.as_typed > 1 else ''}"
    if each.same_letters > each.family:
        said += f" ; {_say_bare(each.same_letters)} sans regarder les accents"
    if each.nearest:
        near = ", ".join(f"{word.form} ({say_number(word.articles)})" for word in each.nearest)
        said += f" ; proche{'s' if len(each.nearest) > 1 else ''} : {near}"
    return said


def _count_clause(clause: Clause) -> str:
    excludes = "écarte " if clause.alone else "n'écarte "
    return f"{clause.said} : {excludes if clause.excludes else ''}{_say_some(clause.alone)}"


def _other_lines(diagnosis: Diagnosis) -> Group:
    useful = [clause for clause in diagnosis.clauses if clause.without]
    alternatives = [
        _other(_say_change(each), each.total, each.query) for each in diagnosis.alternatives[:MOST_RELAXED]
    ]
    # What was mistyped is said before what may be left out.
    mistyped = sum(each.change is Change.VALUE for each in diagnosis.alternatives[:MOST_RELAXED])
    lines = alternatives[:mistyped]
    lines += [
        _other(f"Sans {_quoted(clause.said)}", clause.without, clause.query)
        for clause in useful[:MOST_RELAXED]
    ]
    lines += alternatives[mistyped:]
    lines += [
        _other(f"Au plus près, le {word_day(near.day)}", near.total, near.query) for near in diagnosis.days
    ]
    if len(diagnosis.clauses) > 1 and not useful:
        lines.insert(0, Line("En retirer un seul élément ne suffit pas."))
    return lines


def _quoted(said: str) -> str:
    return said if "«" in said else f"« {said} »"


def _say_change(each: Alternative) -> str:
    match each.change:
        case Change.VALUE:
            return f"Avec {_quoted(each.said)}"
        case Change.ACCENTS:
            return f"Sans exiger les accents{f' de {_quoted(each.said)}' if each.said else ''}"
        case Change.INFLECTED:
            return f"{_quoted(each.said)} à toutes les formes"
        case Change.NEAR:
            return f"Les mots de {_quoted(each.said)}, proches les uns des autres"
        case Change.ANY_ORDER:
            return f"Les mots de {_quoted(each.said)}, où que ce soit"
        case Change.ANY_CAPITALS:
            return f"{_quoted(each.said)}, quelles que soient les majuscules"
        case Change.ANY_FIELD:
            return f"{_quoted(each.said)}, mais dans tout l'article"
        case Change.ONCE:
            return f"{_quoted(each.said)}, une seule fois"
        case Change.WITHOUT:
            return f"Sans {_quoted(each.said)}"
        case Change.SOME:
            least, _, words = each.said.partition("/")
            return "L'un de ces mots" if least == "1" else f"{least} de ces {words} mots"


def _say_some(count: int) -> str:
    return say_articles(count) if count else "aucun article"


def _say_bare(count: int) -> str:
    return say_number(count) if count else "aucun"
