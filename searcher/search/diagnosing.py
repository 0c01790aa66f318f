"""Diagnosing: why a query finds nothing, and which queries like it find something.

In: the tree of a query that finds no article. Out: how many articles have each of its words and satisfy each of its
clauses, and other queries with the exact number of articles that each finds when it is asked.

The work is bounded: of a query of many parts only the first ones are looked at, and how many were not is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, islice

from searcher.analysis import is_function_word, key
from searcher.query import (
    Among,
    And,
    AtLeast,
    Between,
    Boosted,
    Compound,
    Either,
    Everything,
    Favoured,
    Field,
    Fuzzy,
    Metadata,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Published,
    Verbatim,
    Wildcard,
    Word,
    all_of,
    word,
)
from searcher.query.wording import word_filter
from searcher.search.counts import Counts
from searcher.search.diagnosis import Alternative, Change, Clause, Diagnosis, NearDay, NearWord, WordCount

# A reader looks at no more; each costs a reading of its lists, each clause as many intersections as there are clauses.
MOST_WORDS = 12
MOST_CLAUSES = 12
MOST_ALTERNATIVES = 5
OTHER_WORDS_BETWEEN = 10  # for words to be near each other: as `PROCHE` alone has it
# Of words that no article has. To find what is spelled nearly as one takes some milliseconds.
MOST_LOOKED_UP = 4
MOST_NEAREST = 3


def diagnose(counts: Counts, tree: Node) -> Diagnosis | None:
    """Say why a tree finds nothing; None if it asks for nothing.

    Args:
        tree: as it was asked, neighbours not joined.
    """
    if isinstance(tree, Nothing):
        return None
    words = tuple(dict.fromkeys(words_of(tree)))
    clauses = _children(tree)
    days = [clause for clause in clauses if isinstance(clause, Published)]
    intervals = len(days)
    found = _clauses(counts, clauses) if len(clauses) > 1 else ()
    return Diagnosis(
        articles=counts.snapshot.articles,
        words=tuple(_count_words(counts, words[:MOST_WORDS])),
        clauses=found,
        alternatives=_alternatives(counts, tree, clauses, relaxed=any(each.without for each in found)),
        days=tuple(_near_days(counts, clauses, days[0])) if intervals == 1 else (),
        contradicts_itself=intervals > 1 and not counts.count(And(tuple(days))),
        left_out=max(0, len(words) - MOST_WORDS) + max(0, len(clauses) - MOST_CLAUSES),
    )


# ---------------------------------------------------------------- words


def words_of(node: Node) -> Iterator[Word]:
    """The words that a tree asks for, those of rows and of compounds one by one; what it excludes is not asked for."""
    match node:
        case Word():
            yield node
        case Phrase(forms, field) | Verbatim(forms=forms, field=field):
            yield from (Word(form, field, typed=form) for form in forms if not is_function_word(form))
        case Compound(parts=parts, field=field):
            yield node.whole
            yield from (Word(part, field, typed=part) for part in parts if not is_function_word(part))
        case And(children) | Or(children) | Either(children) | Among(_, children) | Near(children):
            for child in children:
                yield from words_of(child)
        case AtLeast(child=child) | Boosted(child):
            yield from words_of(child)


def _count_words(counts: Counts, words: Iterable[Word]) -> Iterator[WordCount]:
    looked_up = 0
    for each in words:
        family = counts.count(each)
        same_letters = counts.count_letters(each.form, each.field)
        nearest: list[tuple[str, int]] = []
        if not family and looked_up < MOST_LOOKED_UP:
            looked_up += 1
            # Two words in the place of one may both be there, and in no article together.
            found = (
                (candidate.form, counts.count_query(candidate.form)) for candidate in counts.alike(each.form)
            )
            nearest = list(islice(((form, articles) for form, articles in found if articles), MOST_NEAREST))
        # A compound as one word, which nobody typed or wrote, says nothing: `cessezlefeu`.
        if not (each.typed or same_letters or family or nearest):
            continue
        yield WordCount(
            said=word(each),
            as_typed=counts.count_typed(each.form, each.field),
            same_letters=same_letters,
            family=family,
            nearest=tuple(NearWord(*near) for near in nearest),
        )


# ---------------------------------------------------------------- clauses


def _children(tree: Node) -> tuple[Node, ...]:
    return tuple(dict.fromkeys(tree.children)) if isinstance(tree, And) else (tree,)


def _clauses(counts: Counts, clauses: tuple[Node, ...]) -> tuple[Clause, ...]:
    found = []
    for clause in clauses[:MOST_CLAUSES]:
        if isinstance(clause, Favoured):  # it takes nothing away
            continue
        rest = all_of([other for other in clauses if other != clause])
        alone = clause.child if isinstance(clause, Not) else clause
        without = counts.count(rest)
        found.append(
            Clause(
                said=_said(clause),
                excludes=isinstance(clause, Not),
                alone=counts.count(alone),
                without=without,
                query=counts.write(rest) if without else "",
            )
        )
    return tuple(sorted(found, key=lambda clause: -clause.without))


def _said(clause: Node) -> str:
    if said := word_filter(clause):
        return said
    return f"SAUF {word(clause.child)}" if isinstance(clause, Not) else word(clause)


# ---------------------------------------------------------------- alternatives


def _alternatives(
    counts: Counts, tree: Node, clauses: tuple[Node, ...], relaxed: bool
) -> tuple[Alternative, ...]:
    """Other queries that find something, by how little they change.

    Args:
        relaxed: whether the query without one of its clauses is known to find something.
    """
    found: dict[str, Alternative] = {}
    looked_at = clauses[:MOST_CLAUSES]
    for change, said, other in chain(_other_values(counts, tree, looked_at), _changes(tree, looked_at)):
        if len(found) == MOST_ALTERNATIVES:
            break
        total = counts.count(other)
        query = counts.write(other) if total else ""
        if query:
            found.setdefault(query, Alternative(change, said, query, total))
    if not found and not relaxed:
        found.update((each.query, each) for each in _fewer(counts, clauses))
    return tuple(found.values())


def _other_values(
    counts: Counts, tree: Node, clauses: tuple[Node, ...]
) -> Iterator[tuple[Change, str, Node]]:
    """The query with a value of a field that may have been meant by one that no article has."""
    for clause in clauses:
        if isinstance(clause, Metadata) and not counts.count(clause):
            # Only here: few queries name a value that is not there.
            from searcher.search.near_values import near_values

            for near in near_values(counts.snapshot, clause):
                yield Change.VALUE, word_filter(near), _replaced(tree, clause, near)


def _changes(tree: Node, clauses: tuple[Node, ...]) -> Iterator[tuple[Change, str, Node]]:
    """The query with one clause less strict, in each way that the clause has."""
    for clause in clauses:
        for change, node in _ways(clause):
            yield change, word(clause), _replaced(tree, clause, node)
    bare = [_without_accents(clause) for clause in clauses]
    if sum(node != clause for node, clause in zip(bare, clauses, strict=True)) > 1:
        yield Change.ACCENTS, "", _all_replaced(tree, dict(zip(clauses, bare, strict=True)))


def _ways(clause: Node) -> Iterator[tuple[Change, Node]]:
    bare = _without_accents(clause)
    if bare != clause:
        yield Change.ACCENTS, bare
    match clause:
        case Phrase(forms, field, inflected) if len(forms) > 1:
            if not inflected:
                yield Change.INFLECTED, replace(clause, inflected=True)
            anywhere = [Word(form, field) for form in forms if not is_function_word(form)]
            if len(anywhere) > 1:
                yield Change.NEAR, Near(tuple(anywhere), OTHER_WORDS_BETWEEN)
            if anywhere:
                yield Change.ANY_ORDER, all_of(anywhere)
        case Verbatim(_, forms, field):
            yield Change.ANY_CAPITALS, Phrase(forms, field)
        case AtLeast(_, child):
            yield Change.ONCE, child
    match clause:
        case Word() | Phrase() | Verbatim() | Compound() | Wildcard() | Fuzzy() | Between():
            if clause.field:
                yield Change.ANY_FIELD, replace(clause, field=Field.ANY)


def _without_accents(node: Node) -> Node:
    """Require no accent of what a word or a row of words was typed with."""
    match node:
        case Word(form, field):
            return Word(key(form), field) if key(form) != form.lower() else node
        case Phrase(forms):
            bare = tuple(key(form) if key(form) != form.lower() else form for form in forms)
            return replace(node, forms=bare, typed="") if bare != forms else node
        case Or(children):
            return Or(tuple(map(_without_accents, children)))
        case _:
            return node


def _replaced(tree: Node, old: Node, new: Node) -> Node:
    return _all_replaced(tree, {old: new})


def _all_replaced(tree: Node, new: dict[Node, Node]) -> Node:
    return all_of([new.get(child, child) for child in _children(tree)])


def _fewer(counts: Counts, clauses: tuple[Node, ...]) -> Iterator[Alternative]:
    """The query without all that has no article, or with as many of its words as some article has."""
    asked = [clause for clause in clauses if not isinstance(clause, Not)]
    empty = [clause for clause in asked[:MOST_CLAUSES] if not counts.count(clause)]
    if 1 < len(empty) < len(asked):
        rest = all_of([clause for clause in clauses if clause not in empty])
        yield from _alternative(counts, Change.WITHOUT, ", ".join(map(word, empty)), rest)
    words: list[Node] = [clause for clause in asked if isinstance(clause, Word | Compound | Phrase)]
    for clause in asked:
        words += clause.children if isinstance(clause, Among) else ()
    counted = set(words)
    others = [clause for clause in clauses if clause not in counted and not isinstance(clause, Among)]
    words = words[:MOST_CLAUSES]
    for least in range(len(words) - 1, 0, -1):
        some = Among(least, tuple(words)) if least > 1 else Or(tuple(words))
        found = [*_alternative(counts, Change.SOME, f"{least}/{len(words)}", all_of([some, *others]))]
        if found:
            yield from found
            return


def _alternative(counts: Counts, change: Change, said: str, tree: Node) -> Iterator[Alternative]:
    total = counts.count(tree)
    query = counts.write(tree) if total else ""
    if query:
        yield Alternative(change, said, query, total)


# ---------------------------------------------------------------- days


def _near_days(counts: Counts, clauses: tuple[Node, ...], asked: Published) -> Iterator[NearDay]:
    """The nearest days before and after those asked for on which the rest of the query finds something."""
    rest = [clause for clause in clauses if clause != asked] or [Everything()]
    before: list[int] = []
    after: list[int] = []
    for segment, found in zip(counts.snapshot.segments, counts.match(all_of(rest)), strict=True):
        if asked.first:
            days = segment.column("last_day")
            earlier = (
                day for article in found.articles if 0 < (day := days[article]) < asked.first.toordinal()
            )
            before.append(max(earlier, default=0))
        if asked.last:
            days = segment.column("first_day")
            later = (day for article in found.articles if (day := days[article]) > asked.last.toordinal())
            after.append(min(later, default=0))
    for ordinal in (max(before, default=0), min(filter(None, after), default=0)):
        if ordinal:
            nearest = date.fromordinal(ordinal)
            tree = all_of([*rest, Published(nearest, nearest)])
            query = counts.write(tree)
            if query:
                yield NearDay(nearest, query, counts.count(tree))
