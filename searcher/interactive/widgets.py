"""The places of the screen: the list of hits, the article, the facets, and lines that say something.

Each paints the lines that are seen and no others, however many there are, and tells the application what is done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from searcher.interactive.asking import PAGE, Found, Read
from searcher.interactive.lines import Line, Part, Piece
from searcher.interactive.painting import paint
from searcher.interactive.showing import (
    Proposal,
    Row,
    Sparkline,
    hit_lines,
    proposal_line,
    row_line,
    say_occurrences,
)
from searcher.present.passages import Passage
from searcher.search import Hit

_TALL = 14  # lines of a list in which hits have two each
_LOADING: Line = (Piece("…", Part.QUIET),)


class Query(Input):
    """The line in which a query is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "app.go_to_hits", show=False),
        Binding("tab", "complete", show=False),
        Binding("escape", "app.leave", show=False),
        Binding("pagedown", "app.page_hits(1)", show=False),
        Binding("pageup", "app.page_hits(-1)", show=False),
    ]

    def action_complete(self) -> None:
        """Take what is proposed; where nothing is, go on to the hits."""
        before = self.value
        self.action_end()
        self.action_cursor_right()
        if self.value == before:
            self.app.set_focus(self.app.query_one(Hits))


class Lines(Widget):
    """Lines that say something."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.said: Sequence[Line] = ()

    def say(self, lines: Sequence[Line]) -> None:
        if lines != self.said:
            self.said = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        line = self.said[y] if y < len(self.said) else ()
        return paint(line, self.size.width, coloured=not self.app.no_color)


class Scrolled(ScrollView, can_focus=True):
    """Lines that may be more than there is room for."""

    KEYS = frozenset({"up", "down", "pageup", "pagedown", "home", "end"})

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._said: Sequence[Line] = ()

    def say(self, lines: Sequence[Line]) -> None:
        self._said = lines
        self.virtual_size = Size(self.size.width, len(lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        at = y + self.scroll_offset.y
        line = self._said[at] if at < len(self._said) else ()
        return paint((Piece(" "), *line), self.size.width, coloured=not self.app.no_color)


class Timeline(Lines):
    """How what was found is spread over time; its bars can be clicked."""

    class Picked(Message):
        """A bar was clicked."""

        def __init__(self, period: str) -> None:
            super().__init__()
            self.period = period

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._drawn = Sparkline(())

    def draw(self, drawn: Sparkline) -> None:
        self._drawn = drawn
        self.say(drawn.lines)

    def on_click(self, event: Click) -> None:
        period = self._drawn.at(event.x)
        if period:
            self.post_message(self.Picked(period))


class _List(ScrollView, can_focus=True):
    """Rows, of which one is selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "jump(0)", show=False),
        Binding("end", "jump(-1)", show=False),
        Binding("enter", "take", show=False),
    ]

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.cursor = 0
        self._lines: dict[int, Sequence[Line]] = {}  # of rows that were seen, at the width there is

    @property
    def rows(self) -> int:
        """How many there are."""
        raise NotImplementedError

    @property
    def row_height(self) -> int:
        return 1

    def can_stop(self, row: int) -> bool:
        """Whether a row can be selected."""
        return True

    def row_lines(self, row: int) -> Sequence[Line]:
        """What a row says."""
        raise NotImplementedError

    def selected(self) -> None:
        """The cursor is on another row."""

    def action_take(self) -> None:
        """Do what the selected row is there for."""

    @property
    def row_width(self) -> int:
        """Of what a row says, in cells: the cursor and the scrollbar have one each."""
        return max(1, self.size.width - 2)

    def lay_out(self) -> None:
        """Take in that there are other rows."""
        self._lines = {}
        self.virtual_size = Size(self.size.width - 1, self.rows * self.row_height)
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        self.lay_out()
        self._show_cursor()

    def action_move(self, by: int) -> None:
        row = self.cursor + by
        while 0 <= row < self.rows and not self.can_stop(row):
            row += by
        if 0 <= row < self.rows:
            self.select(row)
        elif by < 0:
            self.passed_top()

    def passed_top(self) -> None:
        """Someone went up from the first row."""

    def action_page(self, by: int) -> None:
        self._jump_near(self.cursor + by * max(1, self.size.height // self.row_height - 1))

    def action_jump(self, to: int) -> None:
        self._jump_near(to if to >= 0 else self.rows + to)

    def _jump_near(self, row: int) -> None:
        row = max(0, min(self.rows - 1, row))
        for near in (*range(row, self.rows), *range(row - 1, -1, -1)):
            if self.can_stop(near):
                self.select(near)
                return

    def select(self, row: int) -> None:
        """Put the cursor on a row."""
        self.cursor = row
        self._show_cursor()
        self.refresh()
        self.selected()

    def _show_cursor(self) -> None:
        top = self.cursor * self.row_height
        self.scroll_to_region(
            Region(0, top, self.size.width, self.row_height), animate=False, force=True, immediate=True
        )

    def render_line(self, y: int) -> Strip:
        row, line = divmod(y + self.scroll_offset.y, self.row_height)
        coloured = not self.app.no_color
        if row >= self.rows:
            return paint((), self.size.width, coloured=coloured)
        lines = self._lines.get(row) or self.row_lines(row)
        self._lines[row] = lines
        said = lines[line] if line < len(lines) else ()
        here = row == self.cursor and self.can_stop(row)
        mark = Piece("▌" if here else " ", Part.KEY if self.has_focus else Part.QUIET)
        strip = paint(
            said, self.size.width - 1, coloured=coloured, selected=here and line == 0 and self.has_focus
        )
        return Strip.join([paint((mark,), 1, coloured=coloured), strip])

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: Click) -> None:
        row = (event.y + self.scroll_offset.y) // self.row_height
        if row < self.rows and self.can_stop(row):
            again = row == self.cursor
            self.select(row)
            self.clicked(again=again)

    def clicked(self, *, again: bool) -> None:
        """The selected row was clicked, perhaps a second time."""


class Hits(_List):
    """The hits of a query, of which those that are needed are asked for; of none, why there is none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.occurrence(1)", show=False),
        Binding("p,N", "app.occurrence(-1)", show=False),
        Binding("space", "app.scroll_article(1)", show=False),
        Binding("o", "app.note", show=False),
        Binding("s", "app.sort", show=False),
        Binding("f", "app.facets", show=False),
        Binding("r", "app.reread", show=False),
        Binding("v", "app.take_suggestion", show=False),
        Binding("c", "app.clear", show=False),
        Binding("question_mark", "app.help", show=False),
        Binding("slash,escape", "app.go_to_query", show=False),
        Binding("q", "app.leave", show=False),
    ]

    class Selected(Message):
        """Another hit is looked at."""

        def __init__(self, hit: Hit) -> None:
            super().__init__()
            self.hit = hit

    class Opened(Message):
        """The selected hit is to be read."""

    class PassedTop(Message):
        """Someone went up from the first hit."""

    class Wanted(Message):
        """Hits are to be shown that were not asked for yet."""

        def __init__(self, offset: int) -> None:
            super().__init__()
            self.offset = offset

    class Proposed(Message):
        """Another query is to be asked."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._hits: dict[int, Hit] = {}  # by place, from 0
        self._passages: dict[int, Passage | None] = {}
        self._asked: set[int] = set()
        self._total = 0
        self._proposals: Sequence[Proposal] = ()

    @property
    def rows(self) -> int:
        return self._total or len(self._proposals)

    @property
    def row_height(self) -> int:
        return 2 if self._total and self.size.height >= _TALL else 1

    @property
    def hit(self) -> Hit | None:
        """The one that is selected."""
        return self._hits.get(self.cursor)

    def can_stop(self, row: int) -> bool:
        return bool(self._total) or bool(self._proposals[row].query)

    def row_lines(self, row: int) -> Sequence[Line]:
        if not self._total:
            return [proposal_line(self._proposals[row], self.row_width)]
        hit = self._hits.get(row)
        if hit is None:
            offset = row - row % PAGE
            if offset not in self._asked:
                self._asked.add(offset)
                # Later: a message that is made while the screen paints is the screen's, and would go no further.
                self.call_later(self._want, offset)
            return [_LOADING]
        return hit_lines(hit, self._passages.get(row), self.row_width, self.row_height)

    def _want(self, offset: int) -> None:
        self.post_message(self.Wanted(offset))

    def show(self, found: Found) -> None:
        """Show the first hits of another query."""
        self._hits, self._passages, self._asked = {}, {}, {0}
        self._proposals = (Proposal("Aucun article."),)
        self._total = found.results.total
        self.cursor = 0
        self.add(found)
        self.scroll_to(0, 0, animate=False, force=True, immediate=True)

    def add(self, found: Found) -> None:
        """Show hits that were asked for."""
        for hit in found.results:
            self._hits[hit.rank - 1] = hit
        self.lay_out()
        if self.cursor in self._hits:
            self.selected()

    def add_passages(self, passages: Mapping[int, Passage | None]) -> None:
        self._passages.update({rank - 1: passage for rank, passage in passages.items()})
        if self.row_height > 1:
            self._lines = {}
            self.refresh()

    def propose(self, proposals: Sequence[Proposal]) -> None:
        """Say why there is nothing."""
        self._proposals = proposals
        self.lay_out()
        self._jump_near(0)

    def selected(self) -> None:
        if self.hit:
            self.post_message(self.Selected(self.hit))

    def passed_top(self) -> None:
        self.post_message(self.PassedTop())

    def action_take(self) -> None:
        if self._total:
            self.post_message(self.Opened())
        elif self.cursor < len(self._proposals) and self._proposals[self.cursor].query:
            self.post_message(self.Proposed(self._proposals[self.cursor].query))

    def clicked(self, *, again: bool) -> None:
        if again or not self._total:
            self.action_take()


class Facets(_List):
    """How what was found is spread; its rows choose and refuse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "take", show=False),
        Binding("x", "refuse", show=False),
        Binding("c", "app.clear", show=False),
        Binding("s", "app.sort", show=False),
        Binding("r", "app.reread", show=False),
        Binding("question_mark", "app.help", show=False),
        Binding("slash", "app.go_to_query", show=False),
        Binding("f,escape", "app.go_to_hits", show=False),
        Binding("q", "app.leave", show=False),
    ]

    class Picked(Message):
        """A row was chosen, or refused."""

        def __init__(self, row: Row, *, refused: bool = False) -> None:
            super().__init__()
            self.row = row
            self.refused = refused

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._rows: Sequence[Row] = ()

    @property
    def rows(self) -> int:
        return len(self._rows)

    def can_stop(self, row: int) -> bool:
        return self._rows[row].can_be_chosen

    def row_lines(self, row: int) -> Sequence[Line]:
        return [row_line(self._rows[row], self.row_width)]

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows; the cursor stays on what it was on, if that is still there."""
        if rows == self._rows:
            return
        before = self._rows[self.cursor] if self.cursor < len(self._rows) else None
        self._rows = rows
        same = (
            at
            for at, row in enumerate(rows)
            if before and (row.field, row.value) == (before.field, before.value)
        )
        self.cursor = min(next(same, self.cursor), max(0, len(rows) - 1))
        self.lay_out()
        if rows and not self.can_stop(self.cursor):
            self._jump_near(self.cursor)

    def _pick(self, *, refused: bool) -> None:
        if self.cursor < len(self._rows) and self.can_stop(self.cursor):
            self.post_message(self.Picked(self._rows[self.cursor], refused=refused))

    def action_take(self) -> None:
        self._pick(refused=False)

    def action_refuse(self) -> None:
        self._pick(refused=True)

    def clicked(self, *, again: bool) -> None:
        self.action_take()


class ArticleView(ScrollView, can_focus=True):
    """An article, whole, with what matched in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "lines(-1)", show=False),
        Binding("down", "lines(1)", show=False),
        Binding("pageup,b", "pages(-1)", show=False),
        Binding("pagedown,space", "pages(1)", show=False),
        Binding("home", "jump(0)", show=False),
        Binding("end", "jump(1)", show=False),
        Binding("n", "app.occurrence(1)", show=False),
        Binding("p,N", "app.occurrence(-1)", show=False),
        Binding("left", "app.other_article(-1)", show=False),
        Binding("right", "app.other_article(1)", show=False),
        Binding("o", "app.note", show=False),
        Binding("question_mark", "app.help", show=False),
        Binding("slash", "app.go_to_query", show=False),
        Binding("escape,enter", "app.go_to_hits", show=False),
        Binding("q", "app.leave", show=False),
    ]
    _MARGIN = 1

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._read: Read | None = None
        self._spans: Sequence[tuple[int, int]] = ()  # of its lines
        self._width = 0
        self.occurrence = -1  # which mark is looked at

    @property
    def occurrences(self) -> int:
        return len(self._read.page.marks) if self._read else 0

    @property
    def text_width(self) -> int:
        """Of its lines, in cells: longer ones are hard to follow."""
        return max(10, min(100, self.size.width - 2 * self._MARGIN - 1))

    def show(self, read: Read | None) -> None:
        """Show another article, from where it matches."""
        self._read, self.occurrence = read, -1
        self._lay_out()
        first = (
            next((at for at, mark in enumerate(read.page.marks) if mark[0] > len(read.hit.article.title)), -1)
            if read
            else -1
        )
        self.scroll_to(0, 0, animate=False, force=True, immediate=True)
        if first >= 0:
            self._show_mark(first, far=True)
        self._count()

    def _count(self) -> None:
        """Say how often the article matches, and which occurrence is looked at."""
        self.border_title = say_occurrences(self.occurrences, self.occurrence)

    def _lay_out(self) -> None:
        self._width = self.text_width
        self._spans = self._read.page.lines(self._width) if self._read else ()
        self.virtual_size = Size(self.size.width, len(self._spans))
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        if self._width != self.text_width:
            top = self._spans[self.scroll_offset.y][0] if self.scroll_offset.y < len(self._spans) else 0
            self._lay_out()
            self.scroll_to(0, self._line_of(top), animate=False, force=True, immediate=True)

    def _line_of(self, place: int) -> int:
        low, high = 0, len(self._spans)
        while low < high:
            middle = (low + high) // 2
            if self._spans[middle][1] <= place:
                low = middle + 1
            else:
                high = middle
        return low

    def go_to_occurrence(self, by: int) -> None:
        """Go to the next mark, or the one before; behind the last one comes the first."""
        if self.occurrences:
            at = self.occurrence + by if self.occurrence >= 0 or by > 0 else -1
            self.occurrence = at % self.occurrences
            self._show_mark(self.occurrence)
            self._count()
            self.refresh()

    def _show_mark(self, number: int, *, far: bool = False) -> None:
        """Bring a mark into sight.

        Args:
            far: only if it is not where one reads first.
        """
        assert self._read
        line = self._line_of(self._read.page.marks[number][0])
        height = self.size.height
        seen = self.scroll_offset.y <= line < self.scroll_offset.y + height - (1 if far else 0)
        if not seen:
            self.scroll_to(0, max(0, line - height // 3), animate=False, force=True, immediate=True)

    def action_lines(self, by: int) -> None:
        self.scroll_to(0, self.scroll_offset.y + by, animate=False, force=True, immediate=True)

    def action_pages(self, by: int) -> None:
        self.action_lines(by * max(1, self.size.height - 2))

    def action_jump(self, to: int) -> None:
        self.scroll_to(0, to * len(self._spans), animate=False, force=True, immediate=True)

    def render_line(self, y: int) -> Strip:
        coloured = not self.app.no_color
        number = y + self.scroll_offset.y
        if self._read is None or number >= len(self._spans):
            return paint((), self.size.width, coloured=coloured)
        page = self._read.page
        here = page.marks[self.occurrence] if 0 <= self.occurrence < len(page.marks) else None
        line = page.line(*self._spans[number], here)
        return paint((Piece(" " * self._MARGIN), *line), self.size.width, coloured=coloured)
