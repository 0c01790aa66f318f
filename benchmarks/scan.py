"""The naive scan: what a search must find, decided from the texts themselves, without an index.

Slow and plain on purpose: each rule is written as it is defined, so that what the index finds can be held against it.
In: articles, and trees of queries. Out: which articles match, and their scores.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from benchmarks.known import is_known, may_be_of
from searcher.analysis import Asked, Relation, class_of, cut, is_function_word, key, lemma
from searcher.analysis.characters import plain
from searcher.analysis.folding import accents
from searcher.analysis.sentences import BREAK, begins_sentence
from searcher.article import Article, Zone
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
    Undated,
    Unit,
    Verbatim,
    Wildcard,
    Word,
)
from searcher.search.joining import join_neighbours
from searcher.search.ordering import LOOKED_AT_AGAIN
from searcher.search.proximity import pairs
from searcher.search.ranking import (
    BODY,
    FAVOUR,
    K1,
    NOTICE_SHARE,
    PROXIMITY_REACH,
    PROXIMITY_WEIGHT,
    TITLE,
    FieldWeight,
)
from searcher.search.verbatim import find_verbatim

ALL = frozenset(Relation)
SAME_KEY = frozenset({Relation.EXACT, Relation.KEY, Relation.OTHER_WORD})
INFLECTED = SAME_KEY | {Relation.LEMMA}

_FIELDS = {Field.ANY: (BODY, TITLE), Field.BODY: (BODY,), Field.TITLE: (TITLE,)}

Scores = dict[int, float]  # of the articles that match, by their numbers


@dataclass(frozen=True, slots=True)
class _Text:
    """A title or a body, cut."""

    forms: array[int]  # numbers of forms, in reading order
    positions: array[int]
    length: int  # without function words
    starts: array[int]  # of each form, in characters
    ends: array[int]
    noticed: frozenset[int]  # the positions whose first word begins in a notice


class Scan:
    """A corpus in memory, cut once, to put questions to."""

    def __init__(self, articles: Iterable[Article], *, by_definition: bool = True) -> None:
        """
        Args:
            by_definition: weigh every form of the corpus for each word asked. Otherwise only those that share its key,
                a lemma or a class are weighed, which is much faster and, `searcher.analysis` promises, the same.
        """
        self.articles = list(articles)
        self.forms: list[str] = []
        self._numbers: dict[str, int] = {}
        self._texts = {
            BODY: [self._cut(article.body, article.zones) for article in self.articles],
            TITLE: [self._cut(article.title) for article in self.articles],
        }
        self._average = {
            kind: sum(text.length for text in texts) / max(1, len(texts))
            for kind, texts in self._texts.items()
        }
        self._holders: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        for number in range(len(self.articles)):
            for form in {form for texts in self._texts.values() for form in texts[number].forms}:
                self._holders[form].append(number)
        self._named = None if by_definition else self._name_forms()
        self._alikes: dict[Wildcard | Fuzzy | Between, dict[int, float]] = {}
        self._families: dict[tuple[str, frozenset[Relation]], dict[int, float]] = {}

    def _cut(self, text: str, zones: Iterable[Zone] = ()) -> _Text:
        forms, positions, length, starts, ends = array("I"), array("I"), 0, array("I"), array("I")
        firsts: dict[int, int] = {}
        for token in cut(text):
            number = self._numbers.setdefault(token.form, len(self.forms))
            if number == len(self.forms):
                self.forms.append(token.form)
            forms.append(number)
            positions.append(token.position)
            starts.append(token.start)
            ends.append(token.end)
            length += not is_function_word(token.form)
            firsts.setdefault(token.position, token.start)
        noticed = frozenset(position for position, start in firsts.items() if _is_in_notice(start, zones))
        return _Text(forms, positions, length, starts, ends, noticed)

    def _name_forms(self) -> Mapping[tuple[str, str], list[int]]:
        """The forms of each key, lemma and class."""
        named: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for number, form in enumerate(self.forms):
            named["key", key(form)].append(number)
            named["lemma", lemma(form)].append(number)
            named["class", class_of(form)].append(number)
        return named

    # ---------------------------------------------------------------- families

    def _family(self, form: str, relations: frozenset[Relation]) -> dict[int, float]:
        """The forms that a word stands for, by number, and their weights."""
        family = self._families.get((form, relations))
        if family is None:
            asked = Asked.of(form)
            family = self._families[form, relations] = {
                number: related[1]
                for number in self._candidates(asked)
                if (related := asked.relate(self.forms[number])) and related[0] in relations
            }
        return family

    def _candidates(self, asked: Asked) -> Iterable[int]:
        if self._named is None:
            return range(len(self.forms))
        names = [("key", asked.key), *(("lemma", name) for name in asked.lemmas)]
        names += [("class", name) for name in asked.classes]
        return {number for name in names for number in self._named.get(name, ())}

    def _holding(self, family: Iterable[int]) -> set[int]:
        """The articles that hold one of these forms, in the title or in the body."""
        return {article for form in family for article in self._holders.get(form, ())}

    # ---------------------------------------------------------------- searching

    def search(self, tree: Node) -> Scores:
        """Find what a query asks for: what matches, with what the best gain where its words are near each other."""
        known = {key(form) for form in self.forms}
        tree = join_neighbours(tree, known.__contains__)
        favoured = [
            node
            for node in (tree.children if isinstance(tree, And) else [tree])
            if isinstance(node, Favoured)
        ]
        factors = [
            FAVOUR if any(may_be_of(article, node.first, node.last) for node in favoured) else 1.0
            for article in self.articles
        ]
        scores = {number: score * factors[number] for number, score in self.match(tree).items()}
        best = sorted(scores, key=lambda number: self._place(number, scores[number]))[:LOOKED_AT_AGAIN]
        for (one, first), (two, second) in pairs(tree):
            rarities = first * self._idf(self._soft_count(one)) + second * self._idf(self._soft_count(two))
            for number in best:
                distance = min(self._distances(number, one, two), default=PROXIMITY_REACH + 1)
                if distance <= PROXIMITY_REACH:
                    scores[number] += factors[number] * PROXIMITY_WEIGHT * rarities / distance
        return scores

    def _place(self, number: int, score: float) -> tuple[float, int, str]:
        published = self.articles[number].published
        return -score, -(published.first.toordinal() if published else 0), self.articles[number].key

    def _soft_count(self, word: Word) -> float:
        return self._frequencies(self._family(word.form, ALL), word.field)[1]

    def _distances(self, number: int, one: Word, two: Word) -> Iterator[int]:
        """How far apart two words stand, in every pair of their places in one field, where that is no word at all."""
        for kind in set(_FIELDS[one.field]) & set(_FIELDS[two.field]):
            text = self._texts[kind][number]
            places = [
                {
                    position
                    for form, position in zip(text.forms, text.positions, strict=True)
                    if form in self._family(word.form, ALL)
                }
                for word in (one, two)
            ]
            yield from (abs(a - b) for a in places[0] for b in places[1] if a != b)

    # ---------------------------------------------------------------- matching

    def match(self, node: Node) -> Scores:
        """Find the articles that a tree wants, and score them."""
        match node:
            case Word():
                return self._saturate(*self._frequencies(self._family(node.form, ALL), node.field))
            case Wildcard() | Fuzzy() | Between():
                return self._saturate(*self._frequencies(self._alike(node), node.field))
            case Near():
                return self._near(node)
            case AtLeast():
                return {
                    article: score
                    for article, score in self.match(node.child).items()
                    if sum(
                        len({at for at, _ in self._occurrences(node.child, kind, article)})
                        for kind in (BODY, TITLE)
                    )
                    >= node.times
                }
            case Boosted():
                return {article: score * node.factor for article, score in self.match(node.child).items()}
            case Among():
                found = [self.match(child) for child in node.children]
                everywhere = {article for scores in found for article in scores}
                return {
                    article: sum(scores.get(article, 0.0) for scores in found)
                    for article in everywhere
                    if sum(article in scores for scores in found) >= node.least
                }
            case Phrase():
                relations = INFLECTED if node.inflected else SAME_KEY
                return self._phrase(node.forms, _FIELDS[node.field], relations)
            case Verbatim():
                return self._verbatim(node)
            case Compound():
                parts = Phrase(node.parts, node.field, inflected=True)
                return self.match(Either((Word(node.joined, node.field), parts)))
            case Either():
                found = [self.match(child) for child in node.children]
                everywhere = {article for scores in found for article in scores}
                return {article: max(scores.get(article, 0.0) for scores in found) for article in everywhere}
            case Metadata() | Published() | Undated():
                return {
                    number: 0.0 for number, article in enumerate(self.articles) if is_known(article, node)
                }
            case And():
                return self._all(node)
            case Or():
                found = [self.match(child) for child in dict.fromkeys(node.children)]
                everywhere = {article for scores in found for article in scores}
                return {article: sum(scores.get(article, 0.0) for scores in found) for article in everywhere}
            case Not():
                excluded = self.match(node.child)
                return {number: 0.0 for number in range(len(self.articles)) if number not in excluded}
            case Everything() | Favoured():
                return dict.fromkeys(range(len(self.articles)), 0.0)
            case Nothing():
                return {}

    def _all(self, node: And) -> Scores:
        """What all children want; a child that is there twice counts once."""
        wanted = [self.match(child) for child in dict.fromkeys(node.children) if not isinstance(child, Not)]
        excluded = [self.match(child.child) for child in node.children if isinstance(child, Not)]
        wanted = wanted or [self.match(Everything())]
        return {
            article: sum(scores[article] for scores in wanted)
            for article in wanted[0]
            if all(article in scores for scores in wanted)
            and not any(article in scores for scores in excluded)
        }

    def _frequencies(self, family: Mapping[int, float], field: Field) -> tuple[Scores, float]:
        """What BM25F sums over forms and fields for each article, and the soft document frequency."""
        frequencies: Scores = {}
        containing = 0.0
        for article in sorted(self._holding(family)):
            frequency, best = 0.0, 0.0
            for kind in _FIELDS[field]:
                text = self._texts[kind][article]
                there = [
                    (family[number], position)
                    for number, position in zip(text.forms, text.positions, strict=True)
                    if number in family
                ]
                counted = sum(weight * self._share(text, position) for weight, position in there)
                frequency += counted * kind.weight / self._norm(kind, article)
                best = max(best, *(weight for weight, _ in there), 0.0)
            if best:
                frequencies[article] = frequency
                containing += best
        return frequencies, containing

    def _phrase(
        self, forms: tuple[str, ...], fields: Iterable[FieldWeight], relations: frozenset[Relation]
    ) -> Scores:
        families = [self._family(form, relations) for form in forms]
        frequencies: Scores = {}
        for article in sorted(set.intersection(*map(self._holding, families))):
            for kind in fields:
                text = self._texts[kind][article]
                there = [
                    {
                        position
                        for number, position in zip(text.forms, text.positions, strict=True)
                        if number in family
                    }
                    for family in families
                ]
                places = {
                    at for at in there[0] if all(at + step in places for step, places in enumerate(there))
                }
                if places:
                    counted = sum(self._share(text, at) for at in places)
                    gained = counted * kind.weight / self._norm(kind, article)
                    frequencies[article] = frequencies.get(article, 0.0) + gained
        return self._saturate(frequencies, len(frequencies))

    @staticmethod
    def _share(text: _Text, position: int) -> float:
        """What an occurrence counts that begins at a position."""
        return NOTICE_SHARE if position in text.noticed else 1.0

    # ---------------------------------------------------------------- words alike

    def _alike(self, node: Wildcard | Fuzzy | Between) -> dict[int, float]:
        """The forms that a shape, a word or a range stands for, by number, and their weights."""
        if node not in self._alikes:
            self._alikes[node] = self._find_alike(node)
        return self._alikes[node]

    def _find_alike(self, node: Wildcard | Fuzzy | Between) -> dict[int, float]:
        match node:
            case Wildcard(pattern):
                return {number: 1.0 for number, form in enumerate(self.forms) if has_shape(form, pattern)}
            case Fuzzy(word, most):
                apart = {
                    number: distance(key(form), key(word))
                    for number, form in enumerate(self.forms)
                    if abs(len(key(form)) - len(key(word))) <= most
                }
                return {number: 1 / (1 + letters) for number, letters in apart.items() if letters <= most}
            case Between():
                return {number: 1.0 for number, form in enumerate(self.forms) if _is_between(key(form), node)}

    # ---------------------------------------------------------------- places

    def _occurrences(self, node: Node, kind: FieldWeight, article: int) -> set[tuple[int, int]]:
        """Where something stands in a field: its first position, and how many it takes."""
        text = self._texts[kind][article]
        match node:
            case Or(children):
                return {found for child in children for found in self._occurrences(child, kind, article)}
            case Compound(joined=joined, parts=parts, field=field):
                ways: tuple[Node, ...] = (Word(joined, field), Phrase(parts, field, inflected=True))
                return self._occurrences(Or(ways), kind, article)
            case (
                Word(field=field)
                | Phrase(field=field)
                | Verbatim(field=field)
                | Wildcard(field=field)
                | Fuzzy(field=field)
                | Between(field=field)
            ) if kind not in _FIELDS[field]:
                return set()
            case Verbatim():
                return self._verbatim_places(node, kind, article)
            case Word(form):
                return {(at, 1) for at in self._positions(text, self._family(form, ALL))}
            case Phrase(forms, inflected=inflected):
                relations = INFLECTED if inflected else SAME_KEY
                there = [self._positions(text, self._family(form, relations)) for form in forms]
                return {
                    (at, len(forms))
                    for at in there[0]
                    if all(at + step in places for step, places in enumerate(there))
                }
            case Wildcard() | Fuzzy() | Between():
                return {(at, 1) for at in self._positions(text, self._alike(node))}
        raise TypeError(f"{node!r} stands nowhere")

    def _positions(self, text: _Text, family: Iterable[int]) -> set[int]:
        wanted = frozenset(family)
        return {at for form, at in zip(text.forms, text.positions, strict=True) if form in wanted}

    def _verbatim_places(self, node: Verbatim, kind: FieldWeight, article: int) -> set[tuple[int, int]]:
        """As positions: those whose first form shares a letter with the text."""
        if article not in self.match(node):
            return set()
        text = self._texts[kind][article]
        words: dict[int, tuple[int, int]] = {}
        for position, start, end in zip(text.positions, text.starts, text.ends, strict=True):
            words.setdefault(position, (start, end))
        places = set()
        for start, end in find_verbatim(getattr(self.articles[article], kind.name), node.text):
            taken = [at for at, (begin, stop) in words.items() if begin < end and start < stop]
            if taken:
                places.add((min(taken), max(taken) - min(taken) + 1))
        return places

    def _near(self, node: Near) -> Scores:
        """A span begins where the first of its words stands: each such place counts once."""
        frequencies: Scores = {}
        for article in range(len(self.articles)):
            for kind in (BODY, TITLE):
                things = [sorted(self._occurrences(child, kind, article)) for child in node.children]
                begun = {
                    min(at for at, _ in chosen)
                    for chosen in product(*things)
                    if self._is_near(chosen, node, kind, article)
                }
                if begun:
                    counted = sum(self._share(self._texts[kind][article], at) for at in begun)
                    gained = counted * kind.weight / self._norm(kind, article)
                    frequencies[article] = frequencies.get(article, 0.0) + gained
        return self._saturate(frequencies, len(frequencies))

    def _is_near(
        self, chosen: Iterable[tuple[int, int]], node: Near, kind: FieldWeight, article: int
    ) -> bool:
        taken = [at + step for at, size in chosen for step in range(size)]
        if len(set(taken)) < len(taken) or (node.ordered and taken != sorted(taken)):
            return False
        if not isinstance(node.within, Unit):
            return max(taken) - min(taken) + 1 - len(taken) <= node.within
        text, cut_text = getattr(self.articles[article], kind.name), self._texts[kind][article]
        first, last = (cut_text.starts[cut_text.positions.index(at)] for at in (min(taken), max(taken)))
        if node.within is Unit.PARAGRAPH:
            return "\n" not in text[first:last]
        return not any(first < place <= last for place in _sentences(text))

    def _verbatim(self, node: Verbatim) -> Scores:
        """The words in a row as they are written, then the text letter for letter, at its words' edges."""
        frequencies: Scores = {}
        for kind in _FIELDS[node.field]:
            for number, article in enumerate(self.articles):
                text = self._texts[kind][number]
                there: defaultdict[int, set[str]] = defaultdict(set)
                for form, position in zip(text.forms, text.positions, strict=True):
                    there[position].add(self.forms[form])
                in_a_row = any(
                    all(form in there.get(at + step, ()) for step, form in enumerate(node.forms))
                    for at in list(there)
                )
                count: float = _count_verbatim(getattr(article, kind.name), node.text) if in_a_row else 0
                if count:
                    if kind is BODY:
                        starts = [start for start, _ in find_verbatim(article.body, node.text)]
                        noticed = sum(_is_in_notice(start, article.zones) for start in starts)
                        count -= (1 - NOTICE_SHARE) * noticed
                    gained = count * kind.weight / self._norm(kind, number)
                    frequencies[number] = frequencies.get(number, 0.0) + gained
        return self._saturate(frequencies, len(frequencies))

    def _norm(self, kind: FieldWeight, article: int) -> float:
        average = self._average[kind]
        relative = self._texts[kind][article].length / average if average else 0.0
        return 1 - kind.slope + kind.slope * relative

    def _idf(self, containing: float) -> float:
        return math.log(1 + (len(self.articles) - containing + 0.5) / (containing + 0.5))

    def _saturate(self, frequencies: Scores, containing: float) -> Scores:
        """The curve of BM25: Robertson & Zaragoza 2009, with Lucene's idf."""
        idf = self._idf(containing)
        return {article: idf * tf * (K1 + 1) / (tf + K1) for article, tf in frequencies.items()}


def _is_in_notice(place: int, zones: Iterable[Zone]) -> bool:
    """Whether a character of a body is of a notice that closes the article, and not of its news."""
    return any(zone.start <= place < zone.end for zone in zones if zone.kind.is_notice)


def has_shape(form: str, pattern: str) -> bool:
    """Whether a form has the shape of a wildcard: an accent that is typed is required, but of words in capitals."""
    spelled = "".join(letter + marks + "\n" for letter, marks in accents(form))
    shape = _shape(pattern, accented=False)
    if form.isupper() and form.lower() == key(form):
        return re.fullmatch(shape, spelled) is not None
    return re.fullmatch(_shape(pattern, accented=True), spelled) is not None


def _shape(pattern: str, *, accented: bool) -> str:
    """A regular expression for the letters of a form, each with its accents, and a newline."""
    shape = ""
    for part in re.split(r"([*?])", pattern):
        if part in ("*", "?"):
            shape += "(?:[^\n]+\n)" + "*" * (part == "*")
        else:
            for letter, marks in accents(part):
                shape += re.escape(letter) + (re.escape(marks) if accented and marks else "[^\n]*") + "\n"
    return shape


def distance(a: str, b: str) -> int:
    """Letters inserted, left out, replaced or swapped with the next one, by the recursion that defines it."""

    @cache
    def rest(i: int, j: int) -> int:
        if i == len(a) or j == len(b):
            return len(a) - i + len(b) - j
        ways = [rest(i + 1, j) + 1, rest(i, j + 1) + 1, rest(i + 1, j + 1) + (a[i] != b[j])]
        if a[i : i + 2] == b[j : j + 2][::-1] and len(a[i : i + 2]) == 2:
            ways.append(rest(i + 2, j + 2) + 1)
        return min(ways)

    return rest(0, 0)


def _is_between(word: str, node: Between) -> bool:
    """Whether a key is in a range, in the order of bytes; an empty end is open."""
    first, last, word_bytes = (key(node.first).encode(), key(node.last).encode(), word.encode())
    after = not first or word_bytes > first or (node.first_included and word_bytes == first)
    return after and (not last or word_bytes < last or (node.last_included and word_bytes == last))


@lru_cache(maxsize=1000)
def _sentences(text: str) -> list[int]:
    """Where sentences begin: of the places at which a passage may begin, those that say so."""
    places = {space.end() for space in BREAK.finditer(text)}
    return [place for place in places if begins_sentence(text, place)]


def _overlaps(article: Article, node: Published) -> bool:
    """Whether the article may have been published in the period."""
    published = article.published
    if published is None:
        return False
    after = node.first is None or published.last >= node.first
    return after and (node.last is None or published.first <= node.last)


def _count_verbatim(text: str, wanted: str) -> int:
    """How often a text stands in another, where no letter or digit goes on before or after it."""
    text = " ".join(plain(text)[0].split())
    count = at = 0
    while (at := text.find(wanted, at)) >= 0:
        end = at + len(wanted)
        goes_on = (at > 0 and _go_on(text[at - 1], wanted[0])) or (
            end < len(text) and _go_on(wanted[-1], text[end])
        )
        count += not goes_on
        at = at + 1 if goes_on else end
    return count


def _go_on(a: str, b: str) -> bool:
    return all(sign.isalnum() or sign == "_" for sign in (a, b))
