"""The application: what is typed goes to the index, and what it answers to the screen.

In: an index. Out: what was asked last, and which articles were noted. This folder is the door to Textual.
"""

from __future__ import annotations

import asyncio
import threading
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, TypeVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.events import DescendantFocus, Key, Resize
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static

from searcher.errors import SearcherError
from searcher.interactive import showing
from searcher.interactive.asking import (
    Advice,
    Answer,
    Found,
    Newest,
    Passages,
    Read,
    Spread,
    ask,
    ask_more,
    read_article,
)
from searcher.interactive.lines import Line, Part, Piece
from searcher.interactive.state import State, cleared, dated, sorted_next, toggled, typed
from searcher.interactive.widgets import ArticleView, Facets, Hits, Lines, Query, Scrolled, Timeline
from searcher.library import Index
from searcher.present.cleaning import clean_line

_Place = TypeVar("_Place", bound=Widget)

_MOST_NOTES = 2
_WIDE = 110  # columns from which the article stands beside the list
_VERY_WIDE = 150  # and the facets beside both
_HIGH = 32  # lines from which the timeline has several
_PATIENCE = 0.2  # seconds, for an answer to be on the screen before the next one is worked out
_HELP_COLUMNS = 90
_LOOK_EVERY = 2.0  # seconds, for a newer commit


@dataclass(frozen=True, slots=True)
class Noted:
    """An article that was noted."""

    key: str
    url: str


@dataclass(frozen=True, slots=True)
class Session:
    """What is left of a session."""

    state: State
    noted: tuple[Noted, ...]


class Answered(Message):
    """The index has answered."""

    def __init__(self, number: int, answer: Answer | Read | Exception) -> None:
        super().__init__()
        self.number = number
        self.answer = answer


class _Words(Suggester):
    """How the last word may go on, in grey behind it."""

    def __init__(self, index: Index) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._index = index

    async def get_suggestion(self, value: str) -> str | None:
        ways = await asyncio.to_thread(self._index.complete, value, limit=1)
        # Of what is a word already, longer ones that are rarer are not proposed.
        return ways[0].query if ways and ways[0].query.startswith(value) else None


class Help(ModalScreen[None]):
    """The page of help."""

    def compose(self) -> ComposeResult:
        yield Scrolled(id="help")

    def on_mount(self) -> None:
        width, height = self.app.size
        lines = list(showing.help_lines(min(_HELP_COLUMNS, width) - 4))
        place = self.query_one(Scrolled)
        place.styles.width, place.styles.height = min(_HELP_COLUMNS, width), min(len(lines) + 2, height)
        place.say(lines)
        place.focus()

    def on_key(self, event: Key) -> None:
        if event.key not in Scrolled.KEYS:
            event.stop()
            self.dismiss()

    def on_click(self) -> None:
        self.dismiss()


class Browser(App[Session]):
    """Search as you type."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,ctrl+c", "leave", show=False, priority=True),
        Binding("f1", "help", show=False),
        Binding("f2", "sort", show=False),
        Binding("f3", "facets", show=False),
        Binding("f4", "take_suggestion", show=False),
        Binding("f5", "reread", show=False),
    ]

    def __init__(self, index: Index, state: State = State()) -> None:  # noqa: B008 - it is frozen
        super().__init__()
        self._index = index
        self.state = state
        self.found: Found | None = None
        self._spread: Spread | None = None
        self._advice: Advice | None = None
        self._error: SearcherError | None = None
        self._newer = False  # a newer commit is there
        self._noted: dict[str, Noted] = {}
        self._opened: set[str] = set()  # fields of which all values are wanted
        self._facets_wanted = False
        self._root: Screen[object] | None = None  # below whatever page of help
        self._number = 0  # of what was asked last
        self._painted = threading.Event()  # what was answered is on the screen
        self._searching, self._paging, self._reading = map(Newest, ("searching", "paging", "reading"))

    # ------------------------------------------------------------ the screen

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static("› ", id="prompt", markup=False)
            yield Query(
                self.state.query,
                id="query",
                compact=True,
                select_on_focus=False,
                suggester=_Words(self._index),
                placeholder="mots, « expression », titre:…, source:…, depuis juin 2024 …",
            )
        yield Lines(id="status")
        yield Lines(id="notes")
        yield Timeline(id="timeline")
        with Container(id="main"):
            yield Facets(id="facets")
            yield Hits(id="hits")
            yield ArticleView(id="article")
        yield Lines(id="keys")

    def on_mount(self) -> None:
        self._root = self.screen
        self._arrange(*self.size)
        self.theme = "ansi-dark"
        self._place("query", Query).focus()
        self.set_interval(_LOOK_EVERY, self._look)
        self._ask()

    def on_unmount(self) -> None:
        """Wait for what is being asked: whoever opened the index may close it then."""
        self._number += 1
        self._painted.set()
        for thread in (self._searching, self._paging, self._reading):
            thread.end()

    def on_resize(self, event: Resize) -> None:
        if self._root:  # else it comes before the screen does
            self._arrange(event.size.width, event.size.height)

    def _arrange(self, width: int, height: int) -> None:
        screen = self.root
        screen.set_class(width >= _WIDE, "wide")
        screen.set_class(width >= _VERY_WIDE, "very-wide")
        screen.set_class(height >= _HIGH, "high")
        screen.set_class(self._facets_wanted, "with-facets")
        self.call_after_refresh(self._say)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        if not self._root:
            return
        reading = isinstance(event.widget, ArticleView)
        self.root.set_class(reading, "reading")
        self._say()

    def _say(self) -> None:
        """Say all that lines say."""
        self._say_found()
        self._say_spread()
        self._place("keys", Lines).say([self._keys(self.size.width)])

    def _say_found(self) -> None:
        width = self.size.width
        self._place("status", Lines).say([showing.status_line(self.state, self.found, width)])
        notes = self._place("notes", Lines)
        said = self._notes(width)
        notes.styles.height = len(said)
        notes.say(said)

    def _say_spread(self) -> None:
        spread = self._spread
        height = 3 if self.root.has_class("high") else 1
        drawn = showing.sparkline(self.state, spread.timeline if spread else None, self.size.width, height)
        timeline = self._place("timeline", Timeline)
        timeline.styles.height = len(drawn.lines)
        timeline.draw(drawn)
        self._place("facets", Facets).show(showing.facet_rows(self.state, spread, self._opened))

    def _place(self, name: str, kind: type[_Place]) -> _Place:
        """A part of the screen, whatever is above it."""
        return self.root.query_one(f"#{name}", kind)

    @property
    def root(self) -> Screen[object]:
        """The screen below any page of help."""
        assert self._root
        return self._root

    def _notes(self, width: int) -> list[Line]:
        said: list[Line] = []
        if self._error:
            said.append((Piece(clean_line(f"{self._error} · {self._error.hint}"), Part.WARNING),))
        if self._newer:
            said.append((Piece("L'index a changé : F5 pour le relire.", Part.WARNING),))
        return said + showing.note_lines(self.found, self._advice, width, _MOST_NOTES)

    def _keys(self, width: int) -> Line:
        match self.focused:
            case Hits():
                keys = showing.LIST_KEYS
            case Facets():
                keys = showing.FACET_KEYS
            case ArticleView():
                keys = showing.ARTICLE_KEYS
            case _:
                keys = showing.QUERY_KEYS
        return showing.keys_line(keys, width)

    # ------------------------------------------------------------ asking

    def _change(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self._ask()

    def _ask(self) -> None:
        """Ask the index, and forget what it was asked before."""
        self._number += 1
        self._have_done(self._searching, partial(ask, self._index, self.state))

    def _have_done(self, thread: Newest, work: Callable[[], Iterable[Answer | Read]]) -> None:
        """Have a thread work out answers to what is asked now, as long as it is."""
        number = self._number

        def job() -> None:
            try:
                for answer in work():
                    self._painted.clear()
                    self.post_message(Answered(number, answer))
                    # Whoever looks at the screen comes first: what is asked next would take their processor.
                    self._painted.wait(_PATIENCE)
                    if number != self._number:
                        return
            except Exception as error:  # told, or raised, where someone sees it
                self.post_message(Answered(number, error))

        thread.ask(job)

    @on(Answered)
    def _take_answer(self, message: Answered) -> None:
        if message.number == self._number and self.root.is_running:  # else something else is asked meanwhile
            self._show_answer(message.answer)
        self.call_after_refresh(self._painted.set)

    def _show_answer(self, answer: Answer | Read | Exception) -> None:
        hits = self._place("hits", Hits)
        match answer:
            case Found() as found if found.results.offset:
                hits.add(found)
            case Found() as found:
                self.found, self._advice, self._error = found, None, None
                hits.show(found)
                if not found.results.total:
                    self._place("article", ArticleView).show(None)
                self._say_found()
            case Passages() as chosen:
                hits.add_passages(chosen.by_rank)
            case Spread() as spread:
                self._spread = spread
                self._say_spread()
            case Advice() as advice:
                self._advice = advice
                if not self.found or not self.found.results.total:
                    hits.propose(showing.proposals(advice))
                self._say_found()
            case Read() as read:
                if hits.hit is read.hit:
                    self._place("article", ArticleView).show(read)
            case SearcherError() as error:
                self._error = error
                self._say_found()
            case Exception() as error:
                raise error

    @on(Hits.Wanted)
    def _fetch(self, message: Hits.Wanted) -> None:
        self._have_done(self._paging, partial(ask_more, self._index, self.state, message.offset))

    @on(Hits.Selected)
    def _read(self, message: Hits.Selected) -> None:
        hit = message.hit
        self._have_done(self._reading, lambda: [read_article(hit)])

    def _look(self) -> None:
        """Look whether a newer commit is there."""
        try:
            newer = self._index.is_outdated()
        except SearcherError:  # it is gone; what is open serves on
            newer = False
        if newer != self._newer:
            self._newer = newer
            self._say()

    # ------------------------------------------------------------ what keys do

    @on(Input.Changed)
    def _take_words(self, message: Input.Changed) -> None:
        self._change(typed(self.state, message.value))

    @on(Hits.Opened)
    def _open(self) -> None:
        self._place("article", ArticleView).focus()

    @on(Hits.Proposed)
    def _take_proposal(self, message: Hits.Proposed) -> None:
        self._put(message.query)

    @on(Facets.Picked)
    def _pick(self, message: Facets.Picked) -> None:
        row = message.row
        if row.more:
            self._opened.add(row.field)
            self._say()
        elif row.field == "date":
            self._change(dated(self.state, row.value))
        else:
            self._change(toggled(self.state, row.field, row.value, refused=message.refused))

    @on(Timeline.Picked)
    def _pick_period(self, message: Timeline.Picked) -> None:
        self._change(dated(self.state, message.period))

    def _put(self, query: str) -> None:
        place = self._place("query", Query)
        place.value = query
        place.cursor_position = len(query)

    @on(Hits.PassedTop)
    def action_go_to_query(self) -> None:
        self._place("query", Query).focus()

    def action_go_to_hits(self) -> None:
        if self._facets_wanted and self.focused and not self.root.has_class("very-wide"):
            self._facets_wanted = False
            self._arrange(*self.size)
        self._place("hits", Hits).focus()

    def action_page_hits(self, by: int) -> None:
        self._place("hits", Hits).action_page(by)

    def action_occurrence(self, by: int) -> None:
        self._place("article", ArticleView).go_to_occurrence(by)

    def action_scroll_article(self, by: int) -> None:
        self._place("article", ArticleView).action_pages(by)

    def action_other_article(self, by: int) -> None:
        self._place("hits", Hits).action_move(by)

    def action_sort(self) -> None:
        self._change(sorted_next(self.state))

    def action_facets(self) -> None:
        self._facets_wanted = True
        self._arrange(*self.size)
        self._place("facets", Facets).focus()

    def action_clear(self) -> None:
        self._change(cleared(self.state))

    def action_take_suggestion(self) -> None:
        if self._advice and self._advice.results.suggestions:
            self._put(self._advice.results.suggestions[0].query)

    def action_note(self) -> None:
        """Copy the address of an article, or its key, and keep it for the end."""
        hit = self._place("hits", Hits).hit
        if hit:
            article = hit.article
            self._noted[article.key] = Noted(article.key, article.url)
            self.copy_to_clipboard(article.url or article.key)
            self.notify(clean_line(article.url or article.key), title="Noté et copié", markup=False)

    def action_reread(self) -> None:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            try:
                self._index.refresh()
                self._newer = False
            except SearcherError as error:
                self._tell(f"{error} · {error.hint}")
        for each in told:
            self._tell(str(each.message))
        self._ask()

    def _tell(self, message: str) -> None:
        self.notify(clean_line(message), severity="warning", markup=False)

    def action_help(self) -> None:
        self.push_screen(Help())

    def action_leave(self) -> None:
        found, state = self.found, self.state
        if found and found.going_on and found.state == state:
            state = typed(state, found.going_on)  # what finds what was seen
        self.exit(Session(state, tuple(self._noted.values())))


def browse(index: Index, state: State) -> Session | None:
    """Have someone search an index on this terminal until they leave; None if a mistake of ours ended it."""
    return Browser(index, state).run()
