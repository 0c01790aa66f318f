"""Reasons: where a score comes from, in lines that add up.

In: an explanation. Out: lines, each with an amount, what it is of, and in its turn what that is made of. Amounts are
rounded so that those of one level add up to the amount above them, to the last digit shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from searcher.present.french import say_decimal, say_number
from searcher.search.explaining import Counted, Explanation, Reason
from searcher.search.ranking import NOTICE_SHARE

_FIELDS = {"title": "dans le titre", "body": "dans le texte"}
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an explanation."""

    depth: int  # 0 for the score itself
    amount: str  # of the score; empty where a line only says how
    said: str  # what it is of
    how: str = ""


def explain_lines(explanation: Explanation) -> Iterator[Line]:
    """Lay out an explanation."""
    gained = say_decimal(sum(reason.score for reason in explanation.reasons), _DIGITS)
    how = f" × fraîcheur {say_decimal(explanation.freshness, _DIGITS)}" if explanation.freshness < 1 else ""
    how += f" × date nommée {_say_short(explanation.favour)}" if explanation.favour > 1 else ""
    how = gained + how if how else ""
    yield Line(0, say_decimal(explanation.score, _DIGITS), "en tout", how)
    yield from _lay_out(explanation.reasons, 0.0, depth=1)


def _lay_out(reasons: Sequence[Reason], before: float, depth: int) -> Iterator[Line]:
    """Lay out reasons that are added to what came before: differences of rounded sums add up, rounded terms do not."""
    for reason in reasons:
        amount = round(before + reason.score, _DIGITS) - round(before, _DIGITS)
        yield Line(depth, say_decimal(amount, _DIGITS), reason.said, _say_how(reason))
        yield from (Line(depth + 1, "", _say_counted(counted)) for counted in reason.counted)
        if reason.highest:
            for part in reason.parts:
                yield from _lay_out([part], before, depth + 1)
        else:
            # What is multiplied adds up by itself, as all does before freshness.
            yield from _lay_out(reason.parts, before if reason.factor == 1 else 0.0, depth + 1)
        before += reason.score


def _say_how(reason: Reason) -> str:
    if reason.distance:
        return "côte à côte" if reason.distance == 1 else f"à {reason.distance} mots de distance"
    if reason.highest:
        return "la meilleure de ses écritures"
    if reason.factor != 1:
        gained = sum(part.score for part in reason.parts)
        return f"{say_decimal(gained, _DIGITS)} × {_say_short(reason.factor)}"
    if not reason.counted:
        return ""
    return (
        f"rareté {say_decimal(reason.idf, 2)} ({_say_short(reason.containing)} "
        f"article{'s' if reason.containing >= 2 else ''}) × présence {say_decimal(reason.score / reason.idf, 2)}"
    )


def _say_counted(counted: Counted) -> str:
    weight = f" (poids {_say_short(counted.weight)})" if counted.relation else ""
    said = f"{say_number(counted.count)} fois {counted.form}{weight}"
    if counted.field == "title" or not counted.in_notices:
        return f"{said} {_FIELDS[counted.field]}"
    notices = f"dans les mentions de fin (× {_say_short(NOTICE_SHARE)})"
    if counted.in_notices == counted.count:
        return f"{said} {notices}"
    return f"{said} {_FIELDS[counted.field]}, dont {say_number(counted.in_notices)} {notices}"


def _say_short(number: float) -> str:
    return say_decimal(number, 2).rstrip("0").rstrip(",")
