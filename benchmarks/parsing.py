"""Measure the parser of queries: no exception in a million random ones, how long one takes, and that time is linear.

    python -m benchmarks.parsing --queries 1000000
    python -m benchmarks.parsing --times
    python -m benchmarks.parsing --hostile

In: nothing; queries are drawn from pieces of French, operators in both languages, Whoosh's syntax and noise, or are
made to be hard. Out: figures; and each query that raised, gave nothing without a word, or did not come back from its
canonical form.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from random import Random

from searcher.query import Nothing, Parsed, parse

TODAY = date(2024, 7, 10)
MOST_SHOWN = 20
REREAD = 4  # one query in so many is read again from its canonical form, which takes as long as reading it
ROUNDS = 200
TARGET = 0.3  # milliseconds, p50 of ordinary queries

# ------------------------------------------------------------------ random queries

FRENCH = """
sommet climat élections le la de des l' d’ qu’ réforme des retraites porte-parole week-end aujourd'hui C'est-à-dire
étudiant(e)s lecteur·rice·s OTAN O.T.A.N. N'Djamena cœur 日本 İ ß 𝕏 Москва 41 M€ 12 % 1 200 000 20 h 30 3,5 n°5
et ou sans avant après vers source titre pourquoi qui est quand articles sur que dit-on de
"""
DATES = """
2024 2024-07 2024-13 04/07/2024 31 février 3 juillet 2024 juillet mars Mars mai 68 depuis avant le après entre et du au
jusqu'en hier avant-hier la semaine dernière il y a deux jours mercredi dernier ces 7 derniers jours été 2023 fin juin
début 3e trimestre 14-18 1870 en dès à partir de l'an dernier
"""
OPERATORS = """
ET OU SAUF SANS NON AND OR NOT ANDNOT ANDMAYBE REQUIRE PROCHE PROCHE/3 NEAR NEAR/5 SUIVI SUIVI/2 THEN/phrase
NEAR/paragraph PROCHE/x PROCHE/99999999999 AUMOINS/3 ATLEAST/1 AUMOINS/0 PARMI/2 AMONG/9 PARMI/0 + - ( ) ( )
"""
SIGNS = """
" " « » “ ” „ ~" =" " ' ’ titre: texte: body: date: date:absente vers: around: source: source:= lieu: auteur:*
rendez-v* cessez-le-f* arc-*-ciel chemin:a/b*
rubrique: zzz: date:>= < > <= =Orange *ation électr* cl?mat mot? l'électr* a* * ? *:* ** ~ ~2 ~2/3 "~5
~1.5 ^ ^2 ^0,5 ^-1 ^nan ^1e9 [ ] { } TO À [a TO b] {a TO ] [2019 TO 2021] [ TO ] r"a.b" /a.b/ http://a.zz/b?c=1 www.a.fr
@afp #cop29 a@b.zz 12:30 = / : . , ; ! … % $ & | # _ \\ ‐ – @
"""
PIECES = [piece for pieces in (FRENCH, DATES, OPERATORS, SIGNS) for piece in pieces.split()] + [
    "\u00a0",
    "\u202f",
    "\n",
    "\t",
    "\u0301",
    "\u00ad",
    "\u200b",
    "\x00",
    "\x1b[31m",
    "\ud800",
]
_PARTS = [pieces.split() for pieces in (FRENCH, FRENCH, DATES, OPERATORS, SIGNS)] + [PIECES]
_GAPS = (" ", " ", " ", "", "\u00a0", "  ")


def draw_query(random: Random) -> str:
    """Draw a query: mostly French, of up to twelve pieces, some glued, now and then with any character."""
    text = ""
    for _ in range(random.randint(1, 12)):
        text += random.choice(random.choice(_PARTS)) + random.choice(_GAPS)
        if random.random() < 0.02:
            text += chr(random.randrange(sys.maxunicode + 1))
    return text


def fault(text: str, parsed: Parsed, *, reread: bool) -> str:
    """What is wrong with how a query was read; nothing if nothing is."""
    if parsed.tree == Nothing() and not parsed.warnings:
        return "nothing, without a word"
    if reread and (again := parse(str(parsed.tree), today=TODAY).tree) != parsed.tree:
        return f"{parsed.tree} comes back as {again}"
    return ""


def fuzz(queries: int, seed: int) -> int:
    """Draw queries and print what is wrong with any. Returns how many of them have a fault."""
    random = Random(seed)
    times, wrong = [], 0
    for number in range(queries):
        text = draw_query(random)
        begin = time.thread_time()
        try:
            parsed = parse(text, today=TODAY)
            times.append(time.thread_time() - begin)
            found = fault(text, parsed, reread=number % REREAD == 0)
        except Exception as error:
            found = repr(error)
        wrong += bool(found)
        if found and wrong <= MOST_SHOWN:
            print(f"{text!r}: {found}")
    times.sort()
    print(f"{queries} random queries (seed {seed}): {wrong} with a fault")
    p50, p99, longest = (times[place] * 1e3 for place in (len(times) // 2, len(times) * 99 // 100, -1))
    print(f"time to parse one: p50 {p50:.3f} ms, p99 {p99:.3f} ms, longest {longest:.1f} ms")
    return wrong


# ------------------------------------------------------------------ ordinary queries

ORDINARY = (
    "inflation",
    "réforme des retraites",
    "sommet d'Astana depuis juin 2024",
    "« code du travail » réforme SAUF sport",
    "grève OU blocage",
    "titre:climat énergie",
    "électr* nucléaire",
    'source:"Le Phare" élections',
    "réforme PROCHE/5 retraites",
    "visite d'État au Kazakhstan en juillet 2024",
    "pourquoi les prix augmentent-ils en France",
    "le budget de l'éducation nationale la semaine dernière",
)


def measure_ordinary() -> None:
    """Print how long ordinary queries take, in milliseconds."""
    every = []
    for text in ORDINARY:
        times = []
        for _ in range(ROUNDS):
            begin = time.thread_time()
            parse(text, today=TODAY)
            times.append((time.thread_time() - begin) * 1e3)
        every += times
        print(f"{statistics.median(times):7.3f} ms  {text}")
    every.sort()
    print(
        f"p50 {statistics.median(every):.3f} ms (target {TARGET}), p99 {every[len(every) * 99 // 100]:.3f} ms"
    )


# ------------------------------------------------------------------ hostile queries

Make = Callable[[int], str]


def _times(unit: str, before: str = "", after: str = "") -> Make:
    return lambda size: before + unit * size + after


def _nested(opening: str, inside: str, closing: str) -> Make:
    return lambda size: opening * size + inside + closing * size


# How to make a query of a size, and the size that gives a long one.
HOSTILE: tuple[tuple[Make, int], ...] = (
    (lambda size: " ".join(f"mot{number}" for number in range(size)), 10_000),
    (_times("climat énergie OU "), 5_000),
    (_nested("(", "climat", ")"), 1_000),
    (_times("(climat OU (énergie "), 1_000),
    (_nested("(climat OU (énergie ", "loi", "))"), 500),
    (_nested("NON (", "loi", ")"), 1_000),
    (_nested("PARMI/2 (a ", "loi", ")"), 1_000),
    (_times("(", after=" "), 10_000),
    (_times(")"), 10_000),
    (_times('"'), 9_999),
    (_times('" '), 9_999),
    (_times("«"), 10_000),
    (_times("«“„"), 4_000),
    (_times("NON ", after="climat"), 10_000),
    (_times("ET OU NON "), 3_000),
    (_times("titre:", after="climat"), 10_000),
    (_times("source:"), 10_000),
    (_times("source:("), 10_000),
    (_times("! ", before="source:("), 10_000),
    (_times("a ", before="source:("), 10_000),
    (_times("source:a "), 10_000),
    (_times("sorce:a "), 10_000),
    (lambda size: " ".join(f"sorce{number}:a" for number in range(size)), 5_000),
    (_times("x", after=":a"), 90_000),
    (_times("-a "), 10_000),
    (_times("*"), 10_000),
    (_times("* "), 10_000),
    (_times("a* b* c* "), 3_000),
    (_times("a*"), 10_000),
    (_times("?"), 10_000),
    (_times("a?"), 10_000),
    (_times("a~ "), 10_000),
    (_times("a~"), 10_000),
    (_times("~1"), 10_000),
    (_times("^2", before="climat"), 10_000),
    (_times("a^2 "), 10_000),
    (_times("climat PROCHE/3 ", after="loi"), 5_000),
    (_times("climat PROCHE/3 loi SUIVI/2 ", after="loi"), 3_000),
    (_times("AUMOINS/3 "), 5_000),
    (_times("PARMI/2 "), 5_000),
    (_times("a ANDMAYBE "), 5_000),
    (_times("9", before="climat PROCHE/"), 50_000),
    (_times("[ TO "), 10_000),
    (_times("[a TO b] "), 10_000),
    (_times("TO ", before="[", after="]"), 10_000),
    (_times(" ", before="date:[", after="]"), 50_000),
    (_times("date:["), 10_000),
    (_times("vers:2024 "), 5_000),
    (_times("depuis le "), 10_000),
    (_times("entre le 3 juillet et le "), 3_000),
    (_times("3 juillet 2024 "), 5_000),
    (_times("1 "), 10_000),
    (_times(" ", before="3", after="juillet 2024"), 50_000),
    (_times(" ", before="depuis", after="climat"), 50_000),
    (_times("hier "), 10_000),
    (_times("1 200 "), 10_000),
    (_times("a(e)s"), 10_000),
    (_times("x"), 90_000),
    (_times("https://a.zz/?"), 5_000),
)
DOUBLINGS = 3
LINEAR = 3.0  # times as long for twice the text: 2 is right, 4 is a square
SHORTEST = 2e-3  # seconds: below, what does not grow counts for more


def measure_hostile() -> None:
    """Print how long hostile queries take, and how that grows as they double."""
    worst = 0.0
    for make, size in HOSTILE:
        sizes = [size >> rank for rank in reversed(range(DOUBLINGS + 1))]
        times = [min(_seconds(make(each)) for _ in range(3)) for each in sizes]
        growths = [after / before for before, after in itertools.pairwise(times) if before > SHORTEST]
        growth = statistics.median(growths) if growths else 0
        worst = max(worst, growth)
        mark = " MORE THAN LINEAR" if growth > LINEAR else ""
        print(
            f"{times[-1]:7.3f} s for {len(make(size)):6}, × {growth:.2f} a doubling: {make(3)[:30]!r}{mark}"
        )
    print(f"the worst growth is × {worst:.2f}")


def _seconds(text: str) -> float:
    begin = time.thread_time()
    parse(text, today=TODAY)
    return time.thread_time() - begin


def main() -> int:
    """Measure what was asked for, or everything."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--queries", type=int, default=0, help="how many random queries to try")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--times", action="store_true", help="time ordinary queries")
    options.add_argument("--hostile", action="store_true", help="time hostile queries as they double")
    asked = options.parse_args()
    everything = not (asked.queries or asked.times or asked.hostile)
    if asked.times or everything:
        measure_ordinary()
    if asked.hostile or everything:
        measure_hostile()
    return min(1, fuzz(asked.queries or 10_000, asked.seed)) if asked.queries or everything else 0


if __name__ == "__main__":
    sys.exit(main())
