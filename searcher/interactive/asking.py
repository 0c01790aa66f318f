"""Asking: what the index says of a state, a step at a time, so that hits are there before anything else is.

In: an index and a state. Out: answers, in the order in which a reader needs them: the hits on the screen, how they are
spread over fields and time, what may have been meant. Each is given only if nothing newer was asked meanwhile.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from searcher.article import Article
from searcher.interactive.lines import Page, Part, Piece, marked_text
from searcher.interactive.state import DAYS, State
from searcher.library import Index
from searcher.present.cleaning import clean_line
from searcher.present.marking import body_marks, title_marks
from searcher.present.page import UNTITLED, say_about, say_origin
from searcher.present.passages import Passage, passages
from searcher.search import Hit, Results
from searcher.search.faceting import Facets
from searcher.search.timeline import Timeline

PAGE = 20  # hits that are read at a time
_SEEN = 15  # of them are on the screen at once, about
_MOST_FIELDS = 12  # that are counted
_PASSAGE_WORDS = 24
_LAST_JOB = 5.0  # seconds that a thread may take to end
_WORD_AT_END = re.compile(r"\w{2,}$")


@dataclass(frozen=True, slots=True)
class Found:
    """Some hits of a query."""

    state: State
    results: Results
    # What was asked where what was typed found nothing: its last word is still being typed.
    going_on: str = ""

    @property
    def asked(self) -> str:
        return self.going_on or self.state.asked


@dataclass(frozen=True, slots=True)
class Spread:
    """How what was found is spread."""

    state: State
    facets: Mapping[str, Facets]  # by field
    timeline: Timeline  # of every month, whatever period was chosen


@dataclass(frozen=True, slots=True)
class Advice:
    """What may have been meant."""

    state: State
    results: Results


@dataclass(frozen=True, slots=True)
class Passages:
    """What each of some hits is shown with in the list."""

    state: State
    by_rank: Mapping[int, Passage | None]


Answer = Found | Spread | Advice | Passages


def ask(index: Index, state: State) -> Iterator[Answer]:
    """All that is to be said of a state, the hits first."""
    found = find(index, state)
    yield found
    yield choose_passages(found.state, found.results.hits[:_SEEN])
    yield spread(index, found)
    yield choose_passages(found.state, found.results.hits[_SEEN:])
    if state.query.strip():
        advised = index.search(
            state.asked, limit=1, sort=state.order, narrowing=state.narrowing, suggest=True
        )
        if advised.suggestions or advised.diagnosis:
            yield Advice(state, advised)


def ask_more(index: Index, state: State, offset: int) -> Iterator[Answer]:
    """Hits from one on."""
    found = find(index, state, offset=offset)
    yield found
    yield choose_passages(state, found.results)


def find(index: Index, state: State, *, offset: int = 0) -> Found:
    """Hits from one on. Where a word that is still being typed finds nothing, what begins with it is looked for."""
    results = _search(index, state, state.asked, offset)
    if not results.total and _WORD_AT_END.search(state.query):
        longer = f"{state.query}*"
        begun = _search(index, state, longer, offset)
        if begun.total:
            return Found(state, begun, longer)
    return Found(state, results)


def _search(index: Index, state: State, query: str, offset: int) -> Results:
    """Hits alone: why there are none is told later."""
    return index.search(
        query, limit=PAGE, offset=offset, sort=state.order, narrowing=state.narrowing, suggest=None
    )


def choose_passages(state: State, hits: Iterable[Hit]) -> Passages:
    """The best passage of each hit."""
    chosen = {}
    for hit in hits:
        best = passages(hit, words=_PASSAGE_WORDS, limit=1)
        chosen[hit.rank] = best[0] if best else None
    return Passages(state, chosen)


def spread(index: Index, found: Found) -> Spread:
    """Count what was found by field and by time. Of a field that is narrowed, its other values are told as well."""
    state = found.state
    names = index.fields()[:_MOST_FIELDS]
    narrowed = {each.field for each in state.chosen}
    counted = dict(
        index.facets(found.asked, [name for name in names if name not in narrowed], narrowing=state.narrowing)
    )
    for name in narrowed & set(names):
        counted |= index.facets(found.asked, [name], narrowing=state.narrowed_but_for(name))
    told = {name: counted[name] for name in names if counted[name].values}
    return Spread(
        state, told, index.timeline(found.asked, by="month", narrowing=state.narrowed_but_for(DAYS))
    )


# ---------------------------------------------------------------- one article


@dataclass(frozen=True, slots=True)
class Read:
    """An article, ready to be read."""

    hit: Hit
    page: Page


def read_article(hit: Hit) -> Read:
    """Lay out a whole article: title, what is known of it, body, with everything in it that matched."""
    return Read(hit, Page(_pieces(hit)))


def _pieces(hit: Hit) -> Iterator[Piece]:
    article = hit.article
    yield from marked_text(article.title or UNTITLED, title_marks(hit), Part.TITLE, Part.TITLE_MARK)
    for line in _known(article):
        yield Piece(f"\n{clean_line(line)}", Part.QUIET)
    yield Piece("\n\n")
    yield from marked_text(article.body, body_marks(hit), Part.TEXT, Part.MARK)


def _known(article: Article) -> Iterator[str]:
    yield from filter(None, (say_about(article), article.author, say_origin(article), article.url))


# ---------------------------------------------------------------- the newest first


class Newest:
    """A thread that does what it was asked last, and forgets what it was asked before and had not begun."""

    def __init__(self, name: str) -> None:
        self._ready = threading.Condition()
        self._job: Callable[[], None] | None = None
        self._ended = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def ask(self, job: Callable[[], None]) -> None:
        """Have a job done instead of any that waits."""
        with self._ready:
            self._job = job
            self._ready.notify()

    def end(self) -> None:
        """Do no more; what is being done is waited for, unless it takes long."""
        with self._ready:
            self._ended = True
            self._ready.notify()
        self._thread.join(_LAST_JOB)

    def _work(self) -> None:
        while True:
            with self._ready:
                self._ready.wait_for(lambda: self._job or self._ended)
                if self._ended:
                    return
                job, self._job = self._job, None
            assert job
            job()
